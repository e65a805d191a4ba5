"""Write the entries of a device: the constructor arguments that each fact turns into."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from types import MappingProxyType
from typing import Final

from metermap.codegen.bindings.codecs import ZCL_NAMES, Codec, Wire
from metermap.codegen.bindings.layouts import Sequence as PayloadList
from metermap.codegen.bindings.layouts import Variant
from metermap.codegen.bindings.scan import EntryFacts
from metermap.codegen.bindings.steps import BitsStep, ElementStep, MemberStep, Step, leaf_at
from metermap.codegen.bindings.transfers import Purpose, Transfer
from metermap.codegen.python.filters import Literal, PythonExpression, literal
from metermap.codegen.python.layouts import Types
from metermap.codegen.python.runtime import entries, parts
from metermap.codegen.python.runtime.terms import AS_IT_IS
from metermap.codegen.python.terms import terms_code
from metermap.core.addresses import Address, DlmsAddress, NamedAddress, SepAddress

__all__ = ["Entry", "entry_of", "figures"]

# Arguments without a default; others are written only where they say something.
_REQUIRED: Final = frozenset(
    field.name
    for kind in (entries.DlmsRegister, entries.SepBits, entries.NamedEntry, parts.DlmsPart, parts.SepPart)
    for field in fields(kind)
    if field.default is MISSING
)

_MEMBERS: Final[Mapping[str, str]] = MappingProxyType({"scaler": "DlmsScaler", "unit": "DlmsUnit"})
_WHOLES: Final[Mapping[Purpose, str]] = MappingProxyType(
    {
        Purpose.VALUE: "DlmsAttribute",
        Purpose.ARGUMENT: "DlmsArgument",
        Purpose.RETURNED: "DlmsReturned",
        Purpose.SELECTION: "DlmsSelection",
        Purpose.PAYLOAD: "SepCommand",
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One constant as the template writes it: `Kind(literals, expressions)` and its docstring."""

    name: str
    kind: str
    literals: tuple[tuple[str, Literal], ...]
    expressions: tuple[tuple[str, PythonExpression], ...]
    summary: str
    details: tuple[str, ...]


def figures(entries: Sequence[EntryFacts]) -> str:
    """Return how many entries there are, with a codec and without, as a sentence."""
    with_codec = sum(1 for facts in entries if facts.has_codec)
    return f"{len(entries)} entries, {with_codec} with a codec, {len(entries) - with_codec} without."


def entry_of(facts: EntryFacts, types: Types) -> Entry:
    """Return the constant of an entry; `types` must have its layout."""
    kind, expressions = _kind(facts, types)
    if facts.has_codec and facts.terms != AS_IT_IS:
        expressions["terms"] = terms_code(facts.terms)
    stated: dict[str, Literal] = {"name": facts.name, **_said(facts), **_at(facts.address), **_numbers(facts, kind)}
    return Entry(
        facts.name,
        kind,
        tuple((name, value) for name, value in stated.items() if name in _REQUIRED or not _is_empty(value)),
        tuple(expressions.items()),
        f"{facts.statement.element or facts.statement.item}: {facts.address}.",
        tuple(_details(facts)),
    )


def _is_empty(value: Literal) -> bool:
    return value is None or value is False or value in ("", ())


def _said(facts: EntryFacts) -> dict[str, Literal]:
    statement = facts.statement
    return {
        "key": statement.key,
        "device": statement.device,
        "route": statement.route,
        "status": statement.status,
        "element": statement.element,
        "item": statement.item,
        "row": statement.row,
        "cell": facts.cell,
        "mapping": str(statement.place),
        "wire_type": facts.wire_type,
        "member_type": facts.member_type,
        "constant": statement.value,
        "unit": facts.unit,
        "catalogue_unit": facts.catalogue_unit,
        "use_cases": statement.use_cases,
        "conditions": statement.conditions,
        "coded": statement.coded,
        "conversion": statement.conversion,
        "only": statement.only,
        "becomes": statement.becomes,
        "no_codec_reason": _why_not(facts),
    }


def _at(address: Address) -> dict[str, Literal]:
    match address:
        case DlmsAddress():
            return {
                "class_id": address.class_id,
                "class_name": address.class_name,
                "logical_name": str(address.logical_name),
                "access": address.access.value,
                "index": address.index,
                "attribute": address.name,
                "member": address.member,
                "selector": address.selector,
                "returned": address.returned,
                "through": address.through,
            }
        case SepAddress():
            return {
                "cluster_id": address.cluster_id,
                "cluster": address.cluster,
                "access": address.access.value,
                "side": address.side.value,
                "number": address.id,
                "attribute": address.name,
                "field": address.field,
                "reply": address.reply,
                "request": address.request,
            }
        case NamedAddress():
            return {"kind": address.kind, "instance": address.instance, "field": address.field}


