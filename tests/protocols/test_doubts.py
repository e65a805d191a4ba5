"""Each invariant of the dictionaries, broken once in a dictionary of a few lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from metermap.core.findings import Findings
from metermap.protocols import Dictionaries, DlmsDictionary, SepDictionary, load_dictionaries
from metermap.protocols.checks import check_dictionaries
from metermap.protocols.dlms.classes import CLASSES
from metermap.protocols.dlms.classes import MEMBERS as CLASS_MEMBERS
from metermap.protocols.dlms.dictionary import UNITS
from metermap.protocols.dlms.invariants import check_dlms
from metermap.protocols.dlms.logical_names import RULES
from metermap.protocols.dlms.overlay import OBJECTS, Overlay
from metermap.protocols.dlms.selective_access import SELECTIVE_ACCESS
from metermap.protocols.dlms.types import DATA_TYPE_COLUMNS
from metermap.protocols.sep.checks import check_sep_semantics
from metermap.protocols.sep.clusters import ATTRIBUTES, CLUSTERS, COMMANDS, FIELDS
from metermap.protocols.sep.decisions import DECISIONS, FIELD_DECISIONS
from metermap.protocols.sep.dictionary import (
    ALIASES,
    ENUMERATIONS,
    GLOBAL_COMMANDS,
    GLOBAL_FIELDS,
    LISTED,
    STRUCTURES,
)
from metermap.protocols.sep.invariants import check_sep
from metermap.protocols.sep.restrictions import RESTRICTIONS
from metermap.protocols.sep.scaling import MIRROR, OCTET_LAYOUTS, RECEIVED, SCALING
from metermap.protocols.sep.types import TYPE_COLUMNS
from metermap.protocols.sep.variants import VARIANTS

LADDER = """
format = 1
id = "tiny"
[[editions]]
name = "SE 1.0"
ladder = "SE"
[[editions]]
name = "SE 1.2"
ladder = "SE"
[[editions]]
name = "HA 1.2"
ladder = "HA"
"""
BESIDE = {
    "decisions": DECISIONS,
    "field_decisions": FIELD_DECISIONS,
    "mirror": MIRROR,
    "octet_layouts": OCTET_LAYOUTS,
    "received": RECEIVED,
    "scaling": SCALING,
    "variants": VARIANTS,
}
ASK = "client,0x00,Ask,M,,,"


def _write(folder: Path, name: str, columns: tuple[str, ...], rows: tuple[str, ...]) -> None:
    file = folder / f"{name}.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    padded = (row + "," * (len(columns) - 1 - row.count(",")) for row in rows)
    file.write_text("\n".join([",".join(columns), *padded]) + "\n", "utf-8")


def _row(columns: tuple[str, ...], **cells: str) -> str:
    return ",".join(cells.get(name, "") for name in columns)


def _attribute(**cells: str) -> str:
    return _row(ATTRIBUTES, **({"side": "server", "id": "0x0001", "name": "Level", "type": "uint8"} | cells))


def _field(position: int, name: str, type_: str, **cells: str) -> str:
    fixed = {"sender": "client", "command": "0x00", "position": str(position), "name": name, "type": type_}
    return _row(FIELDS, **(fixed | cells))


class _Tiny:
    """A dictionary of one cluster with one command; each test adds the lines that it is about."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.overlay = folder / "overlay"
        (folder / "dictionary.toml").write_text(LADDER, "utf-8")
        self.write("clusters", CLUSTERS, "0x0702,Metering,,")
        self.write("enumerations", ENUMERATIONS, "enum,Colour,enum8,0x01,Red")
        self.write("structures", STRUCTURES)
        self.write("global_commands", GLOBAL_COMMANDS, "0x00,ReadAttributes")
        self.write("global_command_fields", GLOBAL_FIELDS)
        for name, columns in BESIDE.items():
            self.write(name, columns)
        self.write("clusters/0x0702/attributes", ATTRIBUTES)
        self.write("clusters/0x0702/commands", COMMANDS, ASK)
        self.write("clusters/0x0702/command_fields", FIELDS)
        _write(self.overlay, "aliases", ALIASES, ())
        _write(self.overlay, "listed_attributes", LISTED, ())
        _write(self.overlay, "restrictions", RESTRICTIONS, ())

    def write(self, name: str, columns: tuple[str, ...], *rows: str) -> None:
        _write(self.folder, name, columns, rows)

    def doubts(self) -> list[str]:
        findings, lines = Findings(), Findings()
        sep = SepDictionary(self.folder, (self.overlay,), lines)
        check_sep(sep, findings)
        check_sep_semantics(sep, findings)
        assert [finding.message for finding in lines] == []
        return [f"{finding.code} {finding.message}" for finding in findings]

    def doubts_of_all(self) -> list[str]:
        """What the check of both dictionaries says of this one, beside the packaged one of the other protocol."""
        findings = Findings()
        sep = SepDictionary(self.folder, (self.overlay,), Findings())
        check_dictionaries(Dictionaries(load_dictionaries(()).dlms, sep), findings)
        return [f"{finding.code} {finding.message}" for finding in findings if finding.message.startswith("cluster")]


