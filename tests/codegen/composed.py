"""Codecs of composed layouts as the generator writes them, made to run at once; and their values as text."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Final, NamedTuple, cast

from metermap.codegen.bindings.codecs import ZCL_NAMES, Codec, Wire
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
)
from metermap.codegen.python.layouts import COSEM_TYPES, SEP_TYPES, Types, field_name
from metermap.codegen.python.runtime import buffers, payloads, unordered, zcl_collections
from metermap.codegen.python.runtime import codec as runtime_codec
from metermap.codegen.vectors import Json, Vector, layout_of
from tests.codegen.vectors import AnyCodec, as_text, shown

__all__ = [
    "ANY",
    "COLLECTIONS",
    "alternative",
    "chosen",
    "codec_and_layout",
    "column",
    "composed_codec",
    "decoded_text",
    "runtime",
    "vector_text",
    "zcl_layout",
]

ANY: Final = Data()
COLLECTIONS: Final[Mapping[str, int]] = MappingProxyType({"array": 0x48, "struct": 0x4C, "set": 0x50, "bag": 0x51})
_ZCL_TYPES: Final = {**ZCL_NAMES, **{code: name for name, code in COLLECTIONS.items()}}
_MODULES = ("axdr", "zcl", "cosem", "data", "structures", "unordered", "buffers", "payloads")
_COMPACT: Final = 0x13


def runtime() -> dict[str, ModuleType]:
    """Return the modules of the runtime that codecs are of."""
    return {name: importlib.import_module(f"metermap.codegen.python.runtime.{name}") for name in _MODULES}


def composed_codec(layout: Layout) -> AnyCodec:
    """Return the codec of a layout, from the code that the generator writes."""
    types = Types()
    types.add([("a vector", layout)])
    module = SEP_TYPES if types.definitions[SEP_TYPES] else COSEM_TYPES
    names: dict[str, object] = dict(runtime())
    for definition in types.definitions[module]:
        if definition.type_name:
            fields = [(member.name, object) for member in definition.members]
            names[definition.type_name] = NamedTuple(definition.type_name, fields)
        names[definition.name] = eval(definition.value, names)  # noqa: S307  (our own code)
    found: AnyCodec = eval(types.expression(layout, module), names)  # noqa: S307
    return found


@cache
def _made(type_: str) -> tuple[AnyCodec, Layout]:
    layout = layout_of(type_)
    assert layout is not None
    return composed_codec(layout), layout


def codec_and_layout(vector: Vector) -> tuple[AnyCodec, Layout]:
    """Return the codec of a vector, with the order that it states, and the layout of its type."""
    codec, layout = _made(vector.type)
    return _in_order(codec, layout, vector.order, vector.octets), layout


def _in_order(codec: object, layout: Layout, order: tuple[str, ...], octets: bytes) -> AnyCodec:
    """Return the codec of members or columns in this order; of a buffer one that writes it as it came."""
    if isinstance(codec, unordered.Unordered):
        return cast("AnyCodec", codec.in_order(order))
    if not isinstance(codec, buffers.ProfileBuffer) or not isinstance(layout, Buffer):
        return cast("AnyCodec", codec)
    compact = octets[:1] == bytes((_COMPACT,))
    if set(order) <= {field.name for field in layout.fields}:
        return cast("AnyCodec", codec.by_names(order, compact=compact))
    known = {field.name for field in layout.fields}
    objects = {buffers.CaptureObject(1, bytes(6), number): name for number, name in enumerate(order)}
    names = {captured: name for captured, name in objects.items() if name in known}
    codec_names = tuple(names.get(captured, str(captured)) for captured in objects)
    return _Renamed(codec.by_capture_objects(objects, names, compact=compact), codec_names, order)


class _Renamed:
    """A buffer's codec under the names of a vector, which has one for each column, also for one of any type."""

    def __init__(self, codec: runtime_codec.Codec[buffers.Rows], own: tuple[str, ...], names: tuple[str, ...]) -> None:
        self._codec = codec
        self._own = own
        self._names = names

    def decode(self, data: bytes, offset: int = 0) -> tuple[object, int]:
        rows, consumed = self._codec.decode(data, offset)
        return replace(rows, names=self._names), consumed

    def decode_exact(self, data: bytes) -> object:
        return replace(self._codec.decode_exact(data), names=self._names)

    def encode(self, value: object) -> bytes:
        assert isinstance(value, buffers.Rows)
        return self._codec.encode(replace(value, names=self._own))


def vector_text(layout: Layout, value: Json) -> str:
    """Return a vector's value as text: the same text as that of the decoded value."""
    match layout, value:
        case Leaf(), _:
            return _leaf_text(layout.codec, value)
        case ((Structure() | Payload() | Unordered()), dict()):
            parts = list(_parts(layout, value))
            assert [name for name, _ in parts] == list(value), "the members are those of the type, in order"
            return _members((name, vector_text(inside, value[name])) for name, inside in parts)
        case ((Array() | Sequence() | Buffer()), list()):
            element = _element(layout)
            return _elements(vector_text(element, each) for each in value)
        case Choice(), dict():
            return vector_text(alternative(layout, value), value["value"])
        case Data(), dict():
            return _data_text(value)
    message = f"{value!r} is no value of {layout}"
    raise ValueError(message)


def _leaf_text(codec: Codec, value: Json) -> str:
    match value:
        case list(members) if _is_collection(codec):
            return f"struct{_elements(map(_member, members))}"
        case {"type": str(type_), "value": None} if _is_collection(codec):
            return f"{codec.name} of {type_} none"
        case {"type": str(type_), "value": list(elements)} if _is_collection(codec):
            return f"{codec.name} of {type_} {_elements(vector_text(zcl_layout(type_), each) for each in elements)}"
        case _:
            return as_text(value, codec.name)


