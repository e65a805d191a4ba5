"""How the elements of Great Britain stand over each protocol: the states, parted by what the proofs say."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from metermap.core.addresses import DlmsAddress, SepAddress
from metermap.mappings.model import ResolvedModel, State
from metermap.mappings.proofs import Verdict
from metermap.mappings.standing import HOMES, LETTERS, MEANINGS, Standing

EXPORT = ("ActiveExportRegister.value", "ESME", "dlms")


def test_each_state_is_a_standing_and_only_mapped_is_parted(gb_model: ResolvedModel) -> None:
    assert gb_model.standings.keys() == gb_model.states.keys()
    for key, state in gb_model.states.items():
        standing = gb_model.standings[key]
        assert standing in HOMES if state is State.MAPPED else standing.value == state.value


def test_an_element_stands_as_its_worst_proof(gb_model: ResolvedModel) -> None:
    verdicts: dict[tuple[str, str, str], set[Verdict]] = {}
    for statement in gb_model.statements:
        if statement.element and not statement.proposed and isinstance(statement.address, DlmsAddress | SepAddress):
            key = (statement.element, statement.device, statement.protocol)
            verdicts.setdefault(key, set()).add(gb_model.proof_by_key[statement.key].verdict)
    for key, found in verdicts.items():
        standing = gb_model.standings[key]
        assert (standing is Standing.LIMITED) == (Verdict.BROKEN in found)
        assert (standing is Standing.EXACT) == (found == {Verdict.LOSSLESS})


def test_the_figures_of_electricity(gb_model: ResolvedModel) -> None:
    found = Counter(value for key, value in gb_model.standings.items() if key[1:] == ("ESME", "dlms"))
    assert found == {
        Standing.EXACT: 158,
        Standing.LIMITED: 4,
        Standing.CARRIED: 397,
        Standing.UNADDRESSED: 8,
    }


def test_what_is_planned_counts_as_nothing_else(gb_model: ResolvedModel) -> None:
    def planned(status: str) -> State:
        said = tuple(replace(one, status=status) if one.element == EXPORT[0] else one for one in gb_model.statements)
        return replace(gb_model, statements=said).states[EXPORT]

    assert planned("planned") is State.PLANNED
    assert planned("proposed") is State.PROPOSED
    assert planned("agreed") is State.MAPPED


def test_each_standing_has_a_letter_of_its_own_and_words() -> None:
    assert set(LETTERS) == set(MEANINGS) == set(Standing)
    assert len(set(LETTERS.values())) == len(Standing)
