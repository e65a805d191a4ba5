"""The other editions of a workspace as packages: what is the same comes from the modules of the newest edition."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from metermap.codegen.bindings.editions import NOT_ON_THE_WIRE, EditionBindings, EditionTexts
from metermap.codegen.bindings.scan import Bindings, DeviceBindings, EntryFacts
from metermap.codegen.python.entry_code import Entry, entry_of, figures
from metermap.codegen.python.layouts import COSEM_TYPES, SEP_TYPES, Types
from metermap.codegen.python.modules import TYPES, device_context, types_module
from metermap.mappings.model import Statement

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["EDITIONS", "Newest", "edition_modules", "edition_texts", "list_of_editions"]

EDITIONS: Final = "editions"
"""The package of the other editions."""

_OWN: Final = {COSEM_TYPES: f"own_{COSEM_TYPES}", SEP_TYPES: f"own_{SEP_TYPES}"}


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest edition: modules and entries by device id, types, and the first line of all files."""

    environment: Environment
    bindings: Bindings
    modules: Mapping[str, str]
    entries: Mapping[str, Sequence[Entry]]
    types: Types
    header: str

    def by_name(self, device: str) -> dict[str, tuple[EntryFacts, Entry]]:
        """Return the entries of a device by name, with their facts; none if the newest edition has none of it."""
        facts = next((each.entries for each in self.bindings.devices if each.device.id == device), ())
        return {each.name: (each, entry) for each, entry in zip(facts, self.entries.get(device, ()), strict=True)}


@dataclass(frozen=True, slots=True)
class _Compared:
    """A device of an edition: entries that it alone has, names that it shares, and those that it has not so."""

    device: DeviceBindings
    own: tuple[Entry, ...]
    same: tuple[str, ...]
    gone: tuple[str, ...]


def list_of_editions(newest: Newest, editions: Iterable[EditionBindings]) -> str:
    """Return the package that lists the editions."""
    listed = [{"name": each.name, "title": each.title} for each in editions]
    return newest.environment.get_template("editions.py.jinja").render(
        header=newest.header,
        title=newest.bindings.title,
        package=f"{newest.bindings.package}_bindings",
        edition=newest.bindings.edition,
        editions=listed,
    )


def edition_texts(newest: Newest, edition: EditionBindings, plain: Mapping[str, str]) -> EditionTexts:
    """Return the package of an edition: a module for each device, and one for each kind of types that it alone has.

    `plain` are the names that the modules of its devices would have without the newest edition.
    """
    types = newest.types.beyond(_OWN[COSEM_TYPES], _OWN[SEP_TYPES])
    facts = [each for device in edition.bindings.devices for each in device.entries]
    types.add((each.transfer.key, each.transfer.layout) for each in facts if each.transfer is not None)
    devices = [_compared(newest, device, types) for device in edition.bindings.devices]
    names = edition_modules(newest.modules, edition, plain)
    texts = {"__init__": _package(newest, edition, names)}
    texts |= {names[each.device.device.id]: _module(newest, edition, each, names) for each in devices}
    for module, title in TYPES.items():
        if definitions := types.definitions[_OWN[module]]:
            own = f"{title} as of {edition.title}, where the newest edition has no such type"
            texts[_OWN[module]] = types_module(newest.environment, own, definitions, newest.header, _OWN.values())
    return EditionTexts(
        {f"{EDITIONS}/{edition.name}/{name}.py": text for name, text in texts.items()},
        sum(len(each.own) for each in devices),
    )


def _compared(newest: Newest, device: DeviceBindings, types: Types) -> _Compared:
    now = newest.by_name(device.device.id)
    then = {facts.name: _entry(facts, types, now.get(facts.name)) for facts in device.entries}
    same = {name for name, entry in then.items() if name in now and _is_same(now[name][1], entry)}
    return _Compared(
        device,
        tuple(entry for name, entry in then.items() if name not in same),
        tuple(sorted(same)),
        tuple(sorted(now.keys() - same)),
    )


def _entry(facts: EntryFacts, types: Types, now: tuple[EntryFacts, Entry] | None) -> Entry:
    """Return the constant of an entry; of one whose facts are those of the newest edition, the very constant."""
    return now[1] if now and now[0] == facts else entry_of(facts, types)


def _is_same(now: Entry, then: Entry) -> bool:
    return now is then or _on_the_wire(now) == _on_the_wire(then)


def _on_the_wire(entry: Entry) -> tuple[object, ...]:
    said = tuple((name, value) for name, value in entry.literals if name not in NOT_ON_THE_WIRE)
    return entry.kind, said, entry.expressions


def edition_modules(newest: Mapping[str, str], edition: EditionBindings, names: Mapping[str, str]) -> Mapping[str, str]:
    """Return the module of each device of an edition: that of the newest edition, where it has the device.

    `newest` are the modules there, `names` those that the devices would have without it.
    """
    taken = {*newest.values(), *_OWN.values()}
    return {
        each.device.id: newest.get(each.device.id) or _free(names[each.device.id], taken)
        for each in edition.bindings.devices
    }


def _free(name: str, taken: Collection[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _package(newest: Newest, edition: EditionBindings, names: Mapping[str, str]) -> str:
    said = edition.edition
    return newest.environment.get_template("edition.py.jinja").render(
        header=newest.header,
        title=edition.title,
        package=f"{newest.bindings.package}_bindings",
        name=said.name,
        date=said.date,
        source=said.source,
        partial=said.partial,
        digest=edition.bindings.digest,
        devices=[{"module": names[each.device.id], "title": each.device.title} for each in edition.bindings.devices],
    )


def _module(newest: Newest, edition: EditionBindings, compared: _Compared, names: Mapping[str, str]) -> str:
    device = compared.device
    recorded = sorted(facts.name for facts in device.entries if edition.is_recorded(facts))
    return newest.environment.get_template("edition_device.py.jinja").render(
        device_context(device, list(compared.own), _OWN.values()),
        header=newest.header,
        edition=edition.title,
        partial=edition.edition.partial,
        figures=figures([facts for facts in device.entries if facts.name not in compared.same]),
        module=names[device.device.id],
        exists=device.device.id in newest.modules,
        same=compared.same,
        gone=compared.gone,
        recorded=recorded,
        unaddressed=list(_unaddressed(edition.unaddressed(device.device.id))),
        digest=edition.bindings.digest,
    )


def _unaddressed(statements: Iterable[Statement]) -> Iterator[str]:
    for said in statements:
        yield f"No entry: {said.element or said.item}, whose address is not recorded ({said.place})."
