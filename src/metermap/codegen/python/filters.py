"""Typed filters of the Python target: literals, docstrings, and the strings of pyproject.toml."""

from __future__ import annotations

import json
import keyword
from typing import NewType, TypeAlias

from metermap.core.text import PythonIdentifier, one_line

__all__ = [
    "Literal",
    "PythonDocstring",
    "PythonExpression",
    "TomlString",
    "docstring",
    "expression",
    "identifier",
    "literal",
    "toml",
]

PythonDocstring = NewType("PythonDocstring", str)
TomlString = NewType("TomlString", str)

Literal: TypeAlias = str | int | bool | tuple["Literal", ...] | None


class PythonExpression(str):
    """Code that a generator made itself; text of a catalogue never has this type."""

    __slots__ = ()


_LITERALS = (str, int, bool, tuple, type(None), PythonExpression)


def literal(value: Literal) -> PythonExpression:
    """Return a literal of Python in ASCII that evaluates to the value.

    Raises:
        TypeError: a template passed something else, such as a member of an enumeration.
    """
    parts = value if type(value) is tuple else ()
    if type(value) not in _LITERALS:
        message = f"{value!r} has no literal"
        raise TypeError(message)
    for part in parts:
        literal(part)
    return PythonExpression(ascii(value))


def expression(code: str) -> PythonExpression:
    """Return code that a generator made itself, unchanged.

    Raises:
        TypeError: a template passed other text.
    """
    if not isinstance(code, PythonExpression):
        message = f"{code!r} is no Python expression"
        raise TypeError(message)
    return code


def identifier(name: str) -> PythonIdentifier:
    """Return a name that was made an identifier before, unchanged: making it one again could shorten it.

    Raises:
        ValueError: the name is no identifier.
    """
    if not (name.isidentifier() and name.isascii()) or keyword.iskeyword(name):
        message = f"{name!r} is no identifier"
        raise ValueError(message)
    return PythonIdentifier(name)


def docstring(text: str) -> PythonDocstring:
    """Return one line for the inside of a docstring of three double quotes: it neither ends nor escapes."""
    return PythonDocstring(one_line(text).replace("\\", "\\\\").replace('"', '\\"'))


def toml(text: str) -> TomlString:
    """Return a basic string of TOML, quoted."""
    return TomlString(json.dumps(one_line(text), ensure_ascii=False))
