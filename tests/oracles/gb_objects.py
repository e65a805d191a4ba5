"""Objects of the mapping of GB: name, type, value, and the order of members or columns where the type states none.

The types are those that the bindings have for GB. The order of columns is made up: a meter's capture objects give it.
"""

from __future__ import annotations

from typing import Final

from metermap.codegen.vectors.model import Json
from tests.oracles.objects import dictionary_type

__all__ = ["BOUNDARIES", "GB_OBJECTS"]

_2025: Final = 1_735_689_600  # 2025-01-01 00:00:00 UTC, seconds since 1970
_NUMBER: Final = "double-long-unsigned"
_SIGNED: Final = "double-long"
_COLUMN: Final = (
    "structure{class_id:long-unsigned,logical_name:octet-string[6],attribute_index:integer,data_index:long-unsigned}"
)
_RANGE: Final = (
    f"structure{{restricting_object:{_COLUMN},from_value:{_NUMBER},to_value:{_NUMBER},"
    f"selected_values:array{{{_COLUMN}}}}}"
)
_VALUES: Final = f"array{{structure{{value:{_NUMBER}}}}}"
_DEVICES: Final = dictionary_type(104, 0, 4).replace(
    "last_communication_date_time:octet-string[12]", "last_communication_date_time:octet-string[12:date_time]"
)
_PROTECTED: Final = dictionary_type(30, 0, 1, "method")
_BLOCKS: Final = {f"tariffTOUBlock{at}RegisterValues": _VALUES for at in (1, 2, 3, 4)}
_BILLING: Final = {
    "activeImportRegisterValue": _NUMBER,
    "tariffTOURegisterValues": _VALUES,
    **_BLOCKS,
    "timestamp": _NUMBER,
    "secondaryActiveImportRegisterValue": _NUMBER,
    "secondaryTariffTOURegisterValues": _VALUES,
}
_FINANCIAL: Final = {
    "accumulatedDebtRegisterValue": _SIGNED,
    "activeImportRegisterValue": _NUMBER,
    "emergencyCreditBalanceValue": _SIGNED,
    "meterBalanceValue": _SIGNED,
    "paymentDebtRegisterValue": _SIGNED,
    "tariffTOURegisterValues": _VALUES,
    **_BLOCKS,
    "timeDebtRegisters1Value": _SIGNED,
    "timeDebtRegisters2Value": _SIGNED,
    "timestamp": _NUMBER,
    "secondaryActiveImportRegisterValue": _NUMBER,
    "secondaryTariffTOURegisterValues": _VALUES,
}
_DEBTS: Final = {
    "accumulatedDebtRegisterValue": _SIGNED,
    "emergencyCreditBalanceValue": _SIGNED,
    "meterBalanceValue": _SIGNED,
    "paymentDebtRegisterValue": _SIGNED,
    "timeDebtRegisters1Value": _SIGNED,
    "timeDebtRegisters2Value": _SIGNED,
    "timestamp": _NUMBER,
}
_BALANCES: Final = (
    "meter_balance",
    "emergency_credit_balance",
    "accumulated_debt_register",
    "time_debt_1_balance",
    "time_debt_2_balance",
    "payment_debt_balance",
)
_CHANNELS: Final = {
    **{f"page{page}Mask": "bit-string[32]" for page in (28, 29, 30, 31)},
    "normalLimitedDutyCycleThreshold": "long-unsigned",
    "limitedCriticalDutyCycleThreshold": "long-unsigned",
    "channelChangesPerWeek": "unsigned",
    "gsmeCurfew": "long-unsigned",
    "quieterDecibelsLimit": "unsigned",
    "noisierDecibelsLimit": "unsigned",
    "nonGsmePoorCommsPercentage": "long-unsigned",
    "nonGsmeMeasurementPeriods": "unsigned",
    "localChNoiseMeasurementPeriod": "long-unsigned",
    "localChFailurePercentage": "long-unsigned",
    "localChRetryPercentage": "long-unsigned",
}
_KEY: Final = {
    "key_type": "enum",
    "device_type": "enum",
    "ieee_address": "octet-string(8)",
    "key": "octet-string(16)",
}
_EXAMPLES: Final[dict[str, Json]] = {
    _NUMBER: 123_456,
    _SIGNED: -5_000,
    "long-unsigned": 0x8F0A,
    "unsigned": 200,
    "enum": 1,
    "bit-string[32]": "10" * 16,
    "octet-string(8)": "0102030405060708",
    "octet-string(16)": "000102030405060708090a0b0c0d0e0f",
    _VALUES: [{"value": 1}, {"value": 4_294_967_295}],
}
_Row = dict[str, str]
_Case = tuple[str, str, Json, tuple[str, ...]]


