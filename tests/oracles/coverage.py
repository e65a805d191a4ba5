"""How much of the dictionaries the oracles cover, as a page of documentation.

An entry is *agreed* if for all that was compared of it, names apart, there is an oracle that agrees; where
nothing else was compared, for its name. It is *in dispute* if oracles hold it and there is something of
it in which none agrees. It is *single-source* if none holds it: it stands on what our tables were made from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from metermap.protocols import (
    Dictionaries,
    InterfaceClass,
    dlms_type_names,
    parse_dlms_type,
    parse_zcl_type,
    zcl_type_names,
)
from metermap.protocols.dlms.invariants import class_versions
from tests.oracles.checks import Check
from tests.oracles.comparison import Comparison
from tests.oracles.dlms import data_type_place, member_place, unit_place
from tests.oracles.sep import VALUES, attribute_place, command_place, enumeration_place, global_place, type_place

__all__ = ["PAGE", "Standing", "Tally", "coverage_page", "standing", "tally"]

PAGE: Final = "docs/dictionary-coverage.md"


class Standing(StrEnum):
    """What the oracles make of an entry."""

    AGREED = "agreed"
    DISPUTED = "in dispute"
    SINGLE = "single-source"


def standing(checks: Iterable[Check]) -> Standing:
    """Return what the checks of one entry, by all oracles, make of it."""
    found = tuple(checks)
    if not found:
        return Standing.SINGLE
    aspects: dict[str, bool] = {}
    for check in found:
        if not check.of_name:
            aspects[check.aspect] = aspects.get(check.aspect, False) or check.agrees
    witnessed = any(check.agrees and not check.of_presence for check in found)
    return Standing.AGREED if witnessed and all(aspects.values()) else Standing.DISPUTED


@dataclass(frozen=True, slots=True)
class Tally:
    """How many entries of one kind there are, and what the oracles make of them."""

    entries: int
    agreed: int
    disputed: int
    single: int
    oracles: tuple[str, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the numbers as cells of a table."""
        return tuple(map(str, (self.entries, self.agreed, self.disputed, self.single)))

    @property
    def share(self) -> str:
        """Return how much is agreed, with what it is a share of."""
        return f"{self.agreed} of {self.entries}" + (f" ({self.agreed / self.entries:.0%})" if self.entries else "")


def tally(places: Sequence[str], checks: dict[str, list[Check]]) -> Tally:
    """Return the tally of the entries with these keys."""
    counts = Counter(standing(checks.get(place, ())) for place in places)
    held = {check.oracle for place in places for check in checks.get(place, ())}
    agreed, disputed, single = (counts[kind] for kind in Standing)
    return Tally(len(places), agreed, disputed, single, tuple(sorted(held)))


def coverage_page(dictionaries: Dictionaries, comparison: Comparison, versions: dict[str, str]) -> str:
    """Return the page: a table a protocol, and what stands beside the clusters and classes."""
    checks: dict[str, list[Check]] = {}
    for check in comparison.checks:
        # The named values of an attribute or a field are of the entry that has them.
        checks.setdefault(check.place.removesuffix(VALUES), []).append(check)
    sections = (
        _head(versions),
        _summary(dictionaries, checks),
        _clusters(dictionaries, checks),
        _classes(dictionaries, checks),
    )
    return "\n\n".join(sections) + "\n"


def _head(versions: dict[str, str]) -> str:
    oracles = ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))
    return (
        "# How far the dictionaries are verified\n\n"
        "Made by `sh scripts/oracles coverage --write`; a test fails when it is stale. What is compared and what the\n"
        "words mean is in [verification.md](verification.md).\n\n"
        f"Compared with {oracles}.\n\n"
        "An entry is *agreed* if for all that was compared of it, names apart, one of these agrees; *in dispute* if\n"
        "there is something of it in which none agrees; *single-source* if none holds it."
    )


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    numbers = {"entries", "agreed", "in dispute", "single-source", "attributes", "commands", "methods"}
    rule = ["---:" if name in numbers else "---" for name in heading]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heading, rule, *rows))


