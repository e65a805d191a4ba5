"""The table of homes: statements with the address spelled out, grouped by object or cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from metermap.core.addresses import Access, Address, DlmsAddress, SepAddress, Side
from metermap.core.markup import EMPTY, code, join, labelled, link, table, tag, text
from metermap.core.text import Html
from metermap.core.types import Kind
from metermap.mappings.model import Role, Statement
from metermap.site.facts import SiteFacts
from metermap.site.names import SiteMap, class_anchor, member_anchor, sep_number
from metermap.site.pieces import element_label, element_link, place, use_case_links

__all__ = [
    "HomesTable",
    "address_order",
    "conditions",
    "member_name",
    "member_page",
    "part_of",
    "subject_key",
    "subject_link",
    "wire_type",
]

_OPEN = (Kind.CHOICE, Kind.ANY, Kind.UNKNOWN)
_OTHER_SIDE = {Side.SERVER: Side.CLIENT, Side.CLIENT: Side.SERVER}


def subject_key(address: Address | None) -> str:
    """Return the model's key of the object or cluster an address lies in; empty for another home."""
    match address:
        case DlmsAddress():
            return address.object
        case SepAddress():
            return f"0x{address.cluster_id:04X}"
        case _:
            return ""


def address_order(statement: Statement) -> tuple[int, int, int, str, int, str]:
    """Return the order of homes: by object or cluster, then attributes before calls, then number and part."""
    match statement.address:
        case DlmsAddress() as home:
            group = int.from_bytes(home.logical_name.octets)
            return (home.class_id, group, home.access is Access.METHOD, "", home.index, home.member)
        case SepAddress() as home:
            called = home.access is Access.COMMAND
            return (1 << 16, home.cluster_id, called, home.side.value, home.id, home.field)
        case None:
            return (1 << 18, 0, 0, "", 0, statement.element)
        case home:
            return (1 << 17, 0, 0, str(home), 0, "")


@dataclass(frozen=True, slots=True)
class HomesTable:
    """How to write such a table on one page.

    `root` leads from the page to the site's root. `grouped` sets a heading for each object or
    cluster, for a page that is not about one. `device` adds a column for device and route, for a
    page that is not divided by them. `anchored` gives each attribute and command an anchor. `use_case` is the code of
    the use case that the page is about: only others are named.
    """

    facts: SiteFacts
    root: str
    grouped: bool = True
    device: bool = False
    anchored: bool = False
    use_case: str = ""

    def write(self, caption: str, statements: Iterable[Statement]) -> Html:
        """Return the table."""
        ordered = sorted(statements, key=lambda said: (address_order(said), said.device, said.row or 0, said.key))
        bodies = (
            tag("tbody", *self._group(list(group)))
            for _, group in groupby(ordered, key=lambda said: _group_of(said.address))
        )
        return table(caption, self._head, bodies, class_="homes stack")

    @property
    def _head(self) -> tuple[str, ...]:
        where = ("Device",) if self.device else ()
        return (
            "Home",
            "Part",
            *where,
            "Row",
            "Element",
            "Type",
            "Value and conditions",
            "Other use cases" if self.use_case else "Use cases",
            "Status",
            "Mapping",
        )

    def _group(self, statements: Sequence[Statement]) -> Iterator[Html]:
        if self.grouped:
            heading = subject_link(self.facts, statements[0].address, self.root)
            yield tag("tr", tag("th", heading, colspan=str(len(self._head)), scope="rowgroup"), class_="group")
        for (member, anchor), same in groupby(statements, key=lambda said: member_name(said.address)):
            found = list(same)
            for index, statement in enumerate(found):
                cells = [self._member(found[0].address, member, anchor, len(found))] if index == 0 else []
                yield tag("tr", *cells, *labelled(self._head[1:], self._cells(statement)))

    def _member(self, address: Address | None, member: Html, anchor: str, rows: int) -> Html:
        page = member_page(self.facts.map, address)
        return tag(
            "th",
            link(self.root + page, member) if page else member,
            scope="rowgroup" if rows > 1 else "row",
            rowspan=str(rows) if rows > 1 else "",
            id=anchor if self.anchored else "",
        )

    def _cells(self, statement: Statement) -> Iterator[Html]:
        yield tag("td", part_of(statement.address))
        if self.device:
            yield tag("td", text(statement.device), tag("small", text(f" {statement.route}")))
        yield tag("td", text("" if statement.row is None else statement.row), class_="number")
        yield tag("td", self._element(statement))
        yield tag("td", wire_type(statement))
        yield tag("td", *conditions(statement))
        cases = (case for case in statement.use_cases if case != self.use_case)
        yield tag("td", use_case_links(self.facts, cases, self.root), class_="cases")
        yield tag("td", _status(statement))
        yield tag("td", place(statement.place))

    def _element(self, statement: Statement) -> Html:
        element = self.facts.model.catalogue.element_by_id.get(statement.element)
        if element is None:
            return tag("span", text("protocol field" if not statement.element else statement.element), class_="quiet")
        # On a page that is about one item its name need not stand in every row.
        bare = (self.grouped and not self.device) or not element.path.value
        shown = element_label(element) if bare else code(element.name)
        return element_link(self.facts, statement.element, self.root, shown)


