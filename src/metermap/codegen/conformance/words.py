"""What the forms of a statement say alike. Nothing here is escaped yet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from metermap.codegen.conformance.model import NOT_RECORDED

if TYPE_CHECKING:
    from metermap.codegen.conformance.model import CaseCounts, Conformance, Statement

__all__ = ["COVERAGE", "EDITIONS", "TO_FILL_IN", "case_figures", "coverage_rows", "edition_rows", "facts", "title"]

TO_FILL_IN: Final = (
    "Maker",
    "Implementation",
    "Hardware version",
    "Firmware version",
    "Filled in by",
    "Date",
)
EDITIONS: Final = ("Standard", "Title", "Edition", "Date", "Status", "What the edition is to the mapping")
COVERAGE: Final = ("Protocol", "Route", "Elements of the device", "Mapped", "How they stand")


def title(statement: Statement) -> str:
    """Return what a statement is called."""
    return f"Protocol implementation conformance statement: {statement.device}, {statement.title}"


def facts(conformance: Conformance, statement: Statement) -> Iterator[tuple[str, str]]:
    """Yield what the statement is about, and what it was made from."""
    yield "Device", f"{statement.device}, {statement.title}"
    yield "Catalogue", conformance.title
    yield "Edition of catalogue and mapping", conformance.edition or NOT_RECORDED
    yield "SHA-256 of the model", conformance.digest


def edition_rows(statement: Statement) -> Iterator[tuple[str, ...]]:
    """Yield the editions of standards, in the order of `EDITIONS`."""
    for each in statement.editions:
        row = (each.standard, each.title, each.edition, each.date, each.status, each.use)
        yield tuple(text or NOT_RECORDED for text in row)


def coverage_rows(statement: Statement) -> Iterator[tuple[str, ...]]:
    """Yield how the elements of the device stand over each protocol, in the order of `COVERAGE`."""
    routes = dict(statement.protocols)
    for each in statement.asked:
        stand = ", ".join(f"{number} {standing}" for standing, number in each.standings)
        route = routes.get(each.protocol, "not spoken")
        yield each.protocol, route, str(each.elements), f"{each.mapped} of {each.elements}", stand


def case_figures(counts: CaseCounts) -> Iterator[tuple[str, int]]:
    """Yield the figures of the test cases, and why some lack octets."""
    yield "Test cases", counts.cases
    yield "with stimulus and expected octets", counts.both
    yield "with one of them", counts.one
    yield "with none", counts.none
    yield "whose octets are a vector of an independent library as it is", counts.from_vectors
    yield "whose octets metermap composed of vectors, or put other values in", counts.own
    for why, number in counts.why:
        yield f"lacking octets: {why.value}", number
