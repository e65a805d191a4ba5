"""The releases that a workspace keeps: finding one by its label or as the last, and whether its model is intact."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from metermap.codegen.release.chain import read_chain
from metermap.codegen.release.sums import FILE as SUMS
from metermap.codegen.release.sums import SumsError, parse_sums
from metermap.core.bounded import FileError, read_bounded
from metermap.core.digest import sha256_hex
from metermap.core.text import one_line
from metermap.core.versions import RELEASES
from metermap.states.state import Located, StateError

__all__ = ["LAST", "find_release", "is_as_released"]

LAST: Final = "last"
"""What stands for the label of the newest release."""

_LONGEST_SUMS: Final = 1_000_000


def find_release(workspace: Path, label: str) -> Located | None:
    """Return where a release of the workspace in a folder lies; None if it has none of that label.

    Raises:
        StateError: the last one is asked for, and there is none.
    """
    chain = read_chain(workspace)
    known = {link.label for link in chain.links} | set(chain.unread)
    if label == LAST and label not in known:
        if chain.last is None:
            message = f"{one_line(str(workspace))} has no release yet; metermap release makes one, and any git revision"
            message = f"{message} or model.json can be named in its place"
            raise StateError(message)
        label = chain.last.label
    if label not in known:
        return None
    return Located(workspace / RELEASES / label, f"release {one_line(label)}")


def is_as_released(model: Path, data: bytes) -> bool:
    """Return whether the SHA256SUMS beside a model, if there is one that names it, has the digest of these octets."""
    try:
        stated = parse_sums(read_bounded(model.parent / SUMS, _LONGEST_SUMS)).get(model.name)
    except (FileError, SumsError):
        return True  # what is beside it is no list of a release
    return stated in {None, sha256_hex(data)}
