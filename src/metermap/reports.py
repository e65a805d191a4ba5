"""From the result of a check to a `Report`: which findings, which of them do not count and why, and their kinds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from metermap import __version__
from metermap.core.exits import Exit
from metermap.core.expected import Expectation, read_expected, row_of
from metermap.core.findings import Finding, Findings
from metermap.core.render import Hidden
from metermap.core.renderers.report import Aside, FailOn, Kind, Report, counts
from metermap.core.source_lines import MappingLines

if TYPE_CHECKING:
    from metermap.pipeline import CheckResult

__all__ = ["exit_of", "report_of"]


def exit_of(result: CheckResult, fail_on: FailOn) -> Exit:
    """Return the exit code of a check if findings fail it from `fail_on` on; what stopped it stays what it is."""
    if result.exit not in {Exit.FINE, Exit.FINDINGS}:
        return result.exit
    if any(counts(finding.severity, fail_on) for finding in (*result.findings, *result.notes)):
        return Exit.FINDINGS
    return Exit.FINDINGS if fail_on is FailOn.NOTE and result.counted.notes else Exit.FINE


def report_of(
    result: CheckResult, path: Path, *, show_all: bool, described: bool = True, fail_on: FailOn = FailOn.WARNING
) -> Report:
    """Return the report on a check of the workspace at `path`; `show_all` takes in what does not count.

    `described` tells whether the kinds of findings are: that loads the rules of all stages.
    """
    shown = result.everything if show_all else result.findings
    if fail_on is FailOn.NOTE and not show_all:
        shown = tuple(sorted((*shown, *result.notes), key=lambda finding: finding.sort_key))
    hidden = Hidden() if show_all else _hidden(result, fail_on)
    root = path if path.is_dir() else path.parent
    return Report(
        findings=shown,
        hidden=hidden,
        folder=_folder(root),
        aside=_aside(result, root) if show_all else {},
        kinds=_kinds({finding.code for finding in shown}) if described else {},
        fail_on=fail_on,
        version=__version__,
        sources=MappingLines(root),
    )


def _hidden(result: CheckResult, fail_on: FailOn) -> Hidden:
    return replace(result.hidden, notes=0) if fail_on is FailOn.NOTE else result.hidden


def _folder(root: Path) -> str:
    """Return the workspace's folder as seen from the current one; the full path of one that is elsewhere."""
    full, here = root.resolve(), Path.cwd()
    if full == here:
        return ""
    return full.relative_to(here).as_posix() if full.is_relative_to(here) else full.as_posix()


def _aside(result: CheckResult, root: Path) -> Mapping[Finding, Aside]:
    reviews = _reviews(root) if result.reviewed else {}
    return {
        **{finding: _review(row_of(finding, reviews)) for finding in result.reviewed},
        **{finding: _suppressed(finding) for finding in result.suppressed},
        **{finding: Aside("in the baseline", accepted=False) for finding in result.held},
    }


def _suppressed(finding: Finding) -> Aside:
    return Aside(finding.suppressed, in_source=finding.suppressed.startswith("allowed at "))


def _review(row: Expectation | None) -> Aside:
    if row is None:
        return Aside("reviewed")
    return Aside(f"{row.verdict} in {row.place.file}: {row.reason}", accepted=row.verdict == "accepted")


def _reviews(root: Path) -> Mapping[tuple[str, str], Expectation]:
    from metermap.core.workspace import load_workspace  # noqa: PLC0415  (only a report of everything needs it)

    told = Findings()  # whatever is wrong with the list, the check has said it
    workspace = load_workspace(root, told)
    rows = read_expected(workspace.root, workspace.expected, told) if workspace and workspace.expected else ()
    return {(row.code, row.subject): row for row in rows}


def _kinds(wanted: Iterable[str]) -> Mapping[str, Kind]:
    from metermap.rule_book import all_codes, all_rules  # noqa: PLC0415  (loads the codes of all stages)

    codes = all_codes()
    rules = {rule.code.id: rule for rule in all_rules()}
    kinds = {}
    for name in wanted:
        if name in codes:
            code, rule = codes[name], rules.get(name)
            explained = (rule.explanation, rule.clause) if rule else ("", "")
            kinds[name] = Kind(name, code.severity, code.title, code.help, *explained)
    return kinds
