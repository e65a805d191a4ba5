"""What is wrong in cluster files: each fault told with its place, all in one run, and the rest is read."""

from __future__ import annotations

import re

import pytest

from tests.protocols.importer.conftest import Import

ATTRIBUTE = (
    '<attribute side="server" code="{code}" define="{define}" type="{type}"{more} optional="true">{label}</attribute>'
)


def attribute(
    more: str = "", *, code: str = "0x0000", define: str = "ONE", type_: str = "INT8U", label: str = "one"
) -> str:
    return ATTRIBUTE.format(code=code, define=define, type=type_, more=f" {more}" if more else "", label=label)


def cluster(*lines: str, head: str = "<code>0x07F0</code>", outside: str = "") -> str:
    """Return a configurator file whose cluster begins on line 3 and has its entries from line 4."""
    inside = "\n".join(lines)
    return f"<configurator>\n{outside}\n<cluster><name>New</name>{head}\n{inside}\n</cluster>\n</configurator>"


def dotdot(*lines: str, outside: str = "") -> str:
    """Return a dotdot file whose entries begin on line 3."""
    namespaces = 'xmlns:zcl="http://zigbee.org/zcl/clusters" xmlns:type="http://zigbee.org/zcl/types"'
    inside = "\n".join(lines)
    return (
        f'<zcl:cluster {namespaces} id="07F0" revision="1" name="New">{outside}\n<server><attributes>\n{inside}\n'
        "</attributes></server></zcl:cluster>"
    )


