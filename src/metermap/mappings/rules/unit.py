"""Rules on units and scales: what the catalogue states of an item against what the wire carries."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from metermap.catalogue.quantities import Resolution
from metermap.core.addresses import Access, DlmsAddress, SepAddress
from metermap.core.numbers import whole_number
from metermap.core.render import counted
from metermap.core.rules import Example, Family
from metermap.core.suggest import normal
from metermap.core.types import Kind
from metermap.core.units import Unit, parse_unit
from metermap.mappings import wire_codes as codes
from metermap.mappings.rules.base import CheckedRule, row_of, subject_of
from metermap.mappings.rules.facts import facts_of, named, said_of

if TYPE_CHECKING:
    from metermap.core.findings import Finding
    from metermap.core.places import Place
    from metermap.mappings.model import Statement
    from metermap.mappings.rules.base import Subject

__all__ = ["RULES"]

_NUMBERS: Final = frozenset({Kind.UNSIGNED, Kind.SIGNED, Kind.INTEGER})


def _constant(statement: Statement) -> int | None:
    return whole_number(statement.value)


def _last(statement: Statement) -> str:
    """Return the name of the innermost part that a statement is about: ``scaler`` of ``scaler_unit.scaler``."""
    match statement.address:
        case DlmsAddress(name=name, member=path) | SepAddress(name=name, field=path):
            return (path.split(".")[-1] or name).partition("[")[0]
        case _:
            return ""


def _is(statement: Statement, word: str) -> bool:
    last = _last(statement)
    return isinstance(statement.address, DlmsAddress) and (last == word or last.endswith(f"_{word}"))


# ---- the unit -----------------------------------------------------------------------------------

# Smart Energy has one code for a quantity and for its rate: 0x01 is m3 of a volume, m3/h of a flow.
_SEP_UNITS: Final = {
    "kilowatthours": ("kWh", "kW"),
    "cubicmeterperhour": ("m3", "m3/h"),
    "cubicfeetperhour": ("cu ft", "cu ft/h"),
    "litersorlitersperhour": ("l", "l/h"),
    "kpagauge": ("kPa",),
    "kpaabsolute": ("kPa",),
    "unitless": ("count",),
}


def _units_on_wire(subject: Subject, statement: Statement) -> tuple[Unit, ...]:
    """Return the unit that a statement's constant names, or that its ``in`` says; of Smart Energy perhaps two."""
    if statement.unit:
        names: tuple[str, ...] = (statement.unit,)
    elif _is(statement, "unit"):
        number = _constant(statement)
        unit = subject.dictionaries.dlms.unit(number) if number is not None else None
        names = (unit.symbol,) if unit is not None else ()
    else:
        names = _sep_names(subject, statement)
    return tuple(filter(None, map(parse_unit, names)))


def _sep_names(subject: Subject, statement: Statement) -> tuple[str, ...]:
    type_, number = statement.dictionary_type, _constant(statement)
    if type_ is None or number is None or not type_.enumeration.endswith("UnitOfMeasure"):
        return ()
    table = subject.dictionaries.enumeration_of(type_)
    member = table.named(number) if table is not None else None
    return _SEP_UNITS.get(normal(member.name).removesuffix("bcd"), ()) if member is not None else ()


# Parts of an item that are not counted in the item's unit.
_ASIDE = re.compile(r"period|scal|multiplier|divisor|time|identifier|date", re.IGNORECASE)


def _units_of_catalogue(subject: Subject, statement: Statement, devices: tuple[str, ...]) -> tuple[Unit, ...]:
    element = subject.catalogue.element_by_id.get(statement.element)
    if element is None or _ASIDE.search(element.path.value.rpartition(".")[2]):
        return ()
    units = (fact.units for fact in facts_of(subject, statement, devices))
    return tuple(dict.fromkeys(unit for listed in units if listed is not None for unit in listed.units))


def other_quantity(subject: Subject) -> Iterator[Finding]:
    """A unit on the wire that measures something else than the catalogue's."""
    for statement, devices in subject.once:
        ours, theirs = _units_of_catalogue(subject, statement, devices), _units_on_wire(subject, statement)
        known = {unit.dimension for unit in ours}
        if ours and theirs and not known & {unit.dimension for unit in theirs}:
            yield codes.OTHER_QUANTITY.at(
                statement.place,
                f"{named(subject, statement)} is in {theirs[0]} ({theirs[0].dimension}); the catalogue has "
                f"{', '.join(f'{unit} ({unit.dimension})' for unit in ours)}",
                subject=subject_of(statement),
                expected=" or ".join(map(str, ours)),
                also=_facts_and_row(subject, statement, devices),
            )


