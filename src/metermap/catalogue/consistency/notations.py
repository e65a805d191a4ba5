"""Notations that change within a column, such as ``[1..3]`` and ``[1to3]``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from metermap.catalogue import codes
from metermap.catalogue.consistency.lines import CellText, Column, Lines
from metermap.catalogue.consistency.rule import Example, Rule, element
from metermap.core.findings import Finding

__all__ = ["RULES"]

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class _Choice:
    """Several ways to write one thing: `of` names it, each pattern finds one of them."""

    of: str
    ways: Mapping[str, re.Pattern[str]]


def _choice(of: str, **ways: str) -> _Choice:
    return _Choice(of, MappingProxyType({name.replace("_", " "): re.compile(way) for name, way in ways.items()}))


_RANGES = _choice("an index range", with_two_dots=r"\[\w+ ?\.\. ?\w+\]", with_to=r"\[\d+ ?to ?\w+\]")
_ROLES = _choice(
    "a role",
    in_lower_case_and_a_space=r"^[a-z]\w*: ",
    in_lower_case_without_a_space=r"^[a-z]\w*:(?! )",
    with_a_capital=r"^[A-Z]\w*:",
)
_SECTIONS = _choice(
    "the mark between two sections",
    a_slash=r"\d/\d",
    a_slash_between_spaces=r"\d / \d",
    a_comma=r"\d, ?\d",
    the_word_and=r"\d and \d",
)
_DOCUMENTS = _choice("the mark between two documents", a_semicolon=r"[\dA]; [A-Z]", a_space=r"\d [A-Z]")
_COLUMNS: Final[Mapping[tuple[str, str], tuple[_Choice, ...]]] = MappingProxyType(
    {
        ("element", "item"): (_RANGES,),
        ("element", "path"): (_RANGES, _ROLES),
        ("element", "reference"): (_SECTIONS, _DOCUMENTS),
        ("element", "data_type"): (
            _choice(
                "a number of values",
                in_words_before=r"(?i)^(two|three|four) ",
                in_brackets_after=r"(?i)\((two|three|four|\d+)\)$",
                as_an_index=r"\[\d",
            ),
            _choice("wildcards", in_small_letters=r"(no|with) wildcards$", in_capitals=r"(NO|WITH) WILDCARDS$"),
        ),
        ("fact", "section"): (_SECTIONS, _DOCUMENTS),
        ("fact", "unit"): (
            _choice("the mark between two units", a_comma=r"\w, \w", a_slash_between_spaces=r"\w / \w"),
            _choice("one unit by another", as_a_quotient=r"\w/\w+\d", with_per=r"\w per \w"),
        ),
        ("fact", "range"): (
            _choice("a range", with_two_dots=r"\d ?\.\. ?\d", with_to=r"\d to \d", with_a_dash=r"\d ?[\u2013-] ?\d"),
        ),
    }
)


def _notations(lines: Lines) -> Iterator[Finding]:
    for column in lines.columns:
        for choice in _COLUMNS.get((column.part, column.field), ()):
            yield from _changes(column, choice)


def _changes(column: Column, choice: _Choice) -> Iterator[Finding]:
    """Yield a finding for each way but the most frequent one."""
    used = [(way, found) for way, pattern in choice.ways.items() if (found := _matching(column, pattern))]
    usual = max(used, key=lambda pair: len(pair[1]), default=None)
    for way, cells in used:
        if usual and way != usual[0]:
            counts = f"{way} in {_cells(cells)}, {usual[0]} in {_cells(usual[1])}"
            message = f"{column.field.replace('_', ' ')}: {choice.of} is written {counts}"
            first, *others = cells
            also = [cell.value.place for cell in others[:_SHOWN] if cell.value.place]
            subject = f"{column.part} {column.field}: {choice.of} {way}"
            yield codes.NOTATIONS.at(first.value.place, message, subject=subject, expected=usual[0], also=also)


def _matching(column: Column, pattern: re.Pattern[str]) -> list[CellText]:
    return [cell for text, cells in column.by_text.items() if pattern.search(text) for cell in cells]


def _cells(cells: list[CellText]) -> str:
    return "1 cell" if len(cells) == 1 else f"{len(cells)} cells"


RULES = (
    Rule(
        codes.NOTATIONS,
        "Both ways are understood; who searches or sorts the column meets two. Counted for each sheet and column: "
        "index ranges, roles, marks between sections, documents and units, numbers of values, wildcards.",
        _notations,
        failing=Example(
            elements=(
                element(1363, "TariffThresholdMatrix[1..3]", "thresholdCurrent"),
                element(1377, "TariffBlockCounter[1..4]", "value"),
                element(865, "TariffThresholdMatrixBlocks[1to3]TOU[1]", "thresholdCurrent[1..3]", "INTEGER[1..3]"),
            )
        ),
        passing=Example(
            elements=(
                element(1363, "TariffThresholdMatrix[1..3]", "thresholdCurrent"),
                element(1829, "AuxiliaryController[n]", "controllerNumberAndCommandedState", "Method"),
            )
        ),
    ),
)
