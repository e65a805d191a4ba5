"""Builds the syntax tree from the parser's reductions.

What a grammar cannot say is refused here: a clause that stands twice, numbers and row numbers
without end, expressions too deep to be walked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from lark import Token, Transformer

from metermap.mappings import codes
from metermap.mappings import syntax as s

if TYPE_CHECKING:
    from metermap.core.findings import Code

__all__ = ["TreeBuilder", "TreeFault", "shown"]

MAX_DIGITS = 80
MAX_SHOWN = 40
MAX_TERMS = 100
MAX_ROWS = 10_000


def shown(text: str) -> str:
    """Return a text in quotes as messages show it, cut where it is long."""
    return repr(text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 3] + "...")


class TreeFault(Exception):  # noqa: N818  (carries a user's fault to the parser, and no further)
    """A fault of the text that the grammar lets pass, with its place."""

    def __init__(self, code: Code, message: str, at: s.At, *also: s.At) -> None:
        super().__init__(message)
        self.also = also
        self.code = code
        self.at = at


class _Clause:
    __slots__ = ("at", "kind", "value")

    def __init__(self, kind: str, value: object, at: s.At | None = None) -> None:
        self.kind = kind
        self.value = value
        self.at = at


_MANY = ("when", "use_cases", "because", "despite", "allow")


def _at(token: Token) -> s.At:
    return s.At(token.line or 1, token.column or 1)


def _text(token: Token) -> str:
    if token.type == "STRING":
        return re.sub(r"\\(.)", r"\1", token[1:-1])
    return str(token)


def _clauses(items: list[_Clause], at: s.At) -> s.Clauses:
    if not items:
        return _NO_CLAUSES
    single: dict[str, object] = {}
    first = {item.kind: item.at for item in reversed(items)}
    for item in items:
        if item.kind in _MANY:
            single[item.kind] = (*single.get(item.kind, ()), *item.value)  # type: ignore[misc]  # tuples
        elif item.kind in single:
            word = {"type": "as", "unit": "in"}.get(item.kind, item.kind)
            raise TreeFault(
                codes.REPEATED_CLAUSE, f"the clause '{word}' stands twice", item.at or at, first[item.kind] or at
            )
        elif item.kind == "status":
            single["status"], single["record"] = item.value  # type: ignore[misc]  # a pair
        else:
            single[item.kind] = item.value
    return s.Clauses(**single)  # type: ignore[arg-type]  # kinds are the field names


def _inline(method: Callable[..., object]) -> Callable[[list[object]], object]:
    """Return a method that takes its arguments as a list, which is how the parser calls it.

    ``v_args(inline=True)`` does the same through three more calls, of which a large file pays hundreds of thousands.
    """
    return lambda children: method(*children)


class TreeBuilder(Transformer):  # type: ignore[type-arg]  # results are checked where they are used
    """Turns the parser's reductions into the records of `syntax`; the grammar names the methods."""

    def __init__(self) -> None:
        super().__init__()
        for name in [name for name in vars(TreeBuilder) if not name.startswith("_")]:
            setattr(self, name, _inline(getattr(self, name)))

    def file(self, *sentences: s.Sentence) -> list[s.Sentence]:
        return list(sentences)

    # sentences
    def syntax(self, number: Token) -> s.Syntax:
        return s.Syntax(str(number), _at(number))

    def use(self, what: Token, *names: Token) -> s.Use:
        editions = tuple(_text(name) for name in names if name.type == "STRING")
        return s.Use(str(what), editions, tuple(str(name) for name in names if name.type != "STRING"), _at(what))

    def include(self, path: Token) -> s.Include:
        return s.Include(_text(path), _at(path))

    def allowed(self, *tokens: Token) -> s.Allow:
        return _allow(tokens)

    def on(self, *parts: object) -> s.On:
        devices = tuple(part for part in parts if isinstance(part, s.Step))
        words = [part for part in parts if isinstance(part, Token)]
        if len(words) > len(("protocol", "route")):
            raise TreeFault(codes.SYNTAX, f"'{words[2]}' stands after the route: a scope has one", _at(words[2]))
        at = devices[0].at
        return s.On(devices, str(words[0]), str(words[1]) if len(words) > 1 else "", _gather(parts, at), at)

    def let(self, name: Token, *rest: object) -> s.Let:
        params = rest[0] if len(rest) > 1 else ()
        body = rest[-1].value if isinstance(rest[-1], _Clause) else rest[-1]
        return s.Let(str(name), params, body, _at(name))  # type: ignore[arg-type]  # by the grammar

    def params(self, *names: Token) -> tuple[str, ...]:
        return tuple(str(name) for name in names)

    def mapping(self, subject: s.Path, *homes: s.Home) -> s.Mapping:
        return s.Mapping(subject, homes)

    def home(self, step: s.Step, *rest: object) -> s.Home:
        instance = next((part for part in rest if isinstance(part, s.Instance)), None)
        return s.Home(step, instance, _block(rest) or s.WireBlock(()), _gather(rest, step.at))

    def instance(self, token: Token) -> s.Instance:
        return s.Instance(token.type, _text(token), _at(token))

    # patterns
    def block(self, *fields: s.Field | None) -> s.WireBlock:
        return s.WireBlock(tuple(field for field in fields if field is not None))

    def carries(self, key: s.Key, *rest: object) -> s.Carries:
        count = 1  # there is one at least, and the places of '=' and of the braces behind them
        while isinstance(rest[count], s.Bound):
            count += 1
        fixed, block, *clauses = rest[count:]
        return s.Carries(key, rest[:count], fixed, block, _clauses(clauses, key.at))  # type: ignore[arg-type]  # by the grammar

    def fixed(self, key: s.Key, value: s.Set, *rest: object) -> s.Fixed:
        return s.Fixed(key, value, _rows(rest), _gather(rest, key.at))

    def nested(self, key: s.Key, block: s.WireBlock, *rest: object) -> s.Nested:
        return s.Nested(key, block, _rows(rest), _gather(rest, key.at))

    def call(self, key: s.Key, *rest: object) -> s.Call:
        bounds = tuple(part for part in rest if isinstance(part, s.Bound))
        returns = next((part for part in rest if isinstance(part, s.Returns)), None)
        return s.Call(key, _rows(rest), bounds, _set(rest), _block(rest), returns, _gather(rest, key.at))

    def returns(self, step: s.Step, block: s.WireBlock | None) -> s.Returns:
        return s.Returns(step, block or s.WireBlock(()))

    def returns_value(self, block: s.WireBlock) -> s.Returns:
        return s.Returns(None, block)

    def bound(self, value: s.Expression, rows: Token | None = None) -> s.Bound:
        return s.Bound(value, _row_numbers(rows) if rows is not None else None)

    def key(self, first: object, second: s.Set | None = None) -> s.Key:
        if isinstance(first, tuple):
            return s.Key(first, second.ranges[0] if second else None, first[0].at)
        number = first.ranges[0]  # type: ignore[attr-defined]  # a Set made by at()
        return s.Key((), number, _expression_at(number.low))

    def keypath(self, *steps: s.Step) -> tuple[s.Step, ...]:
        return steps

    def at(self, number: s.Range) -> s.Set:
        return s.Set((number,))

    # clauses
    def as_(self, name: Token, length: Token | None) -> _Clause:
        count = int(_number(length)) if length is not None else None
        if length is not None and count != _number(length):
            raise TreeFault(codes.SYNTAX, f"the length {length} of {name} is no whole number", _at(name))
        return _Clause("type", s.TypeName(str(name), count, _at(name)), _at(name))

    def in_(self, unit: s.Expression) -> _Clause:
        return _Clause("unit", unit)

    def only(self, values: s.Set) -> _Clause:
        return _Clause("only", values)

    def coded(self, body: Token | tuple[tuple[s.Set, s.Set], ...]) -> _Clause:
        if isinstance(body, Token):
            return _Clause("coded", s.Coded(str(body), (), _at(body)), _at(body))
        at = _expression_at(body[0][0].ranges[0].low)
        return _Clause("coded", s.Coded("", body, at), at)

    def when(self, *tests: s.Compared) -> _Clause:
        return _Clause("when", tests)

    def for_(self, *steps: s.Step) -> _Clause:
        return _Clause("use_cases", steps)

    def since(self, edition: Token) -> _Clause:
        return _Clause("since", _text(edition), _at(edition))

    def until(self, edition: Token) -> _Clause:
        return _Clause("until", _text(edition), _at(edition))

    def because(self, *texts: Token) -> _Clause:
        return _Clause("because", (" ".join(map(_text, texts)),))

    def despite(self, *texts: Token) -> _Clause:
        return _Clause("despite", (" ".join(map(_text, texts)),))

    def status(self, word: Token, record: s.WireBlock | None) -> _Clause:
        return _Clause("status", (str(word), _record(record, _at(word))), _at(word))

    def becomes(self, target: s.Path, moment: s.Path) -> _Clause:
        return _Clause("becomes", (target, moment), target.at)

    def by(self, selector: Token, bound: s.Bound | None, block: s.WireBlock | None) -> _Clause:
        value = s.Selection(str(selector), bound, block or s.WireBlock(()), _at(selector))
        return _Clause("by", value, _at(selector))

    def through(self, step: s.Step, *rest: object) -> _Clause:
        instance = next((part for part in rest if isinstance(part, s.Instance)), None)
        return _Clause("through", s.Through(step, instance, _block(rest) or s.WireBlock(())), step.at)

    def optional(self) -> _Clause:
        return _Clause("optional", value=True)

    def allow(self, *tokens: Token) -> _Clause:
        return _Clause("allow", (_allow(tokens),))

    def table(self, *entries: tuple[s.Set, s.Set]) -> tuple[tuple[s.Set, s.Set], ...]:
        return entries

    def entry(self, ours: s.Set, theirs: s.Set) -> tuple[s.Set, s.Set]:
        return (ours, theirs)

    def compare(self, left: s.Expression, operator: Token, right: s.Set) -> s.Compared:
        return s.Compared(left, str(operator), right)

    def equals(self, left: s.Expression, right: s.Set) -> s.Compared:
        return s.Compared(left, "=", right)

    # expressions
    def set(self, *ranges: s.Range) -> s.Set:
        return s.Set(ranges)

    def range(self, low: s.Expression, high: s.Expression | None = None) -> s.Range:
        return s.Range(low, high)

    def _binary(self, left: s.Expression, operator: Token, right: s.Expression) -> s.Binary:
        return s.Binary(str(operator), left, right, _depth(_at(operator), left, right))

    expr = term = power = _binary

    def negative(self, minus: Token, operand: s.Expression) -> s.Negative:
        return s.Negative(operand, _depth(_at(minus), operand))

    def quantity(self, number: Token, unit: Token | None = None) -> s.Number:
        if unit is not None and unit.start_pos == number.end_pos:
            _refuse_glued(number, unit)
        return s.Number(str(number), _number(number), str(unit or ""), _at(number))

    def sibling(self, _dot: Token, step: s.Step) -> s.Sibling:
        return s.Sibling(step)

    def path(self, *parts: object) -> s.Path:
        steps = parts if len(parts) == 1 else tuple([part for part in parts if isinstance(part, s.Step)])
        return s.Path(steps)  # type: ignore[arg-type]  # by the grammar

    def step(self, name: Token, *rest: object) -> s.Step:
        if not rest:
            return s.Step(_text(name), name.type == "STRING", None, (), _at(name))
        args = next((part for part in rest if isinstance(part, tuple)), None)
        indices = tuple(part for part in rest if isinstance(part, s.Index))
        return s.Step(_text(name), name.type == "STRING", args, indices, _at(name))

    def args(self, *bounds: s.Bound) -> tuple[s.Bound, ...]:
        return bounds

    arg = bound

    def binding(self, name: Token, values: s.Set) -> s.Index:
        _refuse_minus(values)
        return s.Index(str(name), values)

    def at_index(self, values: s.Set) -> s.Index:
        _refuse_minus(values)
        return s.Index(None, values)

    hole_binding = binding

    def hole_value(self, value: s.Expression) -> s.Expression:
        return value


