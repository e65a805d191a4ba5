"""Cards of the DLMS/COSEM dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from metermap.core.addresses import Access
from metermap.core.editions import Lifetime
from metermap.core.logical_names import LogicalName
from metermap.core.types import Kind, Member, TypeDescriptor
from metermap.protocols.cards.card import Card, CardTable
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
            return _object(dictionary, entry)


def _class(dictionary: DlmsDictionary, class_: InterfaceClass) -> Card:
    others = [f"v{version}" for version in class_.versions if version != class_.version]
    facts = (
        ("versions", f"v{class_.version}" + (f"; also {', '.join(others)}" if others else "")),
        ("source", class_.source),
        ("editions", _lifetime(class_.lifetime)),
    )
    tables = (
        _members("Attributes", class_.attributes),
        _members("Methods", class_.methods),
        _selectors(dictionary, class_, class_.attributes),
        _decided(dictionary.decisions(class_.id, class_.version)),
    )
    return Card("interface class", f"{class_.name} {class_.id}", facts, tables)


def _lifetime(lifetime: Lifetime) -> str:
    return str(lifetime)


def _typed(type_: TypeDescriptor) -> str:
    """Return a type with room to break a line between its members."""
    return str(type_).replace(",", ", ").replace(",  ", ", ")


def _members(title: str, members: Iterable[ClassMember]) -> CardTable:
    rows = tuple(
        (str(each.index), each.name, _typed(each.type), _STATIC.get(each.static_dynamic, ""), each.confidence)
        for each in members
    )
    return CardTable(title, ("", "name", "type", "", "confidence"), rows)


def _selectors(dictionary: DlmsDictionary, class_: InterfaceClass, members: Iterable[ClassMember]) -> CardTable:
    rows = tuple(
        (member.name, str(way.access_selector), way.name, _typed(way.type))
        for member in members
        for way in dictionary.selective_access(class_.id, member.index, class_.version)
    )
    return CardTable("Selective access", ("attribute", "selector", "name", "parameters"), rows)


def _decided(decisions: Sequence[Decision]) -> CardTable:
    rows = tuple(
        (f"{each.access} {each.index}", each.ours, each.theirs, each.aspect.value, each.verdict.value, each.basis)
        for each in decisions
    )
    headings = ("of", "taken from the first source", "others", "about", "decided", "by")
    return CardTable("Where sources differ or say too little", headings, rows)


def _member(dictionary: DlmsDictionary, entry: MemberFound) -> Card:
    class_, member = entry.interface_class, entry.member
    method = entry.access is Access.METHOD
    letter = "M" if method else "A"
    where = f"{entry.logical_name}/" if entry.logical_name else ""
    title = ".".join((class_.camel, member.name, *entry.path)) + f" {class_.id}/{where}{letter}{member.index}"
    facts = (
        ("interface class", f"{class_.name} {class_.id} v{class_.version}"),
        ("object", _described(dictionary, entry.logical_name)),
        ("access by", f"{entry.selector.access_selector} {entry.selector.name}" if entry.selector else ""),
        ("data" if method else "type", _typed(entry.type)),
        ("changes", _STATIC.get(member.static_dynamic, "")),
        ("confidence", ", ".join(filter(None, (member.confidence, member.confirmed_by)))),
        ("editions", _lifetime(member.lifetime)),
        ("reserved", "kept for an earlier version; nothing may be sent" if member.reserved else ""),
    )
    tables = (
        _structure(entry.type),
        _values(entry.type),
        *_times(entry.type),
        _selectors(dictionary, class_, () if method or entry.path else (member,)),
        _decided(dictionary.decisions(class_.id, class_.version, entry.access, member.index)),
    )
    return Card("method" if method else "attribute of an interface class", title, facts, tables)


def _described(dictionary: DlmsDictionary, name: LogicalName | None) -> str:
    return f"{name}: {dictionary.describe_logical_name(name)}" if name is not None else ""


def _structure(type_: TypeDescriptor) -> CardTable:
    return CardTable("Members, in the order of the wire", ("name", "type"), tuple(_parts("", type_, 0)))


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


def _object(dictionary: DlmsDictionary, entry: ObjectFound) -> Card:
    name, rule = entry.logical_name, entry.rule
    deviates = rule is not None and rule.deviates
    facts = (
        ("is", entry.description),
        ("value groups", " ".join(f"{letter}={group}" for letter, group in zip("ABCDEF", name.groups, strict=True))),
        ("octets", name.octets.hex().upper()),
        ("known from", _source(entry)),
        ("classes", _classes(dictionary, rule.class_ids) if rule else ""),
        ("standard's rule", rule.pattern if rule else ""),
        ("its classes", _classes(dictionary, rule.standard_class_ids or ()) if deviates and rule else ""),
        ("data types", _types(rule.types) if rule else ""),
        ("note", rule.note if rule else ""),
    )
    remarks = ("The overlay uses a class here that the standard's rule does not allow.",) if deviates else ()
    return Card("COSEM object", f"{name}", facts, remarks=remarks)


def _source(entry: ObjectFound) -> str:
    if entry.rule is None:
        return "no rule of the standard covers it, and no overlay uses it"
    if entry.rule.source != "standard" and entry.rule.standard_class_ids is None:
        return f"overlay {entry.rule.source}; no rule of the standard covers it"
    return "the standard" if entry.rule.source == "standard" else f"overlay {entry.rule.source}, and the standard"


def _classes(dictionary: DlmsDictionary, ids: Iterable[int]) -> str:
    named = [f"{id_} {class_.name}" for id_ in ids if (class_ := dictionary.interface_class(id_)) is not None]
    return ", ".join(named) or "any"


def _types(types: tuple[str, ...] | None) -> str:
    if types is None:
        return "the rule names none"
    return ", ".join(types) or "any"


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
        ("editions", _lifetime(lifetime)),
    )
    return Card("data type of DLMS/COSEM", str(type_), facts, (_structure(type_), *_times(type_)))
