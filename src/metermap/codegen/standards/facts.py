"""What each statement needs of the dictionaries, gathered once for all parts of the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metermap.codegen.standards.model import Count
from metermap.core.addresses import DlmsAddress, SepAddress
from metermap.mappings.model import Statement
from metermap.protocols import DictionaryEntry, Extension, extensions_of, lifetimes_of

if TYPE_CHECKING:
    from metermap.core.editions import Edition
    from metermap.mappings.model import ResolvedModel
    from metermap.protocols import Dictionaries

__all__ = ["Addressed", "Facts", "count", "gather"]


@dataclass(frozen=True, slots=True)
class Addressed:
    """A statement that has an address, the entries that it needs, and how it leaves the standard."""

    statement: Statement
    entries: tuple[DictionaryEntry, ...]
    extensions: tuple[Extension, ...]

    @property
    def dictionaries(self) -> frozenset[str]:
        """Return the dictionaries and overlays that the statement needs."""
        entries = {entry.dictionary for entry in self.entries}
        return frozenset(entries | {extension.overlay for extension in self.extensions if extension.overlay})

    def since(self, dictionary: str) -> tuple[str, ...]:
        """Return the editions of a dictionary that brought what the statement needs, as far as recorded."""
        sinces = (entry.lifetime.since for entry in self.entries if entry.dictionary == dictionary)
        return tuple(filter(None, sinces))

    def dated(self, dictionary: str) -> bool:
        """Return whether an edition is recorded of the attribute, method or command itself."""
        return any(entry.dictionary == dictionary and entry.lifetime.since for entry in self.entries[:1])


@dataclass(frozen=True, slots=True)
class Facts:
    """The statements with an address, by device, protocol and printed row; the editions of each dictionary.

    `together` are the dictionaries whose entries rest on an edition of each ladder.
    """

    model: ResolvedModel
    addressed: tuple[Addressed, ...]
    editions: dict[str, tuple[Edition, ...]]
    overlays: tuple[str, ...]
    together: frozenset[str] = frozenset()

    def of(self, device: str, protocol: str, *, proposed: bool) -> tuple[Addressed, ...]:
        """Return the statements of a device over a protocol: the proposals, or the others."""
        return tuple(
            found
            for found in self.addressed
            if (found.statement.device, found.statement.protocol, found.statement.proposed)
            == (device, protocol, proposed)
        )

    def name(self, statement: Statement) -> str:
        """Return what people call the element of a statement; the item of a protocol field."""
        element = self.model.catalogue.element_by_id.get(statement.element)
        return element.name if element is not None else statement.item


def gather(model: ResolvedModel, dictionaries: Dictionaries) -> Facts:
    """Return the facts of a model: every statement looked up in its dictionary."""
    order = {device.id: number for number, device in enumerate(model.devices)}
    found = [
        Addressed(
            statement,
            lifetimes_of(statement.address, dictionaries),
            extensions_of(statement.address, dictionaries),
        )
        for statement in model.statements
        if isinstance(statement.address, DlmsAddress | SepAddress)
    ]
    found.sort(key=lambda one: _place_in_order(one.statement, order))
    manifests = {name: dictionaries.manifest(name) for name in ("dlms", "sep", *dictionaries.overlays)}
    editions = {name: manifest.editions for name, manifest in manifests.items() if manifest is not None}
    together = frozenset(name for name, manifest in manifests.items() if manifest is not None and manifest.together)
    return Facts(model, tuple(found), editions, dictionaries.overlays, together)


def _place_in_order(statement: Statement, devices: dict[str, int]) -> tuple[int, str, int, str]:
    return (devices[statement.device], statement.protocol, statement.row or 0, statement.key)


def count(statements: Iterable[Statement]) -> Count:
    """Return how many distinct elements and how many statements there are."""
    said = list(statements)
    return Count(len({statement.element for statement in said if statement.element}), len(said))
