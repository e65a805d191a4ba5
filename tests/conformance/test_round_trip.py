"""From test cases to a laboratory and back: what it fills in becomes evidence, and coverage rises."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from metermap.codegen.conformance import conformance_files
from metermap.codegen.conformance.as_csv import cases_csv, template_csv
from metermap.codegen.conformance.model import Conformance
from metermap.conforming import conformance
from metermap.core.text import csv_cell
from metermap.mappings import results as laboratory  # its function `tested` would be taken for a test
from metermap.pipeline import check
from tests.conformance.workspace import HEADER, ROW, checked, small

Table = list[dict[str, str]]


def filled(data: bytes, decide: Callable[[dict[str, str]], str]) -> str:
    """Return a table as a laboratory sends it back: outcome, date and its name in the rows that it tested."""
    rows = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    for row in rows:
        row["outcome"] = decide(row)
        if row["outcome"]:
            row |= {"date": "2026-03-31", "laboratory": "North", "remarks": "as expected"}
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def returned(folder: Path, text: str) -> Path:
    """Put a laboratory's file into a workspace."""
    toml = (folder / "metermap.toml").read_text("utf-8")
    (folder / "metermap.toml").write_text(
        toml.replace("mappings =", 'results = ["results/*.csv"]\nmappings =', 1), "utf-8"
    )
    (folder / "results").mkdir()
    (folder / "results" / "north.csv").write_text(text, "utf-8")
    return folder


def counts(folder: Path) -> dict[tuple[str, str], laboratory.TestedCount]:
    result = check(folder)
    assert result.model is not None
    assert [found for found in result.everything if "MM950" <= found.code <= "MM969"] == []
    return {(count.device, count.protocol): count for count in laboratory.tested(result.model).counts}


def figures(folder: Path, device: str, protocol: str) -> laboratory.TestedCount:
    return counts(folder)[device, protocol]


class TestTheTestCases:
    def test_outcomes_filled_in_raise_what_is_tested(self, gb: Conformance, gb_copy: Path) -> None:
        assert figures(gb_copy, "GSME", "sep").passed == 0
        statement = next(each for each in gb.statements if each.device == "GSME")
        failing = {case.element for case in statement.cases if case.use_case == "GCS05" and case.element}

        def outcome(row: dict[str, str]) -> str:
            if not row["stimulus"]:
                return ""
            return "failed" if row["use case"] == "GCS05" else "passed"

        count = figures(returned(gb_copy, filled(cases_csv(gb, (statement,)), outcome)), "GSME", "sep")
        with_octets = {case.element for case in statement.cases if case.stimulus and case.element}
        assert (count.carried, count.failed) == (264, len(failing))
        assert count.passed == len(with_octets - failing) > 150

    def test_a_statement_made_afterwards_says_so(self, gb: Conformance, gb_copy: Path) -> None:
        statement = next(each for each in gb.statements if each.device == "SAPC")
        returned(gb_copy, filled(cases_csv(gb, (statement,)), lambda row: "passed" if row["stimulus"] else ""))
        made = conformance(gb_copy, ["SAPC"]).made
        assert made is not None
        said = {item.element: item.tested for item in made.statements[0].items}
        expected = {case.element for case in statement.cases if case.stimulus and case.element}
        assert {element for element, tested in said.items() if tested == "passed"} == expected


class TestTheTemplate:
    def test_it_says_nothing_until_it_is_filled_in(self, gb: Conformance, gb_copy: Path) -> None:
        text = template_csv(gb, gb.statements).decode()
        assert figures(returned(gb_copy, text), "ESME", "dlms").untested == 559

    def test_every_element_that_is_carried_can_be_tested_by_it(self, gb: Conformance, gb_copy: Path) -> None:
        text = filled(template_csv(gb, gb.statements), lambda _: "passed")
        found = counts(returned(gb_copy, text))
        for asked, carried in ((("ESME", "dlms"), 559), (("GSME", "sep"), 264), (("GPF", "sep"), 11)):
            assert (found[asked].passed, found[asked].carried, found[asked].untested) == (carried, carried, 0)

    @pytest.mark.parametrize("name", ["results.csv", "test-cases.csv"])
    def test_the_files_of_a_device_are_read_as_results(self, gb: Conformance, gb_copy: Path, name: str) -> None:
        text = filled(conformance_files(gb, ["csv"])[f"chf/{name}"], lambda _: "passed")
        assert figures(returned(gb_copy, text), "CHF", "dlms").passed > 0


def test_a_subject_that_a_spreadsheet_would_run_comes_back(tmp_path: Path) -> None:
    marked = csv_cell("=Calorific.value")
    assert marked == "'=Calorific.value"
    _, found = checked(small(tmp_path, HEADER + ROW.replace("CalorificValue.value", marked)))
    assert [fault.subject for fault in found] == ["=Calorific.value"]
