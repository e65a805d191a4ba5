"""The report on standards as plain text, for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from metermap.codegen.standards import words
from metermap.codegen.standards.model import (
    Dependence,
    Dependent,
    Outcome,
    StandardsReport,
    StandardUse,
    Verdict,
)
from metermap.core.render import counted
from metermap.core.text import one_line

__all__ = ["report_text"]

_STEP = "  "
_LABEL = 12
_WIDTH = 120


def report_text(report: StandardsReport, *, everything: bool = False) -> str:
    """Return the report; with `everything`, also each statement that depends on something unsettled.

    No line is longer than 120 characters unless one word is.
    """
    return "\n".join(_lines(report, everything=everything)) + "\n"


def _lines(report: StandardsReport, *, everything: bool) -> Iterator[str]:
    yield from _said(report.title or report.name)
    yield from _said(f"workspace {report.name}, edition {words.or_not_recorded(report.edition)}, model {report.digest}")
    yield ""
    yield "This mapping rests on"
    number, shared = words.shared_facts(report.standards)
    if shared:
        yield from _said(f"of all {number} editions below: {'; '.join(map(' '.join, shared))}", 1)
    for use in report.standards:
        yield from _use(use, shared)
    yield from _around(report)
    yield ""
    yield "The edition that each device needs"
    for need in report.needs:
        yield from _said(f"{words.need_name(need)}: {words.need_text(need)}", 1)
        yield from _said(words.rung_text(need), 2)
        yield from _said(words.unchecked_text(need), 2)
    yield from _depending(report, everything=everything)
    for verdict in report.tests:
        yield from _verdict(verdict)


def _depending(report: StandardsReport, *, everything: bool) -> Iterator[str]:
    yield ""
    yield "Depends on a draft, a proposal or a national extension"
    for one in report.dependence:
        yield from _dependence(one)
    if not report.dependence:
        yield f"{_STEP}nothing"
    if everything:
        yield from (line for one in report.dependents for line in _dependent(one))
    elif report.dependents:
        yield f"{_STEP}{counted(len(report.dependents), 'statement')} in all; --all lists them"


def _said(text: str, depth: int = 0) -> list[str]:
    """Return the text on lines, the first at a depth, the others two steps further in; none of an empty text."""
    return _wrapped(text, _STEP * depth, _STEP * (depth + 2))


def _fact(label: str, text: str, depth: int) -> list[str]:
    return _wrapped(text, f"{_STEP * depth}{label:{_LABEL}}", " " * (len(_STEP) * depth + _LABEL))


def _wrapped(text: str, first: str, others: str) -> list[str]:
    return textwrap.wrap(
        one_line(text),
        _WIDTH,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _use(use: StandardUse, said: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield what there is about a standard: once what holds of all its editions, then what differs."""
    title, body = words.title(use)
    yield from _said(f"{use.id}: {title}", 1)
    yield from _fact("publisher", body, 2)
    yield from _fact("through", words.through_text(use), 2)
    for usage in use.usage:
        yield from _fact("", words.usage_text(usage), 2)
    number, shared = words.shared_facts((use,))
    for label, text in shared:
        if (label, text) not in said:
            yield from _fact(label, f"{text} (of all {number} editions)", 2)
    for what, record in words.asked_editions(use):
        yield from _said(f"edition {words.edition_title(record)}", 2)
        for label, text in words.edition_facts(what, record):
            if (label, text) not in (*said, *shared):
                yield from _fact(label, text, 3)
    for edition in use.unregistered:
        yield from _said(f"edition {edition}: not in the register", 2)
    if others := words.other_editions(use):
        yield from _fact("others", others, 2)


def _around(report: StandardsReport) -> Iterator[str]:
    yield ""
    yield "Beside it"
    for cited in report.citations:
        named = cited.id or "not in the register"
        yield from _said(f"the catalogue cites {cited.name} ({named}): {counted(cited.elements, 'element')}", 1)
    if report.unaddressed.statements:
        yield from _said(f"in an alert or a message, on no dictionary: {words.count_text(report.unaddressed)}", 1)
    if report.others:
        yield from _said(f"registered, and nothing here leads there: {', '.join(report.others)}", 1)


def _dependence(one: Dependence) -> list[str]:
    return _said(f"{one.device} over {one.protocol}, {one.kind}: {words.count_text(one.count)}", 1)


def _dependent(one: Dependent) -> Iterator[str]:
    row = "" if one.row is None else f" #{one.row}"
    what = one.element or f"{one.item} (protocol field)"
    yield from _said(f"{one.device} over {one.protocol}: {what}{row}", 1)
    for text in (one.address, *one.why, ", ".join(filter(None, (one.cell, one.place)))):
        yield from _said(text, 2)


def _verdict(verdict: Verdict) -> Iterator[str]:
    yield ""
    yield from _said(f"Test: {verdict.name}: {verdict.outcome}")
    for part in verdict.parts:
        outcome = "" if part.outcome is Outcome.NO_DATE else f"{part.outcome}: "
        yield from _said(f"{part.subject}: {outcome}{part.reason}", 1)
        for detail in part.details:
            yield from _said(detail, 2)
