"""Fields whose shape depends on an earlier field: the payload of a snapshot, the entries of a day profile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from metermap.core.addresses import Side
from metermap.core.types import TypeDescriptor
from metermap.protocols import codes
from metermap.protocols.sep.conditions import Condition, parse_condition
from metermap.protocols.tables import Table

__all__ = ["VARIANTS", "Variant", "read_variants"]

VARIANTS: Final = ("cluster", "sender", "command", "field", "when", "type", "note", "basis")


@dataclass(frozen=True, slots=True)
class Variant:
    """What a field is when a condition holds; `note` says what the type alone does not."""

    cluster: int
    sender: Side
    command: int
    field: str
    when: str
    condition: Condition
    type: TypeDescriptor
    note: str
    basis: str


def read_variants(table: Table, read_type: Callable[[Table, int, str], TypeDescriptor]) -> tuple[Variant, ...]:
    """Return the variants; `read_type` completes a type with the members of its structure."""
    found = []
    for line, (cluster, sender, command, field, when, type_, note, basis) in table:
        cluster_id, command_id = table.required(line, "cluster", cluster), table.required(line, "command", command)
        condition = parse_condition(when)
        if condition is None:
            table.report(codes.BAD_CELL, line, f"{when!r} is no condition", column="when")
        elif sender not in tuple(Side):
            table.report(codes.BAD_CELL, line, f"{sender!r} is no side", column="sender", expected="server or client")
        elif cluster_id is not None and command_id is not None:
            kind = read_type(table, line, type_)
            side = Side(sender)
            found.append(Variant(cluster_id, side, command_id, field, when, condition, kind, note, basis))
    return tuple(found)
