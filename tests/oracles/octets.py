"""Asking the oracles for octets: each builds or reads what it is given, in its own environment."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue, TypeAdapter

from metermap.codegen.bindings.codecs import SCALER_UNIT_TYPE
from metermap.codegen.bindings.layouts import Array, Layout, Leaf, Payload, Structure, Variant
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


def shape_of(type_: str, value: Json = None) -> Shape:
    """Return what a script needs to know of a type: names of members and of simple types, as JSON.

    Of a field with variants the shape is the one that the value's fields are for.
    """
    if type_.startswith("zcl global"):
        return {"records": type_.removeprefix("zcl ")}
    if type_ == f"axdr {SCALER_UNIT_TYPE}":
        return {"structure": [["scaler", {"leaf": "integer"}], ["unit", {"leaf": "enum"}]]}
    layout = layout_of(type_)
    assert layout is not None
    if own := own_command(type_):
        return {"own": list(own)}
    return _shape(layout, value)


def _shape(layout: Layout, value: Json) -> Shape:
    match layout:
        case Leaf():
            return {"leaf": layout.codec.name}
        case Structure():
            return {"structure": [[field.name, _shape(field.layout, None)] for field in layout.fields]}
        case Array():
            return {"array": _shape(layout.element, None)}
        case Payload():
            found = value if isinstance(value, dict) else {}
            chosen = [(field.name, _chosen(field.layout, found)) for field in layout.fields]
            return {"payload": [[name, _shape(each, found.get(name))] for name, each in chosen]}
        case List():
            first = value[0] if isinstance(value, list) and value else None
            return {"list": _shape(layout.element, first)}
        case _:
            return {}


def _chosen(layout: Layout, fields: dict[str, JsonValue]) -> Layout:
    """Return the variant that earlier fields select."""
    if not isinstance(layout, Variant):
        return layout
    numbers = {name: field for name, field in fields.items() if isinstance(field, int)}
    found = (case.layout for case in layout.cases if case.when.holds(numbers, octets_remain=True))
    return next(found, layout.otherwise)
