"""The rule on editions: what a statement needs must hold in the editions that its device must meet.

What cannot be held against them is counted and told: a check that looked at nothing must not pass for one
that found nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from metermap.core.editions import Holding, Ladder
from metermap.core.places import FilePlace
from metermap.core.render import counted
from metermap.core.rules import Example, Family, small_workspace
from metermap.mappings import codes
from metermap.mappings.rules.base import CheckedRule, subject_of
from metermap.protocols import lifetimes_of

if TYPE_CHECKING:
    from metermap.core.findings import Finding
    from metermap.mappings.model import Statement
    from metermap.mappings.rules.base import Subject
    from metermap.protocols import DictionaryEntry

__all__ = ["RULES"]

_CODES = {Holding.NOT_YET: codes.NOT_YET_IN_EDITION, Holding.NO_MORE: codes.NO_MORE_IN_EDITION}

_Editions: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Held:
    """A statement held against the editions that some of its devices must meet.

    `entries` are what it needs of the dictionary of its protocol, the attribute, method or command first.
    """

    statement: Statement
    devices: tuple[str, ...]
    editions: _Editions
    entries: tuple[DictionaryEntry, ...]
    ladder: Ladder

    @property
    def dated(self) -> bool:
        """Return whether an edition is recorded of the attribute, method or command itself."""
        return bool(self.entries[0].lifetime.since)

    @property
    def loose(self) -> tuple[str, ...]:
        """Return the ladders that the statement needs an entry of, and of which its devices must meet no edition."""
        met = {self.ladder.ladder_of(edition) for edition in self.editions}
        needed = (self.ladder.ladder_of(entry.lifetime.since) for entry in self.entries if entry.lifetime.since)
        return tuple(dict.fromkeys(name for name in needed if name and name not in met))


def outside_edition(subject: Subject) -> Iterator[Finding]:
    """A statement whose address needs an edition later than its device must meet, or one before it.

    Where the workspace records no edition for the device nothing is said. Where the dictionary records
    none for the entries, or one of another ladder, one finding counts the statements. A proposal is held to
    the editions like any other statement.
    """
    held = tuple(_held(subject))
    for one in held:
        yield from _outside(one, subject)
    yield from _not_ordered(held)
    yield from _not_recorded(held)


def _held(subject: Subject) -> Iterator[_Held]:
    editions = {device.id: dict(device.editions) for device in subject.devices}
    ladders = _ladders(subject)
    if not ladders:
        return
    for statement, devices in subject.once:
        ladder = ladders.get(statement.protocol)
        wanted: dict[_Editions, list[str]] = {}
        for device in devices:
            wanted.setdefault(editions[device].get(statement.protocol, ()), []).append(device)
        wanted.pop((), None)
        if ladder is None or not wanted:
            continue
        needed = lifetimes_of(statement.address, subject.dictionaries)
        if entries := tuple(entry for entry in needed if entry.dictionary == statement.protocol):
            for named, meeting in wanted.items():
                # A name that the dictionary does not know is a finding of its own.
                if known := tuple(filter(ladder.edition, named)):
                    yield _Held(statement, tuple(meeting), known, entries, ladder)


def _ladders(subject: Subject) -> dict[str, Ladder]:
    protocols = {protocol for device in subject.devices for protocol, _ in device.editions}
    manifests = {protocol: subject.dictionaries.manifest(protocol) for protocol in sorted(protocols)}
    return {protocol: manifest.ladder for protocol, manifest in manifests.items() if manifest is not None}


def _outside(one: _Held, subject: Subject) -> Iterator[Finding]:
    element = subject.catalogue.element_by_id.get(one.statement.element)
    what = element.name if element is not None else one.statement.item
    for edition in one.editions:
        for code, entry in _faulty(one, edition).items():
            yield _CODES[code].at(
                one.statement.place,
                f"{what} of {', '.join(one.devices)}, which must meet {edition}, needs {entry.name}: {entry.lifetime}",
                subject=subject_of(one.statement),
                expected=f"an entry that holds in {edition}",
                also=(element.place,) if element is not None and element.place else (),
            )


def _faulty(one: _Held, edition: str) -> dict[Holding, DictionaryEntry]:
    """Return the first entry that is not there yet, and the first that is there no more."""
    found: dict[Holding, DictionaryEntry] = {}
    for entry in one.entries:
        holding = one.ladder.holds(entry.lifetime, edition)
        if holding in _CODES:
            found.setdefault(holding, entry)
    return found


# ---- what is not checked ------------------------------------------------------------------------


def _not_ordered(held: Iterable[_Held]) -> Iterator[Finding]:
    grouped: dict[tuple[str, _Editions, str], list[_Held]] = {}
    for one in held:
        for ladder in one.loose:
            grouped.setdefault((one.statement.protocol, one.editions, ladder), []).append(one)
    for (protocol, editions, ladder), group in grouped.items():
        met = " and ".join(editions)
        need = "statement needs" if _number(group) == 1 else "statements need"
        yield codes.NO_ORDER_OF_EDITIONS.at(
            FilePlace("metermap.toml"),
            f"{_devices(group)} over {protocol} must meet {met}; {_number(group):,} {need} entries on ladder {ladder}, "
            "which is in no order with it: not checked",
            subject=f"editions {protocol} {met}, {ladder}",
            expected=f"an edition of {ladder}",
        )


def _not_recorded(held: Iterable[_Held]) -> Iterator[Finding]:
    grouped: dict[tuple[str, _Editions], list[_Held]] = {}
    for one in held:
        if not one.dated:
            grouped.setdefault((one.statement.protocol, one.editions), []).append(one)
    for (protocol, editions), group in grouped.items():
        met = " and ".join(editions)
        yield codes.NO_EDITION_RECORDED.at(
            FilePlace("metermap.toml"),
            f"{counted(_number(group), 'statement')} of {_devices(group)} over {protocol} not checked against {met}: "
            "their entries record no edition",
            subject=f"editions {protocol} {met}",
        )


def _number(group: Iterable[_Held]) -> int:
    """Return how many statements there are, each counted for each of its devices, as the reports do."""
    return sum(len(one.devices) for one in group)


def _devices(group: Iterable[_Held]) -> str:
    return ", ".join(dict.fromkeys(device for one in group for device in one.devices))


_ELEMENTS = """Element id,Row,Reference,Item,Attribute path,Category,Data type,Sensitive,Readers,Writers,Devices
ConsumptionRegister.value,1375,SMETS 4.6.5.5,ConsumptionRegister,value,Operational data,INTEGER,yes,Supplier,,GSME
ManufacturerIdentifier.value,,SMETS 4.6.1.2,ManufacturerIdentifier,value,Constant data,TEXT,,Supplier,,GSME
"""
_LATER = """on GSME over sep, tunnelled.
ConsumptionRegister is Metering { CurrentDayMaxDemandDelivered: value as uint48 }.
"""
_REMOVED = """on GSME over sep, tunnelled.
ConsumptionRegister is Prepayment { call SelectAvailableEmergencyCredit { siteId = 0 } returns DefaultResponse }.
"""
_UNDATED = """on GSME over sep, tunnelled.
ManufacturerIdentifier is Basic { ManufacturerName: value }.
"""


def _meeting(edition: str, mapping: str) -> Example:
    """Return a case in which the gas meter must meet an edition of Smart Energy."""
    toml = small_workspace(f'[dictionaries.sep]\nedition = "{edition}"\n')
    return Example(mapping, files=(("metermap.toml", toml), ("elements.csv", _ELEMENTS)))


RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.NOT_YET_IN_EDITION,
        Family.ADDRESS,
        "A device that must meet an edition need not have what a later one brought: the read is refused, or another "
        "attribute answers. Map the element to something that the edition has. If the group has moved to a later "
        "edition, set it in metermap.toml; the sentences then stand.",
        failing=_meeting("SE 1.2a", _LATER),
        passing=_meeting("SE 1.4", _LATER),
        check=outside_edition,
    ),
    CheckedRule(
        codes.NO_MORE_IN_EDITION,
        Family.ADDRESS,
        "The edition that the device must meet does not have the entry any more; an earlier one had. A new device "
        "will not know it. Use what the edition has in its place, or set the earlier edition in metermap.toml if that "
        "is the one that holds.",
        failing=_meeting("SE 1.4", _REMOVED),
        passing=_meeting("SE 1.1b", _REMOVED),
        check=outside_edition,
    ),
    CheckedRule(
        codes.NO_ORDER_OF_EDITIONS,
        Family.ADDRESS,
        "Smart Energy, Home Automation and the ZigBee Cluster Library count their editions apart. Where a device must "
        "meet an edition of one and a statement needs an entry of another, neither is the later, so nothing can be "
        "checked. Set an edition of the ladder that is named. One finding counts the statements.",
        failing=_meeting("HA 1.2", _LATER),
        passing=_meeting("SE 1.4", _LATER),
        check=outside_edition,
    ),
    CheckedRule(
        codes.NO_EDITION_RECORDED,
        Family.ADDRESS,
        "The dictionary does not know since when an entry is there, because no source that it is built on says so. "
        "The statements are therefore not held against the edition, which is not the same as holding. The note "
        "counts them; it goes away when a source is found and the dictionary records the edition.",
        failing=_meeting("SE 1.2a", _UNDATED),
        passing=_meeting("SE 1.4", _LATER),
        check=outside_edition,
    ),
)
