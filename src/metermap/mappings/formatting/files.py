"""Formatting files: which ones a path means, what would change, and writing it."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from metermap.core.findings import Finding, Findings
from metermap.core.places import FilePlace
from metermap.core.text import one_line
from metermap.core.workspace import FILE_NAME, load_workspace
from metermap.mappings.formatting import codes
from metermap.mappings.formatting.formatter import format_bytes
from metermap.mappings.includes import mapping_and_included

__all__ = ["FileLayout", "lay_out_file", "mapping_paths", "write_layout"]


@dataclass(frozen=True, slots=True)
class FileLayout:
    """A file as it is and as it would be; `after` is None if it has errors or cannot be read."""

    path: Path
    before: bytes
    after: bytes | None
    findings: tuple[Finding, ...] = ()

    @property
    def changes(self) -> bool:
        """Return whether the canonical layout is another than the file has."""
        return self.after is not None and self.after != self.before

    def difference(self) -> Iterator[str]:
        """Yield the lines of a unified diff, without line ends; what cannot be seen is shown as an escape."""
        before, after = (content.decode("utf-8-sig").split("\n") for content in (self.before, self.after or b""))
        name = one_line(self.path.as_posix())
        for line in difflib.unified_diff(before, after, f"{name} (as it is)", f"{name} (formatted)", lineterm=""):
            yield one_line(line)


def mapping_paths(path: Path, findings: Findings) -> tuple[Path, ...]:
    """Return the files that a path means: the mapping files of a workspace and what they include, or the file itself.

    What is wrong with the workspace's ``metermap.toml`` goes to `findings`.
    """
    if not path.is_dir() and path.name != FILE_NAME:
        return (path,)
    workspace = load_workspace(path, findings)
    if workspace is None:
        return ()
    folder = path if path.is_dir() else path.parent
    return tuple(folder / name for name in mapping_and_included(folder, workspace.mapping_files_of_all()))


def lay_out_file(path: Path) -> FileLayout:
    """Read a file and lay it out; nothing is written."""
    name = path.as_posix()
    try:
        before = path.read_bytes()
    except OSError as error:
        finding = codes.CANNOT_BE_READ.at(FilePlace(name), error.strerror or str(error), subject=name)
        return FileLayout(path, b"", None, (finding,))
    formatted = format_bytes(name, before)
    after = None if formatted.text is None else formatted.text.encode()
    return FileLayout(path, before, after, formatted.findings)


def write_layout(layout: FileLayout) -> Finding | None:
    """Write a file whose layout changes, all of it or nothing; return what is in the way, if anything is.

    A symbolic link is not followed and a read-only file not replaced. Mode bits stay.
    """
    if not layout.changes or layout.after is None:
        return None
    name = layout.path.as_posix()
    if layout.path.is_symlink():
        return codes.CANNOT_BE_WRITTEN.at(FilePlace(name), "the file is a symbolic link", subject=name)
    try:
        _replace(layout.path, layout.before, layout.after)
    except OSError as error:
        return codes.CANNOT_BE_WRITTEN.at(FilePlace(name), error.strerror or str(error), subject=name)
    return None


def _replace(path: Path, before: bytes, after: bytes) -> None:
    if not path.stat().st_mode & 0o222:
        raise PermissionError(None, "the file is read-only")
    if path.read_bytes() != before:
        raise OSError(None, "the file has changed since it was read; run the command again")
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", suffix=".metermap", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(after)
        shutil.copymode(path, beside)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
