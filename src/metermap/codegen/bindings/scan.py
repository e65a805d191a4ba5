"""Scan the resolved model: the facts that both bindings are written from, frozen.

Every statement that has an address becomes one entry, identified by the statement's key: several
statements may share an address. Proposals that nobody has reviewed are left out unless the option
``proposals = "include"`` asks for them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from metermap.catalogue.model import Element, ItemFact
from metermap.codegen.base import GeneratorInput
from metermap.codegen.bindings.codecs import (
    SCALER_UNIT_OF,
    SCALER_UNIT_TYPE,
    Codec,
    NoCodec,
    scaler_unit_member,
)
from metermap.codegen.bindings.codes import BAD_OPTION, UNKNOWN_OPTION
from metermap.codegen.bindings.layouts import Leaf
from metermap.codegen.bindings.names import entry_names
from metermap.codegen.bindings.scales import Beside
from metermap.codegen.bindings.steps import BitsStep, Step
from metermap.codegen.bindings.terms import terms_of
from metermap.codegen.bindings.transfers import Place, Transfer, places
from metermap.codegen.python.runtime.terms import AS_IT_IS, Terms
from metermap.codegen.python.runtime.units import UNITS
from metermap.core.addresses import Address, DlmsAddress
from metermap.core.findings import Finding
from metermap.core.numbers import whole_number
from metermap.core.places import FilePlace
from metermap.mappings.model import Device, ResolvedModel, Statement

__all__ = ["Bindings", "DeviceBindings", "EntryFacts", "scan"]

_PROPOSALS = "proposals"
_PROPOSALS_VALUES = ("leave out", "include")
_INTEGERS = frozenset({"double-long", "double-long-unsigned", "integer", "long", "unsigned", "long-unsigned"})
_REGISTER_TYPES = _INTEGERS | {"long64", "long64-unsigned"}


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What the bindings say of one statement.

    `scaler_unit` is (scaler, unit code) where the mapping fixes both; `scaler_unit_index` is the
    attribute that holds them, None unless the entry is a number of a register.

    Some elements are a part of the attribute that travels. `wire_type` is then the attribute's;
    `member` is ``scaler`` or ``unit`` of a scaler_unit, and `member_type` its own type; `bits` is
    (lowest, width) in a packed attribute.

    `transfer` is what travels whole and `steps` the way in it to the statement's value; `codec` is that of the
    whole where the whole is not composed. `missing` says what is not known where there is no codec.

    `clause` is the reference that the catalogue prints for the element, such as ``5.6.4.2``.
    `errata` says in sentences what was corrected in the element, and in the fact whose unit is shown. `terms` is
    what the value means to the catalogue.
    """

    name: str
    statement: Statement
    address: Address
    codec: Codec | None
    reason: NoCodec | None
    cell: str
    wire_type: str
    unit: str
    catalogue_unit: str
    scaler_unit_index: int | None
    scaler_unit: tuple[int, int] | None
    member: str
    member_type: str
    bits: tuple[int, int] | None
    transfer: Transfer | None = None
    steps: tuple[Step, ...] = ()
    missing: str = ""
    clause: str = ""
    errata: tuple[str, ...] = ()
    terms: Terms = AS_IT_IS

    @property
    def has_codec(self) -> bool:
        """Whether the octets can be read and written."""
        return self.reason is None

    @property
    def part(self) -> str:
        """Return in words what part of the attribute the element is; '' if it is all of it."""
        if self.member:
            return f"the {self.member} of {self.wire_type}"
        if self.bits:
            lowest, width = self.bits
            return f"{width} bits from bit {lowest} of {self.wire_type}"
        return ""


@dataclass(frozen=True, slots=True)
class DeviceBindings:
    """The entries of one device, in order of their keys."""

    device: Device
    entries: tuple[EntryFacts, ...]


