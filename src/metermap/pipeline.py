"""The way from a workspace to checked findings and written outputs; what the commands call.

Stages are imported when they run: asking for help must not load a spreadsheet reader.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from metermap.core.digest import sha256_hex
from metermap.core.exits import Exit
from metermap.core.expected import compare, read_expected
from metermap.core.files import MARKER, read_manifest, write_tree
from metermap.core.findings import Code, Finding, Findings, Severity
from metermap.core.places import FilePlace
from metermap.core.render import Hidden, render_json
from metermap.core.suggest import did_you_mean
from metermap.inputs import inputs_digest

if TYPE_CHECKING:
    from metermap.codegen.base import Generated, Generator
    from metermap.codegen.standards import StandardsReport
    from metermap.core.workspace import Workspace
    from metermap.errata_list import ErratumEntry
    from metermap.mappings.model import ResolvedModel
    from metermap.protocols import Dictionaries, EditionChoice
    from metermap.protocols.standards import Register

__all__ = [
    "UNKNOWN_GENERATOR",
    "Asked",
    "BuildResult",
    "CheckResult",
    "ErrataResult",
    "Stage",
    "StandardsResult",
    "asked",
    "build",
    "check",
    "errata",
    "standards",
]

UNKNOWN_GENERATOR = Code(
    "MM070",
    Severity.WARNING,
    "The workspace sets options for a generator that there is not",
    "Correct the name, or take the table out of metermap.toml.",
)

_FINDINGS_FILE = "report/findings.json"
_SUMMARY_FILE = "report/summary.txt"
_BUILD_ONLY = "MM7"  # the codes that only generators report


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage and the seconds it took."""

    name: str
    seconds: float


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found.

    `findings` are the errors and warnings that nobody has reviewed, `notes` such notes, `reviewed`
    the others; all in reading order. `counted` are the notes and reviewed ones of an earlier run,
    of which only the numbers are known.
    `model` is None where a stage could not go on; `exit` then says why.
    """

    findings: tuple[Finding, ...]
    model: ResolvedModel | None
    stages: tuple[Stage, ...]
    exit: Exit
    notes: tuple[Finding, ...] = ()
    reviewed: tuple[Finding, ...] = ()
    counted: Hidden = field(default_factory=Hidden)

    @property
    def hidden(self) -> Hidden:
        """Return how many are not among `findings`."""
        return Hidden(len(self.reviewed) + self.counted.reviewed, len(self.notes) + self.counted.notes)

    @property
    def everything(self) -> tuple[Finding, ...]:
        """Return all, in reading order."""
        found = (*self.findings, *self.notes, *self.reviewed)
        return tuple(sorted(found, key=lambda finding: finding.sort_key))


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build made.

    `summary` is what a working group would quote, without times. `files` counts the files in `out`;
    0 if nothing was written. `changed` are the paths that a dry run would write or remove.
    `up_to_date` is true if nothing had to be done: the findings are then those of the run that made
    what is in `out`.
    """

    out: Path
    checked: CheckResult
    summary: str = ""
    files: int = 0
    changed: tuple[str, ...] = ()
    up_to_date: bool = False


@dataclass(slots=True)
class _Run:
    """Collects findings and times on the way."""

    findings: Findings = field(default_factory=Findings)
    stages: list[Stage] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.stages.append(Stage(name, time.perf_counter() - start))

    def stopped(self, code: Exit) -> CheckResult:
        return CheckResult(self.findings.sorted(), None, tuple(self.stages), code)


def check(path: Path) -> CheckResult:
    """Check the workspace at `path`, a folder or its metermap.toml. Writes nothing there."""
    run = _Run()
    resolved = _resolve(path, run)
    if isinstance(resolved, Exit):
        return run.stopped(resolved)
    return _judge(run, resolved.workspace, resolved.model, built=False)


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
    run = _Run()
    resolved = _resolve(path, run)
    if isinstance(resolved, Exit):
        return StandardsResult(None, run.findings.sorted(), resolved)
    report = _standards_report(resolved, run)
    errors = tuple(finding for finding in run.findings.sorted() if finding.severity is Severity.ERROR)
    return StandardsResult(report, errors, Exit.FINDINGS if errors or report.failed else Exit.FINE)


