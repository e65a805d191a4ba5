"""What the oracles are asked to build: values by rule for each simple type, and objects as meters hold them.

A case is a vector without octets. `sh scripts/oracles vectors` has them built and holds them against the published
files; octets by hand are in `by_hand`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from metermap.codegen.vectors.model import Json, Kind, Vector
from tests.oracles import frames, gb_objects, gb_payloads
from tests.oracles.ask import COSEM, GURUX, ZIGPY, pinned
from tests.oracles.by_hand import by_hand
from tests.oracles.objects import OBJECTS
from tests.oracles.payloads import PAYLOADS

__all__ = ["cases"]

_AXDR: Final = {  # octets, signed
    "double-long": (4, True),
    "double-long-unsigned": (4, False),
    "integer": (1, True),
    "long": (2, True),
    "unsigned": (1, False),
    "long-unsigned": (2, False),
    "long64": (8, True),
    "long64-unsigned": (8, False),
    "enum": (1, False),
}
_BITS: Final = (8, 16, 24, 32, 40, 48, 56, 64)
_FLOATS: Final = {
    "float32": ("7f800000", "ff800000", "80000000", "00000001", "7f7fffff"),
    "float64": ("7ff0000000000000", "fff0000000000000", "8000000000000000", "0000000000000001", "7fefffffffffffff"),
}
_ZCL_BOUNDARIES: Final = gb_payloads.BOUNDARIES | frames.BOUNDARIES
_FLOAT_NAMES: Final = ("infinity", "minus-infinity", "minus-zero", "the-smallest", "the-greatest")


def cases() -> Iterator[Vector]:
    """Yield all cases, each id once."""
    yield from _axdr_integers()
    yield from _axdr_strings()
    yield from _axdr_floats()
    yield from _moments()
    yield from _zcl_numbers()
    yield from _zcl_strings()
    for name, type_, value, library in OBJECTS:
        yield _case(f"dlms/{name}", f"axdr {type_}", value, library, Kind.TYPICAL)
    for name, type_, value, order in gb_objects.GB_OBJECTS:
        case = _case(f"dlms/{name}", f"axdr {type_}", value, GURUX, _kind(name, gb_objects.BOUNDARIES))
        yield case.model_copy(update={"order": order})
    for name, type_, value in (*PAYLOADS, *gb_payloads.GB_PAYLOADS, *frames.FRAMES):
        yield _case(f"zcl/{name}", f"zcl {type_}", value, ZIGPY, _kind(name, _ZCL_BOUNDARIES))
    yield from by_hand()


def _kind(name: str, boundaries: frozenset[str]) -> Kind:
    return Kind.BOUNDARY if name in boundaries else Kind.TYPICAL


def _case(id_: str, type_: str, value: Json, library: str, kind: Kind = Kind.BOUNDARY) -> Vector:
    source = f"{library} {pinned()[library]}"
    return Vector(id=id_, type=type_, kind=kind, hex="", value=value, consumed=0, source=source)


def _number(value: int) -> Json:
    return value if abs(value) < 1 << 53 else str(value)


def _axdr_integers() -> Iterator[Vector]:
    for name, (octets, signed) in _AXDR.items():
        bits = 8 * octets
        least, greatest = (-(1 << bits - 1), (1 << bits - 1) - 1) if signed else (0, (1 << bits) - 1)
        values = {"rule-least": least, "rule-greatest": greatest, "rule-one": 1, "rule-half": greatest // 2 + 1}
        values |= {"rule-minus-one": -1} if signed else {}
        for number, (what, value) in enumerate(values.items()):
            library = COSEM if number % 2 else GURUX
            yield _case(f"dlms/{name}/{what}", f"axdr {name}", _number(value), library)


def _axdr_strings() -> Iterator[Vector]:
    for count in (1, 127, 128, 255, 256, 4096):
        octets = bytes(at % 256 for at in range(count)).hex()
        yield _case(f"dlms/octet-string/rule-{count}-octets", "axdr octet-string", octets, GURUX)
    for count in (0, 1, 127, 128):
        text = "".join(chr(0x20 + at % 95) for at in range(count))
        yield _case(f"dlms/visible-string/rule-{count}-characters", "axdr visible-string", text, GURUX)
        yield _case(f"dlms/utf8-string/rule-{count}-characters", "axdr utf8-string", text, GURUX)
    for count in (1, 7, 8, 9, 24, 127, 128):
        bits = ("10" * count)[:count]
        yield _case(f"dlms/bit-string/rule-{count}-bits", "axdr bit-string", bits, GURUX)


def _axdr_floats() -> Iterator[Vector]:
    for type_, all_bits in _FLOATS.items():
        for what, bits in zip(_FLOAT_NAMES, all_bits, strict=True):
            yield _case(f"dlms/{type_}/rule-{what}", f"axdr {type_}", f"0x{bits}", GURUX)


_SUMMER: Final[dict[str, Json]] = {
    "year": 2025,
    "month": 7,
    "day": 1,
    "day_of_week": 2,
    "hour": 0,
    "minute": 30,
    "second": 0,
    "hundredths": 0,
    "deviation": -60,
    "clock_status": 128,
}
_DATE: Final = ("year", "month", "day", "day_of_week")
_TIME: Final = ("hour", "minute", "second", "hundredths")


def _moments() -> Iterator[Vector]:
    """Yield dates and times, whole and with each field not specified in turn."""
    whole = {"date-time": tuple(_SUMMER), "date": _DATE, "time": _TIME}
    types = {"date-time": "octet-string[12:date_time]", "date": "octet-string[5:date]", "time": "octet-string[4:time]"}
    for kind, names in whole.items():
        value: dict[str, Json] = {name: _SUMMER[name] for name in names}
        yield _case(f"dlms/{kind}/rule-summer", f"axdr {types[kind]}", value, GURUX, Kind.TYPICAL)
        yield _case(f"dlms/{kind}-tagged/rule-summer", f"axdr {kind}-tagged", value, GURUX, Kind.TYPICAL)
        for name in names:
            yield _case(f"dlms/{kind}/rule-any-{name}", f"axdr {types[kind]}", {**value, name: None}, GURUX)
    for scaler in (127, -127, -128, 0):
        value = {"scaler": scaler, "unit": 30}
        yield _case(f"dlms/scaler_unit/rule-scaler-{scaler}", "axdr structure{scaler:integer,unit:enum}", value, GURUX)


def _zcl_numbers() -> Iterator[Vector]:
    for bits in _BITS:
        half, most = 1 << bits - 1, (1 << bits) - 1
        for value, what in ((0, "zero"), (1, "one"), (half, "half"), (most - 1, "greatest"), (None, "non-value")):
            yield _zcl(f"uint{bits}", what, value)
        signed = ((0, "zero"), (1, "one"), (-1, "minus-one"), (half - 1, "greatest"), (1 - half, "least"))
        for value, what in (*signed, (None, "non-value")):
            yield _zcl(f"int{bits}", what, value)
        for value, what in ((0, "zero"), (half, "highest-bit"), (most, "all-bits")):
            yield _zcl(f"map{bits}", what, value)
            yield _zcl(f"data{bits}", what, value)
    for value, what in ((0, "zero"), (0xFE, "greatest"), (None, "non-value")):
        yield _zcl("enum8", what, value)
    for value, what in ((0, "zero"), (0xFFFE, "greatest"), (None, "non-value")):
        yield _zcl("enum16", what, value)
    for name in ("clusterId", "attribId"):
        yield _zcl(name, "greatest", 0xFFFE)


def _zcl(name: str, what: str, value: int | str | None) -> Vector:
    plain = _number(value) if isinstance(value, int) else value
    return _case(f"zcl/{name}/rule-{what}", f"zcl {name}", plain, ZIGPY)


def _zcl_strings() -> Iterator[Vector]:
    for count in (0, 1, 128, 254):
        octets = bytes(at % 256 for at in range(count)).hex()
        yield _zcl("octstr", f"{count}-octets", octets)
        yield _zcl("string", f"{count}-characters", "".join(chr(0x20 + at % 95) for at in range(count)))
    for count in (0, 255, 300):
        yield _zcl("octstr16", f"{count}-octets", bytes(at % 256 for at in range(count)).hex())
        yield _zcl("string16", f"{count}-characters", "".join(chr(0x20 + at % 95) for at in range(count)))
    for name, infinity, zero in (("semi", "7c00", "8000"), ("single", "7f800000", "80000000")):
        yield _zcl(name, "infinity", f"0x{infinity}")
        yield _zcl(name, "minus-zero", f"0x{zero}")
    yield _zcl("double", "infinity", "0x7ff0000000000000")
    yield _zcl("double", "minus-zero", "0x8000000000000000")
