"""The resolved model as plain documents: one dictionary for each record, keys in a fixed order.

Schema version 0; `schema` describes the same in pydantic, and a test holds the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from metermap.core.addresses import Access, Address, DlmsAddress, NamedAddress, SepAddress

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metermap.catalogue.erratum import Correction
    from metermap.catalogue.model import Element, ItemFact, UseCase, Value
    from metermap.core.judged import JudgedFinding
    from metermap.core.types import TypeDescriptor
    from metermap.mappings.model import Allowance, Device, ResolvedModel, Statement
    from metermap.mappings.proofs import CounterExample, Proof
    from metermap.mappings.results import TestResult

__all__ = ["Document", "model_document"]

Document: TypeAlias = dict[str, object]


def model_document(model: ResolvedModel, findings: Iterable[JudgedFinding]) -> Document:
    """Return the whole model as one document; `findings` are those of the model, with what became of each."""
    return {
        "schema_version": model.schema_version,
        "name": model.name,
        "title": model.title,
        "edition": model.edition,
        "digest": model.digest,
        "sources": [{"path": source.path, "sha256": source.digest} for source in model.sources],
        "devices": [_device(device) for device in model.devices],
        "elements": [_element(element) for element in model.catalogue.elements],
        "items": [_item(fact) for fact in model.catalogue.items],
        "use_cases": [_use_case(case) for case in model.catalogue.use_cases],
        "errata": [_erratum(correction) for correction in model.catalogue.errata],
        "statements": [_statement(statement) for statement in model.statements],
        "coverage": [
            {
                "device": part.device,
                "protocol": part.protocol,
                "elements": part.elements,
                "mapped": part.mapped,
                "unaddressed": part.unaddressed,
                "planned": part.planned,
                "no_home": part.no_home,
                "not_applicable": part.not_applicable,
                "proposed": part.proposed,
                "undecided": part.undecided,
            }
            for part in model.coverage
        ],
        "proofs": [_proof(proof) for proof in model.proofs],
        "findings": [_finding(judged) for judged in findings],
        "allows": [_allowance(allowance) for allowance in model.allows],
        "results": [_result(result) for result in model.results],
    }


def _device(device: Device) -> Document:
    return {
        "id": device.id,
        "title": device.title,
        "carrier": device.carrier,
        "protocols": dict(device.protocols),
        "silent": dict(device.silent),
        "editions": {protocol: list(editions) for protocol, editions in device.editions},
        "variants": list(device.variants),
    }


def _cells(**values: Value[str] | Value[int] | Value[bool] | Value[tuple[str, ...]] | None) -> dict[str, str]:
    return {name: str(value.place) for name, value in values.items() if value is not None and value.place is not None}


def _element(element: Element) -> Document:
    return {
        "id": element.id.value,
        "row": element.row.value if element.row is not None else None,
        "reference": element.reference.value,
        "section": element.section,
        "item": element.item.value,
        "path": element.path.value,
        "category": element.category.value,
        "data_type": element.data_type.value,
        "type": _type(element.type),
        "sensitive": element.sensitive.value,
        "readers": element.readers.value,
        "writers": element.writers.value,
        "devices": list(element.devices.value),
        "han_only": element.han_only,
        "errata": list(element.errata),
        "cells": _cells(
            id=element.id,
            row=element.row,
            reference=element.reference,
            item=element.item,
            path=element.path,
            category=element.category,
            data_type=element.data_type,
            sensitive=element.sensitive,
            readers=element.readers,
            writers=element.writers,
            devices=element.devices,
        ),
    }


def _item(fact: ItemFact) -> Document:
    return {
        "device": fact.device.value,
        "section": fact.section.value,
        "category": fact.category.value,
        "item": fact.item.value,
        "data_type": fact.data_type.value,
        "unit": fact.unit.value,
        "range": fact.range.value,
        "access": fact.access.value,
        "depth": fact.depth.value,
        "description": fact.description.value,
        "source": fact.source.value,
        "review": fact.review.value,
        "rows": list(fact.rows),
        "errata": list(fact.errata),
        "cell": str(fact.item.place) if fact.item.place else "",
        "cells": {
            **_cells(
                device=fact.device,
                section=fact.section,
                category=fact.category,
                item=fact.item,
                data_type=fact.data_type,
                unit=fact.unit,
                range=fact.range,
                access=fact.access,
                depth=fact.depth,
                description=fact.description,
                source=fact.source,
                review=fact.review,
            ),
            **({"rows": str(fact.rows_place)} if fact.rows_place else {}),
        },
    }


def _use_case(case: UseCase) -> Document:
    return {
        "code": case.code.value,
        "title": case.title.value,
        "message_code": case.message_code.value,
        "target": case.target.value,
        "protocol": case.protocol.value,
        "message_type": case.message_type.value,
        "read_or_update": case.read_or_update.value,
        "future_datable": case.future_datable.value,
        "replay_protection": case.replay_protection.value,
        "roles": case.roles.value,
        "service_reference": case.service_reference.value,
        "errata": list(case.errata),
        "cell": str(case.code.place) if case.code.place else "",
        "cells": _cells(
            code=case.code,
            title=case.title,
            message_code=case.message_code,
            target=case.target,
            protocol=case.protocol,
            message_type=case.message_type,
            read_or_update=case.read_or_update,
            future_datable=case.future_datable,
            replay_protection=case.replay_protection,
            roles=case.roles,
            service_reference=case.service_reference,
        ),
    }


def _erratum(correction: Correction) -> Document:
    erratum = correction.erratum
    return {
        "key": erratum.key,
        "part": erratum.target.part.value,
        "line": erratum.target.key,
        "field": erratum.field,
        "old": erratum.old,
        "new": erratum.new,
        "reason": erratum.reason,
        "reference": erratum.reference,
        "since": erratum.since,
        "until": erratum.until,
        "applied": correction.applied,
        "outcome": correction.outcome.value,
        "cell": str(correction.cell) if correction.cell else "",
        "place": str(erratum.place),
    }


def _type(kind: TypeDescriptor | None) -> Document | None:
    if kind is None:
        return None
    return {
        "kind": kind.kind.value,
        "system": kind.system.value,
        "name": kind.name,
        "tag": kind.tag,
        "octets": kind.octets,
        "minimum": kind.minimum,
        "maximum": kind.maximum,
        "length": list(kind.length) if kind.length is not None else None,
        "non_value": kind.non_value,
        "enumeration": kind.enumeration,
        "members": [
            {"name": member.name, "type": _type(member.type), "condition": member.condition} for member in kind.members
        ],
        "element": _type(kind.element),
        "optional": kind.optional,
        "printed": kind.printed,
    }


def _address(address: Address | None) -> Document | None:
    match address:
        case DlmsAddress():
            return {
                "protocol": "dlms",
                "class_id": address.class_id,
                "class_name": address.class_name,
                "logical_name": str(address.logical_name),
                "access": address.access.value,
                "index": address.index,
                "name": address.name,
                "member": address.member,
                "selector": address.selector,
                "returned": address.returned,
                "through": address.through,
                "sequence": address.sequence,
            }
        case SepAddress():
            return {
                "protocol": "sep",
                "cluster_id": address.cluster_id,
                "cluster": address.cluster,
                "access": address.access.value,
                "side": address.side.value,
                "id": address.id,
                "name": address.name,
                "field": address.field,
                "reply": address.reply,
                "reply_id": address.reply_id,
                "request": address.request,
                "request_id": address.request_id,
                "sequence": address.sequence,
                "read_with": 0x00 if address.access is Access.ATTRIBUTE else None,
            }
        case NamedAddress():
            return {"protocol": "", "kind": address.kind, "instance": address.instance, "field": address.field}
        case None:
            return None


def _statement(statement: Statement) -> Document:
    return {
        "key": statement.key,
        "row": statement.row,
        "role": statement.role.value,
        "device": statement.device,
        "protocol": statement.protocol,
        "route": statement.route,
        "element": statement.element,
        "item": statement.item,
        "address": _address(statement.address),
        "type": _type(statement.type),
        "dictionary_type": str(statement.dictionary_type) if statement.dictionary_type is not None else "",
        "value": statement.value,
        "unit": statement.unit,
        "conversion": statement.conversion,
        "status": statement.status,
        "relation": statement.relation,
        "record": [list(pair) for pair in statement.record],
        "use_cases": list(statement.use_cases),
        "roles": {case: list(roles) for case, roles in statement.roles},
        "conditions": list(statement.conditions),
        "coded": [list(pair) for pair in statement.coded],
        "only": statement.only,
        "becomes": statement.becomes,
        "optional": statement.optional,
        "because": list(statement.because),
        "despite": list(statement.despite),
        "since": statement.since,
        "until": statement.until,
        "allows": [_allowance(allowance) for allowance in statement.allows],
        "place": str(statement.place),
    }


def _allowance(allowance: Allowance) -> Document:
    return {
        "codes": list(allowance.codes),
        "reason": allowance.reason,
        "place": str(allowance.place),
        "begins": str(allowance.begins),
        "ends": str(allowance.ends) if allowance.ends is not None else "",
    }


def _proof(proof: Proof) -> Document:
    return {
        "statement": proof.key,
        "verdict": proof.verdict.value,
        "stated": proof.stated,
        "carried": proof.carried,
        "conversion": proof.conversion,
        "broken": _counter_example(proof.broken),
        "reasons": [reason.value for reason in proof.reasons],
        "assumptions": [assumption.value for assumption in proof.assumptions],
        "conditional": list(proof.conditional),
        "limits": proof.limits,
        "beyond": proof.beyond,
        "evidence": [str(place) for place in proof.evidence],
    }


def _counter_example(example: CounterExample | None) -> Document | None:
    if example is None:
        return None
    return {
        "kind": example.kind.value,
        "value": example.value,
        "raw": example.raw,
        "why": example.why,
        "directions": [direction.value for direction in example.directions],
    }


def _result(result: TestResult) -> Document:
    return {
        "device": result.device,
        "protocol": result.protocol,
        "subject": result.subject,
        "outcome": result.outcome.value,
        "edition": result.edition,
        "date": result.date,
        "laboratory": result.laboratory,
        "element": result.element,
        "statement": result.statement,
        "use_case": result.use_case,
        "place": str(result.place),
    }


def _finding(judged: JudgedFinding) -> Document:
    finding = judged.finding
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "place": str(finding.place) if finding.place is not None else "",
        "subject": finding.subject,
        "expected": finding.expected,
        "help": finding.help,
        "also": [str(place) for place in finding.also],
        "clause": finding.clause,
        "outcome": judged.outcome.value,
        "verdict": judged.verdict,
        "reason": judged.reason,
        "recorded": str(judged.place) if judged.place is not None else "",
    }
