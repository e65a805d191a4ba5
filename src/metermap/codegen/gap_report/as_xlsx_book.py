"""Writing the report's workbook. Every text is a text cell, whatever it begins with.

Sources: ECMA-376 part 1, 18.3.1.46 (codes in a page's header) and 18.3.1.47 (links); the limit of links is Excel's.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from metermap.codegen.annotate.texts import put_text, spelled
from metermap.codegen.annotate.write import Opened, save_book
from metermap.codegen.gap_report.as_xlsx_model import Book, Head, Kind, Linked, Sheet, Style
from metermap.codegen.gap_report.as_xlsx_model import Cell as Value
from metermap.mappings.standing import Standing

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["written"]

_LINKS: Final = 65_530
_A3, _A4 = 8, 9
_WIDE: Final = 230
"""The width in characters from which a sheet is printed on A3."""
_FONT: Final = "Arial"
_POINTS: Final = 10
_LINE_POINTS: Final = 13.5
"""The height of a line of text."""
_MOST_LINES: Final = 30
"""The lines that a row shows; a row of Excel is at most 409 points high."""
_HEADER_CHARACTERS: Final = 80

_NAMES: Final = {
    one: f"gap report {one}" for one in ("title", "head", "text", "link", "plain", "number", "name", "share", "numbers")
}
_KINDS: Final = {kind: _NAMES[kind.value] for kind in Kind}
_STYLES: Final = {
    Style.TITLE: _NAMES["title"],
    Style.HEAD: _NAMES["head"],
    Style.PLAIN: _NAMES["plain"],
}
_FIRST_WIDTHS: Final = (44, 20, 11, 12, *[10.5] * len(Standing))


def written(book: Book) -> bytes:
    """Return the workbook as a file."""
    made = Workbook()
    made.properties.creator = None
    made.properties.title = spelled(book.title)
    for style in _named_styles():
        made.add_named_style(style)
    first = made.worksheets[0]
    first.title = "Summary"
    _write_summary(first, book)
    for table in book.sheets:
        _write_table(made.create_sheet(table.name), table)
    for sheet in made.worksheets:
        _set_up_print(sheet, book)
    return save_book(Opened(made, (), None, None))


def _named_styles() -> tuple[NamedStyle, ...]:
    """Return the styles by name: giving a cell one is much faster than giving it a font and an alignment."""
    wrapped = Alignment(vertical="top", wrap_text=True)
    right = Alignment(vertical="top", horizontal="right")
    wrapped_right = Alignment(vertical="top", horizontal="right", wrap_text=True)
    head = Border(bottom=Side(style="medium", color="FF09565F"))
    shade = PatternFill("solid", fgColor="FFEEF2F2")
    font = Font(name=_FONT, size=_POINTS)
    strong = Font(name=_FONT, size=_POINTS, bold=True)
    link = Font(name=_FONT, size=_POINTS, color="FF09565F", underline="single")
    return (
        NamedStyle(_NAMES["title"], font=Font(name=_FONT, size=16, bold=True)),
        NamedStyle(_NAMES["numbers"], font=strong, alignment=wrapped_right, border=head, fill=shade),
        NamedStyle(_NAMES["head"], font=strong, alignment=wrapped, border=head, fill=shade),
        NamedStyle(_NAMES["text"], font=font, alignment=wrapped),
        NamedStyle(_NAMES["link"], font=link, alignment=wrapped),
        NamedStyle(_NAMES["plain"], font=font),
        NamedStyle(_NAMES["number"], font=font, alignment=right, number_format="#,##0"),
        NamedStyle(_NAMES["name"], font=font, alignment=right, number_format="0"),
        NamedStyle(_NAMES["share"], font=font, alignment=right, number_format="0.0%"),
    )


class _Cells:
    """Puts values into the cells of a sheet, and counts its links."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.links = 0

    def put(self, row: int, column: int, value: Value, style: str) -> None:
        """Put a value: a number as one, a text as text, a link where the sheet has room for one."""
        if value is None or value == "":
            return
        cell = self.sheet.cell(row, column)
        if isinstance(cell, MergedCell):
            message = f"the cell {cell.coordinate} is merged, and nothing here merges cells"
            raise TypeError(message)
        cell.style = style
        match value:
            case Linked():
                put_text(cell, value.text)
                self._lead(cell, value)
            case str():
                put_text(cell, value)
            case _:
                cell.value = value

    def _lead(self, cell: Cell, value: Linked) -> None:
        if self.links >= _LINKS:
            return
        self.links += 1
        cell.style = _NAMES["link"]
        cell.quotePrefix = True
        cell.hyperlink = Hyperlink(ref=cell.coordinate, target=value.target or None, location=value.location or None)


