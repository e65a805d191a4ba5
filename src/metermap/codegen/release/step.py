"""A release and the one before it, as the texts for people need them: which symbols became which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from metermap.codegen.changes.model import Change, Diff, Kind, Record, Snapshot
from metermap.codegen.changes.texts import line_name
from metermap.codegen.release.symbols import Symbol

__all__ = ["Named", "Step", "SymbolChange"]


@dataclass(frozen=True, slots=True)
class Named:
    """What a state of the catalogue is called: the label of its release, its version, its edition and its date."""

    label: str
    version: str
    edition: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class SymbolChange:
    """The symbol of a statement before and now; None where there was or is none."""

    old: Symbol | None
    new: Symbol | None

    @property
    def renamed(self) -> bool:
        """Return whether either language has another name for it."""
        return self.old is not None and self.new is not None and self._names(self.old) != self._names(self.new)

    @staticmethod
    def _names(symbol: Symbol) -> tuple[str, str]:
        return symbol.python, symbol.c


@dataclass(frozen=True)
class Step:
    """The way from one release to the next: both names, both models, what differs, and both sets of symbols."""

    name: str
    before: Named
    now: Named
    old: Snapshot
    new: Snapshot
    diff: Diff
    old_symbols: Mapping[str, Symbol]
    new_symbols: Mapping[str, Symbol]

    def records(self, change: Change) -> tuple[Record | None, Record | None]:
        """Return the line of a change in both states."""
        olds, news = self.old.lists.get(change.kind, ()), self.new.lists.get(change.kind, ())
        old = olds[change.old_index] if change.old_index is not None else None
        new = news[change.new_index] if change.new_index is not None else None
        return old, new

    @cached_property
    def symbols(self) -> tuple[SymbolChange, ...]:
        """Return the symbols of all statements, paired, in the order of the new model; what is gone comes last."""
        statements = [judged.change for judged in self.diff.changes if judged.change.kind is Kind.STATEMENT]
        became = {
            change.key: change.old_key for change in statements if change.old_key and change.new_index is not None
        }
        gone = [change.old_key or change.key for change in statements if change.new_index is None]
        added = {change.key for change in statements if change.old_index is None}
        found = [
            SymbolChange(
                None if key in added else self.old_symbols.get(became.get(key, key)), self.new_symbols.get(key)
            )
            for key in map(_key, self.new.lists.get(Kind.STATEMENT, ()))
        ]
        found += [SymbolChange(self.old_symbols.get(key), None) for key in gone]
        return tuple(pair for pair in found if pair.old or pair.new)

    def symbols_of(self, change: Change) -> tuple[SymbolChange, ...]:
        """Return the symbols that a change is about: of a statement its own, of an element or item those of all its."""
        places = {at for own in self._statements(change) for at in self._places.get(own, ())}
        return tuple(self.symbols[at] for at in sorted(places))

    def statements_of(self, pair: SymbolChange) -> tuple[Record | None, Record | None]:
        """Return the statements of a symbol in both states; None where there was or is none."""
        old, new = self._by_key
        return (old.get(pair.old.statement) if pair.old else None), (new.get(pair.new.statement) if pair.new else None)

    def name_of(self, statement: Record | None, *, new: bool) -> str:
        """Return what people call the element of a statement, or its item; empty without a statement."""
        if statement is None:
            return ""
        return self._names[new].get(_text(statement, "element")) or line_name(Kind.STATEMENT, statement)

    @cached_property
    def _by_key(self) -> tuple[Mapping[str, Record], ...]:
        return tuple(
            {_key(statement): statement for statement in state.lists.get(Kind.STATEMENT, ())}
            for state in (self.old, self.new)
        )

    @cached_property
    def _names(self) -> tuple[Mapping[str, str], ...]:
        return tuple(
            {_text(element, "id"): line_name(Kind.ELEMENT, element) for element in state.lists.get(Kind.ELEMENT, ())}
            for state in (self.old, self.new)
        )

    def _statements(self, change: Change) -> Iterator[tuple[bool, str]]:
        """Yield the keys of statements that a change is about, each with whether it is of the new state."""
        if change.kind is Kind.STATEMENT:
            if change.new_index is not None:
                yield True, change.key
            if change.old_index is not None:
                yield False, change.old_key or change.key
            return
        for is_new, state, line in ((False, self.old, 0), (True, self.new, 1)):
            record = self.records(change)[line]
            for subject in _subjects(change.kind, record) if record is not None else ():
                yield from ((is_new, key) for key in self._indices[state is self.new].get(subject, ()))

    @cached_property
    def _places(self) -> Mapping[tuple[bool, str], list[int]]:
        """Where the symbols of a statement are; its key comes with whether it is of the new state."""
        found: dict[tuple[bool, str], list[int]] = {}
        for at, pair in enumerate(self.symbols):
            for is_new, symbol in ((False, pair.old), (True, pair.new)):
                if symbol is not None:
                    found.setdefault((is_new, symbol.statement), []).append(at)
        return found

    @cached_property
    def _indices(self) -> tuple[Mapping[_Subject, list[str]], ...]:
        return tuple(map(_by_subject, (self.old, self.new)))


_Subject: TypeAlias = tuple[str, str | int]
"""What statements are about: an element's id alone, or a device and the printed row of a fact."""


def _by_subject(state: Snapshot) -> Mapping[_Subject, list[str]]:
    found: dict[_Subject, list[str]] = {}
    for statement in state.lists.get(Kind.STATEMENT, ()):
        row = statement.get("row")
        if element := _text(statement, "element"):
            found.setdefault(("", element), []).append(_key(statement))
        if isinstance(row, int):
            found.setdefault((_text(statement, "device"), row), []).append(_key(statement))
    return found


def _subjects(kind: Kind, record: Record) -> Iterator[_Subject]:
    """Yield what the statements are about that a line is about as well; a use case and a device have none."""
    rows = record.get("rows")
    if kind is Kind.ELEMENT:
        yield "", _text(record, "id")
    elif kind is Kind.ITEM and isinstance(rows, list):
        yield from ((_text(record, "device"), row) for row in rows if isinstance(row, int))


def _key(statement: Record) -> str:
    return _text(statement, "key")


def _text(record: Record, name: str) -> str:
    value = record.get(name)
    return value if isinstance(value, str) else ""
