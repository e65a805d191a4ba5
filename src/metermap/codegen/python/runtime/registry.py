"""The entries of a device, and how to find them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from .axdr import INTEGER, LONG_UNSIGNED, OctetString
from .codec import DecodeError, Octets, Reason
from .entries import DlmsEntry, Entry, SepEntry, logical_name_octets

__all__ = ["Registry"]

E = TypeVar("E", bound=Entry)
K = TypeVar("K", bound=Hashable)


class Registry:
    """The entries of a device, and how to find them. Every look-up returns all that fit, in order of key."""

    __slots__ = (
        "_by_dlms",
        "_by_element",
        "_by_key",
        "_by_name",
        "_by_row",
        "_by_sep",
        "_by_transfer",
        "_entries",
    )

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        self._by_key = {entry.key: entry for entry in self._entries}
        self._by_name = {entry.name: entry for entry in self._entries}
        self._by_transfer = _grouped(self._entries, _transfer)
        self._by_element = _grouped(self._entries, lambda entry: entry.element)
        self._by_row = _grouped(self._entries, lambda entry: entry.row)
        dlms = [entry for entry in self._entries if isinstance(entry, DlmsEntry)]
        self._by_dlms = _grouped(dlms, lambda entry: (entry.class_id, entry.octets, entry.access, entry.index))
        sep = [entry for entry in self._entries if isinstance(entry, SepEntry)]
        self._by_sep = _grouped(sep, lambda entry: (entry.cluster_id, entry.side, entry.access, entry.number))

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, key: str) -> Entry:
        """Return the entry of a statement's key; KeyError if there is none."""
        return self._by_key[key]

    def by_element(self, element: str) -> tuple[Entry, ...]:
        """Return the entries that carry a catalogue element."""
        return self._by_element.get(element, ())

    def by_row(self, row: int) -> tuple[Entry, ...]:
        """Return the entries of a printed row."""
        return self._by_row.get(row, ())

    def by_name(self, name: str) -> Entry:
        """Return the entry that is called so in its module; KeyError if there is none."""
        return self._by_name[name]

    def by_cell(self, cell: str) -> tuple[Entry, ...]:
        """Return the entries of the element in a cell of the workbook: ``smets2.xlsx[Elements]!E364``."""
        return tuple(entry for entry in self._entries if entry.cell and entry.cell == cell)

    def by_use_case(self, use_case: str) -> tuple[Entry, ...]:
        """Return the entries that a use case sends: ``ECS17a``."""
        return tuple(entry for entry in self._entries if use_case in entry.use_cases)

    def by_capture_object(self, octets: Octets) -> tuple[DlmsEntry, ...]:
        """Return the entries of the attribute that a capture_object names, given its octets with tags.

        Its data_index, which says what part of the attribute is meant, counts members: compare it with `steps`.
        Blue Book, "Profile generic": structure of class_id, logical_name, attribute_index, data_index.

        Raises:
            DecodeError: the octets are no capture_object.
        """
        if bytes(octets[:2]) != b"\x02\x04":
            raise DecodeError(Reason.TAG, 0, "a capture_object is a structure of four")
        class_id, at = LONG_UNSIGNED.read(octets, 2)
        logical_name, at = OctetString(6, 6).read(octets, at)
        index, at = INTEGER.read(octets, at)
        _, at = LONG_UNSIGNED.read(octets, at)
        if at != len(octets):
            raise DecodeError(Reason.TRAILING, at, f"{len(octets) - at} octets follow the capture_object")
        return self.by_dlms(class_id, logical_name, index)

    def in_transfer(self, entry: Entry) -> tuple[Entry, ...]:
        """Return the entries that travel with an entry, itself too: parts of one attribute, argument or payload."""
        return self._by_transfer.get(_transfer(entry), ())

    def by_dlms(
        self, class_id: int, logical_name: bytes | str, index: int, access: str = "attribute"
    ) -> tuple[DlmsEntry, ...]:
        """Return the entries at an attribute (or ``access="method"``) of a COSEM object.

        `logical_name` is six octets or ``1-0:2.8.0.255``; a text of another form raises ValueError.
        """
        octets = logical_name_octets(logical_name) if isinstance(logical_name, str) else logical_name
        return self._by_dlms.get((class_id, octets, access, index), ())

    def by_sep(
        self, cluster_id: int, number: int, side: str = "server", access: str = "attribute"
    ) -> tuple[SepEntry, ...]:
        """Return the entries at an attribute (or ``access="command"``) of a cluster."""
        return self._by_sep.get((cluster_id, side, access, number), ())


def _grouped(entries: Iterable[E], key: Callable[[E], K]) -> Mapping[K, tuple[E, ...]]:
    groups: dict[K, list[E]] = {}
    for entry in entries:
        groups.setdefault(key(entry), []).append(entry)
    return {name: tuple(found) for name, found in groups.items()}


def _transfer(entry: Entry) -> Hashable:
    """Return what tells one thing that travels whole from all others."""
    match entry:
        case DlmsEntry():
            place = (entry.class_id, entry.logical_name, entry.access, entry.index)
            return (*place, entry.selector, entry.returned)
        case SepEntry():
            return (entry.cluster_id, entry.side, entry.access, entry.number)
        case _:
            return entry.key
