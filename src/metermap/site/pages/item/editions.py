"""The editions on the page of a data item: what it was called, where it was, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from metermap.codegen.changes.model import JudgedChange
from metermap.codegen.editions import Known, Ladder, Place, Unplaced, known_of
from metermap.codegen.editions.forms import changes_in_words, is_wanting, names_in_words, nothing_in_words, told_changes
from metermap.core.markup import EMPTY, code, join, labelled, link, table, tag, text
from metermap.core.render import counted
from metermap.core.text import Html
from metermap.site.facts import Item, protocol_title
from metermap.site.pages.item.context import ROOT

__all__ = ["item_editions"]

_HEAD: Final = ("Edition", "Known as", "Where it is on the wire", "What changes to the next edition")
_MOST_PLACES: Final = 8
_MOST_TOLD: Final = 6


def item_editions(ladder: Ladder, item: Item) -> Html:
    """Return what each edition knows of an item: a table, or a line where the others say nothing else of it."""
    known = known_of(ladder, ladder.item(len(ladder.steps), item.name))
    about = tag("p", link(f"{ROOT}editions.html", text("All editions")), class_="quiet")
    if not any(each.changes or each.places or each.unplaced for each in known[:-1]):
        said = "; ".join(f"{_name(each)}: {each.word}" for each in known)
        return join((tag("p", text(f"{said}.")), about))
    same = [each.changes == () and _where(each) == _where(after) for each, after in pairwise(known)]
    if all(same) and not any(each.rest for each in known):
        names = ", ".join(_name(each) for each in known)
        where = "at the same places" if known[-1].places else "and without a place on the wire"
        return join((tag("p", text(f"Known by the same name {where} in all editions: {names}.")), about))
    rows = (
        tag("tr", *labelled(_HEAD, _cells(each, known[number + 1] if number < len(same) and same[number] else None)))
        for number, each in enumerate(known)
    )
    shown = table(f"{counted(len(known), 'edition')}, oldest first", _HEAD, [tag("tbody", *rows)], class_="stack")
    return join((shown, about))


def _name(known: Known) -> str:
    return f"{known.rung.name} (recorded in part)" if known.rung.partial else known.rung.name


def _where(known: Known) -> list[tuple[str, str, str, str]]:
    places = [(place.device, place.protocol, place.where, place.type) for place in known.places]
    return [*places, *((each.device, each.protocol, each.words, "") for each in known.unplaced)]


def _cells(known: Known, like: Known | None) -> Iterator[Html]:
    rung = known.rung
    about = [rung.date or "date not recorded", *(["recorded in part"] if rung.partial else [])]
    yield tag("th", text(rung.name), tag("small", text(", ".join(about)), class_="note"), scope="row")
    yield tag("td", text(names_in_words(known)))
    yield tag("td", text(f"as in {like.rung.name}") if like and (known.places or known.unplaced) else _places(known))
    yield tag("td", _changes(known.changes))


def _places(known: Known) -> Html:
    shown = [_line(*_place(place)) for place in known.places[:_MOST_PLACES]]
    if len(known.places) > _MOST_PLACES:
        shown.append(_line(text(f"and {len(known.places) - _MOST_PLACES} more")))
    shown += [_line(text(f"{_over(each)}: {each.words}")) for each in known.unplaced[:_MOST_PLACES]]
    if is_wanting(known):
        shown.append(_line(text(nothing_in_words(known))))
    return join(shown)


def _place(place: Place) -> Iterator[Html]:
    yield text(f"{_over(place)}: ")
    yield text(place.where) if place.address is None else code(place.where)
    yield tag("small", text(f" {place.type or 'type not recorded'}"))


def _over(place: Place | Unplaced) -> str:
    return f"{place.device} over {protocol_title(place.protocol)}"


def _changes(changes: Sequence[JudgedChange]) -> Html:
    """Return how many changes there are, the gravest verdict, and what those are that have it."""
    if not changes:
        return EMPTY
    told = list(told_changes(changes))
    shown = [_line(text(said)) for said in told[:_MOST_TOLD]]
    if len(told) > _MOST_TOLD:
        shown.append(_line(link(f"{ROOT}editions.html", text(f"and {len(told) - _MOST_TOLD} more"))))
    return join((_line(tag("strong", text(changes_in_words(changes)))), *shown))


def _line(*content: Html) -> Html:
    """Return a line of a cell, in which a long address may break."""
    return tag("p", *content, class_="side")
