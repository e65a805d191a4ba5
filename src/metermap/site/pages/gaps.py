"""The gap report as a page, from the same record as its JSON and Markdown forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from metermap.codegen.gap_report.model import Column, Gap, Parity, ParityElement, Proposal, ProtocolField
from metermap.core.markup import code, join, labelled, section, table, tag, text
from metermap.core.text import Html
from metermap.mappings.model import State
from metermap.site.facts import SiteFacts, protocol_title
from metermap.site.pages.home import column_name, coverage_table
from metermap.site.pieces import Page, element_link, item_link, legend, mark

__all__ = ["gaps"]


def gaps(facts: SiteFacts) -> Page:
    """Return the gap report's page."""
    return Page("gaps", "Gap report", join(_body(facts)))


def _body(facts: SiteFacts) -> Iterator[Html]:
    yield tag("h1", text("Gap report"))
    yield tag(
        "p",
        text(
            "Every count stands beside the number it is out of. A proposal is never counted as mapped. What nobody "
            "wrote down reads \N{LEFT DOUBLE QUOTATION MARK}not recorded\N{RIGHT DOUBLE QUOTATION MARK}. "
            "A missing statement is no gap: the element is undecided."
        ),
        class_="lead",
    )
    yield tag("p", text(f"{facts.report.extent}."))
    yield section("Coverage", coverage_table(facts), legend(), anchor="coverage")
    if any(column.reason for column in facts.columns):
        yield section("Not applicable, and why", _not_applicable(facts), anchor="not-applicable")
    yield section("Statements", _statements(facts), anchor="statements")
    yield section("Statements without an address", _spoken(facts, State.UNADDRESSED), anchor="unaddressed")
    yield section("Elements without a home", _spoken(facts, State.NO_HOME), anchor="no-home")
    yield section("Undecided", *_undecided(facts), anchor="undecided")
    yield section("Proposals", _proposals(facts), anchor="proposals")
    yield section("Protocol fields that no element asks for", _protocol_fields(facts), anchor="protocol-fields")
    for parity in facts.report.parity:
        yield _parity(facts, parity)


def _tr(*cells: Html) -> Html:
    return tag("tr", *cells)


def _td(value: object) -> Html:
    return tag("td", text(value))


def _number(value: object) -> Html:
    return tag("td", text(value), class_="number")


def _not_applicable(facts: SiteFacts) -> Html:
    rows = (
        _tr(
            _td(column.device), _td(protocol_title(column.protocol)), _td(column.reason), _number(column.not_applicable)
        )
        for column in facts.columns
        if column.reason
    )
    head = ("Device", "Protocol", "Reason", "Elements")
    return table("Protocols that a device does not speak", head, [tag("tbody", *rows)], numbers=1)


def _statements(facts: SiteFacts) -> Html:
    rows = (_statement_row(column) for column in facts.columns if column.statements.total)
    head = ("Device", "Protocol", "Elements", "Protocol fields", "Gaps", "Proposals", "Total", "Of them constants")
    caption = "What the statements carry. The parts add up to the total; constants are counted among them."
    return table(caption, head, [tag("tbody", *rows)], numbers=6)


def _statement_row(column: Column) -> Html:
    said = column.statements
    counts = (said.elements, said.protocol_fields, said.gaps, said.proposals, said.total)
    return _tr(
        tag("th", text(column.device), scope="row"),
        tag("td", column_name(column)),
        *(_number(count) for count in counts),
        _number(f"{said.constants} of {said.total}"),
    )


def _none() -> Html:
    return tag("p", text("None."), class_="quiet")


def _spoken(facts: SiteFacts, state: State) -> Html:
    found = [gap for gap in facts.report.gaps if gap.state is state]
    if not found:
        return _none()
    head = ("Row", "Element", "Device", "Protocol", "Home named", "Reason", "Owner", "Decision", "Cell", "Mapping")
    caption = f"{len(found)} in all"
    rows = (_tr(*labelled(head, _spoken_cells(facts, gap))) for gap in found)
    return table(caption, head, [tag("tbody", *rows)], class_="stack")


def _spoken_cells(facts: SiteFacts, gap: Gap) -> Iterator[Html]:
    yield _number("" if gap.row is None else gap.row)
    yield tag("td", element_link(facts, gap.element, "", code(".".join(filter(None, (gap.item, gap.path))))))
    for said in (gap.device, protocol_title(gap.protocol), gap.home, gap.reason, gap.owner, gap.decision):
        yield _td(said)
    for said in (gap.cell, gap.statement):
        yield tag("td", tag("span", text(said), class_="place"))


def _undecided(facts: SiteFacts) -> Iterator[Html]:
    yield tag(
        "p",
        text(
            "Elements of which no statement speaks, by item. No reason, owner or decision is recorded for any of them."
        ),
    )
    for column in facts.columns:
        found = [
            gap
            for gap in facts.report.gaps
            if gap.state is State.UNDECIDED and (gap.device, gap.protocol) == (column.device, column.protocol)
        ]
        if found:
            yield _undecided_column(facts, column, found)


