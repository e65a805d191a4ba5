"""Lines that disagree with their neighbours: sections, and texts copied one row too far."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise

from metermap.catalogue import codes
from metermap.catalogue.consistency.lines import Lines, grouped
from metermap.catalogue.consistency.rule import Example, Rule, element, fact
from metermap.catalogue.model import Element, ItemFact, Value
from metermap.catalogue.paths import canonical_key
from metermap.catalogue.references import Reference, parse_references
from metermap.core.findings import Finding

__all__ = ["RULES"]

_ENOUGH = 3
_SHARE = 0.75
_OF_A_VALUE = frozenset({"unit", "scale", "scaler", "multiplier", "divisor"})


# Sections


def _other_sections(lines: Lines) -> Iterator[Finding]:
    main = {item: _main_sections(lines, elements) for item, elements in lines.by_item.items()}
    owners = {section for sections in main.values() for section in sections.values()}
    for item, elements in lines.by_item.items():
        for chapter, section in main[item].items():
            for line in elements:
                rival = _rival(lines, line, chapter, section, owners)
                if rival:
                    message = f"{line.name:.100} cites {rival}, and the other lines of the item {section}"
                    place, subject = line.reference.place, line.id.value
                    yield codes.OTHER_SECTION.at(place, message, subject=subject, expected=str(section))


def _main_sections(lines: Lines, elements: Sequence[Element]) -> Mapping[str, Reference]:
    """Return the section that three quarters of an item's lines cite, by chapter: a chapter is a device's."""
    chapters: dict[str, list[tuple[Reference, ...]]] = {}
    for line in elements:
        for chapter, sections in grouped(lines.cited(line), lambda cited: cited.chapter).items():
            chapters.setdefault(chapter, []).append(tuple(sections))
    found: dict[str, Reference] = {}
    for chapter, cited in chapters.items():
        section, times = Counter(section for sections in cited for section in sections).most_common(1)[0]
        if times >= _ENOUGH and times >= _SHARE * len(cited):
            found[chapter] = section
    return found


def _rival(lines: Lines, line: Element, chapter: str, section: Reference, owners: set[Reference]) -> Reference | None:
    """Return the section that a line cites instead of its item's, if it is next to it or is another item's."""
    cited = [reference for reference in lines.cited(line) if reference.chapter == chapter]
    if section in cited:
        return None
    return next((other for other in cited if other in owners or other.family == section.family), None)


def _sections_of_units(lines: Lines) -> Iterator[Finding]:
    for elements in lines.by_item.values():
        for group in grouped(elements, lambda line: _before_last(lines, line)).values():
            values = [line for line in group if lines.last_step(line) == "value"]
            for line in group if len(values) == 1 else ():
                if lines.last_step(line) in _OF_A_VALUE and set(lines.cited(line)) != set(lines.cited(values[0])):
                    also = [values[0].reference.place] if values[0].reference.place else []
                    message = (
                        f"{line.name:.100} cites {line.reference.value:.80}, its value {values[0].reference.value:.80}"
                    )
                    yield codes.SECTION_OF_UNIT.at(line.reference.place, message, subject=line.id.value, also=also)


def _before_last(lines: Lines, line: Element) -> tuple[str, tuple[str, ...]]:
    """Return what a value and its unit have in common: their path without its last step, and their devices."""
    return ".".join(str(step) for step in lines.path(line).steps[:-1]), line.devices.value


def _other_headings(lines: Lines) -> Iterator[Finding]:
    """Yield lines that cite nothing of what the heading above them names in brackets."""
    headings = {line.section: _named_sections(line.section) for line in lines.elements}
    for line in lines.elements:
        named, cited = headings[line.section], lines.cited(line)
        if named and cited and not any(_is_within(section, other) for section in cited for other in named):
            message = f"{line.name:.100} cites {line.reference.value:.80}, under the heading {line.section:.80}"
            yield codes.OTHER_SECTION.at(line.reference.place, message, subject=line.id.value, expected=line.section)


def _named_sections(heading: str) -> tuple[Reference, ...]:
    found = re.search(r"\(([^()]*)\)\s*$", heading)
    return (parse_references(found[1]) if found else None) or ()


def _is_within(section: Reference, other: Reference) -> bool:
    return section.document == other.document and f"{section.section}.".startswith(f"{other.section}.")


# Texts copied one row too far

# A type and a depth do not depend on the device, as units do: there the one line above may tell.
_OF_ANY_DEVICE = frozenset({"data_type", "depth"})
_OF_AN_ITEM = ("data_type", "unit", "range", "access", "depth")


def _copied(lines: Lines) -> Iterator[Finding]:
    facts = lines.catalogue.items
    told: dict[tuple[str, str], Counter[str]] = {}
    for line in facts:
        for field in _OF_AN_ITEM:
            told.setdefault((line.item.value, field), Counter()).update(filter(None, [_value(line, field).value]))
    for above, line in pairwise(facts):
        if _thing(above) != _thing(line):
            for field in _OF_AN_ITEM:
                text = _value(line, field).value
                there, here = told[above.item.value, field], told[line.item.value, field]
                needed = 2 if there[text] == 1 else 1
                known = needed == 1 or field in _OF_ANY_DEVICE
                at_home = text == _value(above, field).value and len(there) == 1
                if known and at_home and _is_strange(text, here, needed):
                    yield _copy(field, above, line)


def _is_strange(text: str, told: Counter[str], needed: int) -> bool:
    """Return whether one line of an item has the text, and all others, so many at least, have one other."""
    return len(told) == 2 and told[text] == 1 and told.total() > needed  # noqa: PLR2004  (this text, and the other)


def _thing(line: ItemFact) -> str:
    """Return the item without its index or field: their lines are alike for a good reason."""
    return canonical_key(line.item.value)[0].partition("/")[0]


def _value(line: ItemFact, field: str) -> Value[str]:
    value: Value[str] = getattr(line, field)
    return value


def _copy(field: str, above: ItemFact, line: ItemFact) -> Finding:
    value, source = _value(line, field), _value(above, field)
    message = f"{line.key:.120}: the {field.replace('_', ' ')} {value.value!r:.60} is that of the line above"
    also = [source.place] if source.place else []
    return codes.COPIED.at(value.place, message, subject=f"{line.key}; {field}", also=also)


def _log(section: str, *paths: str) -> tuple[Element, ...]:
    return tuple(element(n, "EventLog(CHF)", path, reference=section) for n, path in enumerate(paths, 1))


RULES = (
    Rule(
        codes.OTHER_SECTION,
        "Where three lines or more of an item, three quarters of those that cite a chapter, cite one section, a "
        "line that cites instead a section beside it, or the section of another item, was probably mistyped. "
        "Sections of commands, which each line of an item may have of its own, are neither. Under a heading that "
        "names sections in brackets, a line cites one of them at least.",
        lambda lines: chain(_other_sections(lines), _other_headings(lines)),
        failing=Example(
            elements=(
                *(
                    element(n, "Non-DisablementCalendar", f"currentSeasons[1..3].{step}", reference="SMETS 4.6.4.20")
                    for n, step in ((1464, "startDate"), (1465, "WeekIdentifier"), (1466, "Identifier"))
                ),
                element(1206, "Non-DisablementCalendar", "activateNextDateTime", reference="SMETS 4.6.4.2"),
            )
        ),
        passing=Example(
            elements=(
                *_log(
                    "CHTS 4.6.3.3", "method: readLog", "logEntries[1..100].logEntry.logCode", "methodInput: toDateTime"
                ),
                element(668, "EventLog(CHF)", "clear", reference="CHTS 4.5.1.3"),
            )
        ),
    ),
    Rule(
        codes.SECTION_OF_UNIT,
        "A value, its unit and its scale are one thing and stand in one section.",
        _sections_of_units,
        failing=Example(
            elements=(
                element(
                    502, "MaximumDemand(ConfigurableTime)ActivePowerImportValue", "value", reference="SMETS 5.7.5.20"
                ),
                element(
                    508, "MaximumDemand(ConfigurableTime)ActivePowerImportValue", "scale", reference="SMETS 5.7.5.21"
                ),
            )
        ),
        passing=Example(
            elements=(
                element(100, "ActiveExportRegister", "value", reference="SMETS 5.7.5.2"),
                element(362, "ActiveExportRegister", "scale", reference="SMETS 5.7.5.2"),
            )
        ),
    ),
    Rule(
        codes.COPIED,
        "Who fills a column downwards may go one row too far. A text counts as copied if it is that of the line "
        "above, about another item, which has it on all its lines, while all other lines of this item have another.",
        _copied,
        failing=Example(
            facts=(
                fact(475, "SAPC", "Model Type (meter)", "OCTET-STRING", says="8 octets"),
                fact(476, "SAPC", "Randomised Offset Number", says="8 octets"),
                fact(133, "ESME", "Model Type (meter)", "OCTET-STRING", says="8 octets"),
                fact(135, "ESME", "Randomised Offset Number", says="1..10000, fixed at manufacture"),
            )
        ),
        passing=Example(
            facts=(
                fact(209, "ESME", "Active Export Register", unit="Wh"),
                fact(210, "ESME", "Active Import Register", unit="Wh"),
            )
        ),
    ),
)
