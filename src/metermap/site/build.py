"""Running mkdocs on the generated folder, quietly; what it says becomes findings (MM7xx)."""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from metermap.core.files import write_tree
from metermap.core.findings import Finding
from metermap.core.places import FilePlace
from metermap.site.codes import BUILD_FAILED, BUILD_WARNING, NO_MKDOCS

__all__ = ["render"]


def render(source: Path, out: Path) -> tuple[Finding, ...]:
    """Build the folder `source` (with its mkdocs.yml) into `out`; return what mkdocs objects to.

    mkdocs builds into a temporary folder, because it would clear its target; `out` then changes
    as a whole or not at all. Nothing is written when the build fails.
    """
    place = FilePlace(str(source / "mkdocs.yml"))
    with tempfile.TemporaryDirectory(prefix="metermap-site-") as scratch, _heard() as messages, _no_bytecode():
        failure = _build(source / "mkdocs.yml", Path(scratch), place)
        if failure is None:
            write_tree(out, dict(_tree(Path(scratch))))
    warnings = tuple(BUILD_WARNING.at(place, message) for message in messages)
    return warnings if failure is None else (*warnings, failure)


def _build(settings: Path, out: Path, place: FilePlace) -> Finding | None:
    """Run mkdocs; return why it failed, None if it did not."""
    try:
        from mkdocs.commands.build import build  # noqa: PLC0415  (0.8 s, needed only here)
        from mkdocs.config import load_config  # noqa: PLC0415
        from mkdocs.exceptions import MkDocsException  # noqa: PLC0415
    except ImportError as error:
        return NO_MKDOCS.at(place, f"mkdocs cannot be imported: {error}")
    try:
        build(load_config(str(settings), site_dir=str(out)))
    except (MkDocsException, OSError) as error:
        return BUILD_FAILED.at(place, f"mkdocs stopped: {error}")
    return None


def _tree(root: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield path.relative_to(root).as_posix(), path.read_bytes()


class _Messages(logging.Handler):
    """Keeps the texts of warnings and errors."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record's text."""
        self.texts.append(record.getMessage())


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Collect what mkdocs logs instead of printing it."""
    logger, messages = logging.getLogger("mkdocs"), _Messages()
    before = logger.propagate
    logger.addHandler(messages)
    logger.propagate = False
    try:
        yield messages.texts
    finally:
        logger.removeHandler(messages)
        logger.propagate = before


@contextmanager
def _no_bytecode() -> Iterator[None]:
    """Keep Python from leaving a cache of the hook in the source folder."""
    before = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before
