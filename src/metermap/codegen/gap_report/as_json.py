"""The gap report as JSON: the record's own fields, in the record's order, the schema version first; and its schema.

Texts are exact, as the catalogue has them. `row` is null where an element has no printed row.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
from collections.abc import Iterator
from typing import Final

from metermap.codegen.gap_report import aspects, counts, model, trend_model
from metermap.codegen.gap_report.model import SCHEMA_VERSION, GapReport

__all__ = ["report_json", "report_schema"]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def report_json(report: GapReport) -> str:
    """Return the report as one JSON object; `schema_version` comes first."""
    fields = dataclasses.asdict(report)
    ordered = {"schema_version": fields.pop("schema_version"), **fields}
    return json.dumps(ordered, indent=1, ensure_ascii=True) + "\n"


def report_schema() -> str:
    """Return the JSON Schema of `report_json`: each record's docstring describes it, and every field must be there."""
    from pydantic import TypeAdapter  # noqa: PLC0415  (asking for help must stay fast)

    made = TypeAdapter(GapReport).json_schema(mode="serialization")
    definitions = {name: _closed(made["$defs"][name], said) for name, said in _descriptions(made["$defs"])}
    fields = {**made["properties"], "schema_version": {"const": SCHEMA_VERSION}}
    whole = {**{key: value for key, value in made.items() if key != "$defs"}, "properties": fields}
    closed = _closed(whole, inspect.getdoc(GapReport) or "")
    schema = {"$schema": _DIALECT, **closed, "$defs": definitions}
    return json.dumps(schema, indent=1) + "\n"


def _descriptions(names: dict[str, object]) -> Iterator[tuple[str, str]]:
    """Yield what each record and word list says of itself."""
    for name in names:
        modules = (model, aspects, counts, trend_model)
        kind = next((found for module in modules if (found := getattr(module, name, None)) is not None), None)
        yield name, inspect.getdoc(kind) or "" if kind is not None else ""


def _closed(schema: dict[str, object], said: str) -> dict[str, object]:
    """Return the schema of an object that has exactly the fields of its record; a word list stays as it is."""
    described: dict[str, object] = {**schema, "description": said} if said else dict(schema)
    properties = schema.get("properties")
    if not isinstance(properties, dict):
        return described
    bare = {
        name: {key: of for key, of in one.items() if key not in ("title", "default")}
        for name, one in properties.items()
    }
    return {**described, "properties": bare, "required": list(properties), "additionalProperties": False}
