"""The inputs of a workspace while somebody works on them: which of them changed since the last look.

Changes are looked for and not listened to: a folder of a network drive tells nobody of what happens in it, and there
are few files to look at. A look asks for time, size and number of each file, and opens none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from threading import Event
from typing import TypeAlias

from metermap.inputs import input_files

__all__ = ["changes"]

_Seen: TypeAlias = Mapping[Path, tuple[int, int, int]]

_LOOK_S = 0.4


def changes(
    root: Path, stop: Event, *, beside: Iterable[Path] = (), written: Iterable[Path] = ()
) -> Iterator[tuple[str, ...]]:
    """Yield at once, and whenever an input of the workspace has changed since the last time and is at rest.

    What is yielded are the files that changed, came or went: paths below `root`, sorted; none the first time. `beside`
    are further files to look at, `written` are files that whoever watches writes: those are no inputs. A program that
    writes a workbook takes a while: nothing is told before two looks see the same.
    """
    further, left_out = tuple(beside), frozenset(path.resolve() for path in written)
    told: _Seen | None = None
    before = _seen(root, further, left_out)
    while not stop.is_set():
        now = _seen(root, further, left_out)
        if now != told and now == before:
            changed = () if told is None else _changed(root, told, now)
            told = now
            yield changed
        before = now
        stop.wait(_LOOK_S)


def _changed(root: Path, before: _Seen, now: _Seen) -> tuple[str, ...]:
    paths = (path for path in before.keys() | now.keys() if before.get(path) != now.get(path))
    return tuple(
        sorted(path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path) for path in paths)
    )


def _seen(root: Path, beside: tuple[Path, ...], left_out: frozenset[Path]) -> _Seen:
    seen = {}
    for path in (*input_files(root), *beside):
        try:
            status = path.stat()
        except OSError:
            continue  # it went away meanwhile, or cannot be read: whoever reads it will say so
        if not left_out or path.resolve() not in left_out:
            seen[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return seen
