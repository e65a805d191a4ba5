"""The lists: what keeps its verdict, and which faults of a verdict are found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.oracles.ask import GURUX, ORACLES, SPODES
from tests.oracles.checks import ABSENT, PRESENT, Check
from tests.oracles.differences import (
    COLUMNS,
    VERDICTS,
    Difference,
    Evidence,
    faults,
    merged,
    print_lines,
    read_lists,
    write_lists,
)

PLACE = "class 4 version 0 attribute 3"
TYPE = Check(GURUX, PLACE, "scaler_unit", "type", "structure", "array", agrees=False)
NAME = Check(GURUX, PLACE, "scaler_unit", "name", "scaler_unit", "Scaler and unit", agrees=False)
BY_SPODES = Check(SPODES, PLACE, "scaler_unit", "type", "structure", "structure", agrees=True)
JUDGED = Difference(TYPE, "ours", "dlms-spodes agrees")


def test_the_committed_lists_are_whole() -> None:
    lines = read_lists()
    assert {line.check.oracle for line in lines} == set(ORACLES)
    assert len({line.check.key for line in lines}) == len(lines)
    assert [line.check.key for line in lines if line.verdict not in VERDICTS] == []


def test_a_verdict_stays_while_nothing_that_was_compared_changes() -> None:
    assert merged([TYPE], [JUDGED]) == (JUDGED,)
    renamed = replace(TYPE, entry="scaler_and_unit")
    assert merged([renamed], [JUDGED]) == (replace(JUDGED, check=renamed),)


@pytest.mark.parametrize("changed", [replace(TYPE, ours="array"), replace(TYPE, theirs="enum"), NAME])
def test_a_difference_that_changed_must_be_judged_anew(changed: Check) -> None:
    assert merged([changed], [JUDGED]) == (Difference(changed),)


def test_lists_are_read_as_they_were_written(tmp_path: Path) -> None:
    comma = Difference(replace(NAME, theirs='a, "b"'), "both", "a; b")
    write_lists([JUDGED, comma], tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["gurux-dlms-names.csv", "gurux-dlms.csv"]
    assert set(read_lists(tmp_path)) == {JUDGED, comma}


def test_a_list_that_is_no_longer_needed_goes(tmp_path: Path) -> None:
    write_lists([JUDGED], tmp_path)
    write_lists([], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_other_columns_are_refused(tmp_path: Path) -> None:
    (tmp_path / "zigpy.csv").write_text("place,aspect\n", "utf-8")
    with pytest.raises(ValueError, match=r"zigpy\.csv does not have the columns oracle"):
        read_lists(tmp_path)


def test_a_line_prints_as_the_list_has_it() -> None:
    assert print_lines([JUDGED]) == f"{GURUX},{PLACE},scaler_unit,type,structure,array,ours,dlms-spodes agrees\n"
    assert len(JUDGED.cells) == len(COLUMNS)


def _faults(line: Difference, *more: Check, recorded: str = "") -> list[str]:
    evidence = Evidence((line.check, *more), {PLACE: recorded} if recorded else {})
    return [text.partition(": ")[2] for text in faults([line], evidence)]


@pytest.mark.parametrize(
    ("verdict", "basis"),
    [
        ("ours", "dlms-spodes agrees"),
        ("ours", "table: only gurux-py"),
        ("theirs", "table: gurux-py"),
        ("ours", "Blue Book, any clause"),
        ("unresolved", ""),
        ("unresolved", "table: gurux-py"),
    ],
)
def test_a_basis_that_holds(verdict: str, basis: str) -> None:
    assert _faults(Difference(TYPE, verdict, basis), BY_SPODES, recorded="gurux-py=array") == []


@pytest.mark.parametrize(
    ("verdict", "basis", "fault"),
    [
        ("", "", "verdict '' is none of ours, theirs, both, unresolved"),
        ("mine", "", "verdict 'mine' is none of ours, theirs, both, unresolved"),
        ("ours", "", "the verdict 'ours' has no basis"),
        ("theirs", "dlms-spodes agrees", "the basis 'dlms-spodes agrees' does not hold"),
        ("both", "dlms-spodes agrees", "the basis 'dlms-spodes agrees' does not hold"),
        ("ours", "zigpy agrees", "the basis 'zigpy agrees' does not hold"),
        ("ours", "gurux-dlms agrees", "the basis 'gurux-dlms agrees' does not hold"),
        ("ours", "table: only gurux.net", "the basis 'table: only gurux.net' does not hold"),
        ("theirs", "table: gurux-py, dotdot", "the basis 'table: gurux-py, dotdot' does not hold"),
        ("both", "number and type agree", "the basis 'number and type agree' does not hold"),
        ("ours", "a clause; zigpy agrees", "the basis 'zigpy agrees' does not hold"),
    ],
)
def test_a_fault_of_a_verdict(verdict: str, basis: str, fault: str) -> None:
    found = _faults(Difference(TYPE, verdict, basis), BY_SPODES, recorded="gurux-py=array")
    assert found == [f"{PLACE} type: {fault}"]


def test_number_and_type_must_have_been_compared_to_agree() -> None:
    line = Difference(NAME, "both", "number and type agree")
    presence = Check(GURUX, PLACE, "scaler_unit", "attribute", PRESENT, PRESENT, agrees=True)
    assert _faults(line) != []
    assert _faults(line, presence) != []
    assert _faults(line, TYPE) != []
    assert _faults(line, replace(TYPE, theirs="structure", agrees=True)) == []
    assert replace(presence, theirs=ABSENT, agrees=False).of_presence


def test_the_name_of_a_field_rests_on_this_field() -> None:
    place = "0x0702 client command 0x0B"
    name = Check("zigpy", place, "ChangeSupply", "field 2 name", "a", "b", agrees=False)
    same = Check("zigpy", place, "ChangeSupply", "field 2 type", "uint8", "uint8", agrees=True)
    other = Check("zigpy", place, "ChangeSupply", "field 3 type", "uint8", "enum8", agrees=False)
    line = Difference(name, "both", "number and type agree")
    assert list(faults([line], Evidence((name, same, other), {}))) == []
    assert list(faults([line], Evidence((name, other), {}))) != []
