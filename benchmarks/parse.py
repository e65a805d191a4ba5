"""Parsing the mapping files of gb against bare Lark: the same grammar and text, and only a tree.

Ours checks limits, keeps positions and builds the syntax tree's own records.
"""

from importlib import resources

from lark import Lark

from benchmarks.measure import GB, own_seconds, pair, print_ratio
from metermap.core.findings import Findings
from metermap.mappings.parser import parse_bytes
from metermap.mappings.syntax import Mapping, Sentence

ROUNDS = 7


def main() -> None:
    files = [(path.name, path.read_bytes()) for path in sorted((GB / "mappings").glob("*.map"))]
    texts = [data.decode() for _, data in files]
    grammar = resources.files("metermap.mappings").joinpath("grammar.lark").read_text("utf-8")
    bare = Lark(grammar, parser="lalr", start="file", maybe_placeholders=True)

    def ours() -> list[Sentence]:
        return [said for name, data in files for said in parse_bytes(name, data, Findings()).sentences]

    said = ours()  # builds our parser as well
    sentences, mappings = len(said), sum(isinstance(sentence, Mapping) for sentence in said)
    our_time, bare_time = pair(
        lambda: own_seconds(ours),
        lambda: own_seconds(lambda: [bare.parse(text) for text in texts]),
        ROUNDS,
    )
    print(f"{sentences} sentences of all five kinds, {mappings} of them mappings, {sum(map(len, texts)):,} characters")
    print(f"{'sentences a second':32} {sentences / our_time:9.0f}")
    print(f"{'bare Lark, sentences a second':32} {sentences / bare_time:9.0f}")
    print_ratio("metermap's parser", our_time, "bare Lark, tree only", bare_time)


if __name__ == "__main__":
    main()
