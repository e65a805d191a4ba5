"""Queries: text in, a tree of tests out. What a test means is said here too; what a row holds, `fields` says."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from typing import TypeAlias

from lark import Lark, Token, Transformer, UnexpectedInput, UnexpectedToken, v_args

from metermap.core.suggest import normal

__all__ = ["All", "Either", "Held", "Not", "Query", "QueryError", "Test", "holds", "parse_query", "tests_in"]

MAX_LENGTH = 4_000
MAX_DEPTH = 100


class QueryError(ValueError):
    """A query that is none; `at` is the position in its text, from 0."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True, slots=True)
class Test:
    """``device = GSME | GPF``: of the field's values one is, or for a negated operator none is, among these."""

    __test__ = False  # no test of pytest's

    field: str
    operator: str
    values: tuple[str, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Held:
    """``relation``: the field has a value."""

    field: str
    at: int


@dataclass(frozen=True, slots=True)
class Not:
    """The operand does not hold."""

    operand: Query


@dataclass(frozen=True, slots=True)
class All:
    """All parts hold."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One part holds."""

    parts: tuple[Query, ...]


Query: TypeAlias = Test | Held | Not | All | Either


@v_args(inline=True)
class _Builder(Transformer[Token, Query]):
    """Makes the tree; the grammar names the methods."""

    def either(self, *parts: Query) -> Query:
        return parts[0] if len(parts) == 1 else Either(parts)

    def every(self, *parts: Query) -> Query:
        return parts[0] if len(parts) == 1 else All(parts)

    def not_(self, operand: Query) -> Query:
        return Not(operand)

    def value(self, token: Token) -> str:
        return _text(token)

    def test(self, field: Token, operator: Token, *values: str) -> Query:
        return Test(str(field), str(operator), values, _at(field))

    def held(self, field: Token) -> Query:
        return Held(str(field), _at(field))


def _at(token: Token) -> int:
    return int(token.start_pos)  # type: ignore[arg-type]  # the lexer sets it on every token


def _text(token: Token) -> str:
    """Return what a value says; in quotes a star is a star."""
    if token.type == "WORD":
        return str(token)
    plain = re.sub(r"\\(.)", r"\1", str(token)[1:-1])
    return plain.replace("\\", "\\\\").replace("*", "\\*")


@cache
def _grammar() -> Lark:
    text = resources.files(__package__).joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", start="query", transformer=_Builder())


def parse_query(text: str) -> Query:
    """Return the tree of a query.

    Raises:
        QueryError: it is too long, nested too deep, or cannot be read.
    """
    if len(text) > MAX_LENGTH:
        message = f"the query has {len(text):,} characters; the limit is {MAX_LENGTH:,}"
        raise QueryError(message, MAX_LENGTH)
    if text.count("(") + len(re.findall(r"\bnot\b", text, re.IGNORECASE)) > MAX_DEPTH:
        message = f"the query has more than {MAX_DEPTH} brackets and 'not'"
        raise QueryError(message, 0)
    if not text.strip():
        message = "nothing is asked"
        raise QueryError(message, 0)
    try:
        return _grammar().parse(text)  # type: ignore[return-value]  # the transformer's result
    except UnexpectedInput as fault:
        at = _position(text, fault)
        raise QueryError(_fault(text[at:].split()), at) from fault


def _position(text: str, fault: UnexpectedInput) -> int:
    """Return where a fault is; at the end if the text stops too early."""
    ended = isinstance(fault, UnexpectedToken) and fault.token.type == "$END"
    at = fault.pos_in_stream
    return len(text) if ended or at is None else at


def _fault(rest: list[str]) -> str:
    found = f"{rest[0][:40]!r} cannot stand here" if rest else "the query is not finished"
    return f"{found}; a test is FIELD=VALUE, and tests are joined by 'and', 'or', 'not' and brackets"


# ---- what a test means ------------------------------------------------------------------------------

Values: TypeAlias = Callable[[str], tuple[str, ...]]
"""What gives the values of a field, of one row."""


def holds(query: Query, values: Values) -> bool:
    """Return whether a query holds of a row."""
    match query:
        case Either(parts):
            return any(holds(part, values) for part in parts)
        case All(parts):
            return all(holds(part, values) for part in parts)
        case Not(operand):
            return not holds(operand, values)
        case Held(field):
            return any(values(field))
        case Test(field, operator, wanted):
            return _tested(values(field), operator, wanted)


def _tested(found: tuple[str, ...], operator: str, wanted: tuple[str, ...]) -> bool:
    if operator.startswith("!"):
        return not _tested(found, operator.replace("!", "", 1), wanted)
    return any(_meets(value, operator, one) for one in wanted for value in found or ("",))


def _meets(value: str, operator: str, wanted: str) -> bool:
    match operator:
        case "=":
            return _pattern(wanted).fullmatch(value) is not None or _same_name(value, wanted)
        case "~":
            return _pattern(wanted).search(value) is not None
        case _:
            return _ordered(value, operator, wanted)


def _same_name(value: str, wanted: str) -> bool:
    """Whether two names are one, as the mapping language compares names; what has no letter is no name."""
    return any(map(str.isalpha, wanted)) and "*" not in wanted and normal(value) == normal(wanted)


@cache
def _pattern(wanted: str) -> re.Pattern[str]:
    r"""Return what matches a value: a star stands for anything, ``\*`` for itself; case does not count."""
    parts = re.findall(r"\\.|[^\\]|\\$", wanted)
    return re.compile(
        "".join(".*" if part == "*" else re.escape(part[-1]) for part in parts), re.IGNORECASE | re.DOTALL
    )


def _ordered(value: str, operator: str, wanted: str) -> bool:
    left, right = _number(value), _number(wanted)
    if left is None or right is None:
        return False
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[operator]


def _number(text: str) -> Decimal | int | None:
    try:
        return int(text, 16) if text.casefold().startswith("0x") else Decimal(text)
    except (ValueError, InvalidOperation):
        return None


def tests_in(query: Query) -> Iterator[Test | Held]:
    """Yield the tests of a query, left to right."""
    match query:
        case Either(parts) | All(parts):
            yield from _all_of(parts)
        case Not(operand):
            yield from tests_in(operand)
        case Test() | Held():
            yield query


def _all_of(parts: Iterable[Query]) -> Iterator[Test | Held]:
    for part in parts:
        yield from tests_in(part)
