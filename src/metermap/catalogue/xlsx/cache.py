"""Workbooks that were read before, so that an unchanged one is not read twice.

An entry of the store is named after the digest of all that it was made from: the workbook's octets, the program
that read it and the limits it was read with. Whatever is wrong with it, the workbook is read as if there were none.
"""

from __future__ import annotations

from pathlib import Path

from metermap import __version__
from metermap.catalogue.xlsx.stored import decode, encode
from metermap.catalogue.xlsx.workbook import Workbook
from metermap.core.digest import combined_digest, sha256_hex
from metermap.core.limits import Limits
from metermap.core.store import Store, is_kept

__all__ = ["entry_name", "recall", "remember"]

_STORE = Store("metermap workbook 1", ".cells")
_ROOT = Path(__file__).parents[2]
_PROGRAM = ("catalogue/cells.py", "catalogue/container.py", "core/limits.py", "core/store.py")


def entry_name(digest: str, limits: Limits) -> str:
    """Return the name of the entry for a workbook with this digest; empty if nothing is to be remembered."""
    if not is_kept():
        return ""
    try:
        sources = [*(_ROOT / name for name in _PROGRAM), *sorted(Path(__file__).parent.glob("*.py"))]
        program = [(str(source.relative_to(_ROOT)), sha256_hex(source.read_bytes())) for source in sources]
    except OSError:  # the program runs from an archive, say: then nobody can tell its versions apart
        return ""
    parts = [("metermap", __version__), ("limits", repr(limits)), ("workbook", digest)]
    return combined_digest([*parts, *program])


def recall(name: str, file: str) -> Workbook | None:
    """Return the workbook of the entry `name`, quoted as `file`; None if there is no sound entry."""
    stream = _STORE.open(name)
    if stream is None:
        return None
    with stream:
        try:
            return decode(stream, file)
        except (OSError, ValueError):
            return None


def remember(name: str, book: Workbook) -> None:
    """Keep a workbook under `name`."""
    _STORE.keep(name, encode(book))
