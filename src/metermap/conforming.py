"""The way from a workspace to its conformance statements; what ``metermap pics`` calls."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from errno import EACCES, EEXIST, ENOENT
from pathlib import Path
from typing import TYPE_CHECKING

from metermap.core.digest import sha256_hex
from metermap.core.exits import Exit
from metermap.core.files import OutputRefusedError, read_manifest, write_tree
from metermap.core.findings import Finding, Severity
from metermap.core.suggest import did_you_mean
from metermap.core.text import one_line
from metermap.resolving import Run, resolve, standards_report

if TYPE_CHECKING:
    from metermap.codegen.conformance.model import Conformance

__all__ = [
    "Change",
    "ConformanceResult",
    "UnknownDeviceError",
    "change_of",
    "check_template",
    "conformance",
    "write_statements",
    "write_template",
]


class UnknownDeviceError(ValueError):
    """A device was named that the workspace does not have; the text says which it has."""


@dataclass(frozen=True, slots=True)
class ConformanceResult:
    """The statements of a workspace.

    `made` is None where a stage could not go on; `exit` then says why, and `findings` are all that were made. Else
    they are the errors, of which the statements cannot take account.
    """

    made: Conformance | None
    findings: tuple[Finding, ...]
    exit: Exit


@dataclass(frozen=True, slots=True)
class Change:
    """What writing statements to a folder changes: files that are new or other, files that go, and files that stay.

    Paths are relative to the folder, in order. `kept` are those of devices that are not written.
    """

    made: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...] = ()


def conformance(path: Path, devices: Sequence[str] = ()) -> ConformanceResult:
    """Make the statements of the devices named, of all if none is, of the workspace at `path`. Writes nothing.

    Raises:
        UnknownDeviceError: the workspace has no such device.
    """
    run = Run()
    resolved = resolve(path, run)
    if isinstance(resolved, Exit):
        return ConformanceResult(None, run.findings.sorted(), resolved)
    from metermap.codegen.base import GeneratorInput  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.codegen.conformance import build_conformance  # noqa: PLC0415

    chosen = _known(devices, [device.id for device in resolved.model.devices])
    standards = standards_report(resolved, run)
    given = GeneratorInput(resolved.model, resolved.workspace.package, {}, resolved.dictionaries, standards=standards)
    errors = tuple(finding for finding in run.findings.sorted() if finding.severity is Severity.ERROR)
    return ConformanceResult(build_conformance(given, chosen), errors, Exit.FINDINGS if errors else Exit.FINE)


def _known(names: Sequence[str], devices: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of the devices named, whatever their case."""
    by_name = {device.casefold(): device for device in devices}
    for name in names:
        if name.casefold() not in by_name:
            meant = did_you_mean(name, devices) or f"those it has: {', '.join(devices)}"
            message = f"the workspace has no device {name!r:.60}; {meant}"
            raise UnknownDeviceError(message)
    return tuple(by_name[name.casefold()] for name in names)


def change_of(out: Path, files: Mapping[str, bytes], *, others_stay: bool = False) -> Change:
    """Return what writing the files to the folder `out` would change. Writes nothing.

    `others_stay` keeps the folders of devices of which no file is written.

    Raises:
        OutputRefusedError: a file there, that would not stay, was filled in since metermap wrote it.
    """
    manifest = read_manifest(out)
    old = manifest.files if manifest else {}
    folders = {_folder(name) for name in files} | {""}
    kept = tuple(sorted(name for name in old if others_stay and _folder(name) not in folders and _is_there(out / name)))
    for name, digest in old.items():
        if name not in kept and (out / name).is_file() and sha256_hex((out / name).read_bytes()) != digest:
            shown = one_line(str(out / name))
            message = f"{shown} was filled in since metermap wrote it; move it elsewhere, or choose another --out"
            raise OutputRefusedError(message)
    made = (name for name, data in files.items() if old.get(name) != sha256_hex(data) or not _is_there(out / name))
    removed = (name for name in old if name not in files and name not in kept and _is_there(out / name))
    return Change(tuple(sorted(made)), tuple(sorted(removed)), kept)


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _is_there(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def write_statements(out: Path, files: Mapping[str, bytes], change: Change) -> None:
    """Write the files to the folder `out`, all or none; what `change` keeps stays.

    Raises:
        OutputRefusedError: as `write_tree` has it.
    """
    write_tree(out, files, keep=change.kept)


def check_template(path: Path) -> None:
    """Check that `write_template` could make the file. Writes nothing.

    Raises:
        OutputRefusedError: it is there already, or there is no folder to write it to.
    """
    reason = EEXIST if os.path.lexists(path) else ENOENT
    if reason == EEXIST or not path.parent.is_dir():
        raise _no_template(path, os.strerror(reason))
    if not os.access(path.parent, os.W_OK):
        raise _no_template(path, os.strerror(EACCES))


def _no_template(path: Path, reason: str) -> OutputRefusedError:
    return OutputRefusedError(f"{one_line(str(path))} cannot be written: {reason}")


def write_template(path: Path, data: bytes) -> None:
    """Write the template of results to a file that must not be there yet.

    Raises:
        OutputRefusedError: the file is there already, or cannot be written.
    """
    try:
        with path.open("xb") as stream:
            stream.write(data)
    except OSError as error:
        raise _no_template(path, error.strerror or str(error)) from error
