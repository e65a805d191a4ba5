"""Small pieces that several pages share: marks of state, links to what the site has pages for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from metermap.catalogue.erratum import Correction
from metermap.catalogue.model import Element
from metermap.core.findings import Finding, Severity
from metermap.core.judged import JudgedFinding
from metermap.core.markup import EMPTY, breakable, code, join, labelled, link, table, tag, text
from metermap.core.places import Place
from metermap.core.text import Html
from metermap.mappings.model import State, Statement
from metermap.mappings.standing import LETTERS as LETTER_OF
from metermap.mappings.standing import MEANINGS as MEANING_OF
from metermap.mappings.standing import Standing
from metermap.site.facts import SiteFacts
from metermap.site.filters import tokens

__all__ = [
    "LETTERS",
    "MEANINGS",
    "Page",
    "bar",
    "definitions",
    "device_links",
    "element_label",
    "element_link",
    "errata_table",
    "findings_table",
    "item_link",
    "legend",
    "mark",
    "outcome",
    "place",
    "rule_link",
    "severity",
    "standing_legend",
    "standing_mark",
    "use_case_links",
]

LETTERS = {
    State.MAPPED: "M",
    State.UNADDRESSED: "A",
    State.PLANNED: "F",
    State.NO_HOME: "N",
    State.NOT_APPLICABLE: "\N{EN DASH}",
    State.PROPOSED: "P",
    State.UNDECIDED: "U",
}

MEANINGS = {
    State.MAPPED: "a statement gives it a home",
    State.UNADDRESSED: "a statement speaks of it, but the source gives no address",
    State.PLANNED: "a home is planned and not there yet; never counted as mapped",
    State.NO_HOME: "a deliberate gap, stated as such",
    State.NOT_APPLICABLE: "the device does not speak the protocol",
    State.PROPOSED: "only a proposal that nobody has reviewed; never counted as mapped",
    State.UNDECIDED: "nobody has said anything",
}


@dataclass(frozen=True, slots=True)
class Page:
    """A page: path from the site's root without ending, title as plain text, and its content."""

    path: str
    title: str
    body: Html

    @property
    def root(self) -> str:
        """Return the way back to the site's root."""
        return root_of(self.path)


def root_of(path: str) -> str:
    """Return the prefix that leads from a page back to the site's root."""
    return "../" * path.count("/")


def _state_class(state: State | Standing) -> str:
    return state.value.replace(" ", "-")


_MARKS = {
    state: tag("span", text(LETTERS[state]), class_=f"mark {_state_class(state)}", title=state.value) for state in State
}


def mark(state: State | None) -> Html:
    """Return the letter of a state in its shape and colour; nothing for no state."""
    return EMPTY if state is None else _MARKS[state]


_STANDING_MARKS = {
    standing: tag(
        "span", text(LETTER_OF[standing]), class_=f"mark {standing.value.replace(' ', '-')}", title=standing.value
    )
    for standing in Standing
}


def standing_mark(standing: Standing | None) -> Html:
    """Return the letter of a standing in its shape and colour; nothing for none."""
    return EMPTY if standing is None else _STANDING_MARKS[standing]


def standing_legend() -> Html:
    """Return what the letters of the standings mean."""
    entries = (
        tag("li", standing_mark(standing), tag("span", tag("strong", text(standing.value)), text(f": {meaning}")))
        for standing, meaning in MEANING_OF.items()
    )
    return tag("ul", *entries, class_="legend")


def legend() -> Html:
    """Return what the letters mean."""
    entries = (
        tag("li", mark(state), tag("span", tag("strong", text(state.value)), text(f": {meaning}")))
        for state, meaning in MEANINGS.items()
    )
    return tag("ul", *entries, class_="legend")


def bar(parts: Iterable[tuple[State | Standing, int]], label: str) -> Html:
    """Return a stacked bar of the states' shares, as a drawing with a text alternative."""
    counted = [(state, count) for state, count in parts if count]
    total = sum(count for _, count in counted)
    drawn, start = [], 0
    for state, count in counted:
        x, width = start * 200 / total, count * 200 / total
        drawn.append(
            tag("rect", x=f"{x:.2f}", y="0", width=f"{width:.2f}", height="12", class_=f"fill {_state_class(state)}")
        )
        start += count
    return tag(
        "svg",
        *drawn,
        class_="bar",
        viewBox="0 0 200 12",
        preserveAspectRatio="none",
        role="img",
        aria_label=label,
    )


def definitions(pairs: Iterable[tuple[str, Html]], class_: str = "") -> Html:
    """Return terms with what is said of them; a pair with nothing said is left out."""
    entries = (tag("div", tag("dt", text(term)), tag("dd", said)) for term, said in pairs if said)
    return tag("dl", *entries, class_=class_)


def item_link(facts: SiteFacts, name: str, root: str) -> Html:
    """Return the item's name, linked where it has a page; a long one may break at its joints."""
    address = facts.map.item(name)
    shown = breakable(name)
    return link(root + address, shown) if address else shown


def element_link(facts: SiteFacts, element: str, root: str, shown: Html) -> Html:
    """Return `shown`, linked to the element on its item's page."""
    address = facts.map.elements.get(element, "")
    return link(root + address, shown) if address else shown


