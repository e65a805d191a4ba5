"""Releasing: what is written, once, as a whole, and what refuses to be."""

import json
import os
import subprocess
import sys
from codecs import BOM_UTF8
from pathlib import Path

import pytest

from metermap import pipeline, releasing
from metermap.core import files
from metermap.core.exits import Exit
from metermap.core.files import MARKER, OutputRefusedError
from metermap.core.renderers.report import FailOn
from metermap.core.versions import Version
from metermap.inputs import is_counted
from metermap.releasing import ReleaseRefusedError, ReleaseResult, Wanted, release
from tests.releasing.workspace import ELEMENTS, contents, replace_in, small, write_elements
from tests.tools import require_tool


def spelling(root: Path) -> None:
    """Change something that is documentation only."""
    replace_in(root / "elements.csv", "SMETS 4.6.4.6", "SMETS 4.6.4.7")


def version_of(result: ReleaseResult) -> str:
    assert result.plan
    return str(result.plan.version)


class TestWhatIsChangedInTheWorkspace:
    def test_the_mode_of_a_file_stays(self, workspace: Path) -> None:
        (workspace / "metermap.toml").chmod(0o600)
        release(workspace, Wanted("4.0"))
        assert (workspace / "metermap.toml").stat().st_mode & 0o777 == 0o600

    def test_a_byte_order_mark_stays(self, workspace: Path) -> None:
        toml = workspace / "metermap.toml"
        toml.write_bytes(BOM_UTF8 + toml.read_bytes())
        assert release(workspace, Wanted("4.0")).files
        assert toml.read_bytes().startswith(BOM_UTF8)
        assert toml.read_bytes().count(BOM_UTF8) == 1

    def test_an_older_release_can_be_mended_beside_the_last(self, workspace: Path) -> None:
        release(workspace, Wanted("4.0"))
        spelling(workspace)
        release(workspace, Wanted("4.1", version=Version(2, 0, 0)))
        replace_in(workspace / "elements.csv", "SMETS 4.6.4.7", "SMETS 4.6.4.8")
        assert version_of(release(workspace, Wanted("4.0.1", against="4.0"))) == "1.0.1"
        assert not [one for one in pipeline.check(workspace).findings if one.code == "MM949"]


class TestWhatIsWritten:
    def test_the_first_release_has_its_files_and_no_changes(self, released: Path) -> None:
        assert {path.name for path in (released / "releases/4.0").iterdir()} == {
            "SHA256SUMS",
            "changelog.md",
            "migration.md",
            "model.json",
            "release.json",
            "release.schema.json",
            "symbols.csv",
        }

    def test_the_next_one_has_the_changes_as_well(self, released: Path) -> None:
        names = {path.name for path in (released / "releases/4.1").iterdir()}
        assert names == {path.name for path in (released / "releases/4.0").iterdir()} | {"changes.json"}

    def test_the_model_is_that_of_a_build_byte_for_byte(self, released: Path, tmp_path: Path) -> None:
        built = pipeline.build(released, tmp_path / "build")
        assert built.files
        model = (released / "releases/4.1/model.json").read_bytes()
        assert (tmp_path / "build/model/model.json").read_bytes() == model

    def test_stock_sha256sum_verifies_it(self, released: Path) -> None:
        for label in ("4.0", "4.1"):
            command = [require_tool("sha256sum"), "--check", "--strict", "--quiet", "SHA256SUMS"]
            done = subprocess.run(command, cwd=released / "releases" / label, capture_output=True, check=False)
            assert (done.returncode, done.stdout) == (0, b"")

    def test_it_says_what_it_is_and_what_it_follows(self, released: Path) -> None:
        said = json.loads((released / "releases/4.1/release.json").read_bytes())
        assert {key: said[key] for key in ("schema_version", "label", "version", "name", "edition", "date")} == {
            "schema_version": 1,
            "label": "4.1",
            "version": "2.0.0",
            "name": "small",
            "edition": "GBCS 4.0",
            "date": "2026-01-31",
        }
        assert (said["previous"]["label"], said["previous"]["version"]) == ("4.0", "1.0.0")
        assert said["counts"] == {"documentation": 0, "compatible": 0, "conformance": 0, "meaning": 0, "wire": 1}
        assert [source["path"] for source in said["sources"]] == [
            "elements.csv",
            "mappings/gas.map",
            "metermap.toml",
            "reserved.csv",
        ]

    def test_without_a_date_none_is_recorded(self, released: Path) -> None:
        assert "date" not in json.loads((released / "releases/4.0/release.json").read_bytes())

    def test_the_schema_beside_it_describes_it(self, released: Path) -> None:
        schema = json.loads((released / "releases/4.1/release.schema.json").read_bytes())
        said = json.loads((released / "releases/4.1/release.json").read_bytes())
        assert set(said) == set(schema["properties"])
        assert schema["additionalProperties"] is False

    def test_the_same_workspace_gives_the_same_bytes(self, tmp_path: Path) -> None:
        roots = [small(tmp_path / name / "small") for name in ("here", "there")]
        for root in roots:
            release(root, Wanted("4.0"))
            spelling(root)
            release(root, Wanted("4.1"))
        here, there = map(contents, roots)
        assert here == there

    def test_its_files_are_inputs_and_no_output_to_replace(self, released: Path) -> None:
        assert is_counted(released, "releases/4.0/model.json")
        assert not list(released.glob(f"releases/**/{MARKER}"))
        before = contents(released)
        with pytest.raises(OutputRefusedError):
            pipeline.build(released, released / "releases/4.1")
        assert contents(released) == before


