"""Whom a change hits: devices, the edition that is installed, and the roles that read or write there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from metermap.codegen.changes.judge_case import Case
from metermap.codegen.changes.judge_records import Book, listed, text, texts
from metermap.codegen.changes.model import Kind, Record, Whom

__all__ = ["whom"]

_DEVICES_ALONE: Final = frozenset({"devices"})
_NO_ROLES: Final = frozenset({"", "(none)", "see gbcs", "n/a"})


def whom(case: Case, breaking: frozenset[str] = frozenset()) -> Whom:
    """Return whom a change hits, old and new side taken together; nothing where nobody recorded it.

    `breaking` are the fields that are more than documentation. Where these are the devices of an element alone, those
    that have it before and after are not hit.
    """
    devices: list[str] = []
    roles: list[str] = []
    for record, book in ((case.old, case.was), (case.new, case.now)):
        if record is not None:
            devices += _devices(case.change.kind, record, book)
            roles += _roles(case.change.kind, record, book)
    if breaking == _DEVICES_ALONE:
        devices = [device for device in devices if devices.count(device) == 1]
    return Whom(tuple(dict.fromkeys(devices)), case.was.snapshot.side.edition, tuple(dict.fromkeys(roles)))


def _devices(kind: Kind, record: Record, book: Book) -> Iterable[str]:
    match kind:
        case Kind.DEVICE:
            return _said(text(record, "id"))
        case Kind.ELEMENT:
            return texts(record, "devices")
        case Kind.USE_CASE:
            named = book.named_devices(text(record, "target"))
            return [device for device in book.device_names if device in named]
        case Kind.ITEM | Kind.STATEMENT:
            return _said(text(record, "device"))


def _roles(kind: Kind, record: Record, book: Book) -> Iterator[str]:
    match kind:
        case Kind.DEVICE:
            for statement in book.by_device.get(text(record, "id"), ()):
                yield from _of_statement(statement, book)
        case Kind.ELEMENT:
            yield from _of_element(record)
        case Kind.ITEM:
            yield from _of_fact(record, book)
        case Kind.USE_CASE:
            yield from _split(text(record, "roles"))
        case Kind.STATEMENT:
            yield from _of_statement(record, book)


def _of_element(element: Record | None) -> Iterator[str]:
    yield from _split(text(element, "readers"))
    yield from _split(text(element, "writers"))


def _of_fact(fact: Record, book: Book) -> Iterator[str]:
    """Yield the roles of the elements on the fact's rows: the fact itself prints short forms of them."""
    rows = fact.get("rows")
    for row in rows if isinstance(rows, list | tuple) else ():
        if isinstance(row, int):
            yield from _of_element(book.elements_by_row.get(row))


def _of_statement(statement: Record, book: Book) -> Iterator[str]:
    yield from _of_element(book.element_of(statement))
    fewer = statement.get("roles")
    for code in texts(statement, "use_cases"):
        own = listed(fewer.get(code)) if isinstance(fewer, dict) else ()
        yield from own or _split(text(book.use_cases.get(code), "roles"))


def _split(roles: str) -> Iterator[str]:
    return (role.strip() for role in roles.split(";") if role.strip().casefold() not in _NO_ROLES)


def _said(device: str) -> tuple[str, ...]:
    return (device,) if device else ()
