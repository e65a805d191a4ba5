"""A diff as a workbook: a first sheet to print, then each field that changed, and each line that stands elsewhere.

Every text is a text cell, whatever it begins with. The same diff gives the same octets.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from metermap.codegen.changes.model import BREAKS, PLACE, Act, Change, Diff, JudgedChange, Judgement, Side
from metermap.codegen.changes.texts import field_title
from metermap.codegen.diff_report.lines import item_and_path, line_says, shortly
from metermap.codegen.diff_report.telling import hits, moved_in_words, only_moved, told_counts
from metermap.codegen.diff_report.words import VERDICTS, headline, notes
from metermap.codegen.gap_report.as_xlsx_model import (
    DEVICE,
    ITEM,
    Book,
    Cell,
    Head,
    Kind,
    Line,
    Linked,
    Sheet,
    Style,
    listed,
)
from metermap.codegen.titles import protocol_title

__all__ = ["diff_xlsx"]

_MOST: Final = 200_000
"""The rows of a sheet: what a program opens at ease; a sheet of Excel has 1,048,576."""

_NAMED: Final = (
    Head("Kind", 9),
    ITEM,
    Head("Path", 20),
    Head("Id", 20),
    Head("Old name", 16),
    DEVICE,
    Head("Protocol", 10),
)
_CHANGES: Final = (
    Head("Verdict", 12),
    Head("Also", 12),
    Head("Act", 9),
    *_NAMED,
    Head("Field", 15),
    Head("Follows", 10),
    Head("Old", 22),
    Head("New", 22),
    Head("Old cell", 17),
    Head("New cell", 17),
    Head("Why", 28),
    Head("Devices", 8),
    Head("Roles", 11),
    Head("Edition", 9),
    Head("Note", 9),
)
_MOVED: Final = (
    *_NAMED,
    Head("Old row", 8),
    Head("New row", 8),
    Head("Old cell", 26),
    Head("New cell", 26),
    Head("Old place in the list", 9, Kind.NAME),
    Head("New place in the list", 9, Kind.NAME),
    Head("Also", 10),
)


def diff_xlsx(diff: Diff) -> bytes:
    """Return the workbook."""
    from metermap.codegen.gap_report.as_xlsx_book import written  # noqa: PLC0415  (openpyxl: only this form needs it)

    old, new = headline(diff)
    sheets = (_changes(diff), _moved(diff))
    title = f"Changes: {old} \N{RIGHTWARDS ARROW} {new}"
    return written(Book(title, diff.new.digest, tuple(_summary(diff, title, sheets)), sheets))


# ---- the first sheet -----------------------------------------------------------------------------


def _summary(diff: Diff, title: str, sheets: tuple[Sheet, ...]) -> Iterator[Line]:
    yield Line((title,), Style.TITLE)
    yield Line((_side("Old", diff.old),))
    yield Line((_side("New", diff.new),))
    yield from (Line((note,)) for note in notes(diff))
    yield Line(())
    yield Line(("Verdict", "Changes", "", "Says"), Style.HEAD)
    for verdict, count in told_counts(diff).items():
        yield Line((verdict.value, count, "", VERDICTS[verdict]))
    if also := moved_in_words(diff):
        yield Line((f"Also {also}.",))
    yield Line(())
    for by, found in hits(diff):
        yield Line((f"Breaks for {by}", *(verdict.word for verdict in BREAKS)), Style.HEAD)
        yield from (Line(hit.row) for hit in found)
        yield Line(())
    yield Line(("Sheets", "Rows", "", "Holds"), Style.HEAD)
    for sheet in sheets:
        yield Line((Linked(sheet.name, location=f"'{sheet.name}'!A1"), len(sheet.rows), "", sheet.about))


def _side(word: str, side: Side) -> str:
    digest = f"SHA-256 {side.digest}" if side.digest else "no digest recorded"
    return f"{word}: {', '.join(filter(None, (side.source, side.name, side.edition, digest)))}"


# ---- the others ----------------------------------------------------------------------------------


def _sheet(name: str, about: str, heads: tuple[Head, ...], rows: Iterator[tuple[Cell, ...]]) -> Sheet:
    """Return a sheet; what is more than it can hold is counted."""
    told = tuple(islice(rows, _MOST))
    left = sum(1 for _ in rows)
    return Sheet(name, f"{about}; {left:,} more rows are only in the JSON" if left else about, heads, told)


def _changes(diff: Diff) -> Sheet:
    """Return what is told one by one: gravest first, a row a field."""
    told = [judged for judged in diff.changes if not only_moved(judged)]
    told.sort(key=lambda judged: -judged.judgement.verdict.rank)
    rows = (row for judged in told for row in _change_rows(judged))
    return _sheet("Changes", "each field that changed, gravest change first", _CHANGES, rows)


def _change_rows(judged: JudgedChange) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each field, gravest first; one for a line that is new or gone, or differs in places only."""
    said = {field.change.name: field.judgement for field in judged.fields}
    fields = [field for field in judged.change.fields if field.follows != PLACE]
    fields.sort(key=lambda field: -said.get(field.name, judged.judgement).verdict.rank)
    for field in fields:
        title, cause = (field_title(name, judged.change.kind) for name in (field.name, field.follows))
        told = (title, cause, field.old_text, field.new_text)
        places = (field.old_place or judged.change.old_place, field.new_place or judged.change.new_place)
        yield _change_row(judged, said.get(field.name, judged.judgement), told, places)
    if not fields:
        old, new = line_says(judged.change)
        yield _change_row(
            judged, judged.judgement, ("", "", old, new), (judged.change.old_place, judged.change.new_place)
        )


def _change_row(
    judged: JudgedChange, judgement: Judgement, told: tuple[str, str, str, str], places: tuple[str, str]
) -> tuple[Cell, ...]:
    return (
        judgement.verdict.value,
        listed(judgement.also),
        listed(judged.change.acts),
        *_named(judged.change),
        *told,
        *places,
        shortly(judged.change, judgement).why,
        listed(judged.whom.devices),
        listed(judged.whom.roles),
        judged.whom.edition,
        judged.change.note,
    )


def _named(change: Change) -> tuple[str, ...]:
    old = change.old_name if change.old_name != change.name else ""
    protocol = protocol_title(change.protocol) if change.protocol else ""
    return (change.kind.value, *item_and_path(change), change.key, old, change.device, protocol)


def _moved(diff: Diff) -> Sheet:
    """Return the lines that stand elsewhere, those that also changed too."""
    rows = (_moved_row(judged.change) for judged in diff.changes if Act.MOVED in judged.change.acts)
    return _sheet("Moved", "each line that stands in another row or file", _MOVED, rows)


def _moved_row(change: Change) -> tuple[Cell, ...]:
    row = next((field for field in change.fields if field.name == "row" and field.follows == PLACE), None)
    return (
        *_named(change),
        *((row.old_text, row.new_text) if row else ("", "")),
        change.old_place,
        change.new_place,
        change.old_index,
        change.new_index,
        listed(act for act in change.acts if act is not Act.MOVED),
    )
