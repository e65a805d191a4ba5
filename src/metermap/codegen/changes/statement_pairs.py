"""Which statement of one state is which of the other.

Statements are paired within an element, or the item of a protocol field, a device and a protocol, by what they have
most in common: first those that say the same, then those of one address, and so on.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from metermap.codegen.changes.model import Record
from metermap.codegen.changes.pairing import Pairing, Step, content
from metermap.codegen.changes.texts import said

__all__ = ["Now", "pair_statements", "wire_address"]

_Subject: TypeAlias = "tuple[Hashable, ...]"

# Of an address, what is on the wire; the names are read from the dictionary.
_ON_WIRE: Final = {
    "dlms": ("class_id", "logical_name", "access", "index", "member", "selector", "returned", "through", "sequence"),
    "sep": ("cluster_id", "access", "side", "id", "field", "request", "sequence"),
    "": ("kind", "instance", "field"),
}
_SUBJECT: Final = frozenset({"element", "item", "device", "protocol"})
_POSITION: Final = frozenset({"key", "place", "row"})


@dataclass(frozen=True, slots=True)
class Now:
    """What the elements that are paired tell of all else: present names by former ones.

    `ids` has every element of old; one that is gone has None. `rows` are printed rows. `declared` are the renamings of
    items that the workspace declares, `items` those that show in the elements.
    """

    ids: Mapping[str, str | None]
    rows: Mapping[int, int]
    declared: Mapping[str, str]
    items: Mapping[str, str]
    old_rows: Mapping[str, Hashable]
    new_rows: Mapping[str, Hashable]

    @classmethod
    def of(cls, elements: Pairing, renamed: Mapping[str, str]) -> Now:
        """Return what the pairs of elements tell."""
        pairs = [(elements.old[was], elements.new[place]) for place, was in elements.partner.items()]
        ids: dict[str, str | None] = {said(elements.old[was], "id"): None for was in elements.free()}
        ids |= {said(old, "id"): said(new, "id") for old, new in pairs}
        rows = {
            was: now
            for old, new in pairs
            if isinstance(was := old.get("row"), int) and isinstance(now := new.get("row"), int)
        }
        rows_by_id = (
            {said(element, "id"): element.get("row") for element in model} for model in (elements.old, elements.new)
        )
        old_rows, new_rows = ({key: content(row) for key, row in found.items()} for found in rows_by_id)
        return cls(ids, rows, renamed, _renamed_items(pairs, elements.new), old_rows, new_rows)

    def item(self, name: str) -> str:
        """Return the present name of an item."""
        return self.declared.get(name) or self.items.get(name, name)

    def element(self, key: str) -> Hashable:
        """Return what the present state calls an element of old; of one that is gone, what nothing is called now."""
        found = self.ids.get(key, key)
        return ("gone", key) if found is None else found


def _renamed_items(pairs: Iterable[tuple[Record, Record]], elements: Iterable[Record]) -> Mapping[str, str]:
    """Return the items of which no element has the former name any more, and all have the same new one."""
    present = {said(element, "item") for element in elements}
    names: dict[str, set[str]] = {}
    for old, new in pairs:
        if (item := said(old, "item")) not in present:
            names.setdefault(item, set()).add(said(new, "item"))
    return {old: found.pop() for old, found in names.items() if len(found) == 1}


def pair_statements(pairing: Pairing, now: Now) -> None:
    """Pair the statements of the elements and items that both states have."""

    def unmoved(statement: Record) -> Hashable:
        element = said(statement, "element")
        return said(statement, "key") if now.element(element) == element else None

    pairing.equal("content", unmoved)
    old, new = _sides(now)
    for by, step in _STEPS:
        pairing.in_order(by, old(step), new(step))


_Step: TypeAlias = Callable[[Record, _Subject, Hashable], Hashable]
"""A step over a statement, its subject, and its printed row, or that it is the element's."""


def _sides(now: Now) -> tuple[Callable[[_Step], Step], Callable[[_Step], Step]]:
    """Return for each side how a step looks at its statements: under present names."""

    def old(step: _Step) -> Step:
        return lambda line: step(line, _subject(line, now.element, now.item), _row(line, now.old_rows))

    def new(step: _Step) -> Step:
        return lambda line: step(line, _subject(line, str, str), _row(line, now.new_rows))

    return old, new


def _subject(line: Record, element: Callable[[str], Hashable], item: Callable[[str], str]) -> _Subject:
    key, column = said(line, "element"), (said(line, "device"), said(line, "protocol"))
    return (element(key), "", *column) if key else ("", item(said(line, "item")), *column)


def _row(line: Record, rows: Mapping[str, Hashable]) -> Hashable:
    """Return the printed row of a statement, or that it is that of its element: a move is told of the element."""
    row = content(line.get("row"))
    if row is None:
        return None
    return "that of the element" if rows.get(said(line, "element")) == row else row


def wire_address(statement: Record) -> Hashable:
    """Return where a statement is on the wire, None if it is nowhere there."""
    address = statement.get("address")
    return _address(statement) if isinstance(address, dict) and address.get("protocol") else None


def _address(statement: Record) -> Hashable:
    address = statement.get("address")
    if not isinstance(address, dict):
        return None
    protocol = address.get("protocol")
    names = _ON_WIRE.get(protocol, ()) if isinstance(protocol, str) else ()
    return protocol, *(content(address.get(name)) for name in names)


def _same(line: Record, subject: _Subject, row: Hashable) -> Hashable:
    rest = {name: value for name, value in line.items() if name not in _SUBJECT and name not in _POSITION}
    return subject, row, content(rest)


def _addressed(*names: str) -> _Step:
    def step(line: Record, subject: _Subject, _: Hashable) -> Hashable:
        address = _address(line)
        return (subject, address, *(content(line.get(name)) for name in names)) if address else None

    return step


def _addressed_row(*names: str) -> _Step:
    by_address = _addressed(*names)

    def step(line: Record, subject: _Subject, row: Hashable) -> Hashable:
        found = by_address(line, subject, row)
        return (found, row) if found else None

    return step


def _listed(*names: str) -> _Step:
    def step(line: Record, subject: _Subject, row: Hashable) -> Hashable:
        return (subject, row, *(content(line.get(name)) for name in names)) if row is not None else None

    return step


def _of_element(line: Record, subject: _Subject, _: Hashable) -> Hashable:
    return subject if said(line, "element") else None


_STEPS: Final = (
    ("content", _same),
    ("address", _addressed_row("only", "use_cases", "conditions")),
    ("address", _addressed_row("only")),
    ("address", _addressed_row()),
    ("address", _addressed("only")),
    ("address", _addressed()),
    ("row", _listed("only", "use_cases")),
    ("row", _listed("only")),
    ("row", _listed("use_cases")),
    ("row", _listed()),
    ("element", _of_element),
)
