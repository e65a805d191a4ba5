"""Asking the oracles for octets: each builds or reads what it is given, in its own environment."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue, TypeAdapter

from metermap.codegen.bindings.codecs import SCALER_UNIT_TYPE
from metermap.codegen.bindings.layouts import (
    Array,
    Buffer,
    Choice,
    Field,
    Layout,
    Leaf,
    Payload,
    Structure,
    Unordered,
    Variant,
)
from metermap.codegen.bindings.layouts import Sequence as List
from metermap.codegen.vectors import Json, layout_of
from tests.oracles.ask import COSEM, GURUX, HERE, SPODES, ZIGPY, interpreter

__all__ = ["DLMS", "Answer", "Shape", "ask_octets", "oracles_of", "own_command", "shape_of"]

DLMS: Final = (GURUX, COSEM, SPODES)
SCRIPTS: Final = {
    GURUX: "gurux_octets",
    COSEM: "cosem_octets",
    SPODES: "spodes_octets",
    ZIGPY: "zigpy_octets",
}
# What zigpy has commands of with fields: the general clusters and Metering.
_OWN_CLUSTERS: Final = frozenset({0x0000, 0x0001, 0x000A, 0x0019, 0x0702})
_SNAPSHOT: Final = ["0x0702", "server", "0x06"]  # zigpy leaves what a snapshot holds as octets
_SECONDS: Final = 120

Shape = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a library says: octets that it built, or a value with the octets consumed, or that it refuses."""

    hex: str = ""
    value: JsonValue = None
    consumed: int | None = None
    refused: str = ""


_ANSWERS: Final = TypeAdapter(list[Answer])


def ask_octets(library: str, asks: Sequence[dict[str, JsonValue]]) -> list[Answer]:
    """Return the library's answers, in the order asked.

    Raises:
        OraclesMissing: there is no environment to ask it in.
        subprocess.CalledProcessError: its script fails; its own message is on standard error.
    """
    command = [interpreter(), "-I", str(HERE / "vectors" / f"{SCRIPTS[library]}.py")]
    asked = json.dumps(list(asks)).encode()
    run = subprocess.run(command, input=asked, stdout=subprocess.PIPE, check=True, timeout=_SECONDS)
    return _ANSWERS.validate_json(run.stdout)


def oracles_of(type_: str) -> tuple[str, ...]:
    """Return the libraries that can be asked about a type."""
    if type_.startswith("axdr"):
        return DLMS
    if "command" in type_ and own_command(type_) is None:
        return ()
    return (ZIGPY,)


def own_command(type_: str) -> list[JsonValue] | None:
    """Return cluster, sender and id of a command whose fields zigpy states itself."""
    _, word, *rest = type_.split(" ")
    if word != "command" or int(rest[0], 16) not in _OWN_CLUSTERS or rest == _SNAPSHOT:
        return None
    return [int(rest[0], 16), rest[1], int(rest[2], 16)]


def shape_of(type_: str, value: Json = None, order: tuple[str, ...] = ()) -> Shape:
    """Return what a script needs to know of a type: names of members and of simple types, as JSON.

    Of a choice, or a field with variants, the shape is the one that the value is of. `order` is that of members or
    columns whose order the type does not state.
    """
    if type_.startswith("zcl global"):
        return {"records": type_.removeprefix("zcl ")}
    if type_ == "zcl frame":
        return {"frame": True}
    if type_ == f"axdr {SCALER_UNIT_TYPE}":
        return {"structure": [["scaler", {"leaf": "integer"}], ["unit", {"leaf": "enum"}]]}
    layout = layout_of(type_)
    assert layout is not None
    if own := own_command(type_):
        return {"own": list(own)}
    return _unordered(layout, order) if isinstance(layout, Buffer | Unordered) else _shape(layout, value)


def _unordered(layout: Buffer | Unordered, order: tuple[str, ...]) -> Shape:
    known = {field.name: field.layout for field in layout.fields}
    row: Shape = {"structure": [[name, _shape(known[name], None) if name in known else {}] for name in order]}
    return {"array": row} if isinstance(layout, Buffer) else row


def _shape(layout: Layout, value: Json) -> Shape:  # noqa: PLR0911  (one a shape)
    first = value[0] if isinstance(value, list) and value else None
    found = value if isinstance(value, dict) else {}
    match layout:
        case Leaf():
            return {"leaf": layout.codec.name}
        case Structure():
            return {"structure": _members(layout.fields, found)}
        case Array():
            return {"array": _shape(layout.element, first)}
        case Choice():
            return _alternative(layout, found)
        case Payload():
            return {"payload": _members(layout.fields, found)}
        case List():
            return {"list": _shape(layout.element, first)}
        case _:
            return {}


def _members(fields: tuple[Field, ...], value: dict[str, JsonValue]) -> JsonValue:
    chosen = [(field.name, _chosen(field.layout, value)) for field in fields]
    return [[name, _shape(each, value.get(name))] for name, each in chosen]


def _alternative(layout: Choice, value: dict[str, JsonValue]) -> Shape:
    """Return the shape of the alternative that a value is of, by its type and the names of its members."""
    for each in (alternative.layout for alternative in layout.alternatives):
        inside = value.get("value")
        match each:
            case Structure() if isinstance(inside, dict) and list(inside) == [field.name for field in each.fields]:
                return _shape(each, inside)
            case Leaf() if value.get("type") == each.codec.name:
                return _shape(each, inside)
    return {}


def _chosen(layout: Layout, fields: dict[str, JsonValue]) -> Layout:
    """Return the variant that earlier fields select."""
    if not isinstance(layout, Variant):
        return layout
    numbers = {name: field for name, field in fields.items() if isinstance(field, int)}
    found = (case.layout for case in layout.cases if case.when.holds(numbers, octets_remain=True))
    return next(found, layout.otherwise)
