"""Findings as annotations of GitHub: workflow commands, one a line, which a run of Actions shows in the change.

A command ends with its line, and its properties at commas and colons: all of these are escaped as GitHub's
documentation of workflow commands says.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from metermap.core.findings import Finding, Severity
from metermap.core.places import CellPlace, TextPlace
from metermap.core.renderers.report import details
from metermap.core.text import one_line

if TYPE_CHECKING:
    from metermap.core.renderers.report import Report

__all__ = ["render_github"]

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render_github(report: Report) -> str:
    """Return a workflow command for each finding; one that does not count is a notice that gives the reason.

    A cell has no line: its annotation stands at the workbook and names the cell in its title.
    """
    return "".join(f"{_command(finding, report)}\n" for finding in report.findings)


def _command(finding: Finding, report: Report) -> str:
    aside = report.aside.get(finding)
    command = "notice" if aside else _COMMANDS[finding.severity]
    lines = [finding.message, *details(finding)]
    if aside:
        lines.append(f"does not count: {aside.reason}")
    message = "\n".join(map(one_line, lines)).translate(_DATA)
    properties = ",".join(f"{name}={text}" for name, text in _properties(finding, report.folder))
    return f"::{command} {properties}::{message}"


def _properties(finding: Finding, folder: str) -> Iterator[tuple[str, str]]:
    place = finding.place
    if place is not None:
        yield "file", _property(f"{folder}/{place.file}" if folder else place.file)
    if isinstance(place, TextPlace):
        yield from (("line", str(place.line)), ("col", str(place.column)))
    cell = f" at {place}" if isinstance(place, CellPlace) else ""
    yield "title", _property(f"{finding.code}{cell}")


def _property(text: str) -> str:
    return one_line(text).translate(_PROPERTY)
