"""Plug-ins: found through entry points, run after metermap's own, and never able to break a build."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest

from metermap import generators, pipeline
from metermap.core.findings import Finding
from tests.plugins.installing import PLAIN, ROOT, RUST_NAMES, Site

IMPORTS = "from metermap.codegen.base import Generated, Registration\n"


def findings_of(workspace: Path) -> list[Finding]:
    """Build, and return what is said of generators."""
    return [each for each in pipeline.build(workspace).checked.everything if each.code.startswith("MM07")]


def folders(workspace: Path) -> list[str]:
    return sorted(path.name for path in (workspace / "build").iterdir() if path.is_dir())


OWN_FOLDERS = ["c", "conformance", "model", "python", "report", "site", "site-src", "vectors"]


class TestTheExample:
    """tests/plugins/rust_names, installed into an environment of its own."""

    @pytest.fixture
    def python(self, tmp_path: Path) -> Path:
        """A fresh environment with metermap's dependencies, its sources, and the plug-in's wheel."""
        folder = tmp_path / "fresh"
        shutil.copytree(RUST_NAMES, folder / "source", ignore=shutil.ignore_patterns("__pycache__"))
        self.succeed(sys.executable, "-m", "venv", "--without-pip", "env", cwd=folder)
        (packages,) = (folder / "env/lib").glob("python*/site-packages")
        (packages / "others.pth").write_text(f"{ROOT / 'src'}\n{sysconfig.get_path('purelib')}\n", "utf-8")
        self.succeed(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=folder / "source")
        (wheel,) = folder.glob("*.whl")
        python = folder / "env/bin/python"
        install = ("-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index", wheel)
        self.succeed(sys.executable, *install, cwd=folder)
        return python

    def succeed(self, *command: str | Path, cwd: Path) -> str:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def test_metermap_build_gb_runs_it_and_honours_an_override(self, python: Path, gb_copy: Path) -> None:
        said = self.succeed(python, "-m", "metermap", "build", gb_copy, cwd=gb_copy)
        made = (gb_copy / "build/rust/names.rs").read_text("utf-8")
        expected = (
            "/// ActiveExportRegister.value\npub const ACTIVEEXPORTREGISTER_VALUE: [u8; 6] = [1, 0, 2, 8, 0, 255];\n"
        )
        assert expected in made
        assert f"{made.count('pub const')}  names" in said
        assert folders(gb_copy) == sorted([*OWN_FOLDERS, "rust"])
        assert "Nothing to do" in self.succeed(python, "-m", "metermap", "build", gb_copy, cwd=gb_copy)

        override = gb_copy / "templates/rust_names/names.rs.jinja"
        override.parent.mkdir(parents=True)
        override.write_text('// of our own\n{% include "own/names.rs.jinja" %}', "utf-8")
        assert "Nothing to do" not in self.succeed(python, "-m", "metermap", "build", gb_copy, cwd=gb_copy)
        assert (gb_copy / "build/rust/names.rs").read_text("utf-8") == "// of our own\n" + made


class TestOwn:
    def test_they_are_registered_as_a_plug_in_is(self) -> None:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        registered = project["entry-points"][generators.GROUP]
        assert list(registered.items()) == [(entry.name, entry.value) for entry in generators.OWN]

    def test_metermaps_own_metadata_does_not_make_them_run_twice(self, site: Site, workspace: Path) -> None:
        lines = "\n".join(f"{entry.name} = {entry.value}" for entry in generators.OWN)
        site.install("Metermap", "", lines, module="unused")
        assert findings_of(workspace) == []

    def test_asking_for_help_looks_for_no_generator(self) -> None:
        code = (
            "import sys; from metermap import cli; cli._run(['--help']); "
            "sys.exit(' '.join({'importlib.metadata', 'metermap.generators'} & set(sys.modules)))"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert done.stderr.strip() == ""

    def test_a_check_looks_for_none_either(self, site: Site, workspace: Path) -> None:
        site.install("noisy", "raise SystemExit")
        assert not [each for each in pipeline.check(workspace).everything if each.code.startswith("MM07")]


class TestFinding:
    def test_own_ones_come_first_then_others_by_name_and_each_has_its_folder(self, site: Site, workspace: Path) -> None:
        site.plain("zebra", "x-a")
        site.plain("aardvark", "z")
        result = pipeline.build(workspace)
        stages = [stage.name for stage in result.checked.stages]
        assert [name for name in stages if name in {"zebra", "aardvark", "exchange", "site"}] == [
            "exchange",
            "site",
            "aardvark",
            "zebra",
        ]
        assert (workspace / "build/z/hello.txt").read_bytes() == b"small"
        assert "1  greetings" in result.summary

    def test_it_gets_the_options_of_its_table(self, site: Site, workspace: Path) -> None:
        site.install("echo", PLAIN.replace("given.model.name", 'given.options["say"]').replace("FOLDER", "echo"))
        with (workspace / "metermap.toml").open("a", encoding="utf-8") as stream:
            stream.write('\n[build.echo]\nsay = "twice"\n')
        assert findings_of(workspace) == []
        assert (workspace / "build/echo/hello.txt").read_bytes() == b"twice"

    def test_a_table_of_a_name_that_nobody_has_still_warns(self, site: Site, workspace: Path) -> None:
        site.plain("rustic")
        with (workspace / "metermap.toml").open("a", encoding="utf-8") as stream:
            stream.write('\n[build.rustik]\nx = "1"\n')
        (finding,) = findings_of(workspace)
        assert (finding.code, finding.expected) == ("MM070", "did you mean 'rustic'?")

    def test_of_two_copies_of_a_distribution_the_first_on_the_path_counts(
        self, site: Site, workspace: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        site.plain("twice")
        other = Site(workspace.parent / "later")
        other.folder.mkdir()
        other.plain("twice")
        monkeypatch.setattr(sys, "path", [*sys.path, str(other.folder)])
        assert findings_of(workspace) == []

    def test_metadata_that_breaks_the_standard_reader_are_one_finding(self, site: Site, workspace: Path) -> None:
        site.plain("broken", entry_points="this is no pair\nhello = broken:GENERATOR")
        (finding,) = findings_of(workspace)
        assert (finding.code, finding.subject) == ("MM073", "this is no pair")
        assert "broken" in folders(workspace)

    def test_a_changed_program_makes_a_new_build(self, site: Site, workspace: Path) -> None:
        site.plain("edited")
        assert not pipeline.build(workspace).up_to_date
        assert pipeline.build(workspace).up_to_date
        path = site.folder / "edited.py"
        path.write_text(path.read_text("utf-8") + "# a remark\n", "utf-8")
        assert not pipeline.build(workspace).up_to_date


BAD = {
    "an import that fails": ("import no_such_module", "MM073", "ModuleNotFoundError: No module named 'no_such_module'"),
    "an import that leaves": ("raise SystemExit(3)", "MM073", "SystemExit: 3"),
    "a syntax error": ("def", "MM073", "SyntaxError"),
    "no such name": ("", "MM073", "AttributeError"),
    "something else": ("GENERATOR = print", "MM073", "it leads to builtin_function_or_method and not"),
    "another version": (
        PLAIN.replace("helpers=1", "helpers=99").replace("FOLDER", "bad"),
        "MM073",
        "it is written for version 99 of the helpers, and here is 1",
    ),
    "a folder that is no text": (PLAIN.replace('"FOLDER"', "None"), "MM073", "holds no folder or no function"),
    "no function": (IMPORTS + 'GENERATOR = Registration("bad", None, 1)', "MM073", "holds no folder or no function"),
    "no templates": (IMPORTS + 'GENERATOR = Registration("bad", print, 1, "no_such")', "MM073", "No module named"),
    "a folder outside": (PLAIN.replace("FOLDER", "../bad"), "MM075", "would write into '../bad'"),
    "an absolute folder": (PLAIN.replace("FOLDER", "/etc"), "MM075", "would write into '/etc'"),
    "a hidden folder": (PLAIN.replace("FOLDER", ".metermap-output"), "MM075", "no plain name"),
    "no folder": (PLAIN.replace("FOLDER", ""), "MM075", "no plain name"),
    "a device of Windows": (PLAIN.replace("FOLDER", "CON"), "MM075", "no plain name"),
    "an own folder": (PLAIN.replace("FOLDER", "Python"), "MM074", "would write into Python, the folder of the gen"),
    "the site's folder": (PLAIN.replace("FOLDER", "site"), "MM074", "would write into site, the folder of metermap"),
    "a file outside": (PLAIN.replace("hello.txt", "../x").replace("FOLDER", "bad"), "MM075", "'bad/../x'"),
    "an absolute file": (PLAIN.replace("hello.txt", "/etc/x").replace("FOLDER", "bad"), "MM075", "'bad//etc/x'"),
    "two files in one": (
        PLAIN.replace('{"hello.txt"', '{"HELLO.txt": b"", "hello.txt"').replace("FOLDER", "bad"),
        "MM075",
        "two outputs claim the path",
    ),
    "an exception": (PLAIN.replace("given.model", "given.no_such").replace("FOLDER", "bad"), "MM076", "AttributeError"),
    "an exit": (IMPORTS + 'GENERATOR = Registration("bad", lambda _: exit(5), 1)', "MM076", "SystemExit: 5"),
    "nothing": (IMPORTS + 'GENERATOR = Registration("bad", lambda _: None, 1)', "MM076", "it gave no Generated"),
    "texts for octets": (PLAIN.replace(".encode()", "").replace("FOLDER", "bad"), "MM076", "it gave no Generated"),
    "findings that are none": (
        IMPORTS + 'GENERATOR = Registration("bad", lambda _: Generated({}, {}, ("x",)), 1)',
        "MM076",
        "it gave findings that are none",
    ),
}  # fmt: skip


class TestFaults:
    @pytest.mark.parametrize(("program", "code", "said"), BAD.values(), ids=BAD)
    def test_one_finding_names_the_distribution_and_the_others_are_built(
        self, site: Site, workspace: Path, program: str, code: str, said: str
    ) -> None:
        site.install("bad-one", program)
        site.plain("fine")
        (finding,) = findings_of(workspace)
        assert (finding.code, finding.subject, finding.severity) == (code, "bad_one", "error")
        assert finding.message.startswith("the generator bad_one of the distribution bad-one 1.2 ")
        assert said in finding.message
        assert finding.help
        assert folders(workspace) == sorted([*OWN_FOLDERS, "fine"])

    @pytest.mark.parametrize("name", ["fine", "Fine"])
    def test_two_of_one_name_are_both_left_out(self, site: Site, workspace: Path, name: str) -> None:
        site.plain("fine", "one")
        site.plain("other", "two", f"{name} = other:GENERATOR")
        found = findings_of(workspace)
        assert [finding.code for finding in found] == ["MM074", "MM074"]
        assert all("fine 1.2" in finding.message and "other 1.2" in finding.message for finding in found)
        assert folders(workspace) == OWN_FOLDERS

    def test_two_of_one_folder_are_both_left_out(self, site: Site, workspace: Path) -> None:
        site.plain("one", "same")
        site.plain("two", "Same")
        assert [finding.code for finding in findings_of(workspace)] == ["MM074", "MM074"]
        assert folders(workspace) == OWN_FOLDERS

    def test_the_name_of_an_own_one_is_taken(self, site: Site, workspace: Path) -> None:
        site.plain("usurper", "mine", "python = usurper:GENERATOR")
        (finding,) = findings_of(workspace)
        assert finding.code == "MM074"
        assert "has the name of the generator python of metermap" in finding.message
        assert (workspace / "build/python/pyproject.toml").is_file()

    @pytest.mark.parametrize("name", ["a b", "1x", "x" * 61, "é", "../x"])
    def test_a_name_that_no_table_could_have(self, site: Site, workspace: Path, name: str) -> None:
        site.plain("odd", entry_points=f"{name} = odd:GENERATOR")
        (finding,) = findings_of(workspace)
        assert finding.code == "MM073"
        assert "its name is not made of letters" in finding.message

    def test_after_a_failure_the_next_build_tries_again(self, site: Site, workspace: Path) -> None:
        site.install("needy", "import its_library\n" + PLAIN.replace("FOLDER", "needy"))
        assert [finding.code for finding in findings_of(workspace)] == ["MM073"]
        (site.folder / "its_library.py").write_text("", "utf-8")
        assert findings_of(workspace) == []
        assert "needy" in folders(workspace)

    def test_the_command_line_prints_no_traceback(
        self, site: Site, workspace: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        from metermap import cli  # noqa: PLC0415  (beside the one test that needs it)

        site.install("bad-one", "raise ValueError('\\x1b[2J evil\\n# heading')")
        assert cli._run(["build", str(workspace)]) == 1
        said = capsys.readouterr().err
        assert "error MM073" in said
        assert "Traceback" not in said
        assert "\x1b" not in said


def test_every_code_has_a_help_and_its_own_number() -> None:
    from metermap.codegen import codes  # noqa: PLC0415  (beside the one test that needs it)

    all_codes = [getattr(codes, name) for name in codes.__all__]
    assert sorted(code.id for code in all_codes) == ["MM070", *(f"MM07{number}" for number in range(3, 10))]
    assert all(code.help for code in all_codes)
