"""What values, fields and pairs of attributes of Smart Energy mean beyond their types."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from metermap.core.addresses import Side
from metermap.core.findings import Findings
from metermap.protocols import Cluster, Dictionaries, SepAttribute, SepDictionary, load_dictionaries
from metermap.protocols.checks import check_dictionaries

METERING = 0x0702


def attribute(sep: SepDictionary, cluster: int | str, name: str | int) -> tuple[Cluster, SepAttribute]:
    found = sep.cluster(cluster)
    assert found is not None
    part = found.attribute(name)
    assert part is not None
    return found, part


@pytest.mark.parametrize(
    ("cluster", "name", "expected"),
    [
        (
            "Metering",
            "CurrentSummationDelivered",
            ("Multiplier", "Divisor", "UnitOfMeasure", "SummationFormatting", ""),
        ),
        ("Metering", "InstantaneousDemand", ("Multiplier", "Divisor", "UnitOfMeasure", "DemandFormatting", "")),
        ("Metering", "BillToDateDelivered", ("", "", "currency", "", "BillDeliveredTrailingDigit")),
        ("Price", "StandingCharge", ("", "", "Currency", "", "PriceTrailingDigit")),
        ("Price", "Block1Threshold", ("ThresholdMultiplier", "ThresholdDivisor", "", "", "")),
        ("Price", "CalorificValue", ("", "", "CalorificValueUnit", "", "CalorificValueTrailingDigit")),
        ("Prepayment", "DebtAmount#1", ("", "", "Currency", "", "PriceTrailingDigit")),
        ("ElectricalMeasurement", "RMSVoltage", ("ACVoltageMultiplier", "ACVoltageDivisor", "V", "", "")),
        ("ElectricalMeasurement", "Measured1stHarmonicCurrent", ("10^HarmonicCurrentMultiplier", "", "A", "", "")),
    ],
)
def test_what_scales_a_value(sep: SepDictionary, cluster: str, name: str, expected: tuple[str, ...]) -> None:
    owner, found = attribute(sep, cluster, name)
    scaling = sep.semantics.scaling(owner.id, found)
    assert scaling is not None
    parts = (scaling.multiplier, scaling.divisor, scaling.unit, scaling.formatting, scaling.trailing_digits)
    assert tuple("" if part is None else str(part) for part in parts) == expected
    assert scaling.confidence in {"high", "medium", "low"}
    assert scaling.basis


def test_nothing_is_made_up_where_no_source_says_what_scales(sep: SepDictionary) -> None:
    owner, found = attribute(sep, "Metering", "Status")
    assert sep.semantics.scaling(owner.id, found) is None


@pytest.mark.parametrize(
    ("cluster", "one", "other"),
    [
        ("Metering", "CurrentSummationDelivered", "CurrentSummationReceived"),
        ("Metering", "CurrentTier7SummationDelivered", "CurrentTier7SummationReceived"),
        ("Price", "StartOfBlockPeriod", "ReceivedStartOfBlockPeriod"),
        ("Price", "Co2", "ReceivedCO2"),
    ],
)
def test_delivered_and_received_know_each_other(sep: SepDictionary, cluster: str, one: str, other: str) -> None:
    owner, delivered = attribute(sep, cluster, one)
    _, received = attribute(sep, cluster, other)
    assert sep.semantics.counterpart(owner, delivered) is received
    assert sep.semantics.counterpart(owner, received) is delivered
    assert [sep.semantics.flow(owner.id, each) for each in (delivered, received)] == ["delivered", "received"]


def test_every_counterpart_leads_back(sep: SepDictionary) -> None:
    pairs = 0
    for cluster in filter(None, map(sep.cluster, sep.cluster_ids())):
        for each in cluster.attributes:
            other = sep.semantics.counterpart(cluster, each)
            if other is not None:
                pairs += 1
                assert sep.semantics.counterpart(cluster, other) is each, each.name
    assert pairs == 1570


def test_what_mirroring_is_done_with(sep: SepDictionary) -> None:
    (role,) = sep.semantics.mirror_roles(METERING, Side.SERVER, "command", 0x01)
    assert role.basis == "ZBOSS, Wireshark, NXP"
    assert sep.semantics.mirror_roles(METERING, Side.SERVER, "command", 0x00) == ()


def test_a_snapshot_has_the_shape_that_its_type_says(sep: SepDictionary) -> None:
    found = {each.when: each for each in sep.semantics.variants_of(METERING, Side.SERVER, 0x06)}
    blocks = found["snapshotPayloadType == 0x06"]
    assert [(member.name, member.type.printed, member.count) for member in blocks.type.members] == [
        ("currentSummationDelivered", "uint48", ""),
        ("numberOfTiersInUse", "uint8", ""),
        ("tierSummation", "uint48[]", "numberOfTiersInUse"),
        ("numberOfTiersAndBlockThresholdsInUse", "map8", ""),
        ("tierBlockSummation", "uint48[]", ""),
    ]
    assert [
        value for value in range(9) if blocks.condition.holds({"snapshotPayloadType": value}, octets_remain=True)
    ] == [6]


def test_what_every_cluster_has(sep: SepDictionary) -> None:
    revision = sep.global_attribute("ClusterRevision", Side.CLIENT)
    assert revision is not None
    assert (revision.id, revision.type.name, revision.side, revision.mandatory) == (0xFFFD, "uint16", Side.CLIENT, True)
    assert sep.global_attribute(0xFFFE) is sep.global_attribute("attribute reporting status")


SPOILT = [
    ("scaling", "0x0702,server,0x0000,Nobody,,,,,high,somebody", "attribute 'Nobody' of 0x0702"),
    ("scaling", "0x0702,server,0x7777,Multiplier,,,,,high,somebody", "no such attribute"),
    ("octet_layouts", "formatting octet,2,4,x,somebody", "bits 2 to 4 stand there twice"),
    ("received", "0x0702,server,0x7777,0x7778,somebody", "delivered attribute 0x7777"),
    ("received", "0x0702,server,0x0000,0x0014,somebody", "is enum8, and CurrentSummationDelivered is uint48"),
    ("mirror", "0x0702,server,command,0x77,nothing,somebody", "no such command"),
    ("mirror", "0x0702,server,attribute,0x7777,nothing,somebody", "no such attribute"),
    ("variants", "0x0702,server,0x77,a,a == 1,uint8,,somebody", "no such command"),
    ("variants", "0x0702,server,0x06,nothing,other == 1,uint8,,somebody", "field 'other'"),
    ("decisions", "0x0702,server,0x0000,nobody:R,access,unresolved,", "nobody:R: decided, but nobody says so"),
    ("field_decisions", "0x0702,server,0x06,nothing,a: b,type,unresolved,", "no such field"),
    ("field_decisions", ",,struct,DebtPayload.nothing,a: b,type,unresolved,", "no such field"),
]


@pytest.mark.parametrize(("table", "line", "message"), SPOILT)
def test_what_leads_nowhere_is_found(tmp_path: Path, table: str, line: str, message: str) -> None:
    shipped = load_dictionaries(())
    folder = tmp_path / "data"
    shutil.copytree(shipped.sep.folder, folder)
    with (folder / f"{table}.csv").open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    lines, found = Findings(), Findings()
    check_dictionaries(Dictionaries(shipped.dlms, SepDictionary(folder, (), lines)), found)
    assert any(finding.message.endswith(message) for finding in found)


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        ("scaling", "0x0702,nobody,0x0000,,,,,,high,x", "'nobody' is no side"),
        ("scaling", "0x0702,server,0x00-x,,,,,,high,x", "'0x00-x' is no id or range of ids"),
        ("scaling", "0x0702,server,0x0000,,,,,,high,x", "0x0000 stands here twice"),
        ("received", "0x0702,server,0x0000-0x0001,0x0002,x", "0x0000-0x0001 and 0x0002 have not as many ids"),
        ("mirror", "0x0702,server,colour,0x00,x,x", "'colour' is neither attribute nor command"),
        ("variants", "0x0702,server,0x06,a,perhaps,uint8,,x", "'perhaps' is no condition"),
        ("structures", "Debt,1,a,uint8,perhaps,,x", "'perhaps' is no condition"),
        ("structures", "Debt,1,a,uint8[],,a + 1,x", "'a + 1' counts nothing"),
        ("octet_layouts", "octet,x,7,x,x", "low 'x' is no number"),
    ],
)
def test_a_bad_cell_is_told_with_its_line(tmp_path: Path, table: str, line: str, message: str) -> None:
    shipped = load_dictionaries(())
    folder = tmp_path / "data"
    shutil.copytree(shipped.sep.folder, folder)
    file = folder / f"{table}.csv"
    before = len(file.read_text("utf-8").splitlines())
    with file.open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    lines = Findings()
    check_dictionaries(Dictionaries(shipped.dlms, SepDictionary(folder, (), lines)), Findings())
    (finding,) = lines
    assert finding.message == message
    assert str(finding.place).split(":")[1] == str(before + 1)


def test_a_condition_on_a_later_field_is_found(tmp_path: Path) -> None:
    shipped = load_dictionaries(())
    folder = tmp_path / "data"
    shutil.copytree(shipped.sep.folder, folder)
    file = folder / "clusters" / "0x0019" / "command_fields.csv"
    text = file.read_text("utf-8")
    file.write_text(text.replace("fieldControl & 0x01 != 0", "requestNodeAddress == 1", 1), "utf-8")
    found = Findings()
    check_dictionaries(Dictionaries(shipped.dlms, SepDictionary(folder, (), Findings())), found)
    assert any("asks 'requestNodeAddress', no field before it" in finding.message for finding in found)


def test_a_structure_that_holds_itself_is_told_and_comes_to_an_end(tmp_path: Path) -> None:
    shipped = load_dictionaries(())
    folder = tmp_path / "data"
    shutil.copytree(shipped.sep.folder, folder)
    with (folder / "structures.csv").open("a", encoding="utf-8") as stream:
        stream.write("One,1,a,struct:Other[],,octets remain,x\nOther,1,b,struct:One,,,x\n")
    lines = Findings()
    (member,) = SepDictionary(folder, (), lines).structure("One")
    assert [part.name for part in member.type.element.members] == ["b"] if member.type.element else False
    (finding,) = lines
    assert finding.message == "structure One holds itself: One in Other"
