"""The page of figures of the vectors: how many of each type and kind, and who confirms them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from metermap.codegen.vectors.model import Kind, Vector
from tests.oracles.ask import ORACLES
from tests.oracles.vector_entries import Entries
from tests.oracles.vector_files import CodecDifference

__all__ = ["PAGE", "figures_page"]

PAGE: Final = "docs/vector-figures.md"


def figures_page(vectors: Iterable[Vector], differences: Iterable[CodecDifference], entries: Entries) -> str:
    """Return the page as Markdown."""
    every, lines = list(vectors), list(differences)
    return "\n".join(
        [
            "# Figures of the vectors",
            "",
            "Made by `sh scripts/oracles vectors --write`. [The vectors](vectors.md) says what the words mean.",
            "",
            *_by_source(every),
            "",
            *_by_verdict(lines),
            "",
            *_by_entry(entries),
            "",
            *_by_type(every),
            "",
        ]
    )


def _by_source(vectors: list[Vector]) -> Iterator[str]:
    yield "| | built the octets | reads them alike, beside who built them |"
    yield "| --- | --- | --- |"
    for library in ORACLES:
        built = sum(vector.source.startswith(library) for vector in vectors)
        confirmed = sum(any(name.startswith(library) for name in vector.confirmed_by) for vector in vectors)
        yield f"| {library} | {built} | {confirmed} |"
    by_hand = sum(vector.source.startswith("by hand") for vector in vectors)
    alone = sum(vector.single_source for vector in vectors)
    yield f"| by hand | {by_hand} | |"
    yield f"| all vectors | {len(vectors)} | {sum(bool(vector.confirmed_by) for vector in vectors)} by one or more |"
    yield f"| single-source | {alone} | |"


def _by_verdict(lines: list[CodecDifference]) -> Iterator[str]:
    verdicts = ("ours", "theirs", "both", "unresolved")
    count = Counter((line.library, line.verdict) for line in lines)
    yield f"| says otherwise | {' | '.join(verdicts)} |"
    yield f"| --- {'| --- ' * len(verdicts)}|"
    for library in ORACLES:
        yield f"| {library} | {' | '.join(str(count[library, verdict]) for verdict in verdicts)} |"


def _by_entry(entries: Entries) -> Iterator[str]:
    yield f"Of {entries.total:,} entries of GB {entries.with_vectors:,} have vectors of their type. The others:"
    yield ""
    yield "| entries | what travels whole |"
    yield "| --- | --- |"
    for layout, count in sorted(entries.without.items(), key=lambda each: (-each[1], each[0])):
        yield f"| {count} | {f'`{layout}`' if layout else 'not stated by any source: alerts'} |"


def _by_type(vectors: list[Vector]) -> Iterator[str]:
    kinds = tuple(Kind)
    count = Counter((vector.type, vector.kind) for vector in vectors)
    alone = Counter(vector.type for vector in vectors if vector.single_source)
    yield f"| type | {' | '.join(kinds)} | single-source |"
    yield f"| --- {'| --- ' * len(kinds)}| --- |"
    for type_ in sorted({vector.type for vector in vectors}):
        cells = " | ".join(str(count[type_, kind]) for kind in kinds)
        yield f"| `{type_.replace('|', chr(92) + '|')}` | {cells} | {alone[type_]} |"
