"""What a name means, asked the other way round: an element, an item, a use case, an object, a cluster, its member."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from metermap.codegen.explaining import meant_by
from metermap.codegen.impact.model import Origin, Touched
from metermap.core.addresses import Access, DlmsAddress, SepAddress
from metermap.core.logical_names import LogicalName, read_logical_name
from metermap.core.render import counted
from metermap.core.suggest import advice, closest, normal

if TYPE_CHECKING:
    from metermap.catalogue.model import Element
    from metermap.core.addresses import Address
    from metermap.mappings.model import ResolvedModel

__all__ = ["hint", "named_origin"]

_OBJECT = re.compile(r"(?:(?P<class>\d{1,5})/)?(?P<name>[^/]*)(?:/(?P<access>[AaMm])?(?P<index>\d{1,3}))?")
_CLUSTER = re.compile(r"0[xX](?P<cluster>[0-9A-Fa-f]{4})(?:/(?P<member>0[xX][0-9A-Fa-f]{2,4}))?")


def named_origin(model: ResolvedModel, text: str) -> Origin | None:
    """Return what a name means in the model, and what says something of it; None if it means nothing there.

    Understood are use case codes (``ECS15a``), COSEM objects (``1-0:1.8.0.255``, ``3/1-0:1.8.0.255``, with ``/A2`` for
    an attribute), clusters and their members (``0x0700``, ``0x0700/0x0607``, ``Price``, ``Price.Tariff``), elements,
    rows and items as ``metermap explain`` takes them.
    """
    wanted = text.strip()
    if case := model.catalogue.use_case_by_code.get(wanted):
        return Origin(wanted, f"the use case {case.title.value}", direct=Touched(use_cases=(case,)))
    elements = meant_by(model.catalogue, wanted).elements
    if any(wanted in _names(element) for element in elements):
        return _of_elements(model, wanted, elements)
    for wants in (_wanted_object(wanted), _wanted_cluster(wanted), _wanted_name(wanted)):
        direct = _carried(model, wants) if wants else Touched()
        if direct:
            count = len(direct.statements)
            what = f"an address, at which {counted(count, 'statement')} {'keeps' if count == 1 else 'keep'} something"
            return Origin(wanted, what, direct=direct)
    return _of_elements(model, wanted, elements) if elements else None


def _names(element: Element) -> tuple[str, ...]:
    return (element.id.value, element.name, element.item.value)


def _of_elements(model: ResolvedModel, wanted: str, elements: tuple[Element, ...]) -> Origin:
    """Return elements, with the facts of the item where they are all of it."""
    items = {element.item.value for element in elements}
    whole = len(items) == 1 and wanted in items
    rows = {element.row.value for element in elements if element.row}
    facts = tuple(fact for fact in model.catalogue.items if whole and rows & set(fact.rows))
    what = f"{'the item with ' if whole else ''}{counted(len(elements), 'element')}"
    return Origin(wanted, what, direct=Touched(elements, facts))


def hint(model: ResolvedModel, text: str) -> str:
    """Return a sentence that says what a text may have meant; empty if nothing is like it."""
    codes = closest(text, model.catalogue.use_case_by_code, limit=1)
    return meant_by(model.catalogue, text).hint or advice(codes)


def _carried(model: ResolvedModel, wants: Callable[[Address], bool]) -> Touched:
    said = (each for each in model.statements if each.address is not None and wants(each.address))
    return Touched(statements=tuple(said))


def _wanted_object(text: str) -> Callable[[Address], bool] | None:
    found = _OBJECT.fullmatch(text)
    name = read_logical_name(found["name"]) if found else None
    if found is None or not isinstance(name, LogicalName):
        return None
    access = {"a": Access.ATTRIBUTE, "m": Access.METHOD}.get((found["access"] or "").casefold())

    def wants(address: Address) -> bool:
        return (
            isinstance(address, DlmsAddress)
            and address.logical_name == name
            and found["class"] in {None, str(address.class_id)}
            and found["index"] in {None, str(address.index)}
            and access in {None, address.access}
        )

    return wants


def _wanted_cluster(text: str) -> Callable[[Address], bool] | None:
    found = _CLUSTER.fullmatch(text)
    if found is None:
        return None
    cluster, member = int(found["cluster"], 16), int(found["member"], 16) if found["member"] else None

    def wants(address: Address) -> bool:
        return isinstance(address, SepAddress) and address.cluster_id == cluster and member in {None, address.id}

    return wants


def _wanted_name(text: str) -> Callable[[Address], bool] | None:
    """Take a text for a cluster's name, and what follows its last full stop or slash for that of a member."""
    whole = normal(text)
    cluster, _, member = text.replace("/", ".").rpartition(".")

    def wants(address: Address) -> bool:
        if not isinstance(address, SepAddress):
            return False
        named = (normal(address.cluster), normal(address.name))
        return named[0] == whole or named == (normal(cluster), normal(member))

    return wants if whole else None
