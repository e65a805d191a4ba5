"""What must hold between the tables of Smart Energy: references that resolve, conditions that can be asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from metermap.core.addresses import Side
from metermap.core.findings import Code, Findings
from metermap.core.types import Kind, Member, TypeDescriptor
from metermap.protocols import codes
from metermap.protocols.doubts import doubt
from metermap.protocols.sep.conditions import parse_condition, parse_count
from metermap.protocols.sep.decisions import FieldDecision
from metermap.protocols.sep.dictionary import SepDictionary
from metermap.protocols.sep.model import Cluster, SepAttribute, SepCommand
from metermap.protocols.tables import number

__all__ = ["check_sep_semantics"]

_COUNTERS: Final = (Kind.UNSIGNED, Kind.BITS)

Report = Callable[[Code, str, str], None]
"""Takes the code, what the finding is about, and what is wrong."""


def check_sep_semantics(sep: SepDictionary, findings: Findings) -> None:
    """Report what leads nowhere in the tables beside the clusters' own."""
    report: Report = partial(doubt, findings)
    clusters = {id_: cluster for id_ in sep.cluster_ids() if (cluster := sep.cluster(id_)) is not None}
    for cluster in clusters.values():
        for command in cluster.commands:
            _check_payload(_named(cluster, command), command.fields, report)
    for command in sep.global_commands():
        _check_payload(f"global command {command.name}", command.fields, report)
    for name in sep.structure_names():
        _check_payload(f"structure {name}", sep.structure(name), report)
    _check_scaling(sep, clusters, report)
    _check_layouts(sep, report)
    _check_received(sep, clusters, report)
    _check_mirror(sep, clusters, report)
    _check_variants(sep, clusters, report)
    _check_decisions(sep, clusters, report)
    _check_field_decisions(sep, clusters, report)
    _check_restrictions(sep, clusters, report)


def _named(cluster: Cluster, command: SepCommand) -> str:
    return f"cluster 0x{cluster.id:04X} {command.side} command 0x{command.id:02X} {command.name}"


def _check_payload(where: str, fields: Iterable[Member], report: Report) -> None:
    """Conditions and counts ask only fields that stand before: whoever reads the payload knows no others."""
    before: dict[str, TypeDescriptor] = {}
    for member in fields:
        condition, count = parse_condition(member.condition), parse_count(member.count)
        counter = count.field if count else ""
        for name in (*(condition.fields if condition else ()), *([counter] if counter else ())):
            if name not in before:
                report(codes.UNRESOLVED, f"{where} {member.name}", f"asks {name!r}, no field before it")
        if counter in before and before[counter].kind not in _COUNTERS:
            report(codes.BAD_CELL, f"{where} {member.name}", f"is counted by {counter!r}, which is no number")
        if member.count and member.type.element is None:
            report(codes.BAD_CELL, f"{where} {member.name}", "is counted, and is no list")
        before[member.name] = member.type
        _check_payload(f"{where} {member.name}", (member.type.element or member.type).members, report)


def _check_scaling(sep: SepDictionary, clusters: dict[int, Cluster], report: Report) -> None:
    for (cluster_id, side, id_), scaling in sep.semantics.scalings.items():
        where = f"scaling of 0x{cluster_id:04X} {side} attribute 0x{id_:04X}"
        if not _has_attribute(clusters, cluster_id, side, id_):
            report(codes.UNRESOLVED, where, "no such attribute")
        for reference in scaling.references:
            owner = clusters.get(reference.cluster)
            if not reference.constant and (owner is None or owner.attribute(reference.name) is None):
                report(codes.UNRESOLVED, where, f"attribute {reference.name!r} of 0x{reference.cluster:04X}")


def _check_layouts(sep: SepDictionary, report: Report) -> None:
    taken: set[tuple[str, int]] = set()
    for part in sep.semantics.octet_layouts:
        bits = {(part.layout, bit) for bit in range(part.low, part.high + 1)}
        if taken & bits:
            report(codes.DUPLICATE, part.layout, f"bits {part.low} to {part.high} stand there twice")
        taken |= bits


def _has_attribute(clusters: dict[int, Cluster], cluster_id: int, side: Side, id_: int) -> bool:
    cluster = clusters.get(cluster_id)
    return cluster is not None and cluster.attribute(id_, side) is not None


