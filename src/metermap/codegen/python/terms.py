"""Write the terms of an entry as Python."""

from __future__ import annotations

from dataclasses import MISSING, fields, is_dataclass
from enum import Enum

from metermap.codegen.python.filters import PythonExpression
from metermap.codegen.python.runtime import parts, scales, terms

__all__ = ["terms_code"]

_MODULES = (scales, terms)


def terms_code(stated: terms.Terms) -> PythonExpression:
    """Return the terms as a call that makes them; what is as by default is left out."""
    return PythonExpression(_code(stated))


def _code(value: object) -> str:
    match value:
        case Enum():
            return f"{_class(value)}.{value.name}"
        case tuple():
            inner = ", ".join(map(_code, value))
            return f"({inner},)" if len(value) == 1 else f"({inner})"
        case str() | int() | None:
            return ascii(value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            named = ((field, getattr(value, field.name)) for field in fields(value))
            said = (
                f"{field.name}={_code(one)}" for field, one in named if field.default is MISSING or one != field.default
            )
            return f"{_class(value)}({', '.join(said)})"
        case _:
            message = f"{value!r} is no part of an entry's terms"
            raise TypeError(message)


def _class(value: object) -> str:
    """Return a class as a device's module names it: steps are imported there by name, all else by module."""
    name = type(value).__name__
    if name in parts.__all__:
        return name
    module = next(module for module in _MODULES if name in module.__all__)
    return f"{module.__name__.rpartition('.')[2]}.{name}"