def subject_link(facts: SiteFacts, address: Address | None, root: str) -> Html:
    """Return the object or cluster that an address lies in, linked to its page."""
    match address:
        case DlmsAddress():
            shown = join((text(f"{address.class_name}, class {address.class_id}, "), code(address.logical_name)))
        case SepAddress():
            shown = join((code(f"0x{address.cluster_id:04X}"), text(f" {address.cluster}")))
        case None:
            return text("No address")
        case _:
            return text(f"{address.kind}({address.instance})")
    page = facts.map.subject(subject_key(address))
    return link(root + page, shown) if page else shown


def _group_of(address: Address | None) -> str:
    match address:
        case None:
            return ""
        case DlmsAddress() | SepAddress():
            return subject_key(address)
        case _:
            return f"{address.kind}({address.instance})"


def member_name(address: Address | None) -> tuple[Html, str]:
    """Return the attribute, method or command that holds the part, and its anchor on a page."""
    match address:
        case DlmsAddress():
            kind = "method" if address.access is Access.METHOD else "attribute"
            shown = join((text(f"{kind} {address.index} "), code(address.name)))
            return shown, class_anchor(address)
        case SepAddress():
            return _sep_member(address)
        case None:
            return text("not specified"), ""
        case _:
            return text(address.kind), ""


def member_page(site: SiteMap, address: Address | None) -> str:
    """Return the address of the page about an attribute, method or command, from the site's root; empty for none."""
    match address:
        case DlmsAddress() if page := site.class_(address.class_id):
            return f"{page}#{class_anchor(address)}"
        case SepAddress():
            return site.member(address)
        case _:
            return ""


def _sep_member(address: SepAddress) -> tuple[Html, str]:
    anchor = member_anchor(address)
    named = join((text(f"{address.access.value} "), code(sep_number(address)), text(" "), code(address.name)))
    if address.access is Access.COMMAND:
        way = f"{address.side.value} to {_OTHER_SIDE[address.side].value}"
        return join((named, tag("small", text(way), class_="way"))), anchor
    return named, anchor


def part_of(address: Address | None) -> Html:
    """Return the path inside the attribute or command, and how it is reached."""
    match address:
        case DlmsAddress():
            notes = [
                f"parameter of {address.selector}" if address.selector else "",
                "returned" if address.returned else "",
                f"through {address.through}" if address.through else "",
            ]
            return _with_notes(code(address.member) if address.member else EMPTY, notes)
        case SepAddress():
            notes = [
                "field not named" if address.field == "_" else "",
                f"answered by {address.reply}" if address.reply else "",
                f"answering {address.request}" if address.request else "",
            ]
            return _with_notes(code(address.field) if address.field not in ("", "_") else EMPTY, notes)
        case None:
            return EMPTY
        case _:
            return code(address.field)


def _with_notes(shown: Html, notes: Iterable[str]) -> Html:
    return join((shown, *(tag("small", text(note), class_="note") for note in notes if note)))


def wire_type(statement: Statement) -> Html:
    """Return the type on the wire, and the dictionary's where it differs."""
    stated, dictionary = statement.type, statement.dictionary_type
    shown = code(stated) if stated else tag("span", text("not stated"), class_="quiet")
    # A dictionary that leaves the type open is not contradicted by a mapping that settles it.
    differs = stated and dictionary and dictionary.kind not in _OPEN and stated.name != dictionary.name
    notes = [
        f"dictionary: {dictionary}" if differs else "",
        f"unit {statement.unit}" if statement.unit else "",
        "may be absent" if statement.optional else "",
    ]
    return _with_notes(shown, notes)


def conditions(statement: Statement) -> Iterator[Html]:
    """Yield what the statement says beyond its address: constant, codes, conditions, reasons."""
    if statement.value:
        yield tag("span", text("always "), code(statement.value), class_="said")
    for ours, theirs in statement.coded:
        yield tag("span", code(ours), text(" as "), code(theirs), class_="said")
    named = [
        *(("only", said) for said in (statement.only,)),
        *(("becomes", said) for said in (statement.becomes,)),
        *(("when", said) for said in statement.conditions),
        *(("since", said) for said in (statement.since,)),
        *(("until", said) for said in (statement.until,)),
        *(("because", said) for said in statement.because),
        *(("despite", said) for said in statement.despite),
    ]
    for word, said in named:
        if said:
            yield tag("span", tag("em", text(f"{word} ")), text(said), class_="said")


def _status(statement: Statement) -> Html:
    gap = "no home" if statement.role is Role.GAP else ""
    said = ", ".join(part for part in (gap, statement.status, statement.relation) if part)
    return tag("span", text(said), class_="proposal" if statement.proposed else "")
