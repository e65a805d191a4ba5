"""Reads mapping files: text in, syntax tree and findings out.

The whole file is parsed in one pass. Only when that fails is it cut at the sentences (what
starts in column 1, except ``also``, ``}`` and comments), so that one bad sentence costs one
finding and the rest is still read.
"""

from __future__ import annotations

import difflib
import re
from decimal import Decimal
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, UnexpectedToken, v_args
from lark.exceptions import UnexpectedEOF

from metermap.core.places import FilePlace, TextPlace
from metermap.mappings import codes
from metermap.mappings import syntax as s

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metermap.core.findings import Code, Findings

__all__ = ["CLAUSE_WORDS", "parse_bytes", "parse_file_text", "parse_hole"]

MAX_BYTES = 10_000_000
MAX_DEPTH = 40
MAX_DIGITS = 80
MAX_SHOWN = 40
MAX_TERMS = 100

CLAUSE_WORDS = (
    "as",
    "in",
    "only",
    "coded",
    "when",
    "for",
    "since",
    "until",
    "because",
    "despite",
    "status",
    "becomes",
    "by",
    "through",
    "optional",
)

_EXPECTED_WORDS = {
    "_END": "a full stop that ends the sentence",
    "COMMA": "a comma before the next field",
    "COLON": "':' (carries)",
    "EQUAL": "'=' (is always)",
    "LBRACE": "'{'",
    "RBRACE": "'}'",
    "LPAR": "'('",
    "RPAR": "')'",
    "LSQB": "'['",
    "RSQB": "']'",
    "NAME": "a name",
    "STRING": 'a text in "quotes"',
    "NUMBER": "a number",
    "ROWS": "row numbers such as #100",
    "OBIS": "a logical name such as 1-0:1.8.0.255",
    "AT": "'@' and a number",
}


@cache
def _grammar() -> Lark:
    text = resources.files(__package__).joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(
        text,
        parser="lalr",
        lexer="contextual",
        start=["file", "hole"],
        maybe_placeholders=True,
        transformer=_Builder(),
    )


def parse_bytes(name: str, data: bytes, findings: Findings) -> s.File:
    """Read a mapping file. `name` is what messages call it; faults go to `findings`."""
    if len(data) > MAX_BYTES:
        message = f"the file has {len(data):,} bytes; the limit is {MAX_BYTES:,}"
        findings.add(codes.FILE_TOO_LARGE.at(FilePlace(name), message))
        return s.File(name, ())
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        column = fault.start - data.rfind(b"\n", 0, fault.start)
        message = f"byte 0x{data[fault.start]:02X} is not UTF-8"
        findings.add(codes.NOT_TEXT.at(TextPlace(name, line, column), message))
        return s.File(name, ())
    return parse_file_text(name, text, findings)