@dataclass(frozen=True, slots=True)
class Bindings:
    """Everything that a writer of bindings needs.

    `version` is that of the workspace's last release, empty if there is none.
    """

    package: str
    title: str
    edition: str
    digest: str
    devices: tuple[DeviceBindings, ...]
    proposals_left_out: int
    findings: tuple[Finding, ...]
    version: str = ""

    @property
    def full_version(self) -> str:
        """Return the last release's version with the beginning of the digest: what comes after it differs in that."""
        return f"{self.version or 0}+{self.digest[:12]}"

    @property
    def counts(self) -> dict[str, int]:
        """Return the figures worth printing: entries, with codec, without and why."""
        entries = [entry for device in self.devices for entry in device.entries]
        reasons = Counter(entry.reason for entry in entries if entry.reason)
        with_codec = sum(1 for entry in entries if entry.has_codec)
        figures = {"entries": len(entries), "with a codec": with_codec, "no codec": len(entries) - with_codec}
        figures |= {f"no codec: {reason.value}": reasons[reason] for reason in NoCodec if reasons[reason]}
        return figures | {"proposals left out": self.proposals_left_out}


def scan(
    given: GeneratorInput, mangle: Callable[[str], str], same: Mapping[str, DeviceBindings] = MappingProxyType({})
) -> Bindings:
    """Return the facts. `mangle` makes an identifier of the target language of a text.

    A device without an entry gets no table. `same` are devices that were scanned before, by id.
    """
    model = given.model
    with_address = [statement for statement in model.statements if statement.address is not None]
    chosen = [statement for statement in with_address if not statement.proposed or _wants_proposals(given)]
    by_device: dict[str, list[Statement]] = defaultdict(list)
    for statement in sorted(chosen, key=lambda statement: statement.key):
        by_device[statement.device].append(statement)
    devices = tuple(
        same.get(device.id) or DeviceBindings(device, tuple(_entries(given, device, by_device[device.id], mangle)))
        for device in sorted(model.devices, key=lambda device: device.id)
        if by_device[device.id]
    )
    return Bindings(
        given.package,
        model.title,
        model.edition,
        model.digest,
        devices,
        len(with_address) - len(chosen),
        tuple(_option_findings(given.options)),
        given.version,
    )


def _wants_proposals(given: GeneratorInput) -> bool:
    return given.options.get(_PROPOSALS) == "include"


def _option_findings(options: Mapping[str, str]) -> Iterator[Finding]:
    place = FilePlace("metermap.toml", "build")
    for name, value in sorted(options.items()):
        if name != _PROPOSALS:
            yield UNKNOWN_OPTION.at(place, f"no option is called {name!r}", subject=name, expected=_PROPOSALS)
        elif value not in _PROPOSALS_VALUES:
            expected = " or ".join(_PROPOSALS_VALUES)
            yield BAD_OPTION.at(place, f"{name} = {value!r}", subject=name, expected=expected)


def _entries(
    given: GeneratorInput, device: Device, statements: list[Statement], mangle: Callable[[str], str]
) -> Iterator[EntryFacts]:
    names = entry_names(statements, device.carrier, mangle)
    scales = _stated_scales(statements)
    found = places(given.model, given.dictionaries, statements)
    together = _by_transfer(statements, found)
    for statement in statements:
        if statement.address is not None:
            place = found[statement.key]
            facts = _facts(given.model, _Entry(statement, statement.address, names[statement.key], place), scales)
            beside = together[place.transfer.key] if place.transfer else {}
            yield replace(facts, terms=_terms(given, facts, place, beside))


_Elements = Mapping[str, tuple[Statement, Place]]


def _by_transfer(statements: list[Statement], found: Mapping[str, Place]) -> Mapping[str, _Elements]:
    """Return the elements that travel together, by transfer and by element."""
    groups: dict[str, dict[str, tuple[Statement, Place]]] = defaultdict(dict)
    for statement in statements:
        place = found.get(statement.key)
        if place and place.transfer:
            groups[place.transfer.key][statement.element] = (statement, place)
    return groups