class TestTheVersion:
    def test_it_follows_from_the_gravest_verdict(self, workspace: Path) -> None:
        assert version_of(release(workspace, Wanted("4.0"))) == "1.0.0"
        spelling(workspace)
        assert version_of(release(workspace, Wanted("4.0.1"))) == "1.0.1"
        replace_in(workspace / "mappings/gas.map", "ConversionFactor @0x0302", "StandingCharge @0x0301")
        assert version_of(release(workspace, Wanted("5"))) == "2.0.0"

    def test_a_break_of_conformance_alone_is_a_major_one(self, workspace: Path) -> None:
        release(workspace, Wanted("4.0"))
        more = {"Tier.block": "24,SMETS 4.6.4.8,Tier,block,Configuration data,INTEGER,,Supplier,,GSME"}
        write_elements(workspace, {**ELEMENTS, **more})
        result = release(workspace, Wanted("4.1"))
        assert version_of(result) == "2.0.0"
        assert result.plan
        assert result.plan.why == "1 change breaks conformance: the next major version after 1.0.0"

    def test_a_higher_one_may_be_set_and_a_lower_one_may_not(self, workspace: Path) -> None:
        release(workspace, Wanted("4.0"))
        spelling(workspace)
        with pytest.raises(ReleaseRefusedError, match=r"--version 1\.0\.0 is lower than 1\.0\.1, which follows"):
            release(workspace, Wanted("4.1", version=Version(1, 0, 0)))
        assert version_of(release(workspace, Wanted("4.1", version=Version(3, 1, 4)))) == "3.1.4"

    def test_where_nothing_differs_it_is_refused_unless_that_is_meant(self, workspace: Path) -> None:
        release(workspace, Wanted("4.0"))
        with pytest.raises(ReleaseRefusedError, match=r"nothing differs from 4\.0"):
            release(workspace, Wanted("4.1"))
        assert version_of(release(workspace, Wanted("4.1", allow_empty=True))) == "1.0.1"

    def test_another_release_than_the_last_may_be_the_one_before(self, workspace: Path) -> None:
        release(workspace, Wanted("4.0"))
        spelling(workspace)
        release(workspace, Wanted("4.1"))
        replace_in(workspace / "elements.csv", "SMETS 4.6.4.3", "SMETS 4.6.4.2")
        with pytest.raises(ReleaseRefusedError, match=r"version 1\.0\.1 is that of the release 4\.1"):
            release(workspace, Wanted("4.0-fixed", against="4.0"))
        made = release(workspace, Wanted("4.0-fixed", against="4.0", version=Version(1, 0, 2)))
        assert made.plan
        assert made.plan.previous == "4.0"
        with pytest.raises(ReleaseRefusedError, match=r"there is no release 9; there are 4\.0, 4\.0-fixed, 4\.1"):
            release(workspace, Wanted("5", against="9"))

    def test_it_shows_in_what_is_built_after_it(self, workspace: Path, tmp_path: Path) -> None:
        pipeline.build(workspace, tmp_path / "build")
        package, header = tmp_path / "build/python/small_bindings/__init__.py", tmp_path / "build/c/small_bindings.h"
        assert "__version__: Final = '0+" in package.read_text("utf-8")
        release(workspace, Wanted("4.0"))
        pipeline.build(workspace, tmp_path / "build")
        assert "__version__: Final = '1.0.0+" in package.read_text("utf-8")
        assert 'version = "1.0.0+' in (tmp_path / "build/python/pyproject.toml").read_text("utf-8")
        text = header.read_text("utf-8")
        assert '#define SMALL_VERSION "1.0.0+' in text
        assert "#define SMALL_VERSION_MAJOR 1\n" in text

    def test_metermap_toml_keeps_comments_and_order(self, workspace: Path) -> None:
        before = (workspace / "metermap.toml").read_text("utf-8").splitlines()
        release(workspace, Wanted("4.0"))
        after = (workspace / "metermap.toml").read_text("utf-8").splitlines()
        assert [line for line in after if line not in before] == ['version = "1.0.0"']
        assert [line for line in after if line in before] == before

    def test_a_version_that_is_not_that_of_the_last_release_is_a_warning(self, workspace: Path) -> None:
        release(workspace, Wanted("4.0"))
        assert not [one for one in pipeline.check(workspace).findings if one.code == "MM949"]
        replace_in(workspace / "metermap.toml", 'version = "1.0.0"', 'version = "1.0.7"')
        (found,) = [one for one in pipeline.check(workspace).findings if one.code == "MM949"]
        assert found.message == "the workspace is version 1.0.7, and its last release, 4.0, is 1.0.0"
        spelling(workspace)
        assert version_of(release(workspace, Wanted("4.1"))) == "1.0.1"

    def test_what_else_lies_beside_the_releases_is_none_and_one_that_cannot_be_read_is_told(
        self, workspace: Path
    ) -> None:
        release(workspace, Wanted("4.0"))
        (workspace / "releases/minutes").mkdir()
        (workspace / "releases/minutes/monday.txt").write_text("mine", "utf-8")
        (workspace / "releases/readme.txt").write_text("mine", "utf-8")
        assert not [one for one in pipeline.check(workspace).findings if one.code == "MM949"]
        (workspace / "releases/4.0/release.json").write_text("{}", "utf-8")
        (found,) = [one for one in pipeline.check(workspace).findings if one.code == "MM949"]
        assert (str(found.place), found.subject) == ("releases/4.0/release.json", "4.0")
        with pytest.raises(ReleaseRefusedError, match=r"releases/4\.0 does not say what it is"):
            release(workspace, Wanted("4.1"))


