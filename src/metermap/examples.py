"""New workspace folders, and the examples that metermap ships, as a beginning."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from metermap.core.files import MARKER, OutputRefusedError
from metermap.core.text import one_line

__all__ = ["copy_example", "example_path", "make_folder"]


def example_path(name: str) -> Path:
    """Return the folder of an example: of the installed package, or of the repository it runs from."""
    here = Path(__file__).resolve().parent
    folders = (here / "workspaces" / name, here.parents[1] / name)
    for folder in folders:
        if (folder / "metermap.toml").is_file():
            return folder
    message = f"the example {name} is neither in {folders[0]} nor in {folders[1]}: the installation is incomplete"
    raise FileNotFoundError(message)


def copy_example(
    name: str, directory: Path, more: Mapping[str, bytes] | None = None, *, dry_run: bool = False
) -> tuple[str, ...]:
    """Copy an example to `directory`, which must not exist or be empty; all of it or nothing.

    `more` are files beside those of the example, which it does not have. Returns the relative paths of all.
    Outputs and hidden files are left behind.

    Raises:
        OutputRefusedError: the folder holds something, or cannot be written.
    """
    source = example_path(name)
    files = {name: source / name for name in _sources(source)}
    return make_folder(directory, {**files, **(more or {})}, dry_run=dry_run)


def make_folder(directory: Path, files: Mapping[str, Path | bytes], *, dry_run: bool = False) -> tuple[str, ...]:
    """Make `directory`, which must not exist or be empty, of these files or contents; all of it or nothing.

    `files` goes by relative POSIX paths. Returns them, sorted.

    Raises:
        OutputRefusedError: the folder holds something, or cannot be written.
    """
    shown = one_line(str(directory))
    try:
        if directory.is_symlink() or (directory.exists() and (not directory.is_dir() or any(directory.iterdir()))):
            message = f"{shown} is there already and is not an empty folder; name another one"
            raise OutputRefusedError(message)
        if not dry_run:
            _fill(directory, files)
    except OSError as error:
        message = f"{shown} cannot be written: {error.strerror or error}"
        raise OutputRefusedError(message) from error
    return tuple(sorted(files))


def _sources(root: Path) -> list[str]:
    found: list[str] = []
    for folder, folders, names in os.walk(root):
        here = Path(folder)
        folders[:] = [name for name in folders if not name.startswith((".", "__")) and not _is_output(here / name)]
        found += [(here / name).relative_to(root).as_posix() for name in names if not name.startswith((".", "~$"))]
    return found


def _is_output(folder: Path) -> bool:
    return folder.name == "build" or (folder / MARKER).exists()


def _fill(directory: Path, files: Mapping[str, Path | bytes]) -> None:
    directory.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".metermap-", dir=directory.parent) as beside:
        # One more level: the outer folder is private to its owner, the workspace need not be.
        new = Path(beside) / "workspace"
        for folder in sorted({PurePosixPath(name).parent for name in files}):
            (new / folder).mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            if isinstance(content, bytes):
                (new / name).write_bytes(content)
            else:
                shutil.copyfile(content, new / name)
        new.rename(directory)
