"""One pass over the part of a sheet.

Three in four elements of a workbook are cells and their values, so these are told apart first;
the rest goes the way of every other part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from metermap.catalogue import codes
from metermap.catalogue.cells import MergedRange, ValueKind
from metermap.catalogue.container import RefusedError, refuse_cell
from metermap.catalogue.xlsx.package import NAMESPACES, Attributes
from metermap.catalogue.xlsx.references import Coordinates, coordinates, index
from metermap.catalogue.xlsx.rows import Rows
from metermap.catalogue.xlsx.styles import Style
from metermap.catalogue.xlsx.texts import TextScan, is_on
from metermap.catalogue.xlsx.typed import BookFacts, Converter, Typed, ValueFaultError
from metermap.catalogue.xlsx.workbook import CellFacts, Page
from metermap.core.findings import Code
from metermap.core.limits import Limits, limit_help
from metermap.core.places import CellPlace, FilePlace

__all__ = ["SheetScan"]

_TEXT, _BLANK = ValueKind.TEXT, ValueKind.BLANK
_ROW_DEPTH, _CELL_DEPTH, _VALUE_DEPTH = 3, 4, 5

_FactsKey: TypeAlias = tuple[int, ValueKind, str, bool, bool]  # column, kind, style, formula, struck


class SheetScan(TextScan):
    """Collects the rows of a sheet, and all that stands beside its cells."""

    def __init__(self, at: FilePlace, book: BookFacts, limits: Limits) -> None:
        super().__init__(limits)
        self.merges: dict[Coordinates, MergedRange] = {}
        self._at = at
        self._book_styles = book.styles
        self._converter = Converter(book)
        self._rows = Rows()
        self._facts: list[CellFacts] = []
        self._in_order = True
        self._row, self._row_text, self._row_hidden, self._column = 0, "0", False, 0
        self._attributes: Attributes = {}
        self._value: str | None = None
        self._formula = False
        self._columns: dict[str, int] = {}
        self._styles: dict[str, Style] = {}
        self._known_facts: dict[_FactsKey, CellFacts] = {}
        self._hidden_columns: dict[int, int] = {}
        self._cell_tag = self._value_tag = self._row_tag = ""
        places = {"col": self._col, "mergeCell": self._merge, "row": self._misplaced, "c": self._misplaced}
        texts = {"f": self._start_formula, "is": self.item, **self.text_starts()}
        self.on({**places, **texts}, {"is": self._end_inline, **self.text_ends()})

    def page(self, name: str, comments: Mapping[Coordinates, str], *, hidden: bool) -> Page:
        """Return what the part holds, when it has been parsed."""
        repeats = () if self._in_order else self._rows.put_in_order()
        return Page(
            name=name,
            hidden=hidden,
            numbers=self._rows.numbers,
            layouts=self._rows.layouts,
            values=self._rows.values,
            hidden_rows=frozenset(self._rows.hidden),
            hidden_columns=self._hidden(self._rows.columns()),
            merges=self.merges,
            comments=comments,
            repeats=repeats,
        )

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take the start of an element."""
        depth = self.depth
        if tag == self._cell_tag and depth == _CELL_DEPTH - 1:
            self.depth = _CELL_DEPTH
            self._attributes, self._value, self._formula, self.struck = attributes, None, False, False
        elif tag == self._value_tag and depth == _VALUE_DEPTH - 1:
            self.depth = _VALUE_DEPTH
            self.begin()
        elif tag == self._row_tag and depth == _ROW_DEPTH - 1:
            self.depth = _ROW_DEPTH
            self._start_row(attributes)
        else:
            if not depth:
                self._root(tag)
            super().start(tag, attributes)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if tag == self._value_tag and self.depth == _VALUE_DEPTH:
            self.depth = _CELL_DEPTH
            self.collecting = False
            self._value = self.pieces[0] if len(self.pieces) == 1 else "".join(self.pieces)
        elif tag == self._cell_tag and self.depth == _CELL_DEPTH:
            self.depth = _ROW_DEPTH
            self._end_cell()
        elif tag == self._row_tag and self.depth == _ROW_DEPTH:
            self.depth = _ROW_DEPTH - 1
            self._end_row()
        else:
            super().end(tag)

    def too_long(self) -> RefusedError:
        """Return the refusal of the text that the scan is at."""
        at = coordinates(self._attributes.get("r", ""))
        self._row, self._column = at or (self._row, self._column + 1)
        message = f"a cell of {self._at.file} has more than {self.limits.characters:,} characters"
        advice = limit_help("characters", self.limits)
        return refuse_cell(codes.UNSAFE_CONTAINER, self._place, message, advice)

    @property
    def _place(self) -> CellPlace:
        return CellPlace(self._at.file, self._at.part, self._row, self._column)

    def _refused(self, message: str, code: Code = codes.BROKEN_PART, advice: str = "") -> RefusedError:
        return refuse_cell(code, self._place, message, advice)

    def _root(self, tag: str) -> None:
        namespace, _, name = tag.rpartition(" ")
        if name != "worksheet" or namespace not in NAMESPACES:
            message = f"{self._at} is no worksheet: its part begins with {name!r:.40}"
            raise refuse_cell(codes.BROKEN_PART, self._at, message)
        self._row_tag, self._cell_tag, self._value_tag = (f"{namespace} {name}" for name in ("row", "c", "v"))

    def _misplaced(self, attributes: Attributes) -> None:
        message = f"{self._at} has {attributes.get('r', 'a cell')!r:.40} outside the rows of its table"
        raise refuse_cell(codes.BROKEN_PART, self._at, message)

    def _start_row(self, attributes: Attributes) -> None:
        number = index(attributes["r"]) if "r" in attributes else self._row + 1
        if not number:
            message = f"{self._at} has a row with the number {attributes.get('r')!r:.40}"
            raise refuse_cell(codes.BROKEN_PART, self._at, message)
        if number <= self._row:
            self._in_order = False
        self._row, self._row_text, self._column = number, str(number), 0
        self._row_hidden = is_on(attributes, "hidden")

    def _end_row(self) -> None:
        if self._facts:
            self._rows.add(self._row, self._facts, hidden=self._row_hidden)
            self._facts.clear()

    def _end_cell(self) -> None:
        attributes, text = self._attributes, self._value
        column = self._column_of(attributes["r"]) if "r" in attributes else self._column + 1
        if column <= self._column:
            self._in_order = False
        self._column = column
        number = attributes.get("s", "0")
        style = self._styles.get(number) or self._style(number)
        stored_as = attributes.get("t", "n")
        if stored_as == "s" and text in self._converter.plain_strings:
            typed: Typed = (_TEXT, self._converter.plain_strings[text])
        else:
            typed = self._typed(text, stored_as, style)
        kind, value = typed
        if kind is _BLANK and not self._formula:
            return
        values, limits = self._rows.values, self.limits
        if column > limits.columns or self._row > limits.rows or len(values) >= limits.cells:
            raise self._too_far()
        key = (column, kind, number, self._formula, self.struck)
        self._facts.append(self._known_facts.get(key) or self._new_facts(key, style))
        values.append(value)

    def _typed(self, text: str | None, stored_as: str, style: Style) -> Typed:
        try:
            kind, value = self._converter.typed(text, stored_as, style)
        except ValueFaultError as fault:
            message = f"{self._place} {fault}"
            raise self._refused(message) from None
        if text and stored_as == "s":
            self.struck = self._converter.strikes(text)
        elif kind is _TEXT and isinstance(value, str) and len(value) > self.limits.characters:
            raise self.too_long()
        return kind, value

    def _new_facts(self, key: _FactsKey, style: Style) -> CellFacts:
        column, kind, _, formula, struck = key
        shown = style.number_format if kind in {ValueKind.NUMBER, ValueKind.DATE} else ""
        facts = CellFacts(column, kind, shown, formula, struck or style.struck)
        return self._known_facts.setdefault(key, facts)

    def _column_of(self, reference: str) -> int:
        # nearly every reference is a column seen before, then the number of the row
        letters = reference[: -len(self._row_text)]
        if letters in self._columns and letters + self._row_text == reference:
            return self._columns[letters]
        at = coordinates(reference)
        if at is None or at[0] != self._row:
            message = f"row {self._row} of {self._at} has a cell with the reference {reference!r:.40}"
            raise refuse_cell(codes.BROKEN_PART, self._at, message)
        self._columns[letters] = at[1]
        return at[1]

    def _style(self, text: str) -> Style:
        number = index(text)
        if number >= len(self._book_styles):
            message = f"{self._place} has style {text!r:.20}, and there are {len(self._book_styles)}"
            raise self._refused(message)
        return self._styles.setdefault(text, self._book_styles[number])

    def _too_far(self) -> RefusedError:
        if len(self._rows.values) >= self.limits.cells:
            message = f"{self._at} has more than {self.limits.cells:,} filled cells"
            return self._refused(message, codes.UNSAFE_CONTAINER, limit_help("cells", self.limits))
        name = "rows" if self._row > self.limits.rows else "columns"
        message = f"{self._place} holds a value, far outside any table"
        advice = f"{codes.FAR_CELL.help} {limit_help(name, self.limits)}"
        return self._refused(message, codes.FAR_CELL, advice)

    def _start_formula(self, _: Attributes) -> None:
        self._formula = True

    def _end_inline(self) -> None:
        self._value = "".join(self.texts)

    def _col(self, attributes: Attributes) -> None:
        if is_on(attributes, "hidden"):
            for column, step in ((index(attributes.get("min", "")), 1), (index(attributes.get("max", "")) + 1, -1)):
                self._hidden_columns[column] = self._hidden_columns.get(column, 0) + step

    def _hidden(self, columns: Iterable[int]) -> frozenset[int]:
        """Return which of the columns are hidden: those inside more ranges than have ended before them."""
        steps = sorted(self._hidden_columns.items())
        asked, found, inside = sorted(set(columns)), set(), 0
        for column in asked:
            while steps and steps[0][0] <= column:
                inside += steps.pop(0)[1]
            if inside > 0:
                found.add(column)
        return frozenset(found)

    def _merge(self, attributes: Attributes) -> None:
        reference = attributes.get("ref", "")
        ends = [end for text in reference.split(":", 1) if (end := coordinates(text)) is not None]
        if len(ends) != reference.count(":") + 1:
            message = f"{self._at} has a merge with the reference {reference!r:.40}"
            raise refuse_cell(codes.BROKEN_PART, self._at, message)
        rows, columns = sorted(row for row, _ in ends), sorted(column for _, column in ends)
        merged = MergedRange(rows[0], columns[0], rows[-1], columns[-1])
        cells = (merged.bottom - merged.top + 1) * (merged.right - merged.left + 1)
        if cells > self.limits.merged_cells:
            place = CellPlace(self._at.file, self._at.part, merged.top, merged.left)
            advice = f"Unmerge them. {limit_help('merged_cells', self.limits)}"
            raise refuse_cell(codes.FAR_CELL, place, f"{place} is merged over {cells:,} cells", advice)
        self.merges[merged.top, merged.left] = merged