def _why_not(facts: EntryFacts) -> str:
    return ": ".join(filter(None, (facts.reason.value, facts.missing))) if facts.reason else ""


def _numbers(facts: EntryFacts, kind: str) -> dict[str, Literal]:
    numbers: dict[str, Literal] = {}
    if facts.scaler_unit_index is not None:
        numbers["scaler_unit_index"] = facts.scaler_unit_index
    if kind in ("SepAttribute", "SepBits") and facts.codec:
        numbers["type_id"] = next(tag for tag, name in ZCL_NAMES.items() if name == facts.codec.name)
    if facts.bits and kind == "SepBits":
        numbers |= {"lowest": facts.bits[0], "width": facts.bits[1]}
    if facts.transfer and kind in ("DlmsPart", "SepPart"):
        numbers |= {"transfer": facts.transfer.key, "purpose": facts.transfer.purpose.value}
    return numbers


def _kind(facts: EntryFacts, types: Types) -> tuple[str, dict[str, PythonExpression]]:
    """Return the class of an entry, and the arguments that are code."""
    transfer = facts.transfer
    if not facts.has_codec or transfer is None:
        kinds = {DlmsAddress: "DlmsEntry", SepAddress: "SepEntry", NamedAddress: "NamedEntry"}
        return kinds[type(facts.address)], {}
    code = {"codec": types.expression(transfer.layout)}
    if facts.codec and transfer.purpose is Purpose.VALUE:
        return _simple(facts, facts.codec, code)
    if not facts.steps:
        return _WHOLES[transfer.purpose], code
    kind = "DlmsPart" if isinstance(facts.address, DlmsAddress) else "SepPart"
    return kind, code | _way(transfer, facts.steps, types)


def _simple(
    facts: EntryFacts, codec: Codec, code: dict[str, PythonExpression]
) -> tuple[str, dict[str, PythonExpression]]:
    """Return the class of an attribute whose value is not composed, and the arguments that are code."""
    if codec.wire is Wire.ZCL:
        return ("SepBits" if facts.bits else "SepAttribute"), code
    if facts.member:
        return _MEMBERS[facts.member], code
    if facts.scaler_unit_index is None:
        return "DlmsAttribute", code
    if facts.scaler_unit:
        scaler, unit = facts.scaler_unit
        code["scaler_unit"] = PythonExpression(f"cosem.ScalerUnit({literal(scaler)}, {literal(unit)})")
    return "DlmsRegister", code


def _way(transfer: Transfer, steps: tuple[Step, ...], types: Types) -> dict[str, PythonExpression]:
    leaf = leaf_at(transfer.layout, steps)
    inside = isinstance(leaf, PayloadList | Variant)  # earlier fields decide how such a value is read
    way = ", ".join(map(_step, steps))
    return {
        "leaf": PythonExpression("payloads.IN_PAYLOAD") if inside else types.expression(leaf),
        "steps": PythonExpression(f"({way}{',' if len(steps) == 1 else ''})"),
    }


def _step(step: Step) -> str:
    match step:
        case MemberStep(number, name):
            return f"Member({literal(number)}, {literal(name)})"
        case ElementStep(None, _):
            return "Element()"
        case ElementStep(first, last):
            return f"Element({literal(first)}, {literal(last)})"
        case BitsStep(lowest, width):
            return f"Bits({literal(lowest)}, {literal(width)})"


def _details(facts: EntryFacts) -> Iterator[str]:
    statement = facts.statement
    source = [f"row {statement.row}"] if statement.row is not None else []
    source += [facts.cell] if facts.cell else []
    source += [f"{facts.clause}"] if facts.clause else []
    yield f"Source: {', '.join(source) or 'not recorded'}. Mapping: {statement.place}."
    if facts.part:
        yield f"Part of the attribute: {facts.part}."
    if facts.unit or facts.catalogue_unit:
        yield f"Unit: {facts.unit or 'not stated'}; the catalogue's: {facts.catalogue_unit or 'not stated'}."
    if statement.value:
        yield f"Always {statement.value}."
    if statement.use_cases:
        yield f"Use cases: {', '.join(statement.use_cases)}."
    if facts.transfer and facts.steps:
        yield f"What travels: {facts.transfer.key}."
    if facts.reason:
        yield f"No codec: {_why_not(facts)}."
    yield from facts.errata