def _standards_report(resolved: _Resolved, run: _Run) -> StandardsReport:
    from metermap.codegen.standards import build_report  # noqa: PLC0415  (see the module's docstring)

    with run.stage("standards"):
        register = resolved.register or _register(resolved.workspace, run)
        return build_report(resolved.model, resolved.dictionaries, register, resolved.workspace.standards)


def _register(workspace: Workspace, run: _Run) -> Register:
    from metermap.protocols.standards import load_register  # noqa: PLC0415  (see the module's docstring)

    return load_register(run.findings, workspace.root, workspace.standards.register)


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
    run = _Run()
    resolved = _resolve(path, run)
    if isinstance(resolved, Exit):
        return ErrataResult((), run.findings.sorted(), resolved)
    from metermap.catalogue.codes import OF_ERRATA  # noqa: PLC0415  (see the module's docstring)
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
    run = _Run()
    resolved = Exit.FINE if path is None else _resolve(path, run)
    if not isinstance(resolved, Exit):
        return Asked(resolved.dictionaries, resolved.model, (), Exit.FINE)
    from metermap.protocols import load_dictionaries, overlay_names  # noqa: PLC0415  (see the module's docstring)

    return Asked(load_dictionaries(overlay_names(), run.findings), None, run.findings.sorted(), resolved)


@dataclass(frozen=True, slots=True)
class _Resolved:
    """What the stages up to the model made; the register only where the workspace has rows of its own."""

    workspace: Workspace
    model: ResolvedModel
    dictionaries: Dictionaries
    register: Register | None


def _resolve(path: Path, run: _Run) -> _Resolved | Exit:
    with run.stage("workspace"):
        from metermap.core.workspace import load_workspace  # noqa: PLC0415  (see the module's docstring)

        workspace = load_workspace(path, run.findings)
    if workspace is None:
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
        from metermap.mappings import resolve_model  # noqa: PLC0415

        model = resolve_model(workspace, catalogue, dictionaries, run.findings)
    return Exit.INPUT if model is None else _Resolved(workspace, model, dictionaries, register)


def _edition_choices(workspace: Workspace) -> Iterator[EditionChoice]:
    """Yield the editions that the workspace names, each with the key that names it."""
    from metermap.protocols import EditionChoice  # noqa: PLC0415  (see the module's docstring)

    for protocol, choice in workspace.dictionaries.items():
        yield EditionChoice(f"dictionaries.{protocol}", protocol, choice.editions)
    for number, device in enumerate(workspace.devices, 1):
        for protocol, editions in device.editions.items():
            yield EditionChoice(f"device[{number}].editions.{protocol}", protocol, editions)


def _gone_from(model: ResolvedModel) -> Callable[[str], bool]:
    """Return what tells whether a subject is a statement that the mapping does not make any more."""
    from metermap.mappings.rules import subject_of  # noqa: PLC0415

    said = {subject_of(statement) for statement in model.statements}
    said |= {f"{device.carrier}/{element.id.value}" for device in model.devices for element in model.catalogue.elements}
    protocols = tuple(f"{protocol}/" for device in model.devices for protocol, _ in device.protocols)
    return lambda subject: subject.startswith(protocols) and subject not in said


def _judge(run: _Run, workspace: Workspace, model: ResolvedModel, *, built: bool) -> CheckResult:
    """Compare the findings with the reviewed ones; what a check alone cannot see is left out."""
    remarks = Findings(list(run.findings))
    expected = read_expected(workspace.root, workspace.expected, remarks) if workspace.expected else ()
    asked = [row for row in expected if built or not row.code.startswith(_BUILD_ONLY)]
    reviewed = compare(remarks, asked, gone=_gone_from(model))
    notes = tuple(finding for finding in reviewed.new if finding.severity is Severity.NOTE)
    findings = tuple(finding for finding in reviewed.new if finding.severity is not Severity.NOTE)
    code = Exit.FINDINGS if findings else Exit.FINE
    return CheckResult(findings, model, tuple(run.stages), code, notes, reviewed.known)


