"""Gates: what of a report makes a build stop, and the lines that say so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from metermap.codegen.gap_report.counts import Counts
from metermap.codegen.gap_report.model import GapReport
from metermap.codegen.gap_report.trend_model import Trend, TrendLine
from metermap.core.suggest import did_you_mean

__all__ = ["SHARES", "GateError", "Least", "below", "new_gaps", "read_least"]

_HUNDRED: Final = 100
_NUMBER: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,9})?")

SHARES: Final[Mapping[str, tuple[str, Callable[[Counts], tuple[int, int]]]]] = MappingProxyType(
    {
        "mapped": ("are mapped", lambda counts: (counts.elements.mapped, counts.elements.total)),
        "exact": ("are exact", lambda counts: (counts.elements.exact, counts.elements.total)),
        "tested": ("that are mapped are tested", lambda counts: (counts.tested, counts.elements.mapped)),
    }
)
"""What may be demanded of a column: how a message says it, and its count with what that is out of."""


class GateError(Exception):
    """A demand that cannot be read, or that names what the workspace does not have."""


@dataclass(frozen=True, slots=True)
class Least:
    """A demand: `percent` of a device's elements over a protocol at least; `share` is one of `SHARES`."""

    device: str
    protocol: str
    share: str
    percent: Decimal

    def __str__(self) -> str:
        return f"{self.device}/{self.protocol}/{self.share}={self.percent}"


def read_least(text: str, report: GapReport) -> Least:
    """Return the demand that ``ESME/dlms=90`` or ``ESME/dlms/exact=20`` makes of a report.

    Raises:
        GateError: it is none, or names a device, a protocol or a share that the report does not have.
    """
    name, equals, number = text.rpartition("=")
    parts = name.split("/")
    if not equals or len(parts) not in (2, 3):
        message = f"{text[:100]!r} is no demand; expected DEVICE/PROTOCOL=PERCENT, such as {_example(report)}=90"
        raise GateError(message)
    device, protocol, share = (*parts, "mapped")[:3]
    _check("device", device, dict.fromkeys(column.device for column in report.columns))
    spoken = [column.protocol for column in report.columns if column.device == device]
    _check(f"protocol that the workspace asks {device} about", protocol, spoken)
    _check("share", share, tuple(SHARES))
    return Least(device, protocol, share, _percent(number, text))


def _example(report: GapReport) -> str:
    return report.columns[0].name if report.columns else "ESME/dlms"


def _check(kind: str, name: str, known: Sequence[str] | dict[str, None]) -> None:
    if name not in known:
        hint = did_you_mean(name, known) or f"there are: {', '.join(known) or 'none'}"
        message = f"{name[:100]!r} is no {kind}; {hint}"
        raise GateError(message)


def _percent(number: str, text: str) -> Decimal:
    percent = Decimal(number) if _NUMBER.fullmatch(number) else None
    if percent is None or percent > _HUNDRED:
        message = f"{number[:100]!r} in {text[:100]!r} is no percentage; expected a number from 0 to 100, such as 97.5"
        raise GateError(message)
    return percent


def below(report: GapReport, demands: Sequence[Least]) -> Iterator[str]:
    """Yield a line for each demand that a report does not meet, with numerator and denominator.

    A share of nothing meets only the demand for nothing: where nothing is counted, nobody can rely on it.
    """
    for demand in demands:
        column = report.column(demand.device, demand.protocol)
        if column is None:
            continue
        said, counted = SHARES[demand.share]
        count, whole = counted(column.counts)
        if count * _HUNDRED < demand.percent * whole or (not whole and demand.percent):
            found = f"{count:,} of {whole:,} elements {said}{_share(count, whole)}"
            failed = f", {column.counts.failed:,} failed" if demand.share == "tested" and column.counts.failed else ""
            yield f"{column.name}: {found}{failed}, expected {demand.percent} %"


def _share(count: int, whole: int) -> str:
    """Return a percentage rounded down, so that it never seems to reach what it misses; none of nothing."""
    return f" ({Decimal(count * 10_000 // whole) / _HUNDRED} %)" if whole else ""


def new_gaps(trend: Trend) -> Iterator[str]:
    """Yield a line for each new gap: the element, where the catalogue lists it, how it stands and how it stood."""
    yield from map(_new_gap, trend.new_gaps)


def _new_gap(line: TrendLine) -> str:
    was = f"was {line.old}" if line.old else "was not asked about"
    row = f", row {line.row}" if line.row is not None else ""
    return f"{line.element} on {line.device}/{line.protocol} is {line.new}, {was} ({line.cell or 'no cell'}{row})"
