"""A catalogue of as many items as wanted: the rows of Great Britain again and again, under new names."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import cycle, islice

from metermap.catalogue.model import Element, Value
from metermap.mappings.model import ResolvedModel, Statement
from metermap.mappings.proofs.verdicts import Proof

__all__ = ["scaled"]


def scaled(model: ResolvedModel, items: int) -> ResolvedModel:
    """Return a model of `items` data items; the first copies keep names, rows and facts, the others have no rows."""
    names = sorted({element.item.value for element in model.catalogue.elements})
    wanted = Counter(islice(cycle(names), items))
    elements: list[Element] = []
    statements: list[Statement] = []
    proofs: list[Proof] = []
    for element in model.catalogue.elements:
        said = model.statements_by_element.get(element.id.value, ())
        found = [model.proof_by_key[statement.key] for statement in said if statement.key in model.proof_by_key]
        for number in range(wanted[element.item.value]):
            elements.append(_element(element, number))
            statements += (_statement(statement, element, number) for statement in said)
            proofs += (replace(proof, key=_named(proof.key, number)) for proof in found)
    return replace(
        model,
        catalogue=replace(model.catalogue, elements=tuple(elements)),
        statements=tuple(sorted(statements, key=lambda statement: statement.key)),
        proofs=tuple(sorted(proofs, key=lambda proof: proof.key)),
    )


def _named(text: str, number: int) -> str:
    return f"{text}Copy{number}" if number else text


def _id(element: Element, number: int) -> str:
    return (
        f"{_named(element.item.value, number)}.{element.path.value}~{element.id.value}" if number else element.id.value
    )


def _element(element: Element, number: int) -> Element:
    if not number:
        return element
    item = Value(_named(element.item.value, number), element.item.place)
    return replace(element, id=Value(_id(element, number), element.id.place), item=item, row=None)


def _statement(statement: Statement, element: Element, number: int) -> Statement:
    if not number:
        return statement
    item = _named(statement.item, number)
    return replace(statement, key=_named(statement.key, number), element=_id(element, number), item=item, row=None)
