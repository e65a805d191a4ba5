"""How findings look: as a block, as a line, and as JSON."""

import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.core.findings import Finding, Severity
from metermap.core.places import CellPlace, FilePlace, TextPlace
from metermap.core.render import Hidden, OutputFormat, render, render_json, summary, wants_colour

UNKNOWN = Finding(
    "MM306",
    Severity.ERROR,
    "no interface class is called Registre",
    TextPlace("mappings/esme.map", 12, 7),
    subject="Registre",
    expected="did you mean 'Register'?",
    help="Correct the name.",
    also=(CellPlace("smets2.xlsx", "Elements", 14, 4), FilePlace("metermap.toml")),
    clause="DLMS UA Blue Book",
)
PLAIN = Finding("MM501", Severity.WARNING, "SupplyState is undecided", None)
NOTE = Finding("MM331", Severity.NOTE, "no field is named", FilePlace("a.map"))

TEXT = """\
mappings/esme.map:12:7: error MM306: no interface class is called Registre
    expected: did you mean 'Register'?
    help: Correct the name.
    see also: smets2.xlsx[Elements]!D14, metermap.toml
    source: DLMS UA Blue Book

warning MM501: SupplyState is undecided

1 error, 1 warning
"""
CONCISE = """\
mappings/esme.map:12:7: error MM306: no interface class is called Registre
warning MM501: SupplyState is undecided
"""


def test_text_has_a_block_for_each_finding_and_the_counts() -> None:
    assert render([UNKNOWN, PLAIN], OutputFormat.TEXT) == TEXT


def test_concise_has_a_line_for_each_finding() -> None:
    assert render([UNKNOWN, PLAIN], OutputFormat.CONCISE) == CONCISE


def test_json_has_every_key_of_every_finding() -> None:
    document = json.loads(render_json([UNKNOWN, PLAIN], Hidden(2, 3, 4, 5)))
    first, second = document["findings"]
    assert first["place"] == {
        "text": "mappings/esme.map:12:7",
        "file": "mappings/esme.map",
        "line": 12,
        "column": 7,
    }
    assert [place["text"] for place in first["also"]] == ["smets2.xlsx[Elements]!D14", "metermap.toml"]
    assert first["also"][0]["cell"] == "D14"
    assert second["place"] is None
    assert set(first) == set(second)
    assert document["summary"] == {
        "error": 1,
        "warning": 1,
        "note": 0,
        "reviewed": 2,
        "notes_not_shown": 3,
        "suppressed": 4,
        "in_baseline": 5,
    }


@pytest.mark.parametrize(
    ("findings", "hidden", "text"),
    [
        ([], Hidden(), "no findings"),
        ([], Hidden(reviewed=1), "no findings; not shown: 1 reviewed (metermap check --all shows them)"),
        ([PLAIN, PLAIN], Hidden(), "2 warnings"),
        ([NOTE, PLAIN, UNKNOWN], Hidden(), "1 error, 1 warning, 1 note"),
        ([UNKNOWN], Hidden(1200, 2), "1 error; not shown: 1,200 reviewed, 2 notes (metermap check --all shows them)"),
    ],
)
def test_summary(findings: list[Finding], hidden: Hidden, text: str) -> None:
    assert summary(findings, hidden) == text


@given(st.text(max_size=40), st.sampled_from(OutputFormat), st.booleans())
def test_nothing_a_cell_holds_controls_the_terminal(text: str, output_format: OutputFormat, colour: bool) -> None:
    hostile = "\x1b]0;owned\x07\u202e\r\n" + text
    finding = Finding(hostile, Severity.ERROR, hostile, FilePlace(hostile), hostile, hostile, hostile)
    shown = render([finding], output_format, colour=colour)
    for painting in ("\x1b[31m", "\x1b[1m", "\x1b[0m"):
        shown = shown.replace(painting, "")
    unseen = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert not {unicodedata.category(character) for character in shown.replace("\n", "")} & unseen


def test_colour_changes_nothing_but_the_colour() -> None:
    coloured = render([UNKNOWN], OutputFormat.TEXT, colour=True)
    assert "\x1b[31merror MM306\x1b[0m" in coloured


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "no_color", "wanted"),
    [(_Terminal(), None, True), (_Terminal(), "", True), (_Terminal(), "1", False), (io.StringIO(), None, False)],
)
def test_colour_is_for_terminals_without_no_color(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, no_color: str | None, *, wanted: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color is not None:
        monkeypatch.setenv("NO_COLOR", no_color)
    assert wants_colour(stream) is wanted
