"""The way from a workspace to annotated copies of its workbooks; what ``metermap annotate`` calls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from metermap import pipeline
from metermap.catalogue.codes import UNREADABLE
from metermap.codegen.annotate import (
    NOT_ANNOTATED,
    NOT_NAMED,
    NOT_XLSX,
    Annotated,
    Remark,
    Request,
    annotate_workbook,
)
from metermap.core.exits import Exit
from metermap.core.expected import read_expected, row_of
from metermap.core.files import OutputRefusedError, read_manifest, write_tree
from metermap.core.findings import Finding, Findings, Severity
from metermap.core.places import FilePlace
from metermap.core.render import counted
from metermap.core.text import one_line
from metermap.core.workspace import FILE_NAME, Workspace, load_workspace
from metermap.mappings.includes import mapping_and_included

__all__ = ["AnnotateResult", "annotate"]

_SUFFIX = ".annotated.xlsx"
_TEXTS = frozenset({".csv", ".tsv", ".txt"})
_NAME_OCTETS = 255


@dataclass(frozen=True, slots=True)
class AnnotateResult:
    """What was written below `out`: each copy by its name.

    `findings` are what kept a workbook from being annotated or the workspace from being read.
    `complete` is false if there was no mapping status to write.
    """

    out: Path
    copies: Mapping[str, Annotated]
    findings: tuple[Finding, ...]
    complete: bool
    exit: Exit

    def account(self) -> Iterator[str]:
        """Yield lines that say what was written, and what of each workbook is not kept."""
        for name, copy in self.copies.items():
            counts = (
                counted(copy.comments, "cell") + " commented",
                counted(copy.listed, "finding") + " listed",
                counted(copy.rows, "row") + " with a mapping status",
            )
            yield one_line(f"{self.out / name}: {', '.join(counts)}")
            yield from (one_line(f"  {lost.message}") for lost in copy.lost)
            if not copy.lost:
                yield "  nothing in it is known that the copy does not keep"
        if self.copies and not self.complete:
            yield "No mapping status: the workspace has errors that stop a check."


def annotate(path: Path, out: Path | None = None) -> AnnotateResult:
    """Write annotated copies of the workbooks of the workspace at `path` to `out`, by default its ``annotated``.

    The exit is `Exit.FINE` if every copy is written, whatever the findings in it; `Exit.INPUT` if a
    workbook is refused; that of `check` if the workspace cannot be resolved, although copies with
    comments are written then too.

    Raises:
        OutputRefusedError: `out` holds or is among inputs, or another output; or as `write_tree` has it.
    """
    checked = pipeline.check(path)
    workspace = load_workspace(path, Findings())
    if workspace is None:
        return AnnotateResult(out or path, {}, checked.findings, complete=False, exit=checked.exit)
    out = out or (path if path.is_dir() else path.parent) / "annotated"
    _check_out(out, workspace)
    findings = Findings()
    remarks = _remarks(workspace, checked.everything)
    copies = dict(_copies(workspace, checked, remarks, findings))
    if copies:
        write_tree(out, {name: copy.data for name, copy in copies.items()})
    complete = checked.model is not None
    stopped = () if complete else tuple(found for found in checked.findings if found.severity is Severity.ERROR)
    faults = tuple(dict.fromkeys((*stopped, *findings.sorted())))
    return AnnotateResult(out, copies, faults, complete, _exit(checked.exit if not complete else Exit.FINE, findings))


def _exit(checked: Exit, findings: Findings) -> Exit:
    return max(checked, Exit.INPUT) if findings.errors else checked


def _remarks(workspace: Workspace, findings: Iterable[Finding]) -> tuple[Remark, ...]:
    """Return the findings with their reviews; an error is never excused by one."""
    expected = read_expected(workspace.root, workspace.expected, Findings()) if workspace.expected else ()
    reviews = {(row.code, row.subject): row for row in reversed(expected)}  # of two rows the first counts
    return tuple(
        Remark(found, None if found.severity is Severity.ERROR else row_of(found, reviews)) for found in findings
    )


def _copies(
    workspace: Workspace, checked: pipeline.CheckResult, remarks: tuple[Remark, ...], findings: Findings
) -> Iterator[tuple[str, Annotated]]:
    refused = {found.place.file for found in checked.findings if found.place and found.code in UNREADABLE}
    taken: set[str] = set()
    for file, headers in _workbooks(workspace).items():
        name = _name(file)
        if PurePosixPath(file).suffix.lower() in _TEXTS:
            message = f"{file} is not annotated: it is text, no workbook"
            findings.add(NOT_XLSX.at(FilePlace(file), message, subject=file))
        elif file in refused:
            findings.add(NOT_ANNOTATED.at(FilePlace(file), f"{file} is not annotated: it is refused", subject=file))
        elif not _can_be_named(name) or name.casefold() in taken:
            message = f"the copy of {file} cannot be called {name}"
            findings.add(NOT_NAMED.at(FilePlace(file), message, subject=file))
        else:
            taken.add(name.casefold())
            request = Request(file, remarks, checked.model, headers)
            copy = annotate_workbook(workspace.root / file, request, findings, workspace.limits)
            if copy is not None:
                yield name, copy


def _workbooks(workspace: Workspace) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return each file once, with the further header texts of all its profiles."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for profile in workspace.workbooks:
        headers = found.setdefault(profile.file, {})
        for header, texts in profile.headers.items():
            headers[header] = (*headers.get(header, ()), *texts)
    return found


def _name(file: str) -> str:
    return PurePosixPath(file).with_suffix("").as_posix() + _SUFFIX


def _can_be_named(name: str) -> bool:
    parts = name.split("/")
    return name.isprintable() and all(len(part.encode("utf-8", "surrogatepass")) <= _NAME_OCTETS for part in parts)


def _check_out(out: Path, workspace: Workspace) -> None:
    """Refuse a folder that is, holds or lies among inputs, and one that holds another output of metermap."""
    folder, shown = out.resolve(), one_line(str(out))
    for path in _inputs(workspace):
        own = path.parent if path.parent != workspace.root else path
        if path.is_relative_to(folder) or folder.is_relative_to(own):
            touched = one_line(str(path.relative_to(workspace.root)))
            message = f"{shown} has to do with the input {touched}; choose another folder with --out"
            raise OutputRefusedError(message)
    manifest = read_manifest(folder)
    foreign = [name for name in manifest.files if not name.endswith(_SUFFIX)] if manifest else []
    if foreign:
        message = f"{shown} holds another output of metermap, {one_line(foreign[0])}; choose another folder with --out"
        raise OutputRefusedError(message)


def _inputs(workspace: Workspace) -> tuple[Path, ...]:
    files = [FILE_NAME, *(profile.file for profile in workspace.workbooks)]
    files += [profile.file for entry in workspace.editions for profile in entry.workbooks]
    files += mapping_and_included(workspace.root, workspace.mapping_files_of_all())
    errata = (workspace.errata, *(entry.errata for entry in workspace.editions))
    files += [file for file in (*errata, workspace.expected, workspace.standards.register) if file]
    files += [f"{name}/dictionary.toml" for choice in workspace.dictionaries.values() for name in choice.overlays]
    return tuple((workspace.root / file).resolve() for file in files)
