"""An unchanged workbook is not read twice; and nothing that is wrong with what was kept does any harm."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from io import BufferedReader
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap import pipeline
from metermap.catalogue import container
from metermap.catalogue.cells import CellValue, RawCell, ValueKind
from metermap.catalogue.xlsx import cache, reader
from metermap.catalogue.xlsx.stored import decode, encode
from metermap.catalogue.xlsx.workbook import CellFacts, Page, Repeat, Workbook
from metermap.core import store
from metermap.core.findings import Finding, Findings
from metermap.core.limits import LIMITS, Limits
from tests.catalogue.workbooks import GB, edit, small_workspace


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv(store.VARIABLE, str(folder))
    return folder


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    (tmp_path / "workspace").mkdir()
    return small_workspace(tmp_path / "workspace") / "small.xlsx"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Count how often the container of a workbook is opened, without which none of its parts is seen."""
    files: list[str] = []

    def open_container(stream: BufferedReader, file: str, limits: Limits) -> object:
        files.append(file)
        return container.open_container(stream, file, limits)

    monkeypatch.setattr(reader, "open_container", open_container)
    return files


def cells(path: Path, limits: Limits = LIMITS) -> tuple[list[RawCell], list[Finding]]:
    findings = Findings()
    with reader.open_workbook(path, path.name, findings, limits) as book:
        assert book is not None, list(findings)
        return [cell for sheet in book.sheets for cell in book.cells(sheet.name)], list(findings)


@pytest.mark.usefixtures("kept")
def test_an_unchanged_workbook_is_not_opened_again_and_reads_the_same(workbook: Path, opened: list[str]) -> None:
    first = cells(workbook)
    second = cells(workbook)

    assert opened == ["small.xlsx"]
    assert first == second


@pytest.mark.usefixtures("kept")
def test_a_check_of_an_unchanged_workspace_opens_no_workbook(opened: list[str]) -> None:
    first = pipeline.check(GB)
    second = pipeline.check(GB)

    assert opened == ["smets2.xlsx"]
    assert first.everything == second.everything
    assert first.model == second.model


@pytest.mark.usefixtures("kept")
def test_a_changed_octet_is_read_anew(workbook: Path, opened: list[str]) -> None:
    cells(workbook)
    edit(workbook, lambda book: book["Elements"].__setitem__("D5", "ActiveImportRegister"))

    assert "ActiveImportRegister" in {cell.value for cell in cells(workbook)[0]}
    assert len(opened) == 2


