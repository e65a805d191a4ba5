"""Semantic versions of what a workspace releases: three numbers, and which part of them a release raises."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

__all__ = ["FIRST", "RELEASES", "Part", "Version", "parse_version"]

RELEASES: Final = "releases"
"""The folder of a workspace that holds its releases."""

_VERSION: Final = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})", re.ASCII)


class Part(StrEnum):
    """A part of a version: the first number, the second, the third."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A version. Later ones are greater."""

    major: int
    minor: int
    patch: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    def raised(self, part: Part) -> Version:
        """Return the next version that differs in this part."""
        match part:
            case Part.MAJOR:
                return Version(self.major + 1, 0, 0)
            case Part.MINOR:
                return Version(self.major, self.minor + 1, 0)
            case Part.PATCH:
                return Version(self.major, self.minor, self.patch + 1)


FIRST: Final = Version(1, 0, 0)


def parse_version(text: str) -> Version | None:
    """Return the version that a text is: three numbers without leading zeros, under a thousand million; else None."""
    found = _VERSION.fullmatch(text)
    return Version(int(found[1]), int(found[2]), int(found[3])) if found else None
