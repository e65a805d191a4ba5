"""What is different between two states that somebody names; what ``metermap diff`` calls."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from metermap.codegen.changes.model import Diff, Kind, Snapshot
from metermap.states.kinds import is_workspace
from metermap.states.locating import Finder
from metermap.states.named import reads_the_same
from metermap.states.reading import Reader
from metermap.states.state import Located, State, StateError
from metermap.states.workbooks import Profiles

if TYPE_CHECKING:
    from metermap.core.findings import Finding

__all__ = ["Compared", "Doubtful", "StateError", "compare_states", "compare_with_release"]


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A state and the errors because of which it lacks something, so that it shows as gone or as new."""

    shown: str
    errors: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two states compared, what is to be told of how they were read, and the states that lack something."""

    diff: Diff
    old: Doubtful
    new: Doubtful
    notes: tuple[str, ...] = ()


def compare_states(old: str, new: str, workspace: Path | None = None) -> Compared:
    """Return what is different between the states of these names. Writes nothing.

    `workspace` is where git revisions are looked for, and what says how workbooks are read; None: see `Finder`.

    Raises:
        StateError: one of them cannot be found or read.
    """
    with ExitStack() as stack:
        return _compared(*Finder(stack, workspace).pair(old, new), workspace)


def compare_with_release(release: str, workspace: Path) -> Compared:
    """Return what a workspace has that is different from a release of it, or from another state that is named.

    Raises:
        StateError: one of them cannot be found or read.
    """
    with ExitStack() as stack:
        return _compared(*Finder(stack, workspace).against(release, workspace), workspace)


def _compared(old: Located, new: Located, named: Path | None) -> Compared:
    reader = Reader()
    before = reader.read(old, _profiles(new, named))
    after = _same(before, old, new) or reader.read(new, _profiles(old, named))
    return Compared(
        _diff(before, after),
        Doubtful(old.shown, before.doubts),
        Doubtful(new.shown, after.doubts),
        tuple(dict.fromkeys((*before.notes, *after.notes))),
    )


def _profiles(other: Located, named: Path | None) -> Profiles:
    return Profiles(named, other.path if is_workspace(other.path) else None)


def _same(state: State, old: Located, new: Located) -> State | None:
    """Return the new state where it is made of the same files as the old one, which need not be read twice."""
    if state.model is None or not reads_the_same(old, new, state.model):
        return None
    side = replace(state.snapshot.side, source=new.shown)
    return replace(state, snapshot=replace(state.snapshot, side=side), notes=new.notes)


def _diff(old: State, new: State) -> Diff:
    from metermap.codegen.changes.diff import compare  # noqa: PLC0415  (asking for help must stay fast)

    if old.snapshot.lists is new.snapshot.lists:
        return Diff(old.snapshot.side, new.snapshot.side, new.snapshot.side.kinds)
    return compare(old.snapshot, new.snapshot, _renamings(old, new))


def _renamings(old: State, new: State) -> Mapping[str, str]:
    """Return the renamings that are declared: those of the new state, and where it is the elder, the old one's back.

    A name that the old state's workspace gives to what had another one is gone in an elder state, which has that.
    """
    here, there = _items(old.snapshot), _items(new.snapshot)
    back = {now: former for former, now in old.renamed.items() if now in here - there and former in there - here}
    return {**back, **new.renamed}


def _items(snapshot: Snapshot) -> set[str]:
    return {str(line.get("item", "")) for kind in (Kind.ELEMENT, Kind.ITEM) for line in snapshot.lists.get(kind, ())}
