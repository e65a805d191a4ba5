"""States to compare: a small model, that of Great Britain, and both spoilt in all the ways a list can be."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

from hypothesis import strategies as st

from metermap.codegen.changes.diff import compare
from metermap.codegen.changes.model import Act, Change, Kind, Snapshot
from metermap.codegen.changes.snapshot import LISTS, snapshot_of
from metermap.codegen.exchange.documents import model_document
from metermap.core.judged import unjudged
from tests.gb.load import load_gb
from tests.site.small_model import FINDINGS, small_model

Document: TypeAlias = dict[str, Any]
Edit: TypeAlias = tuple[str, str, int, int, Any]
"""What is done, in which list, at which place (counted round), with which other place or field, to which value."""

_SMALL: Document = json.loads(json.dumps(model_document(small_model(), unjudged(FINDINGS))))


def small() -> Document:
    """Return the document of the small model, for a test to spoil."""
    return copy.deepcopy(_SMALL)


@cache
def gb() -> Document:
    """Return the document of the Great Britain workspace, which nobody may change."""
    document: Document = json.loads(json.dumps(model_document(load_gb(), ())))
    return document


def state(document: Document, source: str = "a test") -> Snapshot:
    return snapshot_of(document, source)


def changes(old: Document, new: Document, renamed: Mapping[str, str] | None = None) -> list[Change]:
    return [judged.change for judged in compare(state(old), state(new), renamed or {}).changes]


def of_kind(found: Iterable[Change], kind: Kind, *acts: Act) -> list[Change]:
    """Return the changes of a kind of line that have exactly these acts; of any if none is named."""
    return [change for change in found if change.kind is kind and (not acts or change.acts == acts)]


def line(document: Document, kind: Kind, name: str) -> Document:
    """Return the line of an id, a code or a key."""
    field = {Kind.USE_CASE: "code", Kind.STATEMENT: "key", Kind.ITEM: "item"}.get(kind, "id")
    found: Document = next(one for one in document[LISTS[kind]] if one[field] == name)
    return found


# Names that are there twice, that differ in letters only, and that no cell of a real book has.
TEXTS = st.sampled_from(
    ["", "a", "A", "a.b", "value", "EnergiezählerΩ", "\u202eabc", "💡", "=1+1", "a; b", "\n"]
) | st.text(max_size=6)
_PLACES = st.integers(0, 10**6)
EDITS: st.SearchStrategy[list[Edit]] = st.lists(
    st.tuples(
        st.sampled_from(["drop", "copy", "move", "edit", "edit", "swap", "empty", "reverse"]),
        st.sampled_from(list(LISTS.values())),
        _PLACES,
        _PLACES,
        TEXTS | st.integers(-5, 2_000),
    ),
    max_size=8,
)


def spoilt(document: Document, edits: Sequence[Edit]) -> Document:
    """Return a copy of the document on which the edits were made; records are copied where they are changed."""
    lists = {name: list(document[name]) for name in LISTS.values()}
    for act, name, place, other, value in edits:
        lines = lists[name]
        if not lines:
            continue
        at, to = place % len(lines), other % len(lines)
        match act:
            case "drop":
                del lines[at]
            case "copy":
                lines.insert(to, copy.deepcopy(lines[at]))
            case "move":
                lines.insert(to, lines.pop(at))
            case "edit":
                lines[at] = edited(lines[at], other, value)
            case "swap":
                lines[at] = swapped(lines[at], lines[to], value)
            case "reverse":
                lines.reverse()
            case "empty" if place % 5 == 0:
                lines.clear()
    return {**document, **lists}


def edited(record: Document, number: int, value: str | int) -> Document:
    """Return a copy of which one field, or one of an object in it, has another value of the same shape."""
    found = copy.deepcopy(record)
    at, name = _field(found, number)
    match at[name]:
        case bool(said):
            at[name] = not said
        case int(said):
            at[name] = said + 1
        case str():
            at[name] = str(value)
        case list(said):
            at[name] = said[1:] if said else [str(value)] if name in {"use_cases", "conditions", "errata"} else []
        case dict() if name in {"roles", "editions"}:
            at[name] = {str(value): [str(value)]}
        case dict() if name in {"cells", "protocols", "silent"}:
            at[name] = {"path": str(value)}
        case None if name in {"row", "tag", "minimum", "maximum"}:
            at[name] = len(str(value))
    return found


def _field(record: Document, number: int) -> tuple[Document, str]:
    places = [(record, name) for name in record if name not in {"address", "type"}]
    for inner in ("address", "type"):
        if isinstance(part := record.get(inner), dict):
            # Of an address, these have a form of their own.
            kept = {"protocol", "logical_name", "access", "side"} if inner == "address" else set()
            places.extend((part, name) for name in part if name not in kept)
    return places[number % len(places)]


def swapped(record: Document, other: Document, value: str | int) -> Document:
    """Return a copy that has one field of another line, such as its id, its address or its row."""
    names = [name for name in record if name in other]
    name = names[len(str(value)) * 7 % len(names)]
    return {**record, name: other[name]}
