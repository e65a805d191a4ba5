"""Elements with an index of which the mapping says a part only: which indices are missing.

An element ``thresholds[1..4]`` counts as mapped once a statement names it. If all of its statements
together leave indices out, that is a finding, for each device and protocol.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from metermap.catalogue.paths import IndexRange
from metermap.mappings import codes
from metermap.mappings.elements import indices_of

if TYPE_CHECKING:
    from metermap.catalogue.model import Element
    from metermap.core.findings import Finding
    from metermap.core.places import TextPlace

__all__ = ["Part", "Parts", "findings_of_parts", "missing_indices"]

_Box: TypeAlias = tuple[tuple[int, int], ...]
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Part:
    """The indices of an element that one statement says, in the order of the name, and where."""

    indices: tuple[IndexRange, ...]
    place: TextPlace


Parts: TypeAlias = dict[tuple[str, str, str], list[Part]]
"""Parts by element id, device and protocol."""


def findings_of_parts(parts: Parts, elements: Mapping[str, Element]) -> Iterator[Finding]:
    """Yield a finding for each element of which some indices are said and others are not."""
    told: dict[tuple[str, str, str], list[str]] = {}
    for (element, device, protocol), said in parts.items():
        missing = missing_indices(indices_of(elements[element]), [part.indices for part in said])
        if missing:
            more = f" and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
            told.setdefault((element, protocol, ", ".join(missing[:_SHOWN]) + more), []).append(device)
    for (element, protocol, missing_text), devices in told.items():
        found = elements[element]
        yield codes.PART_OF_AN_ELEMENT.at(
            parts[element, devices[0], protocol][-1].place,
            f"{found.name} on {', '.join(devices)} over {protocol}: nothing is said of {missing_text}",
            subject=f"{protocol}/{element}",
            also=(found.place,) if found.place else (),
        )


def missing_indices(whole: tuple[IndexRange, ...], said: list[tuple[IndexRange, ...]]) -> list[str]:
    """Return the indices of `whole` that no part says, as ``[3..4]``; none where an end is a letter."""
    counted = [at for at, index in enumerate(whole) if index.count is not None]
    full = tuple(_ends(whole[at], whole[at]) for at in counted)
    boxes = {tuple(_ends(indices[at], whole[at]) for at in counted) for indices in said if len(indices) == len(whole)}
    missing = _missing(full, sorted(boxes)) if counted and boxes else []
    return [
        "".join(str(IndexRange(*ends)) for ends, of in zip(box, full, strict=True) if ends != of) for box in missing
    ]


def _ends(index: IndexRange, whole: IndexRange) -> tuple[int, int]:
    """Return the ends of an index; a letter reaches as far as the element does."""
    low, high = (
        end if isinstance(end, int) else known for end, known in ((index.low, whole.low), (index.high, whole.high))
    )
    return int(low), int(high)


def _missing(full: _Box, boxes: list[_Box]) -> list[_Box]:
    """Return the parts of a box that no other box covers, cut along the first axis."""
    if not full:
        return [] if boxes else [()]
    low, high = full[0]
    cuts = sorted({low, high + 1, *(end for box in boxes for end in (box[0][0], box[0][1] + 1))})
    over: list[list[_Box]] = [[] for _ in cuts[1:]]
    for box in boxes:
        for at in range(bisect_left(cuts, box[0][0]), bisect_left(cuts, box[0][1] + 1)):
            over[at].append(box[1:])
    found: list[_Box] = []
    for start, end, inside in zip(cuts, cuts[1:], over, strict=False):
        for rest in _missing(full[1:], inside):
            if found and found[-1][0][1] == start - 1 and found[-1][1:] == rest:
                found[-1] = ((found[-1][0][0], end - 1), *rest)
            else:
                found.append(((start, end - 1), *rest))
    return found
