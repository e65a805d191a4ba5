"""[[editions]] in metermap.toml: what may be declared, and what cannot be, each fault with its line."""

from __future__ import annotations

from metermap.core.findings import Findings
from metermap.core.workspace import EditionEntry, Workspace, load_workspace
from tests.editions.conftest import Made, edition


def loaded(workspace: Made, tables: str, top: str = "") -> tuple[Workspace | None, list[tuple[str, str, str]]]:
    findings = Findings()
    found = load_workspace(workspace(tables, top=top), findings)
    return found, [(finding.code, finding.subject, str(finding.place)) for finding in findings.sorted()]


def declared(workspace: Made, tables: str) -> tuple[Workspace, EditionEntry]:
    found, faults = loaded(workspace, tables)
    assert found is not None, faults
    return found, found.editions[0]


class TestDeclaring:
    def test_without_the_table_there_is_one_edition_and_no_ladder(self, workspace: Made) -> None:
        found, _ = loaded(workspace, "")
        assert found is not None
        assert found.editions == ()
        assert found.ladder.names == ()

    def test_the_ladder_ends_with_the_edition_that_is_worked_on(self, workspace: Made) -> None:
        found, entry = declared(workspace, edition("Small 0.9") + edition("Small 1.0"))
        assert found.ladder.names == ("Small 0.9", "Small 1.0", "Small 2.0")
        assert found.at(entry).ladder.names == found.ladder.names

    def test_what_is_not_said_is_as_it_is_now(self, workspace: Made) -> None:
        found, entry = declared(workspace, edition())
        there = found.at(entry)
        assert there.edition == "Small 1.0"
        assert (there.workbooks, there.devices, there.mappings) == (found.workbooks, found.devices, found.mappings)

    def test_a_workbook_of_its_own_stands_in_place_of_that_above(self, workspace: Made) -> None:
        book = '[[editions.workbook]]\nfile = "old.csv"\nelements = ["*"]\nlacks = ["Row"]'
        found, entry = declared(workspace, edition(tables=book))
        assert [profile.file for profile in found.at(entry).workbooks] == ["old.csv"]
        assert str(entry.workbooks[0].place_of("lacks")).endswith("metermap.toml:22:1")

    def test_editions_of_a_dictionary_are_those_of_all_devices_that_speak_it(self, workspace: Made) -> None:
        found, entry = declared(workspace, edition("Small 1.0", 'dictionaries = { sep = "SE 1.1" }'))
        there = found.at(entry)
        assert there.editions_for(there.devices[0], "sep") == ("SE 1.1",)

    def test_a_device_may_have_had_to_meet_others(self, workspace: Made) -> None:
        line = 'dictionaries = { sep = "SE 1.1" }'
        table = '[editions.devices.GSME]\nsep = ["SE 1.2a"]'
        found, entry = declared(workspace, edition("Small 1.0", line, tables=table))
        there = found.at(entry)
        assert there.editions_for(there.devices[0], "sep") == ("SE 1.2a",)


class TestFaults:
    def test_all_are_told_at_once(self, workspace: Made) -> None:
        tables = (
            edition("Small 1.0", 'mappings = ["../x.map"]', 'errata = "/etc/x.toml"')
            + edition("small-1.0", 'dictionaries = { dlsm = "x" }')
            + edition("Small 2.0", 'date = "2014"')
            + edition("???")
            + edition(
                "Small 1.5", 'date = "2013-05"', 'recorded = "in part"', tables='[[editions.workbook]]\nfile = "a"'
            )
            + edition("Small 1.6", tables="[editions.devices.ESME]\nsep = []\n[editions.devices.GSME]\ndlms = []")
        )
        found, faults = loaded(workspace, tables)
        assert found is None
        assert [(code, subject) for code, subject, _ in faults] == [
            ("MM006", "editions[1].mappings"),
            ("MM006", "editions[1].errata"),
            ("MM007", "editions[2].name"),
            ("MM008", "editions[2]"),
            ("MM007", "editions[3].name"),
            ("MM005", "editions[4].name"),
            ("MM008", "editions[5].date"),
            ("MM008", "editions[5]"),
            ("MM008", "editions[6]"),
            ("MM008", "editions[6]"),
        ]
        assert all(place != "metermap.toml" for _, _, place in faults)

    def test_so_are_values_of_the_wrong_kind(self, workspace: Made) -> None:
        tables = edition("Small 1.0", 'date = "2013-13"', 'recorded = "half"', 'mapping = ["a"]')
        _, faults = loaded(workspace, tables)
        assert [(code, subject) for code, subject, _ in faults] == [
            ("MM005", "editions[1].date"),
            ("MM005", "editions[1].recorded"),
            ("MM003", "editions[1].mapping"),
        ]

    def test_an_empty_name_and_values_of_the_wrong_kind_hide_nothing(self, workspace: Made) -> None:
        tables = (
            edition("", 'date = "2015"')
            + edition("Small 1.0", 'date = "2014"', "recorded = 5", 'mapping = ["a"]')
            + edition("small-1.0", 'mappings = ["../x.map"]', 'errata = "none.toml"')
            + edition("Small\\u0007 1.5", 'dictionaries = { dlsm = "x" }')
        )
        found, faults = loaded(workspace, tables)
        assert found is None
        assert [(code, subject) for code, subject, _ in faults] == [
            ("MM005", "editions[1].name"),
            ("MM008", "editions[2].date"),
            ("MM005", "editions[2].recorded"),
            ("MM003", "editions[2].mapping"),
            ("MM007", "editions[3].name"),
            ("MM006", "editions[3].mappings"),
            ("MM005", "editions[3].errata"),
            ("MM005", "editions[4].name"),
            ("MM008", "editions[4]"),
        ]

    def test_nothing_is_held_against_devices_that_have_faults_of_their_own(self, workspace: Made) -> None:
        root = workspace(edition("Small 1.0", 'dictionaries = { dlms = "x" }') + edition("Small 1.0"))
        file = root / "metermap.toml"
        file.write_text(
            file.read_text("utf-8").replace('title     = "Gas smart metering equipment"', "title = 5"), encoding="utf-8"
        )
        findings = Findings()
        assert load_workspace(root, findings) is None
        assert sorted((found.code, found.subject) for found in findings) == [
            ("MM005", "device[1].title"),
            ("MM007", "editions[2].name"),
        ]

    def test_a_date_of_toml_is_as_good_as_one_in_quotes(self, workspace: Made) -> None:
        _, entry = declared(workspace, edition("Small 1.0", "date = 2014-11-28"))
        assert entry.date == "2014-11-28"

    def test_a_time_is_none_and_is_shown_as_it_is_written(self, workspace: Made) -> None:
        findings = Findings()
        assert load_workspace(workspace(edition("Small 1.0", "date = 2014-11-28T10:00:00")), findings) is None
        assert [found.message for found in findings] == ["editions[1].date is 2014-11-28T10:00:00"]

    def test_a_ladder_needs_the_name_of_the_edition_that_is_worked_on(self, workspace: Made) -> None:
        root = workspace(edition())
        file = root / "metermap.toml"
        file.write_text(file.read_text("utf-8").replace('edition = "Small 2.0"\n', ""), encoding="utf-8")
        findings = Findings()
        assert load_workspace(root, findings) is None
        assert [(finding.code, finding.subject) for finding in findings] == [("MM008", "edition")]