def element_label(element: Element) -> Html:
    """Return an element's path in its item; the item's name where the element is the item itself."""
    return code(element.path.value or element.item.value)


def use_case_links(facts: SiteFacts, codes: Iterable[str], root: str) -> Html:
    """Return use case codes, linked where the catalogue has the use case."""
    linked = (
        link(root + address, text(name)) if (address := facts.map.use_case(name)) else text(name) for name in codes
    )
    return join(linked, " ")


def device_links(facts: SiteFacts, statements: Iterable[Statement], root: str) -> Html:
    """Return the devices that any of the statements speaks of, in the order of the workspace."""
    held = {statement.device for statement in statements}
    named = (device.id for device in facts.model.devices if device.id in held)
    return join((link(root + facts.map.device(device), text(device)) for device in named), ", ")


# After a folder, before a sheet, before line and column.
_PLACE_BREAKS = re.compile(r"(?<=/)|(?=\[)|(?=:\d+:\d+$)")


def place(where: Place | None) -> Html:
    """Return a place as people quote it, in pieces that a narrow column sets one below the other."""
    if where is None:
        return EMPTY
    parts = (tag("span", text(part)) for part in _PLACE_BREAKS.split(str(where)))
    return tag("span", Html("<wbr>".join(parts)), class_="place")


_FINDING_HEAD = ("Code", "Severity", "State", "Finding", "Item and place")


def findings_table(
    facts: SiteFacts, findings: Iterable[JudgedFinding], root: str, caption: str, *, anchored: bool = False
) -> Html:
    """Return findings as a table, in the order given, each with what became of it.

    With `anchored` each row can be linked to: ``MM402-3`` is the third of that code.
    """
    seen: Counter[str] = Counter()
    rows = []
    for judged in findings:
        found = judged.finding
        seen[found.code] += 1
        rows.append(
            tag(
                "tr",
                *labelled(_FINDING_HEAD, _finding_cells(facts, judged, root)),
                id=f"{found.code}-{seen[found.code]}" if anchored else "",
                data_code=tokens([found.code]),
                data_severity=found.severity.value,
                data_state=tokens([judged.outcome.value]),
            )
        )
    return table(caption, _FINDING_HEAD, [tag("tbody", *rows)], class_="findings stack")


def _finding_cells(facts: SiteFacts, judged: JudgedFinding, root: str) -> Iterator[Html]:
    finding = judged.finding
    yield tag("td", rule_link(facts, finding.code, root))
    yield tag("td", severity(finding.severity))
    yield tag("td", outcome(judged))
    yield tag("td", text(finding.message), _advice(facts, finding))
    item = facts.finding_items.get(finding, "")
    about = tag("span", item_link(facts, item, root), class_="said") if item else EMPTY
    yield tag("td", about, join((place(where) for where in (finding.place, *finding.also)), " "))


def severity(value: Severity) -> Html:
    """Return a severity in its colour."""
    return tag("span", text(value.value), class_=f"severity {value.value}")


def outcome(judged: JudgedFinding) -> Html:
    """Return what became of a finding, with the verdict and the reason, and where they are written."""
    said = f"{judged.outcome.value}: {judged.verdict}" if judged.verdict else judged.outcome.value
    shown = tag("span", text(said), class_=f"outcome {judged.outcome.value.replace(' ', '-')}")
    reason = tag("small", text(judged.reason), class_="note") if judged.reason else EMPTY
    return join((shown, reason, tag("small", place(judged.place), class_="note") if judged.place else EMPTY))


def rule_link(facts: SiteFacts, code_: str, root: str) -> Html:
    """Return the code of a rule, linked where it has a page."""
    address = facts.map.rule(code_)
    return link(root + address, code(code_)) if address else code(code_)


def _advice(facts: SiteFacts, finding: Finding) -> Html:
    """Return what completes the message; what the page of the rule says of all alike is left to it."""
    rule = facts.rules.get(finding.code)
    said = [
        f"Expected: {finding.expected.rstrip('.')}." if finding.expected else "",
        "" if rule and rule.code.help == finding.help else finding.help,
        f"Source: {finding.clause}" if finding.clause and not (rule and rule.clause == finding.clause) else "",
    ]
    shown = " ".join(part for part in said if part)
    return tag("p", text(shown), class_="advice") if shown else EMPTY


def errata_table(corrections: Iterable[Correction]) -> Html:
    """Return the table of errata: what was printed, what stands there now, and why."""
    head = ("Erratum", "Of", "Field", "Printed", "Corrected", "Reason", "Rests on", "Cell")
    rows = (tag("tr", *labelled(head, _erratum_cells(correction))) for correction in corrections)
    return table("What was corrected in the catalogue", head, [tag("tbody", *rows)], class_="errata stack")


def _erratum_cells(correction: Correction) -> Iterator[Html]:
    erratum = correction.erratum
    yield tag("th", text(erratum.key), scope="row")
    said = (
        erratum.target,
        erratum.field,
        erratum.old,
        erratum.new,
        erratum.reason,
        erratum.reference or "not recorded",
    )
    for value in said:
        yield tag("td", text(value))
    yield tag("td", place(correction.cell))
