"""Layouts: what the dictionaries and the mapping say of octets, each shape with a real object."""

import pytest

from metermap.codegen.bindings.codecs import Codec, Wire
from metermap.codegen.bindings.layouts import (
    DATA,
    Array,
    Buffer,
    Choice,
    Layout,
    Leaf,
    Payload,
    Structure,
    Unordered,
    Variant,
    children,
    is_dlms,
    notation,
)
from metermap.codegen.bindings.steps import BitsStep, ElementStep, MemberStep, leaf_at, steps_to
from metermap.codegen.bindings.transfers import Place, Purpose, places
from metermap.codegen.bindings.written import layout_of
from metermap.protocols import Dictionaries, load_dictionaries
from metermap.protocols.sep.conditions import Count
from tests.gb.load import load_gb

DICTIONARIES = load_dictionaries()


def read(text: str) -> Layout:
    return layout_of(DICTIONARIES, text)


@pytest.fixture(scope="module")
def gb() -> dict[str, Place]:
    """The place of every statement of GB that has an address and is no proposal, by key."""
    model = load_gb()
    stated = [one for one in model.statements if one.address is not None and not one.proposed]
    found: dict[str, Place] = {}
    for device in model.devices:
        found |= places(model, DICTIONARIES, [one for one in stated if one.device == device.id])
    return found


def of(gb: dict[str, Place], key: str) -> Place:
    return next(place for name, place in gb.items() if name.startswith(key))


def whole(gb: dict[str, Place], key: str) -> Layout:
    transfer = of(gb, key).transfer
    assert transfer is not None
    return transfer.layout


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("axdr double-long-unsigned", "double-long-unsigned"),
        ("axdr octet-string[6]", "octet-string[6]"),
        ("axdr octet-string(12)", "octet-string[0..12]"),
        ("axdr octet-string[12:date_time]", "date-time"),
        ("axdr scaler_unit", "scaler_unit"),
        ("axdr array{structure{time:octet-string[4:time]}}", "array{structure{time:time}}"),
        ("axdr CHOICE(any)", "data"),
        ("axdr CHOICE(null-data,long)", "choice(00:null-data|10:long)"),
        (
            "axdr CHOICE(structure{a:long},structure{a:integer})",
            "choice(02010f:structure{a:integer}|020110:structure{a:long})",
        ),
        (
            "axdr CHOICE(structure{a:long},structure{a:long,b:CHOICE(any)})",
            "choice(020110:structure{a:long}|020210:structure{a:long,b:data})",
        ),
        ("axdr CHOICE(array{long},array{integer})", "data"),
        ("axdr buffer array{structure{a:long,b:integer}}", "buffer{a:long,b:integer}"),
        ("zcl uint48", "uint48"),
        (
            "zcl command 0x0705 client 0x0A",
            "payload{latestEndTime:UTC,numberOfDebts:uint8,debtType if octets remain:enum8}",
        ),
    ],
)  # fmt: skip
def test_a_type_is_a_layout(text: str, printed: str) -> None:
    assert notation(read(text)) == printed


@pytest.mark.parametrize("text", ["", "axdr", "axdr colour", "zcl colour", "zcl command 0x0709 server 0xFF"])
def test_what_names_no_layout_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no layout|no command"):
        read(text)


def test_every_command_of_the_dictionary_has_a_layout() -> None:
    commands = [
        f"zcl command 0x{cluster_id:04X} {command.side} 0x{command.id:02X}"
        for cluster_id in DICTIONARIES.sep.cluster_ids()
        if (cluster := DICTIONARIES.sep.cluster(cluster_id))
        for command in cluster.commands
    ]
    assert len(commands) == 163
    assert all(isinstance(read(text), Payload) for text in commands)


def test_a_field_that_an_edition_removed_is_left_out() -> None:
    assert notation(read("zcl command 0x0705 client 0x00")) == (
        "payload{commandIssueDateTime:UTC,originatingDevice:enum8}"
    )


def test_a_last_list_that_nothing_counts_goes_on_to_the_end_and_octets_at_the_end_are_one_value() -> None:
    snapshot = read("zcl command 0x0702 server 0x06")
    assert isinstance(snapshot, Payload)
    variant = snapshot.fields[-1].layout
    assert isinstance(variant, Variant)
    assert variant.otherwise == Leaf(Codec(Wire.ZCL, "rest"))
    blocks = variant.cases[6].layout
    assert isinstance(blocks, Payload)
    assert notation(blocks.fields[-1].layout) == f"list[{Count()}]{{uint48}}"


def test_every_mapped_address_of_gb_has_a_layout_but_the_alerts(gb: dict[str, Place]) -> None:
    without = {key for key, place in gb.items() if place.reason is not None}
    assert {key.partition("/")[0] for key in without} == {"ESME", "SAPC"}
    assert {key.partition("#")[2] for key in without} == {"1771", "1772", *map(str, range(1977, 1983))}
    assert (len(gb), len(without)) == (1220, 14)


