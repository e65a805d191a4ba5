"""The list of errata: what each corrects, whether it was applied and why not, and what it touches."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum

from metermap.catalogue.erratum import Correction, Part
from metermap.core.render import counted
from metermap.core.text import csv_cell, one_line
from metermap.mappings.model import ResolvedModel, Statement

__all__ = ["JSON_VERSION", "ErrataFormat", "ErratumEntry", "errata_entries", "render_errata"]

JSON_VERSION = 0


class ErrataFormat(StrEnum):
    """How the list is printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class ErratumEntry:
    """An erratum as listed.

    `part` and `line` name what it corrects by the key as printed. `outcome` says what became of it.
    `statements` are the keys of the statements about the corrected line, and `outputs` the folders of
    a build that show the correction; both are empty if it was not applied.
    """

    key: str
    part: str
    line: str
    field: str
    old: str
    new: str
    reason: str
    reference: str
    since: str
    until: str
    cell: str
    place: str
    applied: bool
    outcome: str
    statements: tuple[str, ...]
    outputs: tuple[str, ...]


def errata_entries(model: ResolvedModel) -> tuple[ErratumEntry, ...]:
    """Return the errata of a model, in the order of their file."""
    return tuple(_entry(model, correction) for correction in model.catalogue.errata)


def _entry(model: ResolvedModel, correction: Correction) -> ErratumEntry:
    erratum = correction.erratum
    touched = tuple(_touched(model, correction)) if correction.applied else ()
    return ErratumEntry(
        key=erratum.key,
        part=erratum.target.part.value,
        line=erratum.target.key,
        field=erratum.field,
        old=erratum.old,
        new=erratum.new,
        reason=erratum.reason,
        reference=erratum.reference,
        since=erratum.since,
        until=erratum.until,
        cell=str(correction.cell or ""),
        place=str(erratum.place),
        applied=correction.applied,
        outcome=correction.outcome.value,
        statements=tuple(statement.key for statement in touched),
        outputs=tuple(_outputs(correction, touched)),
    )


def _touched(model: ResolvedModel, correction: Correction) -> Iterator[Statement]:
    """Yield the statements about the corrected line."""
    target = correction.erratum.target
    rows = {row for fact in model.catalogue.items if correction.erratum.key in fact.errata for row in fact.rows}
    for statement in model.statements:
        match target.part:
            case Part.ELEMENT:
                touches = statement.element == target.key
            case Part.FACT:
                touches = statement.row in rows
            case Part.USE_CASE:
                touches = target.key in statement.use_cases
        if touches:
            yield statement


def _outputs(correction: Correction, touched: tuple[Statement, ...]) -> Iterator[str]:
    """Yield the folders of a build in which the correction shows."""
    if not correction.applied:
        return
    yield from ("model", "report", "site")
    erratum = correction.erratum
    in_bindings = erratum.target.part is Part.ELEMENT or (erratum.target.part, erratum.field) == (Part.FACT, "unit")
    if in_bindings and any(_has_entry(statement) for statement in touched):
        yield from ("python", "c")


def _has_entry(statement: Statement) -> bool:
    return statement.address is not None and not statement.proposed


def render_errata(entries: tuple[ErratumEntry, ...], output_format: ErrataFormat) -> str:
    """Return the list in the given format, with a line feed at the end."""
    match output_format:
        case ErrataFormat.TEXT:
            return "\n".join((*map(_text, entries), f"{_summary(entries)}\n"))
        case ErrataFormat.JSON:
            document = {"version": JSON_VERSION, "errata": [asdict(entry) for entry in entries]}
            return json.dumps(document, indent=1, ensure_ascii=True) + "\n"
        case ErrataFormat.CSV:
            return _csv(entries)


def _summary(entries: tuple[ErratumEntry, ...]) -> str:
    applied = sum(entry.applied for entry in entries)
    return f"{counted(len(entries), 'erratum').replace('erratums', 'errata')}, {applied} applied"


def _text(entry: ErratumEntry) -> str:
    lines = [f"{one_line(entry.key)}: {entry.outcome}"]
    details = {
        entry.part: entry.line,
        entry.field.replace("_", " "): f"{entry.old!r} is {entry.new!r}",
        "reason": entry.reason,
        "rests on": entry.reference,
        "editions": _editions(entry),
        "cell": entry.cell,
        "statements": ", ".join(entry.statements),
        "shown in": ", ".join(entry.outputs),
        "written in": entry.place,
    }
    lines += [f"    {label}: {one_line(value)}" for label, value in details.items() if value]
    return "\n".join(lines) + "\n"


def _editions(entry: ErratumEntry) -> str:
    bounds = [f"since {entry.since}" if entry.since else "", f"until {entry.until}" if entry.until else ""]
    return " ".join(filter(None, bounds)) or "any"


def _csv(entries: tuple[ErratumEntry, ...]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(ErratumEntry.__slots__)
    for entry in entries:
        writer.writerow([csv_cell(_cell(value)) for value in asdict(entry).values()])
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)