def _summary(dictionaries: Dictionaries, checks: dict[str, list[Check]]) -> str:
    rows = [
        (name, *found.cells, found.share, ", ".join(found.oracles) or "none")
        for name, places in _kinds(dictionaries)
        for found in [tally(places, checks)]
    ]
    heading = ("what", "entries", "agreed", "in dispute", "single-source", "share agreed", "held by")
    return "## All of it\n\n" + _table(heading, rows)


def _kinds(dictionaries: Dictionaries) -> Iterator[tuple[str, list[str]]]:
    sep, dlms = dictionaries.sep, dictionaries.dlms
    clusters = [cluster for id_ in sep.cluster_ids() if (cluster := sep.cluster(id_))]
    yield (
        "Smart Energy: attributes",
        [attribute_place(found.id, item.side, item.id) for found in clusters for item in found.attributes],
    )
    yield (
        "Smart Energy: commands",
        [command_place(found.id, item.side, item.id) for found in clusters for item in found.commands],
    )
    yield "Smart Energy: global commands", [global_place(command.id) for command in sep.global_commands()]
    yield "Smart Energy: enumerations and bitmaps", [enumeration_place(name) for name in sep.enumeration_names()]
    types = (parse_zcl_type(name) for name in zcl_type_names() if name != "unk")
    yield "Smart Energy: types", [type_place(found.tag) for found in types if found and found.tag is not None]
    classes = _versions(dictionaries)
    for kind in ("attribute", "method"):
        yield f"DLMS/COSEM: {kind}s", [place for class_ in classes for place in _members(class_, kind)]
    yield "DLMS/COSEM: units", [unit_place(unit.id) for unit in dlms.units()]
    tags = (parse_dlms_type(name) for name in dlms_type_names())
    yield "DLMS/COSEM: data types", [data_type_place(found.tag) for found in tags if found and found.tag is not None]


def _versions(dictionaries: Dictionaries) -> list[InterfaceClass]:
    return sorted(class_versions(dictionaries.dlms), key=lambda class_: (class_.id, class_.version))


def _members(class_: InterfaceClass, kind: str) -> list[str]:
    members = class_.attributes if kind == "attribute" else class_.methods
    return [member_place(class_.id, class_.version, kind, member.index) for member in members]


def _clusters(dictionaries: Dictionaries, checks: dict[str, list[Check]]) -> str:
    rows = []
    for id_ in dictionaries.sep.cluster_ids():
        cluster = dictionaries.sep.cluster(id_)
        if cluster is None:
            continue
        attributes = tally([attribute_place(id_, item.side, item.id) for item in cluster.attributes], checks)
        commands = tally([command_place(id_, item.side, item.id) for item in cluster.commands], checks)
        rows.append(_row(f"0x{id_:04X}", cluster.name, attributes, commands))
    heading = ("cluster", "name", "attributes", *_STANDINGS, "commands", *_STANDINGS, "held by")
    return "## Clusters\n\n" + _table(heading, rows)


_STANDINGS: Final = tuple(kind.value for kind in Standing)


def _row(key: str, name: str, first: Tally, second: Tally) -> tuple[str, ...]:
    held = ", ".join(sorted({*first.oracles, *second.oracles})) or "none"
    return (key, name, *first.cells, *second.cells, held)


def _classes(dictionaries: Dictionaries, checks: dict[str, list[Check]]) -> str:
    rows = [
        _row(
            f"{class_.id} v{class_.version}",
            class_.name if class_.source == "standard" else f"{class_.name} ({class_.source})",
            tally(_members(class_, "attribute"), checks),
            tally(_members(class_, "method"), checks),
        )
        for class_ in _versions(dictionaries)
    ]
    heading = ("class", "name", "attributes", *_STANDINGS, "methods", *_STANDINGS, "held by")
    return "## Interface classes\n\n" + _table(heading, rows)
