"""Dependency on editions of standards whose recognition nobody has recorded, or that are not recognised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metermap.codegen.gap_report.aspects import StandardLine, StandardUsage
from metermap.codegen.standards.model import EditionUse
from metermap.protocols.standards import Standing

if TYPE_CHECKING:
    from metermap.codegen.gap_report.index import Index
    from metermap.codegen.standards.model import StandardsReport, StandardUse
    from metermap.protocols.standards import StandardRecord

__all__ = ["standards_of"]

_UNREGISTERED = "not in the register"
_IN_FORCE = ("", "published")


def standards_of(index: Index, report: StandardsReport) -> tuple[StandardLine, ...]:
    """Return the editions on which something rests or may rest and that are not known to be recognised.

    Editions that no statement asks for are left out, and so are recognised ones that are in force.
    """
    totals = {(asked.device.id, asked.protocol): len(index.standings(asked)) for asked in index.asked}
    return tuple(line for use in report.standards for line in _lines(use, totals))


def _lines(use: StandardUse, totals: dict[tuple[str, str], int]) -> Iterator[StandardLine]:
    usage = tuple(
        StandardUsage(one.device, one.protocol, one.mapped.elements, totals.get((one.device, one.protocol), 0))
        for one in use.usage
        if one.mapped.elements
    )
    for what, record in use.editions:
        recognised = record.standing is Standing.RECOGNISED and record.status in _IN_FORCE
        if what is not EditionUse.OTHER and not recognised:
            yield _line(use, what, record, usage)
    for edition in use.unregistered:
        yield StandardLine(use.id, "", "", edition, "", _UNREGISTERED, "", "", "", use.through, usage)


def _line(use: StandardUse, what: EditionUse, record: StandardRecord, usage: tuple[StandardUsage, ...]) -> StandardLine:
    return StandardLine(
        standard=use.id,
        title=record.title,
        body=record.body,
        edition=record.edition,
        use=what.value,
        standing=record.standing.value,
        status=record.status,
        recognition=record.recognition,
        basis=record.basis,
        through=use.through,
        usage=usage,
    )
