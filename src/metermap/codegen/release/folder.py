"""Reading the folder of a release, which may hold anything: every fault is told at once, and nothing is followed."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from metermap.codegen.changes.snapshot import DocumentError, read_snapshot
from metermap.codegen.diff_report.as_json import read_diff
from metermap.codegen.release import record, sums, symbols
from metermap.codegen.release.record import FileRecord, ReleaseError, ReleaseRecord, parse_release
from metermap.codegen.release.sums import SumsError, parse_sums
from metermap.codegen.release.symbols import Symbol, SymbolsError, parse_symbols
from metermap.codegen.release.texts import CHANGELOG, CHANGES, MIGRATION
from metermap.core.bounded import FileError, read_bounded
from metermap.core.digest import sha256_hex
from metermap.core.text import one_line

if TYPE_CHECKING:
    from metermap.codegen.changes.model import Diff, Snapshot

__all__ = [
    "MODEL",
    "Fault",
    "ReleaseFolder",
    "read_folder",
]

MODEL: Final = "model.json"
_FIRST_FILES: Final = frozenset({MODEL, CHANGELOG, MIGRATION, symbols.FILE, record.FILE, record.SCHEMA_FILE, sums.FILE})
"""The files of a release before which there was none."""
_NEXT_FILES: Final = _FIRST_FILES | {CHANGES}
"""The files of a release that follows another one."""

_LONGEST: Final = 64_000_000
_SHOWN: Final = 20
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file of a release; `file` is empty if it is about the whole."""

    release: str
    file: str
    message: str

    def __str__(self) -> str:
        return one_line(": ".join(filter(None, (self.release, self.file, self.message))))


@dataclass(slots=True)
class ReleaseFolder:
    """What a release holds, as far as it could be read. `label` is the name of the folder."""

    label: str
    data: Mapping[str, bytes] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    record: ReleaseRecord | None = None
    model: Snapshot | None = None
    changes: Diff | None = None
    symbols: Mapping[str, Symbol] = field(default_factory=dict)

    def add(self, file: str, message: str) -> None:
        """Note a fault."""
        self.faults.append(Fault(self.label, file, message))

    def shed(self) -> None:
        """Forget what only its own verification and that of the next release need: a chain may be long."""
        self.data = {name: data for name, data in self.data.items() if name == sums.FILE}
        self.model, self.changes, self.symbols = None, None, {}

    @property
    def digest(self) -> str:
        """Return the digest of SHA256SUMS, which stands for all files; empty without it."""
        data = self.data.get(sums.FILE)
        return "" if data is None else sha256_hex(data)


def read_folder(path: Path) -> ReleaseFolder:
    """Return what the folder at `path` holds, and all that is wrong with it by itself."""
    found = ReleaseFolder(path.name)
    if path.is_symlink() or not path.is_dir():
        found.add("", "is a symbolic link" if path.is_symlink() else "there is no such folder")
        return found
    names = _names(path, found)
    wanted = _NEXT_FILES if CHANGES in names else _FIRST_FILES
    found.data = dict(_files(path, wanted, found))
    _check_names(names - wanted, found)
    _check_sums(found)
    found.record = _parsed(found, record.FILE, parse_release)
    found.model = _parsed(found, MODEL, lambda data: read_snapshot(data, MODEL))
    found.changes = _parsed(found, CHANGES, read_diff)
    found.symbols = _parsed(found, symbols.FILE, parse_symbols) or {}
    if found.record is not None:
        _check_record(found, found.record, wanted)
    return found


def _names(path: Path, found: ReleaseFolder) -> frozenset[str]:
    try:
        with os.scandir(path) as entries:
            return frozenset(entry.name for entry in entries)
    except OSError as error:
        found.add("", f"cannot be read: {error.strerror or error}")
        return frozenset()


def _files(path: Path, wanted: frozenset[str], found: ReleaseFolder) -> Iterator[tuple[str, bytes]]:
    for name in sorted(wanted):
        try:
            yield name, read_bounded(path / name, _LONGEST)
        except FileError as error:
            found.add(name, str(error))


def _check_names(extra: frozenset[str], found: ReleaseFolder) -> None:
    for name in sorted(extra)[:_SHOWN]:
        found.add(name, "is no file of a release; take it out")
    if len(extra) > _SHOWN:
        found.add("", f"{len(extra) - _SHOWN:,} more are no files of a release")


def _check_sums(found: ReleaseFolder) -> None:
    listed = _parsed(found, sums.FILE, parse_sums)
    if listed is None:
        return
    own = {name: sha256_hex(data) for name, data in found.data.items() if name != sums.FILE}
    for name in sorted(listed.keys() | own.keys()):
        if name not in listed:
            found.add(name, f"is not listed in {sums.FILE}")
        elif name not in own:
            found.add(name, f"is listed in {sums.FILE}, and is no file of the release that can be read")
        elif listed[name] != own[name]:
            found.add(name, f"was changed: its digest is {own[name]}, and {sums.FILE} has {listed[name]}")


def _parsed(found: ReleaseFolder, name: str, parse: Callable[[bytes], _Read]) -> _Read | None:
    data = found.data.get(name)
    if data is None:
        return None
    try:
        return parse(data)
    except (DocumentError, ReleaseError, SumsError, SymbolsError) as error:
        found.add(name, str(error))
        return None


class _Sourced(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)
    sources: list[FileRecord] = Field(max_length=100_000)


def _check_record(found: ReleaseFolder, said: ReleaseRecord, wanted: frozenset[str]) -> None:
    """Hold what release.json says against the other files."""
    if said.label != found.label:
        found.add(record.FILE, f"is that of the release {said.label}; a folder has the name of its release")
    listed = {each.path: each.sha256 for each in said.files}
    for name in sorted((wanted | listed.keys()) - {record.FILE, sums.FILE}):
        data = found.data.get(name)
        if name not in listed:
            found.add(record.FILE, f"does not list {name}")
        elif data is None:
            found.add(record.FILE, f"lists {name}, which is no file of the release that can be read")
        elif sha256_hex(data) != listed[name]:
            found.add(record.FILE, f"has another digest of {name}")
    if (said.previous is None) is (CHANGES in wanted):
        there = "names no previous release, and there are changes" if said.previous is None else "there are no changes"
        found.add(record.FILE, f"{there}: {CHANGES} tells those from the previous release")
    if found.model is not None:
        _check_model(found, said, found.model)


def _check_model(found: ReleaseFolder, said: ReleaseRecord, model: Snapshot) -> None:
    side = model.side
    for what, told, own in (
        ("name", said.name, side.name),
        ("edition", said.edition, side.edition),
        ("model", said.model, side.digest),
    ):
        if told != own:
            found.add(record.FILE, f"{what} is {told!r:.80}, and {MODEL} says {own!r:.80}")
    try:
        sources = _Sourced.model_validate_json(found.data[MODEL]).sources
    except ValidationError:
        found.add(MODEL, "does not list its sources with their digests")
        return
    if sources != said.sources:
        found.add(record.FILE, f"does not list the sources that {MODEL} was made from")
