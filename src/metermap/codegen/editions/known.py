"""Which editions know something, by which name, and where each has it on the wire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from metermap.codegen.changes.model import JudgedChange
from metermap.codegen.changes.recorded import BROAD
from metermap.codegen.editions.ladder import Ladder, Subject
from metermap.core.addresses import Address, address_key
from metermap.core.natural import natural_order
from metermap.mappings.model import EditionModel, Role, Statement
from metermap.mappings.standing import Standing

__all__ = ["NOT_RECORDED", "Known", "Place", "Unplaced", "known_of"]

NOT_RECORDED = "not recorded"
_DECIDED = frozenset({Standing.NO_HOME, Standing.PLANNED, Standing.PROPOSED})
_OPEN = frozenset({Standing.UNDECIDED, Standing.NOT_APPLICABLE})


@dataclass(frozen=True, slots=True)
class Place:
    """What a device keeps at one attribute, method or command over a protocol: the statements about it.

    `address` is None if the source specifies none. Of one that is `in_part`, the record of a partial edition says no
    more than the home: neither which part of it is meant, nor the type.
    """

    device: str
    protocol: str
    statements: tuple[Statement, ...]
    in_part: bool = False

    @property
    def address(self) -> Address | None:
        """Return the address of one of the statements; all are the same, but for the part that is meant."""
        return self.statements[0].address

    @property
    def home(self) -> str:
        """Return the address of the whole; empty if the source specifies none."""
        return "" if self.address is None else address_key(self.address)

    @property
    def where(self) -> str:
        """Return the address: that of the part if there is but one, else that of the whole."""
        if self.address is None:
            return "the address is not recorded"
        if self.in_part:
            return f"{self.home}, where in it is not recorded"
        return str(self.address) if len(self.statements) == 1 else self.home

    @property
    def type(self) -> str:
        """Return the type on the wire, or how many parts of the whole are carried; empty if it is not recorded."""
        if self.in_part:
            return ""
        if len(self.statements) > 1:
            return f"{len(self.statements)} parts"
        said = self.statements[0]
        return str(said.type or said.dictionary_type or "")

    @property
    def elements(self) -> tuple[str, ...]:
        """Return the ids of the elements that are carried, each once; a protocol's field carries none."""
        return tuple(dict.fromkeys(said.element for said in self.statements if said.element))


@dataclass(frozen=True, slots=True)
class Unplaced:
    """How something stands on a device over a protocol where it has no place, and the reasons that are stated."""

    device: str
    protocol: str
    standing: Standing
    reasons: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Return the standing and the reasons: ``no home: none then``."""
        return ": ".join(filter(None, (self.standing.value, "; ".join(self.reasons))))


@dataclass(frozen=True, slots=True)
class Known:
    """What an edition says of a subject, and what changes of it to the next edition.

    `knows` is None if it is not recorded whether the edition knows it. `names` are those of items, or of elements where
    elements are asked about. Where only part of an edition is recorded, `places` are those of that part, and `rest`
    tells that the subject has others in the next edition. `unplaced` is what is decided against a place, or is open.
    """

    rung: EditionModel
    knows: bool | None
    names: tuple[str, ...]
    places: tuple[Place, ...]
    changes: tuple[JudgedChange, ...]
    rest: bool = False
    unplaced: tuple[Unplaced, ...] = ()

    @property
    def word(self) -> str:
        """Return whether the edition knows it, in words."""
        return NOT_RECORDED if self.knows is None else "known" if self.knows else "not known"


def known_of(ladder: Ladder, subject: Subject) -> tuple[Known, ...]:
    """Return what each edition says of a subject, oldest first."""
    return tuple(_known(ladder, subject, place) for place in range(len(ladder.rungs)))


def _known(ladder: Ladder, subject: Subject, place: int) -> Known:
    rung = ladder.rungs[place]
    elements, items = subject.elements[place], subject.items[place]
    everything = list(_statements(ladder, subject, place))
    statements = [said for said in everything if _holds(said)]
    recorded = [said for said in statements if rung.records(said)]
    against = [said for said in everything if not _holds(said) and rung.records(said)]
    told = bool(recorded or against) or not rung.partial or bool(elements & rung.recorded)
    places = tuple(_places(recorded, partial=rung.partial))
    return Known(
        rung,
        (bool(elements or statements) if told else None),
        tuple(sorted(_names(rung, elements, items), key=natural_order)) if told else (),
        places,
        ladder.changes(place, subject) if told else (),
        rest=told and len(recorded) < len(statements),
        unplaced=tuple(_unplaced(rung, elements, {(each.device, each.protocol) for each in places}, against)),
    )


def _holds(said: Statement) -> bool:
    return said.role is not Role.GAP and not said.proposed


def _unplaced(
    rung: EditionModel, elements: Iterable[str], placed: AbstractSet[tuple[str, str]], against: Iterable[Statement]
) -> Iterator[Unplaced]:
    """Yield what is decided against a place, with its reasons, and what is open where there is no place at all.

    Of an edition that is recorded in part that is only what is recorded.
    """
    reasons: dict[tuple[str, str, Standing], dict[str, None]] = {}
    for said in against:
        standing = Standing(said.status) if said.proposed else Standing.NO_HOME
        reasons.setdefault((said.device, said.protocol, standing), {}).update(dict.fromkeys(said.because))
    if not rung.partial:
        asked = set(elements)
        for (element, device, protocol), standing in rung.model.standings.items():
            told = standing in _DECIDED or (standing in _OPEN and not placed)
            if told and element in asked and (device, protocol) not in placed:
                reasons.setdefault((device, protocol, standing), {})
    for key in sorted(reasons):
        yield Unplaced(*key, tuple(reasons[key]))


def _statements(ladder: Ladder, subject: Subject, place: int) -> Iterator[Statement]:
    """Yield what is said of the elements, and of the items where no element is carried."""
    model = ladder.rungs[place].model
    of_elements = (said for element in subject.elements[place] for said in model.statements_by_element.get(element, ()))
    of_items = (said for item in subject.items[place] for said in ladder.fields_of(place, item))
    yield from of_elements
    yield from of_items


def _names(rung: EditionModel, elements: Iterable[str], items: Iterable[str]) -> set[str]:
    known = rung.model.catalogue.element_by_id
    if items:
        return set(items)
    return {known[element].name for element in elements}


def _places(statements: Iterable[Statement], *, partial: bool) -> Iterator[Place]:
    found: dict[tuple[str, str, str], list[Statement]] = {}
    for said in sorted(statements, key=_order):
        found.setdefault((said.device, said.protocol, address_key(said.address)), []).append(said)
    for (device, protocol, _), together in found.items():
        in_part = partial and all(said.relation == BROAD for said in together)
        yield Place(device, protocol, tuple(together), in_part)


def _order(said: Statement) -> tuple[object, ...]:
    return said.device, said.protocol, natural_order(str(said.address or "")), said.key
