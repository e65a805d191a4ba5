"""Reading a workbook alone: what it says, uncorrected, by a profile that a workspace has or that is proposed.

A workbook is a catalogue without mapping, so elements, facts and use cases are all that can be compared.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from metermap.core.digest import sha256_hex
from metermap.core.exits import Exit
from metermap.core.findings import Findings
from metermap.core.text import one_line
from metermap.core.workspace import FILE_NAME, WorkbookProfile, Workspace, load_workspace
from metermap.states.state import Located, State, StateError

if TYPE_CHECKING:
    from metermap.catalogue.model import Catalogue
    from metermap.codegen.changes.model import Snapshot

__all__ = ["Profiles", "read_workbook", "workspace_of"]

_LISTS: Final = {"elements": "elements", "han_only": "elements", "items": "items", "use_cases": "use_cases"}
"""The list of the released model that a part of a profile fills."""

_ABOUT: Final = frozenset({"schema_version", "name", "title", "edition", "digest"})


@dataclass(frozen=True, slots=True)
class Profiles:
    """Where the profile of a workbook may be: in the workspace that the user names, else in that of the other state."""

    named: Path | None = None
    other: Path | None = None


@dataclass(frozen=True, slots=True)
class _Reader:
    """A workspace made of one workbook, and where its profile comes from, in words."""

    workspace: Workspace
    origin: str
    others: int = 0


def read_workbook(located: Located, profiles: Profiles) -> State:
    """Return what a workbook says.

    Raises:
        StateError: no profile reads it, or it is unreadable.
    """
    from metermap.catalogue.reader import read_catalogue  # noqa: PLC0415  (asking for help must stay fast)

    reader = _reader(located, profiles)
    findings = Findings()
    catalogue = read_catalogue(reader.workspace, findings)
    if catalogue is None:
        message = f"{located.shown} cannot be read by {reader.origin}; name a workspace whose profile reads it: -w"
        raise StateError(message, Exit.INPUT, findings.sorted())
    notes = (*located.notes, *_notes(located, reader))
    return State(_snapshot(located, reader.workspace, catalogue), dict(reader.workspace.site.renamed), notes=notes)


def _notes(located: Located, reader: _Reader) -> Iterator[str]:
    yield f"{located.shown} is a workbook: its catalogue alone is compared, as it is written, read by {reader.origin}"
    if reader.others:
        yield f"{located.shown} is one of {reader.others + 1} workbooks of that workspace; the others are not read"


def _snapshot(located: Located, workspace: Workspace, catalogue: Catalogue) -> Snapshot:
    from metermap.codegen.changes.snapshot import snapshot_of  # noqa: PLC0415  (brings pydantic along)
    from metermap.codegen.exchange.documents import model_document  # noqa: PLC0415
    from metermap.mappings.model import ResolvedModel  # noqa: PLC0415

    digest = sha256_hex(located.path.read_bytes())
    edition = workspace.workbooks[0].edition or workspace.edition
    model = ResolvedModel(workspace.name, workspace.title, edition, catalogue, (), (), (), (), (), digest)
    read = {name for part, name in _LISTS.items() if any(getattr(book, part) for book in workspace.workbooks)}
    document = {name: value for name, value in model_document(model, ()).items() if name in {*_ABOUT, *read}}
    return snapshot_of(document, located.shown)


def _reader(located: Located, profiles: Profiles) -> _Reader:
    """Return how to read a workbook.

    Raises:
        StateError: the user names a workspace that cannot be read, or that says nothing of this workbook.
    """
    if profiles.named is not None:
        return _by(_loaded(profiles.named), located, f"the profile of {one_line(str(profiles.named))}")
    own = _own_workspace(located)
    if own is not None:
        return own
    if profiles.other is not None:
        return _by(_loaded(profiles.other), located, f"the profile of {one_line(str(profiles.other))}")
    return _proposed(located)


def workspace_of(located: Located) -> Path | None:
    """Return the folder of the workspace that a workbook lies in and that names it; None if there is none."""
    found = _naming(located)
    return found.root if found else None


def _own_workspace(located: Located) -> _Reader | None:
    """Return how the workspace reads it in whose folder the workbook lies, if that names it."""
    workspace = _naming(located)
    if workspace is None:
        return None
    books = _books(workspace, located)
    return _Reader(_alone(workspace, workspace.root, books), "the workspace it lies in", _others(workspace))


def _naming(located: Located) -> Workspace | None:
    path = located.path.resolve()
    for folder in path.parents:
        if (folder / FILE_NAME).is_file():
            workspace = load_workspace(folder, Findings())
            if workspace is not None and _books(workspace, located):
                return workspace
        if folder == located.top:
            return None
    return None


def _books(workspace: Workspace, located: Located) -> list[WorkbookProfile]:
    path, root = located.path.resolve(), workspace.root.resolve()
    return [book for book in workspace.workbooks if path.is_relative_to(root) and root / book.file == path]


def _loaded(path: Path) -> Workspace:
    findings = Findings()
    workspace = load_workspace(path, findings)
    if workspace is None:
        message = f"{one_line(str(path))} cannot be read as a workspace"
        raise StateError(message, Exit.USAGE, findings.sorted())
    return workspace


def _by(workspace: Workspace, located: Located, origin: str) -> _Reader:
    """Return a reader by the profile of the workbook of the same name; by the only one there is, whatever its name."""
    files = tuple(dict.fromkeys(book.file for book in workspace.workbooks))
    wanted = [file for file in files if Path(file).name == located.path.name] or list(files)
    if len(wanted) != 1:
        message = f"{located.shown}: {origin} is for {', '.join(map(one_line, wanted)) or 'no workbook'}"
        message = f"{message}, and none is called {one_line(located.path.name)}; give it the name of one of them"
        raise StateError(message)
    books = [replace(book, file=located.path.name) for book in workspace.workbooks if book.file == wanted[0]]
    return _Reader(_alone(workspace, located.path.resolve().parent, books), origin, len(files) - 1)


def _alone(workspace: Workspace, root: Path, books: list[WorkbookProfile]) -> Workspace:
    return replace(workspace, root=root, workbooks=tuple(books), errata="")


def _others(workspace: Workspace) -> int:
    return len({book.file for book in workspace.workbooks}) - 1


def _proposed(located: Located) -> _Reader:
    """Return a reader by a profile that is proposed by looking at the workbook.

    Raises:
        StateError: nothing in it looks like a catalogue, or it cannot be read.
    """
    from metermap.beginnings import begin_from  # noqa: PLC0415  (asking for help must stay fast)

    findings = Findings()
    beginning = begin_from(located.path, "proposed", findings)
    if beginning is None:
        message = f"{located.shown} cannot be read as a workbook; name a workspace whose profile reads it: -w"
        raise StateError(message, Exit.INPUT, findings.sorted())
    with tempfile.TemporaryDirectory(prefix="metermap-") as folder:
        (Path(folder) / FILE_NAME).write_text(beginning.toml, "utf-8")
        workspace = _loaded(Path(folder))
    books = [replace(book, file=located.path.name) for book in workspace.workbooks]
    return _Reader(_alone(workspace, located.path.resolve().parent, books), "a profile proposed by looking at it")
