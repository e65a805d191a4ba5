"""Entries that are a part of something composed: a member of a structure, an element of a list, a field of a command.

What travels is the whole: `codec` reads and writes it. `part(whole, ...)` gives the entry's own value of a
whole, `with_part` the whole with that value changed. Where the way to the part leads through lists, both take
a position for each. Positions count from 1, whatever range the mapping states: ``[0..120]`` says how many there
may be. A list for which the mapping states one position takes none.

    whole = entry.decode_whole(octets)
    price = entry.part(whole, 3)
    octets = entry.encode_whole(entry.with_part(whole, price + 1, 3))

`value_in` and `with_value` do the same in the catalogue's terms, by the scale that the whole itself states.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeAlias, TypeVar, cast

from .buffers import Rows
from .codec import Codec, Decoded, Octets, encode_with
from .cosem import ScalerUnit
from .entries import DlmsEntry, SepEntry
from .ordering import Orderable
from .scales import Refusal, Scale, TermsError
from .terms import Bounds, Term, Valued, bounds_of

__all__ = [
    "Bits",
    "DlmsArgument",
    "DlmsPart",
    "DlmsReturned",
    "DlmsSelection",
    "Element",
    "Member",
    "Part",
    "SepCommand",
    "SepPart",
    "Step",
    "Whole",
    "pick",
    "put",
]

W = TypeVar("W")
P = TypeVar("P")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Member:
    """To a member: its number in the structure, counted from 0, and its name in the standard."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Element:
    """To an element of a list. `first` and `last` are the range that the mapping states; positions count from 1."""

    first: int | None = None
    last: int | None = None

    @property
    def fixed(self) -> int | None:
        """The one position that the mapping states; None if it states several or none."""
        return self.first if self.first == self.last else None


@dataclass(frozen=True, slots=True)
class Bits:
    """To `width` bits of a packed value, from bit `lowest`."""

    lowest: int
    width: int

    @property
    def ones(self) -> int:
        """The largest number that the bits hold."""
        return (1 << self.width) - 1


Step: TypeAlias = Member | Element | Bits


def pick(whole: object, steps: Sequence[Step], positions: Sequence[int]) -> object:
    """Return the part of a whole that the steps lead to.

    Raises:
        IndexError: a list has no element at a position, or another number of positions is needed.
        TypeError: the whole is not of the layout that the steps are for.
    """
    for step, position in _with_positions(steps, positions):
        whole = _child(whole, step, position)
    return whole


def put(whole: object, steps: Sequence[Step], positions: Sequence[int], value: object) -> object:
    """Return the whole with another value in the place that the steps lead to.

    Raises:
        IndexError, TypeError: as `pick`.
        ValueError: some bits cannot hold the value.
    """
    way = list(_with_positions(steps, positions))
    passed = [whole]
    for step, position in way[:-1]:
        passed.append(_child(passed[-1], step, position))
    for above, (step, position) in zip(reversed(passed), reversed(way), strict=True):
        value = _replaced(above, step, position, value)
    return value


def _with_positions(steps: Sequence[Step], positions: Sequence[int]) -> Iterator[tuple[Step, int]]:
    """Yield each step with its position: the caller's, or the one that the mapping fixes; 0 where there is no list."""
    needed = sum(1 for step in steps if isinstance(step, Element) and step.fixed is None)
    if needed != len(positions):
        message = f"{needed} positions are needed, one for each list on the way, not {len(positions)}"
        raise IndexError(message)
    given = iter(positions)
    for step in steps:
        if isinstance(step, Element):
            yield step, next(given) if step.fixed is None else step.fixed
        else:
            yield step, 0


def _child(whole: object, step: Step, position: int) -> object:
    match step:
        case Bits():
            return _number(whole) >> step.lowest & step.ones
        case Element():
            return _element(whole, position)
        case Member(number, name):
            return _of_mapping(whole, name) if isinstance(whole, dict) else _list(whole)[number]


