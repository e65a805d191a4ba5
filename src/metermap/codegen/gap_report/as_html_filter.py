"""What filters a table or a list of an HTML file: lists to choose from, and any word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from metermap.codegen.gap_report.as_html_pieces import word_of
from metermap.core.markup import EMPTY, join, tag, text
from metermap.core.text import Html

__all__ = ["Facet", "controls", "facet"]


@dataclass(frozen=True, slots=True)
class Facet:
    """What rows are told apart by: the `name` of their data attribute, and its values, each with its count.

    A value comes as rows have it, without blanks, and as people read it.
    """

    name: str
    title: str
    values: tuple[tuple[str, str, int], ...]


def facet(name: str, title: str, found: Iterable[tuple[str, str]]) -> Facet:
    """Return a facet of the values that rows have, each as the model and as people have it, in their order."""
    counts = Counter(found)
    return Facet(name, title, tuple((word_of(value), shown, count) for (value, shown), count in counts.items()))


def controls(noun: str, target: str, facets: Iterable[Facet], rows: str = "") -> Html:
    """Return what filters the `rows`, a selector, of the element with the id `target`; without it those of its tables.

    It is hidden, for without the script it would do nothing.
    """
    words = tag("label", text("Any word"), Html('<input type="search" name="q" autocomplete="off" spellcheck="false">'))
    reset = tag("button", text("Show all"), type="button")
    return join(
        (
            tag(
                "div",
                *map(_choice, facets),
                words,
                reset,
                class_="filter off",
                id=f"{noun}-filter",
                role="search",
                aria_label=f"Filter the {noun}",
                data_filter=target,
                data_noun=noun,
                data_rows=rows,
            ),
            tag("output", EMPTY, class_="selection"),
        )
    )


def _choice(facet: Facet) -> Html:
    options = (
        tag("option", text(f"{shown} ({count:,})"), value=value, data_shown=shown)
        for value, shown, count in facet.values
    )
    anything = Html('<option value="">any</option>')
    return tag("label", text(facet.title), tag("select", anything, *options, name_=facet.name))
