"""Layouts as rows of const tables: the children of a row stand side by side, equal blocks are written once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from metermap.codegen.bindings.codecs import Codec, Wire
from metermap.codegen.bindings.layouts import (
    Array,
    Buffer,
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
)
from metermap.codegen.c.filters import CInitializer
from metermap.core.suggest import normal
from metermap.protocols.sep.conditions import Comparison, Condition, Count, OctetsRemain

__all__ = ["MOST_SLOTS", "LayoutTable", "codec_name"]

MOST_SLOTS: Final = 4
"""How many fields of one payload may control others: GB_LAYOUT_SLOTS of the runtime."""

_OPERATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {"==": "EQUAL", "!=": "UNEQUAL", ">=": "AT_LEAST", "<=": "AT_MOST", "<": "BELOW", ">": "ABOVE"}
)
_ALL_BITS: Final = 0xFFFFFFFF
_NOTHING: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Row:
    """One row; `children`, `present` and `count` are numbers of rows of the three tables, None for none."""

    shape: str
    codec: str = ""
    minimum: int = 0
    maximum: int | None = None
    children: int | None = None
    child_count: int = 0
    present: int | None = None
    count: int | None = None
    slot: int = 0
    optional: bool = False


@dataclass(slots=True)
class LayoutTable:
    """The tables of a package. `prefix` is that of its names, in lower case."""

    prefix: str
    _rows: list[_Row] = field(default_factory=list)
    _blocks: dict[tuple[_Row, ...], int] = field(default_factory=dict)
    _terms: dict[tuple[str, ...], int] = field(default_factory=dict)
    _term_count: int = 0
    _counts: dict[str, int] = field(default_factory=dict)

    def add(self, layout: Layout) -> int:
        """Return the number of the layout's row.

        Raises:
            ValueError: a rule of a payload asks for a field that is not before it, or for too many fields.
        """
        return self._block((self._row(layout, _NOTHING),))

    def rows(self) -> Iterator[tuple[tuple[str, CInitializer], ...]]:
        """Yield the fields of each row that are not 0."""
        for row in self._rows:
            yield tuple((name, CInitializer(code)) for name, code in self._fields(row))

    def terms(self) -> Iterator[CInitializer]:
        """Yield the terms of all conditions."""
        yield from (CInitializer(term) for terms in self._terms for term in terms)

    def counts(self) -> Iterator[CInitializer]:
        """Yield the rules of all lists."""
        yield from map(CInitializer, self._counts)

    def _fields(self, row: _Row) -> Iterator[tuple[str, str]]:
        upper = self.prefix.upper()
        if row.children is not None:
            yield "children", f"&{self.prefix}_layouts[{row.children:d}]"
            yield "child_count", f"{row.child_count:d}"
        if row.present is not None:
            yield "present", f"&{self.prefix}_terms[{row.present:d}]"
        if row.count is not None:
            yield "count", f"&{self.prefix}_counts[{row.count:d}]"
        if row.minimum:
            yield "minimum", f"{row.minimum:d}u"
        yield "maximum", f"{upper}_UNLIMITED" if row.maximum is None else f"{row.maximum:d}u"
        if row.codec:
            yield "codec", f"{upper}_{row.codec}"
        yield "shape", f"{upper}_SHAPE_{row.shape}"
        if row.slot:
            yield "slot", f"{row.slot:d}"
        if row.optional:
            yield "is_optional", "true"

    def _block(self, rows: tuple[_Row, ...]) -> int:
        if rows not in self._blocks:
            self._blocks[rows] = len(self._rows)
            self._rows += rows
        return self._blocks[rows]

    def _parent(self, shape: str, children: tuple[_Row, ...], **more: int | None) -> _Row:
        start = self._block(children) if children else None
        return _Row(shape, children=start, child_count=len(children), **more)  # type: ignore[arg-type]  # the record's own

    def _row(self, layout: Layout, slots: Mapping[str, int]) -> _Row:  # noqa: PLR0911  (one a shape)
        """Return the row; `slots` are those of the payload that the layout is a field of."""
        match layout:
            case Leaf():
                return _leaf(layout.codec)
            case Data():
                return _Row("DATA")
            case Structure() | Unordered():
                shape = "STRUCTURE" if isinstance(layout, Structure) else "UNORDERED"
                return self._parent(shape, self._members(layout.fields))
            case Buffer():
                return self._parent("BUFFER", (self._parent("UNORDERED", self._members(layout.fields)),))
            case Array():
                element = (self._row(layout.element, _NOTHING),)
                return self._parent("ARRAY", element, minimum=layout.minimum, maximum=layout.maximum)
            case Choice():
                alternatives = (self._row(each.layout, _NOTHING) for each in layout.alternatives)
                return self._parent("CHOICE", tuple(alternatives))
            case Payload():
                return self._parent("PAYLOAD", tuple(self._payload(layout)))
            case Sequence():
                element = (self._row(layout.element, _NOTHING),)
                return self._parent("LIST", element, count=self._count(layout.count, slots))
            case Variant():
                return self._parent("VARIANT", tuple(self._cases(layout, slots)))

    def _members(self, fields: tuple[Field, ...]) -> tuple[_Row, ...]:
        return tuple(replace(self._row(one.layout, _NOTHING), optional=one.optional) for one in fields)

    def _payload(self, payload: Payload) -> Iterator[_Row]:
        slots = _slots(payload)
        known: dict[str, int] = {}
        for one in payload.fields:
            row = self._row(one.layout, known)
            present = None if one.present is None else self._condition(one.present, known)
            slot = slots.get(normal(one.name), 0)
            yield _with(row, present, slot)
            if slot:
                known[normal(one.name)] = slot

    def _cases(self, variant: Variant, slots: Mapping[str, int]) -> Iterator[_Row]:
        for case in variant.cases:
            yield _with(self._row(case.layout, slots), self._condition(case.when, slots), 0)
        yield self._row(variant.otherwise, slots)

    def _condition(self, condition: Condition, slots: Mapping[str, int]) -> int:
        """Return the number of the condition's first term."""
        terms: list[str] = []
        for number, alternative in enumerate(condition.alternatives, 1):
            for at, term in enumerate(alternative, 1):
                last = "END" if number == len(condition.alternatives) else "OR"
                terms.append(self._term(term, "AND" if at < len(alternative) else last, slots))
        key = tuple(terms)
        if key not in self._terms:
            self._terms[key] = self._term_count
            self._term_count += len(key)
        return self._terms[key]

    def _term(self, term: Comparison | OctetsRemain, joint: str, slots: Mapping[str, int]) -> str:
        upper = self.prefix.upper()
        end = f".joint = {upper}_JOINT_{joint}"
        if isinstance(term, OctetsRemain):
            return f"{{.operation = {upper}_OPERATION_OCTETS_REMAIN, {end}}}"
        mask = _ALL_BITS if term.mask is None else term.mask
        compared = (
            f".mask = 0x{_fitting(mask):X}u, .number = {_fitting(term.number):d}u, .slot = {_slot(term.field, slots):d}"
        )
        return f"{{{compared}, .operation = {upper}_OPERATION_{_OPERATIONS[term.operator]}, {end}}}"

    def _count(self, count: Count, slots: Mapping[str, int]) -> int:
        mask = _ALL_BITS if count.mask is None else count.mask
        slot = _slot(count.field, slots) if count.field else 0
        text = f"{{.mask = 0x{_fitting(mask):X}u, .slot = {slot:d}, .shift = {count.shift:d}}}"
        return self._counts.setdefault(text, len(self._counts))


