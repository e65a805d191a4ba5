"""The findings of what is reserved, and of the workspace's version, MM945 to MM949. Codes are never reused."""

from __future__ import annotations

from metermap.core.findings import Code, Severity

__all__ = ["ADDRESS_USED_AGAIN", "BAD_RESERVED", "ID_USED_AGAIN", "OTHER_VERSION", "ROW_USED_AGAIN"]

_REUSE = "Give the new thing another one. If it is the old one that came back, name its item as it was named."

ID_USED_AGAIN = Code("MM945", Severity.ERROR, "A retired element id names something else", _REUSE, judgement=True)
ROW_USED_AGAIN = Code("MM946", Severity.ERROR, "A retired row number names something else", _REUSE, judgement=True)
ADDRESS_USED_AGAIN = Code(
    "MM947",
    Severity.ERROR,
    "A retired logical name or cluster attribute carries something else",
    "Use another address: equipment that is installed still means the old thing by this one. If it is meant, write "
    'allow MM947 because "…" at the statement.',
    judgement=True,
)
BAD_RESERVED = Code(
    "MM948",
    Severity.ERROR,
    "The list of what is reserved cannot be used",
    "Keep it as CSV in UTF-8 with the columns kind, value, was, last edition, reason, all of them filled in.",
)
OTHER_VERSION = Code(
    "MM949",
    Severity.WARNING,
    "The workspace's version is not that of its last release",
    "Let `metermap release` set it; between two releases it stays that of the last one.",
)
