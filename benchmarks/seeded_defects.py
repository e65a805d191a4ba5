"""Defects that editors make, seeded into a catalogue one at a time, at random places with fixed seeds."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from operator import attrgetter
from typing import TypeVar

from metermap.catalogue.consistency import check_consistency
from metermap.catalogue.model import Catalogue, Element, ItemFact, UseCase, Value
from metermap.catalogue.types import parse_catalogue_type
from metermap.core.findings import Finding, Findings
from metermap.core.places import CellPlace, Place

__all__ = ["DEFECTS", "TIMES", "Defect", "Outcome", "identities", "seeded"]

Line = TypeVar("Line", bound=Element | ItemFact | UseCase)
TIMES = 10


@dataclass(frozen=True, slots=True)
class Defect:
    """A kind of defect: what happened, which codes tell of it, and what makes it at a random place.

    `make` returns the spoiled catalogue and a cell of the spoiled line.
    """

    name: str
    codes: tuple[str, ...]
    make: Callable[[Catalogue, random.Random], tuple[Catalogue, CellPlace]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A seeded defect: the codes that tell of its line, new ones only."""

    defect: Defect
    place: CellPlace
    found: tuple[str, ...]

    @property
    def told(self) -> bool:
        """Return whether one of the defect's own codes is among them."""
        return bool(set(self.found) & set(self.defect.codes))


def identities(catalogue: Catalogue) -> frozenset[tuple[str, ...]]:
    """Return what is found without any seeded defect."""
    return frozenset(map(_identity, _findings(catalogue)))


def seeded(
    catalogue: Catalogue, defect: Defect, times: int = TIMES, *, before: frozenset[tuple[str, ...]] | None = None
) -> Iterator[Outcome]:
    """Yield what is found of a kind of defect, made at so many places; `before` are the catalogue's `identities`."""
    before = identities(catalogue) if before is None else before
    for seed in range(times):
        spoiled, place = defect.make(catalogue, random.Random(f"{defect.name} {seed}"))  # noqa: S311  (no secret)
        new = (finding for finding in _findings(spoiled) if _identity(finding) not in before)
        yield Outcome(defect, place, tuple(sorted({finding.code for finding in new if _tells_of(finding, place)})))


def _findings(catalogue: Catalogue) -> Findings:
    findings = Findings()
    check_consistency(catalogue, findings)
    return findings


def _identity(finding: Finding) -> tuple[str, ...]:
    return finding.code, finding.subject, finding.message, str(finding.place)


def _tells_of(finding: Finding, place: CellPlace) -> bool:
    return any(_line(other) == _line(place) for other in (finding.place, *finding.also))


def _line(place: Place | None) -> tuple[str, int] | None:
    return (place.sheet, place.row) if isinstance(place, CellPlace) else None


# Changing one line


def _put(catalogue: Catalogue, old: Element | ItemFact | UseCase, new: Element | ItemFact | UseCase) -> Catalogue:
    """Return the catalogue with one line replaced."""
    return Catalogue(
        tuple(new if line is old and isinstance(new, Element) else line for line in catalogue.elements),
        tuple(new if line is old and isinstance(new, ItemFact) else line for line in catalogue.items),
        tuple(new if line is old and isinstance(new, UseCase) else line for line in catalogue.use_cases),
    )


def _place(line: Element | ItemFact | UseCase) -> CellPlace:
    place = line.code.place if isinstance(line, UseCase) else line.item.place
    if place is None:
        message = "a line that was read from a workbook has a place"
        raise TypeError(message)
    return place


def _tables(catalogue: Catalogue) -> list[Element]:
    return [line for line in catalogue.elements if not line.han_only]


def _with(line: Line, field: str, text: str) -> Line:
    """Return a line with another text in one of its cells."""
    kept = {each.name: getattr(line, each.name) for each in fields(line)}
    kept[field] = Value(text, kept[field].place)
    if field == "data_type" and "type" in kept:
        kept["type"] = parse_catalogue_type(text)
    return type(line)(**kept)


def _named(line: Element, field: str, text: str) -> Element:
    """Return an element with another item or path, and an id made of it: the slip was made in both."""
    changed = _with(line, field, text)
    mark = re.search(r"~\d+$", line.id.value)
    return replace(changed, id=Value(changed.name + (mark[0] if mark else ""), line.id.place))


Make = Callable[[Catalogue, random.Random], tuple[Catalogue, CellPlace]]
Lines = Callable[[Catalogue], Sequence[Element | ItemFact | UseCase]]
Spoil = Callable[[str, random.Random], str]


def _spoiling(lines: Lines, field: str, spoil: Spoil, *, named: bool = False) -> Make:
    """Return what spoils the text of a random line, out of those that `spoil` changes."""

    def make(catalogue: Catalogue, chance: random.Random) -> tuple[Catalogue, CellPlace]:
        text = attrgetter(f"{field}.value")
        able = [line for line in lines(catalogue) if text(line) and spoil(text(line), random.Random(0)) != text(line)]  # noqa: S311
        line = chance.choice(able)
        other = spoil(text(line), chance)
        new = _named(line, field, other) if named and isinstance(line, Element) else _with(line, field, other)
        return _put(catalogue, line, new), _place(line)

    return make


