"""Tables of elements with their standing in each column, and counts with their denominators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from metermap.catalogue.model import Element
from metermap.codegen.gap_report.model import Column
from metermap.core.markup import EMPTY, code, labelled, table, tag, text
from metermap.core.text import Html
from metermap.mappings.standing import HOMES, Standing
from metermap.site.facts import SiteFacts, protocol_title
from metermap.site.pieces import element_link, standing_mark

__all__ = ["column_heading", "counts_row", "elements_table", "mapped_text", "standings_of", "tally"]


def column_heading(column: Column) -> str:
    """Return what heads a column: ``ESME DLMS/COSEM``."""
    return f"{column.device} {protocol_title(column.protocol)}"


def standings_of(facts: SiteFacts, elements: Iterable[Element], column: Column) -> Counter[Standing]:
    """Return how many of the elements have which standing in a column; those that nobody asks about are in none."""
    return Counter(standing for element in elements if (standing := facts.standing(element, column)))


def mapped_text(found: Counter[Standing]) -> str:
    """Return how many have a home, out of those asked about: ``12 of 14``; nothing if there are none."""
    total = found.total()
    return f"{sum(found[home] for home in HOMES):,} of {total:,}" if total else ""


def tally(found: Counter[Standing]) -> Iterator[Html]:
    """Yield each standing that occurs, with how many have it out of how many."""
    total = found.total()
    for standing in Standing:
        if found[standing]:
            said = text(f" {found[standing]:,} of {total:,} {standing.value}")
            yield tag("span", standing_mark(standing), said, class_="tally")


def counts_row(
    facts: SiteFacts, head: Sequence[str], heading: Html, elements: Sequence[Element], columns: Iterable[Column]
) -> Html:
    """Return a row: what it is about, how many elements, and for each column how many of them have a home."""
    cells = (tag("td", text(mapped_text(standings_of(facts, elements, one))), class_="number") for one in columns)
    number = tag("td", text(f"{len(elements):,}"), class_="number")
    return tag("tr", *labelled(head, (tag("th", heading, scope="row"), number, *cells)))


def elements_table(
    facts: SiteFacts, elements: Iterable[Element], columns: Sequence[Column], root: str, caption: str
) -> Html:
    """Return a table of elements: printed row, name, data type, and the standing in each column."""
    head = ("Row", "Element", "Data type", *map(column_heading, columns))
    rows = (tag("tr", *labelled(head, _cells(facts, element, columns, root))) for element in elements)
    return table(caption, head, [tag("tbody", *rows)], class_="standings stack")


def _cells(facts: SiteFacts, element: Element, columns: Iterable[Column], root: str) -> Iterator[Html]:
    yield tag("td", text(element.row or ""), class_="number")
    yield tag("th", element_link(facts, element.id.value, root, code(element.name)), scope="row")
    yield tag("td", text(element.data_type), class_="quiet")
    for column in columns:
        standing = facts.standing(element, column)
        # On a narrow screen an empty cell is not shown; a standing has its word beside the letter there.
        yield tag("td", standing_mark(standing) if standing else EMPTY, class_="standing")
