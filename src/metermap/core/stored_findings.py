"""Findings as JSON for the store, and back: every field, whatever the formats for users show of them.

`decode_finding` believes nothing: what is not exactly the form that `encode_finding` gives is a `ValueError`.
"""

from __future__ import annotations

from typing import TypeAlias

from metermap.core.findings import Finding, Severity
from metermap.core.places import CellPlace, FilePlace, Place, TextPlace

__all__ = ["Json", "decode_finding", "encode_finding"]

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"


def encode_finding(finding: Finding) -> list[Json]:
    """Return the fields of a finding in their order; a place is the list of its own."""
    return [
        finding.code,
        finding.severity.value,
        finding.message,
        _encode_place(finding.place),
        finding.subject,
        finding.expected,
        finding.help,
        [_encode_place(place) for place in finding.also],
        finding.clause,
        finding.suppressed,
        finding.edition,
    ]


def _encode_place(place: Place | None) -> list[Json] | None:
    """Return what a place is made of. How many parts there are tells the kinds apart."""
    match place:
        case CellPlace():
            return [place.file, place.sheet, place.row, place.column]
        case TextPlace():
            return [place.file, place.line, place.column]
        case FilePlace():
            return [place.file, place.part]
        case None:
            return None


def decode_finding(stored: Json) -> Finding:
    """Return the finding that `encode_finding` wrote.

    Raises:
        ValueError: it is none.
    """
    match stored:
        case [
            str(code),
            str(severity),
            str(message),
            place,
            str(subject),
            str(expected),
            str(advice),
            list(also),
            str(clause),
            str(suppressed),
            str(edition),
        ]:
            at = None if place is None else _decode_place(place)
            others = tuple(map(_decode_place, also))
            weight = Severity(severity)
            return Finding(code, weight, message, at, subject, expected, advice, others, clause, suppressed, edition)
    message = "it is no finding"
    raise ValueError(message)


def _decode_place(stored: Json) -> Place:
    match stored:
        case [str(file), str(sheet), int(row), int(column)]:
            return CellPlace(file, sheet, row, column)
        case [str(file), int(line), int(column)]:
            return TextPlace(file, line, column)
        case [str(file), str(part)]:
            return FilePlace(file, part)
    message = "it is no place"
    raise ValueError(message)
