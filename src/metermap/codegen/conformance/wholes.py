"""Chooses the octets of what travels whole, as a message would carry it: a vector's, or composed of vectors' parts.

A vector is octets that an independent library built. It knows the type and not the mapping. That one is taken in
which what the mapping says can be put in, and which has a value for each element; `putting` puts it in. Where no vector
is of a type, the octets are composed of the vectors of its parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from metermap.codegen.bindings.codecs import Wire
from metermap.codegen.bindings.layouts import (
    Array,
    Buffer,
    Layout,
    Leaf,
    Payload,
    Structure,
    Unordered,
    children,
    is_dlms,
    notation,
)
from metermap.codegen.conformance.model import Why
from metermap.codegen.conformance.putting import Wanted, Whole, put_in
from metermap.codegen.conformance.spans import is_hollow
from metermap.codegen.conformance.values import value_at
from metermap.codegen.python.runtime.axdr import length_octets
from metermap.codegen.vectors.generate import Typed

if TYPE_CHECKING:
    from metermap.codegen.vectors.model import Json, Vector

__all__ = ["Wholes"]

_NOTHING: Final = Wanted()
_STRUCTURE: Final = 2
_ARRAY: Final = 1
_ELEMENTS: Final = 2  # of a list that is composed here


class Wholes:
    """The vectors by the layout that they are of."""

    def __init__(self, vectors: Sequence[Vector]) -> None:
        self.layouts = Typed(vectors).layouts
        self._by_layout: dict[tuple[str, str], list[Vector]] = defaultdict(list)
        for vector in vectors:
            layout = self.layouts.get(vector.type)
            if vector.accepted and not vector.order and layout is not None:
                self._by_layout[vector.type.partition(" ")[0], layout].append(vector)

    def of(self, layout: Layout, wanted: Wanted = _NOTHING) -> Whole | Why:
        """Return octets of a layout in which the wanted entries have a value, or why there are none.

        The entries are those of one message: what the mapping says of them all holds at once.
        """
        found = self._of_type(layout)
        whole = self._fitting(layout, found, wanted)
        if whole is None and (composed := self._composed(layout)) is not None:
            whole = put_in(composed, wanted)
        if whole is None:
            return Why.ORDER if _has_no_order(layout) else (Why.NOT_REACHED if found else Why.NO_VECTOR)
        return Why.CONSTANT if whole.unwritten else whole

    def _of_type(self, layout: Layout) -> Sequence[Vector]:
        wire = Wire.AXDR if is_dlms(layout) else Wire.ZCL
        return self._by_layout.get((wire.value, notation(layout)), ())

    def _fitting(self, layout: Layout, found: Sequence[Vector], wanted: Wanted) -> Whole | None:
        """Return the best vector in which all can be put in that is wanted; else the best, which says what cannot.

        Where an element is in what travels and nobody says where, a vector that leaves out what it is for has no
        place for it.
        """
        first: Whole | None = None
        for vector in sorted(found, key=lambda each: _unfit(each, layout, wanted)):
            if wanted.anywhere and is_hollow(layout, vector.encoded):
                continue
            whole = put_in(Whole(vector.encoded, vector.value, layout, (vector.id,), (vector.source,)), wanted)
            if not whole.unwritten:
                return whole
            first = first or whole
        return first

    def _composed(self, layout: Layout) -> Whole | None:
        """Return octets of a list or structure of DLMS/COSEM made of those of its parts."""
        match layout:
            case Array():
                element = self._part(layout.element)
                count = min(max(layout.minimum, _ELEMENTS), layout.maximum or _ELEMENTS)
                head = bytes((_ARRAY,)) + length_octets(count)
                return None if element is None else _joined(layout, head, [element] * count)
            case Structure():
                parts = {each.name: part for each in layout.fields if (part := self._part(each.layout))}
                head = bytes((_STRUCTURE,)) + length_octets(len(parts))
                return _joined(layout, head, parts) if len(parts) == len(layout.fields) else None
            case Payload():
                return self._payload(layout)
            case _:
                return None

    def _payload(self, layout: Payload) -> Whole | None:
        """Return the payload of a command with simple fields alone; those that others leave out are left out."""
        parts: dict[str, Whole] = {}
        numbers: dict[str, int] = {}
        for each in layout.fields:
            asked = each.present.fields if each.present else ()
            if each.present and not (set(asked) <= numbers.keys() and each.present.holds(numbers, octets_remain=False)):
                continue
            part = self._part(each.layout) if isinstance(each.layout, Leaf) else None
            if part is None:
                return None
            parts[each.name] = part
            numbers[each.name] = int.from_bytes(part.octets, "little")
        return _joined(layout, b"", parts)

    def _part(self, layout: Layout) -> Whole | None:
        return self._fitting(layout, self._of_type(layout), _NOTHING) or self._composed(layout)


def _unfit(vector: Vector, layout: Layout, wanted: Wanted) -> tuple[int, bool, bool, int, int, int]:
    """Return how little a vector suits: values that it lacks, hollow, no typical one, other kinds, zeros, length."""
    values = wanted.values(layout, vector.value)
    return (
        sum(value is None for value in values),
        is_hollow(layout, vector.encoded),
        vector.kind != "typical",
        sum(value_at(vector.value, (name,)) != number for name, number in wanted.kinds.items()),
        sum(not value for value in values),
        len(vector.hex),
    )


def _has_no_order(layout: Layout) -> bool:
    return isinstance(layout, Buffer | Unordered) or any(map(_has_no_order, children(layout)))


def _joined(layout: Layout, head: bytes, parts: Mapping[str, Whole] | Sequence[Whole]) -> Whole:
    """Return a whole of named parts, or of the elements of a list."""
    those = tuple(parts.values()) if isinstance(parts, Mapping) else tuple(parts)
    value: Json = (
        {name: part.value for name, part in parts.items()}
        if isinstance(parts, Mapping)
        else [part.value for part in those]
    )
    return Whole(
        head + b"".join(part.octets for part in those),
        value,
        layout,
        tuple(dict.fromkeys(name for part in those for name in part.vectors)),
        tuple(dict.fromkeys(source for part in those for source in part.sources)),
        composed=True,
    )
