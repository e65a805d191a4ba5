"""The page of findings: how many of each code, what became of them, then all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from metermap.core.findings import Severity
from metermap.core.judged import JudgedFinding, Outcome
from metermap.core.markup import code, join, labelled, link, section, table, tag, text
from metermap.core.text import Html
from metermap.site.facts import SiteFacts
from metermap.site.filters import Choice, Facet, filter_controls, tokens
from metermap.site.pieces import Page, findings_table, rule_link, severity

__all__ = ["findings", "gravest_first", "outcome_counts"]

_MEANINGS = {
    Outcome.OPEN: "counts, and nobody has dealt with it",
    Outcome.NOTE: "a remark that counts nowhere",
    Outcome.REVIEWED: "somebody has looked at it; the verdict and the reason stand beside it",
    Outcome.SUPPRESSED: "a mapping file or metermap.toml silences it, with a reason",
    Outcome.HELD: "there when the group began to count; nobody has reviewed it",
}


def findings(facts: SiteFacts) -> Page:
    """Return the findings, gravest codes first."""
    return Page("findings", "Findings", join((tag("h1", text("Findings")), *_body(facts))))


def _body(facts: SiteFacts) -> Iterator[Html]:
    if not facts.findings:
        yield tag("p", text("The checks found nothing."), class_="lead")
        return
    total = len(facts.findings)
    lead = (
        "What the checks object to, and what they want somebody to look at. What somebody has dealt with is marked, "
        "and never left out."
    )
    yield tag("p", text(lead), class_="lead")
    yield section("What became of them", outcome_counts(facts), anchor="states")
    yield section("By code", _by_code(facts, total), anchor="codes")
    yield filter_controls("findings", "findings", _facets(facts))
    groups = (_group(facts, found, total) for found in gravest_first(facts))
    yield tag("div", *groups, id="findings")


def _facets(facts: SiteFacts) -> Iterator[Facet]:
    """Yield what the findings can be filtered by, each value that occurs, in its own order."""
    states = {one.outcome for one in facts.findings}
    severities = {one.finding.severity for one in facts.findings}
    found = (outcome.value for outcome in Outcome if outcome in states)
    yield Facet("state", "State", tuple(Choice(tokens([word]), text(word)) for word in found))
    weights = (severity.value for severity in Severity if severity in severities)
    yield Facet("severity", "Severity", tuple(Choice(word, text(word)) for word in weights))
    yield Facet("code", "Code", tuple(Choice(tokens([name]), text(name)) for name in sorted(facts.by_code)), one=True)


def gravest_first(facts: SiteFacts) -> list[tuple[JudgedFinding, ...]]:
    """Return the findings of each code, the codes with the gravest finding first."""
    return sorted(facts.by_code.values(), key=lambda found: (_gravest(found).rank, found[0].finding.code))


def _gravest(found: Iterable[JudgedFinding]) -> Severity:
    return min((one.finding.severity for one in found), key=lambda severity: severity.rank)


def outcome_counts(facts: SiteFacts) -> Html:
    """Return how many findings are open, and what became of the others."""
    total = len(facts.findings)
    counted = Counter(one.outcome for one in facts.findings)
    rows = (
        tag(
            "tr",
            tag("th", text(outcome.value), scope="row"),
            tag("td", text(meaning)),
            tag("td", text(f"{counted[outcome]:,} of {total:,}"), class_="number"),
        )
        for outcome, meaning in _MEANINGS.items()
    )
    return table("Findings by what became of them", ("State", "It", "Findings"), [tag("tbody", *rows)], numbers=1)


def _by_code(facts: SiteFacts, total: int) -> Html:
    head = ("Code", "Severity", "What it is", *(outcome.value.capitalize() for outcome in Outcome), "All")
    rows = (tag("tr", *labelled(head, _code_cells(facts, found, total))) for found in gravest_first(facts))
    return table("Findings by code", head, [tag("tbody", *rows)], class_="stack", numbers=len(Outcome) + 1)


def _code_cells(facts: SiteFacts, found: tuple[JudgedFinding, ...], total: int) -> Iterator[Html]:
    name = found[0].finding.code
    rule = facts.rules.get(name)
    counted = Counter(one.outcome for one in found)
    yield tag("th", link(f"#{name}", code(name)), scope="row")
    yield tag("td", severity(_gravest(found)))
    yield tag("td", text(rule.code.title if rule else found[0].finding.message))
    for outcome in Outcome:
        yield tag("td", text(counted[outcome] or ""), class_="number")
    yield tag("td", text(f"{len(found):,} of {total:,}"), class_="number")


def _group(facts: SiteFacts, found: tuple[JudgedFinding, ...], total: int) -> Html:
    name = found[0].finding.code
    rule = facts.rules.get(name)
    said = [tag("p", rule_link(facts, name, ""), text(f": {rule.code.title}."))] if rule else []
    shown = findings_table(facts, found, "", f"{len(found):,} of {total:,} findings", anchored=True)
    return tag("section", tag("h2", text(name)), *said, shown, id=name, data_rows="findings")
