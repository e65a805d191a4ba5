"""One pass over the part of a sheet.

Three in four elements of a workbook are cells and their values, so these are told apart first;
the rest goes the way of every other part.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from metermap.catalogue import codes
from metermap.catalogue.cells import CellValue, MergedRange, ValueKind
from metermap.catalogue.container import RefusedError, refuse_cell
from metermap.catalogue.xlsx.dates import elapsed, from_iso, moment
from metermap.catalogue.xlsx.package import NAMESPACES, Attributes
from metermap.catalogue.xlsx.references import Coordinates, coordinates, index
from metermap.catalogue.xlsx.styles import Style
from metermap.catalogue.xlsx.texts import TextScan, is_on, unescaped
from metermap.catalogue.xlsx.workbook import CellFacts, Layout, Page, Repeat
from metermap.core.findings import Code
from metermap.core.limits import Limits, limit_help
from metermap.core.places import CellPlace, FilePlace

__all__ = ["BookFacts", "SheetScan"]

_TEXT, _BLANK = ValueKind.TEXT, ValueKind.BLANK
_NUMBER = re.compile(r"\s*([-+]?)([0-9]*)(\.[0-9]*)?([eE][-+]?[0-9]+)?\s*")
_ROW_DEPTH, _CELL_DEPTH, _VALUE_DEPTH = 3, 4, 5
_KEPT_ONCE = 5_000  # how many inline texts and numbers are kept once, however often they stand

Typed: TypeAlias = tuple[ValueKind, CellValue]


@dataclass(frozen=True, slots=True)
class BookFacts:
    """What a sheet's cells refer to."""

    strings: Sequence[str] = ()
    struck_strings: frozenset[int] = frozenset()
    styles: tuple[Style, ...] = (Style(),)
    from_1904: bool = False