def _replaced(whole: object, step: Step, position: int, value: object) -> object:
    match step:
        case Bits():
            return _with_bits(_number(whole), step, _number(value))
        case Element() if isinstance(whole, Rows):
            return replace(whole, rows=_with_element(whole.rows, position, _row(whole, value)))
        case Element():
            return _with_element(_list(whole), position, value)
        case Member(number, name):
            if isinstance(whole, dict):
                _of_mapping(whole, name)
                return whole | {name: value}
            members = _list(whole)
            return _like(members, (*members[:number], value, *members[number + 1 :]))


def _of_mapping(whole: dict[str, object], name: str) -> object:
    if name not in whole:
        message = f"there is no {name}; there are {', '.join(whole)}"
        raise IndexError(message)
    return whole[name]


def _element(whole: object, position: int) -> object:
    """Return an element of a list; the row of a buffer as a dict of its columns."""
    if isinstance(whole, Rows):
        return dict(zip(whole.names, whole.rows[_index(whole.rows, position)], strict=True))
    return _list(whole)[_index(_list(whole), position)]


def _with_element(elements: tuple[V, ...], position: int, value: V) -> tuple[V, ...]:
    at = _index(elements, position)
    return (*elements[:at], value, *elements[at + 1 :])


def _row(rows: Rows, value: object) -> tuple[object, ...]:
    if not isinstance(value, dict):
        message = f"{value!r} is no row"
        raise TypeError(message)
    return tuple(value[name] for name in rows.names)


def _like(members: tuple[object, ...], values: tuple[object, ...]) -> tuple[object, ...]:
    """Return the values as the class that `members` are of: a NamedTuple, or a plain tuple."""
    make = getattr(type(members), "_make", tuple)
    return cast("tuple[object, ...]", make(values))


def _with_bits(whole: int, step: Bits, value: int) -> int:
    if not 0 <= value <= step.ones:
        message = f"{value} does not fit in {step.width} bits"
        raise ValueError(message)
    return whole & ~(step.ones << step.lowest) | value << step.lowest


def _index(elements: tuple[object, ...], position: int) -> int:
    if not 1 <= position <= len(elements):
        message = f"there is no element {position} of {len(elements)}"
        raise IndexError(message)
    return position - 1


def _list(whole: object) -> tuple[object, ...]:
    if not isinstance(whole, tuple):
        message = f"{whole!r} is no structure and no list"
        raise TypeError(message)
    return whole


def _number(whole: object) -> int:
    if not isinstance(whole, int):
        message = f"{whole!r} is no number"
        raise TypeError(message)
    return whole


class Whole(Orderable, Valued[W], Generic[W]):
    """An entry that is all of what travels. The octets are those of the whole, with tag in DLMS/COSEM."""

    __slots__ = ()

    codec: Codec[W]

    @property
    def leaf_type(self) -> str:
        """The standard's name of the type."""
        return self.codec.name

    def decode(self, data: Octets, offset: int = 0) -> Decoded[W]:
        """Return the value at `offset` and the octets it took. Raises DecodeError."""
        return self.codec.decode(data, offset)

    def decode_exact(self, data: Octets) -> W:
        """Return the value that all of `data` is. Raises DecodeError."""
        return self.codec.decode_exact(data)

    def encode(self, value: W) -> bytes:
        """Return the octets of the value. Raises ValueError."""
        return encode_with(self.codec, value)


@dataclass(frozen=True, slots=True, kw_only=True)
class DlmsArgument(DlmsEntry, Whole[W]):
    """The argument of a method, with tag."""

    codec: Codec[W]


@dataclass(frozen=True, slots=True, kw_only=True)
class DlmsReturned(DlmsEntry, Whole[W]):
    """What a method returns, with tag."""

    codec: Codec[W]


@dataclass(frozen=True, slots=True, kw_only=True)
class DlmsSelection(DlmsEntry, Whole[W]):
    """The parameters of selective access to an attribute, with tag. `selector` names the way of access."""

    codec: Codec[W]


@dataclass(frozen=True, slots=True, kw_only=True)
class SepCommand(SepEntry, Whole[W]):
    """The payload of a command, without the ZCL header."""

    codec: Codec[W]


