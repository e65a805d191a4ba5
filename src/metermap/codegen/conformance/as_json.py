"""Statements as JSON: one dictionary for each record, keys in a fixed order; `schema` describes the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metermap.codegen.conformance.model import CaseCounts, Conformance, Item, Listed, Statement, TestCase

__all__ = ["conformance_json"]


def conformance_json(conformance: Conformance) -> str:
    """Return the document, a line for each element, object, cluster and test case."""
    head = {
        "schema_version": conformance.schema_version,
        "name": conformance.name,
        "title": conformance.title,
        "edition": conformance.edition,
        "digest": conformance.digest,
    }
    statements = ",\n".join(map(_printed, conformance.statements))
    return f'{_line(head)[:-1]}, "statements": [\n{statements}]}}\n'


def _line(document: object) -> str:
    return json.dumps(document, ensure_ascii=False)


def _printed(statement: Statement) -> str:
    """Return a statement on lines of its own: written in one piece with an indent it would take four times as long."""
    parts = (
        f"{_line(name)}: [" + ",\n   ".join(map(_line, value)) + "]"
        if isinstance(value, list)
        else f"{_line(name)}: {_line(value)}"
        for name, value in _statement(statement).items()
    )
    return " {" + ",\n  ".join(parts) + "}"


def _statement(statement: Statement) -> dict[str, object]:
    return {
        "device": statement.device,
        "title": statement.title,
        "protocols": dict(statement.protocols),
        "editions": [
            {
                "standard": each.standard,
                "title": each.title,
                "edition": each.edition,
                "date": each.date,
                "status": each.status,
                "use": each.use,
            }
            for each in statement.editions
        ],
        "asked": [
            {
                "protocol": each.protocol,
                "elements": each.elements,
                "mapped": each.mapped,
                "standings": dict(each.standings),
            }
            for each in statement.asked
        ],
        "elements": [_item(each) for each in statement.items],
        "objects": [_listed(each) for each in statement.objects],
        "clusters": [_listed(each) for each in statement.clusters],
        "test_cases": [_case(each) for each in statement.cases],
        "counts": _counts(statement.counts),
    }


def _item(item: Item) -> dict[str, object]:
    return {
        "number": item.number,
        "protocol": item.protocol,
        "element": item.element,
        "reference": item.reference,
        "category": item.category,
        "data_type": item.data_type,
        "standing": item.standing,
        "addresses": list(item.addresses),
        "use_cases": list(item.use_cases),
        "status": item.presence.value,
        "condition": item.condition,
        "cell": item.cell,
        "mapping": list(item.mapping),
        "tested": item.tested,
    }


def _listed(listed: Listed) -> dict[str, object]:
    return {
        "id": listed.id,
        "name": listed.name,
        "class_id": listed.class_id,
        "version": listed.version,
        "members": [
            {
                "kind": member.kind,
                "id": member.id,
                "name": member.name,
                "side": member.side,
                "type": member.type,
                "access": member.access,
                "status": member.presence.value,
                "elements": list(member.elements),
                "cells": list(member.cells),
                "mapping": list(member.mapping),
                "use_cases": list(member.use_cases),
            }
            for member in listed.members
        ],
    }


def _case(case: TestCase) -> dict[str, object]:
    return {
        "id": case.id,
        "exchange": case.exchange,
        "protocol": case.protocol,
        "use_case": case.use_case,
        "title": case.title,
        "use_case_cell": case.use_case_cell,
        "roles": case.roles,
        "element": case.element,
        "item": case.item,
        "statement": case.statement,
        "address": case.address,
        "reference": case.clause,
        "cell": case.cell,
        "mapping": case.mapping,
        "status": case.presence.value,
        "condition": case.condition,
        "service": case.service.value,
        "stimulus": case.stimulus.hex(),
        "expected": case.expected.hex(),
        "carried_in": case.carried_in,
        "value": case.value,
        "vectors": list(case.vectors),
        "sources": list(case.sources),
        "fixed": list(case.fixed),
        "own": case.own,
        "why": [why.value for why in case.why],
    }


def _counts(counts: CaseCounts) -> dict[str, object]:
    return {
        "cases": counts.cases,
        "both": counts.both,
        "one": counts.one,
        "none": counts.none,
        "from_vectors": counts.from_vectors,
        "own": counts.own,
        "why": {why.value: number for why, number in counts.why},
    }
