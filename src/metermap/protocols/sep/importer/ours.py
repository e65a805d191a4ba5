"""The dictionary's own entries as lines of cells, to be held against what files say."""

from __future__ import annotations

from metermap.core.types import Kind, Member, TypeDescriptor
from metermap.protocols.sep.importer.said import Line
from metermap.protocols.sep.importer.spelling import written
from metermap.protocols.sep.model import Cluster, SepAttribute, SepCommand

__all__ = ["attribute_line", "cluster_line", "command_line", "field_line", "joined", "plain_type"]


def cluster_line(cluster: Cluster) -> Line:
    """Return a cluster's own line."""
    basis = cluster.lifetime.basis
    return Line({"name": cluster.name, "introduced": cluster.lifetime.since, "introduced_basis": basis})


def attribute_line(attribute: SepAttribute) -> Line:
    """Return an attribute as a line; bounds are the numbers as the type reads them."""
    return Line(
        {
            "name": attribute.name,
            "type": plain_type(attribute.type),
            "enumeration": attribute.enumeration,
            "minimum": _number(attribute.minimum, attribute.type),
            "maximum": _number(attribute.maximum, attribute.type),
            "default": attribute.default,
            "length": _number(attribute.length, None),
            "writable": _flag(attribute.access, "W"),
            "reportable": _flag(attribute.access, "P"),
            "mandatory": "M" if attribute.mandatory else "O",
            "introduced": attribute.lifetime.since,
            "introduced_basis": attribute.lifetime.basis,
            "removed": attribute.lifetime.until,
            "sources": _number(attribute.sources, None),
            "disagreement": attribute.disagreement,
        }
    )


def command_line(command: SepCommand) -> Line:
    """Return a command's own line."""
    return Line(
        {
            "name": command.name,
            "mandatory": "M" if command.mandatory else "O",
            "introduced": command.lifetime.since,
            "introduced_basis": command.lifetime.basis,
            "removed": command.lifetime.until,
        }
    )


def field_line(member: Member) -> Line:
    """Return a field of a command or structure as a line."""
    return Line(
        {
            "name": member.name,
            "type": plain_type(member.type),
            "enumeration": (member.type.element or member.type).enumeration,
            "present_if": member.condition,
            "count": member.count,
            "introduced": member.lifetime.since,
            "removed": member.lifetime.until,
        }
    )


def plain_type(type_: TypeDescriptor) -> str:
    """Return a type in the notation of the tables, its enumeration left out: ``struct:Protocol[]``."""
    if type_.element is not None:
        return f"{plain_type(type_.element)}[]"
    if type_.kind is Kind.UNKNOWN or type_.name == "octets":  # octets[22] says its width in its notation alone
        return type_.printed
    return f"struct:{type_.name}" if type_.kind is Kind.STRUCTURE and type_.name != "struct" else type_.name


def joined(plain: str, enumeration: str) -> str:
    """Return a type in the notation of the tables with its enumeration: ``enum8<Status>[]``."""
    if not enumeration:
        return plain
    base = plain.removesuffix("[]")
    return f"{base}<{enumeration}>{plain[len(base) :]}"


def _number(value: int | None, type_: TypeDescriptor | None) -> str:
    return "" if value is None else written(value, type_)


def _flag(access: str, letter: str) -> str:
    return "" if not access else "yes" if letter in access else "no"
