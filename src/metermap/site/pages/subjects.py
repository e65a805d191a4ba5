"""The reverse pages: a page for each COSEM object and each cluster, and the lists of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from metermap.core.addresses import Access, DlmsAddress, NamedAddress, SepAddress
from metermap.core.markup import EMPTY, code, join, link, section, table, tag, text
from metermap.core.text import Html
from metermap.mappings.model import Statement
from metermap.site.facts import SiteFacts
from metermap.site.homes import HomesTable
from metermap.site.pieces import Page, definitions

__all__ = ["cluster_list", "cluster_pages", "object_list", "object_pages"]

_ROOT = "../"


def _objects(facts: SiteFacts) -> Iterator[tuple[str, DlmsAddress, tuple[Statement, ...]]]:
    """Yield key, an address in it and the statements of each COSEM object, by logical name."""
    found = []
    for key in facts.map.objects:
        statements = facts.model.by_object[key]
        if isinstance(home := statements[0].address, DlmsAddress):
            found.append((key, home, statements))
    yield from sorted(found, key=lambda entry: (entry[1].logical_name, entry[1].class_id))


def _clusters(facts: SiteFacts) -> Iterator[tuple[str, SepAddress, tuple[Statement, ...]]]:
    """Yield key, an address in it and the statements of each cluster, by id."""
    for key in sorted(facts.map.clusters):
        statements = facts.model.by_object[key]
        if isinstance(home := statements[0].address, SepAddress):
            yield key, home, statements


def _devices(facts: SiteFacts, statements: Sequence[Statement]) -> str:
    held = {statement.device for statement in statements}
    return ", ".join(device.id for device in facts.model.devices if device.id in held)


def _counts(statements: Sequence[Statement]) -> tuple[Html, Html]:
    """Return cells with the elements carried, proposals left out, and with all statements."""
    carried = {statement.element for statement in statements if statement.element and not statement.proposed}
    return tag("td", text(len(carried)), class_="number"), tag("td", text(len(statements)), class_="number")


def object_list(facts: SiteFacts) -> Page:
    """Return the list of COSEM objects, and of the homes that are no object."""
    head = ("Logical name", "Interface class", "Devices", "Elements carried", "Statements")
    rows = (
        tag(
            "tr",
            tag("th", link(_ROOT + facts.map.subject(key), code(home.logical_name)), scope="row"),
            tag("td", text(f"{home.class_name}, class {home.class_id}")),
            tag("td", text(_devices(facts, statements))),
            *_counts(statements),
        )
        for key, home, statements in _objects(facts)
    )
    caption = f"{len(facts.map.objects):,} objects that the mapping uses"
    body = join(
        (
            tag("h1", text("COSEM objects")),
            table(caption, head, [tag("tbody", *rows)], class_="list", numbers=2),
            _other_homes(facts),
        )
    )
    return Page("objects/index", "COSEM objects", body)


def _other_homes(facts: SiteFacts) -> Html:
    others = [statement for statement in facts.model.statements if isinstance(statement.address, NamedAddress)]
    if not others:
        return EMPTY
    shown = HomesTable(facts, _ROOT, device=True).write("Alerts, messages and other homes", others)
    return section("Homes that are no object", shown, anchor="others")


def object_pages(facts: SiteFacts) -> Iterator[Page]:
    """Yield the page of each COSEM object."""
    for key, home, statements in _objects(facts):
        name = home.logical_name
        said = definitions(
            (
                ("Interface class", text(f"{home.class_name}, class {home.class_id}")),
                ("Logical name", code(name)),
                ("On the wire", code(name.octets.hex(" ").upper())),
                (
                    "Value groups",
                    code(" ".join(f"{letter}={group}" for letter, group in zip("ABCDEF", name.groups, strict=True))),
                ),
                ("Devices", text(_devices(facts, statements))),
            )
        )
        shown = HomesTable(facts, _ROOT, grouped=False, device=True, anchored=True)
        title = f"{name} {home.class_name}"
        heading = tag("h1", code(name), text(f" {home.class_name}"))
        yield Page(facts.map.objects[key], title, join((heading, said, shown.write("What it carries", statements))))


def cluster_list(facts: SiteFacts) -> Page:
    """Return the list of clusters."""
    head = ("Cluster", "Name", "Devices", "Elements carried", "Statements")
    rows = (
        tag(
            "tr",
            tag("th", link(_ROOT + facts.map.subject(key), code(key)), scope="row"),
            tag("td", text(home.cluster)),
            tag("td", text(_devices(facts, statements))),
            *_counts(statements),
        )
        for key, home, statements in _clusters(facts)
    )
    caption = f"{len(facts.map.clusters):,} clusters that the mapping uses"
    shown = table(caption, head, [tag("tbody", *rows)], class_="list", numbers=2)
    return Page("clusters/index", "Clusters", join((tag("h1", text("Smart Energy clusters")), shown)))


def cluster_pages(facts: SiteFacts) -> Iterator[Page]:
    """Yield the page of each cluster."""
    for key, home, statements in _clusters(facts):
        heading = tag("h1", code(key), text(f" {home.cluster}"))
        said = definitions((("Cluster id", code(key)), ("Devices", text(_devices(facts, statements)))))
        parts = [
            section(label, _members(facts, label, found), anchor=label.lower())
            for label, access in (("Attributes", Access.ATTRIBUTE), ("Commands", Access.COMMAND))
            if (found := [statement for statement in statements if _access(statement) is access])
        ]
        yield Page(facts.map.clusters[key], f"{key} {home.cluster}", join((heading, said, *parts)))


def _access(statement: Statement) -> Access | None:
    return statement.address.access if isinstance(statement.address, SepAddress) else None


def _members(facts: SiteFacts, label: str, statements: Sequence[Statement]) -> Html:
    return HomesTable(facts, _ROOT, grouped=False, device=True, anchored=True).write(label, statements)
