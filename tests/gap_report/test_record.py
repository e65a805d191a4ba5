"""The record behind the report: counts by section and spelled out, limits, what follows from a gap, who may read."""

import csv
import dataclasses
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from metermap.catalogue.model import Element, Value
from metermap.codegen.base import GeneratorInput
from metermap.codegen.gap_report import Beside, build_report, report_markdown, report_on
from metermap.codegen.gap_report.ages import with_ages
from metermap.codegen.gap_report.as_csv import report_raw_csv
from metermap.codegen.gap_report.as_html import report_html
from metermap.codegen.gap_report.as_text import report_text
from metermap.codegen.gap_report.as_xlsx import report_xlsx
from metermap.codegen.gap_report.counts import FIELDS, tally_of
from metermap.codegen.gap_report.index import expanded
from metermap.codegen.gap_report.model import GAPS, NOT_RECORDED, Gap, GapReport
from metermap.codegen.standards.model import Count, EditionUse, StandardsReport, StandardUse, Usage
from metermap.core.addresses import NamedAddress
from metermap.core.judged import JudgedFinding, Outcome
from metermap.core.places import CellPlace, TextPlace
from metermap.mappings.model import ResolvedModel, State
from metermap.mappings.proofs import CounterExample, Proof, Verdict
from metermap.mappings.proofs.verdicts import Breakage
from metermap.mappings.results import Outcome as Result
from metermap.mappings.results import TestResult
from metermap.mappings.standing import Standing
from metermap.protocols import load_dictionaries
from metermap.protocols.standards import Openness, StandardRecord
from metermap.protocols.standards import Standing as Recognition
from tests.site.small_model import FINDINGS, element, small_model, statement, with_coverage


@pytest.fixture(scope="module")
def report() -> GapReport:
    return build_report(small_model())


def changed(change: Callable[[Element], Element], *ids: str) -> ResolvedModel:
    """Return the model with some of its elements changed."""
    model = small_model()
    elements = tuple(change(one) if one.id.value in ids else one for one in model.catalogue.elements)
    return dataclasses.replace(model, catalogue=dataclasses.replace(model.catalogue, elements=elements))


def sensitive(*ids: str) -> ResolvedModel:
    return changed(lambda one: dataclasses.replace(one, sensitive=Value(value=True)), *ids)


def gap_of(report: GapReport, device: str, protocol: str, name: str) -> Gap:
    return next(gap for gap in report.gaps if (gap.device, gap.protocol, gap.element) == (device, protocol, name))


class TestCounts:
    def test_the_sections_of_a_column_add_up_to_it(self, report: GapReport) -> None:
        for column in report.columns:
            for standing in Standing:
                parts = sum(part.counts.elements.count(standing) for part in column.sections)
                assert parts == column.counts.elements.count(standing)
            assert sum(part.counts.expanded.total for part in column.sections) == column.counts.expanded.total

    def test_each_element_says_how_it_stands_in_each_column(self, report: GapReport) -> None:
        for place, column in enumerate(report.columns):
            found = [line.standings[place] for line in report.lines if line.standings[place]]
            assert len(found) == column.elements
            assert all(found.count(standing) == column.count(standing) for standing in Standing)

    def test_a_section_that_nobody_printed_reads_so(self) -> None:
        model = changed(lambda one: dataclasses.replace(one, section=" "), "ActiveExportRegister.value")
        sections = build_report(model).columns[0].sections
        assert [(part.section, part.counts.elements.total) for part in sections] == [(NOT_RECORDED, 1), ("5", 4)]

    @pytest.mark.parametrize(
        ("item", "path", "count"),
        [
            ("SupplyTamperState", "value", 1),
            ("EventLog", "logEntries[1..12].logEntry.timestamp", 12),
            ("DebtRecoveryRates[1..2]", "period[1..3].value", 6),
            ("AuxiliaryController[n]", "state", None),
            ("AuxiliaryController[1]", "state", 1),
            ("SpecialDays", "date[0..n].next", None),
            ("SpecialDays", "date[].next", None),
            ("SpecialDays", "date[3..1].next", None),
            ("SpecialDays", "date[1..999999999].of[1..9]", None),
        ],
    )
    def test_a_range_counts_each_of_its_indices_and_an_open_one_says_no_number(
        self, item: str, path: str, count: int | None
    ) -> None:
        assert expanded(element(1, item, path, ("ESME",))) == count

    def test_what_says_no_number_is_counted_apart(self) -> None:
        model = small_model()
        logs = (element(1, "Log", "entries[1..12]", ("ESME",)), element(2, "Log", "days[1..n]", ("ESME",)))
        grown = dataclasses.replace(model, catalogue=dataclasses.replace(model.catalogue, elements=logs))
        counts = build_report(grown).columns[0].counts
        assert (counts.elements.undecided, counts.expanded.undecided, counts.uncounted.undecided) == (2, 12, 1)

    @given(st.lists(st.tuples(st.sampled_from(Standing), st.integers(0, 10**6))))
    def test_the_parts_of_a_tally_add_up_to_its_total(self, found: list[tuple[Standing, int]]) -> None:
        tally = tally_of(found)
        assert sum(getattr(tally, name) for name in FIELDS) == tally.total == sum(number for _, number in found)
        assert sum(tally.of_state(state) for state in State) == tally.total


