"""Profiles as text for ``metermap.toml``, with the reasons of a proposal as comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from metermap.catalogue.looking import Sureness
from metermap.catalogue.profiles import wanted_sheets
from metermap.catalogue.proposal import Proposal
from metermap.catalogue.proposing import rows_phrase
from metermap.core.text import one_line
from metermap.core.workspace import WorkbookProfile

__all__ = ["ProfileTable", "profile_tables", "profile_text", "quoted"]

_WIDTH = 96


@dataclass(slots=True)
class ProfileTable:
    """A [[workbook]] table: a profile, what is said of its sheets, and the reasons by key."""

    profile: WorkbookProfile
    sheets: list[str] = field(default_factory=list)
    reasons: dict[str, list[str]] = field(default_factory=dict)


def profile_tables(proposals: Iterable[Proposal]) -> list[ProfileTable]:
    """Return a table for all sheets that are to be read in the same way, in the order of the first of each."""
    tables: list[ProfileTable] = []
    for proposal in proposals:
        found = next(
            (table for table in tables if _without_sheets(table.profile) == _without_sheets(proposal.profile)), None
        )
        if found is None:
            found = ProfileTable(_without_sheets(proposal.profile))
            tables.append(found)
        _add(found, proposal)
    return tables


def _without_sheets(profile: WorkbookProfile) -> WorkbookProfile:
    return replace(profile, elements=(), han_only=(), items=(), use_cases=())


_KINDS = {
    "elements": "elements",
    "han_only": "elements of the home network only, with no printed row",
    "items": "facts about items",
    "use_cases": "use cases",
}


_HOW = {
    Sureness.SURE: "sure",
    Sureness.LIKELY: "likely",
    Sureness.GUESS: "a guess",
    Sureness.VAGUE: "a guess",
}


def _add(table: ProfileTable, proposal: Proposal) -> None:
    own, profile = proposal.profile, table.profile
    table.profile = replace(
        profile,
        elements=(*profile.elements, *own.elements),
        han_only=(*profile.han_only, *own.han_only),
        items=(*profile.items, *own.items),
        use_cases=(*profile.use_cases, *own.use_cases),
    )
    name = proposal.look.sheet.name or "The file"
    how = _HOW[max(column.how for column in proposal.look.columns)]
    table.sheets.append(f"{name}: {how}, looks like {_KINDS[proposal.part]}; {rows_phrase(proposal)}.")
    table.sheets += proposal.reasons.get("findings", [])
    for key, reasons in proposal.reasons.items():
        if key != "findings":
            kept = table.reasons.setdefault(key, [])
            kept += [reason for reason in reasons if reason not in kept]


def profile_text(table: ProfileTable) -> Iterator[str]:
    """Yield the lines of a [[workbook]] table."""
    profile, reasons = table.profile, table.reasons
    yield "[[workbook]]"
    yield f"file = {quoted(profile.file)}"
    yield from _comments((*table.sheets, *reasons.get("", ())))
    yield from (f"{part} = {_list(names)}" for part, names in wanted_sheets(profile).items() if names)
    yield from _settings(profile, reasons)
    yield from _tables(profile, reasons)


def _settings(profile: WorkbookProfile, reasons: Mapping[str, Sequence[str]]) -> Iterator[str]:
    numbers = profile.numbers
    settings = {
        "encoding": quoted(profile.encoding) if profile.encoding else "",
        "delimiter": quoted(profile.delimiter) if profile.delimiter else "",
        "header_rows": str(profile.header_rows or ""),
        "fill": _list(profile.fill),
        "lacks": _list(profile.lacks),
        "constants": _inline(profile.constants),
        "id_from": _list(profile.id_from),
        "whole_numbers": _list(profile.whole_numbers),
        "numbers": _inline({"decimal": numbers.decimal, "thousands": numbers.thousands}) if numbers else "",
    }
    for key, value in settings.items():
        if value:
            yield from _comments(reasons.get(key, ()))
            yield f"{key} = {value}"


def _tables(profile: WorkbookProfile, reasons: Mapping[str, Sequence[str]]) -> Iterator[str]:
    if profile.headers:
        yield ""
        yield "[workbook.headers]"
        for header, texts in profile.headers.items():
            yield from _comments(reasons.get(f"headers.{header}", ()))
            yield f"{_key(header)} = {_list(texts)}"
    for name, tables in (("marks", profile.marks), ("values", profile.values)):
        for header, meanings in tables.items():
            yield ""
            yield f"[workbook.{name}.{_key(header)}]"
            yield from _comments((*reasons.get(name, ()), *reasons.get(f"{name}.{header}", ())))
            yield from (f"{_key(said)} = {quoted(meant)}" for said, meant in meanings.items())


def _comments(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        line = "#"
        for word in one_line(text).split(" "):
            if len(line) + len(word) >= _WIDTH and line != "#":
                yield line
                line = "#  "
            line += f" {word}"
        yield line


def _list(texts: Iterable[str]) -> str:
    shown = ", ".join(map(quoted, texts))
    return f"[{shown}]" if shown else ""


def _inline(table: Mapping[str, str]) -> str:
    return "{ " + ", ".join(f"{_key(key)} = {quoted(text)}" for key, text in table.items()) + " }" if table else ""


def _key(text: str) -> str:
    plain = text.isascii() and text.replace("-", "").replace("_", "").isalnum()
    return text if plain else quoted(text)


def quoted(text: str) -> str:
    """Return the text as a basic string of TOML; what cannot be seen is escaped."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    point = ord(character)
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"  # noqa: PLR2004  (four hex digits)
