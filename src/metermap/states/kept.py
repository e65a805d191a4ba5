"""States of workspaces that were read before, so that what has not changed is not resolved again.

An entry of the store is named after the digest of all that a state depends on: the workspace's files, be they on the
disk or out of git, and the program. Kept is what is compared, not the model.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from metermap.codegen.changes.model import Kind, Side, Snapshot
from metermap.core.digest import combined_digest
from metermap.core.store import Store, is_kept
from metermap.inputs import inputs_digest, is_counted
from metermap.states.named import folder_and_file, named_files
from metermap.states.state import Located, State

if TYPE_CHECKING:
    from metermap.codegen.changes.model import Record
    from metermap.core.stored_findings import Json
    from metermap.core.workspace import Workspace

__all__ = ["keep", "kept_name", "recall"]

_STORE = Store("metermap state 1", ".state", kept=12)


def kept_name(located: Located) -> str:
    """Return the name of the entry for the workspace that lies there as it is now; empty if nothing is kept."""
    if not is_kept():
        return ""
    root, file = folder_and_file(located.path)
    return combined_digest([("inputs", inputs_digest(root)), ("file", file), ("edition", located.edition)])


def recall(name: str, located: Located) -> State | None:
    """Return the state that was kept under a name; None if none is sound."""
    octets = _STORE.read(name)
    if octets is None:
        return None
    root, _ = folder_and_file(located.path)
    try:
        entry = _decode(json.loads(octets))
        if any(_matches(root, pattern) != found for pattern, found in entry.matches.items()):
            return None
    except (OSError, ValueError, NotImplementedError, RecursionError):  # a pattern may be one that `glob` refuses
        return None
    side = Side(located.shown, entry.name, entry.edition, entry.digest, entry.partial, tuple(entry.lists))
    return State(Snapshot(side, entry.lists), entry.renamed, notes=located.notes)


def keep(name: str, located: Located, state: State, workspace: Workspace) -> None:
    """Keep a state, if it lacks nothing and depends on nothing that no digest would tell to have changed."""
    if not name or state.doubts or state.model is None or kept_name(located) != name:
        return
    root, _ = folder_and_file(located.path)
    files, patterns = named_files(workspace)
    matches = {pattern: _matches(root, pattern) for pattern in patterns}
    read = {
        *files,
        *(source.path for source in state.model.sources),
        *(path for found in matches.values() for path in found),
    }
    if all(is_counted(root, path) for path in read):
        _STORE.keep(name, [_encode(state, matches)])


def _matches(root: Path, pattern: str) -> list[str]:
    """Return what a pattern finds: also in hidden folders, which the digest passes over."""
    return sorted(path.relative_to(root).as_posix() for path in root.glob(pattern) if path.is_file())


def _encode(state: State, matches: Mapping[str, list[str]]) -> bytes:
    side = state.snapshot.side
    stored = {
        "side": [side.name, side.edition, side.digest, side.partial],
        "renamed": dict(state.renamed),
        "matches": dict(matches),
        "lists": {kind.value: list(state.snapshot.lists[kind]) for kind in side.kinds},
    }
    return json.dumps(stored, allow_nan=False, separators=(",", ":")).encode("ascii")


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    edition: str
    digest: str
    partial: bool
    renamed: Mapping[str, str]
    matches: Mapping[str, Json]
    lists: Mapping[Kind, tuple[Record, ...]]


def _decode(stored: Json) -> _Entry:
    """Return the entry that `_encode` wrote.

    Raises:
        ValueError: it is none.
    """
    match stored:
        case {
            "side": [str(name), str(edition), str(digest), bool(partial)],
            "renamed": dict(renamed),
            "matches": dict(matches),
            "lists": dict(lists),
        }:
            names = {former: now for former, now in renamed.items() if isinstance(now, str)}
            records = {Kind(kind): _records(lines) for kind, lines in lists.items()}
            return _Entry(name, edition, digest, partial, names, matches, records)
    message = "no state"
    raise ValueError(message)


def _records(lines: Json) -> tuple[Record, ...]:
    if not isinstance(lines, list):
        message = "no list of records"
        raise ValueError(message)  # noqa: TRY004  (whatever is wrong with an entry is one kind of fault)
    found = tuple(line for line in lines if isinstance(line, dict))
    if len(found) != len(lines):
        message = "no record"
        raise ValueError(message)
    return found
