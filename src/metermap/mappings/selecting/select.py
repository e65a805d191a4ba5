"""``select``: the lines of a model of which a query holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from metermap.core.suggest import did_you_mean
from metermap.mappings.selecting.fields import FIELDS
from metermap.mappings.selecting.lines import lines_of
from metermap.mappings.selecting.query import Held, Query, QueryError, Test, holds, parse_query, tests_in

if TYPE_CHECKING:
    from metermap.mappings.model import ResolvedModel
    from metermap.mappings.selecting.fields import Line

__all__ = ["Selected", "read_query", "select", "unknown_fields"]

_ORDERING = ("<", "<=", ">", ">=")


@dataclass(frozen=True, slots=True)
class Selected:
    """What a query selected: the names of the columns, a row of values for each line, and the lines asked.

    `remarks` tell of each test that no line meets, whatever the others say: a slip rather than an answer.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]
    asked: int
    remarks: tuple[str, ...]


def unknown_fields(names: tuple[str, ...]) -> Iterator[str]:
    """Yield a sentence for each name that is no field."""
    for name in names:
        if name not in FIELDS:
            meant = did_you_mean(name, FIELDS)
            yield f"there is no field {name[:60]!r}; {meant or 'metermap select --fields lists them'}"


def read_query(text: str) -> Query:
    """Return the tree of a query.

    Raises:
        QueryError: it cannot be read, or asks for a field that there is not.
    """
    query = parse_query(text)
    for test in tests_in(query):
        if message := next(unknown_fields((test.field,)), ""):
            raise QueryError(message, test.at)
    return query


def select(model: ResolvedModel, query: Query, columns: tuple[str, ...]) -> Selected:
    """Return the lines of which a query holds, each as its values of `columns`.

    Raises:
        KeyError: a column is no field; see `unknown_fields`.
    """
    lines = tuple(lines_of(model))
    shown = tuple(FIELDS[name] for name in columns)
    rows = tuple(tuple(field.of(line) for field in shown) for line in lines if holds(query, _Values(line)))
    return Selected(columns, rows, len(lines), tuple(_never_met(tuple(tests_in(query)), lines)))


class _Values:
    """The values of a line's fields, each worked out once."""

    def __init__(self, line: Line) -> None:
        self._of = cache(lambda name: FIELDS[name].of(line))

    def __call__(self, name: str) -> tuple[str, ...]:
        return self._of(name)


def _never_met(tests: tuple[Test | Held, ...], lines: tuple[Line, ...]) -> Iterator[str]:
    """Yield a sentence for each value that a test names and no line has; for a denied one only if it looks misspelt."""
    for test in tests:
        if isinstance(test, Test):
            values = {value for line in lines for value in FIELDS[test.field].of(line)}
            for wanted in test.values:
                yield from _not_met(test, wanted, values)


def _not_met(test: Test, wanted: str, values: set[str]) -> Iterator[str]:
    plain = test.operator.removeprefix("!")
    one = Test(test.field, plain, (wanted,), test.at)
    if any(_met(one, value) for value in (*values, "")):
        return
    meant = "" if plain in _ORDERING else did_you_mean(wanted, values)
    if meant or not test.operator.startswith("!"):
        yield f"{test.field}{test.operator}{wanted[:60]}: no line has that" + (f"; {meant}" if meant else "")


def _met(test: Test, value: str) -> bool:
    return holds(test, lambda _: (value,))
