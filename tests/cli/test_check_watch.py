"""``metermap check --watch``: rounds on standard output until Ctrl+C, which is no fault."""

import json
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran
from tests.cli.processes import WAIT_S, started
from tests.mapped import MAPPING

Run = Callable[..., Ran]


def test_a_round_follows_a_change_and_ctrl_c_ends_it(small: Path) -> None:
    report = small / "findings.json"
    asked = ["check", str(small), "--watch", "--output-format", "json"]
    asked += ["--output-file", str(report), "--output-format", "json"]
    before = sorted(small.rglob("*"))
    with started(*asked) as program:
        assert program.stdout is not None
        first = json.loads(program.stdout.readline())
        (small / "mappings/gas.map").write_text(MAPPING.replace("uint32", "uint99"), "utf-8")
        second = json.loads(program.stdout.readline())
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=WAIT_S)
    assert (program.returncode, out) == (0, "")
    assert err == "metermap: watching the workspace; Ctrl+C ends it\n"
    assert (first["round"], first["files"]) == (1, [])
    assert (second["round"], second["files"]) == (2, ["mappings/gas.map"])
    assert second["new"]
    now = json.loads(report.read_text("utf-8"))["findings"]
    assert [finding["code"] for finding in second["new"]] == [
        finding["code"] for finding in now if finding not in first["new"]
    ]
    report.unlink()
    assert sorted(small.rglob("*")) == before


@pytest.mark.parametrize("form", ["sarif", "junit", "github"])
def test_forms_without_rounds_are_not_printed(run: Run, small: Path, form: str) -> None:
    ran = run("check", small, "--watch", "--output-format", form)
    assert ran.code == 2
    assert f"with --watch {form} is not printed, it has no rounds" in ran.err
