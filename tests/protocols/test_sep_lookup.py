"""What people write of Smart Energy, and the entries that it means."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metermap.core.addresses import Side
from metermap.core.findings import Finding
from metermap.core.types import TypeDescriptor
from metermap.protocols import Cluster, SepDictionary
from metermap.protocols.enumerations import Enumeration
from metermap.protocols.sep.lookup import (
    AttributeEntry,
    CommandEntry,
    PartEntry,
    SepEntry,
    StructureEntry,
    find_sep,
)


def named(entry: SepEntry) -> str:
    match entry:
        case Cluster(id=id_):
            name = f"cluster 0x{id_:04X}"
        case AttributeEntry(cluster=cluster, attribute=found):
            name = f"attribute {cluster.name if cluster else '*'}/{found.side.value}/{found.name}"
        case CommandEntry(cluster=owner, command=command):
            name = f"command {owner.name if owner else '*'}/{command.side.value}/{command.name}"
        case PartEntry(path=path, type=type_):
            name = f"part {'.'.join(path)}: {type_}"
        case StructureEntry() | Enumeration() | TypeDescriptor():
            name = f"{type(entry).__name__} {entry.name}"
    return name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Metering", ["cluster 0x0702"]),
        ("metering", ["cluster 0x0702"]),
        ("0x0702", ["cluster 0x0702"]),
        ("DeviceManagement", ["cluster 0x0708"]),
        ("Metering.CurrentSummationDelivered", ["attribute Metering/server/CurrentSummationDelivered"]),
        ("metering/current summation delivered", None),
        (
            "0x0702/0x0000",
            [
                "attribute Metering/server/CurrentSummationDelivered",
                "attribute Metering/client/FunctionalNotificationFlags",
            ],
        ),
        ("0x0702/client/0x0000", ["attribute Metering/client/FunctionalNotificationFlags"]),
        (
            "0x0705/0x02",
            ["command Prepayment/server/ChangePaymentModeResponse", "command Prepayment/client/ChangeDebt"],
        ),
        ("Prepayment.client.0x02", ["command Prepayment/client/ChangeDebt"]),
        ("ChangeDebt", ["command Prepayment/client/ChangeDebt"]),
        ("changedebt.debtamounttype", ["part debtamounttype: enum8<DebtAmountType>"]),
        ("PublishDebtLog.debtPayload.collectionTime", ["part debtPayload.collectionTime: UTC"]),
        ("DefaultResponse", ["command */client/DefaultResponse"]),
        ("ClusterRevision", ["attribute */server/ClusterRevision"]),
        ("Metering/0xFFFD", ["attribute */server/ClusterRevision"]),
        ("DebtPayload", ["StructureEntry DebtPayload"]),
        ("uint48", ["TypeDescriptor uint48"]),
        ("DebtAmountType", ["Enumeration DebtAmountType"]),
        ("3", []),
        ("", []),
        ("...", []),
        ("nothing like it", []),
    ],
)
def test_what_a_text_means(sep: SepDictionary, text: str, expected: list[str] | None) -> None:
    found = find_sep(sep, text)
    if expected is None:
        assert isinstance(found, Finding)
    else:
        assert not isinstance(found, Finding)
        assert [named(entry) for entry in found] == expected


@pytest.mark.parametrize(
    ("text", "code", "message", "help_"),
    [
        (
            "Metering.client.CurrentSummationDelivered",
            "MM881",
            "the client side of Metering (0x0702) has no 'CurrentSummationDelivered'",
            "It is attribute 0x0000 CurrentSummationDelivered of the server side.",
        ),
        (
            "Prepayment.server.ChangeDebt",
            "MM881",
            "the server side of Prepayment (0x0705) has no 'ChangeDebt'",
            "It is command 0x02 ChangeDebt of the client side.",
        ),
        (
            "Prepayment.ChangeDept",
            "MM880",
            "Prepayment (0x0705) has no attribute or command 'ChangeDept'",
            "Did you mean ChangeDebt?",
        ),
        (
            "Metering/0x7777",
            "MM880",
            "Metering (0x0702) has no attribute or command '0x7777'",
            "The card of the cluster lists what it has.",
        ),
        ("ChangeDebt.Amount", None, "", ""),
        (
            "Prepayment.ChangeDebt.debtAmont",
            "MM880",
            "ChangeDebt has no field 'debtAmont'",
            "Did you mean debtAmount or debtAmountType or debtRecoveryAmount?",
        ),
    ],
)
def test_what_is_not_there_is_told_with_what_is_near(
    sep: SepDictionary, text: str, code: str | None, message: str, help_: str
) -> None:
    found = find_sep(sep, text)
    if code is None:
        assert found == ()
    else:
        assert isinstance(found, Finding)
        assert (found.code, found.message, found.help) == (code, message, help_)


def test_every_entry_is_found_by_its_own_name_and_number(sep: SepDictionary) -> None:
    for id_ in sep.cluster_ids():
        cluster = sep.cluster(id_)
        assert cluster is not None
        for attribute in cluster.attributes:
            for name in (attribute.name, f"0x{attribute.id:04X}"):
                found = find_sep(sep, f"0x{id_:04X}/{attribute.side.value}/{name}")
                assert isinstance(found, tuple)
                assert any(isinstance(each, AttributeEntry) and each.attribute is attribute for each in found), name
        for command in cluster.commands:
            found = find_sep(sep, f"0x{id_:04X}/{command.side.value}/0x{command.id:02X}")
            assert isinstance(found, tuple)
            assert [each.command for each in found if isinstance(each, CommandEntry)] == [command]


def test_both_sides_are_asked_unless_one_is_named(sep: SepDictionary) -> None:
    found = find_sep(sep, "KeyEstablishment.KeyEstablishmentSuite")
    assert isinstance(found, tuple)
    assert [each.attribute.side for each in found if isinstance(each, AttributeEntry)] == [Side.SERVER, Side.CLIENT]


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_has_an_answer(sep: SepDictionary, text: str) -> None:
    assert isinstance(find_sep(sep, text), tuple | Finding)


@pytest.mark.parametrize("text", ["DeviceManagement.ChangeDebt", "DeviceManagement/server/changedebt"])
def test_what_another_cluster_has_is_led_to(sep: SepDictionary, text: str) -> None:
    found = find_sep(sep, text)
    assert isinstance(found, Finding)
    assert found.help == "Did you mean Prepayment.ChangeDebt?"