class TestWhatIsRefused:
    @pytest.mark.parametrize("label", ["", "../x", "a b", "con", ".hidden", "latest", "last", "4.0.", "x" * 41])
    def test_a_label_that_cannot_name_a_folder(self, workspace: Path, label: str) -> None:
        before = contents(workspace)
        with pytest.raises(ReleaseRefusedError, match="cannot name a release"):
            release(workspace, Wanted(label))
        assert contents(workspace) == before

    def test_a_folder_of_releases_that_is_a_link(self, workspace: Path, tmp_path: Path) -> None:
        (tmp_path / "elsewhere").mkdir()
        (workspace / "releases").symlink_to(tmp_path / "elsewhere")
        with pytest.raises(ReleaseRefusedError, match="is a symbolic link"):
            release(workspace, Wanted("4.0"))
        assert not list((tmp_path / "elsewhere").iterdir())

    @pytest.mark.parametrize("label", ["4.0A", "4.0a"])
    def test_a_label_that_was_released_in_whatever_case(self, workspace: Path, label: str) -> None:
        release(workspace, Wanted("4.0a"))
        spelling(workspace)
        before = contents(workspace)
        with pytest.raises(ReleaseRefusedError, match="never written twice nor changed"):
            release(workspace, Wanted(label))
        assert contents(workspace) == before

    def test_a_workspace_with_errors_and_with_warnings_if_asked(self, workspace: Path) -> None:
        warned = release(workspace, Wanted("4.0", fail_on=FailOn.WARNING))
        assert (warned.plan, warned.files) == (None, ())
        replace_in(workspace / "mappings/gas.map", "is Price", "is Prize")
        before = contents(workspace)
        refused = release(workspace, Wanted("4.0"))
        assert [one.code for one in refused.checked.findings if one.severity.value == "error"]
        assert (refused.plan, refused.files) == (None, ())
        assert contents(workspace) == before

    def test_what_cannot_be_read(self, workspace: Path) -> None:
        (workspace / "elements.csv").write_text("", "utf-8")
        stopped = release(workspace, Wanted("4.0"))
        assert (stopped.checked.exit, stopped.plan) == (Exit.INPUT, None)

    def test_a_release_before_that_does_not_verify(self, workspace: Path) -> None:
        release(workspace, Wanted("4.0"))
        spelling(workspace)
        replace_in(workspace / "releases/4.0/changelog.md", "first", "1st")
        before = contents(workspace)
        with pytest.raises(ReleaseRefusedError, match=r"4\.0 does not verify:\n  4\.0: changelog\.md: was changed"):
            release(workspace, Wanted("4.1"))
        assert contents(workspace) == before

    def test_a_dry_run_says_all_and_writes_nothing(self, workspace: Path) -> None:
        before = contents(workspace)
        result = release(workspace, Wanted("4.0", dry_run=True))
        assert (version_of(result), result.files) == ("1.0.0", ())
        assert result.plan
        assert set(result.plan.sources) == {"metermap.toml"}
        assert contents(workspace) == before

    def test_a_list_of_reserved_things_that_nobody_named_is_not_overwritten(self, workspace: Path) -> None:
        release(workspace, Wanted("4.0"))
        replace_in(workspace / "mappings/gas.map", "ConversionFactor @0x0302", "StandingCharge @0x0301")
        (workspace / "reserved.csv").write_text("mine", "utf-8")
        with pytest.raises(ReleaseRefusedError, match=r"reserved\.csv is there, and metermap\.toml does not name it"):
            release(workspace, Wanted("4.1"))
        assert (workspace / "reserved.csv").read_text("utf-8") == "mine"


