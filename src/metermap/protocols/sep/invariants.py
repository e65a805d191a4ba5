"""What must hold in the Smart Energy dictionary beyond its single lines.

Editions are on the ladder and in order; defaults fit their types; enumerations fit what they are the values
of; an overlay names what there is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from metermap.core.addresses import Side
from metermap.core.editions import Holding, Ladder, Lifetime
from metermap.core.findings import Findings
from metermap.core.suggest import normal
from metermap.core.types import Kind, Member, TypeDescriptor
from metermap.protocols import codes
from metermap.protocols.doubts import doubt, repeated
from metermap.protocols.enumerations import Enumeration, EnumerationMember
from metermap.protocols.sep.clusters import CLUSTERS, in_type
from metermap.protocols.sep.dictionary import ENUMERATIONS, GLOBAL_FIELDS, STRUCTURES, SepDictionary
from metermap.protocols.sep.model import Cluster, SepAttribute, SepCommand
from metermap.protocols.sep.types import TYPE_COLUMNS, parse_zcl_type
from metermap.protocols.tables import number, read_table

__all__ = ["check_sep"]

_NUMBERS: Final = (Kind.BOOLEAN, Kind.UNSIGNED, Kind.SIGNED, Kind.ENUM, Kind.BITS, Kind.DATE_TIME)
_BITS_AN_OCTET: Final = 8


@dataclass(frozen=True, slots=True)
class _Unique:
    """A table in which some columns together name a line, whatever their case and punctuation.

    `once_each` counts a name once that several lines have in common; `position` numbers the lines of a name.
    """

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    once_each: tuple[str, ...] = ()
    position: str = ""


_TABLES: Final = (
    _Unique("clusters", CLUSTERS, ("name",)),
    _Unique("types", TYPE_COLUMNS, ("id",)),
    _Unique("types", TYPE_COLUMNS, ("name",)),
    _Unique("enumerations", ENUMERATIONS, ("name",), once_each=("kind", "name", "type")),
    _Unique("structures", STRUCTURES, ("structure",), once_each=("structure",), position="position"),
    _Unique("structures", STRUCTURES, ("structure", "field")),
    _Unique("global_command_fields", GLOBAL_FIELDS, ("command", "name"), position="position"),
)


def check_sep(sep: SepDictionary, findings: Findings) -> None:
    """Read everything and collect what is doubtful."""
    manifest = sep.manifest()
    ladder = manifest.ladder if manifest else Ladder(())
    clusters = [cluster for id_ in sep.cluster_ids() if (cluster := sep.cluster(id_))]
    for cluster in clusters:
        _check_cluster(cluster, sep, ladder, findings)
    for name in sep.enumeration_names():
        table = sep.enumeration(name)
        if table is not None:
            _check_enumeration(table, findings)
    _check_globals(sep.global_commands(), findings)
    _check_listed(sep, findings)
    for unique in _TABLES:
        _check_table(sep, unique, findings)


def _check_cluster(cluster: Cluster, sep: SepDictionary, ladder: Ladder, findings: Findings) -> None:
    subject = f"cluster 0x{cluster.id:04X}"
    _check_lifetime(subject, cluster.lifetime, ladder, findings)
    for attribute in cluster.attributes:
        where = f"{subject} {attribute.side} attribute 0x{attribute.id:04X} {attribute.name}"
        _check_lifetime(where, attribute.lifetime, ladder, findings)
        _check_default(where, attribute, findings)
        _check_values(where, attribute.type, sep.enumeration(attribute.enumeration), findings)
    for command in cluster.commands:
        where = f"{subject} {command.side} command 0x{command.id:02X} {command.name}"
        _check_lifetime(where, command.lifetime, ladder, findings)
        _check_fields(where, command.fields, sep, ladder, findings)
    for alias in _lost_aliases(cluster, sep):
        doubt(findings, codes.UNRESOLVED, subject, f"the overlay's name {alias!r} leads nowhere")


def _check_lifetime(where: str, lifetime: Lifetime, ladder: Ladder, findings: Findings) -> None:
    for word, name in (("since", lifetime.since), ("until", lifetime.until)):
        if name and ladder.edition(name) is None:
            doubt(findings, codes.UNRESOLVED, where, f"{word} {name!r}, an edition that the manifest does not list")
    if lifetime.since and lifetime.until and not _in_order(lifetime, ladder):
        doubt(findings, codes.BAD_CELL, where, f"until {lifetime.until!r} is not after since {lifetime.since!r}")


def _in_order(lifetime: Lifetime, ladder: Ladder) -> bool:
    reached = ladder.holds(Lifetime(lifetime.since), lifetime.until)
    return reached is Holding.YES and lifetime.since != lifetime.until


def _check_default(where: str, attribute: SepAttribute, findings: Findings) -> None:
    """Compare the default with what the type can write, the non-value included."""
    type_, text = attribute.type, attribute.default
    if not text or type_.kind not in _NUMBERS or type_.octets is None:
        return
    value = in_type(number(text), type_)
    width = type_.octets * _BITS_AN_OCTET
    low, high = (-(1 << (width - 1)), (1 << (width - 1)) - 1) if type_.kind is Kind.SIGNED else (0, (1 << width) - 1)
    if value is None:
        doubt(findings, codes.BAD_CELL, where, f"default {text!r} is no number")
    elif not low <= value <= high:
        doubt(findings, codes.OUT_OF_RANGE, where, f"default {text} is outside {type_.name}")


def _check_values(where: str, type_: TypeDescriptor, table: Enumeration | None, findings: Findings) -> None:
    """Compare an enumeration with the type of what it names the values of."""
    if table is None:
        return
    own = parse_zcl_type(table.type)
    if own is None or own.kind is not type_.kind or (own.octets or 0) > (type_.octets or 0):
        doubt(findings, codes.OUT_OF_RANGE, where, f"{table.name} is of {table.type}, and the value of {type_.name}")


def _check_fields(where: str, fields: Iterable[Member], sep: SepDictionary, ladder: Ladder, findings: Findings) -> None:
    for member in fields:
        subject = f"{where} {member.name}"
        inner = member.type.element or member.type
        _check_lifetime(subject, member.lifetime, ladder, findings)
        _check_values(subject, inner, sep.enumeration(inner.enumeration), findings)
        _check_fields(subject, inner.members, sep, ladder, findings)


def _check_enumeration(table: Enumeration, findings: Findings) -> None:
    subject = f"enumeration {table.name}"
    own = parse_zcl_type(table.type)
    if own is None or own.octets is None:
        doubt(findings, codes.UNKNOWN_TYPE, subject, f"type {table.type!r}")
        return
    limit = 1 << (own.octets * _BITS_AN_OCTET)
    for member in table.members:
        if not 0 <= member.value < limit:
            doubt(findings, codes.OUT_OF_RANGE, subject, f"{member.name} is {member.value}, outside {table.type}")
        elif table.bitmap and not _one_run(member):
            doubt(findings, codes.BAD_CELL, subject, f"the mask of {member.name} is no run of bits")
    for name in repeated(table.members, lambda member: normal(member.name)):
        doubt(findings, codes.DUPLICATE, subject, f"two members are called {name}")


def _one_run(member: EnumerationMember) -> bool:
    if member.value == 0:
        return False
    low, high = member.bits
    return member.value == (1 << (high + 1)) - (1 << low)


def _check_globals(commands: Iterable[SepCommand], findings: Findings) -> None:
    for id_ in repeated(commands, lambda command: f"0x{command.id:02X}"):
        doubt(findings, codes.DUPLICATE, "global commands", f"two commands are {id_}")
    for name in repeated(commands, lambda command: normal(command.name)):
        doubt(findings, codes.DUPLICATE, "global commands", f"two commands are called {name}")


def _lost_aliases(cluster: Cluster, sep: SepDictionary) -> Iterator[str]:
    """Yield what an overlay prints for attributes, commands and fields that there are not."""
    for alias in cluster.aliases:
        commands = cluster.command(alias.name) or sep.global_command(alias.name)
        if not commands and not any(cluster.attribute(alias.name, side) for side in Side):
            yield alias.printed
    for command in cluster.commands:
        yield from (alias.printed for alias in command.aliases if command.field((alias.name,)) is None)


def _check_table(sep: SepDictionary, table: _Unique, findings: Findings) -> None:
    file = sep.folder / f"{table.name}.csv"
    if not file.exists():  # a finding of whoever reads it
        return
    rows = [dict(zip(table.columns, row, strict=True)) for _, row in read_table(file, table.columns, findings)]
    entries = {tuple(row[name] for name in table.once_each or table.columns): row for row in rows}
    for name in repeated(entries.values(), lambda row: " ".join(normal(row[name]) for name in table.key)):
        doubt(findings, codes.DUPLICATE, table.name, f"{' and '.join(table.key)} {name!r} twice")
    if table.position:
        _check_positions(table, rows, findings)


def _check_positions(table: _Unique, rows: Iterable[dict[str, str]], findings: Findings) -> None:
    counts: Counter[str] = Counter()
    for row in rows:
        name = row[table.key[0]]
        counts[name] += 1
        stated, expected = row[table.position], str(counts[name])
        if stated != expected:
            doubt(findings, codes.BAD_CELL, f"{table.name} {name}", f"position {stated!r}, not {expected}")


def _check_listed(sep: SepDictionary, findings: Findings) -> None:
    for cluster_id, side, id_ in sorted(sep.listed()):
        cluster = sep.cluster(cluster_id)
        if cluster is None or cluster.attribute(id_, side) is None:
            where = f"listed attribute 0x{cluster_id:04X} {side} 0x{id_:04X}"
            doubt(findings, codes.UNRESOLVED, where, "the dictionary does not hold it")
