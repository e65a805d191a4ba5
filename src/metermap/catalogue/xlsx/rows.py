"""The rows of a sheet as they are collected: small, and in the end in order."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from metermap.catalogue.cells import CellValue
from metermap.catalogue.xlsx.references import Coordinates
from metermap.catalogue.xlsx.workbook import CellFacts, Layout, Repeat

__all__ = ["Rows"]


class Rows:
    """Rows with a content; see `Page` for what the parts mean."""

    def __init__(self) -> None:
        self.numbers = array("L")
        self.layouts: list[Layout] = []
        self.values: list[CellValue] = []
        self.hidden: set[int] = set()
        self._known: dict[Layout, Layout] = {}

    def add(self, number: int, cells: Iterable[CellFacts], *, hidden: bool) -> None:
        """Add a row whose values were added already."""
        layout = tuple(cells)
        self.layouts.append(self._known.setdefault(layout, layout))
        self.numbers.append(number)
        if hidden:
            self.hidden.add(number)

    def columns(self) -> set[int]:
        """Return the columns with a content."""
        return {facts.column for layout in self._known for facts in layout}

    def put_in_order(self) -> tuple[Repeat, ...]:
        """Sort the cells, as some programs do not; of two with one reference keep the first, and return both."""
        found: dict[Coordinates, tuple[CellFacts, CellValue]] = {}
        repeats: list[Repeat] = []
        values = iter(self.values)
        for row, layout in zip(self.numbers, self.layouts, strict=True):
            for facts in layout:
                at, value = (row, facts.column), next(values)
                if at in found:
                    repeats.append(Repeat(*at, f"{found[at][1]!r:.60}", f"{value!r:.60}"))
                found.setdefault(at, (facts, value))
        rows: dict[int, list[CellFacts]] = {}
        for at in sorted(found):
            rows.setdefault(at[0], []).append(found[at][0])
        self.numbers = array("L", rows)
        self.layouts = [tuple(facts) for facts in rows.values()]
        self.values = [found[at][1] for at in sorted(found)]
        return tuple(repeats)
