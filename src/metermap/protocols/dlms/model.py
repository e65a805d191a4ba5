"""What the DLMS/COSEM dictionary answers with: plain frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from metermap.core.editions import ALWAYS, Lifetime
from metermap.core.logical_names import LogicalName
from metermap.core.suggest import normal
from metermap.core.types import Kind, TypeDescriptor

__all__ = [
    "RESERVED",
    "ClassMember",
    "Deviation",
    "InterfaceClass",
    "LogicalNameRule",
    "Selector",
    "Unit",
    "camel",
]

RESERVED: Final = "reserved"
"""The type of a member whose number is kept for an earlier version of its class."""


@dataclass(frozen=True, slots=True)
class ClassMember:
    """An attribute or method of an interface class.

    `type` is that of the attribute's value or of the method's argument. `static_dynamic` is ``S``,
    ``D`` or empty. `confidence`, high, medium or low, depends on the number of sources that agree
    on the index; types are less certain. `confirmed_by` names the sources that this project compared and
    that hold the same index, name and outer type. `sources_disagree` names sources with another type; the
    dictionary's `decisions` say what came of it. `same_as` names the class version that the row was
    derived from.
    """

    index: int
    name: str
    type: TypeDescriptor
    static_dynamic: str = ""
    confidence: str = ""
    confirmed_by: str = ""
    sources_disagree: str = ""
    same_as: str = ""
    lifetime: Lifetime = ALWAYS

    @property
    def reserved(self) -> bool:
        """Whether the number is only kept for an earlier version, and nothing may be sent."""
        return self.type.name == RESERVED


@dataclass(frozen=True, slots=True)
class InterfaceClass:
    """One version of an interface class. `source` is ``standard`` or the overlay's name."""

    id: int
    name: str
    version: int
    versions: tuple[int, ...]
    attributes: tuple[ClassMember, ...]
    methods: tuple[ClassMember, ...]
    source: str = "standard"
    lifetime: Lifetime = ALWAYS

    @property
    def camel(self) -> str:
        """The name as the mapping language writes it: ``ProfileGeneric``."""
        return camel(self.name)

    def attribute(self, name_or_index: str | int) -> ClassMember | None:
        """Return an attribute by index or name; case, spaces and punctuation do not count."""
        return _member(self.attributes, name_or_index)

    def method(self, name_or_index: str | int) -> ClassMember | None:
        """Return a method by index or name; case, spaces and punctuation do not count."""
        return _member(self.methods, name_or_index)


def camel(name: str) -> str:
    """Return a class's name as the mapping language writes it: ``Profile generic`` is ``ProfileGeneric``."""
    words = "".join(letter if letter.isalnum() else " " for letter in name).split()
    return "".join(word[:1].upper() + word[1:] for word in words)


def _member(members: tuple[ClassMember, ...], key: str | int) -> ClassMember | None:
    if isinstance(key, int):
        return next((member for member in members if member.index == key), None)
    wanted = normal(key)
    return next((member for member in members if normal(member.name) == wanted), None)


@dataclass(frozen=True, slots=True)
class Selector:
    """One way of selective access to an attribute; `type` is that of its parameters."""

    name: str
    access_selector: int
    type: TypeDescriptor


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the Blue Book's enumeration; `symbol` is not unique (m3 is 13 and 14)."""

    id: int
    symbol: str
    quantity: str
    name: str


@dataclass(frozen=True, slots=True)
class LogicalNameRule:
    """What is known of a logical name.

    `class_ids` are the interface classes that may stand there: the overlay's where it knows the
    object, else the standard's; empty means any. `source` is the overlay's name, or ``standard``.
    `standard_class_ids` are those of the standard's rule: None if no rule covers the name.
    `pattern` is the standard's rule, six groups with ranges, empty if none. `types` are the data types that
    its value may have by that rule: None if no rule covers the name or the rule names no type, empty if it
    allows any. `note` is what is odd about the rule in its source.
    """

    logical_name: LogicalName
    class_ids: tuple[int, ...]
    source: str
    standard_class_ids: tuple[int, ...] | None = None
    pattern: str = ""
    types: tuple[str, ...] | None = None
    note: str = ""

    def allows_class(self, class_id: int) -> bool | None:
        """Whether an object of that class may stand here; None where no rule of the standard covers the name."""
        if self.standard_class_ids is None:
            return None
        return not self.standard_class_ids or class_id in (*self.class_ids, *self.standard_class_ids)

    def allows_type(self, type_: TypeDescriptor) -> bool | None:
        """Whether a value of that type may stand here; None where the standard says nothing.

        Of a choice, one alternative is enough. An octet-string that holds a date is an octet-string.
        """
        if self.types is None:
            return None
        if not self.types:
            return True
        alternatives = [member.type for member in type_.members] if type_.kind is Kind.CHOICE else [type_]
        return any(one.name in self.types or one.kind is Kind.ANY for one in alternatives)

    @property
    def deviates(self) -> bool:
        """Whether the overlay uses a class that the standard's rule does not allow here."""
        return bool(self.standard_class_ids) and not set(self.class_ids) <= set(self.standard_class_ids or ())


@dataclass(frozen=True, slots=True)
class Deviation:
    """A place where an overlay, the `source`, departs from the standard: both types, as printed."""

    class_id: int
    logical_name: LogicalName
    access: str
    index: int
    part: str
    overlay: str
    standard: str
    source: str = ""
