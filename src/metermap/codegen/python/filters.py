"""Typed filters of the Python target: literals, docstrings, and the strings of pyproject.toml."""

from __future__ import annotations

import json
import keyword
from typing import Final, NewType, TypeAlias

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

_LINE: Final = 100
_OPENING, _CLOSING = "([{", ")]}"

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


def expression(code: str, indent: int = 0, before: int = 0) -> PythonExpression:
    """Return code that a generator made itself, a call or display broken into lines where it is too long for one.

    `indent` is that of the line on which the code begins, `before` the number of characters before it there.

    Raises:
        TypeError: a template passed other text.
    """
    if not isinstance(code, PythonExpression):
        message = f"{code!r} is no Python expression"
        raise TypeError(message)
    return PythonExpression(_broken(code, indent, before))


def _broken(code: str, indent: int, before: int) -> str:
    """Return code with the arguments of its last bracket on lines of their own, if one line is too short for it."""
    if indent + before + len(code) < _LINE or code[-1] not in _CLOSING:
        return code
    parts = _arguments(code)
    inner = " " * (indent + 4)
    lines = (f"{inner}{_broken(part, indent + 4, 1)},\n" for part in parts[1:] if part)
    return f"{parts[0]}\n{''.join(lines)}{' ' * indent}{code[-1]}"


def _arguments(code: str) -> list[str]:
    """Return what stands before the arguments of the outermost bracket, with the bracket, and each argument."""
    parts: list[str] = []
    depth, start, quote = 0, 0, ""
    for at, character in enumerate(code):
        if quote:
            quote = "" if character == quote and code[at - 1] != "\\" else quote
        elif character in "'\"":
            quote = character
        elif character in _OPENING:
            depth += 1
            if depth == 1 and not parts:
                parts, start = [code[: at + 1]], at + 1
        elif character in _CLOSING:
            depth -= 1
        elif character == "," and depth == 1:
            parts.append(code[start:at].strip())
            start = at + 1
    return [*parts, code[start:-1].strip()]


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
