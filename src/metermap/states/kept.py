"""States of workspaces that were read before, so that what has not changed is not resolved again.

An entry of the store is named after the digest of all that a state depends on: the workspace's files, be they on the
disk or out of git, and the program. Kept is what is compared, not the model.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from metermap.codegen.changes.model import Kind, Recorded, Side, Snapshot
from metermap.core.digest import combined_digest
from metermap.core.store import Store, is_kept
from metermap.inputs import inputs_digest, is_counted, matching_files, named_files
from metermap.states.named import folder_and_file
from metermap.states.state import Located, State

if TYPE_CHECKING:
    from metermap.codegen.changes.model import Record
    from metermap.core.stored_findings import Json
    from metermap.core.workspace import Workspace

__all__ = ["keep", "kept_name", "recall"]

_STORE = Store("metermap state 2", ".state", kept=12)


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
        if any(matching_files(root, pattern) != found for pattern, found in entry.matches.items()):
            return None
    except (OSError, ValueError, NotImplementedError, RecursionError):  # a pattern may be one that `glob` refuses
        return None
    known = Side(located.shown, *entry.said, partial=entry.recorded is not None, kinds=tuple(entry.lists))
    side = replace(known, title=entry.title, errata=entry.errata)
    return State(Snapshot(side, entry.lists, entry.recorded), entry.renamed, notes=located.notes)


def keep(name: str, located: Located, state: State, workspace: Workspace) -> None:
    """Keep a state, if it lacks nothing and depends on nothing that no digest would tell to have changed."""
    if not name or state.doubts or state.model is None or kept_name(located) != name:
        return
    root, _ = folder_and_file(located.path)
    files, patterns = named_files(workspace)
    matches = {pattern: matching_files(root, pattern) for pattern in patterns}
    read = {
        *files,
        *(source.path for source in state.model.sources),
        *(path for found in matches.values() for path in found),
    }
    if all(is_counted(root, path) for path in read):
        _STORE.keep(name, [_encode(state, matches)])


def _encode(state: State, matches: Mapping[str, list[str]]) -> bytes:
    side = state.snapshot.side
    stored = {
        "side": [side.name, side.edition, side.digest, side.title, side.errata],
        "recorded": _encode_recorded(state.snapshot.recorded),
        "renamed": dict(state.renamed),
        "matches": dict(matches),
        "lists": {kind.value: list(state.snapshot.lists[kind]) for kind in side.kinds},
    }
    return json.dumps(stored, allow_nan=False, separators=(",", ":")).encode("ascii")


def _encode_recorded(recorded: Recorded | None) -> Json:
    if recorded is None:
        return None
    return {
        "fields": {
            kind.value: {str(place): [*sorted(names)] for place, names in lines.items()}
            for kind, lines in recorded.fields.items()
        },
        "lacking": {kind.value: [*sorted(keys)] for kind, keys in recorded.lacking.items()},
        "subjects": [list(subject) for subject in sorted(recorded.subjects)],
    }


@dataclass(frozen=True, slots=True)
class _Entry:
    said: tuple[str, str, str]
    title: str
    errata: str
    recorded: Recorded | None
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
            "side": [str(name), str(edition), str(digest), str(title), str(errata)],
            "recorded": recorded,
            "renamed": dict(renamed),
            "matches": dict(matches),
            "lists": dict(lists),
        }:
            names = {former: now for former, now in renamed.items() if isinstance(now, str)}
            records = {Kind(kind): _records(lines) for kind, lines in lists.items()}
            about = (name, edition, digest), title, errata
            return _Entry(*about, _decode_recorded(recorded), names, matches, records)
    message = "no state"
    raise ValueError(message)


def _decode_recorded(stored: Json) -> Recorded | None:
    """Return what `_encode_recorded` wrote.

    Raises:
        ValueError: it is none.
    """
    match stored:
        case None:
            return None
        case {"fields": dict(fields), "lacking": dict(lacking), "subjects": list(subjects)}:
            return Recorded(
                {Kind(kind): _fields(lines) for kind, lines in fields.items()},
                {Kind(kind): _texts(keys) for kind, keys in lacking.items()},
                frozenset(map(_subject, subjects)),
            )
    message = "no record of an edition"
    raise ValueError(message)


def _fields(lines: Json) -> Mapping[int, frozenset[str]]:
    if not isinstance(lines, dict):
        message = "no lines by their places"
        raise ValueError(message)  # noqa: TRY004  (as below)
    return {int(place): _texts(names) for place, names in lines.items()}


def _texts(stored: Json) -> frozenset[str]:
    if not isinstance(stored, list):
        message = "no list of texts"
        raise ValueError(message)  # noqa: TRY004  (as below)
    return frozenset(text for text in stored if isinstance(text, str))


def _subject(stored: Json) -> tuple[str, str, str]:
    match stored:
        case [str(element), str(device), str(protocol)]:
            return element, device, protocol
    message = "no subject of a statement"
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
