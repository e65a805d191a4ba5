"""The layouts of layouts.h once more: as layouts, to make octets of, and as codecs of the Python runtime."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from metermap.codegen.bindings.codecs import Codec as Simple
from metermap.codegen.bindings.codecs import Wire
from metermap.codegen.bindings.layouts import (
    Alternative,
    Array,
    Case,
    Choice,
    Field,
    Layout,
    Leaf,
    Payload,
    Sequence,
    Structure,
    Variant,
)
from metermap.codegen.python.runtime import axdr, cosem, payloads, structures, zcl
from metermap.codegen.python.runtime.codec import Codec
from metermap.protocols.sep.conditions import Condition, Count, parse_condition

__all__ = ["BY_HAND"]


def _axdr(name: str, minimum: int = 0, maximum: int | None = None) -> Leaf:
    return Leaf(Simple(Wire.AXDR, name, minimum, maximum))


def _zcl(name: str, size: int = 0) -> Leaf:
    return Leaf(Simple(Wire.ZCL, name, size, size or None))


def _when(text: str) -> Condition:
    found = parse_condition(text)
    assert found is not None
    return found


class _Pair(NamedTuple):
    number: int
    text: str


class _Single(NamedTuple):
    code: int


class _Fields(NamedTuple):
    control: int
    low: object
    both: object
    number: object
    words: tuple[int | None, ...]
    either: object
    last: object


class _Block(NamedTuple):
    number: int | None
    words: tuple[int | None, ...]


class _Blocks(NamedTuple):
    blocks: tuple[_Block, ...]


class _Raw(NamedTuple):
    four: bytes
    rest: bytes


_PAIR: Final = Structure(
    "Pair", (Field("number", _axdr("long-unsigned")), Field("text", _axdr("visible-string", 1, 4)))
)
_SINGLE: Final = Structure("Single", (Field("code", _axdr("enum")),))
_CHOICE: Final = Choice(
    (
        Alternative(b"\x00", _axdr("null-data")),
        Alternative(b"\x10", _axdr("long")),
        Alternative(b"\x09\x0c", _axdr("date-time")),
        Alternative(b"\x02\x02", _PAIR),
        Alternative(b"\x02\x01", _SINGLE),
    )
)
_FIELDS: Final = Payload(
    "Fields",
    (
        Field("control", _zcl("map8")),
        Field("low", _zcl("uint8"), _when("control & 0x01 != 0")),
        Field("both", _zcl("uint8"), _when("control & 0x01 != 0 and control & 0xFF < 0x10 or control == 0xF0")),
        Field("number", _zcl("uint8")),
        Field("words", Sequence(_zcl("uint16"), Count("number", 0xF0, 4))),
        Field("either", Variant((Case(_when("control >= 0x80"), _zcl("octstr")),), _zcl("int24"))),
        Field("last", _zcl("enum8"), _when("octets remain")),
    ),
)
_BLOCK: Final = Payload(
    "Block", (Field("number", _zcl("uint8")), Field("words", Sequence(_zcl("uint16"), Count("number", 0x0F))))
)
_BLOCKS: Final = Payload("Blocks", (Field("blocks", Sequence(_BLOCK, Count())),))
_RAW: Final = Payload("Raw", (Field("four", _zcl("octets", 4)), Field("rest", _zcl("rest"))))

_pair: Final = structures.Structure(_Pair, (axdr.LONG_UNSIGNED, axdr.VisibleString(1, 4)))
_choice: Final = structures.Choice[Any](
    {
        b"\x00": axdr.NULL_DATA,
        b"\x10": axdr.LONG,
        b"\x09\x0c": cosem.DATE_TIME,
        b"\x02\x02": _pair,
        b"\x02\x01": structures.Structure(_Single, (axdr.ENUM,)),
    }
)
_odd: Final = payloads.Term("control", "!=", 0, 0x01)
_fields: Final = payloads.Payload(
    _Fields,
    (
        payloads.Field("control", zcl.MAP8),
        payloads.Field("low", zcl.UINT8, payloads.When(((_odd,),))),
        payloads.Field(
            "both",
            zcl.UINT8,
            payloads.When(((_odd, payloads.Term("control", "<", 0x10, 0xFF)), (payloads.Term("control", "==", 0xF0),))),
        ),
        payloads.Field("number", zcl.UINT8),
        payloads.Field("words", zcl.UINT16, count=payloads.Count("number", mask=0xF0, shift=4)),
        payloads.Field(
            "either",
            payloads.Variants(
                (payloads.Variant(payloads.When(((payloads.Term("control", ">=", 0x80),),)), zcl.OCTSTR),), zcl.INT24
            ),
        ),
        payloads.Field("last", zcl.ENUM8, payloads.When(((payloads.OCTETS_REMAIN,),))),
    ),
)
_block: Final = payloads.Payload(
    _Block,
    (
        payloads.Field("number", zcl.UINT8),
        payloads.Field("words", zcl.UINT16, count=payloads.Count("number", mask=0x0F)),
    ),
)

BY_HAND: Final[Mapping[str, tuple[Layout, Codec[Any]]]] = MappingProxyType(
    {
        "pair": (_PAIR, _pair),
        "pairs": (Array(_PAIR, 1, 3), structures.Array(_pair, 1, 3)),
        "choice": (_CHOICE, _choice),
        "payload": (_FIELDS, _fields),
        "blocks": (
            _BLOCKS,
            payloads.Payload(_Blocks, (payloads.Field("blocks", _block, count=payloads.Count()),)),
        ),
        "raw": (
            _RAW,
            payloads.Payload(
                _Raw, (payloads.Field("four", zcl.FixedOctets("octets", 4)), payloads.Field("rest", payloads.REST))
            ),
        ),
    }
)
"""Layout and Python codec by the name in layouts.h."""
