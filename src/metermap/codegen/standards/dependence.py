"""What depends on a draft, on a proposal, or on a national extension of the standards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from metermap.codegen.standards.facts import Addressed, Facts, count
from metermap.codegen.standards.model import Dependence, Dependent
from metermap.codegen.standards.uses import candidates
from metermap.protocols import ExtensionKind

if TYPE_CHECKING:
    from metermap.core.editions import Edition
    from metermap.mappings.model import Statement
    from metermap.protocols.standards import Register

__all__ = ["DRAFT", "EXTENSION", "PROPOSAL", "dependence", "dependents"]

DRAFT: Final = "a draft"
PROPOSAL: Final = "a proposal"
EXTENSION: Final = "a national extension"

_KINDS: Final = (DRAFT, PROPOSAL, EXTENSION, *(kind.value for kind in ExtensionKind))
_UNSETTLED: Final = ("draft", "proposal")


def dependents(facts: Facts, register: Register) -> tuple[Dependent, ...]:
    """Return the statements that depend on any of it, in the order of devices, protocols and printed rows."""
    found = ((one, tuple(_reasons(one, facts, register))) for one in facts.addressed)
    return tuple(_dependent(one.statement, reasons, facts) for one, reasons in found if reasons)


def dependence(found: Sequence[Dependent], facts: Facts) -> Iterator[Dependence]:
    """Yield for each device, protocol and kind how many depend on it."""
    statements = {one.statement.key: one.statement for one in facts.addressed}
    grouped: dict[tuple[str, str, str], list[Statement]] = {}
    for one in found:
        for kind in one.kinds:
            grouped.setdefault((one.device, one.protocol, kind), []).append(statements[one.key])
    for device in facts.model.devices:
        for protocol, _ in device.protocols:
            for kind in _KINDS:
                if group := grouped.get((device.id, protocol, kind)):
                    yield Dependence(device.id, protocol, kind, count(group))


def _reasons(one: Addressed, facts: Facts, register: Register) -> Iterator[tuple[str, str]]:
    """Yield kind and reason for all that a statement depends on."""
    if one.statement.proposed:
        yield PROPOSAL, "the statement is a proposal that nobody has reviewed"
    for dictionary in sorted(one.dictionaries):
        for group in candidates(facts, one, dictionary):
            yield from _unsettled(group, register)
    for extension in one.extensions:
        yield EXTENSION, ""
        yield extension.kind, f"{extension.kind}: {extension.what}"
    for reason in one.statement.despite:
        yield EXTENSION, ""
        yield ExtensionKind.DEVIATION, f"{ExtensionKind.DEVIATION}, as the mapping says: {reason}"


def _unsettled(rungs: Sequence[Edition], register: Register) -> Iterator[tuple[str, str]]:
    """Yield a reason if every edition on which something may rest is a draft or a proposal."""
    records = [register.edition(rung.standard, rung.edition) for rung in rungs]
    statuses = {record.status if record is not None else "" for record in records}
    if rungs and statuses <= set(_UNSETTLED):
        kind = DRAFT if "draft" in statuses else PROPOSAL
        yield (
            kind,
            f"{' or '.join(rung.name for rung in rungs)} is {' or '.join(f'a {word}' for word in sorted(statuses))}",
        )


def _dependent(statement: Statement, reasons: tuple[tuple[str, str], ...], facts: Facts) -> Dependent:
    element = facts.model.catalogue.element_by_id.get(statement.element)
    return Dependent(
        key=statement.key,
        device=statement.device,
        protocol=statement.protocol,
        kinds=tuple(kind for kind in _KINDS if kind in dict(reasons)),
        why=tuple(dict.fromkeys(why for _, why in reasons if why)),
        element=statement.element,
        item=element.item.value if element is not None else statement.item,
        row=statement.row,
        cell=str(element.place) if element is not None and element.place is not None else "",
        address=str(statement.address),
        place=str(statement.place),
    )
