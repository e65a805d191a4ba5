"""What can be compared, how it is named, and what is told where it cannot be."""

import json
import shutil
from pathlib import Path

import pytest

from metermap import pipeline
from metermap.codegen.changes.model import Act, Diff, Kind, Verdict
from metermap.comparing import Compared, StateError, compare_states, compare_with_release
from metermap.core.exits import Exit
from tests.comparing.small import CATALOGUE, FILES, MAPPING, TOML, Repository, model_json, repository, small, write

MOVED = ("1-0:2.8.0.255", "1-0:2.8.1.255")
WIRE = ("ActiveExportRegister.value", "address.logical_name", *MOVED)
EDITIONS = """
[[editions]]
name = "GBCS 0.8.1"
recorded = "in part"
mappings = ["editions/*.map"]
"""
OLD_MAPPING = MAPPING.split("ActiveImport", maxsplit=1)[0].replace(*MOVED)


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """A repository with the workspace in the folder gb: the tag v1, and a change since in the work tree."""
    made = repository(tmp_path / "repository")
    small(made.root / "gb")
    made.commit("v1")
    small(made.root / "gb", MOVED)
    return made


def told(compared: Compared | Diff) -> list[tuple[str, str, str, str]]:
    """Return the fields that differ, places aside: line, field, old and new value."""
    diff = compared.diff if isinstance(compared, Compared) else compared
    return [
        (judged.change.name, field.name, field.old_text, field.new_text)
        for judged in diff.changes
        for field in judged.change.fields
        if field.name not in {"place", "cells"}
    ]


def refused(old: str, new: str, workspace: Path | None = None) -> StateError:
    with pytest.raises(StateError) as caught:
        compare_states(old, new, workspace)
    return caught.value