@pytest.fixture
def tiny(tmp_path: Path) -> _Tiny:
    return _Tiny(tmp_path)


def _line_faults(tiny: _Tiny) -> list[str]:
    lines = Findings()
    SepDictionary(tiny.folder, (), lines).cluster(0x0702)
    return [f"{finding.code} {finding.message}" for finding in lines]


def test_an_id_is_given_out_once_a_side_and_once_a_sender(tiny: _Tiny) -> None:
    other_side, again = _attribute(side="client", name="Flags"), _attribute(name="Depth")
    tiny.write("clusters/0x0702/attributes", ATTRIBUTES, _attribute(), other_side)
    tiny.write("clusters/0x0702/commands", COMMANDS, ASK, "server,0x00,Answer,M,,,")
    assert _line_faults(tiny) == []
    tiny.write("clusters/0x0702/attributes", ATTRIBUTES, _attribute(), other_side, again)
    tiny.write("clusters/0x0702/commands", COMMANDS, ASK, "client,0x00,Demand,M,,,")
    assert _line_faults(tiny) == [
        "MM805 server attribute 0x0001 stands here twice",
        "MM805 client command 0x00 stands here twice",
    ]


def test_a_type_must_be_known(tiny: _Tiny) -> None:
    tiny.write("clusters/0x0702/attributes", ATTRIBUTES, _attribute(type="uint9"))
    tiny.write("clusters/0x0702/command_fields", FIELDS, _field(1, "size", "uint9"))
    fault = "MM806 'uint9' is no type of the ZigBee Cluster Library"
    assert _line_faults(tiny) == [fault, fault]


LEVEL = "cluster 0x0702 server attribute 0x0001 Level"


def test_a_dictionary_that_keeps_the_rules_gives_no_doubt(tiny: _Tiny) -> None:
    tiny.write(
        "clusters/0x0702/attributes",
        ATTRIBUTES,
        _attribute(type="int16", default="0x8000", introduced="SE 1.0", removed="SE 1.2"),
        _attribute(id="0x0002", name="Colour", type="enum8", enumeration="Colour", default="0xFF"),
        _attribute(id="0x0003", name="Label", type="string", default="Tier 1"),
    )
    tiny.write(
        "clusters/0x0702/command_fields",
        FIELDS,
        _field(1, "control", "map8"),
        _field(2, "numberOfSamples", "uint8", present_if="control & 0x01 != 0"),
        _field(3, "samples", "uint24[]", count="numberOfSamples", introduced="SE 1.2"),
    )
    assert tiny.doubts() == []


@pytest.mark.parametrize(
    ("cells", "doubt"),
    [
        ({"introduced": "SE 9"}, "MM807 {}: since 'SE 9', an edition that the manifest does not list"),
        ({"removed": "SE 9"}, "MM807 {}: until 'SE 9', an edition that the manifest does not list"),
        ({"introduced": "SE 1.2", "removed": "SE 1.0"}, "MM804 {}: until 'SE 1.0' is not after since 'SE 1.2'"),
        ({"introduced": "SE 1.2", "removed": "SE 1.2"}, "MM804 {}: until 'SE 1.2' is not after since 'SE 1.2'"),
        ({"introduced": "SE 1.0", "removed": "HA 1.2"}, "MM804 {}: until 'HA 1.2' is not after since 'SE 1.0'"),
        ({"default": "0x100"}, "MM808 {}: default 0x100 is outside uint8"),
        ({"default": "-1"}, "MM808 {}: default -1 is outside uint8"),
        ({"type": "int8", "default": "0x180"}, "MM808 {}: default 0x180 is outside int8"),
        ({"default": "green"}, "MM804 {}: default 'green' is no number"),
        ({"type": "enum16", "enumeration": "Wide"}, None),
        ({"type": "enum8", "enumeration": "Wide"}, "MM808 {}: Wide is of enum16, and the value of enum8"),
        ({"type": "map8", "enumeration": "Colour"}, "MM808 {}: Colour is of enum8, and the value of map8"),
    ],
)
def test_an_attribute_may_be_doubtful(tiny: _Tiny, cells: dict[str, str], doubt: str | None) -> None:
    tiny.write("enumerations", ENUMERATIONS, "enum,Colour,enum8,0x01,Red", "enum,Wide,enum16,0x0100,Far")
    tiny.write("clusters/0x0702/attributes", ATTRIBUTES, _attribute(**cells))
    assert tiny.doubts() == ([doubt.format(LEVEL)] if doubt else [])


