"""What the bindings know of each mapped address: the entries of a device and how to find them.

An entry is one statement of the mapping. An address can have more than one entry, for example where an
attribute holds now this element and now that.

An entry may be a part of the attribute that travels: a member of a scaler_unit (`DlmsScaler`,
`DlmsUnit`) or some bits (`SepBits`). Decoding gives the part, `decode_whole` the attribute. Only a
whole attribute can be written, so such an entry has `encode_whole` and no `encode`:
``entry.encode_whole(entry.with_part(whole, part))`` changes the part in a value that was read.

What an entry decodes to is raw. `value` and `raw` turn it into the catalogue's terms and back: see `terms`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from .attributes import AttributeRecord
from .axdr import INTEGER, LONG_UNSIGNED, OctetString
from .codec import Codec, Decoded, DecodeError, Octets, Reason
from .cosem import Quantity, ScalerUnit
from .terms import AS_IT_IS, Bounds, Terms, Valued

__all__ = [
    "DlmsAttribute",
    "DlmsEntry",
    "DlmsMember",
    "DlmsRegister",
    "DlmsScaler",
    "DlmsUnit",
    "Entry",
    "NamedEntry",
    "Registry",
    "SepAttribute",
    "SepBits",
    "SepEntry",
]

T = TypeVar("T")
E = TypeVar("E", bound="Entry")
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One statement of the mapping.

    `name` is the entry's constant in its module. `key` identifies the statement. `element` is the
    id of the catalogue element, empty for a field that is the protocol's alone. `item` is the
    catalogue item. `row` is the printed row number and `cell` the element's cell in the workbook;
    `mapping` is the line of the mapping. `wire_type` is the type of the attribute that travels; for
    a part that has no codec yet, the part's, as the mapping prints it. `constant` is what the field always
    holds, as written. `unit` is the unit of the value on the wire as far as the mapping states it;
    `catalogue_unit` is the catalogue's own. `coded` pairs the catalogue's values with those of the
    wire, `conversion` is the expression that makes the one of the other, `only` the values that the
    mapping allows. `becomes` is the element that a staged value becomes.
    `no_codec_reason` says why an entry has no codec yet; empty where it has one. `terms` is what the raw value
    means to the catalogue.
    """

    name: str
    key: str
    device: str
    route: str
    status: str
    element: str = ""
    item: str = ""
    row: int | None = None
    cell: str = ""
    mapping: str = ""
    wire_type: str = ""
    constant: str = ""
    unit: str = ""
    catalogue_unit: str = ""
    use_cases: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    coded: tuple[tuple[str, str], ...] = ()
    conversion: str = ""
    only: str = ""
    becomes: str = ""
    no_codec_reason: str = ""
    terms: Terms = AS_IT_IS


