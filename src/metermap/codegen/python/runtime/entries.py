"""What the bindings know of each mapped address: the entries of a device.

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
from dataclasses import dataclass
from typing import Generic, TypeVar

from .attributes import AttributeRecord
from .codec import Codec, Decoded, DecodeError, Octets, Reason, encode_with
from .cosem import Quantity, ScalerUnit
from .ordering import Orderable
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
    "SepAttribute",
    "SepBits",
    "SepEntry",
    "logical_name_octets",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One statement of the mapping.

    `name` is the entry's constant in its module. `key` identifies the statement. `element` is the
    id of the catalogue element, empty for a field that is the protocol's alone. `item` is the
    catalogue item. `row` is the printed row number and `cell` the element's cell in the workbook;
    `mapping` is the line of the mapping. `wire_type` is the type of the attribute that travels; for
    a part that has no codec, the part's, as the mapping prints it. `constant` is what the field always
    holds, as written. `unit` is the unit of the value on the wire as far as the mapping states it;
    `catalogue_unit` is the catalogue's own. `coded` pairs the catalogue's values with those of the
    wire, `conversion` is the expression that makes the one of the other, `only` the values that the
    mapping allows. `becomes` is the element that a staged value becomes.
    `no_codec_reason` says why an entry has no codec; empty where it has one. `terms` is what the raw value
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
        return logical_name_octets(self.logical_name)


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
class DlmsAttribute(DlmsEntry, Orderable, Valued[T], Generic[T]):
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
        return encode_with(self.codec, value)


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
        return encode_with(self.codec, whole)


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
        return encode_with(self.codec, value)

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
        return encode_with(self.codec, whole)

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


def logical_name_octets(text: str) -> bytes:
    """Return the six octets of a logical name as it is printed: ``1-0:2.8.0.255``. Raises ValueError."""
    groups = text.replace("-", ".").replace(":", ".").split(".")
    if len(groups) != 6:  # noqa: PLR2004  (the value groups A to F)
        message = f"{text!r} is no logical name such as 1-0:2.8.0.255"
        raise ValueError(message)
    return bytes(map(int, groups))
