"""The derivations share no code with the rules, reach whatever is drawn, and can disagree."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from tests.gb.assessment.again import DRAWN, derive, draw
from tests.gb.assessment.judged import REAL, read_assessment
from tests.gb.assessment.tables import Tables, read_tables


def drawn() -> list[tuple[str, str]]:
    return draw(line.key for line in read_assessment().judged if line.kind in REAL)


@pytest.mark.parametrize("file", ["again.py", "tables.py"])
def test_a_derivation_imports_nothing_of_metermap(file: str) -> None:
    tree = ast.parse(Path(__file__).with_name(file).read_text("utf-8"))
    names = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names += [name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names]
    assert "openpyxl" in names or file == "again.py"
    assert [
        name for name in names if name.startswith(("metermap", "tests")) and name != "tests.gb.assessment.tables"
    ] == []


def test_the_draw_is_the_same_each_time_and_in_any_order() -> None:
    keys = [line.key for line in read_assessment().judged if line.kind in REAL]
    assert draw(keys) == draw(reversed(keys))
    assert len(set(drawn())) == DRAWN


@pytest.mark.parametrize(("code", "subject"), drawn())
def test_the_tables_show_what_was_drawn(code: str, subject: str) -> None:
    found = derive(code, subject, read_tables())
    assert found.agrees, found.shown


def printed(number: int, **cells: str) -> Tables:
    tables = read_tables()
    return replace(tables, sep={**tables.sep, number: [{**tables.sep[number][0], **cells}]})


def test_a_range_within_the_type_is_no_overflow() -> None:
    tables = printed(1116, attribute_value_or_parameter="Debt Recovery Amount 0 - 0x7FFFFFFF")
    found = derive("MM480", "sep/DebtRecoveryRates[1].amountNext#1116", tables)
    assert not found.agrees
    assert found.shown == "“INT32” ends at 2147483647; “Debt Recovery Amount 0 - 0x7FFFFFFF” ends at 2147483647"


def test_a_range_that_leaves_the_last_code_out_takes_nobodys() -> None:
    tables = printed(1371, attribute_value_or_parameter="Calorific Value 0 - 0xFFFFFFFE")
    assert not derive("MM482", "sep/CalorificValue.valueNext#1371", tables).agrees


def test_a_code_outside_the_range_takes_nobodys() -> None:
    text = "Cut Off Value -0x7FFFFFFF - +0x7FFFFFFF Set to 0x80000000 to leave the threshold unchanged"
    tables = printed(1190, attribute_value_or_parameter=text)
    assert not derive("MM482", "sep/DisablementThreshold(MeterBalance).thresholdNext#1190", tables).agrees


def test_a_type_as_the_dictionary_has_it_is_none() -> None:
    tables = printed(668, data_type="ENUM8")
    assert not derive("MM402", "sep/EventLog(incGPF).clear#668", tables).agrees


def test_as_many_attributes_as_values_is_one_home_each() -> None:
    tables = printed(1445, attribute_value_or_parameter="0x0400, 0x0401, 0x0402, 0x0403")
    assert not derive("MM453", "sep/TariffBlockPriceMatrixTOU.valueCurrent[1..4]#1445", tables).agrees


def test_a_row_for_a_time_is_a_time() -> None:
    tables = printed(1741, name="ConversionFactor: activateNextDateTime")
    assert not derive("MM454", "sep/ConversionFactor; next", tables).agrees


def test_a_row_for_the_element_is_a_row() -> None:
    tables = read_tables()
    more = replace(tables, sep={**tables.sep, 676: []})
    assert not derive("MM501", "sep/Time.methodOutput: status", more).agrees
