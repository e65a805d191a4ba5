"""The page of changes: what is different from an earlier state, each with the old and the new value and place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from metermap.codegen.changes.model import Act, JudgedChange, Kind
from metermap.codegen.changes.texts import value_text
from metermap.codegen.gap_report.trend_model import Trend, TrendLine
from metermap.core.markup import code, join, label, labelled, link, section, table, tag, text
from metermap.core.render import counted
from metermap.core.text import Html
from metermap.mappings.standing import Standing
from metermap.site.changes import Changes, changes_of
from metermap.site.facts import SiteFacts, protocol_title
from metermap.site.pages.changed_fields import (
    compared_fields,
    field_counts,
    field_sections,
    place_cell,
    verdict_cell,
)
from metermap.site.pieces import Page, definitions, element_link, standing_mark

__all__ = ["changes"]


def changes(facts: SiteFacts) -> Page:
    """Return the page; it says so where no earlier state is given."""
    return Page("changes", "Changes", join((tag("h1", text("Changes")), *_body(facts))))


def _body(facts: SiteFacts) -> Iterator[Html]:
    earlier, trend = facts.earlier, facts.report.trend
    if earlier is None or trend is None:
        said = "No earlier model is given, so nothing can be compared. metermap.toml names one: "
        yield tag("p", text(said), code('[site] against = "released/model.json"'), text("."), class_="lead")
        return
    found = changes_of(facts, earlier)
    yield tag("p", text(_LEAD if found.told else "Elements are compared by their stable ids."), class_="lead")
    yield _compared(facts, trend)
    yield section("Counts", _counts(trend, found), anchor="counts")
    yield from _named_sections(facts, found)
    for heading, anchor, lines in _standings(trend):
        if lines:
            yield section(heading, _changed(facts, lines), anchor=anchor)
    if not found.told:
        said = "The earlier file tells standings alone, no fields; a model.json does."
        yield section("Fields", tag("p", text(said), class_="quiet"), anchor="fields")
        return
    yield from field_sections(facts, found)
    yield section("What is compared", compared_fields(found), anchor="compared")


def _named_sections(facts: SiteFacts, found: Changes) -> Iterator[Html]:
    for heading, act, shown in (
        ("added", Act.ADDED, _added),
        ("removed", Act.REMOVED, _removed),
        ("renamed", Act.RENAMED, _renamed),
    ):
        if lines := found.with_act(Kind.ELEMENT, act):
            yield section(f"Elements {heading}", shown(facts, lines), anchor=heading)


_LEAD = (
    "Elements are compared by their stable ids; elements, facts of items, use cases and statements field by field. "
    "The end of the page says exactly which fields."
)


def _compared(facts: SiteFacts, trend: Trend) -> Html:
    source = trend.source
    coarse = "It tells what is mapped, not how well: exact, limited and carried count as one." if source.coarse else ""
    return definitions(
        (
            ("Then", text(f"{source.form} of {source.name}, edition {source.edition or 'not recorded'}")),
            ("Its digest", tag("code", text(source.digest), class_="digest")),
            ("Now", text(f"edition {facts.model.edition or 'not recorded'}")),
            ("Digest", tag("code", text(facts.model.digest), class_="digest")),
            ("Note", text(coarse)),
        )
    )


def _standings(trend: Trend) -> tuple[tuple[str, str, tuple[TrendLine, ...]], ...]:
    return (
        ("New gaps", "new-gaps", trend.new_gaps),
        ("Closed gaps", "closed-gaps", trend.closed_gaps),
        ("Other changes of standing", "standings", trend.changed),
    )


_ELEMENTS = (Act.ADDED, Act.REMOVED, Act.RENAMED)


def _counts(trend: Trend, found: Changes) -> Html:
    numbers = (
        *((f"changes, {verdict.value}", "", number) for verdict, number in found.diff.counts().items() if found.told),
        *((f"elements {act}", act.value, len(found.with_act(Kind.ELEMENT, act))) for act in _ELEMENTS),
        *((heading.casefold(), anchor, len(lines)) for heading, anchor, lines in _standings(trend)),
        *(field_counts(found) if found.told else ()),
    )
    rows = (
        tag(
            "tr",
            tag("th", link(f"#{anchor}", text(words)) if number and anchor else text(words), scope="row"),
            _number(number),
        )
        for words, anchor, number in numbers
    )
    caption = "Changes by their gravest verdict; standings and statements for each device and protocol"
    return table(caption, ("What", "How many"), [tag("tbody", *rows)], numbers=1)


def _number(value: int) -> Html:
    return tag("td", text(f"{value:,}"), class_="number")


def _table(head: tuple[str, ...], rows: Iterable[tuple[Html, ...]], noun: str, said: str) -> Html:
    """Return a table under how many there are of `noun`, a plain singular, and what is said of them."""
    shown = [tag("tr", *labelled(head, cells)) for cells in rows]
    return table(f"{counted(len(shown), noun)} {said}", head, [tag("tbody", *shown)], class_="stack")


def _named(facts: SiteFacts, element: str, shown: str) -> Html:
    return tag("th", element_link(facts, element, "", label(shown)), scope="row")


def _added(facts: SiteFacts, added: Iterable[JudgedChange]) -> Html:
    rows = (
        (
            _named(facts, one.change.key, one.change.name),
            tag("td", text(value_text("devices", (one.change.record or {}).get("devices")))),
            place_cell(one.change.new_place),
            verdict_cell(one.judgement, one.whom, one.change.note),
        )
        for one in added
    )
    head = ("Element", "Devices", "Cell", "What it does")
    return _table(head, rows, "element", "of which the earlier state knows nothing")


def _removed(_: SiteFacts, removed: Iterable[JudgedChange]) -> Html:
    rows = (
        (
            tag("th", label(one.change.name), scope="row"),
            tag("td", text(value_text("row", (one.change.record or {}).get("row")))),
            place_cell(one.change.old_place),
            verdict_cell(one.judgement, one.whom, one.change.note),
        )
        for one in removed
    )
    head = ("Element", "Row then", "Cell then", "What it does")
    return _table(head, rows, "element", "of which only the earlier state knows")


# How an element is known to be the same.
_KNOWN_BY = {
    "id": "its id",
    "metermap.toml": "metermap.toml",
    "name": "its name",
    "row": "its printed row and path",
    "reference": "its reference and path",
    "address": "its addresses",
}


def _renamed(facts: SiteFacts, renamed: Iterable[JudgedChange]) -> Html:
    rows = (
        (
            _named(facts, one.change.key, one.change.name),
            tag("td", label(one.change.old_name)),
            tag("td", text(_KNOWN_BY[one.change.paired_by])),
            place_cell(one.change.old_place),
            place_cell(one.change.new_place),
            verdict_cell(one.judgement, one.whom),
        )
        for one in renamed
    )
    head = ("Element", "Called then", "Known by", "Cell then", "Cell now", "What it does")
    return _table(head, rows, "element", "with another name then")


def _changed(facts: SiteFacts, lines: Iterable[TrendLine]) -> Html:
    rows = (
        (
            _named(facts, line.element, f"{line.item}.{line.path}" if line.path else line.item),
            tag("td", text(f"{line.device} over {protocol_title(line.protocol)}")),
            _standing(line.old),
            _standing(line.new),
            place_cell(line.cell),
        )
        for line in lines
    )
    return _table(
        ("Element", "Device and protocol", "Then", "Now", "Cell now"), rows, "element", "of a device over a protocol"
    )


def _standing(word: str) -> Html:
    """Return a standing in words behind its letter; of a coarse source there is only the word."""
    known = word in {standing.value for standing in Standing}
    shown = (standing_mark(Standing(word)), text(f" {word}")) if known else (text(word or "not asked about"),)
    return tag("td", *shown)
