"""What an oracle says, as typed records: the shape of what the scripts in `extract` print."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "AttributeFact",
    "ClassFact",
    "ClusterFact",
    "CommandFact",
    "DataTypeFact",
    "DlmsFacts",
    "EnumerationFact",
    "FieldFact",
    "IndexFact",
    "Numbered",
    "PartFact",
    "SepFacts",
    "TypeFact",
    "ZclTypeFact",
]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A name and its number: a unit, a class, a member of an enumeration, the mask of a bit field."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class EnumerationFact:
    """The named values of an enumeration, or the masks of a bitmap."""

    name: str
    members: tuple[Numbered, ...]


@dataclass(frozen=True, slots=True)
class FieldFact:
    """A field of a command or a structure.

    `type` is a ZCL name; ``X[]`` is a list, ``uint8*X[]`` a list with its count before it.
    `fields` are those of the structure.
    """

    name: str
    type: str
    enumeration: EnumerationFact | None = None
    fields: tuple[FieldFact, ...] = ()


@dataclass(frozen=True, slots=True)
class AttributeFact:
    """An attribute of a cluster, of whichever side; `access` has the letters R, W and P."""

    id: int
    name: str
    type: str
    access: str
    mandatory: bool
    enumeration: EnumerationFact | None = None


@dataclass(frozen=True, slots=True)
class CommandFact:
    """A command with its fields in wire order; `sender` is ``client`` or ``server``."""

    sender: str
    id: int
    name: str
    fields: tuple[FieldFact, ...]


@dataclass(frozen=True, slots=True)
class ClusterFact:
    """A cluster; one without attributes and commands says that it exists, and no more."""

    id: int
    name: str
    attributes: tuple[AttributeFact, ...]
    commands: tuple[CommandFact, ...]


@dataclass(frozen=True, slots=True)
class ZclTypeFact:
    """A ZCL type; `octets` is None if the size varies, `non_value` hexadecimal, empty if there is none."""

    id: int
    name: str
    octets: int | None
    signed: bool
    non_value: str


@dataclass(frozen=True, slots=True)
class SepFacts:
    """All that an oracle says of the ZigBee Cluster Library. `packages` are those it came from, with versions."""

    packages: dict[str, str]
    types: tuple[ZclTypeFact, ...]
    clusters: tuple[ClusterFact, ...]
    global_commands: tuple[CommandFact, ...]


@dataclass(frozen=True, slots=True)
class PartFact:
    """A member of a structure, or an alternative of a choice."""

    name: str
    type: TypeFact


@dataclass(frozen=True, slots=True)
class TypeFact:
    """A DLMS type: `name` is the standard's, or ``choice``, or ``any`` if the oracle states none.

    `length` counts octets, `values` are those of an enumeration; empty if none are stated.
    """

    name: str
    length: int | None = None
    values: tuple[int, ...] = ()
    members: tuple[PartFact, ...] = ()
    element: TypeFact | None = None


@dataclass(frozen=True, slots=True)
class IndexFact:
    """An attribute or method; `static_dynamic` is S, D or empty."""

    index: int
    name: str
    type: TypeFact | None
    static_dynamic: str = ""


@dataclass(frozen=True, slots=True)
class ClassFact:
    """One version of an interface class."""

    id: int
    version: int
    name: str
    attributes: tuple[IndexFact, ...]
    methods: tuple[IndexFact, ...]


@dataclass(frozen=True, slots=True)
class DataTypeFact:
    """A data type of DLMS/COSEM; `octets` is None if the size varies or is not stated."""

    tag: int
    name: str
    octets: int | None


@dataclass(frozen=True, slots=True)
class DlmsFacts:
    """All that an oracle says of DLMS/COSEM. `packages` are those it came from, with versions.

    `class_names` has every class that the oracle has a number for, `classes` those it has the inside of.
    """

    packages: dict[str, str]
    classes: tuple[ClassFact, ...]
    class_names: tuple[Numbered, ...]
    units: tuple[Numbered, ...]
    data_types: tuple[DataTypeFact, ...]
