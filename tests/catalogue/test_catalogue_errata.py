"""The life of an erratum: applied with provenance, and reported once it no longer fits."""

from __future__ import annotations

from pathlib import Path

import pytest

from metermap.catalogue.model import Catalogue
from metermap.core.findings import Severity
from metermap.core.types import Kind
from tests.catalogue.workbooks import GB, must_read, only, read, small_workspace

ERRATUM = """
[[erratum]]
key = "export-type"
element = "ActiveExportRegister.value"
field = "data_type"
old = "INTEGER"
new = "DATE-TIME"
reason = "an example"
"""


def corrected(root: Path, errata: str = ERRATUM) -> Catalogue:
    return must_read(small_workspace(root, errata=errata))


def test_a_corrected_value_keeps_what_was_printed_and_where(tmp_path: Path) -> None:
    element = corrected(tmp_path).elements[0]

    assert element.data_type.value == "DATE-TIME"
    assert element.data_type.original == "INTEGER"
    assert str(element.data_type.place) == "small.xlsx[Elements]!G5"
    assert element.errata == ("export-type",)


def test_a_corrected_data_type_is_parsed_again(tmp_path: Path) -> None:
    assert corrected(tmp_path).elements[0].type.kind is Kind.DATE_TIME


@pytest.mark.parametrize("field", ["reference", "item", "path", "category", "readers", "writers"])
def test_each_text_of_an_element_can_be_corrected(tmp_path: Path, field: str) -> None:
    before = getattr(corrected(tmp_path, "").elements[0], field).value
    errata = ERRATUM.replace("data_type", field).replace('"INTEGER"', f'"{before}"').replace("DATE-TIME", "new text")

    value = getattr(corrected(tmp_path, errata).elements[0], field)

    assert (value.value, value.original) == ("new text", before)


def test_the_id_stays_when_item_or_path_are_corrected(tmp_path: Path) -> None:
    errata = ERRATUM.replace("data_type", "path").replace('"INTEGER"', '"value"').replace("DATE-TIME", "worth")

    assert corrected(tmp_path, errata).elements[0].id.value == "ActiveExportRegister.value"


def test_two_errata_may_correct_one_element(tmp_path: Path) -> None:
    second = ERRATUM.replace("export-type", "export-category").replace("data_type", "category")
    second = second.replace('"INTEGER"', '"Operational data"').replace("DATE-TIME", "Constant data")

    assert corrected(tmp_path, ERRATUM + second).elements[0].errata == ("export-type", "export-category")


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        (
            "INTEGER",
            "TEXT",
            "MM604",
            "erratum export-type expects 'TEXT' as data_type of ActiveExportRegister.value, and it is 'INTEGER'",
        ),
        (
            "DATE-TIME",
            "INTEGER",
            "MM605",
            "erratum export-type changes nothing: the data_type of ActiveExportRegister.value is 'INTEGER' already",
        ),
    ],
)
def test_an_erratum_that_does_not_fit_any_more(tmp_path: Path, old: str, new: str, code: str, message: str) -> None:
    _, findings = read(small_workspace(tmp_path, errata=ERRATUM.replace(f'"{old}"', f'"{new}"')))

    finding = only(findings)
    assert (finding.code, finding.message) == (code, message)
    assert str(finding.place) == "errata.toml:2:1"
    assert [str(place) for place in finding.also] == ["small.xlsx[Elements]!G5"]


def test_an_erratum_that_becomes_superfluous_is_a_finding(tmp_path: Path) -> None:
    repaired = small_workspace(tmp_path, lambda book: book["Elements"].__setitem__("G5", "DATE-TIME"), errata=ERRATUM)

    assert only(read(repaired)[1]).code == "MM605"


def test_an_unknown_element_gets_a_suggestion(tmp_path: Path) -> None:
    _, findings = read(small_workspace(tmp_path, errata=ERRATUM.replace("Export", "Exprot")))

    assert only(findings).code == "MM603"
    assert only(findings).expected == "did you mean 'ActiveExportRegister.value'?"


def test_two_errata_for_one_cell(tmp_path: Path) -> None:
    _, findings = read(small_workspace(tmp_path, errata=ERRATUM + ERRATUM.replace("export-type", "other")))

    assert only(findings).message == "two errata correct the data_type of ActiveExportRegister.value"
    assert [str(place) for place in only(findings).also] == ["errata.toml:2:1"]


def test_two_errata_with_one_key(tmp_path: Path) -> None:
    _, findings = read(small_workspace(tmp_path, errata=ERRATUM + ERRATUM.replace("ActiveExport", "Other")))

    assert only(findings).message == "two errata have the same key export-type"


@pytest.mark.parametrize(
    ("bounds", "applied"),
    [
        ('since = "4.0"', True),
        ('since = "5"', False),
        ('until = "4.9"', True),
        ('until = "3.2"', False),
        ('since = "3.1"\nuntil = "4"', True),
    ],
)
def test_the_edition_range_decides_whether_it_is_applied(tmp_path: Path, bounds: str, applied: bool) -> None:
    catalogue, findings = read(small_workspace(tmp_path, errata=f"{ERRATUM}\n{bounds}\n"))

    assert catalogue is not None
    assert bool(catalogue.elements[0].errata) is applied
    assert [(finding.code, finding.severity) for finding in findings] == ([] if applied else [("MM606", Severity.NOTE)])


def test_a_wrong_errata_file_names_every_fault(tmp_path: Path) -> None:
    errata = '[[erratum]]\nkey = "a b"\nelement = "x"\nfield = 5\nold = 1\nneu = "y"\n'
    catalogue, findings = read(small_workspace(tmp_path, errata=errata))

    assert catalogue is None
    assert [(str(finding.place), finding.code) for finding in findings] == [
        ("errata.toml:1:1", "MM601"),
        ("errata.toml:1:1", "MM601"),
        ("errata.toml:2:1", "MM601"),
        ("errata.toml:4:1", "MM601"),
        ("errata.toml:5:1", "MM601"),
        ("errata.toml:6:1", "MM601"),
    ]
    assert findings[-1].expected == "did you mean 'new'?"


def test_an_errata_file_that_is_not_there(tmp_path: Path) -> None:
    small_workspace(tmp_path)
    (tmp_path / "errata.toml").unlink()

    assert only(read(tmp_path)[1]).message == "errata.toml cannot be read: No such file or directory"


def test_errata_of_gb_all_apply() -> None:
    applied = [key for element in must_read(GB).elements for key in element.errata]

    assert sorted(applied) == [
        "broken-bracket-row-810",
        "section-row-505",
        "section-row-508",
        "section-row-511",
        "type-case-row-689",
        "type-case-row-932",
    ]
