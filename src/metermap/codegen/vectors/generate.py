"""Writes the vectors into a build: all of them, what their types are made of, and which are of each entry's type.

All, and not those of the workspace's types alone: who writes a codec needs the types inside its types as well,
and the whole set is smaller than one device's bindings.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from metermap.codegen.base import Generated, GeneratorInput
from metermap.codegen.bindings.layouts import notation
from metermap.codegen.bindings.scan import scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from metermap.codegen.bindings.scan import EntryFacts
    from metermap.codegen.vectors.model import Vector

__all__ = ["Typed", "generate"]


def generate(source: GeneratorInput) -> Generated:
    """Return ``vectors.json`` and ``vectors.schema.json``. `options` are those of the bindings."""
    from metermap.codegen.vectors.model import SCHEMA, printed, read_vectors  # noqa: PLC0415  (brings pydantic along)

    facts = scan(source, str)
    vectors = read_vectors()
    typed = Typed(vectors)
    entries = {entry.statement.key: typed.type_of(entry) for device in facts.devices for entry in device.entries}
    lines = ",\n  ".join(map(printed, vectors))
    text = (
        f'{{"schema_version": 0,\n "digest": {json.dumps(facts.digest)},\n "vectors": [\n  {lines}],\n'
        f' "types": {_listed(typed.layouts)},\n "entries": {_listed(dict(sorted(entries.items())))}}}\n'
    )
    files = {"vectors.json": text.encode(), "vectors.schema.json": SCHEMA.read_bytes()}
    counts = {"vectors": len(vectors), "entries with vectors": sum(1 for type_ in entries.values() if type_)}
    return Generated(files, counts, facts.findings)


class Typed:
    """The types of vectors: what each is made of, and which of them an entry has."""

    def __init__(self, vectors: Iterable[Vector]) -> None:
        self.layouts = _layouts({vector.type for vector in vectors})
        self._types = {(type_.partition(" ")[0], layout): type_ for type_, layout in reversed(self.layouts.items())}

    def type_of(self, entry: EntryFacts) -> str | None:
        """Return the vectors' type of what travels whole for an entry; None if no vector is of its type."""
        if entry.transfer is None:
            return None
        wire = "axdr" if entry.statement.protocol == "dlms" else "zcl"
        return self._types.get((wire, notation(entry.transfer.layout)))


def _layouts(types: set[str]) -> dict[str, str]:
    """Return the layout of each type that has one, in the order of the types."""
    from metermap.codegen.vectors.types import layout_of  # noqa: PLC0415  (reads the dictionaries)

    layouts = {type_: layout_of(type_) for type_ in sorted(types)}
    return {type_: notation(layout) for type_, layout in layouts.items() if layout is not None}


def _listed(texts: Mapping[str, str | None]) -> str:
    return json.dumps(texts, ensure_ascii=False, indent=1)