class TestWhatIsInterrupted:
    def test_a_release_that_was_killed_between_its_writes_is_done_again(self, workspace: Path) -> None:
        release(workspace, Wanted("4.0"))
        replace_in(workspace / "mappings/gas.map", "ConversionFactor @0x0302", "StandingCharge @0x0301")
        plan = release(workspace, Wanted("4.1", dry_run=True)).plan
        assert plan
        (workspace / "reserved.csv").write_bytes(plan.sources["reserved.csv"])  # the first write, and no other
        assert release(workspace, Wanted("4.1")).files

    def test_all_is_put_back_that_can_be(self, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        release(workspace, Wanted("4.0"))
        replace_in(workspace / "mappings/gas.map", "ConversionFactor @0x0302", "StandingCharge @0x0301")
        before = contents(workspace)
        real = releasing._write
        written: list[str] = []

        def write(path: Path, data: bytes) -> None:
            written.append(path.name)
            if len(written) == 2:
                message = "no room"
                raise OutputRefusedError(message)
            real(path, data)

        monkeypatch.setattr(releasing, "_write", write)
        with pytest.raises(OutputRefusedError, match="no room"):
            release(workspace, Wanted("4.1"))
        assert contents(workspace) == before

    @pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
    def test_the_workspace_is_as_it_was(
        self, workspace: Path, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
    ) -> None:
        release(workspace, Wanted("4.0"))
        replace_in(workspace / "mappings/gas.map", "ConversionFactor @0x0302", "StandingCharge @0x0301")
        before = contents(workspace)
        real = Path.rename

        def interrupted(self: Path, target: Path) -> Path:
            if self.name.endswith("metermap-new"):
                raise error
            return real(self, target)

        monkeypatch.setattr(Path, "rename", interrupted)
        with pytest.raises(error):
            release(workspace, Wanted("4.1"))
        assert contents(workspace) == before
        monkeypatch.undo()
        assert version_of(release(workspace, Wanted("4.1"))) == "2.0.0"

    def test_another_run_that_releases_is_waited_for_and_then_refuses(
        self, workspace: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(files, "_LOCK_WAIT_S", 0.0)
        before = contents(workspace)
        with files.locked(workspace), pytest.raises(OutputRefusedError, match="another run of metermap is writing"):
            release(workspace, Wanted("4.0"))
        assert contents(workspace) == before

    def test_a_killed_run_leaves_no_release_and_the_next_one_ends_its_work(self, tmp_path: Path) -> None:
        root, twin = (small(tmp_path / name / "small") for name in ("killed", "whole"))
        for each in (root, twin):
            release(each, Wanted("4.0"))
            replace_in(each / "mappings/gas.map", "ConversionFactor @0x0302", "StandingCharge @0x0301")
        program = (
            "import os, pathlib\n"
            "from metermap.releasing import Wanted, release\n"
            "pathlib.Path.rename = lambda *_: os._exit(9)\n"
            f"release(pathlib.Path({str(root)!r}), Wanted('4.1'))\n"
        )
        killed = subprocess.run([sys.executable, "-c", program], env=environment(), check=False)
        assert killed.returncode == 9
        assert not (root / "releases/4.1").exists()
        release(root, Wanted("4.1"))
        release(twin, Wanted("4.1"))
        assert contents(root) == contents(twin)


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
