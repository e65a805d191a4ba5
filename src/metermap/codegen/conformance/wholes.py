"""The octets of what travels whole, as a message would carry it: a vector's, with what the mapping fixes put in.

A vector is octets that an independent library built. It knows the type and not the mapping: where the mapping says
that a field always holds a value, or which codes may be written, that value stands here in place of the vector's.
Where no vector is of a type, the octets are composed of the vectors of its parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from metermap.codegen.bindings.codecs import Wire
from metermap.codegen.bindings.layouts import Array, Layout, Leaf, Payload, Structure, is_dlms, notation
from metermap.codegen.bindings.steps import MemberStep, Step
from metermap.codegen.conformance.spans import Span, leads_to, spans
from metermap.codegen.conformance.values import bits_of, value_at, way_of, with_value
from metermap.codegen.conformance.written import (
    alternatives,
    constant_octets,
    is_number,
    number_at,
    shown,
    with_number,
)
from metermap.codegen.python.runtime.axdr import length_octets
from metermap.codegen.vectors.generate import Typed

if TYPE_CHECKING:
    from metermap.codegen.bindings.scan import EntryFacts
    from metermap.codegen.python.runtime.terms import Terms
    from metermap.codegen.vectors.model import Json, Vector

__all__ = ["Whole", "Wholes", "own_steps"]

_STRUCTURE: Final = 2
_ARRAY: Final = 1
_ELEMENTS: Final = 2  # of a list that is composed here
_TRIED: Final = 300  # codes in a row that may all be taken


@dataclass(frozen=True, slots=True)
class Whole:
    """Octets, the value that they are, and where they are from.

    `vectors` are the ids of the vectors that they are made of; `composed` tells that metermap put them together.
    `fixed` are the ways at which the mapping's value stands in place of the vector's. `unwritten` are statements whose
    constant could not be put in: the octets are then not what the mapping says. `places` are the values in them.
    """

    octets: bytes
    value: Json
    layout: Layout
    vectors: tuple[str, ...]
    sources: tuple[str, ...]
    composed: bool = False
    fixed: tuple[str, ...] = ()
    unwritten: tuple[str, ...] = ()
    places: tuple[Span, ...] = field(default=(), repr=False)

    def reaches(self, steps: Iterable[Step]) -> bool:
        """Whether the value has a part to which the steps lead, be it the non-value."""
        way = way_of(steps)
        return not way or any(span.way[: len(way)] == way for span in self.places)

    def own(self, entry: EntryFacts) -> Json:
        """Return the value of an entry in it; None where it has none."""
        steps = own_steps(entry)
        value, bits = value_at(self.value, way_of(steps)), bits_of(steps)
        return value if bits is None or not isinstance(value, int) else (value >> bits.lowest) & ((1 << bits.width) - 1)


def own_steps(entry: EntryFacts) -> tuple[Step, ...]:
    """Return the way from the whole to an entry's value; the members of a scaler_unit are steps here."""
    return (MemberStep(0, entry.member),) if entry.member else entry.steps


class Wholes:
    """The vectors by the layout that they are of."""

    def __init__(self, vectors: Sequence[Vector]) -> None:
        self.layouts = Typed(vectors).layouts
        self._by_layout: dict[tuple[str, str], list[Vector]] = defaultdict(list)
        for vector in vectors:
            layout = self.layouts.get(vector.type)
            if vector.accepted and not vector.order and layout is not None:
                self._by_layout[vector.type.partition(" ")[0], layout].append(vector)

    def of(self, layout: Layout, entries: Iterable[EntryFacts] = ()) -> Whole | None:
        """Return octets of a layout in which the entries have a value; None if no vector is of it or of its parts.

        The entries are those of one message: what the mapping says of them all holds at once.
        """
        those = tuple(entries)
        whole = self._of_vector(layout, those) or self._composed(layout)
        if whole is None:
            return None
        found = spans(layout, whole.octets)
        return whole if found is None else _fixed(replace(whole, places=found), those)

    def _of_vector(self, layout: Layout, entries: Sequence[EntryFacts]) -> Whole | None:
        wire = Wire.AXDR if is_dlms(layout) else Wire.ZCL
        found = self._by_layout.get((wire.value, notation(layout)))
        if not found:
            return None
        ways = [way_of(own_steps(entry)) for entry in entries] or [()]
        chosen = min(found, key=lambda each: _unfit(each, [value_at(each.value, way) for way in ways]))
        return Whole(chosen.encoded, chosen.value, layout, (chosen.id,), (chosen.source,))

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
        return self._of_vector(layout, ()) or self._composed(layout)


def _unfit(vector: Vector, values: Sequence[Json]) -> tuple[int, bool, int, int]:
    """Return how little a vector suits: values that it lacks, that it is no typical one, zeros, length."""
    return (
        sum(value is None for value in values),
        vector.kind != "typical",
        sum(not value for value in values),
        len(vector.hex),
    )


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


def _fixed(whole: Whole, entries: Iterable[EntryFacts]) -> Whole:
    """Return the octets with what the mapping says of the entries; what always holds a value is put in last."""
    those = sorted(entries, key=lambda entry: (bool(entry.statement.value), entry.statement.key))
    for entry in those:
        whole = _with_constant(whole, entry) if entry.statement.value else _with_code(whole, entry)
    return whole


def _of(whole: Whole, entry: EntryFacts) -> tuple[Span, ...]:
    steps = own_steps(entry)
    return tuple(span for span in whole.places if leads_to(steps, span.way))


def _with_code(whole: Whole, entry: EntryFacts) -> Whole:
    """Return the octets with a number that the mapping allows to be written, where theirs is none."""
    bits = bits_of(own_steps(entry))
    for span in _of(whole, entry):
        if not is_number(whole.octets, span):
            continue
        number = number_at(whole.octets, span, bits)
        chosen = _allowed(number, entry.terms)
        made = with_number(whole.octets, span, chosen, bits) if chosen != number else None
        if made is not None:
            whole = _changed(whole, span, made)
    return whole


def _allowed(number: int, terms: Terms) -> int:
    """Return the number, or the least one that may be written and stands for a value."""
    taken = {code for code, _ in terms.meanings}
    if number not in taken and (not terms.allowed or any(low <= number <= high for low, high in terms.allowed)):
        return number
    ranges = terms.allowed or ((1, _TRIED), (0, 0))
    codes = (code for low, high in ranges for code in range(low, min(high, low + _TRIED) + 1))
    return next((code for code in codes if code not in taken), number)


def _with_constant(whole: Whole, entry: EntryFacts) -> Whole:
    """Return the octets with the value that the mapping fixes; one that cannot be written is noted."""
    bits, values = bits_of(own_steps(entry)), alternatives(entry.statement.value)
    for span in _of(whole, entry):
        made = [octets for value in values if (octets := constant_octets(whole.octets, span, value, bits)) is not None]
        if len(made) < len(values):
            return replace(whole, unwritten=(*whole.unwritten, entry.statement.key))
        if whole.octets not in made:
            whole = _changed(whole, span, made[0])
    return whole


def _changed(whole: Whole, span: Span, octets: bytes) -> Whole:
    """Return the whole with other octets, in which only the value of one place differs."""
    places = spans(whole.layout, octets) or ()
    now = next((each for each in places if each.way == span.way), None)
    if now is None:
        return whole
    value = with_value(whole.value, span.way, shown(octets, now))
    way = ".".join(map(str, span.way)) or "value"
    return replace(whole, octets=octets, value=value, places=places, fixed=tuple(dict.fromkeys((*whole.fixed, way))))
