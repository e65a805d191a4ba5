"""Gates on a difference: which changes do what must not happen, each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from metermap.codegen.changes.model import BREAKS, Diff, JudgedChange, Judgement, Verdict
from metermap.core.text import one_line

__all__ = ["WORDS", "Failure", "failures", "part_of"]

WORDS: Final[Mapping[str, tuple[Verdict, ...]]] = MappingProxyType(
    {**{verdict.word: (verdict,) for verdict in Verdict}, "break": BREAKS}
)
"""What ``--fail-on`` asks for, by the words that it knows: a verdict, or any of several."""

_BREAKS: Final = (
    "take it back; or, if it is meant, keep the edition that is installed alive ([[editions]] in metermap.toml) and "
    "release the change, so that implementers are told"
)
_ADVICE: Final = "take it back, or ask for less with --fail-on if such a change may happen"


@dataclass(frozen=True, slots=True)
class Failure:
    """A change that does what must not happen, and the gravest of the verdicts that were asked for."""

    judged: JudgedChange
    verdict: Verdict

    def lines(self) -> Iterator[str]:
        """Yield what is told of it: what it does to which line, the fields with both places, why, and what to do."""
        change = self.judged.change
        name = change.name or change.old_name
        where = " over ".join(filter(None, (change.device, change.protocol)))
        acts = ", ".join(change.acts)
        yield one_line(f"{self.verdict}: {change.kind} {name}{f' of {where}' if where else ''}, {acts}")
        yield from self._places()
        for field in self.judged.fields:
            if self.verdict in field.judgement.verdicts:
                said = field.change
                yield one_line(f"  {said.name}: {said.old_text or '(nothing)'} -> {said.new_text or '(nothing)'}")
        for judgement in dict.fromkeys(self._judgements()):
            yield one_line(f"  why: {judgement.why}")
        yield f"  to do: {_BREAKS if self.verdict in BREAKS else _ADVICE}"

    def _places(self) -> Iterator[str]:
        change = self.judged.change
        yield one_line(f"  old: {change.old_place or 'it was not there'}")
        yield one_line(f"  new: {change.new_place or 'it is not there'}")

    def _judgements(self) -> Iterator[Judgement]:
        own = [field.judgement for field in self.judged.fields if self.verdict in field.judgement.verdicts]
        yield from own or [self.judged.judgement]


def failures(diff: Diff, words: Iterable[str]) -> tuple[Failure, ...]:
    """Return the changes of which one of the verdicts holds that the words ask for, in the order of the diff."""
    asked = {verdict for word in words for verdict in WORDS[word]}
    return tuple(_failing(diff, asked))


def _failing(diff: Diff, asked: set[Verdict]) -> Iterator[Failure]:
    for judged in diff.changes:
        held = [verdict for verdict in judged.judgement.verdicts if verdict in asked]
        if held:
            yield Failure(judged, max(held, key=lambda verdict: verdict.rank))


def part_of(diff: Diff, words: Iterable[str], items: Iterable[str], devices: Iterable[str]) -> Diff:
    """Return a difference with those changes alone that are of one of the verdicts, items and devices; empty: of any.

    Such a part does not lead from the old state to the new one, and what the new one was read from says so.
    """
    asked = {"verdict": tuple(words), "item": tuple(items), "device": tuple(devices)}
    verdicts, hit = {verdict for word in asked["verdict"] for verdict in WORDS[word]}, set(asked["device"])
    changes = (
        judged
        for judged in diff.changes
        if (not verdicts or verdicts.intersection(judged.judgement.verdicts))
        and (not asked["item"] or any(_is_of(judged, item) for item in asked["item"]))
        and (not hit or hit.intersection((judged.change.device, *judged.whom.devices)))
    )
    said = "; ".join(f"{name} {' or '.join(values)}" for name, values in asked.items() if values)
    side = replace(diff.new, source=f"{diff.new.source} (only some of the changes: {said})")
    return replace(diff, new=side, changes=tuple(changes))


def _is_of(judged: JudgedChange, item: str) -> bool:
    names = (judged.change.name, judged.change.old_name)
    return any(name == item or name.startswith((f"{item}.", f"{item}[")) for name in names)
