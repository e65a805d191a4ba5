"""Values of facts that cannot be, or could be another: told at each cell, after the errata.

They are read as nothing. The consistency rules compare lines; this is about one cell alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from metermap.catalogue import codes
from metermap.catalogue.model import ItemFact, Value
from metermap.catalogue.quantity_texts import impossible, number_in_doubt
from metermap.core.findings import Finding

__all__ = ["doubtful_values"]


def doubtful_values(facts: Iterable[ItemFact]) -> Iterator[Finding]:
    """Yield an error for each range or depth that cannot be, a warning for each number that could be another."""
    for fact in facts:
        yield from _doubtful(fact, fact.unit)
        yield from _doubtful(fact, fact.range, limits=True)
        yield from _doubtful(fact, fact.depth, limits=True, counts=True)


def _doubtful(fact: ItemFact, value: Value[str], *, limits: bool = False, counts: bool = False) -> Iterator[Finding]:
    subject = str(value.place or fact.key)
    if doubt := number_in_doubt(value.value, fact.numbers, counts=counts):
        message = f"{value.value!r:.100}: {doubt} could be one number or another"
        yield codes.NUMBER_IN_DOUBT.at(value.place, message, subject=subject)
    elif limits and (why := impossible(value.value, fact.numbers)):
        yield codes.IMPOSSIBLE_VALUE.at(value.place, f"{value.value!r:.100}: {why}", subject=subject)
