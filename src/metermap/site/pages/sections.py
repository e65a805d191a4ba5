"""The reverse pages of the catalogue's sources: the elements by the section that they cite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from metermap.catalogue.model import Element
from metermap.catalogue.references import Reference
from metermap.codegen.gap_report.model import Column
from metermap.core.markup import EMPTY, join, link, section, table, tag, text
from metermap.core.render import counted
from metermap.core.text import Html
from metermap.site.elements import column_heading, counts_row, elements_table
from metermap.site.facts import SiteFacts
from metermap.site.pieces import Page, standing_legend

__all__ = ["section_list", "section_pages"]

_ROOT = "../"
Cited = list[tuple[Reference, tuple[Element, ...]]]


def _order(reference: Reference) -> tuple[str, list[tuple[bool, int, str]]]:
    """Order: by document, then by the numbers of the section."""
    parts = reference.section.split(".")
    return reference.document, [(not part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts]


def _families(facts: SiteFacts) -> dict[str, Cited]:
    """Return the cited sections by family, in the order of their numbers."""
    families: dict[str, Cited] = {}
    for reference in sorted(facts.by_section, key=_order):
        families.setdefault(reference.family, []).append((reference, facts.by_section[reference]))
    return families


def _distinct(cited: Cited) -> list[Element]:
    """Return the elements of several sections, each once."""
    return list({element.id.value: element for _, elements in cited for element in elements}.values())


def section_list(facts: SiteFacts) -> Page:
    """Return the list of families of sections, with how much of each is mapped."""
    families = _families(facts)
    columns = _spoken(facts)
    head = ("Sections", "Elements", *map(column_heading, columns))
    rows = (
        counts_row(
            facts,
            head,
            link(f"{_ROOT}{facts.map.sections[family]}.html", text(_title(family))),
            _distinct(cited),
            columns,
        )
        for family, cited in families.items()
    )
    caption = f"Mapped elements, out of those asked about; {len(facts.by_section):,} sections are cited"
    lead = (
        "The elements by the section of SMETS, or of another specification, that the catalogue cites for them. An "
        "element that cites several sections stands under each."
    )
    body = (
        tag("h1", text("Sections")),
        tag("p", text(lead), class_="lead"),
        table(caption, head, [tag("tbody", *rows)], class_="list stack", numbers=len(head) - 1),
        _without_section(facts),
    )
    return Page("sections/index", "Sections", join(body))


def _spoken(facts: SiteFacts) -> list[Column]:
    """Return the columns of protocols that the device speaks; elsewhere nothing is applicable."""
    return [column for column in facts.columns if not column.reason]


def _title(family: str) -> str:
    return family.strip()


def _without_section(facts: SiteFacts) -> Html:
    citing = {element.id.value for elements in facts.by_section.values() for element in elements}
    left = [element for element in facts.model.catalogue.elements if element.id.value not in citing]
    if not left:
        return EMPTY
    caption = f"{len(left):,} of {len(facts.model.catalogue.elements):,} elements"
    shown = elements_table(facts, left, _spoken(facts), _ROOT, caption)
    return section("Elements that cite no section", shown, anchor="none")


def section_pages(facts: SiteFacts) -> Iterator[Page]:
    """Yield the page of each family of sections."""
    for family, cited in _families(facts).items():
        title = f"Sections of {_title(family)}"
        yield Page(facts.map.sections[family], title, join((tag("h1", text(title)), *_body(facts, cited))))


def _anchor_link(facts: SiteFacts, reference: Reference) -> Html:
    return link(f"#{facts.map.section_anchors[str(reference)]}", text(reference), class_="short")


def _body(facts: SiteFacts, cited: Cited) -> Iterator[Html]:
    elements = _distinct(cited)
    columns = [one for one in _spoken(facts) if any(facts.standing(element, one) for element in elements)]
    head = ("Section", "Elements", *map(column_heading, columns))
    rows: Sequence[Html] = [
        counts_row(facts, head, _anchor_link(facts, reference), held, columns) for reference, held in cited
    ]
    caption = "Mapped elements, out of those asked about"
    yield table(caption, head, [tag("tbody", *rows)], class_="list stack", numbers=len(head) - 1)
    yield standing_legend()
    for reference, held in cited:
        shown = elements_table(facts, held, columns, _ROOT, f"Cited by {counted(len(held), 'element')}")
        yield section(str(reference), shown, anchor=facts.map.section_anchors[str(reference)])
