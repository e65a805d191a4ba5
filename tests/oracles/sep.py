"""The Smart Energy dictionary beside zigpy: types, clusters, attributes, commands, enumerations.

A cluster of zigpy need not be whole, so what it lacks is no difference: the entry has one source fewer.
What zigpy holds in one of our clusters and we do not is a difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from metermap.core.addresses import Side
from metermap.core.types import Kind, Member, TypeDescriptor
from metermap.protocols import Cluster, SepCommand, SepDictionary, parse_zcl_type, zcl_type_names
from metermap.protocols.enumerations import Enumeration
from tests.oracles.ask import ZIGPY
from tests.oracles.checks import ABSENT, Check, held, name_check, ranges
from tests.oracles.facts import (
    AttributeFact,
    ClusterFact,
    CommandFact,
    EnumerationFact,
    FieldFact,
    SepFacts,
    ZclTypeFact,
)

__all__ = [
    "VALUES",
    "attribute_place",
    "command_place",
    "compare_sep",
    "enumeration_place",
    "global_place",
    "type_place",
]

VALUES: Final = " values"
"""Behind the key of an entry: its named values, which are compared apart from it."""


_OF_EVERY_CLUSTER: Final = frozenset({0xFFFD, 0xFFFE})  # cluster revision, reporting status


def type_place(id_: int) -> str:
    """Return the key of a ZCL type."""
    return f"ZCL type 0x{id_:02X}"


def attribute_place(cluster: int, side: Side, id_: int) -> str:
    """Return the key of an attribute."""
    return f"0x{cluster:04X} {side} attribute 0x{id_:04X}"


def command_place(cluster: int, sender: Side, id_: int) -> str:
    """Return the key of a command."""
    return f"0x{cluster:04X} {sender} command 0x{id_:02X}"


def global_place(id_: int) -> str:
    """Return the key of a command that every cluster has."""
    return f"global command 0x{id_:02X}"


def enumeration_place(name: str) -> str:
    """Return the key of an enumeration or bitmap, which has no number."""
    return f"enumeration {name}"


def compare_sep(sep: SepDictionary, facts: SepFacts) -> Iterator[Check]:
    """Yield every comparison of the dictionary with an oracle, each key once."""
    found: dict[tuple[str, str, str], Check] = {}
    for check in _all(sep, facts):
        found.setdefault(check.key, check)  # an enumeration is compared wherever it is used
    yield from found.values()


def _all(sep: SepDictionary, facts: SepFacts) -> Iterator[Check]:
    for type_ in facts.types:
        yield from _zcl_type(type_)
    for theirs in facts.clusters:
        ours = sep.cluster(theirs.id)
        if ours is not None:
            yield from _cluster(sep, ours, theirs)
    known = {command.id: command for command in sep.global_commands()}
    for command in facts.global_commands:
        yield from _command(sep, global_place(command.id), known.get(command.id), command)


def _zcl_type(theirs: ZclTypeFact) -> Iterator[Check]:
    known = {type_.tag: type_ for name in zcl_type_names() if (type_ := parse_zcl_type(name))}
    place, ours = type_place(theirs.id), known.get(theirs.id)
    if ours is None:
        if theirs.name != "unk":  # its number stands for a type that nobody knows
            yield Check(ZIGPY, place, theirs.name, "type", ABSENT, theirs.name, agrees=False)
        return
    yield name_check(ZIGPY, place, "name", ours.name, theirs.name)
    pairs = (
        ("octets", _shown(ours.octets), _shown(theirs.octets)),
        ("signed", str(ours.kind is Kind.SIGNED), str(theirs.signed)),
        ("non-value", _hexadecimal(ours), theirs.non_value),
    )
    for aspect, mine, other in pairs:
        if aspect != "octets" or theirs.octets is not None:
            yield Check(ZIGPY, place, ours.name, aspect, mine, other, mine == other)


def _shown(number: int | None) -> str:
    return "varies" if number is None else str(number)


def _hexadecimal(type_: TypeDescriptor) -> str:
    if type_.non_value is None or type_.octets is None:
        return ""
    return f"{type_.non_value:0{2 * type_.octets}X}"


def _cluster(sep: SepDictionary, ours: Cluster, theirs: ClusterFact) -> Iterator[Check]:
    yield name_check(ZIGPY, f"0x{ours.id:04X}", "name", ours.name, theirs.name)
    for attribute in theirs.attributes:
        if attribute.id not in _OF_EVERY_CLUSTER:
            yield from _attribute(sep, ours, attribute)
    for command in theirs.commands:
        sender = Side(command.sender)
        yield from _command(sep, command_place(ours.id, sender, command.id), ours.command(command.id, sender), command)


def _attribute(sep: SepDictionary, cluster: Cluster, theirs: AttributeFact) -> Iterator[Check]:
    """Compare an attribute with the server's of that id, or the client's if only the client has one."""
    ours = cluster.attribute(theirs.id) or cluster.attribute(theirs.id, Side.CLIENT)
    place = attribute_place(cluster.id, ours.side if ours else Side.SERVER, theirs.id)
    if ours is None:
        yield Check(ZIGPY, place, theirs.name, "attribute", ABSENT, theirs.name, agrees=False)
        return
    yield held(ZIGPY, place, ours.name, "attribute")
    yield name_check(ZIGPY, place, "name", ours.name, theirs.name)
    pairs = (
        ("type", ours.type.name, theirs.type),
        ("access", ours.access, theirs.access),
        ("mandatory", _mandatory(ours.mandatory), _mandatory(theirs.mandatory)),
    )
    for aspect, mine, other in pairs:
        yield Check(ZIGPY, place, ours.name, aspect, mine, other, mine == other)
    yield from _named_values((place, ours.name), sep.enumeration(ours.enumeration), theirs)


def _mandatory(value: bool) -> str:
    return "M" if value else "O"


def _command(sep: SepDictionary, place: str, ours: SepCommand | None, theirs: CommandFact) -> Iterator[Check]:
    if ours is None:
        yield Check(ZIGPY, place, theirs.name, "command", ABSENT, theirs.name, agrees=False)
        return
    yield held(ZIGPY, place, ours.name, "command")
    yield name_check(ZIGPY, place, "name", ours.name, theirs.name)
    yield from _fields(sep, (place, ours.name, ""), ours.fields, theirs.fields)


_Where = tuple[str, str, str]
"""Place and entry of what the fields belong to, and the path to them."""


def _fields(
    sep: SepDictionary, where: _Where, ours: tuple[Member, ...], theirs: tuple[FieldFact, ...]
) -> Iterator[Check]:
    place, entry, path = where
    counted = tuple(_with_counts(theirs))
    mine, other = _list(member.name for member in ours), _list(field.name for field in counted)
    if len(ours) != len(counted):
        yield Check(ZIGPY, place, entry, f"{path}fields", mine, other, agrees=False)
        return
    yield Check(ZIGPY, place, entry, f"{path}fields", mine, other, agrees=True)
    for position, (member, field) in enumerate(zip(ours, counted, strict=True), 1):
        yield from _field(sep, (place, entry, f"{path}field {position} "), member, field)


def _list(names: Iterator[str]) -> str:
    return " ".join(name or "(count)" for name in names) or "(none)"


def _with_counts(fields: tuple[FieldFact, ...]) -> Iterator[FieldFact]:
    """Yield the fields as they are sent: before a list that counts its items, the count."""
    for field in fields:
        count, star, item = field.type.partition("*")
        if star:
            yield FieldFact("", count)
            yield FieldFact(field.name, item, field.enumeration, field.fields)
        else:
            yield field


def _field(sep: SepDictionary, where: _Where, ours: Member, theirs: FieldFact) -> Iterator[Check]:
    place, entry, path = where
    if theirs.name:
        yield name_check(ZIGPY, place, f"{path}name", ours.name, theirs.name, entry=entry)
    inner = ours.type.element or ours.type
    word = "struct" if inner.kind is Kind.STRUCTURE else inner.name
    mine = f"{word}[]" if ours.type.element else word
    other = re.sub(r"^struct:\w+", "struct", theirs.type)
    yield Check(ZIGPY, place, entry, f"{path}type", mine, other, mine == other)
    yield from _named_values((f"{place} {path}".strip(), entry), sep.enumeration(inner.enumeration), theirs)
    if inner.members and theirs.fields:
        yield from _fields(sep, (place, entry, path), inner.members, theirs.fields)


def _named_values(
    where: tuple[str, str], ours: Enumeration | None, theirs: AttributeFact | FieldFact
) -> Iterator[Check]:
    """Compare the values that both name; that we name none is a difference of the values, not of what has them."""
    place, entry = where
    if theirs.enumeration is None or theirs.type == "bool":
        return
    if ours is not None:
        yield from _enumeration(ours, theirs.enumeration)
        return
    shown = f"{theirs.enumeration.name} ({len(theirs.enumeration.members)})"
    yield Check(ZIGPY, place + VALUES, entry, "enumeration", ABSENT, shown, agrees=False)


def _enumeration(ours: Enumeration, theirs: EnumerationFact) -> Iterator[Check]:
    place = enumeration_place(ours.name)
    mine = {member.value: member.name for member in reversed(ours.members)}
    other = {member.id: member.name for member in theirs.members}
    more, less = ranges(set(mine) - set(other)), ranges(set(other) - set(mine))
    yield Check(ZIGPY, place, ours.name, f"values of {theirs.name}", more, less, agrees=not more and not less)
    for value in sorted(set(mine) & set(other)):
        aspect = f"value {value} of {theirs.name} name"
        yield name_check(ZIGPY, place, aspect, mine[value], other[value], entry=ours.name)
