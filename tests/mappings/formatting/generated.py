"""Mapping files made at random: every production of the grammar, with space and comments at every place."""

from __future__ import annotations

from typing import TypeAlias

from hypothesis import strategies as st

__all__ = ["FILES", "TOUCHING", "Tokens", "files", "token_files"]

Tokens: TypeAlias = list[str]
"""A text as its tokens. A token that begins with a backspace touches the one before it."""

TOUCHING = "\b"

_NAMES = st.sampled_from(
    [
        "a",
        "n",
        "_",
        "scaler_unit",
        "Long-Name-Of-Something",
        "x<b in 1..4>y",
        "p<n + 1>",
        "anElementWithAVeryLongNameThatFillsMostOfALine",
    ]
)
_KEYS = st.one_of(_NAMES, st.sampled_from(["status", "by", "for", "since", "at", "is"]))
_STRINGS = st.sampled_from(['""', '"a b"', '"x -- y"', '"with \\" quote"', '"{ open"', '"' + "long text " * 12 + '"'])
_NUMBERS = st.sampled_from(["0", "1", "30", "4.10", "0x00FF", "0b0101", "19056", "0xFFFFFFFFFFFFFFFFFF8000FF"])
_ROWS = st.sampled_from(["#1", "#100", "#1058,1059,1076", "#865..872", "#1,3..5,9"])
_CODES = st.sampled_from(["1-0:2.8.0.255", "0-0:16.<10 + tou>.1.255", "0-<n>:1.0.0.4"])


@st.composite
def _many(draw: st.DrawFn, what: st.SearchStrategy[Tokens], mark: str, most: int = 3) -> Tokens:
    """Draw one or more, with a mark between."""
    parts = draw(st.lists(what, min_size=1, max_size=most))
    tokens = list(parts[0])
    for part in parts[1:]:
        tokens += [*mark.split(), *part]
    return tokens


def _one(tokens: st.SearchStrategy[str]) -> st.SearchStrategy[Tokens]:
    return tokens.map(lambda token: [token])


def _maybe(tokens: st.SearchStrategy[Tokens]) -> st.SearchStrategy[Tokens]:
    return st.one_of(st.just([]), tokens)


@st.composite
def _step(draw: st.DrawFn, deep: int, names: st.SearchStrategy[str] = _NAMES) -> Tokens:
    tokens = [draw(st.one_of(names, _STRINGS))]
    if deep and draw(st.integers(0, 3)) == 0:
        tokens += ["(", *draw(_many(_bound(deep - 1), ",")), ")"]
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2])) if deep else 0):
        binding = draw(st.sampled_from([[], ["n", "in"]]))
        tokens += ["[", *binding, *draw(_set(deep - 1)), "]"]
    return tokens


@st.composite
def _path(draw: st.DrawFn, deep: int) -> Tokens:
    steps = draw(st.lists(_step(deep), min_size=1, max_size=3))
    tokens = list(steps[0])
    for step in steps[1:]:
        tokens += [".", TOUCHING + step[0], *step[1:]]
    return tokens


@st.composite
def _atom(draw: st.DrawFn, deep: int) -> Tokens:
    kind = draw(st.integers(0, 4))
    if kind == 0 or not deep:
        return [draw(_NUMBERS), *draw(st.sampled_from([[], [], ["min"]]))]
    if kind == 1:
        step = draw(_step(deep - 1))
        return [".", TOUCHING + step[0], *step[1:]]
    if kind == 2:
        return ["(", *draw(_expression(deep - 1)), ")"]
    return draw(_path(deep - 1))


@st.composite
def _expression(draw: st.DrawFn, deep: int) -> Tokens:
    unary = st.builds(lambda minus, atom: [*minus, *atom], st.sampled_from([[], [], ["-"]]), _atom(deep))
    tokens = list(draw(unary))
    for operator in draw(st.lists(st.sampled_from("+-*/^"), max_size=3 if deep else 0)):
        if operator == "^" and tokens[-2:-1] == ["^"]:
            continue
        tokens += [operator, *draw(unary)]
    return tokens if tokens.count("^") < 2 else ["1"]


