"""Workbooks that no writer of ours and not openpyxl made, from rows of the Great Britain catalogue.

Two are saved by LibreOffice, from a flat OpenDocument file and from a CSV file; the others are
SpreadsheetML written by hand. They are made when a test asks for them: a script shows what is in
them, and a binary in version control does not.
"""

from __future__ import annotations

import csv
import functools
import subprocess
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from metermap.catalogue.model import Catalogue, Element
from metermap.catalogue.reader import read_catalogue
from metermap.core.findings import Findings
from metermap.core.places import column_letters
from metermap.core.workspace import load_workspace
from tests.catalogue.workbooks import GB
from tests.tools import require_tool

CellContent: TypeAlias = str | int | None
Record: TypeAlias = tuple[CellContent, ...]

DEVICES = "".join(
    f"""
[[device]]
id = "{name}"
title = "{name}"
carrier = "{carrier}"
protocols = {{ {carrier} = "native" }}
"""
    for name, carrier in (("ESME", "dlms"), ("GSME", "sep"), ("SAPC", "dlms"), ("CHF", "dlms"), ("GPF", "sep"))
)


@functools.cache
def gb_catalogue() -> Catalogue:
    """Return the catalogue as printed, without errata."""
    workspace = load_workspace(GB, Findings())
    assert workspace is not None
    catalogue = read_catalogue(replace(workspace, errata=""), Findings())
    assert catalogue is not None
    return catalogue


def gb_elements() -> list[Element]:
    """Return the 722 elements that the table prints."""
    return [element for element in gb_catalogue().elements if not element.han_only]


def facts(element: Element) -> tuple[object, ...]:
    """Return all that the catalogue says of an element, without places."""
    return (
        element.id.value,
        element.row and element.row.value,
        element.reference.value,
        element.item.value,
        element.path.value,
        element.category.value,
        element.data_type.value,
        element.sensitive.value,
        element.readers.value,
        element.writers.value,
        element.devices.value,
    )


def workspace(root: Path, profiles: str) -> Path:
    """Write a metermap.toml with these [[workbook]] tables and the devices of Great Britain."""
    text = f'name = "shape"\npackage = "shape"\ntitle = "A shape"\n{profiles}{DEVICES}'
    (root / "metermap.toml").write_text(text, encoding="utf-8")
    return root


# ---- SpreadsheetML by hand ------------------------------------------------------------------------


@dataclass(frozen=True)
class HandSheet:
    """Rows from the first on, and merged ranges such as ``A1:C1``."""

    rows: Sequence[Record]
    merges: Sequence[str] = ()


_NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def write_by_hand(path: Path, sheets: Mapping[str, HandSheet], *, references: bool = True) -> None:
    """Write a workbook of inline strings: no dimension, no styles, no shared strings.

    Without `references` neither rows nor cells say where they stand; they follow one another.
    """
    names = list(sheets)
    book = "".join(f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="s{n}"/>' for n, name in enumerate(names, 1))
    targets = "".join(
        f'<Relationship Id="s{n}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for n in range(1, len(names) + 1)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/xl/workbook.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            f"{parts}</Types>",
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="b" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml", f'<workbook {_NAMESPACE} xmlns:r="{_RELATIONS}"><sheets>{book}</sheets></workbook>'
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{targets}</Relationships>'
        )
        for number, sheet in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", _sheet_xml(sheet, references=references))


def _sheet_xml(sheet: HandSheet, *, references: bool) -> str:
    rows = []
    for number, row in enumerate(sheet.rows, 1):
        cells = "".join(
            _cell_xml(value, f' r="{column_letters(column)}{number}"' if references else "")
            for column, value in enumerate(row, 1)
        )
        rows.append(f'<row r="{number}">{cells}</row>' if references else f"<row>{cells}</row>")
    merges = "".join(f'<mergeCell ref="{merged}"/>' for merged in sheet.merges)
    merged = f"<mergeCells>{merges}</mergeCells>" if merges else ""
    return f"<worksheet {_NAMESPACE}><sheetData>{''.join(rows)}</sheetData>{merged}</worksheet>"


def _cell_xml(value: CellContent, reference: str) -> str:
    match value:
        case None:
            return f"<c{reference}/>"
        case int():
            return f"<c{reference}><v>{value}</v></c>"
        case _:
            # In two runs, as a text has that somebody made bold in part.
            middle = len(value) // 2
            runs = "".join(
                f'<r><t xml:space="preserve">{escape(part)}</t></r>'
                for part in (value[:middle], value[middle:])
                if part
            )
            return f'<c{reference} t="inlineStr"><is>{runs}</is></c>'


# ---- LibreOffice ----------------------------------------------------------------------------------


@dataclass
class OfficeTable:
    """A sheet for LibreOffice. `spans` maps (row, column) to how many rows and columns a cell is merged over."""

    rows: list[Record]
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    struck: set[int] = field(default_factory=set)


_OFFICE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<office:document '
    + " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "style", "table", "text")
    )
    + ' office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
    '<office:automatic-styles><style:style style:name="struck" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="solid" style:text-line-through-type="single"/>'
    "</style:style></office:automatic-styles><office:body><office:spreadsheet>"
)


