"""Build and read octets of A-XDR data with dlms-cosem, as tests.oracles.octets asks on standard input.

Runs in the environment of the oracles, alone: it imports nothing of metermap.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, time, timedelta, timezone
from typing import Any

from dlms_cosem import dlms_data
from dlms_cosem.time import ClockStatus, date_from_bytes, datetime_from_bytes, datetime_to_bytes, time_from_bytes

_TYPES = {
    "boolean": dlms_data.BooleanData,
    "double-long": dlms_data.DoubleLongData,
    "double-long-unsigned": dlms_data.DoubleLongUnsignedData,
    "octet-string": dlms_data.OctetStringData,
    "visible-string": dlms_data.VisibleStringData,
    "integer": dlms_data.IntegerData,
    "long": dlms_data.LongData,
    "unsigned": dlms_data.UnsignedIntegerData,
    "long-unsigned": dlms_data.UnsignedLongData,
    "long64": dlms_data.Long64Data,
    "long64-unsigned": dlms_data.UnsignedLong64Data,
    "enum": dlms_data.EnumData,
}
_TEXTS = ("visible-string", "utf8-string")
_MOMENTS = {"date-time": datetime_from_bytes, "date": date_from_bytes, "time": time_from_bytes}


def _encode(shape: dict[str, Any], value: Any) -> Any:
    if "structure" in shape:
        return dlms_data.DataStructure([_encode(member, value[name]) for name, member in shape["structure"]])
    if "array" in shape:
        return dlms_data.DataArray([_encode(shape["array"], each) for each in value])
    name = shape["leaf"]
    if name == "date-time":
        return dlms_data.OctetStringData(_moment(value))
    if name == "octet-string":
        value = bytes.fromhex(value)
    elif isinstance(value, str) and name not in _TEXTS:
        value = int(value)
    return _TYPES[name](value)


def _moment(value: dict[str, Any]) -> bytes:
    names = ("year", "month", "day", "hour", "minute", "second")
    zone = timezone(timedelta(minutes=-value["deviation"]))
    fields = {name: value[name] for name in names}
    moment = datetime(**fields, microsecond=value["hundredths"] * 10_000, tzinfo=zone)
    return bytes(datetime_to_bytes(moment, ClockStatus.from_bytes(bytes((value["clock_status"],)))))


def _decode(shape: dict[str, Any], data: bytes) -> tuple[Any, int]:
    parser = dlms_data.DlmsDataParser()
    found = parser.parse(data, limit=1)
    if parser.pointer > len(data):
        message = "it reads beyond the end"
        raise ValueError(message)
    return _shaped(shape, found[0]), parser.pointer


def _shaped(shape: dict[str, Any], found: Any) -> Any:
    value = found.value
    if isinstance(found, dlms_data.DataStructure) and "structure" in shape:
        return {name: _shaped(member, each) for (name, member), each in zip(shape["structure"], value, strict=True)}
    if isinstance(found, dlms_data.DataArray | dlms_data.DataStructure):
        return [_shaped(shape.get("array", {}), each) for each in value]
    kind = shape.get("leaf", "").removesuffix("-tagged")
    if isinstance(value, bytes | bytearray) and kind in _MOMENTS:
        value = _MOMENTS[kind](bytes(value))
    if isinstance(value, tuple):
        value, status = value
        return _fields(value) | {"clock_status": _status(status)}
    if isinstance(value, datetime | date | time):
        return _fields(value)
    if isinstance(value, bytes | bytearray):
        return bytes(value).hex()
    return str(value) if isinstance(value, int) and abs(value) > 2**53 - 1 else value


def _status(status: Any) -> int | None:
    return None if status is None else status.to_bytes()[0]


def _fields(value: datetime | date | time) -> dict[str, int | None]:
    """Return the fields; Python's date has no place for a day of week of its own, and none for wildcards."""
    found: dict[str, int | None] = {}
    if isinstance(value, date):
        found |= {"year": value.year, "month": value.month, "day": value.day}
    if isinstance(value, datetime | time):
        found |= {"hour": value.hour, "minute": value.minute, "second": value.second}
        found["hundredths"] = value.microsecond // 10_000
    if isinstance(value, datetime):
        offset = value.utcoffset()
        found["deviation"] = None if offset is None else -int(offset.total_seconds() // 60)
    return found


def _answer(ask: dict[str, Any]) -> dict[str, Any]:
    shape = ask["shape"]
    if "hex" in ask:
        value, consumed = _decode(shape, bytes.fromhex(ask["hex"]))
        return {"value": value, "consumed": consumed}
    return {"hex": _encode(shape, ask["value"]).to_bytes().hex()}


def _guarded(ask: dict[str, Any]) -> dict[str, Any]:
    try:
        return _answer(ask)
    except Exception as error:  # noqa: BLE001  (whatever a library raises is its answer)
        return {"refused": type(error).__name__}


if __name__ == "__main__":
    json.dump([_guarded(ask) for ask in json.load(sys.stdin)], sys.stdout)
