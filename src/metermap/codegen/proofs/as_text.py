"""The report on value proofs as text for a terminal, as JSON and as CSV."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from collections.abc import Iterable, Iterator, Sequence

from metermap.codegen.proofs.model import HubLine, HubReport, ProofLine, ProofReport
from metermap.core.text import csv_cell, one_line

__all__ = ["hubs_text", "proofs_csv", "proofs_json", "proofs_text"]

_COLUMNS = (
    "device",
    "protocol",
    "row",
    "element",
    "address",
    "status",
    "verdict",
    "breaks",
    "value",
    "why",
    "reasons",
    "assumptions",
    "conditional",
    "stated",
    "carried",
    "limits",
    "evidence",
    "place",
)


def proofs_json(report: ProofReport) -> str:
    """Return the report as one JSON object; `schema_version` comes first."""
    fields = dataclasses.asdict(report)
    return json.dumps({"schema_version": fields.pop("schema_version"), **fields}, indent=1, ensure_ascii=True) + "\n"


def proofs_csv(report: ProofReport) -> str:
    """Return one line a proof, with a line of titles."""
    out = io.StringIO(newline="")
    write = csv.writer(out, lineterminator="\n").writerow
    write(_COLUMNS)
    for line in report.proofs:
        write(map(csv_cell, _cells(line)))
    return out.getvalue()


def _cells(line: ProofLine) -> tuple[str, ...]:
    broken = line.broken
    return (
        line.device,
        line.protocol,
        "" if line.row is None else str(line.row),
        line.element,
        line.address,
        line.status,
        line.verdict,
        broken.kind if broken else "",
        broken.value if broken else "",
        broken.why if broken else "",
        "; ".join(line.reasons),
        "; ".join(line.assumptions),
        "; ".join(line.conditional),
        line.stated,
        line.carried,
        line.limits,
        "; ".join(line.evidence),
        line.place,
    )


def proofs_text(report: ProofReport, *, listed: bool) -> str:
    """Return the counts, the counter-examples and the reasons; with `listed`, each proof instead of the counts."""
    lines = _each(report.proofs) if listed else _summary(report)
    return "".join(f"{line}\n" for line in lines)


def hubs_text(report: ProofReport) -> str:
    """Return what the hubs translate, each value on a line."""
    return "".join(f"{line}\n" for hub in report.hubs for line in _hub(hub))


def _summary(report: ProofReport) -> Iterator[str]:
    head = ("device", "protocol", "elements", "proved", "lossless", "broken", "undecided")
    rows = [
        (part.device, part.protocol, part.asked, part.elements, part.lossless, part.broken, part.undecided)
        for part in report.counts
    ]
    yield from _table(head, rows)
    yield ""
    yield "What breaks:"
    broken = [line for line in report.proofs if line.broken]
    yield from (f"  {_name(line)}: {_example(line)}" for line in broken)
    yield from [] if broken else ["  nothing"]
    yield ""
    yield "What is not decided, and who could:"
    yield from _table(
        ("statements", "reason", "decided by"),
        [(part.statements, part.meaning, part.decided_by) for part in report.reasons],
    )
    yield ""
    yield "What verdicts take for granted:"
    yield from _table(("statements", "assumption"), [(part.statements, part.meaning) for part in report.assumptions])


def _each(lines: Iterable[ProofLine]) -> Iterator[str]:
    for line in lines:
        yield one_line(f"{line.verdict:9}  {_name(line)}  {line.address}")
        yield from (f"    {text}" for text in _said(line))


def _said(line: ProofLine) -> Iterator[str]:
    pairs = (
        ("the catalogue allows", line.stated),
        ("the wire carries", line.carried),
        ("between them", line.conversion),
        ("breaks", _example(line) if line.broken else ""),
        ("not decided", "; ".join(line.reasons)),
        ("assumed", "; ".join(line.assumptions)),
        ("depends on", ", ".join(line.conditional)),
        ("comes back", line.limits),
        ("the wire also says", line.beyond),
        ("read from", ", ".join(line.evidence)),
    )
    yield from (one_line(f"{title}: {text}") for title, text in pairs if text)


def _name(line: ProofLine) -> str:
    row = "" if line.row is None else f" #{line.row}"
    return one_line(f"{line.device} {line.element}{row}")


def _example(line: ProofLine) -> str:
    broken = line.broken
    return one_line(f"{broken.value} ({broken.kind}: {broken.why})") if broken else ""


def _hub(hub: HubReport) -> Iterator[str]:
    yield one_line(hub.name)
    rows = [(part.basis, part.values, part.lossless, part.broken, part.undecided) for part in hub.counts]
    yield from _table(("told by", "values", "lossless", "broken", "undecided"), rows)
    yield f"  {hub.left} elements of the meter are taken by nothing in the home"
    yield from (_translated(line) for line in hub.lines if line.source)
    yield ""


def _translated(line: HubLine) -> str:
    why = f"{line.broken.value} ({line.broken.kind}: {line.broken.why})" if line.broken else "; ".join(line.reasons)
    depends = f"depends on {', '.join(line.conditional)}" if line.conditional else ""
    said = "; ".join(filter(None, (why, depends, line.limits)))
    return one_line(f"  {line.verdict:9}  {line.element} [{line.basis}]{f': {said}' if said else ''}")


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    texts = [tuple(head), *(tuple(one_line(str(cell)) for cell in row) for row in rows)]
    widths = [max(len(row[column]) for row in texts) for column in range(len(head))]
    for row in texts:
        yield ("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))).rstrip()
