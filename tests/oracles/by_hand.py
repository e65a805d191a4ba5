"""Vectors whose octets are written by hand: what must be refused, and what no library builds.

`offset` is the octet at which the fault shows: the end of what there is for missing octets, the tag or the length
that is wrong, or the first octet of what has a wrong value.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from metermap.codegen.vectors.model import Json, Kind, Reason, Vector
from tests.oracles.by_hand_more import OPEN, ORDERS, REFUSED_PAYLOADS

__all__ = ["by_hand"]

_SCALER_UNIT: Final = "axdr structure{scaler:integer,unit:enum}"
_BUFFER: Final = (
    "axdr array{structure{clock:octet-string[12:date_time],status:unsigned,active_import:double-long-unsigned}}"
)
_DAY: Final = "zcl command 0x0707 server 0x01"
_HEAD: Final = "01000000 02000000 03000000 01 02 00 01"

# id, type, octets, reason, offset, why
_REFUSED: Final[tuple[tuple[str, str, str, str, int, str], ...]] = (
    ("dlms/array/no-count", "axdr array{unsigned}", "01", "truncated", 1, "the tag alone"),
    (
        "dlms/array/count-of-65535",
        "axdr array{unsigned}",
        "01 82 FF FF 11 01",
        "truncated",
        6,
        "65,535 elements and 2 octets",
    ),
    ("dlms/array/wrong-tag", "axdr array{unsigned}", "02 01 11 01", "tag", 0, "the tag of a structure"),
    (
        "dlms/array/wrong-element",
        "axdr array{unsigned}",
        "01 02 11 01 12 00",
        "tag",
        4,
        "a long-unsigned among unsigned",
    ),
    (
        "dlms/array/element-cut-short",
        "axdr array{double-long-unsigned}",
        "01 01 06 00 00 00",
        "truncated",
        6,
        "3 octets of 4",
    ),
    (
        "dlms/array/one-octet-too-many",
        "axdr array{unsigned}",
        "01 01 11 01 00",
        "trailing",
        4,
        "an octet behind the array",
    ),
    (
        "dlms/array/length-of-five-octets",
        "axdr array{unsigned}",
        "01 85 00 00 00 00 01 11 01",
        "length",
        1,
        "a count in 5 octets",
    ),
    ("dlms/array/indefinite-count", "axdr array{unsigned}", "01 80 11 01", "length", 1, "a count in no octets"),
    ("dlms/structure/member-missing", _SCALER_UNIT, "02 01 0F 00", "length", 1, "1 member of 2"),
    ("dlms/structure/member-too-many", _SCALER_UNIT, "02 03 0F 00 16 1E 11 00", "length", 1, "3 members of 2"),
    ("dlms/structure/wrong-member", _SCALER_UNIT, "02 02 0F 00 11 1E", "tag", 4, "an unsigned in place of the enum"),
    ("dlms/class-7/row-of-two-columns", _BUFFER, "01 01 02 02 11 00 06 00 00 00 01", "length", 3, "2 columns of 3"),
    ("dlms/class-7/rows-cut-short", _BUFFER, "01 02", "truncated", 2, "2 rows and no octets"),
    ("dlms/data/unknown-tag", "axdr data", "0B 00", "tag", 0, "11 is no type of data"),
    ("dlms/data/nested-17-deep", "axdr data", "02 01" * 17 + "00", "value", 32, "the 17th structure"),
    ("dlms/data/array-of-65535", "axdr data", "01 82 FF FF 00", "truncated", 5, "65,535 elements and 1 octet"),
    ("dlms/utf8-string/lone-continuation", "axdr utf8-string", "0C 02 41 80", "value", 3, "a continuation octet alone"),
    ("dlms/utf8-string/overlong", "axdr utf8-string", "0C 02 C0 80", "value", 2, "NUL in two octets"),
    ("dlms/utf8-string/surrogate", "axdr utf8-string", "0C 03 ED A0 80", "value", 2, "a surrogate is no character"),
    ("dlms/visible-string/latin-1", "axdr visible-string", "0A 01 A3", "value", 2, "no ASCII"),
    (
        "dlms/bit-string/unused-bit-set",
        "axdr bit-string",
        "04 03 B0",
        "value",
        2,
        "1011 0000: the 4th of 3 bits is set",
    ),
    (
        "dlms/octet-string/length-of-five-octets",
        "axdr octet-string",
        "09 85 00 00 00 00 01 FF",
        "length",
        1,
        "a length in 5 octets",
    ),
    (
        "dlms/octet-string/4-gigabytes",
        "axdr octet-string",
        "09 84 FF FF FF FF 00",
        "truncated",
        7,
        "4 GiB less 1, and 1 octet",
    ),
    ("dlms/long64/seven-octets", "axdr long64", "14 00 00 00 00 00 00 00", "truncated", 8, "7 octets of 8"),
    ("zcl/octstr/cut-short", "zcl octstr", "FE 00", "truncated", 2, "254 octets and 1"),
    ("zcl/string/lone-continuation", "zcl string", "02 41 80", "value", 2, "a continuation octet alone"),
    ("zcl/string16/overlong", "zcl string16", "02 00 C0 80", "value", 2, "NUL in two octets"),
    ("zcl/int24/two-octets", "zcl int24", "01 02", "truncated", 2, "2 octets of 3"),
    (
        "zcl/0x0707/day-cut-in-an-entry",
        _DAY,
        f"{_HEAD} 00 0000 01 A401",
        "truncated",
        22,
        "the tier of the 2nd entry is missing",
    ),
    ("zcl/0x0707/day-cut-in-its-head", _DAY, "01000000 02000000 0300", "truncated", 10, "2 octets of a uint32"),
    ("zcl/0x0707/day-with-no-bool", _DAY, f"{_HEAD} 03 0000 02", "value", 19, "2 is no bool"),
    (
        "zcl/0x0707/week-one-octet-too-many",
        "zcl command 0x0707 server 0x02",
        "01000000 02000000 03000000 01 01 01 01 01 01 01 01 00",
        "trailing",
        20,
        "an octet behind the last field",
    ),
    (
        "zcl/0x0709/log-cut-in-an-event",
        "zcl command 0x0709 server 0x01",
        "0100 00 01 00 01 008F 00000000 02 41",
        "truncated",
        14,
        "2 octets of data and 1",
    ),
    (
        "zcl/0x0703/message-longer-than-sent",
        "zcl command 0x0703 server 0x00",
        "01000000 00 00000000 3C00 05 41",
        "truncated",
        13,
        "5 characters and 1",
    ),
)


def _typed(type_: str, value: Json) -> Json:
    """Return a value of data of any type: it carries its type."""
    return {"type": type_, "value": value}


def _compact(*elements: Json) -> Json:
    return _typed("compact-array", list(elements))


# id, type, octets, value, octets of encoding it, why
_ACCEPTED: Final[tuple[tuple[str, str, str, Json, str, str], ...]] = (
    ("dlms/boolean/any-octet-but-0", "axdr boolean", "03 80", True, "03 01", "any octet but 0 is true"),
    ("dlms/float32/nan", "axdr float32", "17 7F C0 00 00", "0x7fc00000", "", "the quiet NaN of IEEE 754"),
    (
        "dlms/compact-array/of-double-long-unsigned",
        "axdr data",
        "13 06 08 00 00 00 01 00 00 00 02",
        _compact(_typed("double-long-unsigned", 1), _typed("double-long-unsigned", 2)),
        "",
        "tag 19, type description 06, 8 octets of contents; Green Book, compact-array",
    ),
    (
        "dlms/compact-array/of-structures",
        "axdr data",
        "13 02 02 11 10 06 01 FF FF 02 00 05",
        _compact(
            _typed("structure", [_typed("unsigned", 1), _typed("long", -1)]),
            _typed("structure", [_typed("unsigned", 2), _typed("long", 5)]),
        ),
        "",
        "type description 02 02 11 10, 6 octets of contents; Green Book, compact-array",
    ),
    ("dlms/compact-array/empty", "axdr data", "13 06 00", _compact(), "", "type description 06, no contents"),
    (
        "dlms/array/long-form-count",
        "axdr array{unsigned}",
        "01 81 01 11 05",
        [5],
        "01 01 11 05",
        "a count in long form that need not be",
    ),
    ("dlms/bcd/18", "axdr bcd", "0D 12", 18, "", "tag 13, one signed octet; Green Book, Data"),
    ("dlms/bcd/least", "axdr bcd", "0D 80", -128, "", "tag 13, one signed octet; Green Book, Data"),
    ("dlms/dont-care/alone", "axdr dont-care", "FF", None, "", "the tag alone"),
    ("dlms/delta-integer/least", "axdr delta-integer", "1C 80", -128, "", "tag 28, -128 in two's complement"),
    ("dlms/delta-long/least", "axdr delta-long", "1D 80 00", -32768, "", "tag 29, -32768 in two's complement"),
    ("dlms/delta-double-long/minus-one", "axdr delta-double-long", "1E FF FF FF FF", -1, "", "tag 30, all ones"),
    ("dlms/delta-unsigned/greatest", "axdr delta-unsigned", "1F FF", 255, "", "tag 31, all ones"),
    ("dlms/delta-long-unsigned/258", "axdr delta-long-unsigned", "20 01 02", 258, "", "tag 32, 1 times 256 and 2"),
    (
        "dlms/delta-double-long-unsigned/greatest",
        "axdr delta-double-long-unsigned",
        "21 FF FF FF FF",
        4294967295,
        "",
        "tag 33, all ones",
    ),
    ("dlms/data/null-data", "axdr data", "00", {"type": "null-data", "value": None}, "", "the tag alone"),
    (
        "dlms/data/nested-16-deep",
        "axdr data",
        "01 01" * 16 + "11 07",
        None,
        "",
        "16 arrays of one element each; the deepest that is allowed",
    ),
    (
        "dlms/data/mixed",
        "axdr data",
        "02 03 09 02 01 02 03 FF 01 02 12 00 01 12 00 02",
        {
            "type": "structure",
            "value": [
                {"type": "octet-string", "value": "0102"},
                {"type": "boolean", "value": True},
                {
                    "type": "array",
                    "value": [{"type": "long-unsigned", "value": 1}, {"type": "long-unsigned", "value": 2}],
                },
            ],
        },
        "02 03 09 02 01 02 03 01 01 02 12 00 01 12 00 02",
        "a structure of octet-string, boolean 0xFF and an array",
    ),
)


def by_hand() -> Iterator[Vector]:
    """Yield the vectors written by hand."""
    for id_, type_, octets, reason, offset, why in (*_REFUSED, *REFUSED_PAYLOADS):
        yield Vector(
            id=id_,
            type=type_,
            kind=Kind.INVALID,
            hex=_hex(octets),
            reason=Reason(reason),
            offset=offset,
            source=f"by hand: {why}",
            order=ORDERS.get(type_, ()),
        )
    for id_, type_, octets, value, again, why in (*_ACCEPTED, *OPEN):
        yield Vector(
            id=id_,
            type=type_,
            kind=Kind.BOUNDARY,
            hex=_hex(octets),
            value=_deep(16) if id_.endswith("16-deep") else value,
            consumed=len(_hex(octets)) // 2,
            again=_hex(again) or None,
            source=f"by hand: {why}",
            order=ORDERS.get(type_, ()),
        )


def _hex(octets: str) -> str:
    return octets.replace(" ", "").lower()


def _deep(depth: int) -> Json:
    value: Json = {"type": "unsigned", "value": 7}
    for _ in range(depth):
        value = {"type": "array", "value": [value]}
    return value
