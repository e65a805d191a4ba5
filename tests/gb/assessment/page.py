"""The assessment, docs/gb-assessment.md: ``python -m tests.gb.assessment.page --write`` makes it anew."""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Final

from metermap.codegen.proofs import ProofReport, build_proof_report
from metermap.core.expected import read_expected
from metermap.core.findings import Finding, Findings
from metermap.core.text import markdown
from metermap.mappings.model import ResolvedModel
from metermap.pipeline import check
from metermap.protocols import load_dictionaries
from metermap.rule_book import all_rules
from tests.conftest import ROOT
from tests.gb.assessment.again import DERIVATIONS, DRAWN, SEED, derive, draw
from tests.gb.assessment.evidence import Evidence
from tests.gb.assessment.judged import KINDS, REAL, Assessment, Point, read_assessment
from tests.gb.assessment.markdown import evidence_table, paragraph, table
from tests.gb.assessment.tables import read_tables
from tests.gb.load import GB

__all__ = ["PAGE", "Subject", "page", "subject"]

PAGE = ROOT / "docs" / "gb-assessment.md"
_ABOUT: Final = """
What in the catalogue and in the mapping tables cannot be right as printed, or is not said. It is meant to be tabled:
this page first, then the points by family. Rows, cells and texts are taken from the workspace `gb/`; the judgements are
in `docs/assessment/findings.csv` and `docs/assessment/points.toml`. A correction is proposed only where it follows from
the tables; otherwise the question is asked of the body that can answer it. Nobody has reviewed the judgements. What
the protocols lack is in the extension packs for [DLMS/COSEM](extension-pack-dlms.md) and
[ZigBee Smart Energy](extension-pack-zigbee.md).
"""


@dataclass(frozen=True)
class Subject:
    """All that the page is made from. `reasons` are those of the list of reviewed findings."""

    assessment: Assessment
    model: ResolvedModel
    proofs: ProofReport
    findings: tuple[Finding, ...]
    reasons: dict[tuple[str, str], str]

    @cached_property
    def kinds(self) -> dict[tuple[str, str], str]:
        """Return the kind of each finding; a note is a gap if a point covers its code."""
        covered = {code: "gap" for point in self.assessment.points for code in point.codes}
        judged = {line.key: line.kind for line in self.assessment.judged}
        keys = {(finding.code, finding.subject) for finding in self.findings}
        return {key: judged.get(key) or covered[key[0]] for key in sorted(keys)}

    @cached_property
    def by_point(self) -> dict[str, tuple[Finding, ...]]:
        """Return the findings of each point, in reading order."""
        points = {line.key: line.point for line in self.assessment.judged}
        covered = {code: point.id for point in self.assessment.points for code in point.codes}
        found: defaultdict[str, list[Finding]] = defaultdict(list)
        for finding in self.findings:
            key = finding.code, finding.subject
            found[points.get(key) or covered.get(finding.code, "")].append(finding)
        return {point: tuple(those) for point, those in found.items()}


def subject() -> Subject:
    """Return what is found of the edition that the reference workspace works on, with what was judged of it."""
    checked = check(GB)
    assert checked.model is not None
    proofs = build_proof_report(checked.model, load_dictionaries())
    findings = tuple(finding for finding in checked.everything if not finding.edition)
    return Subject(read_assessment(), checked.model, proofs, findings, _reasons())


def _reasons() -> dict[tuple[str, str], str]:
    rows = read_expected(GB, "expected-findings.csv", Findings())
    return {(row.code, row.subject): row.reason for row in rows}


def page(of: Subject) -> str:
    """Return the page as it should be."""
    parts = (_first(of), _figures(of), _counts(of), _again(of), _families(of), _recorded(of.model), _kept(of))
    return "\n".join(line for part in parts for line in part).rstrip() + "\n"


def _first(of: Subject) -> Iterator[str]:
    yield "# The Great Britain mapping: an assessment"
    yield ""
    yield "<!-- Made by `python -m tests.gb.assessment.page --write`; a test holds it against the workspace. -->"
    yield ""
    yield from paragraph(_ABOUT)
    real = sum(of.kinds[finding.code, finding.subject] in REAL for finding in of.findings)
    points = of.assessment.points
    yield from paragraph(
        f"**{real} of {len(of.findings)} findings are contradictions or gaps of the sources, "
        f"in {len(points)} points.** "
        f"{sum(bool(point.correction) for point in points)} points have a proposed correction, in part or in whole; "
        f"{sum(bool(point.question) for point in points)} leave a question."
    )
    yield "## The ten that weigh most"
    yield ""
    for place, point in enumerate(of.assessment.ranked, 1):
        yield f"{place}. [{markdown(point.title)}](#{point.id}). {markdown(point.plain)}"
    yield ""


def _figures(of: Subject) -> Iterator[str]:
    yield "## What the mapping carries"
    yield ""
    yield from _coverage(of.model)
    yield "A HAN-only element counts over the protocol of the home. “Proposed” is a candidate that nobody has reviewed."
    yield ""
    yield "Whether each value that the catalogue allows comes back from the wire ([value proofs](proofs.md)):"
    yield ""
    head = ("Device", "Protocol", "Elements with a proof", "Lossless", "Broken", "Undecided")
    rows = (
        (part.device, part.protocol, *map(str, (part.elements, part.lossless, part.broken, part.undecided)))
        for part in of.proofs.counts
    )
    yield from table(head, rows, 4)


