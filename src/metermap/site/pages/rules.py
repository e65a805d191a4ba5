"""A page for each rule that has a finding here, and the list of all rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from metermap.core.findings import Severity
from metermap.core.judged import JudgedFinding, Outcome
from metermap.core.markup import EMPTY, code, join, labelled, link, section, table, tag, text
from metermap.core.rules import SMALL_ELEMENTS, Example, Rule, small_workspace
from metermap.core.text import Html
from metermap.site.facts import SiteFacts
from metermap.site.pieces import Page, definitions, findings_table, severity

__all__ = ["rule_list", "rule_pages"]

_ROOT = "../"
_STANDARD = {"metermap.toml": small_workspace(), "elements.csv": SMALL_ELEMENTS}
_HEAD = ("Code", "Severity", "About", "What it is", "Open", "Findings")


def rule_list(facts: SiteFacts) -> Page:
    """Return the list of all rules, those with a finding here linked."""
    codes = sorted({*facts.rules, *facts.by_code})
    rows = (tag("tr", *labelled(_HEAD, _list_cells(facts, name))) for name in codes)
    caption = f"{len(codes):,} rules, {len(facts.by_code):,} of them with a finding here"
    lead = "Everything that the checks can find. A rule with a finding in this workspace has a page."
    shown = table(caption, _HEAD, [tag("tbody", *rows)], class_="list stack", numbers=2)
    body = join((tag("h1", text("Rules")), tag("p", text(lead), class_="lead"), shown))
    return Page("rules/index", "Rules", body)


def _list_cells(facts: SiteFacts, name: str) -> Iterator[Html]:
    rule, found = facts.rules.get(name), facts.by_code.get(name, ())
    address = facts.map.rule(name)
    yield tag("th", link(_ROOT + address, code(name)) if address else code(name), scope="row")
    yield tag("td", severity(_severity(rule, found)))
    yield tag("td", text(rule.family.value if rule else ""))
    yield tag("td", text(rule.code.title if rule else found[0].finding.message))
    yield tag("td", text(sum(one.outcome is Outcome.OPEN for one in found) if found else ""), class_="number")
    yield tag("td", text(f"{len(found):,}" if found else ""), class_="number")


def _severity(rule: Rule | None, found: tuple[JudgedFinding, ...]) -> Severity:
    """Return the severity of a rule's findings here, which the workspace may have set; else the rule's own."""
    return rule.code.severity if rule and not found else found[0].finding.severity


def rule_pages(facts: SiteFacts) -> Iterator[Page]:
    """Yield the page of each rule that has a finding."""
    for name, path in facts.map.rules.items():
        found, rule = facts.by_code[name], facts.rules.get(name)
        title = f"{name}: {rule.code.title}" if rule else name
        heading = tag("h1", code(name), text(f": {rule.code.title}" if rule else ""))
        counted = Counter(one.outcome.value for one in found)
        tally = ", ".join(
            f"{counted[outcome.value]:,} {outcome.value}" for outcome in Outcome if counted[outcome.value]
        )
        caption = f"{len(found):,} of {len(facts.findings):,} findings: {tally}"
        shown = section("Findings here", findings_table(facts, found, _ROOT, caption), anchor="findings")
        yield Page(path, title, join((heading, *(_explained(rule, found) if rule else ()), shown)))


def _explained(rule: Rule, found: tuple[JudgedFinding, ...]) -> Iterator[Html]:
    own = rule.code.severity
    here = found[0].finding.severity
    fixed = ", can be neither lowered nor allowed" if rule.code.fixed else ""
    yield definitions(
        (
            ("About", text(rule.family.value)),
            (
                "Severity",
                join((severity(own), text(f"; {here.value} in this workspace" if here is not own else fixed))),
            ),
            ("What to do", text(rule.code.help)),
            ("Source", text(rule.clause)),
        )
    )
    yield section("Why", *(tag("p", text(part)) for part in rule.explanation.split("\n\n")), anchor="why")
    yield section("Found here", *_example(rule.failing, _STANDARD), anchor="failing")
    passing = list(_example(rule.passing, {**_STANDARD, **dict(rule.failing.files)}))
    yield section("Not found here", *(passing or [tag("p", text("The same, without that file."))]), anchor="passing")


def _example(example: Example, known: dict[str, str]) -> Iterator[Html]:
    """Yield an example; a file that is as `known` is not shown again."""
    if example.text:
        yield tag("p", text(example.text))
    if example.mapping:
        yield tag("p", code("mappings/example.map")) if example.files else EMPTY
        yield _listing(example.mapping)
    for name, content in example.files:
        if known.get(name) != content:
            yield tag("p", code(name))
            yield _listing(content)


def _listing(body: str) -> Html:
    """Return lines as they are written, each escaped on its own."""
    return tag("pre", tag("code", Html("\n".join(text(line) for line in body.splitlines()))), tabindex="0")
