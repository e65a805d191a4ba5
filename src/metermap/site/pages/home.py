"""The home page: what this is, how far it has come, how to use it, what it was made from."""

from __future__ import annotations

from collections.abc import Iterator

from metermap.codegen.gap_report.model import Column
from metermap.core.markup import code, join, link, section, table, tag, text
from metermap.core.text import Html
from metermap.mappings.model import State
from metermap.site.facts import SiteFacts, protocol_title
from metermap.site.pieces import Page, bar, legend

__all__ = ["column_name", "coverage_table", "home"]


def home(facts: SiteFacts) -> Page:
    """Return the home page."""
    title = facts.model.title or facts.model.name
    body = join(
        (
            tag("h1", text(title)),
            _introduction(facts),
            section("Coverage", coverage_table(facts), legend(), anchor="coverage"),
            section("How to use these pages", _uses(), anchor="use"),
            section("Made from", _sources(facts), anchor="sources"),
        )
    )
    return Page("index", title, body)


def _introduction(facts: SiteFacts) -> Html:
    report = facts.report
    said = (
        f"The data catalogue of the smart metering system, item by item, with the place of each element in "
        f"{_listed(sorted({protocol_title(column.protocol) for column in facts.columns}))}: class and logical name, "
        f"or cluster, attribute and command. {report.extent}; "
        f"{len(facts.model.statements):,} statements of the mapping"
    )
    edition = f"; catalogue edition {report.edition}." if report.edition else "."
    return tag("p", text(said + edition), class_="lead")


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1] if words else "")))


def column_name(column: Column) -> Html:
    """Return a column's protocol and route, and whether it is the device's carrier."""
    notes = [note for note in (column.route, "carrier" if column.carrier else "") if note]
    return join((text(protocol_title(column.protocol)), tag("small", text(f" {', '.join(notes)}"))))


def coverage_table(facts: SiteFacts) -> Html:
    """Return how many elements each device carries by each protocol, out of how many."""
    head = (
        "Device",
        "Protocol",
        "Mapped",
        "Share",
        "Unaddressed",
        "No home",
        "Not applicable",
        "Proposed",
        "Undecided",
    )
    rows = (tag("tr", *_coverage_cells(column)) for column in facts.columns)
    caption = "Elements of each device by state. An element that several devices hold counts for each."
    return table(caption, head, [tag("tbody", *rows)], class_="coverage", numbers=5)


def _coverage_cells(column: Column) -> Iterator[Html]:
    yield tag("th", text(column.device), tag("small", text(f" {column.title}")), scope="row")
    yield tag("td", column_name(column))
    yield tag("td", tag("strong", text(f"{column.mapped:,}")), text(f" of {column.elements:,}"), class_="number")
    label = f"{column.mapped} of {column.elements} elements mapped"
    yield tag("td", bar(((state, column.count(state)) for state in State), label))
    for state in (State.UNADDRESSED, State.NO_HOME, State.NOT_APPLICABLE, State.PROPOSED, State.UNDECIDED):
        count = column.count(state)
        yield tag("td", text(f"{count:,}"), class_="number" if count else "number zero")


def _uses() -> Html:
    lines = (
        (
            text("One question, one search. Type a name ("),
            code("tamper"),
            text("), a logical name in any spelling ("),
            code("1-0:2.8.0.255"),
            text("), a cluster ("),
            code("0x0702"),
            text("), a use case or a printed row number. The slash key goes to the search field."),
        ),
        (
            text("From the catalogue: "),
            link("items/index.html", text("data items")),
            text(" show each element with its cell in the workbook and its home in each protocol."),
        ),
        (
            text("From the wire: "),
            link("objects/index.html", text("COSEM objects")),
            text(" and "),
            link("clusters/index.html", text("clusters")),
            text(" show which elements they carry; "),
            link("use-cases/index.html", text("use cases")),
            text(" show what a message reads or sets."),
        ),
        (
            text("For a meeting: the "),
            link("matrix.html", text("matrix")),
            text(" shows everything at once, the "),
            link("gaps.html", text("gap report")),
            text(" what nobody has settled, the "),
            link("findings.html", text("findings")),
            text(" what the checks object to. All pages print."),
        ),
    )
    return tag("ul", *(tag("li", *line) for line in lines), class_="uses")


def _sources(facts: SiteFacts) -> Html:
    rows = (
        tag(
            "tr",
            tag("th", code(source.path), scope="row"),
            tag("td", tag("code", text(source.digest), class_="digest")),
        )
        for source in facts.model.sources
    )
    model = tag(
        "p", text("The model as a whole has the SHA-256 "), tag("code", text(facts.model.digest), class_="digest")
    )
    return join((model, table("The files that the model was made from", ("File", "SHA-256"), [tag("tbody", *rows)])))
