"""The generated Python package: what a meter engineer imports."""

import ast
import doctest
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from metermap.codegen import python
from metermap.codegen.python.runtime.units import UNITS
from metermap.protocols import load_dictionaries
from tests.codegen.gb_model import STATEMENTS, given, model

Import = Callable[[str], ModuleType]


def test_a_register_is_read_as_a_quantity(bindings: Import) -> None:
    entry = bindings("esme").ACTIVE_EXPORT_REGISTER_VALUE
    octets = bytes.fromhex("06 00 01 E2 40")
    assert str(entry.read(octets)) == "123456 Wh"
    assert entry.decode_exact(octets) == 123456
    assert entry.decode(octets + b"\x00") == (123456, 5)
    assert entry.encode(123456) == octets


def test_a_given_scaler_unit_goes_before_the_stated_one(bindings: Import) -> None:
    kilo = bindings("cosem").ScalerUnit(3, 30)
    quantity = bindings("esme").ACTIVE_EXPORT_REGISTER_VALUE.read(bytes.fromhex("06 00 00 00 02"), kilo)
    assert (quantity.value, quantity.unit) == (Decimal(2000), "Wh")


def test_a_register_without_a_stated_scale_asks_for_one(bindings: Import) -> None:
    entry = bindings("esme").SECONDARY_ACTIVE_TARIFF_PRICE_VALUE
    with pytest.raises(ValueError, match="read attribute 3 and pass it"):
        entry.read(bytes.fromhex("06 00 00 30 39"))
    scaler_unit = bindings("cosem").SCALER_UNIT.decode_exact(bytes.fromhex("02 02 0F FB 16 FE"))
    assert str(entry.read(bytes.fromhex("06 00 00 30 39"), scaler_unit)) == "0.12345 other"


def test_an_entry_knows_where_it_comes_from(bindings: Import) -> None:
    entry = bindings("esme").ACTIVE_EXPORT_REGISTER_VALUE
    assert (entry.class_id, entry.class_name, entry.logical_name) == (3, "Register", "1-0:2.8.0.255")
    assert (entry.octets, entry.index, entry.attribute) == (bytes((1, 0, 2, 8, 0, 255)), 2, "value")
    assert (entry.element, entry.row, entry.cell) == ("ActiveExportRegister.value", 100, "smets2.xlsx[Elements]!E100")
    assert (entry.unit, entry.catalogue_unit, entry.use_cases) == ("Wh", "Wh", ("ECS17a",))
    assert (entry.mapping, entry.route, entry.status) == ("mappings/registers.map:100:5", "tunnelled", "unreviewed")
    assert entry.no_codec_reason == ""


def test_octet_strings_of_12_are_date_times_where_dictionary_or_catalogue_say_so(bindings: Import) -> None:
    esme = bindings("esme")
    octets = bytes.fromhex("09 0C 07 E8 0C 1F FF 17 1E 00 00 80 00 FF")
    for entry in (
        esme.DISABLEMENT_THRESHOLD_METER_BALANCE_ACTIVATE_NEXT_DATE_TIME,
        esme.MAXIMUM_DEMAND_CONFIGURABLE_TIME_ACTIVE_POWER_IMPORT_VALUE_DATE_TIME_STAMP,
    ):
        assert entry.decode_exact(octets).date == bindings("cosem").Date(2024, 12, 31)


def test_scaler_and_unit_are_the_members_of_an_attribute_that_travels_whole(bindings: Import) -> None:
    scaler, unit = bindings("esme").ACTIVE_EXPORT_REGISTER_SCALE, bindings("esme").ACTIVE_EXPORT_REGISTER_UNIT
    octets, whole = bytes.fromhex("02 02 0F 00 16 1E"), bindings("cosem").ScalerUnit(0, 30)
    assert (scaler.decode_exact(octets), unit.decode_exact(octets), unit.decode_name(octets)) == (0, 30, "Wh")
    assert scaler.decode_whole(octets) == unit.decode_whole(octets) == whole
    assert scaler.wire_type == unit.wire_type == "structure{scaler:integer,unit:enum}"
    assert (scaler.member, scaler.member_type, scaler.constant) == ("scaler", "integer", "0")
    assert (unit.member, unit.member_type, unit.constant) == ("unit", "enum", "30")
    module = python.generate(given()).files["python/gb_bindings/esme.py"].decode()
    assert "\nPart of the attribute: the unit of structure{scaler:integer,unit:enum}.\n" in module


