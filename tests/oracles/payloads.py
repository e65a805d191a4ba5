"""Payloads of Smart Energy commands: name, command, value. zigpy builds the octets.

Of Metering, zigpy's own command says which fields there are. Of the other clusters zigpy has no fields: each field is
built of zigpy's type, and the order is that of the dictionary.
"""

from __future__ import annotations

from typing import Final

from metermap.codegen.vectors.model import Json

__all__ = ["PAYLOADS"]

_2025: Final = 789_004_800  # 2025-01-01 00:00:00 UTC, seconds since 2000
_TARIFF: Final[dict[str, Json]] = {
    "providerId": 0x11223344,
    "issuerEventId": 0x0A0B0C0D,
    "startTime": _2025,
    "issuerTariffId": 7,
    "commandIndex": 0,
    "numberOfCommands": 1,
}
_CALENDAR: Final[dict[str, Json]] = {"providerId": 1, "issuerEventId": 2, "issuerCalendarId": 3}
_PRICE: Final[dict[str, Json]] = {
    "providerId": 0x11223344,
    "rateLabel": "4e69676874",
    "issuerEventId": 1,
    "currentTime": _2025,
    "unitOfMeasure": 0,
    "currency": 826,
    "priceTrailingDigitAndPriceTier": 0x51,
    "numberOfPriceTiersAndRegisterTier": 0x21,
    "startTime": _2025,
    "durationInMinutes": 0xFFFE,
    "price": 14250,
}


def _day(calendar_type: int, *entries: dict[str, Json]) -> dict[str, Json]:
    return {
        **_CALENDAR,
        "dayId": 1,
        "totalNumberOfScheduleEntries": len(entries),
        "commandIndex": 0,
        "totalNumberOfCommands": 1,
        "calendarType": calendar_type,
        "dayScheduleEntries": list(entries),
    }


def _configuration(control: int, payload: dict[str, Json]) -> dict[str, Json]:
    return {
        "issuerEventId": 5,
        "startDateTime": _2025,
        "eventConfiguration": 1,
        "configurationControl": control,
        "eventConfigurationPayload": payload,
    }


def _events(count: int) -> dict[str, Json]:
    log: list[Json] = [
        {"logId": 1, "eventId": 0x8F00 + at, "eventTime": _2025 + at, "eventData": "00" * at} for at in range(count)
    ]
    return {
        "totalNumberOfEvents": count,
        "commandIndex": 0,
        "totalCommands": 1,
        "logPayloadControl": count << 4,
        "logPayload": log,
    }


def _matrix(control: int) -> dict[str, Json]:
    prices: list[Json] = [{"tierBlockId": at, "price": 1000 + at} for at in range(4)]
    return {**_TARIFF, "subPayloadControl": control, "payload": prices}


_GET_SNAPSHOT: Final[dict[str, Json]] = {
    "earliestStartTime": 0,
    "latestEndTime": _2025,
    "snapshotOffset": 0,
    "snapshotCause": 0xFFFFFFFF,
}
_BILL: Final[dict[str, Json]] = {
    "billToDateDelivered": 4210,
    "billToDateTimeStampDelivered": _2025,
    "projectedBillDelivered": 9000,
    "projectedBillTimeStampDelivered": _2025,
    "billDeliveredTrailingDigit": 0x20,
}


def _snapshot(type_: int) -> dict[str, Json]:
    return {
        "snapshotId": 1,
        "snapshotTime": _2025,
        "totalSnapshotsFound": 1,
        "commandIndex": 0,
        "totalCommands": 1,
        "snapshotCause": 1,
        "snapshotPayloadType": type_,
        "snapshotPayload": {
            "currentSummationDelivered": 123_456,
            **(_BILL if type_ == 0 else {}),
            "numberOfTiersInUse": 2,
            "tierSummation": [100_000, 23_456],
        },
    }


