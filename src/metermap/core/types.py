"""The type descriptor: one record for the types of the catalogue, of DLMS/COSEM and of ZCL.

Frozen border, see docs/decisions. Parsers for each system's own notation live with that system;
what they return is always a `TypeDescriptor`, with the text as printed kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from metermap.core.editions import ALWAYS, Lifetime

__all__ = ["Kind", "Member", "TypeDescriptor", "TypeSystem"]


class TypeSystem(StrEnum):
    """Whose type it is."""

    CATALOGUE = "catalogue"
    DLMS = "dlms"
    SEP = "sep"


class Kind(StrEnum):
    """What values a type has, whatever its name."""

    NULL = "null"
    BOOLEAN = "boolean"
    UNSIGNED = "unsigned"
    SIGNED = "signed"
    INTEGER = "integer"  # a catalogue's integer: no width stated
    ENUM = "enum"
    BITS = "bits"
    OCTETS = "octets"
    TEXT = "text"
    DATE_TIME = "date-time"
    DATE = "date"
    TIME = "time"
    FLOAT = "float"
    STRUCTURE = "structure"
    ARRAY = "array"
    CHOICE = "choice"
    METHOD = "method"
    ANY = "any"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Member:
    """A named part of a structure, or an alternative of a choice.

    `condition` says when it is there, empty if always: in a command ``fieldControl & 0x01 != 0``, in a
    structure of an overlay a word of its source. `count` names the earlier field that counts a list.
    `lifetime` says in which editions it holds.
    """

    name: str
    type: TypeDescriptor
    condition: str = ""
    count: str = ""
    lifetime: Lifetime = ALWAYS


@dataclass(frozen=True, slots=True)
class TypeDescriptor:
    """A type.

    `name` is its name in its own system (``double-long-unsigned``, ``uint48``, ``INTEGER``).
    `tag` is the A-XDR tag or the ZCL type id. `octets` is the size of the value on the wire
    without tag or length; None when it varies. `minimum` and `maximum` bound the raw integer.
    `length` bounds the count: octets of a string, bits of a bit string, elements of an array.
    `non_value` is the code that means "no value" (ZCL). `enumeration` names the table of an
    enumeration or bitmap. `members` are those of a structure, or the alternatives of a choice.
    `optional` says that the value may be absent. `printed` is the text it was read from.
    """

    kind: Kind
    system: TypeSystem
    name: str
    tag: int | None = None
    octets: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    length: tuple[int, int | None] | None = None
    non_value: int | None = None
    enumeration: str = ""
    members: tuple[Member, ...] = ()
    element: TypeDescriptor | None = None
    optional: bool = False
    printed: str = ""

    def __str__(self) -> str:
        return self.printed or self.name

    @property
    def label(self) -> str:
        """Return the name with a fixed length, as mapping tables print types: ``octet-string(12)``."""
        if self.length is not None and self.length[0] == self.length[1]:
            return f"{self.name}({self.length[0]})"
        return self.name

    def member(self, name: str) -> TypeDescriptor | None:
        """Return the type of the member called `name`, looking through arrays."""
        if self.kind is Kind.ARRAY and self.element is not None:
            return self.element.member(name)
        return next((part.type for part in self.members if part.name == name), None)
