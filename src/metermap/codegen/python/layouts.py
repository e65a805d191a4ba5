"""Layouts as Python: the types of what is composed, and the code of their codecs.

Each distinct structure or payload becomes one `typing.NamedTuple` and one constant; a list of them one
constant more. Those of DLMS/COSEM stand in the module `cosem_types`, those of Smart Energy in `sep_types`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from metermap.codegen.bindings.codecs import COMPOSED, Codec, Wire
from metermap.codegen.bindings.layouts import (
    Array,
    Buffer,
    Case,
    Choice,
    Data,
    Field,
    Layout,
    Leaf,
    Payload,
    Sequence,
    Structure,
    Unordered,
    Variant,
    children,
    is_dlms,
    notation,
)
from metermap.codegen.bindings.names import constant_words
from metermap.codegen.python.filters import PythonExpression, literal
from metermap.core.text import python_identifier
from metermap.protocols.sep.conditions import Comparison, Condition, Count

__all__ = ["COSEM_TYPES", "SEP_TYPES", "Definition", "Member", "Types", "codec_expression"]

COSEM_TYPES: Final = "cosem_types"
SEP_TYPES: Final = "sep_types"

# Codecs whose constant is not just the name in capitals.
_CONSTANTS: Final[Mapping[str, str]] = MappingProxyType(
    {"clusterId": "CLUSTER_ID", "attribId": "ATTRIB_ID", "bacOID": "BAC_OID"}
)
_SIZED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "octet-string": "axdr.OctetString",
        "visible-string": "axdr.VisibleString",
        "utf8-string": "axdr.Utf8String",
        "bit-string": "axdr.BitString",
    }
)
# What a codec decodes to, where that is not an integer.
_ANNOTATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "null-data": "None",
        "dont-care": "None",
        "boolean": "bool",
        "bit-string": "axdr.Bits",
        "octet-string": "bytes",
        "visible-string": "str",
        "utf8-string": "str",
        "float32": "float",
        "float64": "float",
        "date-time": "cosem.DateTime",
        "date-time-tagged": "cosem.DateTime",
        "date": "cosem.Date",
        "date-tagged": "cosem.Date",
        "time": "cosem.Time",
        "time-tagged": "cosem.Time",
        "scaler_unit": "cosem.ScalerUnit",
    }
)
_ZCL_ANNOTATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bool": "bool | None",
        "semi": "float | None",
        "single": "float | None",
        "double": "float | None",
        "octstr": "bytes | None",
        "octstr16": "bytes | None",
        "string": "str | None",
        "string16": "str | None",
        "UTC": "datetime | None",
        "ToD": "zcl.TimeOfDay | None",
        "date": "zcl.Date | None",
        "key128": "bytes",
        "octets": "bytes",
        "rest": "bytes",
    }
)
_EVERY_CODE: Final = ("map", "data")  # types of which each code is a value
_OF_TUPLES: Final = frozenset({"index", "count"})  # methods that a field of a tuple would hide


@dataclass(frozen=True, slots=True)
class Member:
    """A field of a generated NamedTuple: its name, its type, and what is said of it."""

    name: str
    annotation: PythonExpression
    note: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A constant of a module of types, and the class before it if it makes one."""

    name: str
    value: PythonExpression
    note: str
    type_name: str = ""
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """Where a layout is defined: the module, its type and its codec."""

    home: str
    type_name: str
    constant: str


