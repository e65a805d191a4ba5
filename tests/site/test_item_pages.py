"""The page of an item: the answer first, then what is known and what is open, and what is not recorded said so."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path

import pytest

from metermap.catalogue.model import Value
from metermap.codegen.base import Generated, GeneratorInput
from metermap.core.addresses import Access, DlmsAddress, SepAddress, Side
from metermap.core.files import write_tree
from metermap.core.judged import JudgedFinding, Outcome
from metermap.core.logical_names import LogicalName
from metermap.core.places import CellPlace, TextPlace
from metermap.core.site_settings import SiteSettings
from metermap.mappings.model import ResolvedModel, Role, Statement
from metermap.mappings.results import Outcome as LabOutcome
from metermap.mappings.results import TestResult
from metermap.protocols import load_dictionaries
from metermap.protocols.dlms.types import parse_dlms_type
from metermap.site import generate, render
from tests.site.pages import Read, broken, files_below, read, read_tree
from tests.site.small_model import FACT, STATEMENTS, USE_CASES, element, small_model, statement

TAMPER = "docs/items/supply-tamper-state.md"
EXPORT = "ActiveExportRegister"
DATA = DlmsAddress(1, "Data", LogicalName(0, 0, 94, 44, 0, 4), Access.ATTRIBUTE, 2, "value")
EDIT = "https://example.org/edit/{path}#L{line}"
ISSUE = "https://example.org/new?title={title}"


def made(model: ResolvedModel | None = None, site: SiteSettings | None = None) -> Generated:
    return generate(
        GeneratorInput(model or small_model(), "small", {}, load_dictionaries(), site=site or SiteSettings())
    )


def with_statements(*statements: Statement) -> ResolvedModel:
    return dataclasses.replace(small_model(), statements=tuple(sorted(statements, key=lambda said: said.key)))


def page(name: str = TAMPER, model: ResolvedModel | None = None, site: SiteSettings | None = None) -> Read:
    return read(made(model, site).files[name].decode())


def renamed(names: Mapping[str, str]) -> SiteSettings:
    return SiteSettings(renamed=names)


class TestAnswer:
    def test_how_to_read_it_stands_before_everything_else(self) -> None:
        said = page().text
        answer, elements = said.index("Where each device keeps it"), said.index("Category and type")

        assert answer < said.index("0x0607 SupplyTamperState") < elements
        assert answer < said.index("GCS21m") < elements

    def test_each_jump_leads_to_a_part_of_the_page(self) -> None:
        found = page()
        jumps = [link.removeprefix("#") for link in found.links if link.startswith("#")]

        assert {"device-ESME", "device-GSME", "elements", "findings", "evidence", "history"} <= set(jumps)
        assert set(jumps) <= set(found.ids)

    def test_an_address_is_spelled_out(self) -> None:
        said = page().text

        for part in (
            "1 Data, version 0",
            "00 00 5E 2C 00 04",
            "A 0 Abstract",
            "0x0607 SupplyTamperState of the server",
        ):
            assert part in said

    def test_the_route_says_where_protection_ends(self) -> None:
        assert "tunnelled: the same octets from end to end" in page().text

    def test_a_device_without_the_protocol_says_why(self) -> None:
        assert "Not applicable: a gas meter speaks no DLMS." in page().text

    def test_the_same_item_on_the_other_device_is_linked(self) -> None:
        assert {"#ESME-dlms", "#GSME-sep"} <= set(page().links)

    def test_what_is_known_in_the_home_only_is_not_called_undecided_elsewhere(self) -> None:
        said = page("docs/items/active-import-register.md").text
        assert "not asked here: its elements are known in the home only" in said.casefold()


class TestSides:
    """Which side the device is, what the dictionary lets a client do, and what the use cases do."""

    def test_a_read_only_attribute_is_not_said_to_be_written(self) -> None:
        said = page().text

        assert "Side of the deviceserver of the cluster, which holds the attribute" in said
        assert "Accessread" in said
        assert "Use cases doread" in said
        assert "writes the attribute" not in said

    def test_access_that_no_source_states_is_not_recorded(self) -> None:
        said = page("docs/items/active-export-register.md").text
        assert "Side of the deviceserverAccessnot recordedUse cases doread" in said

    def test_the_device_is_the_side_that_a_command_of_the_other_is_sent_to(self) -> None:
        said = page().text

        assert "server of the cluster; it is sent the command (client to server)" in said
        assert "Use cases donot recorded" in said

    def test_a_device_that_is_updated_by_a_command_of_the_server_is_the_client(self) -> None:
        address = SepAddress(
            0x0700, "Price", Access.COMMAND, Side.SERVER, 0x03, "PublishCalorificValue", "CalorificValue"
        )
        update = dataclasses.replace(USE_CASES[1], read_or_update=Value("Update"))
        said = statement(1960, "GSME", "sep", "SupplyTamperState.value", address, use_cases=(update.code.value,))
        model = with_statements(said)
        catalogue = dataclasses.replace(model.catalogue, use_cases=(update,))

        assert (
            "client of the cluster; it is sent the command (server to client)"
            in page(model=dataclasses.replace(model, catalogue=catalogue)).text
        )


class TestCarriedElsewhere:
    """Only what is carried counts as carried; what is planned, proposed or without a home is named as such."""

    @staticmethod
    def tamper(status: str = "unreviewed", role: Role = Role.ELEMENT) -> Read:
        said = statement(
            1960,
            "ESME",
            "sep",
            "SupplyTamperState.value",
            None,
            status=status,
            role=role,
            because=("no cluster has it",),
        )
        return page(model=with_statements(*STATEMENTS, said))

    @pytest.mark.parametrize(
        ("status", "role", "standing"),
        [
            ("unreviewed", Role.GAP, "no home"),
            ("planned", Role.ELEMENT, "planned"),
            ("proposed", Role.ELEMENT, "proposed"),
            ("unreviewed", Role.ELEMENT, "unaddressed"),
        ],
    )
    def test_what_another_device_does_not_carry_is_told_apart(self, status: str, role: Role, standing: str) -> None:
        elsewhere = f"The same item elsewhere: ESME over DLMS/COSEM; ESME over Smart Energy: {standing}. "
        assert elsewhere in self.tamper(status, role).text

    def test_proposals_alone_carry_nothing(self) -> None:
        model = with_statements(*(dataclasses.replace(said, status="proposed") for said in STATEMENTS))
        said = page(model=model).text

        assert "The same item elsewhere: carried by no other device; GSME over Smart Energy: proposed. " in said


class TestNoHome:
    """A deliberate gap is an answer, and its reason is what matters."""

    WHY = "No home: no cluster has it"

    def test_the_answer_and_the_heading_are_the_reason(self) -> None:
        said = TestCarriedElsewhere.tamper(role=Role.GAP).text

        assert said.index(self.WHY) < said.index("Category and type")
        assert self.WHY in said[said.index("Category and type") :]
        assert "no address is specified" not in said.casefold()

    def test_it_carries_nothing_and_needs_no_bindings(self) -> None:
        said = TestCarriedElsewhere.tamper(role=Role.GAP).text
        block = said[said.rindex(self.WHY) :]
        block = block[: block.index("GSME")]

        assert "What has no home" in block
        assert "What it carries" not in block
        assert "bindings" not in block

    def test_elements_without_an_address_are_not_taken_for_gaps(self) -> None:
        gap = statement(1960, "ESME", "sep", "SupplyTamperState.value", None, role=Role.GAP, because=("never",))
        other = statement(1961, "ESME", "sep", "SupplyTamperState.other", None)
        said = page(model=with_statements(*STATEMENTS, gap, other)).text

        assert "No home: never" in said
        assert "No address is specified" in said


class TestExamples:
    def test_the_octets_are_explained_and_their_maker_is_named(self) -> None:
        said = page("docs/items/active-export-register.md").text

        assert "made by gurux-dlms" in said
        assert "tag: structure" in said
        assert "2 members" in said

    def test_seconds_since_2000_are_told_as_the_moment_that_they_are(self) -> None:
        count = dataclasses.replace(STATEMENTS[0], unit="epoch2000", type=parse_dlms_type("double-long-unsigned"))
        said = page("docs/items/active-export-register.md", model=with_statements(count)).text

        assert "123456, most significant octet first, that is 2000-01-02T10:17:36Z" in said

    def test_a_value_that_the_dictionary_does_not_name_is_told_with_those_that_it_names(self) -> None:
        unit = SepAddress(0x0700, "Price", Access.ATTRIBUTE, Side.SERVER, 0x0305, "CalorificValueUnit")
        said = page(
            model=with_statements(statement(1960, "GSME", "sep", "SupplyTamperState.value", unit, "enum8"))
        ).text

        assert "No vector has what would stand here: 1 MegajoulePerCubicMeter or 2 MegajoulePerKilogram." in said

    def test_a_value_that_the_attribute_s_own_enumeration_names_is_chosen_and_named(self) -> None:
        period = SepAddress(0x0700, "Price", Access.ATTRIBUTE, Side.SERVER, 0x0619, "TariffResolutionPeriod")
        said = page(
            model=with_statements(statement(1960, "GSME", "sep", "SupplyTamperState.value", period, "enum8"))
        ).text

        assert "0, NotDefined" in said
        assert "No vector has" not in said

    def test_the_type_id_of_an_attribute_is_told(self) -> None:
        assert "Type id 0x30 enum8" in page().text

    def test_a_snippet_can_be_copied(self) -> None:
        content = made().files[TAMPER].decode()

        assert "from small_bindings import" in content
        assert 'class="copy js-only" data-copy-from="at-' in content

    def test_a_proposal_is_in_no_bindings(self) -> None:
        assert "A proposal is not in the bindings." in page("docs/items/active-import-register.md").text


class TestRecord:
    def test_what_nobody_recorded_is_said_to_be_so(self) -> None:
        said = page("docs/items/supply-outage-restore.md").text

        for part in ("No description is recorded.", "No test result is recorded.", "relation: not recorded"):
            assert part in said
        assert "Former namesnone is recorded" in said

    def test_a_result_of_a_laboratory_is_evidence(self) -> None:
        place = CellPlace("results/lab.csv", "", 2, 1)
        result = TestResult(
            *("GSME", "sep", "SupplyTamperState.value", LabOutcome.PASSED, "an edition", "2026-03-31", "A laboratory"),
            *("SupplyTamperState.value", "", "", place),
        )
        said = page(model=dataclasses.replace(small_model(), results=(result,))).text

        assert "A laboratory" in said
        assert "2026-03-31" in said
        assert "another edition: it does not count" in said

    def test_nothing_can_be_edited_where_no_address_is_recorded(self) -> None:
        found = page()
        assert not [link for link in found.links if "://" in link]
        assert "change" not in found.ids

    def test_edit_and_issue_links_lead_to_the_line_and_the_title_percent_encoded(self) -> None:
        links = page("docs/items/active-export-register.md", site=SiteSettings(EDIT, ISSUE)).links

        assert "https://example.org/edit/mappings/small.map#L100" in links
        assert "https://example.org/new?title=ActiveExportRegister" in links

    def test_an_item_without_statements_can_be_edited_in_its_workbook(self) -> None:
        links = page(site=SiteSettings(EDIT, ISSUE), model=with_statements()).links

        assert "https://example.org/edit/smets2.xlsx" in links
        assert not [link for link in links if "smets2.xlsx#" in link]

    def test_the_line_of_a_verdict_on_a_finding_can_be_edited(self) -> None:
        [finding] = small_model().findings
        place = TextPlace("expected-findings.csv", 7, 1)
        verdict = JudgedFinding(finding, Outcome.REVIEWED, "open", "a reason", place)
        given = GeneratorInput(
            *(small_model(), "small", {}, load_dictionaries()), site=SiteSettings(EDIT), judged=(verdict,)
        )
        links = read(generate(given).files["docs/items/supply-outage-restore.md"].decode()).links

        assert "https://example.org/edit/expected-findings.csv#L7" in links

    def test_a_name_from_the_catalogue_cannot_leave_the_title(self) -> None:
        assert (
            SiteSettings(EDIT, ISSUE).issue_link("a&b #c/<d>") == "https://example.org/new?title=a%26b%20%23c%2F%3Cd%3E"
        )


class TestTwins:
    def test_elements_with_one_path_are_told_apart_by_their_rows(self) -> None:
        model = small_model()
        twin = element(1961, "SupplyTamperState", "value", ("ESME",), "BOOLEAN")
        twin = dataclasses.replace(twin, id=Value("SupplyTamperState.value#1961"))
        catalogue = dataclasses.replace(model.catalogue, elements=(*model.catalogue.elements, twin))
        said = page(model=dataclasses.replace(model, catalogue=catalogue)).text

        assert "value row 1960" in said[: said.index("Category and type")]
        assert "methodInput: state row" not in said[: said.index("Category and type")]


class TestItemAsAWhole:
    """An element that is known in the home only has no line of its own: what is stated is stated of the item."""

    def test_type_unit_and_section_are_those_of_the_item_and_said_to_be(self) -> None:
        model = small_model()
        fact = dataclasses.replace(FACT, item=Value("Active Import Register"), rows=())
        catalogue = dataclasses.replace(model.catalogue, items=(fact,))
        silent = tuple(
            dataclasses.replace(each, data_type=Value(""), reference=Value("")) if each.han_only else each
            for each in catalogue.elements
        )
        catalogue = dataclasses.replace(catalogue, elements=silent)
        said = page("docs/items/active-import-register.md", model=dataclasses.replace(model, catalogue=catalogue)).text

        assert "of the item: INTEGER" in said
        assert "of the item: Wh" in said
        assert "; the item is in SMETS 5.7.5.2" in said


class TestTypes:
    def test_a_value_for_what_the_dictionary_has_composed_is_called_a_contradiction(self) -> None:
        log = dataclasses.replace(STATEMENTS[0], dictionary_type=parse_dlms_type("array"))
        said = page("docs/items/active-export-register.md", model=with_statements(log)).text

        assert "the two contradict each other: one is a single value, the other is composed" in said
        assert "contradict" not in page("docs/items/active-export-register.md").text

    def test_a_method_of_the_catalogue_stands_behind_what_the_place_keeps(self) -> None:
        method = dataclasses.replace(
            STATEMENTS[0], key="ESME/dlms/0", row=1, element="ActiveExportRegister.method: read"
        )
        statements = (*STATEMENTS, method)
        said = page("docs/items/active-export-register.md", model=with_statements(*statements)).text
        block = said[said.index("What it carries: 2 parts") :]

        assert block.index("row 100") < block.index("method: read")

    def test_one_place_more_is_one(self) -> None:
        homes = [
            statement(1960 + at, "ESME", "dlms", "SupplyTamperState.value", dataclasses.replace(DATA, index=at))
            for at in range(2, 7)
        ]
        assert "1 more place" in page(model=with_statements(*homes)).text
        assert "1 more places" not in page(model=with_statements(*homes)).text


class TestRedirects:
    OLD = "docs/items/tamper-state.md"

    def test_a_former_name_has_a_page_that_leads_to_the_present_one(self, tmp_path: Path) -> None:
        write_tree(tmp_path / "source", made(site=renamed({"TamperState": "SupplyTamperState"})).files)
        assert render(tmp_path / "source", tmp_path / "site") == ()
        page = (tmp_path / "site/items/tamper-state.html").read_text("utf-8")

        assert '<meta http-equiv="refresh" content="0; url=supply-tamper-state.html">' in page
        assert '<link rel="canonical" href="supply-tamper-state.html">' in page
        assert "This data item is now called SupplyTamperState." in read(page).text
        assert broken(read_tree(tmp_path / "site"), files_below(tmp_path / "site")) == []

    def test_no_other_page_leads_away(self, site: Path) -> None:
        assert 'http-equiv="refresh"' not in (site / "items/supply-tamper-state.html").read_text("utf-8")

    def test_the_page_of_the_item_tells_its_former_names(self) -> None:
        settings = renamed({"Tamper": "TamperState", "TamperState": "SupplyTamperState"})
        assert "Former namesTamper, TamperState" in page(site=settings).text

    @pytest.mark.parametrize(
        ("names", "code", "expected"),
        [
            ({"TamperState": "SupplyTamperSate"}, "MM722", "did you mean 'SupplyTamperState'?"),
            ({"TamperState": "Nothing of the kind"}, "MM722", "the name of a data item of the catalogue"),
            ({"SupplyTamperState": "ActiveExportRegister"}, "MM723", ""),
            ({"Supply Tamper State": "ActiveExportRegister"}, "MM724", ""),
        ],
    )
    def test_a_renaming_that_leads_nowhere_is_a_finding(self, names: dict[str, str], code: str, expected: str) -> None:
        result = made(site=renamed(names))

        assert [(found.code, found.expected) for found in result.findings] == [(code, expected)]
        assert self.OLD not in result.files

    def test_an_address_that_stays_the_same_needs_no_page(self) -> None:
        result = made(site=renamed({"Supply Tamper State": "SupplyTamperState"}))

        assert result.findings == ()
        assert result.files[TAMPER] == made(site=renamed({"Supply Tamper State": "SupplyTamperState"})).files[TAMPER]

    def test_a_hostile_name_stays_a_name(self) -> None:
        result = made(site=renamed({'"><script>{{ x }}': "SupplyTamperState"}))
        [path] = [name for name in result.files if "script" in name]

        assert b"<script>" not in result.files[path]
        assert b"{{" not in result.files[path]
