"""The editions in a row, oldest first, and each element followed from one to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from metermap.codegen.changes.diff import compare
from metermap.codegen.changes.model import Diff, JudgedChange, Kind, Snapshot
from metermap.codegen.changes.pairs import former_ids
from metermap.codegen.changes.snapshot import snapshot_of
from metermap.codegen.diff_report.telling import only_moved
from metermap.codegen.exchange.documents import model_document
from metermap.codegen.exchange.editions import recorded_state
from metermap.mappings.model import EditionModel, ResolvedModel, Statement

__all__ = ["Ladder", "Subject", "ladder_of"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about, in each edition of the ladder: the ids of its elements, and the names of items.

    Items are there for the fields of protocols; they are empty where an element is asked about.
    """

    elements: tuple[frozenset[str], ...]
    items: tuple[frozenset[str], ...]

    def __or__(self, other: Subject) -> Subject:
        return Subject(
            tuple(mine | theirs for mine, theirs in zip(self.elements, other.elements, strict=True)),
            tuple(mine | theirs for mine, theirs in zip(self.items, other.items, strict=True)),
        )


@dataclass(frozen=True)
class Ladder:
    """The editions, the newest last; `steps` are the differences between one and the next.

    `former` are for each step the ids that elements had before, recorded or not; empty of one that was not there.
    """

    rungs: tuple[EditionModel, ...]
    steps: tuple[Diff, ...]
    former: tuple[Mapping[str, str], ...]

    @property
    def newest(self) -> EditionModel:
        """Return the edition that is worked on."""
        return self.rungs[-1]

    def subject(self, place: int, elements: Iterable[str], items: Iterable[str] = ()) -> Subject:
        """Return some elements and items of the edition at `place` (0 is the oldest) as they are in all editions."""
        wanted = {self._thread_of[place][element] for element in elements}
        named = frozenset(items)
        found = [frozenset(ids[thread] for thread in wanted if thread in ids) for ids in self._threads]
        now = [
            named if number == place or not wanted else self._items(number, found[number]) if named else named
            for number in range(len(self.rungs))
        ]
        return Subject(tuple(found), tuple(now))

    def fields_of(self, place: int, item: str) -> tuple[Statement, ...]:
        """Return the fields of protocols of an item in the edition at `place`: they carry no element."""
        return self._fields_of[place].get(item, ())

    @cached_property
    def _fields_of(self) -> tuple[Mapping[str, tuple[Statement, ...]], ...]:
        return tuple(_fields(rung.model) for rung in self.rungs)

    def item(self, place: int, name: str) -> Subject:
        """Return a data item of the edition at `place` as it is in all editions; empty where nothing is known of it."""
        elements = self._elements_of[place].get(name, ())
        return self.subject(place, elements, [name])

    def _items(self, place: int, elements: Iterable[str]) -> frozenset[str]:
        known = self.rungs[place].model.catalogue.element_by_id
        return frozenset(known[element].item.value for element in elements)

    @cached_property
    def _elements_of(self) -> tuple[Mapping[str, tuple[str, ...]], ...]:
        """Return the elements of each item, for each edition."""
        return tuple(_by_item(rung.model) for rung in self.rungs)

    @cached_property
    def _threads(self) -> tuple[dict[int, str], ...]:
        """Return for each edition the ids of elements by a number that follows an element through all editions."""
        return tuple({thread: element for element, thread in ids.items()} for ids in self._thread_of)

    @cached_property
    def _thread_of(self) -> tuple[dict[str, int], ...]:
        """Return for each edition the numbers of its elements."""
        found: list[dict[str, int]] = []
        fresh = 0
        for place, rung in enumerate(self.rungs):
            before = self.former[place - 1] if place else {}
            last = found[-1] if found else {}
            numbers: dict[str, int] = {}
            for element in rung.model.catalogue.element_by_id:
                thread = last.get(before.get(element, element))
                numbers[element] = fresh if thread is None else thread
                fresh += thread is None
            found.append(numbers)
        return tuple(found)

    def changes(self, place: int, subject: Subject) -> tuple[JudgedChange, ...]:
        """Return what changes of a subject from the edition at `place` to the next, but for lines that only moved."""
        if place == len(self.steps):
            return ()
        found = self._changes[place]
        old, new = subject.elements[place], subject.elements[place + 1]
        names = subject.items[place] | subject.items[place + 1]
        numbers = {number for element in old | new for number in found.of_element.get(element, ())}
        numbers |= {number for name in names for number in found.of_item.get(name, ())}
        told = (self.steps[place].changes[number] for number in sorted(numbers))
        return tuple(judged for judged in told if not only_moved(judged))

    @cached_property
    def _changes(self) -> tuple[_Changes, ...]:
        return tuple(
            _changes(step, old.model, new.model)
            for step, (old, new) in zip(self.steps, pairwise(self.rungs), strict=True)
        )


