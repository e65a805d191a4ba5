"""What a workspace says of its other editions, held together: every contradiction, with its line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metermap.core import codes
from metermap.core.edition_ladder import edition_label, identifier_label
from metermap.core.findings import Finding, Findings
from metermap.core.partial_dates import parse_partial_date
from metermap.core.suggest import did_you_mean
from metermap.core.toml_file import KeyPath, TomlPlaces, printed_key

if TYPE_CHECKING:
    from metermap.core.edition_entry import EditionEntry
    from metermap.core.workspace import Workspace

__all__ = ["check_editions"]


def check_editions(workspace: Workspace, where: TomlPlaces, findings: Findings, *, whole_devices: bool) -> None:
    """Report editions that cannot be told apart, that are in no order, and those that contradict themselves.

    Where tables of devices have faults of their own, what editions say of devices is not held against them.
    """
    if not workspace.editions:
        return
    if not edition_label(workspace.edition):
        message = "edition is empty, and other editions are declared"
        expected = "the name of the edition that is worked on, such as GBCS 4.x"
        findings.add(codes.CONTRADICTION.at(where.place(("edition",)), message, subject="edition", expected=expected))
    findings.extend(_names(workspace, where))
    findings.extend(_dates(workspace, where))
    for number, entry in enumerate(workspace.editions):
        at = ("editions", number)
        findings.extend(_itself(entry, at, where))
        if whole_devices:
            findings.extend(_dictionaries(workspace, entry, at, where))
            findings.extend(_devices(workspace, entry, at, where))


def _names(workspace: Workspace, where: TomlPlaces) -> Iterator[Finding]:
    """Yield the editions whose names meet: as they are, in a path or in an identifier."""
    first: dict[str, tuple[KeyPath, str]] = {}
    if own := edition_label(workspace.edition):
        first[identifier_label(own)] = (("edition",), workspace.edition)
    for number, entry in enumerate(workspace.editions):
        key: KeyPath = ("editions", number, "name")
        subject = printed_key(key)
        if not entry.label:
            message = f"{subject} is {entry.name!r:.80}, of which no path can be made"
            expected = "a name with letters or digits of ASCII, such as GBCS 0.8.1"
            yield codes.BAD_VALUE.at(where.place(key), message, subject=subject, expected=expected)
            continue
        twin, name = first.setdefault(identifier_label(entry.label), (key, entry.name))
        if twin != key:
            how = "is" if name == entry.name else "has the same label as"
            what = "the edition that is worked on" if twin == ("edition",) else f"declared already, as {name!r:.80}"
            verb = "is" if what.startswith("declared") else how
            message = f"edition {entry.name!r:.80} {verb} {what}"
            yield codes.DUPLICATE.at(where.place(key), message, subject=subject, also=[where.place(twin)])


def _dates(workspace: Workspace, where: TomlPlaces) -> Iterator[Finding]:
    """Yield the editions that stand below one that is certainly newer."""
    above: tuple[EditionEntry, int] | None = None
    for number, entry in enumerate(workspace.editions):
        date = parse_partial_date(entry.date)
        if date is None:
            continue
        before = parse_partial_date(above[0].date) if above else None
        if above and before and before.first > date.last:
            key: KeyPath = ("editions", number, "date")
            message = f"edition {entry.name!r:.80} of {entry.date} stands below that of {above[0].date}"
            also = [where.place(("editions", above[1], "date"))]
            expected = "the oldest edition first"
            yield codes.CONTRADICTION.at(
                where.place(key), message, subject=printed_key(key), expected=expected, also=also
            )
        above = (entry, number)


def _itself(entry: EditionEntry, at: KeyPath, where: TomlPlaces) -> Iterator[Finding]:
    if entry.partial and entry.workbooks:
        message = f"edition {entry.name!r:.80} is recorded in part and has a workbook of its own"
        expected = 'recorded = "whole", or errata that say where its catalogue differs'
        place = where.place((*at, "recorded"))
        yield codes.CONTRADICTION.at(place, message, subject=printed_key(at), expected=expected)
    names = [((*at, "name"), entry.name), ((*at, "source"), entry.source)]
    names += [((*at, "named", now), then) for now, then in entry.named.items()]
    for key, name in names:
        if not name.isprintable():
            message = f"{printed_key(key)} is {name!r:.80}, with a character that cannot be printed"
            expected = "letters, digits, signs and spaces"
            yield codes.BAD_VALUE.at(where.place(key), message, subject=printed_key(key), expected=expected)


def _dictionaries(workspace: Workspace, entry: EditionEntry, at: KeyPath, where: TomlPlaces) -> Iterator[Finding]:
    spoken = sorted({protocol for device in workspace.devices for protocol in device.protocols})
    for protocol in sorted(set(entry.dictionaries) - set(spoken)):
        message = f"edition {entry.name!r:.80} names editions of {protocol!r:.60}, which no device speaks"
        expected = did_you_mean(protocol, spoken) or "one of " + ", ".join(spoken)
        place = where.place((*at, "dictionaries"))
        yield codes.CONTRADICTION.at(place, message, subject=printed_key(at), expected=expected)


def _devices(workspace: Workspace, entry: EditionEntry, at: KeyPath, where: TomlPlaces) -> Iterator[Finding]:
    subject = printed_key(at)
    devices = {device.id: device for device in workspace.devices}
    for name, choices in entry.devices.items():
        place = where.place((*at, "devices", name))
        if name not in devices:
            message = f"edition {entry.name!r:.80} speaks of {name!r:.60}, which is no device of the workspace"
            expected = did_you_mean(name, list(devices)) or "one of " + ", ".join(devices)
            yield codes.CONTRADICTION.at(place, message, subject=subject, expected=expected)
            continue
        for protocol in sorted(set(choices) - set(devices[name].protocols)):
            message = f"device {name} must meet an edition of {protocol} there, which it does not speak"
            expected = "one of " + ", ".join(sorted(devices[name].protocols))
            yield codes.CONTRADICTION.at(place, message, subject=subject, expected=expected)
