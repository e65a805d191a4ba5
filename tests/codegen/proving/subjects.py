"""What is compared between the bindings: each simple codec, each layout of the workspace, and self-describing values.

A subject knows how its octets are made, how the C driver is asked, and what Python answers, in the driver's words.
"""

import math
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any, Final, TypeAlias, cast

from metermap.codegen.bindings.codecs import AXDR_NAMES, ZCL_NAMES, Wire
from metermap.codegen.bindings.codecs import Codec as Simple
from metermap.codegen.bindings.layouts import DATA, Array, Buffer, Field, Layout, Leaf, Unordered, notation
from metermap.codegen.python.runtime import zcl
from metermap.codegen.python.runtime.codec import Codec, DecodeError
from metermap.codegen.python.runtime.structures import OrderNotStatedError
from tests.codegen.c_program import CProgram
from tests.codegen.proving.by_hand import by_hand
from tests.codegen.proving.grammar import Grammar
from tests.codegen.proving.transfers import gb_transfers
from tests.codegen.vectors import python_codec, shown

__all__ = [
    "NAN",
    "Load",
    "Subject",
    "composed",
    "is_written_freely",
    "items_of",
    "leaves",
    "of_workspace",
    "reason_of",
    "unordered_in",
]

NAN: Final = "float:nan"
_COMPACT_ARRAY: Final = 19
_ZCL_STRUCTURE: Final = 0x4C
_SIMPLE: Final = frozenset({"ScalerUnit", "DateTime", "Date", "Time", "TimeOfDay", "Bits"})
_COMPOSED_AXDR: Final = ("date-time", "date", "time", "scaler_unit")
_SIZED: Final = (
    Simple(Wire.AXDR, "octet-string", 2, 4),
    Simple(Wire.AXDR, "visible-string", 0, 3),
    Simple(Wire.AXDR, "bit-string", 9, 9),
)

Load: TypeAlias = Callable[[str], ModuleType]
"""Imports a module of the workspace's generated Python."""


@dataclass(frozen=True)
class Subject:
    """A codec of both bindings.

    `ask` is the driver's command before the octets, `maker` makes right octets. `compact` is the Python codec for
    octets that are a compact array, where that is another: C keeps the form that it read.
    """

    name: str
    ask: str
    codec: Codec[Any]
    maker: Callable[[random.Random], bytes]
    leaf: str = ""
    compact: Codec[Any] | None = None

    def make(self, chance: random.Random) -> bytes:
        """Return octets that are mostly right."""
        return self.maker(chance)

    def line(self, octets: bytes) -> str:
        """Return the driver's question."""
        return f"{self.ask} {octets.hex() or '-'}"

    def answer(self, octets: bytes) -> str:
        """Return what Python makes of octets, as the driver would say it, without the types of items."""
        codec = self.compact if self.compact and octets[:1] == bytes((_COMPACT_ARRAY,)) else self.codec
        try:
            value = codec.decode_exact(octets)
        except ValueError as error:
            return f"refused {reason_of(error)}"
        items = ",".join(items_of(value, self.leaf))
        return f"ok {len(octets)} {items} {'-' if is_written_freely(octets, items) else _again(codec, value)}"


def is_written_freely(octets: bytes, items: str) -> bool:
    """Whether the bindings may write a value differently.

    Python changes the bits of a NaN; and a compact array without rows has the description that it came with in C,
    that of the columns in Python.
    """
    return NAN in items or (octets[:1] == bytes((_COMPACT_ARRAY,)) and items == "array:0")


def reason_of(error: ValueError) -> str:
    """Return why octets are refused. Generated packages have classes of their own, so that only names can tell."""
    if type(error).__name__ == OrderNotStatedError.__name__:
        return "needs-order"
    assert type(error).__name__ == DecodeError.__name__, error
    return str(getattr(error, "reason").value)  # noqa: B009


def _again(codec: Codec[Any], value: object) -> str:
    try:
        return codec.encode(value).hex()
    except ValueError as error:
        return f"refused ({error})"


def items_of(value: Any, leaf: str) -> Iterator[str]:  # noqa: ANN401  (what any codec decodes to)
    """Yield a value and what is in it in the driver's words, parents first."""
    match type(value).__name__:
        case "Data":
            yield from _data_items(value.value, value.type_name)
        case "Absent":
            yield "absent"
        case "Rows":
            yield f"array:{len(value)}"
            for row in value:
                yield from _parts("structure", row)
        case "Array":
            yield from _array_items(value)
        case "TypedValue":
            yield from items_of(value.value, _zcl_name(value.type))
        case "tuple":
            yield from _parts("structure" if leaf == "struct" else "array", value)
        case _ if isinstance(value, Mapping | tuple) and type(value).__name__ not in _SIMPLE:
            yield from _parts("structure", tuple(value.values()) if isinstance(value, Mapping) else value)
        case _:
            yield _simple(value, leaf)


def _array_items(value: zcl.Array) -> Iterator[str]:
    if value.elements is None:
        yield "none"
    else:
        yield from _parts("array", value.elements, _zcl_name(value.type))


def _zcl_name(type_: int) -> str:
    return "struct" if type_ == _ZCL_STRUCTURE else ZCL_NAMES.get(type_, "")


