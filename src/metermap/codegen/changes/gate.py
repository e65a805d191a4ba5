"""Gates on a difference: which changes do what must not happen, and which are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from metermap.codegen.changes.model import BREAKS, Diff, JudgedChange, Verdict

__all__ = ["WORDS", "asked_for", "failing", "part_of"]

WORDS: Final[Mapping[str, tuple[Verdict, ...]]] = MappingProxyType(
    {**{verdict.word: (verdict,) for verdict in Verdict}, "break": BREAKS}
)
"""What ``--fail-on`` asks for, by the words that it knows: a verdict, or any of several."""


def failing(diff: Diff, words: Iterable[str]) -> Diff:
    """Return a difference with those changes alone of which one of the verdicts holds that the words ask for."""
    asked = asked_for(words)
    return replace(
        diff, changes=tuple(judged for judged in diff.changes if asked.intersection(judged.judgement.verdicts))
    )


def asked_for(words: Iterable[str]) -> frozenset[Verdict]:
    """Return the verdicts that words stand for."""
    return frozenset(verdict for word in words for verdict in WORDS[word])


def part_of(diff: Diff, words: Iterable[str], items: Iterable[str], devices: Iterable[str]) -> Diff:
    """Return a difference with those changes alone that are of one of the verdicts, items and devices; empty: of any.

    Such a part does not lead from the old state to the new one, and what the new one was read from says so.
    """
    asked = {"verdict": tuple(words), "item": tuple(items), "device": tuple(devices)}
    verdicts, hit = asked_for(asked["verdict"]), set(asked["device"])
    changes = (
        judged
        for judged in diff.changes
        if (not verdicts or verdicts.intersection(judged.judgement.verdicts))
        and (not asked["item"] or any(_is_of(judged, item) for item in asked["item"]))
        and (not hit or hit.intersection((judged.change.device, *judged.whom.devices)))
    )
    said = "; ".join(f"{name} {' or '.join(values)}" for name, values in asked.items() if values)
    side = replace(diff.new, source=f"{diff.new.source} (only some of the changes: {said})")
    return replace(diff, new=side, changes=tuple(changes), whole=False)


def _is_of(judged: JudgedChange, item: str) -> bool:
    names = (judged.change.name, judged.change.old_name)
    return any(name == item or name.startswith((f"{item}.", f"{item}[")) for name in names)
