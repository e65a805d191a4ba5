"""What an overlay allows less than the standard does: only some values of a field, only some lengths."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from metermap.core.addresses import Side
from metermap.core.suggest import normal
from metermap.protocols import codes
from metermap.protocols.tables import Table, number

__all__ = ["RESTRICTIONS", "Allowed", "Restriction", "read_restrictions", "restriction_of"]

RESTRICTIONS: Final = ("cluster", "sender", "command", "field", "of", "allowed", "condition", "rows", "note")

_OF: Final = frozenset({"value", "length"})


@dataclass(frozen=True, slots=True)
class Allowed:
    """One value that is allowed, or a range with both ends; `rows` are the printed rows that say so.

    `condition` says for whom or when, as its source prints it; `note` what the overlay means by the
    value where the standard says nothing.
    """

    low: int
    high: int
    condition: str = ""
    rows: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Restriction:
    """All that an overlay allows in one field of a command. `of` is ``value``, or ``length`` in octets."""

    overlay: str
    cluster: int
    sender: Side
    command: str
    path: tuple[str, ...]
    of: str
    allowed: tuple[Allowed, ...]

    def allows(self, value: int) -> bool:
        """Whether a value, or a length, is allowed under some condition."""
        return any(each.low <= value <= each.high for each in self.allowed)


def read_restrictions(table: Table, overlay: str) -> tuple[Restriction, ...]:
    """Return the restrictions of one overlay, a record a field."""
    found: dict[tuple[int, Side, str, str, str], list[Allowed]] = {}
    for line, (cluster, sender, command, field, of, allowed, condition, rows, note) in table:
        id_, bounds = table.required(line, "cluster", cluster), _bounds(table, line, allowed)
        if sender not in (Side.SERVER, Side.CLIENT) or of not in _OF:
            table.report(codes.BAD_CELL, line, f"{sender} {of} is no sender and kind", expected="server or client")
        elif id_ is not None and bounds is not None:
            printed = tuple(row for word in rows.split() if (row := table.integer(line, "rows", word)) is not None)
            key = (id_, Side(sender), command, field, of)
            found.setdefault(key, []).append(Allowed(*bounds, condition, printed, note))
    return tuple(
        Restriction(overlay, cluster, sender, command, tuple(field.split(".")), of, tuple(allowed))
        for (cluster, sender, command, field, of), allowed in found.items()
    )


def _bounds(table: Table, line: int, text: str) -> tuple[int, int] | None:
    low, _, high = text.partition("..")
    first, last = number(low), number(high or low)
    if first is None or last is None or first > last:
        table.report(
            codes.BAD_CELL, line, f"{text!r} is no value", column="allowed", expected="a number, or two as 1..15"
        )
        return None
    return first, last


def restriction_of(
    restrictions: Iterable[Restriction], cluster: int, sender: Side, command: str, path: tuple[str, ...]
) -> tuple[Restriction, ...]:
    """Return what is said of a field, and of the parts inside it."""
    wanted = tuple(map(normal, path))
    return tuple(
        each
        for each in restrictions
        if (each.cluster, each.sender) == (cluster, sender)
        and normal(each.command) == normal(command)
        and tuple(map(normal, each.path[: len(path)])) == wanted
    )
