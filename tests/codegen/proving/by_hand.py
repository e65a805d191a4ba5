"""The layouts of layouts.h once more: as layouts, to make octets of, and as codecs of the Python runtime."""

from collections.abc import Callable, Mapping
from types import ModuleType
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
from metermap.codegen.python.runtime.codec import Codec
from metermap.protocols.sep.conditions import Condition, Count, parse_condition

__all__ = ["by_hand"]


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


def by_hand(load: Callable[[str], ModuleType]) -> Mapping[str, tuple[Layout, Codec[Any]]]:
    """Return layout and Python codec by the name in layouts.h; `load` imports a module of the runtime."""
    axdr, cosem, payloads, structures, zcl = map(load, ("axdr", "cosem", "payloads", "structures", "zcl"))
    pair = structures.Structure(_Pair, (axdr.LONG_UNSIGNED, axdr.VisibleString(1, 4)))
    choice = structures.Choice[Any](
        {
            b"\x00": axdr.NULL_DATA,
            b"\x10": axdr.LONG,
            b"\x09\x0c": cosem.DATE_TIME,
            b"\x02\x02": pair,
            b"\x02\x01": structures.Structure(_Single, (axdr.ENUM,)),
        }
    )
    odd = payloads.Term("control", "!=", 0, 0x01)
    fields = payloads.Payload(
        _Fields,
        (
            payloads.Field("control", zcl.MAP8),
            payloads.Field("low", zcl.UINT8, payloads.When(((odd,),))),
            payloads.Field(
                "both",
                zcl.UINT8,
                payloads.When(
                    ((odd, payloads.Term("control", "<", 0x10, 0xFF)), (payloads.Term("control", "==", 0xF0),))
                ),
            ),
            payloads.Field("number", zcl.UINT8),
            payloads.Field("words", zcl.UINT16, count=payloads.Count("number", mask=0xF0, shift=4)),
            payloads.Field(
                "either",
                payloads.Variants(
                    (payloads.Variant(payloads.When(((payloads.Term("control", ">=", 0x80),),)), zcl.OCTSTR),),
                    zcl.INT24,
                ),
            ),
            payloads.Field("last", zcl.ENUM8, payloads.When(((payloads.OCTETS_REMAIN,),))),
        ),
    )
    block = payloads.Payload(
        _Block,
        (
            payloads.Field("number", zcl.UINT8),
            payloads.Field("words", zcl.UINT16, count=payloads.Count("number", mask=0x0F)),
        ),
    )
    return {
        "pair": (_PAIR, pair),
        "pairs": (Array(_PAIR, 1, 3), structures.Array(pair, 1, 3)),
        "choice": (_CHOICE, choice),
        "payload": (_FIELDS, fields),
        "blocks": (
            _BLOCKS,
            payloads.Payload(_Blocks, (payloads.Field("blocks", block, count=payloads.Count()),)),
        ),
        "raw": (
            _RAW,
            payloads.Payload(
                _Raw, (payloads.Field("four", zcl.FixedOctets("octets", 4)), payloads.Field("rest", payloads.REST))
            ),
        ),
    }
