"""Verifying a release: by itself, and along the chain of those before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from metermap.codegen.changes.apply import MismatchError, apply
from metermap.codegen.changes.model import Diff, Kind, Record, Snapshot, Verdict
from metermap.codegen.release import record, sums
from metermap.codegen.release.again import made_again, written_by_another
from metermap.codegen.release.folder import MODEL, Fault, ReleaseFolder, read_folder
from metermap.codegen.release.texts import CHANGES
from metermap.codegen.release.versioning import following, why
from metermap.core.versions import Version, parse_version

if TYPE_CHECKING:
    from metermap.codegen.release.record import PreviousRecord, ReleaseRecord

__all__ = ["Verification", "verify"]


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of it: the releases of the chain, this one first, faults, and what could not be looked at."""

    releases: tuple[ReleaseFolder, ...]
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]

    @property
    def release(self) -> ReleaseFolder:
        """Return the release that was asked about."""
        return self.releases[0]


def verify(path: Path) -> Verification:
    """Verify the release in the folder at `path`, and those before it, as far as they lie beside it."""
    chain = [read_folder(path)]
    notes: list[str] = []
    while (said := chain[-1].record) is not None and said.previous is not None:
        new, before = chain[-1], said.previous.label
        if any(each.label == before for each in chain):
            new.add(record.FILE, f"the previous release {before} comes after this one: the chain is a circle")
            break
        if not (path.parent / before).is_dir():
            notes.append(f"{before}, the release before {new.label}, is not here: the changes are not applied to it")
            _check_alone(new, said, said.previous)
            break
        chain.append(read_folder(path.parent / before))
        _check_step(chain[-1], new, said, said.previous)
        notes += _make_again(new, said, chain[-1])
        if new is not chain[0]:
            new.shed()
    last = chain[-1]
    if last.record is not None and last.record.previous is None:
        _check_version(last, last.record, None, {})
        notes += _make_again(last, last.record, None)
    return Verification(tuple(chain), tuple(fault for each in chain for fault in each.faults), tuple(notes))


def _make_again(new: ReleaseFolder, said: ReleaseRecord, old: ReleaseFolder | None) -> Iterator[str]:
    """Hold what a release says against what its models give; yield what could not be compared.

    Where something is wrong already, more would only follow from it.
    """
    if new.faults or (old is not None and old.faults):
        return
    if another := written_by_another(said):
        yield another
        return
    for file, message in made_again(new, said, old):
        new.add(file, message)


def _check_step(old: ReleaseFolder, new: ReleaseFolder, said: ReleaseRecord, previous: PreviousRecord) -> None:
    """Hold a release against the one before it, which is there."""
    if old.digest != previous.sha256:
        new.add(
            record.FILE, f"the previous release {old.label} is not the one that was released: its {sums.FILE} differs"
        )
    if old.record is not None and old.record.version != previous.version:
        new.add(record.FILE, f"the previous version is {previous.version}, and {old.label} says {old.record.version}")
    _check_alone(new, said, previous)
    if old.model is not None and new.model is not None and new.changes is not None:
        for message in _applied(old, new, new.changes):
            new.add(CHANGES, message)


def _applied(old: ReleaseFolder, new: ReleaseFolder, changes: Diff) -> Iterator[str]:
    """Yield what is wrong if the changes do not lead from one model to the other."""
    if old.model is None or new.model is None:
        return
    for what, told, side in (("old", changes.old, old.model.side), ("new", changes.new, new.model.side)):
        if told.digest != side.digest:
            yield f"the {what} state is the model {told.digest:.16}, and it should be {side.digest:.16}"
    try:
        made = apply(old.model, changes)
    except MismatchError as error:
        yield f"cannot be applied to {MODEL} of {old.label}: {error}"
        return
    wrong = [kind for kind in changes.compared if not _same(kind, old.model, made, new.model)]
    wrong += [kind for kind in new.model.lists if kind in old.model.lists and kind not in changes.compared]
    if wrong:
        named = ", ".join(kind.value for kind in wrong)
        yield f"applied to {MODEL} of {old.label}, they do not give {MODEL} of this one: {named} differs"


def _same(kind: Kind, old: Snapshot, made: Snapshot, new: Snapshot) -> bool:
    """Return whether two states have the same list, in the fields that the state before them tells."""
    known = {name for line in old.lists.get(kind, ()) for name in line}

    def told(state: Snapshot) -> list[Record]:
        return [{name: line[name] for name in line if name in known} for line in state.lists.get(kind, ())]

    return told(made) == told(new)


def _check_alone(new: ReleaseFolder, said: ReleaseRecord, previous: PreviousRecord) -> None:
    """Hold version and counts against the changes."""
    if new.changes is not None:
        _check_version(new, said, parse_version(previous.version), new.changes.counts())


def _check_version(
    new: ReleaseFolder, said: ReleaseRecord, previous: Version | None, counts: dict[Verdict, int]
) -> None:
    told = said.counts.model_dump()
    if any(told[verdict.word] != counts.get(verdict, 0) for verdict in Verdict):
        found = ", ".join(f"{verdict.word} {counts.get(verdict, 0)}" for verdict in reversed(Verdict))
        new.add(record.FILE, f"its counts are not those of the changes, which are {found}")
    version, follows = parse_version(said.version), following(previous, counts)
    if version is None or version < follows:
        new.add(record.FILE, f"version {said.version} is lower than {follows}, which follows: {why(previous, counts)}")
