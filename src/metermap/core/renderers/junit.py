"""Findings as JUnit's XML, which build servers read: a test suite for each file, a test case for each finding.

No schema of the format is official; this keeps to what the readers of Jenkins and others have in common.
There are no times in it: the same findings give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET  # made here and written, nothing is read

from metermap.core.renderers.report import details
from metermap.core.text import one_line

if TYPE_CHECKING:
    from metermap.core.findings import Finding
    from metermap.core.renderers.report import Report

__all__ = ["render_junit"]

_NAME: Final = "metermap"


def render_junit(report: Report) -> str:
    """Return the findings as XML. One that fails the run is a failure, every other is skipped with the reason.

    Without findings there is one case, which passes: readers take a file without cases for a broken run.
    """
    root = ET.Element("testsuites", _counted(report.findings, report, name=_NAME))
    for file, found in groupby(report.findings, key=lambda finding: finding.place.file if finding.place else ""):
        _suite(root, one_line(file) or _NAME, tuple(found), report)
    if not report.findings:
        suite = ET.SubElement(root, "testsuite", {"name": _NAME, "tests": "1", "failures": "0", "errors": "0"})
        ET.SubElement(suite, "testcase", {"classname": _NAME, "name": "no findings"})
        root.set("tests", "1")
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _counted(findings: Iterable[Finding], report: Report, *, name: str) -> dict[str, str]:
    failing = [report.fails(finding) for finding in findings]
    return {"name": name, "tests": str(len(failing)), "failures": str(sum(failing)), "errors": "0"}


def _suite(root: ET.Element, file: str, findings: tuple[Finding, ...], report: Report) -> None:
    counted = _counted(findings, report, name=file)
    skipped = str(int(counted["tests"]) - int(counted["failures"]))
    suite = ET.SubElement(root, "testsuite", {**counted, "skipped": skipped})
    for finding in findings:
        name = one_line(f"{finding.code} {finding.listed or finding.message}")
        case = ET.SubElement(suite, "testcase", {"classname": file, "name": name})
        _outcome(case, finding, report)


def _outcome(case: ET.Element, finding: Finding, report: Report) -> None:
    aside = report.aside.get(finding)
    if report.fails(finding):
        attributes: dict[str, str] = {
            "type": one_line(f"{finding.severity.value} {finding.code}"),
            "message": one_line(finding.message),
        }
        outcome = ET.SubElement(case, "failure", attributes)
    else:
        reason = aside.reason if aside else f"a {finding.severity.value}, which does not fail the run"
        outcome = ET.SubElement(case, "skipped", {"message": one_line(f"{finding.message} ({reason})")})
    place = (str(finding.place),) if finding.place else ()
    outcome.text = "\n".join(map(one_line, (*place, finding.message, *details(finding))))
