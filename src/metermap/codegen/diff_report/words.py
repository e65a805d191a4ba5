"""A diff in words: names of fields, values, acts, sides. Plain texts, before any form escapes them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from metermap.codegen.changes.model import Act, Diff, FieldChange, Kind, Side, Verdict, Whom
from metermap.codegen.gap_report.markdown_table import row_numbers

if TYPE_CHECKING:
    from pydantic import JsonValue

__all__ = [
    "COUNTED",
    "KINDS",
    "LISTED",
    "NOTHING",
    "VERDICTS",
    "and_joined",
    "array_name",
    "array_of",
    "digest_of",
    "edition_of",
    "file_or_sheet",
    "for_whom",
    "headline",
    "is_cell",
    "item_of",
    "kinds_in_words",
    "lines_in_words",
    "notes",
    "places",
    "values",
]

NOTHING: Final = "(nothing)"
"""What stands for an empty value."""

LISTED: Final = "(see the lines)"
"""What stands for the values of a field that differs in another way on each line."""

KINDS: Final = {
    Kind.DEVICE: "devices",
    Kind.ELEMENT: "elements",
    Kind.ITEM: "facts of items",
    Kind.USE_CASE: "use cases",
    Kind.STATEMENT: "statements",
}
"""The lists of a state, in the plural."""

COUNTED: Final = {
    Verdict.WIRE: "break the wire",
    Verdict.MEANING: "break meaning",
    Verdict.CONFORMANCE: "break conformance",
    Verdict.COMPATIBLE: "compatible",
    Verdict.DOCUMENTATION: "documentation only",
}
"""What is said of a number of changes, gravest first."""

VERDICTS: Final = {
    Verdict.WIRE: "the octets, or where they are found, are others",
    Verdict.MEANING: "the octets are read as before and mean something else",
    Verdict.CONFORMANCE: (
        "what met the old edition, an installed device or a system that talks to it, does not meet the new one"
    ),
    Verdict.COMPATIBLE: "installed devices and the systems that talk to them can go on",
    Verdict.DOCUMENTATION: "only words, numbers of rows and places are others",
}
"""What each verdict says, gravest first."""

_DIGITS: Final = 12


def edition_of(side: Side) -> str:
    """Return what people call a state: its edition, else its name, else what it was read from."""
    return side.edition or side.name or side.source


def headline(diff: Diff) -> tuple[str, str]:
    """Return what people call both states; if that is the same, what they were read from."""
    old, new = edition_of(diff.old), edition_of(diff.new)
    return (old, new) if old != new else (f"{old} ({diff.old.source})", f"{new} ({diff.new.source})")


def digest_of(side: Side) -> str:
    """Return the first digits of a state's digest; empty if it has none."""
    return side.digest[:_DIGITS]


