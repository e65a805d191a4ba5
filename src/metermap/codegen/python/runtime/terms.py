"""Values in the catalogue's terms: quantities, names, meanings and moments for what travels as bare numbers.

What an entry decodes to is the raw value, as the wire has it. `entry.value(raw)` says what it stands for, and
`entry.raw(value)` goes back; what the wire cannot carry exactly raises `TermsError`, a ValueError with a reason
and the nearest value that fits. Rules:

- a number with a scale is a `Quantity`, exactly; it is never a float. Any scale can be passed as an argument;
- a number with a name is `Named`; one without stays a number, and is not refused;
- a bitmap is `Flags`: the names of the bits that are set, the numbers in its fields, and bits without a name;
- a code that stands for no value but for an instruction is a `Meaning`: ``Meaning("unchanged")``. None, the
  non-value of Smart Energy and null-data, is `NO_VALUE`;
- seconds since 2000 are an aware datetime where the catalogue says that they are a time, and so is a COSEM
  date-time where nothing is lost by it: no wildcard, a stated deviation, and nothing in day of week,
  hundredths and clock status but what follows from the rest. Any other stays field by field;
- all else, composed values too, is its own value: `entry.terms.note` says where a number has a scale that
  no source tells.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from types import MappingProxyType
from typing import Final, Generic, TypeAlias, TypeVar, cast

from .cosem import DateTime, Quantity, ScalerUnit
from .payloads import Absent
from .scales import Refusal, Scale, ScaleSource, TermsError

__all__ = [
    "AS_IT_IS",
    "EPOCH",
    "NO_VALUE",
    "Bitmap",
    "Bounds",
    "Coded",
    "Flags",
    "Meaning",
    "Named",
    "Scaled",
    "Seconds",
    "Sense",
    "Term",
    "Terms",
    "Valued",
    "bounds_of",
]

T = TypeVar("T")

EPOCH: Final = datetime(2000, 1, 1, tzinfo=timezone.utc)  # noqa: UP017  (importable by Python 3.10)

Bounds: TypeAlias = tuple[int, int]
"""The least and the greatest number that a type holds as a value."""


@dataclass(frozen=True, slots=True)
class Named:
    """A code that has a name. `str` of it is the name, `int` the code."""

    code: int
    name: str

    def __str__(self) -> str:
        return self.name

    def __int__(self) -> int:
        return self.code


@dataclass(frozen=True, slots=True)
class Flags:
    """What a bitmap says: `names` of the bits that are set, `fields` of several bits with their numbers.

    `unnamed` has the set bits that have no name, in their places.
    """

    names: frozenset[str] = frozenset()
    fields: tuple[tuple[str, int], ...] = ()
    unnamed: int = 0

    def __contains__(self, name: object) -> bool:
        return name in self.names


@dataclass(frozen=True, slots=True)
class Meaning:
    """A code that stands for no value of the element: ``unchanged``, ``immediate``, ``cancel``."""

    word: str

    def __str__(self) -> str:
        return self.word


NO_VALUE: Final = Meaning("no value")
"""The non-value of a Smart Energy type, and null-data."""

Term: TypeAlias = Quantity | Named | Flags | Meaning | datetime
"""What a raw value may become. What becomes none of these is its own value."""


@dataclass(frozen=True, slots=True)
class Scaled:
    """The raw number is a quantity by a scale."""

    source: ScaleSource


@dataclass(frozen=True, slots=True)
class Coded:
    """Codes with names: of an enumeration, or the mapping's own."""

    names: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Bitmap:
    """Masks with names: a single bit is a flag, several bits are a field with a number."""

    masks: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Seconds:
    """The raw number counts seconds since 2000-01-01 00:00:00 UTC."""


