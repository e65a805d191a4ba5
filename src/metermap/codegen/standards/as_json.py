"""The report on standards as JSON: the record's own fields, in the record's order, plus the schema version.

Texts are exact. What nobody recorded is an empty text.
"""

from __future__ import annotations

import dataclasses
import json

from metermap.codegen.standards.model import StandardsReport, StandardUse

__all__ = ["report_json"]


def report_json(report: StandardsReport) -> str:
    """Return the report as one JSON object; `schema_version` comes first."""
    fields = dataclasses.asdict(report)
    ordered = {"schema_version": fields.pop("schema_version"), **fields}
    ordered["standards"] = [_use(use) for use in report.standards]
    return json.dumps(ordered, indent=1, ensure_ascii=True) + "\n"


def _use(use: StandardUse) -> dict[str, object]:
    editions = [
        {"use": what.value, **dataclasses.asdict(record), "place": str(record.place)} for what, record in use.editions
    ]
    usage = [dataclasses.asdict(one) for one in use.usage]
    return {
        "id": use.id,
        "through": list(use.through),
        "editions": editions,
        "unregistered": list(use.unregistered),
        "usage": usage,
    }
