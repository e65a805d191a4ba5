"""The report on standards as Markdown, for the people in the room. Every cell goes through the `markdown` filter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from metermap.codegen.standards import words
from metermap.codegen.standards.model import Dependent, StandardsReport, StandardUse, Verdict
from metermap.core.render import counted
from metermap.core.text import markdown

__all__ = ["report_markdown"]


def report_markdown(report: StandardsReport, *, everything: bool = True) -> str:
    """Return the report as a Markdown document; with `everything`, also each statement that depends on something."""
    return "\n".join(_lines(report, everything=everything)) + "\n"


def _lines(report: StandardsReport, *, everything: bool) -> Iterator[str]:
    yield f"# Standards: {markdown(report.title or report.name)}"
    yield ""
    yield f"Catalogue edition: {markdown(words.or_not_recorded(report.edition))}."
    yield f"Made from the model with SHA-256 {markdown(report.digest)}."
    yield ""
    yield words.INTRODUCTION
    yield ""
    yield "## What this mapping rests on"
    yield ""
    for use in report.standards:
        yield from _use(use)
    yield from _around(report)
    yield from _needs(report)
    yield from _dependence(report)
    for verdict in report.tests:
        yield from _verdict(verdict)
    if everything:
        yield from _dependents(report.dependents)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _line(head)
    yield _line(["---"] * len(head), escape=False)
    for row in rows:
        yield _line(row)
    yield ""


def _line(cells: Sequence[str], *, escape: bool = True) -> str:
    return "| " + " | ".join(markdown(cell) if escape else cell for cell in cells) + " |"


def _use(use: StandardUse) -> Iterator[str]:
    title, body = words.title(use)
    yield f"### {markdown(use.id)}: {markdown(title)}"
    yield ""
    yield f"Published by {markdown(body)}. Through {markdown(words.through_text(use))}."
    yield ""
    yield from (f"- {markdown(words.usage_text(usage))}" for usage in use.usage)
    yield from [""] if use.usage else []
    if asked := tuple(words.asked_editions(use)):
        labels = ("Edition", "Use", "Status", "Recognition", "Basis", "Openness", "Recorded in")
        rows = [(words.edition_title(record), dict(words.edition_facts(what, record))) for what, record in asked]
        yield from _table(
            labels, ((name, *(facts.get(label.lower(), "") for label in labels[1:])) for name, facts in rows)
        )
    if use.unregistered:
        yield f"Not in the register: edition {markdown(', '.join(use.unregistered))}."
        yield ""
    if others := words.other_editions(use):
        yield f"Other editions in the register: {markdown(others)}."
        yield ""


def _around(report: StandardsReport) -> Iterator[str]:
    yield "## Beside it"
    yield ""
    for cited in report.citations:
        named = markdown(cited.id or "not in the register")
        yield f"- The catalogue cites {markdown(cited.name)} ({named}): {counted(cited.elements, 'element')}."
    if report.unaddressed.statements:
        yield f"- In an alert or a message, on no dictionary: {words.count_text(report.unaddressed)}."
    if report.others:
        yield f"- Registered, and nothing here leads there: {markdown(', '.join(report.others))}."
    yield ""


def _needs(report: StandardsReport) -> Iterator[str]:
    yield "## The edition that each device needs"
    yield ""
    rows = (
        (words.need_name(need), words.need_text(need), words.rung_text(need), words.unchecked_text(need))
        for need in report.needs
    )
    yield from _table(("Device", "Lowest edition", "What each edition brought", "Not checked"), rows)


def _dependence(report: StandardsReport) -> Iterator[str]:
    yield "## What depends on a draft, a proposal or a national extension"
    yield ""
    rows = (
        (one.device, one.protocol, one.kind, str(one.count.elements), str(one.count.statements))
        for one in report.dependence
    )
    yield from _table(("Device", "Protocol", "Depends on", "Elements", "Statements"), rows)


def _verdict(verdict: Verdict) -> Iterator[str]:
    yield f"## Test: {markdown(verdict.name)}"
    yield ""
    yield f"Outcome: {verdict.outcome}."
    yield ""
    rows = (
        (part.subject, part.outcome.value, ": ".join(filter(None, (part.reason, "; ".join(part.details)))))
        for part in verdict.parts
    )
    yield from _table(("Device or standard", "Outcome", "Reason"), rows)


def _dependents(found: Sequence[Dependent]) -> Iterator[str]:
    yield "## Statements that depend on any of it"
    yield ""
    head = ("Row", "Device", "Protocol", "Element or field", "Why", "Address", "Cell", "Mapping")
    yield from _table(head, map(_dependent, found))


def _dependent(one: Dependent) -> tuple[str, ...]:
    row, what = "" if one.row is None else str(one.row), one.element or one.item
    return (row, one.device, one.protocol, what, "; ".join(one.why), one.address, one.cell, one.place)
