"""The texts of a release: whatever a catalogue says stays in its cell and shows as text."""

import re
from pathlib import Path

from metermap.releasing import Wanted, release
from tests.releasing.workspace import ELEMENTS, replace_in, write_elements

HOSTILE = "Evil | <script>alert(1)</script> `x` [y](javascript:z) ## *"


def rows(text: str) -> list[int]:
    """Return how many borders each line of a table has."""
    return [len(re.findall(r"(?<!\\)\|", line)) for line in text.splitlines() if line.startswith("|")]


def test_a_hostile_name_stays_in_its_cell(workspace: Path) -> None:
    hostile = {"Evil.value": f'24,SMETS 4.6.4.8,"{HOSTILE}",value,Configuration data,INTEGER,,"Supplier | #",,GSME'}
    release(workspace, Wanted("4.0"))
    write_elements(workspace, {**ELEMENTS, **hostile})
    made = release(workspace, Wanted("4.1"))
    assert made.files, [str(one) for one in made.checked.findings]
    for name in ("migration.md", "changelog.md"):
        text = (workspace / "releases/4.1" / name).read_text("utf-8")
        assert "Evil" in text
        assert "<script" not in text
        assert not re.search(r"(?<!\\)\]\(javascript", text)
        assert set(rows(text)) <= {4, 5, 6}
    note = (workspace / "releases/4.1/migration.md").read_text("utf-8")
    assert set(rows(note)) <= {3, 5}
    assert not re.search(r"^#+ \*", note, re.MULTILINE)


def test_where_nothing_breaks_the_note_says_so(workspace: Path) -> None:
    release(workspace, Wanted("4.0"))
    replace_in(workspace / "elements.csv", "SMETS 4.6.4.6", "SMETS 4.6.4.7")
    release(workspace, Wanted("4.1"))
    assert (workspace / "releases/4.1/migration.md").read_text("utf-8") == (
        "# Migration to small 4.1, version 1.0.1\n\n"
        "From 4.0, version 1.0.0.\n\n"
        "Nothing breaks the wire, a meaning or the conformance of equipment that is installed.\n\n"
        "There is nothing to do: no symbol of the bindings has another name, and none is gone.\n"
    )


def test_the_first_note_and_changelog_say_that_there_was_none_before(released: Path) -> None:
    for name in ("migration.md", "changelog.md"):
        text = (released / "releases/4.0" / name).read_text("utf-8")
        assert "This is the first release." in text


def test_what_is_gone_is_told_with_its_symbols(workspace: Path) -> None:
    release(workspace, Wanted("4.0"))
    text = (workspace / "mappings/gas.map").read_text("utf-8")
    (workspace / "mappings/gas.map").write_text(text[: text.index("ConversionFactor is")], "utf-8")
    release(workspace, Wanted("4.1"))
    note = (workspace / "releases/4.1/migration.md").read_text("utf-8")
    assert "- Take out what uses the symbols: this protocol carries it no more." in note
    assert "| small_bindings.gsme.CONVERSION_FACTOR_VALUE | SMALL_GSME_CONVERSION_FACTOR_VALUE |" in note