class Part(Orderable, Valued[P], Generic[W, P]):
    """An entry that is a part of what travels.

    `codec` is that of the whole, `leaf` that of the part alone, `steps` the way to it. `transfer` says in words
    what the whole is, and `purpose` whether it is the value of an attribute, the argument or the return value of a
    method, the selection of selective access, or the payload of a command.
    """

    __slots__ = ()

    codec: Codec[W]
    leaf: Codec[P]
    steps: tuple[Step, ...]
    transfer: str
    purpose: str

    @property
    def leaf_type(self) -> str:
        """The standard's name of the part's type, ``bits4`` for some bits."""
        last = self.steps[-1]
        return f"bits{last.width}" if isinstance(last, Bits) else self.leaf.name

    @property
    def bounds(self) -> Bounds | None:
        """The least and the greatest number that the part can be; None if it is no number."""
        last = self.steps[-1]
        return (0, last.ones) if isinstance(last, Bits) else bounds_of(self.leaf.name)

    def decode_whole(self, data: Octets) -> W:
        """Return the whole that all of `data` is.

        Raises:
            DecodeError: the octets are no such value.
            OrderNotStatedError: the order is not recorded; see `in_order`, `by_names` and `by_capture_objects`.
        """
        return self.codec.decode_exact(data)

    def encode_whole(self, whole: W) -> bytes:
        """Return the octets of a whole; a part cannot be written alone. Raises ValueError."""
        return encode_with(self.codec, whole)

    def part(self, whole: W, *positions: int) -> P:
        """Return the entry's own value of a whole.

        Raises:
            IndexError: a list has no element at a position, or another number of positions is needed.
            TypeError: the whole is not of this layout.
        """
        return cast("P", pick(whole, self.steps, positions))

    def with_part(self, whole: W, value: P, *positions: int) -> W:
        """Return the whole with the entry's own value changed.

        Raises:
            IndexError, TypeError: as `part`.
            ValueError: the bits of a packed value cannot hold the value.
        """
        return cast("W", put(whole, self.steps, positions, value))

    def value_in(self, whole: W, *positions: int, scale: Scale | ScalerUnit | None = None) -> P | Term:
        """Return what the entry's part of a whole stands for, in the catalogue's terms.

        Raises:
            IndexError, TypeError: as `part`.
            TermsError: as `value`; the scale is the one given, or stated, or in the whole.
        """
        return self.value(self.part(whole, *positions), scale or self.scale_in(whole, *positions))

    def with_value(
        self, whole: W, value: P | Term | str, *positions: int, scale: Scale | ScalerUnit | None = None
    ) -> W:
        """Return the whole with another value, in the catalogue's terms.

        Raises:
            IndexError, TypeError: as `part`.
            TermsError: as `raw`; the scale is the one given, or stated, or in the whole.
        """
        raw = self.raw(value, scale or self.scale_in(whole, *positions))
        return self.with_part(whole, raw, *positions)

    def scale_in(self, whole: W, *positions: int) -> Scale | None:
        """Return the scale that other members of the whole state; None where no source says that they do.

        Raises:
            TermsError: a member that should state it is no number.
        """
        source = self.scale_source
        if source is None or not source.in_whole:
            return None
        numbers: dict[str, int | ScalerUnit | None] = {}
        for sibling in source.siblings:
            lists = sum(1 for step in sibling.steps if isinstance(step, Element) and step.fixed is None)
            try:
                number = pick(whole, sibling.steps, positions[:lists])
            except IndexError:
                if source.stated is None:
                    raise
                return source.stated  # a variant of the device leaves the member out
            if not isinstance(number, int):
                raise TermsError(Refusal.SCALE, f"{sibling.name} is {number!r}")
            numbers[sibling.name] = number
        return source.read(numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class DlmsPart(DlmsEntry, Part[W, P]):
    """A part of an attribute's value, of a method's argument or return value, or of a selection."""

    codec: Codec[W]
    leaf: Codec[P]
    steps: tuple[Step, ...]
    transfer: str
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SepPart(SepEntry, Part[W, P]):
    """A field of a command, or a part of one."""

    codec: Codec[W]
    leaf: Codec[P]
    steps: tuple[Step, ...]
    transfer: str
    purpose: str
