"""The way from a workspace to its resolved model, which whatever metermap does begins with.

Stages are imported when they run: asking for help must not load a spreadsheet reader.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from metermap.core.exits import Exit
from metermap.core.findings import Findings
from metermap.core.levels import accepted_levels, levelled
from metermap.core.versions import RELEASES
from metermap.rule_book import codes_for

if TYPE_CHECKING:
    from metermap.codegen.standards import StandardsReport
    from metermap.core.levels import Level
    from metermap.core.places import CellPlace
    from metermap.core.workspace import Workspace
    from metermap.mappings.model import ResolvedModel
    from metermap.mappings.resolve import Resolution
    from metermap.protocols import Dictionaries, EditionChoice
    from metermap.protocols.standards import Register

__all__ = ["Resolved", "Run", "Stage", "resolve", "standards_report"]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage and the seconds it took."""

    name: str
    seconds: float


@dataclass(slots=True)
class Run:
    """Collects findings and times on the way."""

    findings: Findings = field(default_factory=Findings)
    stages: list[Stage] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Take the time of a stage."""
        start = time.perf_counter()
        yield
        self.stages.append(Stage(name, time.perf_counter() - start))


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the stages up to the model made; the register only where the workspace has rows of its own.

    `levels` are the severities of the workspace that may be used. `resolution` is what the models of other editions
    are made from.
    """

    workspace: Workspace
    model: ResolvedModel
    resolution: Resolution
    dictionaries: Dictionaries
    register: Register | None
    levels: Mapping[str, Level] = field(default_factory=dict)


def resolve(path: Path, run: Run, supposed: Mapping[CellPlace, str] | None = None) -> Resolved | Exit:
    """Return what the workspace at `path` resolves to; the exit code that follows if a stage cannot go on.

    `supposed` are cells that are taken to say something else than the workbooks.
    """
    with run.stage("workspace"):
        from metermap.core.workspace import load_workspace  # noqa: PLC0415  (see the module's docstring)

        workspace = load_workspace(path, run.findings)
    if workspace and supposed:
        workspace = replace(workspace, supposed=supposed)
    levels = _levels(workspace, run) if workspace else None
    if workspace is None or levels is None:
        return Exit.USAGE
    with run.stage("catalogue"):
        from metermap.catalogue.codes import PROFILE_FAULTS, UNREADABLE  # noqa: PLC0415
        from metermap.catalogue.consistency import check_consistency  # noqa: PLC0415
        from metermap.catalogue.reader import read_catalogue  # noqa: PLC0415

        catalogue = read_catalogue(workspace, run.findings)
        if catalogue is not None:
            check_consistency(catalogue, run.findings)
    if catalogue is None:
        if any(finding.code in PROFILE_FAULTS for finding in run.findings):
            return Exit.USAGE
        unreadable = any(finding.code in UNREADABLE for finding in run.findings)
        return Exit.INPUT if unreadable else Exit.FINDINGS
    with run.stage("dictionaries"):
        from metermap.protocols import check_choices, load_dictionaries  # noqa: PLC0415

        overlays = (name for choice in workspace.dictionaries.values() for name in choice.overlays)
        dictionaries = load_dictionaries(dict.fromkeys(overlays), run.findings, workspace.root)
        check_choices(dictionaries, _edition_choices(workspace), "metermap.toml", run.findings)
        register = _register(workspace, run) if workspace.standards.register else None
    with run.stage("mappings"):
        from metermap.mappings.resolve import resolve_mapping  # noqa: PLC0415

        resolution = resolve_mapping(workspace, catalogue, dictionaries, run.findings)
    if resolution is None:
        return Exit.INPUT
    model = resolution.model
    with run.stage("reserved"):
        _check_releases(workspace, model, run)
    if levels:
        model = replace(model, findings=tuple(levelled(model.findings, levels)))
    return Resolved(workspace, model, resolution, dictionaries, register, levels)


def _levels(workspace: Workspace, run: Run) -> Mapping[str, Level] | None:
    """Return the severities that the workspace gives to codes; None if it gives one that cannot be."""
    if not workspace.levels:
        return {}
    faults = len(run.findings)
    levels = accepted_levels(workspace.levels, codes_for(workspace.levels), run.findings)
    return levels if len(run.findings) == faults else None


def _check_releases(workspace: Workspace, model: ResolvedModel, run: Run) -> None:
    """Check what the workspace's releases, and its list of what they retired, ask of it."""
    if workspace.reserved:
        from metermap.core.reserved import read_reserved  # noqa: PLC0415  (see the module's docstring)
        from metermap.mappings.reserved import reused  # noqa: PLC0415

        reserved = read_reserved(workspace.root, workspace.reserved, run.findings)
        run.findings.extend(reused(model, reserved, (), workspace.present_name))
    if (workspace.root / RELEASES).is_dir():
        from metermap.codegen.release.chain import version_findings  # noqa: PLC0415  (see the module's docstring)

        run.findings.extend(version_findings(workspace.root, workspace.version))


def _edition_choices(workspace: Workspace) -> Iterator[EditionChoice]:
    """Yield the editions that the workspace names, each with the key that names it."""
    from metermap.protocols import EditionChoice  # noqa: PLC0415  (see the module's docstring)

    for protocol, choice in workspace.dictionaries.items():
        yield EditionChoice(f"dictionaries.{protocol}", protocol, choice.editions)
    for number, device in enumerate(workspace.devices, 1):
        for protocol, editions in device.editions.items():
            yield EditionChoice(f"device[{number}].editions.{protocol}", protocol, editions)
    for number, entry in enumerate(workspace.editions, 1):
        of_all = {"dictionaries": entry.dictionaries}
        of_each = {f"devices.{device}": choices for device, choices in entry.devices.items()}
        for key, choices in {**of_all, **of_each}.items():
            for protocol, editions in choices.items():
                yield EditionChoice(f"editions[{number}].{key}.{protocol}", protocol, editions)


def standards_report(resolved: Resolved, run: Run) -> StandardsReport:
    """Return the report on the standards that the mapping rests on."""
    from metermap.codegen.standards import build_report  # noqa: PLC0415  (see the module's docstring)

    with run.stage("standards"):
        register = resolved.register or _register(resolved.workspace, run)
        return build_report(resolved.model, resolved.dictionaries, register, resolved.workspace.standards)


def _register(workspace: Workspace, run: Run) -> Register:
    from metermap.protocols.standards import load_register  # noqa: PLC0415  (see the module's docstring)

    return load_register(run.findings, workspace.root, workspace.standards.register)
