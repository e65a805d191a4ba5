"""Typed filters of the C target that `metermap.core.text` has not: checked names and initializers."""

from __future__ import annotations

import re
from typing import NewType

from metermap.core.text import CIdentifier

__all__ = ["CFileName", "CInitializer", "CNumber", "file_name", "identifier", "initializer", "number"]

CFileName = NewType("CFileName", str)
CNumber = NewType("CNumber", str)


class CInitializer(str):
    """An initializer that a generator made itself; text of a catalogue never has this type."""

    __slots__ = ()


def identifier(name: str) -> CIdentifier:
    """Return a name that was made an identifier before, unchanged: making it one again could shorten it.

    Raises:
        ValueError: the name is no identifier.
    """
    if not re.fullmatch(r"[A-Za-z]\w*", name, re.ASCII):
        message = f"{name!r} is no identifier"
        raise ValueError(message)
    return CIdentifier(name)


def file_name(name: str) -> CFileName:
    """Return the name of a generated file, unchanged.

    Raises:
        ValueError: the name is not made of an identifier and an extension.
    """
    if not re.fullmatch(r"[A-Za-z]\w*\.[ch]", name, re.ASCII):
        message = f"{name!r} is no name of a generated file"
        raise ValueError(message)
    return CFileName(name)


def number(value: int) -> CNumber:
    """Return a decimal number."""
    return CNumber(f"{value:d}")


def initializer(code: str) -> CInitializer:
    """Return an initializer that a generator made itself, unchanged.

    Raises:
        TypeError: a template passed other text.
    """
    if not isinstance(code, CInitializer):
        message = f"{code!r} is no initializer"
        raise TypeError(message)
    return code
