"""What the Smart Energy dictionary answers with: plain frozen records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from metermap.core.addresses import Side
from metermap.core.editions import ALWAYS, Lifetime
from metermap.core.suggest import normal
from metermap.core.types import Kind, Member, TypeDescriptor
from metermap.protocols.enumerations import Enumeration, bit_field

__all__ = ["STANDARD", "Alias", "Cluster", "EnumerationOf", "SepAttribute", "SepCommand"]

STANDARD = "standard"
"""What an entry's `source` says if the entry stands in the standard's tables; else it is an overlay's name."""

EnumerationOf = Callable[[str], Enumeration | None]
"""Finds an enumeration or bitmap of the dictionary by name."""


@dataclass(frozen=True, slots=True)
class Alias:
    """A name that an overlay's documents print, and what the dictionary calls the same thing.

    It names an attribute or a command; with `command`, a field of that command.
    """

    printed: str
    name: str
    command: str = ""


def _none(_name: str) -> Enumeration | None:
    return None


@dataclass(frozen=True, slots=True)
class SepAttribute:
    """An attribute of a cluster.

    `type` carries the stated minimum and maximum where they fit it; `minimum` and `maximum` are the
    numbers as stated, None if none are. `default` and `length` (most octets or characters) are as
    printed. `access` is ``R``, ``RW`` or ``RP`` (reportable). `sources` counts the sources that hold
    the id, `disagreement` names those that differ. `source` is ``standard`` or the name of the overlay
    that the entry stands in.
    """

    id: int
    name: str
    side: Side
    type: TypeDescriptor
    access: str = ""
    mandatory: bool = False
    lifetime: Lifetime = ALWAYS
    enumeration: str = ""
    minimum: int | None = None
    maximum: int | None = None
    default: str = ""
    length: int | None = None
    sources: int | None = None
    disagreement: str = ""
    source: str = field(default=STANDARD, compare=False)
    lookup: EnumerationOf = field(default=_none, repr=False, compare=False)

    def field(self, path: tuple[str, ...]) -> TypeDescriptor | None:
        """Return the type of a named bit field of a bitmap; the attribute's own type for an empty path."""
        return _descend(self.type, path, self.lookup)

    def members_at(self, path: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return the names that would have been valid in place of the last step of `path`."""
        above = self.field(path[:-1])
        return _names(above, self.lookup) if above else ()


@dataclass(frozen=True, slots=True)
class SepCommand:
    """A command: of a cluster, or (`generic`) of the ZigBee Cluster Library for every cluster.

    `side` is the sender. `fields` are in wire order, those that an edition removed included.
    """

    id: int
    name: str
    side: Side
    mandatory: bool = False
    lifetime: Lifetime = ALWAYS
    fields: tuple[Member, ...] = ()
    generic: bool = False
    source: str = field(default=STANDARD, compare=False)
    aliases: tuple[Alias, ...] = field(default=(), repr=False, compare=False)
    lookup: EnumerationOf = field(default=_none, repr=False, compare=False)

    def field(self, path: tuple[str, ...]) -> TypeDescriptor | None:
        """Return the type of a field, of a member of a repeated structure, or of a bit field of a bitmap.

        Names are compared without case, spaces and punctuation. Indices are looked through; where the
        last step has one (``samples[1]``) the answer is the element. None for an empty path and for
        one that leads nowhere.
        """
        if not path:
            return None
        first = _named(self.fields, _known(path[0].partition("[")[0], self.aliases))
        return _descend(first, path[1:], self.lookup, path[0]) if first else None

    def members_at(self, path: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Return the names that would have been valid in place of the last step of `path`."""
        if len(path) <= 1:
            return tuple(part.name for part in self.fields)
        above = self.field(path[:-1])
        return _names(above, self.lookup) if above else ()


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster with its attributes of both sides and its commands of both senders.

    `aliases` are other names of attributes and commands.
    """

    id: int
    name: str
    lifetime: Lifetime = ALWAYS
    attributes: tuple[SepAttribute, ...] = ()
    commands: tuple[SepCommand, ...] = ()
    aliases: tuple[Alias, ...] = ()
    source: str = field(default=STANDARD, compare=False)

    def attribute(self, name_or_id: str | int, side: Side = Side.SERVER) -> SepAttribute | None:
        """Return an attribute of one side by id, or by name without case, spaces and punctuation."""
        if isinstance(name_or_id, int):
            return next((found for found in self.attributes if found.id == name_or_id and found.side is side), None)
        wanted = normal(_known(name_or_id, self.aliases))
        found = (item for item in self.attributes if item.side is side and normal(item.name) == wanted)
        return next(found, None)

    def command(self, name_or_id: str | int, side: Side | None = None) -> SepCommand | None:
        """Return a command by name, or by id with the sender; None if two senders fit and none is given."""
        wanted = name_or_id if isinstance(name_or_id, int) else normal(_known(name_or_id, self.aliases))
        found = [item for item in self.commands if side in (None, item.side) and wanted in (item.id, normal(item.name))]
        return found[0] if len(found) == 1 else None


def _known(name: str, aliases: tuple[Alias, ...]) -> str:
    wanted = normal(name)
    return next((alias.name for alias in aliases if normal(alias.printed) == wanted), name)


def _descend(
    type_: TypeDescriptor, path: tuple[str, ...], lookup: EnumerationOf, first: str = ""
) -> TypeDescriptor | None:
    found: TypeDescriptor | None = type_
    for step in path:
        found = _step(found, step, lookup) if found else None
    last = path[-1] if path else first
    return found.element if found and found.element and last.endswith("]") else found


def _step(type_: TypeDescriptor, name: str, lookup: EnumerationOf) -> TypeDescriptor | None:
    if type_.element is not None:
        return _step(type_.element, name, lookup)
    if type_.kind is Kind.BITS:
        table = lookup(type_.enumeration)
        member = table.member(name) if table else None
        return bit_field(type_.system, *member.bits, member.name) if member else None
    return _named(type_.members, name)


def _named(members: tuple[Member, ...], name: str) -> TypeDescriptor | None:
    wanted = normal(name.partition("[")[0])
    return next((member.type for member in members if normal(member.name) == wanted), None)


def _names(type_: TypeDescriptor, lookup: EnumerationOf) -> tuple[str, ...]:
    if type_.element is not None:
        return _names(type_.element, lookup)
    table = lookup(type_.enumeration) if type_.kind is Kind.BITS else None
    return tuple(item.name for item in (table.members if table else type_.members))
