"""Which editions know something, and where each has it: elements followed from one edition to the next."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from metermap.catalogue.model import Value
from metermap.codegen.editions import Known, Ladder, Subject, Unplaced, asked_of, known_of, ladder_of
from metermap.codegen.editions.former import Former, former_words
from metermap.codegen.editions.forms import Form, in_one_line, known_table, told_changes
from metermap.core.site_settings import SiteSettings
from metermap.mappings.model import EditionModel, ResolvedModel, Role
from metermap.mappings.standing import Standing
from tests.codegen.editions.older import UNADDRESSED, UNCHANGED, partly, wholly
from tests.gb.load import load_gb

RENAMED = "LoadLimitCounter"
THEN = "PowerLimitCounter"
SETTINGS = SiteSettings(renamed={THEN: RENAMED})


def _with_former_name(model: ResolvedModel) -> ResolvedModel:
    """Return a model in which an item had another name, and its elements other ids."""
    ids = {
        element.id.value: element.id.value.replace(RENAMED, THEN)
        for element in model.catalogue.elements
        if element.item.value == RENAMED
    }
    elements = tuple(
        replace(element, id=Value(ids[element.id.value]), item=Value(THEN)) if element.id.value in ids else element
        for element in model.catalogue.elements
    )
    statements = tuple(
        replace(said, element=ids[said.element], item=THEN, key=said.key.replace(RENAMED, THEN))
        if said.element in ids
        else said
        for said in model.statements
    )
    return replace(model, catalogue=replace(model.catalogue, elements=elements), statements=statements)


@cache
def renamed_edition() -> EditionModel:
    return replace(wholly(), model=_with_former_name(wholly().model))


@cache
def ladder(*, partial: bool = True) -> Ladder:
    return ladder_of(load_gb(), (partly() if partial else renamed_edition(),), SETTINGS.renamed)


def known(text: str, *, partial: bool = True) -> tuple[Known, ...]:
    made = ladder(partial=partial)
    subject = asked_of(made, text, SETTINGS)
    assert isinstance(subject, Subject), subject
    return known_of(made, subject)


def where(found: Known) -> list[tuple[str, str]]:
    return [(place.device, place.where) for place in found.places]


def test_an_item_is_told_in_each_edition_with_what_changed() -> None:
    then, now = known("StandingCharge")
    assert (then.rung.name, then.knows, then.names) == ("GBCS 0.8.1", True, ("StandingCharge",))
    assert ("ESME", "113/0-0:19.2.4.255/A5 unit_charge_active") in where(then)
    assert ("ESME", "113/0-0:19.20.4.255/A5 unit_charge_active") in where(now)
    assert len(then.changes) == 15
    assert now.changes == ()


def test_what_is_not_recorded_is_not_told_as_if_it_had_been_so() -> None:
    then, now = known("StandingCharge")
    assert {place.device for place in then.places} == {"ESME"}
    assert {place.device for place in now.places} == {"ESME", "GSME"}
    assert then.rest
    then, now = known("LoadLimitCounter")
    assert (then.knows, then.names, then.places, then.word) == (None, (), (), "not recorded")
    assert now.places


def test_what_is_recorded_to_have_been_as_it_is_is_told() -> None:
    then, now = known(UNCHANGED)
    assert then.knows
    assert where(then) == where(now)


def test_an_address_that_is_not_recorded_is_told_as_that() -> None:
    then, _ = known(UNADDRESSED)
    assert where(then) == [("ESME", "the address is not recorded")]


def test_of_a_broad_statement_of_a_partial_edition_neither_place_nor_type_is_told() -> None:
    edition = partly()
    broad = tuple(
        replace(said, relation="broad") if said.element == UNCHANGED else said for said in edition.model.statements
    )
    made = ladder_of(load_gb(), (replace(edition, model=replace(edition.model, statements=broad)),), {})
    subject = asked_of(made, UNCHANGED, SETTINGS)
    assert isinstance(subject, Subject)
    then, now = known_of(made, subject)
    assert [place.type for place in then.places] == [""]
    assert then.places[0].where.endswith(", where in it is not recorded")
    assert now.places[0].type


@pytest.mark.parametrize("name", ["0-0:19.2.4.255", "0.0.19.2.4.255", "0-0:19.20.4.255"])
def test_a_logical_name_of_any_edition_leads_to_what_is_there(name: str) -> None:
    then, now = known(name)
    assert then.names == now.names == ("StandingCharge",)
    assert ("ESME", "113/0-0:19.2.4.255/A5 unit_charge_active") in where(then)


def test_an_attribute_of_a_cluster_leads_to_what_is_there() -> None:
    _, now = known("0x0702/0x0607")
    assert "SupplyTamperState.value" in now.names


@pytest.mark.parametrize("name", [THEN, RENAMED, "power limit counter"])
def test_a_former_name_is_as_good_as_the_present_one(name: str) -> None:
    then, now = known(name, partial=False)
    assert (then.names, now.names) == ((THEN,), (RENAMED,))
    assert where(then) == where(now) != []


def test_an_item_that_only_an_older_edition_has_is_found() -> None:
    older, newest = renamed_edition(), load_gb()
    elements = tuple(each for each in newest.catalogue.elements if each.item.value != RENAMED)
    ids = {each.id.value for each in elements}
    statements = tuple(said for said in newest.statements if not said.element or said.element in ids)
    model = replace(newest, catalogue=replace(newest.catalogue, elements=elements), statements=statements)
    made = ladder_of(model, (older,), {})
    subject = asked_of(made, THEN, SiteSettings())
    assert isinstance(subject, Subject)
    then, now = known_of(made, subject)
    assert (then.knows, then.names) == (True, (THEN,))
    assert (now.knows, now.word, now.places) == (False, "not known", ())
    assert then.changes, "that it is gone is a change"


@pytest.mark.parametrize(
    ("text", "hint"),
    [("StandngCharge", "Did you mean StandingCharge"), ("0-0:19.3.4.255", "Did you mean 0-0:19."), ("Foo", "")],
)
def test_what_nobody_knows_is_refused_with_what_is_alike(text: str, hint: str) -> None:
    said = asked_of(ladder(), text, SETTINGS)
    assert isinstance(said, str)
    assert repr(text) in said
    assert hint in said


def test_former_names_and_addresses_lead_to_the_present_item() -> None:
    assert Former("0-0:19.2.4.255", "StandingCharge", "GBCS 0.8.1") in tuple(former_words(ladder()))
    assert Former(THEN, RENAMED, "GBCS 0.8.1") in tuple(former_words(ladder(partial=False)))


def test_what_still_holds_is_no_former_word() -> None:
    words = {former.word for former in former_words(ladder(partial=False))}
    assert words == {THEN, "0-0:19.2.4.255"}


def test_each_element_is_followed_through_all_editions() -> None:
    oldest = replace(renamed_edition(), name="GBCS 0.7", label="gbcs-0.7")
    made = ladder_of(load_gb(), (oldest, partly()), SETTINGS.renamed)
    for element in load_gb().catalogue.elements:
        subject = made.subject(2, [element.id.value])
        assert [len(ids) for ids in subject.elements] == [1, 1, 1]
    subject = made.item(2, RENAMED)
    assert [sorted(names) for names in subject.items] == [[THEN], [RENAMED], [RENAMED]]


def test_what_is_decided_against_a_place_is_told_with_its_reason() -> None:
    older = wholly()
    said = next(each for each in older.model.statements if each.element == UNCHANGED and each.device == "ESME")
    gap = replace(said, role=Role.GAP, address=None, because=("none then",))
    model = replace(older.model, statements=(*(each for each in older.model.statements if each != said), gap))
    made = ladder_of(load_gb(), (replace(older, model=model),), {})
    subject = asked_of(made, UNCHANGED, SETTINGS)
    assert isinstance(subject, Subject)
    then, _ = known_of(made, subject)
    assert Unplaced(said.device, said.protocol, Standing.NO_HOME, ("none then",)) in then.unplaced
    assert "no home: none then" in known_table(UNCHANGED, (then,)).write(Form.TEXT)
    assert "no home: none then" in known_table(UNCHANGED, (then,)).write(Form.CSV)
    assert in_one_line(then).count("no home: none then on ESME over DLMS/COSEM") == 1
    assert "home: no home, then carried" in list(told_changes(then.changes))


def test_what_nobody_speaks_of_is_undecided_and_not_nowhere() -> None:
    newest = load_gb()
    model = replace(newest, statements=tuple(each for each in newest.statements if each.element != UNCHANGED))
    made = ladder_of(model, (wholly(),), {})
    subject = asked_of(made, UNCHANGED, SETTINGS)
    assert isinstance(subject, Subject)
    _, now = known_of(made, subject)
    assert now.places == ()
    assert {(each.device, each.protocol): each.standing for each in now.unplaced}["ESME", "dlms"] is Standing.UNDECIDED
    assert "nowhere" not in known_table(UNCHANGED, (now,)).write(Form.TEXT)