def parse_file_text(name: str, text: str, findings: Findings) -> s.File:
    """Read the text of a mapping file; see `parse_bytes`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    deep = _too_deep(text)
    if deep is not None:
        place = TextPlace(name, deep.line, deep.column)
        findings.add(codes.NESTED_TOO_DEEP.at(place, f"brackets are nested deeper than {MAX_DEPTH}"))
        return s.File(name, ())
    try:
        sentences = _parse(text)
    except (UnexpectedInput, _Fault):
        sentences = _sentence_by_sentence(name, text, findings)
    return s.File(name, tuple(sentences))


@lru_cache(maxsize=4096)
def parse_hole(text: str) -> s.Expression | s.Index | None:
    """Read what stands between ``<`` and ``>``: an expression, or a binding ``n in 1..2``."""
    try:
        return _grammar().parse(text, start="hole")  # type: ignore[return-value]  # the transformer's result
    except (UnexpectedInput, _Fault):
        return None


def _parse(text: str) -> list[s.Sentence]:
    return _grammar().parse(text, start="file")  # type: ignore[return-value]  # the transformer's result


# ---- recovery and messages ------------------------------------------------------------------------

_OPENS = re.compile(r"^(?!also\b|--|[\s}])", re.MULTILINE)


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Yield each sentence with the number of lines before it."""
    starts = [found.start() for found in _OPENS.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        if text[start:end].strip():
            yield text.count("\n", 0, start), text[start:end]


def _sentence_by_sentence(name: str, text: str, findings: Findings) -> list[s.Sentence]:
    sentences: list[s.Sentence] = []
    before = 0
    for lines, chunk in _chunks(text):
        try:
            sentences.extend(_parse("\n" * lines + chunk))
        except UnexpectedInput as fault:
            _report(name, chunk, lines, fault, findings)
            before += 1
        except _Fault as fault:
            findings.add(fault.code.at(TextPlace(name, fault.at.line, fault.at.column), str(fault)))
            before += 1
    if not before:
        # The file fails as a whole though every part parses: a sentence does not start in column 1.
        message = "a sentence does not start in column 1, or a part of one does"
        findings.add(codes.SYNTAX.at(FilePlace(name), message))
    return sentences


def _report(name: str, chunk: str, lines: int, fault: UnexpectedInput, findings: Findings) -> None:
    last = chunk.rstrip()
    line, column = fault.line, fault.column
    if isinstance(fault, UnexpectedEOF) or line is None or line < 1:
        line = lines + last.count("\n") + 1
        column = len(last.rsplit("\n", 1)[-1]) + 1
    found, allowed = _found(fault, chunk, line - lines, column)
    findings.add(
        codes.SYNTAX.at(
            TextPlace(name, line, column),
            found,
            expected=_expected(allowed),
            help=_advice(fault, allowed),
            subject=name,
        )
    )


def _found(fault: UnexpectedInput, chunk: str, line: int, column: int) -> tuple[str, frozenset[str]]:
    match fault:
        case UnexpectedToken():
            allowed = frozenset(fault.accepts or fault.expected)
            if fault.token.type == "$END":
                return "the sentence is not finished", allowed
            return f"{_shown(str(fault.token))} cannot stand here", allowed
        case UnexpectedCharacters():
            allowed = frozenset(fault.allowed or ())
            character = chunk.split("\n")[line - 1][column - 1 : column]
            if character == '"':
                return "the text in quotes is not closed on its line", allowed
            return f"{_shown(character)} cannot stand here", allowed
        case _:
            return "the sentence is not finished", frozenset()


def _shown(text: str) -> str:
    return repr(text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 3] + "...")


def _expected(allowed: frozenset[str]) -> str:
    words = [word for terminal, word in _EXPECTED_WORDS.items() if terminal in allowed]
    clauses = [word for word in CLAUSE_WORDS if word.upper() in allowed]
    if clauses:
        words.append(f"a clause ({', '.join(clauses)})")
    words += [f"'{word}'" for word in ("is", "also", "over", "at", "call", "returns", "and") if word.upper() in allowed]
    return " or ".join(words)


def _advice(fault: UnexpectedInput, allowed: frozenset[str]) -> str:
    if isinstance(fault, UnexpectedToken):
        words = [word.lower() for word in allowed if word.isalpha()]
        close = difflib.get_close_matches(str(fault.token), words, n=1)
        if close:
            return f"Did you mean '{close[0]}'?"
    if "_END" in allowed:
        return "A sentence ends with a full stop; a new one starts in column 1."
    return "See the reference of the language, docs/language.md."


_TOKENS = re.compile(r'--[^\n]*|"(?:[^"\\\n]|\\.)*"|[][{}()]')


