"""Which entries of GB have vectors of the type of what travels whole there, and of which types there are none."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from metermap.codegen.base import GeneratorInput
from metermap.codegen.bindings.layouts import notation
from metermap.codegen.bindings.scan import scan
from metermap.codegen.vectors import generate
from metermap.protocols import load_dictionaries
from tests.gb.load import load_gb

__all__ = ["Entries", "entries_of_gb"]


@dataclass(frozen=True, slots=True)
class Entries:
    """How many entries there are; and, by layout, how many have no vectors. "" is the layout of those without any."""

    total: int
    without: Mapping[str, int]

    @property
    def with_vectors(self) -> int:
        """Return how many entries have vectors."""
        return self.total - sum(self.without.values())


@cache
def entries_of_gb() -> Entries:
    """Return the entries of the workspace `gb` as a build has them."""
    source = GeneratorInput(load_gb(), "gb", {}, load_dictionaries())
    types = json.loads(generate(source).files["vectors.json"])["entries"]
    without: Counter[str] = Counter()
    for device in scan(source, str).devices:
        for entry in device.entries:
            if types[entry.statement.key] is None:
                without[notation(entry.transfer.layout) if entry.transfer else ""] += 1
    return Entries(len(types), MappingProxyType(without))
