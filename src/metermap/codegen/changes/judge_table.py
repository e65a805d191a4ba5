"""The closed table: which rule judges which field of which kind of line.

Fields are those of the released model (`metermap.codegen.exchange.schema`), those inside an address or a type by
their path; a type inside a type is judged like the type. docs/verdicts.md prints the same, and a test holds the two
together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from metermap.codegen.changes import judge_messages as m
from metermap.codegen.changes import judge_rules as r
from metermap.codegen.changes import judge_wire as w
from metermap.codegen.changes.judge_case import leaf_of
from metermap.codegen.changes.judge_rule import Rule
from metermap.codegen.changes.model import Kind

__all__ = ["FIELDS", "rule_of"]

_DEVICE: Final[Mapping[str, Rule]] = {
    "id": r.NAME,
    "title": r.TEXT,
    "carrier": m.CARRIER,
    "protocols": m.PROTOCOLS,
    "silent": r.TEXT,
    "editions": m.EDITIONS,
    "variants": m.VARIANTS,
}
_ELEMENT: Final[Mapping[str, Rule]] = {
    "id": r.NAME,
    "row": r.PLACE,
    "reference": r.TEXT,
    "section": r.TEXT,
    "item": r.NAME,
    "path": r.NAME,
    "category": r.CATEGORY,
    "data_type": r.KIND_OF_VALUE,
    "type": r.CATALOGUE_TYPE,
    "type.kind": r.KIND_OF_VALUE,
    "type.system": r.CATALOGUE_TYPE,
    "type.name": r.KIND_OF_VALUE,
    "type.tag": r.CATALOGUE_TYPE,
    "type.octets": r.CATALOGUE_TYPE,
    "type.minimum": r.LIMITS,
    "type.maximum": r.LIMITS,
    "type.length": r.LENGTH,
    "type.non_value": r.CATALOGUE_TYPE,
    "type.enumeration": r.CATALOGUE_TYPE,
    "type.members": r.CATALOGUE_TYPE,
    "type.element": r.CATALOGUE_TYPE,
    "type.optional": r.CATALOGUE_TYPE,
    "type.printed": r.TEXT,
    "sensitive": r.SENSITIVE,
    "readers": r.RIGHTS,
    "writers": r.RIGHTS,
    "devices": r.DEVICES,
    "han_only": r.HAN_ONLY,
    "errata": r.TEXT,
    "cells": r.PLACE,
}
_ITEM: Final[Mapping[str, Rule]] = {
    "device": r.OWNER,
    "section": r.TEXT,
    "category": r.CATEGORY,
    "item": r.NAME,
    "data_type": r.KIND_OF_VALUE,
    "unit": r.UNIT,
    "range": r.RANGE,
    "access": r.RIGHTS,
    "depth": r.DEPTH,
    "description": r.TEXT,
    "source": r.TEXT,
    "review": r.TEXT,
    "rows": r.PLACE,
    "errata": r.TEXT,
    "cell": r.PLACE,
}
_USE_CASE: Final[Mapping[str, Rule]] = {
    "code": m.ACTING,
    "title": r.TEXT,
    "message_code": m.CODES,
    "target": m.TARGET,
    "protocol": m.ACTION,
    "message_type": m.ACTION,
    "read_or_update": m.ACTION,
    "future_datable": m.FUTURE,
    "replay_protection": m.REPLAY,
    "roles": r.RIGHTS,
    "service_reference": m.SERVICE,
    "errata": r.TEXT,
    "cell": r.PLACE,
}
_STATEMENT: Final[Mapping[str, Rule]] = {
    "key": r.TEXT,
    "row": r.PLACE,
    "role": w.ROLE,
    "device": w.ROUTE,
    "protocol": w.ROUTE,
    "route": w.ROUTE,
    "element": w.CARRIED,
    "item": r.TEXT,
    "address": w.HOME,
    "address.protocol": w.ADDRESS,
    "address.class_id": w.ADDRESS,
    "address.class_name": r.TEXT,
    "address.logical_name": w.ADDRESS,
    "address.access": w.ADDRESS,
    "address.index": w.ADDRESS,
    "address.name": r.TEXT,
    "address.member": w.PATH,
    "address.selector": w.ADDRESS,
    "address.returned": w.ADDRESS,
    "address.through": w.ADDRESS,
    "address.sequence": w.PATH,
    "address.cluster_id": w.ADDRESS,
    "address.cluster": r.TEXT,
    "address.side": w.ADDRESS,
    "address.id": w.ADDRESS,
    "address.field": w.PATH,
    "address.reply": r.TEXT,
    "address.reply_id": w.ANSWER,
    "address.request": r.TEXT,
    "address.request_id": w.ANSWER,
    "address.read_with": w.ADDRESS,
    "address.kind": w.ADDRESS,
    "address.instance": w.MESSAGE,
    "type": w.WHOLE_TYPE,
    "type.kind": w.TYPE,
    "type.system": w.TYPE,
    "type.name": w.TYPE_NAME,
    "type.tag": w.TYPE,
    "type.octets": w.TYPE,
    "type.minimum": r.LIMITS,
    "type.maximum": r.LIMITS,
    "type.length": w.LENGTH,
    "type.non_value": w.NON_VALUE,
    "type.enumeration": w.NON_VALUE,
    "type.members": w.TYPE,
    "type.element": w.TYPE,
    "type.optional": w.OPTIONAL,
    "type.printed": r.TEXT,
    "dictionary_type": r.TEXT,
    "value": w.CONSTANT,
    "unit": w.NUMBER_UNIT,
    "conversion": w.CONVERSION,
    "status": w.STATUS,
    "relation": w.RELATION,
    "record": r.TEXT,
    "use_cases": w.USE_CASES,
    "roles": w.SENDERS,
    "conditions": w.CONDITIONS,
    "coded": w.CODED,
    "only": w.ONLY,
    "becomes": w.BECOMES,
    "optional": w.MAY_LACK,
    "because": r.TEXT,
    "despite": r.TEXT,
    "since": r.TEXT,
    "until": r.TEXT,
    "allows": r.TEXT,
    "place": r.PLACE,
}

FIELDS: Final[Mapping[Kind, Mapping[str, Rule]]] = {
    Kind.DEVICE: _DEVICE,
    Kind.ELEMENT: _ELEMENT,
    Kind.ITEM: _ITEM,
    Kind.USE_CASE: _USE_CASE,
    Kind.STATEMENT: _STATEMENT,
}
_OPEN: Final = frozenset({"address", "type"})
"""Fields that are records, of which each field has a rule of its own."""


def rule_of(kind: Kind, name: str) -> Rule:
    """Return the rule of a field by its path; that of what nobody knows if no schema of this metermap has it.

    Paths into lists and into names that the document maps, such as ``cells.path``, have the rule of the whole.
    """
    steps = leaf_of(name)
    found = FIELDS[kind].get(_known(steps)) if steps else None
    return found or r.UNKNOWN


def _known(steps: tuple[str, ...]) -> str:
    head, *rest = steps
    if head not in _OPEN or not rest:
        return head
    if head == "type":
        while len(rest) > 1 and rest[0] == "element":
            del rest[0]
        if rest[0] == "members":
            del rest[1:]
    return ".".join((head, *rest))
