"""The sentence that says why: what it is about, what was and what is, and what has to be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from metermap.codegen.changes.judge_case import Case, leaf_of
from metermap.codegen.changes.judge_records import inner, text
from metermap.codegen.changes.model import Act, Change, FieldChange, Kind, Record
from metermap.codegen.titles import protocol_title
from metermap.core.text import one_line

__all__ = ["sentence_of_field", "sentence_of_line", "todo_in"]

_LONGEST: Final = 160
_LISTS: Final = (
    "cells",
    "conditions",
    "devices",
    "editions",
    "members",
    "readers",
    "roles",
    "rows",
    "use_cases",
    "variants",
    "writers",
)
_TITLES: Final[Mapping[str, str]] = {
    "because": "reason",
    "coded": "coding",
    "despite": "deviation",
    "only": "list of permitted values",
    "becomes": "staging",
    "record": "record of the review",
    "optional": "mark that it may be left out",
    "sensitive": "mark as sensitive",
    "han_only": "mark as home area network only",
    "returned": "mark as a return value",
    "errata": "list of errata",
    "allows": "list of allowed findings",
    "silent": "list of protocols that it does not speak",
    "protocols": "list of protocols and routes",
    **{name: f"list of {name.replace('_', ' ')}" for name in _LISTS},
}


def sentence_of_field(change: Change, field: FieldChange, todo: str) -> str:
    """Return the sentence for a field, such as ``The logical name of X was A and is B: address the new place.``."""
    title = _title(change.kind, field.name)
    was, now = _value(field.old_text), _value(field.new_text)
    if not now:
        told = f"was {was} and is not stated any more"
    elif not was:
        told = f"was not stated and is {now}"
    else:
        told = f"was {was} and is {now}"
    return f"The {title} of {_name(change)} {told}: {todo}."


def sentence_of_line(case: Case, act: Act, todo: str) -> str:
    """Return the sentence for a whole line, such as ``The element X is new: build it into the devices.``."""
    change = case.change
    name = _name(change)
    match act:
        case Act.ADDED:
            told = f"is new{_home(case)}"
        case Act.REMOVED:
            told = f"is gone{_home(case)}"
        case Act.RENAMED:
            told = f"was called {_value(change.old_name or change.old_key)}"
        case _:
            told = f"moved{_from(change)}"
    return f"The {change.kind.value} {name} {told}: {todo}."


def todo_in(change: Change, sentence: str) -> str:
    """Return what has to be done, from a sentence about a change or one of its fields; of another sentence, all.

    It is the same for all lines to which the same happened, whatever they are called.
    """
    for field in change.fields:
        opening = sentence_of_field(change, field, "").removesuffix(".")
        if sentence.startswith(opening):
            return sentence[len(opening) :]
    opening = f"The {change.kind.value} {_name(change)} "
    if not sentence.startswith(opening):
        return sentence
    told = sentence[len(opening) :].removeprefix(f"was called {_value(change.old_name or change.old_key)}")
    return told.partition(": ")[2] or sentence


def _home(case: Case) -> str:
    """Return where a statement has its home; nothing for other lines."""
    address = inner(case.new or case.old, "address") if case.change.kind is Kind.STATEMENT else None
    if address is None:
        return ""
    place = address.get("logical_name") or _cluster(address) or f"{text(address, 'kind')} {text(address, 'instance')}"
    parts = (text(address, "name"), text(address, "member") or text(address, "field"))
    return _value(" ".join(filter(None, (f", at {place}", *parts))))


def _cluster(address: Record) -> str:
    number = address.get("cluster_id")
    return f"0x{number:04X} {text(address, 'cluster')}" if isinstance(number, int) else ""


def _from(change: Change) -> str:
    old, new = one_line(change.old_place), one_line(change.new_place)
    return f" from {old} to {new}" if old != new else " in the order"


def _title(kind: Kind, name: str) -> str:
    steps = leaf_of(name)
    last = steps[-1] if steps else name
    title = _TITLES.get(last, last.replace("_", " "))
    head = steps[0] if steps else ""
    if head != "type":
        return title
    whole = "catalogue type" if kind is Kind.ELEMENT else "wire type"
    return whole if len(steps) == 1 or last == "printed" else f"{whole}'s {title}"


def _name(change: Change) -> str:
    name = change.name or change.key or change.old_name or change.old_key
    device = f" on {change.device}" if change.device and change.kind in (Kind.ITEM, Kind.STATEMENT) else ""
    protocol = f" over {protocol_title(change.protocol)}" if change.protocol and change.kind is Kind.STATEMENT else ""
    return one_line(f"{name}{device}{protocol}")


def _value(words: str) -> str:
    shown = one_line(words)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