class TestWorkspaces:
    def test_two_folders_are_compared(self, tmp_path: Path) -> None:
        old, new = small(tmp_path / "old"), small(tmp_path / "new", MOVED)
        compared = compare_states(str(old), str(new))
        assert told(compared) == [WIRE]
        (change,) = compared.diff.changes
        assert change.judgement.verdict is Verdict.WIRE
        assert (change.change.old_place, change.change.new_place) == ("mappings/small.map:3:5",) * 2

    def test_the_file_of_a_workspace_stands_for_it(self, tmp_path: Path) -> None:
        old, new = small(tmp_path / "old"), small(tmp_path / "new", MOVED)
        assert told(compare_states(str(old / "metermap.toml"), str(new / "metermap.toml"))) == [WIRE]

    @pytest.mark.parametrize("also", ["metermap.toml", "."])
    def test_a_workspace_does_not_differ_from_itself(self, tmp_path: Path, also: str) -> None:
        root = small(tmp_path / "gb")
        compared = compare_states(str(root), str(root / also))
        assert compared.diff.changes == ()
        assert compared.diff.compared == tuple(Kind)

    def test_a_copy_that_differs_only_where_no_digest_looks_is_read_all_the_same(self, tmp_path: Path) -> None:
        hidden = ('"mappings/*.map"', '".hidden/*.map"')
        roots = [small(tmp_path / name, hidden) for name in ("old", "new")]
        for root, mapping in zip(roots, (MAPPING, MAPPING.replace(*MOVED)), strict=True):
            write(root, {".hidden/small.map": mapping})
        assert told(compare_states(str(roots[0]), str(roots[1]))) == [WIRE]

    def test_one_that_cannot_be_read_is_told_with_its_findings(self, tmp_path: Path) -> None:
        old, new = small(tmp_path / "old"), small(tmp_path / "new", ("carrier = ", "carier = "))
        error = refused(str(old), str(new))
        assert error.exit is Exit.USAGE
        assert "new cannot be read as a workspace" in str(error)
        assert "carier" in " ".join(finding.message for finding in error.findings)

    def test_what_could_not_be_understood_is_told_because_it_shows_as_removed(self, tmp_path: Path) -> None:
        old, new = small(tmp_path / "old"), small(tmp_path / "new", ("value: value\n", "value: nosuch\n"))
        compared = compare_states(str(old), str(new))
        assert compared.old.errors == ()
        assert {finding.place.file for finding in compared.new.errors if finding.place} == {"mappings/small.map"}
        assert {judged.change.acts for judged in compared.diff.changes} == {(Act.REMOVED,)}

    def test_declared_renamings_are_known_in_both_directions(self, tmp_path: Path) -> None:
        renamed = "ExportRegister"
        table = ("[[workbook]]", f'[site.renamed]\nActiveExportRegister = "{renamed}"\n\n[[workbook]]')
        old = small(tmp_path / "old")
        new = small(tmp_path / "new", ("ActiveExportRegister", renamed))
        text = (new / "metermap.toml").read_text("utf-8").replace(*table)
        write(new, {"metermap.toml": text})
        for one, other in ((old, new), (new, old)):
            changes = [judged.change for judged in compare_states(str(one), str(other)).diff.changes]
            assert {change.acts[0] for change in changes} == {Act.RENAMED}
            assert {change.paired_by for change in changes if change.kind is Kind.ELEMENT} == {"metermap.toml"}


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that a build makes of the small workspace."""
    folder = tmp_path_factory.mktemp("build")
    pipeline.build(small(folder / "gb"), folder / "build")
    return folder / "build"


class TestModels:
    @pytest.mark.parametrize("inside", [".", "model", "model/model.json"])
    def test_a_build_its_model_and_the_file_are_the_same_state(self, build: Path, tmp_path: Path, inside: str) -> None:
        new = small(tmp_path / "gb", MOVED)
        assert told(compare_states(str(build / inside), str(new))) == [WIRE]

    def test_a_build_does_not_differ_from_what_it_was_made_of(self, build: Path, tmp_path: Path) -> None:
        assert compare_states(str(build), str(small(tmp_path / "gb"))).diff.changes == ()

    def test_a_model_that_is_not_as_it_was_released_is_refused(self, build: Path, tmp_path: Path) -> None:
        released = tmp_path / "released"
        released.mkdir()
        shutil.copy(build / "model/model.json", released)
        write(released, {"SHA256SUMS": f"{'0' * 64}  model.json\n"})
        error = refused(str(released), str(small(tmp_path / "gb")))
        assert error.exit is Exit.INPUT
        assert "is not as it was released" in str(error)

    @pytest.mark.parametrize("text", ["", "{", "[]", "{}", "null", "\ufeff{}", '{"schema_version": 99}', "[" * 100_000])
    def test_what_is_no_model_is_refused(self, tmp_path: Path, text: str) -> None:
        file = tmp_path / "model.json"
        file.write_text(text, "utf-8")
        error = refused(str(file), str(small(tmp_path / "gb")))
        assert error.exit is Exit.INPUT
        assert f"{file} " in str(error)
        assert "expected a model.json that metermap wrote" in str(error)

    def test_a_folder_of_something_else_is_refused_with_what_would_do(self, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        error = refused(str(tmp_path / "empty"), str(small(tmp_path / "gb")))
        assert error.exit is Exit.USAGE
        assert "neither a metermap.toml nor a model/model.json or model.json" in str(error)


class TestRevisions:
    def test_a_revision_alone_is_where_the_other_state_lies(self, repo: Repository) -> None:
        assert told(compare_states("v1", str(repo.root / "gb"))) == [WIRE]
        assert told(compare_states(str(repo.root / "gb"), "v1")) == [(*WIRE[:2], *reversed(MOVED))]

    def test_the_source_names_the_commit(self, repo: Repository) -> None:
        compared = compare_states("v1", str(repo.root / "gb"))
        assert compared.diff.old.source == f"v1 (commit {repo.git('rev-parse', 'v1')[:12]})"

    def test_two_revisions_are_of_the_workspace_that_is_named(self, repo: Repository) -> None:
        repo.commit("v2")
        assert told(compare_states("v1", "v2", repo.root / "gb")) == [WIRE]
        assert told(compare_states("v1", "v2", repo.root / "gb/metermap.toml")) == [WIRE]

    def test_or_of_that_in_the_current_folder(self, repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
        repo.commit("v2")
        monkeypatch.chdir(repo.root / "gb")
        assert told(compare_states("v1", "v2")) == [WIRE]
        assert told(compare_states("v1", ".")) == [WIRE]

    @pytest.mark.parametrize(
        "spelling", ["v1:gb", "v1:gb/", "v1:gb/metermap.toml", "git:v1:gb", "v1:./gb", "v1:a/../gb"]
    )
    def test_a_path_goes_from_the_top_of_the_repository(
        self, repo: Repository, monkeypatch: pytest.MonkeyPatch, spelling: str
    ) -> None:
        monkeypatch.chdir(repo.root)
        assert told(compare_states(spelling, "gb")) == [WIRE]

    def test_a_path_that_begins_with_a_point_goes_from_the_current_folder(
        self, repo: Repository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(repo.root / "gb/mappings")
        assert told(compare_states("v1:../", "..")) == [WIRE]
        assert "lies outside the repository" in str(refused("v1:../../..", ".."))

    @pytest.mark.parametrize("path", ["/gb", "gb/../..", "gb/../../gb"])
    def test_a_path_that_leaves_the_repository_is_refused(
        self, repo: Repository, monkeypatch: pytest.MonkeyPatch, path: str
    ) -> None:
        monkeypatch.chdir(repo.root)
        assert "leads out of the repository" in str(refused(f"v1:{path}", "gb"))

    def test_a_path_that_is_there_wins_over_a_revision_of_that_name(
        self, repo: Repository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(repo.root)
        small(repo.root / "v1", MOVED)
        assert compare_states("v1", "gb").diff.changes == ()
        assert compare_states("./v1", "gb").diff.changes == ()
        assert told(compare_states("git:v1", "gb")) == [WIRE]

    def test_a_model_and_a_build_are_read_from_a_revision(
        self, repo: Repository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(repo.root)
        write(Path("built"), {"model/model.json": model_json(Path("gb"))})
        repo.commit("v2")
        shutil.rmtree("built")
        small(Path("gb"))
        for name in ("built", "built/model", "built/model/model.json"):
            assert told(compare_states("v1:gb", f"v2:{name}")) == [WIRE]

    def test_a_name_that_is_nothing_is_told_with_all_that_was_tried(
        self, repo: Repository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(repo.root)
        error = refused("v9", "gb")
        assert error.exit is Exit.USAGE
        said = "'v9' is no file or folder, no edition, and cannot be read from git: 'v9' is no git revision in"
        assert said in str(error)
        assert "has no nosuch" in str(refused("v1:nosuch", "gb"))
        assert "cannot be read from git" in str(refused("git:gb", "gb"))
        assert "name the folder of the workspace, as in v4.0:gb" in str(refused("v1:", "gb"))

    @pytest.mark.parametrize("text", ["-n1", "--all", "", "\0", "a" * 100_000, "\udcff", "x\n\x1b[31m"])
    def test_no_name_is_an_option_of_git_or_breaks_the_message(
        self, repo: Repository, monkeypatch: pytest.MonkeyPatch, text: str
    ) -> None:
        monkeypatch.chdir(repo.root)
        said = str(refused(text, "gb"))
        assert said.isprintable()
        assert len(said) < 1000

    def test_findings_name_the_files_of_the_workspace_and_no_temporary_folder(self, repo: Repository) -> None:
        small(repo.root / "gb", ("value: value\n", "value: nosuch\n"))
        repo.commit("v2")
        compared = compare_states("v1", "git:v2", repo.root / "gb")
        assert {finding.place.file for finding in compared.new.errors if finding.place} == {"mappings/small.map"}
        small(repo.root / "gb", ('"small.csv"', '"nosuch.csv"'))
        repo.commit("v3")
        error = refused("v1", "v3", repo.root / "gb")
        words = " ".join((str(error), *(f"{finding.place} {finding.message}" for finding in error.findings)))
        assert "nosuch.csv" in words
        assert "metermap-" not in words

    def test_a_link_inside_the_workspace_is_followed_as_in_a_folder(self, repo: Repository) -> None:
        root = repo.root / "gb"
        (root / "mappings/small.map").rename(root / "shared.txt")
        (root / "mappings/small.map").symlink_to("../shared.txt")
        (root / "mappings/evil.map").symlink_to("/etc/passwd")
        (root / "mappings/out.map").symlink_to("../../outside.map")
        (root / "mappings/wound.map").symlink_to("small.map")
        repo.commit("v2")
        compared = compare_states("v1", "v2", root)
        assert told(compared) == [WIRE]
        (note,) = compared.notes
        assert "symbolic links" in note
        assert "mappings/evil.map, mappings/out.map, mappings/wound.map" in note

    def test_a_link_cannot_stand_where_a_folder_is_to_be(self, repo: Repository, tmp_path: Path) -> None:
        """A tree that git would not make: a link, and files below the same name."""
        outside = tmp_path / "outside"
        outside.mkdir()
        file, link = repo.blob(b"evil"), repo.blob(str(outside).encode())
        inner = repo.git("mktree", data=f"100644 blob {file}\tevil.map\n".encode())
        toml = repo.blob(TOML.encode())
        lines = [("120000", link, "mappings"), ("40000", inner, "mappings"), ("100644", toml, "metermap.toml")]
        compare = repo.plant(lines)
        error = refused(f"{compare}:", str(repo.root / "gb"), repo.root / "gb")
        assert error.exit in {Exit.INPUT, Exit.USAGE}
        assert list(outside.iterdir()) == []

    @pytest.mark.parametrize(
        "text", [b"", b"\0", b"../x\0y", b"./" * 3000 + b"small.csv"], ids=["empty", "nul", "nul inside", "long"]
    )
    def test_a_link_that_no_folder_has_is_left_out_or_refused(self, repo: Repository, text: bytes) -> None:
        toml, link = repo.blob(TOML.encode()), repo.blob(text)
        data = repo.blob(CATALOGUE.encode())
        lines = [("120000", link, "link.map"), ("100644", toml, "metermap.toml"), ("100644", data, "small.csv")]
        error = refused(f"{repo.plant(lines)}:", str(repo.root / "gb"), repo.root / "gb")
        assert error.exit in {Exit.INPUT, Exit.USAGE}

    @pytest.mark.parametrize("name", ["small.csv", "mappings/small.map"])
    def test_what_is_kept_in_lfs_is_refused_if_it_is_read(self, repo: Repository, name: str) -> None:
        pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
        write(repo.root / "gb", {"drawing.bin": pointer})
        repo.commit("v2")
        assert told(compare_states("v1", "v2", repo.root / "gb")) == [WIRE]
        write(repo.root / "gb", {name: pointer})
        repo.commit("v3")
        error = refused("v1", "v3", repo.root / "gb")
        assert f"{name} is kept in Git LFS" in str(error)

    @pytest.mark.parametrize(("path", "is_read"), [("theme", False), ("mappings/shared", True)])
    def test_another_repository_inside_is_refused_if_it_may_be_read(
        self, repo: Repository, path: str, is_read: bool
    ) -> None:
        commit = repo.commit("v2")
        repo.git("update-index", "--add", "--cacheinfo", f"160000,{commit},gb/{path}")
        repo.git("commit", "-qm", "With a submodule")
        if is_read:
            assert f"{path}, which is another repository, a submodule" in str(refused("v1", "HEAD", repo.root / "gb"))
        else:
            assert told(compare_states("v1", "HEAD", repo.root / "gb")) == [WIRE]

    def test_nothing_is_left_behind(self, repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "temporary").mkdir()
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
        before = sorted(repo.root.rglob("*"))
        compare_states("v1", str(repo.root / "gb"))
        refused("v1:gb/mappings", str(repo.root / "gb"))
        assert list((tmp_path / "temporary").iterdir()) == []
        assert sorted(repo.root.rglob("*")) == before

    def test_a_generator_or_template_of_a_revision_is_not_run(self, repo: Repository, tmp_path: Path) -> None:
        mark = tmp_path / "mark"
        write(
            repo.root / "gb",
            {
                "templates/site/element.md": "{{ cycler.__init__.__globals__.os.system('touch " + str(mark) + "') }}",
                "conftest.py": f"open({str(mark)!r}, 'w')",
                "sitecustomize.py": f"open({str(mark)!r}, 'w')",
            },
        )
        repo.commit("v2")
        compare_states("v1", "v2", repo.root / "gb")
        assert not mark.exists()


class TestWorkbooks:
    def test_a_workbook_of_a_workspace_is_read_as_that_says_and_compared_without_mapping(
        self, repo: Repository
    ) -> None:
        compared = compare_states(str(repo.root / "gb/small.csv"), str(repo.root / "gb"))
        assert compared.diff.changes == ()
        assert compared.diff.compared == (Kind.ELEMENT,)
        (note,) = compared.notes
        assert "is a workbook: its catalogue alone is compared" in note
        assert "read by the workspace it lies in" in note

    def test_one_from_elsewhere_is_read_as_the_other_workspace_says(self, repo: Repository, tmp_path: Path) -> None:
        write(tmp_path, {"next.csv": CATALOGUE.replace(",INTEGER", ",OctetString")})
        compared = compare_states(str(repo.root / "gb"), str(tmp_path / "next.csv"))
        assert ("ActiveExportRegister.value", "data_type", "INTEGER", "OctetString") in told(compared)
        assert any(f"read by the profile of {repo.root / 'gb'}" in note for note in compared.notes)

    def test_one_beside_no_workspace_is_read_by_a_proposed_profile(self, tmp_path: Path) -> None:
        write(tmp_path, {"old.csv": CATALOGUE, "new.csv": CATALOGUE.replace(",INTEGER", ",OctetString")})
        compared = compare_states(str(tmp_path / "old.csv"), str(tmp_path / "new.csv"))
        assert ("ActiveExportRegister.value", "data_type", "INTEGER", "OctetString") in told(compared)
        assert all("a profile proposed by looking at it" in note for note in compared.notes)

    def test_a_named_workspace_says_how_both_are_read(self, repo: Repository, tmp_path: Path) -> None:
        write(tmp_path, {"old.csv": CATALOGUE, "new.csv": CATALOGUE})
        compared = compare_states(str(tmp_path / "old.csv"), str(tmp_path / "new.csv"), repo.root / "gb")
        assert {judged.change.acts for judged in compared.diff.changes} == {(Act.MOVED,)}  # the file has another name
        assert all(f"the profile of {repo.root / 'gb'}" in note for note in compared.notes)

    def test_one_in_a_revision_is_read_as_the_workspace_says_there(
        self, repo: Repository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(repo.root)
        write(repo.root / "gb", {"small.csv": CATALOGUE.replace("INTEGER", "OctetString")})
        compared = compare_states("v1:gb/small.csv", "gb/small.csv")
        assert ("ActiveExportRegister.value", "data_type", "INTEGER", "OctetString") in told(compared)
        assert all("read by the workspace it lies in" in note for note in compared.notes)

    @pytest.mark.parametrize("name", ["empty.csv", "broken.xlsx", "old.xls"])
    def test_one_that_is_none_is_refused(self, tmp_path: Path, name: str) -> None:
        write(tmp_path, {name: ""})
        error = refused(str(tmp_path / name), str(tmp_path / name))
        assert error.exit is Exit.INPUT
        assert error.findings

    def test_a_workspace_of_several_workbooks_must_have_one_of_that_name(
        self, repo: Repository, tmp_path: Path
    ) -> None:
        more = '[[workbook]]\nfile = "more.csv"\nelements = ["*"]\n\n[[device]]'
        write(repo.root / "gb", {"metermap.toml": TOML.replace("[[device]]", more)})
        write(tmp_path, {"next.csv": CATALOGUE, "small.csv": CATALOGUE})
        error = refused(str(tmp_path / "next.csv"), str(tmp_path / "next.csv"), repo.root / "gb")
        assert "is for small.csv, more.csv, and none is called next.csv" in str(error)
        compared = compare_states(str(tmp_path / "small.csv"), str(tmp_path / "small.csv"), repo.root / "gb")
        assert any("one of 2 workbooks of that workspace" in note for note in compared.notes)


class TestEditions:
    @pytest.fixture
    def workspace(self, tmp_path: Path) -> Path:
        return write(small(tmp_path / "gb"), {"metermap.toml": TOML + EDITIONS, "editions/old.map": OLD_MAPPING})

    @pytest.mark.parametrize("name", ["GBCS 0.8.1", "gbcs-0.8.1", "0.8.1"])
    def test_an_edition_is_named_behind_the_workspace(self, workspace: Path, name: str) -> None:
        compared = compare_states(f"{workspace}@{name}", str(workspace))
        assert told(compared) == [(*WIRE[:2], *reversed(MOVED))]
        assert compared.diff.old.edition == "GBCS 0.8.1"
        assert compared.diff.old.partial

    def test_the_number_names_the_edition_that_is_worked_on_too(self, workspace: Path) -> None:
        compared = compare_states(f"{workspace}@0.8.1", f"{workspace}@4.x")
        assert (compared.diff.old.edition, compared.diff.new.edition) == ("GBCS 0.8.1", "GBCS 4.x")

    def test_what_is_kept_of_a_partial_edition_tells_the_same(
        self, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("METERMAP_CACHE", str(tmp_path / "cache"))
        first, second = (compare_states(f"{workspace}@0.8.1", str(workspace)) for _ in range(2))
        assert list((tmp_path / "cache").rglob("*.state"))
        assert first.diff == second.diff
        assert not first.diff.whole

    def test_without_a_workspace_it_is_that_of_the_other_state(self, workspace: Path) -> None:
        assert told(compare_states("@0.8.1", str(workspace))) == [(*WIRE[:2], *reversed(MOVED))]
        assert told(compare_states("@GBCS 4.x", "@0.8.1", workspace)) == [WIRE]

    def test_one_that_is_not_there_is_told_with_those_that_are(self, workspace: Path) -> None:
        error = refused(f"{workspace}@9", str(workspace))
        assert f"no edition of {workspace} (which has GBCS 0.8.1, GBCS 4.x)" in str(error)

    def test_a_folder_of_that_name_wins(self, workspace: Path, tmp_path: Path) -> None:
        other = small(tmp_path / "gb@0.8.1", ("1-0:2.8.0.255", "1-0:2.8.2.255"))
        assert told(compare_states(str(workspace), str(other))) == [(*WIRE[:2], MOVED[0], "1-0:2.8.2.255")]


class TestReleases:
    @pytest.fixture
    def workspace(self, tmp_path: Path) -> Path:
        """A workspace with the releases 1 and 2, of which the last one has the present address."""
        root = small(tmp_path / "gb", MOVED)
        for label, version, previous in (("one", "1.0.0", None), ("two", "2.0.0", "one")):
            state = small(tmp_path / label, *([MOVED] if previous else []))
            model = model_json(state)
            said = {"label": label, "version": version, "previous": {"label": previous} if previous else None}
            write(root / "releases" / label, {"release.json": json.dumps(said), "model.json": model})
            write(tmp_path / f"build-{label}", {"model/model.json": model})
        return root

    def test_a_release_is_named_by_its_label(self, workspace: Path) -> None:
        compared = compare_with_release("one", workspace)
        assert told(compared) == [WIRE]
        assert compared.diff.old.source == "release one"

    def test_the_last_is_the_one_that_no_other_follows(self, workspace: Path) -> None:
        compared = compare_with_release("last", workspace)
        assert compared.diff.changes == ()
        assert compared.diff.old.source == "release two"

    def test_whatever_else_is_a_state_will_do(self, workspace: Path, tmp_path: Path) -> None:
        for name in ("build-one", "build-one/model/model.json", "gb/releases/one"):
            assert told(compare_with_release(str(tmp_path / name), workspace)) == [WIRE]

    def test_a_workspace_without_any_is_told_what_would_do(self, tmp_path: Path) -> None:
        with pytest.raises(StateError, match="has no release yet; metermap release makes one"):
            compare_with_release("last", small(tmp_path / "gb"))

    @pytest.mark.parametrize("label", ["three", "../releases/one", "one/", ".", "releases", "/", "nosuch/one"])
    def test_a_label_leads_nowhere_but_to_a_release(self, workspace: Path, label: str) -> None:
        with pytest.raises(StateError):
            compare_with_release(label, workspace)

    def test_what_is_held_against_a_release_is_a_workspace(self, tmp_path: Path) -> None:
        with pytest.raises(StateError, match=r"holds no metermap.toml"):
            compare_with_release("last", tmp_path)


def test_a_revision_of_too_many_files_is_refused(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("metermap.core.git.REVISION_FILES", len(FILES) - 1)
    assert "more than" in str(refused("v1", str(repo.root / "gb")))


class TestWhatItIs:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("{}", "it is an empty object"),
            ("[]", "it is a list"),
            ('{"old": {}, "new": {}, "changes": []}', "it is a difference, as metermap diff writes it"),
            ('{"some": 1}', "it has no list called statements"),
        ],
    )
    def test_a_file_that_is_no_model_is_told_for_what_it_is(self, tmp_path: Path, text: str, said: str) -> None:
        write(tmp_path, {"some.json": text})
        assert f"is no model: {said}" in str(refused(str(tmp_path / "some.json"), str(small(tmp_path / "new"))))

    def test_links_that_lead_to_each_other_are_refused(self, tmp_path: Path) -> None:
        (tmp_path / "loop.xlsx").symlink_to("loop.xlsx")
        error = refused(str(tmp_path / "loop.xlsx"), str(small(tmp_path / "new")))
        assert "loop.xlsx is a symbolic link that leads to itself" in str(error)

    def test_the_number_of_errors_goes_with_the_state(self, tmp_path: Path) -> None:
        old, new = small(tmp_path / "old"), small(tmp_path / "new")
        write(new, {"mappings/more.map": "syntax 1.\nuse catalogue small.\non ESME over dlms.\nNonsense is Nowhere.\n"})
        compared = compare_states(str(old), str(new))
        assert compared.diff.new.errors == len(compared.new.errors) > 0
        assert compared.diff.old.errors == 0

    def test_another_workbook_is_read_by_the_workspace_that_the_first_lies_in(self, tmp_path: Path) -> None:
        old = small(tmp_path / "old")
        book = next(path for path in old.iterdir() if path.suffix in {".csv", ".xlsx"})
        other = tmp_path / f"other{book.suffix}"
        shutil.copy(book, other)
        compared = compare_states(str(book), str(other))
        assert any(f"read by the profile of {old}" in note for note in compared.notes)
        assert {judged.change.acts for judged in compared.diff.changes} <= {(Act.MOVED,)}
