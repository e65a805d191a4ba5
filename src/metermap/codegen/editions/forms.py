"""The editions of a workspace, and what each knows of something, as a table, as CSV, as Markdown and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from metermap.codegen.changes.model import JudgedChange, Verdict
from metermap.codegen.diff_report.lines import ToldField, told_fields
from metermap.codegen.diff_report.telling import only_moved
from metermap.codegen.editions.known import Known, Place, Unplaced
from metermap.codegen.editions.ladder import Ladder
from metermap.codegen.gap_report.markdown_table import table
from metermap.codegen.titles import protocol_title
from metermap.core.render import counted
from metermap.core.text import one_line
from metermap.mappings.model import EditionModel
from metermap.mappings.selecting import as_csv, as_table
from metermap.mappings.selecting.select import Selected

__all__ = [
    "Form",
    "Table",
    "changes_in_words",
    "editions_table",
    "gravest",
    "is_wanting",
    "known_table",
    "nothing_in_words",
    "told_changes",
    "worth_telling",
]

VERSION = 1
"""The version of the JSON documents."""


_UNCUT = 1_000_000
_MOST_NAMES = 2
_MOST_TOLD = 6


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
    text: str = ""

    def write(self, form: Form) -> str:
        """Return it in a form."""
        match form:
            case Form.JSON:
                return json.dumps(self.document, indent=1) + "\n"
            case Form.MD:
                return "\n".join(table(self.columns, self.rows))
            case Form.CSV:
                return as_csv(self._selected)
            case Form.TEXT:
                return self.text or as_table(self._selected, _UNCUT)

    @property
    def _selected(self) -> Selected:
        return Selected(self.columns, tuple(tuple((cell,) for cell in row) for row in self.rows), len(self.rows), ())


def editions_table(ladder: Ladder) -> Table:
    """Return the list of editions, oldest first."""
    columns = ("Edition", "Date", "Recorded", "Elements", "Statements", "To the next", "Source")
    steps = [*(tuple(worth_telling(step.changes)) for step in ladder.steps), ()]
    pairs = list(zip(ladder.rungs, steps, strict=True))
    rows = tuple(tuple(_listed(rung, changes)) for rung, changes in pairs)
    documents = [_edition(rung) | _counts(rung) | {"changes": _tally(changes)} for rung, changes in pairs]
    return Table(columns, rows, {"schema_version": VERSION, "editions": documents})


def _listed(rung: EditionModel, changes: Sequence[JudgedChange]) -> Iterator[str]:
    counts = _counts(rung)
    yield rung.name
    yield rung.date or "not recorded"
    yield _recorded_in_words(rung)
    yield f"{counts['elements']:,}"
    yield f"{counts['statements']:,}"
    yield changes_in_words(changes)
    yield rung.source or "not recorded"


def _recorded_in_words(rung: EditionModel) -> str:
    """Return how much of an edition is recorded; of the newest, which is worked on, there is nothing to say."""
    return "in part" if rung.partial else "whole"


def _counts(rung: EditionModel) -> dict[str, int]:
    """Return how many elements and statements an edition has, of one that is recorded in part those that are."""
    recorded = [said for said in rung.model.statements if rung.records(said)]
    elements = {said.element for said in recorded if said.element} | rung.recorded
    everything = len(rung.model.catalogue.elements)
    return {"elements": len(elements) if rung.partial else everything, "statements": len(recorded)}


def worth_telling(changes: Iterable[JudgedChange]) -> Iterator[JudgedChange]:
    """Yield the changes of more than the place: that a line stands elsewhere is no change of the edition."""
    return (judged for judged in changes if not only_moved(judged))


def changes_in_words(changes: Sequence[JudgedChange]) -> str:
    """Return how many changes there are and what the gravest does; empty if there are none."""
    found = gravest(changes)
    return f"{counted(len(changes), 'change')}, {found.value}" if found else ""


def gravest(changes: Sequence[JudgedChange]) -> Verdict | None:
    """Return the gravest verdict; None of nothing."""
    return max((change.judgement.verdict for change in changes), key=lambda verdict: verdict.rank, default=None)


def told_changes(changes: Sequence[JudgedChange]) -> Iterator[str]:
    """Yield what the gravest of some changes are, in words: alike ones once, with their number.

    What is documentation only is not told: the names are seen without it.
    """
    worst = gravest(changes)
    if worst is Verdict.DOCUMENTATION:
        return
    found = Counter(words for one in changes if one.judgement.verdict is worst for words in _told(one))
    for words, count in found.items():
        yield words if count == 1 else f"{words} ({count} times)"


def _told(judged: JudgedChange) -> Iterator[str]:
    """Yield each field that has the change's own verdict with both values; of a whole line, why."""
    own = judged.judgement.verdict
    fields = [one for one in told_fields(judged) if not one.follows and one.judgement and one.judgement.verdict is own]
    for field in fields:
        title, old, new = _in_words(field)
        yield f"{title}: {old}, then {new}"
    if not fields:
        yield judged.judgement.why


