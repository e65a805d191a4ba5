"""A law: how a table is laid out changes the places of a catalogue, never the catalogue."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from metermap.catalogue.columns import ELEMENTS, folded
from metermap.catalogue.model import Catalogue
from metermap.core.findings import Severity
from tests.catalogue import shapes
from tests.catalogue.workbooks import ELEMENT_HEADERS, read

ELEMENTS_USED = shapes.gb_elements()[:4] + shapes.gb_elements()[300:304]
TABLE: Sequence[shapes.Record] = [ELEMENT_HEADERS, *map(shapes._printed, ELEMENTS_USED)]
KNOWN = {folded(column.header) for column in ELEMENTS}
PROFILE = '\n[[workbook]]\nfile = "{file}"\nelements = ["*"]\n'

texts = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=12)
foreign = texts.filter(lambda text: folded(text) not in KNOWN and bool(text.strip()))


@dataclass(frozen=True)
class Layout:
    """An order of our columns and others (None), the others' contents, and the rows above the header."""

    order: tuple[int | None, ...]
    others: tuple[tuple[str, ...], ...]
    above: tuple[tuple[str | None, ...], ...]

    def table(self) -> list[shapes.Record]:
        others = iter(self.others)
        columns = [[row[at] for row in TABLE] if at is not None else list(next(others)) for at in self.order]
        return [*self.above, *(tuple(row) for row in zip(*columns, strict=True))]


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    others = draw(st.lists(st.tuples(foreign, *[texts] * (len(TABLE) - 1)), max_size=3))
    order = draw(st.permutations([*range(len(ELEMENT_HEADERS)), *[None] * len(others)]))
    # A title may hold one of our headers: a single text is no header row.
    title = st.one_of(foreign, st.sampled_from(ELEMENT_HEADERS))
    above = draw(st.lists(st.one_of(st.just(()), st.tuples(title), st.tuples(st.none(), foreign, foreign)), max_size=4))
    return Layout(tuple(order), tuple(others), tuple(above))


def catalogue_of(root: Path, rows: Sequence[shapes.Record], kind: str) -> Catalogue:
    if kind == "csv":
        out = io.StringIO()
        csv.writer(out).writerows([tuple("" if value is None else value for value in row) for row in rows])
        (root / "table.csv").write_text(out.getvalue(), "utf-8")
    else:
        shapes.write_by_hand(root / "table.xlsx", {"Table": shapes.HandSheet(rows)})
    catalogue, findings = read(shapes.workspace(root, PROFILE.format(file=f"table.{kind}")))
    assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
    assert catalogue is not None
    return catalogue


@given(layouts(), st.sampled_from(["csv", "xlsx"]))
def test_moved_columns_rows_above_and_foreign_columns_change_places_only(layout: Layout, kind: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        catalogue = catalogue_of(Path(folder), layout.table(), kind)

    assert list(map(shapes.facts, catalogue.elements)) == list(map(shapes.facts, ELEMENTS_USED))
    first = catalogue.elements[0]
    assert first.path.place is not None
    assert first.path.place.row == len(layout.above) + 2
    assert first.path.place.column == layout.order.index(ELEMENT_HEADERS.index("Attribute path")) + 1
