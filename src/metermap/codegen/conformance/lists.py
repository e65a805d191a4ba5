"""The COSEM objects and the clusters that a device has by its mapping: what the dictionaries say of their members.

Of an object's class all members are listed, used by the mapping or not. Of a cluster those are listed that the mapping
uses, and those that the standard makes mandatory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from metermap.codegen.conformance.cases import presence_of
from metermap.codegen.conformance.model import Listed, Member, Presence
from metermap.core.addresses import Access, DlmsAddress, SepAddress, Side

if TYPE_CHECKING:
    from metermap.mappings.model import ResolvedModel, Statement
    from metermap.protocols import Cluster, Dictionaries, SepCommand

__all__ = ["cluster_list", "joined_presence", "object_list"]


@dataclass(slots=True)
class _Use:
    """What the mapping says of one member."""

    name: str
    statements: list[Statement] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the dictionary says of one member; see `Member`."""

    kind: str
    id: str
    name: str
    presence: Presence
    side: str = ""
    type: str = ""
    access: str = ""


def joined_presence(statements: Iterable[Statement]) -> tuple[Presence, str]:
    """Return what several statements about one thing say together: one condition makes it conditional."""
    found = [presence_of(statement) for statement in statements]
    conditions = tuple(dict.fromkeys(condition for _, condition in found if condition))
    if conditions:
        return Presence.CONDITIONAL, "; ".join(conditions)
    optional = bool(found) and all(presence is Presence.OPTIONAL for presence, _ in found)
    return (Presence.OPTIONAL if optional else Presence.NOT_RECORDED), ""


def object_list(model: ResolvedModel, dictionaries: Dictionaries, device: str) -> tuple[Listed, ...]:
    """Return the COSEM objects of a device, by class and logical name."""
    objects: dict[tuple[int, str], dict[tuple[Access, int], _Use]] = defaultdict(dict)
    addresses: dict[tuple[int, str], DlmsAddress] = {}
    for statement in _of(model, device):
        address = statement.address
        if isinstance(address, DlmsAddress):
            key = (address.class_id, str(address.logical_name))
            addresses.setdefault(key, address)
            use = objects[key].setdefault((address.access, address.index), _Use(address.name))
            use.statements.append(statement)
    order = sorted(objects, key=lambda key: (key[0], addresses[key].logical_name))
    return tuple(_object(model, dictionaries, addresses[key], objects[key]) for key in order)


def _of(model: ResolvedModel, device: str) -> Iterator[Statement]:
    return (
        statement
        for statement in model.statements
        if statement.device == device and statement.address is not None and not statement.proposed
    )


def _object(
    model: ResolvedModel, dictionaries: Dictionaries, address: DlmsAddress, uses: dict[tuple[Access, int], _Use]
) -> Listed:
    known = dictionaries.dlms.interface_class(address.class_id)
    members = {key: use.name for key, use in uses.items()}
    if known is not None:
        for access, listed in ((Access.ATTRIBUTE, known.attributes), (Access.METHOD, known.methods)):
            members |= {(access, one.index): one.name for one in listed if not one.reserved}
    made = []
    for access, index in sorted(members):
        kind = dictionaries.dlms.type_at(address.class_id, address.logical_name, access, index)
        use = uses.get((access, index), _Use(""))
        presence, _ = joined_presence(use.statements)
        shown = _stated(use.statements) or (kind.label if kind else "")
        part = _Known(access.value, str(index), members[access, index], presence, type=shown)
        made.append(_member(model, part, use.statements))
    name = known.name if known else address.class_name
    return Listed(str(address.logical_name), name, address.class_id, known.version if known else None, tuple(made))


def _stated(statements: Iterable[Statement]) -> str:
    """Return the type that the mapping states of the whole of an attribute; empty if it states none, or several."""
    types = {
        statement.type.label
        for statement in statements
        if isinstance(address := statement.address, DlmsAddress)
        and statement.type is not None
        and not (address.member or address.selector or address.returned)
    }
    return types.pop() if len(types) == 1 else ""


