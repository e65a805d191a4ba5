"""Numbers and constants in octets: what a value is, and the octets with another value in its place.

A value may be replaced by one of another length: neither A-XDR nor a payload states the size of what is around it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from metermap.codegen.bindings.codecs import Wire
from metermap.codegen.bindings.steps import BitsStep
from metermap.codegen.conformance.spans import Span
from metermap.codegen.python.runtime import cosem
from metermap.codegen.python.runtime.axdr import length_octets
from metermap.codegen.python.runtime.codec import Codec
from metermap.core.numbers import whole_number

if TYPE_CHECKING:
    from metermap.codegen.vectors.model import Json

__all__ = ["alternatives", "constant_octets", "is_number", "number_at", "shown", "with_number"]

# A-XDR tags of whole numbers, and the octets behind the tag: DLMS UA Green Book, "Data".
_SIZES: Final[Mapping[int, int]] = MappingProxyType(
    {3: 1, 5: 4, 6: 4, 15: 1, 16: 2, 17: 1, 18: 2, 20: 8, 21: 8, 22: 1, 28: 1, 29: 2, 30: 4, 31: 1, 32: 2, 33: 4}
)
_SIGNED: Final = frozenset({5, 15, 16, 20, 28, 29, 30})
_STRINGS: Final = frozenset({9, 10, 12})
_BIT_STRING: Final = 4
_ZCL_NUMBER: Final = re.compile(r"(u?int|enum|map|data)[0-9]+|bool|UTC|clusterId|attribId")
_ZCL_STRINGS: Final = frozenset({"octstr", "string"})
_HEX: Final = re.compile(r"0x((?:[0-9A-Fa-f]{2})*)")
_QUOTED: Final = re.compile(r'"(.*)"', re.DOTALL)


def is_number(octets: bytes, span: Span) -> bool:
    """Whether the value is a whole number, a boolean included."""
    if span.codec.wire is Wire.AXDR:
        return octets[span.start] in _SIZES
    return _ZCL_NUMBER.fullmatch(span.codec.name) is not None


def number_at(octets: bytes, span: Span, bits: BitsStep | None = None) -> int:
    """Return the number that the value is, or that some of its bits are."""
    axdr = span.codec.wire is Wire.AXDR
    content = octets[span.start + 1 : span.end] if axdr else octets[span.start : span.end]
    number = int.from_bytes(content, "big" if axdr else "little", signed=_is_signed(octets, span))
    return number if bits is None else (number >> bits.lowest) & _mask(bits)


def _is_signed(octets: bytes, span: Span) -> bool:
    return octets[span.start] in _SIGNED if span.codec.wire is Wire.AXDR else span.codec.name.startswith("int")


def _mask(bits: BitsStep) -> int:
    return (1 << bits.width) - 1


def with_number(octets: bytes, span: Span, number: int, bits: BitsStep | None = None) -> bytes | None:
    """Return the octets with another number in that place, of the same size; None if it does not fit."""
    if bits is not None:
        if not 0 <= number <= _mask(bits):
            return None
        others = number_at(octets, span) & ~(_mask(bits) << bits.lowest)
        number = others | number << bits.lowest
    tag = octets[span.start : span.start + 1] if span.codec.wire is Wire.AXDR else b""
    size = span.end - span.start - len(tag)
    # 0xFF in a signed octet is all its bits: the mapping may write either.
    if not -(1 << 8 * size - 1) <= number < 1 << 8 * size:
        return None
    order = "big" if tag else "little"
    made = (number % (1 << 8 * size)).to_bytes(size, order)  # type: ignore[arg-type]  # one of the two words
    return octets[: span.start] + tag + made + octets[span.end :]


def alternatives(constant: str) -> tuple[str, ...]:
    """Return the values that a constant of the mapping may be: ``0x01 | 0x02`` are two."""
    return tuple(part.strip() for part in constant.split("|")) if not constant.startswith('"') else (constant,)


def constant_octets(octets: bytes, span: Span, constant: str, bits: BitsStep | None = None) -> bytes | None:
    """Return the octets with one value of a constant in that place; None if it cannot be written there."""
    if is_number(octets, span):
        number = {"true": 1, "false": 0}.get(constant, whole_number(constant))
        return None if number is None else with_number(octets, span, number, bits)
    content = _content(constant)
    if content is None or bits is not None:
        return None
    made = _string(octets, span, content)
    return None if made is None else octets[: span.start] + made + octets[span.end :]


def _content(constant: str) -> bytes | None:
    if quoted := _QUOTED.fullmatch(constant):
        return quoted[1].encode()
    found = _HEX.fullmatch(constant)
    return bytes.fromhex(found[1]) if found else None


def _string(octets: bytes, span: Span, content: bytes) -> bytes | None:
    """Return a string with that content. An empty bit string has the length 0; others are not written by octets."""
    if span.codec.wire is Wire.ZCL:
        short = span.codec.name in _ZCL_STRINGS and len(content) < 0xFF  # noqa: PLR2004  (255 says: no value)
        return bytes((len(content),)) + content if short else None
    tag, codec = octets[span.start], span.codec
    longest = len(content) if codec.maximum is None else codec.maximum
    fits = codec.minimum <= len(content) <= longest if tag in _STRINGS else tag == _BIT_STRING and not content
    return bytes((tag,)) + length_octets(len(content)) + content if fits else None


_DATED: Final[Mapping[str, Codec[cosem.Date] | Codec[cosem.Time] | Codec[cosem.DateTime]]] = MappingProxyType(
    {"date-time": cosem.DATE_TIME, "date": cosem.DATE, "time": cosem.TIME}
)
_CHARACTERS: Final = frozenset({10, 12})
_EVERY_CODE: Final = ("map", "data")  # types of Smart Energy of which each code is a value
_MOST: Final = 2**53 - 1  # a larger number is a text of digits in JSON


def shown(octets: bytes, span: Span) -> Json:
    """Return the value in the notation of vectors (docs/vectors.md).

    Raises:
        DecodeError: it is a date or time with a field that is none.
    """
    raw = octets[span.start : span.end]
    if is_number(octets, span):
        return _shown_number(number_at(octets, span), span)
    if span.codec.wire is Wire.ZCL:
        return raw[1:].decode("utf-8", "replace") if span.codec.name == "string" else raw[1:].hex()
    if span.codec.name in _DATED:
        return _dated(_DATED[span.codec.name].decode_exact(raw))
    head = 1 + len(length_octets(len(raw)))  # a string of the size of a message has a length of one octet
    return raw[head:].decode("utf-8", "replace") if raw[0] in _CHARACTERS else raw[head:].hex()


def _shown_number(number: int, span: Span) -> Json:
    size = 8 * (span.end - span.start)
    zcl_number = span.codec.wire is Wire.ZCL and not span.codec.name.startswith(_EVERY_CODE)
    if zcl_number and number == (-(1 << size - 1) if span.codec.name.startswith("int") else (1 << size) - 1):
        return None
    if span.codec.name in ("boolean", "bool"):
        return bool(number)
    return number if -_MOST <= number <= _MOST else str(number)


def _dated(value: cosem.Date | cosem.Time | cosem.DateTime) -> Json:
    """Return the fields of a date or time in one object."""
    if not isinstance(value, cosem.DateTime):
        return asdict(value)
    return {
        **asdict(value.date),
        **asdict(value.time),
        "deviation": value.deviation,
        "clock_status": value.clock_status,
    }
