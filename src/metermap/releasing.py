"""Releasing a workspace; what `metermap release` calls.

A release is made of the workspace as it will be: its version and its list of what is reserved are written first, and
put back if anything stops it. A run that is killed in between leaves no release; the next one does the same again.
"""

from __future__ import annotations

import os
import stat
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from metermap import __version__
from metermap.core.bounded import FileError, read_bounded
from metermap.core.digest import sha256_hex
from metermap.core.exits import Exit
from metermap.core.files import OutputRefusedError, locked, write_once
from metermap.core.findings import Findings
from metermap.core.renderers.report import FailOn
from metermap.core.reserved_codes import OTHER_VERSION
from metermap.core.text import one_line
from metermap.core.versions import RELEASES, Version, parse_version
from metermap.core.workspace import FILE_NAME
from metermap.editions import resolve_editions
from metermap.pipeline import CheckResult, prepared, result_of, stopped
from metermap.reports import exit_of
from metermap.resolving import Resolved, Run, resolve

if TYPE_CHECKING:
    from metermap.codegen.base import GeneratorInput
    from metermap.codegen.changes.model import Diff, Snapshot, Verdict
    from metermap.codegen.release.folder import ReleaseFolder
    from metermap.codegen.release.record import PreviousRecord, ReleaseRecord
    from metermap.codegen.release.symbols import Symbol
    from metermap.core.reserved import ReservedEntry

__all__ = ["Plan", "ReleaseRefusedError", "ReleaseResult", "Wanted", "release"]

_RESERVED: Final = "reserved.csv"


