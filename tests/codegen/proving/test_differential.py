"""Both bindings say the same of octets: taken or not and why, the value, how many octets, the octets again.

Octets: none, each single one, made from each layout of the Great Britain workspace and from each simple type, those
changed in up to three places, and random ones; fixed by a seed. The C runs under the sanitizers.
"""

import random
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.codegen.c_program import CProgram
from tests.codegen.conftest import Importer
from tests.codegen.proving.differential import Compared, Outcome, build_driver, cases, compare, subjects_of
from tests.codegen.proving.transfers import gb_transfers
from tests.tools import require_tool

SEED = 20260214
EACH = 48


@pytest.fixture(scope="module")
def program(gb_build: Path, tmp_path_factory: pytest.TempPathFactory) -> CProgram:
    require_tool("gcc")
    return build_driver(gb_build / "c", tmp_path_factory.mktemp("differential"))


@pytest.fixture
def load(gb_build: Path, importer: Importer) -> Callable[[str], ModuleType]:
    return importer(gb_build / "python", "gb_bindings")


@pytest.fixture
def outcome(program: CProgram, load: Callable[[str], ModuleType]) -> Outcome:
    """What comes of asking all subjects."""
    chance, outcome = random.Random(SEED), Outcome()  # noqa: S311  (no secret)
    for subject in subjects_of(program, load):
        compare(program, [(subject, octets) for octets in cases(subject, chance, EACH)], outcome)
    return outcome


def test_the_bindings_agree_on_all_and_take_enough(outcome: Outcome) -> None:
    assert [str(each) for each in outcome.disagreements] == []
    asked_order = {name for name in outcome.asked if f"{name} in order" in outcome.asked}
    never = {name for name in outcome.asked if not outcome.accepted[name]} - asked_order
    # What holds a structure of unknown order inside one is refused in both languages: C takes one order alone.
    assert {name for name in never if not name.endswith(" in order")} == set()
    assert len(outcome.asked) > len(gb_transfers()) > 100
    assert 0.1 < outcome.accepted.total() / outcome.asked.total() < 0.9


def test_a_difference_is_seen(program: CProgram, load: Callable[[str], ModuleType]) -> None:
    """A subject that asks C for one type and Python for another does not pass."""
    subjects = {each.name: each for each in subjects_of(program, load)}
    outcome = Outcome()
    compare(program, [(_Crossed(subjects["axdr long"], subjects["axdr long-unsigned"]), b"\x10\xff\xff")], outcome)
    [found] = outcome.disagreements
    assert (found.python, found.c) == ("refused tag", "ok 3 -1 10ffff")


class _Crossed:
    """A subject that asks C as one and answers as another."""

    def __init__(self, asked: Compared, answering: Compared) -> None:
        self.name, self.line, self.answer, self.make = "crossed", asked.line, answering.answer, asked.make
