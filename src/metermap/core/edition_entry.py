"""What ``[[editions]]`` says of another edition of catalogue and mapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from metermap.core.places import FilePlace, Place

if TYPE_CHECKING:
    from metermap.core.workspace import DeviceEntry, WorkbookProfile

__all__ = ["EditionEntry"]


@dataclass(frozen=True, slots=True)
class EditionEntry:
    """Another edition of catalogue and mapping that is kept alive beside the one that is worked on.

    `label` is the name as a path may have it. `date` and `source` (what it is known from) are empty if they are not
    recorded. A `partial` one is recorded in part: all else is taken from the edition that is worked on. `workbooks`
    stand in place of those of the workspace; none: the same. `errata` is a file of corrections that make the catalogue
    this edition's; empty if there is none. `mappings` are glob patterns of files that only this edition has. `without`
    are items and element ids that it does not have, `named` maps the name of an item to the one that it had then.
    `dictionaries` maps a protocol to the editions that its devices must meet in this edition, `devices` a device to
    the same by protocol; what is not there is as it is now.
    """

    name: str
    label: str
    date: str = ""
    partial: bool = False
    source: str = ""
    workbooks: tuple[WorkbookProfile, ...] = ()
    errata: str = ""
    mappings: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    dictionaries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    devices: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    place: Place = field(default=FilePlace("metermap.toml"), compare=False)

    def editions_for(self, device: DeviceEntry) -> Mapping[str, tuple[str, ...]]:
        """Return the editions of dictionaries that a device must meet in this edition, by protocol."""
        of_all = {protocol: names for protocol, names in self.dictionaries.items() if protocol in device.protocols}
        return {**device.editions, **of_all, **self.devices.get(device.id, {})}
