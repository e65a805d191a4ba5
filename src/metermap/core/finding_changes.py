"""What is new and what is gone between two lists of findings, whatever lines and cells moved."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

from metermap.core.findings import Finding
from metermap.core.places import place_key

__all__ = ["FindingChanges", "changed_findings"]

# What a message says of places: mappings/gas.map:12:7, smets2.xlsx[Elements]!E12.
_PLACE = re.compile(r":\d+(:\d+)?\b|![A-Z]{1,3}\d+\b")


@dataclass(frozen=True, slots=True)
class FindingChanges:
    """The findings that are `new` and those that are `gone`, in reading order; `moved` counts those that only moved."""

    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    moved: int = 0


def changed_findings(before: Iterable[Finding], now: Iterable[Finding]) -> FindingChanges:
    """Return what is different. A finding that says the same of the same file at another line or cell has moved."""
    gone, new = _unpaired(before, now, lambda finding: finding)
    lost, found = _unpaired(gone, new, _without_lines)
    return FindingChanges(tuple(found), tuple(lost), len(new) - len(found))


def _without_lines(finding: Finding) -> Hashable:
    told = (finding.message, finding.expected, finding.help)
    said = tuple(_PLACE.sub("", text) for text in told)
    return (finding.code, finding.severity, finding.subject, finding.edition, place_key(finding.place)[:2], said)


def _unpaired(
    before: Iterable[Finding], now: Iterable[Finding], key: Callable[[Finding], Hashable]
) -> tuple[list[Finding], list[Finding]]:
    """Return those of each list to which none of the other answers, each in its order; one answers to one."""
    waiting: dict[Hashable, list[Finding]] = defaultdict(list)
    for finding in before:
        waiting[key(finding)].append(finding)
    new = []
    for finding in now:
        same = waiting.get(key(finding))
        if same:
            same.pop(0)
        else:
            new.append(finding)
    gone = [finding for left in waiting.values() for finding in left]
    return sorted(gone, key=lambda finding: finding.sort_key), new
