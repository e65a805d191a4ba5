"""Holding a report against an earlier one: what is new, closed, changed, added and removed, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, TypeAlias

from metermap.codegen.changes.model import Side, Snapshot
from metermap.codegen.changes.pairs import present_ids
from metermap.codegen.gap_report.counts import Tally, tally_of
from metermap.codegen.gap_report.earlier import COARSE, Earlier, elements_alone
from metermap.codegen.gap_report.model import GAPS, GapReport
from metermap.codegen.gap_report.trend_model import Trend, TrendColumn, TrendLine
from metermap.mappings.standing import HOMES, Standing

__all__ = ["is_gap", "with_trend"]

_GAPS: Final = frozenset(standing.value for standing in GAPS)
_HOMES: Final = frozenset(standing.value for standing in HOMES)

_Standings: TypeAlias = dict[tuple[str, str, str], str]


def with_trend(report: GapReport, earlier: Earlier, renamed: Mapping[str, str] | None = None) -> GapReport:
    """Return the report with its trend: the differences from an earlier file, in the order of the report.

    An element that has another id now is held against what it was, also by `renamed`, later names of items by former
    ones.
    """
    earlier = earlier.under(present_ids(earlier.state, _state(report), renamed or {}))
    coarse = earlier.source.coarse
    then = dict(earlier.standings)
    now = {key: _coarsened(word) if coarse else word for key, word in _standings(report).items()}
    lines = tuple(_differences(report, earlier, then, now))
    new = {line.element for line in report.lines}
    return replace(
        report,
        trend=Trend(
            source=earlier.source,
            columns=tuple(_columns(report, earlier, then, now)),
            new_gaps=tuple(line for line in lines if is_gap(line.new) and not is_gap(line.old)),
            closed_gaps=tuple(line for line in lines if is_gap(line.old) and not is_gap(line.new)),
            changed=tuple(line for line in lines if line.old and line.new and is_gap(line.old) == is_gap(line.new)),
            added=tuple(line.element for line in report.lines if line.element not in earlier.elements),
            removed=tuple(element for element in earlier.elements if element not in new),
        ),
    )


def _state(report: GapReport) -> Snapshot:
    lines = ((line.element, line.row, line.clause, line.item, line.path, line.cell) for line in report.lines)
    return elements_alone(Side("this report", report.name, report.edition, report.digest), lines)


def is_gap(word: str) -> bool:
    """Return whether a standing, in words, makes an element a gap; the empty one of an unasked element does not."""
    return word in _GAPS


def _coarsened(word: str) -> str:
    return COARSE if word in _HOMES else word


def _standings(report: GapReport) -> _Standings:
    return {
        (line.element, column.device, column.protocol): standing.value
        for line in report.lines
        for column, standing in zip(report.columns, line.standings, strict=True)
        if standing is not None
    }


def _columns(report: GapReport, earlier: Earlier, then: _Standings, now: _Standings) -> Iterator[TrendColumn]:
    present = tuple((column.device, column.protocol) for column in report.columns)
    old, new = _tallies(then), _tallies(now)
    for column in dict.fromkeys((*present, *earlier.columns)):
        yield TrendColumn(
            *column,
            old=old.get(column, Tally()) if column in earlier.columns else None,
            new=new.get(column, Tally()) if column in present else None,
        )


def _tallies(standings: _Standings) -> dict[tuple[str, str], Tally]:
    found: dict[tuple[str, str], list[str]] = {}
    for (_, device, protocol), word in standings.items():
        found.setdefault((device, protocol), []).append(word)
    return {column: tally_of((_counted_as(word), 1) for word in words) for column, words in found.items()}


def _counted_as(word: str) -> Standing:
    return Standing.CARRIED if word == COARSE else Standing(word)


def _differences(report: GapReport, earlier: Earlier, then: _Standings, now: _Standings) -> Iterator[TrendLine]:
    """Yield what stands differently: by column, in the order of the catalogue, what is removed last."""
    lines = {line.element: line for line in report.lines}
    present = ((column.device, column.protocol) for column in report.columns)
    columns = {column: place for place, column in enumerate(dict.fromkeys((*present, *earlier.columns)))}
    elements = {element: place for place, element in enumerate(dict.fromkeys((*lines, *earlier.elements)))}
    moved = [key for key in {**then, **now} if then.get(key, "") != now.get(key, "")]
    for key in sorted(moved, key=lambda key: (columns[key[1:]], elements[key[0]])):
        element, device, protocol = key
        line = lines.get(element)
        known = line if line is not None else earlier.elements[element]
        yield TrendLine(
            element,
            known.item,
            known.path,
            known.row,
            line.cell if line is not None else "",
            device,
            protocol,
            old=then.get(key, ""),
            new=now.get(key, ""),
        )
