"""``metermap select`` on the Great Britain workspace, and its page."""

import csv
import io
import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from metermap import pipeline
from metermap.mappings.model import Role, State
from metermap.mappings.selecting import FIELDS
from metermap.mappings.selecting.lines import lines_of
from tests.cli.conftest import Ran

Run = Callable[..., Ran]
ROOT = Path(__file__).parents[2]
GB = ROOT / "gb"
PAGE = (ROOT / "docs" / "select.md").read_text("utf-8")


def test_as_a_table(run: Run) -> None:
    ran = run("select", "usecase=ECS17a and attribute=value", GB)

    assert ran.code == 0
    assert re.search(
        r"^ESME +dlms +100 +ActiveExportRegister.value +mapped +3/1-0:2.8.0.255/A2 value", ran.out, re.MULTILINE
    )
    assert re.fullmatch(r"2 lines of [\d,]+\n", ran.err)


def test_as_json_every_value_is_a_list(run: Run) -> None:
    ran = run("select", "element=ActiveExportRegister.value and protocol=dlms", GB, "--output-format", "json")

    (row,) = json.loads(ran.out)["rows"]
    assert row["usecase"] == ["ECS17a"]
    assert row["address"] == ["3/1-0:2.8.0.255/A2 value"]


def test_as_csv_with_columns_of_ones_own(run: Run) -> None:
    columns = "row,only,coded"
    ran = run("select", "row=1190 and device=GSME", GB, "--columns", columns, "--output-format", "csv")

    lines = list(csv.DictReader(io.StringIO(ran.out)))
    assert lines
    assert all(set(line) == set(columns.split(",")) for line in lines)
    assert any("unchanged" in line["coded"] for line in lines)


def test_verdicts_are_asked_for_with_reason_and_assumption(run: Run) -> None:
    query = "verdict=broken and reason=non-value and assumption=restriction and row=1184"
    ran = run("select", query, GB, "--columns", "row,device,verdict", "--output-format", "csv")

    assert ran.out.splitlines() == ["row,device,verdict", "1184,GSME,broken"]


def test_nothing_selected_is_told_and_a_slip_is_named(run: Run) -> None:
    ran = run("select", "device=GSMEE", GB)

    assert (ran.code, ran.out) == (1, "")
    assert "device=GSMEE: no line has that; did you mean 'GSME'?" in ran.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["divice=GSME"], "there is no field 'divice'; did you mean 'device'?\n  divice=GSME\n  ^"),
        (["device=GSME", str(GB), "--columns", "rwo"], "there is no field 'rwo'; did you mean 'row'?"),
        (["device="], "the query is not finished"),
        ([], "what is asked?"),
    ],
)
def test_a_query_that_cannot_be_read(run: Run, arguments: list[str], message: str) -> None:
    ran = run("select", *arguments)

    assert ran.code == 2
    assert message in ran.err


def test_the_lines_are_the_statements_and_the_elements_without() -> None:
    model = pipeline.check(GB).model
    assert model is not None
    lines = list(lines_of(model))

    said = [line for line in lines if line.statement is not None]
    assert [line.statement for line in said] == list(model.statements)
    unsaid = {
        (line.element.id.value, line.device, line.protocol) for line in lines if not line.statement and line.element
    }
    silent = {key for key, state in model.states.items() if state in {State.UNDECIDED, State.NOT_APPLICABLE}}
    assert unsaid == silent
    assert all(
        (line.element is None) == (line.statement is not None and line.statement.role is Role.PROTOCOL) for line in said
    )


def test_the_page_lists_the_fields(run: Run) -> None:
    listed = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE, re.MULTILINE))

    assert listed == {field.name: field.title for field in FIELDS.values()}
    assert all(name in run("select", "--fields").out for name in listed)


@pytest.mark.parametrize("line", re.findall(r"^metermap ((?:select|explain) .+)$", PAGE, re.MULTILINE))
def test_the_commands_of_the_page_select_something(run: Run, line: str) -> None:
    arguments = [str(GB) if part == "gb" else part for part in shlex.split(line)]

    ran = run(*arguments)
    assert (ran.code, "no line has that" in ran.err) == (0, False)
