"""Parsing mapping files against bare Lark, and how the time grows with the text.

The peer is the same grammar in LALR with an inline transformer that makes a tuple of each rule. Ours also checks
limits, keeps positions and builds the syntax tree's own records. Aims: 0.8 of the peer's sentences a second, and
20,000 sentences in at most 11 times the time of 2,000, with a bad sentence among them or without.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from importlib import resources
from itertools import cycle, islice

from lark import Lark, Transformer, v_args

from benchmarks.measure import GB, own_seconds, pair, print_ratio
from metermap.core.findings import Findings
from metermap.mappings.parser import parse_bytes
from metermap.mappings.syntax import Mapping, Sentence

ROUNDS = 15
FEW, MANY = 2_000, 20_000
BAD = 'ActiveExportRegister is Register 1-0:2.8.0.255 { value: value #100 "as" double-long-unsigned } for ECS17a.\n'


def main() -> None:
    files = [(path.name, path.read_bytes()) for path in sorted((GB / "mappings").glob("**/*.map"))]
    texts = [data.decode() for _, data in files]
    bare = _bare(tuple)

    def ours() -> list[Sentence]:
        return [said for name, data in files for said in parse_bytes(name, data, Findings()).sentences]

    said = ours()  # builds our parser as well
    sentences, mappings = len(said), sum(isinstance(sentence, Mapping) for sentence in said)
    our_time, bare_time = pair(
        lambda: own_seconds(ours),
        lambda: own_seconds(lambda: [bare.parse(text) for text in texts]),
        ROUNDS,
    )
    print(f"{sentences} sentences, {mappings} of them mappings, {sum(map(len, texts)):,} characters")
    print(f"{'sentences a second':32} {sentences / our_time:9.0f}")
    print(f"{'bare Lark, sentences a second':32} {sentences / bare_time:9.0f}")
    print(f"{'of bare Lark':32} {bare_time / our_time:9.2f}")
    print_ratio("metermap's parser", our_time, "bare Lark, inline tuples", bare_time)
    for name, bad in (("all good", ""), ("one bad sentence", BAD)):
        _growth(name, texts, bad)


def _bare(make: type[tuple[object, ...]]) -> Lark:
    """Return the grammar with a transformer that makes the same of every rule, and keeps tokens."""
    grammar = resources.files("metermap.mappings").joinpath("grammar.lark").read_text("utf-8")
    names = {rule.alias or rule.origin.name for rule in Lark(grammar, parser="lalr", start="file").rules}

    def made(_: object, *children: object) -> object:
        return make(children)

    builder = type("Bare", (Transformer,), {str(name): made for name in names if not name.startswith("_")})
    return Lark(
        grammar, parser="lalr", start="file", maybe_placeholders=True, transformer=v_args(inline=True)(builder)()
    )


def _growth(name: str, texts: list[str], bad: str) -> None:
    few, many = (_median(_text(texts, count, bad).encode()) for count in (FEW, MANY))
    print(f"{f'{MANY:,} / {FEW:,} sentences, {name}':48} {many / few:6.2f}")


def _median(data: bytes) -> float:
    return statistics.median(own_seconds(lambda: parse_bytes("long.map", data, Findings())) for _ in range(3))


def _text(texts: list[str], count: int, bad: str) -> str:
    """Return `count` sentences of GB, over and over; a bad one among them in the middle."""
    half = count // 2
    sentences = islice(cycle(list(_sentences(texts))), count)
    return "".join(bad + each if bad and at == half else each for at, each in enumerate(sentences))


def _sentences(texts: list[str]) -> Iterator[str]:
    """Yield the sentences of files that map something: by custom each begins in column 1, and nothing else does."""
    for text in texts:
        parts = re.split(r"^(?!also\b|--|[\s}])", text, flags=re.MULTILINE)
        yield from (part for part in parts if re.match(r"\S+ is ", part))


if __name__ == "__main__":
    main()
