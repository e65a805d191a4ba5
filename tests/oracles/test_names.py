"""Names: what counts as one, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oracles.names import canonical, same_name, words


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("CurrentTier1SummationDelivered", "current_tier1_summ_delivered"),
        ("logical_name", "Logical name"),
        ("ReadAttributesResponse", "Read_Attributes_rsp"),
        ("RMSVoltageMinPhB", "rms_voltage_min_ph_b"),
        ("MainsVoltageMaxThreshold", "mains_volt_max_thres"),
        ("G3-PLC MAC setup", "G3_PLC_MAC_SETUP"),
    ],
)
def test_spelling_and_known_abbreviations_do_not_count(ours: str, theirs: str) -> None:
    assert same_name(ours, theirs)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("SummationDelivered", "SummationReceived"),
        ("Tier1", "Tier2"),
        ("MSS", "MMS"),
        ("scaler", ""),
        ("summit", "summationit"),
    ],
)
def test_other_words_and_other_numbers_do(ours: str, theirs: str) -> None:
    assert not same_name(ours, theirs)


@given(st.text(max_size=40))
def test_what_is_canonical_has_letters_and_digits_only(name: str) -> None:
    assert canonical(name) == "" or canonical(name).isalnum()
    assert canonical(name.lower()) == canonical(name.lower().replace("_", " "))


def test_words_stand_apart() -> None:
    assert words("volume (meter constant)") == {"volume", "metre", "constant"}
