"""The value proofs: what the catalogue allows, what the wire carries, and whether one goes through the other."""

from metermap.mappings.proofs.hub import HUBS, Basis, Hub, Translation, translations
from metermap.mappings.proofs.prove import Prover, prove
from metermap.mappings.proofs.verdicts import (
    ASSUMED,
    DECIDED_BY,
    WHY_UNDECIDED,
    Assumption,
    Breakage,
    CounterExample,
    Direction,
    Proof,
    Reason,
    Verdict,
)

__all__ = [
    "ASSUMED",
    "DECIDED_BY",
    "HUBS",
    "WHY_UNDECIDED",
    "Assumption",
    "Basis",
    "Breakage",
    "CounterExample",
    "Direction",
    "Hub",
    "Proof",
    "Prover",
    "Reason",
    "Translation",
    "Verdict",
    "prove",
    "translations",
]
