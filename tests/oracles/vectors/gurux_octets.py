"""Build and read octets of A-XDR data with gurux-dlms, as tests.oracles.octets asks on standard input.

Runs in the environment of the oracles, alone: it imports nothing of metermap.
"""

from __future__ import annotations

import json
import math
import struct
import sys
from datetime import datetime, timedelta, timezone
from typing import Any

from gurux_dlms import GXDLMSClient
from gurux_dlms.enums import ClockStatus, DataType, DateTimeExtraInfo, DateTimeSkips
from gurux_dlms.GXArray import GXArray
from gurux_dlms.GXBitString import GXBitString
from gurux_dlms.GXByteBuffer import GXByteBuffer
from gurux_dlms.GXDate import GXDate
from gurux_dlms.GXDateTime import GXDateTime
from gurux_dlms.GXStructure import GXStructure
from gurux_dlms.GXTime import GXTime
from gurux_dlms.internal._GXCommon import _GXCommon
from gurux_dlms.internal._GXDataInfo import _GXDataInfo

_TYPES = {
    "null-data": DataType.NONE,
    "boolean": DataType.BOOLEAN,
    "bit-string": DataType.BITSTRING,
    "double-long": DataType.INT32,
    "double-long-unsigned": DataType.UINT32,
    "octet-string": DataType.OCTET_STRING,
    "visible-string": DataType.STRING,
    "utf8-string": DataType.STRING_UTF8,
    "bcd": DataType.BCD,
    "integer": DataType.INT8,
    "long": DataType.INT16,
    "unsigned": DataType.UINT8,
    "long-unsigned": DataType.UINT16,
    "long64": DataType.INT64,
    "long64-unsigned": DataType.UINT64,
    "enum": DataType.ENUM,
    "float32": DataType.FLOAT32,
    "float64": DataType.FLOAT64,
    "date-time": DataType.OCTET_STRING,
    "date": DataType.OCTET_STRING,
    "time": DataType.OCTET_STRING,
    "date-time-tagged": DataType.DATETIME,
    "date-tagged": DataType.DATE,
    "time-tagged": DataType.TIME,
}
_SETTINGS = GXDLMSClient(useLogicalNameReferencing=True).settings  # those of a client that uses logical names
_MOMENTS = ("date-time", "date", "time")


def _encode(shape: dict[str, Any], value: Any, out: GXByteBuffer) -> None:
    if "structure" in shape:
        out.setUInt8(DataType.STRUCTURE)
        _GXCommon.setObjectCount(len(shape["structure"]), out)
        for name, member in shape["structure"]:
            _encode(member, value[name], out)
    elif "array" in shape:
        out.setUInt8(DataType.ARRAY)
        _GXCommon.setObjectCount(len(value), out)
        for element in value:
            _encode(shape["array"], element, out)
    elif "leaf" in shape:
        name = shape["leaf"]
        _GXCommon.setData(_SETTINGS, out, _TYPES[name], _to_gurux(name, value))
    else:
        message = f"no way to build {shape}"
        raise NotImplementedError(message)


def _to_gurux(name: str, value: Any) -> Any:
    kind = name.removesuffix("-tagged")
    if kind in _MOMENTS:
        return _moment(kind, value)
    if kind == "bit-string":
        return value
    if kind == "octet-string":
        return bytearray.fromhex(value)
    if kind in ("float32", "float64"):
        return struct.unpack(">f" if kind == "float32" else ">d", bytes.fromhex(value[2:]))[0]
    return int(value) if isinstance(value, str) and "string" not in kind else value


def _moment(kind: str, value: dict[str, Any]) -> Any:
    """Return gurux's date or time of fields; one that it cannot hold raises."""
    made = {"date-time": GXDateTime, "date": GXDate, "time": GXTime}[kind](None)
    base = {"year": 2000, "month": 1, "day": 1, "hour": 0, "minute": 0, "second": 0, "hundredths": 0}
    known = {name: value[name] for name in base if value.get(name) is not None}
    hundredths = known.pop("hundredths", 0)
    zone = timezone(timedelta(minutes=-value["deviation"])) if value.get("deviation") is not None else None
    fields = {name: known.get(name, base[name]) for name in base if name != "hundredths"}
    made.value = datetime(**fields, microsecond=hundredths * 10_000, tzinfo=zone)
    made.skip = DateTimeSkips.NONE
    made.dayOfWeek = value.get("day_of_week") or 0
    for name, skip in _SKIPS.items():
        if name in value and value[name] is None:
            made.skip |= skip
    if kind == "date-time":
        if zone is None:
            made.skip |= DateTimeSkips.DEVITATION
        made.status = ClockStatus.SKIPPED if value["clock_status"] is None else ClockStatus(value["clock_status"])
    return made


