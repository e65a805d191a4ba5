"""Access modes: what a client may do with an attribute or method, as an Association LN lists it.

The codes changed with the versions of class 15: up to version 2 an enumeration, from version 3 a set of
bits. Source: DLMS UA Blue Book, Association LN, `object_list`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from metermap.core.addresses import Access
from metermap.core.findings import Findings
from metermap.protocols.enumerations import Enumeration, EnumerationMember
from metermap.protocols.tables import Table, number, read_table

__all__ = ["ACCESS_MODES", "AccessModes", "access_modes", "read_access_modes"]

ACCESS_MODES: Final = ("from_version", "to_version", "kind", "value", "name")
_FILE: Final = Path(__file__).parent / "data" / "access_modes.csv"
_FIRST_WITH_BITS: Final = 3


@dataclass(frozen=True, slots=True)
class AccessModes:
    """The access modes of one version of Association LN, those of attributes and those of methods."""

    version: int
    attributes: Enumeration
    methods: Enumeration

    def named(self, access: Access, value: int) -> tuple[str, ...] | None:
        """Return the names of a mode: one, or for bits one each; none if no bit is set.

        None if the value is no mode of this version.
        """
        table = self.methods if access is Access.METHOD else self.attributes
        if not table.bitmap:
            found = table.named(value)
            return (found.name,) if found else None
        known = sum(member.value for member in table.members)
        if value < 0 or value & ~known:
            return None
        return tuple(member.name for member in table.members if value & member.value)


def access_modes(version: int) -> AccessModes | None:
    """Return the access modes of a version of Association LN; None if there is no such version."""
    return read_access_modes(_table(), version)


@cache
def _table() -> Table:
    """Return the packaged table, which never changes while the program runs."""
    return read_table(_FILE, ACCESS_MODES, Findings())


def read_access_modes(table: Table, version: int) -> AccessModes | None:
    """Return what `table` says of a version."""
    members: dict[str, list[EnumerationMember]] = {"attribute": [], "method": []}
    for _, (first, last, kind, value, name) in table:
        low, high, code = number(first), number(last), number(value)
        if low is not None and high is not None and code is not None and low <= version <= high:
            members[kind].append(EnumerationMember(name, code))
    if not members["attribute"]:
        return None
    bitmap = version >= _FIRST_WITH_BITS
    attributes, methods = (
        Enumeration(
            f"{kind} access mode", "boolean" if kind == "method" and version == 0 else "enum", bitmap, tuple(found)
        )
        for kind, found in members.items()
    )
    return AccessModes(version, attributes, methods)
