"""What Great Britain allows less than the standard, and what was decided of contradictions."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from metermap.core.addresses import Side
from metermap.core.findings import Findings
from metermap.protocols import Dictionaries, SepDictionary, load_dictionaries
from metermap.protocols.checks import check_dictionaries
from metermap.protocols.sep.decisions import DECISIONS, Verdict, read_decisions
from metermap.protocols.sep.restrictions import RESTRICTIONS, read_restrictions
from metermap.protocols.tables import read_table

PREPAYMENT = 0x0705


def test_only_some_members_of_an_enumeration_are_allowed(sep: SepDictionary) -> None:
    (found,) = sep.restriction(PREPAYMENT, Side.CLIENT, "ChangeDebt", ("debtRecoveryFrequency",))
    assert [(each.low, each.rows) for each in found.allowed] == [(0, (1185, 1186)), (1, (1185, 1186))]
    assert [value for value in range(6) if found.allows(value)] == [0, 1]


def test_the_standard_itself_is_not_restricted() -> None:
    assert load_dictionaries(()).sep.restrictions() == ()


def test_a_part_of_a_field_and_a_length_can_be_restricted(sep: SepDictionary) -> None:
    (found,) = sep.restriction(0x0709, Side.CLIENT, "GetEventLog", ("eventControlLogId",))
    assert found.path == ("eventControlLogId", "LogId")
    assert {each.low: each.condition for each in found.allowed} == {3: "", 4: "", 6: "GPF", 7: "GPF"}
    (length,) = sep.restriction(0x0708, Side.SERVER, "UpdateSiteId")
    assert (length.of, length.allows(0), length.allows(1), length.allows(32), length.allows(33)) == (
        "length", False, True, True, False,
    )  # fmt: skip


def test_what_is_wrong_in_a_line_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    lines = [
        ",".join(RESTRICTIONS),
        "0x0705,client,ChangeDebt,debtAmount,value,5..1,,,",
        "0x0705,client,ChangeDebt,debtAmount,value,many,,,",
        "0x0705,nobody,ChangeDebt,debtAmount,value,1,,,",
        "0x0705,client,ChangeDebt,debtAmount,colour,1,,,",
        "0x0705,client,ChangeDebt,debtAmount,value,1..2,,7,",
    ]
    file = tmp_path / "restrictions.csv"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    findings = Findings()
    (found,) = read_restrictions(read_table(file, RESTRICTIONS, findings), "test")
    assert [(each.low, each.high) for each in found.allowed] == [(1, 2)]
    assert [(finding.code, str(finding.place)[-3:-2]) for finding in findings] == [
        ("MM804", "2"), ("MM804", "3"), ("MM804", "4"), ("MM804", "5"),
    ]  # fmt: skip


def test_a_restriction_of_what_is_not_there_is_found(tmp_path: Path) -> None:
    shipped = load_dictionaries(("gb",)).sep
    overlay = tmp_path / "other" / "sep"
    overlay.mkdir(parents=True)
    for name in ("aliases", "listed_attributes", "restrictions"):
        text = (shipped.overlays[0] / f"{name}.csv").read_text("utf-8")
        (overlay / f"{name}.csv").write_text(text.splitlines()[0] + "\n", "utf-8")
    with (overlay / "restrictions.csv").open("a", encoding="utf-8") as stream:
        stream.write("0x0705,client,ChangeDebt,debtColour,value,1,,,\n")
        stream.write("0x0705,client,ChangeDebt,debtAmountType,value,0x100,,,\n")
    found = Findings()
    sep = SepDictionary(shipped.folder, (overlay,), found)
    check_dictionaries(Dictionaries(load_dictionaries(()).dlms, sep), found)
    messages = [finding.message for finding in found if "overlay other" in finding.message]
    assert messages == [
        "overlay other cluster 0x0705 ChangeDebt: field 'debtColour'",
        "overlay other cluster 0x0705 ChangeDebt: debtAmountType: 256 to 256 is outside enum8, 0 to 254",
    ]


def test_how_many_contradictions_are_decided(sep: SepDictionary) -> None:
    verdicts = Counter(each.verdict for decisions in sep.semantics.decisions.values() for each in decisions)
    assert verdicts == {Verdict.OURS: 151, Verdict.UNRESOLVED: 318}


def test_a_decision_has_a_basis_and_nothing_else_has(tmp_path: Path) -> None:
    lines = [
        ",".join(DECISIONS),
        "0x0702,server,0x0000,a:R,access,ours,",
        "0x0702,server,0x0000,a:R,access,unresolved,somebody",
        "0x0702,server,0x0000,a:R,access,perhaps,",
        "0x0702,server,0x0000,a:R,access,ours,dotdot XML",
    ]
    file = tmp_path / "decisions.csv"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    findings = Findings()
    found = read_decisions(read_table(file, DECISIONS, findings))
    assert [len(each) for each in found.values()] == [1]
    assert [finding.code for finding in findings] == ["MM804", "MM804", "MM804"]
