"""Reading records of a snapshot, which may lack fields, and looking them up by what they are about."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from metermap.codegen.changes.model import Kind, Record, Snapshot
from metermap.codegen.changes.statement_pairs import wire_address

if TYPE_CHECKING:
    from pydantic import JsonValue

__all__ = ["Book", "binds", "carries", "flag", "inner", "is_gap", "is_said", "listed", "text", "texts"]

_Key = TypeVar("_Key", bound=Hashable)
_NOT_YET: Final = frozenset({"proposed", "planned"})


def text(record: Record | None, name: str) -> str:
    """Return a field as a text; empty where there is none."""
    value = record.get(name) if record else None
    return value if isinstance(value, str) else ""


def texts(record: Record | None, name: str) -> tuple[str, ...]:
    """Return a field that lists texts; empty where there is none."""
    return listed(record.get(name) if record else None)


def listed(value: JsonValue) -> tuple[str, ...]:
    """Return the texts of a list; none of anything else."""
    return tuple(part for part in value if isinstance(part, str)) if isinstance(value, list | tuple) else ()


def flag(record: Record | None, name: str) -> bool:
    """Return whether a field says yes."""
    return bool(record) and record is not None and record.get(name) is True


def inner(record: Record | None, name: str) -> Record | None:
    """Return a record inside a record; None where there is none."""
    value = record.get(name) if record else None
    return value if isinstance(value, Mapping) else None


def is_said(value: JsonValue) -> bool:
    """Return whether a value says anything: a number or a no does, an empty text or list does not."""
    return value is not None and value not in ("", [], {})


def binds(statement: Record | None) -> bool:
    """Return whether a statement holds: what is proposed or planned binds nobody yet."""
    return statement is not None and text(statement, "status") not in _NOT_YET


def is_gap(statement: Record | None) -> bool:
    """Return whether a statement says that an element is carried nowhere."""
    return text(statement, "role") == "gap"


def carries(statement: Record | None) -> bool:
    """Return whether a statement that holds says where something is carried."""
    return binds(statement) and not is_gap(statement) and inner(statement, "address") is not None


@dataclass(frozen=True)
class Book:
    """One of the two states, looked up by what its records are about."""

    snapshot: Snapshot

    def records(self, kind: Kind) -> tuple[Record, ...]:
        """Return the records of a list; none where the state has not that list."""
        return self.snapshot.lists.get(kind, ())

    @cached_property
    def elements(self) -> Mapping[str, Record]:
        """Return the elements by id."""
        return {text(record, "id"): record for record in self.records(Kind.ELEMENT)}

    @cached_property
    def items(self) -> frozenset[str]:
        """Return the names of the items that have elements."""
        return frozenset(text(record, "item") for record in self.records(Kind.ELEMENT))

    @cached_property
    def devices(self) -> Mapping[str, Record]:
        """Return the devices by id."""
        return {text(record, "id"): record for record in self.records(Kind.DEVICE)}

    @cached_property
    def device_names(self) -> tuple[str, ...]:
        """Return the ids of devices; where the state has no list of them, as a workbook, those that have elements."""
        if self.devices:
            return tuple(self.devices)
        named = (device for record in self.records(Kind.ELEMENT) for device in texts(record, "devices"))
        return tuple(dict.fromkeys(named))

    @cached_property
    def use_cases(self) -> Mapping[str, Record]:
        """Return the use cases by code."""
        return {text(record, "code"): record for record in self.records(Kind.USE_CASE)}

    def devices_of_use_case(self, code: str) -> frozenset[str]:
        """Return the devices of the statements that name a use case."""
        return self._devices_by_use_case.get(code, frozenset())

    @cached_property
    def _devices_by_use_case(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for record in self.records(Kind.STATEMENT):
            for code in texts(record, "use_cases"):
                found.setdefault(code, set()).add(text(record, "device"))
        return {code: frozenset(devices) for code, devices in found.items()}

    @cached_property
    def elements_by_row(self) -> Mapping[int, Record]:
        """Return the elements that a printed row is tied to."""
        found = ((record.get("row"), record) for record in self.records(Kind.ELEMENT))
        return {row: record for row, record in found if isinstance(row, int)}

    @cached_property
    def homes(self) -> Mapping[tuple[str, str, str], tuple[Record, ...]]:
        """Return the statements that carry something, by element, device and protocol."""
        return _grouped(
            ((text(record, "element"), text(record, "device"), text(record, "protocol")), record)
            for record in self._carried
        )

    def is_carried(self, element: str) -> bool:
        """Return whether an element is carried somewhere; a state without statements, as a workbook, does not tell."""
        return Kind.STATEMENT not in self.snapshot.side.kinds or element in self._elements_carried

    @cached_property
    def _elements_carried(self) -> frozenset[str]:
        return frozenset(text(record, "element") for record in self._carried)

    @cached_property
    def at(self) -> Mapping[tuple[str, str, Hashable], frozenset[str]]:
        """Return the elements that are carried at each address of a device over a protocol."""
        found = _grouped((_home(record), record) for record in self._carried)
        return {home: frozenset(text(record, "element") for record in records) for home, records in found.items()}

    @cached_property
    def by_device(self) -> Mapping[str, tuple[Record, ...]]:
        """Return the statements that carry something, by device."""
        return _grouped((text(record, "device"), record) for record in self._carried)

    @cached_property
    def _carried(self) -> tuple[Record, ...]:
        return tuple(record for record in self.records(Kind.STATEMENT) if carries(record))

    def elements_at(self, statement: Record | None) -> frozenset[str]:
        """Return the elements that are carried where a statement says."""
        return self.at.get(_home(statement), frozenset()) if statement else frozenset()

    def named_devices(self, words: str) -> frozenset[str]:
        """Return the devices that a text names, such as ``GPF; GSME``; ``All`` names all."""
        if words.strip().casefold() == "all":
            return frozenset(self.device_names)
        return frozenset(device for device in self.device_names if re.search(rf"\b{re.escape(device)}\b", words))

    def element_of(self, statement: Record | None) -> Record | None:
        """Return the element that a statement carries; None for a field of the protocol alone."""
        return self.elements.get(text(statement, "element"))

    def must_carry(self, statement: Record | None) -> bool:
        """Return whether the device must carry the thing where the statement says.

        It must over its carrier, and natively what the home area network alone has; so it must what it carries
        nowhere else. A field of the protocol alone belongs to messages that are sent anyway.
        """
        element, device = text(statement, "element"), text(statement, "device")
        carrier = text(self.devices.get(device), "carrier")
        if not element or not carrier or carrier == text(statement, "protocol"):
            return True
        return flag(self.elements.get(element), "han_only") or (element, device, carrier) not in self.homes


def _home(statement: Record) -> tuple[str, str, Hashable]:
    return text(statement, "device"), text(statement, "protocol"), wire_address(statement)


def _grouped(pairs: Iterable[tuple[_Key, Record]]) -> dict[_Key, tuple[Record, ...]]:
    found: dict[_Key, list[Record]] = {}
    for key, record in pairs:
        found.setdefault(key, []).append(record)
    return {key: tuple(records) for key, records in found.items()}
