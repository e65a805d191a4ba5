"""What is told of a telling as tables of texts: its fields, and its lines. Columns that hold nothing are left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from metermap.codegen.diff_report.lines import ToldField, over
from metermap.codegen.diff_report.telling import Member, Telling
from metermap.codegen.diff_report.words import for_whom, lines_in_words, places

__all__ = ["AS_ABOVE", "Table", "field_table", "line_table", "telling_title", "whom_sentence"]

AS_ABOVE: Final = "as above"
"""What stands where a field does the same as the one above it."""
_HEAD: Final = ("Line", "Over", "Says", "Field", "Old", "New", "Does", "Place")
_ARROW: Final = " \N{RIGHTWARDS ARROW} "
_NO_FIELD: Final = (ToldField("", "", "", None),)


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of which each row has a text; `left_out` rows are not among them."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int = 0


def telling_title(telling: Telling) -> str:
    """Return what happened, as the beginning of a sentence: ``3 statements changed, ESME over DLMS/COSEM``."""
    title = ", ".join(filter(None, (lines_in_words(telling.kind, telling.acts, telling.count), telling.over)))
    return title[:1].upper() + title[1:]


def whom_sentence(telling: Telling) -> str:
    """Return who is hit as a sentence, and what else should be known; empty if there is neither."""
    whom = for_whom(telling.whom)
    return " ".join(filter(None, (f"For {whom}." if whom else "", f"Note: {telling.note}." if telling.note else "")))


def field_table(telling: Telling) -> Table | None:
    """Return the fields that are the same on all lines, with the place of a single line; None if there are none."""
    if not telling.fields:
        return None
    place = "" if len(telling.members) > 1 else _place(telling.members[0])
    does = [_does(field, telling) for field in telling.fields]
    said = [AS_ABOVE if one and one == before else one for before, one in pairwise(["", *does])]
    rows = zip(telling.fields, said, strict=True)
    return _table((*("",) * 3, *_cells(field), told, place) for field, told in rows)


def line_table(telling: Telling, item: str, most: int) -> Table | None:
    """Return the lines, the first `most`, those with fields of their own with these; None if nothing is left to say."""
    several = len(telling.members) > 1
    if telling.fields and not several and not (telling.members[0].old_name or telling.members[0].said):
        return None
    shown = telling.members[:most]
    name = "" if several else item
    found = _table(row for member in shown for row in _rows(member, telling, name))
    return Table(found.head, found.rows, len(telling.members) - len(shown)) if found.head else None


def _table(rows: Iterator[tuple[str, ...]]) -> Table:
    found = list(rows)
    told = [at for at in range(len(_HEAD)) if any(row[at] for row in found)]
    return Table(tuple(_HEAD[at] for at in told), tuple(tuple(row[at] for at in told) for row in found))


def _rows(member: Member, telling: Telling, unsaid: str) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a line; its name is left out where it is `unsaid`, for it stands above."""
    name = f"{member.old_name}{_ARROW}{member.name}" if member.old_name else member.name
    held = "" if telling.over else over(member.devices, member.protocol)
    opening: Sequence[str] = ("" if name == unsaid else name, held, member.said)
    for field in member.fields or _NO_FIELD:
        yield (*opening, *_cells(field), "", _place(member))
        opening = ("", "", "")


def _cells(field: ToldField) -> tuple[str, str, str]:
    return field.title, field.old, field.new


def _does(field: ToldField, telling: Telling) -> str:
    judgement = None if telling.judged_at_once else field.judgement
    return f"{', '.join(judgement.verdicts)}: {judgement.why}" if judgement else ""


def _place(member: Member) -> str:
    return places(member.old_place, member.new_place, _ARROW)
