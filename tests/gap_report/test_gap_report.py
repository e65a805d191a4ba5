"""The gap report: every count with what it is out of, nothing filled in that nobody recorded."""

import dataclasses
import json
import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.codegen.base import GeneratorInput
from metermap.codegen.gap_report import build_report, generate, report_markdown
from metermap.codegen.gap_report.model import GapReport
from metermap.core.addresses import NamedAddress
from metermap.mappings.model import ResolvedModel, Role, State
from metermap.protocols import load_dictionaries
from tests.site.small_model import element, renamed, small_model, statement, with_coverage


@pytest.fixture(scope="module")
def report() -> GapReport:
    return build_report(small_model())


def files(model: ResolvedModel) -> dict[str, str]:
    generated = generate(GeneratorInput(model, "small", {}, load_dictionaries()))
    return {name: content.decode() for name, content in generated.files.items() if not name.endswith(".xlsx")}


def as_json(model: ResolvedModel) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files(model)["gap-report.json"])
    return found


class TestCounts:
    def test_what_is_known_in_the_home_only_is_counted_apart(self, report: GapReport) -> None:
        said = "3 data items with 6 elements, and 1 more element known in the home only: 4 items with 7 elements in all"
        assert report.extent == said
        assert f"\n{said}.\n" in files(small_model())["gap-report.md"]

    def test_the_parts_of_a_column_add_up_to_its_elements(self, report: GapReport) -> None:
        for column in report.columns:
            assert sum(column.count(state) for state in State) == column.elements

    def test_they_are_those_of_the_model(self, report: GapReport) -> None:
        counted = {
            (said.device, said.protocol): (said.elements, said.mapped, said.undecided)
            for said in small_model().coverage
        }
        found = {(c.device, c.protocol): (c.elements, c.mapped, c.undecided) for c in report.columns}
        assert found == counted

    def test_a_proposal_is_not_mapped(self, report: GapReport) -> None:
        home_area = next(c for c in report.columns if (c.device, c.protocol) == ("ESME", "sep"))
        assert (home_area.mapped, home_area.count(State.PROPOSED), home_area.elements) == (0, 1, 6)
        assert [proposal.element for proposal in report.proposals] == ["Active Import Register"]

    def test_the_carrier_comes_first(self, report: GapReport) -> None:
        assert [(c.device, c.protocol, c.carrier) for c in report.columns] == [
            ("ESME", "dlms", True),
            ("ESME", "sep", False),
            ("GSME", "sep", True),
            ("GSME", "dlms", False),
        ]

    def test_statements_are_counted_by_what_stands_behind_them(self, report: GapReport) -> None:
        said = report.columns[0].statements
        assert (said.elements, said.protocol_fields, said.gaps, said.proposals, said.total) == (5, 1, 0, 0, 6)
        assert said.constants == 3


class TestGaps:
    def test_a_statement_without_an_address_names_row_cell_and_line(self, report: GapReport) -> None:
        gap = next(gap for gap in report.gaps if gap.state is State.UNADDRESSED)
        assert (gap.element, gap.row) == ("SupplyOutageRestore.interruptionValue", 1771)
        assert gap.cell == "smets2.xlsx[Elements]!E1771"
        assert gap.statement == "mappings/small.map:1771:5"

    def test_nobody_recorded_a_reason_an_owner_or_a_decision(self, report: GapReport) -> None:
        assert {(gap.reason, gap.owner, gap.decision) for gap in report.gaps} == {("not recorded",) * 3}

    def test_a_stated_gap_keeps_its_reason_and_its_decision(self) -> None:
        model = small_model()
        reason = "no attribute of Metering holds it"
        gap = statement(
            362, "ESME", "sep", "ActiveExportRegister.scale", None, role=Role.GAP, because=(reason,), status="decided"
        )
        report = build_report(dataclasses.replace(model, statements=(*model.statements, gap)))
        found = next(gap for gap in report.gaps if gap.state is State.NO_HOME)
        assert (found.element, found.reason, found.decision) == ("ActiveExportRegister.scale", reason, "decided")

    def test_what_a_device_does_not_speak_is_no_gap_and_says_why(self, report: GapReport) -> None:
        assert not [gap for gap in report.gaps if (gap.device, gap.protocol) == ("GSME", "dlms")]
        silent = report.columns[-1]
        assert (silent.not_applicable, silent.elements, silent.reason) == (2, 2, "a gas meter speaks no DLMS")

    def test_each_undecided_element_is_an_entry(self, report: GapReport) -> None:
        undecided = [gap for gap in report.gaps if gap.state is State.UNDECIDED]
        assert len(undecided) == sum(column.undecided for column in report.columns) == 5

    def test_a_statement_that_names_an_alert_shows_it(self) -> None:
        model = small_model()
        gap = next(said for said in model.statements if said.row == 1771)
        named = dataclasses.replace(gap, address=NamedAddress("Alert", "ECS80", "interuption_value"))
        others = tuple(said for said in model.statements if said is not gap)
        report = build_report(dataclasses.replace(model, statements=(*others, named)))
        assert [gap.home for gap in report.gaps if gap.row == 1771][:1] == ["Alert(ECS80): interuption_value"]

    def test_a_protocol_field_is_listed_with_its_constant(self, report: GapReport) -> None:
        [field] = report.protocol_fields
        assert (field.row, field.value) == (1104, "0")
        assert field.address == ("113/0-0:19.20.1.255/A6 unit_charge_passive: charge_per_unit_scaling.commodity_scale")


def test_parity_counts_elements_of_two_devices_side_by_side(report: GapReport) -> None:
    [parity] = report.parity
    assert (parity.left_device, parity.right_device) == ("ESME", "GSME")
    assert [found.row for found in parity.both] == [1960]
    assert [found.row for found in parity.only_left] == [100, 233, 362]
    assert [(found.row, found.listed) for found in parity.only_right] == [(1401, False)]


class TestForms:
    def test_json_names_its_schema_first(self) -> None:
        document = as_json(small_model())
        assert next(iter(document)) == "schema_version"
        assert document["schema_version"] == 1

    def test_the_same_model_gives_the_same_bytes(self) -> None:
        assert files(small_model()) == files(small_model())

    def test_statements_and_findings_in_any_order_give_the_same_bytes(self) -> None:
        model = small_model()
        turned = dataclasses.replace(model, statements=model.statements[::-1], findings=model.findings[::-1])
        assert files(turned)["gap-report.md"] == files(model)["gap-report.md"]

    @pytest.mark.parametrize("name", ["a | b", "x `|` y", "<script>alert(1)</script>", "**bold**", "a\n\n# heading"])
    def test_a_hostile_name_stays_text_in_its_column(self, name: str) -> None:
        made = files(renamed(small_model(), {"ActiveExportRegister": name}))["gap-report.md"]
        assert "<script>" not in made
        assert "\n# heading" not in made
        check_columns(made)


@given(st.text(max_size=40))
def test_every_row_has_the_columns_of_its_heading(name: str) -> None:
    model = small_model()
    odd = element(5000, name, name, ("ESME",))
    grown = dataclasses.replace(model, catalogue=dataclasses.replace(model.catalogue, elements=(odd,)))
    check_columns(report_markdown(build_report(with_coverage(grown))))


def check_columns(markdown: str) -> None:
    lines = markdown.split("\n")
    for above, below in pairwise(lines):
        if above.startswith("|") and below.startswith("|"):
            assert bars(above) == bars(below), below


def bars(line: str) -> int:
    return len(re.findall(r"(?<!\\)\|", line))
