"""The result of a test: what a laboratory found of one thing that one device carries by one protocol."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from metermap.core.places import CellPlace

__all__ = ["Outcome", "TestResult", "case_id"]


class Outcome(StrEnum):
    """What became of a test."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_RUN = "not run"


@dataclass(frozen=True, slots=True)
class TestResult:
    """A row of a file of results.

    `subject` is what was tested, as written: the id of an element, the key of a statement, or the id of a test
    case. `element` is the element that it is about, empty where a field of the protocol alone was tested;
    `statement` and `use_case` are empty where the subject names none. `date` is a day, ``2026-03-31``.
    `edition` is that of the catalogue and mapping that the laboratory tested by. `place` is the first cell of
    the row.
    """

    __test__ = False  # no class of tests, whatever its name begins with

    device: str
    protocol: str
    subject: str
    outcome: Outcome
    edition: str
    date: str
    laboratory: str
    element: str
    statement: str
    use_case: str
    place: CellPlace


def case_id(use_case: str, statement: str) -> str:
    """Return the id of the test case of a statement, named by its key, in a use case.

    It holds no position, so that cases before it may come and go.
    """
    return f"{use_case}: {statement}"
