"""Sizes that are said twice, and differently: range and depth, entries and time, path and depth."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from metermap.catalogue import codes
from metermap.catalogue.consistency.lines import Lines
from metermap.catalogue.consistency.rule import Example, Rule, element, fact
from metermap.catalogue.model import ItemFact
from metermap.catalogue.quantities import Amount, Clause, Combination, Interval, LogDepth, Product
from metermap.core.findings import Finding

__all__ = ["RULES"]


def _sizes(lines: Lines) -> Iterator[Finding]:
    for line in lines.catalogue.items:
        yield from _own_sums(lines, line)
        depth = lines.depth(line)
        entries = depth.entries.high if depth and depth.entries else None
        if entries is not None:
            yield from _range_and_depth(lines, line, entries)
            yield from _paths_and_depth(lines, line, entries)


def _own_sums(lines: Lines, line: ItemFact) -> Iterator[Finding]:
    for clause in lines.ranges(line):
        if isinstance(clause.says, LogDepth | Product | Combination) and not clause.says.agrees:
            message = f"{line.item.value:.100}: {line.range.value!r:.80} does not add up"
            yield codes.SIZES.at(line.range.place, message, subject=f"{line.key}; range")


def _range_and_depth(lines: Lines, line: ItemFact, entries: Fraction) -> Iterator[Finding]:
    said = [size for clause in lines.ranges(line) for size in _entries(clause, line.device.value)]
    if said and entries not in said:
        message = f"{line.item.value:.100}: the range says {line.range.value!r:.80}, the depth {line.depth.value!r:.40}"
        also = [line.range.place] if line.range.place else []
        yield codes.SIZES.at(line.depth.place, message, subject=f"{line.key}; depth", also=also)


def _entries(clause: Clause, device: str) -> Iterator[Fraction]:
    """Yield the numbers of entries that a clause may mean for the device."""
    if clause.device and clause.device != device:
        return
    match clause.says:
        case Interval(high=high) | Amount(count=Interval(high=high)) if high is not None:
            yield high
        case LogDepth() as log:
            yield from _logged(log)
        case _:
            return


def _logged(log: LogDepth) -> Iterator[Fraction]:
    if log.entries and log.entries.high is not None:
        yield log.entries.high
    elif log.span:
        length = log.span.seconds
        period = log.every.seconds if log.every else None
        if period is None:
            yield log.span.number
        elif length is not None:
            yield from (length / period, length / period + 1)


def _paths_and_depth(lines: Lines, line: ItemFact, entries: Fraction) -> Iterator[Finding]:
    for row in line.rows:
        element_ = lines.catalogue.elements_by_row.get(row)
        highs = [index.high for index in lines.path(element_).indices] if element_ else []
        if element_ and highs and all(isinstance(high, int) for high in highs) and entries not in highs:
            message = (
                f"{line.item.value:.100}: the depth is {line.depth.value!r:.40}, the path {element_.path.value!r:.80}"
            )
            also = [element_.path.place] if element_.path.place else []
            yield codes.SIZES.at(line.depth.place, message, subject=f"{line.key}; row {row}", also=also)


RULES = (
    Rule(
        codes.SIZES,
        "A log's depth, its range, the time it spans and the index range of its entries say the same number in "
        "different words.",
        _sizes,
        failing=Example(
            elements=(element(587, "EventLog(CHF)", "logEntries[1..50].logEntry.logCode"),),
            facts=(
                fact(78, "GSME", "Daily Read Log (import)", "log of structure", says="31 entries", depth="30"),
                fact(
                    102, "GSME", "Profile Data Log", "log of structure", says="19056 entries = 398 days of half hours"
                ),
                fact(538, "CHF", "CHF Event Log / logCode", depth="100", rows=(587,)),
            ),
        ),
        passing=Example(
            elements=(element(587, "EventLog(CHF)", "logEntries[1..100].logEntry.logCode"),),
            facts=(
                fact(41, "GSME", "Tariff Switching Table special days", says="ESME 0..50, GSME 0..20", depth="20"),
                fact(124, "GSME", "Network Data Log", says="4 h at 6 min", depth="41"),
                fact(538, "CHF", "CHF Event Log / logCode", depth="100", rows=(587,)),
            ),
        ),
    ),
)
