"""The reports for a meeting: what no protocol is known to carry, per device, with the denominators; value proofs.

`gap-report.json` and `proofs.json` are for machines (schema version in each), the other forms for people.
"""

from __future__ import annotations

from metermap.codegen.base import HELPERS_VERSION, Generated, GeneratorInput, Registration
from metermap.codegen.gap_report.as_json import report_json
from metermap.codegen.gap_report.as_markdown import report_markdown
from metermap.codegen.gap_report.build import Beside, build_report
from metermap.codegen.gap_report.forms import report_files
from metermap.codegen.gap_report.model import GapReport
from metermap.codegen.gap_report.trend import with_trend
from metermap.codegen.proofs import build_proof_report, proofs_json, proofs_markdown
from metermap.codegen.proofs.model import ProofReport
from metermap.mappings.standing import Standing

__all__ = ["GENERATOR", "Beside", "build_report", "generate", "report_json", "report_markdown", "report_on"]


def report_on(request: GeneratorInput, proofs: ProofReport | None = None) -> GapReport:
    """Return the gap report on what a generator is given; `proofs` is that report if it is made already.

    It has a trend where an earlier state is given.
    """
    made = proofs or build_proof_report(request.model, request.dictionaries)
    report = build_report(request.model, Beside(made, request.standards, request.judged))
    return with_trend(report, request.earlier, request.site.renamed) if request.earlier else report


def generate(request: GeneratorInput) -> Generated:
    """Return all forms of each report on the request's model. Takes no options."""
    proofs = build_proof_report(request.model, request.dictionaries)
    report = report_on(request, proofs)
    files = {
        **report_files(report),
        "proofs.json": proofs_json(proofs).encode(),
        "proofs.md": proofs_markdown(proofs).encode(),
    }
    counts = {
        "undecided": sum(gap.standing is Standing.UNDECIDED for gap in report.gaps),
        "unaddressed": sum(gap.standing is Standing.UNADDRESSED for gap in report.gaps),
        "no home": sum(gap.standing is Standing.NO_HOME for gap in report.gaps),
        "proposals": len(report.proposals),
        "protocol fields": len(report.protocol_fields),
        "broken values": sum(part.statements for part in proofs.breakages),
    }
    return Generated(files, counts)


GENERATOR = Registration("report", generate, HELPERS_VERSION)
"""What the group ``metermap.generators`` of entry points leads to."""