def test_clusters_commands_and_fields_have_lifetimes_too(tiny: _Tiny) -> None:
    tiny.write("clusters", CLUSTERS, "0x0702,Metering,SE 9,")
    tiny.write("clusters/0x0702/commands", COMMANDS, "client,0x00,Ask,M,SE 8,,")
    tiny.write("clusters/0x0702/command_fields", FIELDS, _field(1, "when", "UTC", removed="SE 7"))
    assert [doubt.partition(":")[0] for doubt in tiny.doubts()] == [
        "MM807 cluster 0x0702",
        "MM807 cluster 0x0702 client command 0x00 Ask",
        "MM807 cluster 0x0702 client command 0x00 Ask when",
    ]


@pytest.mark.parametrize(
    ("cells", "doubt"),
    [
        ({"count": "total"}, "MM807 {}: asks 'total', no field before it"),
        ({"count": "samples"}, "MM807 {}: asks 'samples', no field before it"),
        ({"count": "label"}, "MM804 {}: is counted by 'label', which is no number"),
        ({"count": "size", "type": "uint8"}, "MM804 {}: is counted, and is no list"),
        ({"present_if": "flags & 0x01 != 0"}, "MM807 {}: asks 'flags', no field before it"),
        ({"present_if": "later == 1"}, "MM807 {}: asks 'later', no field before it"),
        ({"present_if": "size != 0", "count": "size"}, None),
    ],
)
def test_a_field_may_name_only_earlier_ones(tiny: _Tiny, cells: dict[str, str], doubt: str | None) -> None:
    tiny.write(
        "clusters/0x0702/command_fields",
        FIELDS,
        _field(1, "size", "uint8"),
        _field(2, "label", "string"),
        _field(3, "samples", **({"type_": cells.pop("type", "uint24[]")} | cells)),
        _field(4, "later", "uint8"),
    )
    where = "cluster 0x0702 client command 0x00 Ask samples"
    assert tiny.doubts() == ([doubt.format(where)] if doubt else [])


@pytest.mark.parametrize(
    ("rows", "doubt"),
    [
        (["enum,Colour,enum24,0x01,Red"], "MM806 enumeration Colour: type 'enum24'"),
        (["enum,Colour,enum8,0x100,Red"], "MM808 enumeration Colour: Red is 256, outside enum8"),
        (
            ["enum,Colour,enum8,0x01,Red", "enum,Colour,enum8,0x02,RED"],
            "MM805 enumeration Colour: two members are called red",
        ),
        (["bitmap,Colour,map8,0x05,Red"], "MM804 enumeration Colour: the mask of Red is no run of bits"),
        (["bitmap,Colour,map8,0x00,Red"], "MM804 enumeration Colour: the mask of Red is no run of bits"),
        (["bitmap,Colour,map8,0x06,Red"], None),
        (["enum,Colour,enum8,0x01,Red", "enum,colour,enum16,0x01,Red"], "MM805 enumerations: name 'colour' twice"),
    ],
)
def test_an_enumeration_may_be_doubtful(tiny: _Tiny, rows: list[str], doubt: str | None) -> None:
    tiny.write("enumerations", ENUMERATIONS, *rows)
    assert tiny.doubts() == ([doubt] if doubt else [])


