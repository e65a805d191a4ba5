"""An example of an element on the wire: octets that an independent library built, or that were made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metermap.codegen.bindings.steps import BitsStep, ElementStep, MemberStep
from metermap.codegen.vectors.generate import Typed

if TYPE_CHECKING:
    from metermap.codegen.bindings.scan import EntryFacts
    from metermap.codegen.bindings.steps import Step
    from metermap.codegen.vectors.model import Json, Vector

__all__ = ["Sample", "Samples"]


@dataclass(frozen=True, slots=True)
class Sample:
    """Octets of what travels whole, the value of the element in them, and who says so.

    `value` is None where the way to the element inside the octets is not one that a vector states.
    """

    octets: bytes
    type: str
    value: str | None
    source: str


class Samples:
    """The vectors by type, read once."""

    def __init__(self, vectors: Sequence[Vector]) -> None:
        self._typed = Typed(vectors)
        self._by_type: dict[str, list[Vector]] = {}
        for vector in vectors:
            if vector.accepted and not vector.order:
                self._by_type.setdefault(vector.type, []).append(vector)

    def of(self, entry: EntryFacts) -> Sample | None:
        """Return a value of an entry on the wire, rather one that is not zero; None if no vector has its type."""
        type_ = self._typed.type_of(entry)
        found = self._by_type.get(type_, []) if type_ else []
        if not found or type_ is None:
            return None
        chosen = min(found, key=lambda each: (not _at(each.value, entry.steps), each.kind != "typical"))
        value = _at(chosen.value, entry.steps)
        return Sample(chosen.octets, type_, None if value is None else _shown(value), chosen.source)


def _at(value: Json, steps: Sequence[Step]) -> Json:
    """Return the part of a vector's value to which the steps lead; None where the value has no such part."""
    for step in steps:
        match step:
            case MemberStep(name=name) if isinstance(value, Mapping):
                value = value.get(name)
            case ElementStep(first=first) if isinstance(value, list) and len(value) >= (first or 1):
                value = value[(first or 1) - 1]
            case BitsStep(lowest=lowest, width=width) if isinstance(value, int):
                value = (value >> lowest) & ((1 << width) - 1)
            case _:
                return None
    return value


def _shown(value: Json) -> str:
    match value:
        case Mapping():
            return ", ".join(f"{name} {_shown(part)}" for name, part in value.items())
        case list():
            return ", ".join(map(_shown, value))
        case _:
            return str(value)
