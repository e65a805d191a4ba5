"""Profile buffers (class 7): rows of columns, their capture objects, and selective access to them.

Sources: DLMS UA Blue Book, class Profile generic (capture_object_definition, buffer, range_descriptor,
entry_descriptor); Green Book for the types. Rules:

- The types of a buffer's columns are known by name; their order is what capture_objects says at run
  time. Until the caller gives it, by names or by capture objects, decoding and encoding are refused with
  `OrderNotStatedError`.
- A buffer travels as an array or as a compact array of structures; both are read. Each row has exactly
  the columns given.
- A column that the capture objects name and the mapping does not is self-describing (`data.Data`).
- null-data is refused in a column whose codec does not say that it may stand there
  (`structures.OrNull`). Where it may, it is None: filling in what was meant is the caller's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Generic, NamedTuple, TypeVar

from .axdr import DOUBLE_LONG_UNSIGNED, INTEGER, LONG_UNSIGNED, OctetString
from .codec import AnyCodec, Codec, Octets
from .data import DATA
from .descriptions import COMPACT_ARRAY
from .structures import Array, CompactArray, OrderNotStatedError, Structure, check_names

__all__ = [
    "CAPTURE_OBJECT",
    "CAPTURE_OBJECTS",
    "ENTRY_DESCRIPTOR",
    "ENTRY_SELECTOR",
    "RANGE_SELECTOR",
    "CaptureObject",
    "EntryDescriptor",
    "ProfileBuffer",
    "RangeDescriptor",
    "RangeSelection",
    "Rows",
]

T = TypeVar("T")

RANGE_SELECTOR: Final = 1
ENTRY_SELECTOR: Final = 2


class CaptureObject(NamedTuple):
    """What a column records: an attribute of an object.

    `logical_name` is six octets. `data_index` 0 is the whole attribute, n its n-th member or element.
    """

    class_id: int
    logical_name: bytes
    attribute_index: int
    data_index: int = 0

    def __str__(self) -> str:
        groups = [str(group) for group in self.logical_name]
        name = f"{'-'.join(groups[:2])}:{'.'.join(groups[2:])}"
        return f"{self.class_id},{name},{self.attribute_index},{self.data_index}"


CAPTURE_OBJECT: Final[Codec[CaptureObject]] = Structure(
    CaptureObject, (LONG_UNSIGNED, OctetString(6, 6), INTEGER, LONG_UNSIGNED)
)
CAPTURE_OBJECTS: Final[Codec[tuple[CaptureObject, ...]]] = Array(CAPTURE_OBJECT)
"""The attribute capture_objects: the columns of a buffer, in order."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a buffer. `names` are those of the columns, `objects` their capture objects where known."""

    names: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    objects: tuple[CaptureObject, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        return iter(self.rows)

    def __getitem__(self, row: int) -> tuple[object, ...]:
        return self.rows[row]

    def column(self, which: str | CaptureObject) -> tuple[object, ...]:
        """Return the values of a column, by name or by capture object, a row each.

        Raises:
            KeyError: there is no such column.
        """
        known: tuple[object, ...] = self.names if isinstance(which, str) else self.objects
        if which not in known:
            message = f"no column {which}; there are {', '.join(map(str, known)) or 'none'}"
            raise KeyError(message)
        at = known.index(which)
        return tuple(row[at] for row in self.rows)


class _OrderedBuffer(Codec[Rows]):
    """A buffer whose columns are known in order."""

    __slots__ = ("_array", "_compact", "_names", "_objects", "_writes_compact")

    def __init__(
        self, columns: Mapping[str, AnyCodec[object]], objects: tuple[CaptureObject, ...], *, compact: bool
    ) -> None:
        super().__init__("buffer")
        row: Structure[tuple[object, ...]] = Structure(tuple, columns.values(), "row")
        self._names = tuple(columns)
        self._objects = objects
        self._array = Array(row)
        self._compact = CompactArray(row)
        self._writes_compact = compact

    def read(self, data: Octets, offset: int) -> tuple[Rows, int]:
        codec = self._compact if offset < len(data) and data[offset] == COMPACT_ARRAY else self._array
        rows, end = codec.read(data, offset)
        return Rows(self._names, rows, self._objects), end

    def encode(self, value: Rows) -> bytes:
        if value.names != self._names:
            message = f"the rows have the columns {', '.join(value.names)}, not {', '.join(self._names)}"
            raise ValueError(message)
        codec = self._compact if self._writes_compact else self._array
        return codec.encode(value.rows)


class ProfileBuffer(Codec[Rows]):
    """A buffer whose columns are known by name and type, but not in which order they travel."""

    __slots__ = ("_columns",)

    def __init__(self, columns: Mapping[str, AnyCodec[object]]) -> None:
        super().__init__("buffer")
        self._columns = dict(columns)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in no order."""
        return tuple(self._columns)

    def by_names(self, names: Iterable[str], *, compact: bool = False) -> Codec[Rows]:
        """Return the codec of the named columns in this order; selective access may leave some out.

        Both arrays and compact arrays are read; `compact` says which is written.

        Raises:
            ValueError: a name is unknown or doubled.
        """
        ordered = tuple(names)
        check_names(self.name, self._columns, ordered, all_of_them=False)
        return _OrderedBuffer({name: self._columns[name] for name in ordered}, (), compact=compact)

    def by_capture_objects(
        self,
        objects: Iterable[CaptureObject],
        names: Mapping[CaptureObject, str] | None = None,
        *,
        compact: bool = False,
    ) -> Codec[Rows]:
        """Return the codec of the columns that the capture objects are, in their order.

        `names` tells the column of an object. An object without a name is self-describing, and called
        ``3,1-0:1.8.0.255,2,0``.

        Raises:
            ValueError: an object or a name is doubled, a name is no column of this buffer, or one is given for an
                object that is not there.
        """
        ordered = tuple(objects)
        known = names or {}
        check_names("the names of columns", self._columns, tuple(known.values()), all_of_them=False)
        check_names("the capture objects", map(str, ordered), tuple(map(str, known)), all_of_them=False)
        called = tuple(known.get(each, str(each)) for each in ordered)
        check_names(self.name, dict.fromkeys(called), called, all_of_them=False)
        columns = {name: self._columns.get(name, DATA) for name in called}
        return _OrderedBuffer(columns, ordered, compact=compact)

    def read(self, data: Octets, offset: int) -> tuple[Rows, int]:
        """Raise OrderNotStatedError."""
        del data, offset
        raise self._refusal()

    def encode(self, value: Rows) -> bytes:
        """Raise OrderNotStatedError."""
        del value
        raise self._refusal()

    def _refusal(self) -> OrderNotStatedError:
        names = ", ".join(self._columns)
        return OrderNotStatedError(
            f"the order of the columns {names} is not recorded; see by_names and by_capture_objects"
        )


@dataclass(frozen=True, slots=True)
class RangeDescriptor(Generic[T]):
    """Rows whose restricting object has a value from `from_value` to `to_value`, both included.

    `selected_values` are the columns to return; none for all.
    """

    restricting_object: CaptureObject
    from_value: T
    to_value: T
    selected_values: tuple[CaptureObject, ...] = ()


class RangeSelection(Codec[RangeDescriptor[T]]):
    """The parameters of selector 1, range_descriptor, with the codec of the values compared."""

    __slots__ = ("_structure",)

    def __init__(self, value: Codec[T]) -> None:
        super().__init__("range_descriptor")
        codecs: tuple[AnyCodec[object], ...] = (CAPTURE_OBJECT, value, value, CAPTURE_OBJECTS)
        self._structure: Structure[tuple[CaptureObject, T, T, tuple[CaptureObject, ...]]] = Structure(
            tuple, codecs, self.name
        )

    def read(self, data: Octets, offset: int) -> tuple[RangeDescriptor[T], int]:
        """Return the range_descriptor at `offset` and the offset behind it."""
        parts, end = self._structure.read(data, offset)
        return RangeDescriptor(*parts), end

    def encode(self, value: RangeDescriptor[T]) -> bytes:
        """Return the octets of the range_descriptor. Raises ValueError."""
        return self._structure.encode(
            (value.restricting_object, value.from_value, value.to_value, value.selected_values)
        )


@dataclass(frozen=True, slots=True)
class EntryDescriptor:
    """Rows and columns by number, from 1; 0 at the end of a range is the last there is."""

    from_entry: int = 1
    to_entry: int = 0
    from_selected_value: int = 1
    to_selected_value: int = 0


class _EntrySelection(Codec[EntryDescriptor]):
    __slots__ = ("_structure",)

    def __init__(self) -> None:
        super().__init__("entry_descriptor")
        codecs = (DOUBLE_LONG_UNSIGNED, DOUBLE_LONG_UNSIGNED, LONG_UNSIGNED, LONG_UNSIGNED)
        self._structure: Structure[tuple[int, int, int, int]] = Structure(tuple, codecs, self.name)

    def read(self, data: Octets, offset: int) -> tuple[EntryDescriptor, int]:
        parts, end = self._structure.read(data, offset)
        return EntryDescriptor(*parts), end

    def encode(self, value: EntryDescriptor) -> bytes:
        return self._structure.encode(
            (value.from_entry, value.to_entry, value.from_selected_value, value.to_selected_value)
        )


ENTRY_DESCRIPTOR: Final[Codec[EntryDescriptor]] = _EntrySelection()
"""The parameters of selector 2, entry_descriptor."""