def save_with_libreoffice(path: Path, tables: Mapping[str, OfficeTable]) -> None:
    """Have LibreOffice save these sheets as .xlsx."""
    body = "".join(_table_xml(name, table) for name, table in tables.items())
    source = path.with_suffix(".fods")
    source.write_text(f"{_OFFICE}{body}</office:spreadsheet></office:body></office:document>", encoding="utf-8")
    convert(source)


def _table_xml(name: str, table: OfficeTable) -> str:
    width = max(map(len, table.rows))
    covered = {
        (top + down, left + right)
        for (top, left), (rows, columns) in table.spans.items()
        for down in range(rows)
        for right in range(columns)
    } - table.spans.keys()
    rows = []
    for number, row in enumerate(table.rows, 1):
        style = ' table:style-name="struck"' if number in table.struck else ""
        cells = "".join(
            "<table:covered-table-cell/>"
            if (number, column) in covered
            else _office_cell(row[column - 1] if column <= len(row) else None, style, table.spans.get((number, column)))
            for column in range(1, width + 1)
        )
        hidden = ' table:visibility="collapse"' if number in table.hidden else ""
        rows.append(f"<table:table-row{hidden}>{cells}</table:table-row>")
    columns = f'<table:table-column table:number-columns-repeated="{width}"/>'
    return f"<table:table table:name={quoteattr(name)}>{columns}{''.join(rows)}</table:table>"


def _office_cell(value: CellContent, style: str, span: tuple[int, int] | None) -> str:
    if span:
        style += f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"'
    match value:
        case None:
            return f"<table:table-cell{style}/>"
        case int():
            return f'<table:table-cell{style} office:value-type="float" office:value="{value}"/>'
        case _:
            lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
            return f'<table:table-cell{style} office:value-type="string">{lines}</table:table-cell>'


