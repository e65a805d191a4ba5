"""Files that are written one by one: replaced as long as they are as they were written, and never otherwise."""

from pathlib import Path

import pytest

from metermap.core.files import OutputRefusedError
from metermap.core.written_files import RECORD, check_written, write_and_record


def refused(path: Path) -> str:
    with pytest.raises(OutputRefusedError) as told:
        write_and_record(path, b"new")
    with pytest.raises(OutputRefusedError) as checked:
        check_written(path)
    assert str(checked.value) == str(told.value)
    return str(told.value)


def test_what_was_written_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "report.csv"
    for content in (b"one", b"two", b""):
        write_and_record(file, content)
        assert file.read_bytes() == content


def test_several_files_of_a_folder_are_known_apart(tmp_path: Path) -> None:
    for name in ("b.md", "a  b.md", "a.md"):
        write_and_record(tmp_path / name, name.encode())
    for name in ("b.md", "a  b.md", "a.md"):
        check_written(tmp_path / name)
    assert len((tmp_path / RECORD).read_text("utf-8").splitlines()) == 4


def test_an_empty_file_holds_nobody_s_work(tmp_path: Path) -> None:
    (tmp_path / "new.md").touch()
    write_and_record(tmp_path / "new.md", b"text")


def test_what_was_changed_stays(tmp_path: Path) -> None:
    file = tmp_path / "report.md"
    write_and_record(file, b"as written")
    file.write_bytes(b"as written, and a note")
    assert "report.md was changed since metermap wrote it; it is not replaced: move it elsewhere" in refused(file)
    assert file.read_bytes() == b"as written, and a note"


def test_what_was_never_written_stays(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_bytes(b"# Gap report: my own meeting notes\n")
    assert f"notes.md is there already, and {RECORD} beside it does not say that metermap wrote it" in refused(file)
    assert file.read_bytes() == b"# Gap report: my own meeting notes\n"


def test_a_record_of_somebody_else_is_neither_believed_nor_replaced(tmp_path: Path) -> None:
    (tmp_path / RECORD).write_bytes(b"\xff my list")
    with pytest.raises(OutputRefusedError, match="is no report of metermap's"):
        write_and_record(tmp_path / "report.md", b"text")
    assert (tmp_path / RECORD).read_bytes() == b"\xff my list"
    assert not (tmp_path / "report.md").exists()


def test_a_name_of_two_lines_does_not_break_the_record(tmp_path: Path) -> None:
    write_and_record(tmp_path / "a.md", b"text")
    write_and_record(tmp_path / "b\nc.md", b"text")
    check_written(tmp_path / "a.md")
    with pytest.raises(OutputRefusedError):
        check_written(tmp_path / "b\nc.md")
