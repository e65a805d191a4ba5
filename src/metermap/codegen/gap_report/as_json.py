"""The gap report as JSON: the record's own fields, in the record's order, plus the schema version.

Texts are exact, as the catalogue has them. `row` is null where an element has no printed row.
"""

from __future__ import annotations

import dataclasses
import json

from metermap.codegen.gap_report.model import GapReport

__all__ = ["report_json"]


def report_json(report: GapReport) -> str:
    """Return the report as one JSON object; `schema_version` comes first."""
    fields = dataclasses.asdict(report)
    ordered = {"schema_version": fields.pop("schema_version"), **fields}
    return json.dumps(ordered, indent=1, ensure_ascii=True) + "\n"
