"""Date and time: the octets of COSEM date_time, date and time, and their special values.

An octet of all ones is "not specified", a wildcard. The deviation counts minutes from local time to UTC:
UTC is local time plus the deviation, so that an hour east of Greenwich is -60. Some companion standards
count the other way. Source: DLMS UA Blue Book, "Date and time formats" (4.1.6.1); the table names the
libraries that were compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from metermap.core.findings import Findings
from metermap.core.types import Kind
from metermap.protocols.enumerations import Enumeration, EnumerationMember
from metermap.protocols.tables import Table, number, read_table

__all__ = [
    "CLOCK_STATUS",
    "DATE_TIME_FIELDS",
    "DEVIATION_SIGN",
    "DateTimeField",
    "SpecialValue",
    "clock_status",
    "date_time_fields",
    "read_fields",
]

DATE_TIME_FIELDS: Final = ("field", "first_octet", "octets", "minimum", "maximum", "special", "meaning", "sources")
CLOCK_STATUS: Final = ("mask", "name", "meaning")
DEVIATION_SIGN: Final = -1
"""UTC offset, east positive, is the deviation times this."""

_DATA: Final = Path(__file__).parent / "data"
_DATE_OCTETS: Final = 5
_TIME_OCTETS: Final = 9
_NOT_SPECIFIED: Final = "not specified"


@dataclass(frozen=True, slots=True)
class SpecialValue:
    """A code that is no number of its field: a wildcard, or a rule such as the last day of the month."""

    code: int
    meaning: str
    sources: str = ""

    @property
    def wildcard(self) -> bool:
        """Whether it means that any value fits, or none is known."""
        return self.meaning == _NOT_SPECIFIED


@dataclass(frozen=True, slots=True)
class DateTimeField:
    """A field: its first octet in date_time, its width, the numbers allowed and the special codes.

    Fields of two octets have the high octet first; only the deviation is signed.
    """

    name: str
    first_octet: int
    octets: int
    minimum: int
    maximum: int
    special: tuple[SpecialValue, ...]

    def meaning(self, value: int) -> SpecialValue | int | None:
        """Return the number itself, or what the code means; None if it is reserved.

        A deviation is compared as the 16 bits that travel: -32768 and 0x8000 are the same code.
        """
        bits = value & ((1 << (8 * self.octets)) - 1)
        found = next((one for one in self.special if one.code == bits), None)
        if found is not None:
            return found
        return value if self.minimum <= value <= self.maximum else None


def date_time_fields(kind: Kind = Kind.DATE_TIME) -> tuple[DateTimeField, ...]:
    """Return the fields of date_time (12 octets), date (its first 5) or time (the 4 that follow).

    Octets are counted from 0 within date_time. Raises ValueError for a kind that is none of the three.
    """
    fields = read_fields(_table("date_time_fields", DATE_TIME_FIELDS))
    match kind:
        case Kind.DATE_TIME:
            return fields
        case Kind.DATE:
            return tuple(field for field in fields if field.first_octet < _DATE_OCTETS)
        case Kind.TIME:
            return tuple(field for field in fields if _DATE_OCTETS <= field.first_octet < _TIME_OCTETS)
        case _:
            message = f"{kind} is no date or time; one of date-time, date, time"
            raise ValueError(message)


def clock_status() -> Enumeration:
    """Return the bits of the octet clock_status, which ends a date_time."""
    rows = _table("clock_status", CLOCK_STATUS)
    members = tuple(EnumerationMember(name, number(mask) or 0) for _, (mask, name, _) in rows)
    return Enumeration("clock_status", "unsigned", bitmap=True, members=members)


@cache
def _table(name: str, columns: tuple[str, ...]) -> Table:
    """Return a packaged table, which never changes while the program runs."""
    return read_table(_DATA / f"{name}.csv", columns, Findings())


def read_fields(table: Table) -> tuple[DateTimeField, ...]:
    """Return the fields that a table describes, in the order of their octets."""
    bounds: dict[str, tuple[int, int, int, int]] = {}
    special: dict[str, list[SpecialValue]] = {}
    for line, (name, first, octets, low, high, code, meaning, sources) in table:
        value = table.integer(line, "special", code)
        if value is not None:
            special.setdefault(name, []).append(SpecialValue(value, meaning, sources))
            continue
        cells = zip(DATE_TIME_FIELDS[1:5], (first, octets, low, high), strict=True)
        numbers = [found for column, text in cells if (found := table.required(line, column, text)) is not None]
        if len(numbers) == len(DATE_TIME_FIELDS[1:5]):
            bounds[name] = (numbers[0], numbers[1], numbers[2], numbers[3])
    return tuple(DateTimeField(name, *found, tuple(special.get(name, ()))) for name, found in bounds.items())
