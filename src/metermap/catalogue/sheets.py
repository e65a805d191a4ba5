"""Which sheets of a workbook a profile means: by name, or by a pattern with * and ?."""

from __future__ import annotations

import re
from collections.abc import Iterable

from metermap.catalogue import codes
from metermap.catalogue.cells import RawSheet, RawWorkbook
from metermap.catalogue.columns import folded
from metermap.core.findings import Findings
from metermap.core.places import FilePlace
from metermap.core.suggest import did_you_mean

__all__ = ["find_sheets"]


def find_sheets(
    book: RawWorkbook, wanted: Iterable[str], findings: Findings, *, skip_hidden: bool = False
) -> tuple[RawSheet, ...] | None:
    """Return the sheets that names and patterns mean: in their order, those of a pattern in that of the tabs.

    No sheet comes twice. None if a name or pattern means none, which is reported. `skip_hidden`
    leaves hidden sheets out, with a note for each.
    """
    chosen: dict[str, RawSheet] = {}
    complete = True
    for name in wanted:
        found = [sheet for sheet in book.sheets if _matches(name, sheet.name)]
        chosen |= {sheet.name: sheet for sheet in found if sheet.name not in chosen}
        if not found:
            complete = False
            _report_missing(book, name, findings)
    for sheet in chosen.values():
        if sheet.hidden and skip_hidden:
            at = FilePlace(book.file, sheet.name)
            findings.add(codes.LEFT_OUT.at(at, f"{at}: the sheet is hidden, and left out", subject=str(at)))
    return tuple(sheet for sheet in chosen.values() if not (sheet.hidden and skip_hidden)) if complete else None


def _matches(wanted: str, name: str) -> bool:
    # No sheet name holds * or ?: spreadsheet programs refuse them.
    pattern = "".join(
        {"*": ".*", "?": "."}.get(part) or re.escape(part) for part in re.split(r"([*?])", folded(wanted))
    )
    return re.fullmatch(pattern, folded(name), re.DOTALL) is not None


def _report_missing(book: RawWorkbook, name: str, findings: Findings) -> None:
    names = [sheet.name for sheet in book.sheets]
    place = FilePlace(book.file, name)
    if names == [""]:
        message = f"{book.file} has one sheet without a name, and {name!r:.60} is asked for"
        finding = codes.MISSING_SHEET.at(place, message, subject=str(place), expected="the pattern '*'")
    else:
        what = "sheets that match" if "*" in name or "?" in name else "a sheet called"
        near = did_you_mean(name, names) or f"there are {', '.join(names)}"
        message = f"{book.file} has no sheet {name!r:.60}"
        finding = codes.MISSING_SHEET.at(place, message, subject=str(place), expected=f"{what} {name!r}; {near}")
    findings.add(finding)
