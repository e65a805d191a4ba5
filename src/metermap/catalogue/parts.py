"""One pass over the XML parts of a workbook, before any library opens it.

It refuses what could hurt (DOCTYPE and entities, broken XML, deep nesting, far cells, huge merges,
indices out of range) and keeps what openpyxl's read-only mode drops: merges, hidden rows and
columns, strike-through, comments, formulas without a stored value.
Source of the names: ECMA-376 part 1, SpreadsheetML.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias
from xml.parsers import expat

from metermap.catalogue import codes
from metermap.catalogue.cells import MergedRange
from metermap.catalogue.container import READ_FAULTS, RefusedError, limit_help, refuse_cell
from metermap.catalogue.limits import Limits
from metermap.core.places import CellPlace, FilePlace

__all__ = ["SheetFacts", "WorkbookFacts", "inspect_parts"]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships "
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships "
_NOT_XML = re.compile(r"\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|bin|vml|ico|svg)\Z|/\Z", re.IGNORECASE)
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})\Z")
_CHUNK = 1 << 16

Coordinates: TypeAlias = tuple[int, int]


@dataclass(slots=True)
class SheetFacts:
    """What one pass saw in a sheet; coordinates are (row, column). `last_row` is the last with a content."""

    part: str
    merges: dict[Coordinates, MergedRange] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    struck: set[Coordinates] = field(default_factory=set)
    formulas: set[Coordinates] = field(default_factory=set)
    unsolved: dict[int, list[int]] = field(default_factory=dict)
    comments: dict[Coordinates, str] = field(default_factory=dict)
    last_row: int = 0

    def hides_column(self, column: int) -> bool:
        """Return whether the column is hidden."""
        return any(low <= column <= high for low, high in self.hidden_columns)

    def marked_rows(self) -> set[int]:
        """Return the rows in which a cell has more than a value."""
        return {row for row, _ in (*self.merges, *self.struck, *self.formulas, *self.comments)}


@dataclass(slots=True)
class WorkbookFacts:
    """The sheets by name, in the order of their tabs."""

    sheets: dict[str, SheetFacts] = field(default_factory=dict)


def inspect_parts(archive: zipfile.ZipFile, file: str, limits: Limits) -> WorkbookFacts:
    """Check every XML part of `archive` and return what the sheets say; raise `RefusedError`."""
    inspector = _Inspector(archive, file, limits)
    book = inspector.book()
    facts = WorkbookFacts()
    strings = inspector.count_strings()
    styles = inspector.styles()
    for name, part in book.items():
        scan = _SheetScan(FilePlace(file, name), SheetFacts(part), strings, styles, limits)
        inspector.parse(part, scan.starts, scan.ends, scan.text)
        scan.facts.comments = inspector.comments(part)
        facts.sheets[name] = scan.facts
    inspector.parse_the_rest()
    return facts


Start: TypeAlias = Callable[[dict[str, str]], None]
End: TypeAlias = Callable[[], None]
Text: TypeAlias = Callable[[str], None]


class _Inspector:
    """Parses parts; remembers which ones, so that none is left out."""

    def __init__(self, archive: zipfile.ZipFile, file: str, limits: Limits) -> None:
        self.archive = archive
        self.file = file
        self.limits = limits
        self.names = {member.filename for member in archive.infolist()}
        self.seen: set[str] = set()

    def parse(
        self,
        part: str,
        starts: Mapping[str, Start] = MappingProxyType({}),
        ends: Mapping[str, End] = MappingProxyType({}),
        text: Text | None = None,
    ) -> None:
        """Feed a part to expat, with what to call for which tag; a missing part counts as empty."""
        self.seen.add(part)
        if part not in self.names:
            return
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype(part)
        depth = _Depth(self, part, starts, ends)
        parser.StartElementHandler = depth.start
        parser.EndElementHandler = depth.end
        if text:
            parser.CharacterDataHandler = text
        try:
            with self.archive.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    parser.Parse(chunk, False)  # noqa: FBT003  (expat's own signature)
            parser.Parse(b"", True)  # noqa: FBT003  (the same)
        except expat.ExpatError as fault:
            reason = expat.errors.messages.get(fault.code, "not well-formed")
            raise self.refused(part, f"it is broken XML: {reason}, line {fault.lineno}") from None
        except READ_FAULTS:
            message = f"{part!r:.100} in {self.file} is damaged"
            raise refuse_cell(codes.UNREADABLE_WORKBOOK, FilePlace(self.file, part), message) from None

    def refused(self, part: str, why: str, advice: str = "") -> RefusedError:
        """Return the refusal of a part."""
        message = f"{part!r:.100} in {self.file} is refused: {why}"
        return refuse_cell(codes.UNSAFE_XML, FilePlace(self.file, part), message, advice)

    def _doctype(self, part: str) -> Callable[..., None]:
        def refuse(*_: object) -> None:
            raise self.refused(part, "it declares a document type, as entity attacks do")

        return refuse

    def book(self) -> dict[str, str]:
        """Return the sheets' names and parts, in the order of their tabs."""
        main = next((path for kind, path in self.relations("").values() if kind == "officeDocument"), "")
        if main not in self.names:
            message = f"{self.file} is an archive, but no workbook"
            raise refuse_cell(codes.UNREADABLE_WORKBOOK, FilePlace(self.file), message)
        self.main = main
        self.targets = self.relations(main)
        sheets: dict[str, str] = {}

        def sheet(attributes: dict[str, str]) -> None:
            kind, path = self.targets.get(attributes.get(_RELATION + "id", ""), ("", ""))
            if kind == "worksheet":
                sheets[attributes.get("name", "")] = path

        self.parse(main, {_MAIN + "sheet": sheet})
        return sheets

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return the parts that `part` points to: id -> (kind, path)."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def relation(attributes: dict[str, str]) -> None:
            if attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                path = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
                found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)

        self.parse(posixpath.join(folder, "_rels", name + ".rels"), {_RELATIONS + "Relationship": relation})
        return found

    def _target(self, kind: str) -> str:
        return next((path for found, path in self.targets.values() if found == kind), "")

    def count_strings(self) -> int:
        """Return how many shared strings there are; refuse one that is too long."""
        part = self._target("sharedStrings")
        count, length = 0, 0

        def item(_: dict[str, str]) -> None:
            nonlocal count, length
            count, length = count + 1, 0

        def text(characters: str) -> None:
            nonlocal length
            length += len(characters)
            if length > self.limits.characters:
                message = f"shared string {count} of {self.file} has more than {self.limits.characters:,} characters"
                advice = limit_help("characters", self.limits)
                raise refuse_cell(codes.UNSAFE_CONTAINER, FilePlace(self.file, part), message, advice)

        self.parse(part, {_MAIN + "si": item}, text=text)
        return count

    def styles(self) -> _Styles:
        """Return how many cell styles there are, and which strike their text through."""
        scan = _Styles()
        self.parse(self._target("styles"), scan.starts, scan.ends)
        return scan

    def comments(self, sheet: str) -> dict[Coordinates, str]:
        """Return the comments of the sheet in the part `sheet`."""
        found: dict[Coordinates, str] = {}
        for kind, path in self.relations(sheet).values():
            if kind == "comments":
                scan = _Comments(found)
                self.parse(path, {_MAIN + "comment": scan.start}, text=scan.text)
        return found

    def parse_the_rest(self) -> None:
        """Check the parts that nobody asked for: another reader may follow another path to them."""
        for part in sorted(self.names - self.seen):
            if not _NOT_XML.search(part):
                self.parse(part)


