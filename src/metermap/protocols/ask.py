"""What a text means in the dictionaries of both protocols, and the card of each entry.

A number alone is an interface class, else a cluster. Twelve hexadecimal digits and whatever looks like a
logical name are an object. Every other text is looked up in both dictionaries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeAlias

from metermap.core.findings import Finding
from metermap.core.suggest import advice, closest, normal
from metermap.core.types import Kind, TypeDescriptor, TypeSystem
from metermap.protocols import codes
from metermap.protocols.cards.card import Card
from metermap.protocols.cards.dlms import dlms_card, dlms_type_card, unit_card
from metermap.protocols.cards.sep import sep_card
from metermap.protocols.dictionaries import Dictionaries
from metermap.protocols.dlms.lookup import ClassFound, DlmsEntry, MemberFound, ObjectFound, look_up_dlms, not_askable
from metermap.protocols.dlms.model import Unit
from metermap.protocols.dlms.types import data_type_lifetime, dlms_type_names, parse_dlms_type
from metermap.protocols.sep.lookup import SepEntry, find_sep
from metermap.protocols.sep.types import zcl_type_names

__all__ = ["Entry", "ask", "card_of", "known_names"]

Entry: TypeAlias = DlmsEntry | SepEntry | Unit

_SHOWN = 60
_STEP = re.compile(r"[./]")


def ask(dictionaries: Dictionaries, text: str) -> tuple[Entry, ...] | Finding:
    """Return all entries that `text` means, at least one; else a finding that says what was probably meant."""
    asked = " ".join(text.split())
    nothing = not_askable(asked)
    if nothing is not None:
        return nothing
    if asked.isdecimal():
        return _numbered(dictionaries, asked)
    found_sep = find_sep(dictionaries.sep, asked)
    found_dlms = look_up_dlms(dictionaries.dlms, asked)
    sep = () if isinstance(found_sep, Finding) else found_sep
    dlms = () if isinstance(found_dlms, Finding) else (found_dlms,)
    entries = (*dlms, *sep, *_shared(dictionaries, asked))
    if entries:
        return entries
    if isinstance(found_sep, Finding):
        return found_sep
    if isinstance(found_dlms, Finding) and found_dlms.code != codes.NOT_FOUND.id:
        return found_dlms
    return _unknown(dictionaries, asked, found_dlms)


def _numbered(dictionaries: Dictionaries, text: str) -> tuple[Entry, ...] | Finding:
    found = look_up_dlms(dictionaries.dlms, text)
    if not isinstance(found, Finding):
        return (found,)
    cluster = dictionaries.sep.cluster(int(text)) if len(text) <= len("65535") else None
    if cluster is not None:
        return (cluster,)
    hexadecimal = f"0x{text}"
    if len(text) == len("0702") and dictionaries.sep.cluster(hexadecimal) is not None:
        return replace(found, help=advice([hexadecimal]))
    return found


def _shared(dictionaries: Dictionaries, text: str) -> Iterator[Entry]:
    """Yield units and data types of DLMS/COSEM of that name."""
    yield from _units(dictionaries, text)
    if text in dlms_type_names() or text in tuple(Kind):
        type_ = parse_dlms_type(text)
        if type_ is not None:
            yield type_


def _units(dictionaries: Dictionaries, text: str) -> tuple[Unit, ...]:
    """Return the units of that very symbol or name; only if there is none, those that differ by case: s and S do."""
    units = dictionaries.dlms.units()
    exact = tuple(unit for unit in units if text in (unit.symbol, unit.name))
    wanted = text.casefold()
    return exact or tuple(unit for unit in units if wanted in (unit.symbol.casefold(), unit.name.casefold()))


def _unknown(dictionaries: Dictionaries, text: str, found: DlmsEntry | Finding) -> Finding:
    if isinstance(found, Finding) and _begins_with_class(dictionaries, text):
        return found
    close = closest(text, known_names(dictionaries))
    message = f"neither dictionary has '{text[:_SHOWN]}'"
    expected = "a class, cluster, attribute, command, logical name, enumeration, type or unit"
    return codes.UNKNOWN_ENTRY.at(None, message, subject=text[:_SHOWN], expected=expected, help=advice(close))


def _begins_with_class(dictionaries: Dictionaries, text: str) -> bool:
    """Whether a text with several steps begins with an interface class, or with a number where one stands."""
    head, *rest = _STEP.split(text, maxsplit=1)
    return bool(rest) and (head.isdecimal() or isinstance(look_up_dlms(dictionaries.dlms, head), ClassFound))


def known_names(dictionaries: Dictionaries) -> Iterator[str]:
    """Yield the names that stand for something alone."""
    yield from dictionaries.dlms.class_names()
    for cluster in filter(None, map(dictionaries.sep.cluster, dictionaries.sep.cluster_ids())):
        yield cluster.name
        yield from (attribute.name for attribute in cluster.attributes)
        yield from (command.name for command in cluster.commands)
    yield from dictionaries.sep.enumeration_names()
    yield from dictionaries.sep.structure_names()
    yield from (*dlms_type_names(), *zcl_type_names())
    for unit in dictionaries.dlms.units():
        yield from filter(normal, (unit.symbol, unit.name))


def card_of(dictionaries: Dictionaries, entry: Entry) -> Card:
    """Return the card of an entry."""
    match entry:
        case Unit():
            return unit_card(entry)
        case ClassFound() | MemberFound() | ObjectFound():
            return dlms_card(dictionaries.dlms, entry)
        case TypeDescriptor() if entry.system is TypeSystem.DLMS:
            return dlms_type_card(entry, data_type_lifetime(entry.name))
        case _:
            return sep_card(dictionaries.sep, entry)
