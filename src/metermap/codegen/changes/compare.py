"""Pairing the lines of two models, and telling where a pair differs.

Lines of one group, such as the statements of an element over a protocol, are paired by what they have most in common:
first those that say the same, then those of one address, and so on. What is left is new, or gone.
Each step looks every line up once, so that two long files are compared in a bearable time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from metermap.codegen.changes.record import Details, Difference, Differences, Line, Pair

__all__ = ["differences_of_elements", "differences_of_items", "differences_of_statements", "differences_of_use_cases"]

_Step: TypeAlias = Callable[[Line], Hashable]
"""What two lines must have in common to be a pair; None is never in common."""


def differences_of_elements(old: Details, new: Details, ids: Mapping[str, str]) -> Differences:
    """Return the elements of both models that differ; `ids` tells the present id of one that had another.

    Their names are left to whoever tells renamings.
    """
    told = tuple(replace(line, subject=(ids.get(line.subject[0], line.subject[0]),)) for line in old.elements)
    return _differences(told, new.elements, [_subject], leave=frozenset({"item", "path"}))


def differences_of_items(old: Details, new: Details) -> Differences:
    """Return the facts of items that differ: paired by device, item and section, else by two of these."""
    steps = [
        _all,
        _subject,
        lambda line: line.subject[:2],
        lambda line: (line.subject[0], line.subject[2], rows) if (rows := line.fields.get("rows")) else None,
        lambda line: line.subject[1:],
    ]
    return _differences(old.items, new.items, steps)


def differences_of_use_cases(old: Details, new: Details) -> Differences:
    """Return the use cases that differ: paired by code."""
    return _differences(old.use_cases, new.use_cases, [_all, _subject])


def differences_of_statements(
    old: Details, new: Details, ids: Mapping[str, str], renamed: Callable[[str], str]
) -> Differences:
    """Return the statements that differ; those of an element that only one of the models has are left out.

    They are paired within an element, or the item of a protocol field, a device and a protocol. `ids` tells the
    present id of an element that had another, `renamed` the present name of an item.
    """
    rows = ({line.subject[0]: line.fields.get("row") for line in model.elements} for model in (old, new))
    told, said = ([_tied(line, own) for line in model.statements] for model, own in zip((old, new), rows, strict=True))
    told = [_present(line, ids, renamed) for line in told]
    both = {ids.get(line.subject[0], line.subject[0]) for line in old.elements}
    both &= {line.subject[0] for line in new.elements}
    known = [line for line in told if not line.subject[0] or line.subject[0] in both]
    present = [line for line in said if not line.subject[0] or line.subject[0] in both]
    found = _differences(known, present, _STATEMENT)
    order = {line.subject[0]: place for place, line in enumerate(new.elements)}

    def place(line: Line) -> int:
        return order.get(line.subject[0], len(order))

    return Differences(
        tuple(sorted(found.changed, key=lambda pair: place(pair.new))),
        tuple(sorted(found.added, key=place)),
        tuple(sorted(found.removed, key=place)),
    )


def _tied(line: Line, rows: Mapping[str, str | None]) -> Line:
    """Return a statement that says of its row only that it is its element's, if so: a move is told of the element."""
    row = line.fields.get("row")
    if not row or rows.get(line.subject[0]) != row:
        return line
    return replace(line, fields={**line.fields, "row": "that of the element"})


def _present(line: Line, ids: Mapping[str, str], renamed: Callable[[str], str]) -> Line:
    element, item, *column = line.subject
    return replace(line, subject=(ids.get(element, element), renamed(item) if item else "", *column))


def _subject(line: Line) -> Hashable:
    return line.subject


def _all(line: Line) -> Hashable:
    finer = tuple((name, tuple(sorted(parts.items()))) for name, parts in sorted(line.finer.items()))
    return line.subject, tuple(sorted(line.fields.items())), finer


def _by(*names: str) -> _Step:
    """Return a step for what lines of one subject have in common in these fields, where it is anything."""

    def step(line: Line) -> Hashable:
        said = tuple(line.fields.get(name, "") for name in names)
        return (line.subject, *said) if all(said[:1]) else None

    return step


def _left_of_element(line: Line) -> Hashable:
    return line.subject if line.subject[0] else None


_STATEMENT: Final[Sequence[_Step]] = (
    _all,
    _by("address", "row", "only", "use cases", "conditions"),
    _by("address", "row", "only"),
    _by("address", "row"),
    _by("address", "only"),
    _by("address"),
    _by("row", "only", "use cases"),
    _by("row", "only"),
    _by("row", "use cases"),
    _by("row"),
    _left_of_element,
)


def _differences(
    old: Iterable[Line], new: Iterable[Line], steps: Iterable[_Step], leave: frozenset[str] = frozenset()
) -> Differences:
    """Return the differences in the order of `new`, what is gone in that of `old`; fields of `leave` are not told."""
    olds, news = list(old), list(new)
    partner: dict[int, int] = {}
    free = set(range(len(olds)))
    for step in steps:
        waiting: dict[Hashable, deque[int]] = {}
        for place in sorted(free):
            if (key := step(olds[place])) is not None:
                waiting.setdefault(key, deque()).append(place)
        for place, line in enumerate(news):
            if place not in partner and (queue := waiting.get(step(line))):
                partner[place] = queue.popleft()
                free.remove(partner[place])
    pairs = (Pair(news[place], tuple(_fields(olds[was], news[place], leave))) for place, was in sorted(partner.items()))
    return Differences(
        tuple(pair for pair in pairs if pair.differences),
        tuple(line for place, line in enumerate(news) if place not in partner),
        tuple(olds[place] for place in sorted(free)),
    )


def _fields(old: Line, new: Line, leave: frozenset[str]) -> Iterator[Difference]:
    """Yield the fields told by both that differ; of one that reads the same, the parts that differ."""
    for name, text in new.fields.items():
        if name in old.fields and name not in leave:
            places = (old.at(name), new.at(name))
            if old.fields[name] != text:
                yield Difference(name, old.fields[name], text, *places)
            else:
                was, now = old.finer.get(name, {}), new.finer.get(name, {})
                for part in now:
                    if was.get(part, now[part]) != now[part]:
                        yield Difference(f"{name}: {part}", was[part], now[part], *places)