Sense: TypeAlias = Scaled | Coded | Bitmap | Seconds | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What an entry's raw value means to the catalogue.

    `meanings` are codes that stand for no value, as the type reads them: -1 for 0xFFFFFFFF in an int32. `allowed`
    are the ranges of raw numbers that the mapping allows, all where it is empty: they bind what is written, and
    not what is read. `non_value` is what the non-value of the type means, where the mapping says it.
    `note` says why a number stays raw.
    """

    sense: Sense = None
    meanings: tuple[tuple[int, str], ...] = ()
    allowed: tuple[Bounds, ...] = ()
    non_value: str = ""
    note: str = ""


AS_IT_IS: Final = Terms()


def _integer_bounds() -> dict[str, Bounds]:
    """Return the bounds of the types of both wires, by name; the non-value of a Smart Energy type is outside."""
    signed = {"integer": 8, "long": 16, "double-long": 32, "long64": 64}
    bounds = {name: (-(1 << bits - 1), (1 << bits - 1) - 1) for name, bits in signed.items()}
    unsigned = {"enum": 8, "unsigned": 8, "long-unsigned": 16, "double-long-unsigned": 32, "long64-unsigned": 64}
    for bits in range(8, 72, 8):
        unsigned |= {f"data{bits}": bits, f"map{bits}": bits}
        bounds |= {f"uint{bits}": (0, (1 << bits) - 2), f"int{bits}": (1 - (1 << bits - 1), (1 << bits - 1) - 1)}
    bounds |= {name: (0, (1 << bits) - 1) for name, bits in unsigned.items()}
    bounds |= {"enum8": (0, 0xFE), "enum16": (0, 0xFFFE), "clusterId": (0, 0xFFFE), "attribId": (0, 0xFFFE)}
    return bounds | {"bool": (0, 1), "boolean": (0, 1), "UTC": (0, 0xFFFF_FFFE)}


_BOUNDS: Final[Mapping[str, Bounds]] = MappingProxyType(_integer_bounds())
_ALWAYS_A_VALUE: Final = ("map", "data", "octets", "bits", "key", "rest")  # of Smart Energy: any code is one


def bounds_of(type_name: str) -> Bounds | None:
    """Return the least and the greatest number of a type by its name in the standard; None if it holds no integers."""
    return _BOUNDS.get(type_name)


class Valued(ABC, Generic[T]):
    """An entry with a codec: its own raw value, and what that means in the catalogue's terms."""

    __slots__ = ()

    name: str
    device: str
    element: str
    item: str
    terms: Terms

    @property
    @abstractmethod
    def protocol(self) -> str:
        """The wire: ``dlms`` or ``sep``."""

    @property
    @abstractmethod
    def leaf_type(self) -> str:
        """The standard's name of the type of the entry's own raw value."""

    @property
    def bounds(self) -> Bounds | None:
        """The least and the greatest number that the entry's own raw value can be; None if it is no number."""
        return bounds_of(self.leaf_type)

    @property
    def scale_source(self) -> ScaleSource | None:
        """Where the scale of the value comes from; None where it has none, or no source tells."""
        sense = self.terms.sense
        return sense.source if isinstance(sense, Scaled) else None

    def scale_from(self, numbers: Mapping[str, int | ScalerUnit | None]) -> Scale:
        """Return the scale that is made of the raw values of siblings, by name: see `scale_source.siblings`.

        Raises:
            TermsError: a sibling is missing or has no value, or no source tells of siblings.
        """
        source = self.scale_source
        if source is None:
            raise TermsError(Refusal.SCALE, f"{self.name}: {self.terms.note or 'the value has no scale'}")
        return source.stated if source.stated is not None and not source.siblings else source.read(numbers)

    def value(self, raw: T, scale: Scale | ScalerUnit | None = None) -> T | Term:
        """Return what a raw value stands for. `scale` counts before any that the mapping states.

        Raises:
            TermsError: a scale is needed and neither given nor stated, or the value is no decimal number.
        """
        if raw is None:
            return Meaning(self.terms.non_value) if self.terms.non_value else NO_VALUE
        number = _as_number(raw)
        meaning = next((word for code, word in self.terms.meanings if code == number), None)
        if meaning is not None:
            return Meaning(meaning)
        if isinstance(raw, DateTime):
            return cast("T | Term", _moment(raw))
        if not isinstance(raw, int):
            return raw
        return cast("T | Term", self._read(raw, scale))

    def raw(  # noqa: PLR0911  (one a kind of value)
        self, value: T | Term | str, scale: Scale | ScalerUnit | None = None
    ) -> T:
        """Return the raw value that stands for a value; a name may be given as text.

        Raises:
            TermsError: no raw value is exactly that value, or none that the type holds and the mapping allows.
        """
        match value:
            case Meaning(word):
                return cast("T", self._code_of(word))
            case Quantity():
                return cast("T", self._count(value, scale))
            case Named() | Flags():
                return cast("T", self._checked(self._named(value)))
            case str() if isinstance(self.terms.sense, Coded):
                return cast("T", self._checked(self._named(value)))
            case datetime():
                return cast("T", self._instant(value))
            case int() if isinstance(self.terms.sense, Scaled):
                raise TermsError(Refusal.KIND, f"{self.name}: {value} has no unit; give a quantity")
            case int():
                return cast("T", self._checked(value))
            case _ if value is None or self.bounds is None or isinstance(value, Absent):
                return cast("T", value)
            case _:
                raise TermsError(Refusal.KIND, f"{self.name}: {value!r}")

    # reading

    def _read(self, raw: int, scale: Scale | ScalerUnit | None) -> object:
        match self.terms.sense:
            case Coded(names):
                name = next((name for code, name in names if code == raw), None)
                return raw if name is None else Named(raw, name)
            case Bitmap(masks):
                return _flags(raw, masks)
            case Seconds():
                return EPOCH + timedelta(seconds=raw)
            case Scaled():
                return self._scale(scale).quantity(raw)
            case None:
                return raw if scale is None else Scale.of(scale).quantity(raw)

    def _scale(self, given: Scale | ScalerUnit | None) -> Scale:
        source = self.scale_source
        if given is not None:
            return source.known(Scale.of(given)) if source else Scale.of(given)
        if source is None or source.stated is None:
            names = ", ".join(sibling.name for sibling in source.siblings) if source else ""
            detail = f"read {names} and pass the scale" if names else self.terms.note or "pass the scale"
            raise TermsError(Refusal.SCALE, f"{self.name}: no scale is stated; {detail}")
        return source.stated

    # writing

    def _code_of(self, word: str) -> int | bool | datetime | None:
        if word == (self.terms.non_value or NO_VALUE.word) and self._has_no_value():
            return None
        for code, called in self.terms.meanings:
            if called == word:
                return EPOCH + timedelta(seconds=code) if self.leaf_type == "UTC" else self._typed(code)
        known = ", ".join(called for _, called in self.terms.meanings) or "none"
        raise TermsError(Refusal.NO_SUCH_MEANING, f"{self.name}: no code means {word!r}; those that have one: {known}")

    def _has_no_value(self) -> bool:
        """Whether None is a raw value: the non-value of a type of Smart Energy, or null-data."""
        if self.protocol == "sep":
            return not self.leaf_type.startswith(_ALWAYS_A_VALUE)
        return self.leaf_type in ("null-data", "data")

    def _count(self, quantity: Quantity, scale: Scale | ScalerUnit | None) -> int:
        if not isinstance(self.terms.sense, Scaled) and scale is None:
            raise TermsError(Refusal.SCALE, f"{self.name}: {self.terms.note or 'the value has no scale'}")
        known = self._scale(scale)
        number = known.number(quantity)
        low, high = self._limits(number)
        nearest = _quantity_or_none(known, min(max(round(number), low), high))
        if number.denominator != 1:
            raise TermsError(Refusal.RESOLUTION, f"{self.name}: {quantity}", nearest)
        if not low <= number <= high:
            raise TermsError(self._reason(int(number)), f"{self.name}: {quantity}", nearest)
        return self._untaken(int(number), str(quantity))

    def _checked(self, number: int) -> int:
        low, high = self._limits(Fraction(number))
        if not low <= number <= high:
            raise TermsError(self._reason(number), f"{self.name}: {number}", min(max(number, low), high))
        return self._untaken(number, str(number))

    def _untaken(self, number: int, said: str) -> int:
        for code, word in self.terms.meanings:
            if code == number:
                raise TermsError(Refusal.TAKEN, f"{self.name}: the code of {said} means {word!r}")
        return self._typed(number)

    def _typed(self, number: int) -> int:
        return bool(number) if self.leaf_type in ("bool", "boolean") else number

    def _limits(self, number: Fraction) -> Bounds:
        """Return the range of raw numbers nearest to a number, of those that the type holds and the mapping allows."""
        held = self.bounds
        ranges: Sequence[Bounds] = self.terms.allowed or ([held] if held else [])
        if held:
            ranges = [(max(low, held[0]), min(high, held[1])) for low, high in ranges]
        ranges = [(low, high) for low, high in ranges if low <= high]
        if not ranges:
            return (int(number), int(number)) if held is None else held
        return min(ranges, key=lambda limits: max(limits[0] - number, number - limits[1], 0))

    def _reason(self, number: int) -> Refusal:
        held = self.bounds
        return Refusal.NOT_ALLOWED if held and held[0] <= number <= held[1] else Refusal.OVERFLOW

    def _named(self, value: Named | Flags | str) -> int:
        match self.terms.sense, value:
            case Coded(names), Named(code, name) if (code, name) in names:
                return code
            case Coded(names), Named() | str():
                codes = [code for code, name in names if name == str(value)]
                if len(codes) == 1 and isinstance(value, str):
                    return codes[0]
                known = ", ".join(name for _, name in names)
                raise TermsError(Refusal.NO_SUCH_NAME, f"{self.name}: {value!s} is none of {known}")
            case Bitmap(masks), Flags():
                return _bits(self.name, value, masks)
            case _:
                raise TermsError(Refusal.KIND, f"{self.name}: {value!r}")

    def _instant(self, moment: datetime) -> DateTime | datetime | int:
        if moment.tzinfo is None:
            raise TermsError(Refusal.KIND, f"{self.name}: {moment} has no time zone")
        if self.leaf_type == "date-time":
            return _date_time(self.name, moment)
        if self.leaf_type != "UTC" and not isinstance(self.terms.sense, Seconds):
            raise TermsError(Refusal.KIND, f"{self.name}: {moment} is a time")
        seconds, rest = divmod(moment - EPOCH, timedelta(seconds=1))
        low, high = self.bounds or (seconds, seconds)
        if rest or not low <= seconds <= high:
            nearest = EPOCH + timedelta(seconds=min(max(seconds, low), high))
            raise TermsError(Refusal.RESOLUTION if rest else Refusal.OVERFLOW, f"{self.name}: {moment}", nearest)
        self._untaken(seconds, str(moment))
        return moment if self.leaf_type == "UTC" else seconds


