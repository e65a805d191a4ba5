"""Roles named at a use case: who may send it, where they are fewer than the catalogue lists for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metermap.core.suggest import advice, closest, normal
from metermap.mappings import codes
from metermap.mappings import syntax as s

if TYPE_CHECKING:
    from metermap.catalogue.model import Catalogue, UseCase
    from metermap.mappings.places import Reporter

__all__ = ["roles_said"]


def roles_said(
    cases: tuple[s.Step, ...], catalogue: Catalogue, report: Reporter
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the use cases that name roles, each with those roles as the catalogue prints them.

    A role that no use case has, or not this one, is reported and left out.
    """
    said: dict[str, list[str]] = {}
    for step in cases:
        case = catalogue.use_case_by_code.get(step.name)
        if case is None or step.args is None:
            continue
        own = _roles_of(case)
        for arg in step.args:
            role = arg.value.steps[0] if isinstance(arg.value, s.Path) else None
            if role is None:
                continue
            if normal(role.name) not in own:
                _unknown(role, case, catalogue, report)
                continue
            named = said.setdefault(step.name, [])
            if own[normal(role.name)] not in named:
                named.append(own[normal(role.name)])
    return tuple((case, tuple(sorted(roles))) for case, roles in sorted(said.items()))


def _roles_of(case: UseCase) -> dict[str, str]:
    """Return the roles that a use case lists, as printed, by their name without spaces and case."""
    return {normal(role): role.strip() for role in case.roles.value.split(";") if normal(role)}


def _unknown(role: s.Step, case: UseCase, catalogue: Catalogue, report: Reporter) -> None:
    own = _roles_of(case)
    others = sorted({name for other in catalogue.use_cases for name in _roles_of(other).values()})
    somewhere = normal(role.name) in map(normal, others)
    message = f"'{role.name}' is no role of {case.code.value}" if somewhere else f"no role is called '{role.name}'"
    hint = "" if somewhere else advice(closest(role.name, others))
    report(
        codes.UNKNOWN_ROLE,
        role.at,
        message,
        expected=" or ".join(own.values()) or "no roles",
        help=hint,
        also=(case.roles.place,),
    )
