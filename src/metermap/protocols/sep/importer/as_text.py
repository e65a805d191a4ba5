"""The report for a terminal: cluster by cluster what differs, then what clusters share, then the counts."""

from __future__ import annotations

from collections.abc import Iterator

from metermap.core.render import counted
from metermap.core.text import one_line
from metermap.protocols.sep.importer.difference import Change, ClusterDifference, Comparison, Difference, What
from metermap.protocols.sep.importer.summary import added_entries, kinds, ladder_text, shown_value, tallies

__all__ = ["as_text"]

_HEADING = ("dictionary", "files", "in both", *(change.value for change in Change))
_WIDTH = max(len(change.value) for change in Change)


def as_text(comparison: Comparison) -> str:
    """Return the report as text, with a line feed at the end; all names are escaped to be seen."""
    return "".join(f"{line}\n" for line in _lines(comparison))


def _lines(comparison: Comparison) -> Iterator[str]:
    yield f"Compared with the dictionary: {one_line(', '.join(comparison.files))}"
    for ladder in comparison.ladders:
        yield f"  editions of {one_line(ladder.domain)}: {one_line(ladder_text(ladder))}"
    for cluster in comparison.clusters:
        if cluster.known:
            yield ""
            yield from _cluster(cluster)
    added = [cluster for cluster in comparison.clusters if not cluster.known]
    if added:
        yield ""
        yield "Clusters that the dictionary does not hold"
        yield from (_added(cluster) for cluster in added)
    if comparison.shared:
        yield ""
        yield "Enumerations, structures and commands of every cluster"
        yield from (line for found in comparison.shared for line in _difference(found))
    yield ""
    yield from _summary(comparison)


def _cluster(cluster: ClusterDifference) -> Iterator[str]:
    attributes, commands = cluster.attributes, cluster.commands
    yield (
        f"0x{cluster.id:04X} {one_line(cluster.name)}: {attributes.both:,} of {attributes.dictionary:,} attributes "
        f"and {commands.both:,} of {commands.dictionary:,} commands are in the files"
    )
    for found in cluster.differences:
        yield from _difference(found)
    if not cluster.differences:
        yield "  no difference"


def _added(cluster: ClusterDifference) -> str:
    attributes = counted(cluster.attributes.files, "attribute")
    commands = counted(cluster.commands.files, "command")
    place = next((f" ({one_line(str(found.place))})" for found in cluster.differences if found.place), "")
    return f"  added    0x{cluster.id:04X} {one_line(cluster.name)}: {attributes}, {commands}{place}"


def _difference(found: Difference) -> Iterator[str]:
    place = f" ({one_line(str(found.place))})" if found.place else ""
    name = "" if found.key.endswith(found.name) else f" {found.name}"
    yield f"  {found.change.value.ljust(_WIDTH)}  {found.what.value} {one_line(found.key + name)}{place}"
    for detail in found.details:
        values = f"{one_line(shown_value(detail.before))} -> {one_line(shown_value(detail.after))}"
        yield f"  {' ' * _WIDTH}    {detail.column}: {values}"


def _summary(comparison: Comparison) -> Iterator[str]:
    yield "Summary"
    known = sum(1 for cluster in comparison.clusters if cluster.known)
    among = f"among them {known:,} of the dictionary's {comparison.clusters_known:,}"
    yield f"  clusters in the files: {len(comparison.clusters):,}, {among}"
    yield f"  {'':<12}" + "".join(f"{word:>11}" for word in _HEADING)
    for what, tally, counts in tallies(comparison):
        numbers = (tally.dictionary, tally.files, tally.both, *counts)
        yield f"  {what.value:<12}" + "".join(f"{number:>11,}" for number in numbers)
    for what, counts in kinds(comparison):
        yield f"  {what.value:<45}" + "".join(f"{number:>11,}" for number in counts)
    if entries := added_entries(comparison):
        yield f"  and in added clusters: {entries}"
    if comparison.unstated:
        cells = ", ".join(f"{what.value} {column} {count:,}" for (what, column), count in _unstated(comparison))
        yield f"  recorded in the dictionary and not stated by the files: {cells}"
    if comparison.left_out:
        left_out = ", ".join(f"{count:,} {what}" for what, count in sorted(comparison.left_out.items()))
        yield f"  left out: {left_out}"


def _unstated(comparison: Comparison) -> list[tuple[tuple[What, str], int]]:
    return sorted((key, count) for key, count in comparison.unstated.items() if count)
