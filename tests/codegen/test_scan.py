"""What the bindings decide of a statement: its codec or the reason for none, its scale, its name."""

from dataclasses import replace

import pytest

from metermap.codegen.bindings import layouts
from metermap.codegen.bindings.codecs import Codec, NoCodec, Wire, leaf_codec
from metermap.codegen.bindings.names import constant_words, entry_names
from metermap.codegen.bindings.scan import EntryFacts, scan
from metermap.core.addresses import Access, Address
from metermap.core.text import python_identifier
from metermap.core.types import Kind, TypeDescriptor, TypeSystem
from metermap.mappings.model import Role, Statement
from tests.codegen.gb_model import dlms, dlms_type, given, model, named, sep, sep_type, statement

DATA = dlms(1, (0, 0, 94, 44, 7, 255), 2, "value")
PRICE = sep(0x0700, 0x0617, "PriceTrailingDigit")
REGISTER = dlms(3, (1, 0, 2, 8, 0, 255), 2, "value")
SCALER = replace(REGISTER, index=3, name="scaler_unit", member="scaler")
UNIT = replace(SCALER, member="unit")
DATED = TypeDescriptor(Kind.DATE_TIME, TypeSystem.CATALOGUE, "DATE-TIME")


def facts_of(address: Address, wire_type: TypeDescriptor | None) -> EntryFacts:
    """Return what is known of a single statement."""
    entries = (
        scan(given(model((statement(1, "Item.field", address, wire_type),))), python_identifier).devices[0].entries
    )
    return entries[0]


@pytest.mark.parametrize(
    ("address", "wire_type", "codec"),
    [
        (DATA, dlms_type("boolean"), Codec(Wire.AXDR, "boolean")),
        (replace(DATA, class_id=9000), dlms_type("double-long"), Codec(Wire.AXDR, "double-long")),
        (DATA, dlms_type("octet-string", 26), Codec(Wire.AXDR, "octet-string", 0, 26)),
        (DATA, replace(dlms_type("octet-string"), length=(4, 8)), Codec(Wire.AXDR, "octet-string", 4, 8)),
        (DATA, dlms_type("bit-string", 32), Codec(Wire.AXDR, "bit-string", 32, 32)),
        (DATA, dlms_type("date-time"), Codec(Wire.AXDR, "date-time")),
        (replace(DATA, class_id=3, index=3, member="scaler"), dlms_type("integer"), Codec(Wire.AXDR, "scaler_unit")),
        (replace(DATA, class_id=9000, index=5), None, Codec(Wire.AXDR, "scaler_unit")),
        (replace(DATA, class_id=8, index=2), dlms_type("octet-string", 12), Codec(Wire.AXDR, "date-time")),
        (replace(REGISTER, access=Access.METHOD, index=1), dlms_type("integer"), Codec(Wire.AXDR, "integer")),
        (replace(DATA, through="30/0-0:43.2.8.255"), dlms_type("integer"), Codec(Wire.AXDR, "integer")),
        (PRICE, sep_type("map8"), Codec(Wire.ZCL, "map8")),
        (replace(PRICE, id=0xFFF0), sep_type("UTC"), Codec(Wire.ZCL, "UTC")),
    ],
)
def test_a_value_that_is_not_composed_has_the_codec_of_its_type(
    address: Address, wire_type: TypeDescriptor | None, codec: Codec
) -> None:
    assert facts_of(address, wire_type).codec == codec


def test_where_the_dictionary_leaves_a_type_open_and_the_mapping_states_none_the_data_describes_itself() -> None:
    facts = facts_of(DATA, None)
    assert facts.transfer is not None
    assert (facts.codec, facts.reason, facts.transfer.layout) == (None, None, layouts.DATA)


def test_an_alert_has_no_codec() -> None:
    assert facts_of(named("Alert", "ECS80", ""), dlms_type("integer")).reason is NoCodec.NAMED


def test_a_part_that_the_layout_lacks_has_no_codec_and_is_named() -> None:
    facts = facts_of(replace(PRICE, field="colour"), sep_type("map8"))
    assert (facts.codec, facts.reason) == (None, NoCodec.PART)
    assert facts.missing == "colour leads nowhere in 0x0700/server attribute 0x0617 PriceTrailingDigit"


def test_an_octet_string_is_a_date_time_only_where_something_says_so_and_the_size_fits() -> None:
    dated = (None, DATED)
    assert leaf_codec(dlms_type("octet-string", 12), dated) == Codec(Wire.AXDR, "date-time")
    assert leaf_codec(dlms_type("octet-string", 8), dated) == Codec(Wire.AXDR, "octet-string", 0, 8)
    assert leaf_codec(dlms_type("double-long-unsigned"), dated) == Codec(Wire.AXDR, "double-long-unsigned")