def _bound(deep: int) -> st.SearchStrategy[Tokens]:
    return st.builds(lambda value, rows: [*value, *rows], _expression(deep), _maybe(_one(_ROWS)))


@st.composite
def _set(draw: st.DrawFn, deep: int) -> Tokens:
    high = _maybe(_expression(deep).map(lambda value: ["..", *value]))
    one = st.builds(lambda low, more: [*low, *more], _expression(deep), high)
    return draw(_many(one, "|"))


@st.composite
def _key(draw: st.DrawFn, deep: int) -> Tokens:
    number = ["@", *draw(_expression(min(deep, 1))), *draw(_maybe(_one(_NUMBERS).map(lambda n: ["..", *n])))]
    if draw(st.integers(0, 4)) == 0:
        return number
    steps = draw(st.lists(_step(0, _KEYS), min_size=1, max_size=2))
    tokens = list(steps[0])
    for step in steps[1:]:
        tokens += [".", TOUCHING + step[0], *step[1:]]
    return tokens + (number if draw(st.booleans()) else [])


@st.composite
def _block(draw: st.DrawFn, deep: int) -> Tokens:
    if not deep or draw(st.integers(0, 4)) == 0:
        return ["{", "}"]
    return ["{", *draw(_many(_field(deep - 1), ",")), *draw(st.sampled_from([[], [","]])), "}"]


@st.composite
def _field(draw: st.DrawFn, deep: int) -> Tokens:
    kind = draw(st.integers(0, 3))
    key = draw(_key(deep))
    carried = [":", *draw(_many(_bound(deep), "and", 2))]
    fixed = draw(_maybe(_set(deep).map(lambda values: ["=", *values])))
    block = draw(_maybe(_block(deep)))
    rows = draw(_maybe(_one(_ROWS)))
    if kind == 0:
        body = [*key, *carried, *fixed, *block]
    elif kind == 1:
        body = [*key, "=", *draw(_set(deep)), *rows]
    elif kind == 2:
        body = [*key, *draw(_block(deep)), *rows]
    else:
        body = ["call", *key, *rows, *draw(st.sampled_from([[], carried])), *fixed, *block, *draw(_returns(deep))]
    return [*body, *draw(_clauses(deep))]


@st.composite
def _returns(draw: st.DrawFn, deep: int) -> Tokens:
    kind = draw(st.integers(0, 3))
    if kind == 0:
        return ["returns", *draw(_step(deep)), *draw(_maybe(_block(deep)))]
    return ["returns", *draw(_block(deep))] if kind == 1 else []


@st.composite
def _table(draw: st.DrawFn, deep: int) -> Tokens:
    entry = st.builds(lambda ours, theirs: [*ours, "=", *theirs], _set(min(deep, 1)), _set(0))
    return ["{", *draw(_many(entry, ",", 5)), *draw(st.sampled_from([[], [","]])), "}"]


@st.composite
def _coded(draw: st.DrawFn, deep: int) -> Tokens:
    return ["coded", *draw(st.one_of(_one(_NAMES), _table(deep)))]


_RECORD = ["{", "source", "=", '"a list"', ",", "confidence", "=", "0.9", "}"]
_REASON = _many(_one(_STRINGS), "").map(lambda texts: ["because", *texts])


def _clause_kinds(deep: int) -> dict[str, st.SearchStrategy[Tokens]]:
    low = min(deep, 1)
    home = st.builds(lambda step, code: [*step, *code], _step(0), _maybe(_one(st.one_of(_CODES, _NUMBERS, _STRINGS))))
    test = st.builds(
        lambda left, sign, right: [*left, sign, *right],
        _expression(low),
        st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
        _set(low),
    )
    return {
        "as": st.builds(lambda n, size: ["as", n, *size], _NAMES, st.sampled_from([[], ["(", "12", ")"]])),
        "in": _expression(low).map(lambda value: ["in", *value]),
        "only": _set(low).map(lambda values: ["only", *values]),
        "coded": _coded(low),
        "when": _many(test, "and").map(lambda tests: ["when", *tests]),
        "for": _many(_step(low), "and").map(lambda cases: ["for", *cases]),
        "since": st.one_of(_NUMBERS, _STRINGS).map(lambda edition: ["since", edition]),
        "until": st.one_of(_NUMBERS, _STRINGS).map(lambda edition: ["until", edition]),
        "because": _REASON,
        "despite": _many(_one(_STRINGS), "").map(lambda texts: ["despite", *texts]),
        "status": st.builds(lambda n, rec: ["status", n, *rec], _NAMES, st.sampled_from([[], ["{", "}"], _RECORD])),
        "becomes": st.builds(lambda to, at: ["becomes", *to, "at", *at], _path(low), _path(low)),
        "by": st.builds(
            lambda n, bound, block: ["by", n, *bound, *block],
            _NAMES,
            _maybe(_bound(low).map(lambda bound: [":", *bound])),
            _maybe(_block(low)),
        ),
        "through": st.builds(lambda to, block: ["through", *to, *block], home, _maybe(_block(low))),
        "optional": st.just(["optional"]),
        "allow": st.builds(lambda reason: ["allow", "MM402", "and", "MM339", *reason], _REASON),
    }


