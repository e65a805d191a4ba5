"""Files that want to hurt: refused with our own message, no other file opened, nothing executed."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metermap.core.findings import Findings
from metermap.protocols import load_dictionaries
from metermap.protocols.sep.importer import as_json, as_markdown, as_text, import_zcl
from metermap.protocols.sep.importer.files import read_documents
from metermap.protocols.sep.importer.limits import Limits
from tests.protocols.importer.conftest import Import, laid_over
from tests.protocols.importer.exporter import configurator, dotdot

STANDARD = load_dictionaries(()).sep
EMPTY = "<configurator/>"
BOMB = (
    '<!DOCTYPE lolz [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><configurator>&i;</configurator>"
)
XI = 'xmlns:xi="http://www.w3.org/2001/XInclude" xmlns:zcl="http://zigbee.org/zcl/clusters"'

REFUSED = {
    "a bomb of entities": (BOMB, "MM821", "declares a document type"),
    "an external entity": (
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><configurator>&x;</configurator>',
        "MM821",
        "declares a document type",
    ),
    "a document type alone": ('<!DOCTYPE configurator SYSTEM "zcl.dtd"><configurator/>', "MM821", "a document type"),
    "an undeclared entity": ("<configurator>&x;</configurator>", "MM823", "undefined entity"),
    "an end too early": (configurator(STANDARD, [0x0705])[:5000], "MM823", "is broken XML"),
    "no XML": ("code,name\n0x0702,Metering\n", "MM823", "is broken XML"),
    "nothing": ("", "MM823", "holds no element"),
    "a NUL": ("<configurator>\0</configurator>", "MM823", "not well-formed"),
    "octets that are no UTF-8": (b"<configurator>\xff\xfe</configurator>", "MM823", "not well-formed"),
    "an encoding that nobody knows": (
        b'<?xml version="1.0" encoding="klingon"?><a/>',
        "MM823",
        "is in an encoding that cannot be read",
    ),
    "an encoding of several octets": (b'<?xml version="1.0" encoding="shift_jis"?><a/>', "MM823", "encoding"),
    "a prefix without a namespace": ("<zcl:library/>", "MM823", "unbound prefix"),
    "a web page": ("<html><body/></html>", "MM824", "the root of clusters.xml is <html>"),
    "a configurator in a namespace": (
        '<configurator xmlns="urn:x"/>',
        "MM824",
        "the root of clusters.xml is <configurator> in the namespace 'urn:x'",
    ),
    "100,000 elements in each other": ("<a>" * 100_000 + "</a>" * 100_000, "MM822", "nests elements too deep"),
    "a value of a megabyte": (
        f'<configurator><cluster a="{"x" * 1_000_000}"/></configurator>',
        "MM822",
        "has a value too long in <cluster>",
    ),
    "a text of a megabyte": (
        f"<configurator><cluster>{'x' * 1_000_000}</cluster></configurator>",
        "MM822",
        "has a text too long in <cluster>",
    ),
    "200,000 elements": (f"<configurator>{'<a/>' * 200_000}</configurator>", "MM822", "brings too many elements"),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=list(REFUSED))
def test_a_hostile_file_is_refused(
    importing: Import, monkeypatch: pytest.MonkeyPatch, case: tuple[str | bytes, str, str]
) -> None:
    def connect(*_: object) -> None:
        pytest.fail("a socket was opened")

    monkeypatch.setattr(socket, "socket", connect)
    text, code, message = case
    found = importing(text)
    assert found.comparison is None
    (fault,) = found.findings
    assert fault.code == code
    assert message in fault.message
    assert str(fault.place).startswith("clusters.xml")


def test_a_limit_is_named(importing: Import) -> None:
    (fault,) = importing("<a>" * 1000).findings
    assert fault.expected == "at most 50 levels of elements"


def test_broken_xml_has_line_and_column(importing: Import) -> None:
    (fault,) = importing('<configurator>\n  <cluster name="a" name="b"/>\n</configurator>').findings
    assert str(fault.place) == "clusters.xml:2:21"
    assert fault.message == "clusters.xml is broken XML: duplicate attribute"


def test_the_other_files_are_read_all_the_same(importing: Import) -> None:
    fault = '<configurator><enum name="E" type="INT9U"/></configurator>'
    found = importing({"a.xml": "", "b.xml": fault, "c.xml": "<a"})
    assert found.comparison is None
    assert found.codes == ["MM823", "MM831", "MM823"]


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xml")
    (tmp_path / "folder.xml").mkdir()
    paths = [tmp_path / name for name in ("pipe.xml", "folder.xml", "nothing.xml")]
    findings = Findings()
    assert import_zcl(paths, STANDARD, findings) is None
    assert [fault.message for fault in findings] == [
        "pipe.xml is no file",
        "folder.xml is no file",
        "nothing.xml does not exist",
    ]


def test_sizes_and_counts_have_limits(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.xml", "b.xml", "c.xml")]
    for path in paths:
        path.write_text(f"{EMPTY}{' ' * 100}", "utf-8")
    findings = Findings()
    assert read_documents(paths[:1], findings, Limits(file_octets=50)) == ()
    assert len(read_documents(paths, findings, Limits(files=2))) == 2
    assert [(fault.code, fault.expected) for fault in findings] == [
        ("MM822", "at most 50 octets in a file"),
        ("MM822", "at most 2 files in one import"),
    ]


# What an XInclude may name.


def library(*references: str, more: str = "") -> str:
    includes = "".join(f'<xi:include href="{reference}"{more}/>' for reference in references)
    return f"<zcl:library {XI}>\n{includes}</zcl:library>"


CLUSTER = dotdot(STANDARD, [0x0705])["Prepayment.xml"]


@pytest.mark.parametrize(
    "reference",
    [
        "../outside.xml",
        "below/../../outside.xml",
        "/etc/hostname",
        "file:///etc/hostname",
        "http://example.org/a.xml",
        "//example.org/a.xml",
        "C:/a.xml",
        "a\\b.xml",
        "~/a.xml",
        "",
        "link.xml",
        "linked/outside.xml",
    ],
)
def test_an_include_that_leads_out_is_refused(importing: Import, tmp_path: Path, reference: str) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    (inside / "below").mkdir(parents=True)
    outside.mkdir()
    for path in (tmp_path / "outside.xml", outside / "outside.xml"):
        path.write_text(CLUSTER, "utf-8")
    (inside / "link.xml").symlink_to(tmp_path / "outside.xml")
    (inside / "linked").symlink_to(outside)
    found = importing({"inside/library.xml": library(reference)})
    assert found.codes == ["MM825"]
    assert str(found.findings[0].place) == "library.xml:2:1"
    assert found.comparison is not None
    assert found.comparison.clusters == ()


@pytest.mark.parametrize("more", [' parse="text"', ' xpointer="element(/1)"'])
def test_only_whole_xml_files_are_included(importing: Import, more: str) -> None:
    assert importing({"library.xml": library("a.xml", more=more), "a.xml": CLUSTER}).codes == ["MM825"]


def test_an_include_beside_or_below_or_passed_is_followed_once(importing: Import, tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    texts = {"inside/library.xml": library("../passed.xml", "below/a.xml"), "passed.xml": CLUSTER}
    (tmp_path / "inside/below").mkdir()
    (tmp_path / "inside/below/a.xml").write_text(CLUSTER.replace('id="0705"', 'id="07F0"'), "utf-8")
    found = importing(texts)
    assert found.codes == []
    assert found.comparison is not None
    assert [cluster.id for cluster in found.comparison.clusters] == [0x0705, 0x07F0]
    assert found.comparison.files == ("library.xml", "passed.xml", "a.xml")


def test_a_circle_of_includes_is_harmless(importing: Import) -> None:
    texts = {"a.xml": library("b.xml", "a.xml"), "b.xml": library("a.xml")}
    found = importing(texts)
    assert found.codes == []
    assert found.comparison is not None
    assert found.comparison.files == ("a.xml", "b.xml")


def test_an_include_that_is_not_there(importing: Import) -> None:
    assert importing({"library.xml": library("gone.xml")}).codes == ["MM826"]


# What names may do to the outputs.


def test_names_stay_names_in_tables_and_reports(importing: Import) -> None:
    name = "=cmd|'/c calc'!A1 &lt;script&gt; \u202e `x` | y"
    text = (
        f'<configurator><cluster><name>{name}</name><code>0x07F0</code><attribute side="server" code="0" '
        f'type="CHAR_STRING" default="{name}" optional="true">{name}</attribute></cluster></configurator>'
    )
    found = importing(text)
    assert found.comparison is not None
    for shown in (as_text(found.comparison), as_markdown(found.comparison), as_json(found.comparison, ())):
        assert "\u202e" not in shown
    assert "<script>" not in as_markdown(found.comparison)


PREPAYMENT = configurator(STANDARD, [0x0705]).encode()
OTHER = CLUSTER.encode()


@given(
    st.sampled_from([PREPAYMENT, OTHER]),
    st.lists(st.tuples(st.integers(0, 20_000), st.binary(max_size=6), st.integers(0, 8)), min_size=1, max_size=8),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_file_is_a_finding_and_never_a_failure(
    tmp_path_factory: pytest.TempPathFactory, octets: bytes, damages: list[tuple[int, bytes, int]]
) -> None:
    for place, new, gone in damages:
        at = place % len(octets)
        octets = octets[:at] + new + octets[at + gone :]
    path = tmp_path_factory.mktemp("damaged") / "damaged.xml"
    path.write_bytes(octets)
    findings = Findings()
    comparison = import_zcl([path], STANDARD, findings)
    assert comparison is not None or findings.errors


WORDS = ["", "0", "-1", "0x", "0xFFFFFFFFFFFFFFFFFF", "9" * 60, "é", "\u202e", "struct", "a&lt;b", "1.5", "TRUE", "[]"]


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_value_of_an_attribute_is_a_failure_and_its_overlay_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("values")
    parts = data.draw(st.sampled_from([PREPAYMENT, OTHER])).decode().split('"')
    spots = data.draw(st.lists(st.integers(0, len(parts) // 2 - 1), min_size=1, max_size=6))
    for spot in spots:
        parts[2 * spot + 1] = data.draw(st.sampled_from(WORDS))
    path = folder / "values.xml"
    path.write_text('"'.join(parts), "utf-8")
    comparison = import_zcl([path], STANDARD, Findings())
    if comparison is None:
        return
    sep, faults = laid_over(comparison, folder)
    again = import_zcl([path], sep, Findings())
    assert again is not None
    assert again.differences == ()
    assert [fault.message for fault in faults] == []
