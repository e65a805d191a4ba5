"""Since and until which edition of the catalogue a statement holds, held against those that the workspace declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from metermap.core import edition_codes as codes
from metermap.core.suggest import advice, closest
from metermap.mappings.rules.base import subject_of
from metermap.mappings.values_said import NUMBERED

if TYPE_CHECKING:
    from metermap.core.edition_ladder import EditionLadder
    from metermap.core.findings import Finding
    from metermap.mappings.model import Statement

__all__ = ["doubtful_lifespans", "holding"]


def holding(statements: Iterable[Statement], ladder: EditionLadder, edition: str) -> Iterator[Statement]:
    """Yield the statements that hold in an edition; all where the workspace declares no other editions."""
    return (
        statement
        for statement in statements
        if not ladder.names or ladder.holds(statement.since, statement.until, edition)
    )


def doubtful_lifespans(statements: Iterable[Statement], ladder: EditionLadder) -> Iterator[Finding]:
    """Yield a finding for each bound that no edition has, and for what ends before it begins; once for each place."""
    if not ladder.names:
        return
    told: set[tuple[object, ...]] = set()
    for statement in statements:
        key = (statement.place, statement.since, statement.until)
        if key not in told and (statement.since or statement.until):
            told.add(key)
            yield from _doubts(statement, ladder)


def _doubts(statement: Statement, ladder: EditionLadder) -> Iterator[Finding]:
    subject = subject_of(statement)
    for word, text in (("since", statement.since), ("until", statement.until)):
        if text and not ladder.knows(text):
            message = f"{statement.item}: {word} {text!r:.60} is no edition of the workspace; it bounds nothing"
            expected = ", ".join(ladder.names)
            help_ = advice(closest(text, list(ladder.names))) or codes.UNKNOWN_EDITION.help
            yield codes.UNKNOWN_EDITION.at(statement.place, message, subject=subject, expected=expected, help=help_)
    bounds = (statement.since, statement.until)
    numbers = all(map(NUMBERED.fullmatch, bounds))  # of these the sentence is told already
    if not numbers and all(map(ladder.has, bounds)) and ladder.before(statement.until, statement.since):
        message = f"{statement.item}: since {statement.since} until {statement.until} is no edition at all"
        expected = "one of " + ", ".join(ladder.names) + " for both, or the older one first"
        yield codes.NEVER_HOLDS.at(statement.place, message, subject=subject, expected=expected)
