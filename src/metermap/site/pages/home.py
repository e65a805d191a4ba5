"""The home page: a way in for who builds, who decides and who edits; how far it has come; what it is made from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from metermap.codegen.editions import Ladder
from metermap.codegen.gap_report.model import GAPS, Column
from metermap.core.judged import Outcome
from metermap.core.markup import code, join, labelled, link, section, table, tag, text
from metermap.core.render import counted
from metermap.core.text import Html
from metermap.mappings.standing import Standing
from metermap.site.facts import SiteFacts, protocol_title
from metermap.site.pieces import Page, bar, standing_legend

__all__ = ["column_name", "coverage_table", "home"]

_REASONS_SHOWN = 3


def home(facts: SiteFacts) -> Page:
    """Return the home page."""
    title = facts.model.title or facts.model.name
    doors = (
        ("To build a meter, a hub or a client", _to_build(facts)),
        ("To see what is settled", _to_decide(facts)),
        ("To edit the catalogue or the mapping", _to_edit(facts)),
    )
    body = join(
        (
            tag("h1", text(title)),
            _introduction(facts),
            tag("div", *(section(heading, said) for heading, said in doors), class_="doors"),
            section("Coverage", coverage_table(facts), standing_legend(), anchor="coverage"),
            section("Made from", _sources(facts), anchor="sources"),
        )
    )
    return Page("index", title, body)


def _introduction(facts: SiteFacts) -> Html:
    report = facts.report
    said = (
        f"The data catalogue of the smart metering system, item by item, with the place of each element in "
        f"{_listed(sorted({protocol_title(column.protocol) for column in facts.columns}))}. {report.extent}; "
        f"{len(facts.model.statements):,} statements of the mapping"
    )
    edition = f"; catalogue edition {report.edition}." if report.edition else "; the edition is not recorded."
    return tag("p", text(said + edition), class_="lead")


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1] if words else "")))


def _door(entries: Iterable[tuple[str, str, str]]) -> Html:
    """Return links with what stands behind each: address, words, and how much there is of it."""
    return tag("ul", *(tag("li", link(address, text(words)), text(f" {said}")) for address, words, said in entries))


def _to_build(facts: SiteFacts) -> Html:
    search = tag(
        "p",
        text("Search for a name ("),
        code("tamper"),
        text("), a logical name in any spelling ("),
        code("1-0:2.8.0.255"),
        text("), a cluster ("),
        code("0x0702"),
        text("), a use case, a section or a printed row. The slash key goes to the search field."),
    )
    site = facts.map
    entries = (
        ("items/index.html", "Data items", f"{len(site.items):,}: each element with its cell and its home"),
        ("devices/index.html", "Devices", f"{len(site.devices):,}: what each speaks, and its limits"),
        ("objects/index.html", "COSEM objects", f"{len(site.objects):,}, of {len(site.classes):,} interface classes"),
        (
            "clusters/index.html",
            "Clusters",
            f"{len(site.clusters):,}, with {len(site.members):,} attributes and commands",
        ),
        ("use-cases/index.html", "Use cases", f"{len(site.use_cases):,}: what a message reads or sets"),
        ("sections/index.html", "Sections", f"{len(site.section_anchors):,} of SMETS and others, with their elements"),
    )
    return join((search, _door(entries)))


def _to_decide(facts: SiteFacts) -> Html:
    total = sum(column.elements for column in facts.columns)
    gaps = sum(column.count(standing) for column in facts.columns for standing in GAPS)
    broken = sum(one.broken for one in facts.proofs.counts)
    proved = sum(one.elements for one in facts.proofs.counts)
    entries = (
        ("gaps.html", "Gap report", f"{gaps:,} of {total:,} elements of devices"),
        ("matrix.html", "Matrix", "everything at once, to filter"),
        ("parity.html", "Parity", _side_by_side(facts)),
        ("proofs.html", "Value proofs", f"a value breaks in {broken:,} of {proved:,}"),
        ("standards.html", "Standards", "what the mapping rests on, and how that is recognised"),
        ("changes.html", "Changes", _changed(facts)),
        *([("editions.html", "Editions", _alive(facts.ladder))] if facts.ladder else []),
    )
    return join((tag("p", text("All pages print. Every count stands beside what it is out of.")), _door(entries)))


def _side_by_side(facts: SiteFacts) -> str:
    """Return what the page of parity holds: its first pair with its number, and how many pairs there are."""
    pairs = facts.report.parity
    if not pairs:
        return "all devices have the same carrier"
    first = pairs[0]
    said = f"{first.left_device} beside {first.right_device}: {counted(len(first.both), 'element')} mapped on both"
    return f"{said}; {counted(len(pairs), 'pair')} of devices" if len(pairs) > 1 else said


def _changed(facts: SiteFacts) -> str:
    trend = facts.report.trend
    if trend is None:
        return "no earlier edition is given to compare with"
    since = f"since {trend.source.edition}" if trend.source.edition else "since an earlier edition"
    return f"{since}: {counted(len(trend.new_gaps), 'new gap')}, {len(trend.closed_gaps):,} closed"


def _alive(ladder: Ladder) -> str:
    """Return which editions are kept alive, and how many changes each brought."""
    steps = [counted(len(step.changes), "change") for step in ladder.steps]
    names = [rung.name for rung in ladder.rungs]
    return names[0] + "".join(f", then {name} with {step}" for name, step in zip(names[1:], steps, strict=True))


def _to_edit(facts: SiteFacts) -> Html:
    total = len(facts.findings)
    opened = sum(one.outcome is Outcome.OPEN for one in facts.findings)
    entries = (
        ("findings.html", "Findings", f"{opened:,} open, of {total:,}"),
        ("rules/index.html", "Rules", f"{len(facts.by_code):,} with a finding here"),
    )
    found = facts.proofs.reasons[:_REASONS_SHOWN]
    reasons = (
        tag(
            "li",
            text(f"{one.meaning} ({one.statements:,} statements). "),
            tag("small", text(f"Could decide: {one.decided_by}")),
        )
        for one in found
    )
    said = "What most often keeps a proof from being reached:"
    more = (tag("p", link("proofs.html#undecided", text(said))), tag("ul", *reasons)) if found else ()
    return join((_door(entries), *more))


def column_name(column: Column) -> Html:
    """Return a column's protocol and route, and whether it is the device's carrier."""
    notes = [note for note in (column.route, "carrier" if column.carrier else "") if note]
    return join((text(protocol_title(column.protocol)), tag("small", text(f" {', '.join(notes)}"))))


def coverage_table(facts: SiteFacts) -> Html:
    """Return how many elements each device carries by each protocol, out of how many.

    A standing that no element has is left out.
    """
    shown = [standing for standing in Standing if any(column.count(standing) for column in facts.columns)]
    words = (standing.value.capitalize() for standing in shown)
    head = ("Device", "Protocol", "Mapped", "Share", *words, "Tested")
    rows = (tag("tr", *labelled(head, _coverage_cells(facts, column, shown))) for column in facts.columns)
    caption = (
        "Elements of each device by standing; exact, limited and carried are mapped. An element of several devices "
        "counts for each. Tested: passed by a laboratory, and failed by none."
    )
    return table(caption, head, [tag("tbody", *rows)], class_="coverage stack", numbers=len(shown) + 1)


def _coverage_cells(facts: SiteFacts, column: Column, shown: Iterable[Standing]) -> Iterator[Html]:
    device = link(facts.map.device(column.device), text(column.device))
    yield tag("th", device, tag("small", text(f" {column.title}")), scope="row")
    yield tag("td", column_name(column))
    yield tag("td", tag("strong", text(f"{column.mapped:,}")), text(f" of {column.elements:,}"), class_="number")
    label = f"{column.mapped} of {column.elements} elements mapped"
    yield tag("td", bar(((standing, column.count(standing)) for standing in Standing), label))
    for standing in shown:
        count = column.count(standing)
        yield tag("td", text(f"{count:,}"), class_="number" if count else "number zero")
    counts = column.counts
    said = counts.evidence if column.mapped else ""
    yield tag("td", text(said), class_="number" if counts.tested or counts.failed else "number zero")


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