@pytest.mark.parametrize("member", ["scaler", "scal_unit_type.scaler"])
def test_a_member_of_a_scaler_unit_travels_with_the_whole(member: str) -> None:
    facts = facts_of(replace(SCALER, member=member), dlms_type("integer"))
    assert (facts.wire_type, facts.member, facts.member_type) == (
        "structure{scaler:integer,unit:enum}",
        "scaler",
        "integer",
    )
    assert facts.part == "the scaler of structure{scaler:integer,unit:enum}"


def test_a_whole_scaler_unit_is_no_part() -> None:
    facts = facts_of(replace(SCALER, member=""), dlms_type("integer"))
    assert (facts.wire_type, facts.member, facts.part) == ("structure{scaler:integer,unit:enum}", "", "")


def test_bits_are_a_part_of_the_attribute() -> None:
    assert facts_of(replace(PRICE, field="@4..7"), sep_type("map8")).part == "4 bits from bit 4 of map8"
    assert facts_of(PRICE, sep_type("map8")).part == ""


def register_with(*said: tuple[Address, str]) -> EntryFacts:
    """Return what is known of a register when members of its scaler_unit are said to hold constants."""
    constants = [
        statement(number, f"Register.constant{number}", address, dlms_type("integer"), value=value)
        for number, (address, value) in enumerate(said, 1)
    ]
    value = statement(100, "Register.value", REGISTER, dlms_type("double-long-unsigned"))
    entries = scan(given(model((value, *constants))), python_identifier).devices[0].entries
    return next(entry for entry in entries if entry.statement.element == "Register.value")


def test_a_scale_is_stated_where_both_members_are() -> None:
    assert register_with((SCALER, "-5"), (UNIT, "30")).scaler_unit == (-5, 30)
    assert register_with((SCALER, "0"), (UNIT, "Wh")).scaler_unit == (0, 30)
    assert register_with((SCALER, "0"), (UNIT, "0x1E")).unit == "Wh"


def test_a_scale_is_not_guessed() -> None:
    assert register_with((SCALER, "0")).scaler_unit is None
    assert register_with((SCALER, "0"), (UNIT, "m3")).scaler_unit is None  # 13 or 14
    assert register_with((SCALER, "0"), (SCALER, "-1"), (UNIT, "30")).scaler_unit is None
    assert register_with((SCALER, ""), (UNIT, "")).scaler_unit is None
    assert register_with().scaler_unit_index == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ActiveExportRegister.value", "ACTIVE_EXPORT_REGISTER_VALUE"),
        ("AverageRMSOverVoltageCounter", "AVERAGE_RMS_OVER_VOLTAGE_COUNTER"),
        ("TariffTOURegisterMatrix[1..4].value", "TARIFF_TOU_REGISTER_MATRIX_1_4_VALUE"),
        ("MeterPointAdministrationNumbers(ImportMPANs).value", "METER_POINT_ADMINISTRATION_NUMBERS_IMPORT_MPANS_VALUE"),
    ],
)
def test_words_come_from_camel_case(text: str, words: str) -> None:
    assert constant_words(text).strip("_") == words


def names(*statements: Statement) -> list[str]:
    found = entry_names(statements, "dlms", lambda text: python_identifier(constant_words(text)))
    return [found[each.key] for each in statements]


def test_a_name_gets_the_field_the_row_and_the_key_only_where_it_must() -> None:
    one = statement(100, "Register.value", REGISTER, None, key="a")
    by_field = statement(101, "Register.value", replace(REGISTER, name="status"), None, key="b")
    by_row = statement(102, "Register.value", REGISTER, None, key="c")
    by_key = statement(102, "Register.value", replace(REGISTER, class_id=4), None, key="d")
    assert names(one) == ["REGISTER_VALUE"]
    assert names(one, by_field) == ["REGISTER_VALUE_VALUE", "REGISTER_VALUE_STATUS"]
    assert names(one, by_row) == ["REGISTER_VALUE_VALUE_ROW_100", "REGISTER_VALUE_VALUE_ROW_102"]
    assert names(by_row, by_key) == [
        "REGISTER_VALUE_3_1_0_2_8_0_255_A2_VALUE_C",
        "REGISTER_VALUE_4_1_0_2_8_0_255_A2_VALUE_D",
    ]


def test_a_field_without_element_is_named_by_item_and_field() -> None:
    constant = statement(1, "DebtRecoveryRates[1]", replace(REGISTER, member="scale"), None, role=Role.PROTOCOL)
    assert names(constant) == ["DEBT_RECOVERY_RATES_1_VALUE_SCALE"]


def test_another_protocol_than_the_carrier_is_part_of_the_name() -> None:
    home = statement(None, "ActiveImportRegister", sep(0x0702, 0, "CurrentSummationDelivered"), None)
    assert names(home) == ["ACTIVE_IMPORT_REGISTER_SEP"]
