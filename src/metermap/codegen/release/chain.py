"""Which releases a workspace has, and which of them is the last: the folder ``releases``, which may hold anything."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from metermap.codegen.release.record import FILE, Label
from metermap.codegen.release.sums import FILE as SUMS
from metermap.core.bounded import FileError, read_bounded
from metermap.core.findings import Finding
from metermap.core.places import FilePlace
from metermap.core.reserved_codes import OTHER_VERSION
from metermap.core.versions import RELEASES, Version, parse_version

__all__ = ["Chain", "Link", "read_chain", "version_findings"]

_LONGEST: Final = 8_000_000
_MOST: Final = 10_000


@dataclass(frozen=True, slots=True)
class Link:
    """A release: its label, which names its folder, its version, and the label of the one before; empty if none."""

    label: str
    version: Version
    previous: str


@dataclass(frozen=True, slots=True)
class Chain:
    """The releases by label, sorted, and the folders of which release.json does not say what they are."""

    links: tuple[Link, ...]
    unread: tuple[str, ...]

    @property
    def last(self) -> Link | None:
        """Return the release that no other one follows; of several, that of the highest version. None without any."""
        return max(self.heads, key=lambda link: (link.version, link.label), default=None)

    @property
    def heads(self) -> tuple[Link, ...]:
        """Return the releases that no other one follows: an older one may have been mended beside the last."""
        followed = {link.previous for link in self.links}
        return tuple(link for link in self.links if link.label not in followed) or self.links

    def link(self, label: str) -> Link | None:
        """Return the release of that label."""
        return next((link for link in self.links if link.label == label), None)


class _Previous(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)
    label: Label


class _Said(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)
    label: Label
    version: str = Field(max_length=100)
    previous: _Previous | None


def read_chain(workspace: Path) -> Chain:
    """Return the releases in the folder of a workspace; hidden folders and files are none, links are not followed.

    A folder that has neither of the two files by which a release is known is somebody's own.
    """
    links, unread = [], []
    for folder in _folders(workspace / RELEASES):
        link = _link(folder)
        if link is not None:
            links.append(link)
        elif any(os.path.lexists(folder / name) for name in (FILE, SUMS)):
            unread.append(folder.name)
    return Chain(tuple(links), tuple(unread))


def _folders(root: Path) -> Iterator[Path]:
    try:
        found = sorted(root.iterdir())[:_MOST] if root.is_dir() and not root.is_symlink() else []
    except OSError:
        found = []
    yield from (path for path in found if not path.name.startswith(".") and path.is_dir() and not path.is_symlink())


def _link(folder: Path) -> Link | None:
    try:
        said = _Said.model_validate_json(read_bounded(folder / FILE, _LONGEST))
    except (FileError, ValidationError):
        return None
    version = parse_version(said.version)
    if version is None or said.label != folder.name:
        return None
    return Link(said.label, version, said.previous.label if said.previous else "")


def version_findings(workspace: Path, version: str) -> Iterator[Finding]:
    """Yield what is wrong between the version that metermap.toml states, empty if none, and the releases."""
    chain = read_chain(workspace)
    for name in chain.unread:
        message = (
            f"{FILE} does not say what the release {name} is, so the workspace's version cannot be held against it"
        )
        advice = (
            f"Bring the folder back as it was, or take it out; metermap verify-release tells what is wrong with {name}."
        )
        place = FilePlace(f"{RELEASES}/{name}/{FILE}")
        yield OTHER_VERSION.at(place, message, subject=name, expected="a release as it was written", help=advice)
    if chain.last and version not in {str(head.version) for head in chain.heads}:
        stated = f"is version {version}" if version else "states no version"
        message = f"the workspace {stated}, and its last release, {chain.last.label}, is {chain.last.version}"
        expected = f'version = "{chain.last.version}"'
        yield OTHER_VERSION.at(FilePlace("metermap.toml"), message, subject="version", expected=expected)