def and_joined(words: Iterable[str]) -> str:
    """Return words in a row: ``a, b and c``."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def kinds_in_words(kinds: Iterable[Kind]) -> str:
    """Return the lists in words, in the order of the document."""
    found = set(kinds)
    return and_joined(KINDS[kind] for kind in Kind if kind in found)


def notes(diff: Diff) -> tuple[str, ...]:
    """Return what was compared if nothing is different, what was not, and what cannot show a difference."""
    said = []
    if not diff.changes and diff.compared:
        said.append(f"No difference. Compared: {kinds_in_words(diff.compared)}.")
    for kinds, why in _not_compared(diff):
        said.append(f"Not compared: {kinds_in_words(kinds)}, because {why}.")
    said += [
        f"Only part of {edition_of(side)} is recorded. What is not recorded shows no difference."
        for side in (diff.old, diff.new)
        if side.partial
    ]
    return (*_errors(diff), *said, *_about(diff))


def _errors(diff: Diff) -> Iterator[str]:
    for side in (diff.old, diff.new):
        if side.errors:
            errors = f"{side.errors:,} {'error' if side.errors == 1 else 'errors'}"
            yield f"{side.source} has {errors}: what could not be read may show as removed, added or changed."


def _about(diff: Diff) -> Iterator[str]:
    """Yield what differs in what the states say of themselves, and what is not compared."""
    old, new = diff.old, diff.new
    about = [("name", old.name, new.name), ("title", old.title, new.title)]
    about += [] if diff.changes else [("edition", old.edition, new.edition)]  # else the heading tells it
    for what, was, now in about:
        if was and now and was != now:
            yield f"The {what} was {was} and is {now}."
    if old.errata != new.errata:
        yield "Not compared: the corrections (errata) themselves, which differ; what they correct is."
    elif not diff.changes and old.digest and new.digest and old.digest != new.digest:
        yield "The files differ all the same, in what is not compared, such as comments, layout and findings."


def _not_compared(diff: Diff) -> list[tuple[list[Kind], str]]:
    """Return the lists that were not compared, by the reason."""
    reasons: dict[str, list[Kind]] = {}
    for kind in Kind:
        if kind not in diff.compared:
            lacking = [side for side in (diff.old, diff.new) if kind not in side.kinds]
            names = tuple(dict.fromkeys(side.source or edition_of(side) for side in lacking))
            several = len(names) > 1
            why = f"{'neither ' if several else ''}{' nor '.join(names)} has {'them' if several else 'none'}"
            reasons.setdefault(why if lacking else "they were left out", []).append(kind)
    return [(kinds, why) for why, kinds in reasons.items()]


def values(field: FieldChange) -> tuple[str, str]:
    """Return both values in words. Where these are the same, or would not show, both are as JSON has them."""
    if field.old_text == field.new_text or _hides(field.old_text) or _hides(field.new_text):
        return _exact(field.old, field.old_text), _exact(field.new, field.new_text)
    return field.old_text or NOTHING, field.new_text or NOTHING


def _hides(text: str) -> bool:
    """Return whether blanks of a text would not be seen."""
    return text != text.strip() or "  " in text or text == NOTHING


def _exact(value: JsonValue, text: str) -> str:
    return json.dumps(text if isinstance(value, list | dict) and text else value, ensure_ascii=False)


def places(old: str, new: str, arrow: str = " -> ") -> str:
    """Return both places; one if it is the same, or if there is but one."""
    return old or new if old == new or not (old and new) else f"{old}{arrow}{new}"


_NAME: Final = re.compile(r"(?:[^.\[(]|\[[^\]]*\]?|\([^)]*\)?)*")


def item_of(name: str) -> tuple[str, str]:
    """Return the item and the path of a name: the first dot outside of brackets parts them."""
    found = _NAME.match(name)
    item = found[0] if found else name
    return item, name[len(item) + 1 :]


_INDEX: Final = re.compile(r"\[([0-9]{1,6})\]")


def array_of(item: str) -> tuple[str, ...]:
    """Return what the members of an array have in common: the texts around their indices."""
    return tuple(_INDEX.split(item)[::2])


def array_name(items: Iterable[str]) -> str:
    """Return the name of members of one array: ``AuxiliaryController[1..5]``; of one alone, its own."""
    first, *others = items
    if not others:
        return first
    columns = zip(*(map(int, _INDEX.findall(item)) for item in (first, *others)), strict=True)
    indices = (row_numbers(column).replace("\N{EN DASH}", "..") for column in columns)
    return _INDEX.sub(lambda _: f"[{next(indices)}]", first)


_CELL: Final = re.compile(r"(.+)![A-Z]{1,3}[0-9]{1,7}", re.DOTALL)
_LINE: Final = re.compile(r"(.+?)(?::[0-9]+){1,2}", re.DOTALL)


def file_or_sheet(place: str) -> str:
    """Return the sheet of a cell, or the file of a line."""
    found = _CELL.fullmatch(place) or _LINE.fullmatch(place)
    return found[1] if found else place


def is_cell(place: str) -> bool:
    """Return whether a place is a cell of a sheet, rather than a line of a file."""
    return bool(_CELL.fullmatch(place))


_NOUNS: Final = {
    Kind.DEVICE: ("device", "devices"),
    Kind.ELEMENT: ("element", "elements"),
    Kind.ITEM: ("fact", "facts"),
    Kind.USE_CASE: ("use case", "use cases"),
    Kind.STATEMENT: ("statement", "statements"),
}


def lines_in_words(kind: Kind, acts: Iterable[Act], count: int) -> str:
    """Return what happened to how many lines: ``8 statements changed``, ``element renamed and changed``."""
    one, many = _NOUNS[kind]
    return f"{one if count == 1 else f'{count:,} {many}'} {and_joined(acts)}"


def for_whom(whom: Whom) -> str:
    """Return who is hit in words: ``ESME, GSME as installed to GBCS 4.1; roles: Supplier``; empty if nobody is."""
    edition = f" as installed to {whom.edition}" if whom.edition else ""
    devices = f"{', '.join(whom.devices)}{edition}" if whom.devices else ""
    roles = f"roles: {', '.join(whom.roles)}" if whom.roles else ""
    return "; ".join(filter(None, (devices, roles)))
