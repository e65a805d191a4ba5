"""What counts as the same spelling, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.core.findings import Findings
from metermap.core.places import TextPlace
from metermap.core.suggest import normal
from metermap.protocols import SepDictionary
from metermap.protocols.sep.importer.editions import SpecReader
from metermap.protocols.sep.importer.reporting import Reporter
from metermap.protocols.sep.importer.spelling import (
    alike,
    bare_hexadecimal,
    camel,
    camel_of_define,
    canonical,
    dictionary_condition,
)
from tests.protocols.importer.exporter import spec, words


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Tier1PriceLabel", "TIER1_PRICE_LABEL"),
        ("Tier1PriceLabel", "tier 1 price label"),
        ("ReceivedTier1PriceLabel", "RxTier1PriceLabel"),
        ("LineCurrentPhaseB", "LineCurrentPhB"),
        ("FlowStabilisationPeriod", "FlowStabilizationPeriod"),
        ("HardwareVersion", "HWVersion"),
        ("maxDataSize", "MaximumDataSize"),
        ("UnexpectedHWReset", "UnexpectedHwReset"),
        ("ProviderID", "Provider Id (Server)"),
        ("ChannelChange", "Sub-GHz Channel Change Server"),
        ("TerminateKeyEstablishmentFromServer", "TerminateKeyEstablishment"),
    ],
)
def test_alike(first: str, second: str) -> None:
    owners = ("server", "Sub-GHz")
    assert alike(first, second, owners)
    assert alike(second, first, owners)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("TiltTamperEnded", "TiltTamperEnabled"),
        ("CurrentDayAlternativeMaxPressure", "CurrentAlternativeDayMaxPressure"),
        ("ProviderID", "ProviderID Client"),
        ("ClusterRevision", "Revision"),
        ("Tier1", "Tier11"),
    ],
)
def test_not_alike(first: str, second: str) -> None:
    assert not alike(first, second, ("server", "Price"))


@given(st.text(), st.sampled_from(["server", "Price"]))
def test_every_name_is_like_itself_and_like_itself_with_its_owner(name: str, owner: str) -> None:
    assert alike(name, name)
    assert alike(name, f"{name} {owner}", (owner,)) or not normal(name)


@given(st.from_regex(r"[A-Z][a-z]{1,6}([A-Z][a-z]{1,6}|[0-9]{1,3}){0,4}", fullmatch=True))
def test_a_name_survives_its_label_and_its_define(name: str) -> None:
    assert camel(" ".join(words(name)).lower()) == name
    assert camel_of_define("_".join(words(name)).upper()) == name


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("status==0", "status == 0"),
        ("Status == 0x00", "status == 0"),
        ("options & 0x01", "options & 1 != 0"),
        ("options & 0x01 != 0", "options & 1 != 0"),
        ("(options & 0x0007) == 0x0000", "options & 7 == 0"),
        ("(options & 0x4000) || (options & 0x0800)", "options & 16384 != 0 or options & 2048 != 0"),
        ("(options & 1 != 0) && (count > 0)", "options & 1 != 0 and count > 0"),
        ("PayloadType >= 1", "payloadtype >= 1"),
        ("something else", "something else"),
        ("", ""),
    ],
)
def test_conditions(printed: str, expected: str) -> None:
    assert canonical(dictionary_condition(printed, {})) == expected
    assert canonical(dictionary_condition(expected, {})) == expected


@given(st.text(alphabet="ab &|()=!<>01x. ", max_size=40))
def test_a_condition_in_the_dictionarys_notation_stays_as_it_is(text: str) -> None:
    once = dictionary_condition(text, {})
    assert dictionary_condition(once, {}) == once


def test_conditions_of_dotdot_in_the_dictionarys_notation() -> None:
    masks = {"fieldcontrol.noncepresent": 2}
    assert dictionary_condition("FieldControl.NoncePresent", masks) == "FieldControl & 0x02 != 0"
    assert dictionary_condition("Status=0", masks) == "Status == 0"
    assert dictionary_condition("Status != 0", masks) == "Status != 0"
    assert dictionary_condition("PayloadType >= 1", masks) == "PayloadType >= 1"


@pytest.mark.parametrize(
    ("text", "value"), [("00ff", 255), ("0x1F", 31), ("", None), ("xyz", None), ("-1", None), ("f" * 40, None)]
)
def test_bare_hexadecimal_digits(text: str, value: int | None) -> None:
    assert bare_hexadecimal(text) == value


def test_every_rung_of_the_dictionary_is_found_by_what_files_print(standard: SepDictionary) -> None:
    manifest = standard.manifest()
    assert manifest is not None
    findings = Findings()
    reader = SpecReader(manifest.ladder, Reporter(findings))
    for edition in manifest.editions:
        assert reader.rung(spec(standard, edition.name), TextPlace("a.xml", 1, 1)) == edition.name
    assert len(findings) == 0