def _coverage(model: ResolvedModel) -> Iterator[str]:
    head = ("Device", "Protocol", "Elements", "Mapped", "Without address", "Proposed", "Not applicable", "Undecided")
    figures = (
        (part.elements, part.mapped, part.unaddressed, part.proposed, part.not_applicable, part.undecided)
        for part in model.coverage
    )
    named = ((part.device, part.protocol) for part in model.coverage)
    yield from table(head, ((*name, *map(str, counts)) for name, counts in zip(named, figures, strict=True)), 6)


def _counts(of: Subject) -> Iterator[str]:
    yield "## Every finding, by rule"
    yield ""
    yield from paragraph("; ".join(f"**{kind}**: {meaning}" for kind, meaning in KINDS.items()) + ".")
    yield from paragraph("A mapping file that was wrong has been corrected, so that no finding of that kind is left.")
    counted = Counter((finding.code, of.kinds[finding.code, finding.subject]) for finding in of.findings)
    rows = []
    for code in sorted({finding.code for finding in of.findings}):
        counts = [counted[code, kind] for kind in KINDS]
        rows.append((code, markdown(_titles()[code]), *map(str, (sum(counts), *counts))))
    sums = [sum(int(row[at]) for row in rows) for at in range(2, 3 + len(KINDS))]
    yield from table(("Rule", "Title", "Findings", *KINDS), [*rows, ("", "all", *map(str, sums))], 1 + len(KINDS))


def _again(of: Subject) -> Iterator[str]:
    real = [line.key for line in of.assessment.judged if line.kind in REAL]
    drawn = draw(real)
    derived = {key: derive(*key, read_tables()) for key in drawn}
    yield "## Thirty derived again"
    yield ""
    yield from paragraph(
        f"{DRAWN} of the {len(real)} real findings that were reviewed one by one are drawn with the seed {SEED}, and "
        "derived again from the workbook, the printed rows and the dictionary's files, by code that shares none of the "
        "rules' (`tests/gb/assessment/again.py`), and without the errata. "
        f"**{sum(found.agrees for found in derived.values())} of {DRAWN} agree.**"
    )
    yield from _beyond(real)
    rows = (
        (code, markdown(named), "agrees" if found.agrees else "**disagrees**", markdown(found.shown))
        for (code, named), found in derived.items()
    )
    yield from table(("Rule", "Subject", "", "What the tables show"), rows)


def _beyond(real: list[tuple[str, str]]) -> Iterator[str]:
    others = {key: derive(*key, read_tables()) for key in real if key[0] in DERIVATIONS}
    wrong = sorted(key for key, found in others.items() if not found.agrees)
    yield from paragraph(
        f"The same derivations reach {len(others)} of the {len(real)}; {len(others) - len(wrong)} agree"
        + (", and these do not:" if wrong else ".")
    )
    if wrong:
        yield from (f"- {code} {markdown(named)}: {markdown(others[code, named].shown)}" for code, named in wrong)
        yield ""


def _families(of: Subject) -> Iterator[str]:
    evidence = Evidence(of.model)
    for family in of.assessment.families:
        yield f"## {family}"
        yield ""
        for point in of.assessment.points:
            if point.family == family:
                yield from _point(point, of.by_point[point.id], evidence)


@cache
def _titles() -> dict[str, str]:
    return {rule.code.id: rule.code.title for rule in all_rules()}


def _anchor(code: str) -> str:
    """Return the name that a heading of docs/rules.md has in links."""
    return re.sub(r"[^\w -]", "", f"{code} {_titles()[code]}".lower()).replace(" ", "-")


def _point(point: Point, findings: tuple[Finding, ...], evidence: Evidence) -> Iterator[str]:
    yield f'### <a id="{point.id}"></a>{markdown(point.title)}'
    yield ""
    codes = Counter(finding.code for finding in findings)
    rules = (f"[{code}](rules.md#{_anchor(code)}) ({count})" for code, count in sorted(codes.items()))
    yield f"Rule: {', '.join(rules)}."
    yield ""
    yield f"**Why it cannot stand.** {markdown(point.why)}"
    yield ""
    yield f"**Proposed correction.** {markdown(point.correction or 'Undecided.')}"
    yield ""
    if point.question:
        whose = point.whose[0].upper() + point.whose[1:]
        yield f"**Who has to say what.** {markdown(whose)}: {markdown(point.question)}"
        yield ""
    yield from evidence_table(
        (f"{finding.code}: {markdown(finding.message)}", evidence.of(finding)) for finding in findings
    )


def _recorded(model: ResolvedModel) -> Iterator[str]:
    """Yield what the mapping files say with 'because' and 'despite': no finding, since it is known."""
    said: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for statement in model.statements:
        for text in (*statement.because, *statement.despite):
            row = f" ({statement.row})" if statement.row else ""
            said[text][f"{statement.element or statement.item}{row}"] = None
    yield "## Recorded in the mapping files"
    yield ""
    yield from paragraph(
        "Where the source and a standard differ, or the source needs a word of explanation, the mapping says so with "
        "`because` or `despite`. No finding is made of these; some are contradictions all the same."
    )
    rows = ((markdown(text), markdown(", ".join(elements))) for text, elements in said.items())
    yield from table(("What is recorded", "Of (row)"), rows)


def _kept(of: Subject) -> Iterator[str]:
    for kind, title in (("accepted", "Seen, and left as it is"), ("rule", "Where the rule is mistaken")):
        lines = [line for line in of.assessment.judged if line.kind == kind]
        yield f"## {title}"
        yield ""
        yield f"{len(lines)} of {len(of.findings)}."
        yield ""
        rows = ((line.code, markdown(line.subject), markdown(of.reasons[line.key])) for line in lines)
        yield from table(("Rule", "Subject", "Reason"), rows)


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python -m tests.gb.assessment.page --write")
    PAGE.write_text(page(subject()), encoding="utf-8")
