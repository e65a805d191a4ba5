"""The names and addresses that items had in other editions and have no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from metermap.codegen.editions.ladder import Ladder, Subject
from metermap.core.addresses import Address, DlmsAddress, SepAddress
from metermap.mappings.model import EditionModel, Statement

__all__ = ["Former", "former_words"]


@dataclass(frozen=True, slots=True)
class Former:
    """A name, a logical name or an attribute of a cluster that nothing of an item is called or is at any more.

    `item` is the item's name in the newest edition, or the last that it had. `editions` are those in which it was so.
    """

    word: str
    item: str
    editions: str


def former_words(ladder: Ladder) -> Iterator[Former]:
    """Yield them in the order of the newest edition that has them, each once for an item."""
    found: dict[tuple[str, str], list[str]] = {}
    for place, rung in reversed(list(enumerate(ladder.rungs[:-1]))):
        for item in _items(rung):
            subject = ladder.item(place, item)
            now = _words(ladder, subject, len(ladder.steps))
            present = min(subject.items[-1], default=item)
            for word in dict.fromkeys((item, *_words(ladder, subject, place))):
                if word not in now:
                    found.setdefault((word, present), []).insert(0, rung.name)
    for (word, present), editions in found.items():
        yield Former(word, present, ", ".join(editions))


def _items(rung: EditionModel) -> Iterator[str]:
    """Yield the items that an edition's record tells anything of, each once."""
    said = (said.item for said in rung.model.statements if rung.records(said))
    known = rung.model.catalogue.element_by_id
    of_elements = (known[element].item.value for element in sorted(rung.recorded) if element in known)
    yield from dict.fromkeys((*said, *of_elements))


def _words(ladder: Ladder, subject: Subject, place: int) -> list[str]:
    """Return what the items of a subject are called in an edition, and where they are."""
    rung = ladder.rungs[place]
    statements: list[Statement] = []
    for element in sorted(subject.elements[place]):
        statements += rung.model.statements_by_element.get(element, ())
    for item in sorted(subject.items[place]):
        statements += ladder.fields_of(place, item)
    addresses = (_word(said.address) for said in statements if rung.records(said) and not said.proposed)
    return [*sorted(subject.items[place]), *filter(None, dict.fromkeys(addresses))]


def _word(address: Address | None) -> str:
    match address:
        case DlmsAddress():
            return str(address.logical_name)
        case SepAddress():
            return f"0x{address.cluster_id:04X}/0x{address.id:04X}"
        case _:
            return ""
