"""The trend: what is different from an earlier report or model, nothing against itself, and files that are neither."""

import dataclasses
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metermap.codegen.exchange.documents import model_document
from metermap.codegen.gap_report import build_report, report_json, report_markdown
from metermap.codegen.gap_report import earlier as earlier_files
from metermap.codegen.gap_report.as_csv import report_csv
from metermap.codegen.gap_report.as_text import report_text
from metermap.codegen.gap_report.earlier import EarlierError, read_earlier
from metermap.codegen.gap_report.earlier_documents import DocumentError, from_model, from_report, kind_of
from metermap.codegen.gap_report.trend import is_gap, with_trend
from metermap.codegen.gap_report.trend_model import Trend
from metermap.core.judged import unjudged
from metermap.mappings.model import ResolvedModel
from metermap.mappings.proofs import Proof, Verdict
from tests.site.small_model import element, renamed, small_model, with_coverage

Write = Callable[[ResolvedModel, Path], Path]


def as_report(model: ResolvedModel, folder: Path) -> Path:
    file = folder / "gap-report.json"
    file.write_text(report_json(build_report(model)), "utf-8")
    return file


def as_model(model: ResolvedModel, folder: Path) -> Path:
    file = folder / "model.json"
    file.write_text(json.dumps(model_document(model, unjudged(model.findings))), "utf-8")
    return file


def trend_of(new: ResolvedModel, old: Path) -> Trend:
    trend = with_trend(build_report(new), read_earlier(old)).trend
    assert trend is not None
    return trend


def without(model: ResolvedModel, *rows: int) -> ResolvedModel:
    """Return the model without what it says of some printed rows."""
    return dataclasses.replace(model, statements=tuple(said for said in model.statements if said.row not in rows))


def proved(model: ResolvedModel, *verdicts: Verdict) -> ResolvedModel:
    """Return the model with these verdicts on its first statements of an element."""
    keys = [said.key for said in model.statements if said.element]
    proofs = (Proof(key, verdict) for key, verdict in zip(keys, verdicts, strict=False))
    return dataclasses.replace(model, proofs=tuple(proofs))


@pytest.mark.parametrize("write", [as_report, as_model])
class TestAgainstItself:
    def test_nothing_is_different(self, write: Write, tmp_path: Path) -> None:
        model = proved(small_model(), Verdict.LOSSLESS, Verdict.BROKEN)
        trend = trend_of(model, write(model, tmp_path))
        assert trend.empty
        assert (trend.source.name, trend.source.digest) == ("small", "5" * 64)

    def test_every_column_has_the_same_numbers_then_and_now(self, write: Write, tmp_path: Path) -> None:
        trend = trend_of(small_model(), write(small_model(), tmp_path))
        assert [(one.device, one.protocol) for one in trend.columns] == [
            (column.device, column.protocol) for column in build_report(small_model()).columns
        ]
        assert all(column.old == column.new for column in trend.columns)

    def test_the_great_britain_build_is_not_different_from_itself(
        self, write: Write, tmp_path: Path, gb_build: Path
    ) -> None:
        del tmp_path
        file = "report/gap-report.json" if write is as_report else "model/model.json"
        document = json.loads((gb_build / "report/gap-report.json").read_text("utf-8"))
        found = read_earlier(gb_build / file)
        places = [(column["device"], column["protocol"]) for column in document["columns"]]
        told = {
            (line["element"], *place): standing
            for line in document["lines"]
            for place, standing in zip(places, line["standings"], strict=True)
            if standing
        }
        assert dict(found.standings) == told


