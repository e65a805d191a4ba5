"""Findings as text, as one line each, and as JSON. One list, many renderers.

Whatever a workbook or a mapping file put into a finding is shown escaped: no control character
reaches a terminal.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TextIO

from metermap.core.findings import Finding, Severity
from metermap.core.places import CellPlace, Place, TextPlace
from metermap.core.source_lines import SourceLines, caret_lines
from metermap.core.text import one_line

__all__ = [
    "JSON_VERSION",
    "Hidden",
    "OutputFormat",
    "counted",
    "finding_json",
    "painted",
    "render",
    "render_json",
    "summary",
    "summary_json",
    "text_blocks",
    "wants_colour",
]

JSON_VERSION = 0


class OutputFormat(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    CONCISE = "concise"
    JSON = "json"
    GITHUB = "github"
    SARIF = "sarif"
    JUNIT = "junit"


_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
_BOLD = "1"


def wants_colour(stream: TextIO) -> bool:
    """Return whether to colour what goes to a stream: a terminal, and no NO_COLOR (no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


@dataclass(frozen=True, slots=True)
class Hidden:
    """How many findings are not shown: reviewed ones, notes, those silenced, and those that the baseline holds."""

    reviewed: int = 0
    notes: int = 0
    suppressed: int = 0
    held: int = 0


_NOTHING_HIDDEN = Hidden()


def render(
    findings: Iterable[Finding],
    output_format: OutputFormat,
    *,
    hidden: Hidden = _NOTHING_HIDDEN,
    colour: bool = False,
    sources: SourceLines | None = None,
) -> str:
    """Return the findings in the given format, in the given order, with a line feed at the end.

    `hidden` only goes into the counts. Colour is for text and single lines. Text shows the lines that
    `sources` has of the places, with a caret.
    """
    listed = tuple(findings)
    match output_format:
        case OutputFormat.TEXT:
            return "\n".join((*text_blocks(listed, colour=colour, sources=sources), summary(listed, hidden) + "\n"))
        case OutputFormat.CONCISE:
            return "".join(f"{_headline(finding, colour=colour)}\n" for finding in listed)
        case OutputFormat.JSON:
            return render_json(listed, hidden)
        case _:
            from metermap.core.renderers import render_report  # noqa: PLC0415  (it asks this module for the others)
            from metermap.core.renderers.report import Report  # noqa: PLC0415

            return render_report(Report(listed, hidden), output_format)


def text_blocks(
    findings: Iterable[Finding], *, colour: bool = False, sources: SourceLines | None = None
) -> Iterator[str]:
    """Yield each finding as text shows it: its lines, a line feed at the end of each."""
    for finding in findings:
        yield "\n".join(_text_lines(finding, colour=colour, sources=sources)) + "\n"


def _text_lines(finding: Finding, *, colour: bool, sources: SourceLines | None) -> Iterator[str]:
    yield _headline(finding, colour=colour)
    yield from caret_lines(finding.place, sources)
    also = ", ".join(map(str, finding.also))
    details = {
        "expected": finding.expected,
        "help": finding.help,
        "see also": also,
        "source": finding.clause,
        "suppressed": finding.suppressed,
    }
    for label, value in details.items():
        if value:
            yield f"    {label}: {one_line(value)}"


def _headline(finding: Finding, *, colour: bool) -> str:
    severity = painted(f"{finding.severity.value} {one_line(finding.code)}", _COLOURS[finding.severity], colour=colour)
    place = f"{painted(one_line(str(finding.place)), _BOLD, colour=colour)}: " if finding.place else ""
    return f"{place}{severity}: {one_line(finding.message)}"


def painted(text: str, code: str, *, colour: bool) -> str:
    """Return the text in a colour or weight of ECMA-48 (8.3.117, SGR), if colour is wanted."""
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text


def summary(findings: Iterable[Finding], hidden: Hidden = _NOTHING_HIDDEN) -> str:
    """Return the counts as one line: ``2 errors, 1 warning``, then what is hidden and how to see it."""
    found = Counter(finding.severity for finding in findings)
    text = ", ".join(counted(found[severity], severity.value) for severity in Severity if found[severity])
    parts = [f"{hidden.reviewed:,} reviewed"] if hidden.reviewed else []
    parts += [f"{hidden.suppressed:,} suppressed"] if hidden.suppressed else []
    parts += [f"{hidden.held:,} in the baseline"] if hidden.held else []
    parts += [counted(hidden.notes, "note")] if hidden.notes else []
    return (text or "no findings") + (
        f"; not shown: {', '.join(parts)} (metermap check --all shows them)" if parts else ""
    )


def counted(number: int, noun: str) -> str:
    """Return number and noun: ``1 error``, ``1,200 errors``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def render_json(findings: Iterable[Finding], hidden: Hidden = _NOTHING_HIDDEN) -> str:
    """Return the findings as a JSON document, version 0, ASCII only.

    An object with `version`, `findings` and `summary`: the counts by severity, and of those that
    are not among the findings: `reviewed`, `notes_not_shown`, `suppressed` and `in_baseline`. Every
    key of a finding is always there; what it lacks is an empty string, an empty list or null.
    """
    listed = tuple(findings)
    document = {
        "version": JSON_VERSION,
        "findings": [finding_json(finding) for finding in listed],
        "summary": summary_json(listed, hidden),
    }
    return json.dumps(document, indent=2) + "\n"


def summary_json(findings: Iterable[Finding], hidden: Hidden) -> dict[str, int]:
    """Return the counts by severity, and of those that are not shown, as the JSON document has them."""
    found = Counter(finding.severity for finding in findings)
    return {
        **{severity.value: found[severity] for severity in Severity},
        "reviewed": hidden.reviewed,
        "notes_not_shown": hidden.notes,
        "suppressed": hidden.suppressed,
        "in_baseline": hidden.held,
    }


def finding_json(finding: Finding) -> dict[str, object]:
    """Return a finding as the JSON document of `render_json` has it."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "place": _place_json(finding.place) if finding.place else None,
        "subject": finding.subject,
        "expected": finding.expected,
        "help": finding.help,
        "also": [_place_json(place) for place in finding.also],
        "clause": finding.clause,
        "suppressed": finding.suppressed,
        "edition": finding.edition,
    }


def _place_json(place: Place) -> dict[str, object]:
    shown = {"text": str(place), "file": place.file}
    match place:
        case CellPlace():
            return {**shown, "sheet": place.sheet, "cell": place.cell, "row": place.row, "column": place.column}
        case TextPlace():
            return {**shown, "line": place.line, "column": place.column}
        case _:
            return {**shown, "part": place.part}
