"""What the report says, as HTML: the first page and the sections, for the file of its own and for the site's page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from metermap.codegen.gap_report import as_html_aspects as aspects
from metermap.codegen.gap_report import as_html_coverage as counts
from metermap.codegen.gap_report import as_html_gaps as gaps
from metermap.codegen.gap_report.as_html_pieces import Links, word_of
from metermap.codegen.gap_report.as_html_trend import trend, trend_link
from metermap.codegen.gap_report.figures import PICTURE_TITLE, Figure, Task, bars, figures, tasks
from metermap.codegen.gap_report.model import NOT_RECORDED, GapReport
from metermap.codegen.gap_report.picture import picture
from metermap.core.markup import EMPTY, link, section, tag, text
from metermap.core.text import Html

__all__ = ["contents", "sections", "summary"]

_CONTENTS: Final = (
    ("coverage", "Coverage"),
    ("sections", "Sections"),
    ("limits", "Limits"),
    ("gaps", "Gaps"),
    ("proposals", "Proposals"),
    ("protocol-fields", "Protocol fields"),
    ("hub", "The hub's view"),
    ("parity", "Parity"),
    ("standards", "Standards"),
    ("security", "Security"),
    ("undecided-proofs", "What would decide the rest"),
    ("findings", "Findings"),
    ("errata", "Errata"),
    ("statements", "Statements"),
)

_RULES: Final = (
    "Every count stands beside the number it is out of. A proposal or a plan is never counted as a home. What nobody "
    f"wrote down reads \N{LEFT DOUBLE QUOTATION MARK}{NOT_RECORDED}\N{RIGHT DOUBLE QUOTATION MARK}."
)


def summary(report: GapReport, links: Links) -> Html:
    """Return the first page: the extent, the key figures, the picture and what can be settled."""
    drawing = picture(bars(report), PICTURE_TITLE)
    drawn = tag("div", drawing, class_="scroll figure", role="group", tabindex="0", aria_label=PICTURE_TITLE)
    return tag(
        "section",
        tag("p", text(f"{report.extent}. {report.counted_up_to}".rstrip()), class_="lead"),
        tag("ul", *map(_figure, figures(report)), class_="figures"),
        drawn,
        trend_link(report.trend) if report.trend else EMPTY,
        _to_settle(report, links),
        tag("p", text(_RULES), class_="rules"),
        class_="summary",
        aria_label="Summary",
    )


def _figure(found: Figure) -> Html:
    shown = tag("strong", text(f"{found.count:,}"), tag("small", text(f" of {found.whole:,}")))
    return tag("li", shown, tag("span", text(found.said)))


def _to_settle(report: GapReport, links: Links) -> Html:
    found = tasks(report)
    if not found:
        return EMPTY
    return section("What can be settled", tag("ul", *(_task(one, links) for one in found), class_="tasks"))


def _task(found: Task, links: Links) -> Html:
    count = tag("span", tag("strong", text(f"{found.count:,}")), text(f" of {found.whole:,}"), class_="number")
    if found.standing is not None:
        word = word_of(found.standing.value)
        shown = link(links.gaps.format(word), text(found.said), data_choice=f"standing={word}")
        return tag("li", count, shown)
    return tag("li", count, link(_address(links, found.anchor), text(found.said)))


def _address(links: Links, anchor: str) -> str:
    return links.pages.get(anchor, f"#{anchor}")


def contents(report: GapReport, links: Links) -> Html:
    """Return the list of sections, and of the pages that stand for some."""
    listed = (*((("trend", "Since the earlier report"),) if report.trend else ()), *_CONTENTS)
    entries = (tag("li", link(_address(links, anchor), text(heading))) for anchor, heading in listed)
    return tag("nav", tag("ul", *entries), class_="contents", aria_label="Sections of the report")


def sections(report: GapReport, links: Links, controls: Html) -> Iterator[Html]:
    """Yield the sections in the order of the contents, without those that have a page; `controls` filter the gaps."""
    if report.trend:
        yield trend(report.trend, links)
    yield counts.coverage(report)
    yield counts.sections(report)
    yield gaps.limits(report, links)
    yield gaps.gaps(report, links, controls)
    yield gaps.proposals(report, links)
    yield gaps.protocol_fields(report, links)
    yield from (write(report, links) for anchor, write in _ASPECTS.items() if anchor not in links.pages)
    yield counts.statements(report)


_ASPECTS: Final[Mapping[str, Callable[[GapReport, Links], Html]]] = MappingProxyType(
    {
        "hub": aspects.hubs,
        "parity": aspects.parities,
        "standards": aspects.standards,
        "security": aspects.security,
        "undecided-proofs": aspects.proof_reasons,
        "findings": aspects.findings,
        "errata": aspects.errata,
    }
)
