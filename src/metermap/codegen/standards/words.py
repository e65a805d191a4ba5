"""How the report says things: the words that its text and its Markdown share. Nothing here is escaped yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from metermap.codegen.standards.model import NOT_RECORDED, Count, EditionNeed, EditionUse, StandardUse, Usage
from metermap.core.render import counted
from metermap.protocols.standards import Openness, StandardRecord, Standing
from metermap.protocols.standards.model import WORKSPACE

__all__ = [
    "INTRODUCTION",
    "asked_editions",
    "count_text",
    "edition_facts",
    "edition_title",
    "need_name",
    "need_text",
    "or_not_recorded",
    "other_editions",
    "rung_text",
    "shared_facts",
    "through_text",
    "title",
    "unchecked_text",
    "usage_text",
]

INTRODUCTION: Final = (
    "A proposal is counted apart and never as mapped. What nobody recorded reads “not recorded” or “unreviewed”; "
    "nothing is filled in by guess."
)

_FORCING_SHOWN: Final = 3
_USES: Final = {
    EditionUse.REQUIRED: "the workspace says that a device must meet it",
    EditionUse.LOWEST: "the lowest that holds everything mapped of a device",
    EditionUse.ONLY: "the only one that the overlay knows",
    EditionUse.POSSIBLE: "one of those it may be; which one is not recorded",
}


def or_not_recorded(text: str) -> str:
    """Return the text, or that it is not recorded."""
    return text or NOT_RECORDED


def count_text(count: Count) -> str:
    """Return ``12 elements in 15 statements``."""
    return f"{counted(count.elements, 'element')} in {counted(count.statements, 'statement')}"


def title(use: StandardUse) -> tuple[str, str]:
    """Return title and publisher of a standard, with what kind of body that is, as its first row has them."""
    if not use.editions:
        return "not in the register", NOT_RECORDED
    first = use.editions[0][1]
    return first.title, f"{first.body} ({first.kind})" if first.kind else first.body


def through_text(use: StandardUse) -> str:
    """Return what leads to a standard."""
    names = ", ".join(use.through)
    return names if use.usage else f"{names}, its source"


def usage_text(usage: Usage) -> str:
    """Return how much of a device rests on a standard: ``GSME over sep: 264 elements in 338 statements``."""
    parts = [count_text(usage.mapped)] if usage.mapped.statements else []
    parts += [f"proposed: {count_text(usage.proposed)}"] if usage.proposed.statements else []
    return f"{usage.device} over {usage.protocol}: {'; '.join(parts)}"


def edition_title(record: StandardRecord) -> str:
    """Return an edition with its date."""
    date = f", {record.date}" if record.date else ""
    return f"{or_not_recorded(record.edition)}{date}"


def edition_facts(what: EditionUse, record: StandardRecord) -> Iterator[tuple[str, str]]:
    """Yield what is known of an edition as label and text: its use, status, recognition, basis, openness, origin."""
    yield "use", _USES[what]
    yield "status", or_not_recorded(record.status)
    yield "recognition", _recognition(record)
    yield "basis", or_not_recorded(record.basis)
    yield "openness", _openness(record.openness)
    if record.provenance == WORKSPACE:
        yield "recorded in", f"the workspace, {record.place}"


def asked_editions(use: StandardUse) -> Iterator[tuple[EditionUse, StandardRecord]]:
    """Yield the editions that the mapping rests on, or may rest on."""
    return ((what, record) for what, record in use.editions if what is not EditionUse.OTHER)


def shared_facts(uses: Iterable[StandardUse]) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Return how many editions the mapping rests on, and the facts that are the same of all of them.

    There are none where there is only one edition: then nothing would be said twice.
    """
    found = [tuple(edition_facts(what, record)) for use in uses for what, record in asked_editions(use)]
    if len(found) < 2:  # noqa: PLR2004  (one edition, or none)
        return len(found), ()
    return len(found), tuple(fact for fact in found[0] if all(fact in other for other in found))


def _recognition(record: StandardRecord) -> str:
    parts = [record.standing.value]
    if record.recognition not in ("", *parts):
        parts.append(record.recognition)
    if record.standing is Standing.RECOGNISED:
        parts.append(f"by whom: {or_not_recorded(record.recognised_by)}")
        parts.append(f"since: {or_not_recorded(record.recognised_since)}")
    if record.standing is Standing.IN_PROCESS:
        parts.append(f"expected by: {or_not_recorded(record.expected_by)}")
    return "; ".join(parts)


def _openness(openness: Openness) -> str:
    if not openness.stated:
        return NOT_RECORDED
    return (
        f"all stakeholders may contribute: {or_not_recorded(openness.contribution)}; "
        f"available to study: {or_not_recorded(openness.study)}; terms: {or_not_recorded(openness.terms)} "
        f"({openness.source})"
    )


def other_editions(use: StandardUse) -> str:
    """Return the registered editions that nothing asks for."""
    others = (record for what, record in use.editions if what is EditionUse.OTHER)
    return ", ".join(or_not_recorded(record.edition) for record in others)


def need_name(need: EditionNeed) -> str:
    """Return ``GPF over sep, proposed``."""
    return f"{need.device} over {need.protocol}" + (", proposed" if need.proposed else "")


def need_text(need: EditionNeed) -> str:
    """Return the lowest edition and what forces it, next to what the device must meet."""
    met = " and ".join(need.must_meet)
    must_meet = f"must meet {met}" if met else "what it must meet is not recorded"
    if not need.rungs:
        return f"no edition recorded; {must_meet}"
    if met and not need.ordered:
        must_meet += f", in no order with {need.ladder}: whether that holds everything cannot be told"
    if not need.lowest:
        return f"no edition of {need.ladder} holds everything; {must_meet}"
    shown = ", ".join(need.forcing[:_FORCING_SHOWN])
    more = f" and {len(need.forcing) - _FORCING_SHOWN:,} more" if len(need.forcing) > _FORCING_SHOWN else ""
    return f"{need.lowest}, because of {shown}{more}; {must_meet}"


def rung_text(need: EditionNeed) -> str:
    """Return what each edition brought, and what no table dates."""
    parts = [f"{rung.edition}: {count_text(rung.count)}" for rung in need.rungs]
    parts += [f"edition not recorded: {count_text(need.not_recorded)}"] if need.not_recorded.statements else []
    return "; ".join(parts)


def unchecked_text(need: EditionNeed) -> str:
    """Return how many statements were not held against what the device must meet, and why; empty if there are none."""
    met = " and ".join(need.must_meet)
    parts = []
    if met and need.not_recorded.statements:
        said = counted(need.not_recorded.statements, "statement")
        parts.append(f"{said} not checked against {met}: their entries record no edition")
    if met and need.rungs and not need.ordered:
        dated = sum(rung.count.statements for rung in need.rungs)
        said = counted(dated, "statement")
        parts.append(f"{said} not checked against {met}: their entries are on the ladder {need.ladder}")
    return "; ".join(parts)
