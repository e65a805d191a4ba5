"""What becomes of the findings of a run: levels, allowances, reviewed findings, baseline, in this order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from metermap.core.baseline import hold_against, read_baseline
from metermap.core.expected import compare, read_expected, row_of
from metermap.core.findings import Finding, Findings, Severity
from metermap.core.judged import JudgedFinding, Outcome
from metermap.core.levels import levelled
from metermap.rule_book import codes_for

if TYPE_CHECKING:
    from metermap.core.baseline import Entry
    from metermap.core.expected import Expectation
    from metermap.mappings.model import Allowance, EditionModel, ResolvedModel
    from metermap.resolving import Resolved, Run

__all__ = ["Judged", "judge"]

_BUILD_ONLY = ("MM07", "MM7")  # the codes that only generators report


@dataclass(frozen=True, slots=True)
class Judged:
    """All findings of a run, parted; each part in reading order.

    `findings` are the errors and warnings that count, `notes` the notes. `reviewed` are those that the list
    of reviewed findings accounts for, `suppressed` those that an `allow` or metermap.toml silences, `held`
    those that the baseline holds. `rows` are the rows of the list of reviewed findings, by code and subject.
    """

    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...] = ()
    reviewed: tuple[Finding, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    held: tuple[Finding, ...] = ()
    rows: Mapping[tuple[str, str], Expectation] = field(default_factory=dict)

    @property
    def everything(self) -> tuple[JudgedFinding, ...]:
        """Return all findings with what became of each, in reading order."""
        return tuple(sorted(self._outcomes(), key=lambda judged: judged.finding.sort_key))

    def _outcomes(self) -> Iterator[JudgedFinding]:
        yield from (JudgedFinding(finding, Outcome.OPEN) for finding in self.findings)
        yield from (JudgedFinding(finding, Outcome.NOTE) for finding in self.notes)
        yield from (JudgedFinding(finding, Outcome.HELD) for finding in self.held)
        for finding in self.suppressed:
            yield JudgedFinding(finding, Outcome.SUPPRESSED, reason=finding.suppressed)
        for finding in self.reviewed:
            row = row_of(finding, self.rows)
            said = (row.verdict, row.reason, row.place) if row else ()
            yield JudgedFinding(finding, Outcome.REVIEWED, *said)


@dataclass(slots=True)
class _Sorting:
    """Findings on the way; each step takes some out of `open` and may add remarks of its own."""

    open: tuple[Finding, ...]
    reviewed: tuple[Finding, ...] = ()
    suppressed: tuple[Finding, ...] = ()
    held: tuple[Finding, ...] = ()
    remarks: list[Finding] = field(default_factory=list)

    def silence(self) -> None:
        """Take out what is marked as suppressed."""
        self.suppressed += tuple(finding for finding in self.open if finding.suppressed)
        self.open = tuple(finding for finding in self.open if not finding.suppressed)


def judge(
    run: Run,
    resolved: Resolved,
    editions: tuple[EditionModel, ...] = (),
    *,
    built: bool,
    baseline: Path | None = None,
) -> Judged:
    """Part the findings of a run; what a check alone cannot see is left out unless something was `built`.

    `editions` are the other editions whose findings are among them. `baseline` is a file to hold them against instead
    of the workspace's own.
    """

    def looked_for(code: str) -> bool:
        return built or not code.startswith(_BUILD_ONLY)

    workspace, model = resolved.workspace, resolved.model
    read = Findings(list(run.findings))
    expected = read_expected(workspace.root, workspace.expected, read) if workspace.expected else ()
    entries = _entries(resolved, baseline, read)
    sorting = _Sorting(tuple(levelled(read, resolved.levels)))
    allows = (allow for each in (model, *(edition.model for edition in editions)) for allow in each.allows)
    _allow(sorting, tuple(dict.fromkeys(allows)), looked_for)
    sorting.silence()
    rows = [row for row in expected if looked_for(row.code)]
    reviewed = compare(sorting.open, rows, gone=_gone_from(model), silenced=sorting.suppressed)
    sorting.open, sorting.reviewed = reviewed.new, reviewed.known
    held = hold_against(sorting.open, [entry for entry in entries if looked_for(entry.code)])
    sorting.open, sorting.held = (*held.new, *sorting.remarks, *held.stale), held.held
    sorting.open = tuple(levelled(sorting.open, resolved.levels))
    sorting.silence()
    return _parted(sorting, reviewed.rows)


def _entries(resolved: Resolved, baseline: Path | None, findings: Findings) -> tuple[Entry, ...]:
    if baseline is not None:
        return read_baseline(Path(), str(baseline), findings)
    workspace = resolved.workspace
    return read_baseline(workspace.root, workspace.baseline, findings) if workspace.baseline else ()


def _allow(sorting: _Sorting, allows: tuple[Allowance, ...], looked_for: Callable[[str], bool]) -> None:
    if not allows:
        return
    from metermap.mappings.allowed import apply_allowances  # noqa: PLC0415  (most workspaces allow nothing)

    codes = codes_for({name for allowance in allows for name in allowance.codes})
    allowed = apply_allowances(sorting.open, allows, codes, looked_for=looked_for)
    sorting.open = allowed.findings
    sorting.remarks.extend(allowed.remarks)


def _parted(sorting: _Sorting, rows: Mapping[tuple[str, str], Expectation]) -> Judged:
    noted = [finding for finding in sorting.open if finding.severity is Severity.NOTE]
    heavy = [finding for finding in sorting.open if finding.severity is not Severity.NOTE]
    return Judged(
        findings=_in_order(heavy),
        notes=_in_order(noted),
        reviewed=_in_order(sorting.reviewed),
        suppressed=_in_order(sorting.suppressed),
        held=_in_order(sorting.held),
        rows=rows,
    )


def _in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.sort_key))


def _gone_from(model: ResolvedModel) -> Callable[[str], bool]:
    """Return what tells whether a subject is a statement that the mapping does not make any more."""
    from metermap.mappings.rules.base import subject_of  # noqa: PLC0415  (only a resolved model has statements)

    said = {subject_of(statement) for statement in model.statements}
    said |= {f"{device.carrier}/{element.id.value}" for device in model.devices for element in model.catalogue.elements}
    protocols = tuple(f"{protocol}/" for device in model.devices for protocol, _ in device.protocols)
    return lambda subject: subject.startswith(protocols) and subject not in said
