"""A state that is compared, where it lies, and the one error by which finding and reading it fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from metermap.core.exits import Exit

if TYPE_CHECKING:
    from metermap.codegen.changes.model import Snapshot
    from metermap.core.findings import Finding
    from metermap.mappings.model import ResolvedModel

__all__ = ["Located", "State", "StateError"]


class StateError(Exception):
    """A state cannot be found or read: the message says what was tried and what would do, `findings` what is wrong."""

    def __init__(self, message: str, code: Exit = Exit.USAGE, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.exit = code
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Located:
    """Where a state lies: a folder or a file, as somebody named it.

    `top` is the temporary folder into which it was taken out of git, None for what lies on the disk anyway. `edition`
    is the name of an edition of the workspace there, empty for what is worked on. `notes` are to be told.
    """

    path: Path
    shown: str
    top: Path | None = None
    edition: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """A state that was read.

    `renamed` says what its workspace calls now what had another name. `doubts` are the errors because of which it lacks
    something. `model` is what it was resolved to, None where it was not.
    """

    snapshot: Snapshot
    renamed: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[Finding, ...] = ()
    notes: tuple[str, ...] = ()
    model: ResolvedModel | None = None
