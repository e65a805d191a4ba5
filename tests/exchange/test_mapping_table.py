"""The mapping as a table: out, and in again as the same statements; and what a spreadsheet must not run."""

from __future__ import annotations

import csv
import io
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import TypeAlias

import pytest
from openpyxl import load_workbook

from metermap.codegen.exchange.mapping_table import Exported, as_csv, as_raw_csv, as_xlsx
from metermap.codegen.exchange.table import COLUMNS
from metermap.core.findings import Findings
from metermap.mappings.importer import import_table
from metermap.mappings.model import ResolvedModel, Statement
from metermap.pipeline import check
from tests.gb.load import load_gb

GB = Path(__file__).parents[2] / "gb"
Form: TypeAlias = Callable[[ResolvedModel], Exported]
FORMS = [(as_csv, ".csv"), (as_raw_csv, ".raw.csv"), (as_xlsx, ".xlsx")]
NOT_IN_A_TABLE = {"place", "key"}  # where it stands, and a number that tells two of the same name apart

# What real rows do not need, each with a place where the language has it.
OTHERS = """
syntax 1.

on ESME over dlms, tunnelled since 4.1 status agreed { reviewer = "A. N. Other", relation = narrow, confidence = 0.9 }.

ActiveExportRegister is Register 1-0:2.8.0.255 {
    value: value #100 in Wh when variant = twin_element and variant != polyphase
        until "5.0" despite "one" despite "two; three" allow MM402 because "it is so"
} for ECS17a(NetworkOperator).

on GSME over dlms.

RemainingBatteryCapacity is Nowhere because "a \\"gas\\" meter speaks no DLMS" because "and never will".

on ESME over dlms, tunnelled.

SupplyOutageRestore is Alert(ECS80) { interuption_value: interruptionValue #1771 as octet-string(12) } for ECS80.

on GSME over sep, tunnelled.

DebtRecoveryRates[1] is Prepayment {
    call ChangeDebt[c in 1..3]: TimeDebtRegisters[1].adjust #1159 { DebtAmountType = 2*c } returns DefaultResponse {}
}.

TariffBlockPriceMatrixTOU is Price {
    PriceTrailingDigit @0x0617 { @4..7: scalerCurrent #1674 as map8 only 0..15 }
} for GCS21f.
"""


def _comparable(statement: Statement) -> tuple[object, ...]:
    """All that a table carries of a statement; of what is allowed, the codes and the reason."""
    carried = [getattr(statement, field.name) for field in fields(statement) if field.name not in NOT_IN_A_TABLE]
    allowed = tuple((allow.codes, allow.reason) for allow in statement.allows)
    return tuple(allowed if value is statement.allows else value for value in carried)


def _again(exported: Exported, ending: str, folder: Path) -> ResolvedModel:
    """Return the model of a workspace whose only mapping file is what was imported from a table."""
    table, workspace = folder / f"table{ending}", folder / "again"
    table.write_bytes(exported.data)
    findings = Findings()
    text = import_table(table, None, (), findings)
    assert not findings.items
    return _model(text, workspace)


def _model(text: str, workspace: Path) -> ResolvedModel:
    shutil.copytree(GB, workspace, ignore=shutil.ignore_patterns("build", "mappings", "annotated"))
    (workspace / "mappings").mkdir()
    (workspace / "mappings" / "all.map").write_text(text, "utf-8")
    result = check(workspace)
    assert [finding for finding in result.findings if finding.severity == "error"] == []
    assert result.model is not None
    return result.model


@pytest.mark.parametrize(("form", "ending"), FORMS)
def test_all_statements_of_great_britain_come_back(form: Form, ending: str, tmp_path: Path) -> None:
    model = load_gb()
    again = _again(form(model), ending, tmp_path)
    assert _carried(model) - _carried(again) == Counter()
    assert _carried(again) - _carried(model) == Counter()
    assert again.coverage == model.coverage


@pytest.mark.parametrize(("form", "ending"), FORMS)
def test_what_great_britain_does_not_use_comes_back_too(form: Form, ending: str, tmp_path: Path) -> None:
    model = _model(OTHERS, tmp_path / "first")
    assert len(model.statements) >= 6
    shown = dict(zip(COLUMNS, list(csv.reader(io.StringIO(as_raw_csv(model).data.decode())))[1], strict=True))
    assert (shown["roles"], shown["since"], shown["until"]) == ("ECS17a: Network Operator", "4.1", "5.0")
    assert (shown["relation"], shown["allows"]) == ("narrow", "MM402: it is so")
    assert _carried(_again(form(model), ending, tmp_path)) == _carried(model)


