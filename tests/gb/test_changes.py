"""The Great Britain model, released and read again: nothing is lost on the way that the changes are told by."""

import json

from metermap.codegen.base import GeneratorInput
from metermap.codegen.changes.model import Kind
from metermap.codegen.changes.texts import address_text
from metermap.codegen.exchange.documents import model_document
from metermap.codegen.gap_report.earlier_documents import from_model
from metermap.core.judged import unjudged
from metermap.protocols import load_dictionaries
from metermap.site.changes import changes_of
from metermap.site.facts import gather
from tests.gb.load import load_gb


def test_a_model_has_not_changed_since_its_own_release() -> None:
    model = load_gb()
    earlier = from_model(json.dumps(model_document(model, unjudged(model.findings))).encode())
    facts = gather(GeneratorInput(model, "gb", {}, load_dictionaries(), earlier=earlier))
    found = changes_of(facts, earlier)
    assert found.diff.changes == ()
    assert found.diff.compared == tuple(Kind)
    assert [told.untold for told in found.told.values()] == [()] * len(Kind)
    assert facts.report.trend
    assert facts.report.trend.empty


def test_every_statement_is_read_with_its_address_and_place() -> None:
    model = load_gb()
    earlier = from_model(json.dumps(model_document(model, unjudged(model.findings))).encode())
    said = [(one.element, str(one.address or ""), str(one.place)) for one in model.statements]
    lines = earlier.state.lists[Kind.STATEMENT]
    assert [(line["element"], address_text(line["address"]), line["place"]) for line in lines] == said
    assert len(lines) > 1_000
