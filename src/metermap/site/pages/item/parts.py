"""The parts of a place: for each statement its type, value, proof, review, and name in the bindings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from metermap.codegen.explaining.words import breaking, scale_words
from metermap.core.markup import EMPTY, code, labelled, link, table, tag, text
from metermap.core.text import Html
from metermap.core.types import Kind
from metermap.mappings.model import Role, Statement
from metermap.mappings.proofs import ASSUMED, DECIDED_BY, WHY_UNDECIDED, Proof, Verdict
from metermap.site.homes import conditions, part_of, wire_type
from metermap.site.pages.item.context import ItemPages, Place
from metermap.site.pieces import element_label
from metermap.site.pieces import place as shown_place

if TYPE_CHECKING:
    from metermap.codegen.bindings.scan import EntryFacts
    from metermap.site.snippets import Named

__all__ = ["gaps_table", "names_table", "parts_table"]

_HEAD: Final = ("Element", "In it", "Type on the wire", "Value", "Proof", "Review")
_GAP_HEAD: Final = ("Element", "Why", "Review")
_COMPOSED: Final = (Kind.ARRAY, Kind.STRUCTURE)
_CONTRADICTED: Final = "the two contradict each other: one is a single value, the other is composed"
_NAMES: Final = ("Element", "Python", "C")
_VERDICTS: Final = {
    Verdict.LOSSLESS: "every value comes back",
    Verdict.BROKEN: "a value does not come back",
    Verdict.UNDECIDED: "not decided",
}


def parts_table(pages: ItemPages, place: Place) -> Html:
    """Return a row for each statement about a place."""
    rows = (tag("tr", *labelled(_HEAD, _cells(pages, said))) for said in place.statements)
    caption = "What it carries" if len(place.statements) == 1 else f"What it carries: {len(place.statements)} parts"
    return table(caption, _HEAD, [tag("tbody", *rows)], class_="parts stack")


def gaps_table(pages: ItemPages, place: Place) -> Html:
    """Return a row for each element that a place without an address states to have no home."""
    rows = (tag("tr", *labelled(_GAP_HEAD, _gap_cells(pages, said))) for said in place.statements)
    return table("What has no home", _GAP_HEAD, [tag("tbody", *rows)], class_="parts stack")


def _gap_cells(pages: ItemPages, said: Statement) -> Iterator[Html]:
    yield tag("th", *_element(pages, said), scope="row")
    yield tag("td", *(tuple(conditions(said)) or (text("no reason is recorded"),)))
    yield tag("td", *_review(pages, said))


def _cells(pages: ItemPages, said: Statement) -> Iterator[Html]:
    entry = pages.bound.entries.get(said.key)
    yield tag("th", *_element(pages, said), scope="row")
    yield tag("td", part_of(said.address) or tag("span", text("the whole"), class_="quiet"))
    yield tag("td", wire_type(said), _small(_CONTRADICTED if _is_contradicted(said) else ""))
    yield tag("td", *_value(said, entry))
    yield tag("td", *_proof(pages.facts.model.proof_by_key.get(said.key)))
    yield tag("td", *_review(pages, said))


def _is_contradicted(said: Statement) -> bool:
    """Whether the mapping has a single value where the dictionary has an array or a structure."""
    stated, known = said.type, said.dictionary_type
    if stated is None or known is None or known.kind not in _COMPOSED:
        return False
    return stated.kind not in {*_COMPOSED, Kind.CHOICE, Kind.ANY, Kind.UNKNOWN}


def _element(pages: ItemPages, said: Statement) -> Iterator[Html]:
    element = pages.facts.model.catalogue.element_by_id.get(said.element)
    if element is None:
        yield tag("span", text(said.element or "protocol field"), class_="quiet")
    else:
        yield link(f"#{pages.facts.map.anchors[said.element]}", element_label(element))
    yield _small(f"row {said.row}" if said.row is not None else "")


def _value(said: Statement, entry: EntryFacts | None) -> Iterator[Html]:
    """Yield what the value is: constant, codes and conditions, unit and scale, as far as they are known."""
    stated = list(conditions(said))
    yield from stated
    unit = said.unit or (entry.unit if entry else "")
    facts = [
        ("computed as", said.conversion),
        ("unit", unit),
        ("catalogue's unit", entry.catalogue_unit if entry and entry.catalogue_unit != unit else ""),
        ("scale", scale_words(entry)),
        ("part", entry.part if entry else ""),
    ]
    told = [tag("span", tag("em", text(f"{name} ")), text(said_), class_="said") for name, said_ in facts if said_]
    yield from told
    if not stated and not told:
        yield tag("span", text("nothing is stated"), class_="quiet")


def _proof(proof: Proof | None) -> Iterator[Html]:
    """Yield the verdict, the value that breaks, and what is open with who could decide it."""
    if proof is None:
        yield tag("span", text("none: no element is carried"), class_="quiet")
        return
    verdict = tag("span", text(_VERDICTS[proof.verdict]), class_=f"verdict {proof.verdict.value}")
    because = [_small(f"{WHY_UNDECIDED[reason]}; decided by {DECIDED_BY[reason]}") for reason in proof.reasons]
    facts = (
        ("catalogue allows", proof.stated),
        ("wire carries", proof.carried),
        ("conversion", proof.conversion),
        ("surely comes back", proof.limits),
        ("wire also says", proof.beyond),
        ("depends on", ", ".join(proof.conditional)),
        ("assumed", "; ".join(ASSUMED[assumption] for assumption in proof.assumptions)),
        ("proved from", ", ".join(map(str, proof.evidence))),
    )
    because += [_small(f"{name}: {said}") for name, said in facts if said]
    yield tag("details", tag("summary", verdict), *because, class_="proof") if because else verdict
    yield _small(breaking(proof.broken) if proof.broken else "")


def _review(pages: ItemPages, said: Statement) -> Iterator[Html]:
    gap = "no home, " if said.role is Role.GAP else ""
    yield tag("span", text(f"{gap}{said.status}"), class_="proposal" if said.proposed else "")
    yield from (_small(f"{name}: {value}") for name, value in said.record)
    yield _small(f"relation: {said.relation or 'not recorded'}")
    if edit := pages.settings.edit_link(said.place.file, said.place.line):
        yield tag("small", link(edit, shown_place(said.place)), class_="note")
    else:
        yield tag("small", shown_place(said.place), class_="note")


def names_table(pages: ItemPages, place: Place) -> Html:
    """Return what the bindings call each part, folded; of a place that they leave out, why."""
    named = [(said, pages.bound.names[said.key]) for said in place.statements if said.key in pages.bound.names]
    if not named:
        why = "A proposal is" if place.first.proposed else "This is"
        return tag("p", text(f"{why} not in the bindings."), class_="quiet")
    rows = (tag("tr", *labelled(_NAMES, _name_cells(pages, said, names))) for said, names in named)
    caption = f"In Python of {named[0][1].package}, in C of {named[0][1].header}"
    shown = table(caption, _NAMES, [tag("tbody", *rows)], class_="stack")
    return tag("details", tag("summary", text("Names in the bindings")), shown, class_="more")


def _name_cells(pages: ItemPages, said: Statement, names: Named) -> Iterator[Html]:
    yield tag("th", *_element(pages, said), scope="row")
    yield tag("td", code(f"{names.module}.{names.constant}"))
    yield tag("td", code(names.item))


def _small(said: str) -> Html:
    return tag("small", text(said), class_="note") if said else EMPTY
