"""The figures of a comparison, for all forms of the report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from metermap.core.render import counted
from metermap.protocols.sep.importer.difference import Change, ClusterDifference, Comparison, Tally, What
from metermap.protocols.sep.importer.editions import FileLadder

__all__ = ["Counts", "added_entries", "kinds", "ladder_text", "shown_value", "tallies"]

Counts: TypeAlias = tuple[int, int, int]
"""How many are added, missing, changed."""

_TALLIED = (What.ATTRIBUTE, What.COMMAND)


def tallies(comparison: Comparison) -> Iterator[tuple[What, Tally, Counts]]:
    """Yield attributes and commands of the clusters that both know, with the counts to judge them by."""
    known = tuple(cluster for cluster in comparison.clusters if cluster.known)
    for what in _TALLIED:
        of_what = (cluster.attributes if what is What.ATTRIBUTE else cluster.commands for cluster in known)
        yield what, sum(of_what, Tally()), _counts(known, what)


def kinds(comparison: Comparison) -> Iterator[tuple[What, Counts]]:
    """Yield the other kinds of entry that differ."""
    known = tuple(cluster for cluster in comparison.clusters if cluster.known)
    for what in What:
        if what in _TALLIED:
            continue
        added, missing, changed = _counts(known, what)
        shared = [found.change for found in comparison.shared if found.what is what]
        new = sum(1 for cluster in comparison.clusters if not cluster.known) if what is What.CLUSTER else 0
        counts = (
            added + new + shared.count(Change.ADDED),
            missing + shared.count(Change.MISSING),
            changed + shared.count(Change.CHANGED),
        )
        if any(counts):
            yield what, counts


def added_entries(comparison: Comparison) -> str:
    """Return what the clusters hold that the dictionary does not know; empty if it knows all."""
    new = [cluster for cluster in comparison.clusters if not cluster.known]
    if not new:
        return ""
    attributes = sum(cluster.attributes.files for cluster in new)
    commands = sum(cluster.commands.files for cluster in new)
    return f"{counted(attributes, 'attribute')}, {counted(commands, 'command')}"


def ladder_text(ladder: FileLadder) -> str:
    """Return a file's ladder, newest first: as printed, with the dictionary's name where it has another."""
    pairs = zip(ladder.specs, ladder.rungs, strict=True)
    return ", ".join(f"{rung} ({spec})" if rung != spec else f"{spec} (no rung)" for spec, rung in pairs)


def shown_value(value: str) -> str:
    """Return a cell's value, or words for an empty one."""
    return value or "(nothing)"


def _counts(clusters: tuple[ClusterDifference, ...], what: What) -> Counts:
    found = [item.change for cluster in clusters for item in cluster.differences if item.what is what]
    return found.count(Change.ADDED), found.count(Change.MISSING), found.count(Change.CHANGED)
