"""The numbers of members and columns whose order a caller gives, as named constants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from metermap.codegen.bindings.layouts import Buffer, Layout, Unordered, children, notation
from metermap.codegen.bindings.names import constant_words
from metermap.codegen.bindings.scan import Bindings
from metermap.core.text import c_identifier, unique_names

__all__ = ["Members", "members_of"]


@dataclass(frozen=True, slots=True)
class Members:
    """The members of one structure of unrecorded order, or the columns of one buffer: names without prefix."""

    note: str
    names: tuple[str, ...]
    layout: Buffer | Unordered


def members_of(bindings: Bindings, known: Iterable[Members] = ()) -> Iterator[Members]:
    """Yield the members of each layout that needs an order, by name of the layout and by its octets.

    Those of `known` are left out.
    """
    found: dict[Buffer | Unordered, set[str]] = {}
    for device in bindings.devices:
        for facts in device.entries:
            if facts.transfer is not None:
                for layout in _needing_order(facts.transfer.layout):
                    found.setdefault(layout, set()).add(facts.transfer.key)
    layouts = sorted(found.keys() - {each.layout for each in known}, key=lambda each: (each.name, notation(each)))
    texts = [
        [f"{name}.{field.name}" for field in layout.fields]
        for layout, name in zip(layouts, _names(layouts), strict=True)
    ]
    called = unique_names((text for each in texts for text in each), lambda text: c_identifier(constant_words(text)))
    for layout, each in zip(layouts, texts, strict=True):
        yield Members(_note(layout, found[layout]), tuple(called[text] for text in each), layout)


def _needing_order(layout: Layout) -> Iterator[Buffer | Unordered]:
    if isinstance(layout, Buffer | Unordered):
        yield layout
    for inside in children(layout):
        yield from _needing_order(inside)


def _names(layouts: Iterable[Buffer | Unordered]) -> Iterator[str]:
    """Yield a name for each layout; later ones of the same name get a number."""
    used: dict[str, int] = {}
    for layout in layouts:
        name = layout.name
        used[name] = used.get(name, 0) + 1
        yield name if used[name] == 1 else f"{name}{used[name]}"


def _note(layout: Buffer | Unordered, keys: set[str]) -> str:
    first, *others = sorted(keys)
    what = "Columns" if isinstance(layout, Buffer) else "Members"
    return f"{what} of {first}{f', and {len(others)} more' if others else ''}: their numbers in an order."
