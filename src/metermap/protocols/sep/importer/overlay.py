"""Writing the difference as an overlay: a folder in the dictionary's own file format.

The overlay holds the lines that differ or are new, and `absent` what the files lack. Laid over the dictionary
it makes an import of the same files find nothing.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

from metermap.core.files import OutputRefusedError, read_manifest, write_tree
from metermap.core.text import one_line
from metermap.protocols.manifest import FORMAT
from metermap.protocols.sep.importer.difference import Comparison, Row
from metermap.protocols.sep.importer.rows import COLUMNS

__all__ = ["overlay_files", "would_change", "write_overlay"]


def overlay_files(comparison: Comparison, name: str) -> dict[str, bytes]:
    """Return the files of the overlay by their paths inside its folder; `name` is the overlay's id."""
    title = f"What {', '.join(comparison.files)} say otherwise than the dictionary"
    lines = [
        "# Made by metermap protocols import zcl; the format is that of docs/decisions/0005-dictionary-files.md.",
        f"format = {FORMAT}",
        f"id = {_quoted(name)}",
        f"title = {_quoted(title)}",
    ]
    tables = {f"sep/{table}.csv": _csv(table, rows) for table, rows in comparison.tables.items()}
    return {"dictionary.toml": _octets("\n".join(lines) + "\n"), **tables}


def write_overlay(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make `folder` hold exactly these files, or leave it as it is.

    Raises:
        OutputRefusedError: the folder holds something that metermap did not make, or that somebody has
            edited since; or the system refuses to write.
    """
    made = read_manifest(folder)
    if made is not None and not made.intact(folder):
        message = f"{one_line(str(folder))} has been edited since metermap wrote it; keep it, and choose another folder"
        raise OutputRefusedError(message)
    write_tree(folder, files)


def would_change(folder: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the paths of the files that writing would make, replace or remove, sorted."""
    made = read_manifest(folder)
    there = set(made.files) if made is not None else set()
    changed = {name for name, octets in files.items() if _content(folder / name) != octets}
    return tuple(sorted(changed | (there - set(files))))


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _csv(table: str, rows: tuple[Row, ...]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS[table.rpartition("/")[2]])
    writer.writerows(rows)
    return _octets(text.getvalue())


def _quoted(text: str) -> str:
    """Return a basic string of TOML, which escapes as JSON does what is not plain ASCII."""
    return json.dumps(one_line(text))


def _octets(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")