FAULTS = {
    "a maximum that does not fit": (
        cluster(attribute('max="256"')),
        "clusters.xml:4:1 MM833 cluster 0x07F0 server attribute 0x0000: maximum 256 does not fit uint8",
    ),
    "a minimum that does not fit": (
        cluster(attribute('min="-1"')),
        "clusters.xml:4:1 MM833 cluster 0x07F0 server attribute 0x0000: minimum -1 does not fit uint8",
    ),
    "a default that does not fit": (
        cluster(attribute('default="0x1FF"')),
        "clusters.xml:4:1 MM833 cluster 0x07F0 server attribute 0x0000: default 0x1FF does not fit uint8",
    ),
    "a maximum of a narrower type": (
        cluster(attribute('max="0xFFFFFFFFFF"', type_="INT48U")),
        (
            "clusters.xml:4:1 MM833 cluster 0x07F0 server attribute 0x0000: maximum 0xFFFFFFFFFF fills uint40, and the "
            "type is uint48"
        ),
    ),
    "too many digits": (
        cluster(attribute('min="0x0000"')),
        "clusters.xml:4:1 MM833 cluster 0x07F0 server attribute 0x0000: minimum 0x0000 has 4 digits",
    ),
    "a range upside down": (
        cluster(attribute('min="9" max="8"')),
        "clusters.xml:4:1 MM834 cluster 0x07F0 server attribute 0x0000: minimum 9 is over maximum 8",
    ),
    "a range upside down in two's complement": (
        cluster(attribute('min="0x00" max="0xFF"', type_="INT8S")),
        "clusters.xml:4:1 MM834 cluster 0x07F0 server attribute 0x0000: minimum 0 is over maximum -1",
    ),
    "an id twice": (
        cluster(attribute(), attribute(define="TWO", label="two")),
        "clusters.xml:5:1 MM829 cluster 0x07F0 server attribute 0x0000: it stands in this file twice",
    ),
    "a command twice": (
        cluster(*['<command source="client" code="1" name="Ask" optional="true"/>'] * 2),
        "clusters.xml:5:1 MM829 cluster 0x07F0 client command 0x01: it stands in this file twice",
    ),
    "a label copied": (
        cluster(attribute(), attribute(code="0x0001", define="TWO")),
        "clusters.xml:5:1 MM830 cluster 0x07F0 server attribute 0x0001: label 'one' is that of attribute 0x0000",
    ),
    "an unknown type": (
        cluster(attribute(type_="INT9U")),
        "clusters.xml:4:1 MM831 cluster 0x07F0 server attribute 0x0000: type 'INT9U' is unknown",
    ),
    "no type": (
        cluster('<command source="client" code="1" name="Ask" optional="true"><arg name="a"/></command>'),
        "clusters.xml:4:62 MM831 cluster 0x07F0 client command 0x01 field a: there is no type",
    ),
    "an enumeration of no type": (
        cluster(outside='<enum name="E" type="CHAR_STRING"><item name="A" value="1"/></enum>'),
        "clusters.xml:2:1 MM831 enumeration E: type 'CHAR_STRING' is none that has members",
    ),
    "a wrong id of a type": (
        cluster(outside='<atomic><type id="0x49" name="struct"/></atomic>'),
        "clusters.xml:2:9 MM832 type struct: id is 0x49",
    ),
    "a wrong size of a type": (
        cluster(outside='<atomic><type id="0x20" size="2" name="int8u"/></atomic>'),
        "clusters.xml:2:9 MM832 type int8u: size is 2",
    ),
    "a cluster without a code": (
        cluster(attribute(), head=""),
        "clusters.xml:3:1 MM827 cluster New: there is no code",
    ),
    "an attribute without a code": (
        cluster(attribute(code="")),
        "clusters.xml:4:1 MM827 cluster 0x07F0 attribute one: there is no code",
    ),
    "an attribute without any name": (
        cluster(attribute(define="", label="")),
        "clusters.xml:4:1 MM827 cluster 0x07F0 server attribute 0x0000: there is neither a label nor a define",
    ),
    "a malformed code": (
        cluster(attribute(), head="<code>0xXXXX</code>"),
        "clusters.xml:3:1 MM828 cluster New: code '0xXXXX' is no number",
    ),
    "a code out of range": (
        cluster(attribute(code="0x10000")),
        "clusters.xml:4:1 MM828 cluster 0x07F0 attribute one: code 0x10000 is out of range",
    ),
    "a malformed bound": (
        cluster(attribute('max="ten"')),
        "clusters.xml:4:1 MM828 cluster 0x07F0 server attribute 0x0000: maximum 'ten' is no number",
    ),
    "a mask wider than its bitmap": (
        cluster(outside='<bitmap name="B" type="BITMAP8"><field name="A" mask="0x100"/></bitmap>'),
        "clusters.xml:2:33 MM828 bitmap B member A: mask 0x100 is out of range",
    ),
    "a member twice": (
        cluster(outside='<enum name="E" type="ENUM8"><item name="A" value="1"/><item name="A" value="2"/></enum>'),
        "clusters.xml:2:55 MM829 enumeration E: the member A is here twice",
    ),
    "a side that is none": (
        cluster(attribute().replace("server", "centre")),
        "clusters.xml:4:1 MM840 cluster 0x07F0 attribute one: 'centre' is no side",
    ),
    "a sender that is missing": (
        cluster('<command code="1" name="Ask" optional="true"/>'),
        "clusters.xml:4:1 MM840 cluster 0x07F0 command Ask: there is no side",
    ),
    "an unknown edition": (
        cluster(attribute('introducedIn="se-3.0-99-9999-01"')),
        "clusters.xml:4:1 MM835 se-3.0-99-9999-01: it is no rung of the dictionary's ladder",
    ),
    "a known version of another document": (
        cluster(attribute('introducedIn="se-1.2a-07-5356-21"')),
        "clusters.xml:4:1 MM835 se-1.2a-07-5356-21: it is no rung of the dictionary's ladder",
    ),
    "a ladder upside down": (
        cluster(outside='<domain name="SE" spec="se-1.0-07-5356-15"><older spec="se-1.4-17-05019-001"/></domain>'),
        "clusters.xml:2:1 MM841 domain SE: its editions are in the order SE 1.0, SE 1.4",
    ),
    "manufacturers' own": (
        cluster(attribute('manufacturerCode="0x1002"'), attribute(code="0x0001", label="two")),
        "clusters.xml:4:1 MM836 clusters.xml: entries of single manufacturers: 1 left out",
    ),
    "a manufacturer's cluster": (
        cluster(attribute(), head="<code>0xFC01</code>"),
        "clusters.xml:3:1 MM836 clusters.xml: entries of single manufacturers: 2 left out",
    ),
    "a comment around entries": (
        cluster(f"<!-- not supported\n{attribute()}\n{attribute(code='0x0001')} -->"),
        "clusters.xml:4:1 MM837 clusters.xml: attributes, commands or clusters inside a comment: 2 left out",
    ),
    "what the dictionary has no place for": (
        cluster('<command source="client" code="1" name="Ask"><arg name="a" type="INT8U" default="1"/></command>'),
        "clusters.xml:4:46 MM838 clusters.xml: defaults of command fields: 1 left out",
    ),
    "a type with a wrong id in dotdot": (
        dotdot(outside='<type:type id="49" short="struct" name="Structure"/>'),
        "clusters.xml:1:132 MM832 type struct: id is 49",
    ),
    "an id in dotdot": (
        dotdot('<attribute id="00xy" name="One" type="uint8"/>'),
        "clusters.xml:3:1 MM828 cluster 0x07F0 server attribute One: id '00xy' is no number",
    ),
    "a hexadecimal bound in dotdot": (
        dotdot('<attribute id="0000" name="One" type="uint8" max="0xFF"/>'),
        "clusters.xml:3:1 MM828 cluster 0x07F0 server attribute 0x0000: maximum '0xFF' is no number",
    ),
    "a member without a value in dotdot": (
        dotdot(
            '<attribute id="0000" name="One" type="enum8"><restriction>',
            '<type:enumeration name="A"/></restriction></attribute>',
        ),
        "clusters.xml:4:1 MM827 cluster 0x07F0 server attribute 0x0000 member A: there is no value",
    ),
    "types in a circle": (
        dotdot(
            '<attribute id="0000" name="One" type="a"/>',
            outside='<type:type short="a" inheritsFrom="b"/><type:type short="b" inheritsFrom="a"/>',
        ),
        "clusters.xml:3:1 MM831 cluster 0x07F0 server attribute 0x0000: type 'a' is unknown",
    ),
}


