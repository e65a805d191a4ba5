"""Verifying a release: whatever was done to it is told, all at once, and nothing in it is trusted."""

import contextlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from metermap.codegen.release.sums import sums
from metermap.core.digest import sha256_hex
from metermap.releasing import Wanted, release
from metermap.verifying import verify_release, workspace_of
from tests.releasing.workspace import contents, replace_in


@pytest.fixture
def copy(released: Path, tmp_path: Path) -> Path:
    """A copy of the workspace with two releases, to spoil."""
    return shutil.copytree(released, tmp_path / "copy")


def faults(folder: Path) -> list[str]:
    return [str(fault) for fault in verify_release(folder).faults]


def seal(folder: Path) -> None:
    """Make all digests of a release right again, as somebody would who wants to deceive."""
    files = {name: data for name, data in contents(folder).items() if name != "SHA256SUMS"}
    said = json.loads(files["release.json"])
    for entry in said["files"]:
        entry["sha256"] = sha256_hex(files[entry["path"]])
    files["release.json"] = (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
    (folder / "release.json").write_bytes(files["release.json"])
    (folder / "SHA256SUMS").write_bytes(sums(files))


def edit(path: Path, change: Callable[[dict[str, object]], object]) -> None:
    document = json.loads(path.read_bytes())
    change(document)
    path.write_text(json.dumps(document), "utf-8")


def test_what_was_released_verifies(released: Path) -> None:
    for label in ("4.0", "4.1"):
        found = verify_release(released / "releases" / label)
        assert (found.faults, found.notes) == ((), ())
    assert [one.label for one in verify_release(released / "releases/4.1").releases] == ["4.1", "4.0"]


@pytest.mark.parametrize(
    "name", ["model.json", "changes.json", "changelog.md", "migration.md", "symbols.csv", "release.json", "SHA256SUMS"]
)
def test_each_file_that_is_changed_or_gone_is_told(copy: Path, name: str) -> None:
    file = copy / "releases/4.1" / name
    data = file.read_bytes()
    for place in (0, len(data) // 2, len(data) - 1):
        file.write_bytes(data[:place] + bytes([data[place] ^ 0x04]) + data[place + 1 :])
        assert any(name in fault for fault in faults(copy / "releases/4.1")), place
    file.write_bytes(data[:-1])
    assert any(name in fault for fault in faults(copy / "releases/4.1"))
    file.unlink()
    found = faults(copy / "releases/4.1")
    assert any(name in fault for fault in found)
    file.write_bytes(data)
    assert faults(copy / "releases/4.1") == []


def test_all_faults_are_told_at_once(copy: Path) -> None:
    folder = copy / "releases/4.1"
    replace_in(folder / "changelog.md", "small", "large")
    (folder / "migration.md").unlink()
    (folder / "notes.txt").write_text("mine", "utf-8")
    found = faults(folder)
    assert any(fault.startswith("4.1: changelog.md: was changed") for fault in found)
    assert "4.1: migration.md: is missing" in found
    assert "4.1: notes.txt: is no file of a release; take it out" in found


def test_links_are_not_followed(copy: Path, tmp_path: Path) -> None:
    folder = copy / "releases/4.1"
    (tmp_path / "elsewhere").write_bytes((folder / "model.json").read_bytes())
    (folder / "model.json").unlink()
    (folder / "model.json").symlink_to(tmp_path / "elsewhere")
    assert "4.1: model.json: is a symbolic link" in faults(folder)
    (tmp_path / "link").symlink_to(folder)
    assert faults(tmp_path / "link") == ["link: is a symbolic link"]


def test_what_is_no_file_is_told_and_not_waited_for(copy: Path) -> None:
    folder = copy / "releases/4.1"
    (folder / "changelog.md").unlink()
    os.mkfifo(folder / "changelog.md")
    (folder / "migration.md").unlink()
    (folder / "migration.md").mkdir()
    assert {"4.1: changelog.md: is no plain file", "4.1: migration.md: is no plain file"} <= set(faults(folder))


def test_a_file_of_many_octets_is_not_read(copy: Path) -> None:
    with (copy / "releases/4.1/changelog.md").open("wb") as stream:
        stream.truncate(1 << 40)
    assert "4.1: changelog.md: has more than 64,000,000 octets" in faults(copy / "releases/4.1")


@pytest.mark.parametrize("name", ["model.json", "changes.json", "release.json", "symbols.csv", "SHA256SUMS"])
@pytest.mark.parametrize("data", [b"", b"\x00", b"[]", b"{}", b"[" * 100_000, b"\xff\xfe", b'{"a": 1e999999}', b"null"])
def test_whatever_a_file_holds_is_told_and_no_more(copy: Path, name: str, data: bytes) -> None:
    (copy / "releases/4.1" / name).write_bytes(data)
    assert any(name in fault for fault in faults(copy / "releases/4.1"))
    seal_if_possible(copy / "releases/4.1")
    assert any(name in fault for fault in faults(copy / "releases/4.1")) or name == "SHA256SUMS"


def seal_if_possible(folder: Path) -> None:
    with contextlib.suppress(ValueError, KeyError, TypeError, RecursionError):  # release.json itself may be spoilt
        seal(folder)


class TestWithAllDigestsMadeRight:
    def test_another_model_is_not_what_the_changes_lead_to(self, copy: Path) -> None:
        folder = copy / "releases/4.1"
        replace_in(folder / "model.json", "SMETS 4.6.4.6", "SMETS 4.6.4.9")
        seal(folder)
        (fault,) = faults(folder)
        assert fault == (
            "4.1: changes.json: applied to model.json of 4.0, they do not give model.json of this one: element differs"
        )

    def test_other_changes_do_not_lead_to_the_model(self, copy: Path) -> None:
        folder = copy / "releases/4.1"
        replace_in(folder / "changes.json", '"new_text": "0x0301"', '"new_text": "0x0303"')
        seal(folder)
        assert any("is told in another way than the models give it" in fault for fault in faults(folder))
        edit(folder / "changes.json", lambda document: document.update(changes=[], counts=dict.fromkeys(COUNTS, 0)))
        seal(folder)
        found = faults(folder)
        assert any("do not give model.json of this one: statement differs" in fault for fault in found)
        assert any("its counts are not those of the changes" in fault for fault in found)

    def test_a_version_that_does_not_follow(self, copy: Path) -> None:
        folder = copy / "releases/4.1"
        edit(folder / "release.json", lambda document: document.update(version="1.1.0"))
        seal(folder)
        (fault,) = faults(folder)
        assert fault == (
            "4.1: release.json: version 1.1.0 is lower than 2.0.0, which follows: 1 change breaks the wire: the next "
            "major version after 1.0.0"
        )

    def test_a_previous_release_that_is_another_one(self, copy: Path) -> None:
        replace_in(copy / "releases/4.0/changelog.md", "small", "large")
        seal(copy / "releases/4.0")
        assert faults(copy / "releases/4.0") == ["4.0: changelog.md: is not what metermap writes of these models"]
        assert (
            "4.1: release.json: the previous release 4.0 is not the one that was released: its SHA256SUMS differs"
        ) in faults(copy / "releases/4.1")

    def test_verdicts_that_are_made_milder(self, copy: Path) -> None:
        folder = copy / "releases/4.1"
        edit(folder / "changes.json", milder)
        edit(folder / "release.json", lambda said: said.update(version="1.1.0", counts=dict.fromkeys(COUNTS, 0)))
        edit(folder / "release.json", lambda said: said["counts"].update(compatible=1))  # type: ignore[attr-defined]
        seal(folder)
        found = faults(folder)
        assert any(" is said to be compatible, and is breaks the wire, " in fault for fault in found), found

    @pytest.mark.parametrize("name", ["changelog.md", "migration.md"])
    def test_a_text_that_says_something_else(self, copy: Path, name: str) -> None:
        with (copy / "releases/4.1" / name).open("a", encoding="utf-8") as stream:
            stream.write("Nothing breaks.\n")
        seal(copy / "releases/4.1")
        assert faults(copy / "releases/4.1") == [f"4.1: {name}: is not what metermap writes of these models"]

    def test_what_another_metermap_wrote_is_not_compared_and_that_is_said(self, copy: Path) -> None:
        folder = copy / "releases/4.1"
        edit(folder / "release.json", lambda said: said.update(metermap="0.0.1"))
        seal(folder)
        found = verify_release(folder)
        assert found.faults == ()
        assert any(note.startswith("4.1 was written by metermap 0.0.1, and this is ") for note in found.notes)

    def test_a_chain_that_is_a_circle(self, copy: Path) -> None:
        folder = copy / "releases/4.1"
        edit(folder / "release.json", lambda document: document["previous"].update(label="4.1"))  # type: ignore[attr-defined]
        seal(folder)
        assert any("the chain is a circle" in fault for fault in faults(folder))

    @pytest.mark.parametrize("label", ["../4.0", "/etc", "..", "4.0\x00", "4.0/../../.."])
    def test_a_label_that_leads_elsewhere(self, copy: Path, label: str) -> None:
        folder = copy / "releases/4.1"
        edit(folder / "release.json", lambda document: document["previous"].update(label=label))  # type: ignore[attr-defined]
        seal(folder)
        assert any("4.1: release.json: previous.label" in fault for fault in faults(folder))

    def test_what_is_told_has_no_control_characters(self, copy: Path) -> None:
        (copy / "releases/4.1/\x1b[31mred").write_text("", "utf-8")
        (fault,) = faults(copy / "releases/4.1")
        assert fault == "4.1: \\x1b[31mred: is no file of a release; take it out"


def milder(document: dict[str, object]) -> None:
    """Say of every verdict that it is compatible, and of none that it breaks something as well."""
    text = json.dumps(document["changes"])
    for word in ("wire", "meaning", "conformance", "documentation"):
        text = text.replace(f'"verdict": "{word}"', '"verdict": "compatible"')
    changes = json.loads(text)
    counts = {**dict.fromkeys(COUNTS, 0), "compatible": len(changes)}
    for change in changes:
        for judgement in (change["judgement"], *(one["judgement"] for one in change["fields"])):
            if judgement:
                judgement["also"] = []
    document.update(changes=changes, counts=counts)


COUNTS = ("wire", "meaning", "conformance", "compatible", "documentation")


def test_a_previous_release_that_is_not_there_is_a_note(copy: Path) -> None:
    shutil.rmtree(copy / "releases/4.0")
    found = verify_release(copy / "releases/4.1")
    assert found.faults == ()
    assert found.notes == ("4.0, the release before 4.1, is not here: the changes are not applied to it",)


def test_a_release_in_another_folder_is_told(copy: Path) -> None:
    (copy / "releases/4.1").rename(copy / "releases/4.2")
    assert faults(copy / "releases/4.2") == [
        "4.2: release.json: is that of the release 4.1; a folder has the name of its release"
    ]


class TestSources:
    def test_a_workspace_that_was_not_touched_is_what_was_released(self, released: Path) -> None:
        folder = released / "releases/4.1"
        assert workspace_of(folder) == released
        found = verify_release(folder, released)
        assert (found.faults, found.notes) == ((), ())

    def test_a_change_that_makes_no_difference_is_a_note(self, copy: Path) -> None:
        replace_in(copy / "metermap.toml", "# the one that is worked on", "# another comment")
        found = verify_release(copy / "releases/4.1", copy)
        assert found.faults == ()
        assert found.notes == ("1 source of the workspace differs, and it still gives the same model",)

    def test_a_change_of_the_model_is_a_fault(self, copy: Path) -> None:
        replace_in(copy / "elements.csv", "SMETS 4.6.4.3", "SMETS 4.6.4.2")
        (copy / "reserved.csv").unlink()
        assert [str(fault) for fault in verify_release(copy / "releases/4.1", copy).faults] == [
            "4.1: the source elements.csv is not as it was released",
            "4.1: the source reserved.csv is missing",
            "4.1: the workspace does not give the released model any more",
        ]

    @pytest.mark.parametrize("path", ["../../secret", "/etc/passwd", "a\x00b"])
    def test_a_source_that_lies_elsewhere_is_not_read(self, copy: Path, path: str) -> None:
        folder = copy / "releases/4.1"
        edit(folder / "release.json", lambda document: document["sources"][0].update(path=path))  # type: ignore[index]
        seal(folder)
        found = [str(fault) for fault in verify_release(folder, copy).faults]
        assert any("does not list the sources" in fault for fault in found)
        assert not any("is not as it was released" in fault for fault in found)


def test_a_chain_of_many_is_verified_from_end_to_end(workspace: Path) -> None:
    for number in range(5):
        replace_in(workspace / "elements.csv", f"SMETS 4.6.4.{6 + number}", f"SMETS 4.6.4.{7 + number}")
        release(workspace, Wanted(f"4.{number}"))
    found = verify_release(workspace / "releases/4.4")
    assert [one.label for one in found.releases] == ["4.4", "4.3", "4.2", "4.1", "4.0"]
    assert found.faults == ()
