"""Differences of the Great Britain model, compared and judged as `metermap diff` does, and told."""

from functools import cache
from pathlib import Path

import pytest

from metermap.codegen.changes.apply import apply
from metermap.codegen.changes.diff import compare
from metermap.codegen.changes.model import Diff
from metermap.codegen.changes.snapshot import read_snapshot
from metermap.codegen.diff_report.as_json import diff_json, read_diff
from metermap.codegen.diff_report.as_markdown import diff_markdown
from metermap.codegen.diff_report.as_text import diff_text

_KNOWN = {"0-0:19.20.4.255": "0-0:19.2.4.255", "AuxiliaryControllerCalendar": "AuxiliaryLoadControlSwitchesCalendar"}


@cache
def old_model(path: Path) -> bytes:
    """Return the model with what is known of GBCS 0.8.1 in it."""
    text = path.read_text("utf-8")
    for now, then in _KNOWN.items():
        text = text.replace(now, then)
    return text.encode()


@pytest.fixture(scope="module")
def model(gb_build: Path) -> Path:
    return gb_build / "model/model.json"


@pytest.fixture(scope="module")
def diff(model: Path) -> Diff:
    return compare(read_snapshot(old_model(model), "then"), read_snapshot(model.read_bytes(), "now"), {})


def test_a_logical_name_that_is_another_on_all_statements_is_told_once(diff: Diff) -> None:
    text = diff_text(diff)
    assert text.count("address: logical name: 0-0:19.2.4.255 -> 0-0:19.20.4.255") == 1
    assert "\nStandingCharge\n  15 statements changed, ESME over DLMS/COSEM\n" in text


def test_the_reason_says_what_has_to_be_done_and_not_again_what_changed(diff: Diff) -> None:
    [line] = [line for line in diff_text(diff).splitlines() if line.startswith("    breaks the wire")]
    assert line.startswith("    breaks the wire, breaks conformance: address the new place")


def test_a_renaming_of_an_item_is_told_of_the_item(diff: Diff) -> None:
    assert "\nAuxiliaryControllerCalendar (was AuxiliaryLoadControlSwitchesCalendar)\n" in diff_text(diff)


def test_lines_at_one_place_say_which_field_of_the_protocol_they_are(diff: Diff) -> None:
    for member in ("class_id", "logical_name", "attribute_index"):
        line = f"- unit_charge_passive.commodity_reference.{member}  mappings/electricity-tariff.map:95:34\n"
        assert line in diff_text(diff)


def test_markdown_tells_of_the_same_items(diff: Diff) -> None:
    text = diff_markdown(diff)
    assert (
        "### StandingCharge\n\n**15 statements changed, ESME over DLMS/COSEM.** *Breaks the wire, breaks conf" in text
    )


def test_the_file_and_the_old_state_lead_to_the_new_one(diff: Diff, model: Path) -> None:
    then, now = read_snapshot(old_model(model), "then"), read_snapshot(model.read_bytes(), "now")
    assert apply(then, read_diff(diff_json(diff).encode())).lists == now.lists
