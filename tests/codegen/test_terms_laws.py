"""Laws of the catalogue's terms on all entries of Great Britain: what is read comes back; and the registry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from types import ModuleType

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from metermap.codegen.python.runtime.scales import Scale
from metermap.codegen.python.runtime.terms import Valued
from tests.codegen.gb_terms import Modules, Quantities, refusal


def entries(*modules: ModuleType) -> Iterator[Valued[int]]:
    """Yield the entries whose own raw value is an integer."""
    for module in modules:
        yield from (entry for entry in module.REGISTRY if getattr(entry, "bounds", None) and entry.leaf_type != "UTC")


def there_and_back(entry: Valued[int], raw: int, scale: Scale | None, scales: ModuleType) -> None:
    """Hold an entry to the law: a raw number comes back, or the mapping does not allow to write it."""
    value = entry.value(raw, scale)
    allowed = entry.terms.allowed
    low, high = entry.bounds or (0, 0)
    assert low <= raw <= high
    if value.__class__.__name__ != "Meaning" and allowed and not any(least <= raw <= most for least, most in allowed):
        refusal(scales, "NOT_ALLOWED", lambda: entry.raw(value, scale))
    else:
        assert entry.raw(value, scale) == raw


@given(data=st.data())
def test_every_raw_number_of_every_entry_comes_back(gb: Modules, scales: ModuleType, data: st.DataObject) -> None:
    entry = data.draw(st.sampled_from(list(entries(gb("esme"), gb("gsme"), gb("gpf")))))
    source = entry.scale_source
    scale = None
    if source is not None and source.stated is None:
        exponent, twos, fives = (data.draw(st.integers(low, 5)) for low in (-5, 0, 0))
        multiplier = data.draw(st.integers(1, 0xFFFFFF))
        scale = scales.Scale(exponent, "Wh", multiplier, 2**twos * 5**fives)
    there_and_back(entry, data.draw(st.integers(*(entry.bounds or (0, 0)))), scale, scales)


def test_the_least_and_the_greatest_number_of_every_entry_come_back(gb: Modules, scales: ModuleType) -> None:
    seen = list(entries(gb("esme"), gb("gsme"), gb("gpf"), gb("chf"), gb("sapc")))
    assert len(seen) > 800
    for entry in seen:
        source = entry.scale_source
        scale = scales.Scale(-5, "kWh") if source is not None and source.stated is None else None
        for raw in entry.bounds or ():
            there_and_back(entry, raw, scale, scales)


@given(
    masks=st.lists(st.tuples(st.integers(0, 0xFFFF), st.sampled_from("abcdef")), max_size=6),
    raw=st.integers(0, 0xFFFF),
)
def test_every_bitmap_comes_back_whatever_its_masks(gb: Modules, masks: list[tuple[int, str]], raw: int) -> None:
    terms, entry = gb("terms"), gb("gsme").PAYMENT_MODE_VALUE_PAYMENT_MODE
    assert entry.leaf_type == "map16"
    entry = replace(entry, terms=terms.Terms(terms.Bitmap(tuple(masks))))
    assert entry.raw(entry.value(raw)) == raw


def test_two_bits_are_a_field_and_one_is_a_flag(gb: Modules) -> None:
    terms, entry = gb("terms"), gb("gsme").PAYMENT_MODE_VALUE_PAYMENT_MODE
    entry = replace(entry, terms=terms.Terms(terms.Bitmap(((0b110, "two"), (0b1000, "one"), (0, "none")))))
    assert entry.value(0b1101) == terms.Flags(frozenset({"one"}), (("two", 2),), 1)


def test_a_flag_and_a_field_of_one_name_do_not_mix(gb: Modules) -> None:
    terms, entry = gb("terms"), gb("gsme").PAYMENT_MODE_VALUE_PAYMENT_MODE
    entry = replace(entry, terms=terms.Terms(terms.Bitmap(((1, "same"), (0b110, "same")))))
    assert entry.raw(entry.value(0b101)) == 0b101


@given(data=st.data())
def test_the_bounds_are_what_the_codec_carries(gb: Modules, data: st.DataObject) -> None:
    attributes = (gb("entries").DlmsAttribute, gb("entries").SepAttribute)
    wholes = [entry for entry in entries(gb("esme"), gb("gsme")) if isinstance(entry, attributes)]
    entry = data.draw(st.sampled_from(wholes))
    raw = data.draw(st.sampled_from(entry.bounds))
    assert entry.decode_exact(entry.encode(raw)) == raw
    outside = raw - 1 if raw == entry.bounds[0] else raw + 1
    assume(entry.leaf_type not in ("bool", "boolean"))
    with pytest.raises(ValueError, match="fit"):
        entry.encode(outside)


def test_the_bounds_of_every_type_of_smart_energy_are_what_its_codec_carries(gb: Modules, terms: ModuleType) -> None:
    bounded = [codec for codec in gb("zcl").CODECS.values() if terms.bounds_of(codec.name)]
    assert len(bounded) == 38
    for codec in bounded:
        low, high = terms.bounds_of(codec.name)
        carried = (terms.EPOCH + timedelta(seconds=each) if codec.name == "UTC" else each for each in (low, high))
        assert all(codec.decode_exact(codec.encode(each)) == each for each in carried)
        if codec.name not in ("bool", "UTC"):
            for outside in (low - 1, high + 1):
                with pytest.raises(ValueError, match="fit"):
                    codec.encode(outside)


def test_a_quantity_without_end_is_refused_at_once(esme: ModuleType, scales: ModuleType, quantity: Quantities) -> None:
    register = esme.ACTIVE_EXPORT_REGISTER_VALUE
    for unit in ("Wh", "kWh", "varh"):
        for number in ("1E+999999999", "0E+999999999"):
            refusal(scales, "OVERFLOW", lambda: register.raw(quantity(number, unit)))  # noqa: B023  (called at once)
        refusal(scales, "RESOLUTION", lambda: register.raw(quantity("1E-999999999", unit)))  # noqa: B023


def test_the_nearest_is_left_out_where_it_is_no_decimal_number(gsme: ModuleType, scales: ModuleType) -> None:
    third = scales.Scale(unit="m3", divisor=3)
    much = gsme.CONSUMPTION_REGISTER_VALUE.value(3 * 2**50, third)
    error = refusal(scales, "OVERFLOW", lambda: gsme.CONSUMPTION_REGISTER_VALUE.raw(much, third))
    assert error.nearest is None


def test_a_raw_value_of_another_kind_is_refused(esme: ModuleType, gsme: ModuleType, scales: ModuleType) -> None:
    for wrong in (1.5, "many", b"\x01", (1,)):
        refusal(scales, "KIND", lambda: gsme.EMERGENCY_CREDIT_LIMIT_AMOUNT_NEXT.raw(wrong))  # noqa: B023
        refusal(scales, "KIND", lambda: esme.ACTIVE_EXPORT_REGISTER_VALUE.raw(wrong))  # noqa: B023


def test_a_field_that_is_absent_stays_absent(gb: Modules, gsme: ModuleType) -> None:
    absent = gb("payloads").ABSENT
    calorific_value = gsme.CALORIFIC_VALUE_VALUE_NEXT
    assert calorific_value.value(absent) is calorific_value.raw(absent) is absent


@given(raw=st.integers(-(2**64), 2**64), exponent=st.integers(-128, 127))
def test_no_digit_is_lost_whatever_the_precision_of_decimal(scales: ModuleType, raw: int, exponent: int) -> None:
    scale = scales.Scale(exponent, "Wh")
    assert scale.number(scale.quantity(raw)) == raw


# the registry


def test_an_entry_is_found_by_what_is_known_of_it(esme: ModuleType) -> None:
    register, registry = esme.ACTIVE_EXPORT_REGISTER_VALUE, esme.REGISTRY
    assert registry.by_name("ACTIVE_EXPORT_REGISTER_VALUE") is register
    assert registry[register.key] is register
    assert register in registry.by_cell("smets2.xlsx[Elements]!E364")
    assert register in registry.by_use_case("ECS17a")
    assert register in registry.by_element("ActiveExportRegister.value")
    assert registry.by_cell("") == registry.by_use_case("ECS") == ()
    with pytest.raises(KeyError):
        registry.by_name("NOTHING")


def test_entries_that_travel_together_are_found_from_each(esme: ModuleType) -> None:
    together = esme.REGISTRY.in_transfer(esme.ACTIVE_EXPORT_REGISTER_UNIT)
    assert set(together) == {esme.ACTIVE_EXPORT_REGISTER_UNIT, esme.ACTIVE_EXPORT_REGISTER_SCALE}


def test_a_capture_object_leads_to_its_entries(gb: Modules, esme: ModuleType) -> None:
    octets = bytes.fromhex("0204 120003 0906 0100020800FF 0F02 120000")
    assert esme.ACTIVE_EXPORT_REGISTER_VALUE in esme.REGISTRY.by_capture_object(octets)
    errors = gb("codec")
    for wrong in (octets[:-1], octets + b"\0", b"\x02\x03" + octets[2:], b""):
        with pytest.raises(errors.DecodeError):
            esme.REGISTRY.by_capture_object(wrong)
