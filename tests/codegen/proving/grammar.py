"""Octets made from layouts: mostly right ones, and right ones spoiled in one place.

This is a third reading of the layouts, next to those of the two bindings: it knows no codec. What it makes need not
be right (a field may break a rule that only codecs know); how much of it is accepted, the tests of it bound.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from metermap.codegen.bindings.codecs import AXDR_NAMES, ZCL_NAMES, Codec, Wire
from metermap.codegen.bindings.layouts import (
    Array,
    Buffer,
    Choice,
    Data,
    Field,
    Layout,
    Leaf,
    Payload,
    Sequence,
    Structure,
    Unordered,
    Variant,
    children,
)
from metermap.core.suggest import normal
from metermap.protocols.sep.conditions import Comparison, Condition, Count

__all__ = ["Grammar", "changed"]

_TAGS: Final[Mapping[str, int]] = MappingProxyType({name: tag for tag, name in AXDR_NAMES.items()})
_NUMBERS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "boolean": 1,
        "bcd": 1,
        "integer": 1,
        "unsigned": 1,
        "enum": 1,
        "long": 2,
        "long-unsigned": 2,
        "double-long": 4,
        "double-long-unsigned": 4,
        "long64": 8,
        "long64-unsigned": 8,
        "float32": 4,
        "float64": 8,
        "delta-integer": 1,
        "delta-unsigned": 1,
        "delta-long": 2,
        "delta-long-unsigned": 2,
        "delta-double-long": 4,
        "delta-double-long-unsigned": 4,
        "null-data": 0,
        "dont-care": 0,
    }
)
_ZCL_SIZES: Final[Mapping[str, int]] = MappingProxyType(
    {
        "enum8": 1,
        "enum16": 2,
        "semi": 2,
        "single": 4,
        "double": 8,
        "UTC": 4,
        "clusterId": 2,
        "attribId": 2,
        "bacOID": 4,
        "EUI64": 8,
        "key128": 16,
    }
)
_STRUCTURE, _ARRAY, _COMPACT_ARRAY = 2, 1, 19
_ZCL_STRUCTURE: Final = 0x4C
_COLLECTIONS: Final = (0x48, 0x50, 0x51, _ZCL_STRUCTURE)
_DEEP: Final = 17  # self-describing data may be one deeper than is allowed
_ALL_WORDS: Final = ("", "a", "GB", "\u00e9", "\u20ac", "\U0001f600", "gas", "0123456789")


@dataclass(frozen=True)
class Grammar:
    """Makes octets of layouts by chance."""

    chance: random.Random

    def octets(self, layout: Layout) -> bytes:
        """Return octets of a layout."""
        return self._octets(layout, {})

    def collection(self, type_: int, depth: int = 1) -> bytes:
        """Return octets of a ZCL array, set or bag, or of a structure, behind its type id."""
        if type_ not in _COLLECTIONS:
            return self._zcl(Codec(Wire.ZCL, ZCL_NAMES[type_]))
        if self._some(9) == 0:
            return (b"" if type_ == _ZCL_STRUCTURE else b"\x20") + b"\xff\xff"
        count = self._some(3)
        inside = [self._member_type(depth) for _ in range(count if type_ == _ZCL_STRUCTURE else 1)]
        head = count.to_bytes(2, "little")
        if type_ == _ZCL_STRUCTURE:
            return head + b"".join(bytes((each,)) + self.collection(each, depth + 1) for each in inside)
        return bytes(inside) + head + b"".join(self.collection(inside[0], depth + 1) for _ in range(count))

    def _member_type(self, depth: int) -> int:
        deeper = depth < _DEEP and self._some(2) == 0
        return self.chance.choice(_COLLECTIONS if deeper else tuple(ZCL_NAMES))

    def _octets(self, layout: Layout, fields: Mapping[str, int]) -> bytes:  # noqa: PLR0911  (one a shape)
        match layout:
            case Leaf():
                return self._leaf(layout.codec)
            case Data():
                return self._data(self.chance.choice((0, 0, 0, _DEEP - 2)))
            case Structure() | Unordered():
                return bytes((_STRUCTURE, len(layout.fields))) + self._members(layout.fields)
            case Buffer():
                return self._buffer(layout)
            case Array():
                return self._array(layout)
            case Choice():
                return self._octets(self.chance.choice(layout.alternatives).layout, {})
            case Payload():
                return self._payload(layout)
            case Sequence():
                return self._sequence(layout, fields)
            case Variant():
                held = (case.layout for case in layout.cases if _holds(case.when, fields, octets_remain=True))
                return self._octets(next(held, layout.otherwise), fields)

    def _members(self, fields: tuple[Field, ...]) -> bytes:
        return b"".join(self._octets(each.layout, {}) for each in fields)

    def _buffer(self, layout: Buffer) -> bytes:
        rows, head = self._some(3), bytes((_STRUCTURE, len(layout.fields)))
        if self._some(3) or not all(isinstance(each.layout, Leaf) for each in layout.fields):
            return bytes((_ARRAY, rows)) + b"".join(head + self._members(layout.fields) for _ in range(rows))
        tags = b"".join(self._octets(each.layout, {})[:1] for each in layout.fields)
        contents = b"".join(self._octets(each.layout, {})[1:] for _ in range(rows) for each in layout.fields)
        return bytes((_COMPACT_ARRAY,)) + head + tags + self._length(len(contents)) + contents

    def _array(self, layout: Array) -> bytes:
        most = 3 if layout.maximum is None else min(3, layout.maximum + self.chance.choice((0, 0, 0, 1)))
        count = self.chance.randint(min(layout.minimum, most), most)
        inside = b"".join(self._octets(layout.element, {}) for _ in range(count))
        return bytes((_ARRAY,)) + self._length(count) + inside

    def _payload(self, layout: Payload) -> bytes:
        fields: dict[str, int] = {}
        octets = b""
        shifts = {normal(count.field): count.shift for each in layout.fields for count in _counts(each.layout)}
        goes_on = self.chance.random() < 0.8
        for each in layout.fields:
            if each.present is not None and not _holds(each.present, fields, octets_remain=goes_on):
                continue
            inside = self._octets(each.layout, fields)
            if normal(each.name) in shifts and self._some(9):
                inside = (self._some(3) << shifts[normal(each.name)]).to_bytes(len(inside), "little")
            fields[normal(each.name)] = int.from_bytes(inside[:8], "little")
            octets += inside
        return octets

    def _sequence(self, layout: Sequence, fields: Mapping[str, int]) -> bytes:
        count = self._some(3) if not layout.count.field else _counted(layout.count, fields)
        return b"".join(self._octets(layout.element, fields) for _ in range(min(count, 40)))

    def _data(self, depth: int) -> bytes:
        if depth:
            return bytes((_STRUCTURE, 1)) + self._data(depth - 1)
        if self.chance.random() < 0.6:
            return self._leaf(Codec(Wire.AXDR, self.chance.choice(tuple(_TAGS))))
        tag = self.chance.choice((_ARRAY, _STRUCTURE, _COMPACT_ARRAY))
        if tag == _COMPACT_ARRAY:
            description, element = self._description(self._some(2))
            contents = b"".join(element() for _ in range(self._some(4)))
            return bytes((tag,)) + description + self._length(len(contents)) + contents
        count = self._some(3)
        return bytes((tag, count)) + b"".join(self._data(0) for _ in range(count))

    def _description(self, depth: int) -> tuple[bytes, Callable[[], bytes]]:
        """Return a type description, and what makes the contents of an element of the type."""
        if depth and self._some(1):
            count, (inside, element) = self._some(2), self._description(depth - 1)
            head = bytes((_ARRAY,)) + count.to_bytes(2, "big")
            return head + inside, lambda: b"".join(element() for _ in range(count))
        if depth:
            parts = [self._description(depth - 1) for _ in range(self._some(3))]
            head = bytes((_STRUCTURE, len(parts)))
            return head + b"".join(part for part, _ in parts), lambda: b"".join(make() for _, make in parts)
        codec = Codec(Wire.AXDR, self.chance.choice(tuple(_TAGS)))
        return bytes((_TAGS[codec.name],)), lambda: self._axdr(codec)[1:]

    def _leaf(self, codec: Codec) -> bytes:
        return self._axdr(codec) if codec.wire is Wire.AXDR else self._zcl(codec)

    def _axdr(self, codec: Codec) -> bytes:
        name = codec.name
        if name == "scaler_unit":
            return bytes((_STRUCTURE, 2, 0x0F)) + self._number(1) + b"\x16" + self._number(1)
        dated = _DATED.get(name.removesuffix("-tagged"))
        if dated is not None:
            content = dated(self)
            head = bytes((_TAGS[name],)) if name.endswith("-tagged") else bytes((_TAGS["octet-string"], len(content)))
            return head + content
        head = bytes((_TAGS[name],))
        return head + (self._number(_NUMBERS[name]) if name in _NUMBERS else self._string(codec))

    def _string(self, codec: Codec) -> bytes:
        size = self._size(codec)
        if codec.name == "bit-string":
            unused = -size % 8
            bits = self.chance.getrandbits(size) << unused if size else 0
            return self._length(size) + bits.to_bytes((size + 7) // 8, "big")
        return self._length(size) + (
            self.chance.randbytes(size) if codec.name == "octet-string" else self._text(size, plain="visible")
        )

    def _zcl(self, codec: Codec) -> bytes:  # noqa: PLR0911  (one a kind)
        name = codec.name
        match name:
            case "rest":
                return self.chance.randbytes(self._some(6))
            case "octets":
                return self.chance.randbytes(codec.minimum)
            case "bool":
                return bytes((self.chance.choice((0, 1, 0xFF)),))
            case "ToD":
                return self._time()
            case "date":
                return bytes((self.chance.randrange(256), *self._of((1, 12), (1, 31), (1, 7))))
            case "octstr" | "string" | "octstr16" | "string16":
                return self._zcl_string(codec)
        bits = name.removeprefix("data").removeprefix("map").removeprefix("uint").removeprefix("int")
        return self._number(_ZCL_SIZES[name] if name in _ZCL_SIZES else int(bits) // 8)

    def _zcl_string(self, codec: Codec) -> bytes:
        width = 2 if codec.name.endswith("16") else 1
        if self._some(9) == 0:
            return b"\xff" * width
        size = self._some(12)
        content = self.chance.randbytes(size) if codec.name.startswith("oct") else self._text(size, plain="")
        return len(content).to_bytes(width, "little") + content

    def _number(self, size: int) -> bytes:
        """Return octets of a number: often a border of its width."""
        ones = b"\xff" * max(size - 1, 0)
        borders = (
            bytes(size),
            b"\xff" * size,
            b"\x80" + bytes(len(ones)),
            b"\x7f" + ones,
            ones + b"\x7f",
            ones + b"\x80",
        )
        if size and self.chance.random() < 0.4:
            return self.chance.choice(borders)[:size]
        return self.chance.randbytes(size)

    def _size(self, codec: Codec) -> int:
        if codec.maximum is None and self._some(19) == 0:
            return 200  # takes a length in long form
        most = codec.minimum + 12 if codec.maximum is None else min(codec.maximum, codec.minimum + 12)
        return self.chance.choice((codec.minimum, most, self.chance.randint(codec.minimum, most)))

    def _length(self, count: int) -> bytes:
        """Return a length, at times in a longer form than it needs."""
        if count < 0x80 and self._some(9):
            return bytes((count,))
        size = self.chance.randint((count.bit_length() + 7) // 8 or 1, 4)
        return bytes((0x80 | size,)) + count.to_bytes(size, "big")

    def _text(self, size: int, *, plain: str) -> bytes:
        if plain:
            return bytes(self.chance.randrange(0x20, 0x7F) for _ in range(size))
        return "".join(self.chance.choice(_ALL_WORDS) for _ in range(size // 4)).encode()

    def _some(self, most: int) -> int:
        return self.chance.randint(0, most)

    def _of(self, *ranges: tuple[int, int]) -> list[int]:
        """Return a field within each range, or "not specified"."""
        return [0xFF if self._some(5) == 0 else self.chance.randint(*each) for each in ranges]

    def _time(self) -> bytes:
        return bytes(self._of((0, 23), (0, 59), (0, 59), (0, 99)))

    def _date(self) -> bytes:
        year = self.chance.choice((0xFFFF, 0, 1999, 2000, 2024, self._some(0xFFFF)))
        return year.to_bytes(2, "big") + bytes(self._of((0, 12), (0, 31), (0, 7)))

    def _date_time(self) -> bytes:
        deviation = self.chance.choice((-0x8000, -60, 0, 60, 840, self.chance.randint(-720, 840)))
        return self._date() + self._time() + deviation.to_bytes(2, "big", signed=True) + bytes((self._some(255),))


_DATED: Final[Mapping[str, Callable[[Grammar], bytes]]] = MappingProxyType(
    {"date-time": Grammar._date_time, "date": Grammar._date, "time": Grammar._time}
)


def _holds(condition: Condition, fields: Mapping[str, int], *, octets_remain: bool) -> bool:
    return any(
        all(
            term.holds(fields[normal(term.field)]) if isinstance(term, Comparison) else octets_remain
            for term in terms
            if not isinstance(term, Comparison) or normal(term.field) in fields
        )
        and all(normal(term.field) in fields for term in terms if isinstance(term, Comparison))
        for terms in condition.alternatives
    )


def _counts(layout: Layout) -> Iterator[Count]:
    """Yield the counts of lists that a field may be."""
    match layout:
        case Sequence():
            yield layout.count
        case Variant():
            for inside in children(layout):
                yield from _counts(inside)
        case _:
            return


def _counted(count: Count, fields: Mapping[str, int]) -> int:
    return count.of(fields.get(normal(count.field), 0))


def changed(octets: bytes, chance: random.Random) -> bytes:
    """Return octets with one change: an octet, a bit, one less, one more, cut short, or a longer tail."""
    spoiled = bytearray(octets)
    if not spoiled:
        return chance.randbytes(1)
    at = chance.randrange(len(spoiled))
    match chance.randrange(6):
        case 0:
            spoiled[at] = chance.randrange(256)
        case 1:
            spoiled[at] ^= 1 << chance.randrange(8)
        case 2:
            del spoiled[at]
        case 3:
            spoiled.insert(at, chance.choice((0x00, 0x01, 0x7F, 0x80, 0x82, 0xFF)))
        case 4:
            del spoiled[at:]
        case _:
            spoiled += chance.randbytes(chance.randint(1, 3))
    return bytes(spoiled)
