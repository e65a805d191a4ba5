"""What an explanation is made of: a tree of pieces, each a run of octets with a name and what it says."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["NotExplainedError", "Piece", "Run"]


class NotExplainedError(Exception):
    """The octets are of a shape that is not explained, such as a compact array."""


@dataclass(frozen=True, slots=True)
class Run:
    """Octets that stand together, from `start` up to and without `end`, and what they are."""

    start: int
    end: int
    says: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A value: what it is called, its type, and where its octets begin and end.

    `runs` are the octets of its own: tag, length and value of one that is not composed, tag and number of
    members of one that is. `parts` are its members or elements, in order. `says` is the value in words, empty
    if it is composed.
    """

    name: str
    type: str
    start: int
    end: int
    says: str
    runs: tuple[Run, ...]
    parts: tuple[Piece, ...] = ()
