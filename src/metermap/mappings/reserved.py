"""Whether something that is retired names something else now: by the list of what is reserved, and by older editions.

An id, a row or an address is about items. It is used again if none of the items that it is about now, by their present
names, is one that it was about before: what carries one of eight items goes on carrying it where it carried all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from metermap.core.addresses import Access, Address, DlmsAddress, SepAddress
from metermap.core.findings import Code, Finding
from metermap.core.places import Place
from metermap.core.reserved import ReservedEntry, Retirable
from metermap.core.reserved_codes import ADDRESS_USED_AGAIN, ID_USED_AGAIN, ROW_USED_AGAIN
from metermap.mappings.model import EditionModel, ResolvedModel, Statement

__all__ = ["Thing", "Use", "cluster_attribute", "reused", "uses_of"]

Thing: TypeAlias = tuple[Retirable, str]
"""Something that can be retired: its kind and its value in the spelling of `ReservedEntry`."""

_CODES: Final[Mapping[Retirable, Code]] = {
    Retirable.ELEMENT_ID: ID_USED_AGAIN,
    Retirable.ROW: ROW_USED_AGAIN,
    Retirable.LOGICAL_NAME: ADDRESS_USED_AGAIN,
    Retirable.CLUSTER_ATTRIBUTE: ADDRESS_USED_AGAIN,
}


@dataclass(frozen=True, slots=True)
class Use:
    """What a thing is about: its items by name, and the first place that says so."""

    items: tuple[str, ...]
    place: Place | None


@dataclass(frozen=True, slots=True)
class _Past:
    """What a thing was about once, until which edition, and where that is written; `present` are its names now."""

    items: tuple[str, ...]
    edition: str
    place: Place | None
    present: frozenset[str]


def uses_of(model: ResolvedModel, own: Callable[[str], bool] = lambda _: True) -> Mapping[Thing, Use]:
    """Return what a model uses; of statements and elements only those of which `own` holds, by key and id.

    Proposals and plans use nothing yet.
    """
    items: dict[Thing, dict[str, None]] = defaultdict(dict)
    places: dict[Thing, Place | None] = {}
    for thing, item, place in _said(model, own):
        items[thing][item] = None
        places.setdefault(thing, place)
    return {thing: Use(tuple(names), places[thing]) for thing, names in items.items()}


def _said(model: ResolvedModel, own: Callable[[str], bool]) -> Iterator[tuple[Thing, str, Place | None]]:
    for element in model.catalogue.elements:
        if own(element.id.value):
            yield (Retirable.ELEMENT_ID, element.id.value), element.item.value, element.id.place or element.place
            if element.row is not None:
                yield (Retirable.ROW, str(element.row.value)), element.item.value, element.row.place
    for statement in model.statements:
        if own(statement.key) and not statement.proposed:
            for thing in _of_statement(statement):
                yield thing, statement.item, statement.place


def _of_statement(statement: Statement) -> Iterator[Thing]:
    if statement.row is not None:
        yield Retirable.ROW, str(statement.row)
    yield from _of_address(statement.address)


def _of_address(address: Address | None) -> Iterator[Thing]:
    match address:
        case DlmsAddress():
            yield Retirable.LOGICAL_NAME, str(address.logical_name)
        case SepAddress(access=Access.ATTRIBUTE):
            yield Retirable.CLUSTER_ATTRIBUTE, cluster_attribute(address.cluster_id, address.side, address.id)
        case _:
            pass


def cluster_attribute(cluster: int, side: str, number: int) -> str:
    """Return an attribute of a cluster as the list of what is reserved has it: ``0x0702 server 0x0000``."""
    return f"0x{cluster:04X} {side} 0x{number:04X}"


def reused(
    model: ResolvedModel,
    reserved: Iterable[ReservedEntry],
    editions: Sequence[EditionModel],
    present: Callable[[str, str], str],
) -> Iterator[Finding]:
    """Yield what is used again for something else, once each.

    `editions` are older ones, oldest first; `present` gives the present name of an item by the one that it had in an
    edition, which is empty for the edition that is worked on.
    """

    def names(items: Iterable[str], edition: str) -> frozenset[str]:
        return frozenset(present(item, edition) for item in items)

    past: dict[Thing, list[_Past]] = defaultdict(list)
    for edition in editions:
        uses = uses_of(edition.model, _own(edition))
        yield from _met(uses, past, names, edition.name)
        for thing, use in uses.items():
            past[thing].append(_Past(use.items, edition.name, use.place, names(use.items, edition.name)))
    for entry in reserved:
        past[entry.key].append(_Past(entry.was, entry.edition, entry.place, names(entry.was, entry.edition)))
    yield from _met(uses_of(model), past, names, "")


def _own(edition: EditionModel) -> Callable[[str], bool]:
    """Return what tells whether something is recorded of an edition."""
    if not edition.partial:
        return lambda _: True
    recorded = edition.own | edition.recorded
    return lambda name: name in recorded


def _met(
    uses: Mapping[Thing, Use],
    past: Mapping[Thing, Sequence[_Past]],
    names: Callable[[Iterable[str], str], frozenset[str]],
    edition: str,
) -> Iterator[Finding]:
    """Yield the things that are about other items than ever before; `edition` is empty for the present one."""
    for thing, before in past.items():
        use = uses.get(thing)
        if use is None:
            continue
        known = frozenset[str]().union(*(each.present for each in before))
        if known.isdisjoint(names(use.items, edition)):
            yield _finding(thing, use, before, edition)


def _finding(thing: Thing, use: Use, before: Sequence[_Past], edition: str) -> Finding:
    kind, value = thing
    last = before[-1]
    when = f"in {edition}" if edition else "now"
    message = f"{kind} {value} was {_named(last.items)} until {last.edition}, and is {_named(use.items)} {when}"
    expected = f"another {kind}, or {_named(last.items)} again"
    also = tuple(each.place for each in before if each.place is not None)
    found = _CODES[kind].at(use.place, message, subject=value, expected=expected, also=also)
    return replace(found, edition=edition)


def _named(items: Sequence[str]) -> str:
    return ", ".join(items[:3]) + (f" and {len(items) - 3} more" if len(items) > 3 else "")  # noqa: PLR2004  (three are shown)
