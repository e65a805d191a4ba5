"""Templates of a workspace that stand in for a generator's own: ``templates/GENERATOR/NAME.jinja``.

They come from a workspace, and so from whoever may propose a change to it: they are read as texts here,
and `metermap.codegen.templates` says what they may do.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["FOLDER", "LIMIT", "Overrides", "TemplateFile", "template_files"]

FOLDER = "templates"
LIMIT = 1_000_000
"""The octets of a template at most. The largest of metermap's own has 4,000."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """The overriding templates of one generator: names such as ``device.py.jinja`` -> texts."""

    generator: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)

    def file(self, name: str) -> str:
        """Return the path of a template inside the workspace, as findings name it."""
        return f"{FOLDER}/{self.generator}/{name}"


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A file below ``templates``: its path inside the workspace, and its octets or why they are not read."""

    path: str
    data: bytes = b""
    refused: str = ""

    @property
    def generator(self) -> str:
        """Return the folder that the file lies in, '' if it lies in none."""
        return self.path.split("/")[1] if self.path.count("/") > 1 else ""

    @property
    def name(self) -> str:
        """Return the path below the generator's folder."""
        return self.path.removeprefix(f"{FOLDER}/").removeprefix(f"{self.generator}/")


def template_files(workspace: Path) -> tuple[TemplateFile, ...]:
    """Return all files below a workspace's ``templates``, in order of their paths; hidden ones are none.

    A symbolic link is not followed and a file over `LIMIT` not read: both come back as refused.
    """
    return tuple(sorted(_files(workspace), key=lambda file: file.path))


def _files(workspace: Path) -> Iterator[TemplateFile]:
    root = workspace / FOLDER
    if root.is_symlink():
        yield TemplateFile(FOLDER, refused="it is a symbolic link")
        return
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for path in (Path(folder) / name for name in (*links, *names) if not name.startswith(".")):
            yield _read(path, path.relative_to(workspace).as_posix())


def _read(path: Path, shown: str) -> TemplateFile:
    if path.is_symlink():
        return TemplateFile(shown, refused="it is a symbolic link")
    if not path.is_file():
        return TemplateFile(shown, refused="it is no file")
    try:
        with path.open("rb") as stream:
            data = stream.read(LIMIT + 1)
    except OSError as error:
        return TemplateFile(shown, refused=f"the system says: {error.strerror}")
    if len(data) > LIMIT:
        return TemplateFile(shown, data, f"it has more than {LIMIT:,} octets")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return TemplateFile(shown, data, f"it is not UTF-8 (octet {error.start})")
    return TemplateFile(shown, data)