def _undecided_column(facts: SiteFacts, column: Column, found: Iterable[Gap]) -> Html:
    grouped: dict[str, list[Gap]] = {}
    for gap in found:
        grouped.setdefault(gap.item, []).append(gap)
    rows = (
        _tr(
            tag("th", item_link(facts, item, ""), scope="row"),
            _number(len(members)),
            tag("td", join((_short(facts, gap) for gap in members), " "), class_="many"),
        )
        for item, members in grouped.items()
    )
    heading = f"{column.device} over {protocol_title(column.protocol)}"
    caption = f"{column.undecided:,} of {column.elements:,} elements"
    shown = table(caption, ("Item", "Elements", "Which: printed row, or name"), [tag("tbody", *rows)])
    return section(heading, shown, anchor=f"undecided-{column.device}-{column.protocol}", level=3)


def _short(facts: SiteFacts, gap: Gap) -> Html:
    shown = text((gap.path or gap.item) if gap.row is None else gap.row)
    return tag("span", element_link(facts, gap.element, "", shown), title=gap.path, class_="short")


def _proposals(facts: SiteFacts) -> Html:
    found = facts.report.proposals
    if not found:
        return _none()
    head = ("Element", "Device", "Address", "Type", "Mapping")
    rows = (_tr(*labelled(head, _proposal_cells(facts, proposal))) for proposal in found)
    caption = f"{len(found):,} statements that nobody has reviewed"
    return table(caption, head, [tag("tbody", *rows)], class_="stack")


def _proposal_cells(facts: SiteFacts, proposal: Proposal) -> Iterator[Html]:
    name = text(": ".join(filter(None, (proposal.item, proposal.path))))
    yield tag("th", element_link(facts, proposal.element, "", name), scope="row")
    yield _td(proposal.device)
    yield tag("td", mark(State.PROPOSED), text(f" {proposal.address}"))
    yield tag("td", code(proposal.type))
    yield tag("td", tag("span", text(proposal.place), class_="place"))


def _protocol_fields(facts: SiteFacts) -> Html:
    found = facts.report.protocol_fields
    if not found:
        return _none()
    head = ("Row", "Device", "Item", "Address", "Type", "Always", "Mapping")
    rows = (_tr(*labelled(head, _field_cells(facts, field))) for field in found)
    return table(f"{len(found):,} statements", head, [tag("tbody", *rows)], class_="stack")


def _field_cells(facts: SiteFacts, field: ProtocolField) -> Iterator[Html]:
    yield _number("" if field.row is None else field.row)
    yield _td(field.device)
    yield tag("td", item_link(facts, field.item, ""))
    yield _td(field.address)
    yield tag("td", code(field.type))
    yield tag("td", code(field.value))
    yield tag("td", tag("span", text(field.place), class_="place"))


def _parity(facts: SiteFacts, parity: Parity) -> Html:
    left, right = protocol_title(parity.left), protocol_title(parity.right)
    groups = (
        ("carried on both sides", parity.both),
        (f"only by {left}", parity.only_left),
        (f"only by {right}", parity.only_right),
    )
    total = sum(len(group) for _, group in groups)
    rows = (_parity_row(label, group, total) for label, group in groups)
    head = ("Elements", "Items with such an element", "Count", "Listed for both sides")
    caption = "Each line of the catalogue on devices of either carrier; no value is sent over both"
    return section(
        f"Parity: {left} on {_or(parity.left_devices)}, {right} on {_or(parity.right_devices)}",
        table(caption, head, [tag("tbody", *rows)], numbers=3),
        *(_one_sided(facts, label, group) for label, group in groups[1:] if any(found.listed for found in group)),
        anchor=f"parity-{parity.left}-{parity.right}",
    )


def _or(devices: Iterable[str]) -> str:
    return " or ".join(devices)


def _parity_row(label: str, group: tuple[ParityElement, ...], total: int) -> Html:
    return _tr(
        tag("th", text(label), scope="row"),
        _number(len({found.item for found in group})),
        _number(f"{len(group):,} of {total:,}"),
        _number(f"{sum(found.listed for found in group):,} of {len(group):,}"),
    )


def _one_sided(facts: SiteFacts, label: str, group: Iterable[ParityElement]) -> Html:
    grouped: dict[str, list[ParityElement]] = {}
    for found in group:
        if found.listed:
            grouped.setdefault(found.item, []).append(found)
    rows = (
        _tr(
            tag("th", item_link(facts, item, ""), scope="row"),
            _number(len(members)),
            tag("td", join((_parity_short(facts, member) for member in members), " "), class_="many"),
        )
        for item, members in grouped.items()
    )
    caption = f"{label[0].upper()}{label[1:]}, though the catalogue lists them for both sides"
    return table(caption, ("Item", "Elements", "Which: printed row, or name"), [tag("tbody", *rows)])


def _parity_short(facts: SiteFacts, found: ParityElement) -> Html:
    shown = text(found.element if found.row is None else found.row)
    return tag("span", element_link(facts, found.element, "", shown), title=found.element, class_="short")
