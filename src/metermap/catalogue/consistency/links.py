"""Links between lines: facts to printed rows, use cases to their titles and messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from metermap.catalogue import codes
from metermap.catalogue.consistency.lines import Lines, grouped, innermost
from metermap.catalogue.consistency.rule import Example, Rule, element, fact, use_case
from metermap.catalogue.model import Element, ItemFact
from metermap.core.findings import Finding
from metermap.core.types import Kind

__all__ = ["RULES"]

_COMPOSED = frozenset({Kind.UNKNOWN, Kind.ARRAY, Kind.STRUCTURE})


def _rows(lines: Lines) -> Iterator[Finding]:
    for line in lines.catalogue.items:
        joined = [(row, lines.catalogue.elements_by_row.get(row)) for row in line.rows]
        for row, found in joined:
            if found is None:
                message = f"{line.item.value:.100} names row {row}, which no element has"
                yield codes.OTHER_ROWS.at(line.item.place, message, subject=f"{line.key}; row {row}")
            else:
                yield from _section(lines, line, found, row)
        yield from _type(line, [found for _, found in joined if found])


def _section(lines: Lines, line: ItemFact, row: Element, number: int) -> Iterator[Finding]:
    """A row that a fact names cites the fact's section, if both cite any."""
    own, cited = lines.cited(line), lines.cited(row)
    if own and cited and not set(own) & set(cited):
        message = (
            f"{line.item.value:.100} is of {line.section.value:.60}, its row {number} cites {row.reference.value:.80}"
        )
        also = [row.reference.place] if row.reference.place else []
        yield codes.OTHER_ROWS.at(line.section.place, message, subject=f"{line.key}; row {number}", also=also)


def _type(line: ItemFact, rows: Sequence[Element]) -> Iterator[Finding]:
    """A simple type of a fact is that of one of its rows; a log or a structure is made of them."""
    kind = line.type.kind
    if rows and kind not in _COMPOSED and kind not in {innermost(row.type) for row in rows}:
        message = f"{line.item.value:.100} is of type {line.data_type.value:.60}, which none of its rows has"
        also = [row.data_type.place for row in rows[:1] if row.data_type.place]
        yield codes.OTHER_ROWS.at(line.data_type.place, message, subject=f"{line.key}; type", also=also)


def _use_cases(lines: Lines) -> Iterator[Finding]:
    cases = lines.catalogue.use_cases
    known = {case.code.value for case in cases}
    for case in cases:
        named = case.title.value.partition(" ")[0]
        if named in known and named != case.code.value:
            message = f"the title of {case.code.value} begins with {named}"
            yield codes.USE_CASES.at(case.title.place, message, subject=case.code.value)
    with_message = [case for case in cases if case.message_code.value]
    for code, (first, *others) in grouped(with_message, lambda case: case.message_code.value.casefold()).items():
        for case in others:
            also = [first.message_code.place] if first.message_code.place else []
            message = f"{case.code.value} has the message code {code}, as has {first.code.value}"
            yield codes.USE_CASES.at(case.message_code.place, message, subject=f"{case.code.value}; {code}", also=also)


RULES = (
    Rule(
        codes.OTHER_ROWS,
        "A fact joins elements by their printed rows. A row that no element has, or that cites another section, was "
        "mistyped, or the section was; and a fact is of a type that one of its rows has.",
        _rows,
        failing=Example(
            elements=(element(100, "ActiveExportRegister", "value", reference="SMETS 5.7.5.2"),),
            facts=(
                fact(209, "ESME", "Active Export Register", section="SMETS 5.7.5.2", rows=(100, 10)),
                fact(210, "ESME", "Active Import Register", section="SMETS 5.7.5.3", rows=(100,)),
            ),
        ),
        passing=Example(
            elements=(element(100, "ActiveExportRegister", "value", reference="SMETS 5.7.5.2"),),
            facts=(fact(209, "ESME", "Active Export Register", section="SMETS 5.7.5.2", rows=(100,)),),
        ),
    ),
    Rule(
        codes.USE_CASES,
        "A use case's title begins with its code, and no two use cases are one message.",
        _use_cases,
        failing=Example(
            use_cases=(
                use_case(1, "ECS09", "ECS09 Activate Emergency Credit Remotely on ESME", "0x0020"),
                use_case(2, "GCS06", "ECS09 Activate Emergency Credit Remotely on ESME", "0x0020"),
            )
        ),
        passing=Example(
            use_cases=(
                use_case(1, "ECS09", "ECS09 Activate Emergency Credit Remotely on ESME", "0x0020"),
                use_case(2, "GCS06", "GCS06 Activate Emergency Credit Remotely on GSME", "0x0070"),
            )
        ),
    ),
)
