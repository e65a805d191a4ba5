"""What a build really changes when a cell or a line is another one: to hold the answer against."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from metermap.resolving import Resolved
from tests.unrendered import made_of

__all__ = ["Built", "build", "changed", "changed_symbols", "with_cells"]

_SYMBOL = re.compile(r"^([A-Z][A-Z0-9_]*): Final = \w+\(\n    name=", re.MULTILINE)


@dataclass(frozen=True)
class Built:
    """A workspace and its outputs; pages as mkdocs gets them, the digest of the inputs taken out."""

    resolved: Resolved
    files: Mapping[str, bytes]


def build(root: Path) -> Built:
    """Make the outputs of a workspace in memory. mkdocs, which makes a page of a page, is left out."""
    resolved, made = made_of(root)
    digest = resolved.model.digest
    files = {_path(name): _without(data, digest) for name, data in made.files.items() if _counts(name)}
    return Built(resolved, files)


def _counts(name: str) -> bool:
    """Leave out copies, which stand elsewhere, and what mkdocs is told of every page at once."""
    return not name.startswith(("site-src/downloads/", "site-src/theme/")) and name != "site-src/mkdocs.yml"


def _path(name: str) -> str:
    if not name.startswith("site-src/docs/"):
        return name
    page = name.removeprefix("site-src/docs/")
    return f"site/{page.removesuffix('.md')}.html" if page.endswith(".md") else f"site/{page}"


def _without(data: bytes, digest: str) -> bytes:
    return data.replace(digest.encode(), b"DIGEST").replace(digest[:12].encode(), b"DIGEST")


def changed(before: Built, after: Built) -> set[str]:
    """Return the files that came, went, or say something else."""
    paths = before.files.keys() | after.files.keys()
    return {path for path in paths if before.files.get(path) != after.files.get(path)}


def changed_symbols(before: Built, after: Built) -> set[str]:
    """Return the constants of the Python bindings that are gone or something else, each with its module."""
    found = set()
    for path in before.files:
        if re.fullmatch(r"python/\w+_bindings/\w+\.py", path) and before.files[path] != after.files.get(path):
            old, new = (_symbols(built.files.get(path, b"").decode()) for built in (before, after))
            module = path.removeprefix("python/").removesuffix(".py").replace("/", ".")
            found |= {f"{module}.{name}" for name, text in old.items() if new.get(name) != text}
    return found


def _symbols(program: str) -> dict[str, str]:
    parts = _SYMBOL.split(program)
    return dict(zip(parts[1::2], (part.partition('"""\n\n')[0] for part in parts[2::2]), strict=True))


def with_cells(workbook: Path, cells: Mapping[tuple[str, str], str | int]) -> None:
    """Write other values into cells of a workbook, by sheet and name of the cell."""
    book = openpyxl.load_workbook(workbook)
    for (sheet, cell), value in cells.items():
        book[sheet][cell].value = value
    book.save(workbook)
