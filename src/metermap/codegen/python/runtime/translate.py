"""Translation of a value from one wire to the other, for an element of a device that has both.

The raw value is read in the catalogue's terms and written again; what would be lost is refused with a reason.

    kilowatt_hours = Scale(unit="kWh", divisor=1000)
    raw = translate(1_234_567, ACTIVE_EXPORT_REGISTER_VALUE, ACTIVE_EXPORT_REGISTER_SEP, to_scale=kilowatt_hours)

Entries are of one element if they name the same element, or if the one names an item as it is called in the
home area network (``Active Export Register``) and the other the item's current value
(``ActiveExportRegister.value``). Where names do not show it, the caller says so with `same_element`.

A number without a scale translates only to and from a count, a quantity without a unit; pass a scale otherwise.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Final, TypeAlias, TypeVar, cast

from .codec import Octets
from .cosem import DateTime, Quantity, ScalerUnit
from .entries import DlmsAttribute, DlmsEntry, Entry, SepAttribute, SepEntry
from .parts import Part, Whole
from .registry import Registry
from .scales import Refusal, Scale, TermsError
from .terms import NO_VALUE, Bitmap, Coded, Flags, Meaning, Named, Scaled, Valued

__all__ = ["NotTranslatableError", "counterparts", "is_same_element", "translate", "translate_octets"]

F = TypeVar("F")
T = TypeVar("T")

AnyScale: TypeAlias = Scale | ScalerUnit | None

_CURRENT: Final = frozenset({"", "value", "valueCurrent"})
_OCTETS: Final = frozenset({"octet-string", "octstr", "octstr16"})
_TEXTS: Final = frozenset({"visible-string", "utf8-string", "string", "string16"})
_BOOLEANS: Final = frozenset({"bool", "boolean"})


class NotTranslatableError(ValueError):
    """A value that would not arrive as it is, and why: `reason`."""

    def __init__(self, reason: Refusal, detail: str) -> None:
        super().__init__(f"{detail} ({reason.value})")
        self.reason = reason
        self.detail = detail


def translate(
    raw: F,
    source: Valued[F],
    target: Valued[T],
    *,
    from_scale: AnyScale = None,
    to_scale: AnyScale = None,
    same_element: bool = False,
) -> T:
    """Return the raw value of `target` that stands for the same as a raw value of `source`.

    A scale is needed for each entry that has one at run time only. `same_element` says that the entries are of
    one element although their names differ.

    Raises:
        NotTranslatableError: something would be lost, or no source tells what the value is.
    """
    _check_element(source, target, same_element=same_element)
    try:
        found = _written(source.value(raw, from_scale), source, target, to_scale)
        _check_type(target, found)
    except TermsError as refused:
        raise NotTranslatableError(refused.reason, refused.detail) from refused
    return found


def translate_octets(
    data: Octets,
    source: Valued[F],
    target: Valued[T],
    *,
    from_scale: AnyScale = None,
    to_scale: AnyScale = None,
    same_element: bool = False,
) -> bytes:
    """Return the octets of `target` that stand for the same as octets of `source`; both travel whole.

    Raises:
        DecodeError: the octets are no value of `source`.
        NotTranslatableError: as `translate`; or one of them is a part, which travels only in its whole.
    """
    reader, writer = _whole(source), _whole(target)
    raw = reader.codec.decode_exact(data)
    translated = translate(raw, reader, writer, from_scale=from_scale, to_scale=to_scale, same_element=same_element)
    return writer.codec.encode(translated)


def counterparts(entry: Entry, registry: Registry) -> tuple[Entry, ...]:
    """Return the entries of the other protocol that are of the same element, in order of key."""
    other = SepEntry if isinstance(entry, DlmsEntry) else DlmsEntry
    return tuple(one for one in registry if isinstance(one, other) and is_same_element(entry, one))


def is_same_element(one: Entry | Valued[F], other: Entry | Valued[T]) -> bool:
    """Whether two entries of one device are of the same element, as far as names show it."""
    if one.device != other.device or not (one.element and other.element):
        return False
    if one.element == other.element:
        return True
    same_item = _letters(one.item) == _letters(other.item)
    return same_item and all(entry.element.removeprefix(entry.item).lstrip(".") in _CURRENT for entry in (one, other))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()


def _check_element(source: Valued[F], target: Valued[T], *, same_element: bool) -> None:
    if source.device != target.device:
        detail = f"{source.name} is of {source.device}, {target.name} of {target.device}"
        raise NotTranslatableError(Refusal.DEVICE, detail)
    if not same_element and not is_same_element(source, target):
        detail = f"{source.element or source.name} and {target.element or target.name}"
        raise NotTranslatableError(Refusal.ELEMENT, detail)


def _whole(entry: Valued[T]) -> DlmsAttribute[T] | SepAttribute[T] | Whole[T]:
    if isinstance(entry, (DlmsAttribute, SepAttribute, Whole)):
        return entry
    raise NotTranslatableError(Refusal.PART, f"{entry.name} is a part of what travels; use translate")


def _written(value: object, source: Valued[F], target: Valued[T], scale: AnyScale) -> T:
    match value:
        case Quantity():
            return _quantity(value, target, scale)
        case Meaning() if value == NO_VALUE:
            return _no_value(source, target)
        case Meaning() | datetime():
            return target.raw(value)
        case Named() | Flags():
            return _named(value, source, target)
        case int() if not isinstance(value, bool):
            return _number(value, source, target, scale)
        case DateTime() if target.leaf_type != "date-time":
            raise TermsError(Refusal.NOT_A_VALUE, f"{source.name}: {value} is no single moment")
        case _ if _family(source.leaf_type) == _family(target.leaf_type):
            return target.raw(cast("T", value))
        case _:
            raise _unlike(source, target, value)


def _named(value: Named | Flags, source: Valued[F], target: Valued[T]) -> T:
    if isinstance(value, Flags) and value.unnamed:
        raise TermsError(Refusal.NO_SUCH_NAME, f"{source.name}: bits without a name, 0x{value.unnamed:X}")
    if isinstance(value, Flags):
        return target.raw(value)
    if isinstance(target.terms.sense, Coded):
        return target.raw(value.name)
    raise _unlike(source, target, value)


def _quantity(quantity: Quantity, target: Valued[T], scale: AnyScale) -> T:
    """Return the raw value of a quantity: by the target's scale, or as it is where the quantity is a count."""
    counts = target.terms.sense is None and target.bounds is not None and scale is None
    if counts and not quantity.unit and quantity.value == quantity.value.to_integral_value():
        return target.raw(cast("T", int(quantity.value)))
    return target.raw(quantity, scale)


