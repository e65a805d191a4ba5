"""The tables of a statement as rows of texts: what CSV, workbook and Markdown share. Nothing here is escaped yet.

The columns with which test cases and the template begin are those that `metermap.mappings.results` reads, so that a
laboratory fills in the file it was given and sends it back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from metermap.codegen.conformance.model import NOT_RECORDED, Conformance, Item, Listed, Statement, TestCase, Why
from metermap.mappings.results import LABORATORY

if TYPE_CHECKING:
    from metermap.codegen.vectors.model import Json

__all__ = [
    "CASES",
    "CLUSTERS",
    "ELEMENTS",
    "OBJECTS",
    "TEMPLATE",
    "Row",
    "case_rows",
    "cluster_rows",
    "element_rows",
    "object_rows",
    "shown_value",
    "template_rows",
]

Row: TypeAlias = tuple[str, ...]

ELEMENTS: Final = (
    "Item",
    "Reference",
    "Element",
    "Address",
    "Use cases",
    "Status",
    "Condition",
    "Support",
    "Remarks",
    "Protocol",
    "Data type",
    "Category",
    "Standing",
    "Tested",
    "Cell",
    "Mapping",
)
_MEMBERS: Final = (
    "Kind",
    "Id",
    "Name",
    "Side",
    "Type or fields",
    "Access",
    "Status",
    "Support",
    "Remarks",
    "Elements",
    "Use cases",
    "Cells",
    "Mapping",
)
OBJECTS: Final = ("Class", "Version", "Class name", "Logical name", *(name for name in _MEMBERS if name != "Side"))
CLUSTERS: Final = ("Cluster", "Cluster name", *_MEMBERS)
_RESULT: Final = ("device", "protocol", "subject", "outcome", "edition", "date", LABORATORY, "remarks")
TEMPLATE: Final = (*_RESULT, "use case", "element", "address", "reference", "cell", "mapping")
CASES: Final = (
    *_RESULT,
    "use case",
    "title",
    "roles",
    "service",
    "stimulus",
    "expected",
    "carried in",
    "value",
    "element",
    "address",
    "status",
    "condition",
    "octets from",
    "vectors",
    "put in by metermap",
    "why without",
    "exchange",
    "reference",
    "cell",
    "mapping",
    "use case cell",
    "statement",
)
_LINES: Final = "; "
_BESIDE: Final = ("day_of_week", "deviation", "clock_status")
_NUMBER: Final = re.compile(r"-?(0[0-9]+|[0-9]{16,}|[0-9]+e[0-9]+)")
"""A number that a spreadsheet writes otherwise: without its zeros, with 15 digits, or without its exponent."""
_DATED: Final = {"year", "month", "day", "hour", "minute", "second", "hundredths", *_BESIDE}


def element_rows(statement: Statement) -> Iterator[Row]:
    """Yield a row for each element that is mapped, in the order of `ELEMENTS`."""
    return (_element(item) for item in statement.items)


def _element(item: Item) -> Row:
    return (
        item.number,
        item.reference or NOT_RECORDED,
        item.element,
        _LINES.join(item.addresses),
        " ".join(item.use_cases),
        item.presence.value,
        item.condition,
        "",
        "",
        item.protocol,
        item.data_type,
        item.category,
        item.standing,
        item.tested,
        item.cell,
        _LINES.join(item.mapping),
    )


def object_rows(statement: Statement) -> Iterator[Row]:
    """Yield a row for each attribute and method of each object, in the order of `OBJECTS`."""
    side = _MEMBERS.index("Side")
    for each in statement.objects:
        head = (_number(each.class_id), _number(each.version), each.name, each.id)
        yield from ((*head, *row[:side], *row[side + 1 :]) for row in _members(each))


def cluster_rows(statement: Statement) -> Iterator[Row]:
    """Yield a row for each attribute and command of each cluster, in the order of `CLUSTERS`."""
    for each in statement.clusters:
        yield from ((each.id, each.name, *row) for row in _members(each))


def _members(listed: Listed) -> Iterator[Row]:
    for member in listed.members:
        yield (
            member.kind,
            member.id,
            member.name,
            member.side,
            member.type or NOT_RECORDED,
            member.access or NOT_RECORDED,
            member.presence.value,
            "",
            "",
            _LINES.join(member.elements),
            " ".join(member.use_cases),
            _LINES.join(member.cells),
            _LINES.join(member.mapping),
        )


def _number(number: int | None) -> str:
    return NOT_RECORDED if number is None else str(number)


def case_rows(conformance: Conformance, statement: Statement) -> Iterator[Row]:
    """Yield a row for each test case, in the order of `CASES`."""
    return (_case(conformance.edition, case) for case in statement.cases)


def _result(edition: str, case: TestCase) -> Row:
    return (case.device, case.protocol, case.id, "", edition, "", "", "")


def _case(edition: str, case: TestCase) -> Row:
    return (
        *_result(edition, case),
        case.use_case,
        case.title,
        case.roles,
        case.service.value,
        case.stimulus.hex(" "),  # digits alone are a number to a spreadsheet, which drops their zeros
        case.expected.hex(" "),
        case.carried_in,
        shown_value(case.value) if case.carried_in else "",
        case.element,
        case.address,
        case.presence.value,
        case.condition,
        _LINES.join(case.sources) + (" and metermap" if case.own else ""),
        " ".join(case.vectors),
        " ".join(case.fixed),
        _LINES.join(why.value for why in case.why),
        case.exchange,
        case.clause,
        case.cell,
        case.mapping,
        case.use_case_cell,
        case.statement,
    )


def template_rows(conformance: Conformance, statement: Statement) -> Iterator[Row]:
    """Yield a row for each test case, and for each element that no use case carries, in the order of `TEMPLATE`.

    Alerts and messages are left out: what has no address is not mapped, so that no result of it would count.
    """
    for case in (case for case in statement.cases if Why.NAMED not in case.why):
        yield (
            *_result(conformance.edition, case),
            case.use_case,
            case.element,
            case.address,
            case.clause,
            case.cell,
            case.mapping,
        )
    for item in statement.items:
        if not item.use_cases:
            yield (
                statement.device,
                item.protocol,
                item.element,
                "",
                conformance.edition,
                "",
                "",
                "",
                "",
                item.element,
                _LINES.join(item.addresses),
                item.reference,
                item.cell,
                _LINES.join(item.mapping),
            )


def shown_value(value: Json) -> str:
    """Return a value as people read it: texts without quotation marks, dates in one line, all else as JSON.

    What a spreadsheet would take for a number, and write otherwise, stays in quotation marks.
    """
    if isinstance(value, Mapping) and value and value.keys() <= _DATED:
        return _dated(value)
    shown = value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)
    return json.dumps(shown) if _NUMBER.fullmatch(shown) else shown


def _dated(value: Mapping[str, Json]) -> str:
    """Return a date or time of COSEM with ``*`` for what is not specified: ``2024-02-29 09:05:07.25``."""
    shown = {
        name: "*" if field is None else f"{field:0{4 if name == 'year' else 2}d}"
        for name, field in value.items()
        if isinstance(field, int | None)
    }
    day = "-".join(shown[name] for name in ("year", "month", "day") if name in shown)
    time = ":".join(shown[name] for name in ("hour", "minute", "second") if name in shown)
    time += f".{shown['hundredths']}" if "hundredths" in shown else ""
    rest = (f"{name.replace('_', ' ')} {value[name]}" for name in _BESIDE if value.get(name) is not None)
    return ", ".join(filter(None, (" ".join(filter(None, (day, time))), *rest)))
