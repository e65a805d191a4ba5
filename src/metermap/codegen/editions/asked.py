"""What a text means in any of the editions: an item, an element, a row, a logical name, an attribute of a cluster."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Final

from metermap.catalogue.model import Element
from metermap.codegen.editions.ladder import Ladder, Subject
from metermap.codegen.explaining.asked import meant_by
from metermap.core.addresses import DlmsAddress, SepAddress
from metermap.core.logical_names import parse_logical_name
from metermap.core.site_settings import SiteSettings
from metermap.core.suggest import advice, closest, normal
from metermap.mappings.model import EditionModel, Statement

__all__ = ["asked_of"]

_CLUSTER: Final = re.compile(r"0x([0-9a-f]{1,4})(?:[/ :]\s*0x([0-9a-f]{1,4}))?", re.IGNORECASE)
_LONGEST: Final = 200


def asked_of(ladder: Ladder, text: str, settings: SiteSettings) -> Subject | str:
    """Return what `text` means in each edition, or a sentence that says that no edition knows it, with what is alike.

    Names that the workspace says items had before mean what those are called now.
    """
    wanted = text.strip()
    is_there = _at(wanted)
    found = tuple(_at_address(ladder, is_there) if is_there else _named(ladder, settings.present_name(wanted)))
    return reduce(or_, found) if found else _unknown(ladder, wanted, is_address=is_there is not None)


def _at(text: str) -> Callable[[Statement], bool] | None:
    """Return whether a statement is at the address that a text is; None if it is none."""
    if name := parse_logical_name(text):
        return lambda said: isinstance(said.address, DlmsAddress) and said.address.logical_name == name
    if found := _CLUSTER.fullmatch(text):
        cluster, number = int(found[1], 16), None if found[2] is None else int(found[2], 16)
        return lambda said: (
            isinstance(said.address, SepAddress)
            and said.address.cluster_id == cluster
            and number in {None, said.address.id}
        )
    return None


def _at_address(ladder: Ladder, is_there: Callable[[Statement], bool]) -> Iterator[Subject]:
    for place, rung in enumerate(ladder.rungs):
        held = [said for said in rung.model.statements if rung.records(said) and is_there(said)]
        if held:
            elements = {said.element for said in held if said.element}
            yield ladder.subject(place, elements, {said.item for said in held if not said.element})


def _named(ladder: Ladder, name: str) -> Iterator[Subject]:
    """Yield what has a name in any edition; where it is the very name of something, what is alike does not count."""
    found = [meant_by(rung.model.catalogue, name).elements for rung in ladder.rungs]
    exact = [tuple(each for each in elements if name in _names(each)) for elements in found]
    for place, elements in enumerate(exact if any(exact) else found):
        items = {element.item.value for element in elements if normal(element.item.value) == normal(name)}
        if elements:
            yield ladder.subject(place, (element.id.value for element in elements), items)


def _names(element: Element) -> tuple[str, ...]:
    return element.id.value, element.name, element.item.value


def _unknown(ladder: Ladder, text: str, *, is_address: bool) -> str:
    if is_address:
        addresses = (str(name) for rung in ladder.rungs for name in _addresses(rung))
        hint = advice(closest(text, dict.fromkeys(addresses)))
        return f"no edition has anything at {text[:_LONGEST]!r}. {hint}".rstrip()
    hints = (meant_by(rung.model.catalogue, text).hint for rung in reversed(ladder.rungs))
    return f"no edition knows {text[:_LONGEST]!r}. {next(filter(None, hints), '')}".rstrip()


def _addresses(rung: EditionModel) -> Iterable[str]:
    for said in rung.model.statements:
        match said.address:
            case DlmsAddress() as address:
                yield str(address.logical_name)
            case SepAddress() as address:
                yield f"0x{address.cluster_id:04X}/0x{address.id:04X}"
            case _:
                pass
