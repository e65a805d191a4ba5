"""More vectors by hand: payloads, frames and collections that are refused, and octets that say more than their type.

The rows are those of `by_hand`.
"""

from __future__ import annotations

from typing import Final

from metermap.codegen.vectors.model import Json

__all__ = ["OPEN", "ORDERS", "REFUSED_PAYLOADS"]

_LOG: Final = "axdr buffer array{structure{logCode:long-unsigned,timestamp:double-long-unsigned}}"
_PAIR: Final = "axdr unordered structure{a:unsigned,b:long}"
_CHOICE: Final = "axdr CHOICE(null-data,long,octet-string,structure{a:unsigned},structure{a:unsigned,b:unsigned})"
_NUMBERS: Final = "axdr CHOICE(long,array{unsigned})"
_PROFILE: Final = "zcl command 0x0702 server 0x00"
_SNAPSHOT: Final = "zcl command 0x0702 server 0x06"
_SAMPLES: Final = "zcl command 0x0702 server 0x07"
_GET_SNAPSHOT: Final = "zcl command 0x0702 client 0x06"
_SNAPSHOT_HEAD: Final = "01000000 0042072F 01 00 01 01000000"

ORDERS: Final[dict[str, tuple[str, ...]]] = {
    _LOG: ("timestamp", "logCode"),
    f"{_LOG[:-2]},note:unsigned}}}}": ("timestamp", "clock", "logCode"),
    _PAIR: ("b", "a"),
}
"""The order of members or columns, by type."""

