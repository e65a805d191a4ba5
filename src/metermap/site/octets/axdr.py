"""The octets of DLMS/COSEM data: a tag, often a length, and the value, most significant octet first.

Source: DLMS UA Green Book, "Data"; IEC 61334-6 for lengths.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from metermap.codegen.bindings.codecs import AXDR_NAMES, Codec, Wire
from metermap.codegen.bindings.layouts import Array, Choice, Leaf, Structure
from metermap.codegen.explaining.sample import shown
from metermap.site.octets.piece import NotExplainedError, Piece, Run

if TYPE_CHECKING:
    from metermap.codegen.bindings.layouts import Layout
    from metermap.codegen.vectors.model import Json

__all__ = ["read_axdr"]

_ARRAY: Final = 0x01
_STRUCTURE: Final = 0x02
_SHORT: Final = 0x80
_SIZES: Final[Mapping[str, int]] = MappingProxyType(
    {
        **dict.fromkeys(("null-data", "dont-care"), 0),
        **dict.fromkeys(("boolean", "integer", "unsigned", "enum", "bcd", "delta-integer", "delta-unsigned"), 1),
        **dict.fromkeys(("long", "long-unsigned", "delta-long", "delta-long-unsigned"), 2),
        **dict.fromkeys(("double-long", "double-long-unsigned", "float32", "time-tagged"), 4),
        **dict.fromkeys(("delta-double-long", "delta-double-long-unsigned"), 4),
        "date-tagged": 5,
        **dict.fromkeys(("long64", "long64-unsigned", "float64"), 8),
        "date-time-tagged": 12,
    }
)
_SCALER_UNIT: Final = ((Leaf(Codec(Wire.AXDR, "integer")), "scaler"), (Leaf(Codec(Wire.AXDR, "enum")), "unit"))
_STRINGS: Final = frozenset({"octet-string", "visible-string", "utf8-string", "date-time", "date", "time"})
_DATE: Final = (("year", 2), ("month", 1), ("day of month", 1), ("day of week", 1))
_TIME: Final = (("hour", 1), ("minute", 1), ("second", 1), ("hundredths", 1))
_MOMENTS: Final = MappingProxyType(
    {"date-time": (*_DATE, *_TIME, ("deviation in minutes", 2), ("clock status", 1)), "date": _DATE, "time": _TIME}
)


def read_axdr(layout: Layout, octets: bytes, value: Json, name: str) -> Piece:
    """Return what the octets are.

    Raises:
        NotExplainedError: a part is a compact array, or describes itself.
    """
    return _Reader(octets).piece(layout, 0, value, name)


@dataclass(frozen=True, slots=True)
class _Reader:
    octets: bytes

    def piece(self, layout: Layout, at: int, value: Json, name: str) -> Piece:
        match layout:
            case Leaf() if layout.codec.name == "scaler_unit":
                return self._scaler_unit(at, value, name)
            case Leaf():
                return self._leaf(layout.codec.name, at, value, name)
            case Structure() if isinstance(value, Mapping):
                inside = [(each.layout, value[each.name], each.name) for each in layout.fields]
                return self._composed(_STRUCTURE, "structure", "members", inside, at, name)
            case Array() if isinstance(value, list):
                numbered = [(layout.element, part, f"element {number}") for number, part in enumerate(value, 1)]
                return self._composed(_ARRAY, "array", "elements", numbered, at, name)
            case Choice() if isinstance(value, Mapping):
                chosen = [each.layout for each in layout.alternatives if self.octets.startswith(each.lead, at)]
                return self.piece(chosen[0], at, value["value"], name)
            case _:
                raise NotExplainedError

    def _composed(  # noqa: PLR0917  (what tells a structure from an array)
        self, tag: int, type_: str, counted: str, inside: Iterable[tuple[Layout, Json, str]], at: int, name: str
    ) -> Piece:
        if self.octets[at] != tag:
            raise NotExplainedError
        count, end = self._length(at + 1)
        runs = (Run(at, at + 1, f"tag: {type_}"), Run(at + 1, end, f"{count} {counted}"))
        parts, start = [], at
        for layout, value, called in inside:
            part = self.piece(layout, end, value, called)
            parts.append(part)
            end = part.end
        return Piece(name, f"{type_} of {count}", start, end, "", runs, tuple(parts))

    def _scaler_unit(self, at: int, value: Json, name: str) -> Piece:
        known = value if isinstance(value, Mapping) else {}
        inside = [(layout, known[called], called) for layout, called in _SCALER_UNIT]
        return self._composed(_STRUCTURE, "structure", "members", inside, at, name)

    def _leaf(self, type_: str, at: int, value: Json, name: str) -> Piece:
        said = shown(value)
        own = AXDR_NAMES.get(self.octets[at], type_)
        if type_ in _STRINGS:
            return self._string(type_, at, said, name)
        if type_ == "bit-string":
            bits, begins = self._length(at + 1)
            end = begins + (bits + 7) // 8
            runs = (Run(at, at + 1, f"tag: {own}"), Run(at + 1, begins, f"length: {bits} bits"))
            return Piece(name, type_, at, end, said, (*runs, *_value(begins, end, said)))
        if type_ not in _SIZES:
            raise NotExplainedError
        end = at + 1 + _SIZES[type_]
        order = ", most significant octet first" if end - at > 2 and "long" in type_ else ""  # noqa: PLR2004  (tag, octet)
        return Piece(name, type_, at, end, said, (Run(at, at + 1, f"tag: {own}"), *_value(at + 1, end, said + order)))

    def _string(self, type_: str, at: int, said: str, name: str) -> Piece:
        size, begins = self._length(at + 1)
        end = begins + size
        runs = [Run(at, at + 1, f"tag: {AXDR_NAMES[self.octets[at]]}"), Run(at + 1, begins, f"length: {size} octets")]
        if type_ in _MOMENTS:
            runs += self._moment(_MOMENTS[type_], begins)
        else:
            runs += _value(begins, end, said)
        return Piece(name, type_, at, end, said, tuple(runs))

    def _moment(self, fields: tuple[tuple[str, int], ...], at: int) -> Iterator[Run]:
        """Yield the fields of a date and time. Blue Book, "Date and time formats"."""
        for field, size in fields:
            octets = self.octets[at : at + size]
            unset = octets == (b"\x80\x00" if "deviation" in field else b"\xff" * size)
            number = int.from_bytes(octets, "big", signed="deviation" in field)
            yield Run(at, at + size, f"{field}: {'not specified' if unset else number}")
            at += size

    def _length(self, at: int) -> tuple[int, int]:
        """Return a length and the offset behind it: short form, or long form with the number of its octets."""
        first = self.octets[at]
        if first < _SHORT:
            return first, at + 1
        end = at + 1 + (first - _SHORT)
        return int.from_bytes(self.octets[at + 1 : end], "big"), end


def _value(start: int, end: int, says: str) -> tuple[Run, ...]:
    return (Run(start, end, says),) if end > start else ()