def with_broken_value(name: str = "ActiveExportRegister.scale") -> ResolvedModel:
    """Return the model with a proof by which 65535 does not come back from an element."""
    model = small_model()
    broken = CounterExample(Breakage.NON_VALUE, "65535", "0xFFFF says that there is no value", raw="65535")
    key = next(said.key for said in model.statements if said.element == name)
    return dataclasses.replace(model, proofs=(Proof(key, Verdict.BROKEN, broken=broken),))


class TestLimits:
    def test_a_value_that_breaks_is_a_gap_with_that_value(self) -> None:
        report = build_report(with_broken_value())
        gap = gap_of(report, "ESME", "dlms", "ActiveExportRegister.scale")
        [limit] = gap.limits
        assert gap.standing is Standing.LIMITED
        assert (limit.kind, limit.value, limit.statement) == ("non-value", "65535", "mappings/small.map:362:5")
        assert gap.reason == "0xFFFF says that there is no value"
        assert report.columns[0].counts.elements.limited == 1

    def test_it_still_counts_as_mapped(self) -> None:
        assert build_report(with_broken_value()).columns[0].mapped == build_report(small_model()).columns[0].mapped


class TestGaps:
    def test_every_gap_of_every_column_is_listed(self, report: GapReport) -> None:
        counted = sum(column.count(standing) for column in report.columns for standing in GAPS)
        assert len(report.gaps) == counted

    def test_it_names_cell_and_clause(self, report: GapReport) -> None:
        gap = gap_of(report, "ESME", "dlms", "SupplyOutageRestore.interruptionValue")
        assert (gap.cell, gap.clause) == ("smets2.xlsx[Elements]!E1771", "SMETS 5.7.5.2")

    def test_that_no_protocol_of_the_device_carries_it_follows_from_the_other_columns(self, report: GapReport) -> None:
        gap = gap_of(report, "ESME", "dlms", "SupplyOutageRestore.interruptionValue")
        assert gap.consequences == ("No protocol of ESME carries it.",)

    def test_that_another_protocol_carries_it_follows_too(self, report: GapReport) -> None:
        gap = gap_of(report, "ESME", "sep", "ActiveExportRegister.scale")
        assert gap.consequences == (
            "ESME carries it over DLMS/COSEM (carried).",
            "Over another protocol or on another device it is carried for use case ECS17a.",
        )
        assert gap.carried_over == ("dlms",)

    def test_what_gives_no_home_elsewhere_is_not_said_to_carry_it(self) -> None:
        model = small_model()
        name = "SupplyOutageRestore.interruptionValue"
        said = tuple(
            dataclasses.replace(one, use_cases=("ECS80",)) if one.element == name else one for one in model.statements
        )
        report = build_report(dataclasses.replace(model, statements=said))
        assert gap_of(report, "ESME", "sep", name).consequences == ("No protocol of ESME carries it.",)
        assert gap_of(report, "ESME", "dlms", name).consequences[1:] == (
            "The mapping names it for use case ECS80, and gives no address.",
        )

    def test_an_alert_that_is_named_is_told_with_what_is_missing(self) -> None:
        model = small_model()
        name = "SupplyOutageRestore.interruptionValue"
        alert = NamedAddress("Alert", "ECS80", "interruption")
        said = tuple(
            dataclasses.replace(one, use_cases=("ECS80",), address=alert) if one.element == name else one
            for one in model.statements
        )
        gap = gap_of(build_report(dataclasses.replace(model, statements=said)), "ESME", "dlms", name)
        assert gap.standing is Standing.UNADDRESSED
        assert gap.consequences[1:] == (
            "The mapping names it for use case ECS80, as Alert(ECS80): interruption, of which no octets are known.",
        )

    def test_where_nothing_follows_nothing_is_said(self) -> None:
        name = "ActiveExportRegister.value"
        gap = gap_of(build_report(with_broken_value(name)), "ESME", "dlms", name)
        assert (gap.consequences, gap.consequence) == ((), NOT_RECORDED)

    def test_a_use_case_whose_title_names_the_item_is_named(self) -> None:
        model = small_model()
        case = dataclasses.replace(
            model.catalogue.use_cases[0], title=Value("ECS80 Alert of Supply Outage Restore on ESME")
        )
        catalogue = dataclasses.replace(model.catalogue, use_cases=(case,))
        report = build_report(dataclasses.replace(model, catalogue=catalogue))
        gap = gap_of(report, "ESME", "dlms", "SupplyOutageRestore.interruptionValue")
        assert "The title of use case ECS17a names the data item." in gap.consequences

    def test_the_candidate_of_a_proposal_is_what_is_proposed(self, report: GapReport) -> None:
        gap = gap_of(report, "ESME", "sep", "Active Import Register")
        assert gap.standing is Standing.PROPOSED
        assert gap.proposal == "0x0702 Metering/server attribute 0x0000 CurrentSummationDelivered"

    def test_owner_decision_and_date_come_from_the_record_of_the_review(self) -> None:
        model = small_model()
        record = (("owner", "A. Person"), ("decision", "minute 7"), ("date", "2026-11-30"))
        said = tuple(
            dataclasses.replace(one, status="decided", record=record) if one.row == 1771 else one
            for one in model.statements
        )
        gap = gap_of(
            build_report(dataclasses.replace(model, statements=said)),
            "ESME",
            "dlms",
            "SupplyOutageRestore.interruptionValue",
        )
        assert (gap.owner, gap.decision, gap.date) == ("A. Person", "decided; minute 7", "2026-11-30")

    @pytest.mark.parametrize(
        ("recorded", "age"),
        [
            ("2026-11-30", 1),
            ("2026-12-01", 0),
            ("2026-12-02", None),
            ("2026-11", None),
            ("2026-01-01; 2026-02-01", None),
        ],
    )
    def test_a_day_that_is_recorded_has_an_age_up_to_a_day_that_is_named(
        self, report: GapReport, recorded: str, age: int | None
    ) -> None:
        dated = dataclasses.replace(report, gaps=(dataclasses.replace(report.gaps[0], date=recorded),))
        made = with_ages(dated, date(2026, 12, 1))
        [gap] = made.gaps
        assert (gap.age, made.as_of) == (age, "2026-12-01")
        assert dated.gaps[0].dated == recorded

    def test_each_form_tells_ages_and_up_to_when_they_are_counted(self, report: GapReport) -> None:
        first = next(gap for gap in report.gaps if gap.standing is Standing.UNADDRESSED)
        dated = dataclasses.replace(report, gaps=(dataclasses.replace(first, date="2026-11-30"),))
        made = with_ages(dated, date(2026, 12, 1))
        for shown in (report_markdown(made), report_html(made)):
            assert "2026-11-30 (1 day old)" in shown
            assert "Ages are counted up to 2026-12-01." in shown
        assert "Ages are counted up to 2026-12-01." in report_text(made)
        assert next(csv.DictReader(io.StringIO(report_raw_csv(made))))["age in days"] == "1"
        sheet = load_workbook(io.BytesIO(report_xlsx(made)))["Gaps"]
        assert [cell[1].value for cell in sheet.iter_cols() if cell[0].value == "Age in days"] == [1]
        assert "ages" not in report_markdown(dated).lower().split()

    def test_a_plan_is_a_gap_and_no_proposal(self) -> None:
        model = small_model()
        said = tuple(dataclasses.replace(one, status="planned") if one.proposed else one for one in model.statements)
        report = build_report(dataclasses.replace(model, statements=said))
        assert gap_of(report, "ESME", "sep", "Active Import Register").standing is Standing.PLANNED
        assert [one.status for one in report.proposals] == ["planned"]


