"""What a build prints: the figures that a working group quotes in its minutes.

Every share has its denominator, and proposals are never counted as mapped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from metermap.catalogue.model import Element
from metermap.core.addresses import DlmsAddress, NamedAddress, SepAddress
from metermap.core.findings import Finding
from metermap.core.render import Hidden, counted, summary
from metermap.core.text import one_line
from metermap.mappings.model import Coverage, ResolvedModel, Role, Statement

__all__ = ["build_summary"]

_HEADINGS = ("", "mapped", "unaddressed", "planned", "no home", "not applicable", "proposed", "undecided")
_GAP = "  "


def build_summary(
    model: ResolvedModel,
    outputs: Mapping[str, tuple[int, Mapping[str, int]]],
    findings: Iterable[Finding],
    hidden: Hidden,
) -> str:
    """Return the summary as plain text, the same for the same inputs: no times, no absolute paths.

    `outputs` gives for each folder the number of its files and its counts worth printing.
    """
    lines = [
        one_line(model.title),
        f"workspace {one_line(model.name)}, edition {one_line(model.edition) or 'not recorded'}, model {model.digest}",
        *_section("Catalogue", _catalogue(model)),
        *_section("Mapping", _mapping(model)),
        *_section("Elements of a device, mapped by a protocol", _coverage(model)),
        *_section("Outputs", _outputs(outputs)),
        *_section("Findings", [summary(findings, hidden)]),
    ]
    return "\n".join(lines) + "\n"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield ""
    yield title
    yield from (f"{_GAP}{line}".rstrip() for line in lines)


def _catalogue(model: ResolvedModel) -> Iterator[str]:
    listed = [element for element in model.catalogue.elements if not element.han_only]
    home = len(model.catalogue.elements) - len(listed)
    yield _extent(listed)
    if home:
        yield f"{counted(home, 'more element')} known in the home only: {_extent(model.catalogue.elements)} in all"
    facts, cases = len(model.catalogue.items), len(model.catalogue.use_cases)
    yield f"{counted(facts, 'fact')} about items, {counted(cases, 'use case')}"


def _extent(elements: Sequence[Element]) -> str:
    items = len({element.item.value for element in elements})
    return f"{counted(items, 'item')} with {counted(len(elements), 'element')}"


def _mapping(model: ResolvedModel) -> Iterator[str]:
    firm = [statement for statement in model.statements if not statement.proposed]
    lines = {(statement.place.file, statement.place.line) for statement in firm}
    yield f"{counted(len(firm), 'statement')} on {counted(len(lines), 'line')} of mapping files"
    addressed = _count(firm, lambda said: isinstance(said.address, DlmsAddress | SepAddress))
    named = _count(firm, lambda said: isinstance(said.address, NamedAddress))
    without = len(firm) - addressed - named
    yield f"{addressed:,} with an address, {named:,} in an alert or a message, {without:,} without either"
    element = _count(firm, lambda said: said.role is Role.ELEMENT)
    protocol = _count(firm, lambda said: said.role is Role.PROTOCOL)
    yield f"{element:,} carry an element, {protocol:,} fill a field that only the protocol demands"
    if proposals := len(model.statements) - len(firm):
        yield f"{counted(proposals, 'proposal')} beside them that nobody has reviewed, counted nowhere as mapped"


def _count(statements: Iterable[Statement], condition: Callable[[Statement], bool]) -> int:
    return sum(map(condition, statements))


def _coverage(model: ResolvedModel) -> Iterator[str]:
    yield from _table([_HEADINGS, *map(_coverage_row, model.coverage)])


def _coverage_row(row: Coverage) -> tuple[str, ...]:
    rest = (row.unaddressed, row.planned, row.no_home, row.not_applicable, row.proposed, row.undecided)
    name = f"{one_line(row.device)} over {one_line(row.protocol)}"
    return (name, f"{row.mapped:,} of {row.elements:,}", *(f"{number:,}" for number in rest))


def _outputs(outputs: Mapping[str, tuple[int, Mapping[str, int]]]) -> Iterator[str]:
    shown = {f"{folder}/": {"files": files, **_totals(counts)} for folder, (files, counts) in outputs.items()}
    folders = max(map(len, shown))
    width = max(len(f"{number:,}") for counts in shown.values() for number in counts.values())
    for folder, counts in shown.items():
        head = folder
        for label, number in counts.items():
            yield f"{head:{folders}}{_GAP}{number:{width},}{_GAP}{label}"
            head = ""


def _totals(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the counts without zeros, and without the parts of a total (``no codec: an alert``)."""
    return {label: number for label, number in counts.items() if number and ": " not in label}


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines of aligned columns: the first to the left, the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        _GAP.join(_cell(text, width, number) for number, (text, width) in enumerate(zip(row, widths, strict=True)))
        for row in rows
    ]


def _cell(text: str, width: int, number: int) -> str:
    return text.rjust(width) if number else text.ljust(width)
