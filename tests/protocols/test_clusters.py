"""Clusters: found as people write them; ids are per side and per sender."""

from __future__ import annotations

import pytest

from metermap.core.addresses import Side
from metermap.core.editions import ALWAYS, Lifetime
from metermap.core.types import Kind
from metermap.protocols import SepDictionary, closest


@pytest.mark.parametrize("name", ["DeviceManagement", "device management", "Device Management", "0x0708", 0x0708])
def test_a_cluster_answers_to_its_names(sep: SepDictionary, name: str | int) -> None:
    cluster = sep.cluster(name)
    assert cluster is not None
    assert (cluster.id, cluster.name) == (0x0708, "Device Management")


def test_an_unknown_cluster_has_neighbours(sep: SepDictionary) -> None:
    assert sep.cluster("Meterring") is None
    assert closest("Meterring", sep.cluster_names())[0] == "Metering"


def test_an_id_alone_is_not_enough_where_two_senders_use_it(sep: SepDictionary) -> None:
    metering = sep.cluster("Metering")
    assert metering is not None
    assert metering.command(0x06) is None
    snapshot, request = metering.command(0x06, Side.SERVER), metering.command(0x06, Side.CLIENT)
    assert snapshot is not None
    assert request is not None
    assert (snapshot.name, request.name) == ("PublishSnapshot", "GetSnapshot")


def test_both_sides_may_hold_an_attribute_of_one_id(sep: SepDictionary) -> None:
    metering = sep.cluster("Metering")
    assert metering is not None
    server, client = metering.attribute(0x0000), metering.attribute(0x0000, Side.CLIENT)
    assert server is not None
    assert client is not None
    assert (server.name, client.name) == ("CurrentSummationDelivered", "FunctionalNotificationFlags")


def test_what_the_sources_say_stays_with_the_attribute(sep: SepDictionary) -> None:
    metering = sep.cluster("Metering")
    attribute = metering.attribute("CurrentSummationDelivered") if metering else None
    assert attribute is not None
    assert (attribute.access, attribute.mandatory, attribute.sources) == ("RP", True, 9)
    assert attribute.lifetime == Lifetime("SE 1.0", basis="implied")


def test_hexadecimal_ranges_of_signed_types_are_twos_complement(sep: SepDictionary) -> None:
    time = sep.cluster("Time")
    zone = time.attribute("TimeZone") if time else None
    assert zone is not None
    assert (zone.minimum, zone.maximum) == (-86400, 86400)
    assert (zone.type.minimum, zone.type.maximum) == (-86400, 86400)


def test_a_field_says_which_edition_removed_it(sep: SepDictionary) -> None:
    price = sep.cluster("Price")
    command = price.command("PublishBlockPeriod") if price else None
    assert command is not None
    lifetimes = {member.name: member.lifetime for member in command.fields}
    assert lifetimes["numberOfPriceTiersAndNumberOfBlockThresholds"] == Lifetime(until="SE 1.2a")
    assert lifetimes["tariffType"] == Lifetime(since="SE 1.2a")
    assert lifetimes["providerId"] == ALWAYS


def test_a_bitmap_attribute_has_named_fields(sep: SepDictionary) -> None:
    prepayment = sep.cluster("Prepayment")
    attribute = prepayment.attribute("PaymentControlConfiguration") if prepayment else None
    assert attribute is not None
    bit = attribute.field(("PrepaymentEnabled",))
    assert bit is not None
    assert (bit.kind, bit.name) == (Kind.BOOLEAN, "bit 1")
    assert attribute.field(()) is attribute.type
    assert "CreditDisplayEnabled" in attribute.members_at(("?",))


def test_a_wrong_field_says_what_would_have_been_valid(sep: SepDictionary) -> None:
    events = sep.cluster("Events")
    command = events.command("PublishEventLog") if events else None
    assert command is not None
    assert command.field(("logPayload", "evntId")) is None
    assert command.members_at(("logPayload", "evntId")) == ("logId", "eventId", "eventTime", "eventData")
    assert "logPayload" in command.members_at(("logPayloads",))
    assert command.field(()) is None


def test_a_list_of_octets_has_no_members(sep: SepDictionary) -> None:
    metering = sep.cluster("Metering")
    command = metering.command("PublishSnapshot") if metering else None
    assert command is not None
    assert command.field(("SnapshotPayload", "anything")) is None
