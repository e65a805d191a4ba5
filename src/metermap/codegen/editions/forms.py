"""The editions of a workspace, and what each knows of something, as a table, as CSV, as Markdown and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from metermap.codegen.changes.model import JudgedChange, Verdict
from metermap.codegen.editions.known import Known, Place
from metermap.codegen.editions.ladder import Ladder
from metermap.codegen.gap_report.markdown_table import table
from metermap.codegen.titles import protocol_title
from metermap.core.render import counted
from metermap.mappings.model import EditionModel
from metermap.mappings.selecting import as_csv, as_table
from metermap.mappings.selecting.select import Selected

__all__ = ["Form", "Table", "changes_in_words", "editions_table", "gravest", "known_table", "recorded_in_words"]

VERSION = 1
"""The version of the JSON documents."""


class Form(StrEnum):
    """How it is printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    MD = "md"


@dataclass(frozen=True, slots=True)
class Table:
    """What is printed: columns and rows, and the same as a document."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    document: dict[str, object]

    def write(self, form: Form, width: int) -> str:
        """Return it in a form; only text is cut to a width."""
        match form:
            case Form.JSON:
                return json.dumps(self.document, indent=1) + "\n"
            case Form.MD:
                return "\n".join(table(self.columns, self.rows))
            case Form.CSV:
                return as_csv(self._selected)
            case Form.TEXT:
                return as_table(self._selected, width)

    @property
    def _selected(self) -> Selected:
        return Selected(self.columns, tuple(tuple((cell,) for cell in row) for row in self.rows), len(self.rows), ())


def editions_table(ladder: Ladder) -> Table:
    """Return the list of editions, oldest first."""
    columns = ("Edition", "Date", "Recorded", "Elements", "Statements", "To the next", "Source")
    steps = [*(step.changes for step in ladder.steps), ()]
    pairs = list(zip(ladder.rungs, steps, strict=True))
    rows = tuple(tuple(_listed(rung, changes)) for rung, changes in pairs)
    documents = [_edition(rung) | _counts(rung) | {"changes": _tally(changes)} for rung, changes in pairs]
    return Table(columns, rows, {"schema_version": VERSION, "editions": documents})


def _listed(rung: EditionModel, changes: Sequence[JudgedChange]) -> Iterator[str]:
    counts = _counts(rung)
    yield rung.name
    yield rung.date or "not recorded"
    yield recorded_in_words(rung)
    yield f"{counts['elements']:,}"
    yield f"{counts['statements']:,}"
    yield changes_in_words(changes)
    yield rung.source or "not recorded"


def recorded_in_words(rung: EditionModel) -> str:
    """Return how much of an edition is recorded; of the newest, which is worked on, there is nothing to say."""
    return "in part" if rung.partial else "whole"


def _counts(rung: EditionModel) -> dict[str, int]:
    """Return how many elements and statements an edition has, of one that is recorded in part those that are."""
    recorded = [said for said in rung.model.statements if rung.records(said)]
    elements = {said.element for said in recorded if said.element} | rung.recorded
    everything = len(rung.model.catalogue.elements)
    return {"elements": len(elements) if rung.partial else everything, "statements": len(recorded)}


def changes_in_words(changes: Sequence[JudgedChange]) -> str:
    """Return how many changes there are and what the gravest does; empty if there are none."""
    found = gravest(changes)
    return f"{counted(len(changes), 'change')}, {found.value}" if found else ""


def gravest(changes: Sequence[JudgedChange]) -> Verdict | None:
    """Return the gravest verdict; None of nothing."""
    return max((change.judgement.verdict for change in changes), key=lambda verdict: verdict.rank, default=None)


def known_table(asked: str, known: Sequence[Known]) -> Table:
    """Return what each edition says of something, a row for each place on the wire."""
    columns = ("Edition", "Known as", "Device", "Protocol", "Where", "Type", "To the next")
    rows = tuple(row for each in known for row in _rows(each))
    return Table(
        columns, rows, {"schema_version": VERSION, "asked": asked, "editions": [_known(each) for each in known]}
    )


def _rows(known: Known) -> Iterator[tuple[str, ...]]:
    first = (known.rung.name, ", ".join(known.names) or known.word)
    changed = changes_in_words(known.changes)
    for place in known.places:
        yield (*first, place.device, protocol_title(place.protocol), place.where, place.type or "not recorded", changed)
        changed = ""
    if known.rest or not known.places:
        yield (*first, "", "", _nothing(known), "", changed)


def _nothing(known: Known) -> str:
    if known.rest:
        return "other places are not recorded" if known.places else "not recorded"
    return known.word if not known.knows else "nowhere"


def _edition(rung: EditionModel) -> dict[str, object]:
    recorded = recorded_in_words(rung)
    return {"name": rung.name, "label": rung.label, "date": rung.date, "recorded": recorded, "source": rung.source}


def _tally(changes: Sequence[JudgedChange]) -> dict[str, int]:
    found = [change.judgement.verdict for change in changes]
    return {verdict.word: found.count(verdict) for verdict in reversed(Verdict)}


def _known(known: Known) -> dict[str, object]:
    return {
        **_edition(known.rung),
        "knows": known.knows,
        "names": list(known.names),
        "places": [_place(place) for place in known.places],
        "rest_not_recorded": known.rest,
        "changes": [_change(change) for change in known.changes],
    }


def _place(place: Place) -> dict[str, object]:
    return {
        "device": place.device,
        "protocol": place.protocol,
        "address": "" if place.address is None else place.where,
        "type": place.type,
        "parts": [
            {
                "statement": said.key,
                "element": said.element,
                "address": str(said.address or ""),
                "type": str(said.type or said.dictionary_type or ""),
            }
            for said in place.statements
        ],
    }


def _change(judged: JudgedChange) -> dict[str, object]:
    judgement = judged.judgement
    return {
        "kind": judged.change.kind.value,
        "name": judged.change.name,
        "verdict": judgement.verdict.word,
        "also": [verdict.word for verdict in judgement.also],
        "why": judgement.why,
    }
