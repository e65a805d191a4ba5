"""What the fuzzers read: a number for each codec, the same in C and in Python, and octets to begin with."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.codegen.proving.differential import Compared
from tests.codegen.proving.transfers import gb_transfers
from tests.codegen.test_apdus import VECTORS as APDUS

__all__ = ["FURTHER", "HEADER", "seeds", "write_targets"]

HEADER: Final = "targets.h"
FURTHER: Final = ("apdu", "frame", "gbz", "alert")
_FRAMES: Final = ("00110000000004", "1d5f112203", "e10102ff")
_ENVELOPES: Final = ("010902000702000801220 3aabbccddee".replace(" ", ""),)
_TYPE: Final = """\
enum target_kind { LEAF_TARGET, LAYOUT_TARGET, RESPONSES_TARGET, REPORTS_TARGET };

struct target {
    enum target_kind kind;
    gb_codec codec;
    uint32_t minimum;
    uint32_t maximum;
    const gb_entry *entry; /* whose layout it is; null: that of layouts.h called `name` */
    const char *name;
    gb_order order;
};
"""


def write_targets(subjects: Sequence[Compared], folder: Path) -> None:
    """Write the table that the C target reads."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = "".join(f"    {row},\n" for row in map(_row, subjects))
    (folder / HEADER).write_text(f"{_TYPE}\nstatic const struct target targets[] = {{\n{rows}}};\n", "utf-8")


def _row(subject: Compared) -> str:
    """Return the row of what the driver is asked by ``decode 262 0 4294967295 -`` or ``layout #7 0102 -``."""
    match subject.line(b"").split():
        case "decode", codec, minimum, maximum, _:
            return f"{{LEAF_TARGET, (gb_codec){codec}, {minimum}u, {maximum}u, NULL, NULL, {{NULL, 0, NULL}}}}"
        case "layout", name, order, _:
            return f"{{LAYOUT_TARGET, GB_CODEC_NONE, 0, 0, {_layout(name)}, {_order(order)}}}"
        case kind, _:
            return f"{{{kind.upper()}_TARGET, GB_CODEC_NONE, 0, 0, NULL, NULL, {{NULL, 0, NULL}}}}"
        case _:
            message = f"{subject.line(b'')!r} is no question"
            raise ValueError(message)


def _layout(name: str) -> str:
    if not name.startswith("#"):
        return f'NULL, "{name}"'
    sample = gb_transfers()[int(name[1:])]
    return f"&gb_{sample.device}_entries[{sample.entry}], NULL"


def _order(order: str) -> str:
    """Return the initializer of an order as in ``020100,1:0100``: of the members, then inside those at some places."""
    if order == "-":
        return "{NULL, 0, NULL}"
    outer, *inner = order.split(",")
    orders = dict(part.split(":") for part in inner)
    count = len(outer) // 2
    places = (f"&(const gb_order){_order(orders[str(at)])}" if str(at) in orders else "NULL" for at in range(count))
    inside = f"(const gb_order *const[]){{{', '.join(places)}}}" if orders else "NULL"
    return f"{{(const uint8_t[]){{{', '.join(map(str, bytes.fromhex(outer)))}}}, {count}, {inside}}}"


def seeds(subjects: Sequence[Compared], count: int) -> Iterator[bytes]:
    """Yield octets to begin with: `count` made ones of each codec, and published or hand-made ones of the others."""
    chance = random.Random(1)  # noqa: S311  (no secret)
    for number, subject in enumerate(subjects):
        yield from (number.to_bytes(2, "big") + subject.make(chance) for _ in range(count))
    further = (tuple(vector.octets.hex() for vector in APDUS), _FRAMES, _ENVELOPES, ("0109018f0a00000002ee",))
    for at, texts in enumerate(further):
        yield from ((len(subjects) + at).to_bytes(2, "big") + bytes.fromhex(text) for text in texts)
