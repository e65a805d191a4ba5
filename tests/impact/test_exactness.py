"""What impact tells is held against what a build changes: nothing may change that it does not tell of."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from metermap.codegen.impact import Impact
from metermap.impacting import impact_of
from metermap.origins import origin_of
from metermap.resolving import Run
from tests.conftest import ROOT, copy_gb
from tests.impact.changed import Built, build, changed, changed_symbols, with_cells
from tests.impact.conftest import outputs_made_once

SEED = 20_26
SHEETS = ("Elements", "HAN", "Item facts", "Use cases")
COLUMNS, LINES = 40, 10
COLUMNS_AT_ONCE, LINES_AT_ONCE = 10, 5
PAGES = r"site/(items|objects|clusters|classes|devices|sections|use-cases)/[^/]+"


@dataclass(frozen=True)
class Edit:
    """A cell with another value, or a line of a mapping file with another text."""

    place: str
    sheet: str
    cell: str
    value: str | int


def _cells() -> Iterator[Edit]:
    """Yield an edit for each column that is read: now and then the value of another line, else a slip of the pen."""
    dice = random.Random(SEED)  # noqa: S311  (a fixed choice, no secret)
    book = openpyxl.load_workbook(ROOT / "gb/smets2.xlsx", read_only=True)
    for sheet in SHEETS:
        rows = list(book[sheet].iter_rows())
        header = next(number for number, row in enumerate(rows) if sum(cell.value is not None for cell in row) > 2)
        for column in range(len(rows[header])):
            said = [row[column] for row in rows[header + 1 :] if row[column : column + 1] and row[column].value]
            filled = [(cell.coordinate, cell.value) for cell in said if isinstance(cell.value, str | int)]
            if not filled:
                continue
            cell, printed = dice.choice(filled)
            others = [other for _, other in filled if other != printed]
            slip = printed + 1 if isinstance(printed, int) else f"{printed}x"
            value = dice.choice(others) if others and dice.random() < 0.5 else slip
            yield Edit(f"smets2.xlsx[{sheet}]!{cell}", sheet, cell, value)


def _lines() -> Iterator[tuple[str, str]]:
    """Yield places of lines in mapping files, and what shall stand there."""
    dice = random.Random(SEED)  # noqa: S311  (a fixed choice, no secret)
    lines = [
        (f"{path.relative_to(ROOT / 'gb').as_posix()}:{number}", line)
        for path in sorted((ROOT / "gb/mappings").rglob("*.map"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"\w", line)
    ]
    for place, line in dice.sample(lines, LINES):
        slips = (
            re.sub(r"#(\d+)", lambda found: f"#{int(found[1]) + 1}", line, count=1),
            re.sub(r"\.255", ".254", line, count=1),
            re.sub(r'"([^"]*)"', r'"\1 too"', line, count=1),
            re.sub(r"([a-z]{4})", r"\1x", line, count=1),
        )
        yield place, dice.choice([slip for slip in slips if slip != line] or [f"{line} -- said again"])


OF_EDITION = {
    "editions/gbcs-0.8.1/standing-charge.map:15": "StandingCharge is Charge 0-0:19.3.4.255 {",
    "editions/gbcs-0.8.1/non-disablement.map:18": "switch_time: entries[e].timeNext #764 as octet-string(5),",
}


@dataclass(frozen=True)
class Told:
    """The workspace as it is, built, the edits, and what impact tells of each place that is changed."""

    before: Built
    cells: tuple[Edit, ...]
    lines: dict[str, str]
    of: dict[str, Impact]

    def is_sure(self, place: str) -> bool:
        """Return whether it names all symbols that may change, rather than a pattern of their files."""
        return "python/*_bindings/*.py" not in self.of[place].outputs.named


@pytest.fixture(scope="module")
def told() -> Told:
    before = build(ROOT / "gb")
    cells, lines = tuple(_cells()), dict(_lines())
    places = (*(edit.place for edit in cells), *lines, *OF_EDITION)
    with outputs_made_once():
        answers = {place: impact_of(before.resolved, Run(), origin_of(before.resolved, place)) for place in places}
    return Told(before, cells, lines, answers)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copy_gb(tmp_path / "gb")


def _hold(told: Told, after: Built, places: Sequence[str]) -> None:
    answers = [told.of[place] for place in places]
    missed = {path for path in changed(told.before, after) if not any(one.may_change(path) for one in answers)}
    assert not missed, f"{places}: {sorted(missed)[:10]}"
    named = {name for one in answers for name in one.outputs.symbols.get("python", ())}
    if all(map(told.is_sure, places)):
        assert changed_symbols(told.before, after) <= named


def test_every_column_is_tried(told: Told) -> None:
    assert len(told.cells) == COLUMNS
    assert len(told.lines) == LINES
    # An answer once left out what this one changes.
    assert any(edit.place == "smets2.xlsx[Use cases]!D40" for edit in told.cells)


@pytest.mark.parametrize("number", range(COLUMNS // COLUMNS_AT_ONCE))
def test_nothing_changes_that_is_not_told_of_cells(told: Told, copy: Path, number: int) -> None:
    # Such as name all symbols stand together, so that those are compared.
    ordered = sorted(told.cells, key=lambda edit: told.is_sure(edit.place))
    edits = ordered[number * COLUMNS_AT_ONCE : (number + 1) * COLUMNS_AT_ONCE]
    with_cells(copy / "smets2.xlsx", {(edit.sheet, edit.cell): edit.value for edit in edits})
    _hold(told, build(copy), [edit.place for edit in edits])


@pytest.mark.parametrize("number", range(LINES // LINES_AT_ONCE))
def test_nothing_changes_that_is_not_told_of_lines(told: Told, copy: Path, number: int) -> None:
    places = list(told.lines)[number * LINES_AT_ONCE : (number + 1) * LINES_AT_ONCE]
    for place in places:
        _write_line(copy, place, told.lines[place])
    after = build(copy)
    _hold(told, after, places)
    paths = changed(told.before, after)
    about = {path for path in paths if re.fullmatch(PAGES, path) and not path.endswith("/index.html")}
    # What a line says now is about other things than before; nearly all pages are told by their names all the same.
    assert len(about.difference(*(told.of[place].outputs.pages for place in places))) <= 2 * len(places)


def test_nothing_changes_that_is_not_told_of_a_line_of_another_edition(told: Told, copy: Path) -> None:
    for place, text in OF_EDITION.items():
        _write_line(copy, place, text)
    after = build(copy)
    _hold(told, after, list(OF_EDITION))
    assert "model/editions/gbcs-0.8.1.json" in changed(told.before, after)


def test_names_of_another_edition_stand_in_its_bindings(told: Told) -> None:
    for place in OF_EDITION:
        outputs = told.of[place].outputs
        assert set(outputs.files) <= told.before.files.keys()
        texts = {file: told.before.files[file].decode() for file in outputs.files}
        for name in outputs.symbols["python"]:
            module, _, constant = name.rpartition(".")
            assert f"\n{constant}: Final = " in texts[f"python/{module.replace('.', '/')}.py"]
        headers = "".join(text for file, text in texts.items() if file.endswith(".h"))
        assert all(f"    {name} = " in headers for name in outputs.symbols["c"])


def _write_line(root: Path, place: str, text: str) -> None:
    name, _, number = place.rpartition(":")
    lines = (root / name).read_text("utf-8").splitlines()
    lines[int(number) - 1] = text
    (root / name).write_text("\n".join(lines) + "\n", "utf-8")
