"""Whatever stands in a table and whatever a profile says of it: findings, never an exception."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from metermap.beginnings import begin_from
from metermap.catalogue.columns import PARTS
from metermap.catalogue.reader import read_catalogue
from metermap.catalogue.synonyms import SYNONYMS
from metermap.core.findings import Findings
from metermap.core.workspace import DeviceEntry, NumberLocale, WorkbookProfile, Workspace
from tests.catalogue import shapes

HEADERS = sorted({column.header for part in PARTS.values() for column in part})
WORDS = sorted({text for texts in SYNONYMS.values() for text in texts})

odd = st.sampled_from(["x", "-", " ", "\u00a0", "1.000", "ja", "ESME", "a;b,c", "=1+1", "[1..n", "\u202e", '"', "0E00"])
header_cells = st.one_of(st.sampled_from(HEADERS), st.sampled_from(WORDS), st.none(), odd)
cells = st.one_of(st.none(), odd, st.integers(-5, 3000), st.sampled_from(["ActiveExportRegister", "value", "INTEGER"]))
columns = st.lists(st.sampled_from(HEADERS), max_size=3, unique=True).map(tuple)


@st.composite
def tables(draw: st.DrawFn) -> shapes.HandSheet:
    width = draw(st.integers(1, 9))
    head = draw(st.lists(st.tuples(*[header_cells] * width), min_size=1, max_size=3))
    body = draw(st.lists(st.tuples(*[cells] * width), max_size=6))
    merges = []
    if draw(st.booleans()):
        left, top = draw(st.integers(1, width)), draw(st.integers(1, 6))
        right, bottom = draw(st.integers(left, width)), draw(st.integers(top, top + 3))
        merges = [f"{chr(64 + left)}{top}:{chr(64 + right)}{bottom}"]
    return shapes.HandSheet([*head, *body], merges if merges and merges[0][:2] != merges[0][3:] else [])


def mappings(values: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, str]]:
    return st.dictionaries(st.sampled_from(HEADERS), values, max_size=3)


profiles = st.builds(
    WorkbookProfile,
    file=st.just("a.xlsx"),
    elements=st.sampled_from([("*",), (), ("Elements", "*"), ("x",)]),
    han_only=st.sampled_from([(), (), ("*",)]),
    items=st.sampled_from([(), (), ("*",)]),
    use_cases=st.sampled_from([(), (), ("*",)]),
    headers=st.dictionaries(
        st.sampled_from(HEADERS), st.lists(st.sampled_from(WORDS), max_size=2).map(tuple), max_size=9
    ),
    header_rows=st.sampled_from([None, 1, 2]),
    fill=columns,
    lacks=st.lists(st.sampled_from(HEADERS), max_size=9, unique=True).map(tuple),
    constants=mappings(st.sampled_from(["ESME", "x"])),
    values=st.dictionaries(st.sampled_from(HEADERS), st.dictionaries(odd, odd, max_size=2), max_size=2),
    marks=st.dictionaries(
        st.just("Devices"), st.dictionaries(header_cells.map(str), st.just("ESME"), max_size=2), max_size=1
    ),
    id_from=columns,
    whole_numbers=columns,
    hidden=st.sampled_from([None, "read", "skip", "refuse"]),
    struck=st.sampled_from([None, "read", "skip", "withdrawn"]),
    numbers=st.sampled_from([None, NumberLocale(), NumberLocale(",", ".")]),
)


def workspace(root: Path, books: Sequence[WorkbookProfile]) -> Workspace:
    device = DeviceEntry("ESME", "ESME", "dlms", {"dlms": "native"}, {})
    return Workspace(root, "a", "a", "", "a", tuple(books), (device,), (), "", "", {}, {})


@given(tables(), profiles)
def test_no_profile_and_no_table_raises(table: shapes.HandSheet, profile: WorkbookProfile) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shapes.write_by_hand(Path(folder) / "a.xlsx", {"Elements": table})
        findings = Findings()
        catalogue = read_catalogue(workspace(Path(folder), [profile]), findings)

    assert catalogue is not None or findings.errors
    assert all(finding.message and (finding.help or finding.expected) for finding in findings)


LACKABLE = ("Row", "Reference", "Category", "Data type", "Sensitive", "Readers", "Writers")
FORGIVING = WorkbookProfile(
    "a.xlsx",
    elements=("*",),
    lacks=LACKABLE,
    constants={"Devices": "ESME"},
    id_from=("Item", "Attribute path"),
)


@st.composite
def readable_tables(draw: st.DrawFn) -> shapes.HandSheet:
    """A table with a header that is complete enough, whatever stands below it."""
    head = draw(st.permutations(["Item", "Attribute path", *draw(st.lists(st.sampled_from(LACKABLE), unique=True))]))
    body = draw(st.lists(st.tuples(*[cells] * len(head)), min_size=1, max_size=8))
    top = draw(st.integers(2, len(body) + 1))
    merges = [f"A{top}:A{len(body) + 1}"] if draw(st.booleans()) and top <= len(body) else []
    return shapes.HandSheet([tuple(head), *body], merges)


@given(
    readable_tables(), columns, st.sampled_from([None, "skip", "withdrawn"]), st.sampled_from([None, "skip", "refuse"])
)
def test_what_stands_in_the_cells_costs_at_most_the_cell(
    table: shapes.HandSheet,
    filled: tuple[str, ...],
    struck: Literal["skip", "withdrawn"] | None,
    hidden: Literal["skip", "refuse"] | None,
) -> None:
    fill = tuple(header for header in filled if header in {"Item", "Attribute path", *LACKABLE} - {"Row"})
    profile = replace(FORGIVING, fill=fill, struck=struck, hidden=hidden, numbers=NumberLocale(",", "."))
    with tempfile.TemporaryDirectory() as folder:
        shapes.write_by_hand(Path(folder) / "a.xlsx", {"Elements": table})
        findings = Findings()
        catalogue = read_catalogue(workspace(Path(folder), [profile]), findings)

    assert catalogue is not None
    assert all(element.id.value for element in catalogue.elements)
    assert len(catalogue.elements) <= len(table.rows) - 1


@given(tables())
def test_a_proposal_is_toml_or_a_finding(table: shapes.HandSheet) -> None:
    """What it proposes can be read, or it says that it cannot."""
    with tempfile.TemporaryDirectory() as folder:
        shapes.write_by_hand(Path(folder) / "a.xlsx", {"Elements": table})
        findings = Findings()
        beginning = begin_from(Path(folder) / "a.xlsx", "a", findings)

    if beginning is None:
        assert findings.errors == 1
    else:
        assert tomllib.loads(beginning.toml)["workbook"]
        assert beginning.reads or beginning.account[0].startswith("This profile does not read")


@given(tables())
def test_a_table_without_a_profile_never_reads_silently(table: shapes.HandSheet) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shapes.write_by_hand(Path(folder) / "a.xlsx", {"Elements": replace(table, merges=())})
        findings = Findings()
        profile = WorkbookProfile("a.xlsx", elements=("Elements",))
        catalogue = read_catalogue(workspace(Path(folder), [profile]), findings)

    assert catalogue is not None or findings.errors