def _decode(shape: dict[str, Any], data: bytes) -> tuple[Any, int]:
    buffer, info = GXByteBuffer(data), _GXDataInfo()
    value = _GXCommon.getData(_SETTINGS, buffer, info)
    if not info.complete:
        message = "not complete"
        raise ValueError(message)
    return _from_gurux(shape, value, int(info.type_)), int(buffer.position)


def _from_gurux(shape: dict[str, Any], value: Any, type_: int | None = None) -> Any:
    if isinstance(value, GXArray | GXStructure | list):
        return _composed(shape, value)
    if isinstance(value, GXBitString):
        return str(value)
    kind = shape.get("leaf", "").removesuffix("-tagged")
    if kind in _MOMENTS and isinstance(value, bytes | bytearray):
        tag = {"date-time": DataType.DATETIME, "date": DataType.DATE, "time": DataType.TIME}[kind]
        value = _GXCommon.changeType(_SETTINGS, value, tag)
    if isinstance(value, GXDateTime):
        return _fields(kind, value)
    if isinstance(value, bytes | bytearray):
        return bytes(value).hex()
    if isinstance(value, float):
        return _float(value, single=type_ == DataType.FLOAT32 or kind == "float32")
    value = getattr(value, "value", value)
    return str(value) if isinstance(value, int) and abs(value) > 2**53 - 1 else value


def _composed(shape: dict[str, Any], value: list[Any]) -> Any:
    if "structure" in shape:
        members = shape["structure"]
        if len(members) != len(value):
            message = f"{len(value)} members"
            raise ValueError(message)
        return {name: _from_gurux(member, each) for (name, member), each in zip(members, value, strict=True)}
    if "array" in shape:
        return [_from_gurux(shape["array"], each) for each in value]
    return [_from_gurux({}, each) for each in value]


def _float(value: float, *, single: bool) -> str:
    if math.isnan(value):
        return "0x7fc00000" if single else "0x7ff8000000000000"
    return "0x" + struct.pack(">f" if single else ">d", value).hex()


def _fields(kind: str, value: GXDateTime) -> dict[str, int | None]:
    """Return the fields of gurux's date or time, by the flags that say which are not specified."""
    found: dict[str, int | None] = {}
    if kind != "time":
        month, day = value.value.month, value.value.day
        if value.extra & (DateTimeExtraInfo.DST_BEGIN | DateTimeExtraInfo.DST_END):
            month = 0xFE if value.extra & DateTimeExtraInfo.DST_BEGIN else 0xFD
        if value.extra & (DateTimeExtraInfo.LAST_DAY | DateTimeExtraInfo.LAST_DAY2):
            day = 0xFE if value.extra & DateTimeExtraInfo.LAST_DAY else 0xFD
        found |= {"year": value.value.year, "month": month, "day": day}
        if kind == "date-time" or _skipped(value, "day_of_week"):  # of a date gurux keeps no day of week
            found["day_of_week"] = value.dayOfWeek
    if kind != "date":
        time = value.value
        found |= {"hour": time.hour, "minute": time.minute, "second": time.second}
        found["hundredths"] = time.microsecond // 10_000
    if kind == "date-time":
        offset = value.value.utcoffset()
        skipped = value.skip & DateTimeSkips.DEVITATION or offset is None
        found["deviation"] = None if skipped else -int(offset.total_seconds() // 60)
        found["clock_status"] = None if value.status == ClockStatus.SKIPPED else int(value.status or 0)
    return {name: None if _skipped(value, name) else field for name, field in found.items()}


_SKIPS = {
    "year": DateTimeSkips.YEAR,
    "month": DateTimeSkips.MONTH,
    "day": DateTimeSkips.DAY,
    "day_of_week": DateTimeSkips.DAY_OF_WEEK,
    "hour": DateTimeSkips.HOUR,
    "minute": DateTimeSkips.MINUTE,
    "second": DateTimeSkips.SECOND,
    "hundredths": DateTimeSkips.MILLISECOND,
}


def _skipped(value: GXDateTime, name: str) -> bool:
    special = name in ("month", "day") and value.extra
    return name in _SKIPS and bool(value.skip & _SKIPS[name]) and not special


def _answer(ask: dict[str, Any]) -> dict[str, Any]:
    shape = ask["shape"]
    if "hex" in ask:
        value, consumed = _decode(shape, bytes.fromhex(ask["hex"]))
        return {"value": value, "consumed": consumed}
    out = GXByteBuffer()
    _encode(shape, ask["value"], out)
    return {"hex": bytes(out.array()).hex()}


def _guarded(ask: dict[str, Any]) -> dict[str, Any]:
    try:
        return _answer(ask)
    except Exception as error:  # noqa: BLE001  (whatever a library raises is its answer)
        return {"refused": type(error).__name__}


if __name__ == "__main__":
    json.dump([_guarded(ask) for ask in json.load(sys.stdin)], sys.stdout)
