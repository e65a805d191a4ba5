"""Lists of findings that people keep as CSV files: how they are read, each fault with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator
from pathlib import Path

from metermap.core.findings import Code, Findings
from metermap.core.places import FilePlace, TextPlace

__all__ = ["ListRow", "read_list"]

ListRow = tuple[TextPlace, tuple[str, ...], list[str]]
"""Where a row stands, the header of its file, and its cells, without spaces around them."""


def read_list(
    root: Path, file: str, headers: Collection[tuple[str, ...]], unreadable: Code, findings: Findings
) -> Iterator[ListRow]:
    """Yield the rows of a workspace's file that are not empty; its first row must be one of `headers`."""
    try:
        text = (root / file).read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        findings.add(unreadable.at(FilePlace(file), f"{file} cannot be read: {reason}"))
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = tuple(cell.strip().lower() for cell in next(reader, []))
        if header not in headers:
            message = f"the first row of {file} is {', '.join(header) or 'empty'}"
            expected = " or ".join(", ".join(each) for each in headers)
            findings.add(unreadable.at(TextPlace(file, 1, 1), message, expected=expected))
            return
        for cells in reader:
            if any(map(str.strip, cells)):
                yield TextPlace(file, reader.line_num, 1), header, [cell.strip() for cell in cells]
    except csv.Error as error:
        message = f"{file} is no well-formed CSV: {error}"
        findings.add(unreadable.at(TextPlace(file, reader.line_num, 1), message))