def _quantity_or_none(scale: Scale, raw: int) -> Quantity | None:
    try:
        return scale.quantity(raw)
    except TermsError:
        return None


def _as_number(raw: object) -> int | None:
    """Return the code that a raw value travels as, if it is a number or a time of Smart Energy."""
    if isinstance(raw, datetime):
        return (raw - EPOCH) // timedelta(seconds=1)
    return raw if isinstance(raw, int) else None


def _moment(raw: DateTime) -> DateTime | datetime:
    """Return the moment of a date-time, if going back gives the same date-time; or else the date-time."""
    if raw.deviation is None:
        return raw
    try:
        moment = raw.to_datetime()
        return moment if DateTime.from_datetime(moment) == raw else raw
    except ValueError:
        return raw


def _date_time(name: str, moment: datetime) -> DateTime:
    rest = moment.microsecond % 10_000
    if rest:
        nearest = moment - timedelta(microseconds=rest)
        raise TermsError(Refusal.RESOLUTION, f"{name}: {moment} is no whole hundredth", nearest)
    return DateTime.from_datetime(moment)


def _by_name(masks: Iterable[tuple[int, str]]) -> tuple[dict[str, int], dict[str, int]]:
    """Return the masks of flags, which are one bit, and of fields, which are several, by name."""
    single = {name: mask for mask, name in masks if mask.bit_count() == 1}
    several = {name: mask for mask, name in masks if mask.bit_count() > 1}
    return single, several


def _flags(raw: int, masks: tuple[tuple[int, str], ...]) -> Flags:
    single, several = _by_name(masks)
    known = 0
    for mask in (*single.values(), *several.values()):
        known |= mask
    return Flags(
        frozenset(name for name, mask in single.items() if raw & mask),
        tuple((name, (raw & mask) // (mask & -mask)) for name, mask in several.items()),
        raw & ~known,
    )


def _bits(entry: str, flags: Flags, masks: tuple[tuple[int, str], ...]) -> int:
    single, several = _by_name(masks)
    unknown = sorted({*(flags.names - single.keys()), *(name for name, _ in flags.fields if name not in several)})
    if unknown:
        known = ", ".join((*single, *several))
        raise TermsError(Refusal.NO_SUCH_NAME, f"{entry}: {', '.join(unknown)}: none of {known}")
    raw = flags.unnamed
    for name in flags.names:
        raw |= single[name]
    for name, number in flags.fields:
        lowest = several[name] & -several[name]
        most = several[name] // lowest
        if not 0 <= number <= most:
            raise TermsError(Refusal.OVERFLOW, f"{entry}: {number} does not fit in {name}", most)
        raw |= number * lowest
    return raw
