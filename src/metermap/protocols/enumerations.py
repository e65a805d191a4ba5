"""Named values: the members of an enumeration, or the fields of a bitmap."""

from __future__ import annotations

from dataclasses import dataclass, field

from metermap.core.suggest import normal
from metermap.core.types import Kind, TypeDescriptor, TypeSystem

__all__ = ["Enumeration", "EnumerationMember", "bit_field"]


@dataclass(frozen=True, slots=True)
class EnumerationMember:
    """A name and its value; for a bitmap, its mask."""

    name: str
    value: int

    @property
    def bits(self) -> tuple[int, int]:
        """Return the lowest and highest bit of a mask, counted from 0."""
        return ((self.value & -self.value).bit_length() - 1, self.value.bit_length() - 1)


@dataclass(frozen=True, slots=True)
class Enumeration:
    """An enumeration, or (`bitmap`) the bit fields of a packed word; `type` is the type on the wire.

    `source` is ``standard`` or the name of the overlay that it stands in.
    """

    name: str
    type: str
    bitmap: bool
    members: tuple[EnumerationMember, ...]
    source: str = field(default="standard", compare=False)

    def member(self, name: str) -> EnumerationMember | None:
        """Return the member of that name, whatever its case, spaces and punctuation."""
        wanted = normal(name)
        return next((member for member in self.members if normal(member.name) == wanted), None)

    def named(self, value: int) -> EnumerationMember | None:
        """Return the member with that value or mask."""
        return next((member for member in self.members if member.value == value), None)


def bit_field(system: TypeSystem, low: int, high: int, name: str = "") -> TypeDescriptor:
    """Return the type of bits `low` to `high` of a packed word, both counted from 0 and included."""
    width = high - low + 1
    place = f"bit {low}" if width == 1 else f"bits {low}..{high}"
    return TypeDescriptor(
        Kind.BOOLEAN if width == 1 else Kind.UNSIGNED,
        system,
        place,
        minimum=0,
        maximum=(1 << width) - 1,
        printed=f"{place} {name}".strip(),
    )