@dataclass(slots=True)
class Types:
    """The definitions that the layouts of a package need, by module; each layout is defined once.

    `cosem` and `sep` are the modules that new definitions stand in.
    """

    cosem: str = COSEM_TYPES
    sep: str = SEP_TYPES
    definitions: dict[str, list[Definition]] = field(init=False)
    _known: dict[Layout, _Known] = field(default_factory=dict)
    _names: set[str] = field(default_factory=set)
    _of: dict[Layout, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.definitions = {self.cosem: [], self.sep: []}

    def beyond(self, cosem: str, sep: str) -> Types:
        """Return types that know all that these know; what they lack is defined in modules of other names."""
        return Types(cosem, sep, _known=dict(self._known), _names=set(self._names))

    def add(self, transfers: Iterable[tuple[str, Layout]]) -> None:
        """Define layouts and what is inside them. `transfers` are layouts with what travels so, in words."""
        known: dict[Layout, list[str]] = {}
        wholes = tuple(transfers)
        for key, layout in wholes:
            for inside in _all_of(layout):
                known.setdefault(inside, []).append(key)
        self._of = {layout: _of(keys) for layout, keys in known.items()}
        for layout in sorted({whole for _, whole in wholes}, key=lambda each: (_name(each), notation(each))):
            self._define(layout)

    def expression(self, layout: Layout, module: str = "") -> PythonExpression:
        """Return the code of a layout's codec; `module` is the one that the code stands in."""
        return PythonExpression(self._expression(layout, module))

    def annotation(self, layout: Layout, module: str = "") -> PythonExpression:
        """Return the type of a layout's values."""
        return PythonExpression(self._annotation(layout, module))

    def _define(self, layout: Layout) -> None:
        for inside in children(layout):
            self._define(inside)
        if layout in self._known or not _is_defined(layout):
            return
        module = self.cosem if is_dlms(layout) else self.sep
        type_name = self._unique(python_identifier(_name(layout)))
        constant = constant_words(type_name)
        value = self._expression(layout, module, type_name)
        members = tuple(self._members(layout, module)) if isinstance(layout, Structure | Payload) else ()
        definition = Definition(
            constant,
            PythonExpression(value),
            f"{_note(layout)} {self._of[layout]}",
            type_name if isinstance(layout, Structure | Payload) else "",
            members,
        )
        self.definitions[module].append(definition)
        self._known[layout] = _Known(module, type_name, constant)

    def _unique(self, name: str) -> str:
        number, unique = 1, name
        while unique in self._names:
            number += 1
            unique = f"{name}{number}"
        self._names.add(unique)
        return unique

    def _members(self, layout: Structure | Payload, module: str) -> Iterator[Member]:
        for part in layout.fields:
            annotation = self._annotation(part.layout, module)
            if part.present is not None:
                annotation += " | payloads.Absent"
            yield Member(field_name(part.name), PythonExpression(annotation), _field_note(part))

    def _expression(self, layout: Layout, module: str, own: str = "") -> str:
        if not own and layout in self._known:
            known = self._known[layout]
            return _qualified(known.constant, known.home, module)
        match layout:
            case Leaf():
                return codec_expression(layout.codec)
            case Payload() | Sequence() | Variant():
                return self._of_payload(layout, module, own)
            case Data():
                return "data.DATA"
            case _:
                return self._of_data(layout, module, own)

    def _of_data(self, layout: Structure | Unordered | Buffer | Array | Choice, module: str, own: str) -> str:
        match layout:
            case Structure():
                return f"structures.Structure({own}, {self._codecs(layout.fields, module)})"
            case Unordered():
                optional = tuple(part.name for part in layout.fields if part.optional)
                rest = f", optional={literal(optional)}" if optional else ""
                return f"unordered.Unordered({literal(layout.name)}, {self._named(layout.fields, module)}{rest})"
            case Buffer():
                return f"buffers.ProfileBuffer({self._named(layout.fields, module)})"
            case Array(element, minimum, maximum):
                bounds = "" if (minimum, maximum) == (0, None) else f", {minimum}, {maximum}"
                return f"structures.Array({self._expression(element, module)}{bounds})"
            case Choice():
                inside = (f"{each.lead!r}: {self._expression(each.layout, module)}" for each in layout.alternatives)
                return f"structures.Choice({{{', '.join(inside)}}})"

    def _of_payload(self, layout: Payload | Sequence | Variant, module: str, own: str) -> str:
        match layout:
            case Payload():
                return f"payloads.Payload({own}, {self._fields(layout.fields, module)})"
            case Sequence():
                message = "a list in a payload is said by its field"
                raise TypeError(message)
            case Variant():
                return self._variant(layout, module)

    def _codecs(self, fields: tuple[Field, ...], module: str) -> str:
        return _tuple(self._expression(part.layout, module) for part in fields)

    def _named(self, fields: tuple[Field, ...], module: str) -> str:
        inside = (f"{literal(part.name)}: {self._expression(part.layout, module)}" for part in fields)
        return f"{{{', '.join(inside)}}}"

    def _fields(self, fields: tuple[Field, ...], module: str) -> str:
        return _tuple(f"payloads.Field({literal(part.name)}, {self._field(part, module)})" for part in fields)

    def _field(self, part: Field, module: str) -> str:
        code, count = self._counted(part.layout, module)
        when = f", when={_condition(part.present)}" if part.present else ""
        return f"{code}{when}{f', count={count}' if count else ''}"

    def _counted(self, layout: Layout, module: str) -> tuple[str, str]:
        """Return the code of a codec, and that of the count if it is a list."""
        if isinstance(layout, Sequence):
            return self._expression(layout.element, module), _count(layout.count)
        return self._expression(layout, module), ""

    def _variant(self, layout: Variant, module: str) -> str:
        cases = _tuple(self._case(case, module) for case in layout.cases)
        code, count = self._counted(layout.otherwise, module)
        return f"payloads.Variants({cases}, {code}{f', {count}' if count else ''})"

    def _case(self, case: Case, module: str) -> str:
        code, count = self._counted(case.layout, module)
        return f"payloads.Variant({_condition(case.when)}, {code}{f', {count}' if count else ''})"

    def _annotation(self, layout: Layout, module: str) -> str:  # noqa: PLR0911  (one a shape)
        match layout:
            case Leaf():
                return _leaf_annotation(layout.codec)
            case Data():
                return "data.Data"
            case Structure() | Payload():
                return _qualified(self._known[layout].type_name, self._known[layout].home, module)
            case Unordered():
                return "Mapping[str, object]"
            case Buffer():
                return "buffers.Rows"
            case Array() | Sequence():
                return f"tuple[{self._annotation(layout.element, module)}, ...]"
            case Choice():
                return _union(self._annotation(each.layout, module) for each in layout.alternatives)
            case Variant():
                inside = (*(case.layout for case in layout.cases), layout.otherwise)
                return _union(self._annotation(each, module) for each in inside)


def field_name(name: str) -> str:
    """Return the name of a field of a NamedTuple: ``issuer_event_id`` for ``issuerEventId``."""
    found = python_identifier(constant_words(name).lower().strip("_"))
    return f"{found}_" if found in _OF_TUPLES else found


def codec_expression(codec: Codec) -> PythonExpression:
    """Return the code of a codec: a constant of a runtime module, or a type of a stated size."""
    if codec.name in _SIZED:
        sizes = literal(codec.minimum) if codec.maximum is None else f"{codec.minimum:d}, {codec.maximum:d}"
        return PythonExpression(f"{_SIZED[codec.name]}({sizes})")
    if codec.name == "octets":
        return PythonExpression(f"zcl.FixedOctets({literal(f'octets[{codec.maximum}]')}, {codec.maximum:d})")
    if codec.name == "rest":
        return PythonExpression("payloads.REST")
    module = "cosem" if codec.name in COMPOSED and codec.wire is Wire.AXDR else codec.wire.value
    constant = _CONSTANTS.get(codec.name, codec.name.replace("-", "_").upper())
    return PythonExpression(f"{module}.{constant}")


def _leaf_annotation(codec: Codec) -> str:
    if codec.wire is Wire.AXDR:
        return _ANNOTATIONS.get(codec.name, "int")
    return _ZCL_ANNOTATIONS.get(codec.name, "int" if codec.name.startswith(_EVERY_CODE) else "int | None")


def _is_defined(layout: Layout) -> bool:
    """Whether a layout has a constant of its own: what has a name, and a choice or variant of such."""
    return isinstance(layout, Structure | Payload | Unordered | Buffer)


def _name(layout: Layout) -> str:
    match layout:
        case Structure() | Payload() | Unordered() | Buffer():
            return layout.name
        case _:
            return ""


def _all_of(layout: Layout) -> Iterator[Layout]:
    """Yield a layout and all layouts inside it."""
    yield layout
    for inside in children(layout):
        yield from _all_of(inside)


def _of(keys: list[str]) -> str:
    """Return in a sentence where a layout is found."""
    first, *others = sorted(set(keys))
    return f"Of {first}{f', and {len(others)} more' if others else ''}."


def _note(layout: Layout) -> str:
    match layout:
        case Payload():
            return "The fields in the order sent."
        case Unordered():
            return "The order of the members is not recorded: pass it to `in_order`."
        case Buffer():
            return "Which columns there are, and in which order, capture_objects say: pass them."
        case _:
            return "The members in the order sent."


def _field_note(part: Field) -> str:
    texts = [part.name if field_name(part.name) != part.name else "", notation(part.layout)]
    if isinstance(part.layout, Structure | Payload | Array | Sequence | Variant | Choice):
        texts[1] = ""
    if isinstance(part.layout, Sequence):
        texts.append(f"as many as {part.layout.count} says" if part.layout.count.field else "to the end")
    if part.present is not None:
        texts.append(f"there if {part.present}")
    return "; ".join(filter(None, texts))


def _qualified(name: str, home: str, module: str) -> str:
    return name if home == module else f"{home}.{name}"


def _tuple(parts: Iterable[str]) -> str:
    found = tuple(parts)
    return f"({', '.join(found)}{',' if len(found) == 1 else ''})"


def _union(parts: Iterable[str]) -> str:
    """Return a union; None stands last, and each part once."""
    found = dict.fromkeys(piece for part in parts for piece in part.split(" | "))
    return " | ".join(sorted(found, key=lambda piece: piece == "None"))


def _condition(condition: Condition) -> str:
    alternatives = _tuple(
        _tuple(_term(term) if isinstance(term, Comparison) else "payloads.OCTETS_REMAIN" for term in terms)
        for terms in condition.alternatives
    )
    return f"payloads.When({alternatives})"


def _term(term: Comparison) -> str:
    mask = "" if term.mask is None else f", 0x{term.mask:X}"
    return f"payloads.Term({literal(term.field)}, {literal(term.operator)}, 0x{term.number:X}{mask})"


def _count(count: Count) -> str:
    if not count.field:
        return "payloads.Count()"
    mask = "" if count.mask is None else f", mask=0x{count.mask:X}"
    shift = f", shift={count.shift}" if count.shift else ""
    return f"payloads.Count({literal(count.field)}{mask}{shift})"
