"""The vectors that both bindings run, and one notation for values that both speak."""

import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from types import ModuleType
from typing import Protocol

from metermap.codegen.bindings.codecs import Codec
from metermap.codegen.bindings.layouts import Leaf
from metermap.codegen.python.layouts import codec_expression
from metermap.codegen.python.runtime import axdr, cosem, zcl
from metermap.codegen.vectors import Json, layout_of, read_vectors
from metermap.codegen.vectors import Vector as Published

__all__ = [
    "COMPOSED",
    "OF_FRAMES",
    "PARTS",
    "PAYLOADS",
    "AnyCodec",
    "Part",
    "Payload",
    "Vector",
    "as_text",
    "codec_of",
    "python_codec",
    "runtime_modules",
    "shown",
    "vectors",
]

_FLOATS = {"semi": "e", "single": "f", "float32": "f", "double": "d", "float64": "d"}
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_DATE = ("year", "month", "day", "day_of_week")
_TIME = ("hour", "minute", "second", "hundredths")
_COLLECTIONS = frozenset({"array", "struct", "set", "bag"})
_RECORDS = {"zcl global 0x01": "responses", "zcl global 0x0A": "reports"}


@dataclass(frozen=True)
class Vector:
    """Octets of a codec: accepted with a value, or refused with a reason."""

    id: str
    codec: Codec
    octets: bytes
    value: str
    again: bytes
    reason: str
    offset: int | None

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True)
class Payload:
    """A ZCL payload and the attribute records in it."""

    command: str
    octets: bytes
    records: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """An entry of the model of gb_model.py that is a part of an attribute, and octets of the whole attribute."""

    entry: str
    octets: bytes
    part: str
    whole: str


class AnyCodec(Protocol):
    """A codec of any value, as far as a vector needs one."""

    def decode(self, data: bytes, offset: int = 0) -> tuple[object, int]: ...

    def decode_exact(self, data: bytes) -> object: ...

    def encode(self, value: object) -> bytes: ...


def codec_of(type_: str) -> Codec | None:
    """Return the codec of a vector's type; None if the type is composed."""
    layout = layout_of(type_)
    return layout.codec if isinstance(layout, Leaf) and layout.codec.name not in _COLLECTIONS else None


def vectors(kind: str) -> list[Vector]:
    """Return the vectors of simple types that are ``accepted`` or ``refused``."""
    published = (vector for vector in read_vectors() if vector.accepted == (kind == "accepted"))
    return [_vector(vector, codec) for vector in published if (codec := codec_of(vector.type))]


def _vector(vector: Published, codec: Codec) -> Vector:
    value = as_text(vector.value, codec.name) if vector.accepted else ""
    return Vector(vector.id, codec, vector.octets, value, vector.encoded, vector.reason or "", vector.offset)


def _payload(vector: Published) -> Payload:
    assert isinstance(vector.value, list)
    return Payload(_RECORDS[vector.type], vector.octets, tuple(map(_record_text, vector.value)))


def _record_text(record: Json) -> str:
    assert isinstance(record, dict)
    head = f"{record['attribute']:04x} {record.get('status', 0):02x}"
    return f"{head} {record['type']:02x} {record['value']}" if "type" in record else f"{head} - -"


COMPOSED = [vector for vector in read_vectors() if layout_of(vector.type) and not codec_of(vector.type)]
OF_FRAMES = [vector for vector in read_vectors() if layout_of(vector.type) is None]
PAYLOADS = [_payload(vector) for vector in read_vectors() if vector.accepted and vector.type in _RECORDS]
PARTS = [
    Part("ACTIVE_EXPORT_REGISTER_SCALE", bytes.fromhex("02 02 0F 00 16 1E"), "0", "scaler_unit:0 30"),
    Part("ACTIVE_EXPORT_REGISTER_UNIT", bytes.fromhex("02 02 0F 00 16 1E"), "30", "scaler_unit:0 30"),
    Part("ACTIVE_EXPORT_REGISTER_SCALE", bytes.fromhex("02 02 0F FB 16 FE"), "-5", "scaler_unit:-5 254"),
    Part("ACTIVE_EXPORT_REGISTER_UNIT", bytes.fromhex("02 02 0F FB 16 FE"), "254", "scaler_unit:-5 254"),
    # bits 4 to 7 of 0101 0010, and of 1111 0000
    Part("TARIFF_BLOCK_PRICE_MATRIX_TOU_SCALER_CURRENT", b"\x52", "5", "82"),
    Part("TARIFF_BLOCK_PRICE_MATRIX_TOU_SCALER_CURRENT", b"\xf0", "15", "240"),
]


def as_text(value: Json, codec: str) -> str:  # noqa: PLR0911  (one line a type)
    """Return a vector's value in the notation that both bindings' answers are shown in."""
    match value:
        case None:
            return "none"
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case str():
            return _text(value, codec)
        case {"scaler": scaler, "unit": unit}:
            return f"scaler_unit:{scaler} {unit}"
        case {"deviation": deviation, "clock_status": status}:
            rest = " ".join("*" if field is None else str(field) for field in (deviation, status))
            return f"date-time:{_marked(value, _DATE)} {_marked(value, _TIME)} {rest}"
        case {"year": _}:
            return f"date:{_marked(value, _DATE)}"
        case {"hour": _}:
            return f"time:{_marked(value, _TIME)}"
        case _:
            message = f"{value!r} is no value of {codec}"
            raise ValueError(message)


def _text(value: str, codec: str) -> str:
    if codec in _FLOATS:
        return f"float:{value.removeprefix('0x')}"
    if codec == "bit-string":
        return f"bits:{value}"
    if codec.startswith(("octet-string", "octstr", "key", "octets", "rest")):
        return f"octets:{value}"
    return f"text:{value}" if "string" in codec else value


def _marked(value: object, names: tuple[str, ...]) -> str:
    assert isinstance(value, dict)
    return "-".join("*" if value[name] is None else str(value[name]) for name in names)


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
