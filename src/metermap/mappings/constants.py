"""Constants and codings: the names that people write, looked up in the protocol's enumerations."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from metermap.core.suggest import advice, closest, normal
from metermap.core.types import Kind, TypeDescriptor, TypeSystem
from metermap.mappings import codes
from metermap.mappings import syntax as s
from metermap.mappings.expressions import Environment, evaluate, expression_text, set_text
from metermap.mappings.places import Reporter

if TYPE_CHECKING:
    from metermap.protocols import Dictionaries

__all__ = ["Constants"]

_WORDS = {"true", "false"}


class Constants:
    """Turns ``= Wh`` into the number on the wire, and keeps the name beside it."""

    def __init__(self, dictionaries: Dictionaries, report: Reporter) -> None:
        self.dictionaries = dictionaries
        self.report = report

    def value(
        self,
        values: s.Set,
        kind: TypeDescriptor | None,
        protocol: str,
        environment: Environment,
        carried: Callable[[s.Path], bool] = lambda _: False,
    ) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Return the constant as text, and the pairs name and number that were looked up.

        `carried` tells whether a name that is no constant is that of an element.
        """
        if _is_anything(values):
            return "", ()
        named: list[tuple[str, str]] = []
        texts: list[str] = []
        for part in values.ranges:
            if part.high is not None:
                texts.append(set_text(s.Set((part,)), environment))
                continue
            if isinstance(part.low, s.Path) and not self.knows(part.low, kind, protocol) and carried(part.low):
                name = expression_text(part.low, environment)
                message = f"'{name}' is an element, and '=' says what a field always holds"
                self.report(codes.EQUALS_FOR_COLON, part.low.at, message, help=f"Did you mean ': {name}'?")
                continue
            text, name = self._one(part.low, kind, protocol, environment)
            texts.append(text)
            if name:
                named.append((name, text))
        return " | ".join(texts), tuple(named)

    def _one(
        self, expression: s.Expression, kind: TypeDescriptor | None, protocol: str, environment: Environment
    ) -> tuple[str, str]:
        name = _plain_name(expression)
        if name is None or name in environment or evaluate(expression, environment) is not None:
            return expression_text(expression, environment), ""
        if isinstance(expression, s.Path) and expression.steps[0].quoted:
            return f'"{name}"', ""
        if name.lower() in _WORDS:
            return name.lower(), ""
        number = self._number(name, kind, protocol)
        if number is None:
            known = self._names(kind)
            at = expression.steps[0].at if isinstance(expression, s.Path) else s.At(1, 1)
            message = f"'{name}' is no member of {_enumeration_name(kind)}"
            hint = advice(closest(name, known)) or "Write the number, or a text in quotes."
            self.report(codes.UNKNOWN_VALUE, at, message, expected=", ".join(known[:12]), help=hint)
            return name, ""
        return str(number), name

    def knows(self, path: s.Path, kind: TypeDescriptor | None, protocol: str) -> bool:
        """Return whether a name is a constant that a field of this type may hold."""
        name = _plain_name(path)
        if name is None or path.steps[0].quoted:
            return False
        return name == "_" or name.lower() in _WORDS or self._number(name, kind, protocol) is not None

    def _number(self, name: str, kind: TypeDescriptor | None, protocol: str) -> int | None:
        enumeration = self.dictionaries.enumeration_of(kind) if kind is not None else None
        if enumeration is None:
            # An enumeration that the dictionary does not spell out is that of the units (class 3, scaler_unit).
            unit = self.dictionaries.dlms.unit(name) if protocol == "dlms" else None
            return unit.id if unit is not None and (kind is None or kind.kind is Kind.ENUM) else None
        wanted = normal(name)
        return next((part.value for part in enumeration.members if normal(part.name) == wanted), None)

    def _names(self, kind: TypeDescriptor | None) -> list[str]:
        enumeration = self.dictionaries.enumeration_of(kind) if kind is not None else None
        if enumeration is None and kind is not None and kind.system is TypeSystem.DLMS and kind.kind is Kind.ENUM:
            return [unit.symbol for unit in self.dictionaries.dlms.units()]
        return [part.name for part in enumeration.members] if enumeration else []

    def coding(
        self, coded: s.Coded | None, kind: TypeDescriptor | None, protocol: str, environment: Environment
    ) -> tuple[tuple[str, str], ...]:
        """Return the pairs of a coding table, ours and theirs, as texts.

        Names of theirs are looked up where the dictionary spells the enumeration out.
        """
        if coded is None:
            return ()
        spelt_out = bool(self._names(kind))
        for _, theirs in coded.entries:
            if spelt_out and not _is_anything(theirs):
                self.value(theirs, kind, protocol, environment)
        return tuple((set_text(ours, environment), set_text(theirs, environment)) for ours, theirs in coded.entries)


def _is_anything(values: s.Set) -> bool:
    return len(values.ranges) == 1 and values.ranges[0].high is None and _plain_name(values.ranges[0].low) == "_"


def _plain_name(expression: s.Expression) -> str | None:
    if isinstance(expression, s.Path) and len(expression.steps) == 1:
        step = expression.steps[0]
        if step.args is None and not step.indices:
            return step.name
    return None


def _enumeration_name(kind: TypeDescriptor | None) -> str:
    if kind is None:
        return "the field's type, which the dictionary does not state"
    return kind.enumeration or str(kind)
