"""The values of a row: each with its cell, each fault a finding. Never a guess."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from metermap.catalogue import codes
from metermap.catalogue.cells import CellValue, RawCell, ValueKind
from metermap.catalogue.model import Value
from metermap.catalogue.notations import Absence, absence, could_be_one_number, notation, shown_as_another_number
from metermap.catalogue.numerals import parse_whole_number
from metermap.catalogue.table import Row
from metermap.core.findings import Code, Findings
from metermap.core.suggest import did_you_mean

__all__ = ["CROSSES", "NO_CROSSES", "device_list", "flag", "row_list", "text", "whole_number"]

_LARGEST_ROW = 9_999_999
_EXPECTED = {codes.NOT_A_TEXT: "text", codes.NOT_A_NUMBER: "a whole number from 1"}


def text(row: Row, name: str, findings: Findings, *, filled: bool = False) -> Value[str]:
    """Return a text; empty if the cell is empty or faulty.

    White space around it is not part of the value; `original` then keeps the cell's own text.
    """
    cell = row.cell(name)
    place = row.place(name)
    if place is None:
        return _crossed(row, name, findings, filled=filled)
    plain = cell is not None and cell.kind is ValueKind.TEXT and not cell.formula
    if cell is None or not (plain or _usable(cell, row, name, findings)):
        if cell is None and filled:
            _report_blank(row, name, findings)
        return Value("", place)
    printed = _printed(cell, row, name)
    if printed is None:
        _report(codes.NOT_A_TEXT, cell, row, name, findings)
        return Value("", place)
    value = row.meaning(name, printed.strip())
    said = Value(value, place, None if value == printed else printed)
    if filled:
        _report_absence(said, row, name, findings)
    return said


def _printed(cell: RawCell, row: Row, name: str) -> str | None:
    """Return the text of a cell; the digits of a whole number where the profile lets them stand for it."""
    if isinstance(cell.value, str):
        return cell.value
    whole = cell.kind is ValueKind.NUMBER and isinstance(cell.value, int | float) and int(cell.value) == cell.value
    return str(cell.value).removesuffix(".0") if whole and name in row.layout.whole_numbers else None


CROSSES = frozenset({"x", "yes", "y", "\u2713", "\u2714", "\u2022", "\u25cf", "\u00d7"})
NO_CROSSES = frozenset({"", "-", "\u2013", "\u2014", "no", "n"})


def _crossed(row: Row, name: str, findings: Findings, *, filled: bool) -> Value[str]:
    """Return the values whose columns have a cross, joined by ``;``, or the constant of a field without any column."""
    crosses = row.layout.marks.get(name)
    if crosses is None:
        return Value(row.constant(name))
    found: list[str] = []
    place = None
    for column, meant in crosses.items():
        said = text(row, column, findings)
        if said.value.casefold() in CROSSES:
            found.append(meant)
            place = place or said.place
        elif said.value.casefold() not in NO_CROSSES:
            message = f"{row.headers[column]} is {said.value!r:.40}"
            findings.add(codes.BAD_FLAG.at(said.place, message, subject=str(said.place), expected="x or nothing"))
    place = place or row.place(next(iter(crosses), name))
    if filled and not found:
        message = f"{row.headers[name]}: no column has a cross"
        findings.add(codes.BLANK_CELL.at(place, message, subject=str(place)))
    return Value(";".join(found), place)


def whole_number(row: Row, name: str, findings: Findings) -> Value[int] | None:
    """Return a number from 1; None if there is no such column, or the cell is empty or faulty, which is a finding.

    A text is a number only where the profile says how numbers are written.
    """
    cell = row.cell(name)
    if row.place(name) is None:
        return None
    if cell is None:
        _report_blank(row, name, findings)
        return None
    if not _usable(cell, row, name, findings):
        return None
    number = cell.value
    if isinstance(number, str) and row.layout.numbers is not None:
        number = parse_whole_number(number, row.layout.numbers)
    if isinstance(number, bool) or not isinstance(number, int | float) or not _is_row(number):
        _report(codes.NOT_A_NUMBER, cell, row, name, findings)
        return None
    _report_format(cell, row, name, findings)
    return Value(int(number), row.place(name))


def flag(row: Row, name: str, findings: Findings) -> Value[bool]:
    """Return whether the cell says ``yes``; an empty cell or ``no`` means no."""
    said = text(row, name, findings)
    if said.value.casefold() not in {"yes", "no", ""}:
        message = f"{row.headers[name]} is {said.value!r:.40}"
        findings.add(codes.BAD_FLAG.at(said.place, message, subject=str(said.place), expected="yes, no or nothing"))
    return Value(said.value.casefold() == "yes", said.place, said.original)


def device_list(row: Row, name: str, known: Collection[str], findings: Findings) -> Value[tuple[str, ...]]:
    """Return the devices that the cell lists, in its order, as far as they are known."""
    said = text(row, name, findings, filled=True)
    devices = [row.meaning(name, part.strip()) for part in re.split(r"[;,]", said.value) if part.strip()]
    for device in devices:
        if device not in known:
            near = did_you_mean(device, known) or "one of " + ", ".join(known)
            message = f"{device!r:.40} is no device of this workspace"
            findings.add(codes.BAD_DEVICES.at(said.place, message, subject=str(said.place), expected=near))
    return Value(tuple(dict.fromkeys(device for device in devices if device in known)), said.place)


def row_list(row: Row, name: str, findings: Findings) -> tuple[int, ...]:
    """Return the printed row numbers that the cell lists; a single number may be stored as one."""
    cell = row.cell(name)
    if cell is not None and cell.kind is ValueKind.NUMBER and _is_row(cell.value):
        _report_format(cell, row, name, findings)
        return (int(str(cell.value).removesuffix(".0")),)
    said = text(row, name, findings)
    parts = [part.strip() for part in said.value.split(",")] if said.value else []
    if could_be_one_number(said.value) or not all(re.fullmatch(r"[0-9]{1,7}", part) for part in parts):
        message = f"{row.headers[name]} is {said.value!r:.60}"
        expected = "such as 675, 676, with a space after each comma"
        findings.add(codes.BAD_ROWS.at(said.place, message, subject=str(said.place), expected=expected))
        return ()
    return tuple(map(int, parts))


def _is_row(value: object) -> bool:
    return isinstance(value, int | float) and 1 <= value <= _LARGEST_ROW and int(value) == value


def _usable(cell: RawCell, row: Row, name: str, findings: Findings) -> bool:
    """Report error values and formulas; return whether the cell has a value to look at."""
    if cell.kind is ValueKind.ERROR:
        _report(codes.ERROR_VALUE, cell, row, name, findings)
        return False
    if cell.kind is ValueKind.BLANK:
        _report(codes.FORMULA_WITHOUT_VALUE, cell, row, name, findings)
        return False
    if cell.formula:
        _report(codes.FORMULA, cell, row, name, findings)
    return True


def _report_blank(row: Row, name: str, findings: Findings) -> None:
    place = row.place(name)
    findings.add(codes.BLANK_CELL.at(place, f"{row.headers[name]} is empty", subject=str(place)))


def _report_absence(said: Value[str], row: Row, name: str, findings: Findings) -> None:
    missing = absence(said)
    if missing in {Absence.BLANK, Absence.SPACE}:
        _report_blank(row, name, findings)
    elif missing:
        message = f"{row.headers[name]} is {said.value!r:.40}: {missing}"
        findings.add(codes.PLACEHOLDER.at(said.place, message, subject=str(said.place)))


def _report_format(cell: RawCell, row: Row, name: str, findings: Findings) -> None:
    if shown_as_another_number(cell):
        message = f"{row.headers[name]} is stored as {cell.value!r:.40}, in the format {cell.number_format!r:.40}"
        findings.add(codes.SHOWN_OTHERWISE.at(cell.place, message, subject=str(cell.place)))


def _report(code: Code, cell: RawCell, row: Row, name: str, findings: Findings) -> None:
    kind = "a formula" if cell.kind is ValueKind.BLANK else f"stored as {_article(cell.kind)}"
    if code is codes.ERROR_VALUE:
        message = f"{row.headers[name]} is the error value {cell.value}"
    elif code is codes.FORMULA_WITHOUT_VALUE:
        message = f"{row.headers[name]} is a formula without a stored value"
    elif code is codes.FORMULA:
        message = f"{row.headers[name]} is a formula"
    else:
        message = f"{row.headers[name]} is {_shown(cell.value)}, {kind}"
    subject = str(cell.place)
    expected = _EXPECTED.get(code, "")
    if code is codes.NOT_A_NUMBER and (told := notation(str(cell.value))):
        expected += f"; {told}"
    findings.add(code.at(cell.place, message, subject=subject, expected=expected))


def _shown(value: CellValue) -> str:
    """Return a cell's value as its editor knows it: a date as a date, a text in quotes."""
    match value:
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ")
        case date() | time() | timedelta():
            return str(value)
        case _:
            return f"{value!r:.60}"


def _article(kind: ValueKind) -> str:
    return f"an {kind}" if kind is ValueKind.ERROR else kind.value if kind is ValueKind.TEXT else f"a {kind}"
