"""The value proofs of the reference workspace: their figures, the hub's translations, the command and the page."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from metermap.cli import metermap
from metermap.codegen.proofs import ProofReport, build_proof_report
from metermap.mappings.model import ResolvedModel, Role
from metermap.mappings.proofs import Verdict
from metermap.protocols import load_dictionaries
from tests.gb.load import GB
from tests.gb.proofs_page import PAGE, page

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def report(gb_model: ResolvedModel) -> ProofReport:
    return build_proof_report(gb_model, load_dictionaries())


def test_each_statement_that_carries_an_element_has_one_proof(gb_model: ResolvedModel) -> None:
    carrying = [statement.key for statement in gb_model.statements if statement.role is Role.ELEMENT]
    assert [proof.key for proof in gb_model.proofs] == carrying


def test_a_verdict_has_what_it_needs_and_nothing_else(gb_model: ResolvedModel) -> None:
    for proof in gb_model.proofs:
        assert (proof.broken is not None) is (proof.verdict is Verdict.BROKEN), proof.key
        assert bool(proof.reasons) is (proof.verdict is Verdict.UNDECIDED), proof.key


def test_the_counts_add_up(report: ProofReport, gb_model: ResolvedModel) -> None:
    for part in report.counts:
        assert part.lossless + part.broken + part.undecided == part.elements <= part.asked
    assert sum(part.statements for part in report.counts) == len(gb_model.proofs) == len(report.proofs)


def test_every_broken_proof_is_a_finding(report: ProofReport, gb_model: ResolvedModel) -> None:
    codes = {f"MM{number}" for number in range(480, 486)}
    found = {finding.subject for finding in gb_model.findings if finding.code in codes}
    broken = {f"{line.protocol}/{line.element}#{line.row}" for line in report.proofs if line.broken}
    assert broken == found


def test_a_hub_hands_on_registers_within_the_limits_that_are_told(report: ProofReport) -> None:
    electricity, gas = report.hubs
    lines = {line.element: line for line in electricity.lines}
    register = lines["Active Export Register"]
    assert register.conditional == ("Multiplier", "Divisor")
    assert register.limits == "exact if a step on the second wire is 1 Wh divided by a whole number from 1 to 65536"
    counter = lines["Load Limit Counter"]
    assert counter.broken is not None
    assert (counter.broken.value, counter.limits, counter.assumptions) == ("255", "0..254", ("range of type",))
    assert {line.verdict for line in gas.lines if line.basis == "parity, unreviewed"} == {"lossless"}


def test_the_command_lists_what_is_asked_for() -> None:
    asked = ["proofs", str(GB), "--verdict", "broken", "--device", "esme", "--output-format", "csv"]
    result = CliRunner().invoke(metermap, asked, standalone_mode=False)
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert rows
    assert {(row["device"], row["verdict"]) for row in rows} == {("ESME", "broken")}
    assert result.return_value == 0


def test_json_says_what_the_record_says(report: ProofReport) -> None:
    result = CliRunner().invoke(metermap, ["proofs", str(GB), "--output-format", "json"], standalone_mode=False)
    made = json.loads(result.stdout)
    assert made["schema_version"] == 0
    assert Counter(line["verdict"] for line in made["proofs"]) == Counter(line.verdict for line in report.proofs)


def test_a_device_without_proofs_is_refused() -> None:
    result = CliRunner().invoke(metermap, ["proofs", str(GB), "--device", "toaster"])
    assert result.exit_code == 2
    assert "no proof is about 'toaster'; those that are: CHF, ESME" in result.output


@pytest.mark.parametrize("asked", [["--hub"], ["--verdict", "lossless"], ["--output-format", "markdown"], []])
def test_each_form_prints(asked: list[str]) -> None:
    result = CliRunner().invoke(metermap, ["proofs", str(GB), *asked], standalone_mode=False)
    assert result.exception is None
    assert len(result.stdout.splitlines()) > 20


def test_the_page_has_the_figures(report: ProofReport) -> None:
    assert (ROOT / PAGE).read_text("utf-8") == page(report), "run `python -m tests.gb.proofs_page --write`"
