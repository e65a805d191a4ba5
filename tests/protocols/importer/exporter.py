"""The dictionary's own clusters written as the XML files that others have: an import of them finds nothing.

Both writers vary what the formats leave free from entry to entry: the spelling of numbers and names, the
case of types, where a label stands, whether an enumeration has a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from metermap.core.addresses import Side
from metermap.core.findings import Findings
from metermap.core.types import Kind, Member, TypeDescriptor
from metermap.protocols import Cluster, Enumeration, SepAttribute, SepCommand, SepDictionary
from metermap.protocols.sep.types import TYPE_COLUMNS, TYPES
from metermap.protocols.tables import number, read_table

DOTDOT = 'xmlns:zcl="http://zigbee.org/zcl/clusters" xmlns:type="http://zigbee.org/zcl/types"'
OPPOSITE = {Side.SERVER: Side.CLIENT, Side.CLIENT: Side.SERVER}


def configurator(sep: SepDictionary, ids: Iterable[int]) -> str:
    """Return one file in the configurator format with the ladder, the types and the clusters."""
    clusters = [cluster for id_ in ids if (cluster := sep.cluster(id_))]
    structures = _structures(clusters)
    tables = _tables(sep, [*clusters], structures)
    lines = [
        '<?xml version="1.0"?>',
        "<configurator>",
        *_domains(sep),
        *(line for table in tables for line in _configurator_table(table)),
        *(line for item in structures.items() for line in _configurator_structure(sep, *item)),
        *(line for cluster in clusters for line in _configurator_cluster(sep, cluster)),
        "</configurator>",
    ]
    return "\n".join(lines) + "\n"


def dotdot(sep: SepDictionary, ids: Iterable[int]) -> dict[str, str]:
    """Return library.xml with the types, and a file for each cluster, which it includes."""
    clusters = [cluster for id_ in ids if (cluster := sep.cluster(id_))]
    structures = _structures(clusters)
    files = {f"{_word(cluster.name)}.xml": "\n".join(_dotdot_cluster(sep, cluster)) for cluster in clusters}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<zcl:library {DOTDOT} xmlns:xi="http://www.w3.org/2001/XInclude">',
        *(line for table in _tables(sep, clusters, structures) for line in _dotdot_table(table)),
        *(line for item in structures.items() for line in _dotdot_structure(sep, *item)),
        *(f'<xi:include href="{name}" parse="xml"/>' for name in files),
        "</zcl:library>",
    ]
    return {"library.xml": "\n".join(lines) + "\n", **files}


def spec(sep: SepDictionary, rung: str) -> str:
    """Return how the configurator format prints an edition: SE 1.2a is se-1.2a-07-5356-19."""
    manifest = sep.manifest()
    edition = manifest.ladder.edition(rung) if manifest else None
    if edition is None:
        return rung
    ladder = {"LO": "l&o"}.get(edition.ladder, edition.ladder.lower())
    return f"{ladder}-{rung.split()[1]}-{edition.document.split(' / ')[-1]}"


def words(name: str) -> list[str]:
    """Return the words of a name: Tier1PriceLabel is tier, 1, price, label."""
    return re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)


def _domains(sep: SepDictionary) -> Iterator[str]:
    manifest = sep.manifest()
    for ladder in ("SE", "HA", "LO", "ZCL"):
        rungs = [edition.name for edition in (manifest.editions if manifest else ()) if edition.ladder == ladder]
        newest, *older = reversed(rungs)
        yield f'<domain name="{ladder}" spec={quoteattr(spec(sep, newest))} certifiable="true">'
        yield from (f"<older spec={quoteattr(spec(sep, rung))}/>" for rung in older)
        yield "</domain>"


def _attributes(**values: str | None) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items() if value is not None and value != "")


def _odd(*parts: object) -> bool:
    """Return the same answer for the same entry, differently for others."""
    return sum(map(ord, "".join(map(str, parts)))) % 2 == 1


@cache
def _long_names() -> dict[str, str]:
    return {row[1]: row[2] for _, row in read_table(TYPES, TYPE_COLUMNS, Findings())}


@cache
def _ids() -> dict[str, int]:
    return {row[1]: number(row[0]) or 0 for _, row in read_table(TYPES, TYPE_COLUMNS, Findings())}


def _word(name: str) -> str:
    return "".join(filter(str.isalnum, name))


def _inner(type_: TypeDescriptor) -> TypeDescriptor:
    return type_.element or type_


def _fields(clusters: Iterable[Cluster]) -> Iterator[Member]:
    return (member for cluster in clusters for command in cluster.commands for member in command.fields)


def _structures(clusters: Iterable[Cluster]) -> dict[str, tuple[Member, ...]]:
    found: dict[str, tuple[Member, ...]] = {}
    waiting = [_inner(member.type) for member in _fields(clusters)]
    while waiting:
        type_ = waiting.pop()
        if type_.kind is Kind.STRUCTURE and type_.name not in found:
            found[type_.name] = type_.members
            waiting += [_inner(member.type) for member in type_.members]
    return found


def _tables(
    sep: SepDictionary, clusters: list[Cluster], structures: dict[str, tuple[Member, ...]]
) -> tuple[Enumeration, ...]:
    members = [*_fields(clusters), *(member for fields in structures.values() for member in fields)]
    names = {_inner(member.type).enumeration for member in members}
    names |= {attribute.enumeration for cluster in clusters for attribute in cluster.attributes}
    return tuple(table for name in sorted(names - {""}) if (table := sep.enumeration(name)))


def _table(sep: SepDictionary, type_: TypeDescriptor) -> Enumeration | None:
    """Return the enumeration of a type, if it is one of that type: for MeteringDeviceType the dictionary has two."""
    table = sep.enumeration(type_.enumeration) if type_.enumeration else None
    return table if table and table.type == type_.name else None


def _said(condition: str) -> str:
    """Return a condition, if it is one that files can state."""
    return "" if "octets remain" in condition else condition


def _counted(count: str) -> str:
    if not count or "octets remain" in count:
        return ""
    return count if count.isalnum() else f"({count})"


def _numeric(value: int, type_: TypeDescriptor, *, hexadecimal: bool) -> str:
    if not hexadecimal:
        return str(value)
    octets = type_.octets or 8
    return f"0x{value % (1 << 8 * octets):0{2 * octets}X}"


# configurator


def _configurator_type(sep: SepDictionary, type_: TypeDescriptor) -> str:
    inner = _inner(type_)
    if inner.kind is Kind.STRUCTURE:
        return inner.name
    if _table(sep, inner):
        return inner.enumeration.upper() if _odd(inner.enumeration) else inner.enumeration
    name = _long_names().get(inner.name, inner.name)
    return name.lower() if _odd(name) else name


def _configurator_table(table: Enumeration) -> Iterator[str]:
    tag, item, value = ("bitmap", "field", "mask") if table.bitmap else ("enum", "item", "value")
    yield f'<{tag} name="{table.name}" type="{_long_names()[table.type]}">'
    for member in table.members:
        yield f"<{item} name={quoteattr(member.name)} {value}={quoteattr(f'{member.value:#x}')}/>"
    yield f"</{tag}>"


def _configurator_structure(sep: SepDictionary, name: str, fields: tuple[Member, ...]) -> Iterator[str]:
    if not fields:
        yield f'<struct name="{name}" length="42"/>'
        return
    yield f'<struct name="{name}">'
    yield from (_configurator_field(sep, member, "item") for member in fields)
    yield "</struct>"


def _configurator_field(sep: SepDictionary, member: Member, tag: str) -> str:
    listed = "true" if member.type.element else None
    return f"<{tag}" + _attributes(
        name=member.name,
        type=_configurator_type(sep, member.type),
        array=listed,
        presentIf=_said(member.condition).replace(" and ", " && ").replace(" or ", " || "),
        countArg=_counted(member.count),
        introducedIn=spec(sep, member.lifetime.since),
        removedIn=spec(sep, member.lifetime.until),
    ) + "/>"  # fmt: skip


def _configurator_cluster(sep: SepDictionary, cluster: Cluster) -> Iterator[str]:
    yield f"<cluster{_attributes(introducedIn=spec(sep, cluster.lifetime.since))}>"
    yield f"<name>{escape(cluster.name)}</name><domain>SE</domain><code>0x{cluster.id:04X}</code>"
    yield f"<define>{'_'.join(words(cluster.name)).upper()}_CLUSTER</define>"
    yield '<client tick="false" init="false">true</client><server>true</server>'
    for attribute in cluster.attributes:
        yield _configurator_attribute(sep, attribute)
    for command in cluster.commands:
        yield from _configurator_command(sep, command)
    yield "</cluster>"


def _configurator_attribute(sep: SepDictionary, attribute: SepAttribute) -> str:
    odd = _odd(attribute.name)
    type_ = attribute.type
    label = " ".join(words(attribute.name)).lower()
    low, high = (
        None if value is None else _numeric(value, type_, hexadecimal=odd and -(1 << 63) <= value < 1 << 15)
        for value in (attribute.minimum, attribute.maximum)
    )
    tag = "<attribute" + _attributes(
        side=attribute.side.value,
        code=f"0x{attribute.id:04X}",
        define="_".join(words(attribute.name)).upper(),
        type=_configurator_type(sep, type_),
        min=low,
        max=high,
        length=None if attribute.length is None else str(attribute.length),
        writable=("true" if "W" in attribute.access else "false") if attribute.access else None,
        reportable="true" if "P" in attribute.access else None,
        default=attribute.default,
        optional="false" if attribute.mandatory else "true",
        introducedIn=spec(sep, attribute.lifetime.since),
        removedIn=spec(sep, attribute.lifetime.until),
    )
    text = f"<description>{escape(label)}</description>" if odd else escape(label)
    return f"{tag}>{text}</attribute>"


def _configurator_command(sep: SepDictionary, command: SepCommand) -> Iterator[str]:
    yield "<command" + _attributes(
        source=command.side.value,
        code=f"0x{command.id:x}",
        name=command.name,
        optional="false" if command.mandatory else "true",
        introducedIn=spec(sep, command.lifetime.since),
        removedIn=spec(sep, command.lifetime.until),
    ) + ">"  # fmt: skip
    yield "<description>What the command is for stands here.</description>"
    yield from (_configurator_field(sep, member, "arg") for member in command.fields)
    yield "</command>"


# dotdot


def _dotdot_table(table: Enumeration) -> Iterator[str]:
    id_ = f"{_ids()[table.type]:02x}"
    yield f'<type:type id="{id_}" short="{table.name}" name="{table.name}" inheritsFrom="{table.type}">'
    yield from _dotdot_members(table)
    yield "</type:type>"


def _dotdot_members(table: Enumeration) -> Iterator[str]:
    holder = "bitmap" if table.bitmap else "restriction"
    yield f"<{holder}>"
    for member in table.members:
        if table.bitmap:
            yield f'<element name={quoteattr(member.name)} type="uint8" mask="{member.value:02x}"/>'
        else:
            yield f'<type:enumeration value="{member.value:02X}" name={quoteattr(member.name)}/>'
    yield f"</{holder}>"


def _dotdot_structure(sep: SepDictionary, name: str, fields: tuple[Member, ...]) -> Iterator[str]:
    yield f'<type:type id="ff" short="{name}" name="{name}"><restriction><type:sequence>'
    yield from (line for member in fields for line in _dotdot_field(sep, member))
    yield "</type:sequence></restriction></type:type>"


def _dotdot_type(sep: SepDictionary, type_: TypeDescriptor, *, inline: bool) -> tuple[str, Iterable[str]]:
    inner = _inner(type_)
    table = _table(sep, inner)
    if table is None:
        return inner.name, ()
    return (inner.name, _dotdot_members(table)) if inline else (table.name, ())


def _dotdot_field(sep: SepDictionary, member: Member) -> Iterator[str]:
    type_, inside = _dotdot_type(sep, member.type, inline=_odd(member.name))
    listed = "true" if member.type.element else None
    condition = _said(member.condition).replace("==", "=")
    yield "<field" + _attributes(
        name=member.name[:1].upper() + member.name[1:],
        type=type_,
        array=listed,
        presentIf=condition,
        arrayLengthField=member.count if member.count.isalnum() else None,
    ) + ">"  # fmt: skip
    yield from inside
    yield "</field>"


def _dotdot_cluster(sep: SepDictionary, cluster: Cluster) -> Iterator[str]:
    yield f'<zcl:cluster {DOTDOT} id="{cluster.id:04X}" revision="1" name="{_word(cluster.name)}">'
    for side in Side:
        yield f"<{side.value}><attributes>"
        for attribute in (found for found in cluster.attributes if found.side is side):
            yield from _dotdot_attribute(sep, attribute)
        yield "</attributes><commands>"
        for command in (found for found in cluster.commands if found.side is OPPOSITE[side]):
            yield f'<command id="{command.id:02x}" name="{command.name}"{_required(command.mandatory)}><fields>'
            yield from (line for member in command.fields for line in _dotdot_field(sep, member))
            yield "</fields></command>"
        yield f"</commands></{side.value}>"
    yield "</zcl:cluster>"


def _required(mandatory: bool) -> str:
    return ' required="true"' if mandatory else ""


def _dotdot_attribute(sep: SepDictionary, attribute: SepAttribute) -> Iterator[str]:
    type_, inside = _dotdot_type(sep, attribute.type, inline=_odd(attribute.name))
    yield "<attribute" + _attributes(
        id=f"{attribute.id:04x}",
        name=attribute.name,
        type=type_,
        min=None if attribute.minimum is None else str(attribute.minimum),
        max=None if attribute.maximum is None else str(attribute.maximum),
        default=_dotdot_default(attribute),
        required="true" if attribute.mandatory else None,
        writable="true" if "W" in attribute.access else None,
        reportRequired="true" if "P" in attribute.access else None,
    ) + ">"  # fmt: skip
    yield from inside
    if attribute.length is not None:
        yield f'<restriction><type:maxLength value="{attribute.length}"/></restriction>'
    yield "</attribute>"


def _dotdot_default(attribute: SepAttribute) -> str:
    value = number(attribute.default)
    if value is None or attribute.type.kind is Kind.TEXT or not attribute.type.octets:
        return attribute.default
    return f"{value:x}" if attribute.type.kind is Kind.BITS else str(value)
