"""The part of the page of changes that tells fields: both values, each with its place, and what the change does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from metermap.codegen.changes.model import Act, Change, JudgedChange, Judgement, Kind, Record, Whom
from metermap.codegen.changes.texts import address_text, said, value_text
from metermap.codegen.diff_report.words import for_whom
from metermap.core.markup import label, labelled, link, section, table, tag, text
from metermap.core.render import counted
from metermap.core.text import Html
from metermap.site.changes import Changed, Changes
from metermap.site.facts import SiteFacts, protocol_title
from metermap.site.pieces import definitions, element_link, item_link

__all__ = ["compared_fields", "field_counts", "field_sections", "place_cell", "verdict_cell"]

_Names: TypeAlias = Callable[[SiteFacts, Change, Record], tuple[Html, ...]]
_Said: TypeAlias = Callable[[Record], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Form:
    """How a kind of line is shown: its plural, the singular, the headings of the cells that name it, and these cells.

    `said` are the texts that tell a line which only one of the states has, under the heading `of`.
    """

    title: str
    noun: str
    head: tuple[str, ...]
    names: _Names
    of: str = ""
    said: _Said = lambda _: ()

    @property
    def anchor(self) -> str:
        """Return what the anchors of its sections begin with, such as ``use-cases``."""
        return self.title.split(" of ")[-1].casefold().replace(" ", "-")


def _heading(content: Html) -> Html:
    return tag("th", content, scope="row")


def _device(_: SiteFacts, change: Change, __: Record) -> tuple[Html, ...]:
    return (_heading(text(change.key)),)


def _element(facts: SiteFacts, change: Change, _: Record) -> tuple[Html, ...]:
    return (_heading(element_link(facts, change.key, "", label(change.name))),)


def _item(facts: SiteFacts, change: Change, _: Record) -> tuple[Html, ...]:
    return _heading(item_link(facts, change.name, "")), tag("td", text(change.device))


def _use_case(facts: SiteFacts, change: Change, _: Record) -> tuple[Html, ...]:
    address = facts.map.use_case(change.key)
    return (_heading(link(address, text(change.key)) if address else text(change.key)),)


def _statement(facts: SiteFacts, change: Change, line: Record) -> tuple[Html, ...]:
    key = said(line, "element")
    name = element_link(facts, key, "", label(change.name)) if key else item_link(facts, change.name, "")
    return _heading(name), tag("td", text(f"{change.device} over {protocol_title(change.protocol)}"))


_FORMS: Final[Mapping[Kind, _Form]] = {
    Kind.DEVICE: _Form("Devices", "device", ("Device",), _device, "Title", lambda line: (said(line, "title"),)),
    Kind.ELEMENT: _Form("Elements", "element", ("Element",), _element),
    Kind.ITEM: _Form(
        "Facts of items", "fact of an item", ("Item", "Device"), _item, "Section", lambda line: (said(line, "section"),)
    ),
    Kind.USE_CASE: _Form(
        "Use cases", "use case", ("Use case",), _use_case, "Title", lambda line: (said(line, "title"),)
    ),
    Kind.STATEMENT: _Form(
        "Statements",
        "statement",
        ("Element or item", "Device and protocol"),
        _statement,
        "Address",
        lambda line: (address_text(line.get("address")), value_text("use_cases", line.get("use_cases"))),
    ),
}

# What happened, the word for it, and what is said of the lines.
_ACTS: Final = (
    (Act.ADDED, "added", "of which the earlier state knows nothing"),
    (Act.REMOVED, "removed", "of which only the earlier state knows"),
)


def field_counts(found: Changes) -> Iterator[tuple[str, str, int]]:
    """Yield what is counted, the anchor of its section (empty if it has none), and how many."""
    for kind, form in _FORMS.items():
        words = form.title.casefold()
        yield f"{words} changed", f"{form.anchor}-changed", len(found.changed(kind))
        if form.of:
            for act, word, _ in _ACTS:
                yield f"{words} {word}", f"{form.anchor}-{word}", len(found.with_act(kind, act))
        yield f"{words} that only moved", "", found.moved(kind)


def field_sections(facts: SiteFacts, found: Changes) -> Iterator[Html]:
    """Yield a section for what differs, what is new and what is gone of each kind of line, where there is any."""
    for kind, form in _FORMS.items():
        if changed := found.changed(kind):
            yield section(
                f"{form.title} changed", _changed(facts, form, found, changed), anchor=f"{form.anchor}-changed"
            )
        for act, word, told in _ACTS if form.of else ():
            if lines := found.with_act(kind, act):
                listed = _listed(facts, form, found, lines, told)
                yield section(f"{form.title} {word}", listed, anchor=f"{form.anchor}-{word}")


def _changed(facts: SiteFacts, form: _Form, found: Changes, lines: Iterable[Changed]) -> Html:
    head = (*form.head, "Field", "Then", "Now", "What it does")
    rows = [
        tag(
            "tr",
            *labelled(
                head,
                (
                    *form.names(facts, line.judged.change, found.line(line.judged.change)),
                    tag("td", text(field.title)),
                    _value(field.old, field.old_place),
                    _value(field.new, field.new_place),
                    verdict_cell(field.judgement, line.judged.whom),
                ),
            ),
        )
        for line in lines
        for field in line.fields
    ]
    number = len({line.judged.change.key for line in lines})
    caption = f"{counted(len(rows), 'field')} of {_counted(number, form.noun)}, with the value then and now"
    return table(caption, head, [tag("tbody", *rows)], class_="stack")


def _counted(number: int, noun: str) -> str:
    """Return number and noun; the noun may go on after its first word (``fact of an item``)."""
    first, blank, rest = noun.partition(" of ")
    return f"{counted(number, first)}{blank}{rest}"


def _value(value: str, where: str) -> Html:
    shown = text(value) if value else tag("span", text("nothing"), class_="quiet")
    place = tag("small", text(f" {where or 'not recorded'}"), class_="place")
    return tag("td", tag("p", shown, place, class_="side"))


def _listed(facts: SiteFacts, form: _Form, found: Changes, lines: tuple[JudgedChange, ...], told: str) -> Html:
    head = (*form.head, form.of, "Place", "What it does")
    rows = (
        tag("tr", *labelled(head, (*form.names(facts, line.change, found.line(line.change)), *_ends(form, line))))
        for line in lines
    )
    return table(f"{_counted(len(lines), form.noun)} {told}", head, [tag("tbody", *rows)], class_="stack")


def _ends(form: _Form, line: JudgedChange) -> tuple[Html, ...]:
    values = list(filter(None, form.said(line.change.record or {}))) or ["nothing"]
    return (
        tag("td", *(tag("p", text(value), class_="side") for value in values)),
        place_cell(line.change.new_place or line.change.old_place),
        verdict_cell(line.judgement, line.whom),
    )


def place_cell(where: str) -> Html:
    """Return the cell of a place, which an earlier file may not tell."""
    return tag("td", tag("span", text(where or "not recorded"), class_="place"))


def verdict_cell(judgement: Judgement, whom: Whom, note: str = "") -> Html:
    """Return the cell of a verdict: all that hold, gravest first, why, for whom, and what else should be known."""
    verdicts = ", ".join(verdict.value for verdict in judgement.verdicts)
    told = (tag("strong", text(verdicts)), text(f". {judgement.why}"))
    more = ("For", for_whom(whom)), ("Note:", note)
    return tag("td", tag("p", *told, class_="side"), *(_more(word, said) for word, said in more if said))


def _more(word: str, said: str) -> Html:
    return tag("p", text(f"{word} {said}"), class_="side")


_LEFT_OUT = (
    "The lists of errata, proofs, findings, results of laboratories and sources. Standings tell what the proofs are "
    "worth. Names of elements are under Elements renamed; what another field brings along, such as the size of a type, "
    "is not listed again."
)
_PAIRED = (
    "Elements by id, else by the renamings of metermap.toml, name, printed row, reference or address, where one alone "
    "has it; facts by device, item and section; use cases by code; statements within an element, or the item "
    "of a protocol field, a device and a protocol, by the address, the printed row, variant and use cases that they "
    "have most in common. Statements of an element that was added or removed are not listed again."
)


def compared_fields(found: Changes) -> Html:
    """Return which fields are compared of each kind of line, how lines are paired, and what is left out."""
    told = tuple((_FORMS[kind].title, told) for kind, told in found.told.items())
    kinds = ((title, text(", ".join(one.compared) or "nothing")) for title, one in told)
    untold = ((f"{title}, not told then", text(", ".join(one.untold))) for title, one in told)
    return definitions((*kinds, *untold, ("Paired", text(_PAIRED)), ("Left out", text(_LEFT_OUT))))