def _carried(model: ResolvedModel) -> Counter[tuple[object, ...]]:
    return Counter(map(_comparable, model.statements))


def _with(**changes: object) -> ResolvedModel:
    """The model of Great Britain with one statement, changed."""
    model = load_gb()
    return replace(model, statements=(replace(model.statements[0], **changes),))  # type: ignore[arg-type]  # fields


def _csv_cells(exported: Exported, column: str) -> list[str]:
    return [row[column] for row in csv.DictReader(io.StringIO(exported.data.decode(), newline=""))]


FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "\uff1d1", "  =1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_marked_in_csv_and_a_text_in_a_workbook(text: str, tmp_path: Path) -> None:
    model = _with(unit=text)
    (cell,) = _csv_cells(as_csv(model), "unit")
    assert cell.startswith("'")
    assert _csv_cells(as_raw_csv(model), "unit") == [text]
    (tmp_path / "table.xlsx").write_bytes(as_xlsx(model).data)
    sheet = load_workbook(tmp_path / "table.xlsx").worksheets[0]
    in_book = sheet.cell(2, 1 + COLUMNS.index("unit"))
    assert (in_book.data_type, in_book.quotePrefix) == ("s", True)


@pytest.mark.parametrize("text", ["-5", "+0.1", "0x1F", "1-0:2.8.0.255", "'quoted'"])
def test_a_number_and_a_plain_text_are_not_marked(text: str) -> None:
    assert _csv_cells(as_csv(_with(value=text)), "value") == [text]


@pytest.mark.parametrize(("form", "ending"), FORMS)
def test_the_same_model_gives_the_same_bytes(form: Form, ending: str) -> None:
    assert form(load_gb()) == form(load_gb()), ending


class TestTheAccount:
    """What a table does not carry is said."""

    ALWAYS = "comments, names for patterns (let), indices and the layout of the mapping files"

    @pytest.mark.parametrize(("form", "ending"), FORMS)
    def test_great_britain_loses_layout_only(self, form: Form, ending: str) -> None:
        assert form(load_gb()).account == (self.ALWAYS,), ending

    def test_an_allow_of_a_whole_file(self, tmp_path: Path) -> None:
        allowed = 'syntax 1.\nallow MM501 because "later".\n' + OTHERS.replace("syntax 1.", "")
        model = _model(allowed, tmp_path / "first")
        assert any(line.startswith("1 'allow' of a whole file") for line in as_csv(model).account)

    @pytest.mark.parametrize("form", [as_csv, as_xlsx])
    def test_a_character_that_is_escaped(self, form: Form) -> None:
        (line,) = form(_with(because=("a\x1bb",))).account[1:]
        assert line == "1 cell with characters that are written as escapes or cut off"
        assert as_raw_csv(_with(because=("a\x1bb",))).account == (self.ALWAYS,)

    @pytest.mark.parametrize(
        "changes",
        [
            {"because": ("a // b",)},
            {"record": (("reviewer", "A; B"),)},
            {"coded": (("a = b", "1"),)},
            {"roles": (("ECS01a", ("A, B",)),)},
        ],
    )
    def test_a_text_with_a_separator(self, changes: dict[str, object]) -> None:
        (line,) = as_raw_csv(_with(**changes)).account[1:]
        assert line == "1 statement with a text that holds a separator of the table"

    def test_a_text_that_looks_marked(self) -> None:
        (line,) = as_csv(_with(unit="'=1")).account[1:]
        assert line == "1 cell that is read back without its first apostrophe"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"device": ""}, "device, protocol, item and role must not be empty"),
        ({"item": "a<b>"}, "opens a hole in a name"),
        ({"access": ""}, "says nothing of where the element is kept"),
        ({"row": "1e9"}, "'1e9' is no row number"),
    ],
)
def test_a_row_that_cannot_be_said_is_left_out_and_told(changes: dict[str, str], why: str, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(as_raw_csv(load_gb()).data.decode())))[:2]
    rows[0] |= changes
    with (tmp_path / "table.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    findings = Findings()
    text = import_table(tmp_path / "table.csv", None, (), findings)
    (finding,) = findings
    assert (finding.code, why in finding.message) == ("MM232", True)
    assert text.count(" is ") == 1


def test_a_device_and_a_protocol_may_be_chosen(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_bytes(as_csv(load_gb()).data)
    text = import_table(tmp_path / "table.csv", "sep", ("GSME", "CHF"), Findings())
    assert [line for line in text.splitlines() if line.startswith("on ")] == ["on GSME over sep, tunnelled."]