class TestParity:
    def test_elements_of_both_sides_stand_side_by_side(self, report: GapReport) -> None:
        [parity] = report.parity
        [line] = parity.lines
        assert line.element == "SupplyTamperState.value"
        left, right = line.left, line.right
        assert (left.device, left.standing, left.addresses) == (
            "ESME",
            Standing.CARRIED,
            ("1/0-0:94.44.0.4/A2 value",),
        )
        assert (right.device, right.protocol) == ("GSME", "sep")
        assert right.addresses == ("0x0702 Metering/server attribute 0x0607 SupplyTamperState",)

    def test_each_two_devices_of_different_carriers_are_a_pair_the_meters_first(self, gb_build: Path) -> None:
        report = json.loads((gb_build / "report/gap-report.json").read_text("utf-8"))
        pairs = [(pair["left_device"], pair["right_device"]) for pair in report["parity"]]
        first = report["parity"][0]
        assert pairs[:3] == [("ESME", "GSME"), ("ESME", "GPF"), ("GSME", "SAPC")]
        assert [len(first[group]) for group in ("both", "only_left", "only_right")] == [170, 389, 94]
        for pair in report["parity"]:
            assert pair["left"] != pair["right"]
            assert pair["lines"]


class TestSecurity:
    def test_sensitive_elements_are_counted_by_route_with_where_protection_ends(self) -> None:
        security = build_report(sensitive("ActiveExportRegister.value", "SupplyTamperState.value")).security
        [first, second, *_] = security.columns
        assert (first.route, first.protection) == ("tunnelled", "the same octets from end to end")
        assert (first.sensitive.carried, first.sensitive.total, first.elements) == (2, 2, 5)
        assert (second.sensitive.undecided, second.elements) == (2, 6)

    def test_a_route_that_ends_protection_says_where(self) -> None:
        model = sensitive("ActiveExportRegister.value")
        device = dataclasses.replace(model.devices[0], protocols=(("dlms", "translated_at_hub"),))
        moved = with_coverage(dataclasses.replace(model, devices=(device,)))
        assert build_report(moved).security.columns[0].protection == (
            "end-to-end protection ends at the communications hub"
        )

    def test_the_roles_are_those_of_the_use_cases_that_carry_it(self) -> None:
        report = build_report(sensitive("ActiveExportRegister.scale"))
        [role] = report.security.roles
        assert (role.device, role.role, role.reads, role.updates, role.of) == ("ESME", "Supplier", 1, 0, 1)
        [one] = [found for found in report.security.elements if found.protocol == "dlms"]
        assert (one.use_cases, one.readers, one.updaters) == (("ECS17a",), ("Supplier",), ())

    def test_fewer_roles_than_the_use_case_lists_are_told(self) -> None:
        model = sensitive("ActiveExportRegister.scale")
        said = tuple(
            dataclasses.replace(one, roles=(("ECS17a", ("Supplier",)),)) if one.use_cases == ("ECS17a",) else one
            for one in model.statements
        )
        [role] = build_report(dataclasses.replace(model, statements=said)).security.roles
        assert (role.restricted, role.of) == (1, 1)


