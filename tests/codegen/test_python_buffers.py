"""Profile buffers in Python: refused without an order, read by names or capture objects, selective access."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.codegen.python.runtime import axdr, cosem
from metermap.codegen.python.runtime.buffers import (
    CAPTURE_OBJECT,
    CAPTURE_OBJECTS,
    ENTRY_DESCRIPTOR,
    CaptureObject,
    EntryDescriptor,
    ProfileBuffer,
    RangeDescriptor,
    RangeSelection,
    Rows,
)
from metermap.codegen.python.runtime.codec import DecodeError, Reason
from metermap.codegen.python.runtime.data import DATA, Data
from metermap.codegen.python.runtime.structures import OrderNotStatedError, OrNull
from tests.codegen.python_composed import Careful, columns, mutated, outcome, rows

CLOCK = CaptureObject(8, bytes((0, 0, 1, 0, 0, 255)), 2)
ENERGY = CaptureObject(3, bytes((1, 0, 1, 8, 0, 255)), 2)
NAMES = {CLOCK: "time", ENERGY: "energy"}
BUFFER = ProfileBuffer({"energy": OrNull(axdr.LONG_UNSIGNED), "time": axdr.DOUBLE_LONG_UNSIGNED})

# From gurux-dlms (_GXCommon.setData of a GXArray of GXStructure).
TWO_ROWS = bytes.fromhex("01 02 02 02 06 00 00 00 64 12 00 05 02 02 06 00 00 00 C8 12 00 06")
A_NULL = bytes.fromhex("01 02 02 02 06 00 00 00 64 00 02 02 06 00 00 00 C8 12 00 06")
# Read by gurux-dlms (_GXCommon.getData) as [[100, 5], [200, 6]].
COMPACT = bytes.fromhex("13 02 02 06 12 0C 00 00 00 64 00 05 00 00 00 C8 00 06")
# From gurux-dlms (GXDLMSClient.readRowsByEntry and readRowsByRange), behind the selector.
ENTRIES = bytes.fromhex("02 04 06 00 00 00 01 06 00 00 00 0A 12 00 01 12 00 00")
RANGE = bytes.fromhex(
    "02 04 02 04 12 00 08 09 06 00 00 01 00 00 FF 0F 02 12 00 00"
    "09 0C 07 E8 01 01 FF 00 00 00 00 00 00 00 09 0C 07 E8 01 02 FF 00 00 00 00 00 00 00 01 00"
)


def test_a_buffer_is_refused_without_an_order() -> None:
    with pytest.raises(OrderNotStatedError, match="the order of the columns energy, time is not recorded"):
        BUFFER.decode_exact(TWO_ROWS)
    with pytest.raises(OrderNotStatedError):
        BUFFER.encode(Rows(("time", "energy"), ()))
    assert BUFFER.columns == ("energy", "time")


@pytest.mark.parametrize("octets", [TWO_ROWS, COMPACT], ids=["array", "compact array"])
def test_a_buffer_is_read_by_names(octets: bytes) -> None:
    codec = BUFFER.by_names(["time", "energy"], compact=octets is COMPACT)
    found = codec.decode_exact(octets)
    assert found == Rows(("time", "energy"), ((100, 5), (200, 6)))
    assert (len(found), found[1], list(found)) == (2, (200, 6), [(100, 5), (200, 6)])
    assert found.column("energy") == (5, 6)
    assert codec.encode(found) == octets


def test_a_buffer_is_read_by_its_capture_objects() -> None:
    codec = BUFFER.by_capture_objects((CLOCK, ENERGY), NAMES)
    found = codec.decode_exact(TWO_ROWS)
    assert found.column(CLOCK) == found.column("time") == (100, 200)
    assert codec.encode(found) == TWO_ROWS


def test_a_column_that_nobody_knows_describes_itself() -> None:
    codec = BUFFER.by_capture_objects((CLOCK, ENERGY), {CLOCK: "time"})
    found = codec.decode_exact(TWO_ROWS)
    assert found.names == ("time", "3,1-0:1.8.0.255,2,0")
    assert found.column(ENERGY) == (Data(18, 5), Data(18, 6))
    assert codec.encode(found) == TWO_ROWS
    assert codec.decode_exact(COMPACT).rows == found.rows
    assert ProfileBuffer({}).by_capture_objects((ENERGY, CLOCK)).decode_exact(A_NULL).rows[0] == (
        Data(6, 100),
        Data(0, None),
    )


def test_null_stands_only_where_the_codec_says_so() -> None:
    codec = BUFFER.by_names(["time", "energy"])
    found = codec.decode_exact(A_NULL)
    assert found.rows == ((100, None), (200, 6))
    assert codec.encode(found) == A_NULL
    with pytest.raises(DecodeError) as caught:
        ProfileBuffer({"time": axdr.DOUBLE_LONG_UNSIGNED, "energy": axdr.LONG_UNSIGNED}).by_names(
            ["time", "energy"]
        ).decode_exact(A_NULL)
    assert (caught.value.reason, caught.value.offset) == (Reason.TAG, 9)


def test_names_are_checked() -> None:
    with pytest.raises(ValueError, match="unknown: power; there are energy, time"):
        BUFFER.by_names(["time", "power"])
    with pytest.raises(ValueError, match="doubled: time"):
        BUFFER.by_names(["time", "time"])
    with pytest.raises(ValueError, match=r"doubled: 8,0-0:1\.0\.0\.255,2,0"):
        BUFFER.by_capture_objects((CLOCK, CLOCK))
    with pytest.raises(KeyError, match="no column power; there are time"):
        BUFFER.by_names(["time"]).decode_exact(b"\x01\x00").column("power")
    with pytest.raises(ValueError, match="the rows have the columns energy, not time"):
        BUFFER.by_names(["time"]).encode(Rows(("energy",), ()))


def test_selected_columns_alone_are_read() -> None:
    assert BUFFER.by_names(["time"]).decode_exact(bytes.fromhex("01 01 02 01 06 00 00 00 64")).rows == ((100,),)


@given(st.data())
def test_the_fast_way_and_the_careful_way_agree(data: st.DataObject) -> None:
    chosen = data.draw(columns())
    names = tuple(f"c{number}" for number in range(len(chosen)))
    fast = ProfileBuffer({name: codec for name, (codec, _) in zip(names, chosen, strict=True)}).by_names(names)
    careful = ProfileBuffer(
        {name: Careful(codec) for name, (codec, _) in zip(names, chosen, strict=True)}  # type: ignore[arg-type]
    ).by_names(names)
    value = Rows(names, tuple(data.draw(rows(chosen, 6))))
    octets = fast.encode(value)
    assert fast.decode_exact(octets) == value
    assert careful.encode(value) == octets
    changed = data.draw(mutated(octets))
    assert outcome(fast, changed) == outcome(careful, changed)


@pytest.mark.parametrize("octets", [TWO_ROWS, A_NULL, COMPACT], ids=bytes.hex)
def test_every_beginning_is_refused(octets: bytes) -> None:
    codec = BUFFER.by_names(["time", "energy"])
    for end in range(len(octets)):
        with pytest.raises(DecodeError) as caught:
            codec.decode_exact(octets[:end])
        assert (caught.value.reason, caught.value.offset) == (Reason.TRUNCATED, end)


def test_a_number_of_rows_that_the_octets_cannot_hold_is_refused() -> None:
    with pytest.raises(DecodeError) as caught:
        BUFFER.by_names(["time", "energy"]).decode_exact(bytes.fromhex("01 82 FF FF") + TWO_ROWS[2:])
    assert (caught.value.reason, caught.value.offset) == (Reason.TRUNCATED, 24)


def test_capture_objects() -> None:
    octets = bytes.fromhex("02 04 12 00 08 09 06 00 00 01 00 00 FF 0F 02 12 00 00")  # inside RANGE
    assert CAPTURE_OBJECT.decode_exact(octets) == CLOCK
    assert CAPTURE_OBJECTS.decode_exact(b"\x01\x02" + octets + CAPTURE_OBJECT.encode(ENERGY)) == (CLOCK, ENERGY)
    assert str(ENERGY) == "3,1-0:1.8.0.255,2,0"


def test_selection_by_entry() -> None:
    descriptor = EntryDescriptor(1, 10)
    assert ENTRY_DESCRIPTOR.decode_exact(ENTRIES) == descriptor
    assert ENTRY_DESCRIPTOR.encode(descriptor) == ENTRIES


def test_selection_by_range_of_date_times() -> None:
    codec = RangeSelection(cosem.DATE_TIME)
    midnight = cosem.Time(0, 0, 0, 0)
    first, last = (cosem.DateTime(cosem.Date(2024, 1, day), midnight, 0, 0) for day in (1, 2))
    descriptor = RangeDescriptor(CLOCK, first, last)
    assert codec.decode_exact(RANGE) == descriptor
    assert codec.encode(descriptor) == RANGE
    for end in range(len(RANGE)):
        with pytest.raises(DecodeError):
            codec.decode_exact(RANGE[:end])


def test_selection_by_range_of_seconds() -> None:
    first, last = datetime(2000, 1, 1, 0, 1, 40, tzinfo=UTC), datetime(2000, 1, 1, 0, 3, 20, tzinfo=UTC)
    descriptor = RangeDescriptor(CLOCK, first, last, (CLOCK, ENERGY))
    octets = RangeSelection(cosem.SECONDS_2000).encode(descriptor)
    assert octets[20:30] == bytes.fromhex("06 00 00 00 64 06 00 00 00 C8")
    assert RangeSelection(cosem.SECONDS_2000).decode_exact(octets) == descriptor
    assert RangeSelection(DATA).decode_exact(octets).to_value == Data(6, 200)


def test_seconds_since_2000() -> None:
    assert cosem.SECONDS_2000.decode_exact(bytes.fromhex("06 00 00 00 00")) == datetime(2000, 1, 1, tzinfo=UTC)
    assert cosem.SECONDS_2000.decode_exact(bytes.fromhex("06 FF FF FF FF")) == datetime(
        2136, 2, 7, 6, 28, 15, tzinfo=UTC
    )
    for moment in (
        datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2136, 2, 7, 6, 28, 16, tzinfo=UTC),
        datetime(2020, 1, 1, 0, 0, 0, 1, tzinfo=UTC),
        datetime(2020, 1, 1),  # noqa: DTZ001  (that is the case)
    ):
        with pytest.raises(ValueError, match=r"double-long-unsigned|whole second|time zone"):
            cosem.SECONDS_2000.encode(moment)


def test_a_moment_is_aware_or_refused() -> None:
    local = cosem.DateTime(cosem.Date(2024, 7, 1), cosem.Time(12, 0, 0))
    assert local.to_aware(UTC) == datetime(2024, 7, 1, 12, tzinfo=UTC)
    with pytest.raises(ValueError, match="no deviation, and no time zone is given"):
        local.to_aware()
