"""The forms of a statement: they agree, they open, they run nothing, and the same inputs give the same bytes."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from metermap.codegen.base import GeneratorInput
from metermap.codegen.conformance import FORMATS, conformance_files, generate, tables
from metermap.codegen.conformance.as_csv import cases_csv
from metermap.codegen.conformance.as_json import conformance_json
from metermap.codegen.conformance.as_markdown import cases_markdown, statement_markdown
from metermap.codegen.conformance.as_xlsx import statement_xlsx
from metermap.codegen.conformance.model import Conformance, Listed, Statement, Why
from metermap.codegen.conformance.schema import ConformanceDocument, json_schema
from metermap.codegen.vectors.model import Json
from metermap.protocols import load_dictionaries
from tests.gb.load import load_gb
from tests.validating import faults_by_schema

HOSTILE = ("=cmd|' /C calc'!A0", "a | b\n# c <script>", "\u202e turned", "_x0041_", "+cmd", "'quoted")


def device(gb: Conformance, name: str) -> Statement:
    return next(statement for statement in gb.statements if statement.device == name)


@pytest.fixture(scope="module")
def small(gb: Conformance) -> Conformance:
    """The statement of one device alone."""
    return replace(gb, statements=(device(gb, "GPF"),))


@pytest.fixture(scope="module")
def hostile(gb: Conformance) -> Conformance:
    """A statement whose texts would be formulas, markup and escapes."""
    statement = device(gb, "GPF")
    items = tuple(replace(statement.items[0], element=text, reference=text) for text in HOSTILE)
    cases = tuple(replace(statement.cases[0], id=text, element=text, title=text, value=text) for text in HOSTILE)
    return replace(gb, statements=(replace(statement, title=HOSTILE[1], items=items, cases=cases),))


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


class TestTheyAgree:
    def test_json_is_as_its_schema_says_and_holds_everything(self, gb: Conformance) -> None:
        document = ConformanceDocument.model_validate_json(conformance_json(gb))
        assert [each.device for each in document.statements] == ["ESME", "GSME", "SAPC", "CHF", "GPF"]
        for made, statement in zip(document.statements, gb.statements, strict=True):
            assert len(made.elements) == len(statement.items)
            assert [case.id for case in made.test_cases] == [case.id for case in statement.cases]
            assert made.counts.cases == len(made.test_cases)
            assert made.counts.both == sum(bool(case.stimulus and case.expected) for case in made.test_cases)
            for asked in made.asked:
                assert sum(asked.standings.values()) == asked.elements

    def test_csv_has_a_row_for_each_line(self, gb: Conformance) -> None:
        files = conformance_files(gb, ["csv"])
        for statement in gb.statements:
            folder = statement.device.lower()
            assert len(rows(files[f"{folder}/elements.csv"])) == len(statement.items)
            assert len(rows(files[f"{folder}/test-cases.csv"])) == len(statement.cases)
            for name, listed in (("objects", statement.objects), ("clusters", statement.clusters)):
                made = files.get(f"{folder}/{name}.csv")
                assert (made is not None) == bool(listed)
                if made is not None:
                    assert len(rows(made)) == sum(len(each.members) for each in listed)

    def test_the_workbook_has_the_same_rows_as_csv(self, small: Conformance) -> None:
        [statement] = small.statements
        book = load_workbook(io.BytesIO(statement_xlsx(small, statement)))
        assert book.sheetnames == ["Statement", "Elements", "Clusters", "Test cases"]
        for name, head, cells in (
            ("Elements", tables.ELEMENTS, tables.element_rows(statement)),
            ("Clusters", tables.CLUSTERS, tables.cluster_rows(statement)),
            ("Test cases", tables.CASES, tables.case_rows(small, statement)),
        ):
            found = [tuple(cell or "" for cell in row) for row in book[name].iter_rows(values_only=True)]
            assert found == [head, *cells]

    def test_markdown_has_a_line_for_each_element_and_each_case(self, gb: Conformance) -> None:
        statement = device(gb, "GSME")
        page, cases = statement_markdown(gb, statement), cases_markdown(gb, statement)
        assert page.count("\n| sep.") == len(statement.items)
        lines = [line for line in cases.splitlines() if line.startswith("| ")]
        tables_ = cases.count("\n| --- | ---")
        assert len(lines) - 2 * tables_ == len(statement.cases)
        assert cases.count("\n## ") == len({case.use_case for case in statement.cases})

    def test_every_share_has_its_denominator(self, gb: Conformance) -> None:
        page = statement_markdown(gb, device(gb, "ESME"))
        assert "| dlms | tunnelled | 567 | 559 of 567 | 158 exact, 4 limited, 397 carried, 8 unaddressed |" in page

    def test_no_cell_of_octets_or_values_is_a_number_that_a_spreadsheet_would_write_otherwise(
        self, gb: Conformance
    ) -> None:
        found = rows(cases_csv(gb, gb.statements))
        cells = [row[name] for row in found for name in ("stimulus", "expected", "value")]
        assert "00 01 00 06 02" in cells
        assert [cell for cell in cells if re.fullmatch(r"0\d+|\d{16,}|\d+[eE]\d+", cell)] == []
        octets = {case.id: case.stimulus for statement in gb.statements for case in statement.cases}
        assert all(bytes.fromhex(row["stimulus"]) == octets[row["subject"]] for row in found)

    @pytest.mark.parametrize(
        ("value", "shown"),
        [
            ("0001000602", '"0001000602"'),
            ("12e4", '"12e4"'),
            ("12345678901234567", '"12345678901234567"'),
            ("00a1", "00a1"),
            (120, "120"),
            (0, "0"),
        ],
    )
    def test_a_value_that_looks_like_another_number_is_quoted(self, value: Json, shown: str) -> None:
        assert tables.shown_value(value) == shown

    def test_the_published_schema_is_the_one_of_the_program(self) -> None:
        schema = json_schema()
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert all(json.dumps(why.value) in json.dumps(schema) for why in Why)

    def test_an_independent_validator_says_so_too(self, small: Conformance) -> None:
        assert faults_by_schema(conformance_json(small), json.dumps(json_schema())) == []


class TestTheLists:
    def test_an_object_lists_all_members_of_its_class(self, gb: Conformance) -> None:
        register = self.named(device(gb, "ESME").objects, "1-0:2.8.0.255")
        assert (register.class_id, register.version, register.name) == (3, 0, "Register")
        members = [(member.kind, member.id, member.name) for member in register.members]
        assert members == [
            ("attribute", "1", "logical_name"),
            ("attribute", "2", "value"),
            ("attribute", "3", "scaler_unit"),
            ("method", "1", "reset"),
        ]
        value = register.members[1]
        assert value.type == "double-long-unsigned"
        assert value.elements == ("ActiveExportRegister.value",)
        assert value.cells == ("smets2.xlsx[Elements]!E364",)
        assert value.use_cases == ("ECS17a",)
        assert value.mapping[0].startswith("mappings/electricity-registers.map:")
        assert value.access == "R:ACB,NetOp"

    def test_a_cluster_lists_what_is_used_and_what_is_mandatory(self, gb: Conformance) -> None:
        metering = self.named(device(gb, "GSME").clusters, "0x0702")
        for member in metering.members:
            assert member.mapping or member.presence == "mandatory", member
        ids = {(member.kind, member.side, member.id): member for member in metering.members}
        assert ids["attribute", "server", "0x0000"].presence == "mandatory"
        assert ids["command", "client", "0x06"].name == "GetSnapshot"
        assert "snapshotCause: map32" in ids["command", "client", "0x06"].type

    def named(self, listed: tuple[Listed, ...], name: str) -> Listed:
        return next(each for each in listed if each.id == name)

    def test_a_proposal_is_no_part_of_a_statement(self, gb: Conformance) -> None:
        esme = device(gb, "ESME")
        assert esme.clusters == ()
        assert {item.protocol for item in esme.items} == {"dlms"}


class TestTheWorkbook:
    def test_it_can_be_filled_in(self, small: Conformance) -> None:
        [statement] = small.statements
        book = load_workbook(io.BytesIO(statement_xlsx(small, statement)))
        elements, cases = book["Elements"], book["Test cases"]
        [support] = elements.data_validations.dataValidation
        assert (support.type, support.formula1) == ("list", '"Yes,No,N.A."')
        [outcome] = cases.data_validations.dataValidation
        assert outcome.formula1 == '"passed,failed,not run"'
        letter = next(cell.column_letter for cell in elements[1] if cell.value == "Support")
        assert str(support.sqref) == f"{letter}2:{letter}{len(statement.items) + 1}"
        for sheet in (elements, cases):
            assert (sheet.freeze_panes, sheet.print_title_rows) == ("D2", "$1:$1")
            assert sheet.auto_filter.ref == sheet.dimensions
            assert sheet.page_setup.orientation == "landscape"

    def test_every_cell_is_a_text(self, hostile: Conformance) -> None:
        book = load_workbook(io.BytesIO(statement_xlsx(hostile, hostile.statements[0])))
        kinds = {
            cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        assert kinds == {"s"}

    def test_it_states_no_time_and_no_author(self, small: Conformance) -> None:
        first, second = (statement_xlsx(small, small.statements[0]) for _ in range(2))
        assert first == second
        core = zipfile.ZipFile(io.BytesIO(first)).read("docProps/core.xml")
        assert b"creator" not in core
        assert b"created" not in core


class TestHostileTexts:
    def test_no_cell_of_csv_is_run(self, hostile: Conformance) -> None:
        for name, data in conformance_files(hostile, ["csv"]).items():
            for row in rows(data):
                assert not any((cell or "").startswith(("=", "+", "@")) for cell in row.values()), name

    def test_no_text_makes_markup_or_a_column(self, hostile: Conformance) -> None:
        [statement] = hostile.statements
        for page in (statement_markdown(hostile, statement), cases_markdown(hostile, statement)):
            assert "<script" not in page
            assert "\u202e" not in page
            widths = [len(re.findall(r"(?<!\\)\|", line)) for line in page.splitlines() if line.startswith("| Item")]
            assert len(set(widths)) <= 1

    def test_json_keeps_them_as_they_are(self, hostile: Conformance) -> None:
        made = json.loads(conformance_json(hostile))["statements"][0]
        assert [case["value"] for case in made["test_cases"]] == list(HOSTILE)


class TestTheGenerator:
    def given(self, **options: str) -> GeneratorInput:
        return GeneratorInput(load_gb(), "gb", options, load_dictionaries(("gb",)))

    def test_a_build_leaves_the_workbooks_out_unless_it_is_asked_for_them(self) -> None:
        made = generate(self.given())
        assert "gsme/statement.md" in made.files
        assert "conformance.schema.json" in made.files
        assert not [name for name in made.files if name.endswith(".xlsx")]
        assert made.counts["test cases"] == 1_409

    def test_an_option_that_there_is_not_is_told(self) -> None:
        made = generate(self.given(workbooks="yes", proposals="include"))
        assert [finding.code for finding in made.findings] == ["MM720", "MM721"]

    def test_the_same_inputs_give_the_same_bytes(self) -> None:
        assert generate(self.given()).files == generate(self.given()).files

    def test_devices_whose_names_differ_in_case_have_folders_of_their_own(self, small: Conformance) -> None:
        [statement] = small.statements
        twice = replace(small, statements=(statement, replace(statement, device="gpf")))
        folders = {Path(name).parts[0] for name in conformance_files(twice, ["csv"])}
        assert len(folders) == 2

    def test_there_are_four_forms(self, small: Conformance) -> None:
        assert {Path(name).suffix for name in conformance_files(small, FORMATS)} == {".md", ".csv", ".xlsx", ".json"}
