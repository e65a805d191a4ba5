"""Frames, payloads of global commands and collections of attributes: name, type, value. zigpy builds the octets."""

from __future__ import annotations

from typing import Final

from metermap.codegen.vectors.model import Json

__all__ = ["BOUNDARIES", "FRAMES"]


def _frame(type_: str, command: int, payload: str, **fields: Json) -> dict[str, Json]:
    """Return a frame from client to server, but for the fields given."""
    value: dict[str, Json] = {
        "type": type_,
        "to_client": False,
        "disable_default_response": False,
        "reserved": 0,
        "manufacturer": None,
        "sequence": 0x11,
        "command": command,
        "payload": payload,
    }
    return value | fields


def _typed(type_: str, value: Json) -> dict[str, Json]:
    return {"type": type_, "value": value}


def _nested(depth: int) -> Json:
    """Return an array of arrays, the innermost of one uint8."""
    value: Json = _typed("uint8", [7])
    for _ in range(depth - 1):
        value = _typed("array", [value])
    return value


_READ: Final[list[Json]] = [0x0000, 0x0400, 0xFFFF]
_SUMMATION: Final[dict[str, Json]] = {"attribute": 0x0000, "type": 0x25, "value": "40420f000000"}
_STATUS: Final[dict[str, Json]] = {"attribute": 0x0200, "type": 0x18, "value": "80"}
_ARRAY: Final[dict[str, Json]] = {"attribute": 0x0A00, "type": 0x48, "value": "210200010002ff"}
_BOTH: Final[list[Json]] = [_SUMMATION, _STATUS]
_ANSWERS: Final[list[Json]] = [
    {"attribute": 0x0000, "status": 0, "type": 0x25, "value": "ffffffffffff"},
    {"attribute": 0x0401, "status": 0x86},
    {"attribute": 0x0402, "status": 0, "type": 0x42, "value": "00"},
]

FRAMES: Final[tuple[tuple[str, str, Json], ...]] = (
    ("frame/read-attributes", "frame", _frame("global", 0x00, "00000004")),
    (
        "frame/default-response",
        "frame",
        _frame("global", 0x0B, "0086", to_client=True, disable_default_response=True),
    ),
    ("frame/of-a-cluster", "frame", _frame("cluster", 0x02, "", sequence=0xFF)),
    ("frame/of-a-manufacturer", "frame", _frame("cluster", 0x03, "0102", manufacturer=0x115F, to_client=True)),
    ("frame/reserved-bits", "frame", _frame("global", 0x0A, "", reserved=7, sequence=0)),
    ("global-0x00/none", "global 0x00", []),
    ("global-0x00/three", "global 0x00", _READ),
    ("global-0x01/value-and-failure", "global 0x01", _ANSWERS),
    ("global-0x01/all-failed", "global 0x01", [{"attribute": at, "status": 0x86} for at in range(3)]),
    ("global-0x02/two", "global 0x02", _BOTH),
    ("global-0x03/two", "global 0x03", _BOTH),
    ("global-0x05/one", "global 0x05", [_STATUS]),
    ("global-0x04/success", "global 0x04", [{"status": 0}]),
    (
        "global-0x04/two-failures",
        "global 0x04",
        [{"status": 0x88, "attribute": 0x0000}, {"status": 0x86, "attribute": 0xFFFE}],
    ),
    ("global-0x0A/of-an-array", "global 0x0A", [_ARRAY, _STATUS]),
    ("global-0x0B/success", "global 0x0B", {"command": 0x02, "status": 0}),
    ("global-0x0B/unsupported", "global 0x0B", {"command": 0xFF, "status": 0x81}),
    ("array/of-uint16", "array", _typed("uint16", [1, 0xFFFE, None])),
    ("array/of-nothing", "array", _typed("string", [])),
    ("array/of-strings", "array", _typed("string", ["", "Day", "Night"])),
    ("array/of-300", "array", _typed("uint8", [at % 255 for at in range(300)])),
    ("array/of-arrays", "array", _typed("array", [_typed("int8", [-1, 1]), _typed("bool", [True, False])])),
    ("array/nested-16-deep", "array", _nested(16)),
    ("array/of-structures", "array", _typed("struct", [[_typed("uint8", 1)], []])),
    ("set/of-enum8", "set", _typed("enum8", [0, 1, 254])),
    ("set/of-equals", "set", _typed("uint24", [5, 5])),
    ("bag/of-map32", "bag", _typed("map32", [0, 0xFFFFFFFF])),
    ("bag/of-nothing", "bag", _typed("UTC", [])),
    ("struct/empty", "struct", []),
    (
        "struct/of-four-types",
        "struct",
        [_typed("uint48", 123_456), _typed("octstr", "0aff"), _typed("bool", value=True), _typed("int16", None)],
    ),
    (
        "struct/of-collections",
        "struct",
        [_typed("array", _typed("uint8", [1, 2])), _typed("struct", [_typed("enum8", 3)]), _typed("uint8", 9)],
    ),
)
BOUNDARIES: Final = frozenset(
    {
        "frame/of-a-cluster",
        "frame/reserved-bits",
        "global-0x00/none",
        "array/of-nothing",
        "array/of-300",
        "array/nested-16-deep",
        "bag/of-nothing",
        "struct/empty",
    }
)
"""The names of those with nothing in them, as deep or as long as may be, or with bits that mean nothing."""
