"""``metermap editions`` on the Great Britain workspace, and its page."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

Run = Callable[..., Ran]
ROOT = Path(__file__).parents[2]
GB = ROOT / "gb"
PAGE = (ROOT / "docs" / "edition-outputs.md").read_text("utf-8")


def test_the_editions_are_listed_oldest_first(run: Run) -> None:
    ran = run("editions", GB)
    lines = ran.out.splitlines()
    assert ran.code == 0
    assert re.match(r"GBCS 0\.8\.1 +2014-11-28 +in part ", lines[2])
    assert re.match(r"GBCS 4\.x +not recorded +whole +793 ", lines[3])


@pytest.mark.parametrize("asked", ["StandingCharge", "standing charge", "0-0:19.2.4.255", "0-0:19.20.4.255"])
def test_an_item_is_told_in_each_edition(run: Run, asked: str) -> None:
    ran = run("editions", GB, asked)
    assert ran.code == 0
    then, now = ran.out.split("GBCS 4.x: ")[0], ran.out.split("GBCS 4.x: ")[-1]
    assert "GBCS 0.8.1, 2014-11-28, recorded in part: StandingCharge" in then
    assert "113/0-0:19.2.4.255/A5 unit_charge_active" in then
    assert "113/0-0:19.20.4.255/A5 unit_charge_active" in now


def test_one_object_then_is_eight_now(run: Run) -> None:
    ran = run("editions", GB, "0-0:16.0.12.255", "--format", "json")
    then, now = json.loads(ran.out)["editions"]
    assert [place["address"] for place in then["places"]] == ["21/0-0:16.0.12.255/A2 thresholds"]
    assert sorted(place["address"][:18] for place in now["places"]) == [f"21/0-0:16.0.{n}.255" for n in range(11, 19)]


def test_the_passive_schedule_had_another_logical_name(run: Run) -> None:
    then, now = json.loads(run("editions", GB, "0-0:12.1.1.255", "--format", "json").out)["editions"]
    assert [place["address"] for place in then["places"]] == ["10/0-0:12.1.1.255/A2 entries"]
    assert "10/0-1:12.0.1.255/A2 entries" in [place["address"] for place in now["places"]]
    assert {change["verdict"] for change in then["changes"]} == {"wire"}


@pytest.mark.parametrize("asked", ["AuxiliaryLoadControlSwitchesCalendar", "AuxiliaryControllerCalendar"])
def test_a_former_name_is_as_good_as_the_present_one(run: Run, asked: str) -> None:
    then, now = json.loads(run("editions", GB, asked, "--format", "json").out)["editions"]
    assert then["names"] == ["AuxiliaryLoadControlSwitchesCalendar"]
    assert now["names"] == ["AuxiliaryControllerCalendar"]
    assert then["places"] == []
    assert then["rest_not_recorded"]


def test_what_is_not_recorded_is_told_as_that(run: Run) -> None:
    ran = run("editions", GB, "LoadLimitCounter")
    assert ran.out.startswith("GBCS 0.8.1, 2014-11-28, recorded in part: not recorded\nGBCS 4.x: LoadLimitCounter\n")
    then, now = json.loads(run("editions", GB, "LoadLimitCounter", "--format", "json").out)["editions"]
    assert (then["knows"], now["knows"]) == (None, True)


def test_as_csv_a_row_for_each_place(run: Run) -> None:
    ran = run("editions", GB, "StandingCharge", "--format", "csv")
    lines = list(csv.DictReader(io.StringIO(ran.out)))
    assert {line["Edition"] for line in lines} == {"GBCS 0.8.1", "GBCS 4.x"}
    assert "113/0-0:19.2.4.255/A7 unit_charge_activation_time" in [line["Where"] for line in lines]


def test_as_markdown(run: Run) -> None:
    lines = run("editions", GB, "--format", "md").out.splitlines()
    assert lines[0].startswith("| Edition | Date | Recorded |")
    assert lines[2].startswith("| GBCS 0.8.1 | 2014-11-28 | in part |")


def test_a_name_that_nobody_knows_is_refused_with_what_is_alike(run: Run) -> None:
    ran = run("editions", GB, "StandngCharge")
    assert (ran.code, ran.out) == (1, "")
    assert "no edition knows 'StandngCharge'. Did you mean StandingCharge" in ran.err


def test_a_workspace_of_one_edition_has_one_to_list(run: Run, gb_copy: Path) -> None:
    settings = gb_copy / "metermap.toml"
    kept = re.sub(r"\[\[editions\]\].*?(?=\n\[\[device\]\])", "", settings.read_text("utf-8"), flags=re.DOTALL)
    settings.write_text(kept, "utf-8")
    ran = run("editions", gb_copy, "--format", "json")
    assert ran.code == 0
    assert [each["name"] for each in json.loads(ran.out)["editions"]] == ["GBCS 4.x"]


def test_of_errors_in_the_workspace_only_the_number_is_told(run: Run, gb_copy: Path) -> None:
    mapping = gb_copy / "editions/gbcs-0.8.1/standing-charge.map"
    mapping.write_text(mapping.read_text("utf-8") + "NoSuchItem is Nowhere.\n", "utf-8")
    ran = run("editions", gb_copy, "StandingCharge")
    assert ran.code == 0
    assert re.fullmatch(r"metermap: the workspace has [0-9]+ errors?, see metermap check\n", ran.err)


@pytest.mark.parametrize("line", re.findall(r"^metermap (editions gb.*)$", PAGE, re.MULTILINE))
def test_each_command_of_the_page_gives_what_is_shown(run: Run, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    ran = run(*shlex.split(line))
    assert ran.code == 0
    shown = PAGE.partition(f"metermap {line}\n")[2].partition("```")[0]
    assert shown.strip() in ran.out


def test_explaining_an_element_tells_where_other_editions_have_it(run: Run) -> None:
    told = " ".join(run("explain", "StandingCharge.valueCurrent.charge_per_unit", GB).out.split())
    assert "editions GBCS 0.8.1: StandingCharge.valueCurrent.charge_per_unit, 113/0-0:19.2.4.255/A5" in told
    assert "editions GBCS 0.8.1: not recorded" in " ".join(run("explain", "LoadLimitCounter.value", GB).out.split())
