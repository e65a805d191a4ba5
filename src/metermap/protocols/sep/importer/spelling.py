"""How the same name, number and condition are spelt in cluster files, and in the dictionary.

Names are compared by `metermap.core.suggest.normal`, so that ``TIER1_PRICE_LABEL``, "tier 1 price label"
and ``Tier1PriceLabel`` are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from metermap.core.suggest import normal
from metermap.core.types import Kind, TypeDescriptor
from metermap.protocols.tables import number

__all__ = [
    "alike",
    "bare_hexadecimal",
    "camel",
    "camel_of_define",
    "canonical",
    "dictionary_condition",
    "dictionary_count",
    "digits_of",
    "word",
    "written",
]

_BARE = re.compile(r"(?:0[xX])?([0-9A-Fa-f]{1,32})")
_HEXADECIMAL = re.compile(r"-?0[xX]([0-9A-Fa-f]+)")
_TOKEN = re.compile(r"(0[xX][0-9A-Fa-f]+|\d+|[A-Za-z_][\w.-]*|==|!=|<=|>=|>>|&&|\|\||[=<>&|!()]|\S)")
_LONGEST_CONDITION = 500
_NUMBER = r"(?:0[xX][0-9A-Fa-f]+|\d+)"
_OPERATORS = {"=": "==", "&&": "and", "||": "or"}
_ABBREVIATIONS = {
    re.compile(r"Rx(?=[A-Z0-9])"): "Received",
    re.compile(r"Ph(?=[A-Z]$)"): "Phase",
    re.compile(r"HW(?=[A-Z])"): "Hardware",
    re.compile(r"(?:^[Mm]|(?<=[a-z0-9])M)ax(?=[A-Z]|$)"): "Maximum",
    re.compile(r"(?:^[Mm]|(?<=[a-z0-9])M)in(?=[A-Z]|$)"): "Minimum",
}


def camel(label: str) -> str:
    """Return a label as the dictionary writes names: "current summation delivered" is CurrentSummationDelivered."""
    words = re.split(r"[^A-Za-z0-9]+", label)
    return "".join(part[:1].upper() + part[1:] for part in words)


def camel_of_define(define: str) -> str:
    """Return a C define as the dictionary writes names: CURRENT_DEMAND is CurrentDemand."""
    return "".join(part.capitalize() for part in re.split(r"[^A-Za-z0-9]+", define))


def word(name: str) -> str:
    """Return the name of a type or member as one word, for the notation of types: ``Status``."""
    return re.sub(r"\W+", "", name, flags=re.ASCII)


def alike(first: str, second: str, owners: Iterable[str] = ()) -> bool:
    """Return whether two names differ in spelling only.

    Case, spaces, punctuation, British or American z and a few abbreviations do not count; nor does a word
    at the beginning or end that says whose the entry is: `owners` are the side and the cluster's name.
    """
    words = tuple(normal(owner) for owner in owners if normal(owner))
    return not _forms(first, words).isdisjoint(_forms(second, words))


def _forms(name: str, owners: tuple[str, ...]) -> set[str]:
    long = name
    for short, word_ in _ABBREVIATIONS.items():
        long = short.sub(word_, long)
    forms = {normal(spelt).replace("isation", "ization") for spelt in (name, long)}
    whole = set(forms)
    for owner in owners:
        forms |= {found.removeprefix(owner) for found in forms}
        forms |= {found.removesuffix(owner).removesuffix("from") for found in forms if found.endswith(owner)}
    return forms - {""} or whole


def bare_hexadecimal(text: str) -> int | None:
    """Return the number that bare hexadecimal digits write, or None."""
    found = _BARE.fullmatch(text)
    return int(found[1], 16) if found else None


def digits_of(text: str) -> int | None:
    """Return how many digits a hexadecimal number is printed with; None for any other."""
    found = _HEXADECIMAL.fullmatch(text)
    return len(found[1]) if found else None


def written(value: int, type_: TypeDescriptor | None) -> str:
    """Return a number as the dictionary's tables write it: signed in decimal, the rest in hexadecimal."""
    if value < 0 or type_ is None or type_.kind is Kind.SIGNED or not type_.octets:
        return str(value)
    return f"0x{value:0{2 * type_.octets}X}"


def dictionary_condition(text: str, masks: Mapping[str, int]) -> str:
    """Return a presence condition in the dictionary's notation, as far as it can be written in it.

    ``Status=0`` is ``Status == 0``, ``(options & 0x01)`` is ``options & 0x01 != 0``, ``&&`` is ``and``. `masks`
    are the named bits of earlier bitmaps, such as ``fieldcontrol.nonce`` -> 2: ``FieldControl.Nonce`` is
    ``FieldControl & 0x02 != 0``.
    """
    plain = " ".join(_dictionary_token(token, masks) for token in _TOKEN.findall(text[:_LONGEST_CONDITION]))
    while (simpler := _simpler(plain)) != plain:
        plain = simpler
    return plain


def _simpler(condition: str) -> str:
    """Take off one pair of brackets around each comparison and mask, and compare each bare mask with 0."""
    plain = re.sub(rf"\( (\w+ & {_NUMBER}) \)", r"\1", condition)
    plain = re.sub(rf"(?<![=<>&] )\b(\w+ & {_NUMBER})\b(?! ?[=!<>&])", r"\1 != 0", plain)
    plain = re.sub(rf"! (\w+ & {_NUMBER}) != 0", r"\1 == 0", plain)
    return re.sub(rf"\( (\w+(?: & {_NUMBER})? [=!<>]+ {_NUMBER}) \)", r"\1", plain)


def _dictionary_token(token: str, masks: Mapping[str, int]) -> str:
    mask = masks.get(token.casefold())
    if mask is not None:
        return f"{token.partition('.')[0]} & 0x{mask:02X} != 0"
    return _OPERATORS.get(token, token)


def dictionary_count(text: str) -> str:
    """Return what counts a list in the dictionary's notation: ``(control & 0x0F)`` is ``control & 0x0F``."""
    return " ".join(text.split()).removeprefix("(").removesuffix(")").strip()


def canonical(text: str) -> str:
    """Return a condition or count of the dictionary's notation in one spelling: decimal, and names without case."""
    tokens = _TOKEN.findall(text[:_LONGEST_CONDITION])
    return " ".join(str(value) if (value := number(token)) is not None else token.casefold() for token in tokens)
