"""Entries of GB whose order only the meter knows: ordered by names and by capture objects, with their types kept."""

from collections.abc import Callable
from types import ModuleType

import pytest

# 7/1-0:32.24.0.255: a row of a time stamp and a voltage, as gurux-dlms writes an array of structures.
ROW = bytes.fromhex("01 01 02 02 06 2C 00 00 01 06 00 00 00 E6")


@pytest.fixture(scope="module")
def esme(gb: Callable[[str], ModuleType]) -> ModuleType:
    return gb("esme")


@pytest.fixture(scope="module")
def buffers(gb: Callable[[str], ModuleType]) -> ModuleType:
    return gb("buffers")


def test_a_column_is_read_by_the_order_that_is_given(esme: ModuleType) -> None:
    entry = esme.PHASE_1_AVERAGE_RMS_VOLTAGE_PROFILE_DATA_LOG_LOG_ENTRIES_1_4320_LOG_ENTRY_VALUE
    ordered = entry.by_names(("timestamp", "dlValue"))
    whole = ordered.decode_whole(ROW)
    assert ordered.part(whole, 1) == 230
    assert ordered.encode_whole(ordered.with_part(whole, 231, 1)) == ROW[:-1] + b"\xe7"
    with pytest.raises(ValueError, match="order of the columns"):
        entry.decode_whole(ROW)


def test_a_column_that_the_order_leaves_out_is_not_another_one(esme: ModuleType) -> None:
    entry = esme.PHASE_1_AVERAGE_RMS_VOLTAGE_PROFILE_DATA_LOG_LOG_ENTRIES_1_4320_LOG_ENTRY_VALUE
    alone = entry.by_names(("timestamp",))
    whole = alone.decode_whole(bytes.fromhex("01 01 02 01 06 2C 00 00 01"))
    with pytest.raises(IndexError, match="there is no dlValue"):
        alone.part(whole, 1)
    with pytest.raises(IndexError, match="there is no dlValue"):
        alone.with_part(whole, 5, 1)


def test_capture_objects_are_named_or_describe_themselves(esme: ModuleType, buffers: ModuleType) -> None:
    entry = esme.PHASE_1_AVERAGE_RMS_VOLTAGE_PROFILE_DATA_LOG_LOG_ENTRIES_1_4320_LOG_ENTRY_VALUE
    clock = buffers.CaptureObject(8, bytes((0, 0, 1, 0, 0, 255)), 2)
    voltage = buffers.CaptureObject(3, bytes((1, 0, 32, 24, 0, 255)), 2)
    ordered = entry.by_capture_objects((clock, voltage), {voltage: "dlValue"})
    assert ordered.part(ordered.decode_whole(ROW), 1) == 230
    with pytest.raises(ValueError, match="unknown: dlValu"):
        entry.by_capture_objects((clock, voltage), {voltage: "dlValu"})
    with pytest.raises(ValueError, match="the capture objects: unknown"):
        entry.by_capture_objects((clock,), {voltage: "dlValue"})


def test_what_has_its_order_takes_no_other(esme: ModuleType) -> None:
    with pytest.raises(ValueError, match="is not of a structure whose order is not recorded"):
        esme.ACTIVE_EXPORT_REGISTER_VALUE.in_order(("a",))
    with pytest.raises(ValueError, match="is not of the buffer of a profile"):
        esme.ACTIVE_EXPORT_REGISTER_VALUE.by_names(("a",))


def test_a_negative_offset_is_refused(esme: ModuleType) -> None:
    with pytest.raises(ValueError, match="an offset of -5"):
        esme.ACTIVE_EXPORT_REGISTER_VALUE.decode(b"\x06\x00\x00\x00\x01", -5)


def test_a_wrong_type_is_told_as_a_value_that_does_not_fit(esme: ModuleType) -> None:
    with pytest.raises(ValueError, match="'101'"):
        esme.ACTIVE_EXPORT_REGISTER_VALUE.encode("101")
