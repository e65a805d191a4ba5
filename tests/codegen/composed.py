"""Codecs of composed layouts as the generator writes them, made to run at once; and their values as text."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from types import ModuleType
from typing import NamedTuple

from metermap.codegen.bindings.layouts import Array, Data, Field, Layout, Leaf, Payload, Sequence, Structure, Variant
from metermap.codegen.python.layouts import COSEM_TYPES, SEP_TYPES, Types, field_name
from metermap.codegen.vectors import Json
from tests.codegen.vectors import AnyCodec, as_text, shown

__all__ = ["composed_codec", "decoded_text", "runtime", "vector_text"]

_MODULES = ("axdr", "zcl", "cosem", "data", "structures", "buffers", "payloads")


def runtime() -> dict[str, ModuleType]:
    """Return the modules of the runtime that codecs are of, as far as there are."""
    package = "metermap.codegen.python.runtime"
    found: dict[str, ModuleType] = {}
    for name in _MODULES:
        try:
            found[name] = importlib.import_module(f"{package}.{name}")
        except ModuleNotFoundError:
            continue
    return found


def composed_codec(layout: Layout) -> AnyCodec | None:
    """Return the codec of a layout, from the code that the generator writes; None where the runtime lacks a part."""
    types = Types()
    types.add([layout])
    module = SEP_TYPES if types.definitions[SEP_TYPES] else COSEM_TYPES
    names: dict[str, object] = dict(runtime())
    try:
        for definition in types.definitions[module]:
            if definition.type_name:
                fields = [(member.name, object) for member in definition.members]
                names[definition.type_name] = NamedTuple(definition.type_name, fields)
            names[definition.name] = eval(definition.value, names)  # noqa: S307  (our own code)
        found: AnyCodec = eval(types.expression(layout, module), names)  # noqa: S307
    except (NameError, AttributeError):
        return None
    return found


def vector_text(layout: Layout, value: Json) -> str:
    """Return a vector's value as text: the same text as that of the decoded value."""
    match layout:
        case Leaf():
            return as_text(value, layout.codec.name)
        case Structure() | Payload() if isinstance(value, dict):
            return _members(
                (field, vector_text(_chosen(field, value), value[field.name]))
                for field in layout.fields
                if field.name in value
            )
        case Array() | Sequence() if isinstance(value, list):
            return _elements(vector_text(layout.element, each) for each in value)
        case Data() if isinstance(value, dict):
            name, inside = value["type"], value["value"]
            if isinstance(inside, list):
                return f"{name}{_elements(vector_text(layout, each) for each in inside)}"
            return f"{name} {as_text(inside, str(name))}"
        case _:
            message = f"{value!r} is no value of {layout}"
            raise ValueError(message)


def decoded_text(layout: Layout, value: object) -> str:
    """Return a decoded value as text."""
    match layout:
        case Leaf():
            return shown(value, layout.codec.name)
        case Structure() | Payload():
            return _members(
                (field, decoded_text(_chosen(field, value), getattr(value, field_name(field.name))))
                for field in layout.fields
                if not _is_absent(getattr(value, field_name(field.name)))
            )
        case Array() | Sequence():
            assert isinstance(value, tuple | list)
            return _elements(decoded_text(layout.element, each) for each in value)
        case Data():
            return _data(value)
        case _:
            message = f"no text of {layout}"
            raise ValueError(message)


def _data(value: object) -> str:
    name, inside = str(getattr(value, "type_name", "")), getattr(value, "value", None)
    if isinstance(inside, tuple) and name in ("array", "structure", "compact-array"):
        return f"{name}{_elements(map(_data, inside))}"
    return f"{name} {shown(inside, name)}"


def _is_absent(value: object) -> bool:
    return type(value).__name__ == "Absent"


def _chosen(field: Field, value: object) -> Layout:
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


def _members(members: Iterable[tuple[Field, str]]) -> str:
    return "{" + ", ".join(f"{field.name}={text}" for field, text in members) + "}"


def _elements(elements: Iterable[str]) -> str:
    return f"[{', '.join(elements)}]"