class ReleaseRefusedError(Exception):
    """The release cannot be made; the message says why, line by line. `exit` is the exit code that follows."""

    def __init__(self, message: str, exit_: Exit = Exit.USAGE) -> None:
        super().__init__(message)
        self.exit = exit_


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for. `against` is the label of the previous release; empty: the last one. `date` may be empty."""

    label: str
    against: str = ""
    version: Version | None = None
    date: str = ""
    allow_empty: bool = False
    dry_run: bool = False
    fail_on: FailOn = FailOn.ERROR


@dataclass(frozen=True, slots=True)
class Plan:
    """What a release will be: its version and why, what differs since the previous one, and what it changes.

    `diff` is None for the first one. `sources` are the files of the workspace that are written anew, `retired` what is
    reserved from now on.
    """

    label: str
    version: Version
    why: str
    previous: str
    diff: Diff | None
    sources: Mapping[str, bytes]
    retired: tuple[ReservedEntry, ...]


@dataclass(frozen=True, slots=True)
class ReleaseResult:
    """What came of it: what was found, the plan if findings allow one, and the files if it was written."""

    folder: Path
    checked: CheckResult
    plan: Plan | None = None
    files: tuple[str, ...] = ()


class _FoundError(Exception):
    """What would be released has findings that the workspace as it is had not."""

    def __init__(self, checked: CheckResult) -> None:
        super().__init__()
        self.checked = checked


@dataclass(frozen=True, slots=True)
class _Previous:
    """The release before, read and verified."""

    folder: ReleaseFolder
    record: ReleaseRecord
    model: Snapshot

    @property
    def version(self) -> Version:
        found = parse_version(self.record.version)
        if found is None:  # the schema has no other
            raise AssertionError(self.record.version)
        return found


@dataclass(frozen=True, slots=True)
class _Work:
    """What was asked for, what is planned, and the release before."""

    wanted: Wanted
    plan: Plan
    previous: _Previous | None


def release(path: Path, wanted: Wanted) -> ReleaseResult:
    """Release the workspace at `path`, a folder or its metermap.toml.

    Raises:
        ReleaseRefusedError: the label cannot be one or was released, the previous release does not verify, nothing
            differs, or the version may not be that one.
        OutputRefusedError: something cannot be written, or another run releases the workspace.
    """
    root = path if path.is_dir() else path.parent
    with nullcontext() if wanted.dry_run else locked(root):
        return _release(path, wanted)


def _release(path: Path, wanted: Wanted) -> ReleaseResult:
    run = Run()
    resolved = resolve(path, run)
    if isinstance(resolved, Exit):
        return ReleaseResult(path, stopped(run, resolved))
    root = resolved.workspace.root
    folder = root / RELEASES / wanted.label
    _check_label(folder, wanted.label)
    previous = _previous(root, wanted.against)
    _forget_version(run)
    checked = result_of(run, resolved, resolve_editions(resolved, run), built=False)
    if exit_of(checked, wanted.fail_on) is not Exit.FINE:
        return ReleaseResult(folder, checked)
    plan = _plan(resolved, run, wanted, previous, path.name if path.is_file() else FILE_NAME)
    if wanted.dry_run:
        return ReleaseResult(folder, checked, plan)
    try:
        with _replaced(root, plan.sources):
            return _released(path, folder, _Work(wanted, plan, previous))
    except _FoundError as error:
        return ReleaseResult(folder, error.checked)


def _forget_version(run: Run) -> None:
    """Take out what a check says of a version that is on its way: it is set by the release."""
    said = [each for each in run.findings if not (each.code == OTHER_VERSION.id and each.subject == "version")]
    run.findings = Findings(said)


def _check_label(folder: Path, label: str) -> None:
    from metermap.site.editions import fault_of_label  # noqa: PLC0415  (as in metermap.pipeline)
    from metermap.states.releases import LAST  # noqa: PLC0415

    if fault := fault_of_label(label) or ("it stands for the newest release" if label == LAST else ""):
        message = f"{one_line(label)!r} cannot name a release: {fault}"
        raise ReleaseRefusedError(message)
    if folder.parent.is_symlink():
        message = f"{one_line(str(folder.parent))} is a symbolic link; releases stay in the workspace"
        raise ReleaseRefusedError(message)
    alike = folder.parent.iterdir() if folder.parent.is_dir() else ()
    if taken := [path.name for path in alike if path.name.casefold() == label.casefold()]:
        message = (
            f"there is a release {one_line(taken[0])} already, and a release is never written twice nor changed; "
            "choose another label"
        )
        raise ReleaseRefusedError(message)


def _previous(root: Path, against: str) -> _Previous | None:
    """Return the release to compare with; None if there is none."""
    from metermap.codegen.release.chain import read_chain  # noqa: PLC0415  (as in metermap.pipeline)
    from metermap.codegen.release.verify import verify  # noqa: PLC0415

    chain = read_chain(root)
    labels = ", ".join((*(link.label for link in chain.links), *chain.unread)) or "none"
    if chain.unread and not against:
        message = f"{RELEASES}/{one_line(chain.unread[0])} does not say what it is; bring it back, or take it out"
        raise ReleaseRefusedError(message, Exit.FINDINGS)
    link = chain.link(against) if against else chain.last
    if link is None:
        if against:
            message = f"--against: there is no release {one_line(against)}; there are {one_line(labels)}"
            raise ReleaseRefusedError(message)
        return None
    found = verify(root / RELEASES / link.label)
    record, model = found.release.record, found.release.model
    if found.faults or record is None or model is None:
        faults = [f"the previous release {link.label} does not verify:", *(f"  {fault}" for fault in found.faults)]
        raise ReleaseRefusedError("\n".join(faults), Exit.FINDINGS)
    return _Previous(found.release, record, model)


def _plan(resolved: Resolved, run: Run, wanted: Wanted, previous: _Previous | None, toml: str) -> Plan:
    from metermap.codegen.release.versioning import VersionError, chosen, following, why  # noqa: PLC0415

    state = _state(resolved, run, wanted.label)
    diff = _compared(resolved, previous, state)
    counts: Mapping[Verdict, int] = diff.counts() if diff else {}
    before = previous.version if previous else None
    if previous and diff and not diff.changes and not wanted.allow_empty:
        message = f"nothing differs from {previous.record.label}; --allow-empty releases it all the same"
        raise ReleaseRefusedError(message, Exit.FINDINGS)
    reason = why(before, counts)
    try:
        version = chosen(wanted.version, following(before, counts), reason)
    except VersionError as error:
        raise ReleaseRefusedError(str(error)) from error
    _check_version(resolved.workspace.root, version)
    if version is wanted.version and version != following(before, counts):
        reason = f"--version; {following(before, counts)} would follow: {reason}"
    retired = _retired(resolved, previous, state)
    sources = _sources(resolved, toml, version, retired)
    label = previous.record.label if previous else ""
    return Plan(wanted.label, version, reason, label, diff, sources, retired)


def _check_version(root: Path, version: Version) -> None:
    """Refuse a version that another release has: one may follow an older release than the last."""
    from metermap.codegen.release.chain import read_chain  # noqa: PLC0415  (as in metermap.pipeline)

    for link in read_chain(root).links:
        if link.version == version:
            message = f"version {version} is that of the release {link.label}; set a higher one with --version"
            raise ReleaseRefusedError(message)


def _state(resolved: Resolved, run: Run, label: str) -> Snapshot:
    from metermap.codegen.changes.snapshot import snapshot_of  # noqa: PLC0415  (as in metermap.pipeline)
    from metermap.codegen.exchange.documents import model_document  # noqa: PLC0415

    with run.stage("comparing"):
        return snapshot_of(model_document(resolved.model, ()), f"release {label}")


def _compared(resolved: Resolved, previous: _Previous | None, state: Snapshot) -> Diff | None:
    from metermap.codegen.changes.diff import compare  # noqa: PLC0415  (as in metermap.pipeline)

    if previous is None:
        return None
    from metermap.codegen.release.texts import named_state  # noqa: PLC0415

    return compare(named_state(previous.model, previous.record.label), state, resolved.workspace.site.renamed)


def _retired(resolved: Resolved, previous: _Previous | None, state: Snapshot) -> tuple[ReservedEntry, ...]:
    from metermap.codegen.release.retired import retired_by  # noqa: PLC0415  (as in metermap.pipeline)

    if previous is None:
        return ()
    last = ", ".join(filter(None, (previous.record.edition, f"release {previous.record.label}")))
    return retired_by(previous.model, state, last, f"no more in {state.side.source}", _reserved(resolved))


def _reserved(resolved: Resolved) -> tuple[ReservedEntry, ...]:
    from metermap.core.reserved import read_reserved  # noqa: PLC0415  (as in metermap.pipeline)

    workspace = resolved.workspace
    return read_reserved(workspace.root, workspace.reserved, Findings()) if workspace.reserved else ()


def _sources(resolved: Resolved, toml: str, version: Version, retired: tuple[ReservedEntry, ...]) -> dict[str, bytes]:
    """Return the files of the workspace that the release writes anew."""
    from metermap.core.reserved import reserved_csv  # noqa: PLC0415  (as in metermap.pipeline)
    from metermap.core.toml_keys import CannotSetError, with_text  # noqa: PLC0415

    workspace = resolved.workspace
    old = (workspace.root / toml).read_bytes()
    found: dict[str, bytes] = {}
    try:
        text = with_text(old.decode("utf-8-sig"), "version", str(version), ("edition", "title", "package", "name"))
        if retired:
            found[workspace.reserved or _RESERVED] = reserved_csv((*_reserved(resolved), *retired)).encode()
        if retired and not workspace.reserved:
            if _is_other(workspace.root / _RESERVED, found[_RESERVED]):
                message = f'{_RESERVED} is there, and {toml} does not name it; set reserved = "{_RESERVED}" or move it'
                raise ReleaseRefusedError(message)
            text = with_text(text, "reserved", _RESERVED, ("expected", "errata", "mappings", "version"))
    except CannotSetError as error:
        message = f"{toml}: {error}"
        raise ReleaseRefusedError(message) from error
    made = text.encode("utf-8-sig" if old.startswith(BOM_UTF8) else "utf-8")
    if made != old:
        found[toml] = made
    return found


def _is_other(path: Path, data: bytes) -> bool:
    """Return whether there is something else than these octets, which a release that was killed may have left."""
    if not os.path.lexists(path):
        return False
    try:
        return read_bounded(path, len(data)) != data
    except FileError:
        return True


@contextmanager
def _replaced(root: Path, sources: Mapping[str, bytes]) -> Iterator[None]:
    """Write files of the workspace anew, and put them back if the work does not come to its end."""
    before = {name: (root / name).read_bytes() if (root / name).exists() else None for name in sources}
    try:
        for name, data in sources.items():
            _write(root / name, data)
        yield
    except BaseException:
        _put_back(root, before)
        raise


def _put_back(root: Path, before: Mapping[str, bytes | None]) -> None:
    """Put all files back that can be; then tell of the first that cannot.

    Raises:
        OutputRefusedError: a file cannot be put back.
    """
    failed: list[OutputRefusedError] = []
    for name, old in before.items():
        try:
            if old is None:
                (root / name).unlink(missing_ok=True)
            else:
                _write(root / name, old)
        except OutputRefusedError as error:
            failed.append(error)
        except OSError as error:
            failed.append(OutputRefusedError(f"{one_line(name)} cannot be removed: {error.strerror or error}"))
    if failed:
        raise failed[0]


def _write(path: Path, data: bytes) -> None:
    """Write a file anew with the mode that it had."""
    from metermap.core.renderers.report_file import write_report  # noqa: PLC0415  (as in metermap.pipeline)

    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
    write_report(path, data, lambda _: True)
    if mode is not None:
        path.chmod(mode)


def _released(path: Path, folder: Path, work: _Work) -> ReleaseResult:
    """Make the release of the workspace, which is as it will be, and write it.

    Raises:
        _FoundError: there are findings now.
        ReleaseRefusedError: the workspace was changed meanwhile.
    """
    run = Run()
    resolved = resolve(path, run)
    if isinstance(resolved, Exit):
        raise _FoundError(stopped(run, resolved))
    _forget_version(run)
    model, checked = _generated(resolved, run)
    if exit_of(checked, work.wanted.fail_on) is not Exit.FINE:
        raise _FoundError(checked)
    files = _files(resolved, run, work, model)
    with run.stage("writing"):
        write_once(folder, files)
    return ReleaseResult(folder, replace(checked, stages=tuple(run.stages)), work.plan, tuple(sorted(files)))


def _generated(resolved: Resolved, run: Run) -> tuple[bytes, CheckResult]:
    """Return the released model, and what was found when everything was generated: what is released can be built."""
    from metermap.generating import generate  # noqa: PLC0415  (as in metermap.pipeline)

    before = prepared(resolved, run)
    made = generate(resolved, run, before)
    checked = result_of(run, resolved, before.editions, built=True)
    if not made.complete:
        raise _FoundError(replace(checked, exit=Exit.FINDINGS))
    return made.parts["model"].files["model.json"], checked


def _files(resolved: Resolved, run: Run, work: _Work, model: bytes) -> dict[str, bytes]:
    """Return all files of the release."""
    from metermap.codegen.release import folder, record, sums, symbols  # noqa: PLC0415  (as in metermap.pipeline)

    with run.stage("symbols"):
        names = symbols.symbols_of(_given(resolved), resolved.workspace.build)
    state = _state(resolved, run, work.plan.label)
    diff = _compared(resolved, work.previous, state)
    if (diff.counts() if diff else None) != (work.plan.diff.counts() if work.plan.diff else None):
        message = "the workspace was changed while it was released; do it again"
        raise ReleaseRefusedError(message, Exit.FINDINGS)
    texts = _texts(resolved, work, _Made(state, diff, names))
    files = {folder.MODEL: model, symbols.FILE: symbols.symbols_csv(names), **texts}
    files[record.SCHEMA_FILE] = record.release_schema()
    files[record.FILE] = record.release_json(_record(resolved, work, diff, files))
    return {**files, sums.FILE: sums.sums(files)}


def _given(resolved: Resolved) -> GeneratorInput:
    from metermap.codegen.base import GeneratorInput  # noqa: PLC0415  (as in metermap.pipeline)

    return GeneratorInput(resolved.model, resolved.workspace.package, {}, resolved.dictionaries)


@dataclass(frozen=True, slots=True)
class _Made:
    """The state that is released, what differs from the one before, and the symbols."""

    state: Snapshot
    diff: Diff | None
    symbols: tuple[Symbol, ...]


def _texts(resolved: Resolved, work: _Work, made: _Made) -> Mapping[str, bytes]:
    """Return what changed, for programs, readers and implementers."""
    from metermap.codegen.release.step import Named, Step  # noqa: PLC0415  (as in metermap.pipeline)
    from metermap.codegen.release.texts import first_texts, next_texts  # noqa: PLC0415

    workspace, previous = resolved.workspace, work.previous
    now = Named(work.plan.label, str(work.plan.version), workspace.edition, work.wanted.date)
    if previous is None or made.diff is None:
        return first_texts(workspace.name, now)
    before = Named(previous.record.label, previous.record.version, previous.record.edition, previous.record.date or "")
    symbols = {symbol.statement: symbol for symbol in made.symbols}
    step = Step(workspace.name, before, now, previous.model, made.state, made.diff, previous.folder.symbols, symbols)
    return next_texts(step)


def _record(resolved: Resolved, work: _Work, diff: Diff | None, files: Mapping[str, bytes]) -> ReleaseRecord:
    from metermap.codegen.release.record import CountsRecord, FileRecord, ReleaseRecord  # noqa: PLC0415

    model = resolved.model
    counts = {verdict.word: count for verdict, count in diff.counts().items()} if diff else {}
    none = dict.fromkeys(CountsRecord.model_fields, 0)
    return ReleaseRecord(
        schema_version=1,
        label=work.plan.label,
        version=str(work.plan.version),
        name=model.name,
        edition=model.edition,
        metermap=__version__,
        date=work.wanted.date or None,
        previous=_previous_record(work.previous),
        model=model.digest,
        renamed=dict(resolved.workspace.site.renamed) if diff else {},
        sources=[FileRecord(path=source.path, sha256=source.digest) for source in model.sources],
        files=[FileRecord(path=name, sha256=sha256_hex(data)) for name, data in sorted(files.items())],
        counts=CountsRecord(**{**none, **counts}),
    )


def _previous_record(previous: _Previous | None) -> PreviousRecord | None:
    from metermap.codegen.release.record import PreviousRecord  # noqa: PLC0415

    if previous is None:
        return None
    said = previous.record
    return PreviousRecord(label=said.label, version=said.version, sha256=previous.folder.digest)
