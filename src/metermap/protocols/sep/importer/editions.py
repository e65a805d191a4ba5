"""From the ladder that a file prints to the rungs of the dictionary: se-1.2a-07-5356-19 is SE 1.2a."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from metermap.core.editions import Edition, Ladder
from metermap.core.places import TextPlace
from metermap.core.suggest import normal
from metermap.protocols.sep.importer import codes
from metermap.protocols.sep.importer.reporting import At, Reporter

__all__ = ["FileLadder", "SpecReader"]

_SPEC = re.compile(r"(?P<ladder>[A-Za-z&]+)-?(?P<version>\d[\w.]*)-(?P<document>.+)")
_LADDERS = {"lo": "LO"}  # "l&o", as lighting and occupancy is printed


@dataclass(frozen=True, slots=True)
class FileLadder:
    """The editions that a file's `domain` names, newest first: as printed, and as the dictionary calls them."""

    domain: str
    specs: tuple[str, ...]
    rungs: tuple[str, ...]
    place: TextPlace


@dataclass(slots=True)
class SpecReader:
    """Reads editions, and reports each one that the ladder does not know once."""

    ladder: Ladder
    reporter: Reporter
    _seen: dict[str, str] = field(default_factory=dict)

    def rung(self, spec: str, place: TextPlace) -> str:
        """Return the dictionary's name of an edition; as printed, with a finding, if it knows none."""
        printed = " ".join(spec.split())
        if not printed or printed in self._seen:
            return self._seen.get(printed, "")
        found = _rung(printed, self.ladder.editions)
        self._seen[printed] = found or printed
        if not found:
            names = ", ".join(edition.name for edition in self.ladder.editions)
            what = "it is no rung of the dictionary's ladder"
            self.reporter.report(codes.UNKNOWN_EDITION, At(place, printed[:80]), what, expected=names)
        return self._seen[printed]

    def file_ladder(self, domain: str, specs: Iterable[str], place: TextPlace) -> FileLadder:
        """Return what a domain says, newest first; an order that contradicts the dictionary's is a finding."""
        printed = tuple(spec for spec in specs if spec)
        rungs = tuple(self.rung(spec, place) for spec in printed)
        order = {edition.name: number for number, edition in enumerate(self.ladder.editions)}
        known = [rung for rung in rungs if rung in order]
        if known != sorted(known, key=lambda rung: -order[rung]):
            what = f"its editions are in the order {', '.join(known)}"
            self.reporter.report(codes.LADDER_ORDER, At(place, f"domain {domain[:60]}"), what)
        return FileLadder(domain, printed, rungs, place)


def _rung(spec: str, editions: Iterable[Edition]) -> str:
    """Return the rung whose version and document both agree."""
    found = _SPEC.fullmatch(spec)
    if found is None:
        return ""
    ladder = normal(found["ladder"]).upper()
    name = normal(f"{_LADDERS.get(ladder, ladder)} {found['version']}")
    for edition in editions:
        if found["document"] in edition.document.split(" / ") and normal(edition.name) == name:
            return edition.name
    return ""
