"""Files that somebody names one by one: which of them metermap wrote, and whether they still are as it wrote them.

A file of the folder, `RECORD`, lists them with their digests, in the format of sha256sum. Of a file that is not in it,
or whose digest is another one now, nobody can tell whose work it holds.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from metermap.core.digest import sha256_hex
from metermap.core.files import OutputRefusedError
from metermap.core.renderers.report_file import check_target, write_report
from metermap.core.text import one_line

__all__ = ["RECORD", "check_written", "write_and_record"]

RECORD: Final = ".metermap-written"

_HEADER: Final = "# Files that metermap wrote, and may replace as long as they are so. sha256sum -c checks them."


def check_written(path: Path) -> None:
    """Check that metermap may write the file `path`: it is not there, is empty, or is as metermap wrote it.

    Raises:
        OutputRefusedError: it is not; or there is no such folder, or what stands there is no plain file.
    """
    check_target(path, _is_as_written)
    check_target(path.parent / RECORD, _is_record)


def write_and_record(path: Path, content: bytes) -> None:
    """Write a file as a whole, and its digest into the folder's record.

    Raises:
        OutputRefusedError: see `check_written`; or the system refuses to write.
    """
    check_written(path)
    write_report(path, content, _is_as_written)
    lines = {**_record(path.parent), path.name: sha256_hex(content)}
    text = "".join(f"{line}\n" for line in (_HEADER, *(f"{lines[name]}  {name}" for name in sorted(lines))))
    if path.name.isprintable():  # a record is read by lines, and such a file is written once
        write_report(path.parent / RECORD, text.encode(), _is_record)


def _is_as_written(path: Path) -> bool:
    """Return whether a file may be replaced.

    Raises:
        OutputRefusedError: it is not as metermap wrote it; told apart from what it never wrote.
        OSError: it cannot be read.
    """
    content = path.read_bytes()
    known = _record(path.parent).get(path.name)
    if not content or known == sha256_hex(content):
        return True
    shown = one_line(str(path))
    if known is None:
        fault = f"is there already, and {RECORD} beside it does not say that metermap wrote it"
    else:
        fault = "was changed since metermap wrote it"
    message = f"{shown} {fault}; it is not replaced: move it elsewhere, or choose another name"
    raise OutputRefusedError(message)


def _record(folder: Path) -> dict[str, str]:
    """Return the digests by name; none where there is no record that metermap wrote."""
    file = folder / RECORD
    try:
        lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    except (OSError, UnicodeDecodeError):
        return {}
    if lines[:1] != [_HEADER]:
        return {}
    entries = (line.partition("  ") for line in lines[1:])
    return {name: digest for digest, _, name in entries if name}


def _is_record(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(_HEADER)) in (b"", _HEADER.encode())
