"""Names of entries: from the element and, where that is not enough, from its address.

A name depends on what the statements say, never on their order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from metermap.core.addresses import DlmsAddress, NamedAddress, SepAddress
from metermap.core.text import unique_names
from metermap.mappings.model import Statement

__all__ = ["constant_words", "entry_names"]

# Between words of CamelCase: a capital begins one, but not the last letter of MPANs.
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s\b)[a-z])")


@lru_cache(maxsize=1 << 14)  # each language and each output asks for the same texts again
def constant_words(text: str) -> str:
    """Return the text as words in capitals: ``ActiveExportRegister.value`` is ``ACTIVE_EXPORT_REGISTER_VALUE``."""
    return re.sub(r"[^A-Za-z0-9]+", "_", _CAMEL.sub("_", text)).upper()


def entry_names(statements: Iterable[Statement], carrier: str, mangle: Callable[[str], str]) -> Mapping[str, str]:
    """Return a unique name for each statement of one device, by key.

    The element (or the item and the field of a protocol-only statement) names it; entries that
    would share a name get the field, then the row, then the whole address and the key added. A protocol other
    than the device's carrier is part of the name. `mangle` makes a legal identifier.
    """
    spelled = {statement.key: _spellings(statement, carrier) for statement in statements}
    level = dict.fromkeys(spelled, 0)
    while True:
        texts = {key: choices[level[key]] for key, choices in spelled.items()}
        claims = Counter(constant_words(text) for text in texts.values())
        clash = [
            key
            for key, text in texts.items()
            if claims[constant_words(text)] > 1 and level[key] < len(spelled[key]) - 1
        ]
        if not clash:
            break
        for key in clash:
            level[key] += 1
    names = unique_names(texts.values(), mangle)
    return {key: names[text] for key, text in texts.items()}


def _spellings(statement: Statement, carrier: str) -> tuple[str, ...]:
    """Return ever longer names of a statement; the last holds its key, so it is unique."""
    field, address = _field(statement), str(statement.address)
    subject = statement.element or statement.item
    if statement.protocol != carrier:
        subject = f"{subject} {statement.protocol}"
    if statement.element:
        plain, qualified = subject, f"{subject} {field}"
    else:
        plain, qualified = f"{subject} {field}", f"{subject} {_instance(statement)} {field}"
    return (plain, qualified, f"{qualified} row {statement.row or ''}", f"{plain} {address} {statement.key}")


def _field(statement: Statement) -> str:
    match statement.address:
        case DlmsAddress() as address:
            return f"{address.name} {address.member}"
        case SepAddress() as address:
            return f"{address.name} {address.field}"
        case NamedAddress() as address:
            return f"{address.kind} {address.field}"
        case None:
            return ""


def _instance(statement: Statement) -> str:
    match statement.address:
        case DlmsAddress() as address:
            return str(address.logical_name)
        case SepAddress() as address:
            return address.cluster
        case _:
            return ""
