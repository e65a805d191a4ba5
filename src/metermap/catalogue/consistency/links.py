"""Links between lines: facts to printed rows, use cases to their titles and messages."""

from __future__ import annotations

from collections.abc import Iterator

from metermap.catalogue import codes
from metermap.catalogue.consistency.lines import Lines, grouped
from metermap.catalogue.consistency.rule import Example, Rule, element, fact, use_case
from metermap.catalogue.model import ItemFact
from metermap.core.findings import Finding

__all__ = ["RULES"]


def _rows(lines: Lines) -> Iterator[Finding]:
    for line in lines.catalogue.items:
        for row in line.rows:
            if row not in lines.catalogue.elements_by_row:
                message = f"{line.item.value:.100} names row {row}, which no element has"
                yield codes.OTHER_ROWS.at(line.item.place, message, subject=f"{line.key}; row {row}")
        yield from _sections(lines, line)


def _sections(lines: Lines, line: ItemFact) -> Iterator[Finding]:
    """A fact's section must be cited by one of its rows at least, if both cite any."""
    rows = [found for row in line.rows if (found := lines.catalogue.elements_by_row.get(row))]
    cited = {reference for element_ in rows for reference in lines.cited(element_)}
    own = lines.cited(line)
    if own and cited and not cited & set(own):
        places = [element_.reference.place for element_ in rows if element_.reference.place]
        message = f"{line.item.value:.100} is of {line.section.value:.60}, which none of its rows cites"
        yield codes.OTHER_ROWS.at(line.section.place, message, subject=line.key, also=places[:1])


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
        "A fact joins elements by their printed rows: a row that no element has, or rows that all cite another "
        "section, were mistyped.",
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
