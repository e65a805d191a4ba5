"""Where the scale of each number comes from: the mapping, or what stands beside the number on the wire.

Nothing is assumed: a number whose scale no source tells has none, and stays raw.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Final

from metermap.codegen.bindings.steps import BitsStep, ElementStep, MemberStep, Step, steps_to
from metermap.codegen.bindings.transfers import Place, Transfer
from metermap.codegen.python.runtime import parts
from metermap.codegen.python.runtime.scales import UNKNOWN_UNIT, Role, Scale, ScaleSource, Sibling
from metermap.codegen.python.runtime.units import UNIT_CODES, UNITS
from metermap.core.addresses import Access, DlmsAddress, SepAddress
from metermap.core.numbers import whole_number
from metermap.core.types import Kind
from metermap.mappings.model import Statement
from metermap.protocols import Cluster, Dictionaries
from metermap.protocols.sep.scaling import Reference, Scaling

__all__ = ["Beside", "runtime_steps", "scale_source"]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known around a statement: `elements` that travel with it, its place, and its scaler_unit."""

    dictionaries: Dictionaries
    elements: Mapping[str, tuple[Statement, Place]]
    place: Place
    scaler_unit_index: int | None
    scaler_unit: tuple[int, int] | None
    catalogue_unit: str


_CHARGE: Final = "charge_per_unit"
_PRICE_SCALE: Final = ("charge_per_unit_scaling", "price_scale")
_MONEY: Final = "currency"
_EXTENDED_DATA: Final = 9000  # GB's class of a value in force and one to come, each with its scaler_unit
_SCALER_UNIT_NAMES: Final = {5: "scaler_unit_passive"}
_SCALES: Final = ("scale", "scaler")
_STATED: Final = re.compile(r"(?:([\d.]+)\s+)?(\S.*)")
_CONVERSION: Final = re.compile(r"\(value \* \.(?P<divisor>\w+)\) / \.(?P<multiplier>\w+)")
_AMI_UNITS: Final = "AmiUnitOfMeasure"


def scale_source(statement: Statement, beside: Beside) -> ScaleSource | None:
    """Return where the scale of a statement's number comes from; None where no source tells."""
    if statement.unit:
        return _in_unit(statement.unit)
    match statement.address:
        case DlmsAddress() as address if beside.scaler_unit_index is not None:
            return _register(address, beside)
        case DlmsAddress():
            return _charge(beside) or _elements(statement, beside)
        case SepAddress() as address if address.access is Access.ATTRIBUTE:
            return _attribute(statement, address, beside)
        case SepAddress():
            return _field(beside)
        case _:
            return None


def _in_unit(text: str) -> ScaleSource | None:
    """Return the scale of ``s`` or ``0.01 percent``, what a transmitted number counts."""
    found = _STATED.fullmatch(text)
    if found is None:
        return None
    try:
        ratio = Decimal(found[1] or 1).as_integer_ratio()
    except InvalidOperation:
        return None
    return ScaleSource(Scale(0, found[2], *ratio)) if ratio[0] > 0 else None


def _register(address: DlmsAddress, beside: Beside) -> ScaleSource:
    index = beside.scaler_unit_index
    name = "scaler_unit"
    if address.class_id == _EXTENDED_DATA:
        name = _SCALER_UNIT_NAMES.get(index or 0, "scaler_unit_active")
    siblings = (Sibling(Role.SCALER_UNIT, name, number=index),)
    source = ScaleSource(None, siblings, beside.catalogue_unit if beside.catalogue_unit.startswith(_MONEY) else "")
    if beside.scaler_unit is None:
        return source
    scaler, unit = beside.scaler_unit
    return replace(source, stated=source.known(Scale(scaler, UNITS.get(unit, f"unit {unit}"))))


def _charge(beside: Beside) -> ScaleSource | None:
    """Return the scale of a charge of class 113: the price_scale of the same value (Blue Book, "Charge")."""
    match beside.place.transfer, beside.place.steps[-1:]:
        case Transfer() as transfer, (MemberStep(name=name),) if name == _CHARGE:
            steps = steps_to(transfer.layout, _PRICE_SCALE)
        case _:
            return None
    if steps is None:
        return None
    unit = beside.catalogue_unit if beside.catalogue_unit.startswith(_MONEY) else _MONEY
    return ScaleSource(None, (Sibling(Role.EXPONENT, _PRICE_SCALE[-1], steps=runtime_steps(steps)),), unit)


def _elements(statement: Statement, beside: Beside) -> ScaleSource | None:
    """Return the scale that other elements of the same item are: ``active.scale`` and ``active.unit`` of a value."""
    base, _, last = statement.element.rpartition(".")
    scales = [found for name in _SCALES if (found := beside.elements.get(f"{base}.{name}"))]
    unit = beside.elements.get(f"{base}.unit")
    if last != "value" or len(scales) != 1 or unit is None:
        return None
    scale, scale_place = scales[0]
    siblings = (
        Sibling(Role.EXPONENT, scale.element, steps=runtime_steps(scale_place.steps)),
        Sibling(Role.UNIT, unit[0].element, steps=runtime_steps(unit[1].steps), units="dlms"),
    )
    if not all(sibling.steps for sibling in siblings):
        return None
    exponent, code = whole_number(scale.value), whole_number(unit[0].value)
    symbol = None if code is None else UNITS.get(code)
    stated = None if exponent is None or symbol is None else Scale(exponent, symbol)
    return ScaleSource(stated, siblings)


