"""Which pages of the site show lines of the catalogue and statements: for the question what a change touches."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metermap.core.addresses import DlmsAddress, SepAddress

if TYPE_CHECKING:
    from metermap.codegen.impact.model import Touched
    from metermap.site.names import SiteMap

__all__ = ["pages_of"]


def pages_of(where: SiteMap, touched: Touched) -> tuple[str, ...]:
    """Return the addresses, from the site's root, of the pages about what is touched, sorted."""
    return tuple(sorted({page.partition("#")[0] for page in _pages(where, touched) if page}))


def _pages(where: SiteMap, touched: Touched) -> Iterator[str]:
    for element in touched.elements:
        yield where.item(element.item.value)
        yield from map(where.device, element.devices.value)
        yield from (where.section(reference) for reference in element.references or ())
    for fact in touched.facts:
        yield where.item(fact.item.value)
        yield from (where.section(reference) for reference in fact.references or ())
    for case in touched.use_cases:
        yield where.use_case(case.code.value)
    for statement in touched.statements:
        yield where.item(statement.item)
        yield where.device(statement.device)
        yield from map(where.use_case, statement.use_cases)
        match statement.address:
            case DlmsAddress() as address:
                yield where.subject(address.object)
                yield where.class_(address.class_id)
            case SepAddress() as address:
                yield where.subject(f"0x{address.cluster_id:04X}")
                yield where.member(address)
