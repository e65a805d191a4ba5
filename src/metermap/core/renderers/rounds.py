"""A round of a check that is watched: the files that changed, what is new and what is gone, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from metermap.core.exits import Exit
from metermap.core.finding_changes import FindingChanges
from metermap.core.render import OutputFormat, counted, finding_json, render, summary, summary_json, text_blocks
from metermap.core.renderers.report import Report
from metermap.core.text import one_line

__all__ = ["ROUND_FORMATS", "ROUND_VERSION", "Round", "render_round"]

ROUND_FORMATS: Final = (OutputFormat.TEXT, OutputFormat.CONCISE, OutputFormat.JSON)
"""The formats in which rounds can follow each other on one stream."""

ROUND_VERSION: Final = 0
_SHOWN_FILES: Final = 5


@dataclass(frozen=True, slots=True)
class Round:
    """A check, and what it has in common with the one before.

    `number` counts from 1. `files` are the inputs that changed since the round before, none in the first. `changes`
    compares the findings that are shown, with nothing in the first. `exit` is that of the check alone; `stopped` is
    true if a stage could not go on: what the stages after it found before is not told as gone.
    """

    number: int
    files: tuple[str, ...]
    report: Report
    changes: FindingChanges
    exit: Exit
    stopped: bool = False


def render_round(told: Round, output_format: OutputFormat, *, colour: bool = False) -> str:
    """Return a round as text, as single lines, or as one line of JSON, with a line feed at the end.

    The first round has all findings; those after it what is new and what is gone, and the counts of all.

    Raises:
        ValueError: the format is not one of `ROUND_FORMATS`.
    """
    match output_format:
        case OutputFormat.TEXT:
            return "\n".join(_text(told, colour=colour))
        case OutputFormat.CONCISE:
            return "".join(_concise(told, colour=colour))
        case OutputFormat.JSON:
            return json.dumps(_document(told)) + "\n"
        case _:
            message = f"rounds have no form {output_format}; there are {', '.join(ROUND_FORMATS)}"
            raise ValueError(message)


def _text(told: Round, *, colour: bool) -> Iterator[str]:
    """Yield blocks that an empty line parts."""
    changes, counts = told.changes, summary(told.report.findings, told.report.hidden) + "\n"
    blocks = text_blocks(changes.new, colour=colour, sources=told.report.sources)
    if told.number == 1:
        yield from blocks
        yield counts
        return
    yield f"\n{told.number}. {_changed(told.files)}\n"
    yield from (f"new: {block}" for block in blocks)
    # What is gone is told in a line: its own is not what it was.
    gone = render(changes.gone, OutputFormat.CONCISE, colour=colour)
    if gone:
        yield "".join(f"gone: {line}\n" for line in gone.splitlines())
    yield _sentence(told) + counts


def _concise(told: Round, *, colour: bool) -> Iterator[str]:
    for sign, findings in (("+", told.changes.new), ("-", told.changes.gone)):
        for line in render(findings, OutputFormat.CONCISE, colour=colour).splitlines():
            yield f"{sign} {line}\n"
    yield f"= {summary(told.report.findings, told.report.hidden)}\n"


def _changed(files: tuple[str, ...]) -> str:
    shown = ", ".join(map(one_line, files[:_SHOWN_FILES]))
    more = len(files) - _SHOWN_FILES
    return f"{shown} and {counted(more, 'other file')} changed" if more > 0 else f"{shown} changed"


def _sentence(told: Round) -> str:
    changes = told.changes
    said = ["Nothing new, nothing gone. "] if not changes.new and not changes.gone else []
    said += [f"{changes.moved:,} only moved. "] if changes.moved else []
    said += ["The check could not go on: what it found before is not told as gone. "] if told.stopped else []
    return "".join(said)


def _document(told: Round) -> dict[str, object]:
    return {
        "version": ROUND_VERSION,
        "round": told.number,
        "files": list(told.files),
        "new": [finding_json(finding) for finding in told.changes.new],
        "gone": [finding_json(finding) for finding in told.changes.gone],
        "moved": told.changes.moved,
        "summary": summary_json(told.report.findings, told.report.hidden),
        "exit": int(told.exit),
        "stopped": told.stopped,
    }
