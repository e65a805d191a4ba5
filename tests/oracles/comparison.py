"""All comparisons of the shipped dictionaries with all oracles."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from metermap.protocols import Dictionaries, load_dictionaries
from metermap.protocols.dlms.invariants import class_versions
from tests.oracles.ask import Answers, ask_all
from tests.oracles.checks import Check
from tests.oracles.dlms import compare_dlms, member_place
from tests.oracles.sep import attribute_place, compare_sep

__all__ = ["Comparison", "compare", "compare_all", "recorded_sources"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every check of one run, sorted."""

    checks: tuple[Check, ...]

    @property
    def differences(self) -> tuple[Check, ...]:
        """Return the checks that disagree."""
        return tuple(check for check in self.checks if not check.agrees)


def compare(dictionaries: Dictionaries, answers: Answers) -> Comparison:
    """Return what comparing the dictionaries with the oracles gives."""
    checks = [*compare_sep(dictionaries.sep, answers.sep)]
    for oracle, facts in answers.dlms.items():
        checks += compare_dlms(dictionaries.dlms, oracle, facts)
    return Comparison(tuple(sorted(checks, key=lambda check: check.sort_key)))


def recorded_sources(dictionaries: Dictionaries) -> dict[str, str]:
    """Return, by place, what our tables record of sources that differ, where they record any."""
    found: dict[str, str] = {}
    for id_ in dictionaries.sep.cluster_ids():
        cluster = dictionaries.sep.cluster(id_)
        for attribute in cluster.attributes if cluster else ():
            found[attribute_place(id_, attribute.side, attribute.id)] = attribute.disagreement
    for class_ in class_versions(dictionaries.dlms):
        for kind, members in (("attribute", class_.attributes), ("method", class_.methods)):
            for member in members:
                found[member_place(class_.id, class_.version, kind, member.index)] = member.sources_disagree
    return {place: text for place, text in found.items() if text}


@cache
def compare_all() -> Comparison:
    """Return the comparison of the standards' tables, without any overlay, made once a run.

    Raises:
        OraclesMissing: there is no environment to ask the oracles in.
    """
    return compare(load_dictionaries(()), ask_all())