@pytest.mark.parametrize(
    ("name", "columns", "rows", "doubt"),
    [
        ("clusters", CLUSTERS, ["0x0702,Metering,,", "0x0703,metering,,"], "MM805 clusters: name 'metering' twice"),
        ("types", TYPE_COLUMNS, ["0x20,uint8,,,,,,", "0x20,uint16,,,,,,"], "MM805 types: id '0x20' twice"),
        ("types", TYPE_COLUMNS, ["0x20,uint8,,,,,,", "0x21,UINT8,,,,,,"], "MM805 types: name 'uint8' twice"),
        ("structures", STRUCTURES, ["S,1,a,uint8", "S,2,A,uint8"], "MM805 structures: structure and field 's a' twice"),
        ("structures", STRUCTURES, ["S,1,a,uint8", "S,3,b,uint8"], "MM804 structures S: position '3', not 2"),
        ("structures", STRUCTURES, ["S,1,a,uint8", "s,1,b,uint8"], "MM805 structures: structure 's' twice"),
        (
            "global_command_fields",
            GLOBAL_FIELDS,
            ["0x00,1,ids,attribId[]", "0x00,2,IDs,uint8"],
            "MM805 global_command_fields: command and name '0x00 ids' twice",
        ),
        (
            "global_commands",
            GLOBAL_COMMANDS,
            ["0x00,Read", "0x00,Write"],
            "MM805 global commands: two commands are 0x00",
        ),
        (
            "global_commands",
            GLOBAL_COMMANDS,
            ["0x00,Read", "0x01,READ"],
            "MM805 global commands: two commands are called read",
        ),
    ],
)
def test_a_table_may_say_a_thing_twice(
    tiny: _Tiny, name: str, columns: tuple[str, ...], rows: list[str], doubt: str
) -> None:
    if name == "clusters":
        for table, heading in (("attributes", ATTRIBUTES), ("commands", COMMANDS), ("command_fields", FIELDS)):
            tiny.write(f"clusters/0x0703/{table}", heading)
    tiny.write(name, columns, *rows)
    assert tiny.doubts() == [doubt]


@pytest.mark.parametrize(
    ("table", "columns", "row", "doubt"),
    [
        ("aliases", ALIASES, "0x0702,,Lvl,Level", "cluster 0x0702: the overlay's name 'Lvl' leads nowhere"),
        ("aliases", ALIASES, "0x0702,Ask,At,when", "cluster 0x0702: the overlay's name 'At' leads nowhere"),
        ("aliases", ALIASES, "0x0702,,Question,Ask", None),
        ("aliases", ALIASES, "*,,ZCL Read,ReadAttributes", None),
        (
            "listed_attributes",
            LISTED,
            "0x0702,server,0x0001",
            "listed attribute 0x0702 server 0x0001: the dictionary does not hold it",
        ),
    ],
)
def test_an_overlay_names_what_there_is(
    tiny: _Tiny, table: str, columns: tuple[str, ...], row: str, doubt: str | None
) -> None:
    _write(tiny.overlay, table, columns, (row,))
    assert tiny.doubts() == ([f"MM807 {doubt}"] if doubt else [])


VALUE = "class 3 version 0 attribute 2 value"


def _member(type_: str, **cells: str) -> str:
    fixed = {"version": "0", "kind": "attribute", "index": "2", "name": "value", "confidence": "high"}
    return _row(CLASS_MEMBERS, **(fixed | {"type": f'"{type_}"'} | cells))


def _dlms_doubts(folder: Path, member: str, tables: dict[str, list[str]] | None = None) -> list[str]:
    columns = {
        "interface_classes": CLASSES,
        "units": UNITS,
        "data_types": DATA_TYPE_COLUMNS,
        "selective_access": SELECTIVE_ACCESS,
        "logical_names": RULES,
    }
    rows = {"interface_classes": ["3,Register,0"]} | (tables or {})
    for name, heading in columns.items():
        _write(folder, name, heading, tuple(rows.get(name, ())))
    _write(folder, "classes/0003", CLASS_MEMBERS, (member,))
    _write(folder, "classes/0004", CLASS_MEMBERS, ())
    _write(folder / "gb", "interface_classes", CLASSES, ())
    _write(folder / "gb", "objects", OBJECTS, tuple(rows.get("objects", ())))
    findings, lines = Findings(), Findings()
    check_dlms(DlmsDictionary(folder, (Overlay(folder / "gb", "gb", lines),), lines), findings)
    assert [finding.message for finding in lines] == []
    return [f"{finding.code} {finding.message}" for finding in findings]


@pytest.mark.parametrize(
    ("type_", "doubt"),
    [
        ("long-unsigned(40..65535, default 576)", None),
        ("array{structure{a:enum(1 credit,2 prepayment),b:bit-string(b0 low,b1 high)}}", None),
        ("unsigned(0..256)", "MM808 {}: 0 to 256 is no range of unsigned"),
        ("array{integer(9..1)}", "MM808 {}: 9 to 1 is no range of integer"),
        ("unsigned(10..20, default 5)", "MM808 {}: default 5 is outside 10 to 20"),
        ("unsigned(default 300)", "MM808 {}: default 300 is outside 0 to 255"),
        ("octet-string(9..1)", "MM808 {}: length 9 is over 1"),
        ("structure{as attr 7}", "MM807 {}: type 'structure{{as attr 7}}' points at nothing"),
        ("enum(300 far)", "MM808 {}: far is 300, outside enum"),
        ("enum(1 red,1 blue)", "MM805 {}: two named values are 1"),
        ("enum(1 red,2 Red)", "MM805 {}: two named values are called red"),
    ],
)
def test_a_type_may_be_doubtful(tmp_path: Path, type_: str, doubt: str | None) -> None:
    assert _dlms_doubts(tmp_path, _member(type_)) == ([doubt.format(VALUE)] if doubt else [])


