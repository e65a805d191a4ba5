"""What one pass keeps of a workbook, as lines of octets and back: JSON, in which a text stands once.

The first line has the links and the number of sheets. Of each sheet a line has what it says as a
whole, and then a line each block of rows, with the texts that no block before had.
`decode` believes nothing: what is not exactly the form that `encode` writes is a `ValueError`.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from typing import NoReturn, TypeAlias

from metermap.catalogue.cells import CellValue, MergedRange, ValueKind
from metermap.catalogue.xlsx.workbook import CellFacts, Layout, Page, Repeat, Workbook

__all__ = ["decode", "encode"]

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
_MOMENTS: Mapping[str, type[datetime | date | time]] = {"datetime": datetime, "date": date, "time": time}
_TEXTS = frozenset({ValueKind.TEXT, ValueKind.ERROR})
_BLOCK = 500  # rows
_KEPT_ONCE = 5_000  # how many texts and numbers are kept once, however often they stand


def encode(book: Workbook) -> Iterator[bytes]:
    """Yield the workbook line by line, without the name by which places quote it."""
    strings = _Strings()
    yield _line({"links": list(book.links), "pages": len(book.pages)})
    for page in book.pages:
        layouts = {layout: number for number, layout in enumerate(dict.fromkeys(page.layouts))}
        yield _line(_head(page, layouts))
        rows = page.rows()
        while block := list(islice(rows, _BLOCK)):
            yield _line(_block(block, layouts, strings))


def _line(stored: Json) -> bytes:
    return json.dumps(stored, allow_nan=False, separators=(",", ":")).encode("ascii") + b"\n"


def _head(page: Page, layouts: Mapping[Layout, int]) -> dict[str, Json]:
    return {
        "name": page.name,
        "hidden": page.hidden,
        "blocks": -(-len(page.numbers) // _BLOCK),
        "layouts": [[list(facts) for facts in layout] for layout in layouts],
        "hidden_rows": list[Json](sorted(page.hidden_rows)),
        "hidden_columns": list[Json](sorted(page.hidden_columns)),
        "merges": [list(merged) for merged in page.merges.values()],
        "comments": [[row, column, text] for (row, column), text in page.comments.items()],
        "repeats": [list(repeat) for repeat in page.repeats],
    }


class _Strings:
    """Numbers the texts. It forgets when it knows many: those that come again then have a second number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._count = 0
        self._new: list[str] = []

    def number(self, text: str) -> int:
        number = self._numbers.get(text)
        if number is None:
            if len(self._numbers) > _KEPT_ONCE:
                self._numbers.clear()
            number = self._numbers[text] = self._count
            self._count += 1
            self._new.append(text)
        return number

    def take_new(self) -> list[str]:
        """Return the texts that got a number since the last time."""
        new, self._new = self._new, []
        return new


def _block(
    rows: list[tuple[int, Layout, Sequence[CellValue]]], layouts: Mapping[Layout, int], strings: _Strings
) -> dict[str, Json]:
    values = [_value(value, strings) for _, _, cells in rows for value in cells]
    return {
        "strings": list(strings.take_new()),
        "numbers": [number for number, _, _ in rows],
        "rows": [layouts[layout] for _, layout, _ in rows],
        "values": values,
    }


def _value(value: CellValue, strings: _Strings) -> Json:
    match value:
        case str():
            return strings.number(value)
        case timedelta():
            return ["timedelta", value.days, value.seconds, value.microseconds]
        case datetime() | date() | time():
            return [type(value).__name__, value.isoformat()]
        case _:
            return value


def decode(lines: Iterator[bytes], file: str) -> Workbook:
    """Return the workbook that `encode` stored, under the name `file`; `ValueError` if it is anything else."""
    try:
        first = _object(lines)
        strings: list[str] = []
        pages = tuple(_page(lines, strings) for _ in range(_whole(first["pages"])))
        return Workbook(file, pages, _texts(first["links"]))
    except (TypeError, LookupError, AttributeError, OverflowError, RecursionError, StopIteration) as fault:
        message = f"no stored workbook: {fault!r:.200}"
        raise ValueError(message) from fault


