"""The words in which an address, a route, a scale and a value that breaks are told, on cards and on pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from metermap.core.addresses import Access, DlmsAddress, NamedAddress, SepAddress

if TYPE_CHECKING:
    from metermap.codegen.bindings.scan import EntryFacts
    from metermap.core.addresses import Address
    from metermap.mappings.proofs import CounterExample
    from metermap.protocols import Dictionaries

__all__ = ["ROUTES", "breaking", "scale_words", "spelled"]

ROUTES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "native": "spoken by the device itself in the home",
        "tunnelled": "tunnelled: the same octets from end to end",
        "gateway": "through a gateway",
        "translated_at_hub": "translated at the communications hub: end-to-end protection ends there",
        "translated_at_centre": "translated at the centre: end-to-end protection ends there",
    }
)
"""What each route means, and where end-to-end protection ends."""


def spelled(dictionaries: Dictionaries, address: Address | None) -> Iterator[tuple[str, str]]:
    """Yield an address in words, from the class or cluster inwards: what is named, and how."""
    match address:
        case DlmsAddress():
            yield from _of_object(dictionaries, address)
        case SepAddress():
            yield from _of_cluster(address)
        case NamedAddress():
            yield f"{address.kind} of use case", address.instance
            yield from _each(("in it", address.field))
        case None:
            return


def _of_object(dictionaries: Dictionaries, address: DlmsAddress) -> Iterator[tuple[str, str]]:
    known = dictionaries.dlms.interface_class(address.class_id)
    version = f", version {known.version}" if known is not None and known.name == address.class_name else ""
    yield "interface class", f"{address.class_id} {address.class_name}{version}"
    meaning = dictionaries.dlms.describe_logical_name(address.logical_name)
    yield "logical name", f"{address.logical_name}" + (f", {meaning}" if meaning else "")
    yield address.access.value, f"{address.index} {address.name}"
    yield from _each(("by", address.selector), ("in it", address.member))
    yield from [("in", "the return value")] if address.returned else []
    yield from _each(("through", address.through))


def _of_cluster(address: SepAddress) -> Iterator[tuple[str, str]]:
    yield "cluster", f"0x{address.cluster_id:04X} {address.cluster}"
    width = 2 if address.access is Access.COMMAND else 4
    verb = "sent by" if address.access is Access.COMMAND else "of"
    yield address.access.value, f"0x{address.id:0{width}X} {address.name} {verb} the {address.side.value}"
    yield from _each(("in it", address.field), ("as the answer to", address.request), ("answered by", address.reply))


def _each(*pairs: tuple[str, str]) -> Iterator[tuple[str, str]]:
    return ((name, said) for name, said in pairs if said)


def breaking(example: CounterExample) -> str:
    """Return in a sentence which value does not come back, and why."""
    ways = " and ".join(direction.value for direction in example.directions)
    raw = f", {example.raw} on the wire" if example.raw not in {"", example.value} else ""
    return f"{example.value}{raw} does not come back ({example.kind.value}, {ways}): {example.why}"


def scale_words(entry: EntryFacts | None) -> str:
    """Return what is known of the scale of a register's number; '' for what has none."""
    if entry is None:
        return ""
    if entry.scaler_unit is not None:
        power = entry.scaler_unit[0]
        return f"{f'times 10^{power}' if power else power}, fixed by the mapping"
    if entry.scaler_unit_index is not None:
        return f"known at run time only, from attribute {entry.scaler_unit_index}"
    return ""
