"""Files by which a forge checks a workspace and publishes its site, at each change: GitHub's and GitLab's."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path

from metermap import __version__
from metermap.core.files import OutputRefusedError
from metermap.core.text import one_line

__all__ = ["FORGES", "Added", "add_files", "forge_files"]

_PATHS = {"github": ".github/workflows/metermap.yml", "gitlab": ".gitlab-ci.yml"}
FORGES = tuple(_PATHS)
"""The forges that there is a file for."""

Added = tuple[tuple[str, ...], tuple[str, ...]]
"""The paths that were written, and those that were there already."""


def forge_files(forges: Iterable[str]) -> dict[str, bytes]:
    """Return the files of forges, by their paths in a repository. They install this very version of metermap."""
    return {_PATHS[forge]: _text(forge).encode() for forge in forges}


def _text(forge: str) -> str:
    return (resources.files(__name__) / f"{forge}.yml").read_text("utf-8").replace("@VERSION@", __version__)


def add_files(directory: Path, files: Mapping[str, bytes], *, dry_run: bool = False) -> Added:
    """Add files to a folder that there is; one that is there already stays, whatever it holds.

    Raises:
        OutputRefusedError: a path leads out of the folder by a link, or the system refuses to write.
    """
    root = directory.resolve()
    there = tuple(sorted(name for name in files if os.path.lexists(root / name)))
    missing = {name: data for name, data in sorted(files.items()) if name not in there}
    for name, data in () if dry_run else missing.items():
        path = root / name
        try:
            if not path.parent.resolve().is_relative_to(root):
                message = f"{one_line(str(directory / name))} would be outside the folder, by a symbolic link"
                raise OutputRefusedError(message)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as stream:
                stream.write(data)
        except OSError as error:
            message = f"{one_line(str(path))} cannot be written: {error.strerror or error}"
            raise OutputRefusedError(message) from error
    return tuple(missing), there
