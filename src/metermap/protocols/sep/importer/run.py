"""The import as a whole: files read, what they say gathered, and held against the dictionary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from metermap.core.editions import Ladder
from metermap.core.findings import Findings
from metermap.protocols.sep.dictionary import SepDictionary
from metermap.protocols.sep.importer import codes
from metermap.protocols.sep.importer.comparison import compare
from metermap.protocols.sep.importer.configurator import ConfiguratorReader
from metermap.protocols.sep.importer.difference import Comparison
from metermap.protocols.sep.importer.dotdot import DotdotReader
from metermap.protocols.sep.importer.editions import SpecReader
from metermap.protocols.sep.importer.files import Document, Format, read_documents
from metermap.protocols.sep.importer.limits import LIMITS, Limits
from metermap.protocols.sep.importer.reporting import Reporter
from metermap.protocols.sep.importer.said import Said
from metermap.protocols.sep.importer.scribe import Scribe

__all__ = ["import_zcl", "read_said"]

_READERS: Mapping[Format, type[ConfiguratorReader | DotdotReader]] = {
    Format.CONFIGURATOR: ConfiguratorReader,
    Format.DOTDOT: DotdotReader,
}


def import_zcl(
    paths: Sequence[Path],
    dictionary: SepDictionary,
    findings: Findings,
    only: frozenset[int] = frozenset(),
    *,
    keep_missing: bool = False,
    limits: Limits = LIMITS,
) -> Comparison | None:
    """Return what differs between cluster files and the dictionary; None if one of them could not be read.

    Every fault of every file is a finding. `only` are the ids of the clusters to compare, all by
    default; with `keep_missing` the overlay leaves in the dictionary what the files lack.
    """
    documents = read_documents(paths, findings, limits)
    said = read_said(documents, dictionary, findings)
    if any(finding.code in codes.UNREADABLE_INPUT for finding in findings):
        return None
    names = tuple(document.file for document in documents)
    return compare(dictionary, said, names, only, keep_missing=keep_missing)


def read_said(documents: Sequence[Document], dictionary: SepDictionary, findings: Findings) -> Said:
    """Return what files say. Names of types are read from all of them before anything that uses a name."""
    manifest = dictionary.manifest()
    ladder = manifest.ladder if manifest is not None else Ladder(())
    reporter = Reporter(findings)
    scribe = Scribe(dictionary, SpecReader(ladder, reporter), reporter)
    readers = [_READERS[document.format](document, scribe) for document in documents]
    for reader in readers:
        reader.read_names()
    for reader in readers:
        reader.read_structures()
    for reader in readers:
        reader.read_clusters()
    _leave_out_orphans(scribe, reporter)
    for document in documents:
        for comment in document.xml.comments:
            what = "attributes, commands or clusters inside a comment"
            reporter.leave_out(what, comment.place, codes.COMMENTED_OUT, comment.entries)
    reporter.close()
    return scribe.said


def _leave_out_orphans(scribe: Scribe, reporter: Reporter) -> None:
    """Leave out what extends a cluster that nobody defines: it has no name."""
    clusters = scribe.said.clusters
    for id_, cluster in list(clusters.items()):
        if not cluster.whole and scribe.dictionary.cluster(id_) is None and cluster.line.place is not None:
            reporter.leave_out("extensions of clusters that are defined nowhere", cluster.line.place)
            del clusters[id_]
