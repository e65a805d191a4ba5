"""What is asked of an annotation, and what it gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from metermap.core.expected import Expectation
from metermap.core.findings import Finding
from metermap.core.places import Place
from metermap.mappings.model import ResolvedModel

__all__ = ["AUTHOR", "Annotated", "Remark", "Request"]

AUTHOR = "metermap"
"""Who signs the comments, and how our sheet and columns begin."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding, with what a reviewer said of it if somebody has."""

    finding: Finding
    review: Expectation | None = None

    @property
    def places(self) -> tuple[Place, ...]:
        """Return where it stands, then where else one should look."""
        first = () if self.finding.place is None else (self.finding.place,)
        return (*first, *self.finding.also)

    @property
    def verdict(self) -> str:
        """Return the verdict with its reason; empty if nobody has reviewed it."""
        return f"{self.review.verdict}: {self.review.reason}" if self.review else ""


@dataclass(frozen=True, slots=True)
class Request:
    """What to write into the copy of the workbook `file`.

    `remarks` are those of the whole workspace, in reading order. `model` is None if the workspace could
    not be resolved: then there is no mapping status. `headers` gives further header texts of a column.
    """

    file: str
    remarks: Sequence[Remark]
    model: ResolvedModel | None
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Annotated:
    """An annotated copy. `lost` are the findings about what the copy does not keep."""

    file: str
    data: bytes
    comments: int
    listed: int
    rows: int
    lost: tuple[Finding, ...]