@dataclass(frozen=True, slots=True)
class _Step:
    """A generator: its name in ``[build.NAME]``, the folder of its files, and how to get it."""

    name: str
    folder: str
    load: Callable[[], Generator]


def _exchange() -> Generator:
    from metermap.codegen.exchange import generate  # noqa: PLC0415  (see the module's docstring)

    return generate


def _gap_report() -> Generator:
    from metermap.codegen.gap_report import generate  # noqa: PLC0415

    return generate


def _python() -> Generator:
    from metermap.codegen.python import generate  # noqa: PLC0415

    return generate


def _c() -> Generator:
    from metermap.codegen.c import generate  # noqa: PLC0415

    return generate


def _site() -> Generator:
    from metermap.site import generate  # noqa: PLC0415

    return generate


_STEPS = (
    _Step("exchange", "model", _exchange),
    _Step("gap_report", "report", _gap_report),
    _Step("python", "python", _python),
    _Step("c", "c", _c),
    _Step("site", "site-src", _site),
)


def build(path: Path, out: Path | None = None, *, dry_run: bool = False) -> BuildResult:
    """Check the workspace at `path` and make all outputs in `out`, by default its folder ``build``.

    Findings do not stop it unless a stage cannot go on; then nothing is written. If the inputs are
    those of the tree in `out`, and that is intact, nothing is done.

    Raises:
        OutputRefusedError: `out` cannot be written or must not be; see `write_tree`.
    """
    root = path if path.is_dir() else path.parent
    out = out or root / "build"
    run = _Run()
    with run.stage("digests of the inputs"):
        digest = inputs_digest(root)
        kept = _kept(out, digest)
    if kept:
        return replace(kept, checked=replace(kept.checked, stages=tuple(run.stages)))
    resolved = _resolve(path, run)
    if isinstance(resolved, Exit):
        return BuildResult(out, run.stopped(resolved))
    return _make(resolved, run, _Target(out, digest, dry_run))


@dataclass(frozen=True, slots=True)
class _FindingsFile:
    """What `render_json` wrote of an earlier run; the rest of it is not needed."""

    findings: tuple[Finding, ...]
    summary: Mapping[str, int]


def _kept(out: Path, digest: str) -> BuildResult | None:
    """Return the result that made what is in `out`, if it was made from these inputs and nobody touched it."""
    manifest = read_manifest(out)
    if not manifest or manifest.inputs != digest or not manifest.intact(out):
        return None
    try:
        earlier = _read_findings(out / _FINDINGS_FILE)
        summary = (out / _SUMMARY_FILE).read_text("utf-8")
    except (OSError, ValueError):
        return None
    counted = Hidden(earlier.summary.get("reviewed", 0), earlier.summary.get("notes_not_shown", 0))
    code = Exit.FINDINGS if earlier.findings else Exit.FINE
    checked = CheckResult(earlier.findings, None, (), code, counted=counted)
    return BuildResult(out, checked, summary, len(manifest.files), up_to_date=True)


def _read_findings(path: Path) -> _FindingsFile:
    """Return the findings of a file of `render_json`.

    Raises:
        OSError: the file cannot be read.
        ValueError: it holds something else.
    """
    from pydantic import TypeAdapter  # noqa: PLC0415  (see the module's docstring)

    return TypeAdapter(_FindingsFile).validate_json(path.read_bytes())


@dataclass(frozen=True, slots=True)
class _Target:
    out: Path
    digest: str
    dry_run: bool


