"""The report on value proofs as Markdown, for a meeting. Every cell goes through the `markdown` filter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from metermap.codegen.proofs.model import Counted, HubLine, HubReport, ProofLine, ProofReport
from metermap.core.text import markdown

__all__ = ["proofs_markdown", "tables_markdown"]


def proofs_markdown(report: ProofReport) -> str:
    """Return the report as a Markdown document."""
    made = f"Made from the model with SHA-256 {markdown(report.digest)}."
    edition = f"Catalogue edition: {markdown(report.edition or 'not recorded')}. {made}"
    head = (f"# Value proofs: {markdown(report.title or report.name)}", "", edition, "")
    return "\n".join(head) + "\n" + tables_markdown(report)


def tables_markdown(report: ProofReport) -> str:
    """Return the tables alone: verdicts, counter-examples, reasons, assumptions, hubs."""
    return "\n".join(_tables(report)) + "\n"


def _tables(report: ProofReport) -> Iterator[str]:
    yield from _verdicts(report)
    yield from _broken(report)
    yield from _counted("## What is not decided, and who could", ("Reason", "Decided by"), report.reasons)
    yield from _counted("## What verdicts take for granted", ("Assumption", "Means"), report.assumptions)
    for hub in report.hubs:
        yield from _hub(hub)


def _verdicts(report: ProofReport) -> Iterator[str]:
    yield "## Verdicts"
    yield ""
    rows = [
        (
            part.device,
            part.protocol,
            str(part.asked),
            str(part.elements),
            str(part.lossless),
            str(part.broken),
            str(part.undecided),
            f"{part.statements} ({part.proposed} proposed)" if part.proposed else str(part.statements),
        )
        for part in report.counts
    ]
    head = ("Device", "Protocol", "Elements", "With a proof", "Lossless", "Broken", "Undecided", "Statements")
    yield from _table(head, rows)


def _broken(report: ProofReport) -> Iterator[str]:
    yield "## What breaks"
    yield ""
    lines = [line for line in report.proofs if line.broken]
    if not lines:
        yield "Nothing."
        yield ""
        return
    yield from _table(("Element", "Value", "How", "Why", "Of"), map(_broken_row, lines))


def _broken_row(line: ProofLine) -> tuple[str, ...]:
    broken = line.broken
    if broken is None:
        return ()
    name = f"{line.device} {line.element}" + ("" if line.row is None else f" (row {line.row})")
    return (name, broken.value, broken.kind, broken.why, line.stated)


def _counted(title: str, head: tuple[str, str], parts: tuple[Counted, ...]) -> Iterator[str]:
    yield title
    yield ""
    if not parts:
        yield "Nothing."
        yield ""
        return
    rows = [
        (part.meaning, part.decided_by, str(part.statements), str(part.elements))
        if part.decided_by
        else (part.name, part.meaning, str(part.statements), str(part.elements))
        for part in parts
    ]
    yield from _table((*head, "Statements", "Elements"), rows)


def _hub(hub: HubReport) -> Iterator[str]:
    yield f"## {markdown(hub.name)}"
    yield ""
    rows = [
        (part.basis, str(part.values), str(part.lossless), str(part.broken), str(part.undecided)) for part in hub.counts
    ]
    yield from _table(("Told by", "Values", "Lossless", "Broken", "Undecided"), rows)
    yield f"{hub.left} elements of the meter that hold a value are taken by nothing in the home."
    yield ""
    told = [line for line in hub.lines if line.source]
    yield from _table(("Element", "Told by", "Verdict", "Limits and reasons"), map(_hub_row, told))


def _hub_row(line: HubLine) -> tuple[str, ...]:
    why = f"{line.broken.value}: {line.broken.why}" if line.broken else "; ".join(line.reasons)
    depends = f"depends on {', '.join(line.conditional)}" if line.conditional else ""
    assumed = f"assumed: {', '.join(line.assumptions)}" if line.assumptions else ""
    limits = f"exact: {line.limits}" if line.broken and line.limits else line.limits
    return (line.element, line.basis, line.verdict, "; ".join(filter(None, (why, limits, depends, assumed))))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _line(head)
    yield "| " + " | ".join(["---"] * len(head)) + " |"
    for row in rows:
        yield _line(row)
    yield ""


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(markdown(cell) for cell in cells) + " |"
