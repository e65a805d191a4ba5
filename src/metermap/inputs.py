"""One digest of all that an output depends on: the workspace, metermap itself, and what it calls."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from metermap import __version__, generators
from metermap.codegen.overrides import template_files
from metermap.core.digest import combined_digest, sha256_hex
from metermap.core.files import MARKER

if TYPE_CHECKING:
    from metermap.core.workspace import Workspace

__all__ = ["file_digest", "files_digest", "input_files", "inputs_digest", "is_counted", "matching_files", "named_files"]

# Packages whose next version may well write or read something differently.
_PACKAGES = ("Jinja2", "Markdown", "lark", "mkdocs", "openpyxl", "pydantic")
_LOCK_FILES = ("~$", ".~lock.")


def inputs_digest(workspace: Path) -> str:
    """Return the digest of a workspace folder's files and of the program that reads them, plug-ins included.

    Hidden folders, a spreadsheet program's lock files and outputs of metermap do not count.
    """
    parts = [
        ("metermap", __version__),
        ("python", ".".join(map(str, sys.version_info[:2]))),
        *((name, _version(name)) for name in _PACKAGES),
        *_digests("workspace", workspace),
        *_digests("program", Path(__file__).parent),
        # Again, because a folder of templates that looks like an output of metermap would not count above.
        *((f"template {file.path}", sha256_hex(file.data) + file.refused) for file in template_files(workspace)),
        *_plug_ins(),
    ]
    return combined_digest(parts)


def files_digest(root: Path) -> str:
    """Return the digest of the files of a folder that count as inputs."""
    return combined_digest(_digests("workspace", root))


def _plug_ins() -> Iterator[tuple[str, str]]:
    """Yield each plug-in, and the digests of its program: while it is written its version stays the same."""
    found = generators.find()
    yield "generators", "\n".join(f"{each.distribution} {each.entry.name} {each.entry.value}" for each in found)
    for kind, place in generators.plug_in_folders(found):
        if place.is_dir():
            yield from _digests(kind, place)
        else:
            yield kind, file_digest(place)


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def input_files(root: Path) -> Iterator[Path]:
    """Yield the files below a folder that count as inputs."""
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        folders[:] = sorted(name for name in folders if _is_source(here / name))
        yield from (here / name for name in names if not name.startswith(_LOCK_FILES))


def _digests(kind: str, root: Path) -> Iterator[tuple[str, str]]:
    for path in input_files(root):
        yield f"{kind} {path.relative_to(root).as_posix()}", file_digest(path)


def _is_source(folder: Path) -> bool:
    skipped = folder.name.startswith(".") or folder.name == "__pycache__"
    # A dictionary overlay is an input, even if an import wrote it.
    return not skipped and (not (folder / MARKER).exists() or (folder / "dictionary.toml").is_file())


def is_counted(workspace: Path, name: str) -> bool:
    """Return whether `inputs_digest` would tell a change of the file `name`, a POSIX path inside the workspace."""
    *folders, last = PurePosixPath(name).parts
    here = workspace
    for folder in folders:
        here /= folder
        if here.is_symlink() or not _is_source(here):
            return False
    return not last.startswith(_LOCK_FILES)


def file_digest(path: Path) -> str:
    """Return the digest of a file, or why there is none."""
    if path.exists() and not path.is_file():
        return "no file"  # a pipe would be waited for
    try:
        return sha256_hex(path.read_bytes())
    except OSError as error:
        return f"unreadable: {error.strerror}"


def named_files(workspace: Workspace) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the files that a workspace and its editions name, and the patterns of others."""
    files = [workspace.errata, workspace.expected, workspace.reserved, workspace.standards.register]
    files.append(workspace.baseline)
    files += [entry.errata for entry in workspace.editions]
    books = (*workspace.workbooks, *(book for entry in workspace.editions for book in entry.workbooks))
    overlays = (name for choice in workspace.dictionaries.values() for name in choice.overlays if "/" in name)
    patterns = [*workspace.mappings, *workspace.results, *(f"{name}/**/*" for name in overlays)]
    patterns += [pattern for entry in workspace.editions for pattern in entry.mappings]
    return tuple(filter(None, (*files, *(book.file for book in books)))), tuple(patterns)


def matching_files(root: Path, pattern: str) -> list[str]:
    """Return the files that a pattern finds below a folder: also in hidden folders, which `inputs_digest` passes over.

    Raises:
        NotImplementedError, ValueError: the pattern is one that `Path.glob` refuses.
    """
    return sorted(path.relative_to(root).as_posix() for path in root.glob(pattern) if path.is_file())