def _another(lines: Lines, field: str) -> Make:
    """Return what gives a random line the text of another line."""

    def make(catalogue: Catalogue, chance: random.Random) -> tuple[Catalogue, CellPlace]:
        text = attrgetter(f"{field}.value")
        line = chance.choice([line for line in lines(catalogue) if text(line)])
        other = chance.choice([text(other) for other in lines(catalogue) if text(other) not in {"", text(line)}])
        return _put(catalogue, line, _with(line, field, other)), _place(line)

    return make


def _from_above(lines: Lines, fields: Sequence[str]) -> Make:
    """Return what gives a random line a text of the line above, which is about another item."""

    def make(catalogue: Catalogue, chance: random.Random) -> tuple[Catalogue, CellPlace]:
        def differs(pair: tuple[Element | ItemFact | UseCase, Element | ItemFact | UseCase], field: str) -> bool:
            above, line = (attrgetter(f"{field}.value")(one) for one in pair)
            return bool(above and line and above != line)

        all_lines = lines(catalogue)
        pairs = pairwise(all_lines)
        able = [(pair, field) for pair in pairs for field in fields if differs(pair, field)]
        (above, line), field = chance.choice(able)
        return _put(catalogue, line, _with(line, field, attrgetter(f"{field}.value")(above))), _place(line)

    return make


# Slips of the pen


def _respelled(text: str, chance: random.Random) -> str:
    ways = [text.lower(), text.upper(), text.replace(" ", "-"), f"{text}s"]
    return chance.choice([way for way in ways if way != text])


def _recased(text: str, chance: random.Random) -> str:
    """Turn the case of one letter inside a word's beginning, or put a hyphen there, as two editors may differ."""
    role, colon, rest = text.rpartition(":")
    inside = [found.start() for found in re.finditer(r"(?<=[a-z])[A-Z]", rest)]
    if not inside:
        return text
    at = chance.choice(inside)
    middle = chance.choice([rest[at].lower(), f"-{rest[at]}", f" {rest[at]}", f"_{rest[at]}"])
    return role + colon + rest[:at] + middle + rest[at + 1 :]


def _slip(text: str, chance: random.Random) -> str:
    """Leave a letter out of a long word, double it, or swap it with the next."""
    inside = [found.start() + 2 for found in re.finditer(r"[A-Za-z][a-z]{6,}", text)]
    if not inside:
        return text
    at = chance.choice(inside) + chance.randrange(3)
    ways = [text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:]]
    if text[at] != text[at + 1]:
        ways.append(text[:at] + text[at + 1] + text[at] + text[at + 2 :])
    return chance.choice(ways)


def _other_digit(text: str, chance: random.Random) -> str:
    """Change the last number of a section, or of a range."""
    numbers = list(re.finditer(r"\d+(?=$|[ /;,)\]])", text))
    if not numbers:
        return text
    found = chance.choice(numbers)
    other = int(found[0]) + chance.choice([-1, 1, 2, 9])
    return text[: found.start()] + str(max(0, other)) + text[found.end() :]


def _number(text: str, chance: random.Random) -> str:
    return re.sub(r"\d+(?!.*\d)", lambda found: str(int(found[0]) + chance.choice([-1, 1, 10, 100])), text)


def _entries(text: str, chance: random.Random) -> str:
    return _number(text, chance) if re.fullmatch(r"\d+ entries|1\.\.\d+", text) else text


def _broken(text: str, chance: random.Random) -> str:
    brackets = [found.start() for found in re.finditer(r"[\])]", text)]
    if not brackets:
        return text
    at = chance.choice(brackets)
    return text[:at] + chance.choice(["", "}"]) + text[at + 1 :]


def _dimension(text: str, chance: random.Random) -> str:
    physical = ["Wh", "W", "V", "s", "currency", "varh", "m3", "currency per kWh"]
    return chance.choice([unit for unit in physical if unit != text]) if text in physical else text


def _type(text: str, chance: random.Random) -> str:
    return chance.choice([kind for kind in ("INTEGER", "OCTET-STRING", "DATE-TIME", "BOOLEAN") if kind != text])


def _category(text: str, chance: random.Random) -> str:
    return chance.choice([word for word in ("Method", "Method Input", "Operational data") if word != text])


def _dotted(text: str, chance: random.Random) -> str:
    return chance.choice([f"{text}.", text.replace(".", "..", 1), re.sub("^[A-Z]+ ", "", text)])


def _with_to(text: str, _: random.Random) -> str:
    return text.replace("..", "to", 1)


def _with_comma(text: str, _: random.Random) -> str:
    return text.replace(" / ", ", ", 1)


# Defects that need more than one cell


def _twin(catalogue: Catalogue, chance: random.Random) -> tuple[Catalogue, CellPlace]:
    line = chance.choice(_tables(catalogue))
    place = replace(_place(line), row=100_000)
    copy = replace(
        line,
        id=Value(f"Another {line.id.value}", place),
        row=Value(9_999, place),
        item=Value(line.item.value, place),
        path=Value(line.path.value, place),
    )
    return replace(catalogue, elements=(*catalogue.elements, copy)), place


