"""What holds at a line of a mapping file: its scope, its sentence, and the statements that it makes there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metermap.core.findings import Findings
from metermap.core.places import column_number
from metermap.mappings import syntax as s
from metermap.mappings.parser import parse_bytes
from metermap.mappings.rules.base import said_once
from metermap.protocols.cards import Card, CardTable

if TYPE_CHECKING:
    from metermap.catalogue.model import Element
    from metermap.core.places import CellPlace
    from metermap.mappings.model import ResolvedModel, Statement

__all__ = ["AskedCell", "AskedLine", "asked_place", "begins_at", "elements_at", "line_card", "sentence_at"]

_LINE = re.compile(r"(?P<file>.+?):(?P<line>\d{1,9})(?::\d{1,9})?")
_CELL = re.compile(r"(?P<file>[^\[\]!]+)(?:\[(?P<sheet>[^\[\]]*)\])?!(?P<column>[A-Za-z]{1,3})(?P<row>\d{1,9})")


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A line of a text file, as messages print it, the column left out."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class AskedCell:
    """A cell of a sheet; `row` and `column` count from 1."""

    file: str
    sheet: str
    row: int
    column: int


def asked_place(text: str) -> AskedLine | AskedCell | None:
    """Return the place that a text names as messages do: ``gas.map:12:7``, ``smets2.xlsx[Elements]!E12``."""
    if cell := _CELL.fullmatch(text):
        return AskedCell(cell["file"], cell["sheet"] or "", int(cell["row"]), column_number(cell["column"]))
    if line := _LINE.fullmatch(text):
        return AskedLine(line["file"], int(line["line"]))
    return None


def elements_at(model: ResolvedModel, cell: AskedCell) -> tuple[Element, ...]:
    """Return the elements that the line of a cell holds."""
    return tuple(element for element in model.catalogue.elements if _stands_at(element.path.place, cell))


def _stands_at(place: CellPlace | None, cell: AskedCell) -> bool:
    return place is not None and (place.file, place.sheet, place.row) == (cell.file, cell.sheet, cell.row)


def line_card(model: ResolvedModel, asked: AskedLine, data: bytes) -> Card:
    """Return the card of a line of a mapping file, of which `data` are the octets.

    Where no statement begins on the line it has those of the sentence that the line is in.
    """
    file = parse_bytes(asked.file, data, Findings())
    lines = data.decode("utf-8-sig", "replace").splitlines()
    written = lines[asked.line - 1].strip() if asked.line <= len(lines) else ""
    sentence = sentence_at(file, asked.line)
    scope = sentence_at(s.File(file.name, tuple(each for each in file.sentences if isinstance(each, s.On))), asked.line)
    facts = (
        ("written", written or "nothing"),
        ("scope", _scope(scope) if isinstance(scope, s.On) else "none: no 'on' stands above"),
        ("sentence", _named(sentence) if sentence is not None else "none"),
    )
    said = tuple(_at_line(model, asked, sentence))
    title = f"Statements: {len(said):,}"
    headings = ("devices", "element", "at", "type", "always", "when", "use cases", "editions", "status")
    rows = tuple(_row(statement, devices) for statement, devices in said)
    return Card("line of a mapping file", f"{asked.file}:{asked.line}", facts, (CardTable(title, headings, rows),))


def sentence_at(file: s.File, line: int) -> s.Sentence | None:
    """Return the last sentence that begins at the line or above it."""
    above = [each for each in file.sentences if begins_at(each) <= line]
    return above[-1] if above else None


def begins_at(sentence: s.Sentence) -> int:
    """Return the line on which a sentence begins, counted from 1."""
    return sentence.subject.at.line if isinstance(sentence, s.Mapping) else sentence.at.line


def _scope(on: s.On) -> str:
    devices = ", ".join(step.name for step in on.devices)
    return f"on {devices} over {on.protocol}" + (f", {on.route}" if on.route else "") + f" (line {on.at.line})"


def _named(sentence: s.Sentence) -> str:
    match sentence:
        case s.Mapping():
            homes = " also ".join(home.step.name for home in sentence.homes)
            return f"{sentence.subject.steps[0].name} is {homes} (line {begins_at(sentence)})"
        case s.Let():
            return f"let {sentence.name} (line {sentence.at.line}): it says something where it is used"
        case _:
            return f"{type(sentence).__name__.casefold()} (line {begins_at(sentence)})"


def _at_line(
    model: ResolvedModel, asked: AskedLine, sentence: s.Sentence | None
) -> Iterator[tuple[Statement, tuple[str, ...]]]:
    here = tuple(said for said in model.statements if said.place.file == asked.file)
    exact = tuple(said for said in here if said.place.line == asked.line)
    if exact or not isinstance(sentence, s.Mapping):
        yield from said_once(exact)
        return
    begins = begins_at(sentence)
    yield from said_once(tuple(said for said in here if begins <= said.place.line <= asked.line))


def _row(said: Statement, devices: tuple[str, ...]) -> tuple[str, ...]:
    return (
        ", ".join(devices),
        said.element or said.item,
        str(said.address) if said.address is not None else "nowhere",
        str(said.type) if said.type is not None else "",
        said.value,
        " and ".join(said.conditions),
        " ".join(said.use_cases),
        " to ".join(filter(None, (said.since, said.until))),
        said.status,
    )
