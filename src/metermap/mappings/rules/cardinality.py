"""Rules on cardinality and depth: how much the catalogue keeps, and how much the wire can hold or return."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from metermap.core.addresses import Access, DlmsAddress, SepAddress
from metermap.core.rules import Example, Family
from metermap.core.suggest import normal
from metermap.core.types import Kind
from metermap.mappings import whole_codes as codes
from metermap.mappings.rules.base import CheckedRule, Subject, row_of, subject_of
from metermap.mappings.rules.reading import command_of, firm_elements, grouped, index_ranges, possible_counts

if TYPE_CHECKING:
    from metermap.core.findings import Finding
    from metermap.core.types import Member
    from metermap.mappings.model import Statement
    from metermap.protocols import SepCommand

__all__ = ["RULES"]

_PROFILE: Final = (7, 2)  # class 7, attribute 2: the buffer of a profile
_COUNT = re.compile(r"total(?!.*command)|(?:max)?numberof(?!.*command)")


# counts


def count_too_small(subject: Subject) -> Iterator[Finding]:
    """The number of entries of an element, and the fields that count them in the command and its answer."""
    seen: set[tuple[object, ...]] = set()
    for statement in firm_elements(subject):
        address = statement.address
        most = _entries(subject, statement)
        if not isinstance(address, SepAddress) or not most:
            continue
        for command in _commands(subject, address):
            for field in command.fields:
                limit = field.type.maximum
                key = (statement.device, statement.item, command.name, field.name)
                if _counts(field) and limit is not None and most > limit and key not in seen:
                    seen.add(key)
                    yield codes.COUNT_TOO_SMALL.at(
                        statement.place,
                        f"{statement.item} of {statement.device} has {most} entries; "
                        f"{field.name} of {command.name}, {field.type}, counts to {limit}",
                        subject=f"{statement.protocol}/{statement.item}/{command.name}.{field.name}",
                        also=row_of(subject, statement),
                    )


def _entries(subject: Subject, statement: Statement) -> int:
    """Return the highest index of the outermost range of an element's path; 0 if none is known."""
    element = subject.catalogue.element_by_id[statement.element]
    ranges = index_ranges(element.path.value.partition("]")[0] + "]") if "[" in element.path.value else ()
    return ranges[0][1] if ranges else 0


def _commands(subject: Subject, address: SepAddress) -> Iterator[SepCommand]:
    """Yield the command of an address, and the one that asks for it or answers it."""
    others = (address.request, address.reply)
    for command in (command_of(subject, address), *(command_of(subject, address, name) for name in others if name)):
        if command is not None:
            yield command


def _counts(field: Member) -> bool:
    """Whether a field counts entries, by its name; commands are counted apart."""
    return field.type.kind is Kind.UNSIGNED and _COUNT.match(normal(field.name)) is not None


# depth


def depth_not_met(subject: Subject) -> Iterator[Finding]:
    """The entries that an item keeps, and the index range of its home."""
    seen: set[tuple[object, ...]] = set()
    for statement in firm_elements(subject):
        address = statement.address
        if not isinstance(address, DlmsAddress) or statement.row is None:
            continue
        ranges = index_ranges(address.member) or ()
        for fact in subject.catalogue.facts_by_row.get(statement.row, ()):
            depth = fact.entries.entries if fact.entries else None
            kept = depth.high if depth else None
            key = (statement.device, statement.item, address.object, kept)
            if not ranges or kept is None or fact.device.value.split()[0] != statement.device or key in seen:
                continue
            if kept not in possible_counts(ranges[:1]):
                seen.add(key)
                low, high = ranges[0]
                yield codes.DEPTH_NOT_MET.at(
                    statement.place,
                    f"{statement.item} keeps {kept} entries on {fact.device.value}; "
                    f"{address.object} has room for {low}..{high}",
                    subject=f"{subject_of(statement)}; {fact.device.value}",
                    expected=f"1..{kept}",
                    also=(fact.depth.place,) if fact.depth.place else (),
                )


# places for values


def range_not_covered(subject: Subject) -> Iterator[Finding]:
    """As many places in the home as the element has values."""
    said = grouped(firm_elements(subject), lambda one: (one.device, one.protocol, one.element))
    told: set[tuple[object, ...]] = set()
    for (device, _, id_), statements in said.items():
        element = subject.catalogue.element_by_id[id_]
        ranges = index_ranges(element.name)
        wanted = possible_counts(ranges or ())
        for family in grouped(statements, _family).values():
            places = _places(family)
            first = family[0]
            if not ranges or not places or places & wanted or (first.place, id_) in told:
                continue
            told.add((first.place, id_))
            yield codes.RANGE_NOT_COVERED.at(
                first.place,
                f"{element.name} has {_either(wanted)} values; "
                f"on {device} {first.address} has {_either(places)} places",
                subject=subject_of(first),
                expected=_either(wanted),
                also=row_of(subject, first),
            )


def _family(statement: Statement) -> tuple[str, ...]:
    """Return what homes that differ only in a number in their name have in common."""
    match statement.address:
        case SepAddress() as address if address.access is Access.ATTRIBUTE:
            return ("", re.sub(r"\d+", "#", address.name))
        case address:
            return (str(address), ",".join(statement.use_cases))


