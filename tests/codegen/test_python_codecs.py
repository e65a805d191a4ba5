"""Laws of the Python codecs: decoding undoes encoding, borders of each width, times, quantities."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.codegen.python.runtime import axdr, cosem, zcl
from metermap.codegen.python.runtime.codec import Codec, DecodeError

AXDR_INTEGERS = [
    (axdr.INTEGER, -(2**7), 2**7 - 1),
    (axdr.LONG, -(2**15), 2**15 - 1),
    (axdr.DOUBLE_LONG, -(2**31), 2**31 - 1),
    (axdr.LONG64, -(2**63), 2**63 - 1),
    (axdr.UNSIGNED, 0, 2**8 - 1),
    (axdr.ENUM, 0, 2**8 - 1),
    (axdr.LONG_UNSIGNED, 0, 2**16 - 1),
    (axdr.DOUBLE_LONG_UNSIGNED, 0, 2**32 - 1),
    (axdr.LONG64_UNSIGNED, 0, 2**64 - 1),
]
ZCL_UNSIGNED = [zcl.UINT8, zcl.UINT16, zcl.UINT24, zcl.UINT32, zcl.UINT40, zcl.UINT48, zcl.UINT56, zcl.UINT64]
ZCL_SIGNED = [zcl.INT8, zcl.INT16, zcl.INT24, zcl.INT32, zcl.INT40, zcl.INT48, zcl.INT56, zcl.INT64]
ZCL_MAPS = [zcl.MAP8, zcl.MAP16, zcl.MAP24, zcl.MAP32, zcl.MAP40, zcl.MAP48, zcl.MAP56, zcl.MAP64]

field = st.one_of(st.none(), st.integers(0, 59))
dates = st.builds(
    cosem.Date,
    st.one_of(st.none(), st.integers(0, 0xFFFE)),
    st.one_of(st.none(), st.integers(0, 12), st.just(cosem.MONTH_DST_BEGIN), st.just(cosem.MONTH_DST_END)),
    st.one_of(st.none(), st.integers(0, 31), st.just(cosem.DAY_LAST), st.just(cosem.DAY_SECOND_LAST)),
    st.one_of(st.none(), st.integers(0, 7)),
)
times = st.builds(cosem.Time, st.one_of(st.none(), st.integers(0, 23)), field, field, field)
date_times = st.builds(
    cosem.DateTime,
    dates,
    times,
    st.one_of(st.none(), st.integers(-720, 840)),
    st.one_of(st.none(), st.integers(0, 254)),
)


@pytest.mark.parametrize(("codec", "least", "most"), AXDR_INTEGERS, ids=[row[0].name for row in AXDR_INTEGERS])
def test_the_borders_of_axdr_integers(codec: Codec[int], least: int, most: int) -> None:
    for value in (least, least + 1, 0, most - 1, most):
        assert codec.decode_exact(codec.encode(value)) == value
    for value in (least - 1, most + 1):
        with pytest.raises(ValueError, match=codec.name):
            codec.encode(value)


@pytest.mark.parametrize("octets", range(1, 9))
def test_the_borders_of_zcl_numbers(octets: int) -> None:
    bits = 8 * octets
    borders: list[tuple[Codec[int | None], int, int]] = [
        (ZCL_UNSIGNED[octets - 1], 0, 2**bits - 2),
        (ZCL_SIGNED[octets - 1], 1 - 2 ** (bits - 1), 2 ** (bits - 1) - 1),
    ]
    for codec, least, most in borders:
        for value in (least, least + 1, None, most - 1, most):
            assert codec.decode_exact(codec.encode(value)) == value
        for value in (least - 1, most + 1):
            with pytest.raises(ValueError, match=codec.name):
                codec.encode(value)


@pytest.mark.parametrize("codec", ZCL_MAPS, ids=lambda codec: codec.name)
def test_every_code_of_a_bitmap_is_a_value(codec: Codec[int]) -> None:
    most = 256 ** len(codec.encode(0)) - 1
    assert codec.decode_exact(codec.encode(most)) == most
    with pytest.raises(ValueError, match=codec.name):
        codec.encode(most + 1)


@given(date_times)
def test_decoding_undoes_encoding_of_a_date_time(value: cosem.DateTime) -> None:
    for codec in (cosem.DATE_TIME, cosem.DATE_TIME_TAGGED):
        assert codec.decode_exact(codec.encode(value)) == value


@given(dates, times)
def test_decoding_undoes_encoding_of_a_date_and_a_time(date: cosem.Date, time: cosem.Time) -> None:
    assert cosem.DATE.decode_exact(cosem.DATE.encode(date)) == date
    assert cosem.TIME.decode_exact(cosem.TIME.encode(time)) == time


@given(st.binary(max_size=300), st.text(max_size=100), st.text("01", max_size=200))
def test_decoding_undoes_encoding_of_strings(octets: bytes, text: str, bits: str) -> None:
    assert axdr.OctetString().decode_exact(axdr.OctetString().encode(octets)) == octets
    assert axdr.Utf8String().decode_exact(axdr.Utf8String().encode(text)) == text
    assert str(axdr.BitString().decode_exact(axdr.BitString().encode(axdr.Bits.parse(bits)))) == bits
    assert zcl.OCTSTR16.decode_exact(zcl.OCTSTR16.encode(octets)) == octets
    assert zcl.STRING16.decode_exact(zcl.STRING16.encode(text)) == text


@given(st.integers(-128, 127), st.integers(0, 255), st.integers(-(2**63), 2**63 - 1))
def test_a_quantity_is_exact(scaler: int, unit: int, raw: int) -> None:
    scaler_unit = cosem.ScalerUnit(scaler, unit)
    assert cosem.SCALER_UNIT.decode_exact(cosem.SCALER_UNIT.encode(scaler_unit)) == scaler_unit
    quantity = scaler_unit.apply(raw)
    sign, digits, exponent = quantity.value.as_tuple()
    assert isinstance(exponent, int)
    number = int("".join(map(str, digits))) * (-1 if sign else 1)
    assert number * 10 ** (exponent + 128) == raw * 10 ** (scaler + 128)


def test_a_quantity_prints_with_its_unit() -> None:
    assert str(cosem.ScalerUnit(0, 30).apply(123456)) == "123456 Wh"
    assert str(cosem.ScalerUnit(-5, 254).apply(1234)) == "0.01234 other"
    assert str(cosem.ScalerUnit(3, 27).apply(-2)) == "-2000 W"
    assert str(cosem.ScalerUnit(0, 255).apply(7)) == "7"
    assert str(cosem.ScalerUnit(0, 200).apply(7)) == "7 unit 200"
    assert cosem.ScalerUnit(-1, 30).apply(5).value == Decimal("0.5")


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2136, 2, 7)))  # noqa: DTZ001  (given a zone below)
def test_decoding_undoes_encoding_of_utc(moment: datetime) -> None:
    aware = moment.replace(microsecond=0, tzinfo=UTC)
    assert zcl.UTC.decode_exact(zcl.UTC.encode(aware)) == aware


def test_utc_refuses_what_it_cannot_carry() -> None:
    for moment in (
        datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2136, 2, 7, 6, 28, 15, tzinfo=UTC),
        datetime(2020, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
        datetime(2020, 1, 1),  # noqa: DTZ001  (that is the case)
    ):
        with pytest.raises(ValueError, match=r"UTC|second"):
            zcl.UTC.encode(moment)


def test_deviation_counts_from_local_time_to_utc() -> None:
    octets = bytes.fromhex("09 0C 07 E8 0C 1F FF 17 1E 00 00 FF C4 00")
    moment = cosem.DATE_TIME.decode_exact(octets).to_datetime()
    assert moment == datetime(2024, 12, 31, 22, 30, tzinfo=UTC)
    assert moment.utcoffset() == timedelta(hours=1)


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9998, 1, 1)), st.integers(-840, 720))  # noqa: DTZ001
def test_a_datetime_survives(moment: datetime, offset: int) -> None:
    local = moment.replace(
        microsecond=moment.microsecond // 10_000 * 10_000, tzinfo=timezone(timedelta(minutes=offset))
    )
    carried = cosem.DATE_TIME.decode_exact(cosem.DATE_TIME.encode(cosem.DateTime.from_datetime(local)))
    assert carried.to_datetime() == local


def test_an_unspecified_deviation_is_the_callers_to_settle() -> None:
    value = cosem.DateTime(cosem.Date(2024, 7, 1, 1), cosem.Time(12, 0, 0, 0))
    assert value.to_datetime().tzinfo is None
    assert value.to_datetime(UTC) == datetime(2024, 7, 1, 12, tzinfo=UTC)


def test_a_date_that_does_not_exist_decodes_but_is_no_moment() -> None:
    octets = bytes.fromhex("09 0C 07 E9 02 1E FF 00 00 00 00 00 00 00")
    value = cosem.DATE_TIME.decode_exact(octets)
    assert cosem.DATE_TIME.encode(value) == octets
    with pytest.raises(ValueError, match="day"):
        value.to_datetime()
    with pytest.raises(ValueError, match="wildcards"):
        cosem.DateTime(cosem.Date(2024), cosem.Time()).to_datetime()


@pytest.mark.parametrize(
    "value",
    [
        cosem.DateTime(cosem.Date(0xFFFF, 1, 1), cosem.Time()),
        cosem.DateTime(cosem.Date(2024, 13, 1), cosem.Time()),
        cosem.DateTime(cosem.Date(2024, 1, 32), cosem.Time()),
        cosem.DateTime(cosem.Date(2024, 1, 1), cosem.Time(24)),
        cosem.DateTime(cosem.Date(2024, 1, 1), cosem.Time(), 841),
        cosem.DateTime(cosem.Date(2024, 1, 1), cosem.Time(), -0x8000),
        cosem.DateTime(cosem.Date(2024, 1, 1), cosem.Time(), 0, 255),
        cosem.DateTime(cosem.Date(2024, 1, 1, 255), cosem.Time()),
    ],
)
def test_a_date_time_out_of_range_is_not_encoded(value: cosem.DateTime) -> None:
    with pytest.raises(ValueError, match=r"no year|no month|no day|no hour|deviation|no clock status"):
        cosem.DATE_TIME.encode(value)


def test_an_error_says_what_where_and_why() -> None:
    with pytest.raises(DecodeError) as caught:
        axdr.OctetString(0, 4).decode_exact(bytes.fromhex("09 05 01 02 03 04 05"))
    assert str(caught.value) == "octet-string of 5 octets, not 0 to 4 (at octet 1: length)"
    with pytest.raises(DecodeError) as caught:
        axdr.DOUBLE_LONG_UNSIGNED.decode_exact(bytes.fromhex("05 00 00 00 00"))
    assert str(caught.value) == "double-long-unsigned has tag 0x06; 0x05 stands there (at octet 0: tag)"


def test_any_buffer_will_do() -> None:
    octets = bytes.fromhex("09 02 01 02")
    for buffer in (octets, bytearray(octets), memoryview(octets)):
        assert axdr.OctetString().decode_exact(buffer) == b"\x01\x02"