# id, type, octets, reason, offset, why
REFUSED_PAYLOADS: Final[tuple[tuple[str, str, str, str, int, str], ...]] = (
    ("zcl/0x0702/profile-longer-than-sent", _PROFILE, "0042072F 00 01 03 010000 020000", "truncated", 13, "3 of 2"),
    ("zcl/0x0702/profile-count-of-255", _PROFILE, "0042072F 00 01 FF 010000", "truncated", 10, "255 periods, 1 sent"),
    ("zcl/0x0702/profile-octet-too-many", _PROFILE, "0042072F 00 01 01 010000 00", "trailing", 10, "an octet behind"),
    ("zcl/0x0702/profile-no-count", _PROFILE, "0042072F 00 01", "truncated", 6, "the number of periods is missing"),
    ("zcl/0x0702/snapshot-no-type", _SNAPSHOT, _SNAPSHOT_HEAD, "truncated", 15, "the type is missing"),
    (
        "zcl/0x0702/snapshot-tier-cut",
        _SNAPSHOT,
        f"{_SNAPSHOT_HEAD} 04 010000000000 02 010000000000 0200",
        "truncated",
        31,
        "the 2nd of 2 tiers has 2 octets",
    ),
    (
        "zcl/0x0702/snapshot-block-cut",
        _SNAPSHOT,
        f"{_SNAPSHOT_HEAD} 06 010000000000 00 10 010000000000 02",
        "truncated",
        31,
        "the 2nd block has 1 octet",
    ),
    (
        "zcl/0x0702/snapshot-octet-too-many",
        _SNAPSHOT,
        f"{_SNAPSHOT_HEAD} 05 010000000000 00 00",
        "trailing",
        23,
        "no tiers, and an octet",
    ),
    (
        "zcl/0x0702/samples-longer-than-sent",
        _SAMPLES,
        "0100 0042072F 00 0807 0200 890000",
        "truncated",
        14,
        "2 samples, 1 sent",
    ),
    (
        "zcl/0x0702/samples-count-of-65535",
        _SAMPLES,
        "0100 0042072F 00 0807 FFFF 890000",
        "truncated",
        14,
        "65,535 samples and 3 octets",
    ),
    ("zcl/0x0702/get-snapshot-cut", _GET_SNAPSHOT, "00000000 0042072F 00 FFFFFF", "truncated", 12, "3 octets of 4"),
    ("zcl/0x0702/get-snapshot-empty", _GET_SNAPSHOT, "", "truncated", 0, "no octets"),
    (
        "zcl/0x0705/debt-label-longer-than-sent",
        "zcl command 0x0705 client 0x02",
        "09000000 0A 4D65",
        "truncated",
        7,
        "a label of 10 octets and 2",
    ),
    (
        "zcl/0x0705/top-up-cut-in-an-entry",
        "zcl command 0x0705 server 0x05",
        "00 01 02 3132 E8030000 0042",
        "truncated",
        11,
        "2 octets of a time",
    ),
    (
        "zcl/0x0705/debt-log-cut-in-an-entry",
        "zcl command 0x0705 server 0x06",
        "00 01 0042072F F4010000 00",
        "truncated",
        11,
        "the outstanding debt is missing",
    ),
    (
        "zcl/0x0705/snapshot-octet-too-many",
        "zcl command 0x0705 server 0x01",
        f"{_SNAPSHOT_HEAD} 00 {'00000000' * 6} 00",
        "trailing",
        40,
        "an octet behind the sixth balance",
    ),
    (
        "zcl/0x0705/snapshot-balance-cut",
        "zcl command 0x0705 server 0x01",
        f"{_SNAPSHOT_HEAD} 00 {'00000000' * 5} 0000",
        "truncated",
        38,
        "2 octets of the sixth balance",
    ),
    (
        "zcl/0x0705/credit-adjustment-octet-too-many",
        "zcl command 0x0705 client 0x05",
        "01000000 00000000 00 0CFEFFFF 00",
        "trailing",
        13,
        "an octet behind the last field",
    ),
    ("zcl/array/unknown-type", "zcl array", "99 0000", "tag", 0, "0x99 is no type"),
    ("zcl/array/of-no-data", "zcl array", "00 0000", "tag", 0, "no data takes no octets"),
    ("zcl/array/longer-than-sent", "zcl array", "20 0500 01", "truncated", 4, "5 elements and 1 octet"),
    ("zcl/array/element-cut", "zcl array", "25 0100 0102", "truncated", 5, "2 octets of 6"),
    ("zcl/array/octet-too-many", "zcl array", "20 0100 01 02", "trailing", 4, "an octet behind the last element"),
    ("zcl/array/nested-17-deep", "zcl array", "48 0100" * 16 + "20 0000", "value", 48, "the 17th array"),
    ("zcl/set/no-count", "zcl set", "20 01", "truncated", 2, "1 octet of the number"),
    ("zcl/bag/element-is-no-bool", "zcl bag", "10 0200 01 02", "value", 4, "2 is no bool"),
    ("zcl/struct/unknown-type", "zcl struct", "0200 20 05 99", "tag", 4, "0x99 is no type"),
    ("zcl/struct/member-missing", "zcl struct", "0200 20 05", "truncated", 4, "1 member of 2"),
    ("zcl/frame/reserved-type", "zcl frame", "02 11 00", "value", 0, "frame type 2 is reserved"),
    ("zcl/frame/no-manufacturer", "zcl frame", "05 5F", "truncated", 2, "1 octet of the manufacturer code"),
    ("zcl/frame/no-command", "zcl frame", "01 11", "truncated", 2, "no command id"),
    ("zcl/frame/empty", "zcl frame", "", "truncated", 0, "no octets"),
    ("zcl/global-0x00/half-an-id", "zcl global 0x00", "0000 04", "truncated", 3, "1 octet of an id"),
    ("zcl/global-0x01/value-cut", "zcl global 0x01", "0000 00 21 01", "truncated", 5, "1 octet of a uint16"),
    ("zcl/global-0x01/no-type", "zcl global 0x01", "0000 00", "truncated", 3, "a success without a type"),
    ("zcl/global-0x04/empty", "zcl global 0x04", "", "truncated", 0, "no status"),
    ("zcl/global-0x04/success-not-alone", "zcl global 0x04", "86 0000 00", "value", 3, "a success among failures"),
    ("zcl/global-0x04/id-cut", "zcl global 0x04", "86 00", "truncated", 2, "1 octet of an id"),
    ("zcl/global-0x0A/string-cut", "zcl global 0x0A", "0000 42 03 41", "truncated", 5, "3 characters and 1"),
    ("zcl/global-0x0B/no-status", "zcl global 0x0B", "02", "truncated", 1, "the command alone"),
    ("zcl/global-0x0B/octet-too-many", "zcl global 0x0B", "02 00 00", "trailing", 2, "an octet behind the status"),
    ("dlms/choice/no-alternative", _CHOICE, "11 05", "tag", 0, "an unsigned is none of them"),
    ("dlms/choice/structure-of-three", _CHOICE, "02 03 11 01 11 02 11 03", "tag", 1, "of one member or of two"),
    ("dlms/choice/chosen-and-cut", _CHOICE, "10 01", "truncated", 2, "1 octet of a long"),
    ("dlms/choice/empty", _CHOICE, "", "truncated", 0, "no octets"),
    ("dlms/choice/array-of-another", _NUMBERS, "01 01 12 0001", "tag", 2, "a long-unsigned among unsigned"),
    ("dlms/buffer/row-of-three", _LOG, "01 01 02 03 06 00000001 12 0001 11 00", "length", 3, "3 columns of 2"),
    ("dlms/buffer/columns-in-another-order", _LOG, "01 01 02 02 12 0001 06 00000001", "tag", 4, "the moment leads"),
    ("dlms/buffer/rows-cut-short", _LOG, "01 02 02 02 06 00000001 12 0001", "truncated", 12, "1 row of 2"),
    ("dlms/buffer/null-in-a-column", _LOG, "01 01 02 02 00 12 0001", "tag", 4, "null-data, which no column states"),
    ("dlms/unordered/member-missing", _PAIR, "02 01 10 0001", "length", 1, "1 member of 2"),
    ("dlms/unordered/members-in-another-order", _PAIR, "02 02 11 01 10 0001", "tag", 2, "b leads"),
)