class TestFindings:
    def test_nobody_has_judged_them(self, report: GapReport) -> None:
        [found] = report.findings
        assert (found.count, found.open, found.reviewed) == (1, None, None)

    def test_what_became_of_them_is_counted_apart(self) -> None:
        judged = tuple(JudgedFinding(FINDINGS[0], outcome) for outcome in (*Outcome, Outcome.REVIEWED))
        [found] = build_report(small_model(), Beside(judged=judged)).findings
        numbers = (found.open, found.notes, found.reviewed, found.suppressed, found.baseline)
        assert (numbers, found.count) == ((1, 1, 2, 1, 1), 6)


def test_without_the_other_reports_their_parts_are_told_to_be_missing(report: GapReport) -> None:
    assert (report.standards, report.hubs, report.proof_reasons) == (None, (), ())


def test_what_would_decide_homes_counts_homes_alone(gb_build: Path) -> None:
    report = json.loads((gb_build / "report/gap-report.json").read_text("utf-8"))
    carried = sum(column["counts"]["elements"]["carried"] for column in report["columns"])
    by_name = {reason["name"]: reason for reason in report["proof_reasons"]}
    assert (by_name["no range"]["elements"], by_name["no range"]["homes"]) == (226, 218)
    assert all(reason["homes"] <= min(reason["elements"], carried) for reason in report["proof_reasons"])


def test_a_generator_adds_the_proofs() -> None:
    made = report_on(GeneratorInput(with_broken_value(), "small", {}, load_dictionaries()))
    assert made.columns[0].counts.elements.limited == 1
    assert made.trend is None


