"""Cards of the DLMS/COSEM dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from metermap.core.addresses import Access
from metermap.core.editions import Lifetime
from metermap.core.logical_names import LogicalName
from metermap.core.types import Kind, Member, TypeDescriptor
from metermap.protocols.cards.access_rights import access_mode_remarks, access_mode_tables
from metermap.protocols.cards.card import Card, CardTable
from metermap.protocols.cards.objects import (
    allowed_here,
    departures,
    object_card,
    remarks_on_class,
    remarks_on_types,
)
from metermap.protocols.dlms.date_times import clock_status, date_time_fields
from metermap.protocols.dlms.decisions import Decision
from metermap.protocols.dlms.dictionary import DlmsDictionary
from metermap.protocols.dlms.lookup import ClassFound, DlmsEntry, MemberFound, ObjectFound
from metermap.protocols.dlms.model import ClassMember, InterfaceClass, Unit
from metermap.protocols.dlms.types import inline_enumeration

__all__ = ["dlms_card", "dlms_type_card", "unit_card"]

_DEEPEST: Final = 8
_STATIC: Final = {"S": "static", "D": "dynamic"}
_TIMES: Final = (Kind.DATE_TIME, Kind.DATE, Kind.TIME)


def dlms_card(dictionary: DlmsDictionary, entry: DlmsEntry) -> Card:
    """Return the card of a class, a member or an object."""
    match entry:
        case ClassFound(interface_class=class_):
            return _class(dictionary, class_)
        case MemberFound():
            return _member(dictionary, entry)
        case ObjectFound():
            return object_card(dictionary, entry)


def _class(dictionary: DlmsDictionary, class_: InterfaceClass) -> Card:
    others = [f"v{version}" for version in class_.versions if version != class_.version]
    facts = (
        ("versions", f"v{class_.version}" + (f"; also {', '.join(others)}" if others else "")),
        ("source", class_.source),
        ("editions", _class_editions(dictionary, class_)),
    )
    tables = (
        _members("Attributes", class_.attributes),
        _members("Methods", class_.methods),
        _selectors(dictionary, class_, class_.attributes),
        _decided(dictionary.decisions(class_.id, class_.version)),
    )
    return Card("interface class", f"{class_.name} {class_.id}", facts, tables)


def _class_editions(dictionary: DlmsDictionary, class_: InterfaceClass) -> str:
    """Return since when a class is there; of a class of an overlay, which editions the overlay describes too."""
    overlay = next((each for each in dictionary.overlays if each.name == class_.source), None)
    manifest = overlay.manifest() if overlay is not None else None
    described = ", ".join(edition.name for edition in manifest.editions) if manifest is not None else ""
    return f"{class_.lifetime}; the overlay describes {described}" if described else str(class_.lifetime)


def _typed(type_: TypeDescriptor) -> str:
    return _spaced(str(type_))


def _spaced(text: str) -> str:
    """Return a type with room to break a line between its members."""
    return text.replace(",", ", ").replace(",  ", ", ")


def _members(title: str, members: Iterable[ClassMember]) -> CardTable:
    rows = tuple(
        (str(each.index), each.name, _typed(each.type), _STATIC.get(each.static_dynamic, ""), each.confidence)
        for each in members
    )
    return CardTable(title, ("index", "name", "type", "changes", "confidence"), rows)


def _selectors(dictionary: DlmsDictionary, class_: InterfaceClass, members: Iterable[ClassMember]) -> CardTable:
    rows = tuple(
        (member.name, str(way.access_selector), way.name, _typed(way.type))
        for member in members
        for way in dictionary.selective_access(class_.id, member.index, class_.version)
    )
    return CardTable("Selective access", ("attribute", "selector", "name", "parameters"), rows)


def _decided(decisions: Sequence[Decision]) -> CardTable:
    rows = tuple(
        (
            f"{each.access} {each.index}",
            _spaced(each.ours),
            _spaced(each.theirs),
            each.aspect.value,
            each.verdict.value,
            each.basis,
        )
        for each in decisions
    )
    headings = ("of", "ours, as first read", "theirs", "about", "decided for", "by")
    return CardTable("Where sources differ or say too little", headings, rows)


def _member(dictionary: DlmsDictionary, entry: MemberFound) -> Card:
    class_, member = entry.interface_class, entry.member
    method = entry.access is Access.METHOD
    letter = "M" if method else "A"
    where = f"{entry.logical_name}/" if entry.logical_name else ""
    rule = dictionary.logical_name(entry.logical_name) if entry.logical_name else None
    title = ".".join((class_.camel, member.name, *entry.path)) + f" {class_.id}/{where}{letter}{member.index}"
    facts = (
        ("interface class", f"{class_.name} {class_.id} v{class_.version}"),
        ("object", _described(dictionary, entry.logical_name)),
        ("access by", f"{entry.selector.access_selector} {entry.selector.name}" if entry.selector else ""),
        ("data" if method else "type", _typed(entry.type)),
        ("allowed here", allowed_here(rule, entry)),
        ("changes", _STATIC.get(member.static_dynamic, "")),
        ("confidence", ", ".join(filter(None, (member.confidence, member.confirmed_by)))),
        ("editions", str(member.lifetime) if member.lifetime.since else _class_editions(dictionary, class_)),
        ("reserved", "kept for an earlier version; nothing may be sent" if member.reserved else ""),
    )
    tables = (
        departures(dictionary, entry.logical_name, entry),
        _structure(entry.type, ordered=_ordered(dictionary, entry)),
        _values(entry.type),
        *access_mode_tables(entry),
        *_times(entry.type),
        _selectors(dictionary, class_, () if method or entry.path else (member,)),
        _decided(dictionary.decisions(class_.id, class_.version, entry.access, member.index)),
    )
    remarks = (
        *remarks_on_class(dictionary, rule, class_),
        *remarks_on_types(rule, entry),
        *access_mode_remarks(entry),
    )
    return Card("method" if method else "attribute of an interface class", title, facts, tables, remarks)


def _ordered(dictionary: DlmsDictionary, entry: MemberFound) -> bool:
    """Whether it is recorded in which order the members travel; an overlay's own structure is of the latest version."""
    class_, name = entry.interface_class, entry.logical_name
    if name is None or class_.version != max(class_.versions):
        return True
    return dictionary.order_known(class_.id, name, entry.access, entry.member.index)


