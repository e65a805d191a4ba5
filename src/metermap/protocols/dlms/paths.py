"""Member paths: from a type down to one of its parts.

A path is a tuple of names; arrays are looked through, whether an index (``buffer[3]``) is given or not.
"""

from __future__ import annotations

from collections.abc import Sequence

from metermap.core.suggest import normal
from metermap.core.types import Kind, Member, TypeDescriptor
from metermap.protocols.dlms.types import inline_enumeration
from metermap.protocols.enumerations import bit_field

__all__ = ["descend", "names_in", "without_index"]


def without_index(name: str) -> str:
    """Return ``charge_table`` for ``charge_table[1..80]``."""
    return name.partition("[")[0].strip()


def descend(type_: TypeDescriptor, path: Sequence[str]) -> TypeDescriptor | None:
    """Return the type that `path` leads to, or None if it leads nowhere.

    Where the last step has an index (``charge_table[1]``, or ``[1]`` alone) that is the element.
    """
    found: TypeDescriptor | None = type_
    for name in filter(None, map(without_index, path)):
        found = _step(found, name) if found is not None else None
    indexed = bool(path) and path[-1].endswith("]")
    return found.element if indexed and found is not None and found.element is not None else found


def names_in(type_: TypeDescriptor) -> tuple[str, ...]:
    """Return the names that may come next in a path."""
    match type_.kind:
        case Kind.ARRAY if type_.element is not None:
            return names_in(type_.element)
        case Kind.STRUCTURE:
            return tuple(member.name for member in type_.members)
        case Kind.CHOICE:
            return tuple(name for member in type_.members for name in names_in(member.type))
        case Kind.BITS:
            named = inline_enumeration(type_)
            return tuple(member.name for member in named.members) if named else ()
        case _:
            return ()


def _step(type_: TypeDescriptor, name: str) -> TypeDescriptor | None:
    match type_.kind:
        case Kind.ARRAY if type_.element is not None:
            return _step(type_.element, name)
        case Kind.STRUCTURE:
            return _named(type_.members, name)
        case Kind.CHOICE:
            return next((found for member in type_.members if (found := _step(member.type, name))), None)
        case Kind.BITS:
            return _bit(type_, name)
        case _:
            return None


def _named(members: Sequence[Member], name: str) -> TypeDescriptor | None:
    exact = next((member.type for member in members if member.name == name), None)
    if exact is not None:
        return exact
    wanted = normal(name)
    return next((member.type for member in members if normal(member.name) == wanted), None)


def _bit(type_: TypeDescriptor, name: str) -> TypeDescriptor | None:
    named = inline_enumeration(type_)
    member = named.member(name) if named else None
    return bit_field(type_.system, *member.bits, member.name) if member else None
