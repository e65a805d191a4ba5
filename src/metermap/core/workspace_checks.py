"""What a ``metermap.toml`` says, held together: every path that leaves the workspace, every contradiction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from metermap.core import codes
from metermap.core.edition_checks import check_editions
from metermap.core.suggest import did_you_mean
from metermap.core.toml_file import KeyPath, TomlPlaces, printed_key

if TYPE_CHECKING:
    from metermap.core.edition_entry import EditionEntry
    from metermap.core.findings import Findings
    from metermap.core.workspace import WorkbookProfile, Workspace

__all__ = ["check_workspace", "stays_inside"]


def check_workspace(workspace: Workspace, where: TomlPlaces, findings: Findings, *, whole_devices: bool) -> None:
    """Report what cannot be. Where tables of devices have faults of their own, nothing is held against them."""
    _check_paths(workspace, where, findings)
    _check_workbooks(workspace, where, findings)
    if whole_devices:
        _check_devices(workspace, where, findings)
        _check_home(workspace, where, findings)
    _check_renamings(workspace, where, findings)
    check_editions(workspace, where, findings, whole_devices=whole_devices)


def _check_paths(workspace: Workspace, where: TomlPlaces, findings: Findings) -> None:
    paths: list[tuple[KeyPath, str]] = [
        (("workbook", number, "file"), profile.file) for number, profile in enumerate(workspace.workbooks)
    ]
    for name, patterns in (("mappings", workspace.mappings), ("results", workspace.results)):
        paths += [((name, number), pattern) for number, pattern in enumerate(patterns)]
    paths += [
        (("dictionaries", protocol, "overlays"), overlay)
        for protocol, choice in workspace.dictionaries.items()
        for overlay in choice.overlays
        if "/" in overlay
    ]
    paths += [(("errata",), workspace.errata), (("expected",), workspace.expected)]
    paths += [(("standards", "register"), workspace.standards.register), (("check", "baseline"), workspace.baseline)]
    paths += [(("site", "against"), workspace.site.against), (("reserved",), workspace.reserved)]
    for number, entry in enumerate(workspace.editions):
        paths += list(_paths_of(entry, ("editions", number)))
    for key, path in paths:
        if path and not _is_relative(path):
            _refuse(key, path, "leads out of the workspace", where, findings)
        elif path and not any(_globbed(part) for part in path) and not stays_inside(workspace.root, path):
            _refuse(key, path, "is a symbolic link that leads out of the workspace", where, findings)
        elif path and key[0] == "editions" and key[-1] == "errata" and not (workspace.root / path).is_file():
            message = f"{printed_key(key)}: there is no file {path!r:.80}"
            expected = "a file with the errata of the edition"
            findings.add(codes.BAD_VALUE.at(where.place(key), message, subject=printed_key(key), expected=expected))


def _paths_of(entry: EditionEntry, at: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    yield (*at, "errata"), entry.errata
    yield from (((*at, "mappings"), pattern) for pattern in entry.mappings)
    yield from (((*at, "workbook", number, "file"), book.file) for number, book in enumerate(entry.workbooks))


def _refuse(key: KeyPath, path: str, why: str, where: TomlPlaces, findings: Findings) -> None:
    message = f"{printed_key(key)}: {path!r:.80} {why}"
    expected = "a path inside the workspace, such as mappings/meter.map"
    findings.add(codes.OUTSIDE.at(where.place(key), message, subject=printed_key(key), expected=expected))


def _is_relative(path: str) -> bool:
    """Return whether `path` is a plain relative POSIX path: no ``..``, no root, drive or backslash."""
    parts = PurePosixPath(path)
    return not parts.is_absolute() and ".." not in parts.parts and not re.search(r"[\\\x00]|^[A-Za-z]:|^~", path)


def _globbed(character: str) -> bool:
    return character in "*?["


def stays_inside(root: Path, path: str | Path) -> bool:
    """Return whether a path below `root` stays there when symbolic links are followed."""
    return (root / path).resolve().is_relative_to(root.resolve())


def _check_workbooks(workspace: Workspace, where: TomlPlaces, findings: Findings) -> None:
    books: list[tuple[KeyPath, WorkbookProfile]] = [
        (("workbook", number), profile) for number, profile in enumerate(workspace.workbooks)
    ]
    for edition, entry in enumerate(workspace.editions):
        books += [(("editions", edition, "workbook", number), book) for number, book in enumerate(entry.workbooks)]
    for at, profile in books:
        if profile.numbers and profile.numbers.decimal == profile.numbers.thousands:
            message = f"{profile.file}: the decimal mark also parts the thousands"
            place = where.place((*at, "numbers"))
            findings.add(codes.CONTRADICTION.at(place, message, subject=profile.file, expected="two different marks"))
        if (profile.encoding or profile.delimiter) and profile.file.lower().endswith((".xlsx", ".xlsm")):
            key = "encoding" if profile.encoding else "delimiter"
            message = f"{profile.file} is no CSV file and has no {key} to declare"
            findings.add(codes.CONTRADICTION.at(where.place((*at, key)), message, subject=profile.file))


def _check_devices(workspace: Workspace, where: TomlPlaces, findings: Findings) -> None:
    seen: dict[str, int] = {}
    for number, device in enumerate(workspace.devices):
        at = ("device", number)
        if device.id in seen:
            message = f"device {device.id} is declared twice"
            also = [where.place(("device", seen[device.id], "id"))]
            findings.add(codes.DUPLICATE.at(where.place((*at, "id")), message, subject=device.id, also=also))
        seen.setdefault(device.id, number)
        if device.carrier not in device.protocols:
            expected = "one of " + ", ".join(sorted(device.protocols))
            message = f"device {device.id} is carried by {device.carrier}, which it does not speak"
            place = where.place((*at, "carrier"))
            findings.add(codes.CONTRADICTION.at(place, message, subject=device.id, expected=expected))
        for protocol in sorted(set(device.protocols) & set(device.silent)):
            message = f"device {device.id} both speaks {protocol} and is silent in it"
            place = where.place((*at, "silent"))
            findings.add(codes.CONTRADICTION.at(place, message, subject=device.id))
        for protocol in sorted(set(device.editions) - set(device.protocols)):
            message = f"device {device.id} must meet an edition of {protocol}, which it does not speak"
            expected = "one of " + ", ".join(sorted(device.protocols))
            place = where.place((*at, "editions"))
            findings.add(codes.CONTRADICTION.at(place, message, subject=device.id, expected=expected))


def _check_home(workspace: Workspace, where: TomlPlaces, findings: Findings) -> None:
    home = workspace.standards.home
    spoken = sorted({protocol for device in workspace.devices for protocol in device.protocols})
    if home and home not in spoken:
        message = f"standards.home is {home!r:.60}, which no device speaks"
        expected = did_you_mean(home, spoken) or "one of " + ", ".join(spoken)
        place = where.place(("standards", "home"))
        findings.add(codes.CONTRADICTION.at(place, message, subject="standards.home", expected=expected))


def _check_renamings(workspace: Workspace, where: TomlPlaces, findings: Findings) -> None:
    """Refuse renamings that go in a circle: no page could say where the item is now."""
    for old in workspace.site.renamed:
        if workspace.site.present_name(old) in workspace.site.renamed:
            message = f"site.renamed: {old!r:.80} is renamed in a circle"
            expected = "the name that the item has in the catalogue now"
            place = where.place(("site", "renamed", old))
            findings.add(codes.CONTRADICTION.at(place, message, subject=f"site.renamed.{old}", expected=expected))
