"""The other editions of a workspace in C: tables of what differs, and what stands for an item of the newest edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metermap.codegen.bindings.editions import NOT_ON_THE_WIRE, EditionBindings, EditionTexts
from metermap.codegen.bindings.scan import DeviceBindings, EntryFacts
from metermap.codegen.c.devices import DeviceNames, Written, device_texts
from metermap.codegen.c.entry_code import CEntry, Shared, entry_of
from metermap.codegen.c.orders import Members, members_of

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["Newest", "edition_texts"]


@dataclass(frozen=True, slots=True)
class Newest:
    """The bindings of the edition that is worked on: devices and their names by id, and what all tables share."""

    environment: Environment
    shared: Shared
    devices: Mapping[str, Written]
    names: Mapping[str, DeviceNames]
    members: tuple[Members, ...]


@dataclass(frozen=True, slots=True)
class _Replaced:
    """An item of the newest edition that is another one in an edition; `own` is empty if it has none."""

    item: str
    own: str


@dataclass(frozen=True, slots=True)
class _Device:
    """A device of an edition, in the words of the template. `newest` and `known` are empty if only it has the device.

    `replaced` and `recorded` are in the order of the items of the newest edition.
    """

    id: str
    name: DeviceNames
    newest: str
    newest_upper: str
    own: Written
    replaced: tuple[_Replaced, ...]
    recorded: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def lower(self) -> str:
        """Return what the functions and tables of the device begin with."""
        return self.name.lower

    @property
    def upper(self) -> str:
        """Return what the constants of the device begin with."""
        return self.name.upper

    @property
    def has_own(self) -> bool:
        """Return whether the edition has entries of its own."""
        return bool(self.own.entries)


def edition_texts(newest: Newest, edition: EditionBindings, names: Mapping[str, DeviceNames]) -> EditionTexts:
    """Return the files of an edition: one pair for it, and a pair for each device that has entries of its own.

    `names` are those that its devices have without the edition. The shared tables grow by what it alone needs.
    """
    devices = [_compared(newest, edition, device, names[device.device.id]) for device in edition.bindings.devices]
    texts: dict[str, str] = {}
    for device in devices:
        if device.has_own:
            rendered = device_texts(newest.environment, device.own, device.name, newest.shared.header)
            texts |= {f"{device.lower}{suffix}": text for suffix, text in rendered.items()}
    lower = f"{edition.bindings.package}_{edition.name}"
    context = _context(newest, edition, devices, lower)
    for suffix in (".h", ".c"):
        texts[f"{lower}{suffix}"] = newest.environment.get_template(f"edition{suffix}.jinja").render(context)
    return EditionTexts(texts, sum(len(device.own.entries) for device in devices))


def _context(newest: Newest, edition: EditionBindings, devices: Sequence[_Device], lower: str) -> dict[str, object]:
    own = [f"{device.lower}.h" for device in devices if device.has_own]
    now = [f"{device.newest}.h" for device in devices if device.newest]
    prefix = edition.bindings.package
    return {
        "header": newest.shared.header,
        "title": edition.title,
        "edition": edition.edition,
        "digest": edition.bindings.digest,
        "prefix": prefix,
        "lower": lower,
        "upper": lower.upper(),
        "edition_header": f"{lower}.h",
        "headers": sorted({f"{prefix}_entry.h", *own, *now}),
        "devices": devices,
        "searched": any(device.replaced or device.recorded for device in devices),
        "members": tuple(members_of(edition.bindings, newest.members)),
    }


def _compared(newest: Newest, edition: EditionBindings, device: DeviceBindings, plain: DeviceNames) -> _Device:
    package = edition.bindings.package
    known = newest.devices.get(device.device.id)
    now = {entry.name: (facts, entry) for facts, entry in known.pairs()} if known else {}
    then = [(facts, _entry(newest, facts, package, now.get(facts.name))) for facts in device.entries]
    differing = [(facts, entry) for facts, entry in then if not _is_same(now.get(entry.name), entry)]
    own = Written(device.device, [facts for facts, _ in differing], [entry for _, entry in differing])
    kept, recorded = {entry.name for _, entry in then}, set(_recorded(edition, device))
    differ = {entry.name for entry in own.entries}
    name = plain.lower.removeprefix(f"{package}_")
    newest_name = newest.names[device.device.id] if known else None
    return _Device(
        device.device.id,
        DeviceNames(package, f"{package}_{edition.name}_{name}"),
        newest_name.lower if newest_name else "",
        newest_name.upper if newest_name else "",
        own,
        tuple(_Replaced(item, item if item in differ else "") for item in now if item in differ or item not in kept),
        tuple(item for item in now if item in recorded) if edition.edition.partial else (),
        tuple(_notes(edition, device.device.id)),
    )


def _entry(newest: Newest, facts: EntryFacts, package: str, now: tuple[EntryFacts, CEntry] | None) -> CEntry:
    """Return the rows of an entry; of one whose facts are those of the newest edition, the very rows."""
    return now[1] if now and now[0] == facts else entry_of(facts, package, newest.shared)


def _is_same(now: tuple[EntryFacts, CEntry] | None, then: CEntry) -> bool:
    return now is not None and (now[1] is then or _on_the_wire(now[1]) == _on_the_wire(then))


def _on_the_wire(entry: CEntry) -> list[tuple[str, str]]:
    return [(name, said) for name, said in (*entry.numbers, *entry.texts) if name not in NOT_ON_THE_WIRE]


def _recorded(edition: EditionBindings, device: DeviceBindings) -> Iterator[str]:
    yield from (facts.name for facts in device.entries if edition.is_recorded(facts))


def _notes(edition: EditionBindings, device: str) -> Iterator[str]:
    for said in edition.unaddressed(device):
        yield f"No entry: {said.element or said.item}, whose address is not recorded ({said.place})."
