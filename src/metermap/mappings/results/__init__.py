"""What laboratories found: results read from CSV files, and how many of the carried elements are tested.

docs/conformance.md has the columns; `tested` counts.
"""

from metermap.mappings.results.read import COLUMNS, LABORATORY, read_results
from metermap.mappings.results.record import Outcome, TestResult, case_id
from metermap.mappings.results.tested import Evidence, Tested, TestedCount, tested

__all__ = [
    "COLUMNS",
    "LABORATORY",
    "Evidence",
    "Outcome",
    "TestResult",
    "Tested",
    "TestedCount",
    "case_id",
    "read_results",
    "tested",
]
