"""Read a set of mappings with sssom-py and print, as JSON, how many it has, what it says of itself, its faults.

Runs in an environment of its own, which `sh scripts/oracles` makes; see tests/exchange/test_sssom.py.
"""

from __future__ import annotations

import json
import sys

from sssom.parsers import parse_sssom_table
from sssom.validators import validate

KEYS = ("subject_id", "object_id", "comment")

mappings = parse_sssom_table(sys.argv[1])
reports = validate(mappings, fail_on_error=False)
print(  # noqa: T201  (the caller reads it)
    json.dumps(
        {
            "mappings": len(mappings.df),
            "license": mappings.metadata.get("license"),
            "pairs": [[row.get(key, "") for key in KEYS] for row in mappings.df.fillna("").to_dict("records")],
            "faults": {kind.value: [str(result) for result in report.results] for kind, report in reports.items()},
        }
    )
)
