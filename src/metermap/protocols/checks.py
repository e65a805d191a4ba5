"""What must hold in every dictionary: the whole of both read, and every entry looked at.

The readers find what is wrong in one line. Here stands what only shows when entries are compared:
names that differ in nothing, references that lead nowhere, ranges outside their types.
"""

from __future__ import annotations

from collections.abc import Iterable

from metermap.core.findings import Findings
from metermap.core.suggest import normal
from metermap.core.types import Kind, Member
from metermap.protocols import codes
from metermap.protocols.dictionaries import Dictionaries
from metermap.protocols.dlms.decisions import check_decisions
from metermap.protocols.dlms.invariants import check_dlms, class_versions
from metermap.protocols.dlms.model import InterfaceClass
from metermap.protocols.dlms.types import holes
from metermap.protocols.doubts import doubt, repeated
from metermap.protocols.sep.checks import check_sep_semantics
from metermap.protocols.sep.invariants import check_sep
from metermap.protocols.sep.model import Cluster, SepAttribute

__all__ = ["check_dictionaries"]


def check_dictionaries(dictionaries: Dictionaries, findings: Findings) -> None:
    """Read everything and collect what is doubtful; faults of single lines go where the reader puts them."""
    dlms, sep = dictionaries.dlms, dictionaries.sep
    for class_ in class_versions(dlms):
        _check_class(class_, findings)
        check_decisions(class_, dlms.decisions(class_.id, class_.version), findings)
    dlms.selective_access(0, 0)
    dlms.units()
    dlms.deviations()
    for overlay in dlms.overlays:
        for name in overlay.objects:
            dlms.logical_name(name)
            dlms.describe_logical_name(name)
    for cluster_id in sep.cluster_ids():
        cluster = sep.cluster(cluster_id)
        if cluster is not None:
            _check_cluster(cluster, dictionaries, findings)
    for command in sep.global_commands():
        _check_fields(f"global command {command.name}", command.fields, dictionaries, findings)
    check_dlms(dlms, findings)
    check_sep(sep, findings)
    check_sep_semantics(sep, findings)


def _check_class(class_: InterfaceClass, findings: Findings) -> None:
    subject = f"class {class_.id} version {class_.version}"
    for kind, members in (("attribute", class_.attributes), ("method", class_.methods)):
        for name in repeated(members, lambda member: normal(member.name)):
            doubt(findings, codes.DUPLICATE, subject, f"two {kind}s are called {name}")
        for member in members:
            for word in holes(member.type):
                doubt(findings, codes.UNRESOLVED, f"{subject} {kind} {member.index} {member.name}", f"type {word!r}")


def _check_cluster(cluster: Cluster, dictionaries: Dictionaries, findings: Findings) -> None:
    subject = f"cluster 0x{cluster.id:04X}"
    for name in repeated(cluster.attributes, lambda attribute: f"{attribute.side} {normal(attribute.name)}"):
        doubt(findings, codes.DUPLICATE, subject, f"two attributes are called {name}")
    for name in repeated(cluster.commands, lambda command: f"{command.side} {normal(command.name)}"):
        doubt(findings, codes.DUPLICATE, subject, f"two commands are called {name}")
    for attribute in cluster.attributes:
        where = f"{subject} {attribute.side} attribute 0x{attribute.id:04X} {attribute.name}"
        _check_range(where, attribute, findings)
        if attribute.enumeration and dictionaries.sep.enumeration(attribute.enumeration) is None:
            doubt(findings, codes.UNRESOLVED, where, f"enumeration {attribute.enumeration!r}")
    for command in cluster.commands:
        where = f"{subject} {command.side} command 0x{command.id:02X} {command.name}"
        _check_fields(where, command.fields, dictionaries, findings)


def _check_range(where: str, attribute: SepAttribute, findings: Findings) -> None:
    """Compare the stated range with what the type can write, the non-value included."""
    octets = attribute.type.octets
    if octets is None:
        return
    width = 8 * octets
    signed = attribute.type.kind is Kind.SIGNED
    low, high = (-(1 << (width - 1)), (1 << (width - 1)) - 1) if signed else (0, (1 << width) - 1)
    for word, value in (("minimum", attribute.minimum), ("maximum", attribute.maximum)):
        if value is not None and not low <= value <= high:
            doubt(findings, codes.OUT_OF_RANGE, where, f"{word} {value} is outside {attribute.type.name}")
    if attribute.minimum is not None and attribute.maximum is not None and attribute.minimum > attribute.maximum:
        doubt(findings, codes.OUT_OF_RANGE, where, f"minimum {attribute.minimum} is over maximum {attribute.maximum}")


def _check_fields(where: str, fields: Iterable[Member], dictionaries: Dictionaries, findings: Findings) -> None:
    for name in repeated(fields, lambda member: normal(member.name)):
        doubt(findings, codes.DUPLICATE, where, f"two fields are called {name}")
    for member in fields:
        inner = member.type.element or member.type
        if inner.enumeration and dictionaries.sep.enumeration(inner.enumeration) is None:
            doubt(findings, codes.UNRESOLVED, f"{where} {member.name}", f"enumeration {inner.enumeration!r}")
        if inner.kind is Kind.STRUCTURE and not inner.members:
            doubt(findings, codes.UNRESOLVED, f"{where} {member.name}", f"structure {inner.name!r}")
        _check_fields(f"{where} {member.name}", inner.members, dictionaries, findings)
