"""Reports made by hand, in which every part holds something."""

import dataclasses
from typing import TypeVar

from metermap.codegen.gap_report import aspects, model
from metermap.codegen.gap_report.counts import Counts, Tally
from metermap.codegen.gap_report.trend_model import Trend, TrendColumn, TrendLine, TrendSource
from metermap.mappings.standing import Standing

T = TypeVar("T")

TALLY = Tally(1, 2, 3, 4, 5, 6, 7, 8, 9, total=45)
"""A different number of each standing."""


def made(record: type[T], text: str, **given: object) -> T:
    """Return a record whose texts are all `text`, its numbers 3, its flags true; what else it holds is given."""
    plain = {
        "str": text,
        "int": 3,
        "int | None": 3,
        "bool": True,
        "Tally": TALLY,
        "Tally | None": TALLY,
        "tuple[str, ...]": (text, text),
        "tuple[str, str]": (text, text),
        "Standing": Standing.LIMITED,
        "tuple[StandardUsage, ...]": (aspects.StandardUsage(text, text, 3, 45),),
    }
    fields = dataclasses.fields(record)  # type: ignore[arg-type]
    values = {field.name: plain[str(field.type)] for field in fields if str(field.type) in plain}
    return record(**{**values, **given})


def full_report(text: str) -> model.GapReport:
    """Return a report that has one of everything and says `text` wherever there is room for a text."""
    counts = Counts(TALLY, TALLY, TALLY, tested=1, failed=2)
    column = made(
        model.Column,
        text,
        counts=counts,
        sections=(model.SectionCounts(text, counts),),
        statements=made(model.StatementCounts, text),
    )
    gaps = tuple(made(model.Gap, text, standing=standing, limits=(made(model.Limit, text),)) for standing in model.GAPS)
    return made(
        model.GapReport,
        text,
        columns=(column,),
        lines=(made(model.ElementLine, text, standings=(Standing.LIMITED,)),),
        gaps=gaps,
        proposals=(made(model.Proposal, text),),
        protocol_fields=(made(model.ProtocolField, text),),
        parity=(_parity(text),),
        hubs=(_hub(text),),
        standards=(made(aspects.StandardLine, text),),
        security=_security(text),
        proof_reasons=(made(aspects.ProofReason, text),),
        findings=(made(model.FindingCount, text),),
        errata=(made(model.ErratumNote, text),),
        trend=_trend(text),
    )


def _parity(text: str) -> aspects.Parity:
    element, side = made(aspects.ParityElement, text), made(aspects.ParitySide, text)
    line = made(aspects.ParityLine, text, left=side, right=side)
    return made(aspects.Parity, text, both=(element,), only_left=(element,), only_right=(element,), lines=(line,))


def _hub(text: str) -> aspects.HubView:
    counts, value = made(aspects.HubCount, text), made(aspects.HubValue, text)
    return made(aspects.HubView, text, counts=(counts,), values=(value,))


def _security(text: str) -> aspects.Security:
    return aspects.Security(
        columns=(made(aspects.SecurityColumn, text),),
        roles=(made(aspects.RoleCount, text),),
        elements=(made(aspects.SensitiveElement, text),),
    )


def _trend(text: str) -> Trend:
    line = made(TrendLine, text)
    return made(
        Trend,
        text,
        source=made(TrendSource, text),
        columns=(made(TrendColumn, text), made(TrendColumn, text, old=None)),
        new_gaps=(line,),
        closed_gaps=(line,),
        changed=(line,),
    )
