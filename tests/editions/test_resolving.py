"""The models of other editions: what stands in place of what, and what they are told of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metermap import pipeline
from metermap.catalogue.in_edition import catalogue_in_edition
from metermap.core.addresses import NamedAddress, SepAddress
from metermap.core.findings import Findings
from metermap.core.render import render_json
from metermap.core.workspace import EditionEntry, load_workspace
from metermap.kept_checks import kept_check
from tests.editions.conftest import CALORIFIC, CONSUMPTION, ELEMENTS, HEADER, MAPPING, Made, edition, found_in
from tests.gb.load import GB, load_gb

REUSED = {"MM945", "MM946", "MM947"}
"""An id, a row and an address that are used again."""

OWN = ("mappings = ['old/*.map']",)
PART = ("recorded = 'in part'", *OWN)
TRAILING = HEADER + "CalorificValue is Price { CalorificValueTrailingDigit @0x0306: value #21 as map8 }.\n"
TWO_FIELDS = HEADER + (
    "CalorificValue is Price {\n"
    "    CalorificValue @0x0304: value #21 as uint32, CalorificValueUnit @0x0305 = 0x01 #900 as enum8\n"
    "}.\n"
)


def addresses(statements: object) -> dict[str, str]:
    assert isinstance(statements, tuple)
    return {statement.element or statement.item: str(statement.address) for statement in statements}


class TestTakingOver:
    def test_an_edition_that_changes_nothing_has_the_model_of_the_one_that_is_worked_on(self, workspace: Made) -> None:
        found = found_in(workspace(edition()))
        (other,) = found.others
        main = found.main
        assert other.model.digest != main.digest
        same = replace(other.model, edition=main.edition, findings=main.findings, digest=main.digest)
        assert same == main
        assert found.codes("Small 1.0") == []

    def test_the_same_lines_are_the_same_objects(self, workspace: Made) -> None:
        found = found_in(workspace(edition()))
        model = found.others[0].model
        assert model.catalogue is found.main.catalogue
        assert all(one is other for one, other in zip(model.statements, found.main.statements, strict=True))
        assert all(one is other for one, other in zip(model.proofs, found.main.proofs, strict=True))

    def test_all_are_there_oldest_first(self, workspace: Made) -> None:
        found = found_in(workspace(edition("Small 0.9") + edition("Small 1.0", "date = '2014'", "source = 'a book'")))
        assert [(other.label, other.date, other.source) for other in found.others] == [
            ("small-0.9", "", ""),
            ("small-1.0", "2014", "a book"),
        ]


class TestOwnFiles:
    def test_what_they_say_of_an_element_stands_in_place_of_what_all_say(self, workspace: Made) -> None:
        found = found_in(workspace(edition("Small 1.0", *PART), {"old/a.map": TRAILING}))
        (other,) = found.others
        then, now = addresses(other.model.statements), addresses(found.main.statements)
        assert "0x0306" in then["CalorificValue.value"]
        assert "0x0304" in now["CalorificValue.value"]
        assert then["ConsumptionRegister.value"] == now["ConsumptionRegister.value"]

    def test_what_was_said_stands_where_it_stood(self, workspace: Made) -> None:
        found = found_in(workspace(edition("Small 1.0", *OWN), {"old/a.map": TRAILING}))
        assert [statement.element for statement in found.others[0].model.statements] == [
            "CalorificValue.value",
            "ConsumptionRegister.value",
        ]

    def test_of_a_partial_edition_only_that_is_recorded(self, workspace: Made) -> None:
        found = found_in(workspace(edition("Small 1.0", *PART), {"old/a.map": TRAILING}))
        (other,) = found.others
        assert other.partial
        assert other.own == {"GSME/sep/CalorificValue.value#21"}
        assert other.recorded == {"CalorificValue.value"}

    def test_an_element_may_have_had_no_home(self, workspace: Made) -> None:
        gone = HEADER + 'CalorificValue is Nowhere because "it was not carried".\n'
        found = found_in(workspace(edition("Small 1.0", *PART), {"old/a.map": gone}))
        states = found.others[0].model.states
        assert states["CalorificValue.value", "GSME", "sep"].value == "no home"
        assert found.main.states["CalorificValue.value", "GSME", "sep"].value == "mapped"

    def test_a_field_of_the_protocol_goes_with_the_elements_beside_it(self, workspace: Made) -> None:
        alert = HEADER + 'CalorificValue is Alert(0x8F00) { value: value #21 } because "it was an alert".\n'
        files = {"mappings/meter.map": TWO_FIELDS + CONSUMPTION, "old/a.map": alert}
        found = found_in(workspace(edition("Small 1.0", *OWN), files))
        assert any(not statement.element for statement in found.main.statements)
        then = found.others[0].model.statements
        assert [type(statement.address) for statement in then] == [NamedAddress, SepAddress]

    def test_it_stays_while_one_of_them_does(self, workspace: Made) -> None:
        found = found_in(workspace(edition("Small 1.0", *OWN), {"mappings/meter.map": TWO_FIELDS, "old/a.map": HEADER}))
        assert found.others[0].model.statements == found.main.statements

    def test_one_that_is_read_for_all_editions_is_a_fault(self, workspace: Made) -> None:
        found = found_in(workspace(edition("Small 1.0", "mappings = ['mappings/*.map']")))
        assert found.codes("Small 1.0") == ["MM942"]

    def test_a_pattern_that_finds_no_file_is_a_fault(self, workspace: Made) -> None:
        found = found_in(workspace(edition("Small 1.0", *OWN)))
        assert found.codes("Small 1.0") == ["MM209"]

    def test_of_what_one_says_and_nobody_can_read_nothing_else_is_told(self, workspace: Made) -> None:
        broken = HEADER + "CalorificValue is is Price.\n"
        shared = HEADER + CALORIFIC.replace("uint32 }", 'uint32 } since "Small 2.0"') + CONSUMPTION
        files = {"mappings/meter.map": shared, "old/a.map": broken}
        found = found_in(workspace(edition("Small 1.0", *OWN), files))
        assert "MM501" not in found.codes("Small 1.0")

    def test_an_edition_of_a_dictionary_that_there_is_not_is_told_of(self, workspace: Made) -> None:
        found = found_in(workspace(edition("Small 1.0", "dictionaries = { sep = 'SE 9' }")))
        (finding,) = [finding for finding in found.findings if "SE 9" in finding.message]
        assert "editions[1].dictionaries.sep" in f"{finding.subject} {finding.message}"


class TestSinceAndUntil:
    BOTH = (
        HEADER
        + CALORIFIC.replace("uint32 }", 'uint32 } until "Small 1.0"')
        + TRAILING.removeprefix(HEADER).replace("map8 }", 'map8 } since "Small 2.0"')
    )

    def test_a_statement_holds_in_the_editions_between(self, workspace: Made) -> None:
        found = found_in(workspace(edition("Small 0.9") + edition("Small 1.0"), {"mappings/meter.map": self.BOTH}))
        homes = [addresses(model.statements) for model in (*(other.model for other in found.others), found.main)]
        fields = [home["CalorificValue.value"].rpartition(" ")[2] for home in homes]
        assert fields == ["CalorificValue", "CalorificValue", "CalorificValueTrailingDigit"]

    def test_each_has_the_key_of_the_same_element(self, workspace: Made) -> None:
        found = found_in(workspace(edition(), {"mappings/meter.map": self.BOTH}))
        keys = {statement.key for model in (found.main, found.others[0].model) for statement in model.statements}
        assert keys == {"GSME/sep/CalorificValue.value#21"}

    def test_with_no_other_edition_declared_all_hold(self, workspace: Made) -> None:
        found = found_in(workspace("", {"mappings/meter.map": self.BOTH}))
        assert len(found.main.statements) == 2

    def test_what_says_in_which_it_holds_is_recorded_of_a_partial_edition(self, workspace: Made) -> None:
        table = edition("Small 1.0", "recorded = 'in part'")
        found = found_in(workspace(table, {"mappings/meter.map": self.BOTH + CONSUMPTION}))
        assert found.others[0].own == {"GSME/sep/CalorificValue.value#21"}

    def test_an_edition_that_nobody_declares_is_told_of_and_bounds_nothing(self, workspace: Made) -> None:
        text = HEADER + CALORIFIC.replace("uint32 }", 'uint32 } since "Small one"')
        found = found_in(workspace(edition(), {"mappings/meter.map": text + CONSUMPTION}))
        assert [finding.code for finding in found.findings if finding.code == "MM940"] == ["MM940"]
        assert len(found.others[0].model.statements) == 2


class TestCatalogue:
    def test_it_may_lack_an_item(self, workspace: Made) -> None:
        found = found_in(workspace(edition("Small 1.0", "without = ['ConsumptionRegister']")))
        model = found.others[0].model
        assert [element.item.value for element in model.catalogue.elements] == ["CalorificValue"]
        assert [statement.item for statement in model.statements] == ["CalorificValue"]

    def test_an_item_may_have_had_another_name(self, workspace: Made) -> None:
        table = edition("Small 1.0", "recorded = 'in part'", tables="[editions.named]\nCalorificValue = 'HeatOfGas'")
        found = found_in(workspace(table))
        (other,) = found.others
        (element, _) = other.model.catalogue.elements
        assert (element.id.value, element.item.value, element.item.original) == (
            "CalorificValue.value",
            "HeatOfGas",
            "CalorificValue",
        )
        assert [statement.item for statement in other.model.statements] == ["HeatOfGas", "ConsumptionRegister"]
        assert (set(other.recorded), set(other.own)) == ({"CalorificValue.value"}, set())
        assert found.codes("Small 1.0") == []

    def test_its_own_files_know_the_name_that_it_had(self, workspace: Made) -> None:
        table = edition("Small 1.0", *OWN, tables="[editions.named]\nCalorificValue = 'HeatOfGas'")
        found = found_in(workspace(table, {"old/a.map": TRAILING.replace("CalorificValue is", "HeatOfGas is")}))
        assert "0x0306" in addresses(found.others[0].model.statements)["CalorificValue.value"]
        assert "MM301" not in found.codes("Small 1.0")

    def test_errata_make_a_line_what_it_was(self, workspace: Made) -> None:
        erratum = (
            '[[erratum]]\nkey = "wider"\nelement = "CalorificValue.value"\nfield = "data_type"\n'
            'old = "INTEGER"\nnew = "UINT16"\nreason = "so it was printed"\n'
        )
        table = edition("Small 1.0", "recorded = 'in part'", "errata = 'old.toml'")
        found = found_in(workspace(table, {"old.toml": erratum}))
        (other,) = found.others
        assert other.model.catalogue.elements[0].data_type.value == "UINT16"
        assert found.main.catalogue.elements[0].data_type.value == "INTEGER"
        assert other.recorded == {"CalorificValue.value"}

    def test_errata_of_all_hold_in_the_editions_that_they_name(self, workspace: Made) -> None:
        erratum = (
            '[[erratum]]\nkey = "wider"\nelement = "CalorificValue.value"\nfield = "data_type"\nuntil = "Small 1.0"\n'
            'old = "INTEGER"\nnew = "UINT16"\nreason = "so it was printed"\n'
        )
        found = found_in(workspace(edition(), {"errata.toml": erratum}, top='errata = "errata.toml"'))
        assert found.others[0].model.catalogue.elements[0].data_type.value == "UINT16"
        assert found.main.catalogue.elements[0].data_type.value == "INTEGER"

    def test_a_whole_edition_may_have_a_workbook_of_its_own(self, workspace: Made) -> None:
        book = '[[editions.workbook]]\nfile = "old.csv"\nelements = ["*"]'
        first = ELEMENTS.rsplit("\n", 2)[0].replace(",21,", ",7,")
        found = found_in(workspace(edition(tables=book), {"old.csv": f"{first}\n"}))
        (other,) = found.others
        assert [(statement.element, statement.row) for statement in other.model.statements] == [
            ("CalorificValue.value", 7)
        ]
        assert not other.partial

    def test_one_that_cannot_be_read_is_told_of_and_left_out(self, workspace: Made) -> None:
        found = found_in(
            workspace(edition("Small 1.0", "errata = 'bad.toml'") + edition("Small 1.5"), {"bad.toml": "erratum = 1\n"})
        )
        assert [other.name for other in found.others] == ["Small 1.5"]
        assert found.codes("Small 1.0") == ["MM601"]

    def test_a_name_that_the_catalogue_does_not_have_is_told_of(self, workspace: Made) -> None:
        table = edition("Small 1.0", "without = ['CalorificValu']", tables="[editions.named]\nHeat = 'Warmth'")
        assert found_in(workspace(table)).codes("Small 1.0") == ["MM943", "MM943"]

    def test_it_is_told_of_even_where_the_errata_have_a_fault(self, workspace: Made) -> None:
        table = edition("Small 1.0", "without = ['CalorificValu']", "errata = 'bad.toml'")
        found = found_in(workspace(table, {"bad.toml": "erratum = 1\n"}))
        assert found.codes("Small 1.0") == ["MM601", "MM943"]


class TestNamed:
    """[editions.named]: an item that had another name."""

    BOOK = '[[editions.workbook]]\nfile = "old.csv"\nelements = ["*"]\n[editions.named]\n'

    def test_a_workbook_of_its_own_may_have_the_former_name(self, workspace: Made) -> None:
        old = ELEMENTS.replace(",CalorificValue,", ",HeatValue,")
        found = found_in(workspace(edition(tables=f'{self.BOOK}CalorificValue = "HeatValue"'), {"old.csv": old}))
        assert [each for each in found.findings if each.edition or each.code in REUSED] == []
        assert "HeatValue" in {said.item for said in found.others[0].model.statements}

    def test_elements_with_other_ids_are_known_by_the_former_name(self, workspace: Made) -> None:
        old = ELEMENTS.replace("CalorificValue", "HeatValue")
        found = found_in(workspace(edition(tables=f'{self.BOOK}CalorificValue = "HeatValue"'), {"old.csv": old}))
        assert "HeatValue.value" in {said.element for said in found.others[0].model.statements}
        assert REUSED.isdisjoint(each.code for each in found.findings)

    def test_without_the_declaration_the_id_the_row_and_the_address_are_used_again(self, workspace: Made) -> None:
        book = '[[editions.workbook]]\nfile = "old.csv"\nelements = ["*"]'
        found = found_in(workspace(edition(tables=book), {"old.csv": ELEMENTS.replace(",CalorificValue,", ",Heat,")}))
        assert {each.code for each in found.findings} >= REUSED

    def test_a_former_name_that_another_item_has_now_is_no_renaming_of_that(self, workspace: Made) -> None:
        """Once each had the other's name: both ids stay with what they were about."""
        swapped = (
            ELEMENTS.replace(",CalorificValue,", ",X,")
            .replace(",ConsumptionRegister,", ",CalorificValue,")
            .replace(",X,", ",ConsumptionRegister,")
        )
        names = 'CalorificValue = "ConsumptionRegister"\nConsumptionRegister = "CalorificValue"'
        found = found_in(workspace(edition(tables=self.BOOK + names), {"old.csv": swapped}))
        assert REUSED.isdisjoint(each.code for each in found.findings)

    def test_the_list_of_what_is_reserved_may_have_the_former_name(self, workspace: Made) -> None:
        rows = "kind,value,was,last edition,reason\nrow,21,HeatValue,Small 0.5,renamed\n"
        table = edition("Small 1.0", tables='[editions.named]\nCalorificValue = "HeatValue"')
        found = found_in(workspace(table, {"reserved.csv": rows}, 'reserved = "reserved.csv"'))
        assert REUSED.isdisjoint(each.code for each in found.findings)