def _member(model: ResolvedModel, known: _Known, said: list[Statement]) -> Member:
    elements = dict.fromkeys(statement.element for statement in said if statement.element)
    listed = (model.catalogue.element_by_id.get(element) for element in elements)
    return Member(
        kind=known.kind,
        id=known.id,
        name=known.name,
        side=known.side,
        type=known.type,
        access=known.access or _catalogue_access(model, said),
        presence=known.presence,
        elements=tuple(elements),
        cells=tuple(str(element.place) for element in listed if element and element.place),
        mapping=tuple(dict.fromkeys(str(statement.place) for statement in said)),
        use_cases=tuple(sorted({case for statement in said for case in statement.use_cases})),
    )


def _catalogue_access(model: ResolvedModel, statements: Iterable[Statement]) -> str:
    """Return who may read and write by the catalogue's facts on the rows, as printed; several are all told."""
    facts = (
        fact
        for statement in statements
        if statement.row is not None
        for fact in model.catalogue.facts_by_row.get(statement.row, ())
        if fact.device.value == statement.device
    )
    return "; ".join(dict.fromkeys(fact.access.value for fact in facts if fact.access.value))


def cluster_list(model: ResolvedModel, dictionaries: Dictionaries, device: str) -> tuple[Listed, ...]:
    """Return the clusters of a device by their number, with the attributes and commands that it uses or must have."""
    clusters: dict[int, dict[tuple[Access, Side, int], _Use]] = defaultdict(dict)
    names: dict[int, str] = {}
    for statement in _of(model, device):
        address = statement.address
        if isinstance(address, SepAddress):
            names.setdefault(address.cluster_id, address.cluster)
            for key, name in _named(address):
                clusters[address.cluster_id].setdefault(key, _Use(name)).statements.append(statement)
    return tuple(
        _cluster(model, dictionaries.sep.cluster(number), number, names[number], clusters[number])
        for number in sorted(clusters)
    )


def _named(address: SepAddress) -> Iterator[tuple[tuple[Access, Side, int], str]]:
    """Yield the attribute or command of an address, and the commands that it answers or that answer it."""
    yield (address.access, address.side, address.id), address.name
    other = Side.CLIENT if address.side is Side.SERVER else Side.SERVER
    if address.request_id is not None:
        yield (Access.COMMAND, other, address.request_id), address.request
    if address.reply_id is not None and address.reply != "DefaultResponse":
        yield (Access.COMMAND, other, address.reply_id), address.reply


def _cluster(
    model: ResolvedModel,
    known: Cluster | None,
    number: int,
    name: str,
    uses: dict[tuple[Access, Side, int], _Use],
) -> Listed:
    keys = dict(uses)
    for part in known.attributes if known else ():
        if part.mandatory and not part.lifetime.until:
            keys.setdefault((Access.ATTRIBUTE, part.side, part.id), _Use(part.name))
    for command in known.commands if known else ():
        if command.mandatory and not command.lifetime.until:
            keys.setdefault((Access.COMMAND, command.side, command.id), _Use(command.name))
    made = (_in_cluster(model, known, key, use) for key, use in sorted(keys.items(), key=lambda pair: pair[0]))
    return Listed(f"0x{number:04X}", known.name if known else name, None, None, tuple(made))


def _in_cluster(model: ResolvedModel, known: Cluster | None, key: tuple[Access, Side, int], use: _Use) -> Member:
    kind, side, number = key
    if kind is Access.COMMAND:
        command = next((one for one in known.commands if (one.side, one.id) == (side, number)), None) if known else None
        presence = _presence(mandatory=command.mandatory if command else None)
        fields = _fields(command) if command else ""
        part = _Known("command", f"0x{number:02X}", use.name, presence, side.value, fields)
        return _member(model, part, use.statements)
    found = known.attribute(number, side) if known else None
    presence = _presence(mandatory=found.mandatory if found else None)
    shown, access = (found.type.label, found.access) if found else ("", "")
    part = _Known("attribute", f"0x{number:04X}", use.name, presence, side.value, shown, access)
    return _member(model, part, use.statements)


def _presence(*, mandatory: bool | None) -> Presence:
    if mandatory is None:
        return Presence.NOT_RECORDED
    return Presence.MANDATORY if mandatory else Presence.OPTIONAL


def _fields(command: SepCommand) -> str:
    return ", ".join(f"{one.name}: {one.type.label}" for one in command.fields if not one.lifetime.until)
