"""A change of an input is told once, by name, and when it rests."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from metermap.watching import changes

Look = Callable[..., list[tuple[int, tuple[str, ...]]]]


@pytest.fixture
def look(small: Path, monkeypatch: pytest.MonkeyPatch) -> Look:
    """Return at which look what was told; before each look but the first a step is taken."""

    def looked(
        steps: list[Callable[[], object]], beside: tuple[Path, ...] = (), written: tuple[Path, ...] = ()
    ) -> list[tuple[int, tuple[str, ...]]]:
        taken, left, stop = 0, iter(steps), Event()

        def wait(_: float) -> bool:
            nonlocal taken
            step = next(left, stop.set)
            step()
            taken += 1
            return stop.is_set()

        monkeypatch.setattr(stop, "wait", wait)
        return [(taken, files) for files in changes(small, stop, beside=beside, written=written)]

    return looked


def nothing() -> None:
    pass


def test_a_change_is_told_once_and_when_it_rests(small: Path, look: Look) -> None:
    file = small / "mappings/gas.map"

    def write() -> None:
        file.write_text(file.read_text("utf-8") + "-- more\n", "utf-8")

    told = look([nothing, write, write, nothing, nothing, file.unlink, nothing])
    assert told == [(0, ()), (4, ("mappings/gas.map",)), (7, ("mappings/gas.map",))]


def test_a_save_by_renaming_is_one_change(small: Path, look: Look) -> None:
    file = small / "mappings/gas.map"

    def rename() -> None:
        new = small / "mappings/gas.map.new"
        new.write_bytes(file.read_bytes())
        new.replace(file)

    assert look([rename, nothing, nothing]) == [(0, ()), (2, ("mappings/gas.map",))]


def test_files_that_come_and_go_are_told(small: Path, look: Look) -> None:
    def come() -> None:
        (small / "mappings/more.map").write_text("syntax 1.\n", "utf-8")
        (small / "errata.toml").write_text("", "utf-8")

    told = look([come, nothing, nothing])
    assert told == [(0, ()), (2, ("errata.toml", "mappings/more.map"))]


def test_outputs_and_lock_files_are_no_inputs(small: Path, look: Look) -> None:
    def lock() -> None:
        (small / "~$elements.xlsx").write_bytes(b"x")
        (small / ".~lock.elements.csv#").write_bytes(b"x")

    assert look([lock, lock, lock]) == [(0, ())]


def test_what_the_watcher_writes_is_no_input(small: Path, look: Look) -> None:
    report = small / "findings.json"
    assert look([lambda: report.write_text("{}", "utf-8"), nothing], written=(report,)) == [(0, ())]
    report.unlink()
    assert len(look([lambda: report.write_text("{}", "utf-8"), nothing])) == 2


def test_a_file_elsewhere_is_looked_at_if_it_is_asked_for(tmp_path: Path, look: Look) -> None:
    baseline = tmp_path / "baseline.csv"
    told = look([lambda: baseline.write_text("", "utf-8"), nothing], beside=(baseline,))
    assert told == [(0, ()), (2, (str(baseline),))]


def test_the_whole_folder_may_go_and_come_back(small: Path, look: Look) -> None:
    away = small.with_name("away")
    told = look([lambda: small.rename(away), nothing, nothing, lambda: away.rename(small), nothing])
    files = ("elements.csv", "mappings/gas.map", "metermap.toml")
    assert told == [(0, ()), (2, files), (5, files)]


def test_a_look_opens_no_file(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr(Path, "open", lambda path, *_, **__: opened.append(path))
    look([nothing, nothing])
    assert opened == []
