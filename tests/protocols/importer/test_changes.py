"""Each kind of change, sown one by one: it is found, named, and gone with the overlay laid over the dictionary."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metermap.core.addresses import Side
from metermap.core.findings import Findings
from metermap.protocols import load_dictionaries
from metermap.protocols.sep.importer import import_zcl
from tests.protocols.importer.conftest import Import, laid_over
from tests.protocols.importer.exporter import configurator, dotdot

STANDARD = load_dictionaries(()).sep
PREPAYMENT = configurator(STANDARD, [0x0705])
DOTDOT = dotdot(STANDARD, [0x0705])

CONFIGURATOR_CHANGES = {
    "a name": (
        'define="ACCUMULATED_DEBT"|>accumulated debt<',
        'define="OLD_DEBT"|>old debt<',
        "changed attribute server 0x0005 | name: AccumulatedDebt -> OldDebt",
    ),
    "a type": (
        'define="INTERRUPT_SUSPEND_TIME" type="INT8U" min="0" max="255"',
        'define="INTERRUPT_SUSPEND_TIME" type="INT16U" min="0" max="255"',
        "changed attribute server 0x0033 | type: uint8 -> uint16",
    ),
    "the type of a bitmap": (
        'type="CREDITSTATUS"',
        'type="Bitmap8"',
        None,
    ),
    "an enumeration": (
        'type="CREDITSTATUS"',
        'type="FriendlyCredit"',
        "changed attribute server 0x0003 | enumeration: CreditStatus -> FriendlyCredit",
    ),
    "a new enumeration": (
        '<enum name="DebtAmountType"|define="ORIGINATING_DEVICE_1" type="enum8"',
        ('<enum name="Maker" type="ENUM8"><item name="Us" value="1"/></enum><enum name="DebtAmountType"'
        '|define="ORIGINATING_DEVICE_1" type="MAKER"'),
        "changed attribute server 0x0102 | enumeration:  -> Maker\nadded enumeration Maker",
    ),
    "a minimum": ('min="0x80000001"', 'min="-5"', "changed attribute server 0x0001 | minimum: -2147483647 -> -5"),
    "a maximum": (
        'define="FRIENDLY_CREDIT_WARNING" type="INT8U" min="0" max="255"',
        'define="FRIENDLY_CREDIT_WARNING" type="INT8U" min="0" max="0xFE"',
        "changed attribute server 0x0030 | maximum: 0xFF -> 0xFE",
    ),
    "a default": ('default="0x0A"', 'default="11"', "changed attribute server 0x0030 | default: 0x0A -> 0x0B"),
    "a length": ('length="20"', 'length="21"', "changed attribute server 0x0080 | length: 20 -> 21"),
    "access": (
        'define="TOTAL_CREDIT_ADDED" type="INT48U" min="0x000000000000" max="281474976710655" writable="false"',
        'define="TOTAL_CREDIT_ADDED" type="INT48U" min="0x000000000000" max="281474976710655" writable="true"',
        "changed attribute server 0x0020 | writable: no -> yes",
    ),
    "reports": (
        'define="CREDIT_REMAINING_TIMESTAMP"',
        'define="CREDIT_REMAINING_TIMESTAMP" reportable="true"',
        "changed attribute server 0x0004 | reportable: no -> yes",
    ),
    "mandatory": (
        'default="0x0000" optional="false"',
        'default="0x0000" optional="true"',
        "changed attribute server 0x0000 | mandatory: M -> O",
    ),
    "an edition of an attribute": (
        'introducedIn="se-1.1-07-5356-16"><description>credit remaining<',
        'introducedIn="se-1.1a-07-5356-17"><description>credit remaining<',
        "changed attribute server 0x0001 | introduced: SE 1.1 -> SE 1.1a",
    ),
    "a removal": (
        'define="TOKEN_CARRIER_ID"',
        'define="TOKEN_CARRIER_ID" removedIn="se-1.4-17-05019-001"',
        "changed attribute server 0x0080 | removed:  -> SE 1.4",
    ),
    "a new attribute": (
        "</cluster>",
        ('<attribute side="client" code="0x00AB" define="NEW_ONE" type="INT8U" optional="true">new one</attribute>'
        "</cluster>"),
        "added attribute client 0x00AB",
    ),
    "an attribute on the other side": (
        '<attribute side="server" code="0x0080"',
        '<attribute side="client" code="0x0080"',
        "added attribute client 0x0080\nmissing attribute server 0x0080",
    ),
    "a command's name": (
        'name="ChangeDebt"',
        'name="AlterDebt"',
        "changed command client 0x02 | name: ChangeDebt -> AlterDebt",
    ),
    "a command's edition and whether it is mandatory": (
        'name="ChangeDebt" optional="true" introducedIn="se-1.2a-07-5356-19"',
        'name="ChangeDebt" optional="false" introducedIn="se-1.2b-15-0131-02" removedIn="se-1.4-17-05019-001"',
        "changed command client 0x02 | mandatory: O -> M | introduced: SE 1.2a -> SE 1.2b | removed:  -> SE 1.4",
    ),
    "a command that the other side sends": (
        '<command source="client" code="0x9"',
        '<command source="server" code="0x9"',
        "missing command client 0x09\nadded command server 0x09",
    ),
    "a command that both sides send": (
        '<command source="client" code="0x9"',
        '<command source="either" code="0x9"',
        "added command server 0x09",
    ),
    "a field's name": (
        '<arg name="debtLabel"',
        '<arg name="label"',
        "changed field client 0x02 debtLabel | name: debtLabel -> label",
    ),
    "a field's type": (
        '<arg name="debtLabel" type="octet_string"',
        '<arg name="debtLabel" type="CHAR_STRING"',
        "changed field client 0x02 debtLabel | type: octstr -> string",
    ),
    "a field that becomes a list, with its count": (
        '<arg name="debtLabel" type="octet_string"',
        '<arg name="debtLabel" type="octet_string" array="true" countArg="issuerEventId"',
        "changed field client 0x02 debtLabel | type: octstr -> octstr[] | count:  -> issuerEventId",
    ),
    "a field's condition and editions": (
        '<arg name="debtLabel" type="octet_string"',
        ('<arg name="debtLabel" type="octet_string" presentIf="issuerEventId &amp; 0x01" '
        'introducedIn="se-1.2b-15-0131-02" removedIn="se-1.4-17-05019-001"'),
        ("changed field client 0x02 debtLabel | present_if:  -> issuerEventId & 0x01 != 0"
        " | introduced:  -> SE 1.2b | removed:  -> SE 1.4"),
    ),
    "a new field between others": (
        '<arg name="debtLabel"',
        '<arg name="debtNumber" type="INT8U"/><arg name="debtLabel"',
        "added field client 0x02 debtNumber",
    ),
    "a field less": (
        '<arg name="debtLabel" type="octet_string"/>',
        "",
        "missing field client 0x02 debtLabel",
    ),
    "the name of a value": (
        '<item name="CreditAbsolute" value="0x1"/>',
        '<item name="CreditTotal" value="0x1"/>',
        "changed member CreditAdjustmentType 0x01 | member: CreditAbsolute -> CreditTotal",
    ),
    "a new value": (
        '<item name="CreditAbsolute" value="0x1"/>',
        '<item name="CreditAbsolute" value="0x1"/><item name="CreditBoth" value="2"/>',
        "added member CreditAdjustmentType 0x02",
    ),
    "a value less": (
        '<item name="CreditAbsolute" value="0x1"/>',
        "",
        "missing member CreditAdjustmentType 0x01",
    ),
    "the mask of a bit": (
        '<field name="CreditExhausted" mask="0x40"/>',
        '<field name="CreditExhausted" mask="0x80"/>',
        "added member CreditStatus 0x80\nmissing member CreditStatus 0x40",
    ),
    "the width of an enumeration": (
        '<enum name="CreditAdjustmentType" type="ENUM8">',
        '<enum name="CreditAdjustmentType" type="ENUM16">',
        ("changed field client 0x05 creditAdjustmentType | type: enum8 -> enum16\n"
        "changed enumeration CreditAdjustmentType | type: enum8 -> enum16"),
    ),
    "a field of a structure": (
        '<item name="topUpAmount" type="int32s"/>',
        '<item name="topUpAmount" type="INT48S"/><item name="topUpNote" type="INT8U"/>',
        "changed field TopUpPayload topUpAmount | type: int32 -> int48\nadded field TopUpPayload topUpNote",
    ),
    "the cluster's name": (
        "<name>Prepayment</name>|PREPAYMENT_CLUSTER",
        "<name>Paying Ahead</name>|PAYING_AHEAD_CLUSTER",
        "changed cluster 0x0705 | name: Prepayment -> Paying Ahead",
    ),
    "the cluster's edition": (
        '<cluster introducedIn="se-1.1-07-5356-16">',
        '<cluster introducedIn="se-1.0-07-5356-15">',
        "changed cluster 0x0705 | introduced: SE 1.1 -> SE 1.0",
    ),
    "a new cluster with a structure in a structure": (
        "</configurator>",
        ('<struct name="Outer"><item name="inner" type="INNER" array="true"/></struct>'
        '<struct name="Inner"><item name="what" type="Kind"/></struct>'
        '<enum name="Kind" type="ENUM8"><item name="One" value="1"/></enum>'
        '<cluster><name>New One</name><code>0x07F0</code><command source="server" code="0" name="Tell">'
        '<arg name="outer" type="outer"/></command></cluster></configurator>'),
        ("added cluster 0x07F0\nadded command server 0x00\nadded structure Outer\nadded structure Inner\n"
        "added enumeration Kind"),
    ),
    "an extension adds": (
        "</configurator>",
        ('<clusterExtension code="0x0702"><attribute side="server" code="0x7777" define="MORE" type="INT8U" '
        'optional="true">more</attribute></clusterExtension></configurator>'),
        "added attribute server 0x7777",
    ),
    "a command of every cluster": (
        "</configurator>",
        ('<global><command source="either" code="0x0B" name="DefaultResponse"><arg name="commandId" type="INT8U"/>'
        '<arg name="status" type="INT8U"/></command></global></configurator>'),
        "changed field global 0x0B status | type: enum8 -> uint8",
    ),
}  # fmt: skip


def sown(text: str, old: str, new: str) -> str:
    """Return the text with each old part, which stands in it, replaced once by the new one."""
    for before, after in zip(old.split("|"), new.split("|"), strict=True):
        assert before in text
        text = text.replace(before, after, 1)
    return text


@pytest.mark.parametrize("change", CONFIGURATOR_CHANGES.values(), ids=list(CONFIGURATOR_CHANGES))
def test_a_change_is_found_and_its_overlay_takes_it_in(
    importing: Import, tmp_path: Path, change: tuple[str, str, str | None]
) -> None:
    old, new, expected = change
    text = sown(PREPAYMENT, old, new)
    found = importing(text)
    assert found.told == (expected.splitlines() if expected else [])
    sep, faults = laid_over(found.comparison, tmp_path)
    assert importing(text, sep).told == []
    assert [fault.message for fault in faults] == []


DOTDOT_CHANGES = {
    "a bound": (
        "Prepayment.xml",
        'name="CreditRemaining" type="int32" min="-2147483647"',
        'name="CreditRemaining" type="int32" min="-5"',
        "changed attribute server 0x0001 | minimum: -2147483647 -> -5",
    ),
    "a default of a bitmap, bare hexadecimal": (
        "Prepayment.xml",
        'name="CreditStatus" type="map8" min="0" max="64" default="0"',
        'name="CreditStatus" type="map8" min="0" max="64" default="1f"',
        "changed attribute server 0x0003 | default: 0x00 -> 0x1F",
    ),
    "a default of a number, decimal": (
        "Prepayment.xml",
        'max="255" default="10"',
        'max="255" default="11"',
        "changed attribute server 0x0030 | default: 0x0A -> 0x0B",
    ),
    "a bit of a bitmap without a name": (
        "Prepayment.xml",
        'name="CreditExhausted" type="uint8" mask="40"',
        'name="CreditGone" type="uint8" mask="40"',
        (
            "changed attribute server 0x0003 | enumeration: CreditStatus -> PrepaymentCreditStatus\n"
            "added enumeration PrepaymentCreditStatus"
        ),
    ),
    "a value of an enumeration with a name": (
        "library.xml",
        'name="CreditAbsolute"',
        'name="CreditTotal"',
        "changed member CreditAdjustmentType 0x01 | member: CreditAbsolute -> CreditTotal",
    ),
    "a condition on a bit that has a name": (
        "Prepayment.xml",
        '<field name="FriendlyCreditCalendarId" type="uint32">',
        '<field name="FriendlyCreditCalendarId" type="uint32" presentIf="FriendlyCredit.FriendlyCreditEnabled">',
        "changed field server 0x02 friendlyCreditCalendarId | present_if:  -> FriendlyCredit & 0x01 != 0",
    ),
    "a command that the server receives": (
        "Prepayment.xml",
        "</commands></server>",
        '<command id="20" name="Ask"/></commands></server>',
        "added command client 0x20",
    ),
    "a command that the client receives": (
        "Prepayment.xml",
        "</commands></client>",
        '<command id="20" name="Tell"/></commands></client>',
        "added command server 0x20",
    ),
    "a derived type": (
        "Prepayment.xml",
        '<server><attributes>|name="MaxCreditLimit" type="uint32"',
        (
            '<type:type id="27" short="Money" name="Money" inheritsFrom="uint64"/><server><attributes>'
            '|name="MaxCreditLimit" type="money"'
        ),
        "changed attribute server 0x0021 | type: uint32 -> uint64",
    ),
}


@pytest.mark.parametrize("change", DOTDOT_CHANGES.values(), ids=list(DOTDOT_CHANGES))
def test_the_same_in_dotdot(importing: Import, tmp_path: Path, change: tuple[str, str, str, str]) -> None:
    file, old, new, expected = change
    texts = {**DOTDOT, file: sown(DOTDOT[file], old, new)}
    found = importing(texts)
    assert found.told == expected.splitlines()
    sep, faults = laid_over(found.comparison, tmp_path)
    assert importing(texts, sep).told == []
    assert [fault.message for fault in faults] == []


SPELLINGS = {
    "case of a type": ('type="octet_string" length="20"', 'type="Octet_STRING" length="20"'),
    "a define alone": (">token carrier id<", "><"),
    "Rx for Received": (
        'define="CREDIT_STATUS"|>credit status<',
        'define="RX_CREDIT_STATUS"|>credit status<',
    ),
    "the side in a label": (
        'define="CREDIT_STATUS"|>credit status<',
        'define="CREDIT_STATUS_SERVER"|>credit status (server)<',
    ),
    "the cluster in a label": (
        'define="CREDIT_STATUS"|>credit status<',
        'define="PREPAYMENT_CREDIT_STATUS"|>Prepayment Credit Status<',
    ),
    "spaces and hyphens in a member": ('name="CreditAbsolute"', 'name="credit-absolute"'),
    "a number in decimal": ('min="0x80000001"', 'min="-2147483647"'),
    "a field in other case": ('<arg name="debtLabel"', '<arg name="DebtLabel"'),
    "the enumeration by another name with the same members": (
        '<enum name="CreditAdjustmentType"|type="CreditAdjustmentType"',
        '<enum name="HowToAdjust"|type="HowToAdjust"',
    ),
}


@pytest.mark.parametrize("change", SPELLINGS.values(), ids=list(SPELLINGS))
def test_spelling_is_no_difference(importing: Import, change: tuple[str, str]) -> None:
    assert importing(sown(PREPAYMENT, *change)).told == []


def test_what_an_edition_removed_may_be_missing(importing: Import) -> None:
    text = sown(PREPAYMENT, '<arg name="siteId" type="octet_string" removedIn="se-1.2a-07-5356-19"/>', "")
    assert importing(text).told == []


def test_a_cluster_that_is_only_extended_lacks_nothing(importing: Import) -> None:
    text = '<configurator><clusterExtension code="0x0702"/></configurator>'
    found = importing(text)
    assert found.told == []
    assert found.comparison is not None
    assert [cluster.whole for cluster in found.comparison.clusters] == [False]


def test_clusters_that_the_files_do_not_speak_of_are_left_alone(importing: Import) -> None:
    found = importing(PREPAYMENT)
    assert found.comparison is not None
    assert [cluster.id for cluster in found.comparison.clusters] == [0x0705]


def test_the_cell_of_a_difference_has_its_place(importing: Import) -> None:
    found = importing(sown(PREPAYMENT, 'default="0x0A"', 'default="0x0B"'))
    assert found.comparison is not None
    (difference,) = found.comparison.differences
    line = next(n for n, text in enumerate(PREPAYMENT.splitlines(), 1) if "FRIENDLY_CREDIT_WARNING" in text)
    assert str(difference.place) == f"clusters.xml:{line}:1"


def test_what_the_files_lack_is_kept_on_demand(importing: Import, tmp_path: Path) -> None:
    text = sown(PREPAYMENT, '<arg name="debtLabel" type="octet_string"/>', "")
    text = "\n".join(line for line in text.splitlines() if 'code="0x0080"' not in line)
    text = sown(text, '<item name="CreditAbsolute" value="0x1"/>', "")
    lacking = [
        "missing attribute server 0x0080",
        "missing field client 0x02 debtLabel",
        "missing member CreditAdjustmentType 0x01",
    ]
    kept = importing(text, keep_missing=True)
    assert kept.told == lacking
    assert kept.comparison is not None
    assert "absent" not in kept.comparison.tables
    sep, _ = laid_over(kept.comparison, tmp_path)
    assert importing(text, sep).told == lacking
    prepayment = sep.cluster(0x0705)
    assert prepayment is not None
    assert prepayment.attribute(0x0080) is not None


def test_entries_know_where_they_come_from(importing: Import, tmp_path: Path) -> None:
    text = sown(PREPAYMENT, 'default="0x0A"|name="ChangeDebt"', 'default="0x0B"|name="AlterDebt"')
    text = sown(text, 'name="CreditAbsolute"', 'name="CreditTotal"')
    sep, _ = laid_over(importing(text).comparison, tmp_path)
    cluster = sep.cluster(0x0705)
    assert cluster is not None
    assert cluster.source == "standard"
    sources = {attribute.id: attribute.source for attribute in cluster.attributes}
    assert {id_ for id_, source in sources.items() if source != "standard"} == {0x0030}
    assert sources[0x0030] == "update"
    assert [command.name for command in cluster.commands if command.source == "update"] == ["AlterDebt"]
    table = sep.enumeration("CreditAdjustmentType")
    assert table is not None
    assert table.source == "update"


def test_an_overlay_is_read_a_cluster_at_a_time(importing: Import, tmp_path: Path) -> None:
    text = sown(PREPAYMENT, 'default="0x0A"', 'default="0x0B"')
    sep, faults = laid_over(importing(text).comparison, tmp_path)
    broken = tmp_path / "update/sep/clusters/0x0705/attributes.csv"
    broken.write_text("nothing that anyone could read\n", "utf-8")
    assert sep.cluster(0x0702) is not None
    assert len(faults) == 0
    assert sep.cluster(0x0705) is not None
    assert [fault.code for fault in faults] == ["MM803"]


# Any mixture of changes to cells of attributes and to the list of entries.
_CELLS = {
    "min": st.sampled_from(["0", "1", "0x02"]),
    "max": st.sampled_from(["100", "0x64", "99"]),
    "default": st.sampled_from(["5", "0x06", "7"]),
    "writable": st.sampled_from(["true", "false"]),
    "optional": st.sampled_from(["true", "false"]),
    "introducedIn": st.sampled_from(["se-1.2a-07-5356-19", "se-1.4-17-05019-001", "se-9.9-99-9999-99"]),
    "type": st.sampled_from(["INT8U", "INT16U", "DebtAmountType", "int32s", "UTC_TIME"]),
}
_ATTRIBUTE = st.fixed_dictionaries(
    {"code": st.integers(0, 0x60).map("0x{:04X}".format), "side": st.sampled_from(["server", "client"])},
    optional=_CELLS,
)


@given(
    st.lists(_ATTRIBUTE, max_size=12, unique_by=lambda cells: (cells["code"], cells["side"])),
    st.sets(st.sampled_from([line for line in PREPAYMENT.splitlines() if line.startswith("<arg")]), max_size=5),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_with_its_overlay_the_dictionary_differs_from_no_file(
    tmp_path_factory: pytest.TempPathFactory, attributes: list[dict[str, str]], gone: set[str]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    lines = [line for line in PREPAYMENT.splitlines() if not line.startswith("<attribute") and line not in gone]
    made = [
        "<attribute "
        + " ".join(f'{name}="{value}"' for name, value in cells.items())
        + ("" if "type" in cells else ' type="INT8U"')
        + f">label {number}</attribute>"
        for number, cells in enumerate(attributes)
    ]
    (folder / "any.xml").write_text("\n".join(lines).replace("</cluster>", "".join(made) + "</cluster>"), "utf-8")
    comparison = import_zcl([folder / "any.xml"], STANDARD, Findings())
    sep, faults = laid_over(comparison, folder)
    again = import_zcl([folder / "any.xml"], sep, Findings())
    assert again is not None
    assert again.differences == ()
    assert [fault.message for fault in faults] == []


def test_sides_of_the_two_formats_mean_the_same(importing: Import) -> None:
    command = '<command id="07" name="Ask"/>'
    dotdot_file = (
        '<zcl:cluster xmlns:zcl="http://zigbee.org/zcl/clusters" id="07F1" revision="1" name="New">'
        f"<server><commands>{command}</commands></server></zcl:cluster>"
    )
    other = (
        "<configurator><cluster><name>New</name><code>0x07F1</code>"
        '<command source="client" code="7" name="Ask" optional="true"/></cluster></configurator>'
    )
    first, second = importing(dotdot_file), importing(other)
    assert first.told == second.told == ["added cluster 0x07F1", "added command client 0x07"]
    assert first.comparison is not None
    assert second.comparison is not None
    assert first.comparison.tables == second.comparison.tables
    assert first.comparison.tables["clusters/0x07F1/commands"][0][0] == Side.CLIENT