def test_the_order_that_nothing_records_is_the_callers(gb: dict[str, Place]) -> None:
    collection = whole(gb, "ESME/dlms/PrepaymentBalanceCollection.TimeDebt2Balance")
    buffer = whole(gb, "ESME/dlms/PrepaymentDailyReadLog.logEntries[1..31].logEntry.timestamp")
    assert isinstance(collection, Unordered)
    assert isinstance(buffer, Buffer)


def test_a_structure_that_only_the_second_element_has_is_optional(gb: dict[str, Place]) -> None:
    collection = whole(gb, "ESME/dlms/ImportRegisterCollection.active.value")
    assert isinstance(collection, Unordered)
    assert [field.name for field in collection.fields if field.optional] == ["second_active_import_value"]


def test_the_mapping_says_what_the_dictionary_leaves_open(gb: dict[str, Place]) -> None:
    threshold = whole(gb, "ESME/dlms/TariffThresholdMatrixBlocks[1to3]TOU[3].thresholdCurrent")
    assert threshold == Array(Leaf(Codec(Wire.AXDR, "double-long-unsigned")))


def test_the_dictionary_counts_where_the_mapping_prints_the_type_of_something_else(gb: dict[str, Place]) -> None:
    place = of(gb, "ESME/dlms/ProfileDataLog(ReactiveImport).method: readLog")
    assert place.transfer is not None
    assert (type(place.transfer.layout), place.steps) == (Buffer, ())


@pytest.mark.parametrize(
    ("key", "purpose"),
    [
        ("ESME/dlms/ActiveExportRegister.value", Purpose.VALUE),
        ("ESME/dlms/DailyReadLog(export).methodInput: fromDateTime", Purpose.SELECTION),
        ("GSME/sep/SupplierMessage.value", Purpose.PAYLOAD),
    ],
)
def test_a_transfer_says_what_it_is(gb: dict[str, Place], key: str, purpose: Purpose) -> None:
    transfer = of(gb, key).transfer
    assert transfer is not None
    assert transfer.purpose is purpose


def test_steps_lead_through_lists_members_and_bits(gb: dict[str, Place]) -> None:
    price = of(gb, "ESME/dlms/TariffSwitchingTable.currentDayIdentifiers[1..m].Time[1..n].startTime")
    assert price.steps == (
        ElementStep(1, 16),
        MemberStep(1, "day_schedule"),
        ElementStep(1, 48),
        MemberStep(0, "start_time"),
    )
    log = of(gb, "GSME/sep/EventLog(incGPF).method: readLog")
    assert log.steps == (MemberStep(0, "eventControlLogId"), BitsStep(0, 4, "LogId"))


def test_steps_lead_through_a_variant_by_number_whatever_the_case_calls_the_field(gb: dict[str, Place]) -> None:
    action = of(gb, "GSME/sep/TariffSwitchingTable.nextDayIdentifiers[1..m].Time[1..n].tariff_rate")
    assert action.steps[-1] == MemberStep(1, "activePriceTierOrFriendlyCreditEnable")


def test_steps_and_layout_agree_everywhere(gb: dict[str, Place]) -> None:
    for place in gb.values():
        if place.transfer is not None and place.reason is None:
            assert leaf_at(place.transfer.layout, place.steps)


def test_steps_that_lead_nowhere_are_none() -> None:
    structure = read("axdr structure{a:long,b:array{integer}}")
    assert steps_to(structure, ("c",)) is None
    assert steps_to(structure, ("a", "b")) is None
    assert steps_to(structure, ("b", "[2]")) == (MemberStep(1, "b"), ElementStep(2, 2))
    with pytest.raises(LookupError):
        leaf_at(structure, (ElementStep(),))


@pytest.mark.parametrize("text", ["axdr structure{a:long}", "zcl command 0x0702 server 0x07", "axdr CHOICE(any)"])
def test_a_layout_is_of_one_wire_with_all_that_is_inside(text: str) -> None:
    layout = read(text)
    assert all(is_dlms(inside) == is_dlms(layout) for inside in children(layout))
    assert isinstance(read("axdr CHOICE(null-data,long)"), Choice)
    assert isinstance(read("axdr structure{a:long}"), Structure)
    assert read("axdr CHOICE(any)") is DATA


def test_dictionaries_without_overlay_know_nothing_of_gbs_own_structures() -> None:
    model = load_gb()
    bare: Dictionaries = load_dictionaries(())
    key = "ESME/dlms/PrepaymentBalanceCollection.TimeDebt2Balance"
    statement = next(one for one in model.statements if one.key.startswith(key))
    place = places(model, bare, [statement])[statement.key]
    assert place.reason is not None
