"""Print what zigpy knows of the ZigBee Cluster Library, as JSON.

Runs in the environment of the oracles, alone: it imports nothing of metermap. The shape of the output
is that of `tests.oracles.facts.SepFacts`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import version

import zigpy.types as t
from zigpy.zcl import Cluster, foundation
from zigpy.zcl.foundation import DataType, ZCLAttributeAccess

_LAST_CLUSTER = 0xFFFF
_REPORT = (
    (ZCLAttributeAccess.Read, "R"),
    (ZCLAttributeAccess.Write, "W"),
    (ZCLAttributeAccess.Write_Optional, "W"),
    (ZCLAttributeAccess.Report, "P"),
)


def _type(python_type: type) -> str:
    """Return the ZCL name of a type; ``X[]`` is a list, ``uint8*X[]`` one that begins with the count of its items."""
    found = DataType.from_python_type(python_type)
    if found is not DataType.unk:
        return str(found.name.rstrip("_"))
    item = getattr(python_type, "_item_type", None)
    if item is not None:
        count = getattr(python_type, "_length_type", None)
        return f"{f'{_type(count)}*' if count else ''}{_type(item)}[]"
    return f"struct:{python_type.__name__}" if issubclass(python_type, t.Struct) else python_type.__name__


def _enumeration(python_type: type) -> dict[str, object] | None:
    """Return the members of an enumeration, or the masks of a bitmap; None if the type names none."""
    table = getattr(python_type, "__members__", {})
    members = [{"name": name, "id": int(member.value)} for name, member in table.items()]
    return {"name": python_type.__name__, "members": members} if members else None


def _attributes(cluster: type[Cluster]) -> Iterator[dict[str, object]]:
    """Yield the attributes; zigpy does not say which side holds them."""
    for attribute in cluster.AttributeDefs:
        if attribute.is_manufacturer_specific:
            continue
        zcl_type = DataType.from_type_id(attribute.zcl_type)
        yield {
            "id": int(attribute.id),
            "name": attribute.name,
            "type": zcl_type.name.rstrip("_"),
            "access": "".join(dict.fromkeys(letter for flag, letter in _REPORT if flag in attribute.access)),
            "mandatory": bool(attribute.mandatory),
            "enumeration": _enumeration(attribute.type),
        }


def _fields(schema: type[t.Struct]) -> list[dict[str, object]]:
    return [
        {
            "name": field.name,
            "type": _type(field.type),
            "enumeration": _enumeration(field.type),
            "fields": _inner(field.type),
        }
        for field in schema.fields
    ]


def _inner(python_type: type) -> list[dict[str, object]]:
    """Return the fields of a structure, or of the structure that a list repeats."""
    item = getattr(python_type, "_item_type", python_type)
    return _fields(item) if issubclass(item, t.Struct) and not issubclass(item, int) else []


def _commands(definitions: Iterable[foundation.ZCLCommandDef], sender: str) -> Iterator[dict[str, object]]:
    for command in definitions:
        if not command.is_manufacturer_specific:
            fields = _fields(command.schema)
            yield {"sender": sender, "id": int(command.id), "name": command.name, "fields": fields}


def _clusters() -> Iterator[dict[str, object]]:
    for id_, cluster in sorted(Cluster._registry.items()):
        if id_ > _LAST_CLUSTER:
            continue
        # zigpy names a set of commands by who receives them
        commands = [*_commands(cluster.ServerCommandDefs, "client"), *_commands(cluster.ClientCommandDefs, "server")]
        yield {"id": id_, "name": cluster.__name__, "attributes": list(_attributes(cluster)), "commands": commands}


def _non_value(zcl_type: DataType) -> str:
    """Return the octets that mean "no value", most significant first, as hexadecimal digits."""
    value = zcl_type.non_value
    return "" if value is None else bytes(value.serialize())[::-1].hex().upper()


def _octets(zcl_type: DataType) -> int | None:
    """Return the size of a value; None if it varies."""
    bits = getattr(zcl_type.python_type, "_bits", None)
    if bits is not None:
        return int(bits) // 8
    if zcl_type.non_value is not None:
        return len(zcl_type.non_value.serialize())
    length = getattr(zcl_type.python_type, "_length", None)
    return None if length is None else int(length)


def _types() -> Iterator[dict[str, object]]:
    for zcl_type in DataType:
        yield {
            "id": int(zcl_type.type_id),
            "name": zcl_type.name.rstrip("_"),
            "octets": _octets(zcl_type),
            "signed": bool(getattr(zcl_type.python_type, "_signed", False)),
            "non_value": _non_value(zcl_type),
        }


def main() -> None:
    """Write the facts to standard output."""
    facts = {
        "packages": {"zigpy": version("zigpy")},
        "types": list(_types()),
        "clusters": list(_clusters()),
        "global_commands": list(_commands(foundation.GENERAL_COMMANDS.values(), "client")),
    }
    json.dump(facts, sys.stdout)


if __name__ == "__main__":
    main()