class TestWithout:
    """What is about absent items alone goes with them."""

    CASES = (
        "Use case,Title,Message code,Target,Protocol,Message type,Read or update,Future datable,Replay protection,"
        "Remote party roles,Service reference\n"
        "GCS1,GCS1 Read,0x0001,GSME,ZSE,SME.C.NC,Read,No,No,Supplier,1\n"
        "GCS2,GCS2 Read,0x0002,GSME,ZSE,SME.C.NC,Read,No,No,Supplier,2\n"
    )

    def test_a_use_case_that_nothing_else_needs_is_not_missed(self, workspace: Made) -> None:
        book = '[[workbook]]\nfile = "cases.csv"\nuse_cases = ["*"]\n'
        said = CALORIFIC.replace("}.", "} for GCS1.") + CONSUMPTION.replace("}.", "} for GCS2.")
        files = {"cases.csv": self.CASES, "mappings/meter.map": HEADER + said}
        found = found_in(workspace(book + edition("Small 1.0", 'without = ["CalorificValue"]'), files))
        assert [str(each.code.value) for each in found.main.catalogue.use_cases] == ["GCS1", "GCS2"]
        assert found.codes("Small 1.0") == []

    def test_its_facts_go_and_its_rows_out_of_those_of_others(self) -> None:
        main = load_gb().catalogue
        entry = EditionEntry("GBCS 1", "gbcs-1", without=("ContactDetails", "RandomisedOffsetNumber.value"))
        gb = load_workspace(GB, Findings())
        assert gb is not None
        findings = Findings()
        found = catalogue_in_edition(gb.at(entry), entry, main, findings)
        assert found is not None
        rows = {row for fact in found.catalogue.items for row in fact.rows}
        gone = {one.row.value for one in main.elements if one.item.value == "ContactDetails" and one.row}
        assert gone
        assert rows.isdisjoint(gone)
        assert "Contact Details" not in {fact.item.value for fact in found.catalogue.items}
        assert found.printed is main
        assert list(findings) == []


