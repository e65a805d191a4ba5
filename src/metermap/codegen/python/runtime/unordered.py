"""Structures whose members are known by name and type, while nothing records the order in which they travel.

Decoding and encoding are refused with `OrderNotStatedError` until the caller gives the order:

    codec = cosem_types.IMPORT_REGISTER_COLLECTION.in_order(
        ("active_import_value", "active_scal_unit_type", ...),
        inside={"active_scal_unit_type": ("active_import_scaler", "active_import_unit")},
    )
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from .codec import AnyCodec, Codec, Octets
from .structures import Array, OrderNotStatedError, Structure, check_names

__all__ = ["NOTHING_INSIDE", "Unordered"]

NOTHING_INSIDE: Final[Mapping[str, Iterable[str]]] = MappingProxyType({})
"""No order for what is inside."""


class Unordered(Codec[Mapping[str, object]]):
    """The members by name, in no order. `optional` are those that some variants of a device lack."""

    __slots__ = ("_members", "_optional")

    def __init__(self, name: str, members: Mapping[str, AnyCodec[object]], optional: Iterable[str] = ()) -> None:
        super().__init__(name)
        self._members = dict(members)
        self._optional = frozenset(optional)

    @property
    def members(self) -> tuple[str, ...]:
        """The names of the members, in no order."""
        return tuple(self._members)

    def in_order(
        self, names: Iterable[str], inside: Mapping[str, Iterable[str]] = NOTHING_INSIDE
    ) -> Codec[Mapping[str, object]]:
        """Return the codec of the members in the order of the names; optional ones may be left out.

        `inside` gives the order of members that are such structures themselves, or lists of them, by the name of
        the member; a deeper one by its path, ``a.b``.

        Raises:
            ValueError: a name is unknown, doubled or missing.
        """
        ordered = tuple(names)
        present = [name for name in self._members if name in ordered or name not in self._optional]
        check_names(self.name, present, ordered, all_of_them=True)
        check_names(f"inside of {self.name}", ordered, tuple(_tops(inside)), all_of_them=False)
        _check_paths(self.name, inside)
        return _Ordered(self.name, {name: _in_order(self._members[name], name, inside) for name in ordered})

    def read(self, data: Octets, offset: int) -> tuple[Mapping[str, object], int]:
        """Raise OrderNotStatedError."""
        del data, offset
        raise self._refusal()

    def encode(self, value: Mapping[str, object]) -> bytes:
        """Raise OrderNotStatedError."""
        del value
        raise self._refusal()

    def _refusal(self) -> OrderNotStatedError:
        names = ", ".join(self._members)
        return OrderNotStatedError(f"{self.name}: in which order {names} travel is not recorded; see in_order")


def _tops(inside: Mapping[str, Iterable[str]]) -> Iterable[str]:
    """Return the first names of paths, each once."""
    return dict.fromkeys(path.partition(".")[0] for path in inside)


def _check_paths(name: str, inside: Mapping[str, Iterable[str]]) -> None:
    """Raise ValueError for a deeper order whose outer one is not given: it would mean nothing."""
    for path in inside:
        above = path.rpartition(".")[0]
        if above and above not in inside:
            message = f"inside of {name}: {path} has an order, and {above} has none"
            raise ValueError(message)


def _in_order(codec: AnyCodec[object], name: str, inside: Mapping[str, Iterable[str]]) -> AnyCodec[object]:
    """Return the codec of a member with the order that `inside` gives for it, if it gives one."""
    if name not in inside:
        return codec
    deeper = {path.removeprefix(f"{name}."): names for path, names in inside.items() if path.startswith(f"{name}.")}
    return _ordered(codec, name, inside[name], deeper)


def _ordered(
    codec: AnyCodec[object], name: str, names: Iterable[str], deeper: Mapping[str, Iterable[str]]
) -> AnyCodec[object]:
    if isinstance(codec, Unordered):
        return codec.in_order(names, deeper)
    if isinstance(codec, Array):
        return codec.of(_ordered(codec.element, name, names, deeper))
    message = f"the order of {name} is known"
    raise ValueError(message)


class _Ordered(Codec[Mapping[str, object]]):
    """A structure as a mapping of its members, in order."""

    __slots__ = ("_names", "_structure")

    def __init__(self, name: str, members: Mapping[str, AnyCodec[object]]) -> None:
        super().__init__(name)
        self._names = tuple(members)
        self._structure: Structure[tuple[object, ...]] = Structure(tuple, members.values(), name)

    def read(self, data: Octets, offset: int) -> tuple[Mapping[str, object], int]:
        values, end = self._structure.read(data, offset)
        return dict(zip(self._names, values, strict=True)), end

    def encode(self, value: Mapping[str, object]) -> bytes:
        check_names(self.name, self._names, tuple(value), all_of_them=True)
        return self._structure.encode(tuple(value[name] for name in self._names))
