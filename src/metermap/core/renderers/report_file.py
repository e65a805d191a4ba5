"""Writing a report to a file that somebody named: as a whole or not at all, and over nothing but a report.

A file that is there already is replaced if it is empty or looks like a report of metermap's. Anything else
belongs to somebody: a slip of the pen in a command line must not cost a workbook.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

from metermap.core.files import OutputRefusedError
from metermap.core.text import one_line

__all__ = ["check_target", "write_report"]

_HEAD: Final = 4096
_SEVERITY: Final = rb"(?:error|warning|note)"
_OURS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rb"\s*\Z",
        # text, and concise: the first line is a finding or the counts
        rb"(?:[^\n]*: )?%s MM\d{3}: [^\n]*\n" % _SEVERITY,
        rb"(?:no findings|[\d,]+ %ss?)\b[^\n]*\n\Z" % _SEVERITY,
        rb'\{\n  "version": \d+,\n  "findings": \[',
        rb"::(?:error|warning|notice) [^\n]*title=MM\d{3}[^\n]*\n",
        rb'\{\n  "\$schema": "[^"\n]*sarif[^"\n]*",\n(?s:.{1,200})"name": "metermap"',
        rb'<\?xml [^\n]*\?>\n<testsuites name="metermap" ',
    )
)
"""How the formats begin."""


def check_target(path: Path, is_report: Callable[[Path], bool] | None = None) -> None:
    """Check that a report can go to `path`, before any work is done for it.

    `is_report` tells whether a file is a report of the kind that goes there; a list of findings by default. It may
    raise an OSError.

    Raises:
        OutputRefusedError: there is no such folder, or something stands there that is no report.
    """
    shown = one_line(str(path))
    try:
        if not path.parent.is_dir():
            message = f"{shown}: there is no folder {one_line(str(path.parent))}"
            raise OutputRefusedError(message)
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        message = f"{shown} cannot be written: {error.strerror or error}"
        raise OutputRefusedError(message) from error
    if stat.S_ISLNK(mode):
        message = f"{shown} is a symbolic link; name the file itself"
        raise OutputRefusedError(message)
    if not stat.S_ISREG(mode):
        message = f"{shown} is no file that can be written"
        raise OutputRefusedError(message)
    if not _is_known(path, is_report or _is_report):
        message = f"{shown} is no report of metermap's and is not replaced; remove it, or choose another name"
        raise OutputRefusedError(message)


def _is_known(path: Path, is_report: Callable[[Path], bool]) -> bool:
    try:
        return is_report(path)
    except OSError as error:
        message = f"{one_line(str(path))} cannot be read: {error.strerror or error}"
        raise OutputRefusedError(message) from error


def _is_report(path: Path) -> bool:
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    return any(pattern.match(head) for pattern in _OURS)


def write_report(path: Path, content: str | bytes, is_report: Callable[[Path], bool] | None = None) -> None:
    """Write octets, or a text in UTF-8, so that a reader finds the old file or the new one.

    Raises:
        OutputRefusedError: see `check_target`; or the system refuses to write.
    """
    check_target(path, is_report)
    beside = path.with_name(f".{path.name}.metermap-new")
    try:
        beside.unlink(missing_ok=True)  # a run that was killed may have left it
        with beside.open("xb") as stream:
            stream.write(content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace"))
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        message = f"{one_line(str(path))} cannot be written: {error.strerror or error}"
        raise OutputRefusedError(message) from error