class TestDifferences:
    def test_what_is_no_longer_said_is_a_new_gap(self, tmp_path: Path) -> None:
        trend = trend_of(without(small_model(), 100), as_report(small_model(), tmp_path))
        [line] = trend.new_gaps
        assert (line.element, line.device, line.protocol) == ("ActiveExportRegister.value", "ESME", "dlms")
        assert (line.old, line.new, line.cell) == ("carried", "undecided", "smets2.xlsx[Elements]!E100")
        assert (trend.closed_gaps, trend.changed, trend.added, trend.removed) == ((), (), (), ())

    def test_the_other_way_round_it_is_closed(self, tmp_path: Path) -> None:
        trend = trend_of(small_model(), as_report(without(small_model(), 100), tmp_path))
        [line] = trend.closed_gaps
        assert (line.old, line.new) == ("undecided", "carried")
        assert (trend.new_gaps, trend.changed) == ((), ())

    def test_a_gap_that_stays_one_is_a_change_and_not_new(self, tmp_path: Path) -> None:
        trend = trend_of(without(small_model(), 1771), as_report(small_model(), tmp_path))
        assert [(line.old, line.new) for line in trend.changed] == [("unaddressed", "undecided")]
        assert not trend.new_gaps

    def test_a_proof_that_succeeds_is_a_change(self, tmp_path: Path) -> None:
        better = proved(small_model(), Verdict.LOSSLESS)
        trend = trend_of(better, as_report(small_model(), tmp_path))
        assert [(line.old, line.new) for line in trend.changed] == [("carried", "exact")]

    def test_a_new_element_is_added_and_its_gaps_are_new(self, tmp_path: Path) -> None:
        model = small_model()
        more = (*model.catalogue.elements, element(9, "Log", "entries[1..2]", ("ESME",)))
        grown = dataclasses.replace(model, catalogue=dataclasses.replace(model.catalogue, elements=more))
        trend = trend_of(grown, as_report(model, tmp_path))
        assert trend.added == ("Log.entries[1..2]",)
        assert [(line.protocol, line.old, line.new) for line in trend.new_gaps] == [
            ("dlms", "", "undecided"),
            ("sep", "", "undecided"),
        ]

    def test_one_that_is_gone_is_removed_and_its_gaps_are_closed(self, tmp_path: Path) -> None:
        model = small_model()
        fewer = tuple(one for one in model.catalogue.elements if one.id.value != "ActiveExportRegister.scale")
        shrunk = dataclasses.replace(model, catalogue=dataclasses.replace(model.catalogue, elements=fewer))
        trend = trend_of(shrunk, as_report(model, tmp_path))
        assert trend.removed == ("ActiveExportRegister.scale",)
        [line] = trend.closed_gaps
        assert (line.protocol, line.old, line.new, line.cell) == ("sep", "undecided", "", "")

    @pytest.mark.parametrize("write", [as_report, as_model])
    def test_one_with_another_name_and_id_is_neither_new_nor_gone(self, write: Write, tmp_path: Path) -> None:
        old = write(renamed(small_model(), {"ActiveExportRegister": "ExportRegister"}), tmp_path)
        trend = trend_of(small_model(), old)
        assert (trend.added, trend.removed, trend.new_gaps, trend.closed_gaps) == ((), (), (), ())

    def test_a_declared_renaming_is_followed(self, tmp_path: Path) -> None:
        """Nothing else could tell: the elements have other rows now, and a model says nothing of them but their ids."""
        old = as_model(renamed(small_model(), {"ActiveExportRegister": "ExportRegister"}), tmp_path)
        document = json.loads(old.read_text("utf-8"))
        for number, line in enumerate(document["elements"]):
            line |= {"row": 9_000 + number, "reference": ""}
        old.write_text(json.dumps(document), "utf-8")
        assert len(trend_of(small_model(), old).added) == 3
        told = with_trend(build_report(small_model()), read_earlier(old), {"ExportRegister": "ActiveExportRegister"})
        assert told.trend
        assert (told.trend.added, told.trend.removed) == ((), ())

    def test_one_with_another_name_keeps_its_gap(self, tmp_path: Path) -> None:
        old = as_report(renamed(small_model(), {"ActiveExportRegister": "ExportRegister"}), tmp_path)
        [line] = trend_of(without(small_model(), 100), old).new_gaps
        assert (line.element, line.old, line.new) == ("ActiveExportRegister.value", "carried", "undecided")

    def test_a_device_that_only_one_of_them_has_is_told(self, tmp_path: Path) -> None:
        model = small_model()
        alone = with_coverage(dataclasses.replace(model, devices=model.devices[:1]))
        trend = trend_of(alone, as_report(model, tmp_path))
        gone = [column for column in trend.columns if column.new is None]
        assert [(column.device, column.protocol) for column in gone] == [("GSME", "sep"), ("GSME", "dlms")]
        assert all(column.old for column in gone)

    def test_a_model_without_proofs_is_compared_by_what_is_mapped(self, tmp_path: Path) -> None:
        file = as_model(small_model(), tmp_path)
        document = json.loads(file.read_text("utf-8"))
        del document["proofs"]
        file.write_text(json.dumps(document), "utf-8")
        trend = trend_of(proved(small_model(), Verdict.LOSSLESS, Verdict.BROKEN), file)
        assert trend.source.coarse
        assert trend.empty


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=st.sets(st.sampled_from([100, 233, 362, 1401, 1960, 1771])), new=st.sets(st.sampled_from([100, 362, 1960])))
def test_gaps_then_and_new_ones_without_the_closed_ones_are_those_of_now(
    tmp_path: Path, old: set[int], new: set[int]
) -> None:
    then, now = without(small_model(), *old), without(small_model(), *new)
    trend = trend_of(now, as_report(then, tmp_path))
    before, after = len(build_report(then).gaps), len(build_report(now).gaps)
    assert before + len(trend.new_gaps) - len(trend.closed_gaps) == after
    assert trend.empty is (not trend.new_gaps and not trend.closed_gaps and not trend.changed)
    assert all(is_gap(line.new) and not is_gap(line.old) for line in trend.new_gaps)


