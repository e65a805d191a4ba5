"""Making what a release says again: its changes with their verdicts, and the texts that follow from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from metermap import __version__
from metermap.codegen.changes.diff import compare
from metermap.codegen.changes.model import Change, Diff, JudgedChange
from metermap.codegen.release.folder import ReleaseFolder
from metermap.codegen.release.record import ReleaseRecord
from metermap.codegen.release.step import Named, Step
from metermap.codegen.release.texts import CHANGES, first_texts, named_state, next_texts

__all__ = ["made_again", "written_by_another"]

_SHOWN = 5


def written_by_another(said: ReleaseRecord) -> str:
    """Return what is not compared because another metermap wrote it; empty if this one did."""
    if said.metermap == __version__:
        return ""
    return (
        f"{said.label} was written by metermap {said.metermap}, and this is {__version__}: its verdicts and texts are "
        "not compared with those that this one makes"
    )


def made_again(new: ReleaseFolder, said: ReleaseRecord, old: ReleaseFolder | None) -> Iterator[tuple[str, str]]:
    """Yield the file and what is wrong with it where a release does not say what its models give.

    `old` is the release before; None before the first. Both must be without a fault so far.
    """
    now = _named(said)
    if old is None:
        yield from _differing(new, first_texts(said.name, now))
        return
    if old.model is None or new.model is None or old.record is None or new.changes is None:
        return
    diff = compare(named_state(old.model, old.label), named_state(new.model, new.label), said.renamed)
    wrong = list(_changes(diff, new.changes))
    yield from ((CHANGES, message) for message in wrong)
    told = new.changes if wrong else diff
    step = Step(said.name, _named(old.record), now, old.model, new.model, told, old.symbols, new.symbols)
    made = dict(next_texts(step))
    if wrong:
        del made[CHANGES]
    yield from _differing(new, made)


def _named(said: ReleaseRecord) -> Named:
    return Named(said.label, said.version, said.edition, said.date or "")


def _differing(new: ReleaseFolder, texts: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for name, text in texts.items():
        if new.data.get(name) != text:
            yield name, "is not what metermap writes of these models"


def _changes(made: Diff, told: Diff) -> Iterator[str]:
    """Yield how the changes differ from those that the two models give."""
    own = {_key(judged.change): judged for judged in made.changes}
    theirs = {_key(judged.change): judged for judged in told.changes}
    wrong = [message for key, judged in theirs.items() if (message := _wrong(judged, own.get(key)))]
    wrong += [f"{_name(own[key])} is not told, and the models give it" for key in own if key not in theirs]
    yield from wrong[:_SHOWN]
    if len(wrong) > _SHOWN:
        yield f"{len(wrong) - _SHOWN:,} more changes are not as the models give them"


def _wrong(told: JudgedChange, made: JudgedChange | None) -> str:
    name = _name(told)
    if made is None:
        return f"{name} is told, and the models do not give it"
    if told.judgement.verdicts != made.judgement.verdicts:
        said, found = (", ".join(judged.judgement.verdicts) for judged in (told, made))
        return f"{name} is said to be {said}, and is {found}"
    return f"{name} is told in another way than the models give it" if told != made else ""


def _key(change: Change) -> tuple[str, str, str, int | None, int | None]:
    return change.kind, change.key, change.old_key, change.old_index, change.new_index


def _name(judged: JudgedChange) -> str:
    change = judged.change
    return f"{change.kind} {change.name or change.old_name} {', '.join(change.acts)}"
