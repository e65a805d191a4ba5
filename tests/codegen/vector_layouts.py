"""The layouts of the vectors as a C table, and what the driver says of a vector's value: a flat list of items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from metermap.codegen import templates
from metermap.codegen.bindings.codecs import Codec, Wire
from metermap.codegen.bindings.layouts import (
    Array,
    Buffer,
    Choice,
    Data,
    Layout,
    Leaf,
    Payload,
    Sequence,
    Structure,
    Unordered,
)
from metermap.codegen.c.filters import CInitializer
from metermap.codegen.c.layouts import LayoutTable, codec_name
from metermap.codegen.overrides import Overrides
from metermap.codegen.vectors import Json, Vector, layout_of, read_vectors
from tests.codegen.c_program import CProgram, from_c
from tests.codegen.composed import COLLECTIONS, alternative, chosen, column, zcl_layout
from tests.codegen.vectors import as_text

__all__ = ["VectorTable", "said_items", "value_items", "write_table"]

_ARRAY, _STRUCTURE, _COMPACT, _PAYLOAD = 0x0101, 0x0102, 0x0113, 0x0000
_COMPOSED_DATA: Final = {"array": _ARRAY, "structure": _STRUCTURE, "compact-array": _COMPACT}
_RAW: Final = ("octets", "rest")
_OTHER_COLUMN: Final = "ff"
Items = Iterator[str]


@dataclass(frozen=True)
class VectorTable:
    """The folder of ``vector_layouts.h``, and the row of each type of the vectors."""

    folder: Path
    rows: Mapping[str, int]

    @property
    def flags(self) -> tuple[str, str]:
        """What the driver is compiled with to know the table."""
        return "-DVECTORS", f"-I{self.folder}"

    def line(self, vector: Vector, octets: bytes | None = None) -> str:
        """Return the line that asks the driver for a vector."""
        layout = layout_of(vector.type)
        assert layout is not None
        given = vector.octets if octets is None else octets
        return f"layout #{self.rows[vector.type]} {_order(layout, vector.order)} {given.hex() or '-'}"


def write_table(folder: Path) -> VectorTable:
    """Write the layouts of all vectors, as the generator writes those of a package."""
    table = LayoutTable("gb")
    types = sorted({vector.type for vector in read_vectors()})
    rows = {name: table.add(layout) for name in types if (layout := layout_of(name)) is not None}
    context = {
        "header": "The layouts of the vectors.",
        "prefix": "gb",
        "upper": "GB",
        "layouts_header": "gb_layout.h",
        "rows": tuple(table.rows()),
        "terms": tuple(table.terms()),
        "counts": tuple(table.counts()),
        "steps": (CInitializer("0"),),
    }
    environment = templates.environment("metermap.codegen.c", templates.C_FILTERS, Overrides())
    text = environment.get_template("layouts.c.jinja").render(context)
    # The package's own table is beside it, under these names.
    text = re.sub(r"\bgb_(layouts|terms|counts|paths)\b", r"vector_\1", text)
    (folder / "vector_layouts.h").write_text(text, "utf-8")
    return VectorTable(folder, rows)


def _order(layout: Layout, order: tuple[str, ...]) -> str:
    if not isinstance(layout, Buffer | Unordered):
        return "-"
    names = [field.name for field in layout.fields]
    return "".join(f"{names.index(name):02x}" if name in names else _OTHER_COLUMN for name in order)


def said_items(said: str) -> list[str]:
    """Return the items that the driver printed, each value in the notation of the vectors."""
    return [_said(item) for item in said.split(",")]


def _said(item: str) -> str:
    type_, mark, value = item.partition("=")
    return f"{type_}={from_c(value)}" if mark else item


def value_items(vector: Vector, program: CProgram) -> list[str]:
    """Return the items of a vector's value: parents before their members, each with its type."""
    layout = layout_of(vector.type)
    assert layout is not None
    compact = isinstance(layout, Buffer) and vector.octets[:1] == bytes((_COMPACT & 0xFF,))
    return list(_Items(program.numbers, vector.order, compact=compact).of(layout, vector.value))