def _facts_and_row(subject: Subject, statement: Statement, devices: tuple[str, ...]) -> tuple[Place, ...]:
    places = (fact.unit.place for fact in facts_of(subject, statement, devices))
    return (*row_of(subject, statement), *(place for place in places if place is not None))


def other_size(subject: Subject) -> Iterator[Finding]:
    """A unit of the same quantity and another size, which neither a scaler nor a conversion evens out."""
    scalers = _constants_of(subject, "scaler")
    converted = {_object(statement) for statement in subject.statements if statement.conversion}
    for statement, devices in subject.once:
        if not _is(statement, "unit") or _object(statement) in converted:
            continue
        scale = _power_of_ten(scalers.get((_object(statement), _stem(statement, "unit")), 0))
        if scale is None:
            continue
        ours = _units_of_catalogue(subject, statement, devices)
        for theirs in _units_on_wire(subject, statement):
            comparable = [unit for unit in ours if unit.converts_to(theirs)]
            if comparable and not any(
                unit.factor in (theirs.factor, theirs.times(scale).factor) for unit in comparable
            ):
                yield codes.OTHER_SIZE.at(
                    statement.place,
                    f"{named(subject, statement)} is {theirs.times(scale)} on the wire; "
                    f"the catalogue has {comparable[0]}",
                    subject=subject_of(statement),
                    expected=str(comparable[0]),
                    also=_facts_and_row(subject, statement, devices),
                )


def _object(statement: Statement) -> tuple[str, str]:
    address = statement.address
    return (statement.device, address.object) if isinstance(address, DlmsAddress) else (statement.device, "")


def _stem(statement: Statement, word: str) -> str:
    """Return what a unit and its scaler have in common: ``active_import`` of ``active_import_unit``."""
    address = statement.address
    if not isinstance(address, DlmsAddress):
        return ""
    return f"{address.name}.{address.member}".removesuffix(word)


def _constants_of(subject: Subject, word: str) -> dict[tuple[tuple[str, str], str], int]:
    """Return the constants of parts of objects: by device and object, and by what stands before `word`."""
    return {
        (_object(statement), _stem(statement, word)): number
        for statement in subject.statements
        if _is(statement, word) and (number := _constant(statement)) is not None
    }


# ---- the scale ----------------------------------------------------------------------------------

_SCALER_UNIT: Final = "scaler_unit"
_SCALERS: Final = range(-128, 128)


def half_scaler_unit(subject: Subject) -> Iterator[Finding]:
    """An object of which only the scaler or only the unit is said."""
    parts: dict[tuple[str, str], dict[str, Statement]] = defaultdict(dict)
    for statement in subject.statements:
        address = statement.address
        if isinstance(address, DlmsAddress) and address.name == _SCALER_UNIT:
            parts[_object(statement)].setdefault(address.member, statement)
    for (device, object_), said in parts.items():
        if len(said) == 1 and (only := next(iter(said))) in ("scaler", "unit"):
            missing = "unit" if only == "scaler" else "scaler"
            yield codes.HALF_SCALER_UNIT.at(
                said[only].place,
                f"{said[only].item} of {device}: {object_} has its {only} said, and not its {missing}",
                subject=f"{device}/dlms/{object_}",
                expected=f"{_SCALER_UNIT}.{missing}",
            )


def other_scaler(subject: Subject) -> Iterator[Finding]:
    """A constant scaler other than the power of ten that the catalogue states."""
    for statement, devices in subject.once:
        number = _constant(statement)
        if number is None or not (_is(statement, "scaler") or _is(statement, "price_scale")):
            continue
        said = said_of(facts_of(subject, statement, devices), devices, Resolution)
        steps = {resolution.step for resolution in said if resolution.unit is None}
        if steps and _power_of_ten(number) not in steps:
            yield codes.OTHER_SCALER.at(
                statement.place,
                f"{named(subject, statement)} is {number}; the catalogue has {' or '.join(map(_step, sorted(steps)))}",
                subject=subject_of(statement),
                also=row_of(subject, statement),
            )