def _allow(tokens: tuple[Token, ...]) -> s.Allow:
    names = tuple(str(token) for token in tokens if token.type == "NAME")
    reason = " ".join(_text(token) for token in tokens if token.type == "STRING")
    return s.Allow(names, reason, _at(tokens[0]))


def _refuse_glued(number: Token, unit: Token) -> None:
    """Refuse what looks like one number and would be read as a number with a unit: ``0xZZ``, ``1_000``."""
    if number[:2] in {"0x", "0b"} or (number == "0" and unit[:1] in "xXbB") or unit.startswith("_"):
        message = f"{shown(number + unit)} is no number: decimal, 0x and hexadecimal digits, or 0b and 0 or 1"
        raise TreeFault(codes.SYNTAX, message, _at(number))


def _refuse_minus(values: s.Set) -> None:
    """Refuse an index that is a difference of two numbers: who writes ``[1-8]`` means a range."""
    for part in values.ranges:
        match part.low:
            case s.Binary("-", s.Number() as low, s.Number() as high) if part.high is None:
                message = f"{low.text}-{high.text} is a difference; a range is written {low.text}..{high.text}"
                raise TreeFault(codes.SYNTAX, message, low.at)


def _depth(at: s.At, *operands: s.Expression) -> int:
    """Return the depth of an expression over `operands`, which is limited: it is walked recursively."""
    depth = 1 + max(operand.depth if isinstance(operand, s.Binary | s.Negative) else 0 for operand in operands)
    if depth > MAX_TERMS:
        raise TreeFault(codes.NESTED_TOO_DEEP, f"an expression has more than {MAX_TERMS} terms", at)
    return depth


