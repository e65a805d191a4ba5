"""The resolved model as a table: one line a statement, exact (not prefixed for spreadsheets).

`metermap mappings import` reads these columns back; `metermap.mappings.import_statements` says how.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from metermap.core.addresses import Access, DlmsAddress, NamedAddress, SepAddress
from metermap.mappings.import_statements import TEXTS

if TYPE_CHECKING:
    from metermap.mappings.model import ResolvedModel, Statement

__all__ = ["COLUMNS", "model_table", "table_rows"]

COLUMNS = (
    "row",
    "device",
    "element",
    "item",
    "path",
    "role",
    "protocol",
    "route",
    "class_id",
    "class_name",
    "logical_name",
    "access",
    "index",
    "name",
    "member",
    "selector",
    "returned",
    "through",
    "sequence",
    "cluster_id",
    "cluster",
    "side",
    "attribute_id",
    "attribute",
    "command_id",
    "command",
    "field",
    "response_id",
    "response",
    "type",
    "type_from",
    "dictionary_type",
    "value",
    "conversion",
    "unit",
    "coded",
    "only",
    "becomes",
    "optional",
    "conditions",
    "relation",
    "status",
    "record",
    "use_cases",
    "roles",
    "since",
    "until",
    "because",
    "despite",
    "allows",
    "place",
    "cell",
    "errata",
    "key",
)


def model_table(model: ResolvedModel) -> str:
    """Return the statements as CSV (RFC 4180, LF line ends), in the order of the mapping files."""
    return "".join(map(_line, (COLUMNS, *table_rows(model))))


def table_rows(model: ResolvedModel) -> Iterator[list[str]]:
    """Yield the cells of each statement, in the order of `COLUMNS`."""
    for statement in model.statements:
        row = {**_common(statement, model), **_address(statement)}
        yield [row.get(column, "") for column in COLUMNS]


def _line(cells: Iterable[str]) -> str:
    # The csv module quotes a carriage return only if lines end in one; readers take a bare one for a line end.
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue().removesuffix("\r\n") + "\n"


def _common(statement: Statement, model: ResolvedModel) -> dict[str, str]:
    element = model.catalogue.element_by_id.get(statement.element)
    return {
        "row": "" if statement.row is None else str(statement.row),
        "device": statement.device,
        "element": statement.element,
        "item": statement.item,
        "path": element.path.value if element is not None else "",
        "role": statement.role.value,
        "protocol": statement.protocol,
        "route": statement.route,
        "type": _type(statement),
        "type_from": _type_from(statement),
        "dictionary_type": str(statement.dictionary_type) if statement.dictionary_type is not None else "",
        "value": statement.value,
        "conversion": statement.conversion,
        "unit": statement.unit,
        "coded": "; ".join(f"{ours} = {theirs}" for ours, theirs in statement.coded),
        "only": statement.only,
        "becomes": statement.becomes,
        "since": statement.since,
        "until": statement.until,
        "because": TEXTS.join(statement.because),
        "despite": TEXTS.join(statement.despite),
        "optional": "optional" if statement.optional else "",
        "conditions": "; ".join(statement.conditions),
        "relation": statement.relation or "not assessed",
        "status": statement.status,
        "record": "; ".join(f"{key} = {text}" for key, text in statement.record),
        "allows": TEXTS.join(f"{' and '.join(allow.codes)}: {allow.reason}" for allow in statement.allows),
        "use_cases": " ".join(statement.use_cases),
        "roles": "; ".join(f"{case}: {', '.join(roles)}" for case, roles in statement.roles),
        "place": str(statement.place),
        "cell": str(element.place) if element is not None and element.place is not None else "",
        "errata": " ".join(element.errata) if element is not None else "",
        "key": statement.key,
    }


def _type(statement: Statement) -> str:
    """Return the type: as written where the mapping states it, else with a fixed length as tables print it."""
    if statement.type is None:
        return ""
    return statement.type.label if _type_from(statement) == "dictionary" else str(statement.type)


def _type_from(statement: Statement) -> str:
    """Return whether the mapping states the type or the dictionary knows it; of both the same, the dictionary."""
    if statement.type is None:
        return ""
    return "dictionary" if statement.type == statement.dictionary_type else "mapping"


def _address(statement: Statement) -> dict[str, str]:
    match statement.address:
        case DlmsAddress() as address:
            return {
                "class_id": str(address.class_id),
                "class_name": address.class_name,
                "logical_name": str(address.logical_name),
                "access": address.access.value,
                "index": str(address.index),
                "name": address.name,
                "member": address.member,
                "selector": address.selector,
                "returned": "returned" if address.returned else "",
                "through": address.through,
                "sequence": address.sequence,
            }
        case SepAddress() as address if address.access is Access.ATTRIBUTE:
            return {
                "access": "attribute",
                "cluster_id": f"0x{address.cluster_id:04X}",
                "cluster": address.cluster,
                "side": address.side.value,
                "attribute_id": f"0x{address.id:04X}",
                "attribute": address.name,
                "command_id": "0x00",
                "command": "ReadAttributes",
                "field": address.field,
                "response_id": "0x01",
                "response": "ReadAttributesResponse",
            }
        case SepAddress() as address:
            return _command(address)
        case NamedAddress() as address:
            return {"access": address.kind.lower(), "name": address.instance, "member": address.field}
        case None:
            return {}


def _command(address: SepAddress) -> dict[str, str]:
    own = {
        "access": "command",
        "cluster_id": f"0x{address.cluster_id:04X}",
        "cluster": address.cluster,
        "side": address.side.value,
        "sequence": address.sequence,
    }
    if address.request_id is not None:
        return {
            **own,
            "access": "response",
            "command_id": f"0x{address.request_id:02X}",
            "command": address.request,
            "field": address.field,
            "response_id": f"0x{address.id:02X}",
            "response": address.name,
        }
    return {
        **own,
        "command_id": f"0x{address.id:02X}",
        "command": address.name,
        "field": address.field,
        "response_id": "" if address.reply_id is None else f"0x{address.reply_id:02X}",
        "response": address.reply,
    }
