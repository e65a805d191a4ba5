"""Composed A-XDR data: structures, arrays, choices, compact arrays, structures of unknown order.

Source: DLMS UA Green Book, A-XDR encoding of the Data type. Rules:

- structure: as many members as stated, in order; another number is a wrong length.
- array: the number of elements first, then the elements. A number outside the stated bounds is a wrong
  length. A number that the octets left cannot hold (each element takes one at least) is truncated at
  once, before any element is read; the same holds for the members of a structure.
- choice: the tag says which alternative; none fits: a wrong tag.
- compact array: a description, then contents without tags (`descriptions`); decoded like an array.
- a structure whose order nobody states is refused with `OrderNotStatedError` until the caller states it.
- null-data stands for a value only where `OrNull` says so; it is None then.

Values: an instance of the structure's NamedTuple class, a tuple of elements, the value of the
alternative. Fixed-size members and elements are read together (`merged`), by the same rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Generic, TypeVar, cast

from .axdr import AxdrCodec, Fixed, length_octets, read_count, read_length, read_tag
from .codec import AnyCodec, Codec, DecodeError, Octets, Reason, encode_with
from .descriptions import ARRAY, COMPACT_ARRAY, STRUCTURE, TypeDescription, compact, expand
from .merged import Merged, fixed_of

__all__ = [
    "Array",
    "Choice",
    "CompactArray",
    "OrNull",
    "OrderNotStatedError",
    "Structure",
    "check_names",
    "describe",
    "read_compact",
    "write_compact",
]

S = TypeVar("S", bound=tuple[object, ...])
T = TypeVar("T")
U = TypeVar("U")


class OrderNotStatedError(ValueError):
    """The order of the members or columns is not recorded; the caller has to give it."""


class Structure(AxdrCodec[S]):
    """A structure with the given members. `factory` is a NamedTuple class, or `tuple`.

    The types of the codecs must be those of the class's fields, in order.
    """

    __slots__ = ("_codecs", "_factory", "_head", "_steps", "merged")

    def __init__(self, factory: type[S], codecs: Iterable[AnyCodec[object]], name: str = "") -> None:
        self._codecs = tuple(codecs)
        fields: tuple[str, ...] | None = getattr(factory, "_fields", None)
        if fields is not None and len(fields) != len(self._codecs):
            message = f"{factory.__name__} has the fields {', '.join(fields)}, not {len(self._codecs)}"
            raise ValueError(message)
        self._factory = factory
        self._head = bytes((STRUCTURE,)) + length_octets(len(self._codecs))
        self._steps = tuple(_steps(self._codecs))
        self.merged = self._merge()
        size = self.merged.size if self.merged else 0
        fixed = Fixed(b"", f"{size}s", self._nested, self._nested_octets) if size else None
        super().__init__(name or ("structure" if factory is tuple else factory.__name__), STRUCTURE, fixed)

    def _merge(self) -> Merged | None:
        """Return all members, the head before the first, where all are of fixed size."""
        parts = [part for part in map(fixed_of, self._codecs) if part]
        if not parts or len(parts) < len(self._codecs):
            return None
        return Merged([parts[0]._replace(head=self._head + parts[0].head), *parts[1:]])

    def _nested(self, octets: bytes) -> S:
        return self.decode_exact(octets)

    def _nested_octets(self, value: S) -> bytes:
        octets = self.merged.write(value) if self.merged else None
        if octets is None:
            message = f"{value!r} is not of the fixed size"
            raise ValueError(message)
        return octets

    @property
    def codecs(self) -> tuple[AnyCodec[object], ...]:
        """The codecs of the members."""
        return self._codecs

    def made(self, rows: Sequence[tuple[object, ...]]) -> tuple[S, ...]:
        """Return rows of members as instances of the class."""
        if self._factory is tuple:
            return cast("tuple[S, ...]", tuple(rows))
        return tuple([tuple.__new__(self._factory, row) for row in rows])

    def read(self, data: Octets, offset: int) -> tuple[S, int]:
        """Return the structure at `offset` and the offset behind it."""
        if self.merged:
            values = self.merged.read(data, offset)
            if values is not None:
                return tuple.__new__(self._factory, values), offset + self.merged.size
        return self._read_carefully(data, offset)

    def _read_carefully(self, data: Octets, offset: int) -> tuple[S, int]:
        count = len(self._codecs)
        _, at = read_count(data, read_tag(data, offset, STRUCTURE, self.name), self.name, count, count)
        values: list[object] = []
        for merged, codecs in self._steps:
            found = merged.read(data, at) if merged else None
            if merged and found is not None:
                values += found
                at += merged.size
                continue
            for codec in codecs:
                value, at = codec.read(data, at)
                values.append(value)
        return tuple.__new__(self._factory, values), at

    def encode(self, value: S) -> bytes:
        """Return the octets of the structure. Raises ValueError."""
        octets = self.merged.write(value) if self.merged else None
        if octets is not None:
            return octets
        if len(value) != len(self._codecs):
            message = f"{self.name} has {len(self._codecs)} members, not {len(value)}"
            raise ValueError(message)
        return self._head + b"".join(map(encode_with, self._codecs, value))


def _steps(codecs: Sequence[AnyCodec[object]]) -> Iterable[tuple[Merged | None, tuple[AnyCodec[object], ...]]]:
    """Yield the members in runs: those of fixed size merged, the others as they are."""
    for is_fixed, run in groupby(codecs, lambda codec: fixed_of(codec) is not None):
        members = tuple(run)
        parts = [part for part in map(fixed_of, members) if part]
        yield Merged(parts) if is_fixed else None, members


class Array(AxdrCodec[tuple[T, ...]], Generic[T]):
    """An array of `minimum` to `maximum` elements; None for no limit."""

    __slots__ = ("_element", "_maximum", "_merged", "_minimum")

    def __init__(self, element: AnyCodec[T], minimum: int = 0, maximum: int | None = None) -> None:
        super().__init__(f"array of {element.name}", ARRAY)
        self._element = element
        self._minimum = minimum
        self._maximum = maximum
        self._merged = _merged_rows(element)

    @property
    def element(self) -> AnyCodec[T]:
        """The codec of an element."""
        return self._element

    @property
    def count(self) -> int | None:
        """The number of elements, where it is always the same."""
        return self._minimum if self._minimum == self._maximum else None

    def of(self, element: AnyCodec[U]) -> Array[U]:
        """Return an array with the same bounds of other elements."""
        return Array(element, self._minimum, self._maximum)

    def read(self, data: Octets, offset: int) -> tuple[tuple[T, ...], int]:
        """Return the elements of the array at `offset` and the offset behind it."""
        after_tag = read_tag(data, offset, ARRAY, self.name)
        count, at = read_count(data, after_tag, self.name, self._minimum, self._maximum)
        rows = self._merged.read_rows(data, at, count) if self._merged else None
        if self._merged and rows is not None:
            return _elements(self._element, rows), at + count * self._merged.size
        values: list[T] = []
        read = self._element.read
        for _ in range(count):
            value, at = read(data, at)
            values.append(value)
        return tuple(values), at

    def encode(self, value: tuple[T, ...]) -> bytes:
        """Return the octets of the array. Raises ValueError."""
        if len(value) < self._minimum or (self._maximum is not None and len(value) > self._maximum):
            most = "more" if self._maximum is None else self._maximum
            message = f"{self.name} of {len(value)} elements, not {self._minimum} to {most}"
            raise ValueError(message)
        head = bytes((ARRAY,)) + length_octets(len(value))
        octets = self._merged.write_rows(_rows(self._element, value)) if self._merged else None
        if octets is not None:
            return head + octets
        return head + b"".join(encode_with(self._element, each) for each in value)


def _merged_rows(element: AnyCodec[object]) -> Merged | None:
    """Return what reads many elements at once: the members of a structure, or a value that stands alone."""
    if isinstance(element, Structure):
        return element.merged
    fixed = fixed_of(element)
    return Merged([fixed]) if fixed else None


def _elements(element: AnyCodec[T], rows: Sequence[tuple[object, ...]]) -> tuple[T, ...]:
    """Return the elements that rows of values make."""
    made = element.made(rows) if isinstance(element, Structure) else tuple([value for (value,) in rows])
    return cast("tuple[T, ...]", made)


def _rows(element: AnyCodec[T], values: tuple[T, ...]) -> Sequence[tuple[object, ...]]:
    """Return the rows of values that elements are."""
    if isinstance(element, Structure):
        return cast("Sequence[tuple[object, ...]]", values)
    return [(value,) for value in values]


class OrNull(AxdrCodec[T | None], Generic[T]):
    """A value, or null-data in its place: "not recorded", or in a profile buffer "as before".

    Which of the two null-data means is the object's business: it is None here. Only such a column or
    member may be null; null-data is a wrong tag elsewhere.
    """

    __slots__ = ("_codec",)

    def __init__(self, codec: AnyCodec[T]) -> None:
        if not isinstance(codec, AxdrCodec):
            message = f"{codec.name} has no tag of its own; a choice names null-data itself"
            raise ValueError(message)  # noqa: TRY004  (the codec is of the right type, but not of one tag)
        super().__init__(f"{codec.name} or null-data", codec.tag, fixed_of(codec))
        self._codec: AnyCodec[T] = codec

    def read(self, data: Octets, offset: int) -> tuple[T | None, int]:
        """Return the value at `offset`, None for null-data, and the offset behind it."""
        if offset < len(data) and data[offset] == 0:
            return None, offset + 1
        return self._codec.read(data, offset)

    def encode(self, value: T | None) -> bytes:
        """Return the octets of the value. Raises ValueError."""
        return b"\x00" if value is None else encode_with(self._codec, value)


class Choice(Codec[T]):
    """One of several types, told apart by what the octets begin with: a tag, or more where tags are alike.

    No beginning may begin another. The type is that of all values: ``Choice[int | None]({...})``.
    """

    __slots__ = ("_alternatives",)

    def __init__(self, alternatives: Mapping[bytes, AnyCodec[T]]) -> None:
        super().__init__(f"choice of {', '.join(codec.name for codec in alternatives.values())}")
        self._alternatives = dict(alternatives)

    def read(self, data: Octets, offset: int) -> tuple[T, int]:
        """Return the value of the alternative at `offset` and the offset behind it."""
        for lead, codec in self._alternatives.items():
            if data[offset : offset + len(lead)] == lead:
                return codec.read(data, offset)
        raise self._fault(bytes(data[offset : offset + max(map(len, self._alternatives), default=0)]), offset)

    def _fault(self, found: bytes, offset: int) -> DecodeError:
        """Return what is wrong with octets that no alternative begins with: they end too soon, or one is no tag."""
        most = max((_alike(lead, found) for lead in self._alternatives), default=0)
        if most == len(found):
            return DecodeError(Reason.TRUNCATED, offset + most, f"the {self.name} ends before it is told apart")
        return DecodeError(Reason.TAG, offset + most, f"0x{found[most]:02X} begins no alternative of the {self.name}")

    def encode(self, value: T) -> bytes:
        """Return the octets of the value as the first alternative that can carry it. Raises ValueError.

        Alternatives of one kind (two sizes of integers) are told apart by `encode_as` alone.
        """
        # Octets and text are sequences as well, and must not pass for the members of a structure.
        simple = isinstance(value, bytes | str)
        for codec in self._alternatives.values():
            if simple and isinstance(codec, Structure | Array | CompactArray):
                continue
            try:
                return encode_with(codec, value)
            except ValueError:
                continue
        message = f"{value!r} fits no alternative: {self.name}"
        raise ValueError(message)

    def encode_as(self, lead: bytes, value: T) -> bytes:
        """Return the octets of the value as the alternative that begins so.

        Raises:
            ValueError: there is none, or it cannot carry the value.
        """
        codec = self._alternatives.get(lead)
        if codec is None:
            valid = ", ".join(f"{each.hex()} ({codec.name})" for each, codec in self._alternatives.items())
            message = f"no alternative begins with {lead.hex()}; there are {valid}"
            raise ValueError(message)
        return encode_with(codec, value)


def _alike(lead: bytes, found: bytes) -> int:
    """Return how many octets at the beginning are the same."""
    return next(
        (at for at, (one, other) in enumerate(zip(lead, found, strict=False)) if one != other),
        min(len(lead), len(found)),
    )


def describe(codec: AnyCodec[object]) -> TypeDescription:
    """Return the type description of a codec's values.

    Raises:
        ValueError: they have no one description: a choice, an array of any number, data of any type.
    """
    match codec:
        case Structure():
            return TypeDescription(STRUCTURE, tuple(map(describe, codec.codecs)))
        case Array() if codec.count is not None:
            return TypeDescription(ARRAY, (describe(codec.element),), codec.count)
        case AxdrCodec() if codec.tag not in (ARRAY, STRUCTURE, COMPACT_ARRAY):
            return TypeDescription(codec.tag)
        case _:
            pass
    message = f"{codec.name} has no one type description; state it"
    raise ValueError(message)


class CompactArray(AxdrCodec[tuple[T, ...]], Generic[T]):
    """A compact array of elements. `description` is what is written, by default the element codec's own.

    Decoding takes any description whose elements the codec can read. Encoding is refused where no
    description is given and the element has no one (`describe`).
    """

    __slots__ = ("_description", "_element", "_head", "_merged")

    def __init__(self, element: AnyCodec[T], description: TypeDescription | None = None) -> None:
        super().__init__(f"compact array of {element.name}", COMPACT_ARRAY)
        self._element = element
        own = _described(element)
        self._description = description or own
        self._head = bytes((COMPACT_ARRAY,)) + (own.octets() if own else b"")
        self._merged = _merged_contents(element) if own and self._description == own else None

    def read(self, data: Octets, offset: int) -> tuple[tuple[T, ...], int]:
        """Return the elements of the compact array at `offset` and the offset behind it."""
        return self._read_merged(data, offset) or self._read_carefully(data, offset)

    def _read_merged(self, data: Octets, offset: int) -> tuple[tuple[T, ...], int] | None:
        start = offset + len(self._head)
        if not self._merged or data[offset:start] != self._head:
            return None
        length, start = read_length(data, start, self.name)
        count, rest = divmod(length, self._merged.size)
        rows = None if rest else self._merged.read_rows(data, start, count)
        return None if rows is None else (_elements(self._element, rows), start + length)

    def _read_carefully(self, data: Octets, offset: int) -> tuple[tuple[T, ...], int]:
        after_tag = read_tag(data, offset, COMPACT_ARRAY, self.name)
        _, values, end = read_compact(data, after_tag, self.name, self._element_of)
        return values, end

    def _element_of(self, octets: bytes) -> T:
        return self._element.read(octets, 0)[0]

    def encode(self, value: tuple[T, ...]) -> bytes:
        """Return the octets of the compact array. Raises ValueError."""
        octets = self._merged.write_rows(_rows(self._element, value)) if self._merged else None
        if octets is not None:
            return self._head + length_octets(len(octets)) + octets
        description = self._description or describe(self._element)
        return write_compact(description, (encode_with(self._element, each) for each in value))


def _described(codec: AnyCodec[object]) -> TypeDescription | None:
    try:
        description = describe(codec)
    except ValueError:
        return None
    return description if description.least else None


def _merged_contents(element: AnyCodec[object]) -> Merged | None:
    """Return what reads many elements without tags at once: simple types of fixed size, which keep their lengths."""
    codecs = element.codecs if isinstance(element, Structure) else (element,)
    parts = [part for part in map(fixed_of, codecs) if part and part.head]
    if len(parts) < len(codecs):
        return None
    return Merged([part._replace(head=part.head[1:]) for part in parts])


def read_compact(
    data: Octets, after_tag: int, name: str, element: Callable[[bytes], U], depth: int = 1
) -> tuple[TypeDescription, tuple[U, ...], int]:
    """Return the description, the elements and the end of a compact array behind its tag.

    `element` reads an element with its tags put in; what it refuses is told with its place in `data`.
    """
    description, after = TypeDescription.read(data, after_tag, depth)
    count, start = read_length(data, after, name)
    end = start + count
    if end > len(data):
        raise DecodeError(Reason.TRUNCATED, len(data), f"the {name} takes {end - len(data)} octets more")
    values: list[U] = []
    for each in expand(description, data, start, end):
        try:
            values.append(element(each.octets))
        except DecodeError as error:
            if each.fault and error.reason is Reason.TRUNCATED:
                raise each.fault from None
            raise DecodeError(error.reason, each.origin(error.offset), error.detail) from None
        if each.fault:
            raise each.fault
    return description, tuple(values), end


def write_compact(description: TypeDescription, elements: Iterable[bytes], depth: int = 1) -> bytes:
    """Return a compact array of elements that have their tags yet.

    Raises:
        ValueError: an element is not as the description says, or the description could not be read again.
    """
    described = description.octets()
    try:
        TypeDescription.read(described, 0, depth)
    except DecodeError as error:
        raise ValueError(error.detail) from None
    contents = b"".join(compact(description, each) for each in elements)
    return bytes((COMPACT_ARRAY,)) + described + length_octets(len(contents)) + contents


def check_names(what: str, valid: Iterable[str], names: Sequence[str], *, all_of_them: bool) -> None:
    """Raise ValueError, listing what is valid, for a name that is unknown, doubled or (if asked) missing."""
    known = dict.fromkeys(valid)
    given = Counter(names)
    unknown = [name for name in given if name not in known]
    doubled = sorted(name for name, times in given.items() if times > 1)
    missing = [name for name in known if name not in given] if all_of_them else []
    faults = [("unknown", unknown), ("doubled", doubled), ("missing", missing)]
    said = [f"{fault}: {', '.join(found)}" for fault, found in faults if found]
    if said:
        message = f"{what}: {'; '.join(said)}; there are {', '.join(known)}"
        raise ValueError(message)
