"""Holds results against the model and against each other: stale, of nothing carried, repeated, contradicting."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from metermap.mappings.model import State
from metermap.mappings.results import codes
from metermap.mappings.results.record import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from metermap.core.findings import Finding
    from metermap.mappings.model import ResolvedModel
    from metermap.mappings.results.record import TestResult

__all__ = ["compared", "latest"]


def compared(results: Iterable[TestResult], model: ResolvedModel) -> Iterator[Finding]:
    """Yield what is to be told of results that could be read, each at its row."""
    current = []
    for result in results:
        if result.edition != model.edition:
            message = f"{result.subject} was tested by edition {result.edition or 'not recorded'}"
            expected = model.edition or "no edition: the workspace states none"
            yield codes.STALE.at(result.place, message, subject=result.subject, expected=expected)
            continue
        current.append(result)
        state = model.states.get((result.element, result.device, result.protocol))
        if result.element and state is not State.MAPPED:
            said = f"its standing is {state.value}" if state else "it is not asked about"
            message = f"{result.element} of {result.device} is not carried by {result.protocol}: {said}"
            yield codes.NOT_CARRIED.at(result.place, message, subject=result.subject)
    yield from _repeated(current)
    yield from _contradicting(current)


def _repeated(results: Iterable[TestResult]) -> Iterator[Finding]:
    first: dict[tuple[str, ...], TestResult] = {}
    for result in results:
        key = (result.device, result.protocol, result.subject, result.date, result.laboratory, result.outcome)
        earlier = first.setdefault(key, result)
        if earlier is not result:
            message = f"{result.subject}: {result.outcome.value} on {result.date} is given twice"
            yield codes.TWICE.at(result.place, message, subject=result.subject, also=(earlier.place,))


def latest(results: Iterable[TestResult]) -> tuple[TestResult, ...]:
    """Return, of each laboratory's results of a subject, those of its last day: a test may be repeated until it passes.

    All must be of one edition. Tests that were not run say nothing and are left out.
    """
    grouped: dict[tuple[str, str, str, str], list[TestResult]] = defaultdict(list)
    for result in results:
        if result.outcome is not Outcome.NOT_RUN:
            grouped[result.device, result.protocol, result.subject, result.laboratory].append(result)
    last = {key: max(result.date for result in found) for key, found in grouped.items()}
    return tuple(result for key, found in grouped.items() for result in found if result.date == last[key])


def _contradicting(results: Iterable[TestResult]) -> Iterator[Finding]:
    grouped: dict[tuple[str, str, str], list[TestResult]] = defaultdict(list)
    for result in latest(results):
        grouped[result.device, result.protocol, result.subject].append(result)
    for found in grouped.values():
        other = next((result for result in found if result.outcome is not found[0].outcome), None)
        if other is not None:
            message = f"{other.subject} is {_told(found[0])}, and {_told(other)}"
            yield codes.CONTRADICTION.at(other.place, message, subject=other.subject, also=(found[0].place,))


def _told(result: TestResult) -> str:
    by = f" by {result.laboratory}" if result.laboratory else ""
    return f"{result.outcome.value} on {result.date}{by}"
