"""What the grammar lets stand and the language does not: nothing that is written may say nothing.

Each construct has its clauses and its parts; one that would be read and then ignored is a fault.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TypeAlias

from metermap.mappings import syntax as s

__all__ = ["faults_of"]

Fault: TypeAlias = tuple[s.At, str]

_SAID_OF_ALL = frozenset(
    {"when", "use_cases", "since", "until", "because", "despite", "status", "record", "optional", "allow"}
)
_SAID_OF_VALUES = frozenset({"type", "unit", "only", "coded", "becomes"})

_MAY_STAND = {
    "on": _SAID_OF_ALL,
    "a home": _SAID_OF_ALL | {"through"},
    "a nested field": _SAID_OF_ALL | {"by"},
    "a field": _SAID_OF_ALL | _SAID_OF_VALUES | {"by"},
    "a constant": _SAID_OF_ALL | _SAID_OF_VALUES,
    "a call": _SAID_OF_ALL | _SAID_OF_VALUES,
    "the use of a template": _SAID_OF_ALL | {"by"},
}

_WORDS = {"type": "as", "unit": "in", "use_cases": "for", "record": "status"}

_NAMED_HOMES = frozenset({"Alert", "Message"})


def faults_of(file: s.File, names: Collection[str]) -> Iterator[Fault]:
    """Yield place and message of everything in a file that would be read and ignored; it sees `names`."""
    lets = set(names)
    for sentence in file.sentences:
        match sentence:
            case s.On():
                yield from _clauses(sentence.clauses, "on", sentence.at)
                yield from _devices(sentence)
            case s.Let(body=s.WireBlock() as body):
                if len(set(sentence.params)) != len(sentence.params):
                    yield sentence.at, f"'{sentence.name}' has two parameters of one name"
                yield from _block(body, lets)
            case s.Mapping():
                for home in sentence.homes:
                    yield from _home(home, lets)
            case _:
                pass


def _clauses(clauses: s.Clauses, where: str, at: s.At) -> Iterator[Fault]:
    for name in s.Clauses.__slots__:
        if getattr(clauses, name) and name not in _MAY_STAND[where]:
            yield at, f"'{_WORDS.get(name, name)}' says nothing of {where}"
    for step in clauses.use_cases:
        if step.indices or not all(isinstance(arg.value, s.Path) and arg.rows is None for arg in step.args or ()):
            yield step.at, f"a use case is a code, with the names of roles in brackets: {step.name}(Supplier)"


def _devices(on: s.On) -> Iterator[Fault]:
    for step in on.devices:
        plain = all(isinstance(arg.value, s.Path) and arg.rows is None for arg in step.args or ())
        if step.indices or not plain:
            yield step.at, f"a device is a name, with the names of its variants in brackets: {step.name}(variant)"


def _home(home: s.Home, lets: set[str]) -> Iterator[Fault]:
    yield from _clauses(home.clauses, "a home", home.step.at)
    if home.step.indices or (home.step.args is not None and home.step.name not in _NAMED_HOMES):
        yield home.step.at, f"'{home.step.name}' takes no brackets: the object is named by its logical name"
    if home.step.name == "Nowhere" and (home.block.fields or home.instance is not None):
        yield home.step.at, "what is nowhere has no logical name and no fields"
    for field in home.block.fields:
        if field.key.number is not None and field.key.number.high is not None:
            yield field.key.at, "an attribute, method or command has one number; a range after '@' is one of bits"
    yield from _block(home.block, lets)
    if home.clauses.through is not None:
        yield from _block(home.clauses.through.block, lets)


def _block(block: s.WireBlock, lets: set[str]) -> Iterator[Fault]:
    for field in block.fields:
        yield from _key(field.key)
        match field:
            case s.Carries():
                yield from _carries(field, lets)
            case s.Fixed():
                yield from _clauses(field.clauses, "a constant", field.key.at)
            case s.Nested():
                yield from _clauses(field.clauses, "a nested field", field.key.at)
                yield from _rows_said_twice(field)
                yield from _block(field.block, lets)
            case s.Call():
                yield from _call(field, lets)


def _key(key: s.Key) -> Iterator[Fault]:
    for step in key.steps:
        if step.args is not None:
            yield step.at, f"'{step.name}' is a name of theirs and takes no arguments"


def _carries(field: s.Carries, lets: set[str]) -> Iterator[Fault]:
    value = field.bounds[0].value
    template = isinstance(value, s.Path) and len(value.steps) == 1 and value.steps[0].name in lets
    if template and isinstance(value, s.Path) and not value.steps[0].quoted:
        yield from _clauses(field.clauses, "the use of a template", field.key.at)
        if len(field.bounds) > 1 or field.fixed is not None or field.block is not None:
            yield field.key.at, "a template stands alone: it has its own constants and fields"
        return
    yield from _clauses(field.clauses, "a field", field.key.at)
    if field.block is not None:
        if len(field.bounds) > 1 or not isinstance(value, s.Path):
            yield field.key.at, "the braces continue from one element: name it alone before them"
        yield from _block(field.block, lets)
    if field.clauses.by is not None:
        yield from _block(field.clauses.by.block, lets)


def _call(field: s.Call, lets: set[str]) -> Iterator[Fault]:
    yield from _clauses(field.clauses, "a call", field.key.at)
    if field.rows is not None and field.bounds:
        yield field.rows.at, "the rows of a call that carries something stand behind what it carries"
    if field.fixed is not None and (field.block is not None or not field.bounds):
        yield field.key.at, "'=' says what a call that carries something always gets; arguments stand in braces"
    if field.block is not None:
        yield from _block(field.block, lets)
    if field.returns is not None:
        yield from _block(field.returns.block, lets)


def _rows_said_twice(field: s.Nested) -> Iterator[Fault]:
    if field.rows is None:
        return
    for inner in field.block.fields:
        if isinstance(inner, s.Fixed) and inner.rows is not None:
            yield inner.rows.at, "the row of this constant is said here and behind the braces"
