"""The way from a workspace to checked findings and written outputs; what the commands call.

Stages are imported when they run: asking for help must not load a spreadsheet reader.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from metermap.core.codes import BAD_VALUE
from metermap.core.digest import sha256_hex
from metermap.core.exits import Exit
from metermap.core.files import MARKER, read_manifest, write_tree
from metermap.core.findings import Finding
from metermap.core.places import FilePlace
from metermap.core.render import Hidden, render_json
from metermap.core.renderers.findings_schema import findings_schema
from metermap.editions import resolve_editions
from metermap.inputs import inputs_digest, is_counted
from metermap.judging import judge
from metermap.resolving import Resolved, Run, Stage, resolve, standards_report
from metermap.rule_book import all_rules

if TYPE_CHECKING:
    from metermap.codegen.base import Generated
    from metermap.codegen.gap_report.earlier import Earlier
    from metermap.codegen.standards import StandardsReport
    from metermap.core.workspace import Workspace
    from metermap.generating import Before
    from metermap.mappings.model import EditionModel, ResolvedModel

__all__ = [
    "BuildResult",
    "CheckResult",
    "Outputs",
    "Stage",
    "build",
    "changed",
    "check",
    "found_before",
    "make",
    "prepared",
    "result_of",
    "stopped",
]

_FINDINGS_FILE = "report/findings.json"
_FINDINGS_SCHEMA = "report/findings.schema.json"
_SUMMARY_FILE = "report/summary.txt"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found.

    `findings` are the errors and warnings that count, `notes` the notes. `reviewed`, `suppressed` and
    `held` (by the baseline) do not count; see `Judged`. All are in reading order. `counted` are those of
    an earlier run that are not among its `findings`: only their numbers are known.
    `model` is None where a stage could not go on; `exit` then says why. `workspace` is what was checked, `editions` are
    the models of its other editions. A kept result (see `metermap.kept_checks`) has none of them.
    """

    findings: tuple[Finding, ...]
    model: ResolvedModel | None
    stages: tuple[Stage, ...]
    exit: Exit
    notes: tuple[Finding, ...] = ()
    reviewed: tuple[Finding, ...] = ()
    counted: Hidden = field(default_factory=Hidden)
    suppressed: tuple[Finding, ...] = ()
    held: tuple[Finding, ...] = ()
    workspace: Workspace | None = None
    editions: tuple[EditionModel, ...] = ()

    @property
    def hidden(self) -> Hidden:
        """Return how many are not among `findings`."""
        return Hidden(
            len(self.reviewed) + self.counted.reviewed,
            len(self.notes) + self.counted.notes,
            len(self.suppressed) + self.counted.suppressed,
            len(self.held) + self.counted.held,
        )

    @property
    def is_cut_short(self) -> bool:
        """Return whether a stage could not go on; a kept result came to its end."""
        return self.model is None and bool(self.stages)

    @property
    def everything(self) -> tuple[Finding, ...]:
        """Return all, in reading order."""
        found = (*self.findings, *self.notes, *self.reviewed, *self.suppressed, *self.held)
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


def stopped(run: Run, code: Exit) -> CheckResult:
    """Return what a run found that a stage stopped."""
    return CheckResult(run.findings.sorted(), None, tuple(run.stages), code)


def check(path: Path, *, baseline: Path | None = None) -> CheckResult:
    """Check the workspace at `path`, a folder or its metermap.toml. Writes nothing there.

    `baseline` is a file to hold the findings against instead of the workspace's own.
    """
    run = Run()
    resolved = resolve(path, run)
    if isinstance(resolved, Exit):
        return stopped(run, resolved)
    editions = resolve_editions(resolved, run)
    return result_of(run, resolved, editions, built=False, baseline=baseline)