def _check_received(sep: SepDictionary, clusters: dict[int, Cluster], report: Report) -> None:
    """Of a pair the one exists if the other does, and both are of one type."""
    for one, other in sep.semantics.received.items():
        first, second = (
            cluster.attribute(id_, side) if (cluster := clusters.get(cluster_id)) else None
            for cluster_id, side, id_ in (one, other)
        )
        if first is not None and second is not None and first.type.name != second.type.name:
            where = f"received 0x{other[0]:04X} {other[1]} attribute 0x{other[2]:04X} {second.name}"
            report(codes.UNRESOLVED, where, f"is {second.type.name}, and {first.name} is {first.type.name}")
        if first is None:
            where = f"received 0x{other[0]:04X} {other[1]} attribute 0x{other[2]:04X}"
            report(codes.UNRESOLVED, where, f"delivered attribute 0x{one[2]:04X}")


def _check_mirror(sep: SepDictionary, clusters: dict[int, Cluster], report: Report) -> None:
    for role in sep.semantics.mirror:
        cluster = clusters.get(role.cluster)
        found: SepAttribute | SepCommand | None = None
        if cluster is not None:
            attribute = role.kind == "attribute"
            own = cluster.attribute(role.id, role.side) if attribute else cluster.command(role.id, role.side)
            found = own or (sep.global_attribute(role.id, role.side) if attribute else None)
        if found is None:
            where = f"mirror 0x{role.cluster:04X} {role.side} {role.kind} 0x{role.id:02X}"
            report(codes.UNRESOLVED, where, f"no such {role.kind}")


def _check_variants(sep: SepDictionary, clusters: dict[int, Cluster], report: Report) -> None:
    for variant in sep.semantics.variants:
        cluster = clusters.get(variant.cluster)
        command = cluster.command(variant.command, variant.sender) if cluster else None
        where = f"variant of 0x{variant.cluster:04X} {variant.sender} command 0x{variant.command:02X}"
        if command is None:
            report(codes.UNRESOLVED, where, "no such command")
            continue
        names = [member.name for member in command.fields]
        for name in (variant.field, *variant.condition.fields):
            if name not in names:
                report(codes.UNRESOLVED, where, f"field {name!r}")
        inner = variant.type.element or variant.type
        _check_payload(f"{where} {variant.field} if {variant.when}", inner.members, report)


def _check_decisions(sep: SepDictionary, clusters: dict[int, Cluster], report: Report) -> None:
    """Hold the contradictions that attributes record against the decisions, both ways."""
    recorded = {
        (cluster.id, attribute.side, attribute.id, said)
        for cluster in clusters.values()
        for attribute in cluster.attributes
        for said in attribute.disagreement.split(" | ")
        if said
    }
    decided = {(*key, decision.said) for key, found in sep.semantics.decisions.items() for decision in found}
    for cluster_id, side, id_, said in sorted(recorded ^ decided):
        where = f"cluster 0x{cluster_id:04X} {side} attribute 0x{id_:04X}"
        what = "nothing is decided" if (cluster_id, side, id_, said) in recorded else "decided, but nobody says so"
        report(codes.UNRESOLVED, where, f"{said}: {what}")


def _check_field_decisions(sep: SepDictionary, clusters: dict[int, Cluster], report: Report) -> None:
    for decision in sep.semantics.field_decisions:
        members, field = _decided_about(sep, clusters, decision)
        if all(member.name != field for member in members):
            report(codes.UNRESOLVED, f"decision on {decision.command} {decision.field}", "no such field")


def _decided_about(
    sep: SepDictionary, clusters: dict[int, Cluster], decision: FieldDecision
) -> tuple[tuple[Member, ...], str]:
    """Return the fields of the structure or command that a decision is about, and the field's name."""
    if decision.cluster is None:
        structure, _, field = decision.field.partition(".")
        return sep.structure(structure), field
    cluster, command_id = clusters.get(decision.cluster), number(decision.command)
    command = cluster.command(command_id, decision.sender) if cluster and command_id is not None else None
    return (command.fields if command else ()), decision.field


def _check_restrictions(sep: SepDictionary, clusters: dict[int, Cluster], report: Report) -> None:
    """Report restrictions of fields that are not there, and allowed values that the field's type cannot hold."""
    for restriction in sep.restrictions():
        cluster = clusters.get(restriction.cluster)
        command = cluster.command(restriction.command, restriction.sender) if cluster else None
        type_ = command.field(restriction.path) if command else None
        where = f"overlay {restriction.overlay} cluster 0x{restriction.cluster:04X} {restriction.command}"
        if type_ is None:
            report(codes.UNRESOLVED, where, f"field {'.'.join(restriction.path)!r}")
        elif restriction.of == "value" and type_.minimum is not None and type_.maximum is not None:
            for each in restriction.allowed:
                if not type_.minimum <= each.low <= each.high <= type_.maximum:
                    bounds = f"{type_.name}, {type_.minimum} to {type_.maximum}"
                    what = f"{'.'.join(restriction.path)}: {each.low} to {each.high} is outside {bounds}"
                    report(codes.OUT_OF_RANGE, where, what)
