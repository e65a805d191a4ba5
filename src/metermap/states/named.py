"""Which files a workspace reads, and whether two workspaces read the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from metermap.core.findings import Findings
from metermap.core.workspace import FILE_NAME, load_workspace
from metermap.inputs import files_digest, is_counted, named_files
from metermap.states.kinds import is_workspace

if TYPE_CHECKING:
    from metermap.mappings.model import ResolvedModel
    from metermap.states.state import Located

__all__ = ["folder_and_file", "reads_the_same"]


def reads_the_same(one: Located, other: Located, model: ResolvedModel) -> bool:
    """Return whether two places hold a workspace of the same files, so that both resolve to `model`, as one did.

    Where that cannot be told without resolving, it is not.
    """
    if one.edition != other.edition or not (is_workspace(one.path) and is_workspace(other.path)):
        return False
    (root, file), (others, also) = folder_and_file(one.path), folder_and_file(other.path)
    if file != also:
        return False
    if root == others:
        return True
    workspace = load_workspace(one.path, Findings())
    if workspace is None or files_digest(root) != files_digest(others):
        return False
    files, patterns = named_files(workspace)
    found = workspace.files_of(*patterns)
    if found != replace(workspace, root=others).files_of(*patterns):
        return False
    read = {*files, *found, *(source.path for source in model.sources)}
    # What the digest passes over may differ all the same.
    return all(is_counted(folder, name) for folder in (root, others) for name in read)


def folder_and_file(path: Path) -> tuple[Path, str]:
    """Return the folder of a workspace and the name of the file that makes it one."""
    return (path.resolve(), FILE_NAME) if path.is_dir() else (path.resolve().parent, path.name)
