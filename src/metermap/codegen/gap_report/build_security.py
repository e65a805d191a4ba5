"""Sensitive elements: by route, with where end-to-end protection ends, and by the roles of their use cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from metermap.codegen.gap_report.aspects import RoleCount, Security, SecurityColumn, SensitiveElement
from metermap.codegen.gap_report.counts import tally_of
from metermap.codegen.gap_report.model import NOT_RECORDED
from metermap.core.suggest import normal

if TYPE_CHECKING:
    from metermap.catalogue.model import Element, UseCase
    from metermap.codegen.gap_report.index import Asked, Index
    from metermap.mappings.model import Statement
    from metermap.mappings.standing import Standing

__all__ = ["PROTECTION", "security_of"]

PROTECTION: Final = {
    "native": "spoken by the device itself in its own network, and handed on by nobody",
    "tunnelled": "the same octets from end to end",
    "gateway": "end-to-end protection ends at the gateway",
    "translated_at_hub": "end-to-end protection ends at the communications hub",
    "translated_at_centre": "end-to-end protection ends at the centre",
}
"""What a route means for protection from end to end."""

_NOT_SPOKEN: Final = "nothing travels: the device does not speak the protocol"


def security_of(index: Index) -> Security:
    """Return the security part of the report."""
    elements = tuple(_element(index, *found) for found in _sensitive(index))
    columns = tuple(_column(index, asked) for asked in index.asked)
    return Security(columns, tuple(_roles(index)), elements)


def _sensitive(index: Index) -> Iterator[tuple[Asked, Element, Standing]]:
    for asked in index.asked:
        for element, standing in index.standings(asked):
            if element.sensitive.value:
                yield asked, element, standing


def _column(index: Index, asked: Asked) -> SecurityColumn:
    found = index.standings(asked)
    sensitive = tally_of((standing, 1) for element, standing in found if element.sensitive.value)
    protection = PROTECTION.get(asked.route, NOT_RECORDED) if asked.route else _NOT_SPOKEN
    return SecurityColumn(asked.device.id, asked.protocol, asked.route, protection, sensitive, len(found))


@dataclass(slots=True)
class _Admitted:
    """The use cases of an element in a column, and the roles that they admit."""

    cases: dict[str, None] = field(default_factory=dict)
    readers: dict[str, None] = field(default_factory=dict)
    updaters: dict[str, None] = field(default_factory=dict)
    restricted: set[str] = field(default_factory=set)

    def add(self, case: UseCase, roles: Iterable[str], *, restricted: bool) -> None:
        """Take a use case with its roles."""
        self.cases.setdefault(case.code.value)
        side = self.readers if normal(case.read_or_update.value) == "read" else self.updaters
        for role in roles:
            side.setdefault(role)
            if restricted:
                self.restricted.add(role)


def _admitted(index: Index, element: Element, asked: Asked) -> _Admitted:
    found = _Admitted()
    for said in index.said_of(element, asked):
        for code in said.use_cases if not said.proposed else ():
            case = index.model.catalogue.use_case_by_code.get(code)
            if case is not None:
                roles, restricted = _roles_of(said, case)
                found.add(case, roles, restricted=restricted)
    return found


def _roles_of(said: Statement, case: UseCase) -> tuple[tuple[str, ...], bool]:
    """Return the roles that may send a use case for a statement, and whether the mapping admits fewer than listed."""
    listed = tuple(role.strip() for role in case.roles.value.split(";") if normal(role) not in ("", "none"))
    fewer = dict(said.roles).get(case.code.value)
    return (fewer, True) if fewer is not None else (listed, False)


def _element(index: Index, asked: Asked, element: Element, standing: Standing) -> SensitiveElement:
    admitted = _admitted(index, element, asked)
    return SensitiveElement(
        element=element.id.value,
        item=element.item.value,
        path=element.path.value,
        row=element.row.value if element.row else None,
        cell=str(element.place or ""),
        device=asked.device.id,
        protocol=asked.protocol,
        route=asked.route,
        standing=standing,
        use_cases=tuple(admitted.cases),
        readers=tuple(sorted(admitted.readers)),
        updaters=tuple(sorted(admitted.updaters)),
    )


def _roles(index: Index) -> Iterator[RoleCount]:
    for asked in index.asked:
        sensitive = [element for element, _ in index.standings(asked) if element.sensitive.value]
        admitted = [one for one in (_admitted(index, element, asked) for element in sensitive) if one.cases]
        for role in sorted({role for one in admitted for role in (*one.readers, *one.updaters)}):
            yield RoleCount(
                device=asked.device.id,
                protocol=asked.protocol,
                role=role,
                reads=sum(role in one.readers for one in admitted),
                updates=sum(role in one.updaters for one in admitted),
                of=len(admitted),
                restricted=sum(role in one.restricted for one in admitted),
            )
