"""Write the entries of a device: the initializers that each fact turns into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from metermap.codegen.bindings.scan import EntryFacts
from metermap.codegen.bindings.steps import BitsStep, ElementStep, MemberStep, Step
from metermap.codegen.c.filters import CInitializer
from metermap.codegen.c.layouts import LayoutTable, codec_name
from metermap.codegen.c.terms import TermsTable
from metermap.core.addresses import Access, Address, DlmsAddress, NamedAddress, SepAddress, Side

__all__ = ["CEntry", "Paths", "Shared", "entry_of"]

_OCTETS: Final = frozenset({"rest", "octets"})  # shapes of a layout in C, not codecs


@dataclass(frozen=True, slots=True)
class CEntry:
    """One row of the two tables of a device, and its comment."""

    name: str
    summary: str
    details: str
    numbers: tuple[tuple[str, CInitializer], ...]
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Paths:
    """Paths in the layouts, with the number of their first step."""

    starts: dict[tuple[str, ...], int]

    def add(self, steps: tuple[str, ...]) -> int:
        """Return where the steps begin in the table of paths."""
        if steps not in self.starts:
            self.starts[steps] = sum(map(len, self.starts))
        return self.starts[steps]


@dataclass(frozen=True, slots=True)
class Shared:
    """What all devices share: the header line, the layouts, ways in them, and the terms."""

    header: str
    layouts: LayoutTable
    paths: Paths
    terms: TermsTable


def entry_of(facts: EntryFacts, prefix: str, shared: Shared) -> CEntry:
    """Return the rows of an entry; its layout, way and terms are added to the shared tables."""
    statement = facts.statement
    texts = {
        "name": facts.name,
        "key": statement.key,
        "element": statement.element,
        "item": statement.item,
        "address": str(facts.address),
        "type": facts.wire_type,
        "constant": statement.value,
        "unit": facts.unit,
        "cell": facts.cell,
        "mapping": str(statement.place),
        "use_cases": " ".join(statement.use_cases),
        "status": statement.status,
    }
    return CEntry(
        facts.name,
        f"{statement.element or statement.item}: {facts.address}.",
        " ".join(_details(facts)),
        tuple(
            (field, CInitializer(code))
            for field, code in (
                *_numbers(facts, prefix.upper()),
                *_way(facts, prefix, shared),
                *_meant(facts, shared),
            )
        ),
        tuple(texts.items()),
    )


def _details(facts: EntryFacts) -> Iterator[str]:
    if facts.statement.row is not None:
        yield f"Row {facts.statement.row}{f', {facts.clause}' if facts.clause else ''}."
    if facts.part:
        yield f"Part of the attribute: {facts.part}."
    if facts.transfer and facts.steps and facts.has_codec:
        yield f"At {_shown(facts.steps)} of {facts.transfer.key}."
    if facts.unit:
        yield f"In {facts.unit}."
    if facts.statement.value:
        yield f"Always {facts.statement.value}."
    if facts.reason:
        yield f"No codec: {facts.reason.value}{f' ({facts.missing})' if facts.missing else ''}."
    yield from facts.errata


def _way(facts: EntryFacts, prefix: str, shared: Shared) -> Iterator[tuple[str, str]]:
    """Yield the layout of what travels whole and the way in it to the entry's value."""
    if facts.transfer is None or not facts.has_codec:
        return
    yield "layout", f"&{prefix}_layouts[{shared.layouts.add(facts.transfer.layout):d}]"
    yield "purpose", f"{prefix.upper()}_PURPOSE_{facts.transfer.purpose.name}"
    steps = tuple(_step(step, prefix.upper()) for step in facts.steps if not isinstance(step, BitsStep))
    if steps:
        yield "path", f"&{prefix}_paths[{shared.paths.add(steps):d}]"
        yield "steps", f"{len(steps):d}"


def _meant(facts: EntryFacts, shared: Shared) -> Iterator[tuple[str, str]]:
    """Yield the number of the row of the entry's terms."""
    row = shared.terms.add(facts)
    if row:
        yield "terms", f"{row:d}"


def _step(step: MemberStep | ElementStep, upper: str) -> str:
    match step:
        case MemberStep(number):
            return f"{number:d}"
        case ElementStep(int() as first, last) if first == last:
            return f"{first - 1:d}"
        case ElementStep():
            return f"{upper}_ANY_ELEMENT"


def _shown(steps: tuple[Step, ...]) -> str:
    """Return a way in words: ``week_profile_table[1..4].week_name``."""
    shown = ""
    for step in steps:
        match step:
            case MemberStep(_, name):
                shown += f".{name}"
            case ElementStep(first, last):
                shown += f"[{'' if first is None else first if first == last else f'{first}..{last}'}]"
            case BitsStep(lowest, width, name):
                shown += f".{name or f'@{lowest}..{lowest + width - 1}'}"
    return shown.removeprefix(".")


def _numbers(facts: EntryFacts, upper: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of an entry that are not 0, with their initializers."""
    if facts.statement.row is not None:
        yield "row", f"{facts.statement.row:d}u"
    yield from _at(facts.address, upper)
    if facts.codec and facts.codec.name not in _OCTETS:
        yield "codec", f"{upper}_{codec_name(facts.codec)}"
        if facts.codec.minimum:
            yield "minimum", f"{facts.codec.minimum:d}u"
        yield "maximum", f"{upper}_UNLIMITED" if facts.codec.maximum is None else f"{facts.codec.maximum:d}u"
    if facts.reason:
        yield "reason", f"{upper}_REASON_{facts.reason.name}"
    if facts.member:
        yield "part", f"{upper}_PART_{facts.member.upper()}"
    if facts.bits:
        yield "part", f"{upper}_PART_BITS"
        yield "lowest_bit", f"{facts.bits[0]:d}"
        yield "bit_width", f"{facts.bits[1]:d}"
    if facts.scaler_unit_index is not None:
        yield "scaler_unit_index", f"{facts.scaler_unit_index:d}"
    if facts.scaler_unit:
        yield "scale_is_stated", "true"
        yield "scaler", f"{facts.scaler_unit[0]:d}"
        yield "unit", f"{facts.scaler_unit[1]:d}"


def _at(address: Address, upper: str) -> Iterator[tuple[str, str]]:
    match address:
        case DlmsAddress():
            yield "home", f"{upper}_HOME_DLMS"
            yield "object", f"{address.class_id:d}"
            yield "logical_name", f"{{{', '.join(map(str, address.logical_name.groups))}}}"
            yield "access", f"{upper}_ACCESS_{_access(address.access)}"
            yield "number", f"{address.index:d}"
        case SepAddress():
            yield "home", f"{upper}_HOME_SEP"
            yield "object", f"0x{address.cluster_id:04X}"
            yield "side", f"{upper}_SIDE_{'CLIENT' if address.side is Side.CLIENT else 'SERVER'}"
            yield "access", f"{upper}_ACCESS_{_access(address.access)}"
            yield "number", f"0x{address.id:04X}"
        case NamedAddress():
            yield "home", f"{upper}_HOME_NAMED"


def _access(access: Access) -> str:
    return {Access.ATTRIBUTE: "ATTRIBUTE", Access.METHOD: "METHOD", Access.COMMAND: "COMMAND"}[access]
