"""One import as the command line asks for it: dictionary, files, difference, report, overlay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from metermap.core.findings import Finding, Findings, Severity
from metermap.core.suggest import advice, closest
from metermap.protocols.dictionaries import load_dictionaries, overlay_names
from metermap.protocols.sep.dictionary import SepDictionary
from metermap.protocols.sep.importer import (
    Comparison,
    as_json,
    as_markdown,
    as_text,
    import_zcl,
    overlay_files,
    would_change,
    write_overlay,
)
from metermap.protocols.tables import number

__all__ = ["ImportResult", "run_import"]

_LARGEST_ID = 0xFFFF


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import found. `comparison` is None if a file is unreadable; `unknown` names a bad option."""

    findings: tuple[Finding, ...]
    comparison: Comparison | None
    unknown: str = ""

    @property
    def objections(self) -> bool:
        """Return whether there is a difference, an error or a warning."""
        serious = any(finding.severity is not Severity.NOTE for finding in self.findings)
        return serious or (self.comparison is not None and bool(self.comparison.differences))

    def report(self, output_format: str) -> str:
        """Return the report as ``text``, ``markdown`` or ``json``; the comparison must be there."""
        if self.comparison is None:
            message = "there is no comparison to report"
            raise ValueError(message)
        match output_format:
            case "json":
                return as_json(self.comparison, self.findings)
            case "markdown":
                return as_markdown(self.comparison)
            case _:
                return as_text(self.comparison)

    def write(self, folder: Path, *, dry_run: bool) -> tuple[str, ...]:
        """Write the overlay and return the names of the files that change.

        Raises:
            OutputRefusedError: the folder is not metermap's to write.
        """
        if self.comparison is None:
            message = "there is no comparison to write"
            raise ValueError(message)
        files = overlay_files(self.comparison, folder.resolve().name)
        changed = would_change(folder, files)
        if not dry_run:
            write_overlay(folder, files)
        return changed


def run_import(
    files: Sequence[Path], clusters: Sequence[str], overlays: Sequence[str], *, keep_missing: bool
) -> ImportResult:
    """Hold cluster files against the dictionary, with overlays laid over it: shipped ones by name, others by path."""
    findings = Findings()
    named = [name if "/" in name or name in overlay_names() else f"./{name}" for name in overlays]
    sep = load_dictionaries(named, findings, Path()).sep
    if findings.errors:
        return ImportResult((), None, "; ".join(finding.message for finding in findings))
    only = {wanted: _cluster_id(wanted, sep) for wanted in clusters}
    for wanted, id_ in only.items():
        if id_ is None:
            hint = advice(closest(wanted, sep.cluster_names()))
            return ImportResult((), None, f"{wanted!r} is no cluster of the dictionary, and no id. {hint}".strip())
    ids = frozenset(id_ for id_ in only.values() if id_ is not None)
    comparison = import_zcl(files, sep, findings, ids, keep_missing=keep_missing)
    return ImportResult(findings.sorted(), comparison)


def _cluster_id(wanted: str, sep: SepDictionary) -> int | None:
    id_ = number(wanted)
    if id_ is not None:
        return id_ if 0 <= id_ <= _LARGEST_ID else None
    cluster = sep.cluster(wanted)
    return cluster.id if cluster else None
