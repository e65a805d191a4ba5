"""The reverse pages of Smart Energy: clusters, and each attribute and command of them that the mapping uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from metermap.core.addresses import Access, SepAddress, Side
from metermap.core.markup import code, join, labelled, link, section, table, tag, text
from metermap.core.text import Html
from metermap.mappings.model import Statement
from metermap.protocols import Cluster, SepAttribute, SepCommand
from metermap.protocols.cards import Card
from metermap.protocols.cards.sep import sep_card
from metermap.protocols.sep.lookup import AttributeEntry, CommandEntry
from metermap.site.cards import card_facts, card_remarks, card_tables
from metermap.site.facts import SiteFacts
from metermap.site.homes import HomesTable
from metermap.site.names import member_key, sep_number
from metermap.site.pages.subjects import carried_counts, cases_of
from metermap.site.pieces import Page, device_links

__all__ = ["cluster_list", "cluster_pages", "member_pages"]

_ROOT = "../"
_WAY = {Side.CLIENT: "client to server", Side.SERVER: "server to client"}
Found = tuple[str, SepAddress, tuple[Statement, ...]]


def _clusters(facts: SiteFacts) -> Iterator[Found]:
    """Yield key, an address in it and the statements of each cluster, by id."""
    for key in sorted(facts.map.clusters):
        statements = facts.model.by_object[key]
        if isinstance(home := statements[0].address, SepAddress):
            yield key, home, statements


def _members(statements: Sequence[Statement]) -> dict[str, tuple[SepAddress, list[Statement]]]:
    """Return the attributes and commands that statements use, by key, each with its statements."""
    found: dict[str, tuple[SepAddress, list[Statement]]] = {}
    for said in statements:
        if isinstance(home := said.address, SepAddress):
            found.setdefault(member_key(home), (home, []))[1].append(said)
    return found


def cluster_list(facts: SiteFacts) -> Page:
    """Return the list of clusters."""
    head = ("Cluster", "Name", "Devices", "Attributes used", "Commands used", "Elements carried", "Statements")
    rows = (tag("tr", *labelled(head, _list_cells(facts, *found))) for found in _clusters(facts))
    known = len(facts.dictionaries.sep.cluster_ids())
    caption = f"{len(facts.map.clusters):,} clusters that the mapping uses; the dictionary knows {known:,}"
    shown = table(caption, head, [tag("tbody", *rows)], class_="list stack", numbers=4)
    return Page("clusters/index", "Clusters", join((tag("h1", text("Smart Energy clusters")), shown)))


def _list_cells(facts: SiteFacts, key: str, home: SepAddress, statements: tuple[Statement, ...]) -> Iterator[Html]:
    yield tag("th", link(_ROOT + facts.map.subject(key), code(key)), scope="row")
    yield tag("td", text(home.cluster))
    yield tag("td", device_links(facts, statements, _ROOT))
    for access in (Access.ATTRIBUTE, Access.COMMAND):
        yield tag("td", text(_share(facts, home, statements, access)), class_="number")
    yield from carried_counts(statements)


def _share(facts: SiteFacts, home: SepAddress, statements: Sequence[Statement], access: Access) -> str:
    """Return how many of the cluster's attributes or commands are used: ``52 of 120``."""
    used = sum(found.access is access for found, _ in _members(statements).values())
    cluster = facts.dictionaries.sep.cluster(home.cluster_id)
    if cluster is None:
        return f"{used}"
    known = cluster.attributes if access is Access.ATTRIBUTE else cluster.commands
    return f"{used} of {len(known)}"


def cluster_pages(facts: SiteFacts) -> Iterator[Page]:
    """Yield the page of each cluster."""
    for key, home, statements in _clusters(facts):
        heading = tag("h1", code(key), text(f" {home.cluster}"))
        yield Page(facts.map.clusters[key], f"{key} {home.cluster}", join((heading, *_body(facts, home, statements))))


