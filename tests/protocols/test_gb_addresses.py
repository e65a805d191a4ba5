"""Real addresses of the GB mapping, written out by hand with the number of their row."""

from __future__ import annotations

import pytest

from metermap.core.addresses import Access, Side
from metermap.core.logical_names import parse_logical_name
from metermap.core.types import Kind
from metermap.protocols import Dictionaries, DlmsDictionary, SepDictionary

A, M = Access.ATTRIBUTE, Access.METHOD

# row, class, logical name, attribute or method, its index and name, member path, type
DLMS = [
    (100, "Register", "1-0:2.8.0.255", A, 2, "value", "", None),
    (233, "Register", "1-0:2.8.0.255", A, 3, "scaler_unit", "unit", "enum"),
    (362, "Register", "1-0:2.8.0.255", A, 3, "scaler_unit", "scaler", "integer"),
    (3, "ProfileGeneric", "0-0:99.98.20.255", A, 2, "buffer", "boost_end", "double-long-unsigned"),
    (520, "ProfileGeneric", "0-0:98.1.0.255", A, 2, "buffer", "activeImportRegisterValue", "double-long-unsigned"),
    (
        525,
        "ProfileGeneric",
        "0-0:98.1.0.255",
        A,
        2,
        "buffer",
        "tariffTOURegisterValues[1].value",
        "double-long-unsigned",
    ),
    (587, "ProfileGeneric", "0-0:99.98.0.255", A, 2, "buffer", "logCode", "long-unsigned"),
    (25, "Data", "0-0:94.44.34.20", A, 2, "value", "active_power_import_value", "double-long-unsigned"),
    (29, "Data", "0-0:94.44.34.2", A, 2, "value", "Block_primary_registers[1].value", "double-long-unsigned"),
    (42, "Data", "0-0:94.44.34.10", A, 2, "value", "active_scal_unit_type.active_import_scaler", "integer"),
    (1807, "Data", "0-0:94.44.34.30", A, 2, "value", "meter_balance", "double-long"),
    (1907, "Data", "0-0:94.44.10.0", A, 2, "value", "page30Mask", "bit-string(32)"),
    (684, "Clock", "0-0:1.0.0.255", M, 5, "preset_adjusting_time", "validity_interval_start", "octet-string[12]"),
    (693, "ScriptTable", "0-0:10.0.106.255", M, 1, "execute", "data", "long-unsigned"),
    (729, "Schedule", "0-0:12.0.2.255", A, 2, "entries", "exec_weekdays", "bit-string[7]"),
    (786, "SpecialDaysTable", "0-0:11.0.1.255", A, 2, "entries", "specialday_date", "octet-string[5:date]"),
    (802, "ActivityCalendar", "0-0:13.0.1.255", A, 3, "season_profile_active", "season_profile_name", "octet-string"),
    (822, "ActivityCalendar", "0-0:13.0.1.255", A, 5, "day_profile_table_active", "day_schedule.start_time", None),
    (858, "ActivityCalendar", "0-0:13.0.0.255", A, 10, "activate_passive_calendar_time", "", None),
    (864, "RegisterMonitor", "0-0:16.0.1.255", A, 2, "thresholds", "[1]", None),
    (1963, "SingleActionSchedule", "0-0:15.0.0.255", A, 4, "execution_time", "date", "octet-string[5:date]"),
    (1490, "DataProtection", "0-0:43.2.2.255", M, 1, "get_protected_attributes", "", None),
    (943, "DisconnectControl", "0-0:96.3.10.255", A, 3, "control_state", "", None),
    (974, "Limiter", "0-0:17.0.0.255", A, 7, "min_under_threshold_duration", "", "double-long-unsigned"),
    (987, "ZigBeeNetworkControl", "0-0:30.3.0.255", A, 4, "active_devices", "maxRSSI", "integer"),
    (1000, "ZigBeeNetworkControl", "0-0:30.3.0.255", M, 1, "register_device", "key_type", "enum"),
    (1016, "ZigBeeNetworkControl", "0-0:30.3.0.255", M, 5, "restore_PAN", "extended_PAN_ID", "octet-string(8)"),
    (1018, "Account", "0-0:19.0.0.255", A, 2, "account_mode_and_status", "payment_mode", "enum(1 credit,2 prepayment)"),
    (1047, "Credit", "0-0:19.10.0.255", M, 1, "update_amount", "data", "double-long"),
    (1068, "Charge", "0-0:19.20.0.255", A, 5, "unit_charge_active", "charge_per_unit_scaling.price_scale", "integer"),
    (1116, "Charge", "0-0:19.20.1.255", A, 6, "unit_charge_passive", "charge_table[1].charge_per_unit", "long"),
    (1151, "Charge", "0-0:19.20.3.255", A, 13, "proportion", "", "long-unsigned"),
    (1165, "TokenGateway", "0-0:19.40.0.255", M, 1, "enter", "data", "octet-string"),
    (1190, "ExtendedData", "0-0:94.44.128.22", A, 4, "value_passive", "", "CHOICE(any)"),
    (1430, "ExtendedData", "0-0:63.1.1.255", A, 6, "activate_passive_value_time", "", "octet-string[12:date_time]"),
]


