"""Rules on evidence and review: what a status claims, and what its record holds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from metermap.core.rules import Example, Family
from metermap.mappings import whole_codes as codes
from metermap.mappings.model import Role
from metermap.mappings.rules.base import CheckedRule, Subject, row_of
from metermap.mappings.rules.reading import grouped, listed

if TYPE_CHECKING:
    from metermap.core.findings import Code, Finding
    from metermap.mappings.model import Statement

__all__ = ["RULES"]

# What the record of each status must hold: one entry of each set at least.
_NEEDED: Final = {
    "reviewed": (frozenset({"reviewer"}),),
    "agreed": (frozenset({"reviewer"}), frozenset({"evidence", "decision"})),
    "decided": (frozenset({"decision", "rule"}),),
}
_SOURCES: Final = frozenset({"source", "searched", "evidence"})
_SEARCHES: Final = frozenset({"rule", "searched", "decision", "evidence"})


def review_without_record(subject: Subject) -> Iterator[Finding]:
    """A reviewer of what was reviewed or agreed, evidence of what was agreed, a decision of what was decided."""
    for status, sets in _NEEDED.items():
        for names in sets:
            lacking = [one for one in _with(subject, status) if not names & _filled(one)]
            what = " or ".join(sorted(names))
            yield from _said(subject, lacking, codes.REVIEW_WITHOUT_RECORD, f"{status} without {what}", what)


def confidence(subject: Subject) -> Iterator[Finding]:
    """A confidence from 0 to 1, as SSSOM has it."""
    wrong = [statement for statement, _ in subject.once if not _is_share(dict(statement.record).get("confidence", "1"))]
    for text, statements in grouped(wrong, lambda one: dict(one.record)["confidence"]).items():
        message = f"recorded with the confidence '{text[:40]}'"
        yield from _said(subject, statements, codes.CONFIDENCE, message, "a number from 0 to 1")


def _is_share(text: str) -> bool:
    try:
        number = float(text)
    except ValueError:
        return False
    return math.isfinite(number) and 0 <= number <= 1


def proposal_without_source(subject: Subject) -> Iterator[Finding]:
    """A source, or a search, of each proposal."""
    lacking = [one for one in _with(subject, "proposed") if not _SOURCES & _filled(one)]
    message = "proposed, and nothing says where that is from"
    yield from _said(subject, lacking, codes.PROPOSAL_WITHOUT_SOURCE, message, "source or searched")


def gap_without_search(subject: Subject) -> Iterator[Finding]:
    """A rule, or a search, behind each gap."""
    gaps = (one for one, _ in subject.once if one.role is Role.GAP)
    lacking = [one for one in gaps if not _SEARCHES & _filled(one)]
    message = "nowhere, and nothing says by which rule or after which search"
    yield from _said(subject, lacking, codes.GAP_WITHOUT_SEARCH, message, "rule or searched")


def disputed_without_question(subject: Subject) -> Iterator[Finding]:
    """The question of each dispute."""
    lacking = [one for one in _with(subject, "disputed") if "question" not in _filled(one)]
    message = "disputed, and nobody has written down the question"
    yield from _said(subject, lacking, codes.DISPUTED_WITHOUT_QUESTION, message, "question")


def _with(subject: Subject, status: str) -> Iterator[Statement]:
    return (statement for statement, _ in subject.once if statement.status == status)


def _filled(statement: Statement) -> frozenset[str]:
    return frozenset(name for name, text in statement.record if text.strip())


def _said(
    subject: Subject, statements: Iterable[Statement], code: Code, message: str, expected: str
) -> Iterator[Finding]:
    """Yield one finding for all statements of an item: a status is said of many at once."""
    for item, some in grouped(statements, lambda one: (one.protocol, one.item)).items():
        names = listed(one.element or str(one.address) for one in some)
        yield code.at(
            some[0].place,
            f"{names}: {message}",
            subject=f"{item[0]}/{item[1]}",
            expected=expected,
            also=(*(one.place for one in some[1:] if one.place != some[0].place), *row_of(subject, some[0])),
        )


_SITE = """on GSME over sep, tunnelled.
MeterPointReferenceNumber is Metering {{ SiteID @0x0307: value #1747 as octstr }} for GCS46
    status {status}.
"""
_GAP = """on GSME over sep, tunnelled.
MeterPointReferenceNumber is Nowhere because "no attribute holds it"{status}.
"""

RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.REVIEW_WITHOUT_RECORD,
        Family.REVIEW,
        "A status is a claim about people. Reviewed and agreed name the reviewer, agreed names the evidence or the "
        "decision, decided names the decision or the rule. Without, nobody can ask why; unreviewed would be honest.",
        failing=Example(_SITE.format(status="agreed")),
        passing=Example(_SITE.format(status='agreed { reviewer = "the working group", evidence = "its minutes" }')),
        check=review_without_record,
    ),
    CheckedRule(
        codes.CONFIDENCE,
        Family.REVIEW,
        "A confidence is a number from 0 to 1. Whoever reads the exchanged table takes it for one.",
        failing=Example(_SITE.format(status='reviewed { reviewer = "the working group", confidence = 90 }')),
        passing=Example(_SITE.format(status='reviewed { reviewer = "the working group", confidence = 0.9 }')),
        check=confidence,
        clause="SSSOM: mapping confidence",
    ),
    CheckedRule(
        codes.PROPOSAL_WITHOUT_SOURCE,
        Family.REVIEW,
        "A proposal is somebody's. Where it is from, or what was searched for it, lets a reviewer start.",
        failing=Example(_SITE.format(status="proposed")),
        passing=Example(_SITE.format(status='proposed { source = "a list of candidate pairings" }')),
        check=proposal_without_source,
    ),
    CheckedRule(
        codes.GAP_WITHOUT_SEARCH,
        Family.REVIEW,
        "That an element has no home is the most consequential thing that a mapping says: a standard may be changed "
        "for it. It rests on a rule, or on a search that says where was looked.",
        failing=Example(_GAP.format(status="")),
        passing=Example(
            _GAP.format(status=' status proposed { searched = "the clusters of Smart Energy", found = none }')
        ),
        check=gap_without_search,
    ),
    CheckedRule(
        codes.DISPUTED_WITHOUT_QUESTION,
        Family.REVIEW,
        "A dispute ends when a question is answered, so the question has to be written down.",
        failing=Example(_SITE.format(status="disputed")),
        passing=Example(_SITE.format(status='disputed { question = "is it the site, or the meter?" }')),
        check=disputed_without_question,
    ),
)
