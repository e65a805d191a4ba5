"""A report goes to a file as a whole, and over nothing that is not a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from metermap.core.files import OutputRefusedError
from metermap.core.findings import Finding, Severity
from metermap.core.places import FilePlace
from metermap.core.render import OutputFormat
from metermap.core.renderers import render_report
from metermap.core.renderers.report import Report
from metermap.core.renderers.report_file import write_report

FINDING = Finding("MM306", Severity.ERROR, "no such class", FilePlace("esme: b.map"), "x", "y", "z")


@pytest.mark.parametrize("findings", [(), (FINDING,), (FINDING, FINDING)])
@pytest.mark.parametrize("output_format", OutputFormat)
def test_a_report_is_replaced_by_the_next(
    tmp_path: Path, output_format: OutputFormat, findings: tuple[Finding, ...]
) -> None:
    path = tmp_path / "report"
    write_report(path, render_report(Report(findings), output_format))
    write_report(path, "no findings\n")
    assert path.read_text("utf-8") == "no findings\n"
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


@pytest.mark.parametrize(
    "text",
    [
        "# Notes\n",
        "syntax 1.\n",
        '{\n  "name": "mine"\n}\n',
        "code,subject,verdict,reason\nMM501,x,open,y\n",
        "PK\x03\x04",
    ],
)
def test_what_somebody_else_wrote_stays(tmp_path: Path, text: str) -> None:
    path = tmp_path / "report"
    path.write_text(text, "utf-8")
    with pytest.raises(OutputRefusedError, match="is no report of metermap's and is not replaced"):
        write_report(path, "no findings\n")
    assert path.read_text("utf-8") == text


def test_a_link_a_folder_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name, why in (("link", "symbolic link"), (".", "no file"), ("none/report", "there is no folder")):
        with pytest.raises(OutputRefusedError, match=why):
            write_report(tmp_path / name, "no findings\n")
    assert [path.name for path in tmp_path.iterdir()] == ["link"]


def test_what_a_killed_run_left_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / ".report.metermap-new").write_text("half", "utf-8")
    write_report(tmp_path / "report", "no findings\n")
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
