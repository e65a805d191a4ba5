"""Structures that commands repeat: each is put together when it is first asked for, from the inside out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from metermap.core.types import Member
from metermap.protocols import codes
from metermap.protocols.tables import Table

__all__ = ["STRUCTURES", "Structures"]

STRUCTURES: Final = ("structure", "position", "field", "type", "present_if", "count", "basis")

_Line: TypeAlias = tuple[Table, int, tuple[str, str, str, str]]
"""A table, the number of the line in it, and the field's name, type, condition and count."""

MemberOf = Callable[[Table, int, tuple[str, str, str, str]], Member]
"""Reads a field from its name, type, condition and count; asks for the structures in its type."""


class Structures:
    """The tables of structures; one structure may stand in another, but none in itself."""

    def __init__(self, tables: Iterable[Table], member: MemberOf) -> None:
        """Group the lines by structure; one of a later table replaces that of an earlier one. No type is read yet."""
        self._member = member
        self._lines: dict[str, list[_Line]] = {}
        for table in tables:
            found: dict[str, list[_Line]] = {}
            for line, (structure, _, name, type_, present_if, count, _) in table:
                found.setdefault(structure, []).append((table, line, (name, type_, present_if, count)))
            self._lines |= found
        self._known: dict[str, tuple[Member, ...]] = {}
        self._open: list[str] = []

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all structures."""
        return tuple(self._lines)

    def members(self, name: str) -> tuple[Member, ...]:
        """Return the members of a structure; empty if there is none of that name, or if it holds itself."""
        if name in self._open:
            table, line, _ = self._lines[name][0]
            table.report(codes.UNRESOLVED, line, f"structure {name} holds itself: {' in '.join(self._open)}")
            return ()
        if name not in self._known:
            self._open.append(name)
            self._known[name] = tuple(self._member(*line) for line in self._lines.get(name, ()))
            self._open.pop()
        return self._known[name]
