"""What a result may be about: a device and protocol of the workspace, and what that device carries by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metermap.core.suggest import did_you_mean
from metermap.mappings.results.record import case_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metermap.mappings.model import ResolvedModel

__all__ = ["Meant", "Subjects"]

_SUGGESTED = 50


@dataclass(frozen=True, slots=True)
class Meant:
    """What a subject means; if it means nothing, `why`, the `column` at fault and what is `expected` there."""

    element: str = ""
    statement: str = ""
    use_case: str = ""
    why: str = ""
    column: str = "subject"
    expected: str = ""


class Subjects:
    """The subjects that results of a model may have."""

    def __init__(self, model: ResolvedModel) -> None:
        self.edition = model.edition
        self._protocols = {device.id: (*dict(device.protocols), *dict(device.silent)) for device in model.devices}
        self._known: dict[tuple[str, str], dict[str, Meant]] = {
            (device, protocol): {} for device, spoken in self._protocols.items() for protocol in spoken
        }
        for element, device, protocol in model.states:
            self._known[device, protocol][element] = Meant(element)
        for said in model.statements:
            known = self._known.setdefault((said.device, said.protocol), {})
            known[said.key] = Meant(said.element, said.key)
            known.update((case_id(case, said.key), Meant(said.element, said.key, case)) for case in said.use_cases)
        self._left = _SUGGESTED

    def find(self, device: str, protocol: str, subject: str) -> Meant:
        """Return what the subject means for a device over a protocol."""
        if device not in self._protocols:
            return self._nothing("device", device, f"there is no device {device!r:.60}", self._protocols)
        spoken = self._protocols[device]
        if protocol not in spoken:
            why = f"{protocol!r:.60} is no protocol that {device} is asked about"
            return self._nothing("protocol", protocol, why, spoken)
        known = self._known[device, protocol]
        if subject in known:
            return known[subject]
        others = (f"{one} over {other}" for (one, other), named in self._known.items() if subject in named)
        if elsewhere := ", ".join(others):
            return Meant(
                why=f"{subject:.200} is none of {device} over {protocol}", expected=f"it is one of {elsewhere}"
            )
        why = f"{device} over {protocol} has no element, statement or test case {subject!r:.200}"
        return self._nothing("subject", subject, why, known)

    def _nothing(self, column: str, word: str, why: str, known: Iterable[str]) -> Meant:
        """Return a meaning of nothing. Comparing takes milliseconds: a file of wrong names must not take hours."""
        self._left -= 1
        meant = did_you_mean(word, known) if self._left >= 0 else ""
        names = sorted(known)
        return Meant(why=why, column=column, expected=meant or ("" if column == "subject" else " or ".join(names)))
