"""What the mapping files of all editions say, carried over to one of the older editions.

Shared files speak of the elements of the edition that is worked on. In another they hold of the elements with the same
id, or of those that have only another name there. What an edition's own files say of an element on a device over a
protocol stands in place of what the shared ones say of it, and so do the fields of the protocol beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from metermap.catalogue.paths import canonical_key
from metermap.core.addresses import DlmsAddress, NamedAddress, SepAddress
from metermap.mappings.said import key_of

if TYPE_CHECKING:
    from metermap.catalogue.model import Catalogue, Element
    from metermap.mappings.model import Statement

__all__ = ["carried_over", "superseded"]


def carried_over(
    statements: Iterable[Statement], now: Catalogue, then: Catalogue, present_name: Callable[[str], str]
) -> Iterator[Statement]:
    """Yield the statements about elements of the catalogue `now` as they stand about those of the catalogue `then`.

    `present_name` leads from the name that an item had to the one it has now. What is about an element or an item that
    is not there is left out.
    """
    if then is now:
        yield from statements
        return
    same = _same_elements(now, then, present_name)
    names = {element.item.value: "" for element in now.elements}
    names.update((now.element_by_id[known].item.value, element.item.value) for known, element in same.items())
    for statement in statements:
        if not statement.element:
            if name := names.get(statement.item, statement.item):
                yield _of_item(statement, name)
        elif (element := same.get(statement.element)) is not None:
            yield _about(statement, element)


def _same_elements(now: Catalogue, then: Catalogue, present_name: Callable[[str], str]) -> dict[str, Element]:
    """Return the elements of `then` by the ids that they have in `now`."""
    renamed = {_name(present_name(element.item.value), element): element for element in then.elements}
    found: dict[str, Element] = {}
    for element in now.elements:
        name = _name(element.item.value, element)
        other = then.element_by_id.get(element.id.value) or renamed.get(name)
        if other is not None:
            found[element.id.value] = other
    return found


def _name(item: str, element: Element) -> tuple[object, ...]:
    return (*canonical_key(item), *canonical_key(element.path.value))


def _about(statement: Statement, element: Element) -> Statement:
    row = element.row.value if element.row else None
    if (statement.element, statement.item, statement.row) == (element.id.value, element.item.value, row):
        return statement
    key = key_of(statement.device, statement.protocol, element.id.value, row)
    return replace(statement, key=key, row=row, element=element.id.value, item=element.item.value)


def _of_item(statement: Statement, name: str) -> Statement:
    if statement.item == name:
        return statement
    key = key_of(statement.device, statement.protocol, f"{name} {statement.address}", statement.row)
    return replace(statement, key=key, item=name)


_Home: TypeAlias = tuple[str, str, str, str]


def _home(statement: Statement) -> _Home:
    """Return what a field of the protocol stands beside: the same item in the same object, cluster or message."""
    match statement.address:
        case DlmsAddress() as address:
            where = address.object
        case SepAddress() as address:
            where = f"0x{address.cluster_id:04X}"
        case NamedAddress() as address:
            where = str(address)
        case None:
            where = ""
    return statement.device, statement.protocol, statement.item, where


def superseded(shared: Iterable[Statement], own: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return what holds in an edition: its own statements, and those shared ones in whose place none of them stands.

    A field of the protocol goes when all elements went that its item has in the same object or cluster. What an item
    has of its own stands where the first that it replaces stood; what replaces nothing stands at the end.
    """
    told = tuple(shared)
    waiting: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in own:
        waiting[statement.protocol, statement.item].append(statement)
    gone = _replaced(told, [statement for group in waiting.values() for statement in group])
    made: list[Statement] = []
    for statement in told:
        if statement.key not in gone:
            made.append(statement)
        else:
            made += waiting.pop((statement.protocol, statement.item), ())
    return (*made, *(statement for group in waiting.values() for statement in group))


def _replaced(shared: tuple[Statement, ...], own: list[Statement]) -> frozenset[str]:
    """Return the keys of the shared statements in whose place others stand."""
    said = {_subject(statement) for statement in own if statement.element}
    gone = {statement.key for statement in own}
    gone |= {statement.key for statement in shared if _subject(statement) in said}
    left: dict[_Home, bool] = {}
    for statement in shared:
        if statement.element:
            home = _home(statement)
            left[home] = left.get(home, False) or statement.key not in gone
    bare = {home for home, elements in left.items() if not elements}
    gone |= {statement.key for statement in shared if not statement.element and _home(statement) in bare}
    return frozenset(gone)


def _subject(statement: Statement) -> tuple[str, str, str]:
    return statement.element, statement.device, statement.protocol
