"""``metermap explain`` on the Great Britain workspace: elements, rows, cells and lines."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from metermap import pipeline
from tests.cli.conftest import Ran

Run = Callable[..., Ran]
ROOT = Path(__file__).parents[2]
GB = ROOT / "gb"


def test_an_element_has_its_cells_homes_use_cases_and_an_example(run: Run) -> None:
    ran = run("explain", "ActiveExportRegister.value", GB)

    assert (ran.code, ran.err) == (0, "")
    for line in (
        "  row        100 (smets2.xlsx[Elements]!B364)",
        "ESME over DLMS/COSEM: 3/1-0:2.8.0.255/A2 value  (home)",
        "interface class 3 Register, version 0; logical name 1-0:2.8.0.255, Electricity (AC)",
        "tunnelled: the same octets from end to end",
        "  unit               Wh",
        "0, fixed by the mapping",
        "  said in            mappings/electricity-registers.map:",
        "(made by gurux-dlms",
        "0x0026   Read  No",
        "ESME over Smart Energy: undecided.",
        "  review             unreviewed",
    ):
        assert line in ran.out


def test_a_command_of_smart_energy_with_its_coding_and_its_octets(run: Run) -> None:
    ran = run("explain", "DisablementThreshold(MeterBalance).thresholdNext", GB)

    assert "command 0x06 ChangePaymentMode sent by the client; in it cutOffValue;" in ran.out
    assert "unchanged = 0xFFFFFFFF, _ = _" in ran.out
    assert "a whole zcl command" in ran.out
    assert "GSME over DLMS/COSEM: not applicable: a gas meter speaks no DLMS." in ran.out


@pytest.mark.parametrize(
    "same", ["#100", "100", "activeexportregister.VALUE", "smets2.xlsx[Elements]!D364", "smets2.xlsx[Elements]!A364"]
)
def test_many_ways_to_name_one_element(run: Run, same: str) -> None:
    assert run("explain", same, GB).out == run("explain", "ActiveExportRegister.value", GB).out


def test_an_item_is_all_its_elements(run: Run) -> None:
    document = json.loads(run("explain", "ActiveExportRegister", GB, "--output-format", "json").out)

    titles = [card["title"] for card in document["cards"] if card["kind"] == "element of the catalogue"]
    assert sorted(titles) == [f"ActiveExportRegister.{part}" for part in ("scale", "unit", "value")]


def test_a_line_has_its_scope_its_sentence_and_its_statements(run: Run) -> None:
    model = pipeline.check(GB).model
    assert model is not None
    said = next(each for each in model.statements if each.element == "ActiveExportRegister.unit")
    ran = run("explain", f"{said.place.file}:{said.place.line}:1", GB)

    assert ran.code == 0
    assert "scope     on ESME over dlms, tunnelled (line " in ran.out
    assert "sentence  ActiveExportRegister is Register (line " in ran.out
    assert "ActiveExportRegister.unit" in ran.out
    assert "Statements: 1" in ran.out


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ActivExportRegister.value", "Did you mean ActiveExportRegister.value"),
        ("tamper", "SupplyTamperState"),
        ("#99999", "No element has the row 99999."),
        ("mappings/gas-log.map:3", "did you mean 'mappings/gas-logs.map'?"),
        ("../gb/metermap.toml:1", "no mapping file of the workspace is called"),
        ("smets2.xlsx[Elements]!A1", "No element stands in that line."),
        ("", "is no element, data item, row or place."),
        ("\x1b[31m", "'\\x1b[31m' is no element"),
    ],
)
def test_what_means_nothing_is_told_with_what_may_be_meant(run: Run, text: str, message: str) -> None:
    ran = run("explain", text, GB)

    assert (ran.code, ran.out) == (1, "")
    assert message in ran.err


def test_a_line_of_an_included_file(run: Run) -> None:
    ran = run("explain", "mappings/shared/gas.map:1", GB)

    assert ran.code == 0
    assert "mappings/shared/gas.map:1  (line of a mapping file)" in ran.out


def test_a_home_tells_what_is_proved_and_what_would_decide_it(run: Run) -> None:
    broken = run("explain", "#1184", GB).out
    undecided = run("explain", "#100", GB).out

    assert "broken: 4294967295 does not come back (non-value, writing): 0xFFFFFFFF in uint32" in broken
    assert "the mapping's 'only' is taken for all that may be said" in broken
    assert "the catalogue states no range" in undecided
    assert "the editor of the catalogue: least and greatest?" in undecided


def test_a_line_beyond_the_end_is_an_empty_one(run: Run) -> None:
    ran = run("explain", "mappings/hub.map:999999", GB)

    assert ran.code == 0
    assert "written   nothing" in ran.out


@pytest.mark.parametrize("device", ["ESME", "GSME", "SAPC", "CHF", "GPF"])
def test_every_element_of_a_device_can_be_explained(device: str) -> None:
    from metermap.codegen.base import GeneratorInput  # noqa: PLC0415  (beside the one test that needs it)
    from metermap.codegen.explaining import element_cards  # noqa: PLC0415
    from metermap.protocols import load_dictionaries  # noqa: PLC0415

    model = pipeline.check(GB).model
    assert model is not None
    elements = [each for each in model.catalogue.elements if device in each.devices.value]
    cards = list(element_cards(GeneratorInput(model, "gb", {}, load_dictionaries()), elements))

    assert [card.title for card in cards if card.kind == "element of the catalogue"] == [each.name for each in elements]
    homes = [card for card in cards if card.kind == "home" and device in card.title.partition(" over ")[0].split(", ")]
    assert homes
    assert any("example" in dict(card.facts) for card in homes)
