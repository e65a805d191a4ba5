"""Other editions in the Python bindings: what differs is their own, all else is the very same object."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from metermap.codegen import python
from metermap.codegen.bindings.scan import scan
from metermap.codegen.python.generator import constant_name
from metermap.core.addresses import DlmsAddress
from metermap.mappings.model import Device
from tests.codegen.conftest import Importer
from tests.codegen.editions.older import CHARGE_THEN, UNADDRESSED, given_editions, partly, wholly

Import = Callable[[str], ModuleType]
CHARGE = "STANDING_CHARGE_VALUE_CURRENT_CHARGE_PER_UNIT"


@pytest.fixture
def load(importer: Importer, in_part: Path) -> Import:
    return importer(in_part / "python", "gb_bindings")


@pytest.fixture
def load_whole(importer: Importer, whole: Path) -> Import:
    return importer(whole / "python", "gb_bindings")


def test_what_differs_is_where_it_was_then(load: Import) -> None:
    then, now = load("editions.gbcs_0_8_1.esme"), load("esme")
    assert getattr(then, CHARGE).logical_name == "0-0:19.2.4.255"
    assert getattr(now, CHARGE).logical_name == "0-0:19.20.4.255"
    octets = bytes.fromhex(
        "02 03 02 02 0F 00 0F FB 02 03 12 00 00 09 06 00 00 00 00 00 00 0F 00 01 01 02 02 09 00 10 00 7B"
    )
    assert getattr(then, CHARGE).part(getattr(then, CHARGE).decode_whole(octets)) == 123


def test_what_is_the_same_is_the_very_same_object(load: Import) -> None:
    then, now = load("editions.gbcs_0_8_1.esme"), load("esme")
    assert then.REACTIVE_EXPORT_REGISTER_VALUE is now.REACTIVE_EXPORT_REGISTER_VALUE
    gas = load("editions.gbcs_0_8_1.gsme")
    assert gas.REGISTRY is load("gsme").REGISTRY
    assert gas.ACCUMULATED_DEBT_REGISTER_VALUE is load("gsme").ACCUMULATED_DEBT_REGISTER_VALUE


@pytest.mark.parametrize("edition", [partly(), wholly()], ids=["in part", "whole"])
def test_the_registry_holds_what_the_edition_alone_would_make(
    importer: Importer, in_part: Path, whole: Path, edition: object
) -> None:
    folder = in_part if edition == partly() else whole
    load = importer(folder / "python", "gb_bindings")
    alone = scan(replace(given_editions(), model=partly().model), constant_name)
    for device in alone.devices:
        module = load(f"editions.gbcs_0_8_1.{device.device.id.lower()}")
        assert [entry.name for entry in module.REGISTRY] == [facts.name for facts in device.entries]
        assert all(
            getattr(module, facts.name) is entry for facts, entry in zip(device.entries, module.REGISTRY, strict=True)
        )


def test_what_has_no_complete_address_has_no_entry_and_the_module_says_so(load: Import) -> None:
    then = load("editions.gbcs_0_8_1.esme")
    assert not hasattr(then, "ACTIVE_EXPORT_REGISTER_VALUE")
    assert f"No entry: {UNADDRESSED}, whose address is not recorded" in (then.__doc__ or "")
    assert load("esme").ACTIVE_EXPORT_REGISTER_VALUE


def test_of_an_edition_recorded_in_part_it_is_told_what_is_recorded(load: Import) -> None:
    edition, then = load("editions.gbcs_0_8_1"), load("editions.gbcs_0_8_1.esme")
    assert (edition.NAME, edition.DATE, edition.PARTIAL) == ("GBCS 0.8.1", "2014-11-28", True)
    assert CHARGE in then.RECORDED
    assert "REACTIVE_EXPORT_REGISTER_VALUE" in then.RECORDED, "it is recorded to have been as it is"
    assert "LOAD_LIMIT_COUNTER_RESET" not in then.RECORDED
    assert not load("editions.gbcs_0_8_1.gsme").RECORDED


def test_of_a_whole_edition_all_is_recorded(load_whole: Import) -> None:
    then = load_whole("editions.gbcs_0_8_1.esme")
    assert not load_whole("editions.gbcs_0_8_1").PARTIAL
    assert {entry.name for entry in then.REGISTRY} == then.RECORDED
    assert load_whole("editions.gbcs_0_8_1.gsme").RECORDED


def test_the_entries_of_the_newest_edition_are_untouched() -> None:
    alone, beside = python.generate(given_editions()), python.generate(given_editions(partly()))
    assert {path: beside.files[path] for path in alone.files} == alone.files
    assert all("/editions/" in path for path in beside.files.keys() - alone.files.keys())
    assert beside.counts["entries of GBCS 0.8.1 alone"] == 15


def test_an_edition_that_says_the_same_brings_no_entry() -> None:
    same = replace(wholly(), model=given_editions().model)
    made = python.generate(given_editions(same))
    assert made.counts["entries of GBCS 0.8.1 alone"] == 0


def test_a_layout_that_the_newest_edition_lacks_is_defined_in_the_edition(importer: Importer, tmp_path: Path) -> None:
    """An object that was of another class then, whose attribute has a structure of its own."""
    from tests.codegen.conftest import write  # noqa: PLC0415  (beside the only use)

    newest = given_editions().model
    kept = tuple(
        said
        for said in newest.statements
        if not (isinstance(said.address, DlmsAddress) and said.address.class_id == 113)
    )
    given = replace(given_editions(wholly()), model=replace(newest, statements=kept))
    write(python.generate(given).files, tmp_path)
    load = importer(tmp_path / "python", "gb_bindings")
    then = load("editions.gbcs_0_8_1.esme")
    assert getattr(then, CHARGE).codec is load("editions.gbcs_0_8_1.own_cosem_types").CHARGE_UNIT_CHARGE


def test_a_device_that_the_newest_edition_lacks_has_a_module_of_its_own(importer: Importer, tmp_path: Path) -> None:
    from tests.codegen.conftest import write  # noqa: PLC0415  (beside the only use)

    older = wholly()
    moved = tuple(
        replace(said, device="OLD", key=f"OLD/{said.key}") if said.device == "ESME" else said
        for said in older.model.statements
    )
    device = Device("OLD", "An older meter", "dlms", (("dlms", "tunnelled"),))
    model = replace(older.model, devices=(device,), statements=moved)
    write(python.generate(given_editions(replace(older, model=model))).files, tmp_path)
    load = importer(tmp_path / "python", "gb_bindings")
    (name,) = load("editions.gbcs_0_8_1").DEVICES
    module = load(f"editions.gbcs_0_8_1.{name}")
    assert getattr(module, CHARGE).logical_name == str(CHARGE_THEN)
    assert getattr(module, CHARGE).device == "OLD"


@pytest.mark.parametrize("folder", ["in_part", "whole"])
def test_it_passes_the_strict_type_checker(folder: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    generated: Path = request.getfixturevalue(folder)
    use = tmp_path / "use.py"
    use.write_text(
        "from gb_bindings.editions.gbcs_0_8_1 import esme, gsme\n"
        f"charge: int = esme.{CHARGE}.part(esme.{CHARGE}.decode_whole(b''))\n"
        "number: int = esme.REACTIVE_EXPORT_REGISTER_VALUE.decode_exact(b'')\n"
        "gas: int | None = gsme.ACCUMULATED_DEBT_REGISTER_VALUE.decode_exact(b'')\n"
        "recorded: frozenset[str] = esme.RECORDED | gsme.RECORDED\n"
        "esme.ACTIVE_EXPORT_REGISTER_VALUE\n",
        "utf-8",
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path / 'cache'}"]
    ran = subprocess.run(
        [*command, "gb_bindings/editions", str(use)],
        cwd=generated / "python",
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Found 1 error in 1 file" in ran.stdout, ran.stdout
    assert 'use.py:6: error: Module has no attribute "ACTIVE_EXPORT_REGISTER_VALUE"' in ran.stdout