@dataclass(frozen=True, slots=True)
class _Changes:
    """The places of changes in a difference, by the elements and by the items that they are about."""

    of_element: Mapping[str, tuple[int, ...]]
    of_item: Mapping[str, tuple[int, ...]]


def _states_of(model: ResolvedModel, name: str) -> Snapshot:
    """Return a model as a state to compare."""
    return snapshot_of(model_document(model, ()), name)


def ladder_of(
    model: ResolvedModel, editions: Iterable[EditionModel], renamed: Mapping[str, str], date: str = ""
) -> Ladder:
    """Return the ladder of a model and its other editions, oldest first.

    `renamed` are the present names of items by former ones, beside those that the editions declare. `date` is that of
    the newest edition, if it is recorded.
    """
    newest = EditionModel(model.edition or model.name, "", date, "", partial=False, model=model)
    rungs = (*editions, newest)
    states = _states(rungs) if len(rungs) > 1 else []
    names = {then: now for rung in rungs for now, then in rung.named.items()} | dict(renamed)
    pairs = list(pairwise(states))
    steps = (compare(old, new, names) for old, new in pairs)
    return Ladder(rungs, tuple(steps), tuple(former_ids(old, new, names) for old, new in pairs))


def _states(rungs: Sequence[EditionModel]) -> list[Snapshot]:
    *others, newest = rungs
    main = _states_of(newest.model, newest.name)
    return [*(recorded_state(rung, main) for rung in others), main]


def _by_item(model: ResolvedModel) -> Mapping[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for element in model.catalogue.elements:
        found[element.item.value].append(element.id.value)
    return {item: tuple(elements) for item, elements in found.items()}


def _fields(model: ResolvedModel) -> Mapping[str, tuple[Statement, ...]]:
    found: defaultdict[str, list[Statement]] = defaultdict(list)
    for said in model.statements:
        if not said.element:
            found[said.item].append(said)
    return {item: tuple(statements) for item, statements in found.items()}


def _changes(step: Diff, old: ResolvedModel, new: ResolvedModel) -> _Changes:
    of_element: defaultdict[str, list[int]] = defaultdict(list)
    of_item: defaultdict[str, list[int]] = defaultdict(list)
    for number, judged in enumerate(step.changes):
        change = judged.change
        for model, index in ((old, change.old_index), (new, change.new_index)):
            if index is not None:
                for element, item in _about(change.kind, model, index):
                    (of_element[element] if element else of_item[item]).append(number)
    return _Changes(_frozen(of_element), _frozen(of_item))


def _frozen(found: Mapping[str, list[int]]) -> Mapping[str, tuple[int, ...]]:
    return {name: tuple(numbers) for name, numbers in found.items()}


def _about(kind: Kind, model: ResolvedModel, index: int) -> Iterator[tuple[str, str]]:
    """Yield the elements that a line is about, each with its item; of a protocol's field only the item."""
    catalogue = model.catalogue
    match kind:
        case Kind.STATEMENT:
            said = model.statements[index]
            yield said.element, said.item
        case Kind.ELEMENT:
            element = catalogue.elements[index]
            yield element.id.value, element.item.value
        case Kind.ITEM:
            for row in catalogue.items[index].rows:
                if known := catalogue.elements_by_row.get(row):
                    yield known.id.value, known.item.value
        case _:
            return
