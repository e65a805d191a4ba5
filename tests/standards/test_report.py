"""The report on standards: what the Great Britain mapping rests on, and what nobody knows of it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from metermap.codegen.standards import (
    Outcome,
    StandardsReport,
    build_report,
    dependents_csv,
    render_report,
    report_json,
    report_markdown,
    report_text,
    standards_csv,
)
from metermap.codegen.standards.model import Count, Dependent, EditionNeed, EditionUse, RungCount, StandardUse
from metermap.core.findings import Findings
from metermap.core.workspace import StandardsChoice
from metermap.mappings.model import Device, ResolvedModel
from metermap.protocols import Dictionaries, load_dictionaries
from metermap.protocols.standards import COLUMNS, Register, load_register
from tests.gb.load import load_gb

HOME = StandardsChoice(home="sep")
BLUE_BOOKS = ("12", "13", "15", "16")
GREEN_BOOKS = ("8", "9")
SE_1_2A = ("zigbee-se", "1.2a (07-5356-19)")

Report = Callable[..., StandardsReport]


@pytest.fixture(scope="module")
def dictionaries() -> Dictionaries:
    return load_dictionaries(("gb",))


@pytest.fixture(scope="module")
def gb(dictionaries: Dictionaries) -> StandardsReport:
    return build_report(load_gb(), dictionaries, load_register(Findings()), HOME)


@pytest.fixture
def report(dictionaries: Dictionaries, tmp_path: Path) -> Report:
    """Make a report with rows of a workspace in the register."""

    def made(
        *rows: dict[str, str], choice: StandardsChoice = HOME, model: ResolvedModel | None = None
    ) -> StandardsReport:
        with (tmp_path / "own.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS, restval="")
            writer.writeheader()
            writer.writerows(rows)
        findings = Findings()
        register = load_register(findings, tmp_path, "own.csv")
        assert list(findings) == []
        return build_report(model or load_gb(), dictionaries, register, choice)

    return made


def row(key: tuple[str, str], **cells: str) -> dict[str, str]:
    return {"id": key[0], "edition": key[1], "title": "A title", "body": "A body", **cells}


def use(report: StandardsReport, standard: str) -> StandardUse:
    return next(found for found in report.standards if found.id == standard)


def need(report: StandardsReport, device: str, protocol: str, *, proposed: bool = False) -> EditionNeed:
    (found,) = [one for one in report.needs if (one.device, one.protocol, one.proposed) == (device, protocol, proposed)]
    return found


Pairs = tuple[tuple[str, str], ...]


def must_meet(**editions: str) -> ResolvedModel:
    """Return the model with editions of Smart Energy that devices must meet."""
    model = load_gb()
    return replace(
        model,
        devices=tuple(
            replace(one, editions=(("sep", (editions[one.id],)),) if one.id in editions else ())
            for one in model.devices
        ),
    )


def of_dlms(*editions: str) -> ResolvedModel:
    """Return the model with editions of DLMS/COSEM that all devices that speak it must meet."""
    model = load_gb()
    return replace(
        model,
        devices=tuple(
            replace(one, editions=(("dlms", editions),) if "dlms" in dict(one.protocols) else ())
            for one in model.devices
        ),
    )


def unwrapped(text: str) -> str:
    """Return the text as one line, whatever its width."""
    return " ".join(text.split())


def speaking(**protocols: Pairs) -> ResolvedModel:
    """Return the model with devices that speak something else."""
    model = load_gb()
    return replace(
        model, devices=tuple(replace(one, protocols=protocols.get(one.id, one.protocols)) for one in model.devices)
    )


class TestWhatItRestsOn:
    def test_the_dictionaries_the_overlay_and_what_they_are_the_source_of(self, gb: StandardsReport) -> None:
        assert [(found.id, found.through) for found in gb.standards] == [
            ("dlms-ua-blue-book", ("dictionary dlms",)),
            ("dlms-ua-green-book", ("dictionary dlms",)),
            ("zigbee-se", ("dictionary sep",)),
            ("gbcs", ("overlay gb",)),
            ("iec-62056-5-3", ("dlms-ua-green-book",)),
            ("iec-62056-6-1", ("dlms-ua-blue-book",)),
            ("iec-62056-6-2", ("dlms-ua-blue-book",)),
        ]

    def test_how_much_of_each_device(self, gb: StandardsReport) -> None:
        figures = {
            (found.id, usage.device, usage.protocol): (
                usage.mapped.elements,
                usage.mapped.statements,
                usage.proposed.elements,
            )
            for found in gb.standards
            for usage in found.usage
        }
        assert figures == {
            ("dlms-ua-blue-book", "ESME", "dlms"): (520, 628, 0),  # 39 more are in class 9000
            ("dlms-ua-blue-book", "SAPC", "dlms"): (96, 108, 0),
            ("dlms-ua-blue-book", "CHF", "dlms"): (62, 77, 0),
            ("dlms-ua-green-book", "ESME", "dlms"): (520, 628, 0),
            ("dlms-ua-green-book", "SAPC", "dlms"): (96, 108, 0),
            ("dlms-ua-green-book", "CHF", "dlms"): (62, 77, 0),
            ("zigbee-se", "ESME", "sep"): (0, 0, 71),
            ("zigbee-se", "GSME", "sep"): (264, 338, 0),
            ("zigbee-se", "GPF", "sep"): (11, 14, 58),
            ("gbcs", "ESME", "dlms"): (223, 224, 0),
            ("gbcs", "SAPC", "dlms"): (61, 61, 0),
            ("gbcs", "CHF", "dlms"): (51, 53, 0),
        }

    def test_which_edition_and_how_sure(self, gb: StandardsReport) -> None:
        asked = {
            (record.id, record.edition): what
            for found in gb.standards
            for what, record in found.editions
            if what is not EditionUse.OTHER
        }
        assert asked[SE_1_2A] is EditionUse.LOWEST
        assert asked["gbcs", "4.x"] is EditionUse.ONLY
        assert asked["dlms-ua-blue-book", "12"] is asked["dlms-ua-blue-book", "13"] is EditionUse.POSSIBLE
        assert ("zigbee-se", "1.4 (17-05019-001)") not in asked

    def test_an_edition_that_the_workspace_requires_is_the_one(self, report: Report) -> None:
        model = must_meet(GSME="SE 1.4", GPF="SE 1.2a")
        asked = {record.edition: what for what, record in use(report(model=model), "zigbee-se").editions}
        assert asked["1.4 (17-05019-001)"] is EditionUse.REQUIRED
        assert asked["1.2a (07-5356-19)"] is EditionUse.REQUIRED
        assert asked["1.2b (07-5356-20 / 15-0131-02)"] is EditionUse.OTHER

    def test_what_the_catalogue_cites_and_what_nothing_leads_to(self, gb: StandardsReport) -> None:
        assert [(cited.name, cited.id, cited.elements) for cited in gb.citations] == [
            ("CHTS", "", 88),
            ("SMETS", "smets", 719),
        ]
        assert gb.others == ("en-13757-1", "zigbee-gateway")
        assert (gb.unaddressed.elements, gb.unaddressed.statements) == (8, 14)


class TestEditions:
    def test_the_lowest_that_holds_everything_and_what_forces_it(self, gb: StandardsReport) -> None:
        gas = need(gb, "GSME", "sep")
        assert (gas.ladder, gas.lowest, gas.must_meet) == ("SE", "SE 1.2a", ())
        assert {rung.edition: (rung.count.elements, rung.count.statements) for rung in gas.rungs} == {
            "SE 1.0": (11, 28),
            "SE 1.1": (9, 15),
            "SE 1.1a": (4, 10),
            "SE 1.2a": (234, 279),
        }
        assert (gas.not_recorded.elements, gas.not_recorded.statements) == (6, 6)
        assert "EmergencyCreditBalance.reset" in gas.forcing
        assert "ConsumptionRegister.value" not in gas.forcing  # in SE 1.0

    def test_every_statement_is_at_one_edition_or_not_recorded(self, gb: StandardsReport) -> None:
        gas = need(gb, "GSME", "sep")
        assert sum(rung.count.statements for rung in gas.rungs) + gas.not_recorded.statements == 338

    def test_proposals_have_needs_of_their_own(self, gb: StandardsReport) -> None:
        assert need(gb, "ESME", "sep", proposed=True).lowest == "SE 1.2a"
        assert not [one for one in gb.needs if (one.device, one.protocol, one.proposed) == ("ESME", "sep", False)]

    def test_of_dlms_no_edition_is_recorded(self, gb: StandardsReport) -> None:
        electricity = need(gb, "ESME", "dlms")
        assert (electricity.ladder, electricity.lowest, electricity.rungs) == ("", "", ())
        assert electricity.not_recorded.statements == 628

    def test_what_a_device_must_meet_stands_beside_it(self, report: Report) -> None:
        made = report(model=must_meet(GSME="SE 1.1"))
        assert (need(made, "GSME", "sep").must_meet, need(made, "GSME", "sep").lowest) == (("SE 1.1",), "SE 1.2a")
        text = unwrapped(report_text(made))
        assert "; must meet SE 1.1 SE 1.0: " in text
        assert "6 statements not checked against SE 1.1: their entries record no edition" in text

    def test_an_edition_of_another_ladder_tells_nothing(self, report: Report) -> None:
        text = unwrapped(report_text(report(model=must_meet(GSME="ZCL 8.0"))))
        assert "must meet ZCL 8.0, in no order with SE: whether that holds everything cannot be told" in text
        assert "332 statements not checked against ZCL 8.0: their entries are on the ladder SE" in text

    def test_of_a_dictionary_that_dates_nothing_what_was_not_checked_is_counted(self, report: Report) -> None:
        made = report(model=of_dlms("Blue Book 12"))
        said = "628 statements not checked against Blue Book 12: their entries record no edition"
        assert said in report_text(made)
        assert said in report_markdown(made)


class TestLaddersThatHoldTogether:
    """An entry of DLMS/COSEM rests on a Blue Book and on a Green Book."""

    def uses(self, made: StandardsReport, standard: str) -> dict[str, EditionUse]:
        return {record.edition: what for what, record in use(made, standard).editions}

    def test_an_edition_of_one_leaves_all_of_the_other_possible(self, report: Report) -> None:
        made = report(model=of_dlms("Blue Book 12"), choice=StandardsChoice("sep", "2019"))
        assert self.uses(made, "dlms-ua-blue-book")["12"] is EditionUse.REQUIRED
        assert self.uses(made, "dlms-ua-blue-book")["13"] is EditionUse.OTHER
        assert set(self.uses(made, "dlms-ua-green-book").values()) == {EditionUse.POSSIBLE}
        assert "the register does not hold" not in report_text(made)
        assert "dlms-ua-green-book 8 or 9" in {part.subject for part in made.tests[1].parts}

    def test_an_edition_of_each_is_the_one_of_each(self, report: Report) -> None:
        made = report(model=of_dlms("Blue Book 12", "Green Book 8"), choice=StandardsChoice("sep", "2019"))
        subjects = [part.subject for part in made.tests[1].parts]
        assert subjects[:2] == ["dlms-ua-blue-book 12", "dlms-ua-green-book 8"]
        assert need(made, "ESME", "dlms").must_meet == ("Blue Book 12", "Green Book 8")

    def test_what_the_register_truly_does_not_hold_is_said(self, dictionaries: Dictionaries) -> None:
        nothing = build_report(of_dlms("Blue Book 12"), dictionaries, Register(()), HOME)
        assert {(part.subject, part.reason) for part in nothing.tests[1].parts} >= {
            ("dlms-ua-blue-book 12", "the register does not hold this edition"),
            ("dlms-ua-green-book 8", "the register does not hold this edition"),
        }
        assert "edition 12: not in the register" in report_text(nothing)


class TestDependence:
    def test_figures_by_kind(self, gb: StandardsReport) -> None:
        figures = {(one.device, one.protocol, one.kind): one.count.elements for one in gb.dependence}
        assert figures["ESME", "dlms", "a national extension"] == 223
        assert figures["ESME", "dlms", "an interface class of its own"] == 39
        assert figures["ESME", "dlms", "a logical name of a country's block"] == 117
        assert figures["ESME", "dlms", "a structure of its own"] == 115
        assert figures["ESME", "dlms", "a logical name that no standard rule covers"] == 9
        assert figures["CHF", "dlms", "a deviation"] == 8
        assert figures["ESME", "sep", "a proposal"] == 71
        assert figures["GPF", "sep", "a proposal"] == 58
        assert not [key for key in figures if key[0] == "GSME" or key[2] == "a draft"]

    def test_each_is_listed_with_cell_and_line(self, gb: StandardsReport) -> None:
        assert len(gb.dependents) == 467
        one = next(found for found in gb.dependents if found.element == "BoostFunctionAvailability.value")
        assert one.kinds == ("a national extension", "a logical name of a country's block")
        assert one.why == ("a logical name of a country's block: 0-0:94.44.7.255",)
        assert one.cell.startswith("smets2.xlsx[Elements]!")
        assert one.place.startswith("mappings/")

    def test_a_draft_counts_for_what_it_brought_and_nothing_else(self, report: Report) -> None:
        made = report(row(SE_1_2A, status="draft"))
        drafts = {(one.device, one.protocol): one.count.statements for one in made.dependence if one.kind == "a draft"}
        assert drafts == {("ESME", "sep"): 62, ("GSME", "sep"): 279, ("GPF", "sep"): 70}
        assert "SE 1.2a is a draft" in {why for one in made.dependents for why in one.why}

    def test_where_the_edition_is_not_recorded_only_drafts_throughout_count(self, report: Report) -> None:
        one = report(row(("dlms-ua-blue-book", "13"), status="draft"))
        both = report(*(row(("dlms-ua-blue-book", name), status="draft") for name in BLUE_BOOKS))
        assert not [found for found in one.dependence if found.kind == "a draft"]
        assert [found.count.statements for found in both.dependence if found.kind == "a draft"] == [628, 108, 77]


class TestOneStandardInTheHome:
    def test_it_cannot_be_told_while_nothing_says_what_the_hub_speaks(self, gb: StandardsReport) -> None:
        verdict = gb.tests[0]
        assert verdict.outcome is Outcome.UNTOLD
        assert {part.subject: part.outcome for part in verdict.parts} == {
            "ESME": Outcome.PASS,
            "GSME": Outcome.PASS,
            "SAPC": Outcome.PASS,
            "CHF": Outcome.UNTOLD,
            "GPF": Outcome.PASS,
        }
        assert verdict.parts[2].reason == "is carried through sep: its dlms is tunnelled"

    def test_all_that_speak_it_pass(self, report: Report) -> None:
        model = speaking(CHF=(("dlms", "native"), ("sep", "native")))
        assert report(model=model).tests[0].outcome is Outcome.PASS

    def test_a_device_that_does_not_speak_it_fails_with_the_stated_reason(self, report: Report) -> None:
        made = report(choice=StandardsChoice(home="dlms"))
        gas = next(part for part in made.tests[0].parts if part.subject == "GSME")
        assert (gas.outcome, gas.reason) == (Outcome.FAIL, "does not speak dlms: a gas meter speaks no DLMS")
        assert made.tests[0].outcome is Outcome.FAIL
        assert made.failed

    def test_a_translation_is_not_the_standard_itself(self, report: Report) -> None:
        model = speaking(CHF=(("sep", "translated_at_hub"),))
        hub = next(part for part in report(model=model).tests[0].parts if part.subject == "CHF")
        assert (hub.outcome, hub.reason) == (Outcome.UNTOLD, "is reached over sep by the route translated_at_hub")

    def test_without_a_home_there_is_no_test(self, report: Report) -> None:
        verdict = report(choice=StandardsChoice()).tests[0]
        assert (verdict.outcome, verdict.parts) == (Outcome.NO_HOME, ())

    def test_no_device_is_no_pass(self, report: Report) -> None:
        model = replace(load_gb(), devices=(), statements=())
        assert report(model=model).tests[0].outcome is Outcome.UNTOLD


class TestRecognisedByADate:
    def outcomes(self, made: StandardsReport) -> dict[str, Outcome]:
        return {part.subject: part.outcome for part in made.tests[1].parts}

    def test_without_a_date_it_says_so_and_how_each_stands(self, gb: StandardsReport) -> None:
        verdict = gb.tests[1]
        assert verdict.outcome is Outcome.NO_DATE
        assert [(part.subject, part.outcome) for part in verdict.parts] == [
            ("dlms-ua-blue-book 12 or 13 or 15 or 16", Outcome.NO_DATE),
            ("dlms-ua-green-book 8 or 9", Outcome.NO_DATE),
            ("zigbee-se 1.2a (07-5356-19)", Outcome.NO_DATE),
            ("gbcs 4.x", Outcome.NO_DATE),
        ]
        assert verdict.parts[2].reason == "unreviewed (seen)"
        assert not gb.failed

    def test_what_is_unreviewed_passes_nothing_and_what_is_no_standard_fails(self, report: Report) -> None:
        made = report(choice=StandardsChoice("sep", "2013-12-31"))
        assert self.outcomes(made) == {
            "dlms-ua-blue-book 12 or 13 or 15 or 16": Outcome.UNTOLD,
            "dlms-ua-green-book 8 or 9": Outcome.UNTOLD,
            "zigbee-se 1.2a (07-5356-19)": Outcome.UNTOLD,
            "gbcs 4.x": Outcome.FAIL,
        }
        assert made.tests[1].outcome is Outcome.FAIL

    @pytest.mark.parametrize(
        ("cells", "date", "outcome"),
        [
            ({"standing": "recognised", "recognised_since": "2013-11"}, "2013-11-30", Outcome.PASS),
            ({"standing": "recognised", "recognised_since": "2013-12"}, "2013-11-30", Outcome.FAIL),
            ({"standing": "recognised", "recognised_since": "2013"}, "2013-11-30", Outcome.UNTOLD),
            ({"standing": "recognised"}, "2013-11-30", Outcome.UNTOLD),
            ({"standing": "in process", "expected_by": "2013-11"}, "2013-11", Outcome.PASS),
            ({"standing": "in process", "expected_by": "2013-11"}, "2013-10-31", Outcome.FAIL),
            ({"standing": "in process"}, "2013-11-30", Outcome.UNTOLD),
            ({"standing": "none known"}, "2013-11-30", Outcome.UNTOLD),
            ({"standing": "not recognised"}, "2013-11-30", Outcome.FAIL),
            ({}, "2013-11-30", Outcome.UNTOLD),
        ],
    )
    def test_before_and_after(self, report: Report, cells: dict[str, str], date: str, outcome: Outcome) -> None:
        made = report(row(SE_1_2A, basis="a letter", **cells), choice=StandardsChoice("sep", date))
        assert self.outcomes(made)["zigbee-se 1.2a (07-5356-19)"] is outcome

    def test_an_expectation_that_the_date_has_overtaken_is_told_as_one(self, report: Report) -> None:
        cells = {"standing": "in process", "expected_by": "2013-11", "basis": "a letter"}
        for date, said in (
            ("2019", "in process, expected by 2013-11; no recognition recorded since (a letter)"),
            ("2013-11-30", "in process, expected by 2013-11 (a letter)"),
        ):
            made = report(row(SE_1_2A, **cells), choice=StandardsChoice("sep", date))
            (part,) = [one for one in made.tests[1].parts if one.subject.startswith("zigbee-se")]
            assert (part.outcome, part.reason) == (Outcome.PASS, said)

    def test_a_source_stands_as_the_standards_that_were_made_of_it(self, report: Report) -> None:
        seen = {"standing": "recognised", "recognised_since": "2013", "basis": "seen"}
        first = [row(("iec-62056-6-1", name), **seen) for name in ("Ed. 1", "Ed. 3")]
        first += [row(("dlms-ua-blue-book", name), source_of="iec-62056-6-1 iec-62056-6-2") for name in BLUE_BOOKS]
        blue_book = "dlms-ua-blue-book 12 or 13 or 15 or 16"
        for date, outcome in (("2012", Outcome.FAIL), ("2017", Outcome.UNTOLD), ("2018", Outcome.PASS)):
            made = report(*first, choice=StandardsChoice("sep", date))
            assert self.outcomes(made)[blue_book] is outcome, date

    def test_it_passes_when_all_is_recorded(self, report: Report) -> None:
        seen = {"standing": "recognised", "recognised_since": "2013", "basis": "seen"}
        books = (("dlms-ua-blue-book", name) for name in BLUE_BOOKS)
        keys = [SE_1_2A, ("gbcs", "4.x"), *books, *(("dlms-ua-green-book", name) for name in GREEN_BOOKS)]
        made = report(*(row(key, **seen) for key in keys), choice=StandardsChoice("sep", "2013-12-31"))
        assert made.tests[1].outcome is Outcome.PASS

    def test_a_standard_of_proposals_alone_is_not_asked(self, report: Report) -> None:
        model = load_gb()
        only = tuple(said for said in model.statements if said.proposed)
        made = report(model=replace(model, statements=only), choice=StandardsChoice("sep", "2013"))
        assert (made.tests[1].parts, made.tests[1].outcome) == ((), Outcome.UNTOLD)

    def test_sources_in_a_circle_come_to_an_end(self, report: Report) -> None:
        circle = [row(("a", ""), source_of="b"), row(("b", ""), source_of="a")]
        book = [row(("dlms-ua-blue-book", name), source_of="a") for name in BLUE_BOOKS]
        made = report(*circle, *book, choice=StandardsChoice("sep", "2013"))
        assert self.outcomes(made)["dlms-ua-blue-book 12 or 13 or 15 or 16"] is Outcome.UNTOLD


HOSTILE = "=1+1 <script>alert(1)</script> | `x` \x1b[2J\nnext"


class TestForms:
    def test_json_names_its_schema_first_and_holds_everything(self, gb: StandardsReport) -> None:
        document: dict[str, Any] = json.loads(report_json(gb))
        assert next(iter(document)) == "schema_version"
        assert document["schema_version"] == 0
        assert set(document) == set(StandardsReport.__dataclass_fields__)
        assert len(document["dependents"]) == 467
        assert [verdict["outcome"] for verdict in document["tests"]] == ["cannot be told", "no date set"]
        blue_book = document["standards"][0]
        assert [(entry["use"], entry["edition"], entry["place"]) for entry in blue_book["editions"]] == [
            ("possible", "12", "standards/register.csv:11:1"),
            ("possible", "13", "standards/register.csv:12:1"),
            ("possible", "15", "standards/register.csv:13:1"),
            ("possible", "16", "standards/register.csv:14:1"),
        ]

    def test_json_gives_the_record_back(self, gb: StandardsReport) -> None:
        document = json.loads(report_json(gb))
        assert tuple(EditionNeed(**read) for read in map(revived, document["needs"])) == gb.needs
        assert [Dependent(**tuples(read)) for read in document["dependents"]] == list(gb.dependents)
        for verdict, read in zip(gb.tests, document["tests"], strict=True):
            assert (verdict.name, verdict.outcome) == (read["name"], read["outcome"])
            assert [(part.subject, part.outcome, part.reason) for part in verdict.parts] == [
                (part["subject"], part["outcome"], part["reason"]) for part in read["parts"]
            ]

    def test_csv_has_a_line_for_each_edition_and_user(self, gb: StandardsReport) -> None:
        lines = list(csv.DictReader(io.StringIO(standards_csv(gb))))
        assert len(lines) == sum(len(found.editions) * max(1, len(found.usage)) for found in gb.standards)
        line = next(one for one in lines if (one["standard"], one["device"], one["use"]) == ("gbcs", "CHF", "only"))
        assert (line["elements"], line["statements"], line["recognised_by"]) == ("51", "53", "not recorded")
        assert len(list(csv.DictReader(io.StringIO(dependents_csv(gb))))) == 467

    def test_text_and_markdown_say_the_same(self, gb: StandardsReport) -> None:
        text, markdown = report_text(gb), report_markdown(gb)
        for said in (
            "GSME over sep: 264 elements in 338 statements",
            "edition not recorded: 6 elements in 6 statements",
        ):
            assert said in text
            assert said in markdown
        assert "Test: one HAN standard for all devices: sep: cannot be told\n" in text
        assert "\nOutcome: cannot be told.\n" in markdown

    @pytest.mark.parametrize("everything", [False, True])
    def test_no_line_of_text_is_wider_than_120_unless_one_word_is(
        self, gb: StandardsReport, report: Report, *, everything: bool
    ) -> None:
        wide = report(row(SE_1_2A, basis="a word " * 60 + "x" * 150, standing="none known"))
        for made in (gb, wide):
            long = [line for line in report_text(made, everything=everything).splitlines() if len(line) > 120]
            assert all(len(line.split()) == 1 for line in long)

    def test_what_holds_of_all_editions_is_said_once(self, gb: StandardsReport) -> None:
        text = report_text(gb)
        assert "  of all 16 editions below: status not recorded; openness not recorded\n" in text
        assert text.count("openness") == 1
        assert text.count("one of those it may be; which one is not recorded (of all 4 editions)") == 1

    def test_what_holds_of_some_only_is_said_of_each(self, report: Report) -> None:
        text = report_text(report(row(SE_1_2A, status="draft")))
        assert "of all 16 editions below: openness not recorded\n" in text
        assert "      status      draft\n" in text

    def test_all_adds_the_statements(self, gb: StandardsReport) -> None:
        cell = gb.dependents[0].place
        for form in ("text", "markdown"):
            assert cell in render_report(gb, form, everything=True)
            assert cell not in render_report(gb, form, everything=False)
        assert cell in render_report(gb, "csv", everything=True)

    def test_the_same_inputs_give_the_same_bytes(self, gb: StandardsReport, report: Report) -> None:
        model = load_gb()
        turned = report(model=replace(model, statements=model.statements[::-1]))
        assert report_json(turned) == report_json(gb)

    def test_a_row_of_the_workspace_is_shown_as_such(self, report: Report) -> None:
        made = report(row(SE_1_2A, standing="recognised", recognised_by="CENELEC", basis="a letter"))
        assert "recorded in the workspace, own.csv:2:1\n" in report_text(made)
        assert "recognised; by whom: CENELEC; since: not recorded" in report_text(made)
        assert "the workspace, own.csv:2:1" in report_markdown(made)
        assert '"provenance": "workspace"' in report_json(made)

    def test_openness_is_shown_with_its_source(self, report: Report) -> None:
        made = report(row(SE_1_2A, contribution="no", terms="FRAND", openness_source="the membership rules"))
        assert (
            "all stakeholders may contribute: no; available to study: not recorded; terms: FRAND (the membership rules)"
        ) in unwrapped(report_text(made))

    def test_hostile_text_is_shown_escaped(self, report: Report) -> None:
        made = report(row(SE_1_2A, recognition=HOSTILE, basis=HOSTILE, openness_source=HOSTILE))
        text, markdown = report_text(made), report_markdown(made)
        assert "\x1b" not in text + markdown
        assert r"\x1b[2J\nnext" in text
        assert "<script>" not in markdown
        check_columns(markdown)
        cells = [cell for line in csv.reader(io.StringIO(standards_csv(made))) for cell in line if "script" in cell]
        assert cells
        assert all(cell.startswith("'=1+1") for cell in cells)
        records = [entry for found in json.loads(report_json(made))["standards"] for entry in found["editions"]]
        assert HOSTILE in {entry["basis"] for entry in records}


def tuples(read: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in read.items()}


def revived(read: dict[str, Any]) -> dict[str, Any]:
    rungs = tuple(RungCount(rung["edition"], Count(**rung["count"])) for rung in read["rungs"])
    return {**tuples(read), "rungs": rungs, "not_recorded": Count(**read["not_recorded"])}


def check_columns(markdown: str) -> None:
    for above, below in pairwise(markdown.split("\n")):
        if above.startswith("|") and below.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", above)) == len(re.findall(r"(?<!\\)\|", below)), below


def test_devices_without_a_statement_rest_on_nothing(report: Report) -> None:
    model = load_gb()
    lone = Device("PPMID", "Display", "sep", (("sep", "native"),))
    made = report(model=replace(model, devices=(*model.devices, lone)))
    assert "PPMID" not in {usage.device for found in made.standards for usage in found.usage}
    assert made.tests[0].parts[-1].outcome is Outcome.PASS
