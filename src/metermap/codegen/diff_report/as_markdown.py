"""A diff as Markdown, for a comment on a pull request or the summary of a job.

What breaks is open, the rest is folded. A comment has a greatest length; what does not fit is counted, and the gravest
comes first.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Final

from metermap.codegen.changes.model import BREAKS, Diff
from metermap.codegen.diff_report.markdown_pieces import (
    LINES,
    hit_tables,
    item_heading,
    moved_list,
    note_list,
    side_table,
    telling_lines,
    verdict_table,
)
from metermap.codegen.diff_report.telling import Chapter, chapters
from metermap.codegen.diff_report.words import headline
from metermap.codegen.gap_report.markdown_table import heading
from metermap.core.render import counted
from metermap.core.text import html

__all__ = ["changes_markdown", "diff_markdown"]

_LONGEST: Final = 60_000
"""The characters of a comment, of which GitHub takes 65,536; the summary of a job may have more."""


def diff_markdown(diff: Diff, longest: int | None = _LONGEST) -> str:
    """Return the diff as a document of about `longest` characters at most; of None, with all changes and lines."""
    head = _text(_head(diff))
    return head + changes_markdown(diff, None if longest is None else longest - len(head))


def changes_markdown(diff: Diff, longest: int | None = None) -> str:
    """Return the changes alone, gravest first, and what only moved; of None with all changes and lines."""
    made, closing = [], _text(_moved(diff))
    room = sys.maxsize if longest is None else longest - len(closing)
    for chapter in chapters(diff):
        for block in _chapter(chapter, room, sys.maxsize if longest is None else LINES):
            made.append(block)
            room -= len(block)
    return "".join((*made, closing)).rstrip("\n") + "\n"


def _text(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _head(diff: Diff) -> Iterator[str]:
    yield from heading(1, " \N{RIGHTWARDS ARROW} ".join(headline(diff)))
    yield from side_table(diff)
    yield from note_list(diff)
    if diff.changes:
        yield from verdict_table(diff)
        yield from hit_tables(diff)


def _chapter(chapter: Chapter, room: int, most: int) -> Iterator[str]:
    """Yield a chapter block by block, as long as there is room, and then how many changes are left out.

    Of each telling the first lines are listed, `most` of them.
    """
    title = f"{chapter.verdict.value.capitalize()}: {counted(chapter.count, 'change')}"
    folded = chapter.verdict not in BREAKS
    opening = [f"<details><summary>{html(title)}</summary>", ""] if folded else list(heading(2, title))
    yield _text(opening)
    left = chapter.count
    for item in chapter.items:
        above = _text(item_heading(item.name, item.old_name, 3))
        for telling in item.tellings:
            block = above + _text(telling_lines(telling, item.name, most))
            if len(block) > room:
                break
            yield block
            room -= len(block)
            left -= telling.count
            above = ""
    yield _text(_left_out(left))
    if folded:
        yield _text(["</details>", ""])


def _left_out(count: int) -> Iterator[str]:
    if count:
        yield f"{counted(count, 'change')} more than fit here: `metermap diff --format html` tells all."
        yield ""


def _moved(diff: Diff) -> Iterator[str]:
    said = list(moved_list(diff))
    if said:
        yield from heading(2, "Only moved")
        yield from said
