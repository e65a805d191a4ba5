"""Setting a key of a TOML file that people write, in place: comments, order and line ends stay as they are."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from typing import Final

__all__ = ["CannotSetError", "with_text"]

_TABLE: Final = re.compile(r"^[ \t]*\[", re.MULTILINE)


class CannotSetError(Exception):
    """The file is written so that the key cannot be set without changing something else."""


def with_text(text: str, key: str, value: str, after: Sequence[str]) -> str:
    """Return a TOML file with the top-level `key` set to a text, whatever it was before.

    One that is not there goes on a line of its own, below the first of the keys `after` that is.

    Raises:
        CannotSetError: see there.
    """
    before = tomllib.loads(text)
    table = _TABLE.search(text)
    end = table.start() if table else len(text)
    head, tail = text[:end], text[end:]
    set_ = _set(head, key, value) or _inserted(head, key, value, after)
    try:
        right = set_ is not None and tomllib.loads(set_ + tail) == {**before, key: value}
    except tomllib.TOMLDecodeError:
        right = False
    if set_ is None or not right:
        message = f"the key cannot be set without changing more; write {key} = {json.dumps(value)} above the tables"
        raise CannotSetError(message)
    return set_ + tail


def _set(head: str, key: str, value: str) -> str | None:
    found = re.search(rf"^([ \t]*{re.escape(key)}[ \t]*=[ \t]*)(\"[^\"\r\n]*\"|'[^'\r\n]*')", head, re.MULTILINE)
    return f"{head[: found.end(1)]}{json.dumps(value)}{head[found.end() :]}" if found else None


def _inserted(head: str, key: str, value: str, after: Sequence[str]) -> str | None:
    for name in after:
        if found := re.search(rf"^([ \t]*{re.escape(name)}[ \t]*)=[^\r\n]*(\r?\n)", head, re.MULTILINE):
            line = f"{key.ljust(len(found[1]) - 1)} = {json.dumps(value)}{found[2]}"
            return head[: found.end()] + line + head[found.end() :]
    return None