def test_a_second_statement_of_a_column_does_not_count_its_element_twice() -> None:
    model = small_model()
    again = statement(100, "ESME", "dlms", "ActiveExportRegister.value", None, because=("said twice",))
    twice = dataclasses.replace(model, statements=(*model.statements, dataclasses.replace(again, key="again")))
    assert build_report(twice).columns[0].elements == build_report(model).columns[0].elements


class TestStandards:
    @staticmethod
    def made(standing: Recognition, status: str = "", use: EditionUse = EditionUse.ONLY) -> GapReport:
        """Return the report on a model of which one element rests on a standard with that recognition."""
        record = StandardRecord(
            id="zigbee-se",
            title="Smart Energy",
            body="ZigBee Alliance",
            edition="1.2a",
            date="",
            kind="consortium",
            status=status,
            recognition="as printed",
            basis="seen",
            standing=standing,
            recognised_by="",
            recognised_since="",
            expected_by="",
            source_of=(),
            openness=Openness(),
            provenance="metermap",
            place=TextPlace("register.csv", 7, 1),
        )
        usage = Usage("GSME", "sep", mapped=Count(2, 3), proposed=Count(0, 0))
        used = StandardUse("zigbee-se", ("dictionary sep",), ((use, record),), (usage,), unregistered=("9.9",))
        standards = StandardsReport(
            name="small",
            title="",
            edition="",
            digest="",
            standards=(used,),
            others=(),
            citations=(),
            needs=(),
            dependence=(),
            dependents=(),
            tests=(),
            unaddressed=Count(0, 0),
        )
        return build_report(small_model(), Beside(standards=standards))

    def test_what_rests_on_an_edition_without_recorded_recognition_is_counted(self) -> None:
        [line, _] = self.made(Recognition.UNREVIEWED).standards or ()
        assert (line.edition, line.standing, line.use) == ("1.2a", "unreviewed", "only")
        assert [(one.device, one.protocol, one.elements, one.total) for one in line.usage] == [("GSME", "sep", 2, 2)]

    def test_a_recognised_edition_is_left_out_unless_it_is_withdrawn(self) -> None:
        listed = {status: self.made(Recognition.RECOGNISED, status).standards or () for status in ("", "withdrawn")}
        assert [line.edition for line in listed[""]] == ["9.9"]
        assert [(line.edition, line.status) for line in listed["withdrawn"]] == [("1.2a", "withdrawn"), ("9.9", "")]

    def test_an_edition_that_nothing_asks_for_is_left_out(self) -> None:
        assert [line.edition for line in self.made(Recognition.UNREVIEWED, use=EditionUse.OTHER).standards or ()] == [
            "9.9"
        ]

    def test_an_edition_that_the_register_does_not_hold_is_told(self) -> None:
        *_, last = self.made(Recognition.UNREVIEWED).standards or ()
        assert (last.edition, last.standing) == ("9.9", "not in the register")


class TestHubs:
    def test_what_the_hub_takes_is_counted_out_of_what_the_meter_holds(self, gb_build: Path) -> None:
        report = json.loads((gb_build / "report/gap-report.json").read_text("utf-8"))
        proofs = json.loads((gb_build / "report/proofs.json").read_text("utf-8"))
        assert [(hub["name"], hub["left"], hub["held"]) for hub in report["hubs"]] == [
            (hub["name"], hub["left"], hub["held"]) for hub in proofs["hubs"]
        ]
        for hub in report["hubs"]:
            assert 0 < hub["left"] < hub["held"]
            assert sum(count["values"] for count in hub["counts"]) == len(hub["values"])
            assert all(value["source"] or value["basis"] == "nothing" for value in hub["values"])


class TestLaboratories:
    def test_an_element_that_passed_is_tested_and_one_that_failed_counts_beside(self) -> None:
        model = small_model()
        results = tuple(
            TestResult(
                device="ESME",
                protocol="dlms",
                subject=name,
                outcome=outcome,
                edition=model.edition,
                date="2026-11-30",
                laboratory="A laboratory",
                element=name,
                statement="",
                use_case="",
                place=CellPlace("results.csv", "", 2, 1),
            )
            for name, outcome in (
                ("ActiveExportRegister.value", Result.PASSED),
                ("ActiveExportRegister.unit", Result.FAILED),
                ("ActiveExportRegister.scale", Result.NOT_RUN),
                ("SupplyOutageRestore.interruptionValue", Result.PASSED),
            )
        )
        counts = build_report(dataclasses.replace(model, results=results)).columns[0].counts
        assert (counts.tested, counts.failed, counts.elements.mapped) == (1, 1, 4)
        assert counts.evidence == "1 of 4, 1 failed"