def _terms(given: GeneratorInput, facts: EntryFacts, place: Place, elements: _Elements) -> Terms:
    element = given.model.catalogue.element_by_id.get(facts.statement.element)
    beside = Beside(
        given.dictionaries, elements, place, facts.scaler_unit_index, facts.scaler_unit, facts.catalogue_unit
    )
    return terms_of(facts.statement, element.type if element else None, beside)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A statement, where it is and what it is called."""

    statement: Statement
    address: Address
    name: str
    place: Place


def _facts(model: ResolvedModel, entry: _Entry, scales: Mapping[_Attribute, tuple[int, int]]) -> EntryFacts:
    statement, address, place = entry.statement, entry.address, entry.place
    element = model.catalogue.element_by_id.get(statement.element)
    whole = place.transfer.layout if place.transfer else None
    codec = whole.codec if isinstance(whole, Leaf) else None
    scale_at = _scale_attribute(address, codec)
    scale = scales.get(scale_at) if scale_at else None
    printed = str(statement.type or statement.dictionary_type or "")
    is_scaler_unit = codec is not None and codec.name == "scaler_unit"
    member = (scaler_unit_member(address) or "") if is_scaler_unit and isinstance(address, DlmsAddress) else ""
    return EntryFacts(
        name=entry.name,
        statement=statement,
        address=address,
        codec=codec if place.reason is None else None,
        reason=place.reason,
        cell=str(element.place) if element and element.place else "",
        wire_type=SCALER_UNIT_TYPE if is_scaler_unit else printed,
        unit=statement.unit or (UNITS.get(scale[1], "") if scale else ""),
        catalogue_unit=_catalogue_unit(model, statement),
        scaler_unit_index=scale_at[1] if scale_at else None,
        scaler_unit=scale,
        member=member,
        member_type=printed if member else "",
        bits=_bits(place.steps),
        transfer=place.transfer,
        steps=place.steps,
        missing=place.detail,
        clause=element.reference.value if element else "",
        errata=tuple(_errata(model, statement, element)),
    )


def _bits(steps: tuple[Step, ...]) -> tuple[int, int] | None:
    """Return the lowest bit and the width of the bits that the steps end in; None if they do not."""
    match steps[-1:]:
        case (BitsStep(lowest, width),):
            return lowest, width
        case _:
            return None


def _errata(model: ResolvedModel, statement: Statement, element: Element | None) -> Iterator[str]:
    corrections = list(model.catalogue.corrections(element)) if element else []
    for fact in _facts_of(model, statement):
        corrections += [one for one in model.catalogue.corrections(fact) if one.erratum.field == "unit"]
    for erratum in (correction.erratum for correction in corrections):
        yield f"Erratum {erratum.key}: {erratum.field} is {erratum.new!r}, printed {erratum.old!r}."


_Attribute = tuple[str, int]  # COSEM object and attribute


def _scale_attribute(address: Address, codec: Codec | None) -> _Attribute | None:
    """Return the attribute that scales a register's number."""
    if not isinstance(address, DlmsAddress) or codec is None or codec.name not in _REGISTER_TYPES:
        return None
    index = SCALER_UNIT_OF.get((address.class_id, address.index))
    return None if index is None else (address.object, index)


def _stated_scales(statements: Iterable[Statement]) -> dict[_Attribute, tuple[int, int]]:
    """Return scaler and unit code of each scaler_unit whose two members the mapping fixes, without contradiction."""
    said: dict[_Attribute, dict[str, set[int | None]]] = defaultdict(lambda: {"scaler": set(), "unit": set()})
    for statement in statements:
        address = statement.address
        member = scaler_unit_member(address) if isinstance(address, DlmsAddress) else None
        if isinstance(address, DlmsAddress) and member and statement.value:
            read = whole_number if member == "scaler" else _unit_code
            said[address.object, address.index][member].add(read(statement.value))
    found: dict[_Attribute, tuple[int, int]] = {}
    for attribute, members in said.items():
        match list(members["scaler"]), list(members["unit"]):
            case [int() as scaler], [int() as unit]:
                found[attribute] = (scaler, unit)
            case _:
                pass
    return found


def _unit_code(text: str) -> int | None:
    """Return the code of a unit written as a number or as its symbol; None for an ambiguous symbol."""
    codes = [code for code, symbol in UNITS.items() if symbol == text]
    return codes[0] if len(codes) == 1 else whole_number(text)


def _catalogue_unit(model: ResolvedModel, statement: Statement) -> str:
    """Return the unit that the catalogue states for the statement's row and device; '' if none or several."""
    units = {fact.unit.value for fact in _facts_of(model, statement) if fact.unit.value}
    return units.pop() if len(units) == 1 else ""


def _facts_of(model: ResolvedModel, statement: Statement) -> list[ItemFact]:
    """Return the facts about the statement's printed row and device."""
    facts = model.catalogue.facts_by_row.get(statement.row, ()) if statement.row is not None else ()
    return [fact for fact in facts if fact.device.value == statement.device]
