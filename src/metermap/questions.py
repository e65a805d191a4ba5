"""What a workspace is asked, beside being checked and built: standards, errata, editions, dictionaries, elements."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from metermap.core.exits import Exit
from metermap.core.findings import Finding, Severity
from metermap.core.suggest import did_you_mean
from metermap.resolving import Run, resolve, standards_report

if TYPE_CHECKING:
    from metermap.codegen.editions.forms import Table
    from metermap.codegen.explaining import AskedLine
    from metermap.codegen.gap_report.model import GapReport
    from metermap.codegen.proofs import ProofReport
    from metermap.codegen.standards import StandardsReport
    from metermap.errata_list import ErratumEntry
    from metermap.mappings.model import ResolvedModel
    from metermap.protocols import Dictionaries
    from metermap.protocols.cards import Card
    from metermap.resolving import Resolved

__all__ = [
    "Asked",
    "EditionsResult",
    "ErrataResult",
    "Explained",
    "GapResult",
    "ProofsResult",
    "StandardsResult",
    "asked",
    "editions",
    "errata",
    "explain",
    "gap_report",
    "proofs",
    "standards",
]


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
class ProofsResult:
    """What is proved of the values of a workspace.

    `report` is None where a stage could not go on; `exit` then says why, and `findings` are all that
    were made. Else they are the errors, of which the proofs cannot take account.
    """

    report: ProofReport | None
    findings: tuple[Finding, ...]
    exit: Exit


def proofs(path: Path) -> ProofsResult:
    """Report on the value proofs of the workspace at `path`. Writes nothing.

    The exit is `Exit.FINDINGS` if there is an error; that a value breaks is a finding of a check.
    """
    run = Run()
    resolved = resolve(path, run)
    if isinstance(resolved, Exit):
        return ProofsResult(None, run.findings.sorted(), resolved)
    from metermap.codegen.proofs import build_proof_report  # noqa: PLC0415  (asking for help must stay fast)

    report = build_proof_report(resolved.model, resolved.dictionaries)
    errors = tuple(finding for finding in run.findings.sorted() if finding.severity is Severity.ERROR)
    return ProofsResult(report, errors, Exit.FINDINGS if errors else Exit.FINE)


@dataclass(frozen=True, slots=True)
class GapResult:
    """The gap report of a workspace.

    `report` is None where a stage could not go on; `exit` then says why, and `findings` are all that
    were made. Else they are the errors, of which the report cannot take account.
    """

    report: GapReport | None
    findings: tuple[Finding, ...]
    exit: Exit


def gap_report(path: Path) -> GapResult:
    """Make the gap report of the workspace at `path`. Writes nothing.

    The exit is `Exit.FINDINGS` if there is an error; a gap is none.
    """
    run = Run()
    resolved = resolve(path, run)
    if isinstance(resolved, Exit):
        return GapResult(None, run.findings.sorted(), resolved)
    from metermap.codegen.gap_report import Beside, build_report  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.codegen.proofs import build_proof_report  # noqa: PLC0415
    from metermap.editions import resolve_editions  # noqa: PLC0415
    from metermap.judging import judge  # noqa: PLC0415

    standards_made = standards_report(resolved, run)
    judged = judge(run, resolved, resolve_editions(resolved, run), built=False).everything
    proofs_made = build_proof_report(resolved.model, resolved.dictionaries)
    report = build_report(resolved.model, Beside(proofs_made, standards_made, judged))
    errors = tuple(finding for finding in run.findings.sorted() if finding.severity is Severity.ERROR)
    return GapResult(report, errors, Exit.FINDINGS if errors else Exit.FINE)


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
class EditionsResult:
    """The editions of a workspace, or what each knows of something, to be printed.

    Without a table `message` says why there is none, or `findings` why the workspace could not be asked. Beside one
    `findings` are the errors that its editions have.
    """

    table: Table | None
    message: str
    findings: tuple[Finding, ...]
    exit: Exit


def editions(path: Path, text: str | None) -> EditionsResult:
    """List the editions of the workspace at `path`, or say what each knows of `text`. Writes nothing.

    `text` is an item, an element, a row, a logical name or an attribute of a cluster, as any of the editions has it.
    """
    run = Run()
    resolved = resolve(path, run)
    if isinstance(resolved, Exit):
        return EditionsResult(None, "", run.findings.sorted(), resolved)
    from metermap.codegen.editions import asked_of, known_of, ladder_of  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.codegen.editions.forms import editions_table, known_table  # noqa: PLC0415
    from metermap.editions import resolve_editions  # noqa: PLC0415

    ladder = ladder_of(resolved.model, resolve_editions(resolved, run), resolved.workspace.site.renamed)
    errors = tuple(finding for finding in run.findings.sorted() if finding.severity is Severity.ERROR)
    if text is None:
        return EditionsResult(editions_table(ladder), "", errors, Exit.FINE)
    subject = asked_of(ladder, text, resolved.workspace.site)
    if isinstance(subject, str):
        return EditionsResult(None, subject, errors, Exit.FINDINGS)
    return EditionsResult(known_table(text, known_of(ladder, subject)), "", errors, Exit.FINE)


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


@dataclass(frozen=True, slots=True)
class Explained:
    """What a text means in a workspace, as cards.

    Without cards `message` says why there are none, or `findings` why the workspace could not be asked.
    """

    cards: tuple[Card, ...]
    message: str
    findings: tuple[Finding, ...]
    exit: Exit


def explain(path: Path, text: str) -> Explained:
    """Explain an element, a data item, a row, a cell, or a line of a mapping file. Writes nothing.

    A file is named as messages name it, from the workspace's folder.
    """
    run = Run()
    resolved = resolve(path, run)
    if isinstance(resolved, Exit):
        return Explained((), "", run.findings.sorted(), resolved)
    cards, message = _explained(resolved, text, run)
    return Explained(cards, message, (), Exit.FINE if cards else Exit.FINDINGS)


def _explained(resolved: Resolved, text: str, run: Run) -> tuple[tuple[Card, ...], str]:
    """Return the cards of a text, or what is wrong with it."""
    from metermap.codegen import explaining  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.codegen.base import GeneratorInput  # noqa: PLC0415
    from metermap.editions import resolve_editions  # noqa: PLC0415

    asked_at = explaining.asked_place(text)
    if isinstance(asked_at, explaining.AskedLine):
        return _line(resolved, asked_at)
    if asked_at is not None:
        meant = explaining.Meant(explaining.elements_at(resolved.model, asked_at), "No element stands in that line.")
    else:
        meant = explaining.meant_by(resolved.model.catalogue, text)
    given = GeneratorInput(
        resolved.model,
        resolved.workspace.package,
        {},
        resolved.dictionaries,
        site=resolved.workspace.site,
        editions=resolve_editions(resolved, run) if meant.elements else (),
    )
    cards = tuple(explaining.element_cards(given, meant.elements))
    return cards, "" if cards else f"{text[:200]!r} is no element, data item, row or place. {meant.hint}".rstrip()


def _line(resolved: Resolved, asked_at: AskedLine) -> tuple[tuple[Card, ...], str]:
    from metermap.codegen.explaining import line_card  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.mappings.includes import mapping_and_included  # noqa: PLC0415

    names = mapping_and_included(resolved.workspace.root, resolved.workspace.mapping_files())
    if asked_at.file not in names:
        meant = did_you_mean(asked_at.file, names) or f"there are {', '.join(names[:5])}"
        return (), f"no mapping file of the workspace is called {asked_at.file[:200]!r}; {meant}"
    data = (resolved.workspace.root / asked_at.file).read_bytes()
    return (line_card(resolved.model, asked_at, data),), ""
