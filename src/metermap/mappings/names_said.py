"""Names in clauses, looked up: units, members in a coding, what a condition tests, variants of a device.

What the source of a name does not list cannot be checked: the catalogue prints no members for its
enumerations, so the left side of a coding is free.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metermap.core.suggest import advice, closest
from metermap.core.units import UNITS, parse_unit
from metermap.mappings import codes
from metermap.mappings import syntax as s
from metermap.mappings.expressions import expression_text, numbers_in, paths_in

if TYPE_CHECKING:
    from metermap.mappings.leaves import Leaf
    from metermap.mappings.model import Device
    from metermap.mappings.places import Reporter
    from metermap.mappings.said import Said

__all__ = ["EPOCHS", "check_units", "check_variants", "variants_tested"]

EPOCHS = ("epoch2000",)
"""What a transmitted time may count from: ``in epoch2000``, seconds since 1 January 2000, UTC."""


def check_units(leaf: Leaf, said: Said, report: Reporter) -> None:
    """Report units that nobody knows, in the clause `in` and behind numbers, and an `in` without a unit."""
    if said.unit is not None:
        _check_wire_unit(said.unit, leaf.at, report)
    for expression in _values_at(leaf, said):
        for number in numbers_in(expression):
            if number.unit:
                _check_unit(number.unit, number.at, report)


def _check_wire_unit(expression: s.Expression, at: s.At, report: Reporter) -> None:
    """Report what no transmitted number can count in: unknown units, no unit, and a multiple of zero."""
    text = expression_text(expression, {})
    if text in EPOCHS:
        return
    if parse_unit(text) is None:
        units = tuple(_units_of(expression))
        for place, name in units:
            _check_unit(name, place, report)
        if all(_is_known(name) for _, name in units):
            message = f"'in' says what a number counts, and '{text:.60}' is no unit"
            report(codes.NO_SCALE, at, message, help="Write a unit, a positive number and a unit, or an epoch.")
    elif any(number.value == 0 for number in numbers_in(expression)):
        report(codes.NO_SCALE, at, f"nothing can be counted in '{text:.60}'", help="Correct the number.")


def _units_of(expression: s.Expression) -> Iterator[tuple[s.At, str]]:
    for path in paths_in(expression):
        yield path.at, ".".join(step.name for step in path.steps)
    for number in numbers_in(expression):
        if number.unit:
            yield number.at, number.unit


def _check_unit(name: str, at: s.At, report: Reporter) -> None:
    if not _is_known(name):
        hint = advice(closest(name, (*UNITS, *EPOCHS)))
        report(codes.UNKNOWN_UNIT, at, f"no unit is called '{name:.60}'", help=hint)


def _is_known(name: str) -> bool:
    return parse_unit(name) is not None or name in EPOCHS


def _values_at(leaf: Leaf, said: Said) -> Iterator[s.Expression]:
    """Yield every value in which a number may have a unit."""
    sets = [leaf.fixed, said.only, *(test.right for test in said.when)]
    if said.coded is not None:
        sets += [side for entry in said.coded.entries for side in entry]
    for values in sets:
        for part in values.ranges if values is not None else ():
            yield part.low
            if part.high is not None:
                yield part.high
    if leaf.bound is not None:
        yield leaf.bound.value


def variants_tested(tests: tuple[s.Compared, ...]) -> Iterator[tuple[s.At, str]]:
    """Yield the names that conditions compare the variant with."""
    for test in tests:
        if isinstance(test.left, s.Path) and [step.name for step in test.left.steps] == ["variant"]:
            for part in test.right.ranges:
                for path in paths_in(part.low):
                    yield path.at, path.steps[0].name


def check_variants(leaf: Leaf, said: Said, devices: list[Device], report: Reporter) -> None:
    """Report variants that the workspace does not list for the devices of a statement."""
    known = tuple(dict.fromkeys(variant for device in devices for variant in device.variants))
    for at, name in variants_tested(said.when):
        _check_variant(name, at, known, devices, report)
    for device in devices:
        for name in dict(leaf.scope.variants).get(device.id, ()):
            _check_variant(name, leaf.scope.at, device.variants, [device], report)


def _check_variant(name: str, at: s.At, known: tuple[str, ...], devices: list[Device], report: Reporter) -> None:
    if name in known:
        return
    ids = " or ".join(device.id for device in devices)
    hint = advice(closest(name, known)) if known else f"List it in metermap.toml: variants = ['{name:.60}']."
    report(codes.UNKNOWN_VARIANT, at, f"{ids} has no variant '{name:.60}'", expected=" or ".join(known), help=hint)
