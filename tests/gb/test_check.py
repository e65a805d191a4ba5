"""`check` on the reference workspace, and on copies of it that somebody has damaged."""

from __future__ import annotations

import re
import shutil
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from metermap.core.exits import Exit
from metermap.core.findings import Severity
from metermap.mappings.model import Role
from metermap.pipeline import check
from tests.gb.load import GB

if TYPE_CHECKING:
    from pathlib import Path

    from metermap.mappings.model import ResolvedModel, Statement


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(GB, tmp_path / "gb", ignore=shutil.ignore_patterns("build"))


def test_the_reference_workspace_has_only_reviewed_findings() -> None:
    result = check(GB)
    assert result.exit is Exit.FINE
    assert [finding for finding in result.findings if finding.severity is not Severity.NOTE] == []
    of_others = [finding for finding in result.reviewed if finding.edition]
    assert (len(result.reviewed), len(of_others)) == (243, 4)


def test_its_figures(gb_model: ResolvedModel) -> None:
    figures = {
        (part.device, part.protocol): (part.elements, part.mapped, part.proposed, part.undecided)
        for part in gb_model.coverage
    }
    assert figures["ESME", "dlms"] == (567, 559, 0, 0)  # eight without an address
    assert figures["GSME", "sep"] == (271, 264, 0, 7)
    assert figures["SAPC", "dlms"] == (104, 98, 0, 0)
    assert figures["CHF", "dlms"] == (62, 62, 0, 0)
    assert figures["GPF", "sep"] == (69, 11, 58, 0)
    assert figures["ESME", "sep"] == (638, 0, 71, 567)


def test_roles_and_rows_add_up(gb_model: ResolvedModel) -> None:
    rows = {
        (statement.protocol, statement.row)
        for statement in gb_model.statements
        if statement.row and not statement.proposed
    }
    assert len([row for row in rows if row[0] == "dlms"]) == 751
    assert len([row for row in rows if row[0] == "sep"]) == 320
    assert sum(statement.proposed for statement in gb_model.statements) == 129
    printed = {element.row.value for element in gb_model.catalogue.elements if element.row}
    protocol_only = {row for _, row in rows if row not in printed}
    assert len(protocol_only) == 172
    assert all(
        (statement.role is Role.ELEMENT) == (statement.row in printed)
        for statement in gb_model.statements
        if statement.row is not None
    )


_SENTENCE = re.compile(r"^(?!also\b|--|on\b|let\b|use\b|syntax\b|[\s}])", re.MULTILINE)


def _single_element_sentences(model: ResolvedModel, copy: Path) -> list[tuple[Path, str, Statement]]:
    """Sentences that say one thing of an element of which nothing else is said."""
    by_element: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in model.statements:
        by_element[statement.device, statement.element].append(statement)
    found = []
    for path in sorted((copy / "mappings").glob("*.map")):
        text = path.read_text(encoding="utf-8")
        starts = [match.start() for match in _SENTENCE.finditer(text)]
        for start in starts:
            end = text.find("\n", text.find(".\n", start)) + 1
            first, last = text.count("\n", 0, start) + 1, text.count("\n", 0, end)
            name = path.relative_to(copy).as_posix()
            inside = [s for s in model.statements if s.place.file == name and first <= s.place.line <= last]
            if len(inside) == 1 and inside[0].element and len(by_element[inside[0].device, inside[0].element]) == 1:
                found.append((path, text[start:end], inside[0]))
    return found


def test_twenty_statements_removed_are_the_twenty_reported(gb_model: ResolvedModel, copy: Path) -> None:
    removed = [entry for entry in _single_element_sentences(gb_model, copy) if not entry[2].proposed][:20]
    assert len(removed) == 20
    for path, sentence, _ in removed:
        text = path.read_text(encoding="utf-8")
        assert text.count(sentence) == 1
        path.write_text(text.replace(sentence, ""), encoding="utf-8")
    result = check(copy)
    assert result.exit is Exit.FINDINGS
    others = {finding.code for finding in result.findings if finding.severity is not Severity.NOTE} - {"MM501"}
    assert others <= {"MM053", "MM455", "MM465"}, "a time and a use case went with them, and a reviewed finding"
    told = [finding for finding in result.findings if finding.code == "MM501"]
    assert sorted(finding.subject for finding in told) == sorted(
        f"{statement.protocol}/{statement.element}" for _, _, statement in removed
    )


def test_a_removed_statement_takes_its_reviewed_finding_along(copy: Path) -> None:
    """DebtRecoveryRates[2].periodCurrent has a reviewed finding; without the statement it is only undecided."""
    path = copy / "mappings/gas-prepayment.map"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if "periodCurrent #1145,1146" not in line]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = [(finding.code, finding.subject) for finding in check(copy).findings]
    assert told == [
        ("MM501", "sep/DebtRecoveryRates[1].periodCurrent"),
        ("MM501", "sep/DebtRecoveryRates[2].periodCurrent"),
    ]


def _damage(copy: Path, name: str, old: str, new: str) -> Path:
    path = copy / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return copy


def test_a_syntax_error_is_one_finding_with_its_place(copy: Path) -> None:
    _damage(copy, "mappings/electricity-registers.map", "scaler_unit", "scaler unit")
    result = check(copy)
    assert result.exit is Exit.FINDINGS
    (finding,) = [finding for finding in result.findings if finding.code == "MM201"]
    assert str(finding.place).startswith("mappings/electricity-registers.map:")
    assert finding.expected


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('edition  = ""\noverlays = ["gb"]\n\n', 'edition  = "Blue Book 99"\noverlays = ["gb"]\n\n', "MM811"),
        ("[dictionaries.sep]", "[dictionaries.knx]", "MM810"),
    ],
)
def test_a_choice_of_dictionary_that_is_none(old: str, new: str, code: str, copy: Path) -> None:
    _damage(copy, "metermap.toml", old, new)
    assert code in [finding.code for finding in check(copy).findings]


def test_an_unknown_cluster_is_suggested(copy: Path) -> None:
    _damage(copy, "mappings/gas-registers.map", " is Metering {", " is Metring {")
    findings = [finding for finding in check(copy).findings if finding.code == "MM311"]
    assert len(findings) == 1
    assert "Metering" in findings[0].help


def test_a_statement_with_a_fault_is_not_undecided_as_well(copy: Path) -> None:
    _damage(copy, "mappings/electricity-registers.map", " is Register ", " is Registre ")
    assert {finding.code for finding in check(copy).findings} == {"MM306"}


def test_a_workbook_that_is_none(copy: Path) -> None:
    (copy / "smets2.xlsx").write_bytes(b"PK\x03\x04 not really")
    result = check(copy)
    assert result.exit is Exit.INPUT
    assert [str(finding.place).startswith("smets2.xlsx") for finding in result.findings] == [True]


def test_a_workspace_that_is_not_there(tmp_path: Path) -> None:
    result = check(tmp_path / "nowhere")
    assert result.exit is Exit.USAGE
    assert len(result.findings) == 1