def _type(members: _Row) -> str:
    return "structure{" + ",".join(f"{name}:{type_}" for name, type_ in members.items()) + "}"


def _moment_first(columns: _Row) -> tuple[str, ...]:
    """Return an order that is not that of the type: the moment leads, as it does in a meter's capture objects."""
    return tuple(sorted(columns, key=lambda name: name != "timestamp"))


def _row(columns: _Row, order: tuple[str, ...], number: int) -> Json:
    moment: dict[str, Json] = {"timestamp": _2025 + 1800 * number}
    return {name: moment.get(name, _EXAMPLES[columns[name]]) for name in order}


def _buffer(name: str, columns: _Row, rows: int = 2) -> _Case:
    order = _moment_first(columns)
    values = [_row(columns, order, at) for at in range(rows)]
    return name, f"buffer array{{{_type(columns)}}}", values, order


def _unordered(name: str, members: _Row) -> _Case:
    order = tuple(reversed(members))
    return name, f"unordered {_type(members)}", {each: _EXAMPLES[members[each]] for each in order}, order


def _simple(type_: str, **values: Json) -> tuple[_Case, ...]:
    short = type_.partition("[")[0].partition("(")[0]
    return tuple((f"{short}/gb-{what.replace('_', '-')}", type_, value, ()) for what, value in values.items())


def _profile(*columns: str) -> _Row:
    return dict.fromkeys((*columns, "timestamp"), _NUMBER)


def _object(restriction: int, value: Json) -> Json:
    return {
        "class_id": 7,
        "logical_name": "0000620101ff",
        "attribute_index": 2,
        "data_index": 0,
        "restriction": {"restriction_type": restriction, "restriction_value": value},
    }


def _protection(kind: int, options: dict[str, Json]) -> Json:
    return {
        "protection_type": 1,
        "protection_options": {
            "transaction_id": "01",
            "originator_system_title": "90b3d51f30010000",
            "recipient_system_title": "00db123456789012",
            "other_information": "",
            "key_info": {
                "key_info_type": kind,
                "key_info_options": {"type": "structure", "value": options},
            },
        },
    }


def _protected(restricted: Json, protection: list[Json]) -> Json:
    return {"object_list": [restricted], "get_protection_parameters": protection}


_LOG_COLUMN: Final[dict[str, Json]] = {
    "class_id": 8,
    "logical_name": "0000010000ff",
    "attribute_index": 2,
    "data_index": 0,
}
_DEVICE: Final[dict[str, Json]] = {
    "mac_address": "00db123456789012",
    "status": "10000000",
    **dict.fromkeys(("maxRSSI", "averageRSSI", "minRSSI"), -70),
    **dict.fromkeys(("maxLQI", "averageLQI", "minLQI"), 255),
    "last_communication_date_time": {
        "year": 2025,
        "month": 1,
        "day": 31,
        "day_of_week": 5,
        "hour": 23,
        "minute": 59,
        "second": 59,
        "hundredths": 0,
        "deviation": 0,
        "clock_status": 0,
    },
    "number_of_hops": 1,
    "transmission_failures": 0,
    "transmission_successes": 255,
    "application_version": 1,
    "stack_version": 2,
}
_EXECUTION: Final[Json] = {
    "time": {"hour": 0, "minute": 0, "second": 0, "hundredths": 0},
    "date": {"year": None, "month": None, "day": 1, "day_of_week": None},
}

_BUFFERS: Final[tuple[_Case, ...]] = (
    _buffer("class-7/profile", _profile("dlValue")),
    _buffer("class-7/profile-of-nothing", _profile("dlValue"), 0),
    _buffer("class-7/profile-of-300-rows", _profile("dlValue"), 300),
    _buffer("class-7/profile-of-two-values", _profile("dlValue", "dlValue2")),
    _buffer("class-7/profile-primary-and-secondary", _profile("primaryValue", "secondaryValue")),
    _buffer("class-7/billing", _BILLING),
    _buffer("class-7/billing-financial", _FINANCIAL),
    _buffer("class-7/billing-debts", _DEBTS),
    _buffer(
        "class-7/event-log",
        {"logCode": "long-unsigned", "otherInformation": "octet-string(8)", "timestamp": _NUMBER},
    ),
    _buffer(
        "class-7/auxiliary-log",
        {
            "switchNumberAndAction": "long-unsigned",
            "timestamp": _NUMBER,
            "outcome": "enum",
            "hANCommandID": _NUMBER,
        },
    ),
    _buffer("class-7/security-log", {"logCode": "long-unsigned", "timestamp": _NUMBER}),
    _buffer("class-7/boost-log", {"boost_end": _NUMBER, "boost_start": _NUMBER}),
    _buffer(
        "class-7/channel-log",
        {"timestamp": _NUMBER, "logCode": "long-unsigned", "otherInformation": "octet-string(8)"},
    ),
    _buffer("class-7/power-log", {"logCode": "long-unsigned", "otherInformation": _NUMBER, "timestamp": _NUMBER}),
)

