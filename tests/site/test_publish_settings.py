"""What ``[site]`` in metermap.toml may say, and what becomes of it."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.core.findings import Finding, Findings
from metermap.core.rules import small_workspace
from metermap.core.site_settings import SiteSettings
from metermap.core.workspace import Workspace, load_workspace
from tests.conftest import ROOT

EDIT = "https://forge.example/gb/edit/main/gb/{path}#L{line}"
ISSUE = "https://forge.example/gb/issues/new?title={title}"


def load(folder: Path, tables: str) -> tuple[Workspace | None, tuple[Finding, ...]]:
    (folder / "metermap.toml").write_text(small_workspace(tables), "utf-8")
    findings = Findings()
    return load_workspace(folder, findings), findings.sorted()


def test_without_the_table_nothing_is_set(tmp_path: Path) -> None:
    workspace, findings = load(tmp_path, "")
    assert workspace is not None
    assert findings == ()
    assert workspace.site == SiteSettings()
    assert (workspace.site.edit_link("a.map", 3), workspace.site.issue_link("x")) == ("", "")


def test_all_of_it(tmp_path: Path) -> None:
    tables = f'[site]\nedit = "{EDIT}"\nissue = "{ISSUE}"\n[site.renamed]\n"Old Name" = "NewName"\n'
    workspace, findings = load(tmp_path, tables)
    assert findings == ()
    assert workspace is not None
    assert workspace.site == SiteSettings(EDIT, ISSUE, {"Old Name": "NewName"})


def test_gb_records_one_renaming_and_no_address() -> None:
    workspace = load_workspace(ROOT / "gb", Findings())
    assert workspace is not None
    assert workspace.site == SiteSettings(
        renamed={"AuxiliaryLoadControlSwitchesCalendar": "AuxiliaryControllerCalendar"}
    )


@pytest.mark.parametrize(
    ("line", "code", "message", "expected"),
    [
        ('edti = "x"', "MM003", "site.edti is no known key", "did you mean 'edit'?"),
        ('edit = "javascript:alert({path})"', "MM005", "site.edit is 'javascript:alert({path})'", "begins with https:"),
        ('edit = "//evil.example/{path}"', "MM005", "site.edit is", "begins with https:"),
        ('edit = "data:text/html,{path}"', "MM005", "site.edit is", "begins with https:"),
        ('edit = "https://{path}/"', "MM005", "site.edit is", "begins with https:"),
        ('edit = "https://user:secret@forge.example/{path}"', "MM005", "site.edit is", "begins with https:"),
        ("edit = 'https://forge.example/\"><script>{path}'", "MM005", "site.edit is", "no spaces or quotation marks"),
        ('edit = "https://forge.example/\\n{path}"', "MM005", "site.edit is", "no spaces or quotation marks"),
        ('edit = "https://forge.example/{path}{"', "MM005", "site.edit is", "begins with https:"),
        ('edit = "https://forge.example/"', "MM005", "site.edit is", "an address with {path} in it"),
        ('edit = "https://forge.example/{pth}"', "MM005", "site.edit is", "did you mean '{path}'?"),
        ('issue = "https://forge.example/{line}"', "MM005", "site.issue is", "{title}"),
        ("edit = 3", "MM005", "site.edit is 3", "a text in quotes"),
        ('renamed = "x"', "MM005", "site.renamed is 'x'", "a table of key"),
        ('renamed = { a = "" }', "MM005", "site.renamed.a is ''", "a text that is not empty"),
        ('renamed = { a = "b", b = "a" }', "MM008", "site.renamed: 'a' is renamed in a circle", "has in the catalogue"),
        ('renamed = { a = "a" }', "MM008", "site.renamed: 'a' is renamed in a circle", "has in the catalogue"),
    ],
)
def test_a_slip_is_told_with_its_line(tmp_path: Path, line: str, code: str, message: str, expected: str) -> None:
    workspace, findings = load(tmp_path, f"[site]\n{line}\n")
    assert workspace is None
    assert findings[0].code == code
    assert message in findings[0].message
    assert expected in findings[0].expected
    number = next(at for at, text in enumerate(small_workspace(f"[site]\n{line}\n").splitlines(), 1) if text == line)
    assert str(findings[0].place) == f"metermap.toml:{number}:1"


@given(st.text(), st.integers(1, 10**6))
def test_no_path_or_title_leaves_its_part_of_the_address(text: str, line: int) -> None:
    settings = SiteSettings(EDIT, ISSUE)
    title = text.encode("utf-8", "replace").decode("utf-8")[:200]
    edit, issue = urlsplit(settings.edit_link(title, line)), urlsplit(settings.issue_link(text))
    assert (edit.scheme, edit.netloc, edit.query, edit.fragment) == ("https", "forge.example", "", f"L{line}")
    assert unquote(edit.path) == f"/gb/edit/main/gb/{title}"
    assert (issue.netloc, issue.path, issue.fragment) == ("forge.example", "/gb/issues/new", "")
    assert unquote(issue.query) == f"title={title}"


def test_an_item_renamed_twice_has_its_last_name() -> None:
    settings = SiteSettings(renamed={"a": "b", "b": "c"})
    assert [settings.present_name(name) for name in "abcd"] == ["c", "c", "c", "d"]