class SheetScan(TextScan):
    """Collects the rows of a sheet, and all that stands beside its cells."""

    def __init__(self, at: FilePlace, book: BookFacts, limits: Limits) -> None:
        super().__init__(limits)
        self.repeats: list[Repeat] = []
        self.merges: dict[Coordinates, MergedRange] = {}
        self._at = at
        self._book = book
        self._row, self._row_text, self._row_hidden = 0, "0", False
        self._column = 0
        self._attributes: Attributes = {}
        self._value: str | None = None
        self._formula = False
        self._in_order = True
        self._facts: list[CellFacts] = []
        self._values: list[CellValue] = []
        self._numbers = array("L")
        self._row_layouts: list[Layout] = []
        self._hidden_rows: set[int] = set()
        self._columns: dict[str, int] = {}
        self._styles: dict[str, Style] = {}
        self._known_facts: dict[tuple[int, ValueKind, str, bool, bool], CellFacts] = {}
        self._layouts: dict[Layout, Layout] = {}
        self._plain_strings: dict[str | None, str] = {}
        self._inline: dict[str, str] = {}
        self._numbers_seen: dict[str, int | float] = {}
        self._hidden_columns: dict[int, int] = {}
        self._cell_tag = self._value_tag = self._row_tag = ""
        self._typed: Mapping[str, Callable[[str, Style], Typed]] = {
            "n": self._number,
            "s": self._shared,
            "str": self._text,
            "inlineStr": self._text,
            "b": self._boolean,
            "e": lambda text, _: (ValueKind.ERROR, text),
            "d": self._iso_date,
        }
        self.on(
            {
                "f": self._start_formula,
                "is": self.item,
                "col": self._col,
                "mergeCell": self._merge,
                **dict.fromkeys(("row", "c"), self._misplaced),
                **self.text_starts(),
            },
            {"is": self._end_inline, **self.text_ends()},
        )

    def page(self, name: str, comments: Mapping[Coordinates, str], *, hidden: bool) -> Page:
        """Return what the part holds, when it has been parsed."""
        if not self._in_order:
            self._put_in_order()
        columns = self._hidden(facts.column for layout in self._layouts for facts in layout)
        return Page(
            name,
            hidden,
            self._numbers,
            self._row_layouts,
            self._values,
            frozenset(self._hidden_rows),
            columns,
            self.merges,
            comments,
            tuple(self.repeats),
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
            layout = tuple(self._facts)
            self._row_layouts.append(self._layouts.setdefault(layout, layout))
            self._numbers.append(self._row)
            if self._row_hidden:
                self._hidden_rows.add(self._row)
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
        if stored_as == "s" and text in self._plain_strings:
            typed: Typed = (_TEXT, self._plain_strings[text])
        else:
            typed = self._content(text, stored_as, style)
        kind, value = typed
        if kind is _BLANK and not self._formula:
            return
        if column > self.limits.columns or self._row > self.limits.rows or len(self._values) >= self.limits.cells:
            raise self._too_far()
        key = (column, kind, number, self._formula, self.struck)
        self._facts.append(self._known_facts.get(key) or self._new_facts(key, style))
        self._values.append(value)

    def _content(self, text: str | None, stored_as: str, style: Style) -> Typed:
        if text is None or (not text and stored_as in {"n", "b", "e", "d"}):
            return _BLANK, None
        convert = self._typed.get(stored_as)
        if convert is None:
            message = f"{self._place} has a value of the unknown type {stored_as!r:.20}"
            raise self._refused(message)
        return convert(text, style)

    def _new_facts(self, key: tuple[int, ValueKind, str, bool, bool], style: Style) -> CellFacts:
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
        if number >= len(self._book.styles):
            message = f"{self._place} has style {text!r:.20}, and there are {len(self._book.styles)}"
            raise self._refused(message)
        return self._styles.setdefault(text, self._book.styles[number])

    def _too_far(self) -> RefusedError:
        if len(self._values) >= self.limits.cells:
            message = f"{self._at} has more than {self.limits.cells:,} filled cells"
            return self._refused(message, codes.UNSAFE_CONTAINER, limit_help("cells", self.limits))
        name = "rows" if self._row > self.limits.rows else "columns"
        message = f"{self._place} holds a value, far outside any table"
        advice = f"{codes.FAR_CELL.help} {limit_help(name, self.limits)}"
        return self._refused(message, codes.FAR_CELL, advice)

    def _number(self, text: str, style: Style) -> Typed:
        number = self._numbers_seen.get(text)
        if number is None:
            if len(self._numbers_seen) > _KEPT_ONCE:
                self._numbers_seen.clear()
            number = self._numbers_seen[text] = self._new_number(text)
        return self._moment(number, style) if style.date else (ValueKind.NUMBER, number)

    def _new_number(self, text: str) -> int | float:
        found = _NUMBER.fullmatch(text)
        number = float(text) if found and (found[2] or found[3] not in {None, "."}) else float("inf")
        if abs(number) == float("inf"):
            message = f"{self._place} is stored as a number and holds {text!r:.40}"
            raise self._refused(message)
        whole = found is not None and found[3] is None and found[4] is None
        return int(text) if whole else number

    def _moment(self, number: float, style: Style) -> Typed:
        try:
            value = elapsed(number) if style.elapsed else moment(number, from_1904=self._book.from_1904)
        except (OverflowError, ValueError):  # shown as ####: it stays the number that it is
            return ValueKind.NUMBER, number
        return ValueKind.DATE, value

    def _shared(self, text: str, _: Style) -> Typed:
        number, strings = index(text), self._book.strings
        if number >= len(strings):
            message = f"{self._place} refers to shared string {text!r:.20}, and there are {len(strings)}"
            raise self._refused(message)
        self.struck = number in self._book.struck_strings
        if not self.struck:
            if len(self._plain_strings) > _KEPT_ONCE:
                self._plain_strings.clear()
            self._plain_strings[text] = strings[number]
        return _TEXT, strings[number]

    def _text(self, text: str, _: Style) -> Typed:
        if len(text) > self.limits.characters:
            text = unescaped(text)
            if len(text) > self.limits.characters:
                raise self.too_long()
            return _TEXT, text
        known = self._inline.get(text)
        if known is None:
            if len(self._inline) > _KEPT_ONCE:
                self._inline.clear()
            known = self._inline[text] = unescaped(text)
        return _TEXT, known

    def _boolean(self, text: str, _: Style) -> Typed:
        known = {"1": True, "true": True, "0": False, "false": False}
        if text.strip() not in known:
            message = f"{self._place} is stored as a boolean and holds {text!r:.40}"
            raise self._refused(message)
        return ValueKind.BOOLEAN, known[text.strip()]

    def _iso_date(self, text: str, _: Style) -> Typed:
        try:
            return ValueKind.DATE, from_iso(text)
        except (ValueError, OverflowError):
            message = f"{self._place} is stored as a date and holds {text!r:.40}"
            raise self._refused(message) from None

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

    def _put_in_order(self) -> None:
        """Sort the cells, as some programs do not; of two with one reference keep the first."""
        found: dict[Coordinates, tuple[CellFacts, CellValue]] = {}
        values = iter(self._values)
        for row, layout in zip(self._numbers, self._row_layouts, strict=True):
            for facts in layout:
                at, value = (row, facts.column), next(values)
                if at in found:
                    self.repeats.append(Repeat(*at, f"{found[at][1]!r:.60}", f"{value!r:.60}"))
                found.setdefault(at, (facts, value))
        rows: dict[int, list[CellFacts]] = {}
        for at in sorted(found):
            rows.setdefault(at[0], []).append(found[at][0])
        self._numbers = array("L", rows)
        self._row_layouts = [tuple(facts) for facts in rows.values()]
        self._values = [found[at][1] for at in sorted(found)]
