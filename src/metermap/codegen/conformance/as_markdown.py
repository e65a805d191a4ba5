"""A statement and its test cases as Markdown. Every cell goes through the `markdown` filter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final

from metermap.codegen.conformance import tables, words
from metermap.codegen.conformance.model import NOT_RECORDED
from metermap.core.text import markdown

if TYPE_CHECKING:
    from metermap.codegen.conformance.model import Conformance, Statement, TestCase

__all__ = ["cases_markdown", "statement_markdown"]

_INTRODUCTION: Final = (
    "The maker fills in the columns Support (Yes, No or N.A.) and Remarks. Status is what a source says: of attributes "
    "and commands of Smart Energy the standard, of all else the mapping. “not recorded” is no judgement: nobody has "
    "written it down."
)
_CASES: Final = ("Element", "Value", "In", "Address", "Status", "Octets from", "Reference", "Cell", "Mapping")


def statement_markdown(conformance: Conformance, statement: Statement) -> str:
    """Return the statement as a Markdown document."""
    return "\n".join(_statement(conformance, statement)) + "\n"


def _statement(conformance: Conformance, statement: Statement) -> Iterator[str]:
    yield f"# {markdown(words.title(statement))}"
    yield ""
    yield _INTRODUCTION
    yield ""
    yield "## Identification"
    yield ""
    rows = [(name, "") for name in words.TO_FILL_IN]
    yield from _table(("What", "Stated"), [*rows, *words.facts(conformance, statement)])
    yield "## Standards"
    yield ""
    yield from _table(words.EDITIONS, words.edition_rows(statement))
    yield "## Elements"
    yield ""
    yield from _table(words.COVERAGE, words.coverage_rows(statement))
    yield from _some_columns(tables.ELEMENTS, tables.element_rows(statement), ("Data type", "Category"))
    if statement.objects:
        yield "## COSEM objects"
        yield ""
        yield from _some_columns(tables.OBJECTS, tables.object_rows(statement), ("Cells",))
    if statement.clusters:
        yield "## Clusters"
        yield ""
        yield from _some_columns(tables.CLUSTERS, tables.cluster_rows(statement), ("Cells",))
    yield "## Test cases"
    yield ""
    figures = words.case_figures(statement.counts)
    yield from _table(("What", "How many"), ((what, f"{number:,}") for what, number in figures))


def _some_columns(head: tables.Row, rows: Iterable[tables.Row], left_out: Sequence[str]) -> Iterator[str]:
    kept = [number for number, name in enumerate(head) if name not in left_out]
    yield from _table([head[number] for number in kept], ([row[number] for number in kept] for row in rows))


def cases_markdown(conformance: Conformance, statement: Statement) -> str:
    """Return the test cases of a device as a Markdown document, by use case and by exchange."""
    return "\n".join(_cases(conformance, statement)) + "\n"


def _cases(conformance: Conformance, statement: Statement) -> Iterator[str]:
    yield f"# Test cases: {markdown(f'{statement.device}, {statement.title}')}"
    yield ""
    edition, digest = conformance.edition or NOT_RECORDED, conformance.digest
    yield f"Edition of catalogue and mapping: {markdown(edition)}. Model with SHA-256 {markdown(digest)}."
    yield ""
    for _, group in groupby(statement.cases, key=lambda case: case.use_case):
        yield from _use_case(tuple(group))


def _use_case(cases: Sequence[TestCase]) -> Iterator[str]:
    first = cases[0]
    titled = first.title if first.title.startswith(first.use_case) else f"{first.use_case} {first.title}"
    yield f"## {markdown(titled.strip())}"
    yield ""
    yield f"Roles: {markdown(first.roles or NOT_RECORDED)}. {markdown(first.use_case_cell or 'not in the catalogue')}."
    yield ""
    exchanges: dict[str, list[TestCase]] = {}
    for case in cases:
        exchanges.setdefault(case.exchange, []).append(case)
    for name, those in exchanges.items():
        yield f"### {markdown(name)}"
        yield ""
        yield from _exchange(those)


def _exchange(cases: Sequence[TestCase]) -> Iterator[str]:
    first = cases[0]
    for what, octets in ((f"Stimulus, {first.service}", first.stimulus), ("Expected", first.expected)):
        yield f"- {what}: `{octets.hex()}`" if octets else f"- {what}: none"
    why = dict.fromkeys(why.value for case in cases for why in case.why)
    yield from (f"- Lacking, because {markdown(reason)}" for reason in why)
    yield ""
    yield from _table(_CASES, map(_row, cases))


def _row(case: TestCase) -> tuple[str, ...]:
    status = f"{case.presence.value}: {case.condition}" if case.condition else case.presence.value
    return (
        case.element or f"{case.item} (a field of the protocol)",
        tables.shown_value(case.value) if case.carried_in else "",
        case.carried_in,
        case.address,
        status,
        "; ".join((*case.vectors, *(("metermap",) if case.own else ()))),
        case.clause,
        case.cell,
        case.mapping,
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _line(map(markdown, head))
    yield _line(["---"] * len(head))
    for row in rows:
        yield _line(map(markdown, row))
    yield ""


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