@pytest.mark.parametrize("case", FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_told_with_its_place(importing: Import, case: tuple[str, str]) -> None:
    text, expected = case
    found = importing(text)
    assert [f"{fault.place} {fault.code} {fault.message}" for fault in found.findings] == [expected]
    assert found.comparison is not None


def test_all_faults_in_one_run(importing: Import) -> None:
    found = importing(
        cluster(
            attribute('min="9" max="8"'),
            attribute(code="?", define="TWO", label="two"),
            attribute(code="0x0003", type_="INT9U", define="THREE", label="three"),
        )
    )
    assert found.codes == ["MM834", "MM828", "MM831"]
    assert found.told == [
        "added cluster 0x07F0",
        "added attribute server 0x0000",
        "added attribute server 0x0003",
    ]


def test_the_first_of_two_is_used(importing: Import) -> None:
    found = importing(cluster(attribute('min="1"'), attribute('min="2"', define="TWO", label="two")))
    assert found.comparison is not None
    (row,) = found.comparison.tables["clusters/0x07F0/attributes"]
    assert row[:7] == ("server", "0x0000", "One", "uint8", "", "0x01", "")


def test_nothing_is_missing_from_a_cluster_of_which_an_entry_was_lost(importing: Import) -> None:
    lost = cluster(attribute(code="?"), head="<code>0x0705</code>").replace("New", "Prepayment")
    assert importing(lost).told == []
    whole = cluster(head="<code>0x0705</code>").replace("New", "Prepayment")
    assert len(importing(whole).told) == 131 + 17


def test_nothing_is_missing_from_an_enumeration_of_which_a_member_was_lost(importing: Import) -> None:
    items = '<item name="{}" value="1"/><item name="New" value="{}"/>'
    text = '<configurator><enum name="ResultType" type="ENUM8">{}</enum></configurator>'
    assert importing(text.format(items.format("RejectedInvalidTopUp", "?"))).told == []
    assert importing(text.format("")).told == []
    whole = importing(text.format(items.format("RejectedInvalidTopUp", "0xF0"))).told
    assert "added member ResultType 0xF0" in whole
    assert any(line.startswith("missing member") for line in whole)


def test_an_unknown_edition_is_kept_as_printed_and_told_once(importing: Import) -> None:
    new = 'introducedIn="se-3.0-99-9999-01"'
    found = importing(cluster(attribute(new), attribute(new, code="0x0001", define="TWO", label="two")))
    assert found.codes == ["MM835"]
    assert found.comparison is not None
    rows = found.comparison.tables["clusters/0x07F0/attributes"]
    assert {row[11] for row in rows} == {"se-3.0-99-9999-01"}


def test_a_copied_label_gives_way_to_the_define(importing: Import) -> None:
    found = importing(cluster(attribute(), attribute(code="0x0001", define="OTHER_NAME")))
    assert found.comparison is not None
    assert [row[2] for row in found.comparison.tables["clusters/0x07F0/attributes"]] == ["One", "OtherName"]


def test_files_that_say_different_things(importing: Import) -> None:
    first, second = cluster(attribute('min="1"')), cluster(attribute('min="2"'))
    found = importing({"a.xml": first, "b.xml": second})
    (fault,) = found.findings
    assert (fault.code, str(fault.place), [*map(str, fault.also)]) == ("MM839", "b.xml:4:1", ["a.xml:4:1"])
    assert importing({"a.xml": first, "b.xml": first}).codes == []


def test_files_of_the_same_name_are_told_apart(importing: Import) -> None:
    found = importing({"one/a.xml": cluster(attribute('min="1"')), "two/a.xml": cluster(attribute('min="2"'))})
    assert [str(fault.place) for fault in found.findings] == ["two/a.xml:4:1"]


def test_names_of_types_hold_in_all_files_whatever_their_order(importing: Import) -> None:
    types = '<configurator><enum name="Later" type="ENUM8"><item name="A" value="1"/></enum></configurator>'
    found = importing({"a.xml": cluster(attribute(type_="LATER")), "b.xml": types})
    assert found.codes == []
    assert "added enumeration Later" in found.told


def test_a_hint_for_a_misspelt_type(importing: Import) -> None:
    (fault,) = importing(cluster(attribute(type_="suply_status"))).findings
    assert re.match(r"Did you mean SupplyStatus", fault.help)
