"""A diff as one HTML file to send by e-mail: no request, no link out of it, no style or script but its own two.

It works from a disk, without the script, and on paper. The first page says what breaks, and for whom.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from metermap.codegen.changes.model import BREAKS, Diff, Side, Verdict
from metermap.codegen.diff_report.as_html_pieces import marked, verdict_mark
from metermap.codegen.diff_report.tables import AS_ABOVE, Table, field_table, line_table, telling_title
from metermap.codegen.diff_report.telling import (
    Chapter,
    Hit,
    ItemChanges,
    Telling,
    chapters,
    counted_changes,
    hits,
    moved,
    told_counts,
)
from metermap.codegen.diff_report.words import (
    KINDS,
    VERDICTS,
    digest_of,
    for_whom,
    headline,
    notes,
)
from metermap.codegen.gap_report.as_html_filter import Facet, controls, facet
from metermap.codegen.gap_report.as_html_pieces import lines, listing, number, place, td, word_of
from metermap.codegen.gap_report.html_file import SCRIPT, STYLE, html_file, template
from metermap.core.markup import EMPTY, breakable, code, join, label, link, section, table, tag, text
from metermap.core.render import counted
from metermap.core.text import Html

__all__ = ["diff_html"]

_OWN_STYLE: Final = "diff-report.css"
_LIST: Final = "changes-list"
_ROWS: Final = ".telling"
_MOST: Final = 2_000
"""The lines of a telling that are listed: a browser shows no more at ease."""


def diff_html(diff: Diff) -> str:
    """Return the diff as an HTML document."""
    old, new = headline(diff)
    style = template(STYLE) + template(_OWN_STYLE, "metermap.codegen.diff_report")
    return html_file(f"Changes: {old} \N{RIGHTWARDS ARROW} {new}", style, template(SCRIPT), _body(diff))


def _body(diff: Diff) -> Iterator[Html]:
    found = chapters(diff)
    yield tag("a", text("Skip to the changes"), href="#changes", class_="skip")
    yield tag(
        "main",
        _header(diff),
        _summary(diff, found),
        _changes(found),
        _moved(diff),
        id="content",
        tabindex="-1",
    )
    yield tag("footer", *(tag("p", _made_of(word, side)) for word, side in (("Old", diff.old), ("New", diff.new))))


def _made_of(word: str, side: Side) -> Html:
    digest = code(side.digest) if side.digest else text("not recorded")
    return join((text(f"{word}: {side.source or 'not recorded where from'}, SHA-256 "), digest))


def _header(diff: Diff) -> Html:
    old, new = headline(diff)
    arrow = tag("span", text("\N{RIGHTWARDS ARROW}"), class_="arrow")
    return tag(
        "header",
        tag("p", text("What changed"), class_="kicker"),
        tag("h1", breakable(old), text(" "), arrow, text(" "), breakable(new)),
        tag("dl", *_side("Old", diff.old), *_side("New", diff.new), class_="sides"),
    )


def _side(word: str, side: Side) -> Iterator[Html]:
    """Yield what a state was read from, with the beginning of its digest."""
    name = text(f", {side.name}") if side.name and side.name != side.source else EMPTY
    digest = join((text("SHA-256 "), code(digest_of(side)))) if side.digest else text("no digest recorded")
    yield tag("dt", text(word))
    yield tag("dd", breakable(side.source), name, tag("small", text(" "), digest))


def _summary(diff: Diff, found: Iterable[Chapter]) -> Html:
    said = [tag("li", text(note)) for note in notes(diff)]
    noted = tag("ul", *said, class_="notes") if said else EMPTY
    if not diff.changes:
        return tag("section", noted, class_="summary", aria_label="Summary", id="changes")
    anchors = _anchors(found)
    tiles = (_tile(verdict, count, anchors.get(verdict, "")) for verdict, count in told_counts(diff).items())
    return tag(
        "section",
        noted,
        tag("p", *_counted(diff), class_="counted"),
        tag("ul", *tiles, class_="figures verdicts"),
        tag("div", *(_hit(by, of) for by, of in hits(diff)), class_="hits"),
        class_="summary",
        aria_label="Summary",
    )


def _tile(verdict: Verdict, count: int, anchor: str) -> Html:
    """Return how many changes have a verdict, with the way to them, if there is one."""
    name = text(verdict.value.capitalize())
    shown = link(f"#{anchor}", name) if anchor else name
    head = tag("strong", verdict_mark(verdict), text(f" {count:,}"))
    about = tag("span", text(VERDICTS[verdict]))
    return tag("li", head, tag("em", shown), about, class_="" if count else "none")


def _counted(diff: Diff) -> Iterator[Html]:
    """Yield how many changes there are, with the way to the lines that only moved."""
    said = counted_changes(diff)
    yield link("#moved", text(said)) if moved(diff) else text(said)


def _anchors(found: Iterable[Chapter]) -> dict[Verdict, str]:
    return {chapter.verdict: word_of(chapter.verdict.value) for chapter in found}


def _hit(by: str, found: Iterable[Hit]) -> Html:
    """Return who is hit by what breaks."""
    one = by.removesuffix("s")
    head = (one.capitalize(), *(verdict.word.capitalize() for verdict in BREAKS))
    caption = f"Changes that break something, by {one}; one may break several things"
    rows = (tag("tr", *_hit_cells(hit)) for hit in found)
    return table(caption, head, [tag("tbody", *rows)], class_="counts", numbers=len(BREAKS))


def _hit_cells(hit: Hit) -> Iterator[Html]:
    name, *counts = hit.row
    yield tag("th", text(name) if hit.name else tag("span", text(name), class_="quiet"), scope="row")
    yield from map(number, counts)


# ---- the changes ---------------------------------------------------------------------------------


def _changes(found: tuple[Chapter, ...]) -> Html:
    if not found:
        return EMPTY
    told = [(chapter, item, telling) for chapter in found for item in chapter.items for telling in item.tellings]
    filters = controls("entries", _LIST, _facets([telling for _, _, telling in told]), _ROWS)
    return section("Changes", filters, tag("div", *map(_chapter, found), id=_LIST), anchor="changes")


def _facets(told: list[Telling]) -> Iterator[Facet]:
    verdicts = [verdict for telling in told for verdict in telling.judgement.verdicts]
    by_verdict = (
        (verdict.word, verdict.value) for verdict in reversed(Verdict) for _ in range(verdicts.count(verdict))
    )
    yield facet("verdict", "Verdict", by_verdict)
    yield facet("device", "Device", ((one, one) for telling in told for one in _devices(telling)))
    yield facet("role", "Role", ((one, one) for telling in told for one in telling.whom.roles))
    yield facet("kind", "About", ((telling.kind.value, KINDS[telling.kind]) for telling in told))


def _devices(telling: Telling) -> list[str]:
    """Return the devices that are hit, and those whose lines these are."""
    held = (device for member in telling.members for device in member.devices)
    return list(dict.fromkeys((*telling.whom.devices, *held)))


def _chapter(chapter: Chapter) -> Html:
    count = tag("small", text(f" {counted(chapter.count, 'change')}"))
    head = tag("h3", verdict_mark(chapter.verdict), text(f" {chapter.verdict.value.capitalize()}"), count)
    items = (_item(item) for item in chapter.items)
    return tag(
        "section",
        head,
        *items,
        id=word_of(chapter.verdict.value),
        class_=f"chapter {chapter.verdict.word}",
        data_group="chapter",
    )


def _item(item: ItemChanges) -> Html:
    was = tag("small", text(" was "), label(item.old_name)) if item.old_name else EMPTY
    name = label(item.name) if item.name else tag("span", text("without a name"), class_="quiet")
    tellings = (_telling(telling, item) for telling in item.tellings)
    return tag("article", tag("h4", name, was), *tellings, class_="item", data_group="item")


def _telling(telling: Telling, item: ItemChanges) -> Html:
    tables = (("Fields", field_table(telling)), ("Lines", line_table(telling, item.name, _MOST)))
    return tag(
        "div",
        tag("p", text(telling_title(telling)), class_="what"),
        tag("p", *_why(telling), class_="why"),
        *(_shown(f"{title} of {item.name}", found) for title, found in tables if found),
        class_="telling",
        data_verdict=" ".join(verdict.word for verdict in telling.judgement.verdicts),
        data_device=" ".join(map(word_of, _devices(telling))),
        data_role=" ".join(map(word_of, telling.whom.roles)),
        data_kind=word_of(telling.kind.value),
        data_words=f"{item.name} {item.old_name}",
    )


def _why(telling: Telling) -> Iterator[Html]:
    judgement, whom = telling.judgement, for_whom(telling.whom)
    also = (
        tag("span", verdict_mark(verdict), text(f" also {verdict.value}"), class_="also") for verdict in judgement.also
    )
    yield lines(
        join((text(judgement.why[:1].upper() + judgement.why[1:]), *also), " "),
        tag("small", text(f"For {whom}")) if whom else EMPTY,
        tag("small", text(f"Note: {telling.note}")) if telling.note else EMPTY,
    )


def _shown(caption: str, found: Table) -> Html:
    rows = (_cells(found.head, row) for row in found.rows)
    body = listing(caption, found.head, rows, "stack told")
    left = tag("p", text(f"And {found.left_out:,} more lines, which the workbook and the JSON list."), class_="quiet")
    return join((body, left)) if found.left_out else body


def _cells(head: tuple[str, ...], row: tuple[str, ...]) -> Iterator[Html]:
    """Yield the cells of a row, each as what its column holds."""
    said = dict(zip(head, row, strict=True))
    old, new = marked(said.get("Old", ""), said.get("New", ""))
    for name, value in said.items():
        match name:
            case "Old":
                yield td(old, class_="old")
            case "New":
                yield td(new, class_="new")
            case "Line":
                yield tag("th", label(value), scope="row")
            case "Place":
                yield td(place(value), class_="where")
            case _:
                yield td(tag("span", text(value), class_="quiet") if value == AS_ABOVE else text(value))


def _moved(diff: Diff) -> Html:
    found = moved(diff)
    if not found:
        return EMPTY
    entries = (tag("li", place(one.place) or text("Not recorded where"), text(f": {one.said}")) for one in found)
    return section("Only moved", tag("ul", *entries, class_="moved"), anchor="moved")