def _power_of_ten(number: int) -> Fraction | None:
    """Return what a scaler multiplies by; None for a number that is no scaler: they have eight bits."""
    return Fraction(10) ** number if number in _SCALERS else None


def _step(step: Fraction) -> str:
    return str(Resolution(step))


def scale_not_said(subject: Subject) -> Iterator[Finding]:
    """Numbers that the dictionary scales by something that no sentence of the device mentions."""
    yield from _without_scaler_unit(subject)
    yield from _without_attributes(subject)


def _without_scaler_unit(subject: Subject) -> Iterator[Finding]:
    said = {_object(each) for each in subject.statements if getattr(each.address, "name", "") == _SCALER_UNIT}
    for statement, devices in subject.once:
        address, wire = statement.address, statement.type
        if not isinstance(address, DlmsAddress) or wire is None or wire.kind not in _NUMBERS:
            continue
        class_ = subject.dictionaries.dlms.interface_class(address.class_id)
        scaled = class_ is not None and class_.attribute(_SCALER_UNIT) is not None and address.name == "value"
        silent = [device for device in devices if (device, address.object) not in said]
        if scaled and silent and address.access is Access.ATTRIBUTE:
            yield codes.SCALE_NOT_SAID.at(
                statement.place,
                f"{named(subject, statement)} of {', '.join(silent)} is scaled by scaler_unit of {address.object}, "
                "of which nothing is said",
                subject=subject_of(statement),
                expected="scaler_unit.scaler and scaler_unit.unit",
                also=row_of(subject, statement),
            )


def _without_attributes(subject: Subject) -> Iterator[Finding]:
    """Smart Energy: what scales a whole set of attributes is one cause, and one finding."""
    mapped = {
        (each.device, each.address.cluster_id, each.address.name)
        for each in subject.statements
        if isinstance(each.address, SepAddress) and each.address.access is Access.ATTRIBUTE
    }
    silent: dict[tuple[str, tuple[str, ...]], list[Statement]] = defaultdict(list)
    for statement in subject.statements:
        missing = tuple(
            f"{cluster} {name}"
            for number, cluster, name in _scaled_by(subject, statement)
            if (statement.device, number, name) not in mapped
        )
        if missing and isinstance(statement.address, SepAddress):
            silent[statement.address.cluster, missing].append(statement)
    for (cluster, missing), statements in silent.items():
        devices = ", ".join(dict.fromkeys(statement.device for statement in statements))
        yield codes.SCALE_NOT_SAID.at(
            statements[0].place,
            f"{counted(len(statements), 'number')} of {devices} in {cluster}, {named(subject, statements[0])} first: "
            f"scaled by {' and '.join(missing)}, of which nothing is said",
            subject=f"sep/{cluster} scaled by {' and '.join(missing)}",
        )


def _scaled_by(subject: Subject, statement: Statement) -> Iterator[tuple[int, str, str]]:
    """Yield cluster id, cluster name and name of the attributes that scale a number which is taken as it is."""
    address, sep = statement.address, subject.dictionaries.sep
    if not isinstance(address, SepAddress) or address.access is not Access.ATTRIBUTE:
        return
    if not statement.element or statement.conversion:
        return
    cluster = sep.cluster(address.cluster_id)
    attribute = cluster.attribute(address.id, address.side) if cluster is not None else None
    scaling = sep.semantics.scaling(address.cluster_id, attribute) if attribute is not None else None
    for reference in (scaling.multiplier, scaling.divisor, scaling.trailing_digits) if scaling is not None else ():
        other = sep.cluster(reference.cluster) if reference is not None and not reference.constant else None
        if reference is not None and other is not None:
            yield reference.cluster, other.name, reference.name


def said_twice(subject: Subject) -> Iterator[Finding]:
    """Two constants for the unit or the scaler of one object of one device, under the same conditions."""
    first: dict[tuple[str, str, tuple[str, ...]], Statement] = {}
    told: set[tuple[object, ...]] = set()
    for statement in subject.statements:
        if not statement.value or not (_is(statement, "unit") or _is(statement, "scaler")):
            continue
        key = (statement.device, str(statement.address), statement.conditions)
        other = first.setdefault(key, statement)
        if other.value != statement.value and (statement.place, other.place) not in told:
            told.add((statement.place, other.place))
            yield codes.SAID_TWICE.at(
                statement.place,
                f"{_last(statement)} of {statement.address} is {statement.value} here and {other.value} there",
                subject=subject_of(statement),
                expected=other.value,
                also=(other.place,),
            )