class _Items:
    """Makes items of values; `numbers` are those of the codecs."""

    def __init__(self, numbers: Mapping[str, int], order: tuple[str, ...], *, compact: bool) -> None:
        self._numbers = numbers
        self._order = order
        self._rows = _COMPACT if compact else _ARRAY

    def of(self, layout: Layout, value: Json) -> Items:
        match layout, value:
            case Leaf(Codec(Wire.ZCL, name)), _ if name in COLLECTIONS:
                yield from self._collection(name, value)
            case Leaf(), _:
                yield self._leaf(layout.codec, value)
            case Structure(), dict():
                yield _head(_STRUCTURE, "structure", len(layout.fields))
                for field in layout.fields:
                    yield from self.of(field.layout, value[field.name])
            case Array(), list():
                yield from self._list(_ARRAY, layout.element, value)
            case ((Buffer() | Unordered()), _):
                yield from self._unordered(layout, value)
            case Choice(), dict():
                yield from self.of(alternative(layout, value), value["value"])
            case Data(), dict():
                yield from self._data(value)
            case _:
                yield from self._payload(layout, value)

    def _payload(self, layout: Layout, value: Json) -> Items:
        match layout, value:
            case Sequence(), list():
                yield from self._list(_PAYLOAD, layout.element, value)
            case Payload(), dict():
                yield _head(_PAYLOAD, "structure", len(layout.fields))
                for field in layout.fields:
                    if field.name in value:
                        yield from self.of(chosen(field, value), value[field.name])
                    else:
                        yield "absent"
            case _:
                message = f"{value!r} is no value of {layout}"
                raise ValueError(message)

    def _list(self, type_: int, element: Layout, values: list[Json]) -> Items:
        yield _head(type_, "array", len(values))
        for each in values:
            yield from self.of(element, each)

    def _unordered(self, layout: Buffer | Unordered, value: Json) -> Items:
        rows = value if isinstance(value, list) else [value]
        if isinstance(layout, Buffer):
            yield _head(self._rows, "array", len(rows))
        for row in rows:
            assert isinstance(row, dict)
            assert tuple(row) == self._order
            yield _head(_STRUCTURE, "structure", len(row))
            for name, each in row.items():
                yield from self.of(column(layout, name), each)

    def _data(self, value: dict[str, Json]) -> Items:
        name, inside = str(value["type"]), value["value"]
        if not isinstance(inside, list):
            yield self._leaf(Codec(Wire.AXDR, name), inside)
            return
        yield _head(_COMPOSED_DATA[name], name.removeprefix("compact-"), len(inside))
        for each in inside:
            assert isinstance(each, dict)
            yield from self._data(each)

    def _collection(self, name: str, value: Json) -> Items:
        type_ = self._numbers[f"GB_ZCL_{name.upper()}"]
        members = value if name == "struct" or value is None else value["value"]  # type: ignore[index,call-overload]  # an object
        if not isinstance(members, list):
            yield f"{type_:04x}=none"
            return
        yield _head(type_, "structure" if name == "struct" else "array", len(members))
        for each in members:
            if name == "struct":
                yield from self.of(zcl_layout(str(each["type"])), each["value"])  # type: ignore[index,call-overload]
            else:
                yield from self.of(zcl_layout(str(value["type"])), each)  # type: ignore[index,call-overload]

    def _leaf(self, codec: Codec, value: Json) -> str:
        type_ = _PAYLOAD if codec.name in _RAW else self._numbers[f"GB_{codec_name(codec)}"]
        return f"{type_:04x}={as_text(value, codec.name)}"


def _head(type_: int, kind: str, count: int) -> str:
    return f"{type_:04x}={kind}:{count}"