@pytest.mark.parametrize(
    ("cells", "doubt"),
    [
        ({"confidence": "certain"}, "MM804 {}: confidence 'certain'"),
        ({"static_dynamic": "X"}, "MM804 {}: static or dynamic 'X'"),
        ({"same_as": "3 v0"}, None),
        ({"same_as": "3 v7"}, "MM807 {}: the same as '3 v7'"),
        ({"same_as": "Register"}, "MM807 {}: the same as 'Register'"),
    ],
)
def test_a_member_of_a_class_may_be_doubtful(tmp_path: Path, cells: dict[str, str], doubt: str | None) -> None:
    assert _dlms_doubts(tmp_path, _member("long", **cells)) == ([doubt.format(VALUE)] if doubt else [])


@pytest.mark.parametrize(
    ("table", "rows", "doubt"),
    [
        (
            "interface_classes",
            ["3,Register,0", "4,REGISTER,0"],
            "MM805 interface classes: two classes are called register",
        ),
        ("units", ["30,Wh,energy,watt-hour", "30,J,energy,joule"], "MM805 units: two units are 30"),
        ("data_types", ["5,double-long,,,,", "5,long,,,,"], "MM805 data types: two types have the tag 5"),
        ("data_types", ["5,long,,,,", "6,long,,,,"], "MM805 data types: two types have the name long"),
        ("selective_access", ["3,0,2,1,all,null-data"] * 2, "MM805 selective access 3 0 2 1: stands there twice"),
        (
            "selective_access",
            ["3,0,9,1,all,null-data"],
            "MM807 selective access to class 3 version 0 attribute 9: the dictionary does not hold it",
        ),
        ("logical_names", ["1,0,1,8,0,255,3,6"], None),
        ("logical_names", ["1,0,1,8,0,255,*,*"], None),
        ("logical_names", ["1,0,1,8,0,255,77,6"], "MM807 logical names 1-0-1-8-0-255: class 77"),
        ("logical_names", ["1,0,1,8,0,255,3,99"], "MM807 logical names 1-0-1-8-0-255: data type 99"),
        (
            "logical_names",
            ["1,0,1,8,0,255,3,6"] * 2,
            "MM805 logical names 1 0 1 8 0 255 3: two rules for the same names and classes",
        ),
        ("objects", ["1-0:1.8.0.255,77"], "MM807 gb object 1-0:1.8.0.255: class 77"),
    ],
)
def test_a_table_of_dlms_may_be_doubtful(tmp_path: Path, table: str, rows: list[str], doubt: str | None) -> None:
    assert _dlms_doubts(tmp_path, _member("long"), {table: rows}) == ([doubt] if doubt else [])


@pytest.mark.parametrize(
    ("cells", "doubt"),
    [
        ({"maximum": "256"}, "MM808 {}: maximum 256 is outside uint8"),
        ({"minimum": "9", "maximum": "1"}, "MM808 {}: minimum 9 is over maximum 1"),
        ({"type": "enum8", "enumeration": "Lost"}, "MM807 {}: enumeration 'Lost'"),
    ],
)
def test_a_range_or_reference_of_an_attribute_may_be_doubtful(tiny: _Tiny, cells: dict[str, str], doubt: str) -> None:
    tiny.write("clusters/0x0702/attributes", ATTRIBUTES, _attribute(**cells))
    assert tiny.doubts_of_all() == [doubt.format(LEVEL)]


def test_a_reference_of_a_field_may_lead_nowhere(tiny: _Tiny) -> None:
    fields = (_field(1, "hue", "enum8<Lost>"), _field(2, "log", "struct:Lost[]"))
    tiny.write("clusters/0x0702/command_fields", FIELDS, *fields)
    assert tiny.doubts_of_all() == [
        "MM807 cluster 0x0702 client command 0x00 Ask hue: enumeration 'Lost'",
        "MM807 cluster 0x0702 client command 0x00 Ask log: structure 'Lost'",
    ]