def _parts(kind: str, parts: tuple[object, ...], leaf: str = "") -> Iterator[str]:
    yield f"{kind}:{len(parts)}"
    for part in parts:
        yield from items_of(part, leaf)


def _data_items(value: object, name: str) -> Iterator[str]:
    if isinstance(value, tuple):
        yield from _parts("structure" if name == "structure" else "array", value)
    else:
        yield _simple(value, name)


def _simple(value: object, leaf: str) -> str:
    if isinstance(value, float) and math.isnan(value):
        return NAN
    text = shown(value, leaf)
    return f"text:{text.removeprefix('text:').encode().hex()}" if isinstance(value, str) else text.replace(" ", "_")


def leaves(program: CProgram, load: Load) -> list[Subject]:
    """Return each simple codec, and some of stated sizes."""
    modules = {name: load(name) for name in ("axdr", "cosem", "zcl")}
    codecs = [Simple(Wire.AXDR, name) for name in (*AXDR_NAMES.values(), *_COMPOSED_AXDR)]
    codecs += [Simple(Wire.ZCL, name) for name in ZCL_NAMES.values()]
    return [_leaf(program, codec, modules) for codec in (*codecs, *_SIZED)]


def _leaf(program: CProgram, codec: Simple, modules: dict[str, ModuleType]) -> Subject:
    ask = program.line(codec, b"").removesuffix(" -")
    layout = Leaf(codec)
    return Subject(
        f"{codec.wire} {notation(layout)}",
        ask,
        cast("Codec[Any]", python_codec(codec, modules)),
        _maker(layout),
        codec.name,
    )


def _maker(layout: Layout) -> Callable[[random.Random], bytes]:
    return lambda chance: Grammar(chance).octets(layout)


def of_workspace(load: Load) -> list[Subject]:
    """Return each layout of the workspace; `load` imports a module of its generated Python."""
    subjects: list[Subject] = []
    for number, sample in enumerate(gb_transfers()):
        codec = list(load(sample.device).REGISTRY)[sample.entry].codec
        leaf = sample.layout.codec.name if isinstance(sample.layout, Leaf) else ""
        ask = f"layout #{number}"
        subjects.append(Subject(sample.key, f"{ask} -", codec, _maker(sample.layout), leaf))
        subjects += _in_order(sample.key, ask, sample.layout, codec)
    return subjects


def _in_order(key: str, ask: str, layout: Layout, codec: Any) -> Iterator[Subject]:  # noqa: ANN401
    """Yield a layout whose order is not recorded once more, with its members in the order of their names."""
    if not isinstance(layout, Buffer | Unordered):
        return
    order = sorted(range(len(layout.fields)), key=lambda at: layout.fields[at].name)
    fields = tuple(layout.fields[at] for at in order)
    names = tuple(field.name for field in fields)
    numbers = bytes(order).hex()
    if isinstance(layout, Unordered):
        inside = {place: inner for place, field in enumerate(fields) if (inner := unordered_in(field.layout))}
        called = {names[place]: _sorted_names(inner) for place, inner in inside.items()}
        places = "".join(f",{place}:{_sorted_numbers(inner).hex()}" for place, inner in inside.items())
        make = _maker(Unordered(layout.name, tuple(map(_sorted_inside, fields))))
        yield Subject(f"{key} in order", f"{ask} {numbers}{places}", codec.in_order(names, called), make)
    else:
        plain, compact = codec.by_names(names), codec.by_names(names, compact=True)
        make = _maker(Buffer(layout.name, fields))
        yield Subject(f"{key} in order", f"{ask} {numbers}", plain, make, compact=compact)


def unordered_in(layout: Layout) -> Unordered | None:
    """Return the structure of unknown order that a member is, or is a list of."""
    inner = layout.element if isinstance(layout, Array) else layout
    return inner if isinstance(inner, Unordered) else None


def _sorted_names(layout: Unordered) -> tuple[str, ...]:
    return tuple(sorted(field.name for field in layout.fields))


def _sorted_numbers(layout: Unordered) -> bytes:
    return bytes(sorted(range(len(layout.fields)), key=lambda at: layout.fields[at].name))


def _sorted_inside(field: Field) -> Field:
    """Return a member with the members inside of it in the order of their names."""
    inner = unordered_in(field.layout)
    if inner is None:
        return field
    ordered = replace(inner, fields=tuple(inner.fields[at] for at in _sorted_numbers(inner)))
    return replace(field, layout=replace(field.layout, element=ordered) if isinstance(field.layout, Array) else ordered)


def composed(load: Load) -> list[Subject]:
    """Return what describes itself, and the layouts made by hand."""
    return [
        Subject("axdr data", "layout any -", load("data").DATA, _maker(DATA)),
        *(Subject(name, f"layout {name} -", codec, _maker(layout)) for name, (layout, codec) in by_hand(load).items()),
        *(
            Subject(f"zcl {name}", f"layout {name} -", load("zcl").CODECS[type_], _collection(type_), _zcl_name(type_))
            for name, type_ in (("zcl-array", 0x48), ("zcl-bag", 0x51), ("zcl-structure", 0x4C))
        ),
    ]


def _collection(type_: int) -> Callable[[random.Random], bytes]:
    return lambda chance: Grammar(chance).collection(type_)
