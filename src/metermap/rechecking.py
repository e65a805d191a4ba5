"""``metermap check --watch``: the check again whenever an input changes, and what it finds that is new or gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from metermap.core.finding_changes import FindingChanges, changed_findings
from metermap.core.renderers.report import FailOn
from metermap.core.renderers.rounds import Round
from metermap.kept_checks import kept_check
from metermap.reports import exit_of, report_of
from metermap.watching import changes

if TYPE_CHECKING:
    from metermap.core.exits import Exit
    from metermap.core.findings import Finding
    from metermap.core.renderers.report import Report

__all__ = ["Wanted", "rounds", "watch"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a check is asked for; see ``metermap check``. `written` are the files that get its reports."""

    baseline: Path | None = None
    show_all: bool = False
    described: bool = False
    fail_on: FailOn = FailOn.WARNING
    written: tuple[Path, ...] = ()


def watch(path: Path, wanted: Wanted, told: Callable[[Round], object], stop: Event | None = None) -> None:
    """Check the workspace at `path` now and at each change of an input, until `stop` is set, or for good.

    Tells of each round. Writes nothing.
    """
    root = path if path.is_dir() else path.parent
    beside = () if wanted.baseline is None else (wanted.baseline,)
    looks = changes(root, stop or Event(), beside=beside, written=wanted.written)
    for made in rounds(path, wanted, looks):
        told(made)


def rounds(path: Path, wanted: Wanted, looks: Iterator[tuple[str, ...]]) -> Iterator[Round]:
    """Yield a check of the workspace at `path` for each of `looks`, the files that changed before it.

    Whatever is wrong with the workspace is among the findings, and the next change is waited for.
    """
    known = _Known()
    for number, files in enumerate(looks, 1):
        report, code, stopped = _checked(path, wanted)
        yield Round(number, files, report, known.changed(report.findings, stopped=stopped), code, stopped)


@dataclass(slots=True)
class _Known:
    """What was found: by the last check that came to its end, and by one after it that a stage stopped."""

    whole: tuple[Finding, ...] = ()
    stopping: tuple[Finding, ...] = ()

    def changed(self, now: tuple[Finding, ...], *, stopped: bool) -> FindingChanges:
        """Return what is new and what is gone; what a check did not come to is not gone."""
        before = (*self.whole, *changed_findings(self.whole, self.stopping).new)
        found = changed_findings(before, now)
        if stopped:
            found = replace(found, gone=changed_findings(self.stopping, now).gone)
            self.stopping = now
        else:
            self.whole, self.stopping = now, ()
        return found


def _checked(path: Path, wanted: Wanted) -> tuple[Report, Exit, bool]:
    result = kept_check(path, baseline=wanted.baseline)
    report = report_of(result, path, show_all=wanted.show_all, described=wanted.described, fail_on=wanted.fail_on)
    return report, exit_of(result, wanted.fail_on), result.is_cut_short