def _too_deep(text: str) -> s.At | None:
    depth = 0
    for found in _TOKENS.finditer(text):
        mark = found[0]
        if mark in "{[(":
            depth += 1
            if depth > MAX_DEPTH:
                start = found.start()
                return s.At(text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
        elif mark in ")]}":
            depth = max(0, depth - 1)
    return None


# ---- the tree ---------------------------------------------------------------------------------------


class _Fault(Exception):  # noqa: N818  (carries a user's fault to the finding, never leaves this module)
    def __init__(self, code: Code, message: str, at: s.At) -> None:
        super().__init__(message)
        self.code = code
        self.at = at


class _Clause:
    __slots__ = ("at", "kind", "value")

    def __init__(self, kind: str, value: object, at: s.At | None = None) -> None:
        self.kind = kind
        self.value = value
        self.at = at


_MANY = ("when", "use_cases", "because", "despite")


def _at(token: Token) -> s.At:
    return s.At(token.line or 1, token.column or 1)


def _text(token: Token) -> str:
    if token.type == "STRING":
        return re.sub(r"\\(.)", r"\1", token[1:-1])
    return str(token)


def _clauses(items: list[_Clause], at: s.At) -> s.Clauses:
    single: dict[str, object] = {}
    for item in items:
        if item.kind in _MANY:
            single[item.kind] = (*single.get(item.kind, ()), *item.value)  # type: ignore[misc]  # tuples
        elif item.kind in single:
            word = {"type": "as", "unit": "in"}.get(item.kind, item.kind)
            raise _Fault(codes.REPEATED_CLAUSE, f"the clause '{word}' stands twice", item.at or at)
        elif item.kind == "status":
            single["status"], single["record"] = item.value  # type: ignore[misc]  # a pair
        else:
            single[item.kind] = item.value
    return s.Clauses(**single)  # type: ignore[arg-type]  # kinds are the field names


@v_args(inline=True)
class _Builder(Transformer):  # type: ignore[type-arg]  # results are checked where they are used
    """Turns the parser's reductions into the records of `syntax`."""

    def file(self, *sentences: s.Sentence) -> list[s.Sentence]:
        return list(sentences)

    # sentences
    def syntax(self, number: Token) -> s.Syntax:
        return s.Syntax(str(number), _at(number))

    def use(self, what: Token, *names: Token) -> s.Use:
        editions = tuple(_text(name) for name in names if name.type == "STRING")
        return s.Use(str(what), editions, tuple(str(name) for name in names if name.type != "STRING"), _at(what))

    def on(self, *parts: object) -> s.On:
        devices = tuple(part for part in parts if isinstance(part, s.Step))
        words = [str(part) for part in parts if isinstance(part, Token)]
        at = devices[0].at
        return s.On(devices, words[0], words[1] if len(words) > 1 else "", _gather(parts, at), at)

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
        bounds = tuple(part for part in rest if isinstance(part, s.Bound))
        return s.Carries(key, bounds, _set(rest), _block(rest), _gather(rest, key.at))

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
        return s.Number(str(number), _number(number), str(unit or ""), _at(number))

    def sibling(self, _dot: Token, step: s.Step) -> s.Sibling:
        return s.Sibling(step)

    def path(self, *parts: object) -> s.Path:
        return s.Path(tuple(part for part in parts if isinstance(part, s.Step)))

    def step(self, name: Token, *rest: object) -> s.Step:
        args = next((part for part in rest if isinstance(part, tuple)), None)
        indices = tuple(part for part in rest if isinstance(part, s.Index))
        return s.Step(_text(name), name.type == "STRING", args, indices, _at(name))

    def args(self, *bounds: s.Bound) -> tuple[s.Bound, ...]:
        return bounds

    arg = bound

    def binding(self, name: Token, values: s.Set) -> s.Index:
        return s.Index(str(name), values)

    def at_index(self, values: s.Set) -> s.Index:
        return s.Index(None, values)

    hole_binding = binding

    def hole_value(self, value: s.Expression) -> s.Expression:
        return value


def _depth(at: s.At, *operands: s.Expression) -> int:
    """Return the depth of an expression over `operands`, which is limited: it is walked recursively."""
    depth = 1 + max(operand.depth if isinstance(operand, s.Binary | s.Negative) else 0 for operand in operands)
    if depth > MAX_TERMS:
        raise _Fault(codes.NESTED_TOO_DEEP, f"an expression has more than {MAX_TERMS} terms", at)
    return depth


def _gather(parts: tuple[object, ...], at: s.At) -> s.Clauses:
    found = [part for part in parts if isinstance(part, _Clause)]
    return _clauses(found, at) if found else _NO_CLAUSES


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
            raise _Fault(codes.ROWS_DO_NOT_FIT, f"a row number in {_shown(token)} has too many digits", _at(token))
        first, last = int(low), int(high or low)
        if not first <= last < first + 100_000:
            raise _Fault(codes.ROWS_DO_NOT_FIT, f"the rows {part} run backwards or too far", _at(token))
        numbers.extend(range(first, last + 1))
    return s.Rows(tuple(numbers), _at(token))


def _number(token: Token) -> Decimal:
    if len(token) > MAX_DIGITS:
        raise _Fault(codes.SYNTAX, f"a number has {len(token):,} digits; the limit is {MAX_DIGITS}", _at(token))
    return Decimal(int(token, 0)) if token[:2] in {"0x", "0b"} else Decimal(token)


def _record(block: s.WireBlock | None, at: s.At) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = []
    for field in block.fields if block else ():
        if not isinstance(field, s.Fixed) or not field.key.steps:
            raise _Fault(codes.WRONG_PATTERN, "a review record holds only 'key = value'", at)
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
