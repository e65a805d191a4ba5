"""Which version a release gets: it follows from the gravest verdict of what changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from metermap.codegen.changes.model import Verdict
from metermap.core.versions import FIRST, Part, Version

__all__ = ["VersionError", "chosen", "following", "part_of", "why"]

_PARTS: Final[Mapping[Verdict, Part]] = {
    Verdict.WIRE: Part.MAJOR,
    Verdict.MEANING: Part.MAJOR,
    Verdict.CONFORMANCE: Part.MAJOR,
    Verdict.COMPATIBLE: Part.MINOR,
    Verdict.DOCUMENTATION: Part.PATCH,
}

_SAID: Final[Mapping[Verdict, tuple[str, str]]] = {
    Verdict.WIRE: ("change breaks the wire", "changes break the wire"),
    Verdict.MEANING: ("change breaks a meaning", "changes break a meaning"),
    Verdict.CONFORMANCE: ("change breaks conformance", "changes break conformance"),
    Verdict.COMPATIBLE: ("compatible change", "compatible changes"),
    Verdict.DOCUMENTATION: ("change of documentation only", "changes of documentation only"),
}
"""What so many changes do, none graver."""


class VersionError(Exception):
    """The version that was asked for is none that this release may have; the message says why."""


def _gravest(counts: Mapping[Verdict, int]) -> Verdict | None:
    return max((verdict for verdict, count in counts.items() if count), key=lambda verdict: verdict.rank, default=None)


def part_of(counts: Mapping[Verdict, int]) -> Part | None:
    """Return the part of the version that changes of these verdicts raise; None if there are none."""
    gravest = _gravest(counts)
    return None if gravest is None else _PARTS[gravest]


def following(previous: Version | None, counts: Mapping[Verdict, int]) -> Version:
    """Return the version that follows; where nothing differs, the next patch."""
    return FIRST if previous is None else previous.raised(part_of(counts) or Part.PATCH)


def why(previous: Version | None, counts: Mapping[Verdict, int]) -> str:
    """Return the reason in words: ``2 changes break the wire: the major version after 1.2.0``."""
    if previous is None:
        return "the first release"
    gravest, part = _gravest(counts), part_of(counts)
    if gravest is None or part is None:
        return f"nothing differs: the next patch version after {previous}"
    one, many = _SAID[gravest]
    number = counts[gravest]
    return f"{number:,} {one if number == 1 else many}: the next {part} version after {previous}"


def chosen(asked: Version | None, follows: Version, reason: str) -> Version:
    """Return the version: that which follows, or a higher one that was asked for.

    Raises:
        VersionError: a lower one was asked for.
    """
    if asked is None:
        return follows
    if asked < follows:
        message = f"--version {asked} is lower than {follows}, which follows ({reason}); a higher one may be set"
        raise VersionError(message)
    return asked
