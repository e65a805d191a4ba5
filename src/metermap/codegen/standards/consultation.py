"""The consultation's own tests, as the ZigBee Alliance's answer to 11D/836 takes them up.

One standard in the home for all devices; each standard recognised, or in the process of it, by a date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from metermap.codegen.standards.model import (
    NOT_RECORDED,
    EditionUse,
    Outcome,
    StandardUse,
    Verdict,
    VerdictPart,
)
from metermap.core.partial_dates import PartialDate, parse_partial_date
from metermap.protocols.standards import Register, StandardRecord, Standing

if TYPE_CHECKING:
    from metermap.mappings.model import Device

__all__ = ["in_the_home", "recognised_by"]

_NATIVE: Final = "native"
_TUNNELLED: Final = "tunnelled"


def in_the_home(devices: Iterable[Device], home: str) -> Verdict:
    """Return whether all devices meet in one protocol: each speaks it, or is carried through it.

    The route `tunnelled` goes through the home's protocol. Of a device of which nothing says so it cannot
    be told; one that the workspace says does not speak the protocol fails.
    """
    name = "one HAN standard for all devices"
    if not home:
        return Verdict(name, Outcome.NO_HOME, ())
    parts = tuple(_at_home(device, home) for device in devices)
    return Verdict(f"{name}: {home}", _worst(part.outcome for part in parts), parts)


def _at_home(device: Device, home: str) -> VerdictPart:
    routes, silence = dict(device.protocols), dict(device.silent).get(home)
    tunnelled = [protocol for protocol, route in routes.items() if route == _TUNNELLED and protocol != home]
    if routes.get(home) == _NATIVE:
        return VerdictPart(device.id, Outcome.PASS, f"speaks {home} natively")
    if routes.get(home) == _TUNNELLED:
        return VerdictPart(device.id, Outcome.PASS, f"speaks {home} in a tunnel")
    if silence is not None:
        return VerdictPart(device.id, Outcome.FAIL, f"does not speak {home}: {silence}")
    if tunnelled:
        return VerdictPart(
            device.id, Outcome.PASS, f"is carried through {home}: its {', '.join(tunnelled)} is tunnelled"
        )
    if home in routes:
        return VerdictPart(device.id, Outcome.UNTOLD, f"is reached over {home} by the route {routes[home]}")
    return VerdictPart(device.id, Outcome.UNTOLD, f"nothing says that it speaks {home} or is carried through it")


def recognised_by(uses: Sequence[StandardUse], register: Register, date: str) -> Verdict:
    """Return whether all standards that something mapped rests on were recognised, or in process, by a date.

    `date` is a year, a month or a day, or empty. It passes only if every standard does, on records that
    say when; what is unreviewed passes nothing.
    """
    limit = parse_partial_date(date)
    judged = [use for use in uses if any(usage.mapped.statements for usage in use.usage)]
    parts = tuple(part for use in judged for part in _judged(use, register, limit))
    outcome = _worst(part.outcome for part in parts)
    name = "recognised or in process by " + (date or "a date that the workspace sets")
    return Verdict(name, outcome if limit is not None else Outcome.NO_DATE, parts)


@dataclass(frozen=True, slots=True)
class _Stands:
    """How an edition stands at the date, the words for it with their basis, and those for what it is the source of."""

    outcome: Outcome
    reason: str
    details: tuple[str, ...] = ()


def _judged(use: StandardUse, register: Register, limit: PartialDate | None) -> Iterator[VerdictPart]:
    """Yield what is said of each edition that the mapping rests on, of several possible ones together."""
    untold = Outcome.UNTOLD if limit is not None else Outcome.NO_DATE
    asked = [(what, record) for what, record in use.editions if what is not EditionUse.OTHER]
    possible = [record for what, record in asked if what is EditionUse.POSSIBLE]
    for record in (record for what, record in asked if what is not EditionUse.POSSIBLE):
        stands = _standing(record, register, limit)
        yield VerdictPart(_named(record), stands.outcome, stands.reason, stands.details)
    if possible:
        yield _of_several(use.id, possible, register, limit)
    for edition in use.unregistered:
        yield VerdictPart(f"{use.id} {edition}", untold, "the register does not hold this edition")
    if not use.editions and not use.unregistered:
        yield VerdictPart(use.id, untold, "the register does not hold it")


def _of_several(
    standard: str, possible: Sequence[StandardRecord], register: Register, limit: PartialDate | None
) -> VerdictPart:
    """Return what is said of editions of which any may be the one: only what all say alike."""
    found = [_standing(record, register, limit) for record in possible]
    names = " or ".join(record.edition or NOT_RECORDED for record in possible)
    details = [
        f"{record.edition or NOT_RECORDED}: {stands.reason}" for record, stands in zip(possible, found, strict=True)
    ]
    sources = dict.fromkeys(detail for stands in found for detail in stands.details)
    reason = f"which of the {len(possible)} is not recorded"
    return VerdictPart(f"{standard} {names}", _agreed(stands.outcome for stands in found), reason, (*details, *sources))


def _standing(record: StandardRecord, register: Register, limit: PartialDate | None) -> _Stands:
    if record.source_of and record.standing is Standing.UNREVIEWED:
        return _through(record, register, limit)
    return _own_standing(record, limit)


def _through(record: StandardRecord, register: Register, limit: PartialDate | None) -> _Stands:
    """Return how the standards stand that an edition is the source of; which of their editions is not recorded."""
    outcomes, details = [], []
    for standard in record.source_of:
        others = register.editions(standard)
        found = [_own_standing(other, limit) for other in others]
        outcomes.append(_agreed(stands.outcome for stands in found))
        details += [f"{_named(other)}: {stands.reason}" for other, stands in zip(others, found, strict=True)]
    basis = f" ({record.basis})" if record.basis else ""
    return _Stands(_worst(outcomes), f"{record.recognition or 'a source'}{basis}", tuple(details))


def _own_standing(record: StandardRecord, limit: PartialDate | None) -> _Stands:
    basis = f" ({record.basis})" if record.basis else ""
    match record.standing:
        case Standing.RECOGNISED:
            reason, since = f"recognised, since {record.recognised_since or NOT_RECORDED}", record.recognised_since
        case Standing.IN_PROCESS:
            reason, since = _in_process(record, limit), record.expected_by
        case Standing.NOT_RECOGNISED:
            return _Stands(_at(Outcome.FAIL, limit), f"not recognised: {record.recognition or NOT_RECORDED}{basis}")
        case _:
            words = "no recognition known" if record.standing is Standing.NONE_KNOWN else "unreviewed"
            return _Stands(_at(Outcome.UNTOLD, limit), f"{words}{basis}")
    return _Stands(_by(since, limit), f"{reason}{basis}")


def _in_process(record: StandardRecord, limit: PartialDate | None) -> str:
    """Return the words for an edition in process; an expectation that the date has overtaken is told as one."""
    expected = parse_partial_date(record.expected_by)
    overtaken = expected is not None and limit is not None and expected.last < limit.last
    since = "; no recognition recorded since" if overtaken else ""
    return f"in process, expected by {record.expected_by or NOT_RECORDED}{since}"


def _named(record: StandardRecord) -> str:
    return f"{record.id} {record.edition}".rstrip()


def _by(since: str, limit: PartialDate | None) -> Outcome:
    day = parse_partial_date(since)
    if limit is None:
        return Outcome.NO_DATE
    reached = day.is_by(limit) if day is not None else None
    if reached is None:
        return Outcome.UNTOLD
    return Outcome.PASS if reached else Outcome.FAIL


def _at(outcome: Outcome, limit: PartialDate | None) -> Outcome:
    return outcome if limit is not None else Outcome.NO_DATE


def _worst(outcomes: Iterable[Outcome]) -> Outcome:
    """Return fail if there is one, else what is no pass; nothing at all passes nothing."""
    found = set(outcomes)
    for outcome in (Outcome.FAIL, Outcome.UNTOLD, Outcome.NO_DATE):
        if outcome in found:
            return outcome
    return Outcome.PASS if found else Outcome.UNTOLD


def _agreed(outcomes: Iterable[Outcome]) -> Outcome:
    """Return what all say alike; where it is not recorded which of them counts, only that can be told."""
    found = set(outcomes)
    return found.pop() if len(found) == 1 else Outcome.UNTOLD
