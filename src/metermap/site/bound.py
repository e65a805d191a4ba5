"""What the bindings know of the statements: their entries, their names in both languages, and examples of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from metermap.codegen.bindings.layouts import Leaf
from metermap.codegen.bindings.names import entry_names
from metermap.codegen.bindings.scan import scan
from metermap.codegen.c.generator import device_names, item_name
from metermap.codegen.explaining.sample import Samples
from metermap.codegen.python.generator import constant_name, module_names
from metermap.site.octets import NotExplainedError, explained
from metermap.site.snippets import Named, snippets

if TYPE_CHECKING:
    from metermap.codegen.base import GeneratorInput
    from metermap.codegen.bindings.layouts import Layout
    from metermap.codegen.bindings.scan import Bindings, EntryFacts
    from metermap.codegen.explaining.sample import Sample
    from metermap.mappings.model import Statement
    from metermap.protocols import Dictionaries
    from metermap.site.octets import Piece
    from metermap.site.snippets import Snippet

__all__ = ["Bound", "Example", "read_bindings"]


@dataclass(frozen=True, slots=True)
class Example:
    """Octets of what travels whole, what each of them is (None if not explained), and snippets that decode them."""

    sample: Sample
    piece: Piece | None
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """The entries of the bindings and their names, by the key of the statement; proposals have none."""

    dictionaries: Dictionaries
    entries: Mapping[str, EntryFacts]
    names: Mapping[str, Named]
    samples: Samples

    def example(self, statements: Iterable[Statement]) -> Example | None:
        """Return an example of statements that travel together; None if no vector is of their type."""
        held = (self.entries[said.key] for said in statements if said.key in self.entries)
        entries = sorted(held, key=lambda entry: not entry.statement.element)
        sample = self.samples.of_all(entries) if entries else None
        transfer = entries[0].transfer if entries else None
        if sample is None or transfer is None:
            return None
        try:
            piece = explained(self._named(entries[0], transfer.layout), sample.octets, sample.whole)
        except NotExplainedError:
            piece = None
        parts: dict[object, EntryFacts] = {}
        for entry in entries:
            parts.setdefault((entry.steps, entry.member), entry)
        named = ((entry, self.names[entry.statement.key]) for entry in parts.values())
        return Example(sample, piece, snippets(named, sample))

    def _named(self, entry: EntryFacts, layout: Layout) -> Layout:
        """Return a layout; that of a single value with the names that the dictionary has for it."""
        names = tuple(self.samples.names_of(entry).items())
        return replace(layout, names=names) if isinstance(layout, Leaf) and names else layout


def read_bindings(request: GeneratorInput) -> Bound:
    """Return what the bindings of a model are, by the options of bindings that leave proposals out."""
    from metermap.codegen.vectors import read_vectors  # noqa: PLC0415  (brings pydantic along)

    bindings = scan(request, str)
    entries = {entry.statement.key: entry for device in bindings.devices for entry in device.entries}
    return Bound(request.dictionaries, entries, dict(_names(bindings)), Samples(read_vectors(), request.dictionaries))


def _names(bindings: Bindings) -> Iterator[tuple[str, Named]]:
    modules, devices = module_names(bindings), device_names(bindings)
    for device in bindings.devices:
        statements = [entry.statement for entry in device.entries]
        constants = entry_names(statements, device.device.carrier, constant_name)
        items = entry_names(statements, device.device.carrier, item_name)
        in_c = devices[device.device.id]
        for statement in statements:
            yield (
                statement.key,
                Named(
                    package=f"{bindings.package}_bindings",
                    module=modules[device.device.id],
                    constant=constants[statement.key],
                    header=f"{in_c.lower}.h",
                    item=f"{in_c.upper}_{items[statement.key]}",
                    prefix=in_c.prefix,
                    device=in_c.lower,
                ),
            )