# id, type, octets, value, octets of encoding it, why
OPEN: Final[tuple[tuple[str, str, str, Json, str, str], ...]] = (
    (
        "zcl/0x0702/samples-with-sign",
        _SAMPLES,
        "0100 0042072F 04 0807 0200 FBFFFF 890000",
        {
            "sampleId": 1,
            "sampleStartTime": 789_004_800,
            "sampleType": 4,
            "sampleRequestInterval": 1800,
            "numberOfSamples": 2,
            "samples": [-5, 137],
        },
        "",
        "sample type 4, temperature, is signed: -5 in two's complement; Smart Energy, GetSampledDataResponse",
    ),
    (
        "zcl/0x0709/log-of-fewer-than-its-control-says",
        "zcl command 0x0709 server 0x01",
        "0200 00 01 20 01 018F 0042072F 00",
        {
            "totalNumberOfEvents": 2,
            "commandIndex": 0,
            "totalCommands": 1,
            "logPayloadControl": 32,
            "logPayload": [{"logId": 1, "eventId": 0x8F01, "eventTime": 789_004_800, "eventData": ""}],
        },
        "",
        "the control says 2 entries and 1 is sent: GB's entries go on to the end of the payload",
    ),
    ("zcl/array/no-value", "zcl array", "21 FFFF", {"type": "uint16", "value": None}, "", "0xFFFF elements: no value"),
    ("zcl/set/no-value", "zcl set", "30 FFFF", {"type": "enum8", "value": None}, "", "0xFFFF elements: no value"),
    ("zcl/bag/no-value", "zcl bag", "42 FFFF", {"type": "string", "value": None}, "", "0xFFFF elements: no value"),
    ("zcl/struct/no-value", "zcl struct", "FFFF", None, "", "0xFFFF members: no value"),
    ("dlms/choice/alone", _CHOICE, "00", {"type": "null-data", "value": None}, "", "the tag of null-data"),
    ("dlms/choice/number", _CHOICE, "10 FFFF", {"type": "long", "value": -1}, "", "the tag of a long"),
    ("dlms/choice/octets", _CHOICE, "09 01 05", {"type": "octet-string", "value": "05"}, "", "the tag of octets"),
    (
        "dlms/choice/structure-of-one",
        _CHOICE,
        "02 01 11 05",
        {"type": "structure", "value": {"a": 5}},
        "",
        "of two structures the one of 1 member",
    ),
    (
        "dlms/choice/structure-of-two",
        _CHOICE,
        "02 02 11 05 11 06",
        {"type": "structure", "value": {"a": 5, "b": 6}},
        "",
        "of two structures the one of 2 members",
    ),
    ("dlms/choice/array", _NUMBERS, "01 02 11 05 11 06", {"type": "array", "value": [5, 6]}, "", "the tag of an array"),
    (
        "dlms/buffer/compact",
        _LOG,
        "13 02 02 06 12 0C 00000001 8F01 00000002 8F02",
        [{"timestamp": 1, "logCode": 0x8F01}, {"timestamp": 2, "logCode": 0x8F02}],
        "",
        "tag 19, rows of 06 and 12, 12 octets of contents; Green Book, compact-array",
    ),
    ("dlms/buffer/compact-of-nothing", _LOG, "13 02 02 06 12 00", [], "", "tag 19, rows of 06 and 12, no contents"),
    (
        "dlms/buffer/with-a-column-of-its-own",
        f"{_LOG[:-2]},note:unsigned}}}}",
        "01 01 02 03 06 00000001 09 02 0102 12 8F01",
        [{"timestamp": 1, "clock": {"type": "octet-string", "value": "0102"}, "logCode": 0x8F01}],
        "",
        "the second column is captured and not of the type: it describes itself; the type's note is not captured",
    ),
    ("dlms/unordered/pair", _PAIR, "02 02 10 FFFF 11 05", {"b": -1, "a": 5}, "", "b before a, as the order says"),
)
