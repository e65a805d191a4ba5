"""Errata: corrections to a workbook that one does not own.

An erratum names a line by its stable key, a field, the value that it expects there and the value that
should stand there, with a reason. The corrected `Value` keeps the printed text in `original`, and the
line names the errata that were applied. The printed element id never changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from metermap.catalogue import codes
from metermap.catalogue.erratum import FIELDS, Correction, Erratum, Outcome, Part, Target
from metermap.catalogue.erratum_values import CellMeaning, bad_value, meaning, printed
from metermap.catalogue.model import Catalogue, Element, ItemFact, UseCase, Value
from metermap.catalogue.types import parse_catalogue_type
from metermap.core.edition_ladder import EditionLadder
from metermap.core.findings import Code, Findings
from metermap.core.places import CellPlace, Place
from metermap.core.suggest import did_you_mean
from metermap.core.toml_file import TomlCodes, load_toml
from metermap.core.workspace import Workspace

if TYPE_CHECKING:
    from metermap.catalogue.errata_file import ErrataTable, ErratumTable

__all__ = ["apply_errata", "load_errata"]

_NO_LADDER = EditionLadder(())
_CODES = TomlCodes(
    codes.ERRATA_UNREADABLE, codes.ERRATA_UNREADABLE, codes.BAD_ERRATUM, codes.BAD_ERRATUM, codes.BAD_ERRATUM
)


def load_errata(workspace: Workspace, findings: Findings, file: str | None = None) -> tuple[Erratum, ...] | None:
    """Return the errata of the workspace, () if it has none; None if the file has a fault.

    `file` is another file of errata, such as that of an edition; empty if there is none.
    """
    file = workspace.errata if file is None else file
    if not file:
        return ()
    loaded = load_toml(workspace.root / file, file, _model, _CODES, findings)
    if loaded is None:
        return None
    table, places = loaded
    faults = len(findings)
    found = [
        _erratum(entry, places.place(("erratum", n)), workspace, findings) for n, entry in enumerate(table.erratum)
    ]
    return None if len(findings) > faults else tuple(erratum for erratum in found if erratum)


def _model() -> type[ErrataTable]:
    from metermap.catalogue.errata_file import ErrataTable  # noqa: PLC0415  (pydantic: half a second)

    return ErrataTable


def _erratum(entry: ErratumTable, place: Place, workspace: Workspace, findings: Findings) -> Erratum | None:
    targets = _targets(entry)
    devices = [device.id for device in workspace.devices]
    since, until = entry.since or "", entry.until or ""
    message = expected = ""
    if len(targets) != 1:
        message = f"erratum {entry.key} names {len(targets) or 'no'} lines"
        expected = "one of element, fact and use_case"
    elif entry.field not in FIELDS[targets[0].part]:
        known = FIELDS[targets[0].part]
        kind = "an element" if targets[0].part is Part.ELEMENT else f"a {targets[0].part}"
        message = f"erratum {entry.key}: {kind} has no field {entry.field!r:.60} to correct"
        expected = did_you_mean(entry.field, known) or "one of " + ", ".join(known)
    elif strange := next((bound for bound in (since, until) if bound and not _is_edition(bound, workspace)), ""):
        message = f"erratum {entry.key} is for edition {strange!r:.60}, which the workspace does not declare"
        expected = "a number such as 4.1, or the name of an edition of metermap.toml"
    elif since and until and workspace.ladder.before(until, since):
        message = f"erratum {entry.key} is for editions since {since} until {until}, which are none"
    elif bad := bad_value(entry.field, entry.new, devices):
        message, expected = f"erratum {entry.key}: {entry.new!r:.60} cannot be {entry.field} of anything", bad
    if message:
        findings.add(codes.BAD_ERRATUM.at(place, message, subject=entry.key, expected=expected))
        return None
    return Erratum(
        key=entry.key,
        target=targets[0],
        field=entry.field,
        old=entry.old,
        new=entry.new,
        reason=entry.reason,
        reference=entry.reference,
        since=since,
        until=until,
        place=place,
    )


def _is_edition(text: str, workspace: Workspace) -> bool:
    return re.fullmatch(r"[0-9]+(\.[0-9]+)*", text) is not None or workspace.ladder.has(text)


def _targets(entry: ErratumTable) -> list[Target]:
    fact = entry.fact
    keys = {
        Part.ELEMENT: entry.element or "",
        Part.FACT: "; ".join(filter(None, (fact.device, fact.section, fact.item))) if fact else "",
        Part.USE_CASE: entry.use_case or "",
    }
    return [Target(part, key) for part, key in keys.items() if key]


def _first_of_each(errata: Iterable[Erratum], findings: Findings) -> tuple[list[Erratum], list[Erratum]]:
    """Return the errata that may apply, and those with the key of one above, or for its cell in the same editions.

    The latter are reported.
    """
    kept: list[Erratum] = []
    doubles: list[Erratum] = []
    by_key: dict[str, Erratum] = {}
    by_cell: dict[tuple[Target, str, str, str], Erratum] = {}
    for erratum in errata:
        cell = (erratum.target, erratum.field, erratum.since, erratum.until)
        twin = by_key.get(erratum.key) or by_cell.get(cell)
        if twin is None:
            by_key[erratum.key] = by_cell[cell] = erratum
            kept.append(erratum)
            continue
        same_key = f"have the same key {erratum.key}"
        what = same_key if twin.key == erratum.key else f"correct the {erratum.field} of {erratum.target}"
        message = f"two errata {what}"
        findings.add(codes.DUPLICATE_ERRATUM.at(erratum.place, message, subject=erratum.key, also=[twin.place]))
        doubles.append(erratum)
    return kept, doubles


Line: TypeAlias = Element | ItemFact | UseCase
_Lines: TypeAlias = dict[Target, Line]


def apply_errata(
    catalogue: Catalogue,
    errata: Iterable[Erratum],
    edition: str,
    findings: Findings,
    ladder: EditionLadder = _NO_LADDER,
) -> Catalogue:
    """Return the catalogue with the errata for `edition` applied; report those that cannot be.

    `ladder` are the editions in their order. One that it does not have lies in a range if its number may, and an
    edition without a number does.

    The result's `errata` says what became of each. One with the key or for the cell of another is
    reported and not among them; what else is wrong with it is told as well.
    """
    elements = [Target(Part.ELEMENT, element.id.value) for element in catalogue.elements]
    facts = [Target(Part.FACT, fact.key) for fact in catalogue.items]
    cases = [Target(Part.USE_CASE, case.code.value) for case in catalogue.use_cases]
    found: tuple[Line, ...] = (*catalogue.elements, *catalogue.items, *catalogue.use_cases)
    lines: _Lines = {}
    for target, line in zip((*elements, *facts, *cases), found, strict=True):
        lines.setdefault(target, line)
    kept, doubles = _first_of_each(errata, findings)
    rung = _Rung(ladder, edition)
    for double in doubles:
        _apply(double, dict(lines), rung, findings)
    done = tuple(_apply(erratum, lines, rung, findings) for erratum in kept)
    changed = {correction.erratum.target for correction in done if correction.applied}
    return replace(
        catalogue,
        elements=_corrected(catalogue.elements, elements, lines, changed),
        items=_corrected(catalogue.items, facts, lines, changed),
        use_cases=_corrected(catalogue.use_cases, cases, lines, changed),
        errata=done,
    )


One = TypeVar("One", Element, ItemFact, UseCase)


def _corrected(found: Sequence[One], targets: Sequence[Target], lines: _Lines, changed: set[Target]) -> tuple[One, ...]:
    """Return the lines as they are after the errata; of two with one key the first is corrected."""
    rest = set(changed)
    kept: list[One] = []
    for line, target in zip(found, targets, strict=True):
        new = lines[target] if target in rest else line
        rest.discard(target)
        kept.append(new if isinstance(new, type(line)) else line)
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class _Rung:
    """An edition, and those that it stands among."""

    ladder: EditionLadder
    edition: str


def _apply(erratum: Erratum, lines: _Lines, rung: _Rung, findings: Findings) -> Correction:
    """Correct one of `lines`, if the erratum fits; report it if not."""
    line = lines.get(erratum.target)
    cell = _stands(line, erratum.field).place if line else None
    if not rung.ladder.holds(erratum.since, erratum.until, rung.edition):
        _report(codes.ERRATUM_NOT_APPLIED, erratum, f"is not for edition {rung.edition}", findings)
        return Correction(erratum, Outcome.OTHER_EDITION, cell)
    if line is None:
        known = [target.key for target in lines if target.part is erratum.target.part]
        what = f"corrects the unknown {erratum.target.part} {erratum.target.key!r:.100}"
        near = did_you_mean(erratum.target.key, known)
        _report(codes.ERRATUM_UNKNOWN_TARGET, erratum, what, findings, expected=near)
        return Correction(erratum, Outcome.UNKNOWN_TARGET)
    outcome = _judge(erratum, _stands(line, erratum.field), findings)
    if outcome is Outcome.APPLIED:
        lines[erratum.target] = _with(line, erratum)
    return Correction(erratum, outcome, cell)


@dataclass(frozen=True, slots=True)
class _Standing:
    """What stands in a field that an erratum may correct, and in which cell."""

    value: CellMeaning
    place: CellPlace | None
    original: str | None = None


def _stands(line: Line, field: str) -> _Standing:
    if isinstance(line, ItemFact) and field == "rows":
        return _Standing(line.rows, line.rows_place)
    value: Value[CellMeaning] = getattr(line, field)
    return _Standing(value.value, value.place, value.original)


def _judge(erratum: Erratum, stands: _Standing, findings: Findings) -> Outcome:
    what = f"{erratum.field} of {erratum.target}"
    also = [stands.place] if stands.place else []
    old, new = (meaning(erratum.field, text) for text in (erratum.old, erratum.new))
    found = printed(stands.value)
    if new in {old, stands.value}:
        already = "" if stands.value != new else f": the {what} is {found!r:.80} already"
        _report(codes.ERRATUM_CHANGES_NOTHING, erratum, f"changes nothing{already}", findings, also=also)
        return Outcome.CHANGES_NOTHING
    if stands.value != old:
        message = f"expects {erratum.old!r:.80} as {what}, and it is {found!r:.80}"
        _report(codes.ERRATUM_OLD_DIFFERS, erratum, message, findings, expected=f"{erratum.old!r:.80}", also=also)
        return Outcome.OLD_DIFFERS
    return Outcome.APPLIED


def _with(line: Line, erratum: Erratum) -> Line:
    """Return the line with the new value, which remembers what was printed."""
    stands = _stands(line, erratum.field)
    before = erratum.old if stands.original is None else stands.original
    new = meaning(erratum.field, erratum.new)
    kept = {field.name: getattr(line, field.name) for field in fields(line)}
    kept[erratum.field] = new if erratum.field == "rows" else Value(new, stands.place, before)
    kept["errata"] = (*line.errata, erratum.key)
    if isinstance(line, Element) and erratum.field == "data_type":
        kept["type"] = parse_catalogue_type(erratum.new)
    return type(line)(**kept)


def _report(
    code: Code,
    erratum: Erratum,
    what: str,
    findings: Findings,
    *,
    expected: str = "",
    also: Sequence[Place] = (),
) -> None:
    message = f"erratum {erratum.key} {what}"
    findings.add(code.at(erratum.place, message, subject=erratum.key, expected=expected, also=also))
