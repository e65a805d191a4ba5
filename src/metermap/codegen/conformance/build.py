"""Makes the statements of a workspace's devices from its model, the dictionaries and the register of standards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from metermap.codegen.bindings.scan import scan
from metermap.codegen.conformance.cases import Cases
from metermap.codegen.conformance.lists import cluster_list, joined_presence, object_list
from metermap.codegen.conformance.model import Asked, Conformance, Edition, Item, Statement
from metermap.codegen.conformance.wholes import Wholes
from metermap.codegen.standards.words import asked_editions
from metermap.mappings.results import Outcome, tested
from metermap.mappings.standing import HOMES, Standing

if TYPE_CHECKING:
    from metermap.catalogue.model import Element
    from metermap.codegen.base import GeneratorInput
    from metermap.mappings.model import Device, ResolvedModel
    from metermap.mappings.model import Statement as Said
    from metermap.mappings.results import Evidence, Tested

__all__ = ["build_conformance"]

_UNTOLD = "no result"


def build_conformance(given: GeneratorInput, devices: Collection[str] = ()) -> Conformance:
    """Return the statements of the devices that are named, of all if none is.

    `given.options` are those of the bindings: proposals that nobody has reviewed are no part of a statement.
    """
    from metermap.codegen.vectors.model import read_vectors  # noqa: PLC0415  (brings pydantic along)

    model = given.model
    wholes, found = Wholes(read_vectors()), tested(model)
    entries = {each.device.id: each.entries for each in scan(given, str).devices}
    chosen = [device for device in model.devices if not devices or device.id in devices]
    return Conformance(
        model.name,
        model.title,
        model.edition,
        model.digest,
        tuple(
            Statement(
                device.id,
                device.title,
                device.protocols,
                tuple(_editions(given, device)),
                tuple(_asked(model, device)),
                tuple(_items(model, device, found)),
                object_list(model, given.dictionaries, device.id),
                cluster_list(model, given.dictionaries, device.id),
                tuple(Cases(given, wholes, entries.get(device.id, ())).all()),
            )
            for device in chosen
        ),
    )


def _editions(given: GeneratorInput, device: Device) -> Iterator[Edition]:
    """Yield the editions that the register has of the standards that the device's mapping rests on."""
    for use in given.standards.standards if given.standards else ():
        if any(usage.device == device.id and usage.mapped.statements for usage in use.usage):
            for what, record in asked_editions(use):
                yield Edition(use.id, record.title, record.edition, record.date, record.status, what.value)
            for edition in use.unregistered:
                yield Edition(use.id, "", edition, "", "not in the register", "")


def _asked(model: ResolvedModel, device: Device) -> Iterator[Asked]:
    """Yield how the elements of the device stand, by protocol."""
    for protocol in (*dict(device.protocols), *dict(device.silent)):
        found = [standing for (_, of, over), standing in model.standings.items() if (of, over) == (device.id, protocol)]
        counts = tuple((standing.value, found.count(standing)) for standing in Standing if standing in found)
        yield Asked(protocol, len(found), sum(standing in HOMES for standing in found), counts)


def _items(model: ResolvedModel, device: Device, found: Tested) -> Iterator[Item]:
    """Yield the elements of the device that are mapped, by protocol and in the catalogue's order."""
    said: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for statement in model.statements:
        if statement.device == device.id and statement.element and not statement.proposed:
            said[statement.protocol, statement.element].append(statement)
    for protocol in dict(device.protocols):
        number = 0
        for element in model.catalogue.elements:
            asked = (element.id.value, device.id, protocol)
            standing = model.standings.get(asked)
            if standing in HOMES:
                number += 1
                item = _item(f"{protocol}.{number}", element, said[protocol, element.id.value])
                evidence = found.evidence.get(asked)
                yield replace(item, protocol=protocol, standing=standing.value, tested=_tested(evidence))


def _tested(evidence: Evidence | None) -> str:
    outcome = evidence.outcome if evidence else Outcome.NOT_RUN
    return _UNTOLD if outcome is Outcome.NOT_RUN else outcome.value


def _item(number: str, element: Element, statements: list[Said]) -> Item:
    """Return the line of an element without its standing and what was tested."""
    presence, condition = joined_presence(statements)
    return Item(
        number=number,
        protocol="",
        element=element.id.value,
        reference=element.reference.value,
        category=element.category.value,
        data_type=element.data_type.value,
        standing="",
        addresses=tuple(dict.fromkeys(str(one.address) for one in statements if one.address)),
        use_cases=tuple(sorted({case for one in statements for case in one.use_cases})),
        presence=presence,
        condition=condition,
        cell=str(element.place) if element.place else "",
        mapping=tuple(dict.fromkeys(str(one.place) for one in statements)),
        tested=_UNTOLD,
    )
