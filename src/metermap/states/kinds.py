"""What a path can be a state by: its name tells a workbook, and what lies in a folder tells the folder."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Final

from metermap.core.workspace import FILE_NAME

__all__ = ["DOCUMENTS", "document_in", "is_workbook", "is_workspace"]

DOCUMENTS: Final = ("model/model.json", "model.json")
"""Where the model is in the folder of a build, and in that of a release or of the model alone."""

_WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".csv", ".tsv", ".txt", ".ods", ".xls", ".xlsb"})


def is_workbook(path: str | PurePath) -> bool:
    """Return whether a path is called like a workbook, be it one that metermap can read or not."""
    return PurePath(path).suffix.lower() in _WORKBOOKS


def is_workspace(path: Path) -> bool:
    """Return whether `path` is the folder of a workspace, or the file that makes it one."""
    return _is_file(path / FILE_NAME) or (path.suffix == ".toml" and _is_file(path))


def document_in(folder: Path) -> Path | None:
    """Return the model in the folder of a build or of a release; None if there is none."""
    return next((folder / name for name in DOCUMENTS if _is_file(folder / name)), None)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False  # in a folder that may not be looked into, or with a name that none can have
