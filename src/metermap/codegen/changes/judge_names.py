"""What is called differently in both states and is the same all the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metermap.codegen.changes.judge_records import Book
from metermap.codegen.changes.model import Change, Kind

if TYPE_CHECKING:
    from pydantic import JsonValue

__all__ = ["Names", "names_of"]


@dataclass(frozen=True, slots=True)
class Names:
    """Present names by former ones: ids of elements, codes of use cases, items, and the paths in an item of old."""

    elements: Mapping[str, str]
    use_cases: Mapping[str, str]
    items: Mapping[str, str]
    paths: Mapping[str, Mapping[str, str]]

    def present(self, words: str, item: str) -> str:
        """Return a text said of an item in which all that was renamed has its present name."""
        known = {**self.paths.get(item, {}), **self.items}
        names = {former: name for former, name in known.items() if former and former in words}
        if not names:
            return words
        longest_first = sorted(names, key=len, reverse=True)
        pattern = rf"(?<![\w.])(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"
        return re.sub(pattern, lambda found: names[found[0]], words)


def names_of(changes: Iterable[Change], now: Book) -> Names:
    """Return what changes tell of names; an item that is still there was not renamed, whatever became of a part."""
    ids: dict[Kind, dict[str, str]] = {Kind.ELEMENT: {}, Kind.USE_CASE: {}}
    items: dict[str, set[str]] = {}
    paths: dict[str, dict[str, str]] = {}
    for change in changes:
        if change.kind in ids and change.old_key and change.key and change.key != change.old_key:
            ids[change.kind][change.old_key] = change.key
        if change.kind is Kind.ELEMENT:
            _collect(change, items, paths)
    whole = {former: found.pop() for former, found in items.items() if len(found) == 1 and former not in now.items}
    return Names(ids[Kind.ELEMENT], ids[Kind.USE_CASE], whole, paths)


def _collect(change: Change, items: dict[str, set[str]], paths: dict[str, dict[str, str]]) -> None:
    values = {field.name: (field.old, field.new) for field in change.fields}
    match values.get("item"):
        case str(former), str(name):
            items.setdefault(former, set()).add(name)
    match values.get("path"):
        case str(former), str(name):
            paths.setdefault(_item(change, values), {})[former] = name


def _item(change: Change, values: Mapping[str, tuple[JsonValue, JsonValue]]) -> str:
    """Return the item that an element belonged to: what is left of its former name without its path."""
    former = values["path"][0]
    return change.old_name.removesuffix(f".{former}")