@dataclass(frozen=True, slots=True, kw_only=True)
class DlmsEntry(Entry):
    """An attribute or method of a COSEM object, or a part of it (`member`)."""

    class_id: int
    class_name: str
    logical_name: str
    access: str
    index: int
    attribute: str
    member: str = ""
    selector: str = ""
    returned: bool = False
    through: str = ""

    @property
    def protocol(self) -> str:
        """The wire."""
        return "dlms"

    @property
    def octets(self) -> bytes:
        """The six octets of the logical name."""
        return _logical_name(self.logical_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class SepEntry(Entry):
    """An attribute of a Smart Energy cluster, or a command or its field. `number` is its id."""

    cluster_id: int
    cluster: str
    access: str
    side: str
    number: int
    attribute: str
    field: str = ""
    reply: str = ""
    request: str = ""

    @property
    def protocol(self) -> str:
        """The wire."""
        return "sep"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedEntry(Entry):
    """A home that is no object: an alert or a message, known by its code."""

    kind: str
    instance: str
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DlmsAttribute(DlmsEntry, Valued[T], Generic[T]):
    """An attribute with a codec. The octets are those of the whole attribute, with tag."""

    codec: Codec[T]

    @property
    def leaf_type(self) -> str:
        """The standard's name of the type."""
        return self.codec.name

    def decode(self, data: Octets, offset: int = 0) -> Decoded[T]:
        """Return the attribute's value at `offset` and the octets it took. Raises DecodeError."""
        return self.codec.decode(data, offset)

    def decode_exact(self, data: Octets) -> T:
        """Return the value that the whole of `data` is. Raises DecodeError."""
        return self.codec.decode_exact(data)

    def encode(self, value: T) -> bytes:
        """Return the octets of the value. Raises ValueError."""
        return self.codec.encode(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class DlmsRegister(DlmsAttribute[int]):
    """A number whose scale and unit stand in another attribute of the object.

    `scaler_unit` is what the mapping says that attribute always holds; None if it says nothing.
    `scaler_unit_index` is the attribute to read then.
    """

    scaler_unit_index: int
    scaler_unit: ScalerUnit | None = None

    def read(self, data: Octets, scaler_unit: ScalerUnit | None = None) -> Quantity:
        """Return the quantity that the whole of `data` is, by the given scaler_unit or the stated one.

        Raises:
            DecodeError: the octets are not such a value.
            ValueError: no scaler_unit is given, and none is stated.
        """
        scale = scaler_unit or self.scaler_unit
        if scale is None:
            message = f"{self.name}: no scaler_unit is stated; read attribute {self.scaler_unit_index} and pass it"
            raise ValueError(message)
        return scale.apply(self.decode_exact(data))


@dataclass(frozen=True, slots=True, kw_only=True)
class DlmsMember(DlmsEntry, Valued[int], ABC):
    """A member of a scaler_unit, which travels whole: `codec` and `wire_type` are those of the attribute.

    `member_type` is the member's own type as the mapping prints it.
    """

    codec: Codec[ScalerUnit]
    member_type: str = ""

    @abstractmethod
    def part(self, whole: ScalerUnit) -> int:
        """Return the member of a scaler_unit."""

    @abstractmethod
    def with_part(self, whole: ScalerUnit, part: int) -> ScalerUnit:
        """Return the scaler_unit with this member changed."""

    def decode(self, data: Octets, offset: int = 0) -> Decoded[int]:
        """Return the member of the scaler_unit at `offset`, and the octets of the whole. Raises DecodeError."""
        whole, consumed = self.codec.decode(data, offset)
        return Decoded(self.part(whole), consumed)

    def decode_exact(self, data: Octets) -> int:
        """Return the member of the scaler_unit that the whole of `data` is. Raises DecodeError."""
        return self.part(self.decode_whole(data))

    def decode_whole(self, data: Octets) -> ScalerUnit:
        """Return the scaler_unit that the whole of `data` is. Raises DecodeError."""
        return self.codec.decode_exact(data)

    def encode_whole(self, whole: ScalerUnit) -> bytes:
        """Return the octets of a scaler_unit; a member cannot be written alone. Raises ValueError."""
        return self.codec.encode(whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class DlmsScaler(DlmsMember):
    """The scaler of a register, an exponent of 10."""

    @property
    def leaf_type(self) -> str:
        """The standard's name of the member's type."""
        return "integer"

    def part(self, whole: ScalerUnit) -> int:
        """Return the scaler of a scaler_unit."""
        return whole.scaler

    def with_part(self, whole: ScalerUnit, part: int) -> ScalerUnit:
        """Return the scaler_unit with another scaler."""
        return whole._replace(scaler=part)


@dataclass(frozen=True, slots=True, kw_only=True)
class DlmsUnit(DlmsMember):
    """The unit of a register, a code of the Blue Book."""

    @property
    def leaf_type(self) -> str:
        """The standard's name of the member's type."""
        return "enum"

    def part(self, whole: ScalerUnit) -> int:
        """Return the unit's code of a scaler_unit."""
        return whole.unit

    def with_part(self, whole: ScalerUnit, part: int) -> ScalerUnit:
        """Return the scaler_unit with another unit."""
        return whole._replace(unit=part)

    def decode_name(self, data: Octets) -> str:
        """Return the symbol of the unit, as `ScalerUnit.unit_name`. Raises DecodeError."""
        return self.decode_whole(data).unit_name


@dataclass(frozen=True, slots=True, kw_only=True)
class SepAttribute(SepEntry, Valued[T], Generic[T]):
    """An attribute with a codec. The octets are those of the value alone; `type_id` is its ZCL type."""

    codec: Codec[T]
    type_id: int

    @property
    def leaf_type(self) -> str:
        """The standard's name of the type."""
        return self.codec.name

    def decode(self, data: Octets, offset: int = 0) -> Decoded[T]:
        """Return the attribute's value at `offset` and the octets it took. Raises DecodeError."""
        return self.codec.decode(data, offset)

    def decode_exact(self, data: Octets) -> T:
        """Return the value that the whole of `data` is. Raises DecodeError."""
        return self.codec.decode_exact(data)

    def encode(self, value: T) -> bytes:
        """Return the octets of the value. Raises ValueError."""
        return self.codec.encode(value)

    def decode_record(self, record: AttributeRecord) -> T:
        """Return the value of a record of this attribute.

        Raises:
            DecodeError: the record is of another attribute or type, or reports a failure.
        """
        return self.decode_exact(_value_octets(self, self.type_id, record))


@dataclass(frozen=True, slots=True, kw_only=True)
class SepBits(SepEntry, Valued[int]):
    """Some bits of an attribute: `width` bits from bit `lowest`.

    The attribute travels whole: `codec`, `type_id` and `wire_type` are those of the attribute.
    """

    codec: Codec[int]
    type_id: int
    lowest: int
    width: int

    @property
    def leaf_type(self) -> str:
        """What the entry's own raw value is: some bits."""
        return f"bits{self.width}"

    @property
    def bounds(self) -> Bounds | None:
        """The least and the greatest number that the bits hold."""
        return 0, self._ones

    def part(self, whole: int) -> int:
        """Return the entry's own bits of the attribute's value."""
        return whole >> self.lowest & self._ones

    def with_part(self, whole: int, part: int) -> int:
        """Return the attribute's value with the entry's own bits changed.

        Raises:
            ValueError: the bits cannot hold `part`.
        """
        if not 0 <= part <= self._ones:
            message = f"{self.name}: {part} does not fit in {self.width} bits"
            raise ValueError(message)
        return whole & ~(self._ones << self.lowest) | part << self.lowest

    def decode(self, data: Octets, offset: int = 0) -> Decoded[int]:
        """Return the bits of the attribute at `offset`, and the octets of the whole. Raises DecodeError."""
        whole, consumed = self.codec.decode(data, offset)
        return Decoded(self.part(whole), consumed)

    def decode_exact(self, data: Octets) -> int:
        """Return the bits of the attribute that the whole of `data` is. Raises DecodeError."""
        return self.part(self.decode_whole(data))

    def decode_whole(self, data: Octets) -> int:
        """Return the attribute's value that the whole of `data` is. Raises DecodeError."""
        return self.codec.decode_exact(data)

    def encode_whole(self, whole: int) -> bytes:
        """Return the octets of the attribute's value; bits cannot be written alone. Raises ValueError."""
        return self.codec.encode(whole)

    def decode_record(self, record: AttributeRecord) -> int:
        """Return the bits of a record of this attribute.

        Raises:
            DecodeError: the record is of another attribute or type, or reports a failure.
        """
        return self.decode_exact(_value_octets(self, self.type_id, record))

    @property
    def _ones(self) -> int:
        return (1 << self.width) - 1


def _value_octets(entry: SepEntry, type_id: int, record: AttributeRecord) -> bytes:
    """Return the octets of the value in a record that must be of the entry's attribute and type."""
    if record.attribute != entry.number:
        detail = f"{entry.name} is attribute 0x{entry.number:04X}, not 0x{record.attribute:04X}"
        raise DecodeError(Reason.TAG, 0, detail)
    if record.type != type_id:
        found = f"status 0x{record.status:02X}" if record.type is None else f"type 0x{record.type:02X}"
        raise DecodeError(Reason.TAG, 0, f"{entry.name} has type 0x{type_id:02X}; the record has {found}")
    return record.value


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
        octets = _logical_name(logical_name) if isinstance(logical_name, str) else logical_name
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


def _logical_name(text: str) -> bytes:
    groups = text.replace("-", ".").replace(":", ".").split(".")
    if len(groups) != 6:  # noqa: PLR2004  (the value groups A to F)
        message = f"{text!r} is no logical name such as 1-0:2.8.0.255"
        raise ValueError(message)
    return bytes(map(int, groups))
