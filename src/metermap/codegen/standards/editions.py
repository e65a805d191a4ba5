"""Which edition of a dictionary each device needs for what is mapped of it, and what forces that edition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from metermap.codegen.standards.facts import Addressed, Facts, count
from metermap.codegen.standards.model import EditionNeed, RungCount
from metermap.core.editions import Edition, Holding, Ladder

if TYPE_CHECKING:
    from metermap.mappings.model import Device

__all__ = ["edition_needs"]


def edition_needs(facts: Facts) -> Iterator[EditionNeed]:
    """Yield the need of each device over each protocol and ladder; what is only proposed has needs of its own."""
    for device in facts.model.devices:
        for protocol, _ in device.protocols:
            for proposed in (False, True):
                found = facts.of(device.id, protocol, proposed=proposed)
                own = [one for one in found if protocol in {entry.dictionary for entry in one.entries}]
                if own:
                    yield from _needs(facts, device, protocol, own, proposed=proposed)


def _needs(
    facts: Facts, device: Device, protocol: str, found: Sequence[Addressed], *, proposed: bool
) -> Iterator[EditionNeed]:
    editions = facts.editions.get(protocol, ())
    ladder = Ladder(editions)
    reached = {rung.ladder for rung in editions for one in found if rung.name in one.since(protocol)}
    must_meet = dict(device.editions).get(protocol, ())
    undated = count(one.statement for one in found if not one.dated(protocol))
    for name in dict.fromkeys(rung.ladder for rung in editions if rung.ladder in reached):
        rungs = [rung for rung in editions if rung.ladder == name]
        at = _by_rung([one for one in found if one.dated(protocol)], protocol, ladder, rungs)
        lowest = _lowest(found, protocol, ladder, rungs)
        yield EditionNeed(
            device=device.id,
            protocol=protocol,
            proposed=proposed,
            ladder=name,
            must_meet=must_meet,
            ordered=any(rung.name in must_meet for rung in rungs),
            lowest=lowest,
            forcing=tuple(dict.fromkeys(facts.name(one.statement) for one in at.get(lowest, ()))),
            rungs=tuple(RungCount(rung, count(one.statement for one in at[rung])) for rung in at),
            not_recorded=undated,
        )
    if not reached:
        yield EditionNeed(device.id, protocol, proposed, "", must_meet, False, "", (), (), undated)  # noqa: FBT003


def _by_rung(
    found: Sequence[Addressed], protocol: str, ladder: Ladder, rungs: Sequence[Edition]
) -> dict[str, list[Addressed]]:
    """Return the statements by the latest rung that each needs, rungs oldest first."""
    names = [rung.name for rung in rungs]
    grouped: dict[str, list[Addressed]] = {name: [] for name in names}
    for one in found:
        for latest in ladder.latest(since for since in one.since(protocol) if since in grouped):
            grouped[latest].append(one)
    return {name: group for name, group in grouped.items() if group}


def _lowest(found: Sequence[Addressed], protocol: str, ladder: Ladder, rungs: Sequence[Edition]) -> str:
    """Return the first rung in which nothing is missing: neither to come yet nor gone; empty if there is none."""
    lifetimes = {entry.lifetime for one in found for entry in one.entries if entry.dictionary == protocol}
    missing = {Holding.NOT_YET, Holding.NO_MORE}
    whole = (rung.name for rung in rungs if not any(ladder.holds(life, rung.name) in missing for life in lifetimes))
    return next(whole, "")
