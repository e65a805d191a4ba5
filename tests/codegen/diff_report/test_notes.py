"""What is said above all changes: of errors, of what the states say of themselves, and of files that were renamed."""

from __future__ import annotations

from dataclasses import replace

from metermap.codegen.changes.model import Act, Diff, Kind, Side
from metermap.codegen.diff_report.forms import FORMS
from metermap.codegen.diff_report.telling import moved
from metermap.codegen.diff_report.words import notes
from tests.codegen.diff_report.diffs import history
from tests.codegen.diff_report.diffs import moved as moved_line

_OLD = Side("old", "gb", "GBCS 4.1", "1" * 64, title="Great Britain", errata="1")
_NEW = Side("new", "gb", "GBCS 4.2", "2" * 64, title="Great Britain 2", errata="2")


def _of(old: Side, new: Side) -> str:
    return "\n".join(notes(Diff(old, new, tuple(Kind))))


def test_another_title_or_edition_and_what_is_not_compared_is_said() -> None:
    said = _of(_OLD, _NEW)
    assert "The title was Great Britain and is Great Britain 2." in said
    assert "The edition was GBCS 4.1 and is GBCS 4.2." in said
    assert "Not compared: the corrections (errata) themselves" in said


def test_other_files_that_differ_in_nothing_that_is_compared_are_said_to() -> None:
    assert "The files differ all the same" in _of(_OLD, replace(_OLD, digest="3" * 64))
    assert "differ" not in _of(_OLD, _OLD).replace("No difference", "")


def test_errors_are_told_in_every_form() -> None:
    diff = history()
    diff = replace(diff, new=replace(diff.new, errors=3))
    for name in ("text", "md", "html"):
        assert "3 errors: what could not be read" in " ".join(FORMS[name].make(diff).decode().split())
    assert '"errors": 3' in FORMS["json"].make(diff).decode()


def test_a_list_that_neither_state_has_is_said_to_be_lacking() -> None:
    book = replace(_OLD, kinds=(Kind.ELEMENT,))
    assert "because old has none" in "\n".join(notes(Diff(book, book, (Kind.ELEMENT,))))


def test_a_sheet_that_is_only_called_otherwise_is_told_with_both_names() -> None:
    lines = []
    for judged in (moved_line(14), moved_line(15)):
        cell = judged.change.new_place.rpartition("!")[2]
        change = replace(judged.change, old_place=f"a.xlsx[S]!{cell}", new_place=f"b.xlsx[S]!{cell}", acts=(Act.MOVED,))
        lines.append(replace(judged, change=change))
    [found] = moved(Diff(_OLD, _NEW, tuple(Kind), tuple(lines)))
    assert found.said == "2 lines stand in the same row as before; it was called a.xlsx[S]"


def test_lines_that_went_to_another_file_are_told_with_where_they_stood() -> None:
    judged = moved_line(14)
    change = replace(judged.change, old_place="a.map:1:5", new_place="b.map:7:5")
    [found] = moved(Diff(_OLD, _NEW, tuple(Kind), (replace(judged, change=change),)))
    assert found.said == "1 line stands here; before it stood in a.map"