class _Depth:
    """Counts nesting on the way to the handlers."""

    def __init__(self, inspector: _Inspector, part: str, starts: Mapping[str, Start], ends: Mapping[str, End]) -> None:
        self.inspector = inspector
        self.part = part
        self.depth = 0
        self.deepest = inspector.limits.xml_depth
        self.starts = starts
        self.ends = ends

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > self.deepest:
            advice = limit_help("xml_depth", self.inspector.limits)
            raise self.inspector.refused(self.part, "its elements are nested too deep", advice)
        if tag in self.starts:
            self.starts[tag](attributes)

    def end(self, tag: str) -> None:
        self.depth -= 1
        if tag in self.ends:
            self.ends[tag]()


class _Styles:
    """Counts the cell styles; notes those whose font is struck through."""

    def __init__(self) -> None:
        self.count = 0
        self.struck: set[int] = set()
        self._fonts = -1
        self._struck_fonts: set[int] = set()
        self._inside = ""
        self.starts: dict[str, Start] = {
            _MAIN + "fonts": lambda _: self._enter("fonts"),
            _MAIN + "cellXfs": lambda _: self._enter("cellXfs"),
            _MAIN + "font": self._font,
            _MAIN + "strike": self._strike,
            _MAIN + "xf": self._style,
        }
        self.ends: dict[str, End] = {
            _MAIN + "fonts": lambda: self._enter(""),
            _MAIN + "cellXfs": lambda: self._enter(""),
        }

    def _enter(self, name: str) -> None:
        self._inside = name

    def _font(self, _: dict[str, str]) -> None:
        if self._inside == "fonts":
            self._fonts += 1

    def _strike(self, attributes: dict[str, str]) -> None:
        if self._inside == "fonts" and attributes.get("val", "1") in {"1", "true"}:
            self._struck_fonts.add(self._fonts)

    def _style(self, attributes: dict[str, str]) -> None:
        if self._inside == "cellXfs":
            if _number(attributes.get("fontId", "0")) in self._struck_fonts:
                self.struck.add(self.count)
            self.count += 1


