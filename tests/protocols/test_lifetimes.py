"""What an address needs of its dictionary, and since and until when each of it holds."""

from __future__ import annotations

from metermap.core.addresses import Access, Address, DlmsAddress, NamedAddress, SepAddress, Side
from metermap.core.logical_names import LogicalName
from metermap.protocols import Dictionaries, ExtensionKind, extensions_of, lifetimes_of

METERING, PREPAYMENT = (0x0702, "Metering"), (0x0705, "Prepayment")


def needed(address: Address | None, dictionaries: Dictionaries) -> list[tuple[str, str, str]]:
    return [(e.dictionary, e.name, str(e.lifetime)) for e in lifetimes_of(address, dictionaries)]


def data(*groups: int, class_id: int = 1, index: int = 2, member: str = "") -> DlmsAddress:
    a, b, c, d, e, f = groups
    return DlmsAddress(class_id, "Data", LogicalName(a, b, c, d, e, f), Access.ATTRIBUTE, index, "value", member)


class TestLifetimes:
    def test_an_attribute_and_its_cluster(self, dictionaries: Dictionaries) -> None:
        address = SepAddress(*METERING, Access.ATTRIBUTE, Side.SERVER, 0x045D, "CurrentDayMaxDemandDelivered")
        assert needed(address, dictionaries) == [
            ("sep", "attribute 0x045D CurrentDayMaxDemandDelivered of Metering", "since SE 1.4"),
            ("sep", "cluster 0x0702 Metering", "since SE 1.0"),
        ]

    def test_a_field_that_an_edition_took_away(self, dictionaries: Dictionaries) -> None:
        name = "SelectAvailableEmergencyCredit"
        address = SepAddress(*PREPAYMENT, Access.COMMAND, Side.CLIENT, 0, name, "siteId")
        (_, command, _), (_, field, lifetime), (_, cluster, _) = needed(address, dictionaries)
        assert command == f"command 0x00 {name} of Prepayment"
        assert (field, lifetime) == (
            f"field siteId of command {name} of Prepayment",
            "since when is not recorded, no more in SE 1.2a",
        )
        assert cluster == "cluster 0x0705 Prepayment"

    def test_a_field_of_which_nothing_is_said_came_with_its_command(self, dictionaries: Dictionaries) -> None:
        name = "SelectAvailableEmergencyCredit"
        address = SepAddress(*PREPAYMENT, Access.COMMAND, Side.CLIENT, 0, name, "commandIssueDateTime")
        assert [entry.name.partition(" ")[0] for entry in lifetimes_of(address, dictionaries)] == ["command", "cluster"]

    def test_a_command_of_the_library_is_not_dated(self, dictionaries: Dictionaries) -> None:
        address = SepAddress(*PREPAYMENT, Access.COMMAND, Side.CLIENT, 0x0B, "DefaultResponse", "status")
        assert needed(address, dictionaries)[0] == (
            "sep",
            "command 0x0B DefaultResponse of Prepayment",
            "since when is not recorded",
        )

    def test_the_tables_of_dlms_record_no_edition(self, dictionaries: Dictionaries) -> None:
        assert needed(data(0, 0, 96, 1, 0, 255), dictionaries) == [
            ("dlms", "attribute 2 value of class 1 Data", "since when is not recorded")
        ]

    def test_a_class_of_an_overlay_is_the_overlay_s(self, dictionaries: Dictionaries) -> None:
        address = data(0, 0, 96, 13, 0, 255, class_id=9000)
        assert [entry.dictionary for entry in lifetimes_of(address, dictionaries)] == ["gb"]

    def test_an_alert_needs_nothing(self, dictionaries: Dictionaries) -> None:
        assert lifetimes_of(NamedAddress("Alert", "ECS80"), dictionaries) == ()
        assert lifetimes_of(None, dictionaries) == ()


class TestExtensions:
    def test_an_object_of_the_standard_has_none(self, dictionaries: Dictionaries) -> None:
        register = DlmsAddress(3, "Register", LogicalName(1, 0, 2, 8, 0, 255), Access.ATTRIBUTE, 2, "value")
        assert extensions_of(register, dictionaries) == ()

    def test_a_class_of_its_own_where_the_rule_names_another(self, dictionaries: Dictionaries) -> None:
        found = extensions_of(data(0, 0, 96, 13, 0, 255, class_id=9000), dictionaries)
        assert [(extension.kind, extension.overlay) for extension in found] == [
            (ExtensionKind.OWN_CLASS, "gb"),
            (ExtensionKind.OTHER_CLASS, "gb"),
        ]

    def test_the_country_s_block(self, dictionaries: Dictionaries) -> None:
        (found,) = extensions_of(data(0, 0, 94, 44, 7, 255), dictionaries)
        assert (found.kind, found.overlay, found.what) == (ExtensionKind.COUNTRY_BLOCK, "gb", "0-0:94.44.7.255")

    def test_a_block_of_a_country_without_an_overlay_is_nobody_s(self, dictionaries: Dictionaries) -> None:
        found = extensions_of(data(0, 0, 94, 31, 1, 255), dictionaries)
        assert {extension.overlay for extension in found} == {""}

    def test_a_structure_of_its_own(self, dictionaries: Dictionaries) -> None:
        kinds = [found.kind for found in extensions_of(data(0, 0, 94, 44, 10, 0, member="page28Mask"), dictionaries)]
        assert kinds == [ExtensionKind.COUNTRY_BLOCK, ExtensionKind.OWN_STRUCTURE]

    def test_a_deviation_says_what_stands_instead(self, dictionaries: Dictionaries) -> None:
        name = LogicalName(0, 0, 30, 3, 0, 255)
        address = DlmsAddress(104, "ZigBee network control", name, Access.METHOD, 4, "backup_PAN")
        deviation = extensions_of(address, dictionaries)[-1]
        assert deviation.kind is ExtensionKind.DEVIATION
        assert deviation.what.endswith("null-data instead of integer(0)")

    def test_smart_energy_has_none(self, dictionaries: Dictionaries) -> None:
        address = SepAddress(*METERING, Access.ATTRIBUTE, Side.SERVER, 0, "CurrentSummationDelivered")
        assert extensions_of(address, dictionaries) == ()