def convert(source: Path, *options: str) -> None:
    """Have LibreOffice save `source` as .xlsx beside it, with a profile of its own."""
    office = require_tool("soffice")
    command = [
        office,
        f"-env:UserInstallation={(source.parent / 'office').as_uri()}",
        "--headless",
        *options,
        "--convert-to",
        "xlsx",
        "--outdir",
        str(source.parent),
        str(source),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert source.with_suffix(".xlsx").is_file(), done.stdout + done.stderr


# ---- the five ---------------------------------------------------------------------------------------

BY_DEVICE_PROFILE = """
[[workbook]]
file = "by-device.xlsx"
elements = ["Electricity*"]
fill = ["Item", "Reference"]
hidden = "skip"
struck = "withdrawn"
lacks = ["Sensitive"]
constants = { Devices = "ESME" }
id_from = ["Item", "Attribute path", "Row"]
[workbook.headers]
Row = ["No."]
Item = ["Data item"]
Category = ["Class of data"]

[[workbook]]
file = "by-device.xlsx"
elements = ["Gas*"]
fill = ["Item", "Reference"]
hidden = "skip"
struck = "withdrawn"
lacks = ["Sensitive"]
constants = { Devices = "GSME" }
id_from = ["Item", "Attribute path", "Row"]
[workbook.headers]
Row = ["No."]
Item = ["Data item"]
Category = ["Class of data"]
"""
_BY_DEVICE_HEADER: Record = (
    "Data\u00a0item",
    "Reference ",
    "Class of\ndata",
    "Attribute\npath",
    "Data type",
    "No.",
    "Remarks",
    "Readers",
    "Writers",
)


def by_device(root: Path) -> Path:
    """A sheet for each device, saved by LibreOffice.

    Title, section headings, items merged over their elements, the second element hidden, the third
    struck through, and a column that nobody asked for.
    """
    tables = {}
    for title, device in (("Electricity (ESME)", "ESME"), ("Gas (GSME)", "GSME")):
        table = OfficeTable([(f"Catalogue of {device}",), (), _BY_DEVICE_HEADER], {(1, 1): (1, 9)})
        section, above = "", ("", "")
        for element in device_elements(device):
            if element.section != section:
                section, above = element.section, ("", "")
                table.rows.append((section,))
                table.spans[len(table.rows), 1] = (1, 9)
            _add_element(table, element, above)
            above = (element.item.value, element.reference.value)
        numbers = [number for number, row in enumerate(table.rows, 1) if len(row) == len(_BY_DEVICE_HEADER)][1:]
        table.hidden, table.struck = {numbers[1]}, {numbers[2]}
        tables[title] = table
    save_with_libreoffice(root / "by-device.xlsx", tables)
    return workspace(root, BY_DEVICE_PROFILE)


def device_elements(device: str) -> list[Element]:
    """Return the elements of this device alone."""
    return [element for element in gb_elements() if element.devices.value == (device,)]


def _add_element(table: OfficeTable, element: Element, above: tuple[str, str]) -> None:
    """Add a row; item and reference are merged with those above if they are the same."""
    assert element.row is not None
    head = (element.item.value, element.reference.value)
    table.rows.append(
        (
            *head,
            element.category.value,
            element.path.value,
            element.data_type.value,
            element.row.value,
            "to be discussed",
            element.readers.value,
            element.writers.value,
        )
    )
    for column, text in enumerate(head, 1):
        top = len(table.rows)
        while text == above[column - 1] and (top, column) not in table.spans:
            top -= 1
        table.spans[top, column] = (len(table.rows) - top + 1, 1)


GERMAN_PROFILE = """
[[workbook]]
file = "german.xlsx"
elements = ["german"]
numbers = { decimal = ",", thousands = "." }
lacks = ["Readers", "Writers"]
id_from = ["Item", "Attribute path", "Row"]
values = { Sensitive = { ja = "yes", nein = "no" } }
[workbook.headers]
Row = ["Nr."]
Reference = ["Fundstelle"]
Item = ["Datenelement"]
"Attribute path" = ["Attribut"]
Category = ["Kategorie"]
"Data type" = ["Datentyp"]
Sensitive = ["Schützenswert"]
Devices = ["Geräte"]
"""
_GERMAN_HEADER = (
    "Nr.",
    "Datenelement",
    "Attribut",
    "Fundstelle",
    "Kategorie",
    "Datentyp",
    "Schützenswert",
    "Geräte",
)


def german(root: Path, *, as_text: bool = True) -> Path:
    """A CSV file in the German manner, saved as a workbook by LibreOffice, with quoted fields as text or not."""
    with (root / "german.csv").open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, delimiter=";", quoting=csv.QUOTE_ALL)
        out.writerow(_GERMAN_HEADER)
        out.writerows(map(_german_row, gb_elements()))
    convert(root / "german.csv", f"--infilter=CSV:59,34,76,1,,1033,{str(as_text).lower()},false")
    return workspace(root, GERMAN_PROFILE)


def _german_row(element: Element) -> tuple[str, ...]:
    assert element.row is not None
    return (
        f"{element.row.value:,}".replace(",", "."),
        element.item.value,
        element.path.value,
        element.reference.value,
        element.category.value,
        element.data_type.value,
        "ja" if element.sensitive.value else "nein",
        ", ".join(element.devices.value),
    )


INLINE_PROFILE = """
[[workbook]]
file = "inline.xlsx"
elements = ["Element list"]
"""


def inline(root: Path) -> Path:
    """All elements, written by hand: inline strings, no dimension, no cell references, columns in another order."""
    header = (
        "Devices",
        "Writers",
        "Readers",
        "Sensitive",
        "Data type",
        "Category",
        "Attribute path",
        "Item",
        "Reference",
        "Row",
        "Element id",
    )
    rows: list[Record] = [("Elements of the catalogue",), (), header]
    rows += [tuple(reversed(_printed(element))) for element in gb_elements()]
    write_by_hand(
        root / "inline.xlsx", {"Notes": HandSheet([("Nothing",)]), "Element list": HandSheet(rows)}, references=False
    )
    return workspace(root, INLINE_PROFILE)


def _printed(element: Element) -> Record:
    """Return the cells of an element in the order of GB's columns."""
    assert element.row is not None
    texts: Iterable[CellContent] = (
        element.id.value,
        element.row.value,
        element.reference.value,
        element.item.value,
        element.path.value,
        element.category.value,
        element.data_type.value,
        "yes" if element.sensitive.value else None,
        element.readers.value,
        element.writers.value,
        "; ".join(element.devices.value),
    )
    return tuple(text or None for text in texts)


