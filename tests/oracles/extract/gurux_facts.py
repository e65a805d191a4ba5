"""Print what gurux-dlms knows of the interface classes, units and data types, as JSON.

Runs in the environment of the oracles, alone: it imports nothing of metermap. The shape of the output
is that of `tests.oracles.facts.DlmsFacts`. Types are those of attributes, without what is inside.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib.metadata import version

from gurux_dlms._GXObjectFactory import _GXObjectFactory
from gurux_dlms.enums import DataType, ObjectType, Unit
from gurux_dlms.objects.GXDLMSObject import GXDLMSObject

# gurux's words for the data types, as DLMS/COSEM writes them
_TYPES = {
    "ARRAY": "array",
    "BCD": "bcd",
    "BITSTRING": "bit-string",
    "BOOLEAN": "boolean",
    "COMPACT_ARRAY": "compact-array",
    "DATE": "date",
    "DATETIME": "date-time",
    "ENUM": "enum",
    "FLOAT32": "float32",
    "FLOAT64": "float64",
    "INT8": "integer",
    "INT16": "long",
    "INT32": "double-long",
    "INT64": "long64",
    "NONE": "null-data",
    "OCTET_STRING": "octet-string",
    "STRING": "visible-string",
    "STRING_UTF8": "utf8-string",
    "STRUCTURE": "structure",
    "TIME": "time",
    "UINT8": "unsigned",
    "UINT16": "long-unsigned",
    "UINT32": "double-long-unsigned",
    "UINT64": "long64-unsigned",
}


def _type(object_: GXDLMSObject, index: int) -> dict[str, object] | None:
    """Return the type of an attribute; None where gurux states none: it takes what the meter sends."""
    try:
        name = DataType(object_.getDataType(index)).name
    except (ValueError, AttributeError):
        return None
    return None if name == "NONE" else {"name": _TYPES[name]}


def _names(names: object) -> list[str]:
    return [str(name) for name in names] if isinstance(names, tuple | list) else []


def _layout(object_: GXDLMSObject) -> dict[str, object]:
    names = _names(object_.getNames())
    count = int(object_.getAttributeCount())
    attributes = [
        {"index": index, "name": names[index - 1] if index <= len(names) else "", "type": _type(object_, index)}
        for index in range(1, count + 1)
    ]
    methods = _names(object_.getMethodNames())
    count = int(object_.getMethodCount())
    return {
        "attributes": attributes,
        "methods": [
            {"index": index, "name": methods[index - 1] if index <= len(methods) else "", "type": None}
            for index in range(1, count + 1)
        ],
    }


def _at(id_: ObjectType, number: int) -> dict[str, object]:
    object_ = _GXObjectFactory.createObject(id_)
    object_.version = number
    return _layout(object_)


def _versions(id_: ObjectType) -> Iterator[dict[str, object]]:
    """Yield the versions that gurux knows: the one it makes, and earlier ones where it tells them apart."""
    object_ = _GXObjectFactory.createObject(id_)
    if type(object_) is GXDLMSObject:  # a class that gurux has a number for and no more
        return
    newest = int(object_.version)
    layouts = [_at(id_, number) for number in range(newest + 1)]
    apart = any(layout != layouts[newest] for layout in layouts)
    for number, layout in enumerate(layouts):
        if apart or number == newest:
            yield {"id": int(id_), "version": number, "name": id_.name, **layout}


def _classes() -> Iterator[dict[str, object]]:
    for id_ in sorted(ObjectType):
        yield from _versions(id_)


def main() -> None:
    """Write the facts to standard output."""
    facts = {
        "packages": {"gurux-dlms": version("gurux-dlms")},
        "classes": list(_classes()),
        "class_names": [{"id": int(item), "name": item.name} for item in ObjectType],
        "units": [{"id": int(item), "name": item.name} for item in Unit],
        "data_types": [{"tag": int(item), "name": _TYPES[item.name], "octets": None} for item in DataType],
    }
    json.dump(facts, sys.stdout)


if __name__ == "__main__":
    main()
