"""The findings about `allow`, MM510 to MM513. Codes are never reused."""

from __future__ import annotations

from metermap.core.findings import Code, Severity

__all__ = ["ALLOWS_FIXED", "ALLOWS_NOTHING", "UNUSED_ALLOW", "WITHOUT_REASON"]

ALLOWS_NOTHING = Code(
    "MM510",
    Severity.ERROR,
    "An 'allow' names a finding that there is not",
    "Correct the code; `metermap rules` lists all codes.",
)
ALLOWS_FIXED = Code(
    "MM511",
    Severity.ERROR,
    "An 'allow' names an error that cannot be allowed",
    "Remove the 'allow' and mend what the error tells of: outputs would lack it or be wrong.",
)
UNUSED_ALLOW = Code(
    "MM512",
    Severity.WARNING,
    "An 'allow' suppresses nothing",
    "Remove it; if the finding should still occur, look for what hides it.",
)
WITHOUT_REASON = Code(
    "MM513",
    Severity.ERROR,
    "An 'allow' has no reason",
    "Say behind 'because' why the finding may stand.",
)
