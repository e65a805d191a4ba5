"""The vectors file, and one notation for values that both bindings speak."""

import struct
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Protocol

from metermap.codegen.bindings.codecs import Codec, Wire
from metermap.codegen.python.layouts import codec_expression
from metermap.codegen.python.runtime import axdr, cosem, zcl

__all__ = [
    "PARTS",
    "PAYLOADS",
    "AnyCodec",
    "Part",
    "Payload",
    "Vector",
    "python_codec",
    "runtime_modules",
    "shown",
    "vectors",
]

_FLOATS = {"semi": "e", "single": "f", "float32": "f", "double": "d", "float64": "d"}
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Vector:
    """Octets of a codec: accepted with a value, or refused with a reason."""

    codec: Codec
    octets: bytes
    value: str
    again: bytes
    reason: str

    def __str__(self) -> str:
        return f"{self.codec.name} {self.octets[:20].hex()} {self.reason or self.value[:30]}"


@dataclass(frozen=True)
class Payload:
    """A ZCL payload and the attribute records in it."""

    command: str
    octets: bytes
    records: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """An entry that is a part of an attribute, and octets of the whole attribute."""

    entry: str
    octets: bytes
    part: str
    whole: str


class AnyCodec(Protocol):
    """A codec of any value, as far as a vector needs one."""

    def decode(self, data: bytes, offset: int = 0) -> tuple[object, int]: ...

    def decode_exact(self, data: bytes) -> object: ...

    def encode(self, value: object) -> bytes: ...


@cache
def _document() -> dict[str, list[dict[str, object]]]:
    return tomllib.loads((Path(__file__).parent / "vectors.toml").read_text("utf-8"))


def _vector(row: dict[str, object]) -> Vector:
    wire, _, name = str(row["codec"]).partition(" ")
    minimum, maximum = row.get("minimum", 0), row.get("maximum")
    assert isinstance(minimum, int)
    assert isinstance(maximum, int | None)
    octets = bytes.fromhex(str(row["hex"]))
    return Vector(
        Codec(Wire(wire), name, minimum, maximum),
        octets,
        str(row.get("value", "")),
        bytes.fromhex(str(row["again"])) if "again" in row else octets,
        str(row.get("reason", "")),
    )


def vectors(kind: str) -> list[Vector]:
    """Return the vectors that are ``accepted`` or ``refused``."""
    return [_vector(row) for row in _document()[kind]]


def _payload(row: dict[str, object]) -> Payload:
    records = row["records"]
    assert isinstance(records, list)
    return Payload(str(row["command"]), bytes.fromhex(str(row["hex"])), tuple(records))


PAYLOADS = [_payload(row) for row in _document()["payloads"]]
PARTS = [
    Part(str(row["entry"]), bytes.fromhex(str(row["hex"])), str(row["part"]), str(row["whole"]))
    for row in _document()["parts"]
]


def runtime_modules() -> dict[str, ModuleType]:
    """Return the modules of the runtime that codecs are of."""
    return {"axdr": axdr, "cosem": cosem, "zcl": zcl}


def python_codec(codec: Codec, modules: dict[str, ModuleType] | None = None) -> AnyCodec:
    """Return the codec as generated code writes it, from the runtime or from other modules."""
    found: AnyCodec = eval(codec_expression(codec), dict(modules or runtime_modules()))  # noqa: S307  (our own code)
    return found


def shown(value: object, codec: str) -> str:  # noqa: PLR0911  (one line a type)
    """Return a decoded value in the notation of the vectors."""
    match value:
        case None:
            return "none"
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case float():
            return f"float:{struct.pack('>' + _FLOATS[codec], value).hex()}"
        case bytes():
            return f"octets:{value.hex()}"
        case str():
            return f"text:{value}"
        case datetime():
            return str(int((value - _EPOCH).total_seconds()))
        case _:
            return _record(value)


def _record(value: object) -> str:  # the classes are told by name: a mutated runtime has its own
    name = type(value).__name__
    if name == "Bits":
        return f"bits:{value}"
    if name == "ScalerUnit":
        return f"scaler_unit:{_fields(value, 'scaler', 'unit', mark=' ')}"
    if name == "DateTime":
        date, time = _date(getattr(value, "date", None)), _time(getattr(value, "time", None))
        return f"date-time:{date} {time} {_fields(value, 'deviation', 'clock_status', mark=' ')}"
    return f"date:{_date(value)}" if name == "Date" else f"time:{_time(value)}"


def _date(value: object) -> str:
    return _fields(value, "year", "month", "day", "day_of_week")


def _time(value: object) -> str:
    return _fields(value, "hour", "minute", "second", "hundredths")


def _fields(value: object, *names: str, mark: str = "-") -> str:
    found = [getattr(value, name) for name in names]
    return mark.join("*" if field is None else str(field) for field in found)
