"""Payloads that the mapping of GB names or that stand at a boundary: name, command, value. zigpy builds the octets."""

from __future__ import annotations

from typing import Final

from metermap.codegen.vectors.model import Json

__all__ = ["BOUNDARIES", "GB_PAYLOADS"]

_2025: Final = 789_004_800  # 2025-01-01 00:00:00 UTC, seconds since 2000
_NO_VALUE: Final = 0xFF  # of a uint8; as a count it is the number that it is
_MOST_24: Final = 0xFFFFFF
_MOST_32: Final = 0xFFFFFFFF
_MOST_48: Final = 0xFFFFFFFFFFFF

_PRICE: Final[dict[str, Json]] = {
    "providerId": 1,
    "rateLabel": "446179",
    "issuerEventId": 2,
    "currentTime": _2025,
    "unitOfMeasure": 0,
    "currency": 826,
    "priceTrailingDigitAndPriceTier": 0x51,
    "numberOfPriceTiersAndRegisterTier": 0x21,
    "startTime": _2025,
    "durationInMinutes": 30,
    "price": 14250,
}
_PRICE_TAIL: Final[dict[str, Json]] = {
    "priceRatio": 10,
    "generationPrice": 5_000,
    "generationPriceRatio": None,
    "alternateCostDelivered": 1,
    "alternateCostUnit": 1,
    "alternateCostTrailingDigit": 0x20,
    "numberOfBlockThresholds": 0,
    "priceControl": 1,
    "numberOfGenerationTiers": 0,
    "generationTier": 0,
    "extendedNumberOfPriceTiers": 33,
    "extendedPriceTier": 33,
    "extendedRegisterTier": 33,
}


def _tail(count: int) -> dict[str, Json]:
    """Return a price with the first `count` of its optional fields."""
    return {**_PRICE, **dict(list(_PRICE_TAIL.items())[:count])}


def _snapshot(type_: int, payload: Json) -> dict[str, Json]:
    return {
        "snapshotId": _MOST_32 - 1,
        "snapshotTime": _2025,
        "totalSnapshotsFound": 13,
        "commandIndex": 0,
        "totalCommands": 1,
        "snapshotCause": 0x80000001,
        "snapshotPayloadType": type_,
        "snapshotPayload": payload,
    }


def _reading(direction: str, *, bill: bool, tiers: int, blocks: int | None = None) -> dict[str, Json]:
    """Return what a snapshot holds of a direction: the summation, the bill, the tiers and, if any, the blocks."""
    cost: dict[str, Json] = {
        f"billToDate{direction}": 4210,
        f"billToDateTimeStamp{direction}": _2025,
        f"projectedBill{direction}": _MOST_32 - 1,
        f"projectedBillTimeStamp{direction}": None,
        f"bill{direction}TrailingDigit": 0x50,
    }
    held: dict[str, Json] = {
        f"currentSummation{direction}": _MOST_48 - 1,
        **(cost if bill else {}),
        "numberOfTiersInUse": None if tiers == _NO_VALUE else tiers,
        "tierSummation": [1000 * at for at in range(tiers)],
    }
    if blocks is None:
        return held
    thresholds = {"numberOfTiersAndBlockThresholdsInUse": tiers << 4 & 0xF0 | blocks}
    return {**held, **thresholds, "tierBlockSummation": list(range(tiers * (blocks + 1)))}


def _samples(type_: int, samples: list[Json]) -> dict[str, Json]:
    return {
        "sampleId": 1,
        "sampleStartTime": _2025,
        "sampleType": type_,
        "sampleRequestInterval": 1800,
        "numberOfSamples": len(samples),
        "samples": samples,
    }


def _profile(intervals: list[Json]) -> dict[str, Json]:
    return {
        "endTime": _2025,
        "status": 0,
        "profileIntervalPeriod": 0,
        "numberOfPeriodsDelivered": len(intervals),
        "intervals": intervals,
    }


def _log(control: int, entries: list[Json]) -> dict[str, Json]:
    return {
        "totalNumberOfEvents": len(entries),
        "commandIndex": 0,
        "totalCommands": 1,
        "logPayloadControl": control,
        "logPayload": entries,
    }


def _event(number: int, data: str = "") -> dict[str, Json]:
    return {"logId": 1, "eventId": 0x8F00 + number, "eventTime": _2025 + number, "eventData": data}


def _change(**fields: Json) -> dict[str, Json]:
    """Return a command that a supplier sends for a moment: provider, event, time and what is changed."""
    return {"providerId": 1, "issuerEventId": 2, "implementationDateTime": _2025, **fields}


