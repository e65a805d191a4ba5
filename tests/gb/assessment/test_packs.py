"""The extension packs: each request is asked for by elements of the catalogue, and nothing private is left out."""

from __future__ import annotations

import pytest

from metermap.core.addresses import DlmsAddress
from metermap.mappings.model import State
from tests.conftest import ROOT
from tests.gb.assessment.packs import BODIES, Body, Request, asked, pack, read_requests
from tests.gb.assessment.page import Subject

REQUESTS = {request.id: request for request in read_requests()}


def ids(request: Request, of: Subject) -> set[str]:
    return {element.id.value for element in asked(request, of)}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_page_is_what_the_workspace_makes(body: Body, assessed: Subject) -> None:
    made = pack(body, assessed)
    assert (ROOT / body.file).read_text("utf-8") == made, "run `python -m tests.gb.assessment.packs --write`"


@pytest.mark.parametrize("request_id", REQUESTS)
def test_a_request_is_asked_for_and_proposes_something(request_id: str, assessed: Subject) -> None:
    request = REQUESTS[request_id]
    assert request.body in BODIES
    assert asked(request, assessed)
    assert request.proposed
    assert set(request.points) <= {point.id for point in assessed.assessment.points}


def test_an_identifier_is_not_invented() -> None:
    for request in REQUESTS.values():
        for proposal in request.proposed:
            open_ends = ("to be assigned", "to be confirmed", "the same field", "in the dictionary")
            assert any(words in proposal.number for words in open_ends), proposal


def test_each_element_of_gbs_own_class_asks_for_a_staged_value(assessed: Subject) -> None:
    private = {
        statement.element
        for statement in assessed.model.statements
        if isinstance(statement.address, DlmsAddress) and statement.address.class_id == 9000 and statement.element
    }
    assert private
    assert ids(REQUESTS["staged-value"], assessed) == private


def test_each_element_without_an_address_asks_for_one(assessed: Subject) -> None:
    bare = {element for (element, _, _), state in assessed.model.states.items() if state is State.UNADDRESSED}
    assert ids(REQUESTS["alert-values"], assessed) == bare


def test_a_value_outside_the_enumeration_asks_for_a_member(assessed: Subject) -> None:
    rows = {int(found.subject.rpartition("#")[2]) for found in assessed.findings if found.code == "MM428"}
    assert {element.row.value for element in asked(REQUESTS["adjustment-types"], assessed) if element.row} == rows


def test_what_a_proof_breaks_is_asked_for_or_to_be_corrected_in_the_catalogue(assessed: Subject) -> None:
    asking = {element for request in REQUESTS.values() for element in ids(request, assessed)}
    corrected = {point.id for point in assessed.assessment.points if point.correction}
    points = {line.key: line.point for line in assessed.assessment.judged}
    for finding in assessed.findings:
        if finding.code.startswith("MM48"):
            row = int(finding.subject.rpartition("#")[2])
            element = assessed.model.catalogue.elements_by_row[row].id.value
            assert element in asking or points[finding.code, finding.subject] in corrected, finding.subject
