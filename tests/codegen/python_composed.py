"""What the tests of composed DLMS data share: codecs with values for them, and the careful way alone."""

from collections.abc import Sequence
from datetime import UTC, datetime

from hypothesis import strategies as st

from metermap.codegen.python.runtime import axdr, cosem
from metermap.codegen.python.runtime.codec import AnyCodec, Codec, DecodeError, Octets
from metermap.codegen.python.runtime.structures import OrNull

__all__ = ["Careful", "Outcome", "columns", "mutated", "outcome", "rows"]

Outcome = tuple[object, ...]


class Careful(Codec[object]):
    """A codec that hides that its values are of fixed size, so that nothing is merged."""

    def __init__(self, codec: Codec[object]) -> None:
        super().__init__(codec.name)
        self._codec = codec

    def read(self, data: Octets, offset: int) -> tuple[object, int]:
        return self._codec.read(data, offset)

    def encode(self, value: object) -> bytes:
        return self._codec.encode(value)


_DATE_TIMES = st.builds(
    cosem.DateTime,
    st.builds(cosem.Date, st.integers(2000, 2099), st.none() | st.integers(1, 12), st.integers(1, 31), st.none()),
    st.builds(cosem.Time, st.integers(0, 23), st.integers(0, 59), st.integers(0, 59), st.none()),
    st.none() | st.integers(-720, 840),
    st.none() | st.integers(0, 254),
)
_UNSIGNED = st.integers(0, 255)
_COLUMNS: list[tuple[AnyCodec[object], st.SearchStrategy[object]]] = [
    (axdr.DOUBLE_LONG_UNSIGNED, st.integers(0, 2**32 - 1)),
    (axdr.LONG, st.integers(-(2**15), 2**15 - 1)),
    (axdr.UNSIGNED, _UNSIGNED),
    (axdr.ENUM, _UNSIGNED),
    (axdr.BOOLEAN, st.booleans()),
    (axdr.FLOAT64, st.floats(allow_nan=False)),
    (axdr.OctetString(6, 6), st.binary(min_size=6, max_size=6)),
    (axdr.OctetString(), st.binary(max_size=5)),
    (axdr.VisibleString(3, 3), st.text("abc", min_size=3, max_size=3)),
    (axdr.BitString(9, 9), st.text("01", min_size=9, max_size=9).map(axdr.Bits.parse)),
    (cosem.DATE_TIME, _DATE_TIMES),
    (cosem.DATE_TIME_TAGGED, _DATE_TIMES),
    (
        cosem.SECONDS_2000,
        st.integers(0, 2**32 - 1)
        .map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
        .map(lambda moment: moment.replace(year=min(max(moment.year, 2000), 2099), day=min(moment.day, 28))),
    ),
    (OrNull(axdr.DOUBLE_LONG_UNSIGNED), st.none() | st.integers(0, 2**32 - 1)),
    (OrNull(cosem.DATE_TIME), st.none() | _DATE_TIMES),
]


def columns() -> st.SearchStrategy[list[tuple[AnyCodec[object], st.SearchStrategy[object]]]]:
    """Codecs of simple types side by side, each with its values."""
    return st.lists(st.sampled_from(_COLUMNS), min_size=1, max_size=5)


def rows(
    chosen: Sequence[tuple[AnyCodec[object], st.SearchStrategy[object]]], most: int = 4
) -> st.SearchStrategy[list[tuple[object, ...]]]:
    """Rows of values for the codecs."""
    return st.lists(st.tuples(*(values for _, values in chosen)), max_size=most)


@st.composite
def mutated(draw: st.DrawFn, octets: bytes) -> bytes:
    """The octets with one changed, lost, doubled or cut off, or as they are."""
    at = draw(st.integers(0, max(len(octets) - 1, 0)))
    changed = octets[:at] + draw(st.binary(min_size=1, max_size=1)) + octets[at + 1 :]
    return draw(
        st.sampled_from([octets, changed, octets[:at] + octets[at + 1 :], octets[: at + 1] + octets[at:], octets[:at]])
    )


def outcome(codec: AnyCodec[object], octets: bytes) -> Outcome:
    """What reading gives: the value and its end, or the reason and the offset of the refusal."""
    try:
        value, end = codec.read(octets, 0)
    except DecodeError as error:
        return error.reason, error.offset
    return repr(value), end