def zero_scale(subject: Subject) -> Iterator[Finding]:
    """A multiplier or divisor that is always zero."""
    for statement, _ in subject.once:
        if _constant(statement) == 0 and normal(_last(statement)).endswith(("multiplier", "divisor")):
            yield codes.ZERO_SCALE.at(
                statement.place,
                f"{_last(statement)}, by which {statement.item} is scaled, is always 0",
                subject=subject_of(statement),
                expected="a number other than 0",
                also=row_of(subject, statement),
            )


_REGISTER = """on ESME over dlms, tunnelled.
ActiveExportRegister is Register 1-0:2.8.0.255 {{
    value: value #100 as double-long-unsigned{}
}} for ECS17a.
"""


def _register(*fields: str) -> Example:
    return Example(_REGISTER.format("".join(f",\n    {field}" for field in fields)))


_UNIT, _SCALE = "scaler_unit.unit: unit #233 = Wh", "scaler_unit.scaler: scale #362 = 0"
_DIVISOR = """on GSME over sep, tunnelled.
UncontrolledGasFlowRate is Metering {{ UncontrolledFlowDivisor @0x0B13 = {} #1665 as uint16 }} for GCS21a.
"""

RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.OTHER_QUANTITY,
        Family.UNIT,
        "The unit that a meter sends, and the one that the catalogue states of the item, measure the same thing, or "
        "one of them is wrong. Active and reactive energy count as different: nobody may add them.",
        failing=_register("scaler_unit.unit: unit #233 = varh", _SCALE),
        passing=_register(_UNIT, _SCALE),
        check=other_quantity,
    ),
    CheckedRule(
        codes.OTHER_SIZE,
        Family.UNIT,
        "Two units of one quantity differ by a factor. If neither a scaler nor an expression applies it, one side "
        "reads numbers that are wrong by that factor, and that look quite right.",
        failing=_register("scaler_unit.unit: unit #233 = J", _SCALE),
        passing=_register(_UNIT, _SCALE),
        check=other_size,
    ),
    CheckedRule(
        codes.HALF_SCALER_UNIT,
        Family.UNIT,
        "A number of a register means something only with its unit and its power of ten. They are two parts of one "
        "attribute; a sentence that gives one of them leaves the other to guessing.",
        failing=_register(_UNIT),
        passing=_register(_UNIT, _SCALE),
        clause="DLMS UA Blue Book, Register, attribute scaler_unit",
        check=half_scaler_unit,
    ),
    CheckedRule(
        codes.OTHER_SCALER,
        Family.UNIT,
        "Where the catalogue states the scaler of an item, GB leaves the meter no other.",
        failing=_register(_UNIT, "scaler_unit.scaler: scale #362 = 3"),
        passing=_register(_UNIT, _SCALE),
        check=other_scaler,
    ),
    CheckedRule(
        codes.SCALE_NOT_SAID,
        Family.UNIT,
        "The dictionary knows what turns the number into a quantity: scaler_unit of a register, multiplier, divisor "
        "or trailing digits of a cluster. If no sentence of the device mentions them, and no expression uses them, "
        "the quantity cannot be told from the number. In Smart Energy one finding stands for all the attributes "
        "that the same ones scale.",
        failing=_register(),
        passing=_register(_UNIT, _SCALE),
        check=scale_not_said,
    ),
    CheckedRule(
        codes.SAID_TWICE,
        Family.UNIT,
        "An object has one unit and one scaler. Two sentences that give it two are found even where they are about "
        "different items.",
        failing=Example(
            _register(_UNIT, _SCALE).mapping
            + "ReactiveExportRegister is Register 1-0:2.8.0.255 { scaler_unit.unit: unit #236 = varh } for ECS17a.\n"
        ),
        passing=_register(_UNIT, _SCALE),
        check=said_twice,
    ),
    CheckedRule(
        codes.ZERO_SCALE,
        Family.UNIT,
        "A value times zero is zero, and nothing can be divided by zero.",
        failing=Example(_DIVISOR.format("0")),
        passing=Example(_DIVISOR.format("_")),
        check=zero_scale,
    ),
)
