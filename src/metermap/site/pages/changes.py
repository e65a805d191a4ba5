"""The page of changes: what is different from an earlier state, each with the old and the new value and place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from metermap.catalogue.model import Element
from metermap.codegen.gap_report.earlier_documents import OldLine
from metermap.codegen.gap_report.trend_model import Trend, TrendLine
from metermap.core.markup import code, join, label, labelled, link, section, table, tag, text
from metermap.core.render import counted
from metermap.core.text import Html
from metermap.mappings.standing import Standing
from metermap.site.changes import Changes, Renamed, changes_of
from metermap.site.facts import SiteFacts, protocol_title
from metermap.site.pages.changed_fields import compared_fields, field_counts, field_sections
from metermap.site.pieces import Page, definitions, element_link, place, standing_mark

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
    said = "Elements are compared by their stable ids." if found.compared is None else _LEAD
    yield tag("p", text(said), class_="lead")
    yield _compared(facts, trend)
    yield section("Counts", _counts(trend, found), anchor="counts")
    yield from _named_sections(facts, found)
    for heading, anchor, lines in _standings(trend):
        if lines:
            yield section(heading, _changed(facts, lines), anchor=anchor)
    if found.compared is None:
        said = "The earlier file tells standings alone, no fields; a model.json does."
        yield section("Fields", tag("p", text(said), class_="quiet"), anchor="fields")
        return
    yield from field_sections(facts, found.compared)
    yield section("What is compared", compared_fields(found.compared), anchor="compared")


def _named_sections(facts: SiteFacts, found: Changes) -> Iterator[Html]:
    if found.added:
        yield section("Elements added", _added(facts, found.added), anchor="added")
    if found.removed:
        yield section("Elements removed", _removed(found.removed), anchor="removed")
    if found.renamed:
        yield section("Elements renamed", _renamed(facts, found.renamed), anchor="renamed")


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


def _counts(trend: Trend, found: Changes) -> Html:
    numbers = (
        ("elements added", "added", len(found.added)),
        ("elements removed", "removed", len(found.removed)),
        ("elements renamed", "renamed", len(found.renamed)),
        *((heading.casefold(), anchor, len(lines)) for heading, anchor, lines in _standings(trend)),
        *(field_counts(found.compared) if found.compared else ()),
    )
    rows = (
        tag("tr", tag("th", link(f"#{anchor}", text(words)) if number else text(words), scope="row"), _number(number))
        for words, anchor, number in numbers
    )
    caption = "Standings and statements are counted for each device and protocol"
    return table(caption, ("What", "How many"), [tag("tbody", *rows)], numbers=1)


def _number(value: int) -> Html:
    return tag("td", text(f"{value:,}"), class_="number")


def _table(head: tuple[str, ...], rows: Iterable[tuple[Html, ...]], noun: str, said: str) -> Html:
    """Return a table under how many there are of `noun`, a plain singular, and what is said of them."""
    shown = [tag("tr", *labelled(head, cells)) for cells in rows]
    return table(f"{counted(len(shown), noun)} {said}", head, [tag("tbody", *shown)], class_="stack")


def _named(facts: SiteFacts, element: str, shown: str) -> Html:
    return tag("th", element_link(facts, element, "", label(shown)), scope="row")


def _place(where: str) -> Html:
    return tag("td", tag("span", text(where or "not recorded"), class_="place"))


def _added(facts: SiteFacts, added: Iterable[Element]) -> Html:
    rows = (
        (
            _named(facts, element.id.value, element.name),
            tag("td", text(", ".join(element.devices.value))),
            tag("td", place(element.place)),
        )
        for element in added
    )
    return _table(("Element", "Devices", "Cell"), rows, "element", "of which the earlier state knows nothing")


def _removed(removed: Iterable[OldLine]) -> Html:
    rows = (
        (
            tag("th", label(f"{line.item}.{line.path}" if line.path else line.item), scope="row"),
            tag("td", text("" if line.row is None else line.row)),
            _place(line.cell),
        )
        for line in removed
    )
    return _table(("Element", "Row then", "Cell then"), rows, "element", "of which only the earlier state knows")


def _renamed(facts: SiteFacts, renamed: Iterable[Renamed]) -> Html:
    rows = (
        (
            _named(facts, one.element, one.new),
            tag("td", label(one.old)),
            _place(one.old_cell),
            _place(one.new_cell),
        )
        for one in renamed
    )
    return _table(("Element", "Called then", "Cell then", "Cell now"), rows, "element", "with another name then")


def _changed(facts: SiteFacts, lines: Iterable[TrendLine]) -> Html:
    rows = (
        (
            _named(facts, line.element, f"{line.item}.{line.path}" if line.path else line.item),
            tag("td", text(f"{line.device} over {protocol_title(line.protocol)}")),
            _standing(line.old),
            _standing(line.new),
            _place(line.cell),
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