def _object(lines: Iterator[bytes]) -> dict[str, Json]:
    stored: Json = json.loads(next(lines, b""), parse_constant=_no_number)
    if not isinstance(stored, dict):
        raise _wrong(stored)
    return stored


def _no_number(text: str) -> NoReturn:
    message = f"{text} is no number"
    raise ValueError(message)


def _page(lines: Iterator[bytes], strings: list[str]) -> Page:
    head = _object(lines)
    known = [_layout(layout) for layout in _list(head["layouts"])]
    numbers, layouts, values = array("L"), list[Layout](), list[CellValue]()
    decoders = _decoders(strings)
    for _ in range(_whole(head["blocks"])):
        block = _object(lines)
        strings += _texts(block["strings"])
        numbers.extend(map(_whole, _list(block["numbers"])))
        rows = [known[_whole(number)] for number in _list(block["rows"])]
        cells = zip(chain.from_iterable(rows), _list(block["values"]), strict=True)
        values += [decoders[facts.kind](value) for facts, value in cells]
        layouts += rows
    merges = [MergedRange(*map(_whole, _list(merged))) for merged in _list(head["merges"])]
    repeats = [_list(repeat) for repeat in _list(head["repeats"])]
    comments = [_list(comment) for comment in _list(head["comments"])]
    return Page(
        name=_text(head["name"]),
        hidden=_flag(head["hidden"]),
        numbers=numbers,
        layouts=layouts,
        values=values,
        hidden_rows=frozenset(map(_whole, _list(head["hidden_rows"]))),
        hidden_columns=frozenset(map(_whole, _list(head["hidden_columns"]))),
        merges={(merged.top, merged.left): merged for merged in merges},
        comments={(_whole(row), _whole(column)): _text(text) for row, column, text in comments},
        repeats=tuple(Repeat(_whole(row), _whole(at), _text(one), _text(two)) for row, at, one, two in repeats),
    )


def _layout(stored: Json) -> Layout:
    cells = [_list(cell) for cell in _list(stored)]
    return tuple(
        CellFacts(_whole(column), ValueKind(_text(kind)), _text(shown), _flag(formula), _flag(struck))
        for column, kind, shown, formula, struck in cells
    )


def _decoders(strings: list[str]) -> dict[ValueKind, Callable[[Json], CellValue]]:
    figures: dict[tuple[type, float], int | float] = {}

    def number(value: Json) -> int | float:
        if type(value) is not int and type(value) is not float:
            raise _wrong(value)
        if len(figures) > _KEPT_ONCE:
            figures.clear()
        return figures.setdefault((type(value), value), value) if value else value  # 0.0 and -0.0 are equal

    return {
        **dict.fromkeys(_TEXTS, lambda value: strings[_whole(value)]),
        ValueKind.NUMBER: number,
        ValueKind.BOOLEAN: _flag,
        ValueKind.DATE: _moment,
        ValueKind.BLANK: _nothing,
    }


def _whole(value: Json) -> int:
    if type(value) is not int or value < 0:
        raise _wrong(value)
    return value


def _signed(value: Json) -> int:
    if type(value) is not int:
        raise _wrong(value)
    return value


def _flag(value: Json) -> bool:
    if not isinstance(value, bool):
        raise _wrong(value)
    return value


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise _wrong(value)
    return value


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(map(_text, _list(value)))


def _list(value: Json) -> list[Json]:
    if not isinstance(value, list):
        raise _wrong(value)
    return value


def _nothing(value: Json) -> None:
    if value is not None:
        raise _wrong(value)


def _moment(value: Json) -> CellValue:
    name, *parts = _list(value)
    if name == "timedelta":
        days, seconds, microseconds = map(_signed, parts)
        return timedelta(days=days, seconds=seconds, microseconds=microseconds)
    (text,) = _texts(parts)
    return _MOMENTS[_text(name)].fromisoformat(text)


def _wrong(value: object) -> ValueError:
    return ValueError(f"{value!r:.60} does not belong here")
