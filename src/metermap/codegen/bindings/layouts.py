"""Layouts: one description of the bytes of what travels whole, for both bindings.

What travels whole is the value of a DLMS attribute, the argument or the return value of a method, the
parameters of selective access, the value of a Smart Energy attribute, or the payload of a command. Each
back end writes a layout in its own language; docs/decisions/0021 has the rules that they share.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from metermap.codegen.bindings.codecs import Codec, Wire
from metermap.protocols.sep.conditions import Condition, Count

__all__ = [
    "DATA",
    "Alternative",
    "Array",
    "Buffer",
    "Case",
    "Choice",
    "Data",
    "Field",
    "Layout",
    "Leaf",
    "Payload",
    "Sequence",
    "Structure",
    "Unordered",
    "Variant",
    "children",
    "is_dlms",
    "notation",
]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value that is not composed. `names` are its named values: of an enumeration, or masks of a bitmap."""

    codec: Codec
    names: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A named part of a structure, a buffer or a payload.

    `present` says when a field of a payload is there; None for always. `optional` marks a member of an
    unordered structure that some variants of a device lack.
    """

    name: str
    layout: Layout
    present: Condition | None = None
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Structure:
    """A-XDR structure: its members in order. `name` is for the type that a back end makes of it."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Unordered:
    """An A-XDR structure whose members are known and their order is not recorded: the caller gives it."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Buffer:
    """The buffer of a profile: an A-XDR array of rows; which columns, and in which order, capture_objects say."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Array:
    """A-XDR array; the bounds are those that the standard states."""

    element: Layout
    minimum: int = 0
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """One alternative of a choice. `lead` are the first octets that only its values have."""

    lead: bytes
    layout: Layout


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several A-XDR types, told apart by what the octets begin with; no lead begins another."""

    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Data:
    """Self-describing A-XDR data of any type."""


DATA: Final = Data()


@dataclass(frozen=True, slots=True)
class Payload:
    """The fields of a Smart Energy command in order, or those of a structure that a command holds."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list in a payload. `count` says how long it is: by an earlier field, or to the end of the payload."""

    element: Layout
    count: Count


@dataclass(frozen=True, slots=True)
class Case:
    """What a field is when a condition on earlier fields holds."""

    when: Condition
    layout: Layout


@dataclass(frozen=True, slots=True)
class Variant:
    """A field of a payload whose layout depends on earlier fields; the first case that holds counts."""

    cases: tuple[Case, ...]
    otherwise: Layout


Layout: TypeAlias = Leaf | Structure | Unordered | Buffer | Array | Choice | Data | Payload | Sequence | Variant


def children(layout: Layout) -> Iterator[Layout]:
    """Yield the layouts directly inside a layout, in order."""
    match layout:
        case Structure() | Unordered() | Buffer() | Payload():
            yield from (field.layout for field in layout.fields)
        case Array() | Sequence():
            yield layout.element
        case Choice():
            yield from (alternative.layout for alternative in layout.alternatives)
        case Variant():
            yield from (case.layout for case in layout.cases)
            yield layout.otherwise
        case Leaf() | Data():
            return


def is_dlms(layout: Layout) -> bool:
    """Whether it is a layout of DLMS/COSEM data; one of Smart Energy otherwise."""
    match layout:
        case Leaf():
            return layout.codec.wire is Wire.AXDR
        case Payload() | Sequence() | Variant():
            return False
        case _:
            return True


def notation(layout: Layout) -> str:  # noqa: PLR0911  (one a shape)
    """Return a layout as text: the same text for the same octets, whatever the type is called."""
    match layout:
        case Leaf():
            return _leaf(layout.codec)
        case Structure() | Unordered() | Buffer() | Payload():
            kind = type(layout).__name__.lower()
            return f"{kind}{{{','.join(map(_field, layout.fields))}}}"
        case Array():
            bounds = "" if (layout.minimum, layout.maximum) == (0, None) else f"[{layout.minimum}..{layout.maximum}]"
            return f"array{bounds}{{{notation(layout.element)}}}"
        case Choice():
            inside = "|".join(f"{each.lead.hex()}:{notation(each.layout)}" for each in layout.alternatives)
            return f"choice({inside})"
        case Data():
            return "data"
        case Sequence():
            return f"list[{layout.count}]{{{notation(layout.element)}}}"
        case Variant():
            cases = (f"{case.when}:{notation(case.layout)}" for case in layout.cases)
            return f"variant({'|'.join((*cases, notation(layout.otherwise)))})"


def _leaf(codec: Codec) -> str:
    if codec.minimum == 0 and codec.maximum is None:
        return codec.name
    if codec.minimum == codec.maximum:
        return f"{codec.name}[{codec.minimum}]"
    return f"{codec.name}[{codec.minimum}..{'' if codec.maximum is None else codec.maximum}]"


def _field(field: Field) -> str:
    return f"{field.name}{f' if {field.present}' if field.present else ''}:{notation(field.layout)}"
