"""Attribute records of ZCL payloads, which both bindings cut: made, and told in the driver's words."""

import random
from dataclasses import dataclass
from types import ModuleType
from typing import Final

from metermap.codegen.bindings.codecs import ZCL_NAMES, Codec, Wire
from metermap.codegen.bindings.layouts import Leaf
from metermap.codegen.python.runtime import attributes
from tests.codegen.proving.grammar import Grammar
from tests.codegen.proving.subjects import Load, reason_of

__all__ = ["Records", "records"]

_MOST: Final = 4


@dataclass(frozen=True)
class Records:
    """Read Attributes Responses, or reports, cut by the module `attributes` of some package."""

    name: str
    module: ModuleType

    def line(self, octets: bytes) -> str:
        """Return the driver's question."""
        return f"{self.name} {octets.hex() or '-'}"

    def make(self, chance: random.Random) -> bytes:
        """Return octets of a few records."""
        return b"".join(self._record(chance) for _ in range(chance.randint(0, _MOST)))

    def _record(self, chance: random.Random) -> bytes:
        attribute = chance.randbytes(2)
        if self.name == "responses":
            status = chance.choice((0, 0, 0, 0x86, 0xC1))
            if status:
                return attribute + bytes((status,))
            attribute += b"\x00"
        if chance.random() < 0.1:
            return attribute + b"\x48" + Grammar(chance).collection(0x48)
        type_ = chance.choice(tuple(ZCL_NAMES))
        return attribute + bytes((type_,)) + Grammar(chance).octets(Leaf(Codec(Wire.ZCL, ZCL_NAMES[type_])))

    def answer(self, octets: bytes) -> str:
        """Return what Python makes of octets, as the driver would say it."""
        cut = self.module.read_responses if self.name == "responses" else self.module.reports
        said = ["ok"]
        try:
            said.extend(map(_shown, cut(octets)))
        except ValueError as error:
            return " ".join((*said, reason_of(error)))
        return " ".join((*said, "end"))


def _shown(record: attributes.AttributeRecord) -> str:
    head = f"{record.attribute:04x}_{record.status:02x}_"
    return f"{head}-_-" if record.type is None else f"{head}{record.type:02x}_{record.value.hex()}"


def records(load: Load) -> list[Records]:
    """Return both kinds of records."""
    return [Records(name, load("attributes")) for name in ("responses", "reports")]
