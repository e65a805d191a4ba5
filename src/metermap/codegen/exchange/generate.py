"""Writes the resolved model as JSON, its JSON Schema, a table of its statements, and a set of SSSOM mappings."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from metermap.codegen.base import Generated, GeneratorInput
from metermap.codegen.exchange.documents import model_document
from metermap.codegen.exchange.sssom import sssom_table
from metermap.codegen.exchange.table import model_table

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["generate"]


def generate(source: GeneratorInput) -> Generated:
    """Return ``model.json``, ``model.schema.json``, ``model.csv`` and ``model.sssom.tsv``.

    Where the workspace has other editions, ``editions.json`` lists them, and ``editions/`` has what differs in each.
    """
    from metermap.codegen.exchange.schema import json_schema  # noqa: PLC0415  (brings pydantic along)

    model = source.model
    document = model_document(model, source.findings)
    files = {
        "model.json": _json(document),
        "model.schema.json": _json(json_schema()),
        "model.csv": model_table(model).encode(),
        "model.sssom.tsv": sssom_table(model, source.options).encode(),
    }
    if source.editions:
        from metermap.codegen.exchange.editions import edition_files  # noqa: PLC0415  (brings the comparing along)

        files |= edition_files(model, document, source.editions, source.site.renamed)
    return Generated(files, {"statements": len(model.statements)})


def _json(document: Mapping[str, object]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
