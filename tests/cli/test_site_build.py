"""``metermap site build``: the site alone, written only where it changed, and published in editions."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from metermap import pipeline
from metermap.core.files import MARKER
from metermap.core.rules import SMALL_ELEMENTS, small_workspace
from tests.cli.conftest import Ran
from tests.conftest import ROOT
from tests.site.pages import read

Run = Callable[..., Ran]
ROWS = """CalorificValue.value,21,SMETS 4.6.4.3,CalorificValue,value,Configuration data,INTEGER,,Supplier,,GSME
ConversionFactor.value,22,SMETS 4.6.4.5,ConversionFactor,value,Configuration data,INTEGER,,Supplier,,GSME
"""
MAPPING = """syntax 1.

on GSME over sep, tunnelled.

CalorificValue is Price { CalorificValue @0x0304: value #21 as uint32 }.
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A workspace of two items."""
    root = tmp_path / "small"
    (root / "mappings").mkdir(parents=True)
    (root / "metermap.toml").write_text(small_workspace(), "utf-8")
    (root / "elements.csv").write_text(SMALL_ELEMENTS.partition("\n")[0] + "\n" + ROWS, "utf-8")
    (root / "mappings/gas.map").write_text(MAPPING, "utf-8")
    return root


def contents(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file() and path.name != MARKER)
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def stamps(root: Path) -> dict[str, tuple[int, int]]:
    found = {path.relative_to(root).as_posix(): path.stat() for path in root.rglob("*") if path.is_file()}
    return {name: (status.st_ino, status.st_mtime_ns) for name, status in found.items()}


def test_it_gives_the_bytes_that_a_whole_build_gives_and_mkdocs_alone_too(
    run: Run, gb_build: Path, tmp_path: Path
) -> None:
    out, source = tmp_path / "site", tmp_path / "source"
    assert run("site", "build", ROOT / "gb", "--out", out, "--source", source).code == 0
    assert contents(out) == contents(gb_build / "site")
    assert contents(source) == contents(gb_build / "site-src")
    alone = tmp_path / "alone"
    command = [sys.executable, "-B", "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(alone)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert contents(alone) == contents(out)


def test_an_unchanged_workspace_is_not_built_again(run: Run, small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run("site", "build", small)
    assert "files in" in first.out
    before = stamps(small / "site")
    monkeypatch.setattr(pipeline, "make", lambda *_: pytest.fail("it was made again"))
    again = run("site", "build", small)
    assert "Nothing to do" in again.out
    assert (again.code, again.err) == (first.code, first.err)
    assert stamps(small / "site") == before


def test_a_changed_cell_rewrites_the_pages_that_say_it_and_no_other(run: Run, small: Path) -> None:
    run("site", "build", small)
    old, before = contents(small / "site"), stamps(small / "site")
    table = small / "elements.csv"
    table.write_text(table.read_text("utf-8").replace("SMETS 4.6.4.5", "SMETS 4.6.4.9"), "utf-8")
    ran = run("site", "build", small)
    new, after = contents(small / "site"), stamps(small / "site")
    changed = {name for name in new if new[name] != old.get(name)}
    assert "items/conversion-factor.html" in changed
    assert {name for name in before if name != MARKER and after.get(name) != before[name]} == changed | (
        set(old) - set(new)
    )
    assert ran.out.startswith(f"{len(changed | (set(old) - set(new))):,} of {len(new):,} files")


def test_changes_are_shown_against_an_earlier_model(run: Run, small: Path, tmp_path: Path) -> None:
    run("build", small, "--out", tmp_path / "old", "--fail-on", "never")
    old = tmp_path / "old/model/model.json"
    first = run("site", "build", small, "--against", old, "--fail-on", "never")
    assert first.code == 0
    assert "Nothing to do" in run("site", "build", small, "--against", old, "--fail-on", "never").out
    assert "changes.html" in contents(small / "site")
    old.write_text(old.read_text("utf-8").replace("ConversionFactor", "FormerFactor"), "utf-8")
    again = run("site", "build", small, "--against", old, "--fail-on", "never")
    assert "Nothing to do" not in again.out
    assert "FormerFactor" in read(contents(small / "site")["changes.html"].decode()).text
    ran = run("site", "build", small, "--against", small / "metermap.toml")
    assert (ran.code, "--against: " in ran.err) == (2, True)


def test_an_edited_page_is_made_again(run: Run, small: Path) -> None:
    run("site", "build", small)
    before = contents(small / "site")
    (small / "site/index.html").write_text("edited", "utf-8")
    assert run("site", "build", small).out.startswith("1 of ")
    assert contents(small / "site") == before


def test_a_check_says_what_would_change_and_writes_nothing(run: Run, small: Path) -> None:
    ran = run("site", "build", small, "--check", "--fail-on", "never")
    assert ran.code == 1
    assert "would change; none is written." in ran.out
    assert not (small / "site").exists()
    run("site", "build", small)
    assert run("site", "build", small, "--check", "--fail-on", "never").code == 0
    (small / "site/index.html").write_text("edited", "utf-8")
    assert run("site", "build", small, "--check", "--fail-on", "never").code == 1
    assert (small / "site/index.html").read_text("utf-8") == "edited"


@pytest.mark.parametrize(("out", "source"), [("site", "site/source"), ("a/site", "a"), ("site", "site")])
def test_a_source_and_a_site_inside_one_another_are_refused(run: Run, small: Path, out: str, source: str) -> None:
    ran = run("site", "build", small, "--out", small / out, "--source", small / source)
    assert ran.code == 2
    assert "must lie apart" in ran.err
    assert not (small / "site").exists()
    assert not (small / "a").exists()


def test_a_check_counts_the_source_too(run: Run, small: Path) -> None:
    arguments = ("site", "build", small, "--source", small / "source", "--fail-on", "never")
    run("site", "build", small)
    ran = run(*arguments, "--check")
    assert (ran.code, (small / "source").exists()) == (1, False)
    assert f"0 of {len(contents(small / 'site')):,} files in {small / 'site'} would change" in ran.out
    assert f"files in {small / 'source'} would change; none is written.\n  docs/" in ran.out
    assert f"files in {small / 'source'} changed." in run(*arguments).out
    assert run(*arguments, "--check").code == 0
    (small / "source/hook.py").write_text("edited", "utf-8")
    ran = run(*arguments, "--check")
    assert (ran.code, "would change; none is written.\n  hook.py\n" in ran.out) == (1, True)


def test_an_edition_is_taken_out_of_the_folder_that_it_is_put_into(
    run: Run, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("site", "build", small, "--version", "1.0")
    assert run("site", "remove", "1.0", small / "metermap.toml", "--check").code == 1
    assert run("site", "remove", "1.0", small).code == 0
    assert not (small / "public/1.0").exists()
    run("site", "build", small, "--version", "1.0")
    monkeypatch.chdir(small)
    assert run("site", "remove", "1.0").code == 0
    assert not (small / "public/1.0").exists()


def test_findings_count_and_a_stage_that_cannot_go_on_writes_nothing(run: Run, small: Path) -> None:
    warned = run("site", "build", small)
    assert warned.code == 1
    assert "warning MM" in warned.err
    assert run("site", "build", small, "--fail-on", "never").code == 0
    before = contents(small / "site")
    (small / "elements.csv").write_text("", "utf-8")
    broken = run("site", "build", small)
    assert broken.code == 3
    assert broken.out == ""
    assert contents(small / "site") == before


def test_pages_say_that_they_lack_what_could_not_be_read(run: Run, small: Path) -> None:
    run("site", "build", small)
    assert not [name for name, data in contents(small / "site").items() if b'class="unread"' in data]
    (small / "mappings/more.map").write_text(
        "syntax 1.\n\non GSME over sep, tunnelled.\n\nConversionFactor is is", "utf-8"
    )
    for command, pages in (
        (("site", "build", small), small / "site"),
        (("site", "build", small, "--version", "1.0"), small / "public/1.0"),
        (("build", small, "--out", small / "build"), small / "build/site"),
    ):
        assert run(*command).code == 1
        found = {name: data.decode() for name, data in contents(pages).items() if name.endswith(".html")}
        own = {name for name in found if not name.startswith("downloads/") and name != "404.html"}
        said = "Incomplete: 1 error left something unread or unresolved, so these pages lack it."
        assert {name for name in own if said in read(found[name]).text} == own
        assert 'href="../findings.html"' in found["items/conversion-factor.html"]


def test_editions_are_published_replaced_and_removed(run: Run, small: Path) -> None:
    first = run("site", "build", small, "--version", "1.0", "--fail-on", "never")
    assert "Editions, the newest first: 1.0" in first.out
    assert "Nothing to do" in run("site", "build", small, "--version", "1.0", "--fail-on", "never").out
    again = run("site", "build", small, "--version", "1.1", "--fail-on", "never")
    assert "Editions, the newest first: 1.1, 1.0" in again.out
    assert "Nothing to do" in run("site", "build", small, "--version", "1.0", "--fail-on", "never").out
    one, other = contents(small / "public/1.0"), contents(small / "public/1.1")
    assert {name for name in one if one[name] != other[name]} == {"assets/edition.js"}
    assert one["assets/edition.js"] == b'window.metermapEdition = "1.0";\n'
    plain = small / "site"
    run("site", "build", small, "--fail-on", "never")
    assert {name for name in one if one[name] != contents(plain)[name]} == {"assets/edition.js"}
    public = small / "public"
    assert run("site", "remove", "1.1", "--out", public, "--check").code == 1
    removed = run("site", "remove", "1.1", "--out", public)
    assert (removed.code, "Editions, the newest first: 1.0" in removed.out) == (0, True)
    assert not (public / "1.1").exists()
    assert "holds no edition 1.1" in run("site", "remove", "1.1", "--out", public).err


@pytest.mark.parametrize("label", ["", "../x", "a b", "con", "latest"])
def test_a_label_that_is_no_folder_is_refused_before_any_work(run: Run, small: Path, label: str) -> None:
    ran = run("site", "build", small, "--version", label)
    assert ran.code == 2
    assert "cannot name a folder" in ran.err
    assert not (small / "public").exists()


def test_one_site_never_replaces_editions_nor_the_reverse(run: Run, small: Path) -> None:
    run("site", "build", small, "--version", "1.0")
    before = contents(small / "public")
    ran = run("site", "build", small, "--out", small / "public")
    assert ran.code == 2
    assert "holds published editions; name yours with --version" in ran.err
    assert contents(small / "public") == before
    run("site", "build", small)
    ran = run("site", "build", small, "--out", small / "site", "--version", "1.0")
    assert ran.code == 2
    assert "holds another output of metermap and no editions" in ran.err


@pytest.mark.parametrize("kind", ["link", "file of the users", "folder of the users"])
def test_what_is_not_metermaps_is_not_touched(run: Run, small: Path, tmp_path: Path, kind: str) -> None:
    out, theirs = tmp_path / "out", tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "thesis.txt").write_bytes(b"years")
    if kind == "link":
        out.symlink_to(theirs)
    elif kind == "file of the users":
        run("site", "build", small, "--out", out)
        (out / "thesis.txt").write_bytes(b"years")
    else:
        out = theirs
    before = contents(tmp_path)
    ran = run("site", "build", small, "--out", out)
    if kind == "file of the users":
        table = small / "elements.csv"
        table.write_text(table.read_text("utf-8").replace("SMETS 4.6.4.5", "SMETS 4.6.4.9"), "utf-8")
        before = contents(out)
        ran = run("site", "build", small, "--out", out)
        assert contents(out) == before
    else:
        assert contents(tmp_path) == before
    assert ran.code == 2