class TestFindings:
    def test_one_that_all_have_is_told_once_and_names_no_edition(self, workspace: Made) -> None:
        half = {"mappings/meter.map": HEADER + CALORIFIC}  # nothing is said of the consumption
        found = found_in(workspace(edition("Small 0.9") + edition("Small 1.0"), half))
        assert [finding.edition for finding in found.findings if finding.code == "MM501"] == [""]

    def test_one_that_two_others_have_is_told_of_the_newer(self, workspace: Made) -> None:
        table = edition("Small 0.9", *OWN) + edition("Small 1.0", *OWN)
        found = found_in(workspace(table, {"old/a.map": TRAILING}))
        assert found.codes("Small 1.0") == ["MM401"]
        assert found.codes("Small 0.9") == []

    def test_a_gap_is_told_of_a_whole_edition_and_not_of_a_partial_one(self, workspace: Made) -> None:
        text = HEADER + CALORIFIC + CONSUMPTION.replace("uint48 }", 'uint48 } since "Small 2.0"')
        whole = found_in(workspace(edition(), {"mappings/meter.map": text}))
        partial = found_in(workspace(edition("Small 1.0", "recorded = 'in part'"), {"mappings/meter.map": text}))
        assert whole.codes("Small 1.0") == ["MM501"]
        assert partial.codes("Small 1.0") == []

    @pytest.mark.parametrize(
        ("subject", "left"),
        [
            ("Small 1.0: sep/CalorificValue.value#21", 0),
            ("sep/CalorificValue.value#21", 0),  # whatever the edition
            ("Small 0.9: sep/CalorificValue.value#21", 1),
        ],
    )
    def test_the_list_of_reviewed_findings_may_name_the_edition(self, workspace: Made, subject: str, left: int) -> None:
        files = {"old/a.map": TRAILING}
        first = pipeline.check(workspace(edition("Small 1.0", *PART), files))
        (finding, *more) = [found for found in first.findings if found.subject == "sep/CalorificValue.value#21"]
        rows = "".join(f"{found.code},{subject},open,seen\n" for found in (finding, *more))
        files["expected.csv"] = f"code,subject,verdict,reason\n{rows}"
        again = pipeline.check(workspace(edition("Small 1.0", *PART), files, 'expected = "expected.csv"'))
        still = [found for found in again.findings if found.subject == finding.subject]
        assert bool(still) == bool(left)

    def test_the_message_and_the_json_name_the_edition(self, workspace: Made) -> None:
        found = found_in(workspace(edition("Small 1.0", *PART), {"old/a.map": TRAILING}))
        (finding, *_) = [finding for finding in found.findings if finding.edition]
        assert finding.message.startswith("in Small 1.0: ")
        assert '"edition": "Small 1.0"' in render_json([finding])

    def test_an_allow_of_its_own_file_holds(self, workspace: Made) -> None:
        found = found_in(workspace(edition("Small 1.0", *PART), {"old/a.map": TRAILING}))
        codes = sorted({finding.code for finding in found.findings if finding.edition})
        allows = "".join(f'allow {code} because "it was so".\n' for code in codes)
        text = TRAILING.replace("syntax 1.\n", f"syntax 1.\n{allows}")
        checked = pipeline.check(workspace(edition("Small 1.0", *PART), {"old/a.map": text}))
        assert [finding.code for finding in checked.findings if finding.edition] == []
        assert sorted({finding.code for finding in checked.suppressed}) == codes


class TestKeptChecks:
    def test_a_change_in_a_file_of_an_edition_is_told(
        self, workspace: Made, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("METERMAP_CACHE", str(tmp_path_factory.mktemp("cache")))
        table = edition("Small 1.0", *PART)
        root = workspace(table, {"old/a.map": MAPPING})
        first = kept_check(root)
        assert kept_check(root).model is None  # what was kept has none
        workspace(table, {"old/a.map": TRAILING})
        again = kept_check(root)
        assert again.model is not None
        assert [finding.edition for finding in again.findings] != [finding.edition for finding in first.findings]
