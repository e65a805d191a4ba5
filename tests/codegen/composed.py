"""Codecs of composed layouts as the generator writes them, made to run at once; and their values as text."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from types import MappingProxyType, ModuleType
from typing import Any, Final, NamedTuple

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
from metermap.codegen.python.runtime.buffers import CaptureObject
from metermap.codegen.vectors import Json
from tests.codegen.vectors import AnyCodec, as_text, shown

__all__ = [
    "ANY",
    "COLLECTIONS",
    "alternative",
    "chosen",
    "column",
    "composed_codec",
    "decoded_text",
    "in_order",
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
    types.add([layout])
    module = SEP_TYPES if types.definitions[SEP_TYPES] else COSEM_TYPES
    names: dict[str, object] = dict(runtime())
    for definition in types.definitions[module]:
        if definition.type_name:
            fields = [(member.name, object) for member in definition.members]
            names[definition.type_name] = NamedTuple(definition.type_name, fields)
        names[definition.name] = eval(definition.value, names)  # noqa: S307  (our own code)
    found: AnyCodec = eval(types.expression(layout, module), names)  # noqa: S307
    return found


def in_order(codec: Any, layout: Layout, order: tuple[str, ...], octets: bytes) -> AnyCodec:
    """Return the codec of members or columns in this order; of a buffer one that writes it as it came."""
    if isinstance(layout, Unordered):
        ordered: AnyCodec = codec.in_order(order)
        return ordered
    if not isinstance(layout, Buffer):
        plain: AnyCodec = codec
        return plain
    compact = octets[:1] == bytes((_COMPACT,))
    if set(order) <= {field.name for field in layout.fields}:
        named: AnyCodec = codec.by_names(order, compact=compact)
        return named
    objects = {CaptureObject(1, bytes(6), number): name for number, name in enumerate(order)}
    captured: AnyCodec = codec.by_capture_objects(objects, objects, compact=compact)
    return captured


def vector_text(layout: Layout, value: Json) -> str:  # noqa: PLR0911  (one a shape)
    """Return a vector's value as text: the same text as that of the decoded value."""
    match layout, value:
        case Leaf(Codec(Wire.ZCL, "struct")), list():
            return f"struct{_elements(map(_member, value))}"
        case Leaf(Codec(Wire.ZCL, name)), {"type": str(type_), "value": None} if name in COLLECTIONS:
            return f"{name} of {type_} none"
        case Leaf(Codec(Wire.ZCL, name)), {"type": str(type_), "value": list(elements)} if name in COLLECTIONS:
            return f"{name} of {type_} {_elements(vector_text(zcl_layout(type_), each) for each in elements)}"
        case Leaf(), _:
            return as_text(value, layout.codec.name)
        case ((Structure() | Payload()), dict()):
            return _members(
                (field.name, vector_text(chosen(field, value), value[field.name]))
                for field in layout.fields
                if field.name in value
            )
        case ((Array() | Sequence()), list()):
            return _elements(vector_text(layout.element, each) for each in value)
        case Unordered(), dict():
            return _members((name, vector_text(column(layout, name), each)) for name, each in value.items())
        case Buffer(), list():
            return _elements(vector_text(Unordered(layout.name, layout.fields), row) for row in value)
        case Choice(), {"type": str(), "value": inside}:
            return vector_text(alternative(layout, value), inside)
        case Data(), {"type": str(name), "value": list(elements)}:
            return f"{name}{_elements(vector_text(layout, each) for each in elements)}"
        case Data(), {"type": str(name), "value": inside}:
            return f"{name} {as_text(inside, name)}"
        case _:
            message = f"{value!r} is no value of {layout}"
            raise ValueError(message)


def decoded_text(layout: Layout, value: Any) -> str:  # noqa: PLR0911  (one a shape)
    """Return a decoded value as text."""
    match layout:
        case Leaf(Codec(Wire.ZCL, name)) if name in COLLECTIONS and value is not None:
            return _collection(name, value)
        case Leaf():
            return shown(value, layout.codec.name)
        case Structure() | Payload():
            return _members(
                (field.name, decoded_text(chosen(field, value), getattr(value, field_name(field.name))))
                for field in layout.fields
                if not _is_absent(getattr(value, field_name(field.name)))
            )
        case Array() | Sequence():
            return _elements(decoded_text(layout.element, each) for each in value)
        case Unordered():
            return _members((name, decoded_text(column(layout, name), each)) for name, each in value.items())
        case Buffer():
            rows = (dict(zip(value.names, row, strict=True)) for row in value)
            return _elements(decoded_text(Unordered(layout.name, layout.fields), row) for row in rows)
        case Choice():
            return decoded_text(_alternative_of(layout, value), value)
        case Data():
            return _data(value)
        case _:
            message = f"no text of {layout}"
            raise ValueError(message)


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


def chosen(field: Field, value: object) -> Layout:
    """Return the layout of a field, of variants the one that the fields before it select."""
    if not isinstance(field.layout, Variant):
        return field.layout
    for case in field.layout.cases:
        asked = {name: _number(value, name) for name in case.when.fields}
        if case.when.holds(asked, octets_remain=True):
            return case.layout
    return field.layout.otherwise


def _number(value: object, name: str) -> int:
    found = value[name] if isinstance(value, dict) else getattr(value, field_name(name))
    assert isinstance(found, int)
    return found


def _collection(name: str, value: Any) -> str:
    if name == "struct":
        names = [(_ZCL_TYPES[each.type], each.value) for each in value]
        return f"struct{_elements(f'{type_} {decoded_text(zcl_layout(type_), inside)}' for type_, inside in names)}"
    type_ = _ZCL_TYPES[value.type]
    if value.elements is None:
        return f"{name} of {type_} none"
    return f"{name} of {type_} {_elements(decoded_text(zcl_layout(type_), each) for each in value.elements)}"


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


def _is_absent(value: object) -> bool:
    return type(value).__name__ == "Absent"


def _members(members: Iterable[tuple[str, str]]) -> str:
    return "{" + ", ".join(f"{name}={text}" for name, text in members) + "}"


def _elements(elements: Iterable[str]) -> str:
    return f"[{', '.join(elements)}]"
