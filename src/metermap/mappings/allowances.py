"""What a mapping file allows: each `allow` of its tree, with the part of the file for which it holds.

A sentence holds for its file, a clause for what it closes: a field, a call, a home (the first with the
item's name before it), or the scope of an `on`. What becomes of the findings is not told here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TypeAlias

from metermap.core.places import TextPlace
from metermap.mappings import syntax as s
from metermap.mappings.model import Allowance
from metermap.mappings.sentences import positions

__all__ = ["allowances_of"]

_Extent: TypeAlias = tuple[s.At, s.At | None]
_Hung: TypeAlias = Iterator[tuple[s.Allow, _Extent]]


def allowances_of(file: s.File) -> dict[s.Allow, Allowance]:
    """Return the allowances of a file by the `allow` that gives them, in the order of the file."""
    found: dict[s.Allow, Allowance] = {}
    for allow, (begins, ends) in _in_file(file):
        name = allow.at.file or file.name
        found[allow] = Allowance(
            allow.codes,
            allow.reason,
            TextPlace(name, allow.at.line, allow.at.column),
            TextPlace(name, begins.line, begins.column),
            TextPlace(name, ends.line, ends.column) if ends is not None else None,
        )
    return found


def _in_file(file: s.File) -> _Hung:
    scopes = [sentence for sentence in file.sentences if isinstance(sentence, s.On)]
    end_of = {id(on): s.At(after.at.line, after.at.column - 1) for on, after in pairwise(scopes)}
    for sentence in file.sentences:
        match sentence:
            case s.Allow():
                yield sentence, (s.At(1, 1), None)
            case s.On():
                yield from ((allow, (sentence.at, end_of.get(id(sentence)))) for allow in sentence.clauses.allow)
            case s.Let(body=s.WireBlock() as body):
                yield from _in_block(body)
            case s.Mapping():
                for number, home in enumerate(sentence.homes):
                    yield from _in_home(home, sentence.subject.at if not number else home.step.at)
            case _:
                pass


def _in_home(home: s.Home, begins: s.At) -> _Hung:
    yield from _closing(home.clauses, begins, home)
    yield from _in_block(home.block)
    if home.clauses.through is not None:
        yield from _in_block(home.clauses.through.block)


def _in_block(block: s.WireBlock) -> _Hung:
    for field in block.fields:
        yield from _closing(field.clauses, field.key.at, field)
        for inner in _blocks_of(field):
            yield from _in_block(inner)


def _blocks_of(field: s.Field) -> Iterator[s.WireBlock]:
    if not isinstance(field, s.Fixed) and field.block is not None:
        yield field.block
    if isinstance(field, s.Call) and field.returns is not None:
        yield field.returns.block
    if field.clauses.by is not None:
        yield field.clauses.by.block


def _closing(clauses: s.Clauses, begins: s.At, whole: object) -> _Hung:
    if clauses.allow:
        last = max(positions(whole), key=lambda at: (at.line, at.column))
        yield from ((allow, (begins, last)) for allow in clauses.allow)