def _write_table(sheet: Worksheet, table: Sheet) -> None:
    cells = _Cells(sheet)
    for column, head in enumerate(table.heads, start=1):
        cells.put(1, column, head.name, _NAMES["head" if head.kind is Kind.TEXT else "numbers"])
        sheet.column_dimensions[get_column_letter(column)].width = head.width
    for at, row in enumerate(table.rows, start=2):
        for column, (value, head) in enumerate(zip(row, table.heads, strict=True), start=1):
            cells.put(at, column, value, _KINDS[head.kind])
        sheet.row_dimensions[at].height = _LINE_POINTS * _lines(row, table.heads)
    sheet.row_dimensions[1].height = _LINE_POINTS * _lines([head.name for head in table.heads], table.heads)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.heads))}{len(table.rows) + 1}"
    sheet.print_title_rows = "1:1"


def _lines(row: Iterable[Value], heads: Iterable[Head]) -> int:
    """Return how many lines a row needs: programs that open the file do not all work it out for themselves."""
    needed = (-(-len(_shown(value)) // int(head.width)) for value, head in zip(row, heads, strict=True))
    return min(max(1, *needed), _MOST_LINES)


def _shown(value: Value) -> str:
    return value.text if isinstance(value, Linked) else str(value)


def _write_summary(sheet: Worksheet, book: Book) -> None:
    cells = _Cells(sheet)
    for column, width in enumerate(_FIRST_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for at, line in enumerate(book.summary, start=1):
        for column, value in enumerate(line.cells, start=1):
            style = _NAMES["number"] if isinstance(value, int) else _STYLES[line.style]
            cells.put(at, column, value, style)
        if line.style is Style.HEAD and line.charted:
            sheet.row_dimensions[at].height = 2 * _LINE_POINTS
    charted = [at for at, line in enumerate(book.summary, start=1) if line.charted]
    if len(charted) > 1:
        sheet.add_chart(_chart(sheet, charted[0], charted[-1]), f"A{len(book.summary) + 2}")
    sheet.sheet_view.showGridLines = False


def _colour(colour: str) -> ColorChoice:
    made = ColorChoice()
    made.srgbClr = colour
    return made


_PAPER: Final = _colour("FFFFFF")

# The patterns that tell the standings apart in print.
_PATTERNS: Final = {
    Standing.EXACT: PatternFillProperties(prst="pct90", fgClr=_colour("09565F"), bgClr=_colour("09565F")),
    Standing.LIMITED: PatternFillProperties(prst="wdUpDiag", fgClr=_colour("4B5300"), bgClr=_PAPER),
    Standing.CARRIED: PatternFillProperties(prst="narHorz", fgClr=_colour("09565F"), bgClr=_PAPER),
    Standing.UNADDRESSED: PatternFillProperties(prst="narVert", fgClr=_colour("6D338F"), bgClr=_PAPER),
    Standing.PLANNED: PatternFillProperties(prst="smGrid", fgClr=_colour("1A4D96"), bgClr=_PAPER),
    Standing.NO_HOME: PatternFillProperties(prst="openDmnd", fgClr=_PAPER, bgClr=_colour("902A14")),
    Standing.NOT_APPLICABLE: PatternFillProperties(prst="pct5", fgClr=_PAPER, bgClr=_PAPER),
    Standing.PROPOSED: PatternFillProperties(prst="ltDnDiag", fgClr=_colour("6D4500"), bgClr=_PAPER),
    Standing.UNDECIDED: PatternFillProperties(prst="pct10", fgClr=_colour("495359"), bgClr=_PAPER),
}


def _chart(sheet: Worksheet, first: int, last: int) -> BarChart:
    """Return the stacked bars of the table whose heading is in row `first`."""
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap = "bar", "percentStacked", 100
    standings = len(Standing)
    chart.add_data(
        Reference(sheet, min_col=5, max_col=4 + standings, min_row=first, max_row=last), titles_from_data=True
    )
    chart.set_categories(Reference(sheet, min_col=1, min_row=first + 1, max_row=last))
    for series, standing in zip(chart.series, Standing, strict=True):
        series.graphicalProperties = GraphicalProperties(pattFill=_PATTERNS[standing])
        series.graphicalProperties.line.solidFill = "1B2226"
    chart.y_axis.delete = chart.x_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.legend.position = "b"
    chart.gapWidth = 40
    chart.width, chart.height = 32, 2.5 + 1.1 * (last - first)
    return chart


def _set_up_print(sheet: Worksheet, book: Book) -> None:
    setup = sheet.page_setup
    width = sum(column.width for column in sheet.column_dimensions.values())
    setup.orientation, setup.paperSize = "landscape", _A3 if width > _WIDE else _A4
    sheet.print_options.gridLines = sheet.freeze_panes is not None
    setup.fitToWidth, setup.fitToHeight = 1, 0
    if sheet.freeze_panes is None:  # the first sheet: one page
        setup.orientation, setup.fitToHeight = "portrait", 1
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    header, footer = HeaderFooterItem(), HeaderFooterItem()
    header.left.text, header.right.text = _printed(book.title), _printed(sheet.title)
    footer.left.text, footer.right.text = _printed(f"Model {book.digest[:16]}"), "&P of &N"
    sheet.HeaderFooter.oddHeader, sheet.HeaderFooter.oddFooter = header, footer


def _printed(text: str) -> str:
    """Return a text for a page's header, where an ampersand begins a code."""
    return spelled(text)[:_HEADER_CHARACTERS].replace("&", "&&")
