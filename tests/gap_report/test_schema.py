"""The JSON form against its published schema, and the CSV forms against what a spreadsheet makes of them."""

import csv
import dataclasses
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.codegen.gap_report import build_report, report_json
from metermap.codegen.gap_report.as_csv import report_csv, report_raw_csv
from metermap.codegen.gap_report.as_json import report_schema
from metermap.codegen.gap_report.earlier import read_earlier
from metermap.codegen.gap_report.trend import with_trend
from tests.site.small_model import element, small_model, with_coverage
from tests.validating import faults_by_schema


def test_the_report_of_a_build_is_what_its_schema_says(gb_build: Path) -> None:
    report = (gb_build / "report/gap-report.json").read_text("utf-8")
    schema = (gb_build / "report/gap-report.schema.json").read_text("utf-8")
    assert faults_by_schema(report, schema) == []


def test_a_report_with_a_trend_is_too(tmp_path: Path) -> None:
    old = tmp_path / "old.json"
    old.write_text(report_json(build_report(small_model())), "utf-8")
    model = small_model()
    others = (element(9, "Log", "entries", ("ESME",)), *model.catalogue.elements[1:])
    moved = dataclasses.replace(
        model,
        catalogue=dataclasses.replace(model.catalogue, elements=others),
        statements=tuple(said for said in model.statements if said.row != 362),
    )
    report = with_trend(build_report(with_coverage(moved)), read_earlier(old))
    assert report.trend is not None
    assert report.trend.added
    assert report.trend.removed
    assert report.trend.new_gaps
    assert faults_by_schema(report_json(report), report_schema()) == []


@pytest.mark.parametrize("name", ["columns", "gaps", "security", "schema_version"])
def test_a_report_that_lacks_a_part_is_not(name: str) -> None:
    document = json.loads(report_json(build_report(small_model())))
    del document[name]
    assert faults_by_schema(json.dumps(document), report_schema())


def test_a_word_that_is_no_standing_is_not() -> None:
    document = json.loads(report_json(build_report(small_model())))
    document["gaps"][0]["standing"] = "fine"
    assert faults_by_schema(json.dumps(document), report_schema())


def test_the_schema_describes_every_record() -> None:
    schema = json.loads(report_schema())
    assert not [name for name, of in schema["$defs"].items() if not of.get("description")]


def grown(item: str, path: str) -> str:
    model = small_model()
    odd = element(5000, item, path, ("ESME",))
    catalogue = dataclasses.replace(model.catalogue, elements=(odd,))
    return report_csv(build_report(with_coverage(dataclasses.replace(model, catalogue=catalogue))))


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-x", "@sum", "\tx", "\rx", "\uff1d1", "  =1"])
def test_what_a_spreadsheet_would_run_is_text(name: str) -> None:
    [row, *_] = csv.DictReader(io.StringIO(grown(name, "value"), newline=""))
    assert row["item"].startswith("'")


def test_a_number_stays_a_number() -> None:
    [row, *_] = csv.DictReader(io.StringIO(grown("-5", "value"), newline=""))
    assert row["item"] == "-5"


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_raw_form_gives_every_text_back(item: str, path: str) -> None:
    model = small_model()
    odd = element(5000, item, path, ("ESME",))
    catalogue = dataclasses.replace(model.catalogue, elements=(odd,))
    raw = report_raw_csv(build_report(with_coverage(dataclasses.replace(model, catalogue=catalogue))))
    [row, *_] = csv.DictReader(io.StringIO(raw, newline=""))
    assert (row["item"], row["path"]) == (item, path)
