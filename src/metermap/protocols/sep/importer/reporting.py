"""How the import tells what is doubtful: which entry, where, and what of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from metermap.core.findings import Code, Findings
from metermap.core.places import TextPlace
from metermap.protocols.sep.importer import codes
from metermap.protocols.sep.importer.xml_tree import Element

__all__ = ["At", "Reporter"]


@dataclass(frozen=True, slots=True)
class At:
    """An entry and where it stands: what a finding about it needs."""

    place: TextPlace
    subject: str


class Reporter:
    """Collects findings about entries, and counts what is left out."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.left_out: Counter[str] = Counter()
        self._kinds: dict[tuple[str, Code, str], tuple[int, TextPlace]] = {}

    def report(
        self,
        code: Code,
        at: At,
        what: str,
        *,
        expected: str = "",
        help: str = "",  # noqa: A002  (the word users read)
        also: TextPlace | None = None,
    ) -> None:
        """Collect a finding about an entry."""
        places = [also] if also else []
        message = f"{at.subject}: {what}"
        found = code.at(at.place, message, subject=at.subject, expected=expected, help=help, also=places)
        self.findings.add(found)

    def leave_out(self, what: str, place: TextPlace, code: Code = codes.NOT_HELD, count: int = 1) -> None:
        """Count what is not taken in; one finding a file and kind says how much at the end."""
        self.left_out[what] += count
        before, first = self._kinds.get((place.file, code, what), (0, place))
        self._kinds[place.file, code, what] = (before + count, first)

    def leave_out_some(self, what: str, elements: Iterable[Element]) -> None:
        """Count elements that are not taken in."""
        for element in elements:
            self.leave_out(what, element.place)

    def close(self) -> None:
        """Report what was counted."""
        for (file, code, what), (count, place) in self._kinds.items():
            self.report(code, At(place, file), f"{what}: {count:,} left out")
