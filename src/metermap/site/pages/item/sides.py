"""Who holds a place and who acts on it: the device's side, access by the dictionary, and what use cases do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from metermap.core.addresses import Access, DlmsAddress, SepAddress, Side
from metermap.mappings.rules.address import side_of_device
from metermap.protocols import Dictionaries
from metermap.protocols.cards.sep import ACCESS
from metermap.site.pages.item.context import ItemPages, Place

__all__ = ["sides"]

_NOT_RECORDED: Final = "not recorded"
_OTHER: Final = {Side.SERVER: Side.CLIENT, Side.CLIENT: Side.SERVER}


def sides(pages: ItemPages, place: Place) -> Iterator[tuple[str, str]]:
    """Yield which side the device is and who acts, what the dictionary lets a client do, and what use cases do."""
    does = _does(pages, place)
    match place.first.address:
        case DlmsAddress(access=Access.METHOD):
            yield "Side of the device", "server; a client calls the method"
        case DlmsAddress():
            yield "Side of the device", "server"
            yield "Access", _NOT_RECORDED
        case SepAddress(access=Access.ATTRIBUTE) as address:
            yield "Side of the device", f"{address.side.value} of the cluster, which holds the attribute"
            yield "Access", _access(pages.bound.dictionaries, address)
        case SepAddress() as address:
            yield "Side of the device", _commanded(address, writes="update" in does)
        case _:
            return
    yield "Use cases do", " and ".join(does) or _NOT_RECORDED


def _does(pages: ItemPages, place: Place) -> tuple[str, ...]:
    """Return what the use cases of a place do, each once: read, update."""
    known = pages.facts.model.catalogue.use_case_by_code
    cases = (known.get(code) for said in place.statements for code in said.use_cases)
    does = (case.read_or_update.value.casefold() for case in cases if case is not None)
    return tuple(sorted({each for each in does if each}))


def _access(dictionaries: Dictionaries, address: SepAddress) -> str:
    cluster = dictionaries.sep.cluster(address.cluster_id)
    known = cluster.attribute(address.id, address.side) if cluster is not None else None
    return ACCESS.get(known.access, known.access) if known is not None and known.access else _NOT_RECORDED


def _commanded(address: SepAddress, *, writes: bool) -> str:
    """Return the device's side, and who sends the command to whom."""
    side = side_of_device(address, writes=writes)
    sent = "sends" if side is address.side else "is sent"
    return f"{side.value} of the cluster; it {sent} the command ({address.side.value} to {_OTHER[address.side].value})"
