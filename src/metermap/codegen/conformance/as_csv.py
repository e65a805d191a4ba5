"""The tables of a statement as CSV for a spreadsheet: what one would run as a formula is marked as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from metermap.codegen.conformance import tables
from metermap.core.text import csv_cell

if TYPE_CHECKING:
    from metermap.codegen.conformance.model import Conformance, Statement

__all__ = ["cases_csv", "csv_files", "template_csv"]


def csv_files(conformance: Conformance, statement: Statement) -> dict[str, bytes]:
    """Return the files of a device by name; a list that would be empty is left out."""
    files = {
        "elements.csv": _table(tables.ELEMENTS, tables.element_rows(statement)),
        "test-cases.csv": cases_csv(conformance, (statement,)),
        "results.csv": template_csv(conformance, (statement,)),
    }
    if statement.objects:
        files["objects.csv"] = _table(tables.OBJECTS, tables.object_rows(statement))
    if statement.clusters:
        files["clusters.csv"] = _table(tables.CLUSTERS, tables.cluster_rows(statement))
    return files


def cases_csv(conformance: Conformance, statements: Iterable[Statement]) -> bytes:
    """Return the test cases of devices, with empty columns for a laboratory's results."""
    rows = (row for statement in statements for row in tables.case_rows(conformance, statement))
    return _table(tables.CASES, rows)


def template_csv(conformance: Conformance, statements: Iterable[Statement]) -> bytes:
    """Return the template of results: a row for each test case, and for each element without one."""
    rows = (row for statement in statements for row in tables.template_rows(conformance, statement))
    return _table(tables.TEMPLATE, rows)


def _table(head: tables.Row, rows: Iterable[tables.Row]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([csv_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode()
