"""What is retired stays reserved: the list of it, and what `check` says of its use."""

from pathlib import Path

import pytest

from metermap import pipeline
from metermap.core.findings import Finding, Findings
from metermap.core.reserved import ReservedEntry, Retirable, read_reserved, reserved_csv
from metermap.releasing import Wanted, release
from tests.conftest import ROOT
from tests.releasing.workspace import ELEMENTS, replace_in, write_elements

HEADER = "kind,value,was,last edition,reason\n"
CODES = frozenset({"MM945", "MM946", "MM947", "MM948"})


def found(root: Path) -> list[Finding]:
    return [one for one in pipeline.check(root).findings if one.code in CODES]


def reserve(root: Path, *rows: str) -> None:
    (root / "reserved.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows), "utf-8")
    toml = root / "metermap.toml"
    if "reserved" not in toml.read_text("utf-8"):
        replace_in(toml, 'edition = "GBCS', 'reserved = "reserved.csv"\nedition = "GBCS')


class TestTheList:
    def test_a_release_adds_what_it_retired_and_keeps_what_is_there(self, workspace: Path) -> None:
        reserve(workspace, "logical name,0.0.19.2.4.255,StandingCharge,GBCS 0.8.1,it moved")
        release(workspace, Wanted("4.0"))
        write_elements(workspace, {name: row for name, row in ELEMENTS.items() if name != "Tier.label"})
        replace_in(workspace / "mappings/gas.map", "ConversionFactor @0x0302", "StandingCharge @0x0301")
        made = release(workspace, Wanted("4.1"))
        assert made.plan
        assert len(made.plan.retired) == 3
        assert (workspace / "reserved.csv").read_text("utf-8") == (
            HEADER + 'element id,Tier.label,Tier,"GBCS 4.0, release 4.0",no more in release 4.1\n'
            'row,23,Tier,"GBCS 4.0, release 4.0",no more in release 4.1\n'
            "logical name,0-0:19.2.4.255,StandingCharge,GBCS 0.8.1,it moved\n"
            'cluster attribute,0x0700 server 0x0302,ConversionFactor,"GBCS 4.0, release 4.0",no more in release 4.1\n'
        )
        assert found(workspace) == []

    def test_it_is_written_as_it_is_read(self, tmp_path: Path) -> None:
        entries = (
            ReservedEntry(Retirable.ROW, "9", ("A", "B"), "1", "gone; for good"),
            ReservedEntry(Retirable.ROW, "10", ('C "x", y',), "1", "gone"),
            ReservedEntry(Retirable.ROW, "11", ("a;b", "=1+1", "c\\", "\\;d"), "1", "gone"),
            ReservedEntry(Retirable.LOGICAL_NAME, "1-0:2.8.0.255", ("C",), "1", "gone"),
        )
        (tmp_path / "reserved.csv").write_text(reserved_csv(reversed(entries)), "utf-8")
        findings = Findings()
        assert read_reserved(tmp_path, "reserved.csv", findings) == entries
        assert not findings.items

    def test_all_its_faults_are_told_with_their_places(self, workspace: Path) -> None:
        reserve(
            workspace,
            "rwo,12,Tier,4.0,gone",
            "row,twelve,Tier,4.0,gone",
            "logical name,0-0:19.2.999.255,Tier,4.0,gone",
            "cluster attribute,0x0700 0x0302,Tier,4.0,gone",
            "row,12,,4.0,gone",
            "row,12,Tier,4.0",
            "row,0013,Tier,4.0,gone",
            "row,13,Tier,4.0,gone",
        )
        told = [(str(one.place), one.message) for one in found(workspace)]
        assert told == [
            ("reserved.csv:2:1", "nothing of the kind 'rwo' can be reserved"),
            ("reserved.csv:3:1", "'twelve' is no row"),
            ("reserved.csv:4:1", "'0-0:19.2.999.255' is no logical name"),
            ("reserved.csv:5:1", "'0x0700 0x0302' is no cluster attribute"),
            ("reserved.csv:6:1", "no was in this row"),
            ("reserved.csv:7:1", "no reason in this row"),
            ("reserved.csv:9:1", "row 13 is reserved twice"),
        ]

    @pytest.mark.parametrize("data", [b"", b"\xff", b"kind,value\n", b'"'])
    def test_a_file_that_is_no_list_is_one_finding(self, workspace: Path, data: bytes) -> None:
        reserve(workspace)
        (workspace / "reserved.csv").write_bytes(data)
        assert [one.code for one in found(workspace)] == ["MM948"]

    def test_a_release_is_refused_while_it_has_faults(self, workspace: Path) -> None:
        reserve(workspace, "row,twelve,Tier,4.0,gone")
        assert release(workspace, Wanted("4.0")).files == ()


class TestUseAgain:
    @pytest.mark.parametrize(
        ("row", "code", "place", "message"),
        [
            (
                "element id,Tier.label,BillingCalendar,3.0,gone",
                "MM945",
                "elements.csv!A4",
                "element id Tier.label was BillingCalendar until 3.0, and is Tier now",
            ),
            (
                "row,22,BillingCalendar,3.0,gone",
                "MM946",
                "elements.csv!B3",
                "row 22 was BillingCalendar until 3.0, and is ConversionFactor now",
            ),
            (
                "cluster attribute,0x0700 SERVER 0x0302,BillingCalendar,3.0,gone",
                "MM947",
                "mappings/gas.map:7:29",
                "cluster attribute 0x0700 server 0x0302 was BillingCalendar until 3.0, and is ConversionFactor now",
            ),
        ],
    )
    def test_for_something_else_is_an_error(
        self, workspace: Path, row: str, code: str, place: str, message: str
    ) -> None:
        reserve(workspace, row)
        (one,) = found(workspace)
        assert (one.code, one.severity.value, str(one.place), one.message) == (code, "error", place, message)
        assert list(map(str, one.also)) == ["reserved.csv:2:1"]

    @pytest.mark.parametrize(
        "row",
        [
            "element id,Tier.label,Tier,3.0,gone",
            "row,22,Tier; ConversionFactor,3.0,it was about both",
            "cluster attribute,0x0700 server 0x0303,BillingCalendar,3.0,gone",
            "logical name,1-0:2.8.0.255,BillingCalendar,3.0,gone",
        ],
    )
    def test_for_the_same_thing_or_not_at_all_is_none(self, workspace: Path, row: str) -> None:
        reserve(workspace, row)
        assert found(workspace) == []

    def test_for_the_same_thing_by_another_name_is_none(self, workspace: Path) -> None:
        reserve(workspace, "row,22,FormerFactor,3.0,gone")
        assert [one.code for one in found(workspace)] == ["MM946"]
        with (workspace / "metermap.toml").open("a", encoding="utf-8") as stream:
            stream.write('\n[site.renamed]\nFormerFactor = "ConversionFactor"\n')
        assert found(workspace) == []

    def test_of_an_address_may_be_allowed_where_it_is_meant(self, workspace: Path) -> None:
        reserve(workspace, "cluster attribute,0x0700 server 0x0302,BillingCalendar,3.0,gone")
        allowed = 'value #22 as uint32 allow MM947 because "no meter was ever installed to 3.0"'
        replace_in(workspace / "mappings/gas.map", "value #22 as uint32", allowed)
        assert found(workspace) == []

    def test_a_proposal_uses_nothing_yet(self, workspace: Path) -> None:
        reserve(workspace, "cluster attribute,0x0700 server 0x0302,BillingCalendar,3.0,gone")
        replace_in(
            workspace / "mappings/gas.map", "value #22 as uint32 }", "value #22 as uint32 }\n    status proposed"
        )
        assert found(workspace) == []

    def test_what_a_release_retired_cannot_be_given_to_something_else(self, workspace: Path) -> None:
        release(workspace, Wanted("4.0"))
        replace_in(workspace / "mappings/gas.map", "ConversionFactor @0x0302", "StandingCharge @0x0301")
        release(workspace, Wanted("4.1"))
        replace_in(workspace / "mappings/gas.map", "CalorificValue @0x0304", "ConversionFactor @0x0302")
        refused = release(workspace, Wanted("4.2"))
        assert "MM947" in [one.code for one in refused.checked.findings]
        assert refused.files == ()


class TestOlderEditions:
    """The Great Britain workspace keeps alive what is known of GBCS 0.8.1."""

    def test_the_second_of_eight_threshold_objects_where_there_was_one_for_all_is_no_use_again(self) -> None:
        """0-0:16.0.12.255 carried the thresholds of eight times of use, and goes on carrying those of the second."""
        assert "RegisterMonitor 0-0:16.0.12.255" in (ROOT / "gb/editions/gbcs-0.8.1/threshold-matrix.map").read_text(
            "utf-8"
        )
        assert found(ROOT / "gb") == []

    def test_an_address_that_the_older_edition_had_is_retired(self, gb_copy: Path) -> None:
        registers = gb_copy / "mappings/electricity-registers.map"
        replace_in(registers, "is Register 1-0:2.8.0.255 {", "is Register 0-0:19.2.4.255 {")
        (one,) = [one for one in found(gb_copy) if one.code == "MM947"]
        assert one.subject == "0-0:19.2.4.255"
        assert one.message == (
            "logical name 0-0:19.2.4.255 was StandingCharge until GBCS 0.8.1, and is ActiveExportRegister now"
        )
        assert [place.file for place in one.also] == ["editions/gbcs-0.8.1/standing-charge.map"]
