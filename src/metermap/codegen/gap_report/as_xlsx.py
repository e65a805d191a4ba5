"""The gap report as a workbook: a first sheet to print, then a sheet a table with filters, frozen headings and links.

Links lead to the cells of the catalogue and to the pages of the site, as far as it is known where these lie. The same
report in the same place gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from metermap.codegen.gap_report import as_xlsx_aspects as aspects
from metermap.codegen.gap_report import as_xlsx_tables as tables
from metermap.codegen.gap_report.around import IN_BUILD, Around
from metermap.codegen.gap_report.as_xlsx_model import Book, Line, Linked, Sheet, Source, Style
from metermap.codegen.gap_report.figures import figures, tasks, trend_sentence
from metermap.codegen.gap_report.model import NOT_RECORDED, GapReport
from metermap.codegen.pages import element_addresses
from metermap.codegen.titles import protocol_title
from metermap.mappings.standing import LETTERS, MEANINGS, Standing

__all__ = ["report_xlsx"]

_TITLE: Final = "Gap report: "


def report_xlsx(report: GapReport, around: Around = IN_BUILD) -> bytes:
    """Return the workbook."""
    from metermap.codegen.gap_report.as_xlsx_book import written  # noqa: PLC0415  (openpyxl: only this form needs it)

    pages = element_addresses((line.element, line.item, line.row) for line in report.lines)
    sheets = _sheets(Source(report, pages, around))
    return written(
        Book(
            title=f"{_TITLE}{report.title or report.name}",
            digest=report.digest,
            summary=tuple(_summary(report, sheets, around)),
            sheets=sheets,
        )
    )


def _sheets(source: Source) -> tuple[Sheet, ...]:
    changes = source.report.trend
    return (
        *((aspects.trend_counts(changes), aspects.trend(source, changes)) if changes else ()),
        tables.coverage(source),
        tables.sections(source),
        tables.gaps(source),
        tables.limits(source),
        tables.proposals(source),
        tables.protocol_fields(source),
        aspects.hub(source),
        aspects.parity(source),
        aspects.standards(source),
        aspects.security(source),
        aspects.roles(source),
        aspects.sensitive(source),
        aspects.proof_reasons(source),
        aspects.findings(source),
        aspects.errata(source),
        aspects.statements(source),
        tables.elements(source),
    )


_ABOUT: Final = (
    "Every count stands beside the number it is out of. A proposal or a plan is never counted as a home.",
    f"What nobody wrote down reads '{NOT_RECORDED}'.",
)


def _summary(report: GapReport, sheets: tuple[Sheet, ...], around: Around) -> Iterator[Line]:
    yield Line((f"{_TITLE}{report.title or report.name}",), Style.TITLE)
    yield Line((f"Catalogue edition: {report.edition or NOT_RECORDED}",))
    yield Line((f"{report.extent}.",))
    if report.as_of:
        yield Line((report.counted_up_to,))
    if report.trend:
        yield Line((trend_sentence(report.trend),))
    yield Line(())
    yield Line(("Key figures", "", "Count", "Out of"), Style.HEAD)
    yield from (Line((found.said, "", found.count, found.whole)) for found in figures(report))
    yield Line(())
    yield from _standings(report)
    yield Line(())
    yield Line(("What can be settled", "", "Count", "Out of"), Style.HEAD)
    yield from (Line((found.said, "", found.count, found.whole)) for found in tasks(report))
    yield Line(())
    yield Line(("Sheets", "Rows", "Holds"), Style.HEAD)
    for sheet in sheets:
        yield Line((Linked(sheet.name, location=f"'{sheet.name}'!A1"), len(sheet.rows), sheet.about))
    yield Line(())
    yield from (Line((text,)) for text in _ABOUT)
    yield Line((_links(around),))
    yield Line((f"Made by metermap from the model with SHA-256 {report.digest}.",))


def _links(around: Around) -> str:
    if around == IN_BUILD:
        return "Links to cells and to pages of the site work where this file lies in build/report of the workspace."
    pages = "those to pages to the site beside it" if around.site else "there was no site beside it to lead to"
    return f"Links to cells lead to the workbooks from where this file was written; {pages}."


def _standings(report: GapReport) -> Iterator[Line]:
    """Yield the table that the picture is drawn from, and what its letters mean."""
    heads = (f"{LETTERS[standing]} {standing.value}" for standing in Standing)
    yield Line(("Elements of each device", "Route", "With a home", "Out of", *heads), Style.HEAD, charted=True)
    for column in report.columns:
        counts = column.counts.elements
        name = f"{column.device} over {protocol_title(column.protocol)}"
        route = ", ".join(filter(None, (column.route or "not spoken", "carrier" if column.carrier else "")))
        standings = (counts.count(standing) for standing in Standing)
        yield Line((name, route, counts.mapped, counts.total, *standings), charted=True)
    yield from (Line((f"{LETTERS[one]} {one.value}: {meaning}",)) for one, meaning in MEANINGS.items())
