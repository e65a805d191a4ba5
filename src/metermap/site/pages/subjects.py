"""The reverse pages of DLMS/COSEM's objects: a page for each, and the list of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from metermap.core.addresses import Access, DlmsAddress, NamedAddress
from metermap.core.logical_names import LogicalName
from metermap.core.markup import EMPTY, code, join, labelled, link, section, table, tag, text
from metermap.core.text import Html
from metermap.mappings.model import Statement
from metermap.protocols import ClassMember, InterfaceClass, ObjectFound
from metermap.protocols.cards.dlms import dlms_card
from metermap.protocols.dlms.logical_names import meaning_of
from metermap.site.cards import card_remarks, card_tables
from metermap.site.facts import SiteFacts
from metermap.site.homes import HomesTable
from metermap.site.pieces import Page, definitions, device_links, use_case_links

__all__ = ["carried_counts", "cases_of", "class_title", "object_list", "object_pages", "objects", "said_of"]

_ROOT = "../"
# What the page says in its own words, or with a link.
_SAID = frozenset({"value groups", "octets", "asked as", "classes"})


def objects(facts: SiteFacts) -> Iterator[tuple[str, DlmsAddress, tuple[Statement, ...]]]:
    """Yield key, an address in it and the statements of each COSEM object, by logical name."""
    found = []
    for key in facts.map.objects:
        statements = facts.model.by_object[key]
        if isinstance(home := statements[0].address, DlmsAddress):
            found.append((key, home, statements))
    yield from sorted(found, key=lambda entry: (entry[1].logical_name, entry[1].class_id))


def carried_counts(statements: Sequence[Statement]) -> tuple[Html, Html]:
    """Return cells with the elements carried, what holds not yet left out, and with all statements."""
    carried = {statement.element for statement in statements if statement.element and not statement.proposed}
    return tag("td", text(len(carried)), class_="number"), tag("td", text(len(statements)), class_="number")


def cases_of(facts: SiteFacts, statements: Sequence[Statement], root: str) -> Html:
    """Return links to the use cases that any of the statements names, in order."""
    links = use_case_links(facts, sorted({case for said in statements for case in said.use_cases}), root)
    return tag("span", links, class_="links") if links else EMPTY


def object_list(facts: SiteFacts) -> Page:
    """Return the list of COSEM objects, and of the homes that are no object."""
    head = ("Logical name", "Interface class", "Is", "Devices", "Elements carried", "Statements")
    rows = (tag("tr", *labelled(head, _list_cells(facts, *found))) for found in objects(facts))
    caption = f"{len(facts.map.objects):,} objects that the mapping uses"
    body = join(
        (
            tag("h1", text("COSEM objects")),
            tag("p", text("By interface class: "), link("../classes/index.html", text("all classes in use"))),
            table(caption, head, [tag("tbody", *rows)], class_="list stack", numbers=2),
            _other_homes(facts),
        )
    )
    return Page("objects/index", "COSEM objects", body)


def _list_cells(facts: SiteFacts, key: str, home: DlmsAddress, statements: tuple[Statement, ...]) -> Iterator[Html]:
    yield tag("th", link(_ROOT + facts.map.subject(key), code(home.logical_name)), scope="row")
    yield tag("td", class_title(facts, home, _ROOT))
    yield tag("td", text(facts.object_names[home.logical_name]), class_="quiet")
    yield tag("td", device_links(facts, statements, _ROOT))
    yield from carried_counts(statements)


def class_title(facts: SiteFacts, home: DlmsAddress, root: str) -> Html:
    """Return name and id of an interface class, linked to its page."""
    return link(root + facts.map.class_(home.class_id), text(f"{home.class_name}, class {home.class_id}"))


def _other_homes(facts: SiteFacts) -> Html:
    others = [statement for statement in facts.model.statements if isinstance(statement.address, NamedAddress)]
    if not others:
        return EMPTY
    shown = HomesTable(facts, _ROOT, device=True).write("Alerts, messages and other homes", others)
    return section("Homes that are no object", shown, anchor="others")


def object_pages(facts: SiteFacts) -> Iterator[Page]:
    """Yield the page of each COSEM object."""
    for key, home, statements in objects(facts):
        title = f"{home.logical_name} {home.class_name}"
        yield Page(facts.map.objects[key], title, join(_body(facts, home, statements)))


def _body(facts: SiteFacts, home: DlmsAddress, statements: tuple[Statement, ...]) -> Iterator[Html]:
    dictionary, name = facts.dictionaries.dlms, home.logical_name
    found = ObjectFound(name, dictionary.logical_name(name), facts.object_names[name])
    card = dlms_card(dictionary, found)
    class_ = dictionary.interface_class(home.class_id)
    known = [(f"{label[0].upper()}{label[1:]}", text(said)) for label, said in card.facts if label not in _SAID]
    yield tag("h1", code(name), text(f" {home.class_name}"))
    yield definitions(
        (
            ("Interface class", class_title(facts, home, _ROOT)),
            *known,
            ("On the wire", code(name.octets.hex(" ").upper())),
            ("Devices", device_links(facts, statements, _ROOT)),
            ("Use cases", cases_of(facts, statements, _ROOT)),
        ),
        class_="two",
    )
    yield card_remarks(card)
    shown = HomesTable(facts, _ROOT, grouped=False, device=True, anchored=True)
    yield section("What it carries", shown.write("Attribute by attribute", statements), anchor="carries")
    if class_:
        yield section("All of the object", _members(facts, class_, statements), anchor="members")
    yield section("What the name says", _value_groups(facts, name), anchor="value-groups")
    yield card_tables(card.tables)


def _value_groups(facts: SiteFacts, name: LogicalName) -> Html:
    groups = facts.dictionaries.dlms.value_groups()
    rows = (
        tag(
            "tr",
            tag("th", text(letter), scope="row"),
            tag("td", code(value)),
            tag("td", text(entry.meaning if (entry := meaning_of(groups, letter, name)) else _no_meaning(value))),
        )
        for letter, value in zip("ABCDEF", name.groups, strict=True)
    )
    return table("The six value groups", ("Group", "Value", "Meaning"), [tag("tbody", *rows)])


def _no_meaning(value: int) -> str:
    return "not used" if value in (0, 255) else "not recorded"


def _members(facts: SiteFacts, class_: InterfaceClass, statements: tuple[Statement, ...]) -> Html:
    """Return all attributes and methods of the object's class, and which of them no element asks for."""
    head = ("Member", "Type", "Selective access", "Elements", "Statements")
    members = [(Access.ATTRIBUTE, one) for one in class_.attributes] + [(Access.METHOD, one) for one in class_.methods]
    used = [said_of(statements, access, member.index) for access, member in members]
    rows = (
        tag("tr", *labelled(head, _member_cells(facts, class_, *member, said)))
        for member, said in zip(members, used, strict=True)
    )
    caption = (
        f"Version {class_.version} of the class: {sum(map(bool, used))} of {len(members)} attributes and methods are "
        f"asked for. Elements: the parts of the catalogue that they carry."
    )
    return table(caption, head, [tag("tbody", *rows)], class_="members stack", numbers=2)


def said_of(statements: Sequence[Statement], access: Access, index: int) -> list[Statement]:
    """Return those of the statements whose home is an attribute, or a method, of that index."""
    homes = ((said, said.address) for said in statements)
    return [
        said for said, home in homes if isinstance(home, DlmsAddress) and (home.access, home.index) == (access, index)
    ]


def _member_cells(
    facts: SiteFacts, class_: InterfaceClass, access: Access, member: ClassMember, said: list[Statement]
) -> Iterator[Html]:
    page = _ROOT + facts.map.class_(class_.id)
    kind = access.value
    shown = link(f"{page}#{kind}-{member.index}", text(f"{kind} {member.index} "), code(member.name))
    yield tag("th", shown, scope="row")
    yield tag("td", code(str(member.type).replace(",", ", ")))
    ways = facts.dictionaries.dlms.selective_access(class_.id, member.index, class_.version)
    yield tag("td", text(", ".join(way.name for way in ways) if access is Access.ATTRIBUTE else ""))
    if not said:
        yield tag("td", tag("span", text("none asks"), class_="quiet"), class_="number")
        yield tag("td", EMPTY)
        return
    yield from carried_counts(said)
