"""Decisions: each contradiction of the sources decided or counted as open, and none out of date."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from metermap.core.addresses import Access
from metermap.core.findings import Findings
from metermap.protocols import Aspect, Decision, DlmsDictionary, InterfaceClass, Verdict
from metermap.protocols.dlms.decisions import check_decisions
from metermap.protocols.dlms.types import described_by, holes

HEADING = "class_id,version,kind,index,aspect,ours,theirs,verdict,basis\n"


def _versions(dlms: DlmsDictionary) -> list[InterfaceClass]:
    return [
        class_
        for id_ in dlms.class_ids()
        for version in getattr(dlms.interface_class(id_), "versions", ())
        if (class_ := dlms.interface_class(id_, version))
    ]


def test_how_many_are_decided_and_how_many_are_open(dlms: DlmsDictionary) -> None:
    assert Counter((one.aspect, one.verdict) for one in dlms.decisions()) == {
        (Aspect.MEMBERS, Verdict.OURS): 3,
        (Aspect.MEMBERS, Verdict.THEIRS): 79,
        (Aspect.MEMBERS, Verdict.UNRESOLVED): 43,
        (Aspect.SELECTOR, Verdict.OURS): 1,
        (Aspect.TYPE, Verdict.OURS): 16,
        (Aspect.TYPE, Verdict.THEIRS): 3,
    }


def test_every_disagreement_is_decided_and_every_open_type_is_listed(dlms: DlmsDictionary) -> None:
    disagreeing, open_ = 0, set()
    for class_ in _versions(dlms):
        for access, members in ((Access.ATTRIBUTE, class_.attributes), (Access.METHOD, class_.methods)):
            for member in members:
                disagreeing += bool(member.sources_disagree)
                if any(True for _ in holes(member.type)):
                    open_.add((class_.id, class_.version, access, member.index))
    decided = dlms.decisions()
    assert disagreeing == sum(decision.aspect is Aspect.TYPE for decision in decided) == 19
    assert open_ == {decision.place for decision in decided if decision.verdict is Verdict.UNRESOLVED}


def test_a_decision_is_asked_for_by_its_member(dlms: DlmsDictionary) -> None:
    (month,) = dlms.decisions(40, 0, Access.ATTRIBUTE, 7)
    assert (month.ours, month.theirs) == ("long-unsigned", "gurux-py=structure; atomizer-kb=structure")
    assert month.verdict is Verdict.OURS
    assert month.basis
    assert dlms.decisions(3) == ()
    assert {decision.index for decision in dlms.decisions(151)} == {2, 3}


def test_every_decision_has_a_basis(dlms: DlmsDictionary) -> None:
    assert all(decision.basis for decision in dlms.decisions())


@pytest.mark.parametrize(
    ("attribute", "member", "type_"),
    [
        ((7, 1, 6), "data_index", "long-unsigned"),
        ((15, 3, 4), "DLMS_UA_element", "unsigned"),
        ((51, 0, 2), "L_SAP_selector", "unsigned"),
        ((151, 1, 2), "TeDRX", "double-long-unsigned"),
        ((40, 3, 2), "columns", None),
        ((91, 4, 25), "LQI", "unsigned"),
        ((62, 0, 3), "data_index", "long-unsigned"),
    ],
)
def test_types_go_down_to_the_members(
    dlms: DlmsDictionary, attribute: tuple[int, int, int], member: str, type_: str | None
) -> None:
    class_id, version, index = attribute
    class_ = dlms.interface_class(class_id, version)
    found = class_.attribute(index) if class_ else None
    assert found is not None
    (inner,) = [one for part in (found.type, *(m.type for m in found.type.members)) if (one := part.member(member))]
    assert type_ is None or str(inner) == type_


def test_a_version_has_no_member_of_a_later_one(dlms: DlmsDictionary) -> None:
    first, second = dlms.interface_class(62, 0), dlms.interface_class(62, 1)
    assert first is not None
    assert second is not None
    before, after = first.attribute("capture_objects"), second.attribute("capture_objects")
    assert before is not None
    assert after is not None
    assert before.type.member("restriction") is None
    assert after.type.member("restriction") is not None


def test_a_structure_described_at_run_time_is_no_hole(dlms: DlmsDictionary) -> None:
    profile = dlms.interface_class("ProfileGeneric")
    buffer = profile.attribute("buffer") if profile else None
    assert buffer is not None
    assert buffer.type.element is not None
    assert described_by(buffer.type.element) == "capture_objects"
    assert list(holes(buffer.type)) == []


def test_a_reserved_number_has_no_type(dlms: DlmsDictionary) -> None:
    latest, first = dlms.interface_class("ProfileGeneric"), dlms.interface_class("ProfileGeneric", 0)
    assert latest is not None
    assert first is not None
    assert [member.index for member in latest.methods if member.reserved] == [3, 4]
    assert not any(member.reserved for member in first.methods)


def _complaints(class_: InterfaceClass, *decisions: Decision) -> list[tuple[str, str]]:
    findings = Findings()
    check_decisions(class_, decisions, findings)
    return [(finding.code, finding.message) for finding in findings]


def test_an_undecided_disagreement_and_a_stale_decision_are_found(dlms: DlmsDictionary) -> None:
    class_ = dlms.interface_class(4)
    assert class_ is not None
    (right,) = dlms.decisions(4)
    assert _complaints(class_, right) == []
    assert _complaints(class_) == [
        ("MM812", "class 4 version 0 attribute 3 scaler_unit: gurux.net=array; gurux-py=array")
    ]
    elsewhere = replace(right, index=2)
    assert [code for code, _ in _complaints(class_, right, elsewhere)] == ["MM813"]
    gone = replace(right, index=99)
    assert _complaints(class_, right, gone) == [
        ("MM813", "class 4 version 0 attribute 99 type: there is no such member")
    ]
    other_type = replace(right, ours="array")
    assert _complaints(class_, other_type) == [
        ("MM813", "class 4 version 0 attribute 3 type: the type is structure, not array")
    ]


def test_a_gap_that_was_filled_is_no_longer_unresolved(dlms: DlmsDictionary) -> None:
    class_ = dlms.interface_class(51)
    assert class_ is not None
    filled = next(
        decision for decision in dlms.decisions(51) if decision.aspect is Aspect.MEMBERS and decision.index == 2
    )
    kept = [decision for decision in dlms.decisions(51) if decision is not filled]
    assert _complaints(class_, *kept, replace(filled, verdict=Verdict.UNRESOLVED)) == [
        ("MM813", "class 51 version 0 attribute 2 members: the type is spelled out by now")
    ]


@pytest.mark.parametrize(
    "row",
    [
        "4,0,attribute,3,type,structure,x=array,perhaps,because",
        "4,0,attribute,3,type,structure,x=array,ours,",
        "4,0,property,3,type,structure,x=array,ours,because",
        "4,0,attribute,3,colour,structure,x=array,ours,because",
        "four,0,attribute,3,type,structure,x=array,ours,because",
    ],
)
def test_a_line_that_decides_nothing_is_a_finding(tmp_path: Path, row: str) -> None:
    (tmp_path / "decisions.csv").write_text(f"{HEADING}{row}\n", "utf-8")
    findings = Findings()
    assert DlmsDictionary(tmp_path, (), findings).decisions() == ()
    assert [(finding.code, str(finding.place).split(":")[1]) for finding in findings] == [("MM804", "2")]
