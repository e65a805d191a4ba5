"""What a gate prints: once what is the same on many lines, each line with both places, and the count at the end."""

from metermap.codegen.changes.model import Diff, Kind
from metermap.codegen.diff_report.as_gate import gate_lines
from tests.codegen.diff_report.diffs import (
    ANOTHER_OBJECT,
    NEW,
    OLD,
    field,
    history,
    judged,
    moved,
    statement,
)

PAIR = ("0-0:19.2.4.255", "0-0:19.20.4.255")


def fifteen() -> Diff:
    """Return fifteen statements of one object whose logical name changed, and a line that only moved."""
    changed = field("address.logical_name", *PAIR, ("old.map:17:34", "new.map:82:34"))
    lines = (statement(f"StandingCharge.member{at}", changed, line=at) for at in range(1, 16))
    return Diff(OLD, NEW, tuple(Kind), (*(judged(line, ANOTHER_OBJECT) for line in lines), moved(7)))


def told(diff: Diff, *words: str) -> list[str]:
    return list(gate_lines(diff, words))


def test_what_is_the_same_on_all_lines_is_told_once() -> None:
    lines = told(fifteen(), "wire")
    assert lines[0] == "breaks the wire: StandingCharge: 15 statements changed, ESME over DLMS/COSEM"
    assert [line for line in lines if PAIR[0] in line] == [f"  address: logical name: {PAIR[0]} -> {PAIR[1]}"]
    assert len([line for line in lines if line.startswith("  why: ")]) == 1
    assert len([line for line in lines if line.startswith("to do: ")]) == 1


def test_each_line_is_named_with_both_places() -> None:
    lines = told(fifteen(), "wire")
    for at in range(1, 16):
        assert f"  member{at}: old.map:17:34 -> new.map:82:34" in lines


def test_the_last_line_counts_and_lines_that_only_moved_are_apart() -> None:
    assert told(fifteen(), "wire")[-1] == "--fail-on wire: 15 of 15 changes fail it"
    both = told(fifteen(), "wire", "documentation")
    assert both[-1] == "--fail-on wire or documentation: 15 of 15 changes fail it, and 1 line that only moved"
    assert "documentation only: smets2.xlsx[Elements]: 1 line stands in another row" in both
    assert len([line for line in both if line.startswith("to do: ")]) == 2


def test_nothing_is_told_where_nothing_fails() -> None:
    assert told(fifteen(), "meaning") == []


def test_what_differs_between_the_lines_stands_below_each() -> None:
    lines = told(history(), "wire")
    assert not [line for line in lines if "(see the lines)" in line]
    assert all(line.startswith(("  ", "breaks the wire: ", "to do: ", "--fail-on ")) for line in lines)