class TestForms:
    def test_all_forms_tell_the_trend(self, tmp_path: Path) -> None:
        report = with_trend(build_report(without(small_model(), 100)), read_earlier(as_report(small_model(), tmp_path)))
        said = "1 new gap, 0 closed gaps, 0 other changed standings, 0 added elements, 0 removed elements"
        assert said in report_markdown(report)
        assert said in report_text(report)
        assert report_csv(report).count('"new gap, was carried"') == 1
        assert len(json.loads(report_json(report))["trend"]["new_gaps"]) == 1

    def test_closed_gaps_follow_the_gaps_of_the_csv(self, tmp_path: Path) -> None:
        old = as_report(without(small_model(), 100), tmp_path)
        report = with_trend(build_report(small_model()), read_earlier(old))
        last = report_csv(report).splitlines()[-1]
        assert last.startswith('ESME,dlms,,carried,"closed gap, was undecided"')

    def test_a_hostile_name_of_an_earlier_file_stays_text(self, tmp_path: Path) -> None:
        model = small_model()
        more = (*model.catalogue.elements, element(9, "=<script>|`\u202e", "other", ("ESME",)))
        grown = dataclasses.replace(model, catalogue=dataclasses.replace(model.catalogue, elements=more))
        report = with_trend(build_report(model), read_earlier(as_report(grown, tmp_path)))
        assert report.trend
        assert [line.item for line in report.trend.closed_gaps] == ["=<script>|`\u202e"] * 2
        assert "<script>" not in report_markdown(report)
        assert "\u202e" not in report_text(report) + report_markdown(report) + report_csv(report)


def refused(path: Path) -> str:
    with pytest.raises(EarlierError) as told:
        read_earlier(path)
    return str(told.value)


