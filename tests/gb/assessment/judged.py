"""What people judged of the findings: docs/assessment/findings.csv and docs/assessment/points.toml, as records."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from typing import Final

from tests.conftest import ROOT

__all__ = ["DATA", "KINDS", "REAL", "Assessment", "Judged", "Point", "read_assessment"]

DATA: Final = ROOT / "docs" / "assessment"
KINDS: Final = {
    "contradiction": "two texts of the sources exclude each other",
    "gap": "the sources do not say what an implementer must know",
    "accepted": "as the rule says, and it stays so; the reason is in the last section",
    "rule": "the rule is mistaken here",
}
REAL: Final = ("contradiction", "gap")


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding by its code and subject, its kind (of `KINDS`) and, if it is real, its point."""

    code: str
    subject: str
    kind: str
    point: str

    @property
    def key(self) -> tuple[str, str]:
        """Return what the list of reviewed findings names it by, too."""
        return self.code, self.subject


@dataclass(frozen=True, slots=True)
class Point:
    """What a meeting can decide at once; docs/assessment/points.toml tells what the fields say."""

    id: str
    family: str
    title: str
    why: str
    correction: str = ""
    question: str = ""
    whose: str = ""
    rank: int = 0
    plain: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assessment:
    """All judgements. `families` are in the order of the document."""

    families: tuple[str, ...]
    points: tuple[Point, ...]
    judged: tuple[Judged, ...]

    @property
    def ranked(self) -> tuple[Point, ...]:
        """Return the points of the first page, the weightiest first."""
        return tuple(sorted((point for point in self.points if point.rank), key=lambda point: point.rank))


def read_assessment() -> Assessment:
    """Return the judgements; an unknown column or key is an error of the programmer's."""
    with (DATA / "points.toml").open("rb") as stream:
        told = tomllib.load(stream)
    points = (Point(**{**point, "codes": tuple(point.get("codes", ()))}) for point in told["point"])
    with (DATA / "findings.csv").open(encoding="utf-8", newline="") as lines:
        judged = tuple(Judged(**line) for line in csv.DictReader(lines))
    return Assessment(tuple(told["families"]), tuple(points), judged)
