"""From what a sheet seems to be to a profile that reads it, each guess explained.

The profile grows in steps. After the first, the sheet's rows are read by it, with the same code that
reads a catalogue; the later steps look at these rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from metermap.catalogue import codes
from metermap.catalogue.cells import RawCell, RawSheet, RawWorkbook
from metermap.catalogue.columns import PARTS
from metermap.catalogue.looking import look_at
from metermap.catalogue.profiles import part_profile
from metermap.catalogue.proposal import Proposal
from metermap.catalogue.proposal_steps import BY_HEADERS, BY_ROWS
from metermap.catalogue.table import read_table
from metermap.core.findings import Findings
from metermap.core.places import column_letters
from metermap.core.render import counted
from metermap.core.workspace import WorkbookProfile

__all__ = ["propose", "rows_phrase"]

_INTO: Mapping[str, Callable[[WorkbookProfile, tuple[str, ...]], WorkbookProfile]] = {
    "elements": lambda profile, sheets: replace(profile, elements=sheets),
    "han_only": lambda profile, sheets: replace(profile, han_only=sheets),
    "items": lambda profile, sheets: replace(profile, items=sheets),
    "use_cases": lambda profile, sheets: replace(profile, use_cases=sheets),
}


def propose(book: RawWorkbook, sheet: RawSheet) -> Proposal | None:
    """Return a profile that reads the sheet; None if nothing in it looks like a part of a catalogue."""
    book = _Kept(book)
    look = look_at(book, sheet)
    if not look.part:
        return None
    proposal = Proposal(look, _INTO[look.part](WorkbookProfile(book.file), (sheet.name or "*",)))
    for step in BY_HEADERS:
        step(proposal)
    _read(proposal, book)
    for step in BY_ROWS:
        before = proposal.profile
        step(proposal)
        if proposal.profile != before:
            _read(proposal, book)
    return proposal


class _Kept:
    """A workbook that keeps the cells of a sheet: a proposal reads them several times."""

    def __init__(self, book: RawWorkbook) -> None:
        self._book = book
        self._cells: dict[str, list[RawCell]] = {}

    @property
    def file(self) -> str:
        return self._book.file

    @property
    def sheets(self) -> tuple[RawSheet, ...]:
        return self._book.sheets

    def cells(self, sheet: str) -> Iterator[RawCell]:
        if sheet not in self._cells:
            self._cells[sheet] = list(self._book.cells(sheet))
        return iter(self._cells[sheet])


def _read(proposal: Proposal, book: RawWorkbook) -> None:
    """Read the rows of the proposal's sheet by its profile."""
    findings = Findings()
    part = part_profile(proposal.profile, PARTS[proposal.part])
    table = read_table(book, proposal.look.sheet, part, findings)
    proposal.rows = list(table.rows) if table else []
    proposal.reasons["findings"] = [
        f"{finding.message}{_TOLD[finding.code]}" for finding in findings if finding.code in _TOLD
    ]


_TOLD = {
    codes.REPEATED_COLUMN.id: "",
    codes.OUTSIDE_COLUMNS.id: "",
    codes.HIDDEN.id: '; hidden = "skip" would leave that out, hidden = "refuse" make it an error.',
    codes.STRUCK_THROUGH.id: '; struck = "withdrawn" or struck = "skip" would leave such rows out.',
}


def rows_phrase(proposal: Proposal) -> str:
    """Return where the header stands and how much is below: ``header in rows 2 and 3, 722 rows below``."""
    rows = proposal.look.header_rows
    where = f"row {rows[0]}" if len(rows) == 1 else f"rows {rows[0]} and {rows[1]}"
    others = [f"{heading.texts[0]!r:.40} ({column_letters(heading.column)})" for heading in proposal.look.others]
    crossed = proposal.profile.marks.get("Devices", {})
    unread = [
        text for text, heading in zip(others, proposal.look.others, strict=True) if heading.texts[0] not in crossed
    ]
    rest = f"; not understood: {', '.join(unread)}" if unread else ""
    return f"header in {where}, {counted(len(proposal.rows), 'row')} below{rest}"