class TestFilesThatAreNone:
    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (b"", "is no JSON document of metermap's"),
            (b"{", "is no JSON document of metermap's"),
            (b"\xff\xfe", "is no JSON document of metermap's"),
            (b"[]", "is no JSON document of metermap's"),
            (b"null", "is no JSON document of metermap's"),
            (b'{"schema_version": "1"}', "schema_version"),
            (b'{"schema_version": 1}', "is neither a gap report nor a model"),
            (b'{"schema_version": 7, "gaps": []}', "is a gap report of schema version 7"),
            (b'{"schema_version": 7, "statements": [], "devices": []}', "is a model of schema version 7"),
            (b'{"schema_version": 1, "gaps": []}', "is no gap report (name: Field required)"),
            (b'{"schema_version": 0, "statements": [], "devices": []}', "is no model (name: Field required)"),
            (b"[" * 100_000, "is no JSON document of metermap's"),
            (b'{"schema_version": ' + b"9" * 10_000 + b"}", "is no JSON document of metermap's"),
            (b'{"schema_version": 1, "gaps": [], "name": "\\ud800"}', "is no JSON document of metermap's"),
        ],
    )
    def test_each_is_told_with_what_would_do(self, tmp_path: Path, content: bytes, said: str) -> None:
        file = tmp_path / "old.json"
        file.write_bytes(content)
        told = refused(file)
        assert said in told
        assert "old.json" in told
        assert "expected" in told or "compares version" in told
        assert len(told) < 1000

    def test_a_line_needs_a_standing_for_each_column(self, tmp_path: Path) -> None:
        file = as_report(small_model(), tmp_path)
        document: dict[str, Any] = json.loads(file.read_text("utf-8"))
        document["lines"][0]["standings"].pop()
        file.write_text(json.dumps(document), "utf-8")
        assert "not one standing for each column" in refused(file)

    @pytest.mark.parametrize("row", [10**400, 10**9 + 1, -1])
    def test_a_row_that_no_cell_holds(self, tmp_path: Path, row: int) -> None:
        file = as_report(small_model(), tmp_path)
        document: dict[str, Any] = json.loads(file.read_text("utf-8"))
        document["lines"][0]["row"] = row
        file.write_text(json.dumps(document), "utf-8")
        assert "is no gap report (lines.0.row: Input should be " in refused(file)

    @pytest.mark.parametrize("write", [as_report, as_model])
    def test_an_element_that_is_listed_twice(self, tmp_path: Path, write: Write) -> None:
        file = write(small_model(), tmp_path)
        document: dict[str, Any] = json.loads(file.read_text("utf-8"))
        listed = document["lines" if write is as_report else "elements"]
        listed.append(listed[0])
        file.write_text(json.dumps(document), "utf-8")
        name = small_model().catalogue.elements[0].id.value
        assert f"(it lists the element {name} twice); expected " in refused(file)

    @pytest.mark.parametrize("write", [as_report, as_model])
    def test_a_byte_order_mark_is_no_fault(self, tmp_path: Path, write: Write) -> None:
        file = write(small_model(), tmp_path)
        expected = read_earlier(file)
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
        assert read_earlier(file) == expected

    def test_more_columns_than_can_be(self, tmp_path: Path) -> None:
        file = as_report(small_model(), tmp_path)
        document: dict[str, Any] = json.loads(file.read_text("utf-8"))
        document["columns"] *= 1000
        file.write_text(json.dumps(document), "utf-8")
        assert "columns: List should have at most 200 items" in refused(file)

    def test_a_file_that_is_too_large(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(earlier_files, "LONGEST", 100)
        assert "more than 100 octets" in refused(as_report(small_model(), tmp_path))

    def test_a_pipe_is_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.json")
        assert "is no file that can be read" in refused(tmp_path / "pipe.json")

    def test_a_folder_of_something_else(self, tmp_path: Path) -> None:
        assert "is a folder without report/gap-report.json or model/model.json" in refused(tmp_path)

    def test_a_build_of_an_earlier_metermap_is_read_by_its_model(self, tmp_path: Path) -> None:
        for name in ("report", "model"):
            (tmp_path / name).mkdir()
        (tmp_path / "report/gap-report.json").write_text('{"schema_version": 0, "gaps": []}', "utf-8")
        as_model(small_model(), tmp_path / "model")
        assert read_earlier(tmp_path).source.form == "model"

    @given(st.binary(max_size=200))
    def test_whatever_the_octets_are_it_is_told(self, content: bytes) -> None:
        for read in (kind_of, from_report, from_model):
            with pytest.raises(DocumentError):
                read(content)