GB_OBJECTS: Final[tuple[_Case, ...]] = (
    *_BUFFERS,
    _unordered("unordered/balances", dict.fromkeys(_BALANCES, _SIGNED)),
    _unordered("unordered/channels", _CHANNELS),
    _unordered("unordered/device-and-key", _KEY),
    _unordered("unordered/tou-registers", {"TOU_primary_registers": _VALUES, "TOU_secondary_registers": _VALUES}),
    (
        "class-1/block-registers",
        f"structure{{Block_primary_registers:{_VALUES}}}",
        {"Block_primary_registers": [{"value": at} for at in range(64)]},
        (),
    ),
    (
        "class-7/range",
        _RANGE,
        {
            "restricting_object": _LOG_COLUMN,
            "from_value": _2025,
            "to_value": _2025 + 86_400,
            "selected_values": [],
        },
        (),
    ),
    (
        "class-7/range-of-a-column",
        _RANGE,
        {
            "restricting_object": _LOG_COLUMN,
            "from_value": 0,
            "to_value": 4_294_967_295,
            "selected_values": [_LOG_COLUMN],
        },
        (),
    ),
    ("class-104/devices-with-dates", _DEVICES, [_DEVICE], ()),
    ("class-104/no-devices", _DEVICES, [], ()),
    (
        "class-22/execution-time",
        "array{structure{time:octet-string[4:time],date:octet-string[5:date]}}",
        [_EXECUTION],
        (),
    ),
    (
        "class-30/by-entry",
        _PROTECTED,
        _protected(
            _object(2, {"type": "structure", "value": {"from_entry": 1, "to_entry": 0}}),
            [_protection(0, {"key_type": 0})],
        ),
        (),
    ),
    (
        "class-30/by-date",
        _PROTECTED,
        _protected(
            _object(
                1,
                {
                    "type": "structure",
                    "value": {"from_date": "07e90101ff000000ff800000", "to_date": "07e90201ff000000ff800000"},
                },
            ),
            [_protection(2, {"key_parameters": "02", "key_ciphered_data": ""})],
        ),
        (),
    ),
    (
        "class-30/no-restriction",
        _PROTECTED,
        _protected(
            _object(0, {"type": "null-data", "value": None}),
            [_protection(1, {"kek_id": 0, "key_ciphered_data": "0102"})],
        ),
        (),
    ),
    ("class-30/no-protection", _PROTECTED, _protected(_object(0, {"type": "null-data", "value": None}), []), ()),
    ("choice/null", "CHOICE(null-data,double-long-unsigned)", {"type": "null-data", "value": None}, ()),
    (
        "choice/greatest",
        "CHOICE(null-data,double-long-unsigned)",
        {"type": "double-long-unsigned", "value": 4_294_967_295},
        (),
    ),
    *_simple("visible-string(22)", description="Immersion heater", description_of_22="x" * 22),
    *_simple("utf8-string(72000)", state="", price="\u00a31.50"),
    *_simple("bit-string[256]", alerts_of_256="10" * 128),
    *_simple("bit-string[512]", alerts_of_512="0111" * 128),
    *_simple("octet-string(0)", nothing=""),
    *_simple("octet-string(1)", variant="41"),
    *_simple("octet-string(8)", device="0102030405060708"),
    *_simple("octet-string(13)", mpan="31323334353637383930313233"),
    *_simple("octet-string(15)", supplier="53757070"),
    *_simple("octet-string(18)", telephone="303132333435363738393031323334353637"),
    *_simple("octet-string(26)", both_mpans="3132333435363738393031323331323334353637383930313233"),
    *_simple("octet-string(116)", message="20" * 116),
)
BOUNDARIES: Final = frozenset(
    {
        "class-7/profile-of-nothing",
        "class-7/profile-of-300-rows",
        "class-104/no-devices",
        "class-30/no-protection",
        "choice/null",
        "choice/greatest",
        "visible-string/gb-description-of-22",
        "utf8-string/gb-state",
        "bit-string/gb-alerts-of-512",
        "octet-string/gb-nothing",
        "octet-string/gb-mpan",
        "octet-string/gb-telephone",
        "octet-string/gb-both-mpans",
        "octet-string/gb-message",
    }
)
"""The names of those with nothing in them, or as much as their types have room for."""
