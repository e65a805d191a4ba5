"""``check`` shows the line of a mapping file under a finding, in text and nowhere else."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from metermap.cli import metermap

GB = Path(__file__).parents[2] / "gb"
FAULT = "on ESME over dlms, tunnelled.\nLoadLimitCounter are Register 0-0:94.44.42.255 { value: value #102 }.\n"
SHOWN = """\
mappings/zz.map:2:18: error MM201: 'are' is no word of the language
     2 | LoadLimitCounter are Register 0-0:94.44.42.255 { value: value #102 }.
       |                  ^
    expected: 'is'
    help: Did you mean 'is'?
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    copy = tmp_path / "gb"
    shutil.copytree(GB, copy)
    (copy / "mappings" / "zz.map").write_text(FAULT, encoding="utf-8")
    return copy


@pytest.mark.parametrize("named", ["", "metermap.toml"])
def test_text_has_the_line_and_a_caret(named: str, workspace: Path) -> None:
    printed = CliRunner().invoke(metermap, ["check", str(workspace / named)], standalone_mode=False).output
    assert SHOWN in printed


def test_other_formats_have_none(workspace: Path) -> None:
    run = CliRunner()
    concise = run.invoke(metermap, ["check", str(workspace), "--output-format", "concise"], standalone_mode=False)
    assert "mappings/zz.map:2:18: error MM201: 'are' is no word of the language\n" in concise.output
    assert "^" not in concise.output
    whole = run.invoke(metermap, ["check", str(workspace), "--output-format", "json"], standalone_mode=False)
    (finding,) = [each for each in json.loads(whole.output)["findings"] if each["code"] == "MM201"]
    assert set(finding) == {
        "code", "severity", "message", "place", "subject", "expected", "help", "also", "clause", "suppressed", "edition"
    }  # fmt: skip
