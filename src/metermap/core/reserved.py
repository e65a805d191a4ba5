"""The list of what is reserved: ids, rows and addresses that named something once and must name nothing else.

It is a CSV file with the columns kind, value, was, last edition, reason. `was` holds the items that the thing was
about, with semicolons between them; a backslash stands before a semicolon or backslash of a name.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from metermap.core.finding_list import read_list
from metermap.core.findings import Findings
from metermap.core.logical_names import parse_logical_name
from metermap.core.places import TextPlace
from metermap.core.reserved_codes import BAD_RESERVED
from metermap.core.suggest import did_you_mean

__all__ = ["COLUMNS", "ReservedEntry", "Retirable", "read_reserved", "reserved_csv"]

COLUMNS: Final = ("kind", "value", "was", "last edition", "reason")


class Retirable(StrEnum):
    """What can be retired."""

    ELEMENT_ID = "element id"
    ROW = "row"
    LOGICAL_NAME = "logical name"
    CLUSTER_ATTRIBUTE = "cluster attribute"


@dataclass(frozen=True, slots=True)
class ReservedEntry:
    """Something that is retired. `was` are the items that it was about, `edition` the last edition that had it.

    `value` is in one spelling: a row without leading zeros, a logical name with six groups, a cluster attribute as
    ``0x0702 server 0x0000``. `place` is None for a row that is not written yet.
    """

    kind: Retirable
    value: str
    was: tuple[str, ...]
    edition: str
    reason: str
    place: TextPlace | None = field(default=None, compare=False)

    @property
    def key(self) -> tuple[Retirable, str]:
        """Return what is reserved."""
        return self.kind, self.value


def read_reserved(root: Path, file: str, findings: Findings) -> tuple[ReservedEntry, ...]:
    """Return the rows of a workspace's list; a row with a fault is a finding and left out."""
    rows = (
        _entry(place, cells, findings) for place, _, cells in read_list(root, file, (COLUMNS,), BAD_RESERVED, findings)
    )
    found: dict[tuple[Retirable, str], ReservedEntry] = {}
    for row in rows:
        if row is None:
            continue
        first = found.setdefault(row.key, row)
        if first is not row:
            message = f"{row.kind} {row.value} is reserved twice"
            also = (first.place,) if first.place else ()
            findings.add(BAD_RESERVED.at(row.place, message, subject=row.value, expected="one row", also=also))
    return tuple(found.values())


def _entry(place: TextPlace, cells: list[str], findings: Findings) -> ReservedEntry | None:
    values = dict(zip(COLUMNS, cells, strict=False))
    empty = [column for column in COLUMNS if not values.get(column)]
    if empty or len(cells) != len(COLUMNS):
        message = f"no {', '.join(empty)} in this row" if empty else f"{len(cells)} cells in this row"
        expected = ", ".join(COLUMNS)
        advice = "Fill in all five; write not recorded where nobody knows."
        findings.add(BAD_RESERVED.at(place, message, subject=values["kind"], expected=expected, help=advice))
        return None
    kinds = {kind.value: kind for kind in Retirable}
    kind = kinds.get(values["kind"].lower())
    if kind is None:
        message = f"nothing of the kind {values['kind']!r:.60} can be reserved"
        expected = did_you_mean(values["kind"], kinds) or "one of " + ", ".join(kinds)
        findings.add(BAD_RESERVED.at(place, message, subject=values["kind"], expected=expected))
        return None
    spelled, expected = _SPELLING[kind](values["value"])
    if expected:
        message = f"{values['value']!r:.60} is no {kind}"
        findings.add(BAD_RESERVED.at(place, message, subject=values["value"], expected=expected))
        return None
    was = tuple(_names(values["was"]))
    return ReservedEntry(kind, spelled, was, values["last edition"], values["reason"], place)


def _names(cell: str) -> Iterator[str]:
    for part in _NAME.findall(cell):
        if name := part.strip():
            yield re.sub(r"\\([;\\])", r"\1", name)


def _cell(names: Iterable[str]) -> str:
    return "; ".join(re.sub(r"([;\\])", r"\\\1", name) for name in names)


_NAME: Final = re.compile(r"(?:\\[;\\]|[^;])+")
_CLUSTER_ATTRIBUTE: Final = re.compile(
    r"0x(?P<cluster>[0-9A-F]{4}) (?P<side>server|client) 0x(?P<id>[0-9A-F]{4})", re.IGNORECASE | re.ASCII
)
_ROW: Final = re.compile(r"0*([0-9]{1,9})", re.ASCII)


def _id(text: str) -> tuple[str, str]:
    return text, ""


def _row(text: str) -> tuple[str, str]:
    found = _ROW.fullmatch(text)
    return (found[1], "") if found else ("", "the printed number of a row, such as 745")


def _logical_name(text: str) -> tuple[str, str]:
    name = parse_logical_name(text)
    return (str(name), "") if name else ("", "six groups, such as 0-0:19.2.4.255")


def _cluster_attribute(text: str) -> tuple[str, str]:
    found = _CLUSTER_ATTRIBUTE.fullmatch(text)
    if not found:
        return "", "cluster, side and attribute, such as 0x0702 server 0x0000"
    return f"0x{found['cluster'].upper()} {found['side'].lower()} 0x{found['id'].upper()}", ""


_SPELLING: Final[Mapping[Retirable, Callable[[str], tuple[str, str]]]] = {
    Retirable.ELEMENT_ID: _id,
    Retirable.ROW: _row,
    Retirable.LOGICAL_NAME: _logical_name,
    Retirable.CLUSTER_ATTRIBUTE: _cluster_attribute,
}
"""By kind: a value in its one spelling, or what was expected."""


def reserved_csv(entries: Iterable[ReservedEntry]) -> str:
    """Return the file of these entries, by kind and value; rows by number."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for entry in sorted(entries, key=_order):
        writer.writerow((entry.kind, entry.value, _cell(entry.was), entry.edition, entry.reason))
    return stream.getvalue()


def _order(entry: ReservedEntry) -> tuple[int, int, str]:
    number = int(entry.value) if entry.kind is Retirable.ROW else 0
    return list(Retirable).index(entry.kind), number, entry.value
