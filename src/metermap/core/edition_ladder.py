"""The editions of a catalogue that a workspace keeps alive, oldest first, and what holds in which of them.

These are editions of the catalogue and its mapping, such as GBCS 0.8.1. Those of a protocol's dictionary are another
matter, see `metermap.core.editions`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["EditionLadder", "edition_label", "identifier_label"]

# Windows takes these for devices, whatever follows a point.
_DEVICE_FILE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?")
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})*")


def edition_label(name: str) -> str:
    """Return the name of an edition as a path and a part of an address may have it.

    ``GBCS 0.8.1`` gives ``gbcs-0.8.1``: lower-case ASCII letters, digits, single hyphens and points inside. Empty if
    the name has neither letter nor digit of ASCII. One that some systems keep for a device, ``con``, gives
    ``edition-con``.
    """
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    label = re.sub(r"\.{2,}", ".", re.sub(r"[^a-z0-9.]+", "-", ascii_name)).strip("-.")
    return f"edition-{label}" if _DEVICE_FILE.fullmatch(label) else label


def identifier_label(label: str) -> str:
    """Return a label as a part of an identifier: ``gbcs-0.8.1`` gives ``gbcs_0_8_1``. Different ones may meet here."""
    return re.sub(r"[^a-z0-9]+", "_", label)


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A name by what stands before its number: ``GBCS 4.1`` is (4, 1) of ``gbcs``, and ``4.1`` is of anything."""

    stem: str
    number: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> _Numbered | None:
        """Return the parts of a text; None if it has no number."""
        found = _NUMBER.search(text)
        if found is None:
            return None
        return cls(text[: found.start()].strip().casefold(), tuple(int(part) for part in found[0].split(".")))

    def order(self, other: _Numbered) -> int | None:
        """Return a number below, at or above 0; None for two that are in no order.

        As many parts count as both have: of ``4.x`` only the 4 is known, so it may be as old as each 4.something.
        """
        if self.stem and other.stem and self.stem != other.stem:
            return None
        deep = min(len(self.number), len(other.number))
        mine, theirs = self.number[:deep], other.number[:deep]
        return (mine > theirs) - (mine < theirs)


class EditionLadder:
    """The names of editions in their order, oldest first; the last is the one that is worked on.

    A text means a rung if it is its name, or the number in the name of that rung alone: ``0.8.1`` means
    ``GBCS 0.8.1``. What means no rung is held against one by its number.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names, oldest first."""
        self.names = tuple(names)
        numbers = [found[0] if (found := _NUMBER.search(name)) else "" for name in self.names]
        once = {number for number, count in Counter(numbers).items() if count == 1 and number}
        self._places = {number: place for place, number in enumerate(numbers) if number in once}
        self._places.update((name, place) for place, name in enumerate(self.names))

    def has(self, text: str) -> bool:
        """Return whether a text means a rung."""
        return text in self._places

    def knows(self, text: str) -> bool:
        """Return whether a text is a rung, or has a number that can be held against every rung."""
        return self.has(text) or all(self._order(text, name) is not None for name in self.names)

    def before(self, one: str, other: str) -> bool:
        """Return whether one edition is certainly older than the other."""
        order = self._order(one, other)
        return order is not None and order < 0

    def holds(self, since: str, until: str, edition: str) -> bool:
        """Return whether something that begins with `since` and ends with `until`, both included, holds in an edition.

        A bound that is empty, or that is in no order with the edition, bounds nothing.
        """
        return not (since and self.before(edition, since)) and not (until and self.before(until, edition))

    def _order(self, one: str, other: str) -> int | None:
        if self.has(one) and self.has(other):
            return self._places[one] - self._places[other]
        first, second = _Numbered.of(one), _Numbered.of(other)
        return first.order(second) if first and second else None
