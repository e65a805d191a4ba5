"""CSV beside XLSX: the same catalogue, places in the file, and nothing guessed about a cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from metermap import pipeline
from metermap.catalogue.csv_reader import open_csv
from metermap.core.exits import Exit
from metermap.core.findings import Finding, Findings
from metermap.core.limits import LIMITS
from metermap.core.workspace import load_workspace
from tests.catalogue.workbooks import ELEMENT_HEADERS, ELEMENT_ROWS, TOML, must_read, only, read, small_workspace

ROWS: Sequence[Sequence[str | int | None]] = (ELEMENT_HEADERS, *ELEMENT_ROWS)
CSV_TOML = TOML.replace('errata = "errata.toml"\n', "").replace(
    'file = "small.xlsx"\nelements = ["Elements"]\nuse_cases = ["Use cases"]\nhan_only = ["HAN"]\n',
    'file = "elements.csv"\nelements = ["*"]\n',
)


def table(rows: Sequence[Sequence[str | int | None]] = ROWS, delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def workspace(root: Path, octets: bytes, profile: str = "") -> Path:
    (root / "elements.csv").write_bytes(octets)
    toml = CSV_TOML.replace('elements = ["*"]\n', f'elements = ["*"]\n{profile}\n')
    (root / "metermap.toml").write_text(toml, encoding="utf-8")
    return root


def cells(root: Path, octets: bytes, encoding: str | None = None) -> tuple[dict[str, str], tuple[Finding, ...]]:
    (root / "x.csv").write_bytes(octets)
    findings = Findings()
    with open_csv(root / "x.csv", "x.csv", findings, encoding=encoding) as book:
        found = {cell.place.cell: str(cell.value) for cell in book.cells("")} if book else {}
    return found, findings.sorted()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_file_reads_as_the_workbook_does(tmp_path: Path, codec: str, delimiter: str) -> None:
    """Encoding and delimiter are found; a row number is text there, and a number all the same."""
    (tmp_path / "xlsx").mkdir()
    expected = must_read(small_workspace(tmp_path / "xlsx")).elements[:2]

    catalogue, findings = read(workspace(tmp_path, table(delimiter=delimiter).encode(codec)))

    assert findings == ()
    assert catalogue is not None
    assert [element.name for element in catalogue.elements] == [element.name for element in expected]
    assert [element.row and element.row.value for element in catalogue.elements] == [100, 21]
    assert [element.devices.value for element in catalogue.elements] == [("ESME",), ("GSME",)]
    assert str(catalogue.elements[0].path.place) == "elements.csv!E2"


def test_csv_and_xlsx_make_one_catalogue(tmp_path: Path) -> None:
    small_workspace(tmp_path)
    (tmp_path / "gas.csv").write_text(table((ELEMENT_HEADERS, ("GasValveState", 22, *ELEMENT_ROWS[1][2:]))), "utf-8")
    more = '[[workbook]]\nfile = "gas.csv"\nelements = ["*"]\n\n[[device]]'
    (tmp_path / "metermap.toml").write_text(TOML.replace("[[device]]", more, 1), "utf-8")

    catalogue, findings = read(tmp_path)

    assert findings == ()
    assert catalogue is not None
    assert [str(element.place) for element in catalogue.elements] == [
        "small.xlsx[Elements]!E5",
        "small.xlsx[Elements]!E6",
        "small.xlsx[HAN]!D2",
        "gas.csv!E2",
    ]


def test_rows_are_counted_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    found, findings = cells(tmp_path, b'a,"two\r\nlines"\r\n\r\n,"say ""yes"""\r\n')

    assert findings == ()
    assert found == {"A1": "a", "B1": "two\r\nlines", "B3": 'say "yes"'}


