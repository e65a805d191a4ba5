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
    assert never == set()
    assert len(outcome.asked) > len(gb_transfers()) > 100
    assert 0.1 < outcome.accepted.total() / outcome.asked.total() < 0.9


# What the fuzzers found the bindings to disagree about, before: octets, and what both say now.
FOUND = [
    # the type of the elements is wrong before their contents end
    (
        "7/0-0:94.44.10.3/A2 buffer in order",
        "13012b0101010101010101010101010101010101030101010101010109010101010101ffff",
        "tag",
    ),
    ("7/0-17:99.98.2.255/A2 buffer in order", "1301ff020406d600000016ff", "tag"),
    # two members do not fit one octet, whatever it is
    ("axdr scaler_unit", "0202e8", "truncated"),
    # the order of the outer structure is not that of the inner ones, which have orders of their own
    ("104/0-0:30.3.0.255/M5 restore_PAN in order", "0202010102020900090109", "truncated"),
]


@pytest.mark.parametrize(("name", "octets", "reason"), FOUND)
def test_what_was_found_stays_right(
    name: str, octets: str, reason: str, program: CProgram, load: Callable[[str], ModuleType]
) -> None:
    [subject] = [each for each in subjects_of(program, load) if each.name == name]
    outcome = Outcome()
    compare(program, [(subject, bytes.fromhex(octets))], outcome)
    assert outcome.disagreements == []
    assert subject.answer(bytes.fromhex(octets)) == f"refused {reason}"


def test_a_description_may_be_written_as_it_came(program: CProgram, load: Callable[[str], ModuleType]) -> None:
    [subject] = [each for each in subjects_of(program, load) if each.name == "axdr data"]
    outcome = Outcome()
    compare(program, [(subject, bytes.fromhex("130281011102 0304"))], outcome)
    assert outcome.disagreements == []
    assert subject.answer(bytes.fromhex("130281011102 0304")).endswith(" 13020111020304")


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
