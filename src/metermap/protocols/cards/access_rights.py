"""The codes of access modes, on the cards of members that hold them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from metermap.core.types import TypeDescriptor
from metermap.protocols.cards.card import CardTable
from metermap.protocols.dlms.access_modes import access_modes
from metermap.protocols.dlms.lookup import MemberFound

__all__ = ["access_mode_remarks", "access_mode_tables"]

_ASSOCIATION_LN: Final = 15  # the class whose versions the table of access modes counts
_MODE: Final = "access_mode"


def access_mode_tables(entry: MemberFound) -> Iterator[CardTable]:
    """Yield the access modes of attributes, of methods, or of both, as the member of that class version has them."""
    names = _names(entry)
    modes = access_modes(entry.interface_class.version) if entry.interface_class.id == _ASSOCIATION_LN else None
    if modes is None or _MODE not in names:
        return
    for holder, table in (("attribute_access", modes.attributes), ("method_access", modes.methods)):
        if holder in names:
            rows = tuple((f"0x{one.value:02X}" if table.bitmap else str(one.value), one.name) for one in table.members)
            title = f"Access modes of {holder}, version {modes.version}"
            yield CardTable(title, ("mask" if table.bitmap else "value", "name"), rows)


def access_mode_remarks(entry: MemberFound) -> Iterator[str]:
    """Yield a sentence where a member holds access modes whose codes are not recorded."""
    if entry.interface_class.id != _ASSOCIATION_LN and _MODE in _names(entry):
        yield "The codes of access_mode are recorded for Association LN only."


def _names(entry: MemberFound) -> frozenset[str]:
    return frozenset((*entry.path, *_inside(entry.type)))


def _inside(type_: TypeDescriptor) -> Iterator[str]:
    if type_.element is not None:
        yield from _inside(type_.element)
    for member in type_.members:
        yield member.name
        yield from _inside(member.type)
