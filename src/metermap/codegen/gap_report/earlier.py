"""Reading an earlier report or model to hold the present one against: a file that may be anything.

A gap report of schema version 1 tells the standing of every element. A released model of schema version 0 tells
what is mapped, and with its proofs what the homes are worth. Everything else is refused, with what would do.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from metermap.codegen.changes.model import Kind, Record, Side, Snapshot
from metermap.codegen.gap_report.model import SCHEMA_VERSION
from metermap.codegen.gap_report.trend_model import TrendSource
from metermap.core.text import one_line
from metermap.mappings.model import SCHEMA_VERSION as MODEL_VERSION

if TYPE_CHECKING:
    from metermap.codegen.gap_report.earlier_documents import OldLine

__all__ = ["COARSE", "LONGEST", "Earlier", "EarlierError", "elements_alone", "read_earlier"]

LONGEST: Final = 64_000_000
"""How many octets an earlier file may have."""

COARSE: Final = "mapped"
"""The standing of what is carried, where the earlier file does not tell how well."""

_IN_BUILD: Final = ("report/gap-report.json", "gap-report.json", "model/model.json", "model.json")
_WANTED: Final = "a model.json or gap-report.json that metermap wrote, or the folder of a build"


class EarlierError(Exception):
    """The file is no earlier report or model, or one that cannot be compared."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier file says: the columns it asks about, its elements by id, and the standings, in words.

    The key of a standing is (element id, device, protocol). `state` is what is compared field by field; that of a gap
    report, which tells of standings, has elements alone, and of these what they are called.
    """

    source: TrendSource
    columns: tuple[tuple[str, str], ...]
    elements: Mapping[str, OldLine]
    standings: Mapping[tuple[str, str, str], str]
    state: Snapshot

    def under(self, ids: Mapping[str, str]) -> Earlier:
        """Return the same with elements under other ids, told by those that they had; none takes that of another."""
        taken = self.elements.keys() - ids.keys()
        ids = {was: now for was, now in ids.items() if now not in taken}
        standings = {(ids.get(key, key), device, over): word for (key, device, over), word in self.standings.items()}
        elements = {ids.get(key, key): line for key, line in self.elements.items()}
        return replace(self, elements=elements, standings=standings)


def elements_alone(side: Side, lines: Iterable[tuple[str, int | None, str, str, str, str]]) -> Snapshot:
    """Return the state of a report, of which nothing but elements is told.

    The lines are id, printed row, reference, item, path and cell; an empty reference is one that is not told.
    """
    elements: list[Record] = []
    for key, row, reference, item, path, cell in lines:
        cited: Record = {"reference": reference} if reference else {}
        elements.append({"id": key, "row": row, **cited, "item": item, "path": path, "cells": {"path": cell}})
    return Snapshot(replace(side, kinds=(Kind.ELEMENT,)), {Kind.ELEMENT: tuple(elements)})


def read_earlier(path: Path) -> Earlier:
    """Return what the file at `path` says, or that of the build in the folder `path`.

    Raises:
        EarlierError: it is none, is too large, or has a schema version that cannot be compared.
    """
    if not path.is_dir():
        return _read(path)
    found = [path / name for name in _IN_BUILD if _is_file(path / name)]
    if not found:
        message = f"{_shown(path)} is a folder without {' or '.join(_IN_BUILD[::2])}; expected {_WANTED}"
        raise EarlierError(message)
    # An earlier metermap wrote a gap report that does not say enough, and beside it the model, which does.
    readable = (file for file in found[:-1] if _is_comparable(file))
    return _read(next(readable, found[-1]))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False  # in a folder that may not be looked into


def _is_comparable(path: Path) -> bool:
    try:
        _read(path)
    except EarlierError:
        return False
    return True


def _read(path: Path) -> Earlier:
    from metermap.codegen.gap_report.earlier_documents import (  # noqa: PLC0415  (brings pydantic along)
        DocumentError,
        from_model,
        from_report,
        kind_of,
    )

    data = _data(path)
    try:
        kind, version = kind_of(data)
        match kind, version:
            case "gap report", int() if version == SCHEMA_VERSION:
                return from_report(data)
            case "model", int() if version == MODEL_VERSION:
                return from_model(data)
    except DocumentError as error:
        message = f"{_shown(path)} {error}; expected {_WANTED}"
        raise EarlierError(message) from error
    message = f"{_shown(path)} is a {kind} of schema version {version}, and this metermap compares {_versions(kind)}"
    raise EarlierError(message)


def _versions(kind: str) -> str:
    if kind == "gap report":
        return f"version {SCHEMA_VERSION}; name the model.json of that build instead"
    return f"version {MODEL_VERSION}"


def _data(path: Path) -> bytes:
    """Return the octets of a plain file of a bearable size."""
    try:
        if not path.is_file():
            message = f"{_shown(path)} is no file that can be read; expected {_WANTED}"
            raise EarlierError(message)
        with path.open("rb") as stream:
            data = stream.read(LONGEST + 1)
    except OSError as error:
        message = f"{_shown(path)} cannot be read: {error.strerror or error}"
        raise EarlierError(message) from error
    if len(data) > LONGEST:
        message = f"{_shown(path)} has more than {LONGEST:,} octets; expected {_WANTED}"
        raise EarlierError(message)
    return data.removeprefix(codecs.BOM_UTF8)  # an editor may have put it there; it is no part of the JSON text


def _shown(path: Path) -> str:
    return one_line(str(path))
