"""What address resolution shares: the outcome, the reporter, the names and numbers of keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from metermap.core.findings import Code, Findings
from metermap.core.places import TextPlace
from metermap.mappings.expressions import Environment, fill, index_text, whole

if TYPE_CHECKING:
    from metermap.core.addresses import Address
    from metermap.core.places import Place
    from metermap.core.types import TypeDescriptor
    from metermap.mappings import syntax as s

__all__ = ["LOWER_BIT_FIRST", "Placed", "Reporter", "key_name", "key_number"]

MAX_MESSAGE = 400
LOWER_BIT_FIRST = "Write the lower bit first: @4..7."
"""How a range of bits that runs backwards is corrected."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An address with the type that the dictionary gives it; None where it gives none."""

    address: Address
    type: TypeDescriptor | None


@dataclass(slots=True)
class Reporter:
    """Collects the findings of one file, each fault once however often an index repeats it."""

    file: str
    findings: Findings
    _seen: set[tuple[str, s.At, str]] = field(default_factory=set)

    def __call__(
        self,
        code: Code,
        at: s.At,
        message: str,
        *,
        expected: str = "",
        help: str = "",  # noqa: A002  (the word users read)
        subject: str = "",
        also: Iterable[Place | None] = (),
    ) -> None:
        """Report a fault at a position of the file; `also` are secondary places, where they are known."""
        if (code.id, at, message) not in self._seen:
            self._seen.add((code.id, at, message))
            place = TextPlace(at.file or self.file, at.line, at.column)
            shown = message if len(message) <= MAX_MESSAGE else f"{message[:MAX_MESSAGE]} ..."
            self.findings.add(
                code.at(
                    place, shown, expected=expected, help=help, subject=subject or self.file, also=filter(None, also)
                )
            )


def key_name(step: s.Step, environment: Environment) -> tuple[str, str]:
    """Return the protocol's name of a step and the text of its indices."""
    name = fill(step.name, environment) or step.name
    return name, "".join(index_text(index, environment) for index in step.indices)


def key_number(key: s.Key, environment: Environment) -> int | None:
    """Return the number after ``@``, or None."""
    if key.number is None:
        return None
    return whole(key.number.low, environment)
