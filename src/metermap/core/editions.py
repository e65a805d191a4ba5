"""Editions: since and until which edition of its standard an entry of a dictionary holds.

A dictionary's manifest states its ladder of editions, oldest first. A rung belongs to a ladder by name
(``SE``); rungs of different ladders, Smart Energy 1.2a and Home Automation 1.2, are in no order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["ALWAYS", "Edition", "Holding", "Ladder", "Lifetime"]


@dataclass(frozen=True, slots=True)
class Edition:
    """One rung of a ladder of editions.

    `name` is what tables and workspaces call it, `document` the publisher's number, `date` as known.
    `standard` is the id of the standard in the register, with `edition` as the register spells it.
    """

    name: str
    document: str = ""
    date: str = ""
    ladder: str = ""
    standard: str = ""
    edition: str = ""


class Holding(StrEnum):
    """Whether an entry holds in an edition."""

    YES = "yes"
    NOT_YET = "not yet"
    NO_MORE = "no more"
    NOT_RECORDED = "not recorded"


@dataclass(frozen=True, slots=True)
class Lifetime:
    """The editions in which an entry holds.

    `since` names the edition that brought it; empty if that is not recorded. `until` names the first
    edition that has it no more; empty if none is known. `basis` says how `since` is known, or what is
    known instead: empty if a source prints it, else such as ``implied`` or ``SE 1.2b or SE 1.4``.
    """

    since: str = ""
    until: str = ""
    basis: str = ""

    def __str__(self) -> str:
        since = f"since {self.since}" if self.since else "since when is not recorded"
        basis = f" ({self.basis})" if self.basis else ""
        return f"{since}{basis}" + (f", no more in {self.until}" if self.until else "")


ALWAYS = Lifetime()


class Ladder:
    """The editions of a dictionary, in order within each ladder."""

    def __init__(self, editions: Iterable[Edition]) -> None:
        """Take the rungs, oldest first."""
        self.editions = tuple(editions)
        self._places = {edition.name: (edition.ladder, number) for number, edition in enumerate(self.editions)}

    def edition(self, name: str) -> Edition | None:
        """Return the rung of that name."""
        return next((edition for edition in self.editions if edition.name == name), None)

    def ladder_of(self, name: str) -> str:
        """Return the ladder of the rung of that name; empty if there is no such rung."""
        return self._places.get(name, ("", 0))[0]

    def holds(self, lifetime: Lifetime, edition: str) -> Holding:
        """Return whether an entry with that lifetime holds in an edition.

        NOT_RECORDED where the ladder does not know one of the names, or puts them in no order.
        """
        if lifetime.until and self._reached(lifetime.until, edition):
            return Holding.NO_MORE
        reached = self._reached(lifetime.since, edition) if lifetime.since else None
        if reached is None:
            return Holding.NOT_RECORDED
        return Holding.YES if reached else Holding.NOT_YET

    def latest(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the highest of the named rungs of each ladder, in the order of the manifest."""
        highest: dict[str, tuple[int, str]] = {}
        for name in names:
            if name in self._places:
                ladder, number = self._places[name]
                highest[ladder] = max(highest.get(ladder, (-1, "")), (number, name))
        return tuple(name for _, name in sorted(highest.values()))

    def _reached(self, rung: str, edition: str) -> bool | None:
        """Return whether `edition` is `rung` or later; None if they are in no order."""
        if rung not in self._places or edition not in self._places:
            return None
        (ladder, place), (other, reached) = self._places[rung], self._places[edition]
        return reached >= place if ladder == other else None
