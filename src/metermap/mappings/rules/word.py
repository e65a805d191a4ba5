"""Rules on what one sentence says beside itself: the bits of one word, a constant and the values permitted there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from metermap.core.addresses import Access, DlmsAddress, SepAddress
from metermap.core.numbers import whole_number
from metermap.core.rules import Example, Family
from metermap.mappings import codes
from metermap.mappings.rules.base import CheckedRule, Subject, row_of, subject_of
from metermap.mappings.rules.reading import apart, grouped, home_of

if TYPE_CHECKING:
    from metermap.core.findings import Finding
    from metermap.mappings.model import Statement

__all__ = ["RULES"]

# The path of a word, perhaps the name of the bits, and their numbers: ``flags.@4..7``.
_BITS = re.compile(r"(?P<word>(?:[^ @]*\.)?)(?:[^. @]+ )?@(?P<low>\w{1,10})(?:\.\.(?P<high>\w{1,10}))?")


class _Bits(NamedTuple):
    """Bits that a statement is about: the word that they are in, the lowest and the highest."""

    statement: Statement
    word: tuple[object, ...]
    low: int
    high: int


def _bits(statement: Statement) -> _Bits | None:
    """Return the bits that a statement is about; None if it is about a whole field."""
    address = statement.address
    match address:
        case SepAddress():
            found = _BITS.fullmatch(address.field)
        case DlmsAddress():
            found = _BITS.fullmatch(address.member)
        case _:
            found = None
    if found is None:
        return None
    low, high = whole_number(found["low"]), whole_number(found["high"] or found["low"])
    if low is None or high is None:
        return None
    # An attribute has one layout. A command may serve several items, each with a layout of its own.
    command = isinstance(address, SepAddress) and address.access is Access.COMMAND
    of_command = (statement.item, statement.use_cases) if command else ()
    return _Bits(statement, (statement.device, home_of(address), found["word"], of_command), low, high)


def bits_overlap(subject: Subject) -> Iterator[Finding]:
    """Bits of one word that overlap and are not the same, of statements that may hold at once."""
    told = set()
    every = (bits for statement in subject.statements if (bits := _bits(statement)) is not None)
    for of_word in grouped(every, lambda bits: bits.word).values():
        for at, bits in enumerate(of_word):
            other = next((other for other in of_word[:at] if _overlap(bits, other)), None)
            if other is None or bits.statement.place in told:
                continue
            told.add(bits.statement.place)
            yield codes.BITS_OVERLAP.at(
                bits.statement.place,
                f"{bits.statement.address} overlaps with bits {other.low} to {other.high}, which carry "
                f"{other.statement.element or other.statement.item}",
                subject=subject_of(bits.statement),
                also=(other.statement.place,),
            )


def _overlap(one: _Bits, other: _Bits) -> bool:
    same = (one.low, one.high) == (other.low, other.high)
    return not same and one.low <= other.high and other.low <= one.high and not apart(one.statement, other.statement)


def _permitted(statement: Statement) -> list[tuple[int, int]] | None:
    """Return the ranges after 'only'; None if one has an end that is no number."""
    ranges = []
    for part in statement.only.split(" | ") if statement.only else ():
        low, _, high = part.partition("..")
        ends = whole_number(low.strip()), whole_number((high or low).strip())
        if ends[0] is None or ends[1] is None:
            return None
        ranges.append((ends[0], ends[1]))
    return ranges


def _listed(statement: Statement) -> set[int] | None:
    """Return the numbers on the right of a table that is complete; None if it has names or is open."""
    numbers = {whole_number(theirs) for _, theirs in statement.coded}
    known = {number for number in numbers if number is not None}
    return known if len(known) == len(numbers) else None


def outside_its_own(subject: Subject) -> Iterator[Finding]:
    """A constant that the 'only' or the table beside it leaves out."""
    for statement, _ in subject.once:
        numbers = [number for text in statement.value.split(" | ") if (number := whole_number(text)) is not None]
        if not numbers:
            continue
        ranges, table = _permitted(statement), _listed(statement)
        for number in numbers:
            if ranges and not any(low <= number <= high for low, high in ranges):
                beside = f"only {statement.only}"
            elif table and number not in table and not _is_ours(statement, number):
                beside = "coded with " + ", ".join(map(str, sorted(table)[:8]))
            else:
                continue
            yield codes.OUTSIDE_ITS_OWN.at(
                statement.place,
                f"{statement.element or statement.item} is always {number}, and {beside}",
                subject=subject_of(statement),
                also=row_of(subject, statement),
            )


def _is_ours(statement: Statement, number: int) -> bool:
    """Whether a constant is written as ours are, on the left of the table."""
    return any(whole_number(ours) == number for ours, _ in statement.coded)


RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.BITS_OVERLAP,
        Family.STRUCTURE,
        "A bit of a word holds one thing. Where two parts of a word overlap, writing one changes the other, and a "
        "reader cannot tell them apart. A number after '@' is wrong, or the two hold under different conditions and "
        "lack their 'when'.",
        failing=Example(
            """on GSME over sep, tunnelled.
TariffBlockPriceMatrixTOU is Price { PriceTrailingDigit { @4..7: scalerCurrent, @6..7 = 1 } }.
"""
        ),
        passing=Example(
            """on GSME over sep, tunnelled.
TariffBlockPriceMatrixTOU is Price { PriceTrailingDigit { @4..7: scalerCurrent, @0..3 = 1 } }.
"""
        ),
        check=bits_overlap,
    ),
    CheckedRule(
        codes.OUTSIDE_ITS_OWN,
        Family.STRUCTURE,
        "'=' says what a field always holds, 'only' and a table without '_ = _' say all that it may hold. Here the "
        "first is none of the others, so no message could satisfy the sentence.",
        failing=Example(
            """on ESME over dlms, tunnelled.
ActiveExportRegister is Register 1-0:2.8.0.255 { scaler_unit.scaler: scale = 5 only 0..3 }.
"""
        ),
        passing=Example(
            """on ESME over dlms, tunnelled.
ActiveExportRegister is Register 1-0:2.8.0.255 { scaler_unit.scaler: scale = 3 only 0..3 }.
"""
        ),
        check=outside_its_own,
    ),
)
