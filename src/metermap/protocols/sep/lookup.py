"""From what people write of Smart Energy to the entries that it may mean.

``Metering``, ``0x0702``                        a cluster
``Metering.CurrentSummationDelivered``, ``0x0702/0x0000``, ``Metering.client.0x0000``
                                                an attribute, of both sides if none is named
``Prepayment.ChangeDebt``, ``0x0705/client/0x02``  a command; two hexadecimal digits are a command's id
``Prepayment.ChangeDebt.DebtAmountType``        a field of a command, a named bit of an attribute
``ChangeDebt``, ``SupplyStatus``, ``uint48``    a name alone: wherever it stands
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from metermap.core.addresses import Side
from metermap.core.findings import Finding
from metermap.core.suggest import advice, closest, normal
from metermap.core.types import Member, TypeDescriptor
from metermap.protocols import codes
from metermap.protocols.enumerations import Enumeration
from metermap.protocols.sep.dictionary import SepDictionary
from metermap.protocols.sep.model import Cluster, SepAttribute, SepCommand
from metermap.protocols.sep.types import parse_zcl_type
from metermap.protocols.tables import number

__all__ = ["AttributeEntry", "CommandEntry", "PartEntry", "SepEntry", "StructureEntry", "find_sep"]

_STEPS = re.compile(r"[./\s]+")
_CLUSTER_ID = re.compile(r"0[xX][0-9A-Fa-f]{3,4}")
_COMMAND_ID = re.compile(r"0[xX][0-9A-Fa-f]{2}")
_SIDES: Final = {side.value: side for side in Side}


@dataclass(frozen=True, slots=True)
class AttributeEntry:
    """An attribute with its cluster; of an attribute that every cluster has, the cluster is None."""

    cluster: Cluster | None
    attribute: SepAttribute


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """A command with its cluster; of a command that every cluster has, the cluster is None."""

    cluster: Cluster | None
    command: SepCommand


@dataclass(frozen=True, slots=True)
class PartEntry:
    """A field of a command, or a part of an attribute, with what it belongs to."""

    owner: AttributeEntry | CommandEntry
    path: tuple[str, ...]
    type: TypeDescriptor
    member: Member | None = None


@dataclass(frozen=True, slots=True)
class StructureEntry:
    """A structure that commands repeat."""

    name: str
    members: tuple[Member, ...]


SepEntry: TypeAlias = (
    Cluster | AttributeEntry | CommandEntry | PartEntry | StructureEntry | Enumeration | TypeDescriptor
)


def find_sep(dictionary: SepDictionary, text: str) -> tuple[SepEntry, ...] | Finding:
    """Return all entries that `text` may mean; a finding where its beginning names a cluster and the rest nothing.

    Empty if nothing in Smart Energy goes by that name.
    """
    steps = [step for step in _STEPS.split(text.strip()) if step]
    if not steps:
        return ()
    cluster = dictionary.cluster(steps[0]) if _names_cluster(dictionary, steps[0]) else None
    if cluster is None:
        unknown = _CLUSTER_ID.fullmatch(steps[0]) is not None
        return _no_cluster(dictionary, steps[0]) if unknown else tuple(_anywhere(dictionary, steps))
    return (cluster,) if len(steps) == 1 else _in_cluster(dictionary, cluster, steps[1:])


def _no_cluster(dictionary: SepDictionary, id_: str) -> Finding:
    shown = [f"0x{known:04X}" for known in dictionary.cluster_ids()]
    swapped = [known for known in shown if sorted(known.casefold()) == sorted(id_.casefold())]
    return codes.UNKNOWN_ENTRY.at(None, f"there is no cluster {id_}", subject=id_, help=advice(swapped))


def _names_cluster(dictionary: SepDictionary, step: str) -> bool:
    """Whether a step is a cluster's name or hexadecimal id; a decimal number alone may mean many things."""
    return not step.isdigit() and dictionary.cluster(step) is not None


def _in_cluster(dictionary: SepDictionary, cluster: Cluster, steps: list[str]) -> tuple[SepEntry, ...] | Finding:
    side = _SIDES.get(steps[0].casefold()) if len(steps) > 1 else None
    name, *path = steps[1:] if side else steps
    owners = list(_owners(dictionary, cluster, name, side))
    if not owners:
        return _no_such(dictionary, cluster, name, side)
    if not path:
        return tuple(owners)
    parts = tuple(part for owner in owners for part in _parts(owner, tuple(path)))
    return parts or _no_part(owners[0], tuple(path))


def _owners(
    dictionary: SepDictionary, cluster: Cluster, name: str, side: Side | None
) -> Iterator[AttributeEntry | CommandEntry]:
    wanted = number(name)
    key = name if wanted is None else wanted
    sides = (side,) if side else tuple(Side)
    if not _COMMAND_ID.fullmatch(name):
        attributes = [cluster.attribute(key, each) for each in sides]
        yield from (AttributeEntry(cluster, found) for found in attributes if found is not None)
    if wanted is None or _COMMAND_ID.fullmatch(name):
        commands = [cluster.command(key, each) for each in sides]
        yield from (CommandEntry(cluster, found) for found in commands if found is not None)
    if not _COMMAND_ID.fullmatch(name):
        yield from _general(dictionary, key)


