"""What rules over resolved statements share: what they look at, and how they name it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from metermap.core.rules import Rule

if TYPE_CHECKING:
    from metermap.catalogue.model import Catalogue
    from metermap.core.findings import Finding
    from metermap.core.places import Place
    from metermap.mappings.model import Device, Statement
    from metermap.mappings.proofs import Proof
    from metermap.protocols import Dictionaries

__all__ = ["Check", "CheckedRule", "Subject", "row_of", "said_once", "subject_of"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What rules look at.

    `attempted` are element, device and protocol of statements that could not be resolved: their fault
    is told already. `proofs` are the value proofs, by the key of the statement. `once` is what `said_once`
    gives, found once for all rules.
    """

    catalogue: Catalogue
    devices: tuple[Device, ...]
    statements: tuple[Statement, ...]
    dictionaries: Dictionaries
    attempted: frozenset[tuple[str, str, str]] = frozenset()
    proofs: Mapping[str, Proof] = field(default_factory=dict)
    once: tuple[tuple[Statement, tuple[str, ...]], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find the statements of each mapping line once."""
        object.__setattr__(self, "once", tuple(said_once(self.statements)))


Check: TypeAlias = Callable[[Subject], Iterator["Finding"]]


@dataclass(frozen=True, slots=True)
class CheckedRule(Rule):
    """A rule over resolved statements, with what looks for its findings.

    Findings of other codes than the rule's own are a defect; a check may serve several rules, each of which
    then names it.
    """

    check: Check = field(kw_only=True)


def said_once(statements: tuple[Statement, ...]) -> Iterator[tuple[Statement, tuple[str, ...]]]:
    """Yield each statement of a mapping line once, with all the devices it is said of."""
    devices: dict[tuple[object, ...], list[str]] = defaultdict(list)
    first: dict[tuple[object, ...], Statement] = {}
    for statement in statements:
        key: tuple[object, ...] = (
            statement.place,
            statement.element,
            statement.row,
            statement.protocol,
            str(statement.address),
        )
        first.setdefault(key, statement)
        devices[key].append(statement.device)
    for key, statement in first.items():
        yield statement, tuple(devices[key])


def subject_of(statement: Statement) -> str:
    """Return the key by which a reviewed list names a statement, whatever its devices and its line."""
    what = statement.element or f"{statement.item} {statement.address}"
    return f"{statement.protocol}/{what}" + ("" if statement.row is None else f"#{statement.row}")


def row_of(subject: Subject, statement: Statement) -> tuple[Place, ...]:
    """Return where the catalogue lists the statement's element; nothing of a protocol field's."""
    element = subject.catalogue.element_by_id.get(statement.element)
    return (element.place,) if element and element.place else ()
