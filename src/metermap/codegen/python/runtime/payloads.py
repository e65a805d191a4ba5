"""ZCL: payloads of commands, field by field (Zigbee Smart Energy, the commands of each cluster).

A `Payload` reads the fields of a command, or of a structure that commands repeat, into a generated
`NamedTuple`; a list is a tuple. Rules:

- a field whose condition does not hold is `ABSENT`, which is not the same as None, the non-value;
- conditions and counts use the number that the earlier field's octets are; a non-value counts as
  its code;
- a condition on an absent field does not hold; a count by an absent field is 0;
- a count that exceeds the octets left is refused before any element is read;
- "octets remain" looks at the end of the data given: nothing can follow a list that goes by it, or a
  structure that holds such a field;
- encoding refuses what decoding would read otherwise: a field that is there though its condition does
  not hold or is not though it does, a list of another length than its count.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Any, Final, TypeAlias, TypeVar

from .codec import Codec, DecodeError, Octets, Reason, encode_with
from .zcl import CODECS

__all__ = [
    "ABSENT",
    "IN_PAYLOAD",
    "OCTETS_REMAIN",
    "REST",
    "Absent",
    "Count",
    "Field",
    "Payload",
    "Term",
    "Typed",
    "Variant",
    "Variants",
    "When",
]

T = TypeVar("T", bound=tuple[object, ...])


class Absent(Enum):
    """The type of `ABSENT`, for annotations: ``int | Absent | None``."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent.ABSENT
"""What stands for a field that is not in the payload."""

_Numbers: TypeAlias = dict[str, int]
"""The fields read so far that conditions and counts ask for, as numbers; absent fields are not in it."""

_OPERATORS: Final[Mapping[str, Callable[[int, int], bool]]] = MappingProxyType(
    {
        "==": operator.eq,
        "!=": operator.ne,
        ">=": operator.ge,
        "<=": operator.le,
        "<": operator.lt,
        ">": operator.gt,
    }
)


@dataclass(frozen=True, slots=True)
class Term:
    """An earlier field, under a mask if there is one, compared with a number."""

    field: str
    operator: str
    number: int
    mask: int | None = None

    def holds(self, numbers: Mapping[str, int]) -> bool:
        """Whether the comparison holds; on an absent field it does not."""
        number = numbers.get(self.field)
        if number is None:
            return False
        return _OPERATORS[self.operator](number if self.mask is None else number & self.mask, self.number)


class _Remain(Enum):
    OCTETS_REMAIN = "octets remain"


OCTETS_REMAIN: Final = _Remain.OCTETS_REMAIN
"""The term that holds while the payload goes on."""