def test_a_scaler_or_a_unit_is_written_only_with_the_whole(bindings: Import) -> None:
    scaler, unit = bindings("esme").ACTIVE_EXPORT_REGISTER_SCALE, bindings("esme").ACTIVE_EXPORT_REGISTER_UNIT
    assert not hasattr(scaler, "encode")
    whole = unit.with_part(scaler.with_part(bindings("cosem").ScalerUnit(0, 30), -3), 32)
    assert unit.encode_whole(whole) == bytes.fromhex("02 02 0F FD 16 20")
    with pytest.raises(ValueError, match="128"):
        scaler.encode_whole(scaler.with_part(whole, 128))


def test_a_smart_energy_attribute_is_read_from_its_record(bindings: Import) -> None:
    gsme, attributes, codec = bindings("gsme"), bindings("attributes"), bindings("codec")
    entry = gsme.CONSUMPTION_REGISTER_VALUE
    octets = bytes.fromhex("00 00 00 25 40 E2 01 00 00 00 07 06 00 30 01 06 02 86")
    first, second, third = attributes.read_responses(octets)
    assert entry.decode_record(first) == 123456
    assert gsme.SUPPLY_TAMPER_STATE_VALUE.decode_record(second) == 1
    with pytest.raises(codec.DecodeError, match="attribute 0x0000, not 0x0607"):
        entry.decode_record(second)
    with pytest.raises(codec.DecodeError, match="the record has status 0x86"):
        gsme.FIRMWARE_VERSION_VALUE.decode_record(third)
    assert entry.decode_exact(bytes.fromhex("FF FF FF FF FF FF")) is None


def test_a_packed_attribute_gives_its_part(bindings: Import) -> None:
    entry = bindings("gsme").TARIFF_BLOCK_PRICE_MATRIX_TOU_SCALER_CURRENT
    assert entry.decode_exact(b"\x52") == 5
    assert entry.decode(b"\x52\x00") == (5, 1)
    assert entry.decode_whole(b"\x52") == 0x52
    assert entry.part(0x52) == 5
    assert entry.wire_type == "map8"
    [record] = bindings("attributes").reports(bytes.fromhex("17 06 18 52"))
    assert entry.decode_record(record) == 5


def test_bits_are_written_only_with_the_whole(bindings: Import) -> None:
    entry = bindings("gsme").TARIFF_BLOCK_PRICE_MATRIX_TOU_SCALER_CURRENT
    assert not hasattr(entry, "encode")
    assert entry.encode_whole(entry.with_part(0x52, 9)) == b"\x92"
    for part in (16, -1):
        with pytest.raises(ValueError, match="does not fit in 4 bits"):
            entry.with_part(0x52, part)


def test_what_has_no_codec_says_why(bindings: Import) -> None:
    entry = bindings("esme").SUPPLY_OUTAGE_RESTORE_INTERRUPTION_VALUE
    assert entry.no_codec_reason == "an alert or a message, whose layout no source states"
    assert not hasattr(entry, "decode")


def test_a_methods_argument_is_a_whole(bindings: Import) -> None:
    entry = bindings("esme").LOAD_LIMIT_COUNTER_RESET
    assert type(entry).__name__ == "DlmsArgument"
    assert entry.decode_exact(b"\x0f\x00") == 0
    assert entry.encode(0) == b"\x0f\x00"