def codec_name(codec: Codec) -> str:
    """Return the enumerator of a codec, without prefix."""
    return f"{codec.wire.value}_{codec.name.replace('-', '_')}".upper()


def _leaf(codec: Codec) -> _Row:
    match codec.name:
        case "rest":
            return _Row("REST")
        case "octets":
            return _Row("FIXED", maximum=codec.maximum)
        case "array" | "set" | "bag" if codec.wire is Wire.ZCL:
            return _Row("COLLECTION", codec_name(codec))
        case "struct" if codec.wire is Wire.ZCL:
            return _Row("ZCL_STRUCTURE", codec_name(codec))
        case _:
            return _Row("LEAF", codec_name(codec), codec.minimum, codec.maximum)


def _with(row: _Row, present: int | None, slot: int) -> _Row:
    """Return a row as a field of a payload."""
    return _Row(
        row.shape,
        row.codec,
        row.minimum,
        row.maximum,
        row.children,
        row.child_count,
        present,
        row.count,
        slot,
    )


def _slots(payload: Payload) -> dict[str, int]:
    """Return a slot for each field that a rule of the payload asks for, in the order of the fields."""
    asked = {normal(name) for one in payload.fields for name in _asked(one)}
    names = [normal(one.name) for one in payload.fields if normal(one.name) in asked]
    if len(names) > MOST_SLOTS:
        message = f"{payload.name}: rules ask for {len(names)} fields, and there is room for {MOST_SLOTS}"
        raise ValueError(message)
    return {name: slot for slot, name in enumerate(names, 1)}


def _asked(one: Field) -> Iterator[str]:
    if one.present is not None:
        yield from one.present.fields
    yield from _counted(one.layout)


def _counted(layout: Layout) -> Iterator[str]:
    match layout:
        case Sequence(_, count) if count.field:
            yield count.field
        case Variant(cases, otherwise):
            for case in cases:
                yield from case.when.fields
                yield from _counted(case.layout)
            yield from _counted(otherwise)
        case _:
            return


def _slot(name: str, slots: Mapping[str, int]) -> int:
    slot = slots.get(normal(name))
    if slot is None:
        message = f"a rule asks for {name}, which no field before it is called"
        raise ValueError(message)
    return slot


def _fitting(value: int) -> int:
    """Return a number of a rule, which the table holds in 32 bits."""
    if value > _ALL_BITS:
        message = f"a rule compares with 0x{value:X}, which takes more than 32 bits"
        raise ValueError(message)
    return value
