"""The report as JSON, version 0, ASCII only. Every key is always there; places are as in findings."""

from __future__ import annotations

import json
from collections.abc import Iterable

from metermap.core.findings import Finding
from metermap.core.render import render_json
from metermap.protocols.sep.importer.difference import Change, ClusterDifference, Comparison, Difference, Tally, What

__all__ = ["as_json"]

_VERSION = 0


def as_json(comparison: Comparison, findings: Iterable[Finding]) -> str:
    """Return the whole comparison and the findings as one document."""
    document = {
        "version": _VERSION,
        "files": list(comparison.files),
        "editions": [
            {"domain": ladder.domain, "specs": list(ladder.specs), "rungs": list(ladder.rungs)}
            for ladder in comparison.ladders
        ],
        "clusters": [_cluster(cluster) for cluster in comparison.clusters],
        "shared": [_difference(found) for found in comparison.shared],
        "summary": {what.value: {change.value: comparison.count(change, what) for change in Change} for what in What},
        "clusters_in_dictionary": comparison.clusters_known,
        "unstated": [
            {"what": what.value, "column": column, "count": count}
            for (what, column), count in sorted(comparison.unstated.items())
            if count
        ],
        "left_out": dict(sorted(comparison.left_out.items())),
        "findings": json.loads(render_json(findings))["findings"],
    }
    return json.dumps(document, indent=2) + "\n"


def _cluster(cluster: ClusterDifference) -> dict[str, object]:
    return {
        "id": f"0x{cluster.id:04X}",
        "name": cluster.name,
        "in_dictionary": cluster.known,
        "whole": cluster.whole,
        "attributes": _tally(cluster.attributes),
        "commands": _tally(cluster.commands),
        "differences": [_difference(found) for found in cluster.differences],
    }


def _tally(tally: Tally) -> dict[str, int]:
    return {"dictionary": tally.dictionary, "files": tally.files, "both": tally.both}


def _difference(found: Difference) -> dict[str, object]:
    place = found.place
    return {
        "change": found.change.value,
        "what": found.what.value,
        "key": found.key,
        "name": found.name,
        "place": {"file": place.file, "line": place.line, "column": place.column} if place else None,
        "details": [
            {"column": detail.column, "before": detail.before, "after": detail.after} for detail in found.details
        ],
    }
