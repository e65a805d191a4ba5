"""The report as Markdown, to be read in a meeting or put into a pull request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from metermap.core.render import counted
from metermap.core.text import markdown
from metermap.protocols.sep.importer.difference import ClusterDifference, Comparison, Difference
from metermap.protocols.sep.importer.summary import added_entries, kinds, ladder_text, shown_value, tallies

__all__ = ["as_markdown"]

_HEADING = "| change | entry | name | differs in | dictionary | file | place |\n|---|---|---|---|---|---|---|"


def as_markdown(comparison: Comparison) -> str:
    """Return the report as Markdown; names and values are escaped, one line of a table a difference."""
    return "".join(f"{line}\n" for line in _lines(comparison))


def _lines(comparison: Comparison) -> Iterator[str]:
    yield "# Cluster files and the dictionary"
    yield ""
    yield from (f"- {markdown(file)}" for file in comparison.files)
    yield from (f"- Editions of {markdown(item.domain)}: {markdown(ladder_text(item))}" for item in comparison.ladders)
    yield ""
    yield from _summary(comparison)
    for cluster in comparison.clusters:
        if cluster.known and cluster.differences:
            yield from _section(f"0x{cluster.id:04X} {cluster.name}", cluster.differences)
    new = [cluster for cluster in comparison.clusters if not cluster.known]
    if new:
        yield from ("", "## Clusters that the dictionary does not hold", "")
        yield from ("| cluster | name | attributes | commands |", "|---|---|---|---|")
        yield from map(_added, new)
    if comparison.shared:
        yield from _section("Enumerations, structures and commands of every cluster", comparison.shared)


def _summary(comparison: Comparison) -> Iterator[str]:
    known = sum(1 for cluster in comparison.clusters if cluster.known)
    files = counted(len(comparison.clusters), "cluster")
    yield f"{files} in the files, among them {known:,} of the dictionary's {comparison.clusters_known:,}."
    yield from ("", "| | dictionary | files | in both | added | missing | changed |", "|---|---|---|---|---|---|---|")
    for what, tally, counts in tallies(comparison):
        yield _row([what.value, *map(str, (tally.dictionary, tally.files, tally.both, *counts))])
    for what, counts in kinds(comparison):
        yield _row([what.value, "", "", "", *map(str, counts)])
    if entries := added_entries(comparison):
        yield from ("", f"And in added clusters: {entries}.")


def _section(title: str, differences: Iterable[Difference]) -> Iterator[str]:
    yield from ("", f"## {markdown(title)}", "", _HEADING)
    for found in differences:
        entry = f"{found.what.value} {found.key}"
        place = str(found.place) if found.place else ""
        if not found.details:
            yield _row([found.change.value, entry, found.name, "", "", "", place])
        for detail in found.details:
            values = (shown_value(detail.before), shown_value(detail.after))
            yield _row([found.change.value, entry, found.name, detail.column, *values, place])


def _added(cluster: ClusterDifference) -> str:
    counts = (str(cluster.attributes.files), str(cluster.commands.files))
    return _row([f"0x{cluster.id:04X}", cluster.name, *counts])


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(map(markdown, cells)) + " |"
