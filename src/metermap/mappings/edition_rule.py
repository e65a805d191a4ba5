"""The rule on editions: what a statement needs must hold in the edition that its device must meet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metermap.core.editions import Holding, Ladder
from metermap.mappings import codes
from metermap.mappings.rules import said_once, subject_of
from metermap.protocols import lifetimes_of

if TYPE_CHECKING:
    from metermap.core.findings import Finding
    from metermap.mappings.model import Statement
    from metermap.mappings.rules import Subject
    from metermap.protocols import DictionaryEntry

__all__ = ["outside_edition"]

_CODES = {Holding.NOT_YET: codes.NOT_YET_IN_EDITION, Holding.NO_MORE: codes.NO_MORE_IN_EDITION}


def outside_edition(subject: Subject) -> Iterator[Finding]:
    """A statement whose address needs an edition later than its device must meet, or one before it.

    Where the workspace records no edition for the device, or the dictionary none for the entry, nothing
    is said. A proposal is held to the edition like any other statement.
    """
    editions = {device.id: dict(device.editions) for device in subject.devices}
    if not any(editions.values()):
        return
    ladders = _ladders(subject)
    for statement, devices in said_once(subject.statements):
        ladder = ladders.get(statement.protocol)
        wanted: dict[str, list[str]] = {}
        for device in devices:
            wanted.setdefault(editions[device].get(statement.protocol, ""), []).append(device)
        for edition, meeting in wanted.items():
            if ladder is not None and edition:
                yield from _outside(statement, subject, ladder, edition, meeting)


def _ladders(subject: Subject) -> dict[str, Ladder]:
    protocols = {protocol for device in subject.devices for protocol, _ in device.editions}
    manifests = {protocol: subject.dictionaries.manifest(protocol) for protocol in sorted(protocols)}
    return {protocol: manifest.ladder for protocol, manifest in manifests.items() if manifest is not None}


def _outside(
    statement: Statement, subject: Subject, ladder: Ladder, edition: str, devices: list[str]
) -> Iterator[Finding]:
    element = subject.catalogue.element_by_id.get(statement.element)
    what = element.name if element is not None else statement.item
    for code, entry in _faulty(statement, subject, ladder, edition).items():
        yield _CODES[code].at(
            statement.place,
            f"{what} of {', '.join(devices)}, which must meet {edition}, needs {entry.name}: {entry.lifetime}",
            subject=subject_of(statement),
            expected=f"an entry that holds in {edition}",
            also=(element.place,) if element is not None and element.place else (),
        )


def _faulty(statement: Statement, subject: Subject, ladder: Ladder, edition: str) -> dict[Holding, DictionaryEntry]:
    """Return the first entry that is not there yet, and the first that is there no more."""
    found: dict[Holding, DictionaryEntry] = {}
    for entry in lifetimes_of(statement.address, subject.dictionaries):
        holding = ladder.holds(entry.lifetime, edition)
        if holding in _CODES and entry.dictionary == statement.protocol:
            found.setdefault(holding, entry)
    return found
