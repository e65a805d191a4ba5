"""The other editions of a workspace as the bindings see them: scanned like the newest, and what each records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from metermap.codegen.base import GeneratorInput
from metermap.codegen.bindings.scan import Bindings, EntryFacts, scan
from metermap.core.text import unique_names
from metermap.mappings.model import EditionModel, ResolvedModel, Role, Statement

__all__ = ["NOT_ON_THE_WIRE", "EditionBindings", "EditionTexts", "edition_bindings"]

NOT_ON_THE_WIRE: Final = frozenset({"row", "key", "cell", "mapping", "use_cases", "status"})
"""What an entry says of where something is written down, and which messages carry it."""


@dataclass(frozen=True, slots=True)
class EditionTexts:
    """The files of an edition by their name in the bindings, and how many entries are its own."""

    texts: Mapping[str, str]
    entries: int


@dataclass(frozen=True, slots=True)
class EditionBindings:
    """Another edition: what it is, what it is called in the target language, and all its entries.

    `newest` is the model of the edition that is worked on.
    """

    edition: EditionModel
    name: str
    bindings: Bindings
    newest: ResolvedModel

    def is_recorded(self, facts: EntryFacts) -> bool:
        """Whether the edition's record says what an entry says, rather than nothing."""
        return self.edition.records(facts.statement)

    def unaddressed(self, device: str) -> tuple[Statement, ...]:
        """Return the statements on a device that the edition records, with no address that is complete."""
        known = {said.key for said in self.newest.statements if said.address is None}
        return tuple(
            said
            for said in self.edition.model.statements
            if said.device == device
            and said.address is None
            and said.role is not Role.GAP
            and said.key not in known
            and self.edition.records(said)
        )

    @property
    def title(self) -> str:
        """Return name and date of the edition, and whether all of it is recorded, for a heading."""
        dated = f" of {self.edition.date}" if self.edition.date else ""
        return f"{self.edition.name}{dated}{', recorded in part' if self.edition.partial else ''}"


def edition_bindings(
    given: GeneratorInput, newest: Bindings, mangle: Callable[[str], str], name: Callable[[str], str]
) -> Iterator[EditionBindings]:
    """Yield the other editions, oldest first.

    `newest` are the bindings of the edition that is worked on; `mangle` names entries, `name` makes an identifier
    of a label.
    """
    names = unique_names((edition.label for edition in given.editions), name)
    now = _by_device(given.model)
    for edition in given.editions:
        then = _by_device(edition.model)
        same = {each.device.id: each for each in newest.devices if then[each.device.id] == now[each.device.id]}
        bindings = scan(replace(given, model=edition.model), mangle, same)
        yield EditionBindings(edition, names[edition.label], bindings, given.model)


def _by_device(model: ResolvedModel) -> Mapping[str, list[object]]:
    """Return all that the entries of each device rest on: its statements, and the types of their elements."""
    found: defaultdict[str, list[object]] = defaultdict(list)
    for device in model.devices:
        found[device.id].append(device)
    for said in model.statements:
        element = model.catalogue.element_by_id.get(said.element)
        found[said.device].append((said, element.type if element else None))
    return found
