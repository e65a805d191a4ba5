"""Of a partial edition only what is recorded is told, whichever state it is compared with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metermap.codegen.changes.apply import MismatchError, apply
from metermap.codegen.changes.diff import compare
from metermap.codegen.changes.model import Act, Kind, Snapshot
from metermap.codegen.exchange.editions import recorded_state
from metermap.mappings.model import EditionModel
from tests.codegen.changes.states import Document, gb, state
from tests.codegen.editions.older import CHARGE_NOW, CHARGE_THEN, partly, wholly
from tests.gb.load import load_gb

_ABSENT = "LoadLimitCounter"
_CHANGED = "ReactiveExportRegister.value"


def _partial(edition: EditionModel | None = None) -> Snapshot:
    return recorded_state(edition or partly(), state(gb()))


def _third() -> Document:
    """Return a whole edition without an item, and with another type of an element."""
    document = gb()
    elements = [line for line in document["elements"] if line["item"] != _ABSENT]
    gone = {line["id"] for line in document["elements"]} - {line["id"] for line in elements}
    elements = [{**line, "data_type": "boolean"} if line["id"] == _CHANGED else line for line in elements]
    statements = [line for line in document["statements"] if line["element"] not in gone]
    return {**document, "elements": elements, "statements": statements}


def test_nothing_is_told_of_what_a_partial_edition_does_not_record() -> None:
    """The third edition lacks an item and has a type that the partial edition never spoke of."""
    old, third = _partial(), state(_third())
    for diff in (compare(old, third, {}), compare(third, old, {})):
        told = {judged.change.name.partition(".")[0] for judged in diff.changes}
        assert told == {"StandingCharge", "ActiveExportRegister"}
        assert not {judged.change.kind for judged in diff.changes} - {Kind.STATEMENT}


def test_what_is_recorded_is_told_of_any_other_edition() -> None:
    third = state(_third())
    for old, new, pair in (
        (_partial(), third, (str(CHARGE_THEN), str(CHARGE_NOW))),
        (third, _partial(), (str(CHARGE_NOW), str(CHARGE_THEN))),
    ):
        fields = [field.change for judged in compare(old, new, {}).changes for field in judged.fields]
        assert pair in {(field.old, field.new) for field in fields if field.name == "address.logical_name"}


def test_a_whole_edition_records_all() -> None:
    assert _partial(wholly()).recorded is None
    assert any(_ABSENT in judged.change.name for judged in compare(_partial(wholly()), state(_third()), {}).changes)


def test_an_item_that_a_partial_edition_is_known_to_lack_is_told_as_new() -> None:
    newest = load_gb()
    elements = tuple(each for each in newest.catalogue.elements if each.item.value != _ABSENT)
    ids = {each.id.value for each in elements}
    statements = tuple(said for said in newest.statements if not said.element or said.element in ids)
    model = replace(newest, catalogue=replace(newest.catalogue, elements=elements), statements=statements)
    old = _partial(replace(partly(), model=model, own=frozenset(), recorded=frozenset()))
    changes = [judged.change for judged in compare(old, state(gb()), {}).changes]
    assert {change.acts for change in changes} == {(Act.ADDED,)}
    assert {change.kind for change in changes} == {Kind.ELEMENT, Kind.STATEMENT}
    assert {change.name.partition(".")[0] for change in changes} == {_ABSENT}
    assert compare(old, state(_third()), {}).changes == ()


def test_of_a_broad_statement_only_the_home_is_recorded() -> None:
    edition = partly()
    [broad] = [said for said in edition.model.statements if said.element == _CHANGED and said.key in edition.own]
    told = replace(broad, relation="broad", type=None, because=("Only the object is recorded.",))
    statements = tuple(told if said is broad else said for said in edition.model.statements)
    old = _partial(replace(edition, model=replace(edition.model, statements=statements)))
    [change] = [judged.change for judged in compare(old, state(gb()), {}).changes if judged.change.name == _CHANGED]
    assert [field.name for field in change.fields] == ["because"]


def test_what_is_told_of_a_partial_edition_makes_no_other_state() -> None:
    diff = compare(_partial(), state(gb()), {})
    assert not diff.whole
    with pytest.raises(MismatchError, match="only what is recorded"):
        apply(_partial(), diff)
