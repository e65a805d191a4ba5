"""The report on standards as plain text, for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from metermap.codegen.standards import words
from metermap.codegen.standards.model import (
    Dependence,
    Dependent,
    EditionUse,
    Outcome,
    StandardsReport,
    StandardUse,
    Verdict,
)
from metermap.core.render import counted
from metermap.core.text import OneLine, one_line

__all__ = ["report_text"]

_STEP = "  "
_LABEL = 12


def report_text(report: StandardsReport, *, everything: bool = False) -> str:
    """Return the report; with `everything`, also each statement that depends on something unsettled."""
    return "\n".join(_lines(report, everything=everything)) + "\n"


def _lines(report: StandardsReport, *, everything: bool) -> Iterator[str]:
    yield one_line(report.title or report.name)
    edition = one_line(words.or_not_recorded(report.edition))
    yield f"workspace {one_line(report.name)}, edition {edition}, model {report.digest}"
    yield ""
    yield "This mapping rests on"
    for use in report.standards:
        yield from _use(use)
    yield from _around(report)
    yield ""
    yield "The edition that each device needs"
    for need in report.needs:
        yield _item(words.need_name(need), words.need_text(need))
        yield _STEP * 2 + one_line(words.rung_text(need))
    yield ""
    yield "Depends on a draft, a proposal or a national extension"
    yield from map(_dependence, report.dependence or ())
    if not report.dependence:
        yield f"{_STEP}nothing"
    if everything:
        yield from (line for one in report.dependents for line in _dependent(one))
    elif report.dependents:
        yield f"{_STEP}{counted(len(report.dependents), 'statement')} in all; --all lists them"
    for verdict in report.tests:
        yield from _verdict(verdict)


def _item(label: str, text: str, depth: int = 1) -> str:
    return f"{_STEP * depth}{one_line(label)}: {one_line(text)}"


def _fact(label: str, text: str, depth: int) -> str:
    return f"{_STEP * depth}{label:{_LABEL}}{one_line(text)}"


def _use(use: StandardUse) -> Iterator[str]:
    title, body = words.title(use)
    yield _item(use.id, title)
    yield _fact("publisher", body, 2)
    yield _fact("through", words.through_text(use), 2)
    for usage in use.usage:
        yield _fact("", words.usage_text(usage), 2)
    for what, record in use.editions:
        if what is not EditionUse.OTHER:
            yield f"{_STEP * 2}edition {one_line(words.edition_name(what, record))}"
            yield from (_fact(label, text, 3) for label, text in words.edition_facts(record))
    if others := words.other_editions(use):
        yield _fact("others", others, 2)


def _around(report: StandardsReport) -> Iterator[str]:
    yield ""
    yield "Beside it"
    for cited in report.citations:
        named = one_line(cited.id) if cited.id else "not in the register"
        yield f"{_STEP}the catalogue cites {one_line(cited.name)} ({named}): {counted(cited.elements, 'element')}"
    if report.unaddressed.statements:
        yield f"{_STEP}in an alert or a message, on no dictionary: {words.count_text(report.unaddressed)}"
    if report.others:
        yield f"{_STEP}registered, and nothing here leads there: {_listed(report.others)}"


def _listed(names: Iterable[str]) -> OneLine:
    return one_line(", ".join(names))


def _dependence(one: Dependence) -> str:
    return f"{_STEP}{one_line(one.device)} over {one_line(one.protocol)}, {one.kind}: {words.count_text(one.count)}"


def _dependent(one: Dependent) -> Iterator[str]:
    row = "" if one.row is None else f" #{one.row}"
    what = one.element or f"{one.item} (protocol field)"
    yield f"{_STEP}{one_line(one.device)} over {one_line(one.protocol)}: {one_line(what)}{row}"
    yield f"{_STEP * 2}{one_line(one.address)}"
    yield from (f"{_STEP * 2}{one_line(why)}" for why in one.why)
    yield f"{_STEP * 2}{one_line(', '.join(filter(None, (one.cell, one.place))))}"


def _verdict(verdict: Verdict) -> Iterator[str]:
    yield ""
    yield f"Test: {one_line(verdict.name)}: {verdict.outcome}"
    for part in verdict.parts:
        outcome = "" if part.outcome is Outcome.NO_DATE else f"{part.outcome}: "
        yield f"{_STEP}{one_line(part.subject)}: {outcome}{one_line(part.reason)}"