@dataclass(frozen=True, slots=True)
class When:
    """When a field is there: alternatives, each a tuple of terms that must all hold."""

    alternatives: tuple[tuple[Term | _Remain, ...], ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that the condition asks for."""
        return tuple(term.field for terms in self.alternatives for term in terms if isinstance(term, Term))

    @property
    def goes_by_the_end(self) -> bool:
        """Whether it matters if octets remain."""
        return any(OCTETS_REMAIN in terms for terms in self.alternatives)

    def holds(self, numbers: Mapping[str, int], *, octets_remain: bool) -> bool:
        """Whether the field is there, given the numbers of the fields before it."""
        return any(
            all(term.holds(numbers) if isinstance(term, Term) else octets_remain for term in terms)
            for terms in self.alternatives
        )


@dataclass(frozen=True, slots=True)
class Count:
    """How many elements a list has: an earlier field, masked, then shifted; no field: to the payload's end."""

    field: str = ""
    mask: int | None = None
    shift: int = 0

    def of(self, numbers: Mapping[str, int]) -> int | None:
        """Return the number of elements; None if the list goes on to the payload's end."""
        if not self.field:
            return None
        number = numbers.get(self.field, 0)
        return (number if self.mask is None else number & self.mask) >> self.shift


@dataclass(frozen=True, slots=True)
class Variant:
    """What a field is while a condition holds. Without a count it is one value, else a list."""

    when: When
    codec: Codec[Any]  # the generated class says of which type the values are
    count: Count | None = None


@dataclass(frozen=True, slots=True)
class Variants:
    """A field that depends on earlier ones: the first variant whose condition holds, else `otherwise`."""

    variants: tuple[Variant, ...]
    otherwise: Codec[Any] | None = None
    count: Count | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that decide and count."""
        asked = [name for variant in self.variants for name in variant.when.fields]
        asked += [count.field for count in (self.count, *(each.count for each in self.variants)) if count]
        return tuple(asked)

    def chosen(self, numbers: Mapping[str, int]) -> tuple[Codec[Any], Count | None] | None:
        """Return what the field is; None if nothing says."""
        for variant in self.variants:
            if variant.when.holds(numbers, octets_remain=False):
                return variant.codec, variant.count
        return None if self.otherwise is None else (self.otherwise, self.count)


@dataclass(frozen=True, slots=True)
class Typed:
    """A value of the ZCL type whose id an earlier field holds."""

    field: str

    @property
    def fields(self) -> tuple[str, ...]:
        """The field that decides."""
        return (self.field,)

    def chosen(self, numbers: Mapping[str, int]) -> tuple[Codec[Any], Count | None] | None:
        """Return the codec of the type; None if it has none."""
        codec = CODECS.get(numbers.get(self.field, -1))
        return None if codec is None else (codec, None)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a payload: `name` as the command's table prints it; with a `count` it is a list."""

    name: str
    codec: Codec[Any] | Variants | Typed
    when: When | None = None
    count: Count | None = None

    @property
    def asked(self) -> tuple[str, ...]:
        """The earlier fields that presence, count and type depend on."""
        fields = self.when.fields if self.when else ()
        fields += (self.count.field,) if self.count and self.count.field else ()
        return fields + (() if isinstance(self.codec, Codec) else tuple(filter(None, self.codec.fields)))

    @property
    def goes_on_to_the_end(self) -> bool:
        """Whether a value of the field may take all the octets left."""
        if isinstance(self.codec, Typed):
            return False
        if isinstance(self.codec, Codec):
            return _to_the_end(self.codec, self.count)
        otherwise = self.codec.otherwise
        return any(_to_the_end(each.codec, each.count) for each in self.codec.variants) or (
            otherwise is not None and _to_the_end(otherwise, self.codec.count)
        )

    def chosen(self, numbers: Mapping[str, int]) -> tuple[Codec[Any], Count | None] | None:
        """Return the codec and the count, given the fields before; None if nothing says what the field is."""
        return (self.codec, self.count) if isinstance(self.codec, Codec) else self.codec.chosen(numbers)


class Payload(Codec[T]):
    """The fields of a command or structure, in order. `factory` takes their values: a `NamedTuple` class.

    Raises:
        ValueError: a field goes by an earlier one that is not there, or stands behind one that takes
            all the octets left.
    """

    __slots__ = ("_asked", "_factory", "_fields")

    def __init__(self, factory: Callable[..., T], fields: tuple[Field, ...], name: str = "") -> None:
        super().__init__(name or getattr(factory, "__name__", "payload"))
        self._factory = factory
        self._fields = fields
        self._asked = frozenset(name for field in fields for name in field.asked)
        _check(fields)

    @property
    def goes_by_the_end(self) -> bool:
        """Whether a value ends where the data ends."""
        return any(
            field.goes_on_to_the_end or (field.when is not None and field.when.goes_by_the_end)
            for field in self._fields
        )

    def read(self, data: Octets, offset: int) -> tuple[T, int]:
        """Return the fields and the offset behind the last."""
        numbers: _Numbers = {}
        values: list[object] = []
        for field in self._fields:
            if field.when is not None and not field.when.holds(numbers, octets_remain=offset < len(data)):
                values.append(ABSENT)
                continue
            value, end = _read_field(field, data, offset, numbers)
            values.append(value)
            if field.name in self._asked:
                numbers[field.name] = _number(value, data[offset:end])
            offset = end
        return self._factory(*values), offset

    def encode(self, value: T) -> bytes:
        """Return the octets.

        Raises:
            ValueError: a field does not fit, or is there or not against its condition, or a list is
                longer or shorter than its count; the message names the field.
        """
        if len(value) != len(self._fields):
            message = f"{self.name} has {len(self._fields)} fields, not {len(value)}"
            raise ValueError(message)
        numbers: _Numbers = {}
        octets = bytearray()
        ended = ""  # the field that is not there because the payload ends before it
        last: tuple[str, int] | None = None  # the latest field that is there because octets remain, and where
        for field, each in zip(self._fields, value, strict=True):
            by_the_end = _check_presence(field, each, numbers)
            if each is ABSENT:
                ended = ended or (field.name if by_the_end else "")
                continue
            content = _encode_field(field, each, numbers)
            if ended and content:
                message = f"{field.name} is there though the payload ends before {ended}"
                raise ValueError(message)
            if field.name in self._asked:
                numbers[field.name] = _number(each, content)
            last = (field.name, len(octets)) if by_the_end else last
            octets += content
        if last is not None and last[1] == len(octets):
            message = f"{last[0]} is there without octets: an empty one is ABSENT"
            raise ValueError(message)
        return bytes(octets)


def _check(fields: tuple[Field, ...]) -> None:
    known: set[str] = set()
    whole = ""
    for field in fields:
        for name in field.asked:
            if name not in known:
                message = f"{field.name} goes by {name}, which does not stand before it"
                raise ValueError(message)
        if whole:
            message = f"{field.name} stands behind {whole}, which takes the octets left"
            raise ValueError(message)
        whole = field.name if field.goes_on_to_the_end else ""
        known.add(field.name)


def _to_the_end(codec: Codec[Any], count: Count | None) -> bool:
    if isinstance(codec, Payload) and codec.goes_by_the_end:
        if count is not None:
            message = f"{codec.name} goes by the end of the payload and cannot be repeated"
            raise ValueError(message)
        return True
    return codec is REST or (count is not None and not count.field)


def _number(value: object, octets: Octets) -> int:
    return int(value) if isinstance(value, int) else int.from_bytes(octets, "little")


def _read_field(field: Field, data: Octets, offset: int, numbers: Mapping[str, int]) -> tuple[object, int]:
    chosen = field.chosen(numbers)
    if chosen is None:
        raise DecodeError(Reason.VALUE, offset, f"nothing says what {field.name} is here")
    codec, count = chosen
    if count is None:
        found: tuple[object, int] = codec.read(data, offset)
        return found
    number = count.of(numbers)
    return _read_to_the_end(codec, data, offset) if number is None else _read_list(field, codec, data, offset, number)


def _read_list(field: Field, codec: Codec[Any], data: Octets, offset: int, number: int) -> tuple[object, int]:
    if number > len(data) - offset:
        raise DecodeError(Reason.TRUNCATED, len(data), f"{number} elements of {field.name} do not fit the octets left")
    elements = []
    for _ in range(number):
        element, offset = codec.read(data, offset)
        elements.append(element)
    return tuple(elements), offset


def _read_to_the_end(codec: Codec[Any], data: Octets, offset: int) -> tuple[object, int]:
    elements = []
    while offset < len(data):
        element, end = codec.read(data, offset)
        if end == offset:
            raise DecodeError(Reason.VALUE, offset, f"{codec.name} takes no octets and would not end")
        elements.append(element)
        offset = end
    return tuple(elements), offset


def _check_presence(field: Field, value: object, numbers: Mapping[str, int]) -> bool:
    """Check that a field is there as its condition says; return whether only the end of the payload decides it."""
    there = value is not ABSENT
    with_octets = field.when is None or field.when.holds(numbers, octets_remain=True)
    without = field.when is None or field.when.holds(numbers, octets_remain=False)
    if there and not with_octets:
        message = f"{field.name} is there though its condition does not hold"
        raise ValueError(message)
    if not there and without:
        message = f"{field.name} is ABSENT though its condition holds"
        raise ValueError(message)
    return with_octets and not without


def _encode_field(field: Field, value: object, numbers: Mapping[str, int]) -> bytes:
    chosen = field.chosen(numbers)
    if chosen is None:
        message = f"nothing says what {field.name} is here"
        raise ValueError(message)
    codec, count = chosen
    try:
        return encode_with(codec, value) if count is None else _encode_list(codec, count, value, numbers)
    except ValueError as error:
        message = f"{field.name}: {error}"
        raise ValueError(message) from None


def _encode_list(codec: Codec[Any], count: Count, value: object, numbers: Mapping[str, int]) -> bytes:
    if not isinstance(value, tuple):
        message = f"{value!r} is no tuple"
        raise ValueError(message)  # noqa: TRY004  (as every value that does not fit)
    number = count.of(numbers)
    if number is not None and number != len(value):
        message = f"{len(value)} elements, where {count.field} counts {number}"
        raise ValueError(message)
    return b"".join(encode_with(codec, element) for element in value)


class _Rest(Codec[bytes]):
    """The octets to the end of the payload, whatever they are."""

    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[bytes, int]:
        return bytes(data[offset:]), len(data)

    def encode(self, value: bytes) -> bytes:
        return bytes(memoryview(value))


class _InPayload(Codec[object]):
    """What earlier fields of a payload decide: only the payload can read and write it."""

    __slots__ = ()

    def read(self, data: Octets, offset: int) -> tuple[object, int]:
        del data, offset
        raise ValueError(self._refusal)

    def encode(self, value: object) -> bytes:
        del value
        raise ValueError(self._refusal)

    @property
    def _refusal(self) -> str:
        return "earlier fields say what this field is: read and write the payload"


REST: Final[Codec[bytes]] = _Rest("octets to the end")
IN_PAYLOAD: Final[Codec[object]] = _InPayload("part of a payload")
"""Stands for the codec of a list or a variant, which is no codec of its own."""