def _attribute(statement: Statement, address: SepAddress, beside: Beside) -> ScaleSource | None:
    cluster = beside.dictionaries.sep.cluster(address.cluster_id)
    attribute = cluster.attribute(address.id, address.side) if cluster else None
    scaling = beside.dictionaries.sep.semantics.scaling(address.cluster_id, attribute) if attribute else None
    if cluster is None or attribute is None or beside.place.steps:
        return None
    if scaling is None:
        return _converted(statement, cluster)
    siblings = _siblings(beside.dictionaries, attribute.name, scaling)
    if siblings is None:
        return None
    return ScaleSource(None, siblings, _fixed_unit(scaling, siblings))


def _fixed_unit(scaling: Scaling, siblings: tuple[Sibling, ...]) -> str:
    if scaling.unit is not None and scaling.unit.constant:
        return scaling.unit.name
    return "" if any(one.role is Role.UNIT for one in siblings) else UNKNOWN_UNIT


def _siblings(dictionaries: Dictionaries, attribute: str, scaling: Scaling) -> tuple[Sibling, ...] | None:
    """Return what scales an attribute; None if one of it is a code whose numbers no source gives."""
    found: list[Sibling] = []
    references = (
        (Role.MULTIPLIER, scaling.multiplier),
        (Role.DIVISOR, scaling.divisor),
        (Role.TRAILING_DIGITS, scaling.trailing_digits),
    )
    for role, reference in references:
        if reference is not None:
            sibling = _sibling(dictionaries, reference, Role.EXPONENT if reference.exponent else role)
            if sibling is None:
                return None
            found.append(sibling)
    if scaling.unit is not None and not scaling.unit.constant:
        found += _unit_sibling(dictionaries, scaling.unit, rate=_is_rate(attribute, scaling))
    return tuple(found) if found or scaling.unit else None


def _is_rate(attribute: str, scaling: Scaling) -> bool:
    """Whether a unit code counts per time: Smart Energy gives energy and power one code."""
    return "Demand" in (scaling.formatting.name if scaling.formatting else "") or "Flow" in attribute


def _sibling(dictionaries: Dictionaries, reference: Reference, role: Role) -> Sibling | None:
    cluster = dictionaries.sep.cluster(reference.cluster)
    attribute = cluster.attribute(reference.name) if cluster else None
    if attribute is None or attribute.type.kind is Kind.ENUM:
        return None
    return Sibling(role, attribute.name, number=attribute.id, cluster_id=reference.cluster)


def _unit_sibling(dictionaries: Dictionaries, reference: Reference, *, rate: bool) -> list[Sibling]:
    cluster = dictionaries.sep.cluster(reference.cluster)
    attribute = cluster.attribute(reference.name) if cluster else None
    if attribute is None:
        return []
    names = [attribute.type.enumeration, attribute.enumeration, attribute.name, attribute.name.lower()]
    if _AMI_UNITS in names:
        names = ["rate" if rate else "amount"]
    units = next((name for name in names if name in UNIT_CODES), None)
    if units is None:
        return []
    return [Sibling(Role.UNIT, attribute.name, number=attribute.id, cluster_id=reference.cluster, units=units)]


def _converted(statement: Statement, cluster: Cluster) -> ScaleSource | None:
    """Return the scale of ``(value * .Divisor) / .Multiplier``, where the dictionary has no scaling of its own."""
    found = _CONVERSION.fullmatch(statement.conversion)
    attributes = [cluster.attribute(found[name]) if found else None for name in ("multiplier", "divisor")]
    siblings = tuple(
        Sibling(role, one.name, number=one.id, cluster_id=cluster.id)
        for role, one in zip((Role.MULTIPLIER, Role.DIVISOR), attributes, strict=True)
        if one is not None
    )
    return ScaleSource(None, siblings, UNKNOWN_UNIT) if len(siblings) == len(attributes) else None


def _field(beside: Beside) -> ScaleSource | None:
    """Return the scale of a field whose own trailing digits, and unit, are fields of the same payload by its name."""
    match beside.place.transfer, beside.place.steps:
        case Transfer() as transfer, (*above, MemberStep(name=name)) if not any(
            isinstance(step, ElementStep) for step in above
        ):
            path = [step.name for step in above if isinstance(step, MemberStep)]
        case _:
            return None
    digits = steps_to(transfer.layout, (*path, f"{name}TrailingDigit"))
    if digits is None:
        return None
    siblings = [Sibling(Role.TRAILING_DIGITS, f"{name}TrailingDigit", steps=runtime_steps(digits))]
    unit, units = steps_to(transfer.layout, (*path, f"{name}Unit")), name[:1].upper() + name[1:] + "Unit"
    if unit is not None and units in UNIT_CODES:
        siblings.append(Sibling(Role.UNIT, f"{name}Unit", steps=runtime_steps(unit), units=units))
        return ScaleSource(None, tuple(siblings))
    return ScaleSource(None, tuple(siblings), UNKNOWN_UNIT)


def runtime_steps(steps: tuple[Step, ...]) -> tuple[parts.Step, ...]:
    """Return steps as the Python runtime has them."""
    return tuple(map(_runtime_step, steps))


def _runtime_step(step: Step) -> parts.Step:
    match step:
        case MemberStep(number, name):
            return parts.Member(number, name)
        case ElementStep(first, last):
            return parts.Element(first, last)
        case BitsStep(lowest, width):
            return parts.Bits(lowest, width)
