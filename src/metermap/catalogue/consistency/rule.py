"""What a consistency rule is, and the small catalogues that show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from metermap.catalogue.consistency.lines import Lines
from metermap.catalogue.model import Catalogue, Element, ItemFact, UseCase, Value
from metermap.catalogue.types import parse_catalogue_type
from metermap.core.findings import Code, Finding
from metermap.core.places import CellPlace

__all__ = ["Example", "Rule", "element", "fact", "use_case"]

_FILE = "example.xlsx"


@dataclass(frozen=True, slots=True)
class Example:
    """A few lines of a catalogue, from which it can be seen what a rule is about."""

    elements: tuple[Element, ...] = ()
    facts: tuple[ItemFact, ...] = ()
    use_cases: tuple[UseCase, ...] = ()

    def catalogue(self) -> Catalogue:
        """Return the lines as a catalogue; line n of a sheet stands in row n + 1."""
        return Catalogue(self.elements, self.facts, self.use_cases)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule about what stands in a catalogue: one finding code, and why somebody should look.

    `look` yields the findings in the order of the lines. `failing` makes findings, `passing` makes none.
    """

    code: Code
    explanation: str
    look: Callable[[Lines], Iterable[Finding]]
    failing: Example
    passing: Example


def element(
    line: int,
    item: str,
    path: str,
    data_type: str = "INTEGER",
    *,
    reference: str = "",
    category: str = "Operational data",
    key: str = "",
    devices: tuple[str, ...] = ("ESME",),
) -> Element:
    """Return an element on a line of an example."""

    def text(column: int, value: str) -> Value[str]:
        return Value(value, CellPlace(_FILE, "Elements", line + 1, column))

    return Element(
        id=text(1, key or f"{item}.{path}"),
        row=Value(line, CellPlace(_FILE, "Elements", line + 1, 2)),
        reference=text(3, reference),
        section="",
        item=text(4, item),
        path=text(5, path),
        category=text(6, category),
        data_type=text(7, data_type),
        type=parse_catalogue_type(data_type),
        sensitive=Value(False),  # noqa: FBT003  (the value of a cell)
        readers=Value(""),
        writers=Value(""),
        devices=Value(devices, CellPlace(_FILE, "Elements", line + 1, 8)),
    )


def fact(
    line: int,
    device: str,
    item: str,
    data_type: str = "INTEGER",
    *,
    section: str = "",
    unit: str = "",
    says: str = "",
    depth: str = "",
    rows: tuple[int, ...] = (),
) -> ItemFact:
    """Return a fact on a line of an example; `says` is its range or resolution."""

    def text(column: int, value: str) -> Value[str]:
        return Value(value, CellPlace(_FILE, "Item facts", line + 1, column))

    return ItemFact(
        device=text(1, device),
        section=text(2, section),
        category=text(3, ""),
        item=text(4, item),
        data_type=text(5, data_type),
        unit=text(6, unit),
        range=text(7, says),
        access=text(8, ""),
        depth=text(9, depth),
        description=text(10, ""),
        source=text(11, ""),
        review=text(12, ""),
        rows=rows,
    )


def use_case(line: int, code: str, title: str, message_code: str) -> UseCase:
    """Return a use case on a line of an example."""

    def text(column: int, value: str = "") -> Value[str]:
        return Value(value, CellPlace(_FILE, "Use cases", line + 1, column))

    return UseCase(
        code=text(1, code),
        title=text(2, title),
        message_code=text(3, message_code),
        target=text(4),
        protocol=text(5),
        message_type=text(6),
        read_or_update=text(7),
        future_datable=text(8),
        replay_protection=text(9),
        roles=text(10),
        service_reference=text(11),
    )
