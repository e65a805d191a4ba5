"""What is different between two states that somebody names; what ``metermap diff`` calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from metermap.codegen.changes.model import Diff, Kind, Snapshot
from metermap.core.bounded import FileError, resolved_path
from metermap.states.kinds import is_workbook, is_workspace
from metermap.states.locating import Finder
from metermap.states.named import reads_the_same
from metermap.states.reading import Reader
from metermap.states.state import Located, State, StateError
from metermap.states.workbooks import Profiles, workspace_of

if TYPE_CHECKING:
    from metermap.core.findings import Finding

__all__ = ["Compared", "Doubtful", "StateError", "compare_states", "compare_with_release"]


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A state and the errors because of which it may lack something, which then shows as gone, new or changed."""

    shown: str
    errors: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two states compared, what is to be told of how they were read, and the states that lack something.

    `names` are those of all lines of either state, and `devices` those that either knows: what can be asked for.
    """

    diff: Diff
    old: Doubtful
    new: Doubtful
    notes: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    devices: frozenset[str] = frozenset()


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
        frozenset(name for state in (before, after) for name in _names(state.snapshot)),
        frozenset(name for state in (before, after) for name in _devices(state.snapshot)),
    )


def _names(snapshot: Snapshot) -> Iterator[str]:
    from metermap.codegen.changes.texts import line_name  # noqa: PLC0415  (as below)

    for kind, lines in snapshot.lists.items():
        yield from (line_name(kind, line) for line in lines)
    yield from _items(snapshot)


def _devices(snapshot: Snapshot) -> Iterator[str]:
    for kind, lines in snapshot.lists.items():
        yield from (str(line.get("id" if kind is Kind.DEVICE else "device") or "") for line in lines)


def _profiles(other: Located, named: Path | None) -> Profiles:
    """Return where the profile of a workbook may be; that of another one may be in the workspace that this lies in."""
    if is_workbook(other.path) and named is None:
        return Profiles(other=workspace_of(other) if _leads_somewhere(other.path) else None)
    return Profiles(named, other.path if is_workspace(other.path) else None)


def _leads_somewhere(path: Path) -> bool:
    try:
        resolved_path(path)
    except FileError:
        return False  # reading it tells why
    return True


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