def _make(resolved: _Resolved, run: _Run, target: _Target) -> BuildResult:
    from metermap.summary import build_summary  # noqa: PLC0415  (it knows the model's types)

    workspace, model = resolved.workspace, resolved.model
    made = _generate(workspace, model, run)
    made["report"] = _with_standards(made["report"], resolved, run)
    made["site"] = _html(made["site-src"], run)
    checked = _judge(run, workspace, model, built=True)
    counts = {folder: (len(part.files), part.counts) for folder, part in made.items()}
    summary = build_summary(model, counts, checked.findings, checked.hidden)
    files = {_placed(folder, name): data for folder, part in made.items() for name, data in part.files.items()}
    files[_FINDINGS_FILE] = render_json(checked.findings, checked.hidden).encode()
    files[_SUMMARY_FILE] = summary.encode()
    if target.dry_run:
        return BuildResult(target.out, checked, summary, changed=_changed(target.out, files))
    with run.stage("writing"):
        write_tree(target.out, files, inputs=target.digest)
    return BuildResult(target.out, replace(checked, stages=tuple(run.stages)), summary, len(files))


def _with_standards(made: Generated, resolved: _Resolved, run: _Run) -> Generated:
    """Return the reports with that on standards; it needs the dictionaries and the register, no generator has them."""
    from metermap.codegen.standards import report_json, report_markdown  # noqa: PLC0415

    report = _standards_report(resolved, run)
    files = {"standards.json": report_json(report).encode(), "standards.md": report_markdown(report).encode()}
    return replace(made, files={**made.files, **files})


def _placed(folder: str, name: str) -> str:
    """Return the path below the output folder; a generator may name its own folder or leave it out."""
    return name if name.startswith(f"{folder}/") else f"{folder}/{name}"


def _generate(workspace: Workspace, model: ResolvedModel, run: _Run) -> dict[str, Generated]:
    from metermap.codegen.base import GeneratorInput  # noqa: PLC0415  (see the module's docstring)

    names = [step.name for step in _STEPS]
    run.findings.extend(_unknown(name, names) for name in workspace.build if name not in names)
    made: dict[str, Generated] = {}
    for step in _STEPS:
        with run.stage(step.name):
            request = GeneratorInput(model, workspace.package, workspace.build.get(step.name, {}))
            made[step.folder] = step.load()(request)
        run.findings.extend(made[step.folder].findings)
    return made


def _unknown(name: str, known: Iterable[str]) -> Finding:
    names = tuple(known)
    expected = did_you_mean(name, names) or "one of " + ", ".join(names)
    message = f"there is no generator {name}"
    return UNKNOWN_GENERATOR.at(FilePlace("metermap.toml", f"build.{name}"), message, subject=name, expected=expected)


def _html(source: Generated, run: _Run) -> Generated:
    """Return the pages that mkdocs makes of the site's source."""
    from metermap.codegen.base import Generated  # noqa: PLC0415  (see the module's docstring)
    from metermap.site import render  # noqa: PLC0415

    with run.stage("mkdocs"), tempfile.TemporaryDirectory(prefix="metermap-") as folder:
        here = Path(folder)
        write_tree(here / "site-src", source.files)
        run.findings.extend(_without(here, finding) for finding in render(here / "site-src", here / "site"))
        pages = sorted(path for path in (here / "site").rglob("*") if path.is_file() and path.name != MARKER)
        files = {path.relative_to(here / "site").as_posix(): path.read_bytes() for path in pages}
    return Generated(files, {"pages": sum(1 for name in files if name.endswith(".html"))})


def _without(folder: Path, finding: Finding) -> Finding:
    """Return the finding without the name of the temporary folder: outputs must not depend on it."""
    prefix = f"{folder}/"
    place = FilePlace(finding.place.file.removeprefix(prefix)) if finding.place else None
    return replace(finding, place=place, message=finding.message.replace(prefix, ""))


def _changed(out: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the paths that a write would make, change or remove."""
    manifest = read_manifest(out)
    old = manifest.files if manifest else {}
    return tuple(
        sorted({name for name, data in files.items() if old.get(name) != sha256_hex(data)} | (set(old) - set(files)))
    )
