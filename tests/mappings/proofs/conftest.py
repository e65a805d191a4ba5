"""Proofs of mapping texts of the test's own, under the real catalogue and dictionaries."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from metermap.mappings.proofs import Proof, prove

if TYPE_CHECKING:
    from metermap.catalogue.model import Catalogue
    from metermap.core.workspace import Workspace
    from metermap.protocols import Dictionaries
    from tests.mappings.conftest import Resolve

ESME = "syntax 1.\nuse dlms gb.\non ESME over dlms, tunnelled.\n"
GSME = "syntax 1.\non GSME over sep, tunnelled.\n"

Prove = Callable[[str], dict[str, Proof]]


@pytest.fixture
def proofs_of(resolve: Resolve, gb: tuple[Workspace, Catalogue, Dictionaries]) -> Prove:
    """A function that takes sentences, those about gas after a line ``GSME``, and gives proofs by element."""
    _, catalogue, dictionaries = gb

    def proved(text: str) -> dict[str, Proof]:
        head = GSME if text.startswith("GSME\n") else ESME
        outcome = resolve(head + text.removeprefix("GSME\n"))
        assert not [code for code in outcome.codes if code.startswith(("MM2", "MM30", "MM32"))], outcome.findings
        made = prove(catalogue, dictionaries, outcome.statements)
        by_key = {statement.key: statement for statement in outcome.statements}
        return {by_key[proof.key].element: proof for proof in made}

    return proved
