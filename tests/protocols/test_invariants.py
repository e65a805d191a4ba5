"""What holds for every entry of the shipped tables."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from metermap.core.addresses import Access
from metermap.core.findings import Findings
from metermap.core.types import Kind, Member
from metermap.protocols import Dictionaries, SepDictionary, load_dictionaries
from metermap.protocols.checks import check_dictionaries
from metermap.protocols.sep.clusters import ATTRIBUTES, COMMANDS, FIELDS

KNOWN_GAPS = Path(__file__).parent / "known_gaps.txt"

# sources print one value under two names: extended lists repeat the basic ones, channels are per band
REPEATED_VALUES = {"ChannelMask", "EventId", "MeteringExtendedStatus", "PriceTier", "RegisterTier"}


def test_the_tables_have_no_fault_and_only_the_known_gaps(dictionaries: Dictionaries, line_findings: Findings) -> None:
    found = Findings()
    check_dictionaries(dictionaries, found)
    assert [finding.message for finding in line_findings] == []
    assert sorted(f"{gap.code} {gap.message}" for gap in found) == KNOWN_GAPS.read_text("utf-8").splitlines()


def test_how_much_there_is(dictionaries: Dictionaries) -> None:
    dlms, sep = dictionaries.dlms, dictionaries.sep
    clusters = [cluster for id_ in sep.cluster_ids() if (cluster := sep.cluster(id_))]
    classes = [
        class_
        for id_ in dlms.class_ids()
        for version in getattr(dlms.interface_class(id_), "versions", ())
        if (class_ := dlms.interface_class(id_, version))
    ]
    assert len(clusters) == 20
    assert sum(len(cluster.attributes) for cluster in clusters) == 2772
    assert sum(len(cluster.commands) for cluster in clusters) == 163
    assert (len(dlms.class_ids()), len(classes)) == (106, 125)
    assert sum(len(class_.attributes) for class_ in classes) == 975
    assert sum(len(class_.methods) for class_ in classes) == 189
    assert len(dlms.units()) == 118
    assert len(sep.enumeration_names()) == 172
    assert len(sep.listed()) == 192
    assert len(sep.global_commands()) == 0x17


def test_confidence_is_kept(dictionaries: Dictionaries) -> None:
    dlms = dictionaries.dlms
    confidence = Counter(
        member.confidence
        for id_ in dlms.class_ids()
        for version in getattr(dlms.interface_class(id_), "versions", ())
        if (class_ := dlms.interface_class(id_, version))
        for member in (*class_.attributes, *class_.methods)
    )
    assert confidence == {"high": 454, "medium": 317, "low": 393}


def test_every_class_begins_with_its_logical_name(dictionaries: Dictionaries) -> None:
    dlms = dictionaries.dlms
    for id_ in dlms.class_ids():
        class_ = dlms.interface_class(id_)
        assert class_ is not None
        first = class_.attribute(1)
        assert first is not None
        assert (first.name, str(first.type)) == ("logical_name", "octet-string[6]")


def test_values_of_an_enumeration_are_distinct(sep: SepDictionary) -> None:
    repeated = set()
    for name in sep.enumeration_names():
        table = sep.enumeration(name)
        assert table is not None
        if len({member.value for member in table.members}) < len(table.members):
            repeated.add(name)
    assert repeated == REPEATED_VALUES


def test_every_narrowed_range_lies_within_its_type(sep: SepDictionary) -> None:
    for id_ in sep.cluster_ids():
        cluster = sep.cluster(id_)
        assert cluster is not None
        for attribute in cluster.attributes:
            low, high = attribute.type.minimum, attribute.type.maximum
            assert (low is None) == (high is None)
            assert low is None or high is None or low <= high


def test_overlay_structures_have_only_leaves_of_known_type(dictionaries: Dictionaries) -> None:
    (overlay,) = dictionaries.dlms.overlays
    places = [
        (class_id, name, access, index, word)
        for name, own in overlay.objects.items()
        for class_id in own.class_ids
        for access, index, word in (
            (Access.ATTRIBUTE, 2, "value"),
            (Access.METHOD, 1, "argument"),
            (Access.METHOD, 4, "argument"),
            (Access.METHOD, 4, "returned"),
            (Access.METHOD, 5, "argument"),
        )
    ]
    parts = [part for place in places if (part := overlay.part(place))]
    assert len(parts) == 6 + 21 + 6  # collections of class 1, buffers of class 7, methods of class 104
    assert all(_known(Member("", part.type)) for part in parts)


def _known(member: Member) -> bool:
    type_ = member.type
    inner = (*type_.members, *([Member("", type_.element)] if type_.element else []))
    return type_.kind is not Kind.UNKNOWN and all(map(_known, inner))


@pytest.mark.parametrize("overlays", [(), ("gb",)])
def test_manifests_are_read(overlays: tuple[str, ...]) -> None:
    dictionaries = load_dictionaries(overlays)
    dlms, sep = dictionaries.dlms.manifest(), dictionaries.sep.manifest()
    assert dlms is not None
    assert sep is not None
    assert [edition.name for edition in sep.editions] == [
        *("SE 1.0", "SE 1.1", "SE 1.1a", "SE 1.1b", "SE 1.2a", "SE 1.2b", "SE 1.4"),
        *("HA 1.2", "LO 1.0", "ZCL 6.0", "ZCL 8.0"),
    ]
    assert sep.editions[4].document == "07-5356-19"
    assert dlms.editions[0].name == "Blue Book 12"


def test_names_that_differ_in_nothing_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "clusters" / "0x0702"
    folder.mkdir(parents=True)
    (tmp_path / "clusters.csv").write_text("id,name,introduced,introduced_basis\n0x0702,Metering,,\n", "utf-8")
    rows = [",".join(ATTRIBUTES), "server,0x0000,Debt#1,uint8" + "," * 12, "server,0x0001,debt 1,uint8" + "," * 12]
    (folder / "attributes.csv").write_text("\n".join(rows) + "\n", "utf-8")
    (folder / "commands.csv").write_text(",".join(COMMANDS) + "\nclient,0x00,Ask,M,,,\n", "utf-8")
    fields = "client,0x00,1,when,UTC,,,,\nclient,0x00,2,When,UTC,,,,\nclient,0x01,1,lost,UTC,,,,\n"
    (folder / "command_fields.csv").write_text(",".join(FIELDS) + "\n" + fields, "utf-8")
    lines, found = Findings(), Findings()
    sep = SepDictionary(tmp_path, (), lines)
    check_dictionaries(Dictionaries(load_dictionaries(()).dlms, sep), found)
    clusters = [finding for finding in found if finding.subject.startswith("cluster")]
    twice = [finding.message for finding in clusters if finding.code == "MM805"]
    assert twice == [
        "cluster 0x0702: two attributes are called server debt1",
        "cluster 0x0702 client command 0x00 Ask: two fields are called when",
    ]
    assert "fields of client command 0x01, not in the table" in [finding.message for finding in lines]