def _described(dictionary: DlmsDictionary, name: LogicalName | None) -> str:
    return f"{name}: {dictionary.describe_logical_name(name)}" if name is not None else ""


def _structure(type_: TypeDescriptor, *, ordered: bool = True) -> CardTable:
    title = "Members, in the order of the wire" if ordered else "Members (order not recorded)"
    return CardTable(title, ("name", "type"), tuple(_parts("", type_, 0)))


def _parts(above: str, type_: TypeDescriptor, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _DEEPEST:
        return
    if type_.element is not None:
        yield from _parts(f"{above}[]", type_.element, depth + 1)
    elif type_.kind is Kind.STRUCTURE:
        for member in type_.members:
            name = _joined(above, member)
            yield name, _typed(member.type)
            yield from _parts(name, member.type, depth + 1)


def _joined(above: str, member: Member) -> str:
    return f"{above}.{member.name}" if above else member.name


def _values(type_: TypeDescriptor) -> CardTable:
    found = inline_enumeration(type_)
    rows = tuple((str(member.value), member.name) for member in found.members) if found else ()
    return CardTable(
        "Bits" if found and found.bitmap else "Values", ("mask" if found and found.bitmap else "value", "name"), rows
    )


def _times(type_: TypeDescriptor) -> Iterator[CardTable]:
    if type_.kind not in _TIMES:
        return
    rows = tuple(
        (
            field.name,
            str(field.first_octet),
            str(field.octets),
            f"{field.minimum} to {field.maximum}",
            ", ".join(f"0x{special.code:0{2 * field.octets}X} {special.meaning}" for special in field.special),
        )
        for field in date_time_fields(type_.kind)
    )
    yield CardTable("Octets", ("field", "from octet", "octets", "range", "special values"), rows)
    if type_.kind is Kind.DATE_TIME:
        status = tuple((f"0x{member.value:02X}", member.name) for member in clock_status().members)
        yield CardTable("Bits of the clock status", ("mask", "name"), status)


def unit_card(unit: Unit) -> Card:
    """Return the card of a unit."""
    facts = (("id", str(unit.id)), ("quantity", unit.quantity), ("name", unit.name))
    return Card("unit of DLMS/COSEM", unit.symbol, facts)


def dlms_type_card(type_: TypeDescriptor, lifetime: Lifetime) -> Card:
    """Return the card of a data type."""
    bounds = f"{type_.minimum} to {type_.maximum}" if type_.minimum is not None else ""
    facts = (
        ("tag", str(type_.tag) if type_.tag is not None else ""),
        ("octets", str(type_.octets) if type_.octets is not None else "a length stands before the value"),
        ("range", bounds),
        ("editions", str(lifetime)),
    )
    return Card("data type of DLMS/COSEM", str(type_), facts, (_structure(type_), *_times(type_)))
