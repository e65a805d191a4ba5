"""Which standards a mapping rests on: from address to dictionary, edition and row of the register."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from metermap.codegen.standards.facts import Addressed, Facts, count
from metermap.codegen.standards.model import Citation, EditionNeed, EditionUse, StandardUse, Usage
from metermap.core.editions import Edition

if TYPE_CHECKING:
    from metermap.catalogue.model import Element
    from metermap.protocols.standards import Register

__all__ = ["candidates", "citations", "standard_uses"]

# Where devices need different things of an edition, the firmest counts.
_RANKED: Final = (EditionUse.REQUIRED, EditionUse.LOWEST, EditionUse.POSSIBLE)
_CITED = re.compile(r"([A-Za-z]{2,}) +[0-9]")


def standard_uses(facts: Facts, needs: Sequence[EditionNeed], register: Register) -> tuple[StandardUse, ...]:
    """Return the standards that a statement needs an entry of, then those that these are the source of."""
    direct = [use for name in facts.editions for use in _of_dictionary(facts, name, needs, register)]
    return (*direct, *_sourced(direct, register))


def candidates(facts: Facts, one: Addressed, dictionary: str) -> tuple[tuple[Edition, ...], ...]:
    """Return, for each thing that a statement needs of a dictionary, the editions on which it may rest.

    One edition where the tables record which brought it, else all of the dictionary: of each ladder if its
    entries rest on all of them.
    """
    editions = facts.editions.get(dictionary, ())
    named = [tuple(rung for rung in editions if rung.name == since) for since in one.since(dictionary)]
    if found := tuple(filter(None, named)):
        return found
    ladders = dict.fromkeys(rung.ladder for rung in editions) if dictionary in facts.together else ()
    return tuple(tuple(rung for rung in editions if rung.ladder == ladder) for ladder in ladders) or (editions,)


def _standard(rung: Edition) -> str:
    """Return the register's id of a rung's standard; its own name where its manifest gives none."""
    return rung.standard or rung.name


def _of_dictionary(
    facts: Facts, dictionary: str, needs: Sequence[EditionNeed], register: Register
) -> Iterator[StandardUse]:
    resting: dict[str, list[Addressed]] = {}
    for one in facts.addressed:
        if dictionary in one.dictionaries:
            rungs = (rung for group in candidates(facts, one, dictionary) for rung in _registered(group))
            for standard in dict.fromkeys(map(_standard, rungs)):
                resting.setdefault(standard, []).append(one)
    chosen = _chosen(facts, dictionary, needs)
    for standard, found in resting.items():
        editions = tuple((chosen.get(record.key, EditionUse.OTHER), record) for record in register.editions(standard))
        kind = "overlay" if dictionary in facts.overlays else "dictionary"
        missing = tuple(name for key, name in chosen if key == standard and register.edition(key, name) is None)
        yield StandardUse(standard, (f"{kind} {dictionary}",), editions, tuple(_usage(found)), missing)


def _registered(rungs: Sequence[Edition]) -> Iterable[Edition]:
    """Return the rungs that may be meant: of several, those that name a standard."""
    return rungs if len(rungs) == 1 else [rung for rung in rungs if rung.standard]


def _chosen(facts: Facts, dictionary: str, needs: Sequence[EditionNeed]) -> dict[tuple[str, str], EditionUse]:
    """Return what each edition of a dictionary is to what is mapped, by standard and edition."""
    rungs = facts.editions[dictionary]
    own = [need for need in needs if need.protocol == dictionary and not need.proposed]
    together = dictionary in facts.together
    chosen: dict[tuple[str, str], EditionUse] = {}
    for use in _RANKED:
        for rung in rungs:
            if any(_use(need, rung, rungs, together=together) is use for need in _on(rung, own)):
                chosen.setdefault((rung.standard, rung.edition), use)
    if not own and dictionary not in {need.protocol for need in needs}:
        # An overlay's tables record no editions: it is the one that its manifest names, or one of them.
        use = EditionUse.ONLY if len(rungs) == 1 else EditionUse.POSSIBLE
        chosen = {(rung.standard, rung.edition): use for rung in rungs}
    return chosen


def _on(rung: Edition, needs: Sequence[EditionNeed]) -> Iterator[EditionNeed]:
    """Yield the needs that say something of a rung: of a device that needs its ladder, only that one."""
    reached = {need.device for need in needs if need.ladder == rung.ladder}
    return (need for need in needs if need.ladder == rung.ladder or need.device not in reached)


def _use(need: EditionNeed, rung: Edition, rungs: Sequence[Edition], *, together: bool) -> EditionUse | None:
    """Return what a rung is to a need: what is stated of its ladder, else recorded, else one of its rungs.

    Of ladders that hold `together`, what is known of one says nothing of another.
    """
    if any(other.name in need.must_meet for other in rungs if other.ladder == rung.ladder):
        return EditionUse.REQUIRED if rung.name in need.must_meet else None
    if need.lowest and need.ladder == rung.ladder:
        return EditionUse.LOWEST if rung.name == need.lowest else None
    return EditionUse.POSSIBLE if together or need.ladder in ("", rung.ladder) else None


def _usage(found: Iterable[Addressed]) -> Iterator[Usage]:
    grouped: dict[tuple[str, str], list[Addressed]] = {}
    for one in found:
        grouped.setdefault((one.statement.device, one.statement.protocol), []).append(one)
    for (device, protocol), group in grouped.items():
        firm = count(one.statement for one in group if not one.statement.proposed)
        yield Usage(device, protocol, firm, count(one.statement for one in group if one.statement.proposed))


def _sourced(uses: Sequence[StandardUse], register: Register) -> Iterator[StandardUse]:
    through: dict[str, list[str]] = {}
    for use in uses:
        for what, record in use.editions:
            for standard in record.source_of if what is not EditionUse.OTHER else ():
                through.setdefault(standard, []).append(use.id)
    for standard in sorted(through.keys() - {use.id for use in uses}):
        editions = tuple((EditionUse.POSSIBLE, record) for record in register.editions(standard))
        yield StandardUse(standard, tuple(dict.fromkeys(through[standard])), editions, ())


def citations(elements: Iterable[Element], register: Register) -> tuple[Citation, ...]:
    """Return the standards that the catalogue's lines cite, by the names printed before section numbers."""
    known = {record.id for record in register.records}
    cited = Counter(name for element in elements for name in set(_CITED.findall(element.reference.value)))
    return tuple(
        Citation(name, name.lower() if name.lower() in known else "", number) for name, number in sorted(cited.items())
    )
