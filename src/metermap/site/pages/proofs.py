"""The page of value proofs: verdicts by column, what breaks, what is undecided and who could decide it."""

from __future__ import annotations

from collections.abc import Iterator

from metermap.codegen.proofs.model import Counted, HubReport, VerdictCount
from metermap.core.markup import code, join, labelled, link, section, table, tag, text
from metermap.core.text import Html
from metermap.site.facts import SiteFacts, protocol_title
from metermap.site.pages.devices import broken_table
from metermap.site.pieces import Page

__all__ = ["proofs"]

_LEAD = (
    "For each mapped element: does every value that the catalogue allows come back unchanged from the wire? The "
    "answer is lossless, or a value that breaks, or undecided with a reason."
)


def proofs(facts: SiteFacts) -> Page:
    """Return the page."""
    return Page("proofs", "Value proofs", join((tag("h1", text("Value proofs")), *_body(facts))))


def _body(facts: SiteFacts) -> Iterator[Html]:
    report = facts.proofs
    yield tag("p", text(_LEAD), class_="lead")
    yield section("Verdicts", _verdicts(facts), anchor="verdicts")
    broken = [line for line in report.proofs if line.broken]
    yield section("What breaks", broken_table(facts, broken, ""), anchor="broken")
    yield section("What is not decided, and who could", _reasons(report.reasons), anchor="undecided")
    yield section("What verdicts take for granted", _assumptions(report.assumptions), anchor="assumptions")
    for index, hub in enumerate(report.hubs, 1):
        yield section(hub.name, _hub(hub), anchor=f"hub-{index}")


def _verdicts(facts: SiteFacts) -> Html:
    head = ("Device", "Protocol", "With a proof", "Lossless", "Broken", "Undecided", "Statements", "Of them proposed")
    rows = (tag("tr", *labelled(head, _verdict_cells(facts, one))) for one in facts.proofs.counts)
    caption = "Elements by verdict, out of those asked about; an element of several statements has the worst of theirs"
    return table(caption, head, [tag("tbody", *rows)], class_="stack", numbers=6)


def _verdict_cells(facts: SiteFacts, one: VerdictCount) -> Iterator[Html]:
    yield tag("th", link(facts.map.device(one.device), text(one.device)), scope="row")
    yield tag("td", text(protocol_title(one.protocol)))
    yield tag("td", text(f"{one.elements:,} of {one.asked:,}"), class_="number")
    for count in (one.lossless, one.broken, one.undecided):
        yield tag("td", text(f"{count:,} of {one.elements:,}"), class_="number")
    yield tag("td", text(f"{one.statements:,}"), class_="number")
    yield tag("td", text(f"{one.proposed:,}"), class_="number")


def _reasons(reasons: tuple[Counted, ...]) -> Html:
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
