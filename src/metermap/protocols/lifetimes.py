"""Which entries of a dictionary an address needs, and in which editions each of them holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metermap.core.addresses import Access, Address, DlmsAddress, SepAddress, Side
from metermap.core.editions import ALWAYS, Lifetime
from metermap.core.suggest import normal

if TYPE_CHECKING:
    from metermap.core.types import Member
    from metermap.protocols.dictionaries import Dictionaries
    from metermap.protocols.sep.model import Cluster, SepCommand

__all__ = ["DictionaryEntry", "lifetimes_of"]


@dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """An entry that an address needs: `dictionary` is ``dlms``, ``sep`` or the overlay that holds it."""

    dictionary: str
    name: str
    lifetime: Lifetime


def lifetimes_of(address: Address | None, dictionaries: Dictionaries) -> tuple[DictionaryEntry, ...]:
    """Return the entries that an address needs, the attribute, method or command itself first.

    What stands around it or in it (cluster, request, fields) is there only where its table records an
    edition: a field of which nothing is said came with its command. Empty for a home that is no object.
    """
    match address:
        case DlmsAddress():
            return tuple(_of_dlms(address, dictionaries))
        case SepAddress():
            return tuple(_of_sep(address, dictionaries))
        case _:
            return ()


def _of_dlms(address: DlmsAddress, dictionaries: Dictionaries) -> Iterator[DictionaryEntry]:
    """Yield the attribute or method, and its class where an edition of it is recorded."""
    class_ = dictionaries.dlms.interface_class(address.class_id)
    if class_ is None:
        return
    dictionary = class_.source if class_.source in dictionaries.overlays else "dlms"
    method = address.access is Access.METHOD
    member = class_.method(address.index) if method else class_.attribute(address.index)
    owner = f"class {address.class_id} {address.class_name}"
    name = f"{'method' if method else 'attribute'} {address.index} {address.name} of {owner}"
    yield DictionaryEntry(dictionary, name, member.lifetime if member is not None else ALWAYS)
    if class_.lifetime != ALWAYS:
        yield DictionaryEntry(dictionary, owner, class_.lifetime)


def _of_sep(address: SepAddress, dictionaries: Dictionaries) -> Iterator[DictionaryEntry]:
    cluster = dictionaries.sep.cluster(address.cluster_id)
    if cluster is None:
        return
    if address.access is Access.ATTRIBUTE:
        attribute = cluster.attribute(address.id, address.side)
        name = f"attribute 0x{address.id:04X} {address.name} of {cluster.name}"
        yield DictionaryEntry("sep", name, attribute.lifetime if attribute is not None else ALWAYS)
    else:
        yield from _of_command(address, cluster)
    if cluster.lifetime.since:
        yield DictionaryEntry("sep", f"cluster 0x{cluster.id:04X} {cluster.name}", cluster.lifetime)


def _of_command(address: SepAddress, cluster: Cluster) -> Iterator[DictionaryEntry]:
    command = _named(cluster, address.name, address.side)
    # A command that the cluster does not hold is one of the library's own, which no table dates.
    name = f"command 0x{address.id:02X} {address.name} of {cluster.name}"
    yield DictionaryEntry("sep", name, command.lifetime if command is not None else ALWAYS)
    for part, lifetime in _fields(command.fields if command is not None else (), address.field):
        yield DictionaryEntry("sep", f"field {part} of command {address.name} of {cluster.name}", lifetime)
    for other in filter(None, (address.request, address.reply)):
        found = _named(cluster, other, Side.CLIENT if address.side is Side.SERVER else Side.SERVER)
        if found is not None and found.lifetime != ALWAYS:
            name = f"command 0x{found.id:02X} {found.name} of {cluster.name}"
            yield DictionaryEntry("sep", name, found.lifetime)


def _named(cluster: Cluster, name: str, sender: Side) -> SepCommand | None:
    return next((found for found in cluster.commands if (found.name, found.side) == (name, sender)), None)


def _fields(members: tuple[Member, ...], path: str) -> Iterator[tuple[str, Lifetime]]:
    """Yield the fields along a path of which an edition is recorded."""
    for step in filter(None, path.split(".")):
        wanted = normal(step.partition("[")[0])
        member = next((found for found in members if normal(found.name) == wanted), None)
        if member is None:
            return
        if member.lifetime != ALWAYS:
            yield member.name, member.lifetime
        members = (member.type.element or member.type).members
