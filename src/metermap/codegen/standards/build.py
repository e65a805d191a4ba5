"""Making the report's record from the resolved model, the dictionaries and the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metermap.codegen.standards.consultation import in_the_home, recognised_by
from metermap.codegen.standards.dependence import dependence, dependents
from metermap.codegen.standards.editions import edition_needs
from metermap.codegen.standards.facts import count, gather
from metermap.codegen.standards.model import StandardsReport
from metermap.codegen.standards.uses import citations, standard_uses
from metermap.core.addresses import NamedAddress

if TYPE_CHECKING:
    from metermap.core.workspace import StandardsChoice
    from metermap.mappings.model import ResolvedModel
    from metermap.protocols import Dictionaries
    from metermap.protocols.standards import Register

__all__ = ["build_report"]


def build_report(
    model: ResolvedModel, dictionaries: Dictionaries, register: Register, choice: StandardsChoice
) -> StandardsReport:
    """Return the report; `choice` says which protocol is the home's and by which date the tests ask."""
    facts = gather(model, dictionaries)
    needs = tuple(edition_needs(facts))
    uses = standard_uses(facts, needs, register)
    found = dependents(facts, register)
    cited = citations(model.catalogue.elements, register)
    led_to = {use.id for use in uses} | {citation.id for citation in cited}
    named = [said for said in model.statements if isinstance(said.address, NamedAddress)]
    return StandardsReport(
        name=model.name,
        title=model.title,
        edition=model.edition,
        digest=model.digest,
        standards=uses,
        others=tuple(dict.fromkeys(record.id for record in register.records if record.id not in led_to)),
        citations=cited,
        needs=needs,
        dependence=tuple(dependence(found, facts)),
        dependents=found,
        tests=(
            in_the_home(model.devices, choice.home),
            recognised_by(uses, register, choice.recognised_by),
        ),
        unaddressed=count(named),
    )