@pytest.mark.parametrize("text", ["=1+1", "+44", "-5", "@SUM(A1)", "1-0:1.8.0.255", "0702", "1.10", "TRUE", " x "])
def test_every_cell_is_text_and_stays_as_it_is(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.csv").write_text(f"{text},b\n", "utf-8")
    with open_csv(tmp_path / "x.csv", "x.csv", Findings()) as book:
        assert book is not None
        first, _ = book.cells("")

    assert (first.kind, first.value, first.formula) == ("text", text, False)


def test_a_decimal_comma_does_not_look_like_a_delimiter(tmp_path: Path) -> None:
    found, _ = cells(tmp_path, b"Range;Unit\n0,001;kWh\n0,1;m3\n")

    assert found["A2"] == "0,001"


def test_windows_text_is_read_once_it_is_declared(tmp_path: Path) -> None:
    octets = "Größe;b\n".encode("cp1252")

    _, findings = cells(tmp_path, b"a;b\n" + octets)
    assert (only(findings).code, str(only(findings).place)) == ("MM170", "x.csv:2:3")
    assert only(findings).message == "x.csv: it is not UTF-8: octet 0xf6 in line 2"
    assert "cp1252" in only(findings).help

    assert cells(tmp_path, octets, encoding="cp1252") == ({"A1": "Größe", "B1": "b"}, ())


def test_the_profile_declares_encoding_and_delimiter(tmp_path: Path) -> None:
    rows = (ELEMENT_HEADERS, ("É.value", *ELEMENT_ROWS[0][1:]))
    octets = table(rows, ";").encode("cp1252")

    catalogue, findings = read(workspace(tmp_path, octets, 'encoding = "cp1252"\ndelimiter = ";"'))

    assert findings == ()
    assert catalogue is not None
    assert catalogue.elements[0].id.value == "É.value"


def test_only_a_csv_file_has_an_encoding_to_declare(tmp_path: Path) -> None:
    small_workspace(tmp_path)
    (tmp_path / "metermap.toml").write_text(TOML.replace("[[device]]", 'encoding = "cp1252"\n[[device]]', 1))
    findings = Findings()

    assert load_workspace(tmp_path, findings) is None
    assert only(findings.sorted()).message == "small.xlsx is no CSV file and has no encoding to declare"


REFUSED = {
    "a quotation mark that is not closed": (
        b'a,b\nc,"d\ne,f\n',
        "x.csv!A2",
        "the quotation marks of row 2 do not pair",
    ),
    "text after a quotation mark": (b'a,b\n"c"d,e\n', "x.csv!A2", "the quotation marks of row 2 do not pair"),
    "a zip archive": (b"PK\x03\x04\x00\x00", "x.csv", "it holds NUL characters and is no text"),
    "UTF-16 that ends in the middle": (b"\xff\xfea\x00b", "x.csv:1:5", "it is not UTF-16: octet 0x62 in line 1"),
    "a cell of 32,768 characters": (b"a,b\n" + b"x" * 32_768, "x.csv!A2", "the cell A2 has more than 32,767 char"),
    "a cell of a megabyte": (b"a,b\n" + b"x" * 1_000_000, "x.csv!A2", "the cell A2 has more than 32,767 char"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_names_its_place(tmp_path: Path, case: str) -> None:
    octets, place, message = REFUSED[case]
    (tmp_path / "elements.csv").write_bytes(octets)
    catalogue, findings = read(workspace(tmp_path, octets))

    assert catalogue is None
    assert (only(findings).code, str(only(findings).place)) == ("MM170", place.replace("x.csv", "elements.csv"))
    assert only(findings).message.startswith(f"elements.csv: {message}")
    assert only(findings).help


def test_an_unreadable_file_ends_a_check_as_an_unreadable_workbook_does(tmp_path: Path) -> None:
    assert pipeline.check(workspace(tmp_path, b"\xff\xff")).exit is Exit.INPUT


def test_a_declared_encoding_must_not_contradict_the_mark(tmp_path: Path) -> None:
    _, findings = cells(tmp_path, b"\xef\xbb\xbfa,b\n", encoding="cp1252")

    message = "x.csv: it begins with the mark of UTF-8, and metermap.toml declares cp1252"
    assert only(findings).message == message


def test_the_limits_of_a_workbook_hold(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"a,b,c\n" * 4)
    for small, cell in ((replace(LIMITS, rows=3), "A4"), (replace(LIMITS, columns=2), "C1")):
        findings = Findings()
        with open_csv(tmp_path / "x.csv", "x.csv", findings, small) as book:
            assert book is not None
            with pytest.raises(Exception, match=f"stands in {cell}"):
                list(book.cells(""))

    findings = Findings()
    with open_csv(tmp_path / "x.csv", "x.csv", findings, replace(LIMITS, file_octets=10)) as book:
        assert book is None
    assert only(findings.sorted()).message == "x.csv: it has more than 10 octets"


def test_its_one_sheet_has_no_name(tmp_path: Path) -> None:
    workspace(tmp_path, table().encode())
    toml = tmp_path / "metermap.toml"
    toml.write_text(toml.read_text().replace('["*"]', '["elements"]'))

    finding = only(read(tmp_path)[1])
    assert (finding.code, finding.expected) == ("MM110", "the pattern '*'")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    (workspace(tmp_path, b"") / "elements.csv").unlink()

    assert only(read(tmp_path)[1]).message == "elements.csv: it does not exist"


@pytest.mark.parametrize(
    ("name", "kind"), [("a.ods", "an OpenDocument spreadsheet"), ("a.xls", "an old Excel workbook")]
)
def test_other_spreadsheets_are_refused_with_a_way_out(tmp_path: Path, name: str, kind: str) -> None:
    workspace(tmp_path, b"")
    toml = tmp_path / "metermap.toml"
    toml.write_text(toml.read_text().replace("elements.csv", name))

    finding = only(read(tmp_path)[1])
    assert (finding.code, finding.message) == ("MM100", f"{name} is {kind}, which is not read")
    assert "save it as an Excel workbook" in finding.help


def test_a_million_empty_lines_are_no_cells(tmp_path: Path) -> None:
    assert cells(tmp_path, b"a,b\n" + b"\n" * 1_000_000) == ({"A1": "a", "B1": "b"}, ())
