"""The baseline of a workspace: made once, then held against what is found, and only ever shrunk."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from metermap import pipeline
from metermap.core import baseline_codes
from metermap.core.baseline import baseline_text, counted_keys, read_baseline
from metermap.core.exits import Exit
from metermap.core.findings import Code, Finding, Findings, Severity
from metermap.core.workspace import load_workspace

__all__ = ["Compared", "Counts", "baseline_file", "compare_baseline", "write_baseline"]

Counts: TypeAlias = Counter[tuple[str, str]]
_OWN = {code.id for code in vars(baseline_codes).values() if isinstance(code, Code)}


@dataclass(frozen=True, slots=True)
class Compared:
    """What a baseline lists and what occurs, each as numbers of findings by code and subject.

    `faults` are those of the baseline's file, or those that kept the workspace from being checked; `exit`
    then says which. `errors` are found, and no baseline holds them.
    """

    listed: Counts
    occurring: Counts
    faults: tuple[Finding, ...] = ()
    errors: tuple[Finding, ...] = ()
    exit: Exit = Exit.FINE

    @property
    def grown(self) -> Counts:
        """Return what occurs more often than is listed, and by how much."""
        return self.occurring - self.listed

    @property
    def gone(self) -> Counts:
        """Return what is listed more often than it occurs, and by how much."""
        return self.listed - self.occurring

    @property
    def kept(self) -> Counts:
        """Return what is listed and still occurs: the baseline, shrunk."""
        return self.listed & self.occurring


def baseline_file(workspace: Path, findings: Findings) -> Path | None:
    """Return the baseline that a workspace's metermap.toml names; None if it names none, or has a fault."""
    loaded = load_workspace(workspace, findings)
    return loaded.root / loaded.baseline if loaded is not None and loaded.baseline else None


def compare_baseline(workspace: Path, file: Path) -> Compared:
    """Hold the baseline in `file` against what `check` finds; a file that is not there lists nothing."""
    faults = Findings()
    entries = read_baseline(Path(), str(file), faults) if file.exists() else ()
    listed: Counts = Counter({entry.key: entry.count for entry in entries})
    if faults.items:
        return Compared(listed, Counter(), faults.sorted(), exit=Exit.FINDINGS)
    result = pipeline.check(workspace, baseline=file)
    if result.model is None:
        return Compared(listed, Counter(), result.findings, exit=result.exit)
    found = [finding for finding in (*result.findings, *result.held) if finding.code not in _OWN]
    errors = tuple(finding for finding in found if finding.severity is Severity.ERROR)
    return Compared(listed, counted_keys(found), errors=errors)


def write_baseline(file: Path, counts: Counts) -> None:
    """Write a baseline, whole or not at all.

    Raises:
        OSError: the file cannot be written.
    """
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(baseline_text(counts))
        Path(temporary).chmod(0o644)
        Path(temporary).replace(file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
