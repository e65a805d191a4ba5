"""What of an address is not the standard's: a national extension, an own object, a deviation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from metermap.core.addresses import Access, Address, DlmsAddress

if TYPE_CHECKING:
    from metermap.core.logical_names import LogicalName
    from metermap.protocols.dictionaries import Dictionaries

__all__ = ["Extension", "ExtensionKind", "extensions_of"]

_ABSTRACT: Final = 0
_COUNTRY_SPECIFIC: Final = 94  # value group C, DLMS UA Blue Book: D is then the country


class ExtensionKind(StrEnum):
    """In which way an address leaves the standard."""

    OWN_CLASS = "an interface class of its own"
    COUNTRY_BLOCK = "a logical name of a country's block"
    OWN_STRUCTURE = "a structure of its own"
    NO_RULE = "a logical name that no standard rule covers"
    OTHER_CLASS = "a class that the standard's rule does not name there"
    DEVIATION = "a deviation"


@dataclass(frozen=True, slots=True)
class Extension:
    """One way; `overlay` names whose it is, empty if no overlay says so. `what` is the thing itself."""

    kind: ExtensionKind
    overlay: str
    what: str


def extensions_of(address: Address | None, dictionaries: Dictionaries) -> tuple[Extension, ...]:
    """Return in which ways an address leaves the standard, in the order of `ExtensionKind`.

    Smart Energy has none: what an overlay says of it are other names and restrictions.
    """
    if not isinstance(address, DlmsAddress):
        return ()
    found = (*_of_class(address, dictionaries), *_of_object(address, dictionaries), *_of_parts(address, dictionaries))
    return tuple(sorted(found, key=lambda extension: list(ExtensionKind).index(extension.kind)))


def _of_class(address: DlmsAddress, dictionaries: Dictionaries) -> Iterator[Extension]:
    class_ = dictionaries.dlms.interface_class(address.class_id)
    if class_ is not None and class_.source in dictionaries.overlays:
        yield Extension(ExtensionKind.OWN_CLASS, class_.source, f"class {class_.id} {class_.name}")


def _of_object(address: DlmsAddress, dictionaries: Dictionaries) -> Iterator[Extension]:
    name = address.logical_name
    rule = dictionaries.dlms.logical_name(name)
    overlay = rule.source if rule is not None and rule.source in dictionaries.overlays else ""
    if _of_a_country(name):
        yield Extension(ExtensionKind.COUNTRY_BLOCK, overlay, str(name))
    if rule is None or rule.standard_class_ids is None:
        yield Extension(ExtensionKind.NO_RULE, overlay, str(name))
    elif rule.standard_class_ids and address.class_id not in rule.standard_class_ids:
        yield Extension(ExtensionKind.OTHER_CLASS, overlay, f"class {address.class_id} at {name}")


def _of_a_country(name: LogicalName) -> bool:
    return name.a == _ABSTRACT and name.c == _COUNTRY_SPECIFIC


def _of_parts(address: DlmsAddress, dictionaries: Dictionaries) -> Iterator[Extension]:
    part = _part(address)
    where = f"{address.object} {address.access} {address.index} {address.name}"
    place = (address.class_id, address.logical_name, address.access, address.index, part)
    for overlay in dictionaries.dlms.overlays:
        # The parameters of selective access are the standard's, whatever the value holds.
        if not address.selector and overlay.part(place) is not None:
            yield Extension(ExtensionKind.OWN_STRUCTURE, overlay.name, where)
        for deviation in overlay.deviations():
            found = (deviation.class_id, deviation.logical_name, deviation.access, deviation.index, deviation.part)
            if found == place:
                what = f"{where}: {deviation.overlay} instead of {deviation.standard}"
                yield Extension(ExtensionKind.DEVIATION, overlay.name, what)


def _part(address: DlmsAddress) -> str:
    """Return which part of the object an address is in, as the overlay's tables call it."""
    if address.access is Access.ATTRIBUTE:
        return "value"
    return "returned" if address.returned else "argument"
