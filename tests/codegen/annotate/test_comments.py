"""Findings become comments at the cells that they are about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl.comments import Comment

from tests.codegen.annotate.copies import MAPPING, comment, commented, copied, workspace

if TYPE_CHECKING:
    from openpyxl import Workbook


def without_type(book: Workbook) -> None:
    book["Elements"]["G5"] = None


def test_a_comment_gives_severity_code_message_and_advice(tmp_path: Path) -> None:
    _, book = copied(workspace(tmp_path / "w", without_type))
    text = comment(book, "Elements", "G5")
    assert text == (
        "warning MM143: ActiveExportRegister.value has no data type\nWhat to do: State the data type, if it is known."
    )
    assert book["Elements"]["G5"].comment.author == "metermap"


def test_what_is_expected_stands_in_it_too(tmp_path: Path) -> None:
    def misspelt(book: Workbook) -> None:
        book["Elements"]["G5"] = "INTEGRE"

    _, book = copied(workspace(tmp_path / "w", misspelt))
    assert "\nExpected: did you mean 'INTEGER'?\n" in comment(book, "Elements", "G5")


def test_several_findings_of_a_cell_stand_in_one_comment(tmp_path: Path) -> None:
    def twice(book: Workbook) -> None:
        book["Elements"].append(tuple(cell.value for cell in book["Elements"][5]))
        book["Elements"].append(tuple(cell.value for cell in book["Elements"][5]))

    _, book = copied(workspace(tmp_path / "w", twice))
    first = comment(book, "Elements", "A5").split("\n\n")
    assert [text.partition("\n")[0] for text in first] == [
        "error MM140: ActiveExportRegister.value stands in two rows",
    ] * 2
    assert "Found at: small.xlsx[Elements]!A7" in first[0]
    assert "Found at: small.xlsx[Elements]!A8" in first[1]


def test_the_finding_of_a_mapping_file_stands_at_the_element_that_it_is_about(tmp_path: Path) -> None:
    mapping = MAPPING + "\nCalorificValue is Register 1-0:1.8.0.255 { value: value as double-long-unsigned }.\n"
    _, book = copied(workspace(tmp_path / "w", mapping=mapping))
    assert "Found at: small.map:7:" in comment(book, "Elements", "K6")


def test_an_editors_comment_stays_on_top_with_the_editors_name(tmp_path: Path) -> None:
    def change(book: Workbook) -> None:
        without_type(book)
        book["Elements"]["G5"].comment = Comment("Ask Jo.\nBefore June.", "Sam")
        book["Elements"]["B2"].comment = Comment("Untouched", "Sam")

    _, book = copied(workspace(tmp_path / "w", change))
    text = comment(book, "Elements", "G5")
    assert text.startswith("Ask Jo.\nBefore June.\n\n-- metermap --\nwarning MM143")
    assert book["Elements"]["G5"].comment.author == "Sam"
    assert comment(book, "Elements", "B2") == "Untouched"


def test_a_reviewed_finding_is_marked_with_its_verdict(tmp_path: Path) -> None:
    row = "MM143,ActiveExportRegister.value,open,Nobody knows.\n"
    _, book = copied(workspace(tmp_path / "w", without_type, reviewed=row))
    assert comment(book, "Elements", "G5").endswith("\nReviewed, open: Nobody knows.")


def test_a_finding_at_a_merged_cell_stands_where_the_merge_shows_it(tmp_path: Path) -> None:
    def merge(book: Workbook) -> None:
        book["Elements"].merge_cells("G5:G6")
        book["Elements"]["G5"] = "INTEGER"

    _, book = copied(workspace(tmp_path / "w", merge))
    assert "MM143: CalorificValue.value has no data type" in comment(book, "Elements", "G5")


def test_a_long_text_is_cut_and_says_how_much_is_left_out(tmp_path: Path) -> None:
    def long(book: Workbook) -> None:
        book["Elements"]["K5"] = ";".join(f"NOBODY{number}" for number in range(3000))

    _, book = copied(workspace(tmp_path / "w", long))
    text = comment(book, "Elements", "K5")
    assert len(text) < 9000
    assert "more findings, in the sheet of all findings" in text or "characters left out" in text


def test_control_characters_are_shown_as_escapes(tmp_path: Path) -> None:
    def turned(book: Workbook) -> None:
        book["Elements"]["K5"] = "ESME\u202e _x005F_x0041_"

    _, book = copied(workspace(tmp_path / "w", turned))
    text = comment(book, "Elements", "K5")
    assert "\u202e" not in text
    assert r"\u202e" in text
    assert "_x005F_x0041_" in text, "a text that looks like an escape of the file format is no escape"


def test_a_cell_without_a_finding_gets_none(tmp_path: Path) -> None:
    result, book = copied(workspace(tmp_path / "w", without_type))
    found = commented(book)
    assert "Elements!G5" in found
    assert "Elements!G6" not in found
    assert len(found) == result.copies["small.annotated.xlsx"].comments
