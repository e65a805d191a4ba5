"""The page of value proofs: verdicts by column, what breaks, what is undecided and who could decide it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from metermap.codegen.proofs.model import Counted, HubReport, ProofLine, VerdictCount
from metermap.core.markup import code, join, labelled, link, section, table, tag, text
from metermap.core.render import counted
from metermap.core.text import Html
from metermap.mappings.proofs.verdicts import Reason, Verdict
from metermap.mappings.standing import Standing
from metermap.site.facts import SiteFacts, protocol_title
from metermap.site.pages.devices import broken_table
from metermap.site.pieces import Page

__all__ = ["proofs"]

_METHOD = Reason.METHOD.value

_LEAD = (
    "For each element that a statement speaks of: does every value that the catalogue allows come back unchanged from the "
    "wire? The answer is lossless, or a value that breaks, or undecided with a reason."
)


def proofs(facts: SiteFacts) -> Page:
    """Return the page."""
    return Page("proofs", "Value proofs", join((tag("h1", text("Value proofs")), *_body(facts))))


def _body(facts: SiteFacts) -> Iterator[Html]:
    report = facts.proofs
    yield tag("p", text(_LEAD), class_="lead")
    yield section("Verdicts", _verdicts(facts), *_other_counts(facts), anchor="verdicts")
    broken = [line for line in report.proofs if line.broken]
    yield section("What breaks", broken_table(facts, broken, ""), anchor="broken")
    yield section("What is not decided, and who could", *_undecided(report.reasons), anchor="undecided")
    yield section("What verdicts take for granted", _assumptions(report.assumptions), anchor="assumptions")
    for index, hub in enumerate(report.hubs, 1):
        yield section(hub.name, _hub(hub), anchor=f"hub-{index}")


def _verdicts(facts: SiteFacts) -> Html:
    head = (
        *("Device", "Protocol", "Examined", "Lossless", "Broken", "Undecided", "Of them methods"),
        *("Statements", "Of them proposed"),
    )
    rows = (tag("tr", *labelled(head, _verdict_cells(facts, one))) for one in facts.proofs.counts)
    caption = "Elements by verdict, out of those examined; an element of several statements has the worst of theirs"
    return table(caption, head, [tag("tbody", *rows)], class_="stack", numbers=7)


def _verdict_cells(facts: SiteFacts, one: VerdictCount) -> Iterator[Html]:
    yield tag("th", link(facts.map.device(one.device), text(one.device)), scope="row")
    yield tag("td", text(protocol_title(one.protocol)))
    yield tag("td", text(f"{one.elements:,} of {one.asked:,}"), class_="number")
    for count in (one.lossless, one.broken, one.undecided):
        yield tag("td", text(f"{count:,} of {one.elements:,}"), class_="number")
    methods = sum(all(map(_is_method, lines)) for lines in _by_element(facts, one).values())
    yield tag("td", text(f"{methods:,} of {one.undecided:,}"), class_="number")
    yield tag("td", text(f"{one.statements:,}"), class_="number")
    yield tag("td", text(f"{one.proposed:,}"), class_="number")


def _is_method(line: ProofLine) -> bool:
    return _METHOD in line.reasons


def _by_element(facts: SiteFacts, one: VerdictCount) -> dict[str, list[ProofLine]]:
    """Return the proofs of a device over a protocol, by element."""
    found: dict[str, list[ProofLine]] = {}
    for line in facts.proofs.proofs:
        if (line.device, line.protocol) == (one.device, one.protocol):
            found.setdefault(line.element, []).append(line)
    return found


def _other_counts(facts: SiteFacts) -> Iterator[Html]:
    """Say where the counts of verdicts are not those of standings, which other pages show."""
    parts = [part for one in facts.proofs.counts for part in _differences(facts, one)]
    if parts:
        said = (
            "Other pages count standings. There an element is exact or limited only if mapped, by a firm statement "
            "with an address, and only such statements count. So these counts differ:"
        )
        yield tag("p", text(said))
        yield tag("ul", *(tag("li", text(part)) for part in parts))


def _differences(facts: SiteFacts, one: VerdictCount) -> Iterator[str]:
    found = {element: {line.verdict for line in lines} for element, lines in _by_element(facts, one).items()}
    lossless = [element for element, verdicts in found.items() if verdicts == {Verdict.LOSSLESS.value}]
    broken = [element for element, verdicts in found.items() if Verdict.BROKEN.value in verdicts]
    for verdict, standing, elements in (
        (Verdict.LOSSLESS, Standing.EXACT, lossless),
        (Verdict.BROKEN, Standing.LIMITED, broken),
    ):
        counts = Counter(facts.model.standings.get((element, one.device, one.protocol)) for element in elements)
        if set(counts) - {standing}:
            named = ", ".join(f"{counts[each]:,} {each.value}" for each in Standing if counts[each])
            yield f"{one.device} over {protocol_title(one.protocol)}: of {len(elements):,} {verdict.value}, {named}"


def _undecided(reasons: tuple[Counted, ...]) -> Iterator[Html]:
    """Yield the reasons; methods apart, since of them nothing is asked that could be decided."""
    open_ = [one for one in reasons if one.name != _METHOD]
    yield _reasons(open_)
    for one in reasons:
        if one.name == _METHOD:
            said = (
                f"Not among them: {counted(one.statements, 'statement')} of {counted(one.elements, 'element')}, each a "
            )
            yield tag("p", text(f"{said}method. A method is called and holds no value, so there is nothing to prove."))


def _reasons(reasons: Sequence[Counted]) -> Html:
    if not reasons:
        return tag("p", text("Everything is decided."), class_="quiet")
    head = ("Reason", "Who could decide, and the question", "Statements", "Elements")
    rows = (tag("tr", *labelled(head, _counted_cells(one.meaning, one.decided_by, one))) for one in reasons)
    caption = "Why verdicts are not reached, the most frequent first; a statement may have several reasons"
    return table(caption, head, [tag("tbody", *rows)], class_="stack", numbers=2)


def _assumptions(found: tuple[Counted, ...]) -> Html:
    if not found:
        return tag("p", text("Nothing."), class_="quiet")
    head = ("Assumption", "Means", "Statements", "Elements")
    rows = (tag("tr", *labelled(head, _counted_cells(one.name, one.meaning, one))) for one in found)
    return table(
        "What is taken for granted, the most frequent first", head, [tag("tbody", *rows)], class_="stack", numbers=2
    )


def _counted_cells(name: str, said: str, one: Counted) -> Iterator[Html]:
    yield tag("th", text(name), scope="row")
    yield tag("td", text(said))
    yield tag("td", text(f"{one.statements:,}"), class_="number")
    yield tag("td", text(f"{one.elements:,}"), class_="number")


def _hub(hub: HubReport) -> Html:
    head = ("Told by", "Values", "Lossless", "Broken", "Undecided")
    rows = (
        tag(
            "tr",
            *labelled(
                head,
                (
                    tag("th", code(one.basis), scope="row"),
                    *(
                        tag("td", text(f"{count:,}"), class_="number")
                        for count in (one.values, one.lossless, one.broken, one.undecided)
                    ),
                ),
            ),
        )
        for one in hub.counts
    )
    left = f"{hub.left:,} elements of the meter that hold a value are taken by nothing in the home."
    shown = table("Values that the hub hands on", head, [tag("tbody", *rows)], class_="stack", numbers=4)
    return join((shown, tag("p", text(left))))
