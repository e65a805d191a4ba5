"""The report on value proofs: how many elements got which verdict, what breaks, what would decide the rest."""

from __future__ import annotations

from dataclasses import replace

from metermap.codegen.proofs.as_markdown import proofs_markdown, tables_markdown
from metermap.codegen.proofs.as_text import hubs_text, proofs_csv, proofs_json, proofs_text
from metermap.codegen.proofs.build import build_proof_report
from metermap.codegen.proofs.model import ProofReport

__all__ = [
    "ProofReport",
    "build_proof_report",
    "proofs_csv",
    "proofs_json",
    "proofs_markdown",
    "render_proofs",
    "selected",
    "tables_markdown",
]


def selected(report: ProofReport, verdict: str, device: str) -> ProofReport:
    """Return the report with those of its proofs that have a verdict and a device; an empty text takes all."""
    kept = tuple(
        line
        for line in report.proofs
        if verdict in ("", line.verdict) and device.casefold() in ("", line.device.casefold())
    )
    return replace(report, proofs=kept)


def render_proofs(report: ProofReport, output_format: str, *, listed: bool, hubs: bool) -> str:
    """Return the report as ``text``, ``json``, ``csv`` or ``markdown``.

    `listed` lists each proof of a text instead of the counts, `hubs` has the translations of hubs instead.
    """
    match output_format:
        case "json":
            return proofs_json(report)
        case "csv":
            return proofs_csv(report)
        case "markdown":
            return proofs_markdown(report)
        case _:
            return hubs_text(report) if hubs else proofs_text(report, listed=listed)
