"""Checks that were made before, so that what has not changed is not checked twice.

An entry of the store is named after the digest of all that a check depends on: the workspace, the program, the
baseline. Only what the command prints is kept, and no model: whoever needs that resolves the workspace.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from metermap import pipeline
from metermap.core.digest import combined_digest
from metermap.core.exits import Exit
from metermap.core.store import Store, is_kept
from metermap.core.stored_findings import Json, decode_finding, encode_finding
from metermap.inputs import file_digest, inputs_digest, is_counted, matching_files, named_files
from metermap.pipeline import CheckResult

if TYPE_CHECKING:
    from metermap.core.findings import Finding
    from metermap.core.workspace import Workspace
    from metermap.mappings.model import ResolvedModel

__all__ = ["kept_check"]

_STORE = Store("metermap check 2", ".check")
_PARTS = ("findings", "notes", "reviewed", "suppressed", "held")
_EXITS = (Exit.FINE, Exit.FINDINGS)


def kept_check(path: Path, *, baseline: Path | None = None) -> CheckResult:
    """Return what `check` finds in the workspace at `path`; if nothing has changed, what it found the last time.

    The result has no model. Nothing is written into the workspace.
    """
    if not is_kept():
        return pipeline.check(path, baseline=baseline)
    root = path if path.is_dir() else path.parent
    name = _entry_name(path, root, baseline)
    kept = _recall(name, root)
    if kept is not None:
        return kept
    result = pipeline.check(path, baseline=baseline)
    # What changed while it was read would be kept under the digest of what was there before.
    if _may_be_kept(result, root) and _entry_name(path, root, baseline) == name:
        _STORE.keep(name, [_encode(result, root)])
    return result


def _entry_name(path: Path, root: Path, baseline: Path | None) -> str:
    """Return the name of the entry; findings quote the file of the workspace and the baseline as they were named."""
    parts = [
        ("inputs", inputs_digest(root)),
        ("folder", str(root.resolve())),
        ("file", "" if path.is_dir() else path.name),
    ]
    if baseline is not None:
        parts.append((f"baseline {baseline}", file_digest(baseline)))
    return combined_digest(parts)


def _may_be_kept(result: CheckResult, root: Path) -> bool:
    """Return whether the check came to its end, and read nothing that no digest would tell to have changed."""
    if result.model is None or result.workspace is None:
        return False
    models = (result.model, *(edition.model for edition in result.editions))
    return all(is_counted(root, name) for name in _read(result.workspace, models))


def _read(workspace: Workspace, models: Iterable[ResolvedModel]) -> Iterator[str]:
    """Yield the files of the workspace that a check reads, or would if they were there."""
    yield from (source.path for model in models for source in model.sources)
    files, patterns = named_files(workspace)
    yield from files
    yield from workspace.files_of(*patterns)
    for choice in workspace.dictionaries.values():
        yield from (f"{overlay}/dictionary.toml" for overlay in choice.overlays if "/" in overlay)


def _encode(result: CheckResult, root: Path) -> bytes:
    patterns = () if result.workspace is None else named_files(result.workspace)[1]
    parts: Mapping[str, tuple[Finding, ...]] = {
        "findings": result.findings,
        "notes": result.notes,
        "reviewed": result.reviewed,
        "suppressed": result.suppressed,
        "held": result.held,
    }
    stored = {
        "exit": int(result.exit),
        "matches": {pattern: matching_files(root, pattern) for pattern in patterns},
        **{name: [encode_finding(finding) for finding in found] for name, found in parts.items()},
    }
    return json.dumps(stored, allow_nan=False, separators=(",", ":")).encode("ascii")


@dataclass(frozen=True, slots=True)
class _Entry:
    exit: Exit
    matches: Mapping[str, Json]
    parts: Mapping[str, tuple[Finding, ...]]


def _recall(name: str, root: Path) -> CheckResult | None:
    octets = _STORE.read(name)
    if octets is None:
        return None
    try:
        entry = _decode(json.loads(octets))
        if any(matching_files(root, pattern) != found for pattern, found in entry.matches.items()):
            return None
    except (OSError, ValueError, NotImplementedError, RecursionError):  # a pattern may be one that `glob` refuses
        return None
    return CheckResult(
        entry.parts["findings"],
        None,
        (),
        entry.exit,
        entry.parts["notes"],
        entry.parts["reviewed"],
        suppressed=entry.parts["suppressed"],
        held=entry.parts["held"],
    )


def _decode(stored: Json) -> _Entry:
    """Return the entry that `_encode` wrote.

    Raises:
        ValueError: it is none.
    """
    if isinstance(stored, dict):
        match stored.get("exit"), stored.get("matches"):
            case int(code), dict(matches) if code in _EXITS:
                parts = {name: _findings(stored.get(name)) for name in _PARTS}
                return _Entry(Exit(code), matches, parts)
    message = "no result of a check"
    raise ValueError(message)


def _findings(stored: Json) -> tuple[Finding, ...]:
    if not isinstance(stored, list):
        message = "no list of findings"
        raise ValueError(message)  # noqa: TRY004  (whatever is wrong with an entry is one kind of fault)
    return tuple(map(decode_finding, stored))
