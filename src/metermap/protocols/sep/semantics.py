"""What values, fields and pairs of attributes mean beyond their types; each table is read when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from metermap.core.addresses import Side
from metermap.core.findings import Findings
from metermap.core.suggest import normal
from metermap.core.types import TypeDescriptor
from metermap.protocols.sep.decisions import (
    DECISIONS,
    FIELD_DECISIONS,
    Decision,
    FieldDecision,
    read_decisions,
    read_field_decisions,
)
from metermap.protocols.sep.model import Cluster, SepAttribute
from metermap.protocols.sep.scaling import (
    MIRROR,
    OCTET_LAYOUTS,
    RECEIVED,
    SCALING,
    MirrorRole,
    OctetPart,
    Scaling,
    read_mirror,
    read_octet_layouts,
    read_received,
    read_scaling,
)
from metermap.protocols.sep.variants import VARIANTS, Variant, read_variants
from metermap.protocols.tables import Table, read_table

__all__ = ["Semantics"]

_DELIVERED, _RECEIVED = "Delivered", "Received"

_FORMATTING, _TRAILING_DIGITS = "formatting octet", "trailing digit octet"  # as octet_layouts.csv calls them

TypeOf = Callable[[Table, int, str], TypeDescriptor]


class Semantics:
    """The tables beside the clusters' own."""

    def __init__(self, folder: Path, read_type: TypeOf, findings: Findings) -> None:
        """Remember where the tables are; `read_type` completes a type with the members of its structure."""
        self._folder = folder
        self._read_type = read_type
        self._findings = findings

    def _table(self, name: str, columns: tuple[str, ...]) -> Table:
        return read_table(self._folder / f"{name}.csv", columns, self._findings)

    # numbers

    @cached_property
    def scalings(self) -> dict[tuple[int, Side, int], Scaling]:
        """What scales each attribute, by cluster, side and id."""
        return read_scaling(self._table("scaling", SCALING))

    def scaling(self, cluster: int, attribute: SepAttribute) -> Scaling | None:
        """Return what makes an attribute's raw value a quantity; None where no source says so."""
        return self.scalings.get((cluster, attribute.side, attribute.id))

    @cached_property
    def octet_layouts(self) -> tuple[OctetPart, ...]:
        """The bits of the octets that format numbers."""
        return read_octet_layouts(self._table("octet_layouts", OCTET_LAYOUTS))

    def layout_of(self, cluster: int, name: str) -> tuple[OctetPart, ...]:
        """Return the bits of an attribute that says how to show others, by its name; empty for any other."""
        layout = self._layouts.get((cluster, normal(name)), "")
        return tuple(part for part in self.octet_layouts if part.layout == layout)

    @cached_property
    def _layouts(self) -> dict[tuple[int, str], str]:
        """The layout of each attribute that formats others, by cluster and name."""
        found: dict[tuple[int, str], str] = {}
        for scaling in self.scalings.values():
            kinds = ((scaling.formatting, _FORMATTING), (scaling.trailing_digits, _TRAILING_DIGITS))
            found |= {(one.cluster, normal(one.name)): layout for one, layout in kinds if one is not None}
        return found

    # delivered and received

    @cached_property
    def received(self) -> dict[tuple[int, Side, int], tuple[int, Side, int]]:
        """The received attribute of a delivered one, where their names do not tell."""
        return read_received(self._table("received", RECEIVED))

    def flow(self, cluster: int, attribute: SepAttribute) -> str:
        """Return ``delivered`` (to the premises), ``received`` (from them), or an empty text."""
        key = (cluster, attribute.side, attribute.id)
        if key in self.received or _DELIVERED in attribute.name:
            return "delivered"
        return "received" if _RECEIVED in attribute.name or key in self.received.values() else ""

    def counterpart(self, cluster: Cluster, attribute: SepAttribute) -> SepAttribute | None:
        """Return what counts the other way: of a delivered attribute the received one, and the other way round."""
        key = (cluster.id, attribute.side, attribute.id)
        other = self.received.get(key) or next((one for one, two in self.received.items() if two == key), None)
        if other is not None:
            return cluster.attribute(other[2], other[1])
        for word, opposite in ((_DELIVERED, _RECEIVED), (_RECEIVED, _DELIVERED)):
            if word in attribute.name:
                return cluster.attribute(attribute.name.replace(word, opposite), attribute.side)
        return None

    # mirrors

    @cached_property
    def mirror(self) -> tuple[MirrorRole, ...]:
        """What mirroring is done with."""
        return read_mirror(self._table("mirror", MIRROR))

    def mirror_roles(self, cluster: int, side: Side, kind: str, id_: int) -> tuple[MirrorRole, ...]:
        """Return what an attribute or command (`kind`) is for where a hub mirrors a meter."""
        wanted = (cluster, side, kind, id_)
        return tuple(role for role in self.mirror if (role.cluster, role.side, role.kind, role.id) == wanted)

    # shapes

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """All fields whose shape depends on another field."""
        return read_variants(self._table("variants", VARIANTS), self._read_type)

    def variants_of(self, cluster: int, sender: Side, command: int) -> tuple[Variant, ...]:
        """Return the variants of a command's fields."""
        wanted = (cluster, sender, command)
        return tuple(found for found in self.variants if (found.cluster, found.sender, found.command) == wanted)

    # contradictions

    @cached_property
    def decisions(self) -> dict[tuple[int, Side, int], tuple[Decision, ...]]:
        """What was decided where sources contradict each other, by cluster, side and attribute id."""
        return read_decisions(self._table("decisions", DECISIONS))

    @cached_property
    def field_decisions(self) -> tuple[FieldDecision, ...]:
        """What was decided where sources contradict each other about fields of commands and structures."""
        return read_field_decisions(self._table("field_decisions", FIELD_DECISIONS))
