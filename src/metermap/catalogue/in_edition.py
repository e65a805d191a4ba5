"""The catalogue as it is in another edition: its own workbooks or those of all, and what else is other."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from metermap.catalogue.errata import apply_errata, load_errata
from metermap.catalogue.model import Value
from metermap.catalogue.paths import canonical_key
from metermap.catalogue.reader import read_catalogue
from metermap.core.edition_codes import NOT_WITHOUT
from metermap.core.suggest import did_you_mean

if TYPE_CHECKING:
    from metermap.catalogue.model import Catalogue, Element, ItemFact
    from metermap.catalogue.paths import IndexRange
    from metermap.core.findings import Finding, Findings
    from metermap.core.workspace import EditionEntry, Workspace

__all__ = ["OtherCatalogue", "catalogue_in_edition"]


@dataclass(frozen=True, slots=True)
class OtherCatalogue:
    """The catalogue of an edition, and the same as printed.

    `printed` has what the edition is said to be without, and present names: what it contradicts itself in can be mended
    where it is printed.
    """

    catalogue: Catalogue
    printed: Catalogue


def catalogue_in_edition(
    workspace: Workspace, entry: EditionEntry, main: Catalogue, findings: Findings
) -> OtherCatalogue | None:
    """Return the catalogue of an edition; `workspace` was made of it, see `Workspace.at`.

    It is `main`, that of the edition that is worked on, if nothing is said to differ. None if a workbook or the file
    of corrections cannot be read; all faults are reported.
    """
    catalogue = read_catalogue(workspace, findings) if _reads_again(entry, main) else main
    errata = load_errata(workspace, findings, entry.errata)
    if catalogue is None:
        return None
    if errata:
        corrected = apply_errata(catalogue, errata, workspace.edition, findings, workspace.ladder)
        catalogue = replace(corrected, errata=(*catalogue.errata, *corrected.errata))
    printed = _in_present_names(catalogue, entry)
    catalogue = _without(catalogue, entry, findings) if entry.without else catalogue
    catalogue = _named(catalogue, entry, findings) if entry.named else catalogue
    return None if errata is None else OtherCatalogue(catalogue, printed)


def _reads_again(entry: EditionEntry, main: Catalogue) -> bool:
    """Return whether the workbooks are others, or corrections to them that hold in some editions only."""
    bounded = (correction.erratum.since or correction.erratum.until for correction in main.errata)
    return bool(entry.workbooks) or any(bounded)


def _without(catalogue: Catalogue, entry: EditionEntry, findings: Findings) -> Catalogue:
    wanted = {canonical_key(name): name for name in entry.without}
    lacked = {
        element.id.value: {canonical_key(element.id.value), canonical_key(element.item.value)} & wanted.keys()
        for element in catalogue.elements
    }
    found = {key for keys in lacked.values() for key in keys}
    unknown = [name for key, name in wanted.items() if key not in found]
    findings.extend(_nothing_found(catalogue, entry, unknown, "is without"))
    kept = tuple(element for element in catalogue.elements if not lacked[element.id.value])
    gone = {element.row.value for element in catalogue.elements if lacked[element.id.value] and element.row}
    return replace(catalogue, elements=kept, items=tuple(_facts_without(catalogue.items, gone, wanted)))


def _facts_without(
    facts: Iterable[ItemFact], gone: AbstractSet[int], items: Container[tuple[str, tuple[IndexRange, ...]]]
) -> Iterator[ItemFact]:
    """Yield the facts without the rows of elements that are gone.

    One that was about these alone goes with them, and so does one that names no row and whose item is gone.
    """
    for fact in facts:
        rows = tuple(row for row in fact.rows if row not in gone)
        if rows or not (fact.rows or canonical_key(fact.item.value) in items):
            yield fact if rows == fact.rows else replace(fact, rows=rows)


def _named(catalogue: Catalogue, entry: EditionEntry, findings: Findings) -> Catalogue:
    """Return the catalogue with the names that items had then; what is printed stays in `original`.

    A workbook of the edition's own may have the former name itself.
    """
    had = {canonical_key(element.item.value) for element in catalogue.elements}
    printed = {now for now, then in entry.named.items() if entry.workbooks and canonical_key(then) in had}
    unknown = [now for now in entry.named if canonical_key(now) not in had and now not in printed]
    findings.extend(_nothing_found(catalogue, entry, unknown, "has another name for"))
    names = {canonical_key(now): then for now, then in entry.named.items() if now not in printed}
    elements = tuple(_called(element, names.get(canonical_key(element.item.value))) for element in catalogue.elements)
    return replace(catalogue, elements=elements)


def _in_present_names(catalogue: Catalogue, entry: EditionEntry) -> Catalogue:
    """Return the catalogue with present names where its own workbooks print those that items had."""
    if not entry.workbooks or not entry.named:
        return catalogue
    names = {canonical_key(then): now for now, then in entry.named.items()}
    elements = (
        replace(element, item=Value(names[key], element.item.place))
        if (key := canonical_key(element.item.value)) in names
        else element
        for element in catalogue.elements
    )
    return replace(catalogue, elements=tuple(elements))


def _called(element: Element, name: str | None) -> Element:
    if name is None:
        return element
    printed = element.item.value if element.item.original is None else element.item.original
    return replace(element, item=Value(name, element.item.place, printed))


def _nothing_found(catalogue: Catalogue, entry: EditionEntry, names: Iterable[str], how: str) -> Iterator[Finding]:
    known = {element.item.value for element in catalogue.elements} | catalogue.element_by_id.keys()
    for name in names:
        message = f"edition {entry.name} {how} {name!r:.80}, which the catalogue does not have"
        expected = did_you_mean(name, sorted(known)) or "an item, or the id of an element"
        yield NOT_WITHOUT.at(entry.place, message, subject=name, expected=expected)
