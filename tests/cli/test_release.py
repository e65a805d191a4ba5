"""``metermap release`` and ``metermap verify-release``: what they print, and their exit codes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran
from tests.releasing.workspace import contents, replace_in, small

Run = Callable[..., Ran]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return small(tmp_path / "small")


def test_a_release_says_what_it_wrote_and_a_check_has_nothing_to_add(run: Run, workspace: Path) -> None:
    ran = run("release", workspace, "4.0")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "4.0 is version 1.0.0: the first release.",
        f"7 files written to {workspace}/releases/4.0",
        "Changed in the workspace: metermap.toml",
    ]
    assert "MM94" not in run("check", workspace).out


def test_the_next_one_says_what_changed_and_what_is_retired(run: Run, workspace: Path) -> None:
    run("release", workspace, "4.0")
    replace_in(workspace / "mappings/gas.map", "ConversionFactor @0x0302", "StandingCharge @0x0301")
    ran = run("release", workspace / "metermap.toml", "4.1", "--date", "2026-01-31")
    assert ran.code == 0
    assert ran.out.splitlines() == [
        "4.1 is version 2.0.0: 1 change breaks the wire: the next major version after 1.0.0.",
        "Changes since 4.0",
        "  breaks the wire           1",
        "  breaks meaning            0",
        "  breaks conformance        0",
        "  compatible                0",
        "  documentation only        0",
        "Retired, and reserved from now on: 1",
        "  cluster attribute 0x0700 server 0x0302",
        f"8 files written to {workspace}/releases/4.1",
        "Changed in the workspace: metermap.toml, reserved.csv",
    ]
    ran = run("verify-release", workspace, "4.1", "--sources")
    assert (ran.code, ran.out) == (
        0,
        "4.1, version 2.0.0: verifies\n4.0, version 1.0.0: verifies\n",
    )


def test_a_dry_run_writes_nothing(run: Run, workspace: Path) -> None:
    before = contents(workspace)
    ran = run("release", workspace, "4.0", "--dry-run")
    assert (ran.code, contents(workspace)) == (0, before)
    assert ran.out.splitlines()[-1] == (
        f"{workspace}/releases/4.0 would be written; nothing is. metermap.toml would change."
    )


def test_findings_refuse_it_and_are_printed_as_a_check_prints_them(run: Run, workspace: Path) -> None:
    assert run("release", workspace, "4.0", "--fail-on", "warning").code == 1
    replace_in(workspace / "mappings/gas.map", "is Price", "is Prize")
    ran = run("release", workspace, "4.0")
    assert (ran.code, ran.out) == (1, "")
    assert "mappings/gas.map:5:" in ran.err
    assert ran.err.endswith("Nothing is released.\n")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("con",), 2, "'con' cannot name a release: Windows reserves the name"),
        (("4.0",), 2, "there is a release 4.0 already"),
        (("4.1",), 1, "nothing differs from 4.0; --allow-empty releases it all the same"),
        (("4.1", "--allow-empty", "--version", "0.9.0"), 2, "--version 0.9.0 is lower than 1.0.1, which follows"),
        (("4.1", "--version", "1.2"), 2, "'1.2' is no version of three numbers"),
        (("4.1", "--date", "2026-02-30"), 2, "'2026-02-30' is no date"),
        (("4.1", "--against", "3.9"), 2, "there is no release 3.9; there are 4.0"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(
    run: Run, workspace: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    run("release", workspace, "4.0")
    ran = run("release", workspace, *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err


def test_verifying_tells_faults_and_exits_with_1(run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("release", workspace, "4.0")
    folder = workspace / "releases/4.0"
    assert run("verify-release", folder).code == 0
    monkeypatch.chdir(folder)
    assert run("verify-release", ".").code == 0
    replace_in(folder / "changelog.md", "small", "large")
    ran = run("verify-release", folder)
    assert ran.code == 1
    assert ran.out.startswith("4.0: changelog.md: was changed: its digest is ")
    assert ran.err == "4.0 does not verify: 2 faults\n"


def test_what_is_no_release_is_told(run: Run, workspace: Path) -> None:
    assert run("verify-release", workspace, "4.0").out == "4.0: there is no such folder\n"
    assert run("verify-release", workspace).code == 1
    ran = run("verify-release", workspace, "--sources")
    assert (ran.code, "lies in no workspace's folder of releases" in ran.err) == (2, True)
