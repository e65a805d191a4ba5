"""``metermap impact --if``: what is different if a cell or a line says something else, by making both states.

Nothing is written but a temporary copy of the inputs, in which a line is another one.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from metermap import pipeline
from metermap.codegen.changes.diff import compare
from metermap.codegen.changes.snapshot import snapshot_of
from metermap.codegen.exchange.documents import model_document
from metermap.codegen.explaining import AskedCell, AskedLine, asked_place
from metermap.codegen.impact import Supposed
from metermap.codegen.impact.lines import lines_of
from metermap.core.exits import Exit
from metermap.core.finding_changes import changed_findings
from metermap.core.places import CellPlace
from metermap.impacting import symbols_of
from metermap.inputs import input_files, named_files
from metermap.origins import NoPlaceError, inside, origin_of
from metermap.resolving import Resolved, Run, resolve

if TYPE_CHECKING:
    from metermap.codegen.impact import Origin
    from metermap.core.findings import Finding
    from metermap.pipeline import Outputs

__all__ = ["SupposedResult", "suppose"]

_LEAST = 12  # how many digits of a digest are shown where few have room


@dataclass(frozen=True, slots=True)
class SupposedResult:
    """The answer; None if there is no such place, and `message` says so, or if the workspace cannot be resolved now."""

    supposed: Supposed | None
    message: str
    findings: tuple[Finding, ...]
    exit: Exit


def suppose(path: Path, place: str, text: str) -> SupposedResult:
    """Return what is different in the workspace at `path` if a cell, or a line of a text file, says `text`."""
    run = Run()
    resolved = resolve(path, run)
    if isinstance(resolved, Exit):
        return SupposedResult(None, "", run.findings.sorted(), resolved)
    try:
        origin = origin_of(resolved, place)
        if isinstance(asked := asked_place(place), AskedLine):
            origin = replace(origin, text=_written(resolved, asked))
        with _state(path, resolved, place, text) as (other, other_run):
            found = _compared(origin, text, (resolved, run), (other, other_run))
    except NoPlaceError as error:
        return SupposedResult(None, str(error), (), Exit.FINDINGS)
    return SupposedResult(found, "", (), Exit.FINE)


@contextmanager
def _state(path: Path, resolved: Resolved, place: str, text: str) -> Iterator[tuple[Resolved | Exit, Run]]:
    """Yield what the workspace resolves to with another text at the place.

    Raises:
        NoPlaceError: the place is no cell and no line.
    """
    run = Run()
    match asked_place(place):
        case AskedCell() as asked:
            cell = CellPlace(inside(resolved, asked.file), asked.sheet, asked.row, asked.column)
            yield resolve(path, run, {cell: text}), run
        case AskedLine() as asked:
            with tempfile.TemporaryDirectory(prefix="metermap-") as folder:
                root = Path(folder).resolve()
                _copy(resolved, root)
                _write_line(root / inside(resolved, asked.file), asked.line, text)
                yield resolve(root if path.is_dir() else root / path.name, run), run
        case None:
            message = "with --if PLACE is a cell or a line of a file: a name says nothing that could be otherwise"
            raise NoPlaceError(message)


def _copy(resolved: Resolved, target: Path) -> None:
    """Copy what files of the workspace hold, links followed: whoever writes to the copy must reach no original."""
    source = resolved.workspace.root.resolve()
    for name in sorted(_names(resolved)):
        file, copy = source / name, target / name
        if not file.is_file():
            continue  # a pipe would be waited for
        copy.parent.mkdir(parents=True, exist_ok=True)
        if file.resolve().is_relative_to(source):
            shutil.copyfile(file, copy)
        else:
            copy.symlink_to(file.resolve())  # what leads out is refused there as it is here


def _names(resolved: Resolved) -> set[str]:
    """Return the files that count as inputs, and those in hidden folders that the workspace names."""
    workspace = resolved.workspace
    files, patterns = named_files(workspace)
    counted = (file.relative_to(workspace.root).as_posix() for file in input_files(workspace.root))
    read = (source.path for source in resolved.model.sources)
    return {*counted, *files, *workspace.files_of(*patterns), *read}


def _write_line(file: Path, number: int, text: str) -> None:
    lines = file.read_bytes().splitlines(keepends=True)
    end = lines[number - 1][len(lines[number - 1].rstrip(b"\r\n")) :]
    lines[number - 1] = text.encode("utf-8", "surrogateescape") + end
    file.unlink()  # it may be a link that leads out of the copy
    file.write_bytes(b"".join(lines))


def _written(resolved: Resolved, asked: AskedLine) -> str:
    """Return what a line says now."""
    lines = lines_of((resolved.workspace.root / inside(resolved, asked.file)).read_bytes())
    return lines[asked.line - 1].strip()


_Made = tuple[Resolved, Run]


def _compared(origin: Origin, text: str, old: _Made, new: tuple[Resolved | Exit, Run]) -> Supposed:
    before, after = old[0], new[0]
    if isinstance(after, Exit):
        changes = changed_findings(before.model.findings, new[1].findings.sorted())
        return Supposed(origin, text, replace(changes, gone=()))
    outputs = pipeline.make(before, old[1]), pipeline.make(after, new[1])
    findings = changed_findings(*(made.checked.everything for made in outputs))
    states = [
        snapshot_of(model_document(each.model, ()), source) for each, source in ((before, "now"), (after, "then"))
    ]
    renamed = before.workspace.site.renamed
    return Supposed(
        origin,
        text,
        findings,
        compare(states[0], states[1], renamed),
        dict(_files(*(_plain(made, each) for made, each in zip(outputs, (before, after), strict=True)))),
        tuple(_symbols(before, after)),
    )


def _plain(made: Outputs, resolved: Resolved) -> dict[str, bytes]:
    """Return the files without the digest of the inputs, sources of pages and packed copies left out."""
    digest = resolved.model.digest.encode()
    return {
        name: data.replace(digest, b"").replace(digest[:_LEAST], b"")
        for name, data in made.files.items()
        if not name.startswith(("site-src/", "site/downloads/"))
    }


def _files(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield name, "removed"
        elif name not in before:
            yield name, "added"
        elif before[name] != after[name]:
            yield name, "changed"


def _symbols(before: Resolved, after: Resolved) -> Iterator[str]:
    old, new = symbols_of(before), symbols_of(after)
    yield from (name for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name))
