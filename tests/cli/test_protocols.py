"""``metermap protocols show`` and ``search``: on the dictionaries alone, and with the Great Britain workspace."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

Run = Callable[..., Ran]
GB = Path(__file__).parents[2] / "gb"


def test_without_a_workspace_the_dictionaries_answer(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("protocols", "show", "3")
    assert ran.code == 0
    assert ran.out.startswith("Register 3  (interface class)\n")
    assert ran.err == "metermap: no workspace here; --workspace DIR says who maps there\n"
    assert "Who maps here" not in ran.out


def test_the_workspace_of_the_current_folder_is_asked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(GB)
    ran = run("protocols", "show", "1-0:2.8.0.255")
    assert (ran.code, ran.err) == (0, "")
    assert "Who maps here: Great Britain: SMETS2 over DLMS/COSEM and Smart Energy, 3 statements" in ran.out
    assert "ESME    ActiveExportRegister.value" in ran.out
    assert "ECS17a     #100  mappings/electricity-registers.map:11:5" in ran.out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0100020800FF", "ActiveExportRegister.scale"),
        ("3", "3/1-0:2.8.0.255/A2 value"),
        ("Register.value", "electricity-registers.map:11:5"),
        ("3/1-0:2.8.0.255/A2", "ActiveExportRegister.value"),
        ("Metering.CurrentSummationDelivered", "ConsumptionRegister.value"),
        ("0x0702/0x0000", "mappings/home-proposals.map:43:40"),
        ("ChangeDebt", "TimeDebtRegisters[1]. "),
        ("Prepayment.ChangeDebt.debtRecoveryFrequency", "DebtRecoveryRates[1].periodNext"),
        ("DebtRecoveryFrequency", "DebtRecoveryRates[1].periodNext"),
        ("Wh", "ActiveExportRegister.unit"),
    ],
)
def test_who_maps_here(run: Run, text: str, expected: str) -> None:
    ran = run("protocols", "show", text, "--workspace", GB, "--all")
    assert ran.code == 0
    assert expected in ran.out


def test_where_nobody_maps_the_card_says_so(run: Run) -> None:
    ran = run("protocols", "show", "Metering.PowerFactor", "-w", GB)
    assert "Nobody maps here in Great Britain" in ran.out


def test_a_use_case_shows_what_it_carries(run: Run) -> None:
    ran = run("protocols", "show", "ecs17A", "-w", GB)
    assert ran.code == 0
    assert ran.out.startswith("ECS17a  (use case)\n")
    assert "message code       0x0026" in ran.out
    assert "smets2.xlsx[Use cases]!" in ran.out
    assert "ActiveExportRegister.value" in ran.out


def test_a_use_case_needs_a_workspace(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("protocols", "show", "ECS17a")
    assert ran.code == 1
    assert "MM880" in ran.err
    assert "Use cases are a workspace's: name it by --workspace." in ran.err


@pytest.mark.parametrize(("text", "meant"), [("ECS99", "ECS19"), ("ECS17x", "ECS17e")])
def test_a_text_may_resemble_a_use_case(run: Run, text: str, meant: str) -> None:
    assert f"help: Did you mean {meant}" in run("protocols", "show", text, "-w", GB).err


def test_several_words_are_one_question(run: Run) -> None:
    ran = run("protocols", "show", "7", "v0", "-w", GB)
    assert ran.out.startswith("Profile generic 7  (interface class)\n  versions  v0; also v1\n")


def test_what_is_not_there_is_1_with_what_was_probably_meant(run: Run) -> None:
    ran = run("protocols", "show", "Metering.CurrentSumation", "-w", GB)
    assert (ran.code, ran.out) == (1, "")
    assert "error MM880: Metering (0x0702) has no attribute or command 'CurrentSumation'" in ran.err
    assert "help: Did you mean" in ran.err


def test_cards_as_json(run: Run) -> None:
    ran = run("protocols", "show", "ChangeDebt", "-w", GB, "--output-format", "json")
    (card,) = json.loads(ran.out)["cards"]
    assert card["title"] == "Prepayment.ChangeDebt 0x0705/client/0x02"
    assert len(card["tables"][-1]["rows"]) == 12


def test_a_word_is_looked_for_in_dictionaries_and_workspace(run: Run) -> None:
    ran = run("protocols", "search", "tamper", "-w", GB, "--all")
    assert ran.code == 0
    for expected in ("SupplyTamperState", "Metering.SupplyTamperState", "0-0:94.44.0.4", "use case"):
        assert expected in ran.out


def test_a_word_that_nothing_holds_is_1(run: Run) -> None:
    ran = run("protocols", "search", "zzzz", "-w", GB)
    assert (ran.code, ran.out) == (1, "")
    assert "no name holds 'zzzz'" in ran.err


@pytest.mark.parametrize("words", ["", " ", "..."])
def test_nothing_to_look_for_is_told(run: Run, words: str) -> None:
    ran = run("protocols", "search", words, "-w", GB)
    assert (ran.code, ran.err) == (1, "metermap: nothing to look for: name a word or a number\n")


def test_a_broken_workspace_is_told_and_the_dictionaries_still_answer(run: Run, tmp_path: Path) -> None:
    (tmp_path / "metermap.toml").write_text("name = 3\n", "utf-8")
    ran = run("protocols", "show", "3", "-w", tmp_path)
    assert ran.code == 2
    assert ran.out.startswith("Register 3")
    assert "metermap.toml" in ran.err