@pytest.mark.parametrize("row", DLMS, ids=lambda row: str(row[0]))
def test_dlms(dlms: DlmsDictionary, row: tuple[int, str, str, Access, int, str, str, str | None]) -> None:
    _, class_name, printed, access, index, name, path, type_ = row
    class_, logical_name = dlms.interface_class(class_name), parse_logical_name(printed)
    assert class_ is not None
    assert logical_name is not None
    member = class_.method(index) if access is M else class_.attribute(index)
    assert member is not None
    assert member.name == name
    found = dlms.type_at(class_.id, logical_name, access, index, tuple(path.split(".")) if path else ())
    assert found is not None
    assert type_ is None or str(found) == type_
    rule = dlms.logical_name(logical_name)
    assert rule is not None
    assert rule.source == "gb"
    assert class_.id in rule.class_ids


def test_what_a_method_gives_back(dlms: DlmsDictionary) -> None:
    hub = parse_logical_name("0-0:30.3.0.255")
    assert hub is not None
    path = ("devices_to_backup[3]", "hashed_TC_link_key")
    assert str(dlms.type_at(104, hub, M, 4, path, returned=True)) == "octet-string(16)"
    assert str(dlms.type_at(104, hub, M, 4)) == "null-data"
    assert set(dlms.members_at(104, hub, M, 4, ("?",), returned=True)) == {
        "date-time",
        "extended_PAN_ID",
        "devices_to_backup",
    }
    deviation = next(found for found in dlms.deviations() if found.logical_name == hub)
    assert (deviation.overlay, deviation.standard) == ("null-data", "integer(0)")


def test_the_order_of_columns_is_never_taken_from_the_table(dlms: DlmsDictionary) -> None:
    log, clock = parse_logical_name("0-0:99.98.20.255"), parse_logical_name("0-0:1.0.0.255")
    assert log is not None
    assert clock is not None
    assert not dlms.order_known(7, log, A, 2)
    assert dlms.order_known(8, clock, M, 5)
    assert "order of members not recorded" in str(dlms.type_at(7, log, A, 2))


def test_a_member_of_another_log_is_no_member_of_this_one(dlms: DlmsDictionary) -> None:
    log = parse_logical_name("0-0:99.98.1.255")
    assert log is not None
    assert dlms.type_at(7, log, A, 2, ("boost_end",)) is None
    assert set(dlms.members_at(7, log, A, 2, ("boost_end",))) == {"logCode", "timestamp"}


def test_type_names_are_no_members(dlms: DlmsDictionary) -> None:
    assert {"charge_table_element", "season", "scal_unit_type", "entry_registerReadLogEntry"} <= dlms.type_names()


# row, cluster, name as printed, attribute id, type
ATTRIBUTES = [
    (85, "Metering", "CurrentMeterID", 0x0206, "octstr"),
    (1751, "Metering", "RemainingBatteryLifeinDays", 0x0205, "uint16"),
    (1738, "Metering", "Uncontrolled Flow Threshold Unit of Measure", 0x0B11, "enum8"),
    (1960, "Metering", "SupplyTamperState", 0x0607, "enum8"),
    (1370, "Metering", "CurrentTier2SummationDelivered", 0x0102, "uint48"),
    (1377, "Metering", "CurrentNoTierBlock4SummationDelivered", 0x0703, "uint48"),
    (1093, "Prepayment", "DebtRecovery Amount#1", 0x0217, "uint32"),
    (1756, "Prepayment", "DebtRecoveryTopUpPercentage#3", 0x0239, "uint16"),
    (1034, "Prepayment", "LowCreditWarning", 0x0031, "uint32"),
    (1042, "Prepayment", "EmergencyCreditLimit", 0x0010, "uint32"),
    (1024, "Prepayment", "Payment Control Configuration", 0x0000, "map16"),
    (1566, "Price", "Price Trailing Digit", 0x0617, "map8"),
    (1558, "Price", "Calorific Value Trailing Digit", 0x0306, "map8"),
    (1439, "Price", "Standing Charge ", 0x0301, "uint32"),
    (1956, "Basic", "ManufacturerName", 0x0004, "string"),
]


