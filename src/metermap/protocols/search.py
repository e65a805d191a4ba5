"""Looking for words in all names of the dictionaries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from metermap.core.suggest import normal
from metermap.core.types import Member
from metermap.protocols.dictionaries import Dictionaries
from metermap.protocols.dlms.dictionary import DlmsDictionary
from metermap.protocols.sep.dictionary import SepDictionary

__all__ = ["Hit", "matching", "search_dictionaries"]

_WORD_START = re.compile(r"(?<![A-Z])(?=[A-Z])|[^0-9A-Za-z]+|(?<=[A-Za-z])(?=\d)")


_ID = re.compile(r"0[xX][0-9A-Fa-f]+(?:/\w+)*")
_NUMBERS = re.compile(r"\d+(?:[-.:*]\d+)*")


@dataclass(frozen=True, slots=True)
class Hit:
    """Something whose name holds the words: its kind, its name and a remark.

    `of` names what holds it, where ``protocols show`` takes that and not the name itself.
    """

    kind: str
    name: str
    text: str = ""
    of: str = ""

    @property
    def shown_as(self) -> str:
        """Return what ``protocols show`` takes for it."""
        return self.of or self.name


def search_dictionaries(dictionaries: Dictionaries, words: str) -> tuple[Hit, ...]:
    """Return all entries whose names hold every one of the words; those where a word begins so come first.

    Case, spaces and punctuation do not count. Empty words find nothing.
    """
    return matching((*_dlms(dictionaries.dlms), *_sep(dictionaries.sep)), words)


def matching(hits: Iterable[Hit], words: str) -> tuple[Hit, ...]:
    """Return the hits that hold every word in name or text, best first, else in their own order."""
    wanted = [word for word in words.split() if normal(word)]
    if not wanted:
        return ()
    found = []
    for hit in hits:
        parts = [part for text in _WORD_START.split(f"{hit.name} {hit.text}") if (part := normal(text))]
        ranks = [_rank_of(word, hit, parts) for word in wanted]
        if None not in ranks:
            found.append((sum(rank or 0 for rank in ranks), hit))
    return tuple(hit for _, hit in sorted(found, key=lambda pair: pair[0]))


def _rank_of(word: str, hit: Hit, parts: list[str]) -> int | None:
    """Return the rank of a word; ids, numbers and groups of a logical name match whole or not at all."""
    if _ID.fullmatch(word):
        ids = hit.text.partition(",")[0].casefold().split(" ")[-1]
        return 0 if ids == word.casefold() else 1 if ids.endswith(f"/{word.casefold()}") else None
    if _NUMBERS.fullmatch(word):
        return 0 if re.search(rf"(?<!\d){re.escape(word)}(?!\d)", f"{hit.name} {hit.text}") else None
    return _rank(normal(word), parts)


def _rank(word: str, parts: list[str]) -> int | None:
    """Return 0 if some part begins with the word or a run of parts does, 1 if it stands inside a part, else None."""
    if any("".join(parts[at:]).startswith(word) for at in range(len(parts))):
        return 0
    return 1 if any(word in part for part in parts) else None


def _dlms(dictionary: DlmsDictionary) -> Iterator[Hit]:
    for id_ in dictionary.class_ids():
        class_ = dictionary.interface_class(id_)
        if class_ is None:
            continue
        yield Hit("interface class", class_.camel, f"class {id_}")
        for kind, members in (("attribute", class_.attributes), ("method", class_.methods)):
            for member in members:
                yield Hit(f"COSEM {kind}", f"{class_.camel}.{member.name}", f"class {id_} {kind} {member.index}")
    for overlay in dictionary.overlays:
        for name in overlay.objects:
            yield Hit(f"COSEM object of {overlay.name}", str(name), dictionary.describe_logical_name(name))
    for unit in dictionary.units():
        yield Hit("unit", unit.symbol, f"{unit.name}, {unit.quantity} ({unit.id})")


def _sep(dictionary: SepDictionary) -> Iterator[Hit]:
    for id_ in dictionary.cluster_ids():
        cluster = dictionary.cluster(id_)
        if cluster is None:
            continue
        owner = "".join(filter(str.isalnum, cluster.name))
        yield Hit("cluster", owner, f"0x{id_:04X}")
        for attribute in cluster.attributes:
            where = f"0x{id_:04X}/0x{attribute.id:04X}, {attribute.side.value}"
            yield Hit("attribute", f"{owner}.{attribute.name}", where)
        for command in cluster.commands:
            where = f"0x{id_:04X}/{command.side.value}/0x{command.id:02X}"
            yield Hit("command", f"{owner}.{command.name}", where)
            yield from _fields(f"{owner}.{command.name}", command.fields)
    for command in dictionary.global_commands():
        yield Hit("general command", command.name, f"0x{command.id:02X}")
    for name in dictionary.enumeration_names():
        enumeration = dictionary.enumeration(name)
        yield Hit("bitmap" if enumeration and enumeration.bitmap else "enumeration", name)
        for member in enumeration.members if enumeration else ():
            yield Hit("named value", member.name, f"of {name}, 0x{member.value:X}", name)
    for name in dictionary.structure_names():
        yield Hit("structure", name)
        for field in dictionary.structure(name):
            yield Hit("field of a structure", field.name, f"of {name}, {field.type}", name)


def _fields(owner: str, fields: Iterable[Member]) -> Iterator[Hit]:
    for field in fields:
        yield Hit("field", f"{owner}.{field.name}", str(field.type))
