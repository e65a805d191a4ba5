"""An example of a place on the wire: its octets one by one, and snippets that decode them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from metermap.codegen.bindings.codecs import ZCL_NAMES, Wire
from metermap.codegen.bindings.steps import BitsStep, ElementStep, MemberStep
from metermap.codegen.explaining.sample import position_of, value_of
from metermap.core.markup import EMPTY, code, join, labelled, table, tag, text
from metermap.core.text import Html
from metermap.mappings.proofs.moments import moment
from metermap.site.pages.item.context import ItemPages, Place

if TYPE_CHECKING:
    from metermap.codegen.bindings.scan import EntryFacts
    from metermap.codegen.bindings.steps import Step
    from metermap.codegen.explaining.sample import Sample
    from metermap.site.bound import Example
    from metermap.site.octets import Piece
    from metermap.site.snippets import Snippet

__all__ = ["example_section"]

_HEAD: Final = ("Octets", "Of", "Say")
_SINGLE: Final = ("Octets", "Say")
_SHOWN: Final = 16
_VALUES: Final = 8
_EPOCH: Final = "epoch2000"
_SECONDS: Final = 1 << 32
_Way = tuple[int, ...]


def example_section(pages: ItemPages, place: Place) -> Html:
    """Return the example of a place; where there is none, why."""
    entries = [pages.bound.entries[said.key] for said in place.statements if said.key in pages.bound.entries]
    if not entries:
        return EMPTY
    example = pages.bound.example(place.statements)
    if example is None:
        return tag("p", text(_why_none(entries, pages.bound.samples.type_of(entries[0]))), class_="quiet")
    snippets = (_snippet(snippet, f"{place.anchor}-{snippet.language.casefold()}") for snippet in example.snippets)
    return tag("div", _octets(example, entries), _instead(example.sample.instead), *snippets, class_="example")


def _instead(values: Sequence[tuple[str, Sequence[str]]]) -> Html:
    """Return, of an example whose values are others than those that the place may have, which these are."""
    if not values:
        return EMPTY
    said = "; ".join(f"{part} {_some(known)}".strip() for part, known in values)
    return tag("p", text(f"No vector has what would stand here: {said}."), class_="quiet")


def _some(values: Sequence[str]) -> str:
    more = f" and {len(values) - _VALUES} more" if len(values) > _VALUES else ""
    return f"{' or '.join(values[:_VALUES])}{more}"


def _why_none(entries: Sequence[EntryFacts], type_: str) -> str:
    if entries[0].transfer is None:
        return f"No example: {entries[0].missing or (entries[0].reason.value if entries[0].reason else '')}."
    words = type_.split()
    if "buffer" in words:
        return "No example: which columns a buffer has, and in which order, only the device tells."
    if "unordered" in words:
        return "No example: no source records the order of the members."
    return "No example: no vector is of this type."


def _octets(example: Example, entries: Sequence[EntryFacts]) -> Html:
    sample = example.sample
    made = sample.source.removeprefix("by hand: ")
    by = f"made by hand: {made}" if made != sample.source else f"made by {sample.source}"
    caption = f"An example of the type, {_count(len(sample.octets))}, {by}"
    if example.piece is None:
        return tag("p", text(f"{caption}: "), code(_hex(sample.octets)))
    piece = _with_moments(example.piece, sample, entries)
    return join((table(caption, *_explained(piece, sample.octets, entries), class_="octets"), _type_ids(entries)))


def _explained(piece: Piece, octets: bytes, entries: Sequence[EntryFacts]) -> tuple[Sequence[str], list[Html]]:
    """Return the headings and the body of the table of octets; of a value by itself nothing needs to be named."""
    if not piece.parts:
        rows = (_row(octets[run.start : run.end], "", run.says, _SINGLE) for run in piece.runs)
        return _SINGLE, [tag("tbody", *rows)]
    carrying = [entry for entry in entries if entry.statement.element]
    wanted = frozenset(_way(entry.steps) for entry in carrying or entries)
    return _HEAD, [tag("tbody", *_rows(piece, octets, wanted, ()))]


def _with_moments(piece: Piece, sample: Sample, entries: Sequence[EntryFacts]) -> Piece:
    """Return an explanation in which counts of seconds that a mapping measures from 2000 are told as moments."""
    for entry in entries:
        value = value_of(sample.whole, entry)
        if entry.statement.unit == _EPOCH and isinstance(value, int) and 0 <= value < _SECONDS:
            piece = _adding(piece, _way(entry.steps), f"that is {moment(value)}")
    return piece


def _adding(piece: Piece, way: _Way, said: str) -> Piece:
    """Return a piece with a remark to the value at a way inside; one that it has already is not repeated."""
    if way:
        parts = enumerate(piece.parts)
        return replace(piece, parts=tuple(_adding(each, way[1:], said) if at == way[0] else each for at, each in parts))
    if said in piece.says:
        return piece
    *others, last = piece.runs
    return replace(piece, says=f"{piece.says}, {said}", runs=(*others, replace(last, says=f"{last.says}, {said}")))


def _type_ids(entries: Sequence[EntryFacts]) -> Html:
    """Return the ZCL type id, which stands before the value of an attribute in a record."""
    codec = entries[0].codec
    if codec is None or codec.wire is not Wire.ZCL or entries[0].statement.type is None:
        return EMPTY
    number = next((id_ for id_, name in ZCL_NAMES.items() if name == codec.name), None)
    if number is None:
        return EMPTY
    said = f" {codec.name}, stands before the value in a record that reads, reports or writes it."
    return tag("p", text("Type id "), code(f"0x{number:02X}"), text(said), class_="quiet")


def _count(octets: int) -> str:
    return "1 octet" if octets == 1 else f"{octets} octets"


def _hex(octets: bytes) -> str:
    if len(octets) <= _SHOWN:
        return octets.hex(" ").upper()
    return f"{octets[: _SHOWN - 4].hex(' ').upper()} … {octets[-2:].hex(' ').upper()}"


def _way(steps: Sequence[Step]) -> _Way:
    """Return the numbers of the members and elements on a way, from 0; bits are in the octets of their value."""
    numbers = []
    for step in steps:
        match step:
            case MemberStep(number):
                numbers.append(number)
            case ElementStep():
                numbers.append(position_of(step) - 1)
            case BitsStep():
                pass
    return tuple(numbers)


def _rows(piece: Piece, octets: bytes, wanted: frozenset[_Way], way: _Way) -> Iterator[Html]:
    """Yield the octets of a piece; in detail on the way to what the item is, in one row beside it."""
    is_wanted = way in wanted
    on_the_way = any(each[: len(way)] == way for each in wanted)
    if not on_the_way or (is_wanted and way and piece.parts):
        says = piece.says or piece.type
        yield _row(octets[piece.start : piece.end], piece.name, says, wanted=is_wanted)
        return
    for run in piece.runs:
        yield _row(octets[run.start : run.end], piece.name, run.says, wanted=is_wanted)
    for number, part in enumerate(piece.parts):
        yield from _rows(part, octets, wanted, (*way, number))


def _row(octets: bytes, name: str, says: str, head: Sequence[str] = _HEAD, *, wanted: bool = False) -> Html:
    shown = tag("td", code(_hex(octets)) or tag("span", text("none"), class_="quiet"))
    named = (tag("td", text(name)),) if head is _HEAD else ()
    cells = (shown, *named, tag("td", text(_short(says))))
    return tag("tr", *labelled(head, cells), class_="wanted" if wanted else "")


def _short(says: str) -> str:
    most = 120
    return says if len(says) <= most else f"{says[:most]}…"


def _snippet(snippet: Snippet, anchor: str) -> Html:
    copy = tag("button", text("Copy"), type="button", class_="copy js-only", data_copy_from=anchor)
    return tag(
        "figure",
        tag("figcaption", text(snippet.language), copy),
        tag("pre", tag("code", _lines(snippet.code), id=anchor), tabindex="0"),
        tag("p", text("Prints "), tag("samp", _lines(snippet.prints))),
        class_="snippet",
        data_language=snippet.language,
    )


def _lines(said: str) -> Html:
    """Return a text with its line ends, which every other text loses."""
    return Html("\n".join(text(line) for line in said.splitlines()))
