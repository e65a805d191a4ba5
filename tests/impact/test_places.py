"""What a text means as a place, and what a change there touches, in the Great Britain workspace."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from metermap.codegen.impact import Impact, Origin, Reach
from metermap.core.rules import SMALL_ELEMENTS, small_workspace
from metermap.impacting import impact_of
from metermap.origins import NoPlaceError, origin_of
from metermap.resolving import Resolved, Run, resolve
from tests.conftest import ROOT
from tests.mapped import MAPPING

GB = ROOT / "gb"
ACTIVE = "ActiveExportRegister.value"
CHARGE = "editions/gbcs-0.8.1/standing-charge.map"


def of(gb: Resolved, place: str) -> Impact:
    return impact_of(gb, Run(), origin_of(gb, place))


def at(gb: Resolved, place: str) -> Origin:
    return origin_of(gb, place)


def ids(impact: Impact) -> list[str]:
    return [element.id.value for element in impact.touched.elements]


class TestCells:
    def test_a_cell_of_an_element_touches_all_that_is_made_of_the_element(self, gb: Resolved) -> None:
        impact = of(gb, "smets2.xlsx[Elements]!G364")
        (said,) = impact.origin.said
        assert (said.key, said.field, said.errata) == (ACTIVE, "data_type", ())
        assert ids(impact) == [ACTIVE]
        (statement,) = impact.touched.statements
        assert [proof.key for proof in impact.proofs] == [statement.key]
        assert impact.outputs.pages == (
            "site/classes/3.html",
            "site/devices/esme.html",
            "site/items/active-export-register.html",
            "site/objects/3-1-0-2-8-0-255.html",
            "site/sections/smets-5-7-5.html",
            "site/use-cases/ecs17a.html",
        )
        assert impact.outputs.symbols == {
            "python": ("gb_bindings.esme.ACTIVE_EXPORT_REGISTER_VALUE",),
            "c": ("GB_ESME_ACTIVE_EXPORT_REGISTER_VALUE",),
        }
        assert impact.outputs.cases == (f"ECS17a: {statement.key}",)
        assert impact.outputs.vectors
        assert impact.outputs.rows == {"model/model.csv": 1}
        assert "conformance/esme/test-cases.md" in impact.outputs.files
        assert "c/gb_esme.h" in impact.outputs.files

    def test_a_corrected_cell_says_what_it_prints_and_what_holds(self, gb: Resolved) -> None:
        (said,) = at(gb, "smets2.xlsx[Elements]!E574").said
        assert said.printed == "currentWeeks[1..4}.days[3].Identifier"
        assert said.value == "currentWeeks[1..4].days[3].Identifier"
        assert said.errata == ("broken-bracket-row-810",)

    def test_a_fact_touches_the_elements_of_its_rows(self, gb: Resolved) -> None:
        fact = next(fact for fact in gb.model.catalogue.items if 100 in fact.rows)
        impact = of(gb, str(fact.unit.place))
        assert impact.touched.facts == (fact,)
        assert ACTIVE in ids(impact)

    def test_a_use_case_touches_the_statements_that_travel_in_it(self, gb: Resolved) -> None:
        case = gb.model.catalogue.use_case_by_code["ECS17a"]
        impact = of(gb, str(case.title.place))
        assert impact.touched.use_cases == (case,)
        assert all("ECS17a" in said.use_cases or said.element in ids(impact) for said in impact.touched.statements)
        assert "site/use-cases/ecs17a.html" in impact.outputs.pages

    @pytest.mark.parametrize(
        ("cell", "what"),
        [
            ("smets2.xlsx[Elements]!Z14", "it is in a column that no part of metermap reads"),
            (
                "smets2.xlsx[Elements]!G9000",
                "it is in a column that is read, but no line of the catalogue comes of its row: Data type",
            ),
            ("smets2.xlsx[Elements]!A1", "it is above the header; nothing of it is read but to find the header"),
            (
                "smets2.xlsx[Notes]!A3",
                "it is in a sheet that no part of metermap reads: metermap.toml does not name it",
            ),
        ],
    )
    def test_a_cell_that_nothing_is_made_of_is_told_as_that(self, gb: Resolved, cell: str, what: str) -> None:
        origin = at(gb, cell)
        assert (origin.what, origin.reach) == (what, Reach.NOTHING)
        assert not origin.direct

    def test_a_header_touches_all_lines_below_it(self, gb: Resolved) -> None:
        first = gb.model.catalogue.elements[0].id.place
        assert first is not None
        header = next(
            origin
            for row in range(first.row - 1, 0, -1)
            if (origin := at(gb, f"smets2.xlsx[Elements]!A{row}")).reach is Reach.EVERYTHING
        )
        assert header.what == "it is a header, by which a column is found: Element id"
        in_sheet = [element for element in gb.model.catalogue.elements if not element.han_only]
        assert header.direct.elements == tuple(in_sheet)

    @pytest.mark.parametrize(
        ("cell", "message"),
        [
            ("smets2.xlsx[Elemnts]!D14", "smets2.xlsx has no sheet 'Elemnts'; did you mean 'Elements'?"),
            (
                "smets.xlsx[Elements]!D14",
                "no workbook of the workspace is called 'smets.xlsx'; did you mean 'smets2.xlsx'?",
            ),
            ("smets2.xlsx[Elements]!ZZZ1", "no sheet has a cell ZZZ1"),
            ("smets2.xlsx[Elements]!A0", "no sheet has a cell A0"),
            ("smets2.xlsx[Elements]!A999999999", "no sheet has a cell A999999999"),
        ],
    )
    def test_a_cell_that_cannot_be_is_refused(self, gb: Resolved, cell: str, message: str) -> None:
        with pytest.raises(NoPlaceError) as refused:
            origin_of(gb, cell)
        assert str(refused.value) == message


class TestLines:
    def test_a_line_touches_the_statements_of_its_sentence(self, gb: Resolved) -> None:
        impact = of(gb, "mappings/electricity-registers.map:12")
        assert set(ids(impact)) == {ACTIVE, "ActiveExportRegister.unit", "ActiveExportRegister.scale"}
        assert of(gb, "mappings/electricity-registers.map:12:7").touched == impact.touched

    def test_a_file_may_be_named_as_seen_from_here(self, gb: Resolved, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(ROOT)
        assert at(gb, "gb/mappings/hub.map:14").asked == "mappings/hub.map:14"

    def test_a_scope_touches_all_that_is_said_in_it(self, gb: Resolved) -> None:
        line = _line(GB / "mappings/hub.map", "on CHF")
        impact = of(gb, f"mappings/hub.map:{line}")
        said = [each for each in gb.model.statements if each.place.file == "mappings/hub.map" and each.device == "CHF"]
        assert impact.origin.direct.statements == tuple(said)

    def test_a_name_of_a_shared_file_touches_whoever_uses_it(self, gb: Resolved) -> None:
        line = _line(GB / "mappings/shared/gas.map", "let digits")
        impact = of(gb, f"mappings/shared/gas.map:{line}")
        assert {said.device for said in impact.touched.statements} == {"GSME"}
        assert "mappings/gas-tariff.map" in impact.origin.what
        used = {said.place.file for said in impact.origin.direct.statements}
        assert used == {"mappings/gas-prepayment.map", "mappings/gas-tariff.map"}

    def test_a_line_of_another_edition_touches_what_only_that_has(self, gb: Resolved) -> None:
        line = _line(GB / CHARGE, "StandingCharge is")
        impact = of(gb, f"{CHARGE}:{line}")
        assert impact.origin.edition is not None
        assert impact.origin.edition.name == "GBCS 0.8.1"
        assert {said.place.file for said in impact.touched.statements} == {CHARGE}
        assert impact.outputs.pages == ("site/editions.html", "site/items/standing-charge.html")
        assert "model/editions/gbcs-0.8.1.json" in impact.outputs.files
        start = ("gb_bindings.editions.gbcs_0_8_1.esme.STANDING_CHARGE_", "GB_GBCS081_ESME_STANDING_CHARGE_")
        for names, first in zip(impact.outputs.symbols.values(), start, strict=True):
            assert len(names) == len(impact.touched.statements)
            assert all(name.startswith(first) for name in names)
        assert not impact.may_change("c/gb_esme.c")

    def test_how_the_files_of_another_edition_are_read_reaches_all_that_is_made_of_it(self, gb: Resolved) -> None:
        impact = of(gb, f"{CHARGE}:{_line(GB / CHARGE, 'syntax')}")
        assert impact.origin.reach is Reach.FOLDERS
        assert impact.may_change("model/editions/gbcs-0.8.1.json")
        assert not impact.may_change("conformance/esme/statement.md")

    def test_a_comment_touches_nothing(self, gb: Resolved) -> None:
        assert at(gb, "mappings/shared/gas.map:1").reach is Reach.NOTHING

    @pytest.mark.parametrize(
        ("line", "message"),
        [
            (
                "mappings/hubb.map:3",
                "no file of the workspace with lines is called 'mappings/hubb.map'; did you mean 'mappings/hub.map'?",
            ),
            ("mappings/shared/gas.map:0", "mappings/shared/gas.map has no line 0; it has 10"),
            ("mappings/shared/gas.map:999", "mappings/shared/gas.map has no line 999; it has 10"),
        ],
    )
    def test_a_line_that_is_not_there_is_refused(self, gb: Resolved, line: str, message: str) -> None:
        with pytest.raises(NoPlaceError) as refused:
            origin_of(gb, line)
        assert str(refused.value) == message


def _line(file: Path, start: str) -> int:
    lines = file.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(start))


class TestSettingsAndErrata:
    @pytest.mark.parametrize(
        ("key", "reach"),
        [
            ("edition", Reach.EVERYTHING),
            ("device[2].carrier", Reach.EVERYTHING),
            ("metermap.toml:workbook[1].elements", Reach.EVERYTHING),
            ("dictionaries.sep.overlays", Reach.EVERYTHING),
            ("expected", Reach.FINDINGS),
            ("site.renamed", Reach.FOLDERS),
            ("editions[1].date", Reach.FOLDERS),
            ("editions[1].named", Reach.FOLDERS),
            ("standards.home", Reach.FOLDERS),
        ],
    )
    def test_a_key_reaches_so_far(self, gb: Resolved, key: str, reach: Reach) -> None:
        assert at(gb, key).reach is reach

    def test_a_device_touches_its_elements_and_statements(self, gb: Resolved) -> None:
        direct = at(gb, "device[2].carrier").direct
        assert {said.device for said in direct.statements} == {"GSME"}
        assert all("GSME" in element.devices.value for element in direct.elements)

    def test_a_line_of_the_settings_is_that_of_its_key(self, gb: Resolved) -> None:
        line = _line(GB / "metermap.toml", "edition")
        assert at(gb, f"metermap.toml:{line}") == at(gb, "edition")

    def test_an_erratum_touches_what_it_corrects(self, gb: Resolved) -> None:
        by_key = of(gb, "broken-bracket-row-810")
        assert [said.field for said in by_key.origin.said] == ["path"]
        line = _line(GB / "errata.toml", 'key       = "broken-bracket-row-810"')
        assert of(gb, f"errata.toml:{line + 3}").touched == by_key.touched

    def test_a_reviewed_finding_touches_findings_alone(self, gb: Resolved) -> None:
        impact = of(gb, "expected-findings.csv:3")
        assert impact.origin.reach is Reach.FINDINGS
        assert impact.may_change("report/findings.json")
        assert not impact.may_change("c/gb_esme.c")


class TestNames:
    @pytest.mark.parametrize("name", [ACTIVE, "#100", "activeexportregister value"])
    def test_an_element_by_any_name(self, gb: Resolved, name: str) -> None:
        assert ids(of(gb, name)) == [ACTIVE]

    def test_an_item_with_its_facts(self, gb: Resolved) -> None:
        impact = of(gb, "ActiveExportRegister")
        assert impact.touched.facts
        assert {ACTIVE, "ActiveExportRegister.unit"} <= set(ids(impact))

    @pytest.mark.parametrize("name", ["1-0:2.8.0.255", "3/1-0:2.8.0.255", "0100020800FF"])
    def test_an_object(self, gb: Resolved, name: str) -> None:
        assert set(ids(of(gb, name))) == {ACTIVE, "ActiveExportRegister.unit", "ActiveExportRegister.scale"}

    def test_an_attribute_of_an_object(self, gb: Resolved) -> None:
        assert ids(of(gb, "3/1-0:2.8.0.255/A2")) == [ACTIVE]

    @pytest.mark.parametrize(
        ("one", "other"), [("0x0700", "Price"), ("0x0702/0x0001", "Metering.CurrentSummationReceived")]
    )
    def test_a_cluster_and_its_member_by_number_and_name(self, gb: Resolved, one: str, other: str) -> None:
        assert of(gb, one).touched.statements
        assert at(gb, one).direct == at(gb, other).direct

    def test_a_use_case(self, gb: Resolved) -> None:
        assert of(gb, "ECS17a").touched.use_cases[0].code.value == "ECS17a"

    @pytest.mark.parametrize(
        ("name", "keep"), [("3/1-0:2.8.0.255/A2", "1 statement keeps"), ("0x0700", "statements keep")]
    )
    def test_an_address_says_how_much_is_kept_there(self, gb: Resolved, name: str, keep: str) -> None:
        assert f"{keep} something" in at(gb, name).what

    def test_an_address_that_another_edition_had(self, gb: Resolved) -> None:
        impact = of(gb, "0-0:19.2.4.255")
        assert impact.origin.what == "an address, at which 15 statements keep something, in GBCS 0.8.1"
        assert {said.item for said in impact.touched.statements} == {"StandingCharge"}
        assert "site/items/standing-charge.html" in impact.outputs.pages

    def test_a_name_that_an_item_had_in_another_edition(self, gb: Resolved) -> None:
        impact = of(gb, "AuxiliaryLoadControlSwitchesCalendar")
        assert impact.origin.what == "the item with 13 elements, in GBCS 0.8.1"
        assert "site/items/auxiliary-controller-calendar.html" in impact.outputs.pages
        assert {said.device for said in impact.touched.statements} == {"ESME", "SAPC"}

    def test_a_page_that_a_pattern_tells_is_not_listed_again(self, gb: Resolved) -> None:
        outputs = of(gb, "smets2.xlsx[Use cases]!D40").outputs
        patterns = [*outputs.named, *(each for each in outputs.counted if "*" in each)]
        single = [each for each in outputs.counted if "*" not in each]
        assert len(set(single)) == len(single)
        assert not [each for each in single if any(fnmatchcase(each, pattern) for pattern in patterns)]

    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("nonsense", "Nothing is called like it"),
            ("editions[0].date", r"counted from 1.*Did you mean editions\[1\]\.date\?"),
        ],
    )
    def test_what_means_nothing_is_told_what_was_expected(self, gb: Resolved, text: str, meant: str) -> None:
        with pytest.raises(NoPlaceError, match=f"expected a cell .*, a line .*{meant}"):
            origin_of(gb, text)

    def test_what_means_nothing_is_refused_with_what_is_like_it(self, gb: Resolved) -> None:
        with pytest.raises(NoPlaceError, match="Did you mean ActiveExportRegister"):
            origin_of(gb, "ActivExportRegister")

    @pytest.mark.parametrize(
        "text", ["", "\x00", "\x1b[31m", "a" * 10_000, "x:1", "[", "!A1", "a\x00.map:1", "../x.map:3"]
    )
    def test_any_text_is_answered_or_refused(self, gb: Resolved, text: str) -> None:
        with pytest.raises(NoPlaceError):
            origin_of(gb, text)


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Resolved:
    root = tmp_path_factory.mktemp("released")
    files = {
        "metermap.toml": small_workspace(top='reserved = "reserved.csv"'),
        "elements.csv": SMALL_ELEMENTS,
        "mappings/gas.map": MAPPING,
        "reserved.csv": "kind,value,device,was,since,until,reason\n",
        "releases/1.0/changelog.md": "# 1.0\n",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    run = Run()
    resolved = resolve(root, run)
    assert isinstance(resolved, Resolved), list(run.findings)
    return resolved


class TestFiles:
    """Files as a whole, and those that only findings are made of."""

    @pytest.mark.parametrize("place", ["reserved.csv", "reserved.csv:1", "reserved.csv!A1"])
    def test_the_list_of_what_was_retired_touches_findings_alone(self, released: Resolved, place: str) -> None:
        origin = origin_of(released, place)
        assert origin.reach is Reach.FINDINGS
        assert "retired" in origin.what

    @pytest.mark.parametrize("place", ["releases/1.0/changelog.md", "releases/1.0/changelog.md:1"])
    def test_a_file_of_a_release_touches_findings_alone(self, released: Resolved, place: str) -> None:
        origin = origin_of(released, place)
        assert origin.reach is Reach.FINDINGS
        assert "a release" in origin.what

    @pytest.mark.parametrize("place", ["metermap.toml", "elements.csv", "mappings/gas.map"])
    def test_a_file_that_is_read_reaches_everything(self, released: Resolved, place: str) -> None:
        assert origin_of(released, place).reach is Reach.EVERYTHING

    def test_an_empty_text_is_no_file(self, released: Resolved) -> None:
        with pytest.raises(NoPlaceError):
            origin_of(released, "")
