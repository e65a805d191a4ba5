"""What a gate prints: each change that must not happen, once what is the same on many lines, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from metermap.codegen.changes.gate import asked_for, failing
from metermap.codegen.changes.model import BREAKS, Diff, Verdict
from metermap.codegen.diff_report.lines import ToldField, over
from metermap.codegen.diff_report.telling import (
    ItemChanges,
    Member,
    Telling,
    chapters,
    moved,
    moved_in_words,
    told_count,
)
from metermap.codegen.diff_report.words import LISTED, NOTHING, for_whom, lines_in_words
from metermap.core.render import counted
from metermap.core.text import one_line, shortened

__all__ = ["gate_lines"]

_BREAKS: Final = (
    "take it back; or, if it is meant, keep the edition that is installed alive ([[editions]] in metermap.toml) and "
    "release the change, so that implementers are told"
)
_ADVICE: Final = "take it back, or ask for less with --fail-on if such a change may happen"
_LONGEST: Final = 300


def gate_lines(diff: Diff, words: Sequence[str]) -> Iterator[str]:
    """Yield what fails a gate that asks for the verdicts of these words, and how many changes do; nothing if none.

    What belongs to a line before it is indented. The last line has the count.
    """
    failed, asked = failing(diff, words), asked_for(words)
    if not failed.changes:
        return
    for chapter in chapters(failed):
        for item in chapter.items:
            for telling in item.tellings:
                yield from map(one_line, _telling(telling, item, asked))
    yield from map(one_line, _moved(failed))
    yield from (f"to do: {advice}" for advice in _advice(failed, asked))
    said = " or ".join(dict.fromkeys(words))
    lines = f", and {also}" if (also := moved_in_words(failed)) else ""
    yield f"--fail-on {said}: {told_count(failed):,} of {counted(told_count(diff), 'change')} fail it{lines}"


def _advice(failed: Diff, asked: frozenset[Verdict]) -> Iterator[str]:
    """Yield what to do about breaks, and about what is asked for and breaks nothing."""
    held = {verdict for judged in failed.changes for verdict in judged.judgement.verdicts} & asked
    if held.intersection(BREAKS):
        yield _BREAKS
    if held.difference(BREAKS):
        yield _ADVICE


def _telling(telling: Telling, item: ItemChanges, asked: frozenset[Verdict]) -> Iterator[str]:
    unsaid = item.name if len(telling.members) == 1 else ""
    held = max(asked.intersection(telling.judgement.verdicts), key=lambda verdict: verdict.rank)
    name = _name(item.name, item.old_name)
    title = ", ".join(filter(None, (lines_in_words(telling.kind, telling.acts, telling.count), telling.over)))
    yield f"{held}: {name}: {title}"
    fields = [field for field in telling.fields if _is_asked(field, asked)]
    yield from (f"  {_field(field)}" for field in fields if field.old != LISTED)
    judgements = [field.judgement for field in fields if field.judgement] or [telling.judgement]
    yield from dict.fromkeys(f"  why: {judgement.why}" for judgement in judgements)
    if whom := for_whom(telling.whom):
        yield f"  for {whom}"
    if telling.note:
        yield f"  note: {telling.note}"
    for member in telling.members:
        yield from _member(member, telling, asked, unsaid)


def _is_asked(field: ToldField, asked: frozenset[Verdict]) -> bool:
    return field.judgement is None or bool(asked.intersection(field.judgement.verdicts))


def _member(member: Member, telling: Telling, asked: frozenset[Verdict], unsaid: str) -> Iterator[str]:
    """Yield a line with both places, and its own fields; its name is left out where it is `unsaid`."""
    name = _name(member.name, member.old_name) if member.name != unsaid or member.old_name else "the line"
    held = "" if telling.over else over(member.devices, member.protocol)
    about = f" ({told})" if (told := ", ".join(filter(None, (held, member.said)))) else ""
    yield f"  {name}{about}: {_places(member)}"
    yield from (f"    {_field(field)}" for field in member.fields if _is_asked(field, asked))


def _places(member: Member) -> str:
    if member.old_place and member.old_place == member.new_place:
        return f"at {member.old_place} in both"
    return f"{member.old_place or 'it was not there'} -> {member.new_place or 'it is not there'}"


def _name(now: str, before: str) -> str:
    return f"{now or NOTHING} (was {before})" if before else now or NOTHING


def _field(field: ToldField) -> str:
    return f"{field.title}: {shortened(field.old, _LONGEST)} -> {shortened(field.new, _LONGEST)}"


def _moved(failed: Diff) -> Iterator[str]:
    for one in moved(failed):
        yield f"{Verdict.DOCUMENTATION}: {one.place or 'not recorded where'}: {one.said}"
