"""Where the values stand in octets: each value that is not composed, with the way to it and the octets it takes.

The octets are those of a whole, as it travels; the layout says what they are. Octets that are not of the layout are
no fault of a workspace: a vector and its layout come from one table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from metermap.codegen.bindings.codecs import ZCL_NAMES, Codec, Wire
from metermap.codegen.bindings.layouts import (
    Array,
    Choice,
    Data,
    Field,
    Layout,
    Leaf,
    Payload,
    Sequence,
    Structure,
    Variant,
)
from metermap.codegen.bindings.steps import ElementStep, MemberStep, Step
from metermap.codegen.python.runtime import zcl
from metermap.codegen.python.runtime.axdr import read_count
from metermap.codegen.python.runtime.codec import DecodeError
from metermap.codegen.python.runtime.skipping import skip_data

__all__ = ["Span", "Way", "is_hollow", "leads_to", "spans"]

Way: TypeAlias = tuple[str | int, ...]
"""The way to a value: names of members, and positions in lists, counted from 1."""

_SCALER_UNIT: Final = "scaler_unit"
_ZCL_TYPES: Final[Mapping[str, int]] = {name: number for number, name in ZCL_NAMES.items()}
_ANY: Final = Codec(Wire.AXDR, "data")
_HEAD: Final = 1  # the tag of a data item


@dataclass(frozen=True, slots=True)
class Span:
    """A value that is not composed: the way to it, its octets from `start` to `end`, its codec and named values."""

    way: Way
    start: int
    end: int
    codec: Codec
    names: tuple[tuple[int, str], ...] = ()


def spans(layout: Layout, octets: bytes) -> tuple[Span, ...] | None:
    """Return the values in the octets of a layout, in order; None if they cannot be told apart."""
    walk = _Walk(octets)
    try:
        end = walk.through(layout, (), 0)
    except (DecodeError, LookupError):
        return None
    return tuple(walk.found) if end == len(octets) else None


def is_hollow(layout: Layout, octets: bytes) -> bool:
    """Whether octets of a layout leave out what it is for: an empty list, no octets, or a form that no case names.

    A list inside a value of DLMS/COSEM may be empty for good: a range that selects all columns names none. Of a list
    of lists the first one counts.
    Octets that cannot be walked are not known to be hollow.
    """
    walk = _Walk(octets)
    try:
        walk.through(layout, (), 0)
    except (DecodeError, LookupError):
        return False
    return walk.hollow


def leads_to(steps: Iterable[Step], way: Way) -> bool:
    """Whether steps of the bindings lead along a way; bits inside the value are not looked at."""
    wanted = [step for step in steps if isinstance(step, MemberStep | ElementStep)]
    return len(wanted) == len(way) and all(map(_fits, wanted, way))


def _fits(step: Step, part: str | int) -> bool:
    match step, part:
        case MemberStep(name=name), str():
            return name == part
        case ElementStep(first=first, last=last), int():
            return first is None or (last is not None and first <= part <= last)
        case _:
            return False


def _is_first(way: Way) -> bool:
    return all(part == 1 for part in way if isinstance(part, int))


@dataclass(slots=True)
class _Walk:
    octets: bytes
    found: list[Span] = field(default_factory=list)
    hollow: bool = False

    def through(self, layout: Layout, way: Way, at: int) -> int:  # noqa: PLR0911  (one a shape)
        """Note the values of a layout that begins at an offset, and return the offset behind it.

        Raises:
            DecodeError: the octets are not of the layout.
            LookupError: nothing says where a value ends.
        """
        match layout:
            case Leaf():
                return self._leaf(layout.codec, way, at, layout.names)
            case Structure():
                return self._members(layout.fields, way, read_count(self.octets, at + _HEAD, layout.name)[1])
            case Array():
                count, at = read_count(self.octets, at + _HEAD, "array")
                self.hollow |= count == 0 and not way
                return self._elements(layout.element, way, at, count)
            case Choice():
                fitting = (each for each in layout.alternatives if self.octets.startswith(each.lead, at))
                chosen = next(fitting, None)
                return self.through(chosen.layout, way, at) if chosen else self._unknown(layout)
            case Payload():
                return self._payload(layout.fields, way, at)
            case Data():
                return self._leaf(_ANY, way, at)
            case _:
                return self._unknown(layout)

    def _unknown(self, layout: Layout) -> int:
        message = f"nothing says where the {type(layout).__name__} ends"
        raise LookupError(message)

    def _leaf(self, codec: Codec, way: Way, at: int, names: tuple[tuple[int, str], ...] = ()) -> int:
        end = skip_data(self.octets, at) if codec.wire is Wire.AXDR else self._zcl_end(codec, at)
        if codec.name == _SCALER_UNIT:  # its two members stand as in any structure
            middle = skip_data(self.octets, at + 2)
            self.found.append(Span((*way, "scaler"), at + 2, middle, Codec(Wire.AXDR, "integer")))
            self.found.append(Span((*way, "unit"), middle, end, Codec(Wire.AXDR, "enum")))
        else:
            self.found.append(Span(way, at, end, codec, names))
        return end

    def _zcl_end(self, codec: Codec, at: int) -> int:
        if codec.name == "rest":
            self.hollow |= at == len(self.octets)
            return len(self.octets)
        if codec.name == "octets":
            return at + (codec.maximum or 0)
        return zcl.CODECS[_ZCL_TYPES[codec.name]].read(self.octets, at)[1]

    def _members(self, fields: Iterable[Field], way: Way, at: int) -> int:
        for each in fields:
            at = self.through(each.layout, (*way, each.name), at)
        return at

    def _elements(self, element: Layout, way: Way, at: int, count: int) -> int:
        for number in range(1, count + 1):
            at = self.through(element, (*way, number), at)
        return at

    def _payload(self, fields: Iterable[Field], way: Way, at: int) -> int:
        numbers: dict[str, int] = {}
        for each in fields:
            asked = each.present.fields if each.present else ()
            remain = at < len(self.octets)
            if each.present and not (
                all(name in numbers for name in asked) and each.present.holds(numbers, octets_remain=remain)
            ):
                self.hollow |= isinstance(each.layout, Sequence | Variant) and not remain
                continue
            start, at = at, self._payload_field(each.layout, (*way, each.name), at, numbers)
            numbers[each.name] = int.from_bytes(self.octets[start:at], "little")
        return at

    def _payload_field(self, layout: Layout, way: Way, at: int, numbers: Mapping[str, int]) -> int:
        match layout:
            case Sequence():
                return self._sequence(layout, way, at, numbers)
            case Variant():
                held = (case.layout for case in layout.cases if case.when.holds(numbers, octets_remain=False))
                chosen = next(held, None)
                self.hollow |= chosen is None
                return self._payload_field(chosen or layout.otherwise, way, at, numbers)
            case _:
                return self.through(layout, way, at)

    def _sequence(self, layout: Sequence, way: Way, at: int, numbers: Mapping[str, int]) -> int:
        if layout.count.field:
            count = layout.count.of(numbers.get(layout.count.field, 0))
            self.hollow |= count == 0 and _is_first(way)
            return self._elements(layout.element, way, at, count)
        number = 0
        while at < len(self.octets):
            number += 1
            at = self.through(layout.element, (*way, number), at)
        self.hollow |= number == 0 and _is_first(way)
        return at