class _Comments:
    """Collects the text of each comment."""

    def __init__(self, found: dict[Coordinates, str]) -> None:
        self.found = found
        self.at: Coordinates | None = None

    def start(self, attributes: dict[str, str]) -> None:
        self.at = coordinates(attributes.get("ref", ""))

    def text(self, characters: str) -> None:
        if self.at:
            self.found[self.at] = self.found.get(self.at, "") + characters


class _SheetScan:
    """One pass over a sheet."""

    def __init__(self, at: FilePlace, facts: SheetFacts, strings: int, styles: _Styles, limits: Limits) -> None:
        self.file = at.file
        self.sheet = at.part
        self.facts = facts
        self.strings = strings
        self.styles = styles
        self.limits = limits
        self.row = 0
        self.row_text = ""
        self.column = 0
        self.column_of: dict[str, int] = {}
        self.plain_styles: set[str] = set()
        self.last: Coordinates = (0, 0)
        self.shared = False
        self.may_be_empty = False
        self.formula = False
        self.valued = False
        self.in_value = False
        self.value = ""
        self.length = 0
        self.starts: dict[str, Start] = {
            _MAIN + "row": self._row,
            _MAIN + "c": self._cell,
            _MAIN + "v": self._value,
            _MAIN + "is": self._inline,
            _MAIN + "f": self._formula,
            _MAIN + "col": self._col,
            _MAIN + "mergeCell": self._merge,
        }
        self.ends: dict[str, End] = {_MAIN + "v": self._end_value, _MAIN + "c": self._end_cell}

    def _end_value(self) -> None:
        self.in_value = False
        if self.shared:
            self._check_shared()

    def _end_cell(self) -> None:
        if self.formula and not self.valued:
            self.facts.unsolved.setdefault(self.row, []).append(self.column)

    def text(self, characters: str) -> None:
        self.length += len(characters)
        if self.length > self.limits.characters:
            message = f"a cell of {self.file} has more than {self.limits.characters:,} characters"
            raise refuse_cell(codes.UNSAFE_CONTAINER, self.place, message, limit_help("characters", self.limits))
        if self.in_value:
            self.valued = True
            self.value += characters

    @property
    def place(self) -> CellPlace:
        """Return the cell that the pass is at."""
        return CellPlace(self.file, self.sheet, self.row, self.column)

    def _row(self, attributes: dict[str, str]) -> None:
        self.row = _number(attributes["r"]) if "r" in attributes else self.row + 1
        self.row_text = str(self.row)
        self.column = 0
        if attributes.get("hidden") in {"1", "true"}:
            self.facts.hidden_rows.add(self.row)

    def _cell(self, attributes: dict[str, str]) -> None:
        at = self._coordinates(attributes["r"]) if "r" in attributes else (self.row, self.column + 1)
        self.row, self.column = at
        self.length, self.value, self.formula, self.valued = 0, "", False, False
        self.shared = attributes.get("t") == "s"
        self.may_be_empty = attributes.get("t") == "str"
        if at <= self.last:
            message = f"{self.place} is there twice, or after a later cell"
            raise refuse_cell(codes.BROKEN_PART, self.place, message)
        self.last = at
        if attributes.get("s", "0") not in self.plain_styles:
            self._check_style(attributes.get("s", "0"))

    def _coordinates(self, reference: str) -> Coordinates:
        # nearly every reference is a column seen before, then the number of the row
        column = self.column_of.get(reference[: -len(self.row_text)]) if self.row_text else None
        if column is not None and reference.endswith(self.row_text):
            return self.row, column
        at = coordinates(reference)
        if at is None:
            message = f"a cell of {self.file} has the reference {reference!r:.40}"
            raise refuse_cell(codes.BROKEN_PART, FilePlace(self.file, self.sheet), message)
        self.column_of[reference.rstrip("0123456789")] = at[1]
        return at

    def _check_style(self, text: str) -> None:
        style = _number(text)
        if style >= max(self.styles.count, 1):
            message = f"{self.place} has style {style}, and there are {self.styles.count}"
            raise refuse_cell(codes.BROKEN_PART, self.place, message)
        if style in self.styles.struck:
            self.facts.struck.add((self.row, self.column))
        else:
            self.plain_styles.add(text)

    def _value(self, _: dict[str, str]) -> None:
        self.in_value = True
        self.valued = self.may_be_empty
        self.length, self.value = 0, ""
        self._check_distance()

    def _inline(self, _: dict[str, str]) -> None:
        self.valued = True
        self.length = 0
        self._check_distance()

    def _formula(self, _: dict[str, str]) -> None:
        self.formula = True
        self.length = 0
        self.facts.formulas.add((self.row, self.column))
        self._check_distance()

    def _check_distance(self) -> None:
        self.facts.last_row = self.row
        for name, value in (("rows", self.row), ("columns", self.column)):
            if value > getattr(self.limits, name):
                message = f"{self.place} holds a value, far outside any table"
                advice = f"{codes.FAR_CELL.help} {limit_help(name, self.limits)}"
                raise refuse_cell(codes.FAR_CELL, self.place, message, advice)

    def _check_shared(self) -> None:
        index = _number(self.value.strip())
        if not 0 <= index < self.strings:
            message = f"{self.place} refers to shared string {self.value.strip()!r:.20}, and there are {self.strings}"
            raise refuse_cell(codes.BROKEN_PART, self.place, message)

    def _col(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in {"1", "true"}:
            low, high = (_number(attributes.get(end, "0")) for end in ("min", "max"))
            self.facts.hidden_columns.append((low, high))

    def _merge(self, attributes: dict[str, str]) -> None:
        ends = [coordinates(end) for end in attributes.get("ref", "").split(":")]
        top_left, bottom_right = ends[0], ends[-1]
        if top_left is None or bottom_right is None:
            return
        merged = MergedRange(*top_left, *bottom_right)
        cells = (merged.bottom - merged.top + 1) * (merged.right - merged.left + 1)
        if cells > self.limits.merged_cells:
            place = CellPlace(self.file, self.sheet, merged.top, merged.left)
            message = f"{place} is merged over {cells:,} cells"
            advice = f"Unmerge them. {limit_help('merged_cells', self.limits)}"
            raise refuse_cell(codes.FAR_CELL, place, message, advice)
        self.facts.merges[top_left] = merged


def coordinates(reference: str) -> Coordinates | None:
    """Return (row, column) of a reference such as ``D14``; None if it is none."""
    found = _REFERENCE.match(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _number(text: str) -> int:
    """Return the number that `text` spells, or a number that no index reaches."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1048576000") else 1 << 40
