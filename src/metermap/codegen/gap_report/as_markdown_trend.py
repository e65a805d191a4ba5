"""The gap report in Markdown: what is different from an earlier report or model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from metermap.codegen.gap_report.counts import Tally
from metermap.codegen.gap_report.markdown_table import heading, none_found, over, table
from metermap.codegen.gap_report.model import NOT_RECORDED
from metermap.codegen.gap_report.trend_model import Trend, TrendColumn, TrendLine
from metermap.core.render import counted
from metermap.core.text import markdown
from metermap.mappings.standing import LETTERS, Standing

__all__ = ["trend", "trend_sentence"]


def trend_sentence(found: Trend) -> str:
    """Return in one sentence how much is different, and from what."""
    source = found.source
    earlier = f"the {source.form} of edition {source.edition or NOT_RECORDED} with SHA-256 {source.digest[:12]}"
    if found.empty:
        return f"Nothing is different from {earlier}"
    said = (
        counted(len(found.new_gaps), "new gap"),
        counted(len(found.closed_gaps), "closed gap"),
        counted(len(found.changed), "other changed standing"),
        counted(len(found.added), "added element"),
        counted(len(found.removed), "removed element"),
    )
    return f"Against {earlier}: {', '.join(said)}"


def trend(found: Trend) -> Iterator[str]:
    """Yield the section on the trend."""
    yield from heading(2, "Since the earlier report")
    yield f"{markdown(trend_sentence(found))}."
    if found.source.coarse:
        yield "The earlier file has no value proofs: E, L and C are counted as C, and a change among them is not seen."
    yield ""
    rows = (_column_row(column) for column in found.columns)
    yield from table(("Device and protocol", "Mapped", *(LETTERS[one] for one in Standing), "Elements"), rows)
    yield from _lines("New gaps", found.new_gaps)
    yield from _lines("Closed gaps", found.closed_gaps)
    yield from _lines("Other changes of standing", found.changed)
    yield from _elements("Added elements", found.added)
    yield from _elements("Removed elements", found.removed)


def _column_row(column: TrendColumn) -> tuple[str, ...]:
    old, new = column.old, column.new
    counts = (_change(old and old.count(one), new and new.count(one)) for one in Standing)
    mapped = _change(old and old.mapped, new and new.mapped)
    return (over(column.device, column.protocol), mapped, *counts, _change(old and old.total, new and new.total))


def _change(old: Tally | int | None, new: Tally | int | None) -> str:
    """Return a number that stayed, or both: ``12, was 10``; a column that one of them lacks is not asked about."""
    if old == new:
        return str(new)
    return f"{'not asked' if new is None else new}, was {'not asked' if old is None else old}"


def _lines(title: str, found: Sequence[TrendLine]) -> Iterator[str]:
    yield from heading(3, title)
    if not found:
        yield from none_found()
        return
    yield from table(("Element", "Over", "Now", "Was", "Cell"), map(_line_row, found))


def _line_row(line: TrendLine) -> tuple[str, ...]:
    row = "" if line.row is None else f" (row {line.row})"
    name = f"{'.'.join(filter(None, (line.item, line.path)))}{row}"
    return (name, over(line.device, line.protocol), line.new or "not asked", line.old or "not asked", line.cell)


def _elements(title: str, found: Sequence[str]) -> Iterator[str]:
    yield from heading(3, title)
    if not found:
        yield from none_found()
        return
    yield from (f"- {markdown(element)}" for element in found)
    yield ""
