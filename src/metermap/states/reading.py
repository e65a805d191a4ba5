"""Reading a state, whatever lies where it was found: a workspace, the model of a build or a release, a workbook."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from metermap.core.bounded import FileError, read_bounded, resolved_path
from metermap.core.exits import Exit
from metermap.core.findings import Finding, Findings, Severity
from metermap.core.places import FilePlace
from metermap.resolving import Run, resolve
from metermap.rule_book import codes_for
from metermap.states.kept import keep, kept_name, recall
from metermap.states.kinds import document_in, is_workbook, is_workspace
from metermap.states.releases import is_as_released
from metermap.states.state import Located, State, StateError
from metermap.states.workbooks import Profiles, read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metermap.codegen.changes.model import Snapshot
    from metermap.mappings.model import EditionModel, ResolvedModel
    from metermap.resolving import Resolved

__all__ = ["Reader"]


@dataclass(slots=True)
class Reader:
    """Reads states; a workspace that was resolved for one is not resolved again for another of its editions."""

    _resolved: dict[Path, tuple[Resolved, Run]] = field(default_factory=dict)

    def read(self, located: Located, profiles: Profiles) -> State:
        """Return the state that lies there; `profiles` say how to read it if it is a workbook.

        Raises:
            StateError: nothing that can be read lies there, or it cannot be read to its end.
        """
        path = located.path
        try:
            resolved_path(path)
        except FileError as error:
            message = f"{located.shown} {error}"
            raise StateError(message, Exit.INPUT) from error
        if is_workspace(path):
            name = kept_name(located)
            return recall(name, located) or self._of_workspace(located, name)
        if path.is_dir():
            model = document_in(path)
            if model is None:
                message = f"{located.shown} is a folder with neither a metermap.toml nor a model/model.json or "
                message += "model.json; name a workspace, a build, a release, a model.json, a workbook or a revision"
                raise StateError(message)
            return _of_document(located, model)
        return read_workbook(located, profiles) if is_workbook(path) else _of_document(located, path)

    def _of_workspace(self, located: Located, name: str) -> State:
        resolved, run = self._resolve(located)
        state = self._of_edition(resolved, run, located) if located.edition else _state(resolved.model, located, run)
        state = replace(state, renamed=dict(resolved.workspace.site.renamed))
        keep(name, located, state, resolved.workspace)
        return state

    def _of_edition(self, resolved: Resolved, run: Run, located: Located) -> State:
        """Return the state of another edition of the workspace.

        Raises:
            StateError: it cannot be read.
        """
        from metermap.editions import resolve_editions  # noqa: PLC0415  (most workspaces have one edition)

        own = Run(Findings(list(run.findings)))
        found = (edition for edition in resolve_editions(resolved, own) if edition.name == located.edition)
        edition = next(found, None)
        if edition is None:
            message = f"the edition {located.edition} of {located.shown} cannot be read"
            raise StateError(message, Exit.INPUT, _errors(_told(own.findings, located)))
        state = _state(edition.model, located, own)
        return replace(state, snapshot=_recorded(state.snapshot, edition, resolved.model))

    def _resolve(self, located: Located) -> tuple[Resolved, Run]:
        """Return what a workspace resolves to.

        Raises:
            StateError: it does not.
        """
        known = self._resolved.get(located.path)
        if known is not None:
            return known
        run = Run()
        resolved = resolve(located.path, run)
        if isinstance(resolved, Exit):
            message = f"{located.shown} cannot be read as a workspace"
            raise StateError(message, resolved, _errors(_told(run.findings, located)))
        self._resolved[located.path] = resolved, run
        return resolved, run


def _state(model: ResolvedModel, located: Located, run: Run) -> State:
    from metermap.codegen.changes.snapshot import snapshot_of  # noqa: PLC0415  (brings pydantic along)
    from metermap.codegen.exchange.documents import model_document  # noqa: PLC0415

    snapshot = snapshot_of(model_document(model, ()), located.shown)
    doubts = tuple(_doubts(_told(run.findings, located)))
    snapshot = replace(snapshot, side=replace(snapshot.side, errors=len(doubts)))
    return State(snapshot, doubts=doubts, notes=located.notes, model=model)


def _recorded(snapshot: Snapshot, edition: EditionModel, main: ResolvedModel) -> Snapshot:
    """Return the state of an edition with what is recorded of it, if that is only part."""
    from metermap.codegen.changes.snapshot import snapshot_of  # noqa: PLC0415  (brings pydantic along)
    from metermap.codegen.exchange.documents import model_document  # noqa: PLC0415
    from metermap.codegen.exchange.editions import recorded_state  # noqa: PLC0415

    if not edition.partial:
        return snapshot
    state = recorded_state(edition, snapshot_of(model_document(main, ()), snapshot.side.source))
    return replace(snapshot, side=replace(snapshot.side, partial=True), recorded=state.recorded)


def _errors(findings: Iterator[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)


def _doubts(findings: Iterator[Finding]) -> Iterator[Finding]:
    """Yield the errors that tell of something which could not be understood, and which the state therefore lacks."""
    errors = _errors(findings)
    codes = codes_for({finding.code for finding in errors})
    yield from (finding for finding in errors if codes[finding.code].fixed)


def _told(findings: Findings, located: Located) -> Iterator[Finding]:
    """Yield findings in reading order, without the name of a temporary folder: they are about what lies in git."""
    for finding in findings.sorted():
        yield finding if located.top is None else _without(f"{located.top}/", finding)


def _without(folder: str, finding: Finding) -> Finding:
    place = finding.place
    if isinstance(place, FilePlace):
        place = replace(place, file=place.file.removeprefix(folder))
    return replace(finding, place=place, message=finding.message.replace(folder, ""))


def _of_document(located: Located, path: Path) -> State:
    from metermap.codegen.changes.snapshot import DocumentError, read_snapshot  # noqa: PLC0415  (as above)
    from metermap.codegen.gap_report.earlier import LONGEST  # noqa: PLC0415

    try:
        data = read_bounded(Path(os.path.realpath(path)), LONGEST)
        snapshot = read_snapshot(data, located.shown)
    except (FileError, DocumentError) as error:
        message = f"{located.shown} {error}; expected a model.json that metermap wrote"
        raise StateError(message, Exit.INPUT) from error
    if not is_as_released(path, data):
        message = f"{located.shown}: the model is not as it was released, SHA256SUMS beside it has another digest"
        message = f"{message}; metermap verify-release tells what changed"
        raise StateError(message, Exit.INPUT)
    return State(snapshot, notes=located.notes)