def _debt(number: int) -> dict[str, Json]:
    return {"collectionTime": _2025 + number, "amountCollected": 500, "debtType": number, "outstandingDebt": 9_500}


_SNAPSHOTS: Final[tuple[tuple[str, str, Json], ...]] = (
    (
        "0x0702/snapshot-delivered",
        "command 0x0702 server 0x06",
        _snapshot(0, _reading("Delivered", bill=True, tiers=0)),
    ),
    ("0x0702/snapshot-received", "command 0x0702 server 0x06", _snapshot(1, _reading("Received", bill=True, tiers=48))),
    (
        "0x0702/snapshot-delivered-blocks",
        "command 0x0702 server 0x06",
        _snapshot(2, _reading("Delivered", bill=True, tiers=4, blocks=3)),
    ),
    (
        "0x0702/snapshot-received-no-blocks",
        "command 0x0702 server 0x06",
        _snapshot(3, _reading("Received", bill=True, tiers=0, blocks=0)),
    ),
    (
        "0x0702/snapshot-delivered-no-bill",
        "command 0x0702 server 0x06",
        _snapshot(4, _reading("Delivered", bill=False, tiers=255)),
    ),
    (
        "0x0702/snapshot-received-no-bill",
        "command 0x0702 server 0x06",
        _snapshot(5, _reading("Received", bill=False, tiers=1)),
    ),
    (
        "0x0702/snapshot-delivered-blocks-no-bill",
        "command 0x0702 server 0x06",
        _snapshot(6, _reading("Delivered", bill=False, tiers=1, blocks=1)),
    ),
    (
        "0x0702/snapshot-received-blocks-no-bill",
        "command 0x0702 server 0x06",
        _snapshot(7, _reading("Received", bill=False, tiers=2, blocks=0)),
    ),
    ("0x0702/snapshot-of-another-type", "command 0x0702 server 0x06", _snapshot(0x80, "0102030405")),
    ("0x0702/snapshot-of-another-type-empty", "command 0x0702 server 0x06", _snapshot(0x80, "")),
)