def _general(dictionary: SepDictionary, key: str | int) -> Iterator[AttributeEntry | CommandEntry]:
    """Yield what every cluster has: an attribute by name or id, a command by name."""
    attribute = dictionary.global_attribute(key)
    if attribute is not None:
        yield AttributeEntry(None, attribute)
    command = dictionary.global_command(key) if isinstance(key, str) else None
    if command is not None:
        yield CommandEntry(None, command)


def _no_such(dictionary: SepDictionary, cluster: Cluster, name: str, side: Side | None) -> Finding:
    where = f"{cluster.name} (0x{cluster.id:04X})"
    if side is not None and (there := _on_side(cluster, name, _other(side))):
        message = f"the {side.value} side of {where} has no '{name}'"
        hint = f"It is {there} of the {_other(side).value} side."
        return codes.WRONG_SIDE.at(None, message, subject=name, help=hint)
    parts: tuple[SepAttribute | SepCommand, ...] = (*cluster.attributes, *cluster.commands)
    known = [part.name for part in parts if side in (None, part.side)]
    shown = f"the {side.value} side of {where}" if side else where
    message = f"{shown} has no attribute or command '{name}'"
    elsewhere = list(dict.fromkeys(_elsewhere(dictionary, name)))
    hint = advice(elsewhere or closest(name, known)) or "The card of the cluster lists what it has."
    return codes.UNKNOWN_ENTRY.at(None, message, subject=name, help=hint)


def _elsewhere(dictionary: SepDictionary, name: str) -> Iterator[str]:
    """Yield what other clusters have of that name, as one asks for it; an id says nothing of another cluster."""
    if number(name) is None:
        for cluster in filter(None, map(dictionary.cluster, dictionary.cluster_ids())):
            for owner in _owned(cluster, name):
                part = owner.attribute if isinstance(owner, AttributeEntry) else owner.command
                yield f"{cluster.name.replace(' ', '')}.{part.name}"


def _other(side: Side) -> Side:
    return Side.CLIENT if side is Side.SERVER else Side.SERVER


def _on_side(cluster: Cluster, name: str, side: Side) -> str:
    wanted = number(name)
    key = name if wanted is None else wanted
    attribute, command = cluster.attribute(key, side), cluster.command(key, side)
    if attribute is not None:
        return f"attribute 0x{attribute.id:04X} {attribute.name}"
    return f"command 0x{command.id:02X} {command.name}" if command is not None else ""


def _parts(owner: AttributeEntry | CommandEntry, path: tuple[str, ...]) -> Iterator[PartEntry]:
    holder = owner.attribute if isinstance(owner, AttributeEntry) else owner.command
    type_ = holder.field(path)
    if type_ is None:
        return
    fields = holder.fields if isinstance(holder, SepCommand) and len(path) == 1 else ()
    member = next((field for field in fields if field.type is type_), None)
    yield PartEntry(owner, path, type_, member)


def _no_part(owner: AttributeEntry | CommandEntry, path: tuple[str, ...]) -> Finding:
    holder = owner.attribute if isinstance(owner, AttributeEntry) else owner.command
    known = holder.members_at(path)
    what = "field" if isinstance(holder, SepCommand) else "part"
    message = f"{holder.name} has no {what} '{'.'.join(path)}'"
    return codes.UNKNOWN_ENTRY.at(
        None, message, subject=path[-1], expected=", ".join(known), help=advice(closest(path[-1], known))
    )


def _anywhere(dictionary: SepDictionary, steps: list[str]) -> Iterator[SepEntry]:
    """Yield what goes by a name that no cluster has, wherever it stands."""
    name, *path = steps
    if name.isdigit() or number(name) is not None:
        return
    for id_ in dictionary.cluster_ids():
        cluster = dictionary.cluster(id_)
        if cluster is not None:
            for owner in _owned(cluster, name):
                yield from _parts(owner, tuple(path)) if path else (owner,)
    for owner in _general(dictionary, name):
        yield from _parts(owner, tuple(path)) if path else (owner,)
    if not path:
        yield from _shared(dictionary, name)


def _owned(cluster: Cluster, name: str) -> Iterator[AttributeEntry | CommandEntry]:
    for side in Side:
        attribute = cluster.attribute(name, side)
        if attribute is not None:
            yield AttributeEntry(cluster, attribute)
    for side in Side:
        command = cluster.command(name, side)
        if command is not None:
            yield CommandEntry(cluster, command)


def _shared(dictionary: SepDictionary, name: str) -> Iterator[SepEntry]:
    enumeration = dictionary.enumeration(name)
    if enumeration is not None:
        yield enumeration
    for structure in dictionary.structure_names():
        if normal(structure) == normal(name):
            yield StructureEntry(structure, dictionary.structure(structure))
    type_ = parse_zcl_type(name)
    if type_ is not None:
        yield type_
