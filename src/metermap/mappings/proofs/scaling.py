"""What makes a raw number a quantity of the catalogue: an exact factor, run-time data, or nothing that is known."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from metermap.core.addresses import Access, DlmsAddress, SepAddress
from metermap.core.numbers import whole_number
from metermap.core.units import parse_unit, printed_number
from metermap.mappings.proofs.verdicts import Assumption, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metermap.core.units import Unit
    from metermap.mappings.model import Statement
    from metermap.mappings.proofs.stated import Stated
    from metermap.protocols import Dictionaries

__all__ = ["Scale", "Scales"]

# Attribute that holds the scaler_unit of a value attribute, by class and value attribute: Blue Book "Register"
# and "Extended register"; 9000 is GB's class of a value in force and one to come, each with its own.
_SCALER_UNIT_OF: Final = {(3, 2): 3, (4, 2): 3, (9000, 2): 3, (9000, 4): 5}
_BUFFERS: Final = frozenset({"buffer"})
_UNIT_UNKNOWN: Final = frozenset({"other", "count", ""})
_SIMPLE_CONVERSION: Final = "(value * .Divisor) / .Multiplier"
_CHARGE: Final = "charge_per_unit"
_NO_QUANTITY: Final = frozenset({"", "none", "text", "boolean", "boolean/enum", "enum", "UTC"})
_SCALERS: Final = range(-128, 128)  # what an integer of one octet holds; the power of another would have no end


@dataclass(frozen=True, slots=True)
class Scale:
    """How a catalogue number becomes a raw one: times `factor`; None where that is not known.

    `said` prints it. `conditional` names the attributes that hold it at run time; `reason` says why it is not known.
    """

    factor: Fraction | None
    said: str = ""
    conditional: tuple[str, ...] = ()
    reason: Reason | None = None
    assumptions: tuple[Assumption, ...] = ()


_AS_IT_IS: Final = Scale(Fraction(1))
_ASSUMED_ONE: Final = Scale(Fraction(1), "x 1", assumptions=(Assumption.SCALE_ZERO,))


class Scales:
    """Where the scale of each number comes from."""

    def __init__(self, dictionaries: Dictionaries, statements: Iterable[Statement]) -> None:
        """Keep the constants of scaler_unit attributes and price scales, by device and address."""
        self._dictionaries = dictionaries
        self._constants: dict[tuple[str, str, int, str], str] = {}
        for statement in statements:
            address = statement.address
            if isinstance(address, DlmsAddress) and address.access is Access.ATTRIBUTE:
                key = (statement.device, address.object, address.index, address.member)
                self._constants[key] = statement.value

    def of(self, statement: Statement, stated: Stated) -> Scale:
        """Return the scale of a statement's number."""
        if statement.unit:
            return self._in_unit(statement.unit, stated)
        if statement.conversion:
            return self._computed(statement)
        match statement.address:
            case DlmsAddress() as address:
                return self._dlms(statement, address, stated)
            case SepAddress() as address:
                return self._sep(address, stated)
            case _:
                return self._none(stated)

    def _in_unit(self, text: str, stated: Stated) -> Scale:
        wire = parse_unit(text)
        if wire is None:
            return Scale(None, reason=Reason.NO_SCALE)
        return _between(stated, wire, Fraction(1), f"in {text}")

    def _computed(self, statement: Statement) -> Scale:
        if statement.conversion == _SIMPLE_CONVERSION:
            return Scale(None, statement.conversion, ("Multiplier", "Divisor"), Reason.SCALE)
        return Scale(None, statement.conversion, reason=Reason.COMPUTED)

    def _none(self, stated: Stated) -> Scale:
        return _AS_IT_IS if stated.unit_printed in _NO_QUANTITY else _ASSUMED_ONE

    def _dlms(self, statement: Statement, address: DlmsAddress, stated: Stated) -> Scale:
        if address.access is not Access.ATTRIBUTE:
            return self._none(stated)
        index = _SCALER_UNIT_OF.get((address.class_id, address.index))
        if index is not None:
            return self._register(statement, address, index, stated)
        if address.member.rpartition(".")[2] == _CHARGE:
            return Scale(None, "10^price_scale", ("price_scale",), Reason.SCALE)
        if address.name in _BUFFERS and stated.unit_printed not in _NO_QUANTITY:
            return Scale(None, reason=Reason.NO_SCALE)
        return self._none(stated)

    def _register(self, statement: Statement, address: DlmsAddress, index: int, stated: Stated) -> Scale:
        scaler, unit = (
            self._constants.get((statement.device, address.object, index, member), "") for member in ("scaler", "unit")
        )
        power, code = whole_number(scaler), whole_number(unit)
        if power is None or code is None:
            return Scale(None, "10^scaler", (f"scaler_unit of {address.object}",), Reason.SCALE)
        if power not in _SCALERS:
            return Scale(None, f"scaler {scaler}", reason=Reason.NO_SCALE)
        step = Fraction(10) ** power
        symbol, wire = self._unit(code)
        said = f"scaler {power}, unit {symbol}"
        if symbol in _UNIT_UNKNOWN or wire is None:
            return Scale(1 / step, said, assumptions=_assumed(stated))
        return _between(stated, wire, step, said)

    def _unit(self, code: int) -> tuple[str, Unit | None]:
        found = self._dictionaries.dlms.unit(code)
        return (found.symbol, parse_unit(found.symbol)) if found else ("", None)

    def _sep(self, address: SepAddress, stated: Stated) -> Scale:
        if address.access is not Access.ATTRIBUTE:
            return self._none(stated)
        cluster = self._dictionaries.sep.cluster(address.cluster_id)
        attribute = cluster.attribute(address.id, address.side) if cluster else None
        scaling = self._dictionaries.sep.semantics.scaling(address.cluster_id, attribute) if attribute else None
        if scaling is None or address.field:
            return self._none(stated)
        numbers = (scaling.multiplier, scaling.divisor, scaling.trailing_digits)
        needed = tuple(str(one) for one in numbers if one is not None)
        unit = scaling.unit
        if needed or unit is None:
            return Scale(None, "", needed, Reason.SCALE) if needed else self._none(stated)
        if not unit.constant:
            return Scale(None, f"in the unit of {unit.name}", (unit.name,), Reason.SCALE)
        wire = parse_unit(unit.name)
        return _between(stated, wire, Fraction(1), f"in {unit.name}") if wire else self._none(stated)


def _assumed(stated: Stated) -> tuple[Assumption, ...]:
    """Return what is taken for granted where the wire has no unit that the catalogue's could be held against."""
    return () if stated.unit_printed in _NO_QUANTITY else (Assumption.SCALE_ZERO,)


def _between(stated: Stated, wire: Unit, step: Fraction, said: str) -> Scale:
    """Return the factor from the catalogue's unit to a wire that counts `step` of another."""
    ours = stated.unit
    if ours is None:
        return Scale(1 / step, said, assumptions=_assumed(stated))
    if not ours.converts_to(wire) or ours.offset != wire.offset or ours.factor is None or not wire.factor:
        return Scale(None, said, reason=Reason.NO_CONVERSION)
    factor = ours.factor / wire.factor / step
    return Scale(factor, f"{said} (x {printed_number(factor)})")
