"""The Great Britain model, released and read again: nothing is lost on the way that the changes are told by."""

import json

from metermap.codegen.base import GeneratorInput
from metermap.codegen.changes.record import Differences
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
    assert (found.added, found.removed, found.renamed) == ((), (), ())
    assert found.compared
    parts = (found.compared.elements, found.compared.items, found.compared.use_cases, found.compared.statements)
    assert set(parts) == {Differences()}
    assert facts.report.trend
    assert facts.report.trend.empty


def test_every_statement_is_read_with_its_address_and_place() -> None:
    model = load_gb()
    earlier = from_model(json.dumps(model_document(model, unjudged(model.findings))).encode())
    assert earlier.details
    said = {(one.element, str(one.address or ""), str(one.place)) for one in model.statements}
    read = {(line.subject[0], line.fields["address"], line.place) for line in earlier.details.statements}
    assert read == said
    assert len(earlier.details.statements) == len(model.statements) > 1_000