def _body(facts: SiteFacts, home: SepAddress, statements: tuple[Statement, ...]) -> Iterator[Html]:
    cluster = facts.dictionaries.sep.cluster(home.cluster_id)
    card = sep_card(facts.dictionaries.sep, cluster) if cluster else Card("cluster", home.cluster)
    more = (
        ("Devices", device_links(facts, statements, _ROOT)),
        ("Attributes used", text(_share(facts, home, statements, Access.ATTRIBUTE))),
        ("Commands used", text(_share(facts, home, statements, Access.COMMAND))),
        ("Use cases", cases_of(facts, statements, _ROOT)),
    )
    yield card_facts(card, after=more, without={"has"})
    shown = HomesTable(facts, _ROOT, grouped=False, device=True, anchored=True)
    for label, access in (("Attributes", Access.ATTRIBUTE), ("Commands", Access.COMMAND)):
        found = [said for said in statements if isinstance(at := said.address, SepAddress) and at.access is access]
        if found:
            yield section(label, shown.write(f"{label} and what they carry", found), anchor=label.lower())
    if cluster:
        yield section("Not used by the mapping", _unused(cluster, statements), anchor="unused")


def _unused(cluster: Cluster, statements: Sequence[Statement]) -> Html:
    """Return the attributes and commands of the dictionary that no statement uses."""
    used = {(home.access, home.side, home.id) for home, _ in _members(statements).values()}
    left = [
        (f"0x{one.id:04X}", one.name, f"attribute of the {one.side.value}", str(one.type), _presence(one))
        for one in cluster.attributes
        if (Access.ATTRIBUTE, one.side, one.id) not in used
    ]
    left += [
        (f"0x{one.id:02X}", one.name, f"command, {_WAY[one.side]}", "", _presence(one))
        for one in cluster.commands
        if (Access.COMMAND, one.side, one.id) not in used
    ]
    head = ("Id", "Name", "Kind", "Type", "Presence")
    rows = (tag("tr", *labelled(head, _unused_cells(*one))) for one in left)
    total = len(cluster.attributes) + len(cluster.commands)
    caption = f"{len(left):,} of {total:,} attributes and commands of the dictionary: no statement speaks of them"
    return table(caption, head, [tag("tbody", *rows)], class_="unused stack")


def _presence(member: SepAttribute | SepCommand) -> str:
    return "mandatory" if member.mandatory else "optional"


def _unused_cells(number: str, name: str, kind: str, type_: str, presence: str) -> Iterator[Html]:
    yield tag("td", code(number))
    yield tag("th", code(name), scope="row")
    yield tag("td", text(kind))
    yield tag("td", code(type_))
    yield tag("td", text(presence), class_="quiet" if presence == "optional" else "")


def member_pages(facts: SiteFacts) -> Iterator[Page]:
    """Yield the page of each attribute and command that a statement uses."""
    for cluster_key, _, statements in _clusters(facts):
        for key, (home, said) in _members(statements).items():
            title = f"{home.name}, {home.access.value} {sep_number(home)} of {home.cluster}"
            yield Page(facts.map.members[key], title, join(_member(facts, cluster_key, home, said)))


def _member(facts: SiteFacts, cluster_key: str, home: SepAddress, said: list[Statement]) -> Iterator[Html]:
    number = sep_number(home)
    yield tag("h1", code(home.name), tag("small", text(f"{home.access.value} "), code(number)))
    cluster = link(_ROOT + facts.map.subject(cluster_key), code(cluster_key), text(f" {home.cluster}"))
    card = _card(facts, home)
    way = _WAY[home.side] if home.access is Access.COMMAND else f"attribute of the {home.side.value}"
    before = (("Cluster", cluster), ("Side", text(way)))
    after = (("Devices", device_links(facts, said, _ROOT)), ("Use cases", cases_of(facts, said, _ROOT)))
    yield card_facts(card, before, after, without={"cluster", "side", "direction"})
    if not card.facts:
        yield tag("p", text("The dictionary does not hold it."), class_="quiet")
    shown = HomesTable(facts, _ROOT, grouped=False, device=True).write("Who maps here", said)
    yield section("What it carries", shown, anchor="carries")
    yield card_remarks(card)
    yield card_tables(card.tables)


def _card(facts: SiteFacts, home: SepAddress) -> Card:
    dictionary = facts.dictionaries.sep
    cluster = dictionary.cluster(home.cluster_id)
    if cluster and home.access is Access.ATTRIBUTE:
        if attribute := cluster.attribute(home.id, home.side):
            return sep_card(dictionary, AttributeEntry(cluster, attribute))
    elif cluster and (command := cluster.command(home.id, home.side)):
        return sep_card(dictionary, CommandEntry(cluster, command))
    return Card(home.access.value, home.name)