def _number(number: int, source: Valued[F], target: Valued[T], scale: AnyScale) -> T:
    """Return the raw value of a number without a scale: a count, or a code that has no name."""
    if isinstance(source.terms.sense, (Coded, Bitmap)) or isinstance(target.terms.sense, (Coded, Bitmap)):
        raise TermsError(Refusal.NO_SUCH_NAME, f"{source.name}: {number} has no name")
    if isinstance(target.terms.sense, Scaled) or scale is not None:
        return target.raw(Quantity(Decimal(number), ""), scale)
    raise TermsError(Refusal.SCALE, f"{source.name}: no source tells what {number} counts; pass both scales")


def _no_value(source: Valued[F], target: Valued[T]) -> T:
    try:
        return target.raw(NO_VALUE)
    except TermsError:
        raise TermsError(Refusal.NOT_A_VALUE, f"{source.name} has no value; {target.name} cannot say so") from None


def _unlike(source: Valued[F], target: Valued[T], value: object) -> TermsError:
    return TermsError(Refusal.KIND, f"{source.name}: {value!r} is no {target.leaf_type} of {target.name}")


def _family(leaf_type: str) -> str:
    """Return what types of the two wires have the same values."""
    if leaf_type in _OCTETS:
        return "octets"
    if leaf_type in _TEXTS:
        return "text"
    return "boolean" if leaf_type in _BOOLEANS else leaf_type


def _check_type(target: Valued[T], raw: T) -> None:
    """Refuse what the target's type does not carry: a string that is too long."""
    match target:
        case Part() if target.bounds is None:
            codec = target.leaf
        case DlmsAttribute() | SepAttribute() | Whole():
            codec = target.codec
        case _:
            return
    try:
        codec.encode(raw)
    except ValueError as refused:
        raise TermsError(Refusal.OVERFLOW, f"{target.name}: {refused}") from None