@st.composite
def _clauses(draw: st.DrawFn, deep: int) -> Tokens:
    kinds = _clause_kinds(deep)
    chosen = draw(st.lists(st.sampled_from(sorted(kinds)), max_size=3, unique=True))
    return [token for kind in chosen for token in draw(kinds[kind])]


@st.composite
def _home(draw: st.DrawFn) -> Tokens:
    instance = draw(_maybe(_one(st.one_of(_CODES, _NUMBERS, _STRINGS))))
    return [*draw(_step(1)), *instance, *draw(_maybe(_block(3))), *draw(_clauses(2))]


def _sentences() -> st.SearchStrategy[Tokens]:
    use = _many(_one(st.one_of(_NAMES, _STRINGS)), ",").map(lambda names: ["use", "dlms", *names, "."])
    scope = st.builds(
        lambda devices, route, clauses: ["on", *devices, "over", "dlms", *route, *clauses, "."],
        _many(_step(1), ","),
        st.sampled_from([[], [",", "tunnelled"]]),
        _clauses(1),
    )
    name = st.builds(
        lambda name, params, body: ["let", name, *params, "=", *body, "."],
        _NAMES,
        st.sampled_from([[], ["(", "a", ",", "b", ")"]]),
        st.one_of(_block(2), _coded(1)),
    )
    mapping = st.builds(lambda path, homes: [*path, "is", *homes, "."], _path(1), _many(_home(), "also", 3))
    return st.one_of(
        st.just(["syntax", "1", "."]),
        use,
        _STRINGS.map(lambda path: ["include", path, "."]),
        _REASON.map(lambda reason: ["allow", "MM402", "and", "MM339", *reason, "."]),
        scope,
        name,
        mapping,
        mapping,
        mapping,
    )


_COMMENTS = st.sampled_from(["-- why", "--", "-- { not open", '-- "', "--- more --", "-- long " + "and longer " * 12])
_PLAIN = st.sampled_from([" ", " ", " ", "  ", "\n", "\n    ", "\n\n", "\n\n\n\n", "\t"])
_REMARKS = st.builds(
    lambda before, comments, after: before + "\n".join(comments) + "\n" + after,
    st.sampled_from([" ", "  ", "\n", "\n\n  "]),
    st.lists(_COMMENTS, min_size=1, max_size=2),
    st.sampled_from(["", "  ", "\n"]),
)


@st.composite
def token_files(draw: st.DrawFn) -> Tokens:
    """Draw a file as tokens."""
    return [token for sentence in draw(st.lists(_sentences(), max_size=3)) for token in sentence]


@st.composite
def files(draw: st.DrawFn) -> str:
    """Draw a file: tokens with space between them, and a comment wherever one may stand."""
    commented = draw(st.sampled_from([0, 0, 1, 4]))
    text = draw(st.sampled_from(["", "\n\n", "-- a head\n\n"]))
    for token in draw(token_files()):
        if token.startswith(TOUCHING):
            text += token.removeprefix(TOUCHING)
            continue
        remark = commented and draw(st.integers(0, 9)) < commented
        text += draw(_REMARKS if remark else _PLAIN) + token
    return text + draw(st.sampled_from(["", "\n", " -- the end", "\n\n-- the end\n\n"]))


FILES = files()