def _data_text(value: dict[str, Json]) -> str:
    name, inside = str(value["type"]), value["value"]
    if isinstance(inside, list):
        return f"{name}{_elements(vector_text(ANY, each) for each in inside)}"
    return f"{name} {as_text(inside, name)}"


def decoded_text(layout: Layout, value: object) -> str:
    """Return a decoded value as text."""
    match layout:
        case Leaf():
            known = _is_collection(layout.codec) and value is not None
            return _collection(layout.codec.name, value) if known else shown(value, layout.codec.name)
        case Structure() | Payload() | Unordered():
            held = _held(layout, value)
            return _members((name, decoded_text(inside, held[name])) for name, inside in _parts(layout, held))
        case Array() | Sequence() | Buffer():
            element = _element(layout)
            return _elements(decoded_text(element, each) for each in _rows(value))
        case Choice():
            return decoded_text(_alternative_of(layout, value), value)
        case Data():
            return _data(value)
        case Variant():
            message = "a variant is said by its field"
            raise ValueError(message)


def _is_collection(codec: Codec) -> bool:
    return codec.wire is Wire.ZCL and codec.name in COLLECTIONS


def _element(layout: Array | Sequence | Buffer) -> Layout:
    return Unordered(layout.name, layout.fields) if isinstance(layout, Buffer) else layout.element


def _parts(layout: Structure | Payload | Unordered, value: Mapping[str, object]) -> Iterator[tuple[str, Layout]]:
    """Yield the members that are there: in the order of the type, or where it states none in that of the value."""
    if isinstance(layout, Unordered):
        yield from ((name, column(layout, name)) for name in value)
    else:
        yield from ((field.name, chosen(field, value)) for field in layout.fields if field.name in value)


def _held(layout: Structure | Payload | Unordered, value: object) -> dict[str, object]:
    """Return the members of a decoded value that are there, by their names in the layout."""
    if isinstance(value, Mapping):
        return dict(value)
    found = {field.name: getattr(value, field_name(field.name)) for field in layout.fields}
    return {name: each for name, each in found.items() if not isinstance(each, payloads.Absent)}


def _rows(value: object) -> Iterator[object]:
    if isinstance(value, buffers.Rows):
        yield from (dict(zip(value.names, row, strict=True)) for row in value)
    else:
        assert isinstance(value, tuple | list)
        yield from value


def zcl_layout(type_: str) -> Leaf:
    """Return the layout of a ZCL type by its name."""
    return Leaf(Codec(Wire.ZCL, type_))


def column(layout: Unordered | Buffer, name: str) -> Layout:
    """Return the layout of a member by name; one that the layout does not know describes itself."""
    return next((field.layout for field in layout.fields if field.name == name), ANY)


def alternative(layout: Choice, value: Mapping[str, Json]) -> Layout:
    """Return the alternative that a vector's value is of: by its type, of structures also by their members."""
    return next(each.layout for each in layout.alternatives if _fits(each.layout, value["type"], value["value"]))


def _fits(layout: Layout, type_: Json, value: Json) -> bool:
    match layout:
        case Structure():
            names = [field.name for field in layout.fields]
            return type_ == "structure" and isinstance(value, dict) and list(value) == names
        case Array():
            return type_ == "array"
        case _:
            return isinstance(layout, Leaf) and type_ == layout.codec.name


def _alternative_of(layout: Choice, value: object) -> Layout:
    names = getattr(value, "_fields", None)
    for each in (alternative.layout for alternative in layout.alternatives):
        match each:
            case Structure() if names == tuple(field_name(field.name) for field in each.fields):
                return each
            case Array() if isinstance(value, tuple) and names is None:
                return each
            case Leaf() if names is None and (value is None) == (each.codec.name == "null-data"):
                return each
    message = f"{value!r} is of no alternative"
    raise ValueError(message)


def chosen(field: Field, value: Mapping[str, object]) -> Layout:
    """Return the layout of a field, of variants the one that the fields before it select."""
    if not isinstance(field.layout, Variant):
        return field.layout
    for case in field.layout.cases:
        asked = {name: number for name in case.when.fields if isinstance(number := value[name], int)}
        if case.when.holds(asked, octets_remain=True):
            return case.layout
    return field.layout.otherwise


def _collection(name: str, value: object) -> str:
    if not isinstance(value, zcl_collections.Array):
        return f"struct{_elements(map(_decoded_member, _rows(value)))}"
    type_ = _ZCL_TYPES[value.type]
    if value.elements is None:
        return f"{name} of {type_} none"
    return f"{name} of {type_} {_elements(decoded_text(zcl_layout(type_), each) for each in value.elements)}"


def _decoded_member(value: object) -> str:
    assert isinstance(value, zcl_collections.TypedValue)
    type_ = _ZCL_TYPES[value.type]
    return f"{type_} {decoded_text(zcl_layout(type_), value.value)}"


def _member(value: Json) -> str:
    """Return the text of a structure's member: its type and its value."""
    assert isinstance(value, dict)
    type_ = str(value["type"])
    return f"{type_} {vector_text(zcl_layout(type_), value['value'])}"


def _data(value: object) -> str:
    name, inside = str(getattr(value, "type_name", "")), getattr(value, "value", None)
    if isinstance(inside, tuple) and name in ("array", "structure", "compact-array"):
        return f"{name}{_elements(map(_data, inside))}"
    return f"{name} {shown(inside, name)}"


def _members(members: Iterable[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"{name}={text}" for name, text in members) + "}"


def _elements(elements: Iterable[str]) -> str:
    return f"[{', '.join(elements)}]"