def _row(catalogue: Catalogue, chance: random.Random) -> tuple[Catalogue, CellPlace]:
    line = chance.choice([fact for fact in catalogue.items if fact.rows])
    at = chance.randrange(len(line.rows))
    other = line.rows[at] + chance.choice([-100, -10, -1, 1, 10, 100])
    rows = (*line.rows[:at], max(1, other), *line.rows[at + 1 :])
    return _put(catalogue, line, replace(line, rows=rows)), _place(line)


def _fact_twin(catalogue: Catalogue, chance: random.Random) -> tuple[Catalogue, CellPlace]:
    line = chance.choice(catalogue.items)
    place = replace(_place(line), row=100_000)
    copy = replace(line, item=Value(line.item.value, place), section=Value("", place))
    return replace(catalogue, items=(*catalogue.items, copy)), place


def _turned(text: str, _: random.Random) -> str:
    return re.sub(r"\[([01])\.\.(\d+)\]", r"[\2..\1]", text, count=1)


def _letters(text: str, _: random.Random) -> str:
    return text.replace("1", "l").replace("0", "O")


def _facts(catalogue: Catalogue) -> Sequence[ItemFact]:
    return catalogue.items


def _cases(catalogue: Catalogue) -> Sequence[UseCase]:
    return catalogue.use_cases


DEFECTS = (
    Defect("the same element under another key", ("MM133",), _twin),
    Defect("a category spelled differently", ("MM134",), _spoiling(_tables, "category", _respelled)),
    Defect("a letter wrong in a category", ("MM134",), _spoiling(_tables, "category", _slip)),
    Defect("an item spelled differently", ("MM135",), _spoiling(_tables, "item", _recased, named=True)),
    Defect("a step of a path spelled differently", ("MM135",), _spoiling(_tables, "path", _recased, named=True)),
    Defect("a letter wrong in an item", ("MM135",), _spoiling(_tables, "item", _slip, named=True)),
    Defect("a letter wrong in a path", ("MM135",), _spoiling(_tables, "path", _slip, named=True)),
    Defect("a letter wrong in an item, not in its id", ("MM196",), _spoiling(_tables, "item", _slip)),
    Defect("the reference of another line", ("MM136", "MM137", "MM198"), _another(_tables, "reference")),
    Defect("a wrong digit in a reference", ("MM136", "MM137", "MM198"), _spoiling(_tables, "reference", _other_digit)),
    Defect("a reference that cannot be read", ("MM193",), _spoiling(_tables, "reference", _dotted)),
    Defect("a wrong digit in a fact's section", ("MM198",), _spoiling(_facts, "section", _other_digit)),
    Defect("a unit of another dimension", ("MM138", "MM147", "MM197"), _spoiling(_facts, "unit", _dimension)),
    Defect("a letter wrong in a unit", ("MM190",), _spoiling(_facts, "unit", _slip)),
    Defect(
        "a fact's text copied from the line above",
        ("MM138", "MM147", "MM149", "MM197", "MM198"),
        _from_above(_facts, ("section", "data_type", "unit", "range", "depth")),
    ),
    Defect("an item copied from the line above", ("MM196",), _from_above(_tables, ("item",))),
    Defect("a path copied from the line above", ("MM196",), _from_above(_tables, ("path",))),
    Defect("a bracket that is not closed", ("MM144",), _spoiling(_tables, "path", _broken, named=True)),
    Defect("an empty type", ("MM143",), _spoiling(_tables, "data_type", lambda _text, _chance: "")),
    Defect("a letter wrong in a type", ("MM142",), _spoiling(_tables, "data_type", lambda text, _: text[:-1])),
    Defect("another type", ("MM139", "MM145", "MM146", "MM198"), _spoiling(_tables, "data_type", _type)),
    Defect("another category", ("MM145",), _spoiling(_tables, "category", _category)),
    Defect("another notation of an index range", ("MM148",), _spoiling(_tables, "path", _with_to, named=True)),
    Defect("another mark between sections", ("MM148",), _spoiling(_tables, "reference", _with_comma)),
    Defect("another depth", ("MM149",), _spoiling(_facts, "depth", _number)),
    Defect("another number of entries", ("MM149",), _spoiling(_facts, "range", _entries)),
    Defect("letters in a depth", ("MM192",), _spoiling(_facts, "depth", _letters)),
    Defect("an index range turned round", ("MM194",), _spoiling(_tables, "path", _turned, named=True)),
    Defect("a fact noted twice", ("MM195",), _fact_twin),
    Defect("another type of a fact", ("MM147", "MM197", "MM198"), _spoiling(_facts, "data_type", _type)),
    Defect("a wrong digit in a row", ("MM198",), _row),
    Defect("the title of another use case", ("MM199",), _another(_cases, "title")),
    Defect("the message code of another use case", ("MM199",), _another(_cases, "message_code")),
)
