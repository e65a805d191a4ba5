"""The annotated copy of the Great Britain workbook, held against the workbook and the gap report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from metermap import cli, pipeline
from metermap.annotating import annotate
from metermap.catalogue.reader import read_catalogue
from metermap.codegen.gap_report.build import build_report
from metermap.core.findings import Finding, Findings
from metermap.core.places import CellPlace
from metermap.core.workspace import load_workspace
from metermap.mappings.model import ResolvedModel, State
from tests.codegen.annotate.copies import commented, listed, look
from tests.conftest import ROOT, copy_gb

COPY = "smets2.annotated.xlsx"


@pytest.fixture(scope="module")
def copy_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("annotated") / "out"
    annotate(ROOT / "gb", out)
    return out / COPY


@pytest.fixture(scope="module")
def copy(copy_path: Path) -> Workbook:
    return load_workbook(copy_path, rich_text=True)


@pytest.fixture(scope="module")
def checked() -> pipeline.CheckResult:
    return pipeline.check(ROOT / "gb")


def test_each_cell_with_findings_has_a_comment_and_no_other_has(copy: Workbook, checked: pipeline.CheckResult) -> None:
    places = {place for found in checked.everything for place in (found.place, *found.also)}
    cells = {f"{place.sheet}!{place.cell}" for place in places if isinstance(place, CellPlace)}
    assert len(cells) > 20
    assert sorted(commented(copy)) == sorted(cells)


def test_each_finding_about_an_element_has_a_cell(checked: pipeline.CheckResult, gb_model: ResolvedModel) -> None:
    ids = {element.id.value for element in gb_model.catalogue.elements}
    about = [found for found in checked.everything if named_element(found.subject) in ids]
    assert {"MM331", "MM402"} <= {found.code for found in about}
    homeless = [
        f"{found.code} {found.subject}"
        for found in about
        if not any(isinstance(place, CellPlace) for place in (found.place, *found.also))
    ]
    assert not homeless


def named_element(subject: str) -> str:
    """Return the element that a subject names, like dlms/Clock.value#7; or something that is none."""
    return re.sub(r"#\d+$", "", re.sub(r"^(?:dlms|sep)/", "", subject))


def test_the_example_of_the_documentation_is_what_the_command_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs" / "annotate.md").read_text("utf-8")
    shown = page.partition("```console\n")[2].partition("```")[0].splitlines()
    copy_gb(tmp_path / "gb")
    monkeypatch.chdir(tmp_path)

    assert cli._run(shown[0].removeprefix("$ metermap ").split()) == 0
    assert shown[1:] == capsys.readouterr().out.splitlines()


def test_each_comment_names_each_finding_of_its_cell(copy: Workbook, checked: pipeline.CheckResult) -> None:
    known = {row.code for row in checked.reviewed}
    cells: dict[CellPlace, list[Finding]] = {}
    for found in checked.everything:
        for place in (found.place, *found.also):
            if isinstance(place, CellPlace):
                cells.setdefault(place, []).append(found)
    for place, about in cells.items():
        text = copy[place.sheet][place.cell].comment.text
        for found in about:
            assert f"{found.severity.value} {found.code}: " in text
        assert ("Reviewed, " in text) is any(found.code in known for found in about)


def test_every_finding_is_listed_and_every_link_leads_to_a_cell_with_a_comment(
    copy: Workbook, checked: pipeline.CheckResult
) -> None:
    rows = listed(copy)
    assert sorted((row["Code"], row["Element or subject"]) for row in rows) == sorted(
        (found.code, found.subject) for found in checked.everything
    )
    links = [cell.hyperlink for row in copy["metermap findings"].iter_rows() for cell in row if cell.hyperlink]
    assert len(links) == 2 * sum(bool(row["Cell"]) for row in rows)
    for link in links:
        assert link.target is None
        sheet, _, cell = str(link.location).rpartition("!")
        assert copy[sheet.strip("'")][cell].comment


def statuses(copy: Workbook) -> Iterator[tuple[str, str, str, str]]:
    """Yield element, device, protocol and state of each row."""
    for name in ("Elements", "HAN"):
        rows = copy[name].iter_rows(values_only=True)
        header = next(row for row in rows if "metermap: mapping status" in row)
        column = header.index("metermap: mapping status")
        for row in rows:
            for part in filter(None, str(row[column] or "").split("; ")):
                pair, _, state = part.partition(": ")
                device, _, protocol = pair.partition(" over ")
                yield str(row[0]), device, protocol, state


def test_each_status_is_that_of_the_gap_report(copy: Workbook, gb_model: ResolvedModel) -> None:
    report = build_report(gb_model)
    found = list(statuses(copy))
    told = {State.UNADDRESSED.value, State.NO_HOME.value, State.UNDECIDED.value}
    gaps = sorted(
        (gap.element, gap.device, gap.protocol, gap.state.value) for gap in report.gaps if gap.state.value in told
    )
    assert sorted(row for row in found if row[3] in told) == gaps
    for column in report.columns:
        states = [
            state for _, device, protocol, state in found if (device, protocol) == (column.device, column.protocol)
        ]
        assert {state: states.count(state.value) for state in State} == {state: column.count(state) for state in State}


def test_every_element_has_a_row_with_a_status(copy: Workbook, gb_model: ResolvedModel) -> None:
    assert {element for element, *_ in statuses(copy)} == {
        element.id.value for element in gb_model.catalogue.elements if element.devices.value
    }


def test_a_mapped_address_stands_beside_its_element(copy: Workbook) -> None:
    row = next(row for row in copy["Elements"].iter_rows() if row[0].value == "ActiveExportRegister.value")
    assert str(row[12].value).startswith("3/1-0:2.8.0.255/A2 value (ESME)")


def test_everything_else_is_as_it_was(copy: Workbook) -> None:
    original = load_workbook(ROOT / "gb/smets2.xlsx", rich_text=True)
    assert copy.sheetnames == [*original.sheetnames, "metermap findings"]
    rows = {"Elements": 723, "HAN": 72}  # with the header
    for sheet in original.sheetnames:
        before, after = look(original, sheet), look(copy, sheet)
        for kind, ours in (("cells", 3 * rows.get(sheet, 0)), ("columns", 3 * (sheet in rows))):
            was, now = before.pop(kind), after.pop(kind)
            assert isinstance(was, dict)
            assert isinstance(now, dict)
            assert {key: now[key] for key in was} == was, (sheet, kind)
            assert len(now) == len(was) + ours
        assert after == before, sheet


def test_the_copy_is_read_like_the_workbook(copy_path: Path, tmp_path: Path, gb_model: ResolvedModel) -> None:
    root = copy_gb(tmp_path / "gb")
    (root / "smets2.xlsx").write_bytes(copy_path.read_bytes())
    workspace = load_workspace(root, Findings())
    assert workspace is not None
    assert read_catalogue(workspace, Findings()) == gb_model.catalogue