_HOMES: Final = {"gap": "no home", "element": "carried", "protocol field": "a field of the protocol"}


def _in_words(field: ToldField) -> tuple[str, str, str]:
    """Return the title and both values; that a statement is a gap or carries an element is told as having a home."""
    if field.title != "role":
        return field.title, field.old, field.new
    return "home", _HOMES.get(field.old, field.old), _HOMES.get(field.new, field.new)


def in_one_line(known: Known) -> str:
    """Return what an edition says of something: its name for it, and where it has it."""
    if not known.knows:
        return f"{known.rung.name}: {known.word}"
    rest = [nothing_in_words(known)] if is_wanting(known) else []
    against = (f"{each.words} on {each.device} over {protocol_title(each.protocol)}" for each in known.unplaced)
    places = ", ".join((*(f"{place.where} on {place.device}" for place in known.places), *against, *rest))
    return f"{known.rung.name}: {names_in_words(known)}, {places}"


def names_in_words(known: Known) -> str:
    """Return what an edition calls it: of many names the first few, and how many more; or that it is not known."""
    shown = ", ".join(known.names[:_MOST_NAMES])
    more = len(known.names) - _MOST_NAMES
    return f"{shown} and {more} more" if more > 0 else shown or known.word


def known_table(asked: str, known: Sequence[Known]) -> Table:
    """Return what each edition says of something, a row for each place on the wire."""
    columns = ("Edition", "Known as", "Device", "Protocol", "Where", "Type", "To the next")
    rows = tuple(row for each in known for row in _rows(each))
    document = {"schema_version": VERSION, "asked": asked, "editions": [_known(each) for each in known]}
    names = [*(each.rung.name for each in known[1:]), ""]
    text = "\n".join(line for each, after in zip(known, names, strict=True) for line in _lines(each, after))
    return Table(columns, rows, document, f"{text}\n")


def _lines(known: Known, after: str) -> Iterator[str]:
    """Yield an edition, by which name it knows the thing, each place, and what changes to the edition after it."""
    rung = known.rung
    about = (rung.name, rung.date, "recorded in part" if rung.partial else "")
    yield one_line(f"{', '.join(filter(None, about))}: {names_in_words(known)}")
    rows = [(_over(place), place.where, place.type or "type not recorded") for place in known.places]
    over = max(map(len, (*map(_over, known.places), *map(_over, known.unplaced))), default=0)
    where = max((len(second) for _, second, _ in rows), default=0)
    for first, second, third in rows:
        yield one_line(f"  {first.ljust(over)}  {second.ljust(where)}  {third}")
    for each in known.unplaced:
        yield one_line(f"  {_over(each).ljust(over)}  {each.words}")
    if known.knows and is_wanting(known):
        yield f"  {nothing_in_words(known)}"
    if known.changes:
        yield one_line(f"  to {after}: {changes_in_words(known.changes)}")
        told = list(told_changes(known.changes))
        yield from (one_line(f"    {each}") for each in told[:_MOST_TOLD])
        if len(told) > _MOST_TOLD:
            yield f"    and {len(told) - _MOST_TOLD} more, see metermap diff"


def _over(place: Place | Unplaced) -> str:
    return f"{place.device} over {protocol_title(place.protocol)}"


def _rows(known: Known) -> Iterator[tuple[str, ...]]:
    first = (known.rung.name, names_in_words(known))
    changed = changes_in_words(known.changes)
    for place in known.places:
        yield (*first, place.device, protocol_title(place.protocol), place.where, place.type or "not recorded", changed)
        changed = ""
    for each in known.unplaced:
        yield (*first, each.device, protocol_title(each.protocol), each.words, "", changed)
        changed = ""
    if is_wanting(known):
        yield (*first, "", "", nothing_in_words(known), "", changed)


def is_wanting(known: Known) -> bool:
    """Return whether an edition has nothing to show, or not all of it."""
    return known.rest or not (known.places or known.unplaced)


def nothing_in_words(known: Known) -> str:
    """Return what is said where an edition has nothing to show, or not all of it."""
    if known.rest:
        return f"{'other places' if known.places else 'where it is'}: not recorded"
    return "asked about on no device" if known.knows else known.word


def _edition(rung: EditionModel) -> dict[str, object]:
    recorded = _recorded_in_words(rung)
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
        "unplaced": [
            {"device": each.device, "protocol": each.protocol, "standing": each.standing.value, "reasons": each.reasons}
            for each in known.unplaced
        ],
        "rest_not_recorded": known.rest,
        "changes": [_change(change) for change in known.changes],
    }


def _place(place: Place) -> dict[str, object]:
    return {
        "device": place.device,
        "protocol": place.protocol,
        "address": place.home if place.in_part or place.address is None else place.where,
        "where_in_it_recorded": not place.in_part,
        "type": place.type,
        "parts": [
            {
                "statement": said.key,
                "element": said.element,
                "address": place.home if place.in_part else str(said.address or ""),
                "type": "" if place.in_part else str(said.type or said.dictionary_type or ""),
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
