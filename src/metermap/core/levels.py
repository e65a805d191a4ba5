"""How much a workspace lets a kind of finding weigh: the table ``[severity]`` of metermap.toml.

A finding whose kind is set to ``off`` is not thrown away: it is marked as suppressed, and counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from metermap.core.codes import FIXED_LEVEL, LEVEL_OF_NOTHING
from metermap.core.findings import Code, Finding, Findings, Severity
from metermap.core.places import Place
from metermap.core.suggest import did_you_mean

__all__ = ["Level", "accepted_levels", "levelled"]

_OFF = "off in metermap.toml"


@dataclass(frozen=True, slots=True)
class Level:
    """The severity that a workspace gives a code, None for ``off``, and the reason as written, if any."""

    severity: Severity | None
    because: str
    place: Place

    @property
    def word(self) -> str:
        """Return the word of metermap.toml: ``error``, ``warning``, ``note`` or ``off``."""
        return self.severity.value if self.severity else "off"


def accepted_levels(levels: Mapping[str, Level], codes: Mapping[str, Code], findings: Findings) -> Mapping[str, Level]:
    """Return the levels that may be used; one of an unknown code, or of an error that is fixed, is a finding."""
    accepted: dict[str, Level] = {}
    for name, level in levels.items():
        code = codes.get(name)
        if code is None:
            expected = did_you_mean(name, codes) or "a code that metermap rules lists"
            message = f"severity.{name}: there is no finding {name}"
            findings.add(LEVEL_OF_NOTHING.at(level.place, message, subject=name, expected=expected))
        elif code.fixed and level.severity is not Severity.ERROR:
            message = f"severity.{name}: {name} is an error that no workspace can make {_shown(level)}"
            findings.add(FIXED_LEVEL.at(level.place, message, subject=name))
        else:
            accepted[name] = level
    return accepted


def _shown(level: Level) -> str:
    return f"a {level.word}" if level.severity else "vanish"


def levelled(findings: Iterable[Finding], levels: Mapping[str, Level]) -> Iterator[Finding]:
    """Yield the findings with the severity of the workspace; those that are off are marked as suppressed."""
    for finding in findings:
        level = levels.get(finding.code)
        if level is None:
            yield finding
        elif level.severity is None:
            yield replace(finding, suppressed=f"{_OFF}: {level.because}" if level.because else _OFF)
        else:
            yield replace(finding, severity=level.severity)
