"""What the `allow` of mapping files suppresses.

An `allow` silences findings of its codes that are placed inside what it closes. It has a reason, it
silences no error that is fixed, and one that silences nothing is a finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from metermap.core.findings import Code, Finding, Severity
from metermap.core.places import TextPlace
from metermap.core.suggest import did_you_mean
from metermap.mappings.allow_codes import ALLOWS_FIXED, ALLOWS_NOTHING, UNUSED_ALLOW, WITHOUT_REASON

if TYPE_CHECKING:
    from metermap.mappings.model import Allowance

__all__ = ["Allowed", "apply_allowances"]


@dataclass(frozen=True, slots=True)
class Allowed:
    """All findings, those marked that an `allow` suppresses, and what is wrong with the allowances."""

    findings: tuple[Finding, ...]
    remarks: tuple[Finding, ...]


def apply_allowances(
    findings: Iterable[Finding],
    allowances: Iterable[Allowance],
    codes: Mapping[str, Code],
    *,
    looked_for: Callable[[str], bool] = lambda _: True,
) -> Allowed:
    """Mark the findings that an `allow` suppresses; the innermost `allow` around a finding does.

    `codes` are all that there are. An `allow` of a code that this run has not `looked_for`, or with an
    error inside what it closes, is not called unused: what it is for may only be hidden.
    """
    found = tuple(findings)
    listed = tuple(dict.fromkeys(allowances))
    remarks = tuple(remark for allowance in listed for remark in _faults(allowance, codes))
    usable = _by_code(listed, codes)
    used: set[tuple[str, Allowance]] = set()
    marked = tuple(_marked(finding, usable, used) for finding in found)
    unused = (
        _unused(code, allowance)
        for code, around in usable.items()
        for allowance in around
        if (code, allowance) not in used and looked_for(code) and not _hides(allowance, found)
    )
    return Allowed(marked, (*remarks, *unused))


def _faults(allowance: Allowance, codes: Mapping[str, Code]) -> Iterator[Finding]:
    if not allowance.reason.strip():
        named = " and ".join(allowance.codes)
        yield WITHOUT_REASON.at(allowance.place, f"allow {named}: the reason is empty", subject=allowance.place.file)
    for name in allowance.codes:
        code = codes.get(name)
        if code is None:
            expected = did_you_mean(name, codes) or "a code that metermap rules lists"
            message = f"allow {name}: there is no finding {name}"
            yield ALLOWS_NOTHING.at(allowance.place, message, subject=name, expected=expected)
        elif code.fixed:
            message = f"allow {name}: {name} is an error that nobody can allow ({code.title})"
            yield ALLOWS_FIXED.at(allowance.place, message, subject=name)


def _by_code(allowances: Iterable[Allowance], codes: Mapping[str, Code]) -> dict[str, list[Allowance]]:
    usable: dict[str, list[Allowance]] = defaultdict(list)
    for allowance in allowances:
        for name in dict.fromkeys(allowance.codes):
            if name in codes and not codes[name].fixed and allowance.reason.strip():
                usable[name].append(allowance)
    return usable


def _marked(finding: Finding, usable: Mapping[str, list[Allowance]], used: set[tuple[str, Allowance]]) -> Finding:
    around = [allowance for allowance in usable.get(finding.code, ()) if _holds(allowance, finding)]
    if not around:
        return finding
    innermost = max(around, key=lambda allowance: (allowance.ends is not None, _position(allowance.begins)))
    used.add((finding.code, innermost))
    return replace(finding, suppressed=f"allowed at {innermost.place}: {innermost.reason}")


def _holds(allowance: Allowance, finding: Finding) -> bool:
    place = finding.place
    if not isinstance(place, TextPlace) or place.file != allowance.begins.file:
        return False
    ends = allowance.ends
    return _position(allowance.begins) <= _position(place) and (ends is None or _position(place) <= _position(ends))


def _position(place: TextPlace) -> tuple[int, int]:
    return place.line, place.column


def _hides(allowance: Allowance, findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR and _holds(allowance, finding) for finding in findings)


def _unused(code: str, allowance: Allowance) -> Finding:
    begins, ends = allowance.begins, allowance.ends
    reach = f"from {begins} to the end of the file" if ends is None else f"from {begins} to {ends.line}:{ends.column}"
    message = f"allow {code}: no such finding is placed {reach}"
    return UNUSED_ALLOW.at(allowance.place, message, subject=f"{allowance.place.file} {code}")
