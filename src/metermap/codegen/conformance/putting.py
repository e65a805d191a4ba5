"""Puts into octets what the mapping says of them, and makes request and answer say the same of the same thing.

Where the mapping says that a member always holds a value, or which codes may be written, that value stands in place of
the vector's. What cannot be put in is noted, and never left out in silence. Reserved bits are zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from metermap.codegen.bindings.codecs import Wire
from metermap.codegen.bindings.layouts import Layout
from metermap.codegen.bindings.steps import MemberStep, Step
from metermap.codegen.conformance.spans import Span, Way, leads_to, spans
from metermap.codegen.conformance.values import bits_of, other_names, value_at, way_of, with_value
from metermap.codegen.conformance.written import (
    alternatives,
    constant_octets,
    is_number,
    number_at,
    shown,
    with_number,
)
from metermap.codegen.python.runtime.codec import DecodeError

if TYPE_CHECKING:
    from metermap.codegen.bindings.scan import EntryFacts
    from metermap.codegen.python.runtime.terms import Terms
    from metermap.codegen.vectors.model import Json

__all__ = ["Wanted", "Whole", "agreed", "put_in"]

_TRIED: Final = 300  # codes in a row that may all be taken
_BITMAP: Final = "map"
_TIME: Final = "UTC"  # a request names a time from which, an answer the time at which


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the mapping says of one message: its entries, and numbers that it says of a member elsewhere."""

    entries: tuple[EntryFacts, ...] = ()
    kinds: Mapping[str, int] = field(default_factory=dict)

    def values(self, layout: Layout, value: Json) -> tuple[Json, ...]:
        """Return the values of the entries in that of a whole; the whole's if there is no entry."""
        ways = (way_of(_steps_in(layout, value, entry)) for entry in self.entries)
        return tuple(value_at(value, way) for way in ways) or (value,)

    @property
    def anywhere(self) -> bool:
        """Whether an element is in what travels and the mapping names no member that holds it."""
        return any(not _own_steps(entry) for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Whole:
    """Octets, the value that they are, and where they are from.

    `vectors` are the ids of the vectors that they are made of; `composed` tells that metermap put them together.
    `fixed` are the ways at which another value stands in place of the vector's, and `said` those of which the mapping
    says what it is. `unwritten` are those at which a value of the mapping could not be put in: the octets are then not
    what the mapping says. `places` are the values in them.
    """

    octets: bytes
    value: Json
    layout: Layout
    vectors: tuple[str, ...]
    sources: tuple[str, ...]
    composed: bool = False
    fixed: tuple[str, ...] = ()
    said: frozenset[Way] = frozenset()
    unwritten: tuple[str, ...] = ()
    places: tuple[Span, ...] = field(default=(), repr=False)

    def steps(self, entry: EntryFacts) -> tuple[Step, ...]:
        """Return the way to an entry's value in it."""
        return _steps_in(self.layout, self.value, entry)

    def reaches(self, entry: EntryFacts) -> bool:
        """Whether the value has a part to which an entry's steps lead, be it the non-value."""
        way = way_of(self.steps(entry))
        return not way or any(span.way[: len(way)] == way for span in self.places)

    def own(self, entry: EntryFacts) -> Json:
        """Return the value of an entry in it; None where it has none."""
        steps = self.steps(entry)
        value, bits = value_at(self.value, way_of(steps)), bits_of(steps)
        return value if bits is None or not isinstance(value, int) else (value >> bits.lowest) & ((1 << bits.width) - 1)


def _own_steps(entry: EntryFacts) -> tuple[Step, ...]:
    """Return the way from the whole to an entry's value; the members of a scaler_unit are steps here."""
    return (MemberStep(0, entry.member),) if entry.member else entry.steps


def _steps_in(layout: Layout, value: Json, entry: EntryFacts) -> tuple[Step, ...]:
    """Return the way to an entry's value in a value of a layout, with the name that a member has in its form."""
    steps = _own_steps(entry)
    if value_at(value, way_of(steps)) is not None:
        return steps
    others = _with_other_names(steps, other_names(layout))
    return next((other for other in others if value_at(value, way_of(other)) is not None), steps)


def _with_other_names(steps: tuple[Step, ...], names: Mapping[str, frozenset[str]]) -> Iterator[tuple[Step, ...]]:
    for at, step in enumerate(steps):
        if isinstance(step, MemberStep):
            for name in sorted(names.get(step.name, ())):
                yield (*steps[:at], replace(step, name=name), *steps[at + 1 :])


def put_in(whole: Whole, wanted: Wanted) -> Whole:
    """Return the octets with what is wanted of them; what always holds a value is put in last."""
    whole = replace(whole, places=spans(whole.layout, whole.octets) or ())
    for span in whole.places:
        whole = _without_reserved_bits(whole, span)
    for name, number in sorted(wanted.kinds.items()):
        whole = _with_kind(whole, (name,), number)
    for entry in sorted(wanted.entries, key=lambda entry: (bool(entry.statement.value), entry.statement.key)):
        whole = _with_constant(whole, entry) if entry.statement.value else _with_code(whole, entry)
    return whole


def _without_reserved_bits(whole: Whole, span: Span) -> Whole:
    """Return the octets without the bits of a bitmap to which the standard gives no meaning."""
    if not (span.names and span.codec.wire is Wire.ZCL and span.codec.name.startswith(_BITMAP)):
        return whole
    meant = 0
    for mask, _ in span.names:
        meant |= mask
    number = number_at(whole.octets, span)
    return _with(whole, span, with_number(whole.octets, span, number & meant))


def _with_kind(whole: Whole, way: Way, number: int) -> Whole:
    for span in (span for span in whole.places if span.way == way and is_number(whole.octets, span)):
        made = _with(whole, span, with_number(whole.octets, span, number))
        whole = replace(made, said=made.said | {way})
    return whole


def _of(whole: Whole, entry: EntryFacts) -> tuple[Span, ...]:
    steps = whole.steps(entry)
    return tuple(span for span in whole.places if leads_to(steps, span.way))


def _at(whole: Whole, way: Way) -> Span:
    return next(span for span in whole.places if span.way == way)


def _with_code(whole: Whole, entry: EntryFacts) -> Whole:
    """Return the octets with a number that the mapping allows to be written, where theirs is none."""
    bits = bits_of(entry.steps)
    for span in _of(whole, entry):
        if is_number(whole.octets, span):
            number = number_at(whole.octets, span, bits)
            whole = _with(whole, span, with_number(whole.octets, span, _allowed(number, entry.terms), bits))
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
    bits, values = bits_of(entry.steps), alternatives(entry.statement.value)
    found = _of(whole, entry)
    if not found:
        return _unwritten(whole, way_of(whole.steps(entry)))
    for way in [span.way for span in found]:
        span = _at(whole, way)  # a value of another length moved those behind it
        made = [octets for value in values if (octets := constant_octets(whole.octets, span, value, bits)) is not None]
        if len(made) < len(values):
            return _unwritten(whole, span.way)
        whole = _with(whole, span, whole.octets if whole.octets in made else made[0])
        whole = replace(whole, said=whole.said | {span.way})
    return whole


def _with(whole: Whole, span: Span, octets: bytes | None) -> Whole:
    """Return the whole with other octets, in which only the value of one place differs; None cannot be written."""
    if octets == whole.octets:
        return whole
    places = spans(whole.layout, octets) if octets is not None else None
    if octets is None or places is None or [each.way for each in places] != [each.way for each in whole.places]:
        return _unwritten(whole, span.way)
    changed = replace(whole, octets=octets, places=places)
    try:
        value = with_value(whole.value, span.way, shown(octets, _at(changed, span.way)))
    except DecodeError:  # a string, and no date or time
        return _unwritten(whole, span.way)
    return replace(changed, value=value, fixed=tuple(dict.fromkeys((*whole.fixed, _shown(span.way)))))


def _unwritten(whole: Whole, way: Way) -> Whole:
    return replace(whole, unwritten=tuple(dict.fromkeys((*whole.unwritten, _shown(way)))))


def _shown(way: Way) -> str:
    return ".".join(map(str, way)) or "value"


def agreed(request: Whole, answer: Whole) -> tuple[Whole, Whole]:
    """Return request and answer with the same number in each member that both have at the top.

    What the mapping says counts; else what is asked for. A request for any, and a mask that the answer is in, agree
    with the answer. A time does not count, as a request names the time from which; nor does how much there is, as
    there may be less than is asked for.
    """
    for asked in request.places:
        told = next((span for span in answer.places if (span.way, span.codec) == (asked.way, asked.codec)), None)
        if told is None or not _is_echo(request, asked):
            continue
        wish, number = number_at(request.octets, asked), number_at(answer.octets, told)
        if told.way in answer.said:
            request = request if asked.way in request.said else _with_number(request, asked.way, number)
        elif not _agree(request, asked, wish, number):
            answer = _with_number(answer, told.way, wish)
    return request, answer


def _is_echo(request: Whole, span: Span) -> bool:
    return len(span.way) == 1 and span.codec.name != _TIME and is_number(request.octets, span)


def _agree(request: Whole, span: Span, wish: int, number: int) -> bool:
    if span.codec.name.startswith(_BITMAP):
        return number != 0 and number & wish == number
    return shown(request.octets, span) is None


def _with_number(whole: Whole, way: Way, number: int) -> Whole:
    """Return the whole with another number; as it is where that counts what is in it."""
    span = _at(whole, way)
    made = _with(whole, span, with_number(whole.octets, span, number))
    return whole if made.unwritten else made
