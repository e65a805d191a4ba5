"""The reports for a meeting: what no protocol is known to carry, per device, with the denominators; value proofs.

`gap-report.json` and `proofs.json` are for machines (schema version in each), `gap-report.md` and `proofs.md` for a
meeting.
"""

from __future__ import annotations

from metermap.codegen.base import HELPERS_VERSION, Generated, GeneratorInput, Registration
from metermap.codegen.gap_report.as_json import report_json
from metermap.codegen.gap_report.as_markdown import report_markdown
from metermap.codegen.gap_report.build import Beside, build_report
from metermap.codegen.proofs import build_proof_report, proofs_json, proofs_markdown
from metermap.mappings.model import State

__all__ = ["GENERATOR", "Beside", "build_report", "generate", "report_json", "report_markdown"]


def generate(request: GeneratorInput) -> Generated:
    """Return both forms of each report on the request's model. Takes no options."""
    proofs = build_proof_report(request.model, request.dictionaries)
    report = build_report(request.model, Beside(proofs))
    files = {
        "gap-report.json": report_json(report).encode(),
        "gap-report.md": report_markdown(report).encode(),
        "proofs.json": proofs_json(proofs).encode(),
        "proofs.md": proofs_markdown(proofs).encode(),
    }
    counts = {
        "undecided": sum(gap.state is State.UNDECIDED for gap in report.gaps),
        "unaddressed": sum(gap.state is State.UNADDRESSED for gap in report.gaps),
        "no home": sum(gap.state is State.NO_HOME for gap in report.gaps),
        "proposals": len(report.proposals),
        "protocol fields": len(report.protocol_fields),
        "broken values": sum(part.statements for part in proofs.breakages),
    }
    return Generated(files, counts)


GENERATOR = Registration("report", generate, HELPERS_VERSION)
"""What the group ``metermap.generators`` of entry points leads to."""
