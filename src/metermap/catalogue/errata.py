"""Errata: corrections to a workbook that one does not own.

An erratum names an element by its id, a field, the value that it expects there and the value that
should stand there, with a reason. The corrected `Value` keeps the printed text in `original`, and
the element names the errata that were applied. The printed element id never changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from metermap.catalogue import codes
from metermap.catalogue.model import Catalogue, Element, Value
from metermap.catalogue.types import parse_catalogue_type
from metermap.core.findings import Code, Findings
from metermap.core.places import Place
from metermap.core.suggest import did_you_mean
from metermap.core.toml_file import TomlCodes, load_toml
from metermap.core.workspace import Workspace

if TYPE_CHECKING:
    from metermap.catalogue.errata_file import ErrataTable, ErratumTable

__all__ = ["Erratum", "apply_errata", "load_errata"]

_CODES = TomlCodes(
    codes.ERRATA_UNREADABLE, codes.ERRATA_UNREADABLE, codes.BAD_ERRATUM, codes.BAD_ERRATUM, codes.BAD_ERRATUM
)


@dataclass(frozen=True, slots=True)
class Erratum:
    """A correction. `since` and `until` bound the editions it is for, both included; empty: any."""

    key: str
    element: str
    field: str
    old: str
    new: str
    reason: str
    reference: str
    since: str
    until: str
    place: Place


def load_errata(workspace: Workspace, findings: Findings) -> tuple[Erratum, ...] | None:
    """Return the errata of the workspace, () if it has none; None if the file has a fault."""
    if not workspace.errata:
        return ()
    loaded = load_toml(workspace.root / workspace.errata, workspace.errata, _model, _CODES, findings)
    if loaded is None:
        return None
    table, places = loaded
    errata = tuple(_erratum(entry, places.place(("erratum", n))) for n, entry in enumerate(table.erratum))
    return _unique(errata, findings)


def _model() -> type[ErrataTable]:
    from metermap.catalogue.errata_file import ErrataTable  # noqa: PLC0415  (pydantic: half a second)

    return ErrataTable


def _erratum(entry: ErratumTable, place: Place) -> Erratum:
    return Erratum(
        key=entry.key,
        element=entry.element,
        field=entry.field,
        old=entry.old,
        new=entry.new,
        reason=entry.reason,
        reference=entry.reference,
        since=entry.since or "",
        until=entry.until or "",
        place=place,
    )


def _unique(errata: tuple[Erratum, ...], findings: Findings) -> tuple[Erratum, ...]:
    """Report errata with the same key, or for the same cell in one edition; keep the first."""
    kept: list[Erratum] = []
    for erratum in errata:
        twin = next((other for other in kept if _clash(erratum, other)), None)
        if twin is None:
            kept.append(erratum)
            continue
        what = f"key {erratum.key}" if twin.key == erratum.key else f"{erratum.field} of {erratum.element}"
        message = f"two errata have the same {what}" if twin.key == erratum.key else f"two errata correct the {what}"
        findings.add(codes.DUPLICATE_ERRATUM.at(erratum.place, message, subject=erratum.key, also=[twin.place]))
    return tuple(kept)


def _clash(one: Erratum, other: Erratum) -> bool:
    same_cell = (one.element, one.field, one.since, one.until) == (
        other.element,
        other.field,
        other.since,
        other.until,
    )
    return one.key == other.key or same_cell


def apply_errata(catalogue: Catalogue, errata: tuple[Erratum, ...], edition: str, findings: Findings) -> Catalogue:
    """Return the catalogue with the errata for `edition` applied; report those that cannot be."""
    by_id: dict[str, Element] = dict(catalogue.element_by_id)
    for erratum in errata:
        if not _in_range(erratum, edition):
            _report(codes.ERRATUM_NOT_APPLIED, erratum, f"is not for edition {edition}", findings)
            continue
        element = by_id.get(erratum.element)
        if element is None:
            near = did_you_mean(erratum.element, by_id)
            what = f"corrects the unknown element {erratum.element!r:.100}"
            _report(codes.ERRATUM_UNKNOWN_TARGET, erratum, what, findings, expected=near)
            continue
        if _fits(erratum, element, findings):
            by_id[erratum.element] = _corrected(element, erratum)
    return replace(catalogue, elements=tuple(by_id[element.id.value] for element in catalogue.elements))


def _in_range(erratum: Erratum, edition: str) -> bool:
    """Return whether `edition` may lie in the range; an edition without a number does.

    Of ``GBCS 4.x`` only the 4 is known: it lies in every range that some 4.something lies in.
    """
    found = re.search(r"\d+(?:\.\d+)*", edition)
    if found is None:
        return True
    known = _numbers(found[0])
    since, until = _numbers(erratum.since), _numbers(erratum.until)
    shared_since, shared_until = (slice(min(len(known), len(bound))) for bound in (since, until))
    early = bool(since) and known[shared_since] < since[shared_since]
    late = bool(until) and known[shared_until] > until[shared_until]
    return not early and not late


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".")) if text else ()


_Set: TypeAlias = Callable[[Element, Value[str]], Element]
_SETTERS: Mapping[str, _Set] = {
    "reference": lambda element, value: replace(element, reference=value),
    "item": lambda element, value: replace(element, item=value),
    "path": lambda element, value: replace(element, path=value),
    "category": lambda element, value: replace(element, category=value),
    "data_type": lambda element, value: replace(element, data_type=value, type=parse_catalogue_type(value.value)),
    "readers": lambda element, value: replace(element, readers=value),
    "writers": lambda element, value: replace(element, writers=value),
}


def _stands(element: Element, field: str) -> Value[str]:
    """Return the value of a field that an erratum may correct."""
    texts = {
        "reference": element.reference,
        "item": element.item,
        "path": element.path,
        "category": element.category,
        "data_type": element.data_type,
        "readers": element.readers,
        "writers": element.writers,
    }
    return texts[field]


def _fits(erratum: Erratum, element: Element, findings: Findings) -> bool:
    stands = _stands(element, erratum.field)
    what = f"{erratum.field} of {erratum.element}"
    also = [stands.place] if stands.place else []
    if erratum.new in {erratum.old, stands.value}:
        already = "" if stands.value != erratum.new else f": the {what} is {stands.value!r:.80} already"
        _report(codes.ERRATUM_CHANGES_NOTHING, erratum, f"changes nothing{already}", findings, also=also)
        return False
    if stands.value != erratum.old:
        message = f"expects {erratum.old!r:.80} as {what}, and it is {stands.value!r:.80}"
        _report(codes.ERRATUM_OLD_DIFFERS, erratum, message, findings, expected=f"{erratum.old!r:.80}", also=also)
        return False
    return True


def _corrected(element: Element, erratum: Erratum) -> Element:
    stands = _stands(element, erratum.field)
    value = Value(erratum.new, stands.place, stands.original if stands.original is not None else stands.value)
    return replace(_SETTERS[erratum.field](element, value), errata=(*element.errata, erratum.key))


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
