"""Read octets of A-XDR data with dlms-spodes, as tests.oracles.octets asks on standard input.

Runs in the environment of the oracles, alone: it imports nothing of metermap.
"""

from __future__ import annotations

import contextlib
import io
import json
import struct
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_HOME = Path(getattr(find_spec("DLMS_SPODES"), "origin", "")).parent

# importing it reads config.toml of the current folder, its own is there, and prints where that is
with contextlib.chdir(_HOME), contextlib.redirect_stdout(io.StringIO()):
    from DLMS_SPODES.types import cdt

_DATE = ("year", "month", "day", "day_of_week")
_TIME = ("hour", "minute", "second", "hundredths")


def _decode(shape: dict[str, Any], data: bytes) -> tuple[Any, int]:
    found = cdt.get_common_data_type_from(data[:1])(data)
    with contextlib.redirect_stdout(io.StringIO()):
        consumed = len(found.encoding)
    return _shaped(shape, found), consumed


def _shaped(shape: dict[str, Any], found: Any) -> Any:
    if isinstance(found, cdt.Structure) and "structure" in shape:
        pairs = zip(shape["structure"], found.values, strict=True)
        return {name: _shaped(member, each) for (name, member), each in pairs}
    if isinstance(found, cdt.Structure | cdt.Array):
        return [_shaped(shape.get("array", {}), each) for each in found.values]
    kind = shape.get("leaf", "").removesuffix("-tagged")
    if kind in ("date-time", "date", "time"):
        return _moment(kind, bytes(found.contents))
    if isinstance(found, cdt.NullData):
        return None
    if isinstance(found, cdt.BitString):
        return "".join(map(str, found.decode()))
    if isinstance(found, cdt.OctetString):
        return bytes(found.contents).hex()
    if isinstance(found, cdt.Utf8String | cdt.VisibleString):
        return bytes(found.contents).decode("utf-8" if isinstance(found, cdt.Utf8String) else "ascii")
    value = found.decode()
    if isinstance(value, float):
        return "0x" + struct.pack(">f" if isinstance(found, cdt.Float32) else ">d", value).hex()
    return str(value) if isinstance(value, int) and abs(value) > 2**53 - 1 else value


def _moment(kind: str, contents: bytes) -> dict[str, Any]:
    """Return the fields of its own date and time types, which check them; of deviation and status it tells none."""
    type_ = {"date-time": cdt.DateTime, "date": cdt.Date, "time": cdt.Time}[kind]
    found = type_(type_.TAG + contents)
    fields: dict[str, Any] = {}
    if kind != "time":
        parts = [found.year, found.month, found.day, found.weekday]
        fields |= dict(zip(_DATE, parts, strict=True))
    if kind != "date":
        parts = [found.hour, found.minute, found.second, found.hundredths]
        fields |= dict(zip(_TIME, parts, strict=True))
    return fields


def _answer(ask: dict[str, Any]) -> dict[str, Any]:
    value, consumed = _decode(ask["shape"], bytes.fromhex(ask["hex"]))
    return {"value": value, "consumed": consumed}


def _guarded(ask: dict[str, Any]) -> dict[str, Any]:
    try:
        return _answer(ask)
    except Exception as error:  # noqa: BLE001  (whatever a library raises is its answer)
        return {"refused": type(error).__name__}


if __name__ == "__main__":
    json.dump([_guarded(ask) for ask in json.load(sys.stdin)], sys.stdout)
