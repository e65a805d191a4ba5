"""An example of an element on the wire: octets that an independent library built, or that were made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metermap.codegen.bindings.layouts import Leaf
from metermap.codegen.bindings.steps import BitsStep, ElementStep, MemberStep, leaf_at
from metermap.codegen.vectors.generate import Typed
from metermap.core.addresses import Access, DlmsAddress, SepAddress
from metermap.core.numbers import whole_number

if TYPE_CHECKING:
    from metermap.codegen.bindings.scan import EntryFacts
    from metermap.codegen.bindings.steps import Step
    from metermap.codegen.vectors.model import Json, Vector
    from metermap.protocols import Dictionaries

__all__ = ["Sample", "Samples", "position_of", "shown", "value_at", "value_of"]


@dataclass(frozen=True, slots=True)
class Sample:
    """Octets of what travels whole, what they say, and who says so.

    `whole` is the value of all of them as the vectors write it. `value` is that of the element in words, None
    where the way to the element inside the octets is not one that a vector states. `instead` has, for each entry
    that no vector gives one of its values, the part that it is in and what the mapping fixes or codes there, or the
    dictionary names.
    """

    octets: bytes
    type: str
    value: str | None
    source: str
    whole: Json = None
    instead: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Samples:
    """The vectors by type, read once, with the dictionary that names values of attributes."""

    def __init__(self, vectors: Sequence[Vector], dictionaries: Dictionaries) -> None:
        self._dictionaries = dictionaries
        self._typed = Typed(vectors)
        self._by_type: dict[str, list[Vector]] = {}
        for vector in vectors:
            if vector.accepted and not vector.order:
                self._by_type.setdefault(vector.type, []).append(vector)

    def type_of(self, entry: EntryFacts) -> str:
        """Return the type of what an entry travels in, as the vectors name it; '' where no source records its order."""
        return self._typed.type_of(entry) or ""

    def of(self, entry: EntryFacts) -> Sample | None:
        """Return a value of an entry on the wire; None if no vector has its type."""
        return self.of_all((entry,))

    def of_all(self, entries: Sequence[EntryFacts]) -> Sample | None:
        """Return one whole that holds a value for as many of the entries as may be; they travel together.

        `value` is that of the first. Rather than another, a value is chosen that the mapping or the dictionary
        names, that is not zero, that is typical, and that is short.
        """
        type_ = self._typed.type_of(entries[0])
        found = self._by_type.get(type_, []) if type_ else []
        if not found or type_ is None:
            return None
        named = tuple(self._expected(entry) for entry in entries)
        expected = tuple(frozenset(known) for known in named)
        chosen = min(found, key=lambda vector: _rank(vector, entries, expected))
        value = value_of(chosen.value, entries[0])
        instead = dict.fromkeys(
            (_part(entry), tuple(f"{number} {name}".strip() for number, name in known.items()))
            for entry, known in zip(entries, named, strict=True)
            if known and _is_other(value_of(chosen.value, entry), known)
        )
        said = None if value is None else shown(value)
        return Sample(chosen.octets, type_, said, chosen.source, chosen.value, tuple(instead))

    def names_of(self, entry: EntryFacts) -> Mapping[int, str]:
        """Return the named values of an entry, those of bit fields left out; none for most.

        Where the type of an attribute refers to no enumeration, it is the one that the dictionary has under the
        attribute's own name, of the same type.
        """
        if entry.transfer is None or isinstance(entry.steps[-1] if entry.steps else None, BitsStep):
            return {}
        leaf = leaf_at(entry.transfer.layout, entry.steps)
        if not isinstance(leaf, Leaf) or "map" in leaf.codec.name:
            return {}
        return dict(leaf.names) or self._names_of_attribute(entry, leaf.codec.name)

    def _names_of_attribute(self, entry: EntryFacts, type_: str) -> Mapping[int, str]:
        address = entry.statement.address
        if not isinstance(address, SepAddress) or address.access is not Access.ATTRIBUTE or address.field:
            return {}
        known = self._dictionaries.sep.enumeration(address.name)
        if known is None or known.bitmap or known.type != type_:
            return {}
        return {member.value: member.name for member in known.members}

    def _expected(self, entry: EntryFacts) -> Mapping[int, str]:
        """Return the numbers that the mapping fixes or codes, or else those that are named; none for any."""
        said = entry.statement
        named = self.names_of(entry)
        stated = [said.value] if said.value else [theirs for _, theirs in said.coded]
        numbers = {number: named.get(number, "") for text in stated if (number := whole_number(text)) is not None}
        return numbers or named


def _rank(
    vector: Vector, entries: Sequence[EntryFacts], expected: Sequence[frozenset[int]]
) -> tuple[int, int, bool, bool, int]:
    """Return how far a vector is from a good example: the least is the best."""
    values = [value_of(vector.value, entry) for entry in entries]
    strange = sum(bool(known) and not _is_among(value, known) for value, known in zip(values, expected, strict=True))
    lacking = sum(value is None for value in values)
    return lacking, strange, not any(values), vector.kind != "typical", len(vector.octets)


def _part(entry: EntryFacts) -> str:
    """Return what names the part of the whole that an entry is; '' for the whole."""
    match entry.statement.address:
        case DlmsAddress(member=part) | SepAddress(field=part):
            return part
        case _:
            return ""


def _is_other(value: Json, known: Mapping[int, str]) -> bool:
    return isinstance(value, int) and value not in known


def _is_among(value: Json, known: frozenset[int]) -> bool:
    return isinstance(value, int) and value in known


def position_of(step: ElementStep) -> int:
    """Return which element of a list an example takes, counted from 1: the first that the mapping speaks of."""
    return step.first or 1


def value_of(whole: Json, entry: EntryFacts) -> Json:
    """Return an entry's own value in that of a whole; None where the whole has none."""
    value = value_at(whole, entry.steps)
    return value.get(entry.member) if entry.member and isinstance(value, Mapping) else value


def value_at(value: Json, steps: Sequence[Step]) -> Json:
    """Return the part of a vector's value to which the steps lead; None where the value has no such part."""
    for step in steps:
        match step:
            case MemberStep(name=name) if isinstance(value, Mapping):
                value = value.get(name)
            case ElementStep() if isinstance(value, list) and len(value) >= position_of(step):
                value = value[position_of(step) - 1]
            case BitsStep(lowest=lowest, width=width) if isinstance(value, int):
                value = (value >> lowest) & ((1 << width) - 1)
            case _:
                return None
    return value


def shown(value: Json) -> str:
    """Return a vector's value in words, in one line."""
    match value:
        case Mapping():
            return ", ".join(f"{name} {shown(part)}" for name, part in value.items())
        case list():
            return ", ".join(map(shown, value))
        case _:
            return str(value)