GB_PAYLOADS: Final[tuple[tuple[str, str, Json], ...]] = (
    *_SNAPSHOTS,
    *((f"0x0700/price-with-{at}-of-13", "command 0x0700 server 0x00", _tail(at)) for at in (2, 6, 12, 13)),
    ("0x0702/profile-of-none", "command 0x0702 server 0x00", _profile([])),
    ("0x0702/profile-of-254", "command 0x0702 server 0x00", _profile([_MOST_24 - 1] * 254)),
    ("0x0702/samples-of-none", "command 0x0702 server 0x07", _samples(0, [])),
    ("0x0702/samples-of-1000", "command 0x0702 server 0x07", _samples(1, [_MOST_24 - 1] * 1000)),
    (
        "0x0702/set-supply-status",
        "command 0x0702 client 0x0D",
        {
            "issuerEventId": 1,
            "supplyTamperState": 0,
            "supplyDepletionState": 1,
            "supplyUncontrolledFlowState": 2,
            "loadLimitSupplyState": 3,
        },
    ),
    (
        "0x0702/start-sampling",
        "command 0x0702 client 0x07",
        {
            "issuerEventId": 1,
            "startSamplingTime": _2025,
            "sampleType": 0,
            "sampleRequestInterval": 360,
            "maxNumberOfSamples": 0xFFFE,
        },
    ),
    (
        "0x0700/conversion-factor",
        "command 0x0700 server 0x02",
        {
            "issuerEventId": 1,
            "startTime": _2025,
            "conversionFactor": 1_022_640,
            "conversionFactorTrailingDigit": 0x60,
        },
    ),
    (
        "0x0700/calorific-value",
        "command 0x0700 server 0x03",
        {
            "issuerEventId": 1,
            "startTime": _2025,
            "calorificValue": 395,
            "calorificValueUnit": 1,
            "calorificValueTrailingDigit": 0x10,
        },
    ),
    (
        "0x0705/select-emergency-credit",
        "command 0x0705 client 0x00",
        {"commandIssueDateTime": _2025, "originatingDevice": 1},
    ),
    (
        "0x0705/emergency-credit-setup",
        "command 0x0705 client 0x03",
        {"issuerEventId": 1, "startTime": 0, "emergencyCreditLimit": 5_000, "emergencyCreditThreshold": 0},
    ),
    (
        "0x0705/change-payment-mode",
        "command 0x0705 client 0x06",
        _change(proposedPaymentControlConfiguration=0x94, cutOffValue=-(1 << 31) + 1),
    ),
    (
        "0x0705/change-payment-mode-no-cut-off",
        "command 0x0705 client 0x06",
        _change(proposedPaymentControlConfiguration=0, cutOffValue=None),
    ),
    ("0x0705/get-top-up-log", "command 0x0705 client 0x08", {"latestEndTime": _MOST_32 - 1, "numberOfRecords": 5}),
    ("0x0705/low-credit-warning", "command 0x0705 client 0x09", {"lowCreditWarningLevel": 200}),
    ("0x0705/get-debt-log", "command 0x0705 client 0x0A", {"latestEndTime": _2025, "numberOfDebts": 10}),
    (
        "0x0705/get-debt-log-of-a-type",
        "command 0x0705 client 0x0A",
        {"latestEndTime": _2025, "numberOfDebts": 10, "debtType": 4},
    ),
    (
        "0x0705/maximum-credit",
        "command 0x0705 client 0x0B",
        _change(maximumCreditLevel=_MOST_32 - 1, maximumCreditPerTopUp=100_000),
    ),
    ("0x0705/debt-cap", "command 0x0705 client 0x0C", _change(overallDebtCap=100_000)),
    ("0x0705/debt-cap-of-nothing", "command 0x0705 client 0x0C", _change()),
    (
        "0x0705/snapshot-of-another-type",
        "command 0x0705 server 0x01",
        {
            "snapshotId": 1,
            "snapshotTime": _2025,
            "totalSnapshotsFound": 0,
            "commandIndex": 0,
            "totalNumberOfCommands": 1,
            "snapshotCause": 0,
            "snapshotPayloadType": 0xFE,
            "snapshotPayload": "ff",
        },
    ),
    (
        "0x0705/debt-log",
        "command 0x0705 server 0x06",
        {"commandIndex": 0, "totalNumberOfCommands": 1, "debtPayload": [_debt(0), _debt(1)]},
    ),
    (
        "0x0705/debt-log-of-nothing",
        "command 0x0705 server 0x06",
        {"commandIndex": 0, "totalNumberOfCommands": 1, "debtPayload": []},
    ),
    (
        "0x0708/change-of-tenancy",
        "command 0x0708 server 0x00",
        {
            "providerId": 1,
            "issuerEventId": 2,
            "tariffType": 0,
            "implementationDateTime": _2025,
            "proposedTenancyChangeControl": 0x0000000B,
        },
    ),
    (
        "0x0708/password",
        "command 0x0708 server 0x02",
        {
            "issuerEventId": 1,
            "implementationDateTime": _2025,
            "durationInMinutes": 0,
            "passwordType": 1,
            "password": "31323334",
        },
    ),
    (
        "0x0708/site-id",
        "command 0x0708 server 0x03",
        {"issuerEventId": 1, "siteIdTime": _2025, "providerId": 1, "siteId": "3132333435363738393031323334353637"},
    ),
    ("0x0708/get-event-configuration", "command 0x0708 server 0x05", {"eventId": 0x8F3F}),
    (
        "0x0708/report-event-configuration",
        "command 0x0708 client 0x04",
        {
            "commandIndex": 0,
            "totalCommands": 1,
            "eventConfigurationPayload": [
                {"eventId": 0x8F3F, "eventConfiguration": 0x05},
                {"eventId": 0x8F0F, "eventConfiguration": 0},
            ],
        },
    ),
    ("0x0709/clear-log", "command 0x0709 client 0x01", {"logId": 0xFE}),
    # Published messages leave the control at 0 and send the entries all the same.
    ("0x0709/log-with-control-0", "command 0x0709 server 0x01", _log(0x00, [_event(1), _event(2, "0a0b")])),
    ("0x0709/log-of-16-events", "command 0x0709 server 0x01", _log(0xF0, [_event(at) for at in range(16)])),
)
BOUNDARIES: Final = frozenset(
    {
        "0x0702/snapshot-delivered",
        "0x0702/snapshot-received-no-blocks",
        "0x0702/snapshot-delivered-no-bill",
        "0x0702/snapshot-of-another-type-empty",
        "0x0700/price-with-13-of-13",
        "0x0702/profile-of-none",
        "0x0702/profile-of-254",
        "0x0702/samples-of-none",
        "0x0702/samples-of-1000",
        "0x0705/change-payment-mode",
        "0x0705/change-payment-mode-no-cut-off",
        "0x0705/debt-cap-of-nothing",
        "0x0705/debt-log-of-nothing",
        "0x0709/log-of-16-events",
    }
)
"""The names of those with lists of nothing or as long as may be, all optional fields or none, greatest numbers."""
