"""The DLMS/COSEM dictionary beside gurux-dlms, dlms-spodes and dlms-cosem: classes, units, data types.

A version of a class is closed, so an attribute or method that one side lacks is a difference. An oracle
that states no method at all of a class knows nothing of its methods, and that is none. A type is
compared as far down as both sides state it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from metermap.core.types import Kind, TypeDescriptor
from metermap.protocols import ClassMember, DlmsDictionary, InterfaceClass, Unit, dlms_type_names, parse_dlms_type
from metermap.protocols.dlms.types import inline_enumeration
from tests.oracles.checks import ABSENT, PRESENT, Check, held, name_check, ranges
from tests.oracles.facts import ClassFact, DataTypeFact, DlmsFacts, IndexFact, Numbered, TypeFact
from tests.oracles.names import canonical, words

__all__ = [
    "class_place",
    "compare_dlms",
    "data_type_place",
    "member_place",
    "unit_place",
    "version_place",
]

_CHOICE: Final = "choice"
_UNSTATED: Final = (Kind.ANY, Kind.UNKNOWN)


def class_place(id_: int) -> str:
    """Return the key of a class, whatever its version."""
    return f"class {id_}"


def version_place(id_: int, version: int) -> str:
    """Return the key of one version of a class."""
    return f"class {id_} version {version}"


def member_place(id_: int, version: int, kind: str, index: int) -> str:
    """Return the key of an attribute or method."""
    return f"{version_place(id_, version)} {kind} {index}"


def unit_place(id_: int) -> str:
    """Return the key of a unit."""
    return f"unit {id_}"


def data_type_place(tag: int) -> str:
    """Return the key of a data type."""
    return f"data type {tag}"


def compare_dlms(dlms: DlmsDictionary, oracle: str, facts: DlmsFacts) -> Iterator[Check]:
    """Yield every comparison of the dictionary with an oracle, each key once."""
    for theirs in facts.class_names:
        yield from _class_name(dlms, oracle, theirs)
    for class_ in facts.classes:
        yield from _class(dlms, oracle, class_)
    units = {unit.id: unit for unit in dlms.units()}
    for unit in facts.units:
        yield from _unit(oracle, units.get(unit.id), unit)
    types = {type_.tag: type_ for name in dlms_type_names() if (type_ := parse_dlms_type(name))}
    for data_type in facts.data_types:
        yield from _data_type(oracle, types.get(data_type.tag), data_type)


def _class_name(dlms: DlmsDictionary, oracle: str, theirs: Numbered) -> Iterator[Check]:
    ours, place = dlms.interface_class(theirs.id), class_place(theirs.id)
    if ours is None:
        yield Check(oracle, place, theirs.name, "class", ABSENT, theirs.name, agrees=False)
    else:
        yield name_check(oracle, place, "name", ours.name, theirs.name)


def _class(dlms: DlmsDictionary, oracle: str, theirs: ClassFact) -> Iterator[Check]:
    ours, place = dlms.interface_class(theirs.id, theirs.version), version_place(theirs.id, theirs.version)
    if ours is None:
        yield Check(oracle, place, theirs.name, "version", ABSENT, PRESENT, agrees=False)
        return
    yield from _members(oracle, ours, "attribute", ours.attributes, theirs.attributes)
    if theirs.methods:
        yield from _members(oracle, ours, "method", ours.methods, theirs.methods)


def _members(
    oracle: str, class_: InterfaceClass, kind: str, ours: Iterable[ClassMember], theirs: Iterable[IndexFact]
) -> Iterator[Check]:
    mine, other = {member.index: member for member in ours}, {member.index: member for member in theirs}
    for index in sorted(mine.keys() | other.keys()):
        place = member_place(class_.id, class_.version, kind, index)
        if index not in other:
            yield Check(oracle, place, mine[index].name, kind, PRESENT, ABSENT, agrees=False)
        elif index not in mine:
            yield Check(oracle, place, other[index].name, kind, ABSENT, other[index].name, agrees=False)
        else:
            yield held(oracle, place, mine[index].name, kind)
            yield from _member(oracle, place, mine[index], other[index])


def _member(oracle: str, place: str, ours: ClassMember, theirs: IndexFact) -> Iterator[Check]:
    if theirs.name:
        yield name_check(oracle, place, "name", ours.name, theirs.name)
    if ours.static_dynamic and theirs.static_dynamic:
        mine, other = ours.static_dynamic, theirs.static_dynamic
        yield Check(oracle, place, ours.name, "static or dynamic", mine, other, mine == other)
    if theirs.type is not None:
        for aspect, mine, other, agrees in _type("", ours.type, theirs.type):
            yield Check(oracle, place, ours.name, aspect, mine, other, agrees)


_Found = tuple[str, str, str, bool]
"""Aspect, ours, theirs, whether they agree."""


def _type(path: str, ours: TypeDescriptor, theirs: TypeFact) -> Iterator[_Found]:
    if ours.kind in _UNSTATED or theirs.name == "any":
        return
    if ours.kind is Kind.CHOICE:
        yield from _alternatives(path, ours, theirs)
        return
    agrees = {ours.name} == _names(theirs)  # a choice between structures is a structure
    yield f"{path}type", ours.name, _named(theirs), agrees
    if agrees and theirs.name != _CHOICE:
        yield from _inside(path, ours, theirs)


def _names(theirs: TypeFact) -> set[str]:
    return {part.name for part in theirs.members} if theirs.name == _CHOICE else {theirs.name}


def _named(theirs: TypeFact) -> str:
    names = ",".join(sorted(_names(theirs)))
    return f"choice({names})" if theirs.name == _CHOICE else names


def _alternatives(path: str, ours: TypeDescriptor, theirs: TypeFact) -> Iterator[_Found]:
    """Compare a choice; an oracle that states one type of it tells what it reads, and agrees."""
    mine = {part.type.name for part in ours.members if part.type.kind not in _UNSTATED}
    if not mine:
        return
    other = _names(theirs)
    agrees = mine == other if theirs.name == _CHOICE else other <= mine
    shown = f"choice({','.join(sorted(mine))})"
    yield f"{path}type", shown, _named(theirs), agrees
    if theirs.name != _CHOICE and agrees:
        chosen = next(part.type for part in ours.members if part.type.name == theirs.name)
        yield from _inside(path, chosen, theirs)


def _inside(path: str, ours: TypeDescriptor, theirs: TypeFact) -> Iterator[_Found]:
    length = ours.length[0] if ours.length and ours.length[0] == ours.length[1] else None
    if length is not None and theirs.length is not None and ours.kind is not Kind.BITS:
        yield f"{path}length", str(length), str(theirs.length), length == theirs.length
    if ours.element is not None and theirs.element is not None:
        yield from _type(f"{path}element ", ours.element, theirs.element)
    if ours.members and theirs.members:
        yield from _structure(path, ours, theirs)
    yield from _values(path, ours, theirs)


def _structure(path: str, ours: TypeDescriptor, theirs: TypeFact) -> Iterator[_Found]:
    mine, other = len(ours.members), len(theirs.members)
    if mine != other:
        names = " ".join(part.name for part in ours.members), " ".join(part.name for part in theirs.members)
        yield f"{path}members", *names, False
        return
    yield f"{path}members", str(mine), str(other), True
    for position, (part, fact) in enumerate(zip(ours.members, theirs.members, strict=True), 1):
        inner = f"{path}member {position} "
        yield f"{inner}name", part.name, fact.name, canonical(part.name) == canonical(fact.name)
        yield from _type(inner, part.type, fact.type)


def _values(path: str, ours: TypeDescriptor, theirs: TypeFact) -> Iterator[_Found]:
    table = inline_enumeration(ours) if ours.kind is Kind.ENUM else None
    if table is not None and theirs.values:
        mine, other = {member.value for member in table.members}, set(theirs.values)
        yield f"{path}values", ranges(mine), ranges(other), mine == other


def _unit(oracle: str, ours: Unit | None, theirs: Numbered) -> Iterator[Check]:
    """Compare a unit: its name agrees if each word of it is among ours, for some name the quantity, others both."""
    place = unit_place(theirs.id)
    if ours is None:
        yield Check(oracle, place, theirs.name, "unit", ABSENT, theirs.name, agrees=False)
        return
    yield held(oracle, place, ours.symbol, "unit")
    shown = " | ".join(word for word in (ours.name, ours.quantity, ours.symbol) if word)
    agrees = words(theirs.name) <= words(shown)
    yield Check(oracle, place, ours.symbol, "name", shown, theirs.name, agrees)


def _data_type(oracle: str, ours: TypeDescriptor | None, theirs: DataTypeFact) -> Iterator[Check]:
    place = data_type_place(theirs.tag)
    if ours is None:
        yield Check(oracle, place, theirs.name, "data type", ABSENT, theirs.name, agrees=False)
        return
    yield Check(oracle, place, ours.name, "type", ours.name, theirs.name, ours.name == theirs.name)
    if theirs.octets is not None:
        mine, other = "varies" if ours.octets is None else str(ours.octets), str(theirs.octets)
        yield Check(oracle, place, ours.name, "octets", mine, other, mine == other)
