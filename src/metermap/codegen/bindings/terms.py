"""What the raw value of each statement means to the catalogue: made once, written out by the back ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from metermap.codegen.bindings.codecs import Codec, Wire, scaler_unit_member
from metermap.codegen.bindings.layouts import Leaf
from metermap.codegen.bindings.scales import Beside, scale_source
from metermap.codegen.bindings.steps import BitsStep, leaf_at
from metermap.codegen.bindings.transfers import Place
from metermap.codegen.python.runtime.terms import (
    AS_IT_IS,
    Bitmap,
    Bounds,
    Coded,
    Scaled,
    Seconds,
    Sense,
    Terms,
    bounds_of,
)
from metermap.core.addresses import DlmsAddress
from metermap.core.numbers import whole_number
from metermap.core.suggest import normal
from metermap.core.types import Kind, TypeDescriptor
from metermap.mappings.model import Statement

__all__ = ["own_leaf", "terms_of"]

_OTHERS: Final = ("_", "_")  # all other values are as they are
_UNCHANGED: Final = "unchanged"  # says to leave the element as it is, whatever the table says
_EPOCH: Final = "epoch2000"
_SECONDS: Final = "double-long-unsigned"
_RANGE: Final = re.compile(r"(-?\w+)(?:\s*\.\.\s*(-?\w+))?")
_NO_QUANTITY: Final = frozenset({"", "none", "text", "boolean", "UTC"})
_SCALER_UNIT: Final = MappingProxyType({"scaler": "integer", "unit": "enum"})
_FURTHEST: Final = 1 << 64
_BOOLEANS: Final = frozenset({"bool", "boolean"})


def terms_of(statement: Statement, meaning: TypeDescriptor | None, beside: Beside) -> Terms:
    """Return the terms of a statement's own value; `meaning` is the catalogue's type of it."""
    place = beside.place
    if place.transfer is None or place.reason is not None:
        return AS_IT_IS
    leaf = own_leaf(statement, place)
    if leaf is None or bounds_of(leaf.codec.name) is None:
        return AS_IT_IS
    coded = [(word, code) for word, text in statement.coded if (code := _code(text, leaf)) is not None]
    pairs = [(word, code) for word, code in coded if _holds(leaf, code)]
    non_value = next((word for word, code in coded if _is_non_value(leaf, code)), "")
    others = _OTHERS in statement.coded
    meanings = tuple((code, word) for word, code in pairs if others or word == _UNCHANGED)
    names = tuple((code, word) for word, code in pairs if (code, word) not in meanings)
    sense, note = _sense(statement, meaning, leaf, names, beside)
    allowed = tuple(_ranges(statement.only))
    if names and not allowed:
        allowed = tuple((code, code) for code, _ in names)
    return Terms(sense, meanings, allowed, non_value, note)


def own_leaf(statement: Statement, place: Place) -> Leaf | None:
    """Return the leaf that a statement's own value is; None if it is composed, or if no layout is known."""
    leaf = leaf_at(place.transfer.layout, place.steps) if place.transfer else None
    if not isinstance(leaf, Leaf):
        return None
    member = scaler_unit_member(statement.address) if isinstance(statement.address, DlmsAddress) else None
    if member:
        return Leaf(Codec(Wire.AXDR, _SCALER_UNIT[member]))
    # The names of a packed value are those of all its bits, and not of some.
    return Leaf(leaf.codec) if any(isinstance(step, BitsStep) for step in place.steps) else leaf


def _sense(
    statement: Statement,
    meaning: TypeDescriptor | None,
    leaf: Leaf,
    names: tuple[tuple[int, str], ...],
    beside: Beside,
) -> tuple[Sense, str]:
    """Return what a number is, and why it stays raw where its scale is not told."""
    timed = meaning is not None and meaning.kind is Kind.DATE_TIME and leaf.codec.name == _SECONDS
    if timed or statement.unit == _EPOCH:
        return Seconds(), ""
    if names:
        return Coded(names + (() if _is_bitmap(leaf) else leaf.names)), ""
    if leaf.names:
        return (Bitmap(leaf.names) if _is_bitmap(leaf) else Coded(leaf.names)), ""
    if leaf.codec.name == "UTC" or leaf.codec.name in _BOOLEANS:
        return None, ""
    source = scale_source(statement, beside)
    return (None, _why_raw(statement, beside)) if source is None else (Scaled(source), "")


def _why_raw(statement: Statement, beside: Beside) -> str:
    if statement.conversion:
        return f"the wire carries {statement.conversion}, which needs other elements"
    if beside.catalogue_unit in _NO_QUANTITY:
        return ""
    return f"the catalogue's unit is {beside.catalogue_unit}; no source tells the scale on the wire"


def _is_bitmap(leaf: Leaf) -> bool:
    return leaf.codec.wire is Wire.ZCL and leaf.codec.name.startswith("map")


def _code(text: str, leaf: Leaf) -> int | None:
    """Return the code that a mapping writes as a number or by its name in the standard, as the type reads it."""
    number = whole_number(text)
    if number is None:
        return next((code for code, name in leaf.names if normal(name) == normal(text)), None)
    return _signed(number, leaf)


def _signed(number: int, leaf: Leaf) -> int:
    """Return what a signed type reads where all its bits are written as an unsigned number: 0xFF in an int8 is -1."""
    low, high = bounds_of(leaf.codec.name) or (0, number)
    span = 1 << (high.bit_length() + 1)
    return number - span if low < 0 and high < number < span else number


def _holds(leaf: Leaf, code: int) -> bool:
    low, high = bounds_of(leaf.codec.name) or (0, 0)
    return low <= code <= high


def _is_non_value(leaf: Leaf, code: int) -> bool:
    """Whether a code is the one beside the bounds: the non-value of a type of Smart Energy, which reads as None."""
    low, high = bounds_of(leaf.codec.name) or (0, 0)
    beside = high + 1 if low == 0 else low - 1
    return leaf.codec.wire is Wire.ZCL and code == beside and beside.bit_length() % 8 == 0


def _ranges(text: str) -> Iterator[Bounds]:
    """Yield the ranges of ``0..3`` or ``0x3 | 0x6``; nothing of what is written otherwise."""
    for piece in filter(None, map(str.strip, text.split("|"))):
        found = _RANGE.fullmatch(piece)
        if found is None:
            continue
        low, high = whole_number(found[1]), whole_number(found[2] or found[1])
        if low is None or high is None:
            continue
        # No type holds a number that is further out.
        yield max(low, -_FURTHEST), min(high, _FURTHEST)
