"""What all forms of a diff have alike: they are there, they agree, and no text of a catalogue gets out of its place."""

import pytest
from hypothesis import given, settings

from metermap.codegen.changes.model import Diff, Kind
from metermap.codegen.diff_report.as_json import read_diff
from metermap.codegen.diff_report.forms import FORMS
from metermap.codegen.diff_report.telling import chapters, only_moved
from tests.codegen.diff_report.diffs import NEW, OLD, history
from tests.codegen.diff_report.strategies import DIFFS
from tests.site.pages import read

READABLE = ("text", "md", "html")
SAID = (
    "0-0:19.2.4.255",
    "0-0:16.0.18.255",
    "MJ/m3",
    "983 lines stand in another row",
    "AuxiliaryLoadControlSwitchesCalendar",
    "Only part of GBCS 0.8.1 is recorded",
)


def test_the_forms_by_the_names_of_the_command_line() -> None:
    assert {name: form.file for name, form in FORMS.items()} == {
        "text": "diff.txt",
        "md": "diff.md",
        "html": "diff.html",
        "xlsx": "diff.xlsx",
        "json": "diff.json",
        "json-schema": "diff.schema.json",
    }


@pytest.mark.parametrize("name", FORMS)
def test_the_same_diff_gives_the_same_octets(name: str) -> None:
    assert FORMS[name].make(history()) == FORMS[name].make(history())


@pytest.mark.parametrize("name", READABLE)
@pytest.mark.parametrize("said", SAID)
def test_forms_for_people_say_the_same(name: str, said: str) -> None:
    made = FORMS[name].make(history()).decode()
    assert said in (read(made).text if name == "html" else made)


@pytest.mark.parametrize("name", READABLE)
def test_nothing_different_is_said_plainly(name: str) -> None:
    shown = FORMS[name].make(Diff(OLD, NEW, tuple(Kind))).decode()
    assert "No difference. Compared: devices, elements, facts of items, use cases and statements." in shown


@given(DIFFS)
@settings(max_examples=20)
def test_any_diff_has_all_forms(diff: Diff) -> None:
    for form in FORMS.values():
        assert form.make(diff)


@given(DIFFS)
def test_every_change_is_told_once(diff: Diff) -> None:
    told = [telling.count for chapter in chapters(diff) for item in chapter.items for telling in item.tellings]
    assert sum(told) + sum(map(only_moved, diff.changes)) == len(diff.changes)
    assert sum(chapter.count for chapter in chapters(diff)) == sum(told)


@given(DIFFS)
def test_a_diff_that_was_read_back_is_told_as_before(diff: Diff) -> None:
    assert FORMS["text"].make(read_diff(FORMS["json"].make(diff))) == FORMS["text"].make(diff)


def test_only_text_has_colours() -> None:
    assert b"\x1b[" in FORMS["text"].make(history(), colour=True)
    for name in set(FORMS) - {"text", "xlsx"}:
        assert FORMS[name].make(history(), colour=True) == FORMS[name].make(history())