def result_of(
    run: Run, resolved: Resolved, editions: tuple[EditionModel, ...], *, built: bool, baseline: Path | None = None
) -> CheckResult:
    """Return what a run found; what a check alone cannot see is left out unless something was `built`.

    `editions` are the other editions of the workspace.
    """
    judged = judge(run, resolved, editions, built=built, baseline=baseline)
    code = Exit.FINDINGS if judged.findings else Exit.FINE
    return CheckResult(
        judged.findings,
        resolved.model,
        tuple(run.stages),
        code,
        judged.notes,
        judged.reviewed,
        suppressed=judged.suppressed,
        held=judged.held,
        workspace=resolved.workspace,
        editions=editions,
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
    run = Run()
    with run.stage("digests of the inputs"):
        digest = inputs_digest(root)
        kept = _kept(out, digest)
    if kept:
        return replace(kept, checked=replace(kept.checked, stages=tuple(run.stages)))
    resolved = resolve(path, run)
    if isinstance(resolved, Exit):
        return BuildResult(out, stopped(run, resolved))
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
        checked = found_before(out / _FINDINGS_FILE)
        summary = (out / _SUMMARY_FILE).read_text("utf-8")
    except (OSError, ValueError):
        return None
    return BuildResult(out, checked, summary, len(manifest.files), up_to_date=True)


def found_before(path: Path) -> CheckResult:
    """Return what an earlier run found, from the findings that it wrote.

    Raises:
        OSError: the file cannot be read.
        ValueError: it holds something else.
    """
    read = _read_findings(path)
    numbers = read.summary
    counted = Hidden(
        numbers.get("reviewed", 0),
        numbers.get("notes_not_shown", 0),
        numbers.get("suppressed", 0),
        numbers.get("in_baseline", 0),
    )
    code = Exit.FINDINGS if read.findings else Exit.FINE
    return CheckResult(read.findings, None, (), code, counted=counted)


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


@dataclass(frozen=True, slots=True)
class Outputs:
    """All that a workspace makes, in memory: files by their paths in the output tree.

    `complete` is false if a generator failed: made again from the same inputs, there may be more.
    """

    files: Mapping[str, bytes]
    summary: str
    checked: CheckResult
    complete: bool

    def folder(self, name: str) -> dict[str, bytes]:
        """Return the files of a folder of the tree, by their paths in it."""
        start = f"{name}/"
        return {path.removeprefix(start): data for path, data in self.files.items() if path.startswith(start)}


def make(resolved: Resolved, run: Run, against: Earlier | None = None) -> Outputs:
    """Return what a build writes. Findings do not stop it.

    `against` is the state to show changes against, in place of the one that metermap.toml names.
    """
    from metermap.generating import generate, placed  # noqa: PLC0415  (see the module's docstring)
    from metermap.summary import build_summary  # noqa: PLC0415  (it knows the model's types)

    before = prepared(resolved, run, against)
    generated = generate(resolved, run, before)
    made = generated.parts
    made["report"] = _with_standards(made["report"], before.standards)
    made["site-src"] = _with_downloads(made, resolved, before.editions, run)
    made["site"] = _html(made["site-src"], run)
    checked = result_of(run, resolved, before.editions, built=True)
    counts = {folder: (len(part.files), part.counts) for folder, part in made.items()}
    summary = build_summary(resolved.model, counts, checked.findings, checked.hidden)
    files = {placed(folder, name): data for folder, part in made.items() for name, data in part.files.items()}
    files.update(_findings_files(checked))
    files[_SUMMARY_FILE] = summary.encode()
    return Outputs(files, summary, checked, generated.complete)


def prepared(resolved: Resolved, run: Run, against: Earlier | None = None) -> Before:
    """Return what generators are handed beside the model; see `make`."""
    from metermap.generating import Before  # noqa: PLC0415  (see the module's docstring)

    editions = resolve_editions(resolved, run)
    standards = standards_report(resolved, run)
    earlier = against or _earlier(resolved, run)
    with run.stage("judging"):
        judged = judge(run, resolved, editions, built=False).everything
        rules = {rule.code.id: rule for rule in all_rules()}
    return Before(judged, standards, rules, earlier, editions)


def _make(resolved: Resolved, run: Run, target: _Target) -> BuildResult:
    made = make(resolved, run)
    if target.dry_run:
        return BuildResult(target.out, made.checked, made.summary, changed=changed(target.out, made.files))
    with run.stage("writing"):
        # What a plug-in lacked may be there next time, and no digest would tell.
        write_tree(target.out, made.files, inputs=target.digest if made.complete else "")
    checked = replace(made.checked, stages=tuple(run.stages))
    return BuildResult(target.out, checked, made.summary, len(made.files))


def _findings_files(checked: CheckResult) -> dict[str, bytes]:
    return {
        _FINDINGS_FILE: render_json(checked.findings, checked.hidden).encode(),
        _FINDINGS_SCHEMA: (json.dumps(findings_schema(), indent=2) + "\n").encode(),
    }


def _with_downloads(
    made: Mapping[str, Generated], resolved: Resolved, editions: tuple[EditionModel, ...], run: Run
) -> Generated:
    """Return the source of the site with what the other generators made, to download.

    The findings there are those of all stages but mkdocs, which has still to run.
    """
    from metermap.site import with_downloads  # noqa: PLC0415  (see the module's docstring)

    findings = _findings_files(result_of(run, resolved, editions, built=True))
    parts = {folder: part for folder, part in made.items() if folder != "site-src"}
    parts["report"] = replace(parts["report"], files={**parts["report"].files, **findings})
    return with_downloads(made["site-src"], parts, resolved.workspace.package)


def _earlier(resolved: Resolved, run: Run) -> Earlier | None:
    """Return the state that metermap.toml names to show changes against; a finding and None if it is none."""
    from metermap.codegen.gap_report.earlier import EarlierError, read_earlier  # noqa: PLC0415  (brings pydantic along)

    root, name = resolved.workspace.root, resolved.workspace.site.against
    if not name:
        return None
    try:
        with run.stage("earlier state"):
            found = read_earlier(root / name)
    except EarlierError as error:
        fault = str(error).replace(f"{root}/", "")  # outputs must not depend on where the workspace lies
    else:
        if is_counted(root, name):
            return found
        fault = f"{name} lies in a folder that metermap wrote, or in a hidden one, where a change goes unseen"
    expected = "the path of a file of the workspace, such as released/model.json, copied from an earlier build"
    message = f"site.against: {fault}"
    run.findings.add(BAD_VALUE.at(FilePlace("metermap.toml"), message, subject="site.against", expected=expected))
    return None


def _with_standards(made: Generated, report: StandardsReport) -> Generated:
    """Return the reports with that on standards beside them."""
    from metermap.codegen.standards import report_json, report_markdown  # noqa: PLC0415

    files = {"standards.json": report_json(report).encode(), "standards.md": report_markdown(report).encode()}
    return replace(made, files={**made.files, **files})


def _html(source: Generated, run: Run) -> Generated:
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


def changed(out: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the paths that a write would make, change or remove."""
    manifest = read_manifest(out)
    old = manifest.files if manifest else {}
    return tuple(
        sorted({name for name, data in files.items() if old.get(name) != sha256_hex(data)} | (set(old) - set(files)))
    )
