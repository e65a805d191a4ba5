"""Small pieces of the report's pages: cells, marks, names that may be links.

The file of its own and the site's page are put together from the same tables; they differ in what their names lead to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from metermap.codegen.gap_report.counts import Tally
from metermap.codegen.gap_report.model import NOT_RECORDED, Column
from metermap.codegen.gap_report.picture import standing_class
from metermap.codegen.titles import protocol_title
from metermap.core.markup import EMPTY, code, join, label, labelled, link, section, table, tag, text
from metermap.core.text import Html
from metermap.mappings.standing import LETTERS, MEANINGS, Standing

__all__ = [
    "NO_LINKS",
    "STANDING_HEADS",
    "Links",
    "element_cell",
    "legend",
    "lines",
    "listing",
    "mark",
    "none_found",
    "number",
    "over",
    "part",
    "part_section",
    "place",
    "protocol_lines",
    "protocol_note",
    "recorded",
    "row_of",
    "tally_cells",
    "td",
    "word_of",
    "words",
]


@dataclass(frozen=True, slots=True)
class Links:
    """Where names lead, relative to the page: addresses by element id, item, use case and finding code.

    What has no address is shown without a link. `pages` are the addresses of those sections, by anchor, that have a
    page of their own. `gaps` is the way to the gaps of a standing, whose word stands where it has braces; in the file
    alone it leads to their section, and the script adds the choice, because without one no such mark is there.
    """

    elements: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)
    use_cases: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    gaps: str = "#gaps"

    def element(self, element: str, shown: Html) -> Html:
        """Return `shown`, linked to the element."""
        return _linked(self.elements.get(element, ""), shown)

    def item(self, name: str) -> Html:
        """Return the name of an item, linked to it."""
        return _linked(self.items.get(name, ""), text(name))

    def use_case(self, name: str) -> Html:
        """Return the code of a use case, linked to it."""
        return _linked(self.use_cases.get(name, ""), text(name))

    def rule(self, name: str) -> Html:
        """Return the code of a finding, linked to its rule."""
        return _linked(self.rules.get(name, ""), code(name))


def _linked(address: str, shown: Html) -> Html:
    return link(address, shown) if address else shown


NO_LINKS: Final = Links()
"""For a file that may be read where nothing lies beside it."""

_MARKS: Final = {
    standing: tag("span", text(LETTERS[standing]), class_=f"mark {standing_class(standing)}", title=standing.value)
    for standing in Standing
}

STANDING_HEADS: Final = tuple(f"{LETTERS[standing]} {standing.value}" for standing in Standing)
"""The headings of columns of counts by standing."""


def mark(standing: Standing | None) -> Html:
    """Return the letter of a standing in its shape and colour; nothing for none."""
    return EMPTY if standing is None else _MARKS[standing]


def legend() -> Html:
    """Return what the letters mean."""
    entries = (
        tag("li", mark(standing), tag("span", tag("strong", text(standing.value)), text(f": {meaning}")))
        for standing, meaning in MEANINGS.items()
    )
    return tag("ul", *entries, class_="legend")


def td(*content: Html, class_: str = "") -> Html:
    """Return a cell."""
    return tag("td", *content, class_=class_)


def word_of(value: str) -> str:
    """Return a value as one word of a data attribute: its blanks become hyphens."""
    return "-".join(value.split())


def words(value: object) -> Html:
    """Return a cell with a text; what nobody recorded is set apart."""
    return td(recorded(str(value)))


def recorded(value: str) -> Html:
    """Return a text, quiet where it says that nobody recorded one."""
    return tag("span", text(value), class_="quiet") if value == NOT_RECORDED else text(value)


def number(count: int) -> Html:
    """Return a cell with a count; a zero is quiet."""
    return td(text(f"{count:,}"), class_="number" if count else "number zero")


def part(count: int, whole: int) -> Html:
    """Return a cell with a count and what it is out of."""
    return td(tag("strong", text(f"{count:,}")), text(f" of {whole:,}"), class_="number")


def tally_cells(tally: Tally) -> Iterable[Html]:
    """Return the cells of `STANDING_HEADS`."""
    return (number(tally.count(standing)) for standing in Standing)


# After a folder, inside its name, before a sheet, before line and column.
_PLACE_BREAKS = re.compile(r"(?<=[/-])|(?=\[)|(?=:\d+:\d+$)")


def place(where: str) -> Html:
    """Return a place as people quote it."""
    parts = Html("<wbr>".join(text(part) for part in _PLACE_BREAKS.split(where)))
    return tag("span", parts, class_="place") if where else EMPTY


def lines(*parts: Html) -> Html:
    """Return the parts that say something one below the other."""
    return join(tag("span", shown, class_="line") for shown in parts if shown)


def protocol_note(column: Column) -> str:
    """Return what else there is to say of a column: its route, whether it is the carrier, or that it is not spoken."""
    said = (column.route, "carrier" if column.carrier else "", "" if column.route else "not spoken")
    return ", ".join(filter(None, said))


def protocol_lines(column: Column) -> Html:
    """Return a column's protocol, and below it what else there is to say of it."""
    return lines(text(protocol_title(column.protocol)), tag("small", text(protocol_note(column))))


def over(device: str, protocol: str) -> str:
    """Return a column's name in words."""
    return f"{device} over {protocol_title(protocol)}"


def element_cell(links: Links, element: str, item: str, path: str, *notes: str) -> Html:
    """Return the heading cell of an element's row: item and path, and what else tells it apart."""
    shown = links.element(element, label(".".join(filter(None, (item, path))) or element))
    return tag("th", shown, *(tag("small", text(note)) for note in notes if note), scope="row")


def row_of(row: int | None) -> str:
    """Return what a printed row number is shown as; nothing for none."""
    return "" if row is None else f"row {row}"


def none_found(sentence: str) -> Html:
    """Return the sentence that stands where a table would be empty."""
    return tag("p", text(sentence), class_="quiet")


def listing(caption: str, head: tuple[str, ...], rows: Iterable[Iterable[Html]], class_: str = "stack") -> Html:
    """Return a table whose cells stand one below the other on a narrow screen."""
    body = (tag("tr", *labelled(head, cells)) for cells in rows)
    return table(caption, head, [tag("tbody", *body)], class_=class_)


def part_section(heading: str, anchor: str, lead: str, *content: Html) -> Html:
    """Return one of the report's sections, with a sentence that says what it holds."""
    return section(heading, tag("p", text(lead), class_="about"), *content, anchor=anchor)
