"""What is different from an earlier state: elements by their stable ids, and each line field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metermap.codegen.changes.compare import (
    differences_of_elements,
    differences_of_items,
    differences_of_statements,
    differences_of_use_cases,
)
from metermap.codegen.changes.old_documents import DetailedModel
from metermap.codegen.changes.record import Details, Differences, Line
from metermap.codegen.exchange.documents import model_document
from metermap.site.facts import SiteFacts

if TYPE_CHECKING:
    from metermap.catalogue.model import Element
    from metermap.codegen.gap_report.earlier import Earlier
    from metermap.codegen.gap_report.earlier_documents import OldLine

__all__ = ["Changes", "Compared", "Renamed", "Told", "changes_of"]


@dataclass(frozen=True, slots=True)
class Renamed:
    """An element whose name differs: it kept its id, or metermap.toml says what its item is called now."""

    element: str
    old: str
    new: str
    old_cell: str
    new_cell: str


@dataclass(frozen=True, slots=True)
class Told:
    """Which fields are compared of a kind of line, and which only the present state tells."""

    title: str
    compared: tuple[str, ...]
    untold: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs field by field, for each kind of line; `kinds` says which fields these are."""

    elements: Differences
    items: Differences
    use_cases: Differences
    statements: Differences
    kinds: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Added and removed elements, the renamed ones, which are in neither, and what differs field by field.

    `compared` is None where the earlier file tells no fields.
    """

    added: tuple[Element, ...]
    removed: tuple[OldLine, ...]
    renamed: tuple[Renamed, ...]
    compared: Compared | None


def changes_of(facts: SiteFacts, earlier: Earlier) -> Changes:
    """Return what is different, in the order of the catalogue; what is removed in that of the earlier file."""
    now = facts.model.catalogue.element_by_id
    added = {_name(one.item.value, one.path.value): one for key, one in now.items() if key not in earlier.elements}
    removed = {key: line for key, line in earlier.elements.items() if key not in now}
    same = {key: _name(facts.renamed(line.item), line.path) for key, line in removed.items()}
    pairs = {key: added[name] for key, name in same.items() if name in added}
    ids = {key: element.id.value for key, element in pairs.items()}
    follows = set(ids.values())
    return Changes(
        added=tuple(one for key, one in now.items() if key not in earlier.elements and key not in follows),
        removed=tuple(line for key, line in removed.items() if key not in pairs),
        renamed=(*_renamed(facts, earlier), *(_followed(removed[key], element) for key, element in pairs.items())),
        compared=_compared(facts, earlier.details, ids) if earlier.details else None,
    )


def _name(item: str, path: str) -> tuple[str, str]:
    return item, path


def _quoted(item: str, path: str) -> str:
    return f"{item}.{path}" if path else item


def _renamed(facts: SiteFacts, earlier: Earlier) -> Iterator[Renamed]:
    for key, element in facts.model.catalogue.element_by_id.items():
        line = earlier.elements.get(key)
        if line and _name(line.item, line.path) != _name(element.item.value, element.path.value):
            yield _followed(line, element)


def _followed(line: OldLine, element: Element) -> Renamed:
    cells = (line.cell, str(element.place or ""))
    return Renamed(element.id.value, _quoted(line.item, line.path), element.name, *cells)


def _compared(facts: SiteFacts, then: Details, ids: dict[str, str]) -> Compared:
    document = model_document(facts.model, ())
    now = DetailedModel.model_validate(document, strict=False).details()
    return Compared(
        elements=differences_of_elements(then, now, ids),
        items=differences_of_items(then, now),
        use_cases=differences_of_use_cases(then, now),
        statements=differences_of_statements(then, now, ids, facts.renamed),
        kinds=(
            _told("Elements", then.elements, now.elements),
            _told("Facts of items", then.items, now.items),
            _told("Use cases", then.use_cases, now.use_cases),
            _told("Statements", then.statements, now.statements),
        ),
    )


def _told(title: str, then: Iterable[Line], now: Iterable[Line]) -> Told:
    old = {name for line in then for name in line.fields}
    new = tuple(dict.fromkeys(name for line in now for name in line.fields))
    return Told(title, tuple(name for name in new if name in old), tuple(name for name in new if name not in old))
