"""What a workspace is asked, beside being checked and built: its standards, its errata, its dictionaries."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from metermap.core.exits import Exit
from metermap.core.findings import Finding, Severity
from metermap.resolving import Run, resolve, standards_report

if TYPE_CHECKING:
    from metermap.codegen.standards import StandardsReport
    from metermap.errata_list import ErratumEntry
    from metermap.mappings.model import ResolvedModel
    from metermap.protocols import Dictionaries

__all__ = ["Asked", "ErrataResult", "StandardsResult", "asked", "errata", "standards"]


@dataclass(frozen=True, slots=True)
class StandardsResult:
    """What a mapping rests on.

    `report` is None where a stage could not go on; `exit` then says why, and `findings` are all that
    were made. Else they are the errors, of which the report cannot take account.
    """

    report: StandardsReport | None
    findings: tuple[Finding, ...]
    exit: Exit


def standards(path: Path) -> StandardsResult:
    """Report on the standards that the mapping of the workspace at `path` rests on. Writes nothing.

    The exit is `Exit.FINDINGS` if a test fails, or if there is an error.
    """
    run = Run()
    resolved = resolve(path, run)
    if isinstance(resolved, Exit):
        return StandardsResult(None, run.findings.sorted(), resolved)
    report = standards_report(resolved, run)
    errors = tuple(finding for finding in run.findings.sorted() if finding.severity is Severity.ERROR)
    return StandardsResult(report, errors, Exit.FINDINGS if errors or report.failed else Exit.FINE)


@dataclass(frozen=True, slots=True)
class ErrataResult:
    """The errata of a workspace, what was found about them, and the exit code that follows."""

    entries: tuple[ErratumEntry, ...]
    findings: tuple[Finding, ...]
    exit: Exit


def errata(path: Path) -> ErrataResult:
    """List the errata of the workspace at `path`. Writes nothing.

    If the workspace cannot be resolved, there are no entries, and all findings say why; else only those
    about errata are among the findings, without notes.
    """
    run = Run()
    resolved = resolve(path, run)
    if isinstance(resolved, Exit):
        return ErrataResult((), run.findings.sorted(), resolved)
    from metermap.catalogue.codes import OF_ERRATA  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.errata_list import errata_entries  # noqa: PLC0415

    found = [finding for finding in run.findings.sorted() if finding.code in OF_ERRATA]
    findings = tuple(finding for finding in found if finding.severity is not Severity.NOTE)
    return ErrataResult(errata_entries(resolved.model), findings, Exit.FINDINGS if findings else Exit.FINE)


@dataclass(frozen=True, slots=True)
class Asked:
    """The dictionaries, and the model of a workspace if one was given and can be resolved.

    `findings` say why it cannot; `exit` is then the code for that.
    """

    dictionaries: Dictionaries
    model: ResolvedModel | None
    findings: tuple[Finding, ...]
    exit: Exit


def asked(path: Path | None) -> Asked:
    """Return what questions are put to: the dictionaries, with the overlays and the model of a workspace if given."""
    run = Run()
    resolved = Exit.FINE if path is None else resolve(path, run)
    if not isinstance(resolved, Exit):
        return Asked(resolved.dictionaries, resolved.model, (), Exit.FINE)
    from metermap.protocols import load_dictionaries, overlay_names  # noqa: PLC0415  (asking for help must stay fast)

    return Asked(load_dictionaries(overlay_names(), run.findings), None, run.findings.sorted(), resolved)
