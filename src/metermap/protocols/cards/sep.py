"""Cards of the Smart Energy dictionary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from metermap.core.addresses import Side
from metermap.core.editions import Lifetime
from metermap.core.render import counted
from metermap.core.suggest import normal
from metermap.core.types import Kind, Member, TypeDescriptor
from metermap.protocols.cards.card import Card, CardTable
from metermap.protocols.enumerations import Enumeration
from metermap.protocols.sep.decisions import Decision
from metermap.protocols.sep.dictionary import SepDictionary
from metermap.protocols.sep.lookup import AttributeEntry, CommandEntry, PartEntry, SepEntry, StructureEntry
from metermap.protocols.sep.model import Cluster, SepAttribute, SepCommand
from metermap.protocols.sep.restrictions import Restriction
from metermap.protocols.sep.scaling import Reference, Scaling
from metermap.protocols.sep.types import no_value

__all__ = ["ACCESS", "sep_card"]

ACCESS: Final = {"R": "read", "RW": "read and write", "RP": "read, reportable"}
"""What a client may do with an attribute, by what the sources print."""

_DIRECTION: Final = {Side.CLIENT: "client to server", Side.SERVER: "server to client"}


def sep_card(dictionary: SepDictionary, entry: SepEntry) -> Card:
    """Return the card of an entry."""
    match entry:
        case Cluster():
            card = _cluster(entry)
        case AttributeEntry():
            card = _attribute(dictionary, entry)
        case CommandEntry():
            card = _command(dictionary, entry)
        case PartEntry():
            card = _part(dictionary, entry)
        case StructureEntry():
            fields = (_fields("Fields", entry.members),)
            card = Card("structure", entry.name, tables=fields, remarks=tuple(_not_recorded(fields)))
        case Enumeration():
            card = _enumeration(dictionary, entry)
        case TypeDescriptor():
            card = Card("type of the ZigBee Cluster Library", _type_title(entry), tuple(_type_facts(entry)))
    return card


def _type_title(type_: TypeDescriptor) -> str:
    """Return what was asked for, with the short name of the type where that is another: ``boolean (bool)``."""
    other = type_.element is None and normal(str(type_)) != normal(type_.name)
    return f"{type_} ({type_.name})" if other else str(type_)


def _cluster(cluster: Cluster) -> Card:
    attributes = (
        CardTable(
            f"Attributes of the {side.value}",
            ("id", "name", "type", "access", "presence", "since"),
            tuple(_attribute_row(found) for found in cluster.attributes if found.side is side),
        )
        for side in Side
    )
    commands = (
        CardTable(
            f"Commands, {_DIRECTION[side]}",
            ("id", "name", "fields", "presence", "since"),
            tuple(_command_row(found) for found in cluster.commands if found.side is side),
        )
        for side in (Side.CLIENT, Side.SERVER)
    )
    facts = (
        ("decimal", str(cluster.id)),
        ("editions", str(cluster.lifetime)),
        ("has", f"{counted(len(cluster.attributes), 'attribute')}, {counted(len(cluster.commands), 'command')}"),
    )
    tables = (*attributes, *commands)
    return Card("cluster", f"{cluster.name} 0x{cluster.id:04X}", facts, tables, tuple(_not_recorded(tables)))


def _not_recorded(tables: Iterable[CardTable]) -> Iterator[str]:
    """Yield one sentence if some row says nothing of since when it is there."""
    kept = [table for table in tables if "since" in table.headings]
    if any(not row[table.headings.index("since")] for table in kept for row in table.rows):
        yield "Where no since stands, it is not recorded."


def _attribute_row(found: SepAttribute) -> tuple[str, ...]:
    return (
        f"0x{found.id:04X}",
        found.name,
        str(found.type),
        found.access,
        _mandatory(mandatory=found.mandatory),
        _since(found.lifetime),
    )


def _command_row(found: SepCommand) -> tuple[str, ...]:
    fields = ", ".join(member.name for member in found.fields)
    return (f"0x{found.id:02X}", found.name, fields, _mandatory(mandatory=found.mandatory), _since(found.lifetime))


def _mandatory(*, mandatory: bool) -> str:
    return "mandatory" if mandatory else "optional"


def _since(lifetime: Lifetime) -> str:
    """Return the editions in the space of a column: empty where they are not recorded."""
    basis = f" ({lifetime.basis})" if lifetime.since and lifetime.basis else ""
    until = f"until before {lifetime.until}" if lifetime.until else ""
    return ", ".join(filter(None, (f"{lifetime.since}{basis}", until)))


def _attribute(dictionary: SepDictionary, entry: AttributeEntry) -> Card:
    cluster, found = entry.cluster, entry.attribute
    bits = tuple(_layout(dictionary, cluster, found.name))
    facts = (
        *_type_facts(found.type),
        ("stated range", _stated_range(found)),
        ("values", _unnamed(dictionary, found.type, bits)),
        ("default", found.default),
        ("longest", str(found.length) if found.length else ""),
        ("access", ACCESS.get(found.access, found.access)),
        ("presence", _mandatory(mandatory=found.mandatory)),
        ("editions", str(found.lifetime)),
        ("sources", _sources(found)),
    )
    members = (*_members_of(dictionary, found.type), *bits)
    if cluster is None:
        where = ("cluster", "every cluster, on both sides")
        return Card("general attribute", f"{found.name} 0x{found.id:04X}", (where, *facts), members)
    title = f"{cluster.name}.{found.name} 0x{cluster.id:04X}/0x{found.id:04X}"
    where = ("cluster", f"{cluster.name} 0x{cluster.id:04X}")
    side = ("side", f"{found.side.value}: the {found.side.value} of the cluster holds it")
    meaning = _meaning(dictionary, cluster, found)
    return Card(
        "attribute", title, (where, side, *facts, *meaning), (*members, _contradictions(dictionary, cluster, found))
    )


def _meaning(dictionary: SepDictionary, cluster: Cluster, found: SepAttribute) -> Iterator[tuple[str, str]]:
    """Yield what scales the value, what counts the other way, and what it is for on a mirror."""
    semantics = dictionary.semantics
    scaling = semantics.scaling(cluster.id, found)
    if scaling is not None:
        yield "scaled by", _scaled(scaling, cluster.id)
    flow, other = semantics.flow(cluster.id, found), semantics.counterpart(cluster, found)
    yield (
        "direction",
        {"delivered": "delivered to the premises", "received": "received from the premises"}.get(flow, ""),
    )
    yield "counterpart", f"{other.name} 0x{other.id:04X}" if other is not None else ""
    for role in semantics.mirror_roles(cluster.id, found.side, "attribute", found.id):
        yield "on a mirror", f"{role.role} ({role.basis})"


def _scaled(scaling: Scaling, cluster: int) -> str:
    def shown(reference: Reference) -> str:
        return str(reference) if reference.cluster == cluster else f"0x{reference.cluster:04X}/{reference}"

    parts = (
        ("x", scaling.multiplier),
        ("/", scaling.divisor),
        ("in", scaling.unit),
        ("shown by", scaling.formatting),
        ("digits behind the point:", scaling.trailing_digits),
    )
    text = " ".join(f"{word} {shown(reference)}" for word, reference in parts if reference is not None)
    return f"{text} ({scaling.confidence}: {scaling.basis})"


def _sources(found: SepAttribute) -> str:
    return "" if found.sources is None else f"{found.sources} hold the id"


def _contradictions(dictionary: SepDictionary, cluster: Cluster, attribute: SepAttribute) -> CardTable:
    found = dictionary.semantics.decisions.get((cluster.id, attribute.side, attribute.id), ())
    return _decided((attribute.name, each) for each in found)


def _decided(found: Iterable[tuple[str, Decision]]) -> CardTable:
    rows = tuple((name, each.said, each.aspect, each.verdict.value, each.basis) for name, each in found)
    return CardTable("Sources that say otherwise", ("of", "source: what it says", "about", "decided", "by"), rows)


def _type_facts(type_: TypeDescriptor) -> Iterator[tuple[str, str]]:
    tag = f" (0x{type_.tag:02X})" if type_.tag is not None else ""
    octets = f", {counted(type_.octets, 'octet')}" if type_.octets is not None else ""
    yield "type", f"{type_}{tag}{octets}"
    yield "range", _range(type_.minimum, type_.maximum)
    yield "no value", no_value(type_)


def _range(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return ""
    shown = ["not stated" if bound is None else f"{bound:,}".replace(",", " ") for bound in (low, high)]
    return " to ".join(shown)


def _stated_range(found: SepAttribute) -> str:
    """Return the range that the cluster states, if it says more than the type, and which of the two holds."""
    low, high, type_ = found.minimum, found.maximum, found.type
    whole = [bound for bound in (type_.minimum, type_.maximum, type_.non_value) if bound is not None]
    if (low, high) in ((type_.minimum, type_.maximum), (min(whole, default=None), max(whole, default=None))):
        return ""
    shown = _range(low, high)
    if low is None or high is None or low > high or not whole:
        return shown
    inside = min(whole) <= low and high <= max(whole)
    return f"{shown}, which holds" if inside else f"{shown}, more than the type can hold"


def _unnamed(dictionary: SepDictionary, type_: TypeDescriptor, bits: tuple[CardTable, ...]) -> str:
    """Return that nobody names the values of an enumeration or the bits of a bitmap, if that is so."""
    if bits or type_.kind not in (Kind.ENUM, Kind.BITS):
        return ""
    named = dictionary.enumeration(type_.enumeration) if type_.enumeration else None
    return "" if named is not None else "names not recorded"


def _layout(dictionary: SepDictionary, cluster: Cluster | None, name: str) -> Iterator[CardTable]:
    """Yield the bits of an attribute that formats others, or of a field of that name."""
    parts = dictionary.semantics.layout_of(cluster.id, name) if cluster is not None else ()
    rows = tuple((_bits_of(part.low, part.high), part.meaning, part.basis) for part in parts)
    if rows:
        yield CardTable(f"Bits of the {parts[0].layout}", ("bits", "meaning", "says"), rows)


def _bits_of(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} to {high}"


def _command(dictionary: SepDictionary, entry: CommandEntry) -> Card:
    cluster, found = entry.cluster, entry.command
    fields = _fields("Fields, in the order of the payload", found.fields)
    if cluster is None:
        where = ("cluster", "every cluster: a general command of the ZigBee Cluster Library")
        return Card("general command", f"{found.name} 0x{found.id:02X}", (where,), (fields,))
    facts = (
        ("cluster", f"{cluster.name} 0x{cluster.id:04X}"),
        ("direction", f"{_DIRECTION[found.side]}: the {found.side.value} sends it"),
        ("presence", _mandatory(mandatory=found.mandatory)),
        ("editions", str(found.lifetime)),
    )
    title = f"{cluster.name}.{found.name} 0x{cluster.id:04X}/{found.side.value}/0x{found.id:02X}"
    roles = dictionary.semantics.mirror_roles(cluster.id, found.side, "command", found.id)
    mirror = tuple(("mirroring", f"{role.role} ({role.basis})") for role in roles)
    tables: tuple[CardTable, ...] = (fields, _variants(dictionary, cluster, found), *_allowed(dictionary, entry, ()))
    remarks = tuple(_not_recorded((fields,)))
    tables = (*tables, _field_contradictions(dictionary, cluster, found))
    return Card("command", title, (*facts, *mirror), tables, remarks)


def _variants(dictionary: SepDictionary, cluster: Cluster, command: SepCommand) -> CardTable:
    found = dictionary.semantics.variants_of(cluster.id, command.side, command.id)
    rows = tuple((each.field, each.when, str(each.type), each.note, each.basis) for each in found)
    return CardTable("Shapes that depend on a field", ("field", "if", "type", "note", "says"), rows)


def _field_contradictions(dictionary: SepDictionary, cluster: Cluster, command: SepCommand) -> CardTable:
    wanted = (cluster.id, command.side, f"0x{command.id:02X}")
    found = dictionary.semantics.field_decisions
    return _decided(
        (each.field, each.decision) for each in found if (each.cluster, each.sender, each.command) == wanted
    )


def _allowed(dictionary: SepDictionary, entry: CommandEntry, path: tuple[str, ...]) -> Iterator[CardTable]:
    """Yield what overlays allow in the fields of a command, a table an overlay."""
    if entry.cluster is None:
        return
    found = dictionary.restriction(entry.cluster.id, entry.command.side, entry.command.name, path)
    for overlay in dict.fromkeys(each.overlay for each in found):
        rows = tuple(
            row
            for each in found
            if each.overlay == overlay
            for row in _allowed_rows(each, _enumeration_of(dictionary, entry.command, each.path))
        )
        yield CardTable(f"Only this is allowed by {overlay}", ("field", "of", "allowed", "named", "for", "rows"), rows)


def _allowed_rows(restriction: Restriction, names: Enumeration | None) -> Iterator[tuple[str, ...]]:
    for each in restriction.allowed:
        member = names.named(each.low) if names is not None and each.low == each.high else None
        shown = str(each.low) if each.low == each.high else f"{each.low} to {each.high}"
        named = member.name if member else each.note
        rows = " ".join(f"#{row}" for row in each.rows)
        yield (".".join(restriction.path), restriction.of, shown, named, each.condition, rows)


def _enumeration_of(dictionary: SepDictionary, command: SepCommand, path: tuple[str, ...]) -> Enumeration | None:
    type_ = command.field(path)
    return dictionary.enumeration(type_.enumeration) if type_ is not None and type_.kind is Kind.ENUM else None


def _fields(title: str, members: Iterable[Member]) -> CardTable:
    rows = tuple(_field_rows("", members))
    return CardTable(title, ("name", "type", "present if", "counted by", "since"), rows)


def _field_rows(above: str, members: Iterable[Member]) -> Iterator[tuple[str, ...]]:
    for member in members:
        yield (above + member.name, str(member.type), member.condition, member.count, _since(member.lifetime))
        inner = member.type.element or member.type
        if inner.members:
            yield from _field_rows(f"{above}{member.name}.", inner.members)


def _part(dictionary: SepDictionary, entry: PartEntry) -> Card:
    owner = entry.owner
    holder: SepAttribute | SepCommand = owner.attribute if isinstance(owner, AttributeEntry) else owner.command
    cluster = f"{owner.cluster.name} 0x{owner.cluster.id:04X}" if owner.cluster else "every cluster"
    member = entry.member
    facts = (
        ("cluster", cluster),
        ("part of", f"{'attribute' if isinstance(holder, SepAttribute) else 'command'} {holder.name}"),
        *_type_facts(entry.type),
        ("present if", member.condition if member else ""),
        ("counted by", member.count if member else ""),
        ("editions", str(member.lifetime) if member else ""),
    )
    allowed = _allowed(dictionary, owner, entry.path) if isinstance(owner, CommandEntry) else ()
    kind = "field" if isinstance(holder, SepCommand) else "part of an attribute"
    bits = _layout(dictionary, owner.cluster, entry.path[-1])
    tables = (*_members_of(dictionary, entry.type), *bits, *allowed)
    return Card(kind, ".".join((holder.name, *entry.path)), facts, tables)


def _members_of(dictionary: SepDictionary, type_: TypeDescriptor) -> Iterator[CardTable]:
    inner = type_.element or type_
    if inner.members:
        yield _fields("Fields", inner.members)
    enumeration = dictionary.enumeration(inner.enumeration) if inner.kind in (Kind.ENUM, Kind.BITS) else None
    if enumeration is not None:
        yield _named_values(enumeration)


def _enumeration(dictionary: SepDictionary, found: Enumeration) -> Card:
    kind = "bitmap" if found.bitmap else "enumeration"
    used = CardTable("Used by", ("where", "side", "type"), tuple(_uses(dictionary, found)))
    return Card(kind, found.name, (("type", found.type),), (_named_values(found), used))


def _uses(dictionary: SepDictionary, found: Enumeration) -> Iterator[tuple[str, ...]]:
    wanted = normal(found.name)
    for cluster in filter(None, map(dictionary.cluster, dictionary.cluster_ids())):
        for attribute in cluster.attributes:
            if normal(attribute.type.enumeration) == wanted:
                yield (f"{cluster.name}.{attribute.name}", attribute.side.value, str(attribute.type))
        for command in cluster.commands:
            for member in command.fields:
                if normal((member.type.element or member.type).enumeration) == wanted:
                    yield (f"{cluster.name}.{command.name}.{member.name}", command.side.value, str(member.type))


def _named_values(found: Enumeration) -> CardTable:
    digits = max((len(f"{member.value:X}") for member in found.members), default=1)
    rows = tuple((f"0x{member.value:0{digits + digits % 2}X}", member.name) for member in found.members)
    return CardTable(
        f"{'Bits' if found.bitmap else 'Values'} of {found.name}", ("mask" if found.bitmap else "value", "name"), rows
    )