def _places(family: list[Statement]) -> frozenset[int]:
    """Return how many values a home, or a family of attributes, has room for; empty where that is not told."""
    match family[0].address:
        case SepAddress() as address if address.access is Access.ATTRIBUTE and re.search(r"\d", address.name):
            return frozenset({len({str(one.address) for one in family})})
        case DlmsAddress() as address if address.access is Access.ATTRIBUTE and not address.selector:
            ranges = index_ranges(address.member)
            length = _bits(family[0])
            if not ranges and length is None:
                return frozenset()
            counts = possible_counts(ranges or ())
            return counts | frozenset(count * length for count in counts if length)
        case _:
            return frozenset()


def _bits(statement: Statement) -> int | None:
    """Return the length of a bit-string that has one fixed length."""
    kind = statement.type
    if kind is None or kind.kind is not Kind.BITS or kind.length is None or kind.length[0] != kind.length[1]:
        return None
    return kind.length[0]


def _either(numbers: frozenset[int]) -> str:
    return " or ".join(map(str, sorted(numbers)))


# reading in parts


def read_at_once(subject: Subject) -> Iterator[Finding]:
    """A way to read a part of each buffer: a selector, or arguments of the object in front."""
    parts = {
        (one.device, one.address.object)
        for one in subject.statements
        if isinstance(one.address, DlmsAddress)
        and (one.address.selector or (one.address.access is Access.METHOD and one.address.member))
    }
    seen: set[tuple[str, str]] = set()
    for statement in firm_elements(subject):
        address = statement.address
        if not isinstance(address, DlmsAddress) or (address.class_id, address.index) != _PROFILE:
            continue
        ranges = index_ranges(address.member)
        key = (statement.device, address.object)
        if not ranges or ranges[0][1] <= 1 or address.selector or key in seen:
            continue
        if parts.isdisjoint({key, (statement.device, address.through)}):
            seen.add(key)
            yield codes.READ_AT_ONCE.at(
                statement.place,
                f"{statement.item} of {statement.device}: the {ranges[0][1]} entries of {address.object} come at once",
                subject=f"{statement.protocol}/{statement.item}/{address.object}",
                also=row_of(subject, statement),
            )


_LOG = """on ESME over dlms, tunnelled.
DailyReadLog(export) is ProfileGeneric 0-0:98.1.10.255 {{
    buffer[e in {range}] {{ dlValue: logEntries[1..31].logEntry.activeExportRegisterValue #545 }}{by}
}} for ECS21c.
"""
_BY = " by range_descriptor { from_value: fromDateTime #631 as double-long-unsigned }"

_TIERS = """on GSME over sep, tunnelled.
TariffTOURegisterMatrix[1..4] is Metering {{
    CurrentTier<t in 1..{tiers}>SummationDelivered @ 0x0100 + 2*(t - 1): value #1370 as uint48
}} for GCS13c.
"""

_SAMPLES = """on GSME over sep, tunnelled.
{item} is {cluster} {{
    call {command} {{ {field} }} returns {reply} {{ _: {element} }}
}} for GCS17.
"""

RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.COUNT_TOO_SMALL,
        Family.CARDINALITY,
        "A command that asks for entries, or brings them, counts them in a field of one octet or two. If the "
        "element has more entries than the field can count, nobody can ask for the whole or be told that it was "
        "returned. The highest code of a number means 'no value' and counts nothing.",
        failing=Example(
            _SAMPLES.format(
                item="ProfileDataLog(ActiveEnergyImportedInPeriod)",
                cluster="Metering",
                command="GetSnapshot",
                field="SnapshotCause: readLog #581",
                reply="PublishSnapshot",
                element="logEntries[1..19056].logEntry.primaryValue #537",
            )
        ),
        passing=Example(
            _SAMPLES.format(
                item="ProfileDataLog(ActiveEnergyImportedInPeriod)",
                cluster="Metering",
                command="GetSampledData",
                field="SampleId: readLog #581",
                reply="GetSampledDataResponse",
                element="logEntries[1..19056].logEntry.primaryValue #537",
            )
        ),
        check=count_too_small,
    ),
    CheckedRule(
        codes.DEPTH_NOT_MET,
        Family.CARDINALITY,
        "The catalogue says how many entries an item keeps on a device. A home with fewer places loses entries; "
        "one with more promises entries that no device has to keep. A source may write [0..50] for fifty.",
        failing=Example(_LOG.format(range="1..14", by=_BY)),
        passing=Example(_LOG.format(range="1..31", by=_BY)),
        check=depth_not_met,
    ),
    CheckedRule(
        codes.RANGE_NOT_COVERED,
        Family.CARDINALITY,
        "An element with an index range is several values. Its home must have a place for each: an attribute for "
        "each of a family of attributes, an array element, a bit. Ranges are multiplied, and may be counted "
        "differently on the wire: four blocks of sixteen are sixty-four registers.",
        failing=Example(_TIERS.format(tiers=3)),
        passing=Example(_TIERS.format(tiers=4)),
        check=range_not_covered,
    ),
    CheckedRule(
        codes.READ_AT_ONCE,
        Family.CARDINALITY,
        "A profile of many entries is read in part, by selective access or by arguments of the object that "
        "protects the data. Without either, all of it comes at once: months of half hours for one value.",
        failing=Example(_LOG.format(range="1..31", by="")),
        passing=Example(_LOG.format(range="1..31", by=_BY)),
        check=read_at_once,
    ),
)
