"""The reverse pages of interface classes: what the dictionary says of each, and the objects that are of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from metermap.core.addresses import Access, DlmsAddress
from metermap.core.markup import EMPTY, code, join, labelled, link, section, table, tag, text
from metermap.core.render import counted
from metermap.core.text import Html
from metermap.mappings.model import Statement
from metermap.protocols import ClassFound, ClassMember, InterfaceClass
from metermap.protocols.cards.dlms import dlms_card
from metermap.site.cards import card_facts, card_tables
from metermap.site.facts import SiteFacts
from metermap.site.names import class_anchor
from metermap.site.pages.subjects import carried_counts, objects, said_of
from metermap.site.pieces import Page, device_links

__all__ = ["class_list", "class_pages"]

_ROOT = "../"
Used = list[tuple[str, DlmsAddress, tuple[Statement, ...]]]


def _by_class(facts: SiteFacts) -> dict[int, Used]:
    """Return the objects of each class, by logical name."""
    grouped: dict[int, Used] = {class_id: [] for class_id in sorted(facts.map.classes)}
    for found in objects(facts):
        grouped[found[1].class_id].append(found)
    return grouped


def class_list(facts: SiteFacts) -> Page:
    """Return the list of interface classes in use."""
    head = ("Class", "Name", "Objects", "Elements carried", "Statements")
    rows = []
    for class_id, used in _by_class(facts).items():
        statements = [said for _, _, found in used for said in found]
        cells = (
            tag("th", link(_ROOT + facts.map.class_(class_id), code(class_id)), scope="row"),
            tag("td", text(used[0][1].class_name)),
            tag("td", text(len(used)), class_="number"),
            *carried_counts(statements),
        )
        rows.append(tag("tr", *labelled(head, cells)))
    known = len(facts.dictionaries.dlms.class_ids())
    caption = f"{len(rows):,} interface classes that the mapping uses; the dictionary knows {known:,}"
    shown = table(caption, head, [tag("tbody", *rows)], class_="list stack", numbers=3)
    return Page("classes/index", "Interface classes", join((tag("h1", text("Interface classes")), shown)))


def class_pages(facts: SiteFacts) -> Iterator[Page]:
    """Yield the page of each interface class in use."""
    for class_id, used in _by_class(facts).items():
        name = used[0][1].class_name
        heading = tag("h1", text(name), tag("small", text(f"interface class {class_id}")))
        body = join((heading, *_body(facts, class_id, used)))
        yield Page(facts.map.classes[class_id], f"{name}, class {class_id}", body)


def _body(facts: SiteFacts, class_id: int, used: Used) -> Iterator[Html]:
    statements = [said for _, _, found in used for said in found]
    more = (
        ("Devices", device_links(facts, statements, _ROOT)),
        ("Objects", link("#objects", text(f"{len(used):,} that the mapping uses"))),
    )
    class_ = facts.dictionaries.dlms.interface_class(class_id)
    if class_ is None:
        yield tag("p", text("The dictionary does not know this class."), class_="quiet")
    else:
        card = dlms_card(facts.dictionaries.dlms, ClassFound(class_))
        yield card_facts(card, after=more)
        for access, members in ((Access.ATTRIBUTE, class_.attributes), (Access.METHOD, class_.methods)):
            if members:
                label = f"{access.value.capitalize()}s"
                yield section(label, _members(class_, access, members, statements), anchor=label.lower())
        yield card_tables(one for one in card.tables if one.title not in {"Attributes", "Methods"})
    if strangers := _strangers(class_, statements):
        yield section("Not in the dictionary", strangers, anchor="unknown")
    yield section("Objects", _objects(facts, used), anchor="objects")


def _members(
    class_: InterfaceClass, access: Access, members: Sequence[ClassMember], statements: Sequence[Statement]
) -> Html:
    head = (access.value.capitalize(), "Type", "Changes", "Confidence", "Objects", "Elements carried", "Statements")
    used = ((member, said_of(statements, access, member.index)) for member in members)
    rows = (
        tag("tr", *labelled(head, _member_cells(member, said)), id=f"{access.value}-{member.index}")
        for member, said in used
    )
    caption = f"Version {class_.version}. Objects: how many of those below are used by it"
    return table(caption, head, [tag("tbody", *rows)], class_="members stack", numbers=3)


def _strangers(class_: InterfaceClass | None, statements: Sequence[Statement]) -> Html:
    """Return the attributes and methods that statements use and the dictionary's class does not have."""
    known = {(Access.ATTRIBUTE, one.index) for one in class_.attributes} if class_ else set()
    known |= {(Access.METHOD, one.index) for one in class_.methods} if class_ else set()
    homes = (said.address for said in statements)
    used = {
        class_anchor(home): f"{home.index} {home.name}"
        for home in homes
        if isinstance(home, DlmsAddress) and (home.access, home.index) not in known
    }
    entries = (tag("li", code(shown), id=anchor) for anchor, shown in sorted(used.items()))
    return tag("ul", *entries) if used else EMPTY


def _member_cells(member: ClassMember, said: list[Statement]) -> Iterator[Html]:
    yield tag("th", text(f"{member.index} "), code(member.name), scope="row")
    yield tag("td", code(str(member.type).replace(",", ", ")))
    yield tag("td", text({"S": "static", "D": "dynamic"}.get(member.static_dynamic, "")))
    yield tag("td", text(member.confidence))
    if not said:
        yield tag("td", tag("span", text("not used"), class_="quiet"), class_="number")
        yield from (tag("td", EMPTY), tag("td", EMPTY))
        return
    yield tag(
        "td", text(len({one.address.object for one in said if isinstance(one.address, DlmsAddress)})), class_="number"
    )
    yield from carried_counts(said)


def _objects(facts: SiteFacts, used: Used) -> Html:
    head = ("Logical name", "Is", "Attributes and methods", "Devices", "Elements carried", "Statements")
    rows = (
        tag(
            "tr",
            *labelled(
                head,
                (
                    tag("th", link(_ROOT + facts.map.subject(key), code(home.logical_name)), scope="row"),
                    tag("td", text(facts.object_names[home.logical_name]), class_="quiet"),
                    tag("td", _used_members(statements)),
                    tag("td", device_links(facts, statements, _ROOT)),
                    *carried_counts(statements),
                ),
            ),
        )
        for key, home, statements in used
    )
    caption = f"{counted(len(used), 'object')} of this class that the mapping uses"
    return table(caption, head, [tag("tbody", *rows)], class_="list stack", numbers=2)


def _used_members(statements: Sequence[Statement]) -> Html:
    homes = {
        (home.access is Access.METHOD, home.index, home.name)
        for said in statements
        if isinstance(home := said.address, DlmsAddress)
    }
    named = ((f"method {index}" if method else f"{index}", name) for method, index, name in sorted(homes))
    return join(tag("span", text(f"{number} "), code(name), class_="short") for number, name in named)
