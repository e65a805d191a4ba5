"""The same thing under two keys, and one name in two spellings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from metermap.catalogue import codes
from metermap.catalogue.consistency.lines import CellText, Column, Lines, grouped
from metermap.catalogue.consistency.rule import Example, Rule, element, fact
from metermap.catalogue.consistency.spelling import fold, near_misses, step_texts, words
from metermap.catalogue.model import Element, Value
from metermap.core.findings import Code, Finding
from metermap.core.suggest import normal

__all__ = ["RULES"]

_SHOWN = 10
_MARKED = re.compile(r"~\d+$")
_IN_WORDS = re.compile(r"[A-Za-z][A-Za-z /-]+")
_BRACKETED = re.compile(r" ?\[[^\[\]]*\]")
_REMARK = re.compile(r"\(.*\)")
_CLOSED = frozenset(
    {
        *(("element", field) for field in ("category", "data_type", "readers", "writers")),
        *(("fact", field) for field in ("device", "category", "data_type")),
        *(
            ("use case", field)
            for field in ("target", "protocol", "message_type", "read_or_update", "future_datable", "replay_protection")
        ),
    }
)


def _printed(value: Value[str]) -> str:
    return value.value if value.original is None else value.original


# The same thing under two keys


def _twins(lines: Lines) -> Iterator[Finding]:
    for first, *others in grouped(lines.catalogue.elements, lambda line: _identity(lines, line)).values():
        for other in others:
            if not _are_marked(first.id.value, other.id.value):
                also = [first.path.place] if first.path.place else []
                message = f"{other.name:.100} is listed already, as {first.id.value:.100}"
                yield codes.TWIN.at(other.path.place, message, subject=other.id.value, also=also)


def _are_marked(*ids: str) -> bool:
    """Return whether ids say themselves that they are twins: they differ in ~2 at the end."""
    return len({_MARKED.sub("", id_) for id_ in ids}) == 1


def _identity(lines: Lines, line: Element) -> tuple[str, str, str]:
    """Return what tells an element from others: a method may be written with its role or without."""
    path = lines.path(line)
    role = "" if path.role == "method" else path.role
    return ("".join(line.item.value.split()).casefold(), role, ".".join(map(str, path.steps)).casefold())


def _misnamed(lines: Lines) -> Iterator[Finding]:
    for line in lines.catalogue.elements:
        printed = ".".join(filter(None, map(_printed, (line.item, line.path))))
        if _MARKED.sub("", line.id.value).split() != printed.split():
            message = f"the id {line.id.value!r:.100} stands for {printed!r:.100}"
            yield codes.ID_AND_NAME.at(line.id.place, message, subject=line.id.value)


def _facts_twice(lines: Lines) -> Iterator[Finding]:
    named = [line for line in lines.catalogue.items if not _REMARK.fullmatch(line.item.value)]
    for first, *others in grouped(named, lambda line: (line.device.value, fold(line.item.value))).values():
        for other in others:
            also = [first.item.place] if first.item.place else []
            sections = " and ".join(sorted({line.section.value or "no section" for line in (first, other)}))
            message = f"{other.device.value}: {other.item.value:.100} stands on two lines, of {sections}"
            yield codes.FACT_TWICE.at(other.item.place, message, subject=other.key, also=also)


# Two spellings

_Spelled: TypeAlias = Mapping[str, Sequence[CellText]]


def _spellings(by_text: _Spelled, key: Callable[[str], object], code: Code, of: str) -> Iterator[Finding]:
    """Yield a finding for each spelling but the most frequent one; of two as frequent, the first stands."""
    for same in grouped(by_text, key).values():
        usual, *others = sorted(same, key=lambda text: -len(by_text[text]))
        for rare in others:
            yield _spelled(code, rare, usual, by_text, of)


def _spelled(code: Code, rare: str, usual: str, by_text: _Spelled, of: str) -> Finding:
    message = f"{rare!r:.80} {_times(by_text[rare])}, and {usual!r:.80} {_times(by_text[usual])}"
    first, *others = by_text[rare]
    also = [cell.value.place for cell in others[:_SHOWN] if cell.value.place]
    subject = f"{of}: {rare:.100}"
    return code.at(first.value.place, message, subject=subject, expected=f"{usual!r:.80}", also=also)


def _times(cells: Sequence[CellText]) -> str:
    return "once" if len(cells) == 1 else f"{len(cells)} times"


def _closed_lists(lines: Lines) -> Iterator[Finding]:
    for column in lines.columns:
        if (column.part, column.field) in _CLOSED:
            entries = _entries(column)
            yield from _spellings(entries, fold, codes.SPELLING, column.field)
            counts = {text: len(cells) for text, cells in entries.items() if _IN_WORDS.fullmatch(text)}
            for rare, usual in near_misses(counts):
                yield _spelled(codes.SPELLING, rare, usual, entries, column.field)


def _entries(column: Column) -> _Spelled:
    """Return what the cells list, and where: readers and writers are parted by semicolons."""
    if column.field not in {"readers", "writers"}:
        return column.by_text
    entries: dict[str, list[CellText]] = {}
    for text, cells in column.by_text.items():
        for part in text.split(";"):
            entries.setdefault(part.strip(), []).extend(cells)
    return entries


def _names(lines: Lines) -> Iterator[Finding]:
    for column in lines.columns:
        if column.field == "item":
            yield from _spellings(_by_name(column, _without_indices), fold, codes.SPELLING_OF_NAME, "item")
            yield from _word_slips(lines, column)
        elif column.field == "path" and column.part == "element":
            # A group and a value in it may well have one name: Time[1..48] and time.
            yield from _spellings(_by_name(column, _inner), normal, codes.SPELLING_OF_NAME, "path")
            yield from _spellings(_by_name(column, _leaf), normal, codes.SPELLING_OF_NAME, "path")
            yield from _word_slips(lines, column)


def _by_name(column: Column, names: Callable[[str], Iterable[str]]) -> _Spelled:
    found: dict[str, list[CellText]] = {}
    for text, cells in column.by_text.items():
        for name in dict.fromkeys(names(text)):
            found.setdefault(name, []).extend(cells)
    return found


def _without_indices(name: str) -> tuple[str]:
    return (_BRACKETED.sub("", name),)


def _inner(path: str) -> list[str]:
    return step_texts(path)[:-1]


def _leaf(path: str) -> list[str]:
    return step_texts(path)[-1:]


def _word_slips(lines: Lines, column: Column) -> Iterator[Finding]:
    """Yield words that occur once or twice in the catalogue, one letter off a word that occurs often."""
    for text, cells in column.by_text.items() if lines.slips else ():
        for word in words(text):
            if usual := lines.slips.get(word):
                message = f"{text!r:.100}: {word!r}, and {usual!r} elsewhere"
                also = [cell.value.place for cell in cells[1 : _SHOWN + 1] if cell.value.place]
                place, subject = cells[0].value.place, f"{column.field}: {text:.100}"
                yield codes.SPELLING_OF_NAME.at(place, message, subject=subject, expected=usual, also=also)


RULES = (
    Rule(
        codes.TWIN,
        "Two ids for one thing are mapped twice, counted twice and corrected once. Item and path are compared "
        "without case and spaces. An id that ends in ~2 says that the source itself lists the pair twice.",
        _twins,
        failing=Example(
            elements=(
                element(30, "(Phase[1])AverageRMSOverVoltageThreshold", "value"),
                element(1893, "(Phase[1])AverageRMSOverVoltageThreshold", "value", key="AnotherThreshold.value"),
            )
        ),
        passing=Example(
            elements=(
                element(30, "(Phase[1])AverageRMSOverVoltageThreshold", "value"),
                element(
                    1893,
                    "(Phase[1])AverageRMSOverVoltageThreshold",
                    "value",
                    key="(Phase[1])AverageRMSOverVoltageThreshold.value~2",
                ),
            )
        ),
    ),
    Rule(
        codes.SPELLING,
        "Columns that hold one of few words: a second spelling makes a group of its own in every table that is "
        "made from the catalogue. Case, spaces, punctuation and plural do not count; a word that occurs twice at "
        "most and is one letter off one that occurs five times or more counts as a slip.",
        _closed_lists,
        failing=Example(
            elements=(
                element(
                    689, "TariffSwitchingTable(SpecialDays)", "dayIdentifier[0..n].next", category="Configuration Data"
                ),
                element(785, "TariffSwitchingTable(SpecialDays)", "date[0..n].current", category="Configuration data"),
                element(
                    793,
                    "TariffSwitchingTable(SpecialDays)",
                    "dayIdentifier[0..n].current",
                    category="Configuration data",
                ),
            )
        ),
        passing=Example(
            elements=(
                element(685, "Time", "setValidTimeRange", "Method", category="Method"),
                element(683, "Time", "methodInput: timeRangeEnd", "DATE-TIME", category="Method Input"),
            )
        ),
    ),
    Rule(
        codes.SPELLING_OF_NAME,
        "Items and the steps of paths: who looks for one spelling misses the other. Sheets are looked at one by "
        "one, for each may have its own manners. In paths the plural counts: logEntries and logEntry are two.",
        _names,
        failing=Example(
            elements=(
                element(1008, "DeviceLog(CHF)", "alertOutput: devices[0..16].device.deviceidentifier", "OCTET-STRING"),
                element(1969, "DeviceLog(CHF)", "methodOutput: devices[0..16].device.deviceIdentifier", "OCTET-STRING"),
            )
        ),
        passing=Example(
            elements=(
                element(602, "EventLog(incGPF)", "logEntries[1..100].logEntry.timestamp", "DATE-TIME"),
                element(1430, "TariffThresholdMatrix", "activateNextDateTime", "DATE-TIME no wildcards"),
                element(1363, "TariffThresholdMatrix[1..3]", "thresholdCurrent"),
            )
        ),
    ),
    Rule(
        codes.FACT_TWICE,
        "Two lines about one item of one device may say different things, and nobody knows which is meant.",
        _facts_twice,
        failing=Example(
            facts=(
                fact(13, "GSME", "Non-Disablement Calendar", section="SMETS 4.6.4.2"),
                fact(30, "GSME", "Non-Disablement Calendar", section="SMETS 4.6.4.20"),
            )
        ),
        passing=Example(
            facts=(
                fact(30, "GSME", "Non-Disablement Calendar", section="SMETS 4.6.4.20"),
                fact(173, "ESME", "Non-Disablement Calendar", "Series of BOOLEANS", section="SMETS 5.7.4.30"),
            )
        ),
    ),
    Rule(
        codes.ID_AND_NAME,
        "An id is the item, a full stop and the path as first printed. If it is not, one of the three was copied "
        "from another line. What an erratum corrected is compared as printed.",
        _misnamed,
        failing=Example(elements=(element(100, "ActiveImportRegister", "value", key="ActiveExportRegister.value"),)),
        passing=Example(elements=(element(100, "ActiveExportRegister", "value", key="ActiveExportRegister.value"),)),
    ),
)
