"""The page of findings: by code, then all of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from metermap.core.findings import Finding
from metermap.core.markup import code, join, labelled, link, section, table, tag, text
from metermap.core.text import Html
from metermap.site.facts import SiteFacts
from metermap.site.pieces import Page, findings_table

__all__ = ["findings"]


def findings(facts: SiteFacts) -> Page:
    """Return the findings, gravest codes first."""
    return Page("findings", "Findings", join((tag("h1", text("Findings")), *_body(facts))))


def _body(facts: SiteFacts) -> Iterator[Html]:
    if not facts.model.findings:
        yield tag("p", text("The checks found nothing."), class_="lead")
        return
    total = len(facts.model.findings)
    lead = "What the checks object to, and what they want somebody to look at."
    yield tag("p", text(lead), class_="lead")
    yield section("By code", _by_code(facts, total), anchor="codes")
    ordered = sorted(facts.model.findings, key=_order)
    for (_, name), group in groupby(ordered, key=lambda finding: (finding.severity.rank, finding.code)):
        found = list(group)
        shown = findings_table(facts, found, "", f"{len(found):,} of {total:,} findings")
        yield section(name, shown, anchor=name)


def _order(finding: Finding) -> tuple[int, str, object]:
    return (finding.severity.rank, finding.code, finding.sort_key)


def _by_code(facts: SiteFacts, total: int) -> Html:
    head = ("Code", "Severity", "First of them", "Count")
    rows = (
        tag(
            "tr",
            *labelled(
                head,
                (
                    tag("th", link(f"#{count.code}", code(count.code)), scope="row"),
                    tag("td", tag("span", text(count.severity), class_=f"severity {count.severity}")),
                    tag("td", text(count.example)),
                    tag("td", text(f"{count.count:,} of {total:,}"), class_="number"),
                ),
            ),
        )
        for count in facts.report.findings
    )
    return table("Findings by code", head, [tag("tbody", *rows)], class_="stack", numbers=1)
