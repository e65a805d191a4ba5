"""The editions of a catalogue that a workspace keeps alive, oldest first, and what holds in which of them.

These are editions of the catalogue and its mapping, such as GBCS 0.8.1. Those of a protocol's dictionary are another
matter, see `metermap.core.editions`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

__all__ = ["EditionLadder", "edition_label", "identifier_label"]

_NUMBER = re.compile(r"\d+(?:\.\d+)*")


def edition_label(name: str) -> str:
    """Return the name of an edition as a path and a part of an address may have it.

    ``GBCS 0.8.1`` gives ``gbcs-0.8.1``: lower-case ASCII letters, digits, single hyphens and points inside. Empty if
    the name has neither letter nor digit of ASCII.
    """
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"\.{2,}", ".", re.sub(r"[^a-z0-9.]+", "-", ascii_name)).strip("-.")


def identifier_label(label: str) -> str:
    """Return a label as a part of an identifier: ``gbcs-0.8.1`` gives ``gbcs_0_8_1``. Different ones may meet here."""
    return re.sub(r"[^a-z0-9]+", "_", label)


class EditionLadder:
    """The names of editions in their order, oldest first; the last is the one that is worked on.

    A text means a rung if it is its name, or the number in the name of that rung alone: ``0.8.1`` means
    ``GBCS 0.8.1``.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names, oldest first."""
        self.names = tuple(names)
        numbers = [found[0] if (found := _NUMBER.search(name)) else "" for name in self.names]
        once = {number for number, count in Counter(numbers).items() if count == 1 and number}
        self._places = {number: place for place, number in enumerate(numbers) if number in once}
        self._places.update((name, place) for place, name in enumerate(self.names))

    def knows(self, text: str) -> bool:
        """Return whether a text means a rung."""
        return text in self._places

    def before(self, one: str, other: str) -> bool:
        """Return whether one rung is older than the other; not where either is unknown."""
        return self.knows(one) and self.knows(other) and self._places[one] < self._places[other]

    def holds(self, since: str, until: str, edition: str) -> bool:
        """Return whether something that begins with `since` and ends with `until`, both included, holds in an edition.

        An empty bound is none, and so is one that the ladder does not know: who asks has told of it.
        """
        return not self.before(edition, since) and not self.before(until, edition)
