"""Seeded changes of every kind are found, with both places, and rightly named, judged and addressed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from metermap.codegen.changes.diff import compare
from metermap.codegen.changes.judge import Judge
from metermap.codegen.changes.judge_case import Case as Told
from metermap.codegen.changes.judge_rule import Arm, Rule
from metermap.codegen.changes.model import Act, Change, Diff, FieldChange, JudgedChange, Kind, Snapshot, Verdict
from tests.codegen.changes.seeding import Case, cases, found, in_document, in_workspace, split
from tests.codegen.changes.states import gb, state
from tests.codegen.changes.verdict_page import all_rules

if TYPE_CHECKING:
    from pydantic import JsonValue

_IN_DOCUMENT = cases("document")
_IN_WORKSPACE = cases("workspace")
_ROUNDS = sorted({case["round"] for case in _IN_WORKSPACE})
_USED: set[tuple[str, str]] = set()


@pytest.fixture(autouse=True, scope="module")
def _noted() -> Iterator[None]:
    """Note which situation of which rule the seeded changes meet."""
    known = Rule.arm

    def noting(rule: Rule, told: Told) -> Arm:
        arm = known(rule, told)
        _USED.add((rule.name, arm.when))
        return arm

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "arm", noting)
        yield


class _Rounds:
    """What is found of the cases of each round, which are seeded together."""

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        self._folders = folders
        self._found: dict[int, list[dict[str, Any]]] = {}

    def __getitem__(self, number: int) -> list[dict[str, Any]]:
        if number not in self._found:
            self._found[number] = found(in_workspace(_of_round(number), self._folders.mktemp("gb")))
        return self._found[number]


def _of_round(number: int) -> list[Case]:
    return [case for case in _IN_WORKSPACE if case["round"] == number]


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> _Rounds:
    return _Rounds(tmp_path_factory)


def _names(case: Case) -> str:
    return str(case["name"]).replace(" ", "-")


def _check(case: Case, changes: list[dict[str, Any]]) -> None:
    for expected in case.get("change", ()):
        same = [change for change in changes if all(change[name] == expected[name] for name in ("kind", "acts", "key"))]
        assert same == [expected]


@cache
def _found_in_document(place: int) -> list[dict[str, Any]]:
    return found(in_document(_IN_DOCUMENT[place]))


@pytest.mark.parametrize("place", range(len(_IN_DOCUMENT)), ids=map(_names, _IN_DOCUMENT))
def test_what_is_seeded_into_the_document_is_found_and_nothing_else(place: int) -> None:
    changes = _found_in_document(place)
    _check(_IN_DOCUMENT[place], changes)
    assert len(changes) == len(_IN_DOCUMENT[place]["change"])


@pytest.mark.parametrize("case", _IN_WORKSPACE, ids=_names)
def test_what_is_seeded_into_the_workspace_is_found(case: Case, rounds: _Rounds) -> None:
    _check(case, rounds[case["round"]])


@pytest.mark.parametrize("number", _ROUNDS)
def test_nothing_else_is_found_in_the_workspace(number: int, rounds: _Rounds) -> None:
    told = _of_round(number)
    rest = Counter[str]()
    for case in told:
        rest.update(case.get("rest", {}))
    alone, many = split(rounds[number], [change for case in told for change in case.get("change", ())])
    assert alone == []
    assert many == rest


# Situations to which no comparison leads, because a line that differs so is not taken for the same.
_BY_HAND = {("element that is carried", "otherwise"), ("whole wire type", "otherwise")}


def test_the_seeded_changes_meet_every_situation_of_every_rule(rounds: _Rounds) -> None:
    assert all(rounds[number] for number in _ROUNDS)
    assert all(map(_found_in_document, range(len(_IN_DOCUMENT))))
    every = {(name, arm.when) for name, rule in all_rules().items() for arm in rule.arms}
    assert every - _USED - _BY_HAND == set()


def test_there_are_as_many_as_it_takes() -> None:
    assert len(_IN_WORKSPACE) >= 20
    assert len(_IN_WORKSPACE) + len(_IN_DOCUMENT) >= 60
    names = [case["name"] for case in (*_IN_WORKSPACE, *_IN_DOCUMENT)]
    assert len(set(names)) == len(names)


# what no comparison leads to


def _judged(name: str, old: JsonValue, new: JsonValue) -> JudgedChange:
    """Return a statement of which one field differs, judged."""
    document = state(gb())
    line = document.lists[Kind.STATEMENT][0]
    key = str(line["key"])
    field = FieldChange(name, old, new, str(old), str(new))
    change = Change(Kind.STATEMENT, (Act.CHANGED,), key, key, "an item", "an item", "ESME", "dlms", "id", (field,))
    return Judge(document, document).judged(change)


def test_another_element_at_the_same_place_breaks_meaning() -> None:
    judged = _judged("element", "ActiveExportRegister.value", "ReactiveExportRegister.value")
    assert judged.judgement.verdicts == (Verdict.MEANING, Verdict.CONFORMANCE)


def test_another_type_as_a_whole_breaks_the_wire() -> None:
    judged = _judged("type", {"kind": "unsigned"}, {"kind": "signed"})
    assert judged.judgement.verdicts == (Verdict.WIRE, Verdict.CONFORMANCE)


@pytest.mark.parametrize("name", ["colour", "type.colour", "address.colour[3]"])
def test_a_field_of_a_later_schema_breaks_the_wire_and_says_that_it_is_not_known(name: str) -> None:
    judged = _judged(name, "green", "blue")
    assert judged.judgement.verdicts == (Verdict.WIRE, Verdict.CONFORMANCE)
    assert "not known to this metermap" in judged.judgement.why


def test_a_change_of_nothing_is_documentation() -> None:
    empty = Snapshot(state(gb()).side, {})
    change = Change(Kind.ELEMENT, (Act.CHANGED,), "a", "a", "a", "a")
    assert Judge(empty, empty).judged(change).judgement.verdicts == (Verdict.DOCUMENTATION,)


# what a state without a mapping does not tell


def _of_the_workbook(*, sensitive: bool, gone: bool) -> Diff:
    """Return what is different in one element, where both states have their catalogue alone."""
    lists = ("elements", "items", "use_cases")
    old, new = ({name: list(gb()[name]) for name in lists} for _ in range(2))
    place = next(place for place, line in enumerate(old["elements"]) if line["id"] == "ActiveExportRegister.value")
    new["elements"][place] = {**new["elements"][place], "sensitive": sensitive}
    if gone:
        del new["elements"][place]
    return compare(state(old), state(new), {})


def test_where_nothing_tells_what_is_carried_an_element_that_is_gone_is_judged_as_if_it_were() -> None:
    [judged] = _of_the_workbook(sensitive=False, gone=True).changes
    assert judged.judgement.verdicts == (Verdict.WIRE,)


def test_where_nothing_tells_what_is_carried_a_mark_as_sensitive_is_judged_as_if_it_were() -> None:
    [judged] = _of_the_workbook(sensitive=True, gone=False).changes
    assert judged.judgement.verdicts == (Verdict.WIRE, Verdict.CONFORMANCE)


def test_where_no_devices_are_listed_targets_are_known_by_those_of_the_elements() -> None:
    lists = {name: list(gb()[name]) for name in ("elements", "use_cases")}
    old = {**lists, "use_cases": [{**line, "target": "GPF; GSME"} for line in lists["use_cases"][:1]]}
    new = {**lists, "use_cases": [{**line, "target": "GSME"} for line in lists["use_cases"][:1]]}
    [judged] = compare(state(old), state(new), {}).changes
    assert judged.judgement.verdicts == (Verdict.WIRE, Verdict.CONFORMANCE)
    assert set(judged.whom.devices) == {"GPF", "GSME"}
