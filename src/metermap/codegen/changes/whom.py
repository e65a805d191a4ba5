"""Whom a change hits: devices, the edition that is installed, and the roles that read or write there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from metermap.codegen.changes.judge_case import Case
from metermap.codegen.changes.judge_records import Book, inner, listed, text, texts
from metermap.codegen.changes.judge_rule import Hits
from metermap.codegen.changes.judge_values import roles_in
from metermap.codegen.changes.model import FieldChange, Kind, Record, Side, Whom
from metermap.core.suggest import normal

if TYPE_CHECKING:
    from pydantic import JsonValue

__all__ = ["Hit", "whom"]

_DEVICES_ALONE: Final = frozenset({"devices"})
_NO_ROLES: Final = frozenset({"", "(none)", "see gbcs", "n/a"})
_READ: Final = frozenset({"readers"})
_WRITTEN: Final = frozenset({"writers"})
_ANY: Final = _READ | _WRITTEN


class Hit(NamedTuple):
    """What decides who is hit: a field that differs, None for the whole line, and whom its rule names."""

    field: FieldChange | None
    hits: Hits


def whom(case: Case, decisive: Sequence[Hit] = ()) -> Whom:
    """Return whom a change hits, old and new side taken together; nothing where nobody recorded it.

    `decisive` are the fields and lines that are grave; without any, all whom the line is about are named. Where only
    the devices of an element differ, those that have it before and after are not hit. Where only roles are hit,
    installed devices go on, and none is named.
    """
    decisive = decisive or [Hit(None, Hits.ALL)]
    roles = [role for hit in decisive for role in _roles_of(case, hit)]
    return Whom(tuple(_devices_of(case, decisive)), _installed(case.was.snapshot.side), tuple(dict.fromkeys(roles)))


def _installed(side: Side) -> str:
    """Return what was installed: the edition, and which release of it where the state is one."""
    return ", ".join(filter(None, (side.edition, side.release)))


def _sides(case: Case) -> Iterator[tuple[Record, Book]]:
    """Yield the line in each state that has it."""
    for record, book in ((case.old, case.was), (case.new, case.now)):
        if record is not None:
            yield record, book


# devices


def _devices_of(case: Case, decisive: Sequence[Hit]) -> Iterable[str]:
    if all(hit.hits not in (Hits.ALL, Hits.NAMED) for hit in decisive):
        return ()
    devices = [device for record, book in _sides(case) for device in _devices(case.change.kind, record, book)]
    if {hit.field.name if hit.field else "" for hit in decisive} == _DEVICES_ALONE:
        devices = [device for device in devices if devices.count(device) == 1]
    return dict.fromkeys(filter(None, devices))


def _devices(kind: Kind, record: Record, book: Book) -> Iterable[str]:
    match kind:
        case Kind.DEVICE:
            return _said(text(record, "id"))
        case Kind.ELEMENT:
            return texts(record, "devices")
        case Kind.USE_CASE:
            named = book.named_devices(text(record, "target")) or book.devices_of_use_case(text(record, "code"))
            return [device for device in book.device_names if device in named]
        case Kind.ITEM | Kind.STATEMENT:
            return _said(text(record, "device"))


# roles


def _roles_of(case: Case, hit: Hit) -> Iterable[str]:
    match hit.hits:
        case Hits.READERS:
            return _of_both(case, _READ)
        case Hits.WRITERS:
            return _of_both(case, _WRITTEN)
        case Hits.NAMED if hit.field is not None:
            return _named(case, hit.field) or _of_both(case, _ANY)
    return _of_both(case, _ANY)


def _of_both(case: Case, rights: frozenset[str]) -> list[str]:
    return [role for record, book in _sides(case) for role in _roles(case.change.kind, record, book, rights)]


def _named(case: Case, field: FieldChange) -> list[str]:
    """Return the roles in which two lists differ; none if these write them in another way than the catalogue does."""
    was, now = _names_in(field.old), _names_in(field.new)
    differing = {name.rpartition(" ")[2] for name in was ^ now}
    known = [role for role in _of_both(case, _ANY) if normal(role) in differing]
    return known if {normal(role) for role in known} == differing - _NOBODY else []


_NOBODY: Final = frozenset(map(normal, _NO_ROLES))


def _names_in(value: JsonValue) -> frozenset[str]:
    """Return what a list of roles names; of one for each use case, with the use case."""
    if isinstance(value, dict):
        return frozenset(f"{code} {normal(role)}" for code, roles in value.items() for role in listed(roles))
    return roles_in(value)


def _roles(kind: Kind, record: Record, book: Book, rights: frozenset[str]) -> Iterator[str]:
    match kind:
        case Kind.DEVICE:
            for statement in book.by_device.get(text(record, "id"), ()):
                yield from _of_statement(statement, book, rights)
        case Kind.ELEMENT:
            yield from _of_element(record, rights)
        case Kind.ITEM:
            yield from _of_fact(record, book, rights)
        case Kind.USE_CASE:
            yield from _split(text(record, "roles"))
        case Kind.STATEMENT:
            yield from _of_statement(record, book, rights)


def _of_element(element: Record | None, rights: frozenset[str]) -> Iterator[str]:
    for right in ("readers", "writers"):
        if right in rights:
            yield from _split(text(element, right))


def _of_fact(fact: Record, book: Book, rights: frozenset[str]) -> Iterator[str]:
    """Yield the roles of the elements on the fact's rows: the fact itself prints short forms of them."""
    rows = fact.get("rows")
    for row in rows if isinstance(rows, list | tuple) else ():
        if isinstance(row, int):
            yield from _of_element(book.elements_by_row.get(row), rights)


def _of_statement(statement: Record, book: Book, rights: frozenset[str]) -> Iterator[str]:
    """Yield the roles of its element and of the use cases that carry it; of one right, those of its messages alone.

    The use cases tell which right a role has only where there is no element: they read, or they update.
    """
    element = book.element_of(statement)
    yield from _of_element(element, rights)
    fewer = inner(statement, "roles") or {}
    for code in texts(statement, "use_cases"):
        if rights == _ANY or (element is None and _does(book.use_cases.get(code)) in rights):
            yield from listed(fewer.get(code)) or _split(text(book.use_cases.get(code), "roles"))


def _does(use_case: Record | None) -> str:
    return "writers" if text(use_case, "read_or_update") == "Update" else "readers"


def _split(roles: str) -> Iterator[str]:
    return (role.strip() for role in roles.split(";") if role.strip().casefold() not in _NO_ROLES)


def _said(device: str) -> tuple[str, ...]:
    return (device,) if device else ()
