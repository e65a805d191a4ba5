"""What each change does: a beginning that says of every change that it is compatible."""

from __future__ import annotations

from metermap.codegen.changes.model import Change, JudgedChange, JudgedField, Judgement, Snapshot, Verdict, Whom

__all__ = ["Judge"]


class Judge:
    """Judges the changes between two states."""

    def __init__(self, old: Snapshot, new: Snapshot) -> None:
        self._old, self._new = old, new

    def judged(self, change: Change) -> JudgedChange:
        """Return the change with its verdict."""
        judgement = Judgement(Verdict.COMPATIBLE, "not judged yet")
        fields = tuple(JudgedField(field, judgement) for field in change.fields)
        return JudgedChange(change, judgement, Whom(edition=self._old.side.edition), fields)
