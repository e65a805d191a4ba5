"""Comparing two states: what was added, removed, renamed, moved or changed, field by field, and what each does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from metermap.codegen.changes.acts import acts_of
from metermap.codegen.changes.fields import field_changes, line_place
from metermap.codegen.changes.judge import Judge
from metermap.codegen.changes.model import Act, Change, Diff, Kind, Record, Snapshot
from metermap.codegen.changes.pairing import Pairing, keeping_order
from metermap.codegen.changes.pairs import Pairs, paired
from metermap.codegen.changes.recorded import of_recorded
from metermap.codegen.changes.texts import line_key, line_name, said

__all__ = ["changes_between", "compare"]


def compare(old: Snapshot, new: Snapshot, renamed: Mapping[str, str]) -> Diff:
    """Return all that is different, judged; `renamed` are the declared renamings, present names by former ones.

    Lists that one side does not have are not compared, and neither are fields that one side does not tell. Of a partial
    side only what is recorded is compared, whatever the other is: the difference is then no longer whole.
    """
    compared = tuple(kind for kind in Kind if kind in old.side.kinds and kind in new.side.kinds)
    changes = tuple(changes_between(old, new, compared, renamed))
    judge = Judge(old, new, changes)
    told = of_recorded(changes, old, new)
    whole = old.recorded is None and new.recorded is None
    return Diff(old.side, new.side, compared, tuple(judge.judged(change) for change in told), whole)


def changes_between(
    old: Snapshot, new: Snapshot, kinds: tuple[Kind, ...], renamed: Mapping[str, str]
) -> Iterator[Change]:
    """Yield what is different of these kinds, in the order of the new state, and then what is gone of each."""
    pairs = paired(old, new, renamed)
    names = _names(old), _names(new)
    for kind in kinds:
        yield from _Comparing(kind, pairs, pairs.of[kind], *names).changes()


def _names(state: Snapshot) -> Mapping[str, str]:
    return {said(line, "id"): line_name(Kind.ELEMENT, line) for line in state.lists.get(Kind.ELEMENT, ())}


@dataclass(frozen=True, slots=True)
class _Comparing:
    """Two lists of one kind, with what elements are called in either state."""

    kind: Kind
    pairs: Pairs
    pairing: Pairing
    old_names: Mapping[str, str]
    new_names: Mapping[str, str]

    def changes(self) -> Iterator[Change]:
        order = sorted(self.pairing.partner)
        staying = {order[place] for place in keeping_order([self.pairing.partner[place] for place in order])}
        for place, line in enumerate(self.pairing.new):
            was = self.pairing.partner.get(place)
            if was is None:
                yield self._added(place, line)
            elif change := self._differing(was, place, stays=place in staying):
                yield change
        for was in self.pairing.free():
            yield self._removed(was, self.pairing.old[was])

    def _added(self, place: int, line: Record) -> Change:
        return Change(
            kind=self.kind,
            acts=(Act.ADDED,),
            key=line_key(self.kind, line),
            old_key="",
            name=self._name(line, self.new_names),
            old_name="",
            device=self._device(line),
            protocol=self._protocol(line),
            new_place=line_place(self.kind, line),
            new_index=place,
            record=line,
            note=self.pairs.new_notes.get(place, "") if self.kind is Kind.ELEMENT else "",
        )

    def _removed(self, was: int, line: Record) -> Change:
        key, name = line_key(self.kind, line), self._name(line, self.old_names)
        return Change(
            kind=self.kind,
            acts=(Act.REMOVED,),
            key=key,
            old_key=key,
            name=name,
            old_name=name,
            device=self._device(line),
            protocol=self._protocol(line),
            old_place=line_place(self.kind, line),
            old_index=was,
            record=line,
            note=self.pairs.old_notes.get(was, "") if self.kind is Kind.ELEMENT else "",
        )

    def _differing(self, was: int, place: int, *, stays: bool) -> Change | None:
        old, new = self.pairing.old[was], self.pairing.new[place]
        fields = () if old is new or old == new else field_changes(self.kind, old, new, self.pairs.rows)
        if stays and not fields:
            return None
        return Change(
            kind=self.kind,
            acts=acts_of(self.kind, fields, stays=stays),
            key=line_key(self.kind, new),
            old_key=line_key(self.kind, old),
            name=self._name(new, self.new_names),
            old_name=self._name(old, self.old_names),
            device=self._device(new),
            protocol=self._protocol(new),
            paired_by=self.pairing.by[place],
            fields=fields,
            old_place=line_place(self.kind, old),
            new_place=line_place(self.kind, new),
            old_index=was,
            new_index=place,
            note=self.pairs.new_notes.get(place, "") if self.kind is Kind.ELEMENT else "",
        )

    def _name(self, line: Record, names: Mapping[str, str]) -> str:
        named = names.get(said(line, "element")) if self.kind is Kind.STATEMENT else None
        return named or line_name(self.kind, line)

    def _device(self, line: Record) -> str:
        return said(line, "id" if self.kind is Kind.DEVICE else "device")

    def _protocol(self, line: Record) -> str:
        return said(line, "protocol") if self.kind is Kind.STATEMENT else ""