@pytest.mark.usefixtures("kept")
def test_another_version_of_the_program_reads_anew(
    workbook: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cells(workbook)
    monkeypatch.setattr(cache, "__version__", "99")

    cells(workbook)
    assert len(opened) == 2


@pytest.mark.usefixtures("kept")
def test_other_limits_read_anew(workbook: Path, opened: list[str]) -> None:
    cells(workbook)
    cells(workbook, Limits(rows=1_000))

    assert len(opened) == 2


def entry_of(folder: Path) -> Path:
    (entry,) = folder.iterdir()
    return entry


def cut(entry: Path) -> None:
    entry.write_bytes(entry.read_bytes()[:-100])


def flip(entry: Path) -> None:
    octets = bytearray(entry.read_bytes())
    octets[len(octets) // 2] ^= 1
    entry.write_bytes(octets)


def empty(entry: Path) -> None:
    entry.write_bytes(b"")


def swap_names(entry: Path) -> None:
    """Put another workbook's sound entry under this name."""
    name = "0" * 64
    content = entry.read_bytes()[:-64].replace(entry.stem.encode(), name.encode())
    entry.write_bytes(content + sha256(content).hexdigest().encode())


def make_nonsense(entry: Path) -> None:
    """Write what has the right name and digest and is no workbook."""
    content = entry.read_bytes().partition(b"\n")[0] + b'\n{"pages": 1, "links": []}\n{"name": 5}\n'
    entry.write_bytes(content + sha256(content).hexdigest().encode())


def make_folder(entry: Path) -> None:
    entry.unlink()
    entry.mkdir()


def link_elsewhere(entry: Path) -> None:
    entry.rename(entry.with_name("moved"))
    entry.symlink_to(entry.with_name("moved"))


def open_to_others(entry: Path) -> None:
    entry.chmod(0o666)


def make_pipe(entry: Path) -> None:
    entry.unlink()
    os.mkfifo(entry)


@pytest.mark.parametrize(
    "damage",
    [cut, flip, empty, swap_names, make_nonsense, make_folder, link_elsewhere, open_to_others, make_pipe],
)
def test_a_damaged_or_foreign_entry_is_not_believed(
    workbook: Path, kept: Path, opened: list[str], damage: Callable[[Path], None]
) -> None:
    first = cells(workbook)
    damage(entry_of(kept))

    assert cells(workbook) == first
    assert len(opened) == 2


def test_a_folder_that_cannot_be_written_is_no_fault(
    tmp_path: Path, workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    monkeypatch.setenv(store.VARIABLE, str(tmp_path / "file" / "folder"))

    assert cells(workbook) == cells(workbook)


def test_nothing_is_kept_if_the_variable_is_empty(
    workbook: Path, opened: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv(store.VARIABLE, "")
    cells(workbook)
    cells(workbook)

    assert len(opened) == 2
    assert not (tmp_path / "xdg").exists()


def test_without_the_variable_entries_lie_in_the_users_cache(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(store.VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    cells(workbook)

    entry = entry_of(tmp_path / "xdg/metermap")
    assert entry.stat().st_mode & 0o077 == 0
    assert entry.parent.stat().st_mode & 0o077 == 0


def test_nothing_is_left_in_the_workspace(workbook: Path, kept: Path) -> None:
    before = sorted(workbook.parent.iterdir())
    cells(workbook)

    assert kept.exists()
    assert sorted(workbook.parent.iterdir()) == before


def test_old_entries_are_forgotten(kept: Path, workbook: Path) -> None:
    kept.mkdir()
    for number in range(40):
        old = kept / f"{number}.cells"
        old.write_bytes(b"old")
        os.utime(old, (number, number))
    cells(workbook)

    left = {entry.name for entry in kept.iterdir()}
    assert len(left) == 20
    assert "39.cells" in left
    assert "0.cells" not in left


def test_a_workbook_that_changes_while_it_is_read_is_refused_and_not_kept(
    workbook: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_container(stream: BufferedReader, file: str, limits: Limits) -> object:
        archive = container.open_container(stream, file, limits)
        with workbook.open("ab") as end:
            end.write(b"more")
        return archive

    monkeypatch.setattr(reader, "open_container", open_container)
    findings = Findings()
    with reader.open_workbook(workbook, "small.xlsx", findings) as book:
        assert book is None

    assert [finding.message for finding in findings] == ["small.xlsx has changed while it was read"]
    assert not kept.exists()


def test_a_refused_workbook_is_not_kept(workbook: Path, kept: Path) -> None:
    findings = Findings()
    with reader.open_workbook(workbook, "small.xlsx", findings, Limits(rows=2)) as book:
        assert book is None

    assert not kept.exists()


# -- what is kept comes back --------------------------------------------------------------------------

MOMENTS = st.one_of(
    st.datetimes().map(lambda moment: moment.replace(fold=0)),
    st.dates(),
    st.times().map(lambda moment: moment.replace(fold=0)),
    st.timedeltas(),
)
VALUES: dict[ValueKind, st.SearchStrategy[CellValue]] = {
    ValueKind.TEXT: st.text(st.characters()),
    ValueKind.ERROR: st.sampled_from(["#REF!", "#N/A"]),
    ValueKind.NUMBER: st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
    ValueKind.BOOLEAN: st.booleans(),
    ValueKind.DATE: MOMENTS,
    ValueKind.BLANK: st.none(),
}
CELLS = st.sampled_from(ValueKind).flatmap(lambda kind: st.tuples(st.just(kind), VALUES[kind]))


@given(st.lists(CELLS), st.text(), st.booleans())
def test_every_value_comes_back_with_its_type(row: list[tuple[ValueKind, CellValue]], text: str, flag: bool) -> None:
    layout = tuple(CellFacts(number, kind, text, flag, not flag) for number, (kind, _) in enumerate(row, 1))
    values = [value for _, value in row]
    page = Page(
        text, flag, [7, 9], [layout, layout], values * 2, frozenset({9}), frozenset({1}), {}, {(1, 2): text}, ()
    )
    book = Workbook("a.xlsx", (page,), (text,))

    back = decode(iter(list(encode(book))), "a.xlsx")

    assert list(back.cells(text)) == list(book.cells(text))
    assert [repr(value) for value in back.pages[0].values] == [repr(value) for value in page.values]
    assert (back.links, back.pages[0].comments, back.pages[0].name) == (book.links, page.comments, text)


def test_what_is_wrong_with_a_workbook_is_told_each_time() -> None:
    page = Page("S", False, [], [], [], frozenset(), frozenset(), {}, {}, (Repeat(1, 2, "'a'", "5"),))  # noqa: FBT003
    book = Workbook("a.xlsx", (page,), ("file:///elsewhere.xlsx",))

    assert decode(encode(book), "a.xlsx").remarks() == book.remarks()
    assert [finding.code for finding in book.remarks()] == ["MM150", "MM151"]


LAYOUT = [[1, "number", "0", False, False]]
HEAD: dict[str, object] = {
    "name": "S",
    "hidden": False,
    "blocks": 1,
    "layouts": [LAYOUT],
    "hidden_rows": [],
    "hidden_columns": [],
    "merges": [],
    "comments": [],
    "repeats": [],
}
BLOCK: dict[str, object] = {"strings": [], "numbers": [1], "rows": [0], "values": [5]}


@pytest.mark.parametrize(
    ("where", "key", "value"),
    [
        (HEAD, "name", None),
        (HEAD, "hidden", 1),
        (HEAD, "blocks", 2),
        (HEAD, "blocks", "1"),
        (HEAD, "layouts", [[[1, "number", "0", False]]]),
        (HEAD, "layouts", [[[1, "colour", "0", False, False]]]),
        (HEAD, "hidden_rows", [-1]),
        (HEAD, "merges", [[1, 2, 3]]),
        (HEAD, "comments", [[1, 2, 3]]),
        (HEAD, "comments", {}),
        (HEAD, "repeats", [[1, 2]]),
        (BLOCK, "values", ["5"]),
        (BLOCK, "values", [True]),
        (BLOCK, "values", [5, 6]),
        (BLOCK, "values", [float("nan")]),
        (BLOCK, "rows", [1]),
        (BLOCK, "rows", [-1]),
        (BLOCK, "numbers", [1.5]),
        (BLOCK, "numbers", [1 << 80]),
        (BLOCK, "strings", [5]),
    ],
)
def test_what_has_another_form_is_no_workbook(where: dict[str, object], key: str, value: object) -> None:
    def line(stored: dict[str, object]) -> bytes:
        return json.dumps({**stored, key: value} if where is stored else stored).encode() + b"\n"

    first = b'{"links": [], "pages": 1}\n'
    assert list(decode(iter([first, json.dumps(HEAD).encode(), json.dumps(BLOCK).encode()]), "a").cells("S"))
    with pytest.raises(ValueError, match=r"."):
        decode(iter([first, line(HEAD), line(BLOCK)]), "a")


def test_moments_come_back_as_they_were() -> None:
    moments = (datetime(2012, 7, 5, 1, 2, 3), date(2012, 7, 5), time(1, 2), timedelta(days=-1))  # noqa: DTZ001
    layout = tuple(CellFacts(number, ValueKind.DATE, "", False, False) for number in range(1, 5))  # noqa: FBT003
    page = Page("S", False, [1], [layout], moments, frozenset(), frozenset(), {}, {}, ())  # noqa: FBT003

    assert tuple(decode(encode(Workbook("a", (page,))), "a").pages[0].values) == moments