def test_a_member_of_a_structure_is_taken_from_the_whole_and_put_into_it(bindings: Import) -> None:
    entry = bindings("esme").DEBT_RECOVERY_RATES_1_UNIT_CHARGE_PASSIVE_CHARGE_PER_UNIT_SCALING_COMMODITY_SCALE
    octets = bytes.fromhex(
        "02 03 02 02 0F 00 0F FD 02 03 12 00 00 09 06 00 00 00 00 00 00 0F 00 01 01 02 02 09 00 10 00 0F"
    )
    whole = entry.decode_whole(octets)
    assert entry.part(whole) == 0
    assert entry.encode_whole(whole) == octets
    changed = entry.encode_whole(entry.with_part(whole, -5))
    assert changed == octets.replace(b"\x0f\x00\x0f\xfd", b"\x0f\xfb\x0f\xfd")
    assert not hasattr(entry, "encode")


def test_a_structure_of_unrecorded_order_is_refused_without_an_order(bindings: Import) -> None:
    entry = bindings("esme").ACTIVE_POWER_IMPORT_VALUE
    octets = bytes.fromhex("02 03 06 00 00 00 0A 02 02 0F 00 16 1B 06 00 00 00 0B")
    with pytest.raises(bindings("structures").OrderNotStatedError, match="active_power_import_value"):
        entry.decode_whole(octets)
    order = ("active_power_import_value", "active_power_scal_unit_type", "primary_active_power_import_value")
    inside = {"active_power_scal_unit_type": ("active_power_import_scaler", "active_power_import_unit")}
    codec = entry.codec.in_order(order, inside)
    assert entry.part(codec.decode_exact(octets)) == 10


def test_look_ups_go_both_ways(bindings: Import) -> None:
    esme, gsme = bindings("esme"), bindings("gsme")
    entry = esme.ACTIVE_EXPORT_REGISTER_VALUE
    assert esme.REGISTRY.by_element("ActiveExportRegister.value") == (entry,)
    assert esme.REGISTRY.by_row(100) == (entry,)
    assert esme.REGISTRY.by_dlms(3, "1-0:2.8.0.255", 2) == (entry,)
    assert esme.REGISTRY.by_dlms(3, bytes((1, 0, 2, 8, 0, 255)), 2) == (entry,)
    assert esme.REGISTRY[entry.key] is entry
    assert esme.REGISTRY.by_dlms(3, "0-0:94.44.42.255", 1, access="method") == (esme.LOAD_LIMIT_COUNTER_RESET,)
    assert gsme.REGISTRY.by_sep(0x0702, 0x0000) == (gsme.CONSUMPTION_REGISTER_VALUE,)
    assert len(gsme.REGISTRY.by_sep(0x0700, 0x0617)) == 2
    assert gsme.REGISTRY.by_element("nothing") == ()
    with pytest.raises(ValueError, match="no logical name"):
        esme.REGISTRY.by_dlms(3, "1.8.0", 2)


def test_every_statement_with_an_address_is_an_entry(bindings: Import) -> None:
    keys = {entry.key for module in ("esme", "gsme") for entry in bindings(module).REGISTRY}
    assert keys == {each.key for each in STATEMENTS if each.address is not None and not each.proposed}
    assert bindings("").DEVICES == ("esme", "gsme")


def test_the_counts_add_up() -> None:
    counts = python.generate(given()).counts
    assert counts["entries"] == counts["with a codec"] + counts["no codec"] == 23
    assert sum(figure for name, figure in counts.items() if name.startswith("no codec: ")) == counts["no codec"]
    assert counts["proposals left out"] == 1


def test_proposals_are_left_out_unless_asked_for() -> None:
    asked = python.generate(given(proposals="include"))
    assert asked.counts["proposals left out"] == 0
    module = asked.files["python/gb_bindings/esme.py"].decode()
    assert "ACTIVE_IMPORT_REGISTER_SEP: Final = SepAttribute(" in module
    assert "status='proposed'" in module


