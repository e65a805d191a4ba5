"""What the bindings call the statements of another edition, where they have it otherwise than in the newest one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metermap.codegen.bindings.editions import edition_bindings
from metermap.codegen.bindings.scan import scan
from metermap.codegen.c.generator import device_names, edition_namer, item_name
from metermap.codegen.python.editions import EDITIONS, edition_modules
from metermap.codegen.python.generator import constant_name, edition_name, module_names

if TYPE_CHECKING:
    from metermap.codegen.base import GeneratorInput
    from metermap.codegen.bindings.editions import EditionBindings
    from metermap.codegen.bindings.scan import Bindings, EntryFacts

__all__ = ["EditionNames", "edition_names"]


@dataclass(frozen=True, slots=True)
class EditionNames:
    """The names of entries by language, and the files below the output folder that are about their edition."""

    symbols: Mapping[str, tuple[str, ...]]
    files: tuple[str, ...]


def edition_names(given: GeneratorInput, label: str, keys: Collection[str]) -> EditionNames:
    """Return what the statements of `keys` are called in the edition that `label` names.

    What is on the wire as in the newest edition has its name from there, and is left out.
    """
    in_python, in_c = _in_python(given, label, keys), _in_c(given, label, keys)
    symbols = {"python": tuple(in_python.values()), "c": tuple(in_c.values())}
    files = (*_files(in_python), *_files(in_c))
    return EditionNames({language: names for language, names in symbols.items() if names}, tuple(sorted(files)))


_Named = dict[tuple[tuple[str, ...], str], str]


def _in_python(given: GeneratorInput, label: str, keys: Collection[str]) -> _Named:
    newest = scan(given, constant_name)
    edition = _edition(given, newest, label, constant_name, edition_name)
    modules = edition_modules(module_names(newest), edition, module_names(edition.bindings))
    package = f"{newest.package}_bindings"
    where = (package, EDITIONS, edition.name)
    return {
        (_python_files(where, modules[device]), facts.name): ".".join((*where, modules[device], facts.name))
        for device, facts in _own(newest, edition, keys)
    }


def _python_files(where: tuple[str, ...], module: str) -> tuple[str, ...]:
    folder = "/".join(("python", *where))
    return f"{folder}/__init__.py", f"{folder}/{module}.py"


def _in_c(given: GeneratorInput, label: str, keys: Collection[str]) -> _Named:
    newest = scan(given, item_name)
    edition = _edition(given, newest, label, item_name, edition_namer(device_names(newest)))
    prefix = newest.package
    devices = device_names(edition.bindings)
    named: _Named = {}
    for device, facts in _own(newest, edition, keys):
        lower = f"{prefix}_{edition.name}"
        own = f"{lower}_{devices[device].lower.removeprefix(f'{prefix}_')}"
        files = tuple(f"c/{name}{suffix}" for name in (lower, own) for suffix in (".c", ".h"))
        named[files, facts.name] = f"{own.upper()}_{facts.name}"
    return named


def _files(named: _Named) -> frozenset[str]:
    return frozenset(file for files, _ in named for file in files)


def _edition(
    given: GeneratorInput, newest: Bindings, label: str, mangle: Callable[[str], str], name: Callable[[str], str]
) -> EditionBindings:
    return next(each for each in edition_bindings(given, newest, mangle, name) if each.edition.label == label)


def _own(newest: Bindings, edition: EditionBindings, keys: Collection[str]) -> Iterator[tuple[str, EntryFacts]]:
    """Yield the entries of `keys`, each with its device, that the newest edition does not have so."""
    for device in edition.bindings.devices:
        now = {
            facts.name: facts for each in newest.devices if each.device.id == device.device.id for facts in each.entries
        }
        for facts in device.entries:
            same = now.get(facts.name)
            if facts.statement.key in keys and (same is None or _on_the_wire(same) != _on_the_wire(facts)):
                yield device.device.id, facts


def _on_the_wire(facts: EntryFacts) -> tuple[object, ...]:
    said = facts.statement
    return (
        *(facts.address, facts.codec, facts.wire_type, facts.unit, facts.scaler_unit, facts.member, facts.bits),
        *(facts.transfer, facts.steps, facts.terms),
        *(said.element, said.item, said.type, said.value, said.unit),
    )