PAYLOADS: Final[tuple[tuple[str, str, Json], ...]] = (
    ("0x0700/publish-price", "command 0x0700 server 0x00", _PRICE),
    ("0x0700/publish-price-with-ratio", "command 0x0700 server 0x00", {**_PRICE, "priceRatio": 10}),
    ("0x0700/publish-price-without-label", "command 0x0700 server 0x00", {**_PRICE, "rateLabel": ""}),
    ("0x0700/publish-price-no-currency", "command 0x0700 server 0x00", {**_PRICE, "currency": None}),
    (
        "0x0700/publish-tariff",
        "command 0x0700 server 0x04",
        {
            "providerId": 1,
            "issuerEventId": 2,
            "issuerTariffId": 3,
            "startTime": _2025,
            "tariffTypeChargingScheme": 0x10,
            "tariffLabel": "46697865642032303235",
            "numberOfPriceTiersInUse": 48,
            "numberOfBlockThresholdsInUse": 0,
            "unitOfMeasure": 0,
            "currency": 826,
            "priceTrailingDigit": 0x50,
            "standingCharge": 6010,
            "tierBlockMode": 0,
            "blockThresholdMultiplier": 1,
            "blockThresholdDivisor": 1000,
        },
    ),
    ("0x0700/price-matrix-of-tiers", "command 0x0700 server 0x05", _matrix(1)),
    ("0x0700/price-matrix-of-blocks", "command 0x0700 server 0x05", _matrix(0)),
    ("0x0700/price-matrix-empty", "command 0x0700 server 0x05", {**_matrix(1), "payload": []}),
    (
        "0x0700/block-thresholds",
        "command 0x0700 server 0x06",
        {
            **_TARIFF,
            "subPayloadControl": 1,
            "payload": [
                {"tierNumberOfBlockThresholds": 2, "blockThreshold": [500_000, 0xFFFFFFFFFFFE]},
                {"tierNumberOfBlockThresholds": 0, "blockThreshold": []},
            ],
        },
    ),
    (
        "0x0700/tier-labels",
        "command 0x0700 server 0x08",
        {
            "providerId": 1,
            "issuerEventId": 2,
            "issuerTariffId": 3,
            "commandIndex": 0,
            "numberOfCommands": 1,
            "numberOfLabels": 2,
            "tierLabelsPayload": [{"tierId": 1, "tierLabel": "446179"}, {"tierId": 2, "tierLabel": "4e69676874"}],
        },
    ),
    (
        "0x0705/change-debt",
        "command 0x0705 client 0x02",
        {
            "issuerEventId": 9,
            "debtLabel": "4d65746572",
            "debtAmount": -250_000,
            "debtRecoveryMethod": 0,
            "debtAmountType": 4,
            "debtRecoveryStartTime": _2025,
            "debtRecoveryCollectionTime": 180,
            "debtRecoveryFrequency": 1,
            "debtRecoveryAmount": 5_000,
            "debtRecoveryBalancePercentage": 1_000,
        },
    ),
    (
        "0x0705/top-up",
        "command 0x0705 client 0x04",
        {"originatingDevice": 1, "topUpCode": "3132333435363738393031323334353637383930"},
    ),
    (
        "0x0705/top-up-log",
        "command 0x0705 server 0x05",
        {
            "commandIndex": 0,
            "totalNumberOfCommands": 1,
            "topUpPayload": [
                {"topUpCode": "3132", "topUpAmount": 1_000, "topUpTime": _2025},
                {"topUpCode": "", "topUpAmount": -1, "topUpTime": None},
            ],
        },
    ),
    ("0x0705/top-up-log-without-list", "command 0x0705 server 0x05", {"commandIndex": 0, "totalNumberOfCommands": 0}),
    (
        "0x0705/snapshot",
        "command 0x0705 server 0x01",
        {
            "snapshotId": 1,
            "snapshotTime": _2025,
            "totalSnapshotsFound": 1,
            "commandIndex": 0,
            "totalNumberOfCommands": 1,
            "snapshotCause": 1,
            "snapshotPayloadType": 0,
            "snapshotPayload": {
                "accumulatedDebt": -5,
                "type1DebtRemaining": 1,
                "type2DebtRemaining": 2,
                "type3DebtRemaining": 3,
                "emergencyCreditRemaining": 500,
                "creditRemaining": -100,
            },
        },
    ),
    (
        "0x0707/calendar",
        "command 0x0707 server 0x00",
        {
            **_CALENDAR,
            "startTime": _2025,
            "calendarType": 0,
            "calendarTimeReference": 0,
            "calendarName": "",
            "numberOfSeasons": 1,
            "numberOfWeekProfiles": 1,
            "numberOfDayProfiles": 2,
        },
    ),
    (
        "0x0707/day-of-rates",
        "command 0x0707 server 0x01",
        _day(0, {"startTime": 0, "priceTier": 1}, {"startTime": 420, "priceTier": 2}),
    ),
    (
        "0x0707/day-of-friendly-credit",
        "command 0x0707 server 0x01",
        _day(3, {"startTime": 0, "friendlyCreditEnable": True}, {"startTime": 600, "friendlyCreditEnable": False}),
    ),
    ("0x0707/day-of-loads", "command 0x0707 server 0x01", _day(4, {"startTime": 60, "auxiliaryLoadSwitchState": 5})),
    (
        "0x0707/day-of-another-type",
        "command 0x0707 server 0x01",
        _day(9, {"startTime": 60, "activePriceTierOrFriendlyCreditEnable": 5}),
    ),
    (
        "0x0707/week",
        "command 0x0707 server 0x02",
        {
            **_CALENDAR,
            "weekId": 1,
            **{
                f"dayIdRef{day}": 1 + at // 5
                for at, day in enumerate(
                    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
                )
            },
        },
    ),
    (
        "0x0707/seasons",
        "command 0x0707 server 0x03",
        {
            **_CALENDAR,
            "commandIndex": 0,
            "totalNumberOfCommands": 1,
            "seasonEntries": [
                {"seasonStartDate": {"year": 2025, "month": 4, "day": 1, "day_of_week": 2}, "weekIdRef": 1},
                {"seasonStartDate": {"year": None, "month": 10, "day": 26, "day_of_week": None}, "weekIdRef": 2},
            ],
        },
    ),
    (
        "0x0708/change-of-supplier",
        "command 0x0708 server 0x01",
        {
            "currentProviderId": 1,
            "issuerEventId": 2,
            "tariffType": 0,
            "proposedProviderId": 3,
            "providerChangeImplementationTime": _2025,
            "providerChangeControl": 0x0A,
            "proposedProviderName": "4162",
            "proposedProviderContactDetails": "",
        },
    ),
    (
        "0x0708/configure-listed-events",
        "command 0x0708 server 0x04",
        _configuration(0, {"numberOfEvents": 2, "eventIds": [0x8F01, 0x8F02]}),
    ),
    ("0x0708/configure-a-group", "command 0x0708 server 0x04", _configuration(1, {"eventGroupId": 0x8F00})),
    ("0x0708/configure-a-log", "command 0x0708 server 0x04", _configuration(2, {"logId": 1})),
    ("0x0708/configure-a-match", "command 0x0708 server 0x04", _configuration(3, {"configurationValueMatch": 2})),
    (
        "0x0708/update-cin",
        "command 0x0708 server 0x06",
        {"issuerEventId": 1, "implementationTime": _2025, "providerId": 2, "customerIdNumber": "313233"},
    ),
    (
        "0x0709/event",
        "command 0x0709 server 0x00",
        {"logId": 1, "eventId": 0x8F0A, "eventTime": _2025, "eventControl": 1, "eventData": ""},
    ),
    ("0x0709/log-of-two-events", "command 0x0709 server 0x01", _events(2)),
    ("0x0709/log-of-no-events", "command 0x0709 server 0x01", _events(0)),
    ("0x0709/log-of-15-events", "command 0x0709 server 0x01", _events(15)),
    (
        "0x0703/message",
        "command 0x0703 server 0x00",
        {"messageId": 1, "messageControl": 0x80, "startTime": 0, "durationInMinutes": 60, "message": "Tariff changed"},
    ),
    (
        "0x0703/message-with-extended-control",
        "command 0x0703 server 0x00",
        {
            "messageId": 1,
            "messageControl": 0,
            "startTime": _2025,
            "durationInMinutes": None,
            "message": "",
            "optionalExtendedMessageControl": 1,
        },
    ),
    ("0x0703/confirmation", "command 0x0703 client 0x01", {"messageId": 1, "confirmationTime": _2025}),
    (
        "0x0703/confirmation-with-response",
        "command 0x0703 client 0x01",
        {"messageId": 1, "confirmationTime": _2025, "messageConfirmationControl": 1, "messageResponse": "4f4b"},
    ),
    (
        "0x0702/get-profile",
        "command 0x0702 client 0x00",
        {"intervalChannel": 0, "endTime": _2025, "numberOfPeriods": 48},
    ),
    (
        "0x0702/profile",
        "command 0x0702 server 0x00",
        {
            "endTime": _2025,
            "status": 0,
            "profileIntervalPeriod": 1,
            "numberOfPeriodsDelivered": 3,
            "intervals": [0, 250, 0xFFFFFE],
        },
    ),
    (
        "0x0702/samples",
        "command 0x0702 server 0x07",
        {
            "sampleId": 1,
            "sampleStartTime": _2025,
            "sampleType": 0,
            "sampleRequestInterval": 1800,
            "numberOfSamples": 2,
            "samples": [137, 0x10000],
        },
    ),
    (
        "0x0702/uncontrolled-flow",
        "command 0x0702 client 0x0E",
        {
            "providerId": 1,
            "issuerEventId": 2,
            "uncontrolledFlowThreshold": 300,
            "unitOfMeasure": 1,
            "multiplier": 1,
            "divisor": 1000,
            "stabilisationPeriod": 10,
            "measurementPeriod": 600,
        },
    ),
    (
        "0x0702/get-sampled-data",
        "command 0x0702 client 0x08",
        {"sampleId": 1, "earliestSampleTime": _2025, "sampleType": 0, "numberOfSamples": 48},
    ),
    ("0x0702/get-snapshot", "command 0x0702 client 0x06", _GET_SNAPSHOT),
    ("0x0702/snapshot-of-tiers", "command 0x0702 server 0x06", _snapshot(0)),
    ("0x0702/snapshot-of-tiers-without-bill", "command 0x0702 server 0x06", _snapshot(4)),
    ("0x0705/get-snapshot", "command 0x0705 client 0x07", _GET_SNAPSHOT),
    (
        "0x0705/credit-adjustment",
        "command 0x0705 client 0x05",
        {"issuerEventId": 1, "startTime": 0, "creditAdjustmentType": 0, "creditAdjustmentValue": -500},
    ),
    (
        "0x0700/billing-period",
        "command 0x0700 server 0x09",
        {
            "providerId": 1,
            "issuerEventId": 2,
            "billingPeriodStartTime": _2025,
            "billingPeriodDuration": 0x400001,
            "billingPeriodDurationType": 3,
            "tariffType": 0,
        },
    ),
    (
        "0x0700/block-period",
        "command 0x0700 server 0x01",
        {
            "providerId": 1,
            "issuerEventId": 2,
            "blockPeriodStartTime": _2025,
            "blockPeriodDuration": 43_200,
            "blockPeriodControl": 1,
            "blockPeriodDurationType": 0,
            "tariffType": 0,
            "tariffResolutionPeriod": 0,
        },
    ),
    (
        "0x0707/special-days",
        "command 0x0707 server 0x04",
        {
            **_CALENDAR,
            "startTime": _2025,
            "calendarType": 0,
            "totalNumberOfSpecialDays": 2,
            "commandIndex": 0,
            "totalNumberOfCommands": 1,
            "specialDayEntries": [
                {"specialDayDate": {"year": 2025, "month": 12, "day": 25, "day_of_week": 4}, "dayIdRef": 3},
                {"specialDayDate": {"year": None, "month": 1, "day": 1, "day_of_week": None}, "dayIdRef": 3},
            ],
        },
    ),
    (
        "0x0709/get-event-log",
        "command 0x0709 client 0x00",
        {
            "eventControlLogId": 0x11,
            "eventId": 0,
            "startTime": 0,
            "endTime": _2025,
            "numberOfEvents": 0,
            "eventOffset": 0,
        },
    ),
    (
        "0x0702/change-supply",
        "command 0x0702 client 0x0B",
        {
            "providerId": 1,
            "issuerEventId": 2,
            "requestDateTime": _2025,
            "implementationDateTime": 0,
            "proposedSupplyStatus": 2,
            "supplyControlBits": 1,
        },
    ),
)