def test_an_unknown_option_is_a_finding() -> None:
    [name, value] = python.generate(given(colour="red", proposals="maybe")).findings
    assert (name.code, name.subject) == ("MM720", "colour")
    assert (value.code, value.expected) == ("MM721", "leave out or include")


def test_the_bytes_depend_on_the_statements_not_on_their_order() -> None:
    shuffled = replace(model(), statements=tuple(reversed(STATEMENTS)))
    assert python.generate(given(shuffled)) == python.generate(given())


def test_every_module_names_the_digest() -> None:
    for path, octets in python.generate(given()).files.items():
        if not path.endswith("py.typed"):
            assert f"digest {'0123456789abcdef' * 4}. Do not edit." in octets.decode().splitlines()[0], path


def test_the_documented_example_runs(bindings: Import) -> None:
    package = bindings("")
    assert "print(esme.ACTIVE_EXPORT_REGISTER_VALUE.read(octets))\n123456 Wh" in str(package.__doc__)
    assert doctest.testmod(package) == (0, 4)


def test_importing_the_package_imports_no_device(generated: Path) -> None:
    code = "import sys, gb_bindings; sys.exit(any(name.endswith(('.esme', '.gsme')) for name in sys.modules))"
    subprocess.run([sys.executable, "-c", code], cwd=generated / "python", check=True)


def test_only_the_standard_library_is_imported(generated: Path) -> None:
    for path in sorted((generated / "python/gb_bindings").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                assert all(alias.name.partition(".")[0] in sys.stdlib_module_names for alias in node.names), path
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                assert str(node.module).partition(".")[0] in sys.stdlib_module_names, path


def test_the_package_and_a_use_of_it_are_strictly_typed(generated: Path, tmp_path: Path) -> None:
    use = tmp_path / "use.py"
    use.write_text(
        "from gb_bindings import cosem, esme, gsme\n"
        "number: int = esme.ACTIVE_EXPORT_REGISTER_VALUE.decode_exact(b'')\n"
        "moment: cosem.DateTime\n"
        "moment = esme.DISABLEMENT_THRESHOLD_METER_BALANCE_ACTIVATE_NEXT_DATE_TIME.decode_exact(b'')\n"
        "state: int | None = gsme.SUPPLY_TAMPER_STATE_VALUE.decode(b'').value\n"
        "scaler: int = esme.ACTIVE_EXPORT_REGISTER_SCALE.decode_exact(b'')\n"
        "whole: cosem.ScalerUnit = esme.ACTIVE_EXPORT_REGISTER_UNIT.decode_whole(b'')\n"
        "wrong: str = esme.BOOST_FUNCTION_AVAILABILITY_VALUE.decode_exact(b'')\n"
        "esme.SUPPLY_OUTAGE_RESTORE_INTERRUPTION_VALUE.decode(b'')\n",
        "utf-8",
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path / 'cache'}"]
    ran = subprocess.run([*command, str(generated / "python/gb_bindings")], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    ran = subprocess.run([*command, str(use)], cwd=generated / "python", capture_output=True, text=True, check=False)
    assert "Found 2 errors in 1 file" in ran.stdout, ran.stdout
    assert 'use.py:8: error: Incompatible types in assignment (expression has type "bool"' in ran.stdout
    assert 'use.py:9: error: "NamedEntry" has no attribute "decode"' in ran.stdout


def test_the_project_file_is_toml(generated: Path) -> None:
    project = tomllib.loads((generated / "python/pyproject.toml").read_text("utf-8"))["project"]
    assert (project["name"], project["version"]) == ("gb-bindings", "0+0123456789ab")
    assert project["dependencies"] == []


def test_the_units_are_those_of_the_dictionary() -> None:
    dictionary = {unit.id: unit.symbol for unit in load_dictionaries().dlms.units()}
    assert dict(UNITS) == dictionary | {255: ""}
