"""How many of the elements that are carried a laboratory has tested, and by which results.

An element is passed if a result of the present edition says so of it, of a statement that carries it or of a test
case, and none says that it failed. One that has several parts is passed as soon as one of them is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from metermap.mappings.model import State
from metermap.mappings.results.compare import latest
from metermap.mappings.results.record import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metermap.mappings.model import ResolvedModel
    from metermap.mappings.results.record import TestResult

__all__ = ["Evidence", "Tested", "TestedCount", "tested"]

_Asked: TypeAlias = tuple[str, str, str]
"""An element id, a device and a protocol, as in `ResolvedModel.states`."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The results about an element of a device over a protocol, in the order of files and rows.

    `current` are those that count: of the present edition, and the last of their laboratory. `stale` are those of
    other editions. What was not run, or was repeated later, is in neither. `carried` tells whether the element is.
    """

    current: tuple[TestResult, ...]
    stale: tuple[TestResult, ...]
    carried: bool

    @property
    def outcome(self) -> Outcome:
        """Return failed if any result that counts says so, passed if there are others, else not run."""
        said = {result.outcome for result in self.current}
        if Outcome.FAILED in said:
            return Outcome.FAILED
        return Outcome.PASSED if said else Outcome.NOT_RUN


@dataclass(frozen=True, slots=True)
class TestedCount:
    """How many elements of a device that a protocol carries have passed and have failed, out of `carried`."""

    __test__ = False  # no class of tests, whatever its name begins with

    device: str
    protocol: str
    carried: int
    passed: int
    failed: int

    @property
    def untested(self) -> int:
        """Return how many no result counts for."""
        return self.carried - self.passed - self.failed


@dataclass(frozen=True, slots=True)
class Tested:
    """What is tested: a count for each coverage of the model, in its order, and the evidence of each element."""

    counts: tuple[TestedCount, ...]
    evidence: Mapping[_Asked, Evidence]


def tested(model: ResolvedModel) -> Tested:
    """Return what the results of a model say of its elements."""
    evidence = _evidence(model)
    carried: dict[tuple[str, str], list[_Asked]] = defaultdict(list)
    for asked, state in model.states.items():
        if state is State.MAPPED:
            carried[asked[1], asked[2]].append(asked)
    counts = []
    for part in model.coverage:
        those = carried[part.device, part.protocol]
        outcomes = [evidence[asked].outcome for asked in those if asked in evidence]
        passed, failed = outcomes.count(Outcome.PASSED), outcomes.count(Outcome.FAILED)
        counts.append(TestedCount(part.device, part.protocol, len(those), passed, failed))
    return Tested(tuple(counts), evidence)


def _evidence(model: ResolvedModel) -> dict[_Asked, Evidence]:
    grouped: dict[_Asked, list[TestResult]] = defaultdict(list)
    for result in model.results:
        if result.element:
            grouped[result.element, result.device, result.protocol].append(result)
    states = model.states
    return {
        asked: _of(found, model.edition, carried=states.get(asked) is State.MAPPED) for asked, found in grouped.items()
    }


def _of(results: Sequence[TestResult], edition: str, *, carried: bool) -> Evidence:
    current = latest(result for result in results if result.edition == edition)
    return Evidence(current, tuple(result for result in results if result.edition != edition), carried)
