"""How an element stands over a protocol: finer than its state, since a proof tells what the home is worth.

What is mapped is parted by what the value proofs say. What is not known is never shown as a yes or a no.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from metermap.core.addresses import DlmsAddress, SepAddress
from metermap.mappings.proofs.verdicts import Verdict

if TYPE_CHECKING:
    from metermap.mappings.model import ResolvedModel, State, Statement

__all__ = ["HOMES", "LETTERS", "MEANINGS", "Standing", "is_home", "standings"]


class Standing(StrEnum):
    """How an element of a device stands over a protocol, the best first."""

    EXACT = "exact"
    LIMITED = "limited"
    CARRIED = "carried"
    UNADDRESSED = "unaddressed"
    PLANNED = "planned"
    NO_HOME = "no home"
    NOT_APPLICABLE = "not applicable"
    PROPOSED = "proposed"
    UNDECIDED = "undecided"


HOMES: Final = (Standing.EXACT, Standing.LIMITED, Standing.CARRIED)
"""The three into which the state `mapped` parts."""

LETTERS: Final[Mapping[Standing, str]] = MappingProxyType(
    {
        Standing.EXACT: "E",
        Standing.LIMITED: "L",
        Standing.CARRIED: "C",
        Standing.UNADDRESSED: "A",
        Standing.PLANNED: "F",
        Standing.NO_HOME: "N",
        Standing.NOT_APPLICABLE: "\N{EN DASH}",
        Standing.PROPOSED: "P",
        Standing.UNDECIDED: "U",
    }
)
"""The letter of each; F stands for a home in future."""

MEANINGS: Final[Mapping[Standing, str]] = MappingProxyType(
    {
        Standing.EXACT: "it has a home, and every value that the catalogue allows comes back unchanged",
        Standing.LIMITED: "it has a home, and a value is known that does not come back unchanged",
        Standing.CARRIED: "it has a home; whether every value comes back unchanged is not decided",
        Standing.UNADDRESSED: "a statement speaks of it, but the source gives no address",
        Standing.PLANNED: "a home is planned and not there yet; never counted as mapped",
        Standing.NO_HOME: "a deliberate gap, stated as such",
        Standing.NOT_APPLICABLE: "the device does not speak the protocol",
        Standing.PROPOSED: "only a proposal that nobody has reviewed; never counted as mapped",
        Standing.UNDECIDED: "nobody has said anything",
    }
)
"""What each means, in words."""


def standings(model: ResolvedModel) -> dict[tuple[str, str, str], Standing]:
    """Return the standing of each (element id, device, protocol) that has a state.

    An element of several statements with an address is `LIMITED` if one of them breaks a value, and `EXACT` only
    if all are proved lossless.
    """
    homes: dict[tuple[str, str, str], list[Verdict | None]] = {}
    for statement in model.statements:
        if is_home(statement):
            key = (statement.element, statement.device, statement.protocol)
            proof = model.proof_by_key.get(statement.key)
            homes.setdefault(key, []).append(proof.verdict if proof else None)
    return {key: _standing(state, homes.get(key, ())) for key, state in model.states.items()}


def is_home(statement: Statement) -> bool:
    """Return whether a statement gives an element a home: it holds, and has an address of a protocol."""
    firm = bool(statement.element) and not statement.proposed
    return firm and isinstance(statement.address, DlmsAddress | SepAddress)


def _standing(state: State, verdicts: Iterable[Verdict | None]) -> Standing:
    if state.value != "mapped":
        return Standing(state.value)
    found = set(verdicts)
    if Verdict.BROKEN in found:
        return Standing.LIMITED
    return Standing.EXACT if found == {Verdict.LOSSLESS} else Standing.CARRIED
