"""The defects seeded into the Great Britain catalogue: made once, for all tests of a session."""

from __future__ import annotations

from functools import cache

from benchmarks.seeded_defects import Defect, Outcome, identities, seeded
from metermap.catalogue.model import Catalogue
from tests.catalogue.workbooks import GB, must_read

__all__ = ["gb", "outcomes"]


@cache
def gb() -> Catalogue:
    """Return the catalogue without defects."""
    return must_read(GB)


@cache
def _before() -> frozenset[tuple[str, ...]]:
    return identities(gb())


@cache
def outcomes(defect: Defect) -> tuple[Outcome, ...]:
    """Return what the rules find of a kind of defect."""
    return tuple(seeded(gb(), defect, before=_before()))
