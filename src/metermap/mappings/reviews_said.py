"""What is said of a review, checked: its status, and the entries of its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metermap.core.partial_dates import EXPECTED as A_DATE
from metermap.core.partial_dates import parse_partial_date
from metermap.core.suggest import advice, closest
from metermap.mappings import codes
from metermap.mappings.said import RECORD, RELATIONS, STATUSES

if TYPE_CHECKING:
    from metermap.mappings.leaves import Leaf
    from metermap.mappings.places import Reporter
    from metermap.mappings.said import Said

__all__ = ["check_review"]


def check_review(leaf: Leaf, said: Said, report: Reporter) -> None:
    """Report a status that there is not, and entries of the record that are unknown or hold what they cannot."""
    _check_status(leaf, said, report)
    for name, value in said.record:
        if name not in RECORD:
            message = f"'{name}' is no entry of a review"
            hint = advice(closest(name, RECORD))
            report(codes.UNKNOWN_RECORD, leaf.at, message, expected=", ".join(RECORD), help=hint)
        elif name == "relation" and value not in RELATIONS:
            message = f"'{value}' is no relation"
            hint = advice(closest(value, RELATIONS))
            report(codes.UNKNOWN_RECORD, leaf.at, message, expected=", ".join(RELATIONS), help=hint)
        elif name == "date" and parse_partial_date(value) is None:
            message = f"'{value}' is no date of a review"
            hint = "Put it in quotation marks, or it is computed."
            report(codes.UNKNOWN_RECORD, leaf.at, message, expected=A_DATE, help=hint)


def _check_status(leaf: Leaf, said: Said, report: Reporter) -> None:
    if said.status in STATUSES:
        return
    in_scope = any(clauses.status for clauses in leaf.clauses[1:])
    at = leaf.at if in_scope else leaf.scope.at
    hint = advice(closest(said.status, STATUSES))
    message = f"'{said.status}' is no status"
    report(codes.UNKNOWN_STATUS, at, message, expected=", ".join(STATUSES), help=hint)
