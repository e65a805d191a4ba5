"""The page of editions: those that the workspace keeps alive, and what each changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from metermap.codegen.changes.model import Diff, Verdict
from metermap.codegen.diff_report.lines import ToldField
from metermap.codegen.diff_report.telling import ItemChanges, Telling, chapters, counted_changes, told_counts
from metermap.codegen.diff_report.words import LISTED, lines_in_words
from metermap.codegen.editions import Ladder
from metermap.codegen.editions.forms import editions_table
from metermap.core.markup import EMPTY, join, labelled, section, table, tag, text
from metermap.core.render import counted
from metermap.core.text import Html
from metermap.mappings.model import EditionModel
from metermap.site.facts import SiteFacts
from metermap.site.names import page_names
from metermap.site.pieces import Page, item_link

__all__ = ["editions"]

_HEAD: Final = ("What", "Then", "Device and protocol", "What differs", "Verdict", "Why")
_LEAD: Final = (
    "Equipment must meet the edition that held when it was installed, so several are kept alive. Of one that is "
    "recorded in part, what is not recorded shows no change, and nothing says that it was as it is now."
)


def editions(facts: SiteFacts, ladder: Ladder) -> Page:
    """Return the page: the editions, and for each but the oldest what it changed."""
    anchors = page_names(rung.name for rung in ladder.rungs)
    steps = zip(pairwise(ladder.rungs), ladder.steps, strict=True)
    body = join(
        (
            tag("h1", text("Editions")),
            tag("p", text(_LEAD), class_="lead"),
            _list(ladder),
            *(section(_title(old, new), *_step(facts, step), anchor=anchors[new.name]) for (old, new), step in steps),
        )
    )
    return Page("editions", "Editions", body)


def _title(old: EditionModel, new: EditionModel) -> str:
    return f"From {old.name} to {new.name}"


def _list(ladder: Ladder) -> Html:
    listed = editions_table(ladder)
    rows = (
        tag(
            "tr",
            *labelled(listed.columns, (tag("th", text(name), scope="row"), *(tag("td", text(each)) for each in more))),
        )
        for name, *more in listed.rows
    )
    return table("The editions, oldest first", listed.columns, [tag("tbody", *rows)], class_="stack")


def _step(facts: SiteFacts, step: Diff) -> Iterator[Html]:
    """Yield what an edition changed: how much, and once each what happened to lines of an item in the same way."""
    yield tag("p", text(f"{counted_changes(step)}: {_counts(step)}." if step.changes else "No change."))
    told = [
        (item, telling)
        for chapter in chapters(step)
        if chapter.verdict is not Verdict.DOCUMENTATION
        for item in chapter.items
        for telling in item.tellings
    ]
    if told:
        count = sum(telling.count for _, telling in told)
        caption = f"{counted(count, 'change')} that {'is' if count == 1 else 'are'} more than documentation"
        rows = (tag("tr", *labelled(_HEAD, _cells(facts, item, telling))) for item, telling in told)
        yield table(caption, _HEAD, [tag("tbody", *rows)], class_="stack")


def _counts(step: Diff) -> str:
    return ", ".join(f"{count:,} {verdict.value}" for verdict, count in told_counts(step).items() if count) or "none"


def _cells(facts: SiteFacts, item: ItemChanges, telling: Telling) -> Iterator[Html]:
    what = lines_in_words(telling.kind, telling.acts, telling.count)
    yield tag("th", item_link(facts, item.name, ""), tag("small", text(what), class_="note"), scope="row")
    yield tag("td", text(item.old_name))
    yield tag("td", text(telling.over))
    yield tag("td", *_differing(telling))
    yield tag("td", *_verdicts(telling.judgement.verdicts))
    yield tag("td", text(telling.judgement.why))


def _differing(telling: Telling) -> Iterator[Html]:
    """Yield the fields that are the same on all lines, and then each line that has its own."""
    shown = [field for field in telling.fields if field.old != LISTED]
    said = [_field(field) for field in shown]
    for member in telling.members:
        own = "; ".join(_field(field) for field in member.fields)
        told = ", ".join(filter(None, (own, member.said)))
        if told:
            said.append(f"{member.name}: {told}")
    yield from (tag("small", text(one), class_="note") for one in said)


def _field(field: ToldField) -> str:
    return f"{field.title}: {field.old}, then {field.new}"


def _verdicts(verdicts: Sequence[Verdict]) -> Iterator[Html]:
    first, *others = verdicts
    yield tag("strong", text(first.value))
    yield tag("small", text(f"also {', '.join(each.value for each in others)}"), class_="note") if others else EMPTY
