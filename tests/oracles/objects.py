"""Values of DLMS/COSEM objects as GB meters hold them: name, type, value, and who builds the octets.

The types are those of protocols/dlms/data/classes; the values are made up within them.
"""

from __future__ import annotations

import csv
from functools import cache
from typing import Final

from metermap.codegen.vectors.model import Json
from tests.oracles.ask import COSEM, GURUX, ROOT

__all__ = ["OBJECTS", "dictionary_type"]

_CLASSES: Final = ROOT / "src" / "metermap" / "protocols" / "dlms" / "data" / "classes"


@cache
def dictionary_type(class_id: int, version: int, attribute: int, kind: str = "attribute") -> str:
    """Return the type of an attribute or method as the dictionary writes it."""
    with (_CLASSES / f"{class_id:04}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    wanted = (str(version), kind, str(attribute))
    return next(row["type"] for row in rows if (row["version"], row["kind"], row["index"]) == wanted)


def _date(year: int | None, month: int | None, day: int | None, day_of_week: int | None = None) -> dict[str, Json]:
    return {"year": year, "month": month, "day": day, "day_of_week": day_of_week}


def _time(hour: int | None, minute: int | None, second: int | None, hundredths: int | None = 0) -> dict[str, Json]:
    return {"hour": hour, "minute": minute, "second": second, "hundredths": hundredths}


def _moment(date: dict[str, Json], time: dict[str, Json]) -> dict[str, Json]:
    return {**date, **time, "deviation": 0, "clock_status": 0}


def _entry(index: int) -> dict[str, Json]:
    return {
        "index": index,
        "enable": index % 2 == 0,
        "script_logical_name": "00000a006aff",
        "script_selector": index,
        "switch_time": _time(6 + index, 30, 0),
        "validity_window": 0xFFFF,
        "exec_weekdays": "1111100",
        "exec_specdays": "0101",
        "begin_date": _date(2025, 1, 1),
        "end_date": _date(None, 12, 25),
    }


def _charge(prices: list[int]) -> dict[str, Json]:
    return {
        "charge_per_unit_scaling": {"commodity_scale": 3, "price_scale": -5},
        "commodity_reference": {"class_id": 3, "logical_name": "0100010800ff", "attribute_index": 2},
        "charge_table": [{"index": f"{at:02x}", "charge_per_unit": price} for at, price in enumerate(prices)],
    }


def _row(at: int) -> dict[str, Json]:
    clock = _moment(_date(2025, 3, 30, 7), _time(at // 2, at % 2 * 30, 0))
    return {"clock": clock, "status": at % 4, "active_import": 1_000_000 + 137 * at}


def _day(day_id: int, actions: int) -> dict[str, Json]:
    schedule: list[Json] = [
        {"start_time": _time(at // 2, at % 2 * 30, 0), "script_logical_name": "00000a0064ff", "script_selector": at + 1}
        for at in range(actions)
    ]
    return {"day_id": day_id, "day_schedule": schedule}


def _device(number: int) -> dict[str, Json]:
    levels: dict[str, Json] = dict.fromkeys(("maxRSSI", "averageRSSI", "minRSSI"), -60 - number)
    levels |= dict.fromkeys(("maxLQI", "averageLQI", "minLQI"), 200 + number)
    return {
        "mac_address": f"00{number:02x}" * 4,
        "status": "10000000",
        **levels,
        "last_communication_date_time": "07e90701020c000000ffc480",
        "number_of_hops": 1,
        "transmission_failures": 0,
        "transmission_successes": 255,
        "application_version": 1,
        "stack_version": 2,
    }


_PRESET: Final = (
    "structure{preset_time:octet-string[12],validity_interval_start:octet-string[12:date_time],"
    "validity_interval_end:octet-string[12:date_time]}"
)
_CREDIT: Final = "0000130a00ff"
_ENTRIES: Final = dictionary_type(10, 0, 2)
_SPECIAL: Final = dictionary_type(11, 0, 2)
_SEASONS: Final = dictionary_type(20, 0, 3)
_WEEKS: Final = dictionary_type(20, 0, 4)
_DAYS: Final = dictionary_type(20, 0, 5)
_CAPTURE: Final = dictionary_type(7, 1, 3)
_UNIT_CHARGE: Final = dictionary_type(113, 0, 5)
_MONITORED: Final = dictionary_type(21, 0, 3)
_BUFFER: Final = "array{structure{clock:octet-string[12:date_time],status:unsigned,active_import:double-long-unsigned}}"
_SEASON: Final[dict[str, Json]] = {
    "season_profile_name": "01",
    "season_start": _moment(_date(None, 4, 1), _time(0, 0, 0)),
    "week_name": "02",
}
_WEEK: Final[dict[str, Json]] = {
    "week_profile_name": "02",
    **dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), 1),
    "saturday": 2,
    "sunday": 3,
}
_CLOCK: Final[dict[str, Json]] = {
    "class_id": 8,
    "logical_name": "0000010000ff",
    "attribute_index": 2,
    "data_index": 0,
}
_REGISTER: Final[dict[str, Json]] = {
    "class_id": 3,
    "logical_name": "0100010800ff",
    "attribute_index": 2,
    "data_index": 0,
}
_THRESHOLDS: Final[list[Json]] = [-(1 << 31), -1, 0, 1, (1 << 31) - 1]

OBJECTS: Final[tuple[tuple[str, str, Json, str], ...]] = (
    ("class-10/no-entries", _ENTRIES, [], COSEM),
    ("class-10/one-entry", _ENTRIES, [_entry(1)], GURUX),
    ("class-10/ten-entries", _ENTRIES, [_entry(at) for at in range(10)], GURUX),
    ("class-10/insert", dictionary_type(10, 0, 2, "method"), _entry(7), GURUX),
    (
        "class-10/enable_disable",
        dictionary_type(10, 0, 1, "method"),
        {"firstIndexA": 1, "lastIndexA": 4, "firstIndexB": 0, "lastIndexB": 0},
        COSEM,
    ),
    (
        "class-11/special-days",
        _SPECIAL,
        [
            {"index": 1, "specialday_date": _date(2025, 12, 25), "day_id": 3},
            {"index": 2, "specialday_date": _date(None, 1, 1), "day_id": 3},
        ],
        GURUX,
    ),
    (
        "class-11/insert",
        dictionary_type(11, 0, 1, "method"),
        {"index": 9, "specialday_date": _date(2026, 4, 6), "day_id": 2},
        GURUX,
    ),
    ("class-20/seasons", _SEASONS, [_SEASON, {**_SEASON, "season_profile_name": "02"}], GURUX),
    ("class-20/weeks", _WEEKS, [_WEEK], COSEM),
    ("class-20/days", _DAYS, [_day(1, 3), _day(2, 0), _day(3, 48)], GURUX),
    ("class-21/thresholds", "array{double-long}", _THRESHOLDS, GURUX),
    ("class-21/thresholds-of-cosem", "array{double-long}", _THRESHOLDS, COSEM),
    ("class-21/monitored", _MONITORED, {"class_id": 3, "logical_name": "01000c0700ff", "attribute_index": 2}, COSEM),
    ("class-7/no-rows", _BUFFER, [], COSEM),
    ("class-7/one-row", _BUFFER, [_row(0)], GURUX),
    ("class-7/48-rows", _BUFFER, [_row(at) for at in range(48)], GURUX),
    ("class-7/capture-objects", _CAPTURE, [_CLOCK, _REGISTER], GURUX),
    ("class-7/capture-objects-of-cosem", _CAPTURE, [_REGISTER, _CLOCK], COSEM),
    ("class-113/unit-charge", _UNIT_CHARGE, _charge([1425, -300]), GURUX),
    ("class-113/unit-charge-of-48", _UNIT_CHARGE, _charge([100 * at for at in range(48)]), COSEM),
    ("class-113/unit-charge-without-prices", _UNIT_CHARGE, _charge([]), COSEM),
    (
        "class-8/preset-adjusting-time",
        _PRESET,
        {
            "preset_time": "07e90701020c000000ffc480",
            "validity_interval_start": _moment(_date(2025, 7, 1), _time(12, 0, 0)),
            "validity_interval_end": _moment(_date(2025, 7, 1), _time(12, 5, 0)),
        },
        GURUX,
    ),
    ("class-104/active-devices", dictionary_type(104, 0, 4), [_device(1), _device(2)], GURUX),
    ("class-111/mode-and-status", dictionary_type(111, 0, 2), {"account_mode": 2, "account_status": 2}, COSEM),
    (
        "class-111/credit-charge-configuration",
        dictionary_type(111, 0, 11),
        [{"credit_reference": _CREDIT, "charge_reference": "0000131400ff", "collection_configuration": "110"}],
        GURUX,
    ),
    (
        "class-111/token-gateway-configuration",
        dictionary_type(111, 0, 12),
        [
            {"credit_reference": _CREDIT, "token_proportion": 70},
            {"credit_reference": "0000130a01ff", "token_proportion": 30},
        ],
        COSEM,
    ),
    ("class-111/token-gateway-of-nothing", dictionary_type(111, 0, 12), [], GURUX),
    (
        "structures/nested",
        "structure{a:structure{b:structure{c:array{array{unsigned}}}},d:null-data,e:bit-string}",
        {"a": {"b": {"c": [[1, 2], [], [3]]}}, "d": None, "e": "110"},
        GURUX,
    ),
    ("structures/128-elements", "array{long-unsigned}", list(range(128)), COSEM),
    ("structures/300-elements", "array{unsigned}", [at % 256 for at in range(300)], GURUX),
)