@pytest.mark.parametrize("row", ATTRIBUTES, ids=lambda row: str(row[0]))
def test_attributes(sep: SepDictionary, row: tuple[int, str, str, int, str]) -> None:
    _, cluster_name, name, id_, type_ = row
    cluster = sep.cluster(cluster_name)
    assert cluster is not None
    by_name, by_id = cluster.attribute(name), cluster.attribute(id_)
    assert by_name is by_id
    assert by_id is not None
    assert by_id.type.name == type_


# row, cluster, name as printed, command id, sender, field, type
COMMANDS = [
    (7, "Prepayment", "Credit Adjustment ", 0x05, Side.CLIENT, "Credit Adjustment Type", "enum8"),
    (18, "Price", "PublishTariffInformation ", 0x04, Side.SERVER, "Currency", "uint16"),
    (75, "Device Management", "Publish Change of Tenancy", 0x00, Side.SERVER, "Implementation Date/Time", "UTC"),
    (82, "Device Management", "Update CIN", 0x06, Side.SERVER, "CustomerID Number", "octstr"),
    (90, "Prepayment", "Consumer Top Up", 0x04, Side.CLIENT, "TopUp Code", "octstr"),
    (588, "Events", "Publish Event Log", 0x01, Side.SERVER, "logPayload[3].eventId", "uint16"),
    (687, "Calendar", "PublishSpecialDays", 0x04, Side.SERVER, "SpecialDayEntry[1].specialDayDate", "date"),
    (838, "Calendar", "PublishWeekProfile", 0x02, Side.SERVER, "Day ID Ref Tuesday", "uint8"),
    (1025, "Prepayment", "Change Payment Mode", 0x06, Side.CLIENT, "Proposed Payment Control Configuration", "map16"),
    (1159, "Prepayment", "Change Debt", 0x02, Side.CLIENT, "Debt Amount Type", "enum8"),
    (1364, "Price", "PublishBlockThresholds", 0x06, Side.SERVER, "payload[1].blockThreshold[2]", "uint48"),
    (537, "Metering", "GetSampledDataResponse", 0x07, Side.SERVER, "samples[1]", "uint24"),
]


@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: str(row[0]))
def test_commands(sep: SepDictionary, row: tuple[int, str, str, int, Side, str, str]) -> None:
    _, cluster_name, name, id_, sender, field, type_ = row
    cluster = sep.cluster(cluster_name)
    assert cluster is not None
    command = cluster.command(name)
    assert command is not None
    assert (command.id, command.side) == (id_, sender)
    assert command is cluster.command(id_, sender)
    found = command.field(tuple(field.split(".")))
    assert found is not None
    assert found.name == type_


def test_bits_of_a_packed_word(sep: SepDictionary) -> None:
    cluster = sep.cluster("Prepayment")
    command = cluster.command("ChangePaymentMode") if cluster else None
    assert command is not None
    word = "ProposedPaymentControlConfiguration"
    assert str(command.field((word, "DebtConfiguration"))) == "bit 10 DebtConfiguration"
    assert "ContactorFitted" in command.members_at((word, "?"))
    assert command.field((word, "Debt")) is None


def test_named_values(dictionaries: Dictionaries) -> None:
    sep = dictionaries.sep
    cluster = sep.cluster("Prepayment")
    command = cluster.command("CreditAdjustment") if cluster else None
    type_ = command.field(("CreditAdjustmentType",)) if command else None
    assert type_ is not None
    assert type_.kind is Kind.ENUM
    table = dictionaries.enumeration_of(type_)
    assert table is not None
    absolute = table.member("CreditAbsolute")
    assert absolute is not None
    assert absolute.value == 1
    assert table.named(7) is None


@pytest.mark.parametrize(
    ("name", "id_", "fields"),
    [
        ("Read Attributes", 0x00, ["attributes"]),
        ("Read Attributes Response", 0x01, ["records"]),
        ("WriteAttributes", 0x02, ["records"]),
        ("ZCL Default Response", 0x0B, ["commandId", "status"]),
    ],
)
def test_commands_of_every_cluster(sep: SepDictionary, name: str, id_: int, fields: list[str]) -> None:
    command = sep.global_command(name)
    assert command is not None
    assert command is sep.global_command(id_)
    assert command.generic
    assert [member.name for member in command.fields] == fields
