"""Writes the vectors into a build: all of them, and which are of the type of each entry.

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
    from metermap.codegen.bindings.scan import EntryFacts

__all__ = ["generate"]


def generate(source: GeneratorInput) -> Generated:
    """Return ``vectors.json`` and ``vectors.schema.json``. `options` are those of the bindings."""
    from metermap.codegen.vectors.model import SCHEMA, printed, read_vectors  # noqa: PLC0415  (brings pydantic along)

    facts = scan(source, str)
    vectors = read_vectors()
    types = _types_by_layout(sorted({vector.type for vector in vectors}))
    entries = {entry.statement.key: _type_of(entry, types) for device in facts.devices for entry in device.entries}
    lines = ",\n  ".join(map(printed, vectors))
    text = (
        f'{{"schema_version": 0,\n "digest": {json.dumps(facts.digest)},\n "vectors": [\n  {lines}],\n'
        f' "entries": {json.dumps(dict(sorted(entries.items())), ensure_ascii=False, indent=1)}}}\n'
    )
    files = {"vectors.json": text.encode(), "vectors.schema.json": SCHEMA.read_bytes()}
    counts = {"vectors": len(vectors), "entries with vectors": sum(1 for type_ in entries.values() if type_)}
    return Generated(files, counts, facts.findings)


def _types_by_layout(types: list[str]) -> dict[tuple[str, str], str]:
    """Return the vectors' types by wire and layout; of two ways to write one type the first."""
    from metermap.codegen.vectors.types import layout_of  # noqa: PLC0415  (reads the dictionaries)

    found: dict[tuple[str, str], str] = {}
    for type_ in types:
        layout = layout_of(type_)
        if layout is not None:
            found.setdefault((type_.partition(" ")[0], notation(layout)), type_)
    return found


def _type_of(entry: EntryFacts, types: dict[tuple[str, str], str]) -> str | None:
    if entry.transfer is None:
        return None
    wire = "axdr" if entry.statement.protocol == "dlms" else "zcl"
    return types.get((wire, notation(entry.transfer.layout)))
