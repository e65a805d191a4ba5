"""The page of editions: those that the workspace keeps alive, and what each changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from metermap.codegen.changes.model import Diff, JudgedChange, Kind, Verdict
from metermap.codegen.editions import Ladder
from metermap.codegen.editions.forms import editions_table, worth_telling
from metermap.core.markup import EMPTY, join, labelled, section, table, tag, text
from metermap.core.render import counted
from metermap.core.text import Html
from metermap.mappings.model import EditionModel
from metermap.site.facts import SiteFacts, protocol_title
from metermap.site.names import page_names
from metermap.site.pieces import Page, item_link

__all__ = ["editions"]

_HEAD: Final = ("What", "Then", "Device and protocol", "Verdict", "Why")
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
            *(
                section(_title(old, new), *_step(facts, new, step), anchor=anchors[new.name])
                for (old, new), step in steps
            ),
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


def _step(facts: SiteFacts, new: EditionModel, step: Diff) -> Iterator[Html]:
    changes = tuple(worth_telling(step.changes))
    counts = replace(step, changes=changes).counts()
    said = [f"{count:,} {verdict.value}" for verdict, count in counts.items() if count]
    yield tag("p", text(f"{counted(len(changes), 'change')}: {', '.join(said)}." if said else "No change."))
    if moved := len(step.changes) - len(changes):
        one, many = "line only stands", "lines only stand"
        yield tag("p", text(f"{moved:,} more {one if moved == 1 else many} elsewhere."), class_="note")
    told = [change for change in changes if change.judgement.verdict is not Verdict.DOCUMENTATION]
    if told:
        rows = (tag("tr", *labelled(_HEAD, _cells(facts, new, change))) for change in told)
        caption = (
            f"{counted(len(told), 'change')} that is more than documentation"
            if len(told) == 1
            else (f"{counted(len(told), 'change')} that are more than documentation")
        )
        yield table(caption, _HEAD, [tag("tbody", *rows)], class_="stack")


def _cells(facts: SiteFacts, new: EditionModel, judged: JudgedChange) -> Iterator[Html]:
    change, judgement = judged.change, judged.judgement
    yield tag("th", _named(facts, new, judged), tag("small", text(f"{_acts(judged)}"), class_="note"), scope="row")
    yield tag("td", text(change.old_name if change.old_name != change.name else ""))
    over = f" over {protocol_title(change.protocol)}" if change.protocol else ""
    yield tag("td", text(f"{change.device}{over}"))
    yield tag("td", *_verdicts(judgement.verdicts))
    yield tag("td", text(judgement.why))


def _acts(judged: JudgedChange) -> str:
    return f"{judged.change.kind.value} {', '.join(judged.change.acts)}"


def _verdicts(verdicts: Sequence[Verdict]) -> Iterator[Html]:
    first, *others = verdicts
    yield tag("strong", text(first.value))
    yield tag("small", text(f"also {', '.join(each.value for each in others)}"), class_="note") if others else EMPTY


def _named(facts: SiteFacts, new: EditionModel, judged: JudgedChange) -> Html:
    """Return the name of what changed, linked to the item's page where the site has it."""
    change, model = judged.change, new.model
    if change.new_index is not None and change.kind is Kind.STATEMENT:
        said = model.statements[change.new_index]
        element = model.catalogue.element_by_id.get(said.element)
        item = element.item.value if element else said.item
        rest = change.name.removeprefix(item)
        return join((item_link(facts, item, ""), text(rest))) if change.name.startswith(item) else text(change.name)
    if change.new_index is not None and change.kind is Kind.ELEMENT:
        item = model.catalogue.elements[change.new_index].item.value
        return join((item_link(facts, item, ""), text(change.name.removeprefix(item))))
    return text(change.name)
