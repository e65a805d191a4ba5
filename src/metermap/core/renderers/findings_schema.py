"""The JSON Schema of the findings' JSON document, version 0, as `metermap build` publishes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from metermap.core.findings import Severity

__all__ = ["findings_schema"]

_Schema = dict[str, object]
_TEXT: Final[_Schema] = {"type": "string"}
_COUNT: Final[_Schema] = {"type": "integer", "minimum": 0}
_ORDINAL: Final[_Schema] = {"type": "integer", "minimum": 1}


def findings_schema() -> _Schema:
    """Return the schema, draft 2020-12. No key is missing and none is left over in a document."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Findings of metermap, version 0",
        **_record({"version": {"const": 0}, "findings": _list("finding"), "summary": {"$ref": "#/$defs/summary"}}),
        "$defs": {"finding": _finding(), "summary": _summary(), **_places()},
    }


def _record(properties: _Schema, optional: Iterable[str] = ()) -> _Schema:
    required = [name for name in properties if name not in set(optional)]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(name: str) -> _Schema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


def _finding() -> _Schema:
    properties = {
        "code": {"type": "string", "pattern": "^[A-Z]{2}[0-9]{3}$"},
        "severity": {"enum": [severity.value for severity in Severity]},
        "message": _TEXT,
        "place": {"anyOf": [{"$ref": "#/$defs/place"}, {"type": "null"}]},
        "subject": _TEXT,
        "expected": _TEXT,
        "help": _TEXT,
        "also": _list("place"),
        "clause": _TEXT,
        "suppressed": {"type": "string", "description": "Why it is silenced; empty if it is not."},
        "edition": {"type": "string", "description": "Which other edition it is about; empty if none."},
    }
    return _record(properties)


def _summary() -> _Schema:
    shown = {severity.value: _COUNT for severity in Severity}
    hidden = dict.fromkeys(("reviewed", "notes_not_shown", "suppressed", "in_baseline"), _COUNT)
    return _record({**shown, **hidden})


def _places() -> _Schema:
    shown = {"text": {"type": "string", "description": "The place as people quote it."}, "file": _TEXT}
    cell = {"sheet": _TEXT, "cell": {"type": "string", "pattern": "^[A-Z]+[1-9][0-9]*$"}}
    kinds = {
        "cell": _record({**shown, **cell, "row": _ORDINAL, "column": _ORDINAL}),
        "character": _record({**shown, "line": _ORDINAL, "column": _ORDINAL}),
        "file": _record({**shown, "part": {"type": "string", "description": "A sheet, a key; empty for all of it."}}),
    }
    return {"place": {"oneOf": [{"$ref": f"#/$defs/{name}"} for name in kinds]}, **kinds}
