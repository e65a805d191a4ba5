"""What impact tells is held against what a build changes: nothing may change that it does not tell of."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from metermap.impacting import impact_of
from metermap.origins import origin_of
from metermap.resolving import Run
from tests.conftest import ROOT, copy_gb
from tests.impact.changed import Built, build, changed, changed_symbols, with_cells

SEED = 20_26
SHEETS = ("Elements", "HAN", "Item facts", "Use cases")
LINES = 10
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


EDITS = tuple(_cells())
# Two cells of different sheets at once: half as many builds.
PAIRS = tuple(zip(EDITS[::2], reversed(EDITS[1::2]), strict=False))


@pytest.fixture(scope="module")
def before() -> Built:
    return build(ROOT / "gb")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return copy_gb(tmp_path / "gb")


def _hold(before: Built, after: Built, places: tuple[str, ...]) -> None:
    told = [impact_of(before.resolved, Run(), origin_of(before.resolved, place)) for place in places]
    missed = {path for path in changed(before, after) if not any(one.may_change(path) for one in told)}
    assert not missed, f"{places}: {sorted(missed)[:10]}"
    named = {name for one in told for name in one.outputs.symbols.get("python", ())}
    if not any("python/*_bindings/*.py" in one.outputs.named for one in told):
        assert changed_symbols(before, after) <= named


def test_every_column_is_tried() -> None:
    assert len(EDITS) == 40
    assert len(PAIRS) == 20


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair[0].place}, {pair[1].place}")
def test_nothing_changes_that_is_not_told_of_two_cells(before: Built, copy: Path, pair: tuple[Edit, Edit]) -> None:
    with_cells(copy / "smets2.xlsx", {(edit.sheet, edit.cell): edit.value for edit in pair})
    _hold(before, build(copy), tuple(edit.place for edit in pair))


@pytest.mark.parametrize(("place", "text"), tuple(_lines()), ids=lambda value: value if ".map:" in value else "")
def test_nothing_changes_that_is_not_told_of_a_line(before: Built, copy: Path, place: str, text: str) -> None:
    name, _, number = place.rpartition(":")
    lines = (copy / name).read_text("utf-8").splitlines()
    lines[int(number) - 1] = text
    (copy / name).write_text("\n".join(lines) + "\n", "utf-8")
    after = build(copy)
    _hold(before, after, (place,))
    told = impact_of(before.resolved, Run(), origin_of(before.resolved, place))
    about = {path for path in changed(before, after) if re.fullmatch(PAGES, path) and not path.endswith("/index.html")}
    # What the line says now is about other things than before; nearly all pages are told by their names all the same.
    assert len(about - set(told.outputs.pages)) <= 2
