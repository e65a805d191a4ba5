"""The reverse pages: from the wire, a section, a device, a standard, a rule or an earlier edition to the elements."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metermap.catalogue.model import Element, ItemFact, Value
from metermap.codegen.base import GeneratorInput
from metermap.codegen.changes.model import Act, Kind
from metermap.codegen.exchange.documents import model_document
from metermap.codegen.gap_report import report_json, report_on
from metermap.codegen.gap_report.earlier import Earlier, read_earlier
from metermap.codegen.gap_report.earlier_documents import from_model
from metermap.codegen.standards import build_report as standards_report
from metermap.core.addresses import DlmsAddress
from metermap.core.files import write_tree
from metermap.core.findings import Finding, Findings, Severity
from metermap.core.judged import JudgedFinding, Outcome, unjudged
from metermap.core.places import CellPlace, TextPlace
from metermap.core.site_settings import SiteSettings
from metermap.core.workspace import StandardsChoice
from metermap.mappings.model import ResolvedModel
from metermap.mappings.proofs.verdicts import Proof, Reason, Verdict
from metermap.mappings.results import Outcome as LaboratoryOutcome
from metermap.mappings.results import TestResult
from metermap.protocols import load_dictionaries
from metermap.protocols.standards import load_register
from metermap.rule_book import all_rules
from metermap.site import generate, render
from metermap.site.changes import Changes, changes_of
from metermap.site.facts import gather
from tests.site.pages import Read, broken, read, read_tree
from tests.site.small_model import ELEMENTS, FACT, FINDINGS, STATEMENTS, element, small_model
from tests.site.test_search import read_index

DICTIONARIES = load_dictionaries()
RULES = {rule.code.id: rule for rule in all_rules()}


def asked(model: ResolvedModel | None = None, **more: Any) -> GeneratorInput:  # noqa: ANN401  (the fields of the record)
    return GeneratorInput(model or small_model(), "small", {}, DICTIONARIES, **more)


def pages_of(request: GeneratorInput) -> dict[str, Read]:
    files = generate(request).files
    named = (
        (name.removeprefix("docs/").removesuffix(".md"), data) for name, data in files.items() if name.endswith(".md")
    )
    return {f"{name}.html": read(data.decode()) for name, data in named}


def source_of(request: GeneratorInput, page: str) -> str:
    return generate(request).files[f"docs/{page}.md"].decode()


def proved() -> ResolvedModel:
    """The model with three proofs of ESME: a mapped element, one without an address, and a method."""
    proofs = (
        Proof("ESME/dlms/100", Verdict.LOSSLESS),
        Proof("ESME/dlms/1771", Verdict.LOSSLESS),
        Proof("ESME/dlms/362", Verdict.UNDECIDED, reasons=(Reason.METHOD,)),
    )
    return dataclasses.replace(small_model(), proofs=proofs)


@pytest.fixture(scope="module")
def pages() -> dict[str, Read]:
    return pages_of(asked(rules=RULES))


def with_statement(change: dict[str, Any], index: int = 0) -> ResolvedModel:
    model = small_model()
    said = list(STATEMENTS)
    said[index] = dataclasses.replace(said[index], **change)
    return dataclasses.replace(model, statements=tuple(said))


class TestClasses:
    def test_the_page_lists_all_attributes_and_says_which_are_used(self, pages: dict[str, Read]) -> None:
        page = pages["classes/3.html"]
        assert {"attribute-1", "attribute-2", "attribute-3", "method-1"} <= set(page.ids)
        assert "1 logical_nameoctet-string[6]" in page.text
        assert page.text.count("not used") == 2  # the logical name, and the method
        assert "../objects/3-1-0-2-8-0-255.html" in page.links

    def test_an_object_leads_to_its_class_and_says_what_nobody_asks_for(self, pages: dict[str, Read]) -> None:
        page = pages["objects/3-1-0-2-8-0-255.html"]
        assert "../classes/3.html#attribute-2" in page.links
        assert "2 of 4 attributes and methods are asked for" in page.text
        assert page.text.count("none asks") == 2

    def test_an_object_spells_out_its_name(self, pages: dict[str, Read]) -> None:
        said = pages["objects/3-1-0-2-8-0-255.html"].text
        for meaning in ("A1Electricity", "B0not used", "D8Time integral 1", "F255not used"):
            assert meaning in said

    @pytest.mark.parametrize(("class_id", "index"), [(3, 99), (7777, 2)])
    def test_what_the_dictionary_does_not_know_still_has_a_place(
        self, tmp_path: Path, class_id: int, index: int
    ) -> None:
        home = STATEMENTS[0].address
        assert isinstance(home, DlmsAddress)
        strange = dataclasses.replace(home, class_id=class_id, index=index, name="odd")
        write_tree(tmp_path / "src", generate(asked(with_statement({"address": strange}))).files)
        assert render(tmp_path / "src", tmp_path / "site") == ()
        found = read_tree(tmp_path / "site")
        files = {path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*")}
        assert broken(found, files) == []
        assert f"{index} odd" in found[f"classes/{class_id}.html"].text


class TestClusters:
    def test_an_attribute_has_a_page_with_what_the_dictionary_knows(self, pages: dict[str, Read]) -> None:
        page = pages["clusters/0x0702-server-attribute-0x0607.html"]
        for said in ("SupplyTamperState", "attribute of the server", "enum8", "since SE 1.2a"):
            assert said in page.text
        assert {"../clusters/0x0702.html", "../devices/gsme.html", "../use-cases/gcs21m.html"} <= set(page.links)

    def test_a_command_has_one_with_its_fields(self, pages: dict[str, Read]) -> None:
        said = pages["clusters/0x0702-client-command-0x0d.html"].text
        assert "client to server" in said
        assert "Fields, in the order of the payload" in said

    def test_a_cluster_parts_what_is_used_from_what_is_not(self, pages: dict[str, Read]) -> None:
        cluster = DICTIONARIES.sep.cluster(0x0702)
        assert cluster
        known = len(cluster.attributes) + len(cluster.commands)
        said = pages["clusters/0x0702.html"].text
        assert f"{known - 3:,} of {known:,} attributes and commands of the dictionary" in said
        used, unused = said.split("Not used by the mapping")
        assert "SetSupplyStatus" in used
        assert "SetSupplyStatus" not in unused
        assert "CurrentMaxDemandDelivered" in unused


class TestSections:
    def test_a_section_counts_what_is_mapped_out_of_what_is_asked(self, pages: dict[str, Read]) -> None:
        page = pages["sections/smets-5-7-5.html"]
        assert "smets-5-7-5-2" in page.ids
        assert "SMETS 5.7.5.274 of 50 of 6" in page.text  # 7 elements; ESME over DLMS/COSEM, over Smart Energy

    def test_sections_stand_in_the_order_of_their_numbers(self) -> None:
        numbers = ("SMETS 5.7.5.10", "SMETS 5.7.5.2", "SMETS 5.7.5.9")
        elements = tuple(
            dataclasses.replace(one, reference=Value(printed)) for one, printed in zip(ELEMENTS, numbers, strict=False)
        )
        catalogue = dataclasses.replace(small_model().catalogue, elements=(*elements, *ELEMENTS[3:]))
        page = pages_of(asked(dataclasses.replace(small_model(), catalogue=catalogue)))["sections/smets-5-7-5.html"]
        anchors = [name for name in page.ids if name.startswith("smets-")]
        assert anchors == ["smets-5-7-5-2", "smets-5-7-5-9", "smets-5-7-5-10"]

    def test_an_element_without_a_section_is_not_lost(self) -> None:
        lost = dataclasses.replace(ELEMENTS[0], reference=Value("somewhere, perhaps"))
        catalogue = dataclasses.replace(small_model().catalogue, elements=(lost, *ELEMENTS[1:]))
        page = pages_of(asked(dataclasses.replace(small_model(), catalogue=catalogue)))["sections/index.html"]
        assert "Elements that cite no section1 of 7 elements" in page.text


class TestDevices:
    def test_a_page_says_why_the_device_is_silent(self, pages: dict[str, Read]) -> None:
        said = pages["devices/gsme.html"].text
        assert "not spoken: a gas meter speaks no DLMS" in said
        assert "Editions it must meetnot recorded" in said

    def test_and_counts_by_standing(self, pages: dict[str, Read]) -> None:
        assert "Smart Energy tunnelled, carrier2 of 2" in pages["devices/gsme.html"].text

    def test_and_lists_use_cases_that_target_it(self, pages: dict[str, Read]) -> None:
        assert "../use-cases/gcs21m.html" in pages["devices/gsme.html"].links
        assert "../use-cases/ecs17a.html" not in pages["devices/gsme.html"].links

    def test_a_use_case_leads_to_its_target_and_its_cell(self, pages: dict[str, Read]) -> None:
        page = pages["use-cases/ecs17a.html"]
        assert "../devices/esme.html" in page.links
        assert "smets2.xlsx[Facts]!A8" in page.text

    def test_it_says_for_how_many_statements_fewer_parties_are_named(self) -> None:
        model = with_statement({"roles": (("ECS17a", ("Supplier",)),)}, index=1)
        assert "Supplier, for 1 of 2 statements" in pages_of(asked(model))["use-cases/ecs17a.html"].text


LINE = TextPlace("expected.csv", 2, 1)


class TestFindings:
    EVERY = (
        JudgedFinding(dataclasses.replace(FINDINGS[0], message="found 0"), Outcome.OPEN),
        JudgedFinding(dataclasses.replace(FINDINGS[0], message="found 1"), Outcome.NOTE),
        JudgedFinding(
            dataclasses.replace(FINDINGS[0], message="found 2"), Outcome.REVIEWED, "accepted", "seen by the group", LINE
        ),
        JudgedFinding(
            dataclasses.replace(FINDINGS[0], message="found 3"),
            Outcome.SUPPRESSED,
            reason="allowed at a.map:3:1: it is printed",
        ),
        JudgedFinding(dataclasses.replace(FINDINGS[0], message="found 4"), Outcome.HELD),
    )

    def test_none_is_left_out_whatever_became_of_it(self) -> None:
        page = pages_of(asked(judged=self.EVERY, rules=RULES))["findings.html"]
        for number in range(len(self.EVERY)):
            assert f"found {number}" in page.text
        assert page.text.count("1 of 5") == len(Outcome)

    def test_verdict_reason_and_place_stand_with_it(self) -> None:
        said = pages_of(asked(judged=self.EVERY, rules=RULES))["findings.html"].text
        assert "reviewed: acceptedseen by the groupexpected.csv:2:1" in said
        assert "suppressedallowed at a.map:3:1: it is printed" in said

    def test_each_can_be_linked_to_and_filtered(self) -> None:
        source = generate(asked(judged=self.EVERY)).files["docs/findings.md"].decode()
        rows = re.findall(r'<tr id="(MM501-\d)" data-code="(\w+)" data-severity="(\w+)" data-state="([\w-]+)"', source)
        assert [row[0] for row in rows] == [f"MM501-{number}" for number in range(1, 6)]
        assert {row[3] for row in rows} == {"open", "note", "reviewed", "suppressed", "in-the-baseline"}

    def test_without_findings_the_page_says_so(self) -> None:
        assert "The checks found nothing." in pages_of(asked(judged=()))["findings.html"].text

    def test_findings_that_nobody_judged_are_open(self) -> None:
        assert gather(asked()).findings == unjudged(FINDINGS)


class TestRules:
    def test_a_rule_with_a_finding_has_a_page_that_explains_it(self, pages: dict[str, Read]) -> None:
        page = pages["rules/mm501.html"]
        rule = RULES["MM501"]
        assert rule.code.title in page.text
        assert rule.explanation.split("\n\n")[0] in page.text
        assert FINDINGS[0].message in page.text

    def test_its_examples_are_shown_line_by_line(self) -> None:
        page = (
            generate(asked(rules=RULES, judged=unjudged([finding_of("MM402")]))).files["docs/rules/mm402.md"].decode()
        )
        listed = re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)
        assert [len(example.splitlines()) for example in listed] == [
            len(example.mapping.splitlines()) for example in (RULES["MM402"].failing, RULES["MM402"].passing)
        ]

    def test_the_list_has_every_rule_and_links_those_with_a_finding(self, pages: dict[str, Read]) -> None:
        page = pages["rules/index.html"]
        assert f"{len(RULES):,} rules, 1 of them with a finding here" in page.text
        assert [link for link in page.links if link.startswith("../rules/")] == ["../rules/mm501.html"]

    def test_a_finding_without_a_rule_still_has_a_page(self) -> None:
        page = pages_of(asked(judged=unjudged([finding_of("ZZ999")])))["rules/zz999.html"]
        assert "the finding" in page.text

    def test_every_rule_can_be_shown(self) -> None:
        found = unjudged([finding_of(code) for code in RULES])
        made = pages_of(asked(judged=found, rules=RULES))
        assert sum(name.startswith("rules/mm") for name in made) == len(RULES)
        assert not [name for name, page in made.items() if len(page.ids) != len(set(page.ids))]


def finding_of(code: str) -> Finding:
    return dataclasses.replace(FINDINGS[0], code=code, message="the finding", severity=Severity.WARNING)


class TestStandards:
    def test_without_the_report_the_page_says_so(self, pages: dict[str, Read]) -> None:
        assert "was not at hand" in pages["standards.html"].text

    def test_what_nobody_recorded_reads_so(self) -> None:
        register = load_register(Findings())
        report = standards_report(small_model(), DICTIONARIES, register, StandardsChoice(home="sep"))
        said = pages_of(asked(standards=report))["standards.html"].text
        assert "zigbee-se" in said
        assert "not recorded" in said
        assert "Outcome: " in said
        for use in report.standards:
            assert use.id in said


class TestSearch:
    """Whatever has a page of its own can be found."""

    def test_each_kind_of_reverse_page_is_in_the_index_and_leads_to_a_page(self) -> None:
        register = load_register(Findings())
        report = standards_report(small_model(), DICTIONARIES, register, StandardsChoice(home="sep"))
        request = asked(rules=RULES, standards=report)
        script = generate(request).files["docs/assets/search-index.js"].decode()
        made = pages_of(request)
        found: dict[str, set[str]] = {}
        for entry in read_index(script):
            page, _, anchor = entry.address.partition("#")
            found.setdefault(entry.kind, set()).add(entry.title)
            assert not anchor or anchor in made[page].ids, entry
        assert found["Interface class"] == {"Data", "Register", "Charge"}
        assert found["Device"] == {"ESME", "GSME"}
        assert "SMETS 5.7.5.2" in found["Section"]
        assert found["Standard"] == {use.id for use in report.standards}
        assert "MM501" in found["Finding"]
        assert {"Changes", "Standards", "Value proofs", "Rules"} <= found["Page"]


def test_what_a_laboratory_failed_is_told_beside_what_is_tested() -> None:
    failed = TestResult(
        device="ESME",
        protocol="dlms",
        subject="ActiveExportRegister.value",
        outcome=LaboratoryOutcome.FAILED,
        edition=small_model().edition,
        date="2026-11-30",
        laboratory="",
        element="ActiveExportRegister.value",
        statement="",
        use_case="",
        place=CellPlace("results.csv", "", 2, 1),
    )
    made = pages_of(asked(dataclasses.replace(small_model(), results=(failed,))))
    for page in ("index.html", "devices/esme.html"):
        assert "0 of 4, 1 failed" in made[page].text
    assert "1 failed" in made["gaps.html"].text


class TestParity:
    def test_addresses_of_both_sides_stand_side_by_side(self, pages: dict[str, Read]) -> None:
        page = pages["parity.html"]
        assert "Listed for both: 1 element; 1 of them mapped on both" in page.text
        assert {"classes/1.html#attribute-2", "clusters/0x0702-server-attribute-0x0607.html"} <= set(page.links)

    def test_what_the_catalogue_says_differently_is_said(self) -> None:
        name = Value("SupplyTamperState")
        facts = (fact("ESME", name, "Wh"), fact("GSME", name, "m3"))
        catalogue = dataclasses.replace(small_model().catalogue, items=facts)
        said = pages_of(asked(dataclasses.replace(small_model(), catalogue=catalogue)))["parity.html"].text
        assert "Unit differs. ESME: Wh; GSME: m3." in said
        assert "Data type differs" not in said


def fact(device: str, item: Value[str], unit: str) -> ItemFact:
    return dataclasses.replace(FACT, device=Value(device), item=item, unit=Value(unit), rows=())


def earlier_of(model: ResolvedModel) -> Earlier:
    document = model_document(model, unjudged(model.findings))
    return from_model(json.dumps(document).encode())


def elements(found: Changes, *acts: Act) -> set[str]:
    """Return the ids of the elements to which any of this happened."""
    return {one.change.key for act in acts for one in found.with_act(Kind.ELEMENT, act)}


class TestChanges:
    def test_without_an_earlier_model_the_page_says_so(self, pages: dict[str, Read]) -> None:
        assert "No earlier model is given" in pages["changes.html"].text

    def test_nothing_changed_since_the_same_model(self) -> None:
        found = changes_of(gather(asked(earlier=earlier_of(small_model()))), earlier_of(small_model()))
        assert found.diff.changes == ()
        assert set(found.told) == set(Kind)

    @given(st.sets(st.sampled_from([one.id.value for one in ELEMENTS])))
    @settings(max_examples=20, deadline=None)
    def test_what_an_earlier_model_lacks_is_added_and_the_other_way_removed(self, gone: set[str]) -> None:
        model = small_model()
        kept = tuple(one for one in model.catalogue.elements if one.id.value not in gone)
        smaller = dataclasses.replace(model, catalogue=dataclasses.replace(model.catalogue, elements=kept))
        forth = changes_of(gather(asked(earlier=earlier_of(smaller))), earlier_of(smaller))
        back = changes_of(gather(asked(smaller, earlier=earlier_of(model))), earlier_of(model))
        assert elements(forth, Act.ADDED) == gone == elements(back, Act.REMOVED)
        assert elements(forth, Act.REMOVED, Act.RENAMED) == elements(back, Act.ADDED, Act.RENAMED) == set()

    def test_another_name_under_the_same_id_is_a_renaming_with_both_cells(self) -> None:
        old = dataclasses.replace(ELEMENTS[0], item=Value("ExportRegister"))
        page = self.page(self.with_elements(old))
        assert "1 element with another name then" in page.text
        assert "ExportRegister.value" in page.text
        assert "smets2.xlsx[Elements]!E100" in page.text

    def test_a_renaming_that_metermap_toml_records_is_followed(self) -> None:
        old = dataclasses.replace(ELEMENTS[0], id=Value("ExportRegister.value"), item=Value("ExportRegister"))
        given = asked(earlier=earlier_of(self.with_elements(old)))
        told = dataclasses.replace(given, site=SiteSettings(renamed={"ExportRegister": "ActiveExportRegister"}))
        known = changes_of(gather(told), earlier_of(self.with_elements(old)))
        assert elements(known, Act.RENAMED) == {"ActiveExportRegister.value"}
        assert elements(known, Act.ADDED, Act.REMOVED) == set()
        [renamed] = known.with_act(Kind.ELEMENT, Act.RENAMED)
        assert renamed.change.paired_by == "metermap.toml"
        assert "ExportRegister.valuemetermap.toml" in pages_of(told)["changes.html"].text

    def test_another_address_stands_with_both_values_and_places(self) -> None:
        home = STATEMENTS[0].address
        assert isinstance(home, DlmsAddress)
        there = dataclasses.replace(home, index=4, name="elsewhere")
        page = self.page(with_statement({"address": there, "place": TextPlace("mappings/old.map", 7, 1)}))
        assert "3/1-0:2.8.0.255/A4 elsewhere mappings/old.map:7:1" in page.text
        assert "3/1-0:2.8.0.255/A2 value mappings/small.map:100:5" in page.text

    def test_another_standing_is_a_closed_gap(self) -> None:
        page = self.page(with_statement({"status": "proposed"}))
        assert "closed gaps1" in page.text
        assert "P proposed" in page.text

    def test_a_gap_report_tells_no_fields_and_the_page_says_so(self, tmp_path: Path) -> None:
        (tmp_path / "gap-report.json").write_text(report_json(report_on(asked())), "utf-8")
        made = pages_of(asked(earlier=read_earlier(tmp_path / "gap-report.json")))
        assert "The earlier file tells standings alone, no fields" in made["changes.html"].text

    def page(self, old: ResolvedModel) -> Read:
        return pages_of(asked(earlier=earlier_of(old)))["changes.html"]

    def with_elements(self, first: Element) -> ResolvedModel:
        model = small_model()
        return dataclasses.replace(
            model, catalogue=dataclasses.replace(model.catalogue, elements=(first, *ELEMENTS[1:]))
        )


class TestProofs:
    def test_without_proofs_the_page_says_so(self, pages: dict[str, Read]) -> None:
        said = pages["proofs.html"].text
        assert "No value is known that does not survive." in said
        assert "Everything is decided." in said

    def test_methods_and_elements_that_are_not_mapped_stand_apart(self) -> None:
        page = pages_of(asked(proved()))["proofs.html"].text
        assert "Not among them: 1 statement of 1 element, each a method." in page
        assert "nobody: there is nothing to prove" not in page
        assert "ESME over DLMS/COSEM: of 2 lossless, 1 exact, 1 unaddressed" in page

    def test_a_device_counts_its_methods_out_of_what_is_undecided(self) -> None:
        row = re.search(r"<tr><th[^>]*>.*?ESME.*?</tr>", source_of(asked(proved()), "proofs"), re.DOTALL)
        assert row
        assert [re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<td.*?</td>", row[0])][1:6] == [
            "3 of 5",
            "2 of 3",
            "0 of 3",
            "1 of 3",
            "1 of 1",
        ]


class TestUseCases:
    def test_its_own_code_stands_in_the_heading_alone(self, pages: dict[str, Read]) -> None:
        page = pages["use-cases/ecs17a.html"]
        assert page.text.count("ECS17a") == 1
        assert "Other use cases" in page.text

    def test_a_title_that_begins_with_the_code_says_it_once(self) -> None:
        model = small_model()
        case = model.catalogue.use_cases[0]
        case = dataclasses.replace(case, title=Value(f"{case.code.value} {case.title.value}"))
        catalogue = dataclasses.replace(model.catalogue, use_cases=(case,))
        page = pages_of(asked(dataclasses.replace(model, catalogue=catalogue)))["use-cases/ecs17a.html"]
        assert page.text.count("ECS17a") == 1

    def test_a_device_lists_them_as_people_look_for_them(self) -> None:
        model = small_model()
        first = model.catalogue.use_cases[0]
        codes = ("ECS17a", "ECS9", "ECS04b", "ECS04a")
        cases = tuple(dataclasses.replace(first, code=Value(code)) for code in codes)
        catalogue = dataclasses.replace(model.catalogue, use_cases=cases)
        links = pages_of(asked(dataclasses.replace(model, catalogue=catalogue)))["devices/esme.html"].links
        assert [link for link in dict.fromkeys(links) if link.startswith("../use-cases/ecs")] == [
            f"../use-cases/{code}.html" for code in ("ecs04a", "ecs04b", "ecs9", "ecs17a")
        ]


def test_the_search_page_without_scripts_lists_every_kind_of_thing(pages: dict[str, Read]) -> None:
    lists = {name for name in pages if name.endswith("/index.html")}
    assert len(lists) > 6
    assert {*lists, "matrix.html", "gaps.html", "findings.html", "standards.html"} <= set(pages["search.html"].links)


class TestHome:
    def test_it_leads_every_reader_in(self, pages: dict[str, Read]) -> None:
        links = set(pages["index.html"].links)
        for page in ("items/index", "devices/index", "gaps", "matrix", "parity", "proofs", "standards", "changes"):
            assert f"{page}.html" in links
        assert {"findings.html", "rules/index.html", "sections/index.html", "use-cases/index.html"} <= links

    def test_open_findings_have_their_denominator(self, pages: dict[str, Read]) -> None:
        assert "Findings 1 open, of 1" in pages["index.html"].text


def test_hostile_sections_devices_and_codes_stay_text_and_inside() -> None:
    odd = "../<script>{{x}}"
    model = small_model()
    devices = (dataclasses.replace(model.devices[0], id=odd), *model.devices[1:])
    lines = tuple(
        dataclasses.replace(one, devices=Value((odd,))) if "ESME" in one.devices.value else one for one in ELEMENTS
    )
    extra = dataclasses.replace(element(7, "Odd", odd, (odd,)), reference=Value(f"SMETS 5.7 {odd}"))
    catalogue = dataclasses.replace(model.catalogue, elements=(*lines, extra))
    files = generate(
        asked(
            dataclasses.replace(model, devices=devices, catalogue=catalogue),
            judged=unjudged([finding_of(odd)]),
            rules=RULES,
        )
    ).files
    for name, data in files.items():
        if name.startswith("docs/") and name.endswith(".md"):
            assert ".." not in name
            assert b"<script" not in data
            assert b"{{" not in data
