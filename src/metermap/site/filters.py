"""Controls that filter the rows of a table; without scripts they stay hidden, for they would do nothing.

What a row is filtered by stands on it: for a facet named ``device``, in its ``data-device``, values
apart by blanks. `table.js` describes the attributes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from metermap.core.markup import EMPTY, tag, text
from metermap.core.text import Html

__all__ = ["Choice", "Facet", "filter_controls", "tokens"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: a word without blanks, as rows have it, and what the reader sees."""

    value: str
    shown: Html


@dataclass(frozen=True, slots=True)
class Facet:
    """What rows are told apart by: `name` as in ``data-<name>``, `title` as the reader sees it.

    `of` is what the values stand on: ``row``, or a heading (``column``), or a letter of the row's
    ``data-s`` (``cell``). With `one`, a single value can be chosen, from a list.
    """

    name: str
    title: str
    choices: tuple[Choice, ...]
    of: str = ""
    one: bool = False


def tokens(values: Iterable[str]) -> str:
    """Return values as the words of a data attribute; a value's own blanks become hyphens."""
    return " ".join("-".join(value.split()) for value in values)


def filter_controls(
    target: str, noun: str, facets: Iterable[Facet], *, words: str = "Any word", hint: str = ""
) -> Html:
    """Return what filters the element with the id `target`; its rows are called `noun`.

    A facet with fewer than two choices parts nothing and is left out.
    """
    field = f'<input type="search" name="q" autocomplete="off" spellcheck="false" maxlength="100"{_placeholder(hint)}>'
    parts = (
        tag("label", text(words), Html(f" {field}"), class_="words"),
        *(_facet(facet) for facet in facets if len(facet.choices) > 1),
        tag("button", text("Reset"), type="button", class_="reset"),
        tag("output", EMPTY, data_noun=noun),
    )
    return tag("div", *parts, class_="filter js-only", data_filter=target, role="search", aria_label=f"Filter {noun}")


def _placeholder(hint: str) -> str:
    return f' placeholder="{text(hint)}"' if hint else ""


def _facet(facet: Facet) -> Html:
    if facet.one:
        options = (tag("option", choice.shown, value=choice.value) for choice in facet.choices)
        everything = Html('<option value="">any</option>')
        chooser = tag("select", everything, *options, name_=facet.name, data_of=facet.of)
        return tag("label", text(f"{facet.title} "), chooser)
    boxes = (tag("label", _box(facet, choice), choice.shown) for choice in facet.choices)
    legend = tag("legend", text(facet.title), class_="visually-hidden")
    return tag("details", tag("summary", text(facet.title)), tag("fieldset", legend, *boxes), class_="facet")


def _box(facet: Facet, choice: Choice) -> Html:
    of = f' data-of="{text(facet.of)}"' if facet.of else ""
    return Html(f'<input type="checkbox" name="{text(facet.name)}" value="{text(choice.value)}"{of}>')