def _gather(parts: tuple[object, ...], at: s.At) -> s.Clauses:
    found = [part for part in parts if isinstance(part, _Clause)]
    return _clauses(found, at)


_NO_CLAUSES = s.Clauses()


def _set(parts: tuple[object, ...]) -> s.Set | None:
    return next((part for part in parts if isinstance(part, s.Set)), None)


def _block(parts: tuple[object, ...]) -> s.WireBlock | None:
    return next((part for part in parts if isinstance(part, s.WireBlock)), None)


def _rows(parts: tuple[object, ...]) -> s.Rows | None:
    return next((_row_numbers(part) for part in parts if isinstance(part, Token)), None)


def _row_numbers(token: Token) -> s.Rows:
    numbers: list[int] = []
    for part in token[1:].split(","):
        low, _, high = part.partition("..")
        if max(len(low), len(high)) > len("999999"):
            raise TreeFault(codes.ROWS_DO_NOT_FIT, f"a row number in {shown(token)} has too many digits", _at(token))
        first, last = int(low), int(high or low)
        if not first <= last < first + MAX_ROWS:
            raise TreeFault(codes.ROWS_DO_NOT_FIT, f"the rows {part} run backwards or too far", _at(token))
        numbers.extend(range(first, last + 1))
        if len(numbers) > MAX_ROWS:
            raise TreeFault(codes.ROWS_DO_NOT_FIT, f"more than {MAX_ROWS:,} row numbers stand here", _at(token))
    return s.Rows(tuple(numbers), _at(token))


def _number(token: Token) -> Decimal:
    if len(token) > MAX_DIGITS:
        raise TreeFault(codes.SYNTAX, f"a number has {len(token):,} digits; the limit is {MAX_DIGITS}", _at(token))
    return Decimal(int(token, 0)) if token[:2] in {"0x", "0b"} else Decimal(token)


def _record(block: s.WireBlock | None, at: s.At) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = []
    for field in block.fields if block else ():
        if not isinstance(field, s.Fixed) or not field.key.steps:
            raise TreeFault(codes.WRONG_PATTERN, "a review record holds only 'key = value'", at)
        pairs.append((field.key.steps[0].name, _plain(field.value)))
    return tuple(pairs)


def _plain(values: s.Set) -> str:
    match values.ranges[0].low:
        case s.Number() as number:
            return number.text
        case s.Path() as path:
            return ".".join(step.name for step in path.steps)
        case _:
            return ""


def _expression_at(expression: s.Expression) -> s.At:
    match expression:
        case s.Number():
            return expression.at
        case s.Path():
            return expression.at
        case s.Sibling():
            return expression.step.at
        case s.Negative():
            return _expression_at(expression.operand)
        case s.Binary():
            return _expression_at(expression.left)
