"""Tables in Markdown, each cell escaped: a name with a bar or with markup stays in its column and shows as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from metermap.codegen.titles import protocol_title
from metermap.core.text import Markdown, markdown

__all__ = ["heading", "none_found", "over", "row_numbers", "table"]


def table(head: Sequence[str], rows: Iterable[Sequence[str | int | None]], numbers: int = 0) -> Iterator[str]:
    """Yield a table and an empty line; the last `numbers` columns are set to the right. None is an empty cell."""
    rules = ["---"] * (len(head) - numbers) + ["---:"] * numbers
    yield _line(head)
    yield "| " + " | ".join(rules) + " |"
    for row in rows:
        yield _line(row)
    yield ""


def _line(cells: Sequence[str | int | None]) -> str:
    return "| " + " | ".join(_cell(cell) for cell in cells) + " |"


def _cell(cell: str | int | None) -> Markdown:
    return markdown(f"{cell:,}" if isinstance(cell, int) else cell or "")


def heading(level: int, text: str) -> Iterator[str]:
    """Yield a heading and an empty line."""
    yield f"{'#' * level} {markdown(text)}"
    yield ""


def none_found(text: str = "None.") -> Iterator[str]:
    """Yield what stands where a list would be empty."""
    yield text
    yield ""


def over(device: str, protocol: str) -> str:
    """Return what people call a column: ``ESME over DLMS/COSEM``."""
    return f"{device} over {protocol_title(protocol)}"


def row_numbers(rows: Iterable[int | None]) -> str:
    """Return printed row numbers, runs shortened to their ends; an element without one is left out."""
    runs: list[list[int]] = []
    for row in sorted({row for row in rows if row is not None}):
        if runs and row == runs[-1][-1] + 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)  # noqa: RUF001
