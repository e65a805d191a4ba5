"""Build and read octets of ZCL values and payloads with zigpy, as tests.oracles.octets asks on standard input.

A payload with `own` is that of zigpy's own command: its fields in zigpy's order. Any other is built of zigpy's
types in the order that is asked for, which proves the types and not the order.

Runs in the environment of the oracles, alone: it imports nothing of metermap.
"""

from __future__ import annotations

import json
import math
import struct
import sys
from typing import Any

import zigpy.types as t
import zigpy.zcl
from zigpy.zcl import foundation
from zigpy.zcl.foundation import DataTypeId

_FLOATS = {"semi": "e", "single": "f", "double": "d"}
_DATE = ("year", "month", "day", "day_of_week")
_TIME = ("hour", "minute", "second", "hundredths")
_COLLECTIONS = ("array", "struct", "set", "bag")


def _id(name: str) -> str:
    return "bool_" if name == "bool" else name


def _info(name: str) -> Any:
    return foundation.DataType.from_type_id(DataTypeId[_id(name)])


def _type(name: str) -> Any:
    return _info(name).python_type


def _to_zigpy(name: str, value: Any, type_: Any) -> Any:
    if value is None and issubclass(type_, int):  # the code that the standard gives, of zigpy's type
        return type_(type_.min_value if type_.min_value < 0 else type_.max_value)
    if value is None and not issubclass(type_, str):
        return _info(name).non_value
    if issubclass(type_, t.CharacterString):
        return type_("", invalid=True) if value is None else type_(value)
    if issubclass(type_, t.LVBytes):
        return type_(bytes.fromhex(value))
    if name in _FLOATS:
        return type_(struct.unpack(f">{_FLOATS[name]}", bytes.fromhex(value[2:]))[0])
    if issubclass(type_, t.EUI64):
        return type_(int(value).to_bytes(8, "little"))
    if issubclass(type_, t.KeyData):
        return type_(bytes.fromhex(value))
    if name == "date" and isinstance(value, dict):
        return _struct(type_, value, _DATE)
    if name == "ToD":
        return _struct(type_, value, _TIME)
    if name.startswith("data") or name == "UTC":
        raw = int(value).to_bytes(4 if name == "UTC" else int(name[4:]) // 8, "little")
        return type_.deserialize(raw)[0]
    return type_(int(value))


def _struct(type_: Any, value: dict[str, Any], names: tuple[str, ...]) -> Any:
    octets = [0xFF if value[name] is None else value[name] - (1900 if name == "year" else 0) for name in names]
    return type_.deserialize(bytes(octets))[0]


def _encode(shape: dict[str, Any], value: Any) -> bytes:
    if "payload" in shape:
        return b"".join(_encode(member, value[name]) for name, member in shape["payload"] if name in value)
    if "list" in shape:
        return b"".join(_encode(shape["list"], each) for each in value)
    name = shape["leaf"]
    return bytes.fromhex(value) if name == "rest" else bytes(_element(name, value).serialize())


def _from_zigpy(name: str, found: Any) -> Any:
    info = _info(name)
    if name in _FLOATS:
        return None if math.isnan(found) else "0x" + struct.pack(f">{_FLOATS[name]}", found).hex()
    if isinstance(found, t.CharacterString):
        return None if found.invalid else str(found)
    if isinstance(found, bytes):
        return bytes(found).hex()
    octets = found.serialize()
    if name in ("date", "ToD"):
        fields = [None if octet == 0xFF else octet for octet in octets]
        if name == "date" and fields[0] is not None:
            fields[0] += 1900
        names = _DATE if name == "date" else _TIME
        return dict(zip(names, fields, strict=True)) if any(field is not None for field in fields) else None
    if name == "key128":
        return octets.hex()
    if info.non_value is not None and info.non_value.serialize() == octets:
        return None
    if name == "bool":
        return bool(found)
    value = int(found) if isinstance(found, int) else int.from_bytes(octets, "little")
    return str(value) if abs(value) > 2**53 - 1 else value


def _own(asked: list[Any]) -> Any:
    cluster, sender, command = asked
    registry = zigpy.zcl.Cluster._registry[cluster]
    commands = registry.server_commands if sender == "client" else registry.client_commands
    return commands[command].schema


def _plain(found: Any) -> Any:
    """Return a field of zigpy's command as JSON, without the names: they are compared elsewhere."""
    if found is None:
        return None
    if isinstance(found, list | tuple):
        return [_plain(each) for each in found]
    if isinstance(found, t.Struct):
        return [_plain(getattr(found, field.name)) for field in found.fields]
    if isinstance(found, str):
        return str(found)
    if isinstance(found, bytes):
        return bytes(found).hex()
    value = int(found) if isinstance(found, int) else int.from_bytes(found.serialize(), "little")
    return str(value) if abs(value) > 2**53 - 1 else value


def _typed(type_: Any, value: Any) -> Any:
    """Return a value of a field's type."""
    if issubclass(type_, list):
        return type_([_typed(type_._item_type, each) for each in value])
    if issubclass(type_, t.LVBytes):
        return type_(bytes.fromhex(value))
    if issubclass(type_, t.Struct):
        values = value.values() if isinstance(value, dict) else value
        return type_(*(_typed(field.type, each) for field, each in zip(type_.fields, values, strict=True)))
    if issubclass(type_, str):
        return type_(value)
    if not issubclass(type_, int):
        return type_(value)
    if value is None:
        return type_(type_.max_value if type_.min_value == 0 else type_.min_value)
    return type_(int(value))


def _records(type_: str) -> Any:
    return foundation.GENERAL_COMMANDS[foundation.GeneralCommand(int(type_.split(" ")[1], 16))].schema


def _decode_global(type_: str, data: bytes) -> tuple[Any, int]:
    found, rest = _records(type_).deserialize(data)
    if type_ == "global 0x0B":
        return {"command": int(found.command_id), "status": int(found.status)}, len(data) - len(rest)
    return [_record(type_, each) for each in next(iter(found))], len(data) - len(rest)


def _record(type_: str, each: Any) -> Any:
    if type_ == "global 0x00":
        return int(each)
    if type_ == "global 0x04":
        found = {"status": int(each.status)}
        return found if each.attrid is None else found | {"attribute": int(each.attrid)}
    record: dict[str, Any] = {"attribute": int(each.attrid)}
    if type_ == "global 0x01":
        record["status"] = int(each.status)
    if not record.get("status"):
        record |= {"type": int(each.value.type), "value": each.value.value.serialize().hex()}
    return record


def _encode_global(type_: str, value: Any) -> bytes:
    schema = _records(type_)
    if type_ == "global 0x0B":
        return bytes(schema(command_id=value["command"], status=foundation.Status(value["status"])).serialize())
    if type_ == "global 0x00":
        return b"".join(t.uint16_t(each).serialize() for each in value)
    return b"".join(_made(type_, record).serialize() for record in value)


def _made(type_: str, record: dict[str, Any]) -> Any:
    if type_ == "global 0x04":
        made = foundation.WriteAttributesStatusRecord(foundation.Status(record["status"]))
        if "attribute" in record:
            made.attrid = t.uint16_t(record["attribute"])
        return made
    each = foundation.ReadAttributeRecord() if type_ == "global 0x01" else foundation.Attribute()
    each.attrid = t.uint16_t(record["attribute"])
    if type_ == "global 0x01":
        each.status = foundation.Status(record["status"])
    if "type" in record:
        python = foundation.DataType.from_type_id(DataTypeId(record["type"])).python_type
        each.value = foundation.TypeValue(record["type"], python.deserialize(bytes.fromhex(record["value"]))[0])
    return each


def _decode_frame(data: bytes) -> tuple[Any, int]:
    header, rest = foundation.ZCLHeader.deserialize(data)
    control = header.frame_control
    value = {
        "type": {0: "global", 1: "cluster"}[int(control.frame_type)],
        "to_client": bool(control.direction),
        "disable_default_response": bool(control.disable_default_response),
        "reserved": int(control.reserved),
        "manufacturer": None if header.manufacturer is None else int(header.manufacturer),
        "sequence": int(header.tsn),
        "command": int(header.command_id),
        "payload": rest.hex(),
    }
    return value, len(data)


def _encode_frame(value: dict[str, Any]) -> bytes:
    control = foundation.FrameControl(
        frame_type=foundation.FrameType(("global", "cluster").index(value["type"])),
        is_manufacturer_specific=value["manufacturer"] is not None,
        direction=foundation.Direction(value["to_client"]),
        disable_default_response=value["disable_default_response"],
        reserved=value["reserved"],
    )
    header = foundation.ZCLHeader(control, value["manufacturer"], value["sequence"], value["command"])
    return bytes(header.serialize()) + bytes.fromhex(value["payload"])


def _encode_collection(name: str, value: Any) -> Any:
    """Return zigpy's collection; `name` is the type of the value, of elements and members the types are in it."""
    if name == "struct":
        members = [(DataTypeId[_id(each["type"])], _element(each["type"], each["value"])) for each in value]
        return foundation.ZCLStructure([foundation.TypeValue(type_, each) for type_, each in members])
    elements = [_element(value["type"], each) for each in value["value"]]
    listed = t.LVList[_type(value["type"]), t.uint16_t](elements)
    return _type(name)(type=DataTypeId[_id(value["type"])], value=listed)


def _element(name: str, value: Any) -> Any:
    return _encode_collection(name, value) if name in _COLLECTIONS else _to_zigpy(name, value, _type(name))


def _decode_collection(name: str, found: Any) -> Any:
    if name == "struct":
        return [_typed_value(each) for each in found]
    type_ = DataTypeId(found.type).name.removesuffix("_")
    return {"type": type_, "value": [_decode_element(type_, each) for each in found.value]}


def _typed_value(found: Any) -> dict[str, Any]:
    type_ = DataTypeId(found.type).name.removesuffix("_")
    return {"type": type_, "value": _decode_element(type_, found.value)}


def _decode_element(name: str, found: Any) -> Any:
    return _decode_collection(name, found) if name in _COLLECTIONS else _from_zigpy(name, found)


def _decode(shape: dict[str, Any], data: bytes) -> tuple[Any, int]:
    if "records" in shape:
        return _decode_global(shape["records"], data)
    if "frame" in shape:
        return _decode_frame(data)
    if "own" in shape:
        found, rest = _own(shape["own"]).deserialize(data)
        return [_plain(getattr(found, field.name)) for field in found.fields], len(data) - len(rest)
    found, rest = _type(shape["leaf"]).deserialize(data)
    return _decode_element(shape["leaf"], found), len(data) - len(rest)


def _answer(ask: dict[str, Any]) -> dict[str, Any]:
    shape = ask["shape"]
    if "hex" in ask:
        value, consumed = _decode(shape, bytes.fromhex(ask["hex"]))
        return {"value": value, "consumed": consumed}
    if "records" in shape:
        return {"hex": _encode_global(shape["records"], ask["value"]).hex()}
    if "frame" in shape:
        return {"hex": _encode_frame(ask["value"]).hex()}
    if "own" in shape:
        schema = _own(shape["own"])
        pairs = zip(schema.fields, ask["value"], strict=False)
        made = schema(*(_typed(field.type, each) for field, each in pairs))
        return {"hex": made.serialize().hex()}
    return {"hex": _encode(shape, ask["value"]).hex()}


def _guarded(ask: dict[str, Any]) -> dict[str, Any]:
    try:
        return _answer(ask)
    except Exception as error:  # noqa: BLE001  (whatever a library raises is its answer)
        return {"refused": type(error).__name__}


if __name__ == "__main__":
    json.dump([_guarded(ask) for ask in json.load(sys.stdin)], sys.stdout)