GROUPED_PROFILE = """
[[workbook]]
file = "grouped.xlsx"
elements = ["Elements"]
[workbook.headers]
Item = ["Data item / Name"]
"Attribute path" = ["Data item / Path"]
Readers = ["Roles / Read"]
Writers = ["Roles / Write"]
[workbook.marks.Devices]
"Devices / ESME" = "ESME"
"Devices / GSME" = "GSME"
"Devices / SAPC" = "SAPC"
"Devices / CHF" = "CHF"
"Devices / GPF" = "GPF"
"""
_CROSSED = ("ESME", "GSME", "SAPC", "CHF", "GPF")
_GROUPS: tuple[Record, Record] = (
    ("Element id", "Row", "Data item", None, None, None, "Reference", "Sensitive", "Roles", None, "Devices"),
    (None, None, "Name", "Path", "Category", "Data type", None, None, "Read", "Write", *_CROSSED),
)


def grouped(root: Path) -> Path:
    """All elements under a header of two rows with merged groups, a column of crosses for each device."""
    rows: list[Record] = [("Data catalogue",), *_GROUPS]
    for element in gb_elements():
        key, row, reference, item, path, category, data_type, sensitive, readers, writers, _ = _printed(element)
        crosses = tuple("x" if device in element.devices.value else None for device in _CROSSED)
        rows.append((key, row, item, path, category, data_type, reference, sensitive, readers, writers, *crosses))
    merges = ("A1:O1", "A2:A3", "B2:B3", "C2:F2", "G2:G3", "H2:H3", "I2:J2", "K2:O2")
    write_by_hand(root / "grouped.xlsx", {"Elements": HandSheet(rows, merges)})
    return workspace(root, GROUPED_PROFILE)


COSEM_PROFILE = """
[[workbook]]
file = "cosem.xlsx"
elements = ["Objects"]
fill = ["Item", "Reference", "Category"]
lacks = ["Row", "Sensitive"]
constants = { Devices = "ESME" }
id_from = ["Reference", "Attribute path"]
whole_numbers = ["Category"]
[workbook.headers]
Item = ["Object"]
Reference = ["Logical name"]
Category = ["Interface class / Id"]
"Attribute path" = ["Attribute / Name"]
"Data type" = ["Attribute / Type"]
Readers = ["Access / Read by"]
Writers = ["Access / Written by"]
[workbook.values."Data type"]
"double-long-unsigned" = "INTEGER"
"double-long" = "INTEGER"
"long-unsigned" = "INTEGER"
"unsigned" = "INTEGER"
"octet-string" = "OCTET-STRING"
"bit-string" = "BIT-STRING"
"utf8-string" = "TEXT"
"visible-string" = "TEXT"
"enum" = "ENUMERATION"
"""
_COSEM_HEADER: tuple[Record, Record] = (
    ("Object", "Interface class", None, "Logical name", "Attribute", None, None, "Access", None),
    (None, "Id", "Version", None, "No.", "Name", "Type", "Read by", "Written by"),
)


@dataclass
class CosemObject:
    """An object of GB's mapping table: its simple attributes by number, with name, type and use cases."""

    name: str
    attributes: dict[int, tuple[str, str, str]] = field(default_factory=dict)


def cosem_objects() -> dict[tuple[int, str], CosemObject]:
    """Return the objects by class and logical name, of the rows that address a whole attribute."""
    objects: dict[tuple[int, str], CosemObject] = {}
    with (GB.parent / "tests/gb/dlms-rows.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            simple = row["attribute_name"].isidentifier() and row["number"].isdecimal() and row["class_id"].isdecimal()
            if row["attribute_or_method"] == "A" and simple:
                entry = objects.setdefault(
                    (int(row["class_id"]), row["obis"]), CosemObject(row["name"].partition(":")[0])
                )
                kind = row["dlms_type"].partition("(")[0]
                entry.attributes.setdefault(int(row["number"]), (row["attribute_name"], kind, row["use_cases"]))
    return objects


def cosem(root: Path) -> Path:
    """A COSEM object list as companion specifications print it: a row for each object, its attributes below."""
    rows: list[Record] = [("Object list",), *_COSEM_HEADER]
    roles = {case.code.value: case for case in gb_catalogue().use_cases}
    for (class_id, logical_name), entry in cosem_objects().items():
        rows.append((entry.name, class_id, 0, logical_name))
        for number, (name, kind, use_cases) in sorted(entry.attributes.items()):
            cases = [roles[code] for code in use_cases.split() if code in roles]
            reads = sorted({case.roles.value for case in cases if "Read" in case.read_or_update.value})
            writes = sorted({case.roles.value for case in cases if "Update" in case.read_or_update.value})
            rows.append(
                (None, None, None, None, number, name, kind, "; ".join(reads) or None, "; ".join(writes) or None)
            )
    merges = ("A1:I1", "A2:A3", "B2:C2", "D2:D3", "E2:G2", "H2:I2")
    write_by_hand(root / "cosem.xlsx", {"Objects": HandSheet(rows, merges)})
    return workspace(root, COSEM_PROFILE)
