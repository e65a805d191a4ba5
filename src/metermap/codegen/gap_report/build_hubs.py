"""The hub's view: what it mirrors or translates, with the words of the catalogue and the places of the mapping."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metermap.codegen.gap_report.aspects import HubCount, HubValue, HubView

if TYPE_CHECKING:
    from metermap.codegen.gap_report.index import Index
    from metermap.codegen.proofs.model import HubLine, HubReport, ProofReport
    from metermap.mappings.model import Statement

__all__ = ["hubs_of"]


def hubs_of(index: Index, proofs: ProofReport) -> tuple[HubView, ...]:
    """Return the views of the hubs of the report on proofs; none where the workspace lacks the devices."""
    by_key = {said.key: said for said in index.model.statements}
    return tuple(_view(index, hub, by_key) for hub in proofs.hubs)


def _view(index: Index, hub: HubReport, by_key: dict[str, Statement]) -> HubView:
    counts = (HubCount(one.basis, one.values, one.lossless, one.broken, one.undecided) for one in hub.counts)
    values = (_value(index, line, by_key) for line in hub.lines)
    return HubView(hub.name, hub.meter, hub.home, hub.held, hub.left, tuple(counts), tuple(values))


def _value(index: Index, line: HubLine, by_key: dict[str, Statement]) -> HubValue:
    source, target = by_key.get(line.source), by_key.get(line.target)
    element = index.model.catalogue.element_by_id.get(line.element)
    return HubValue(
        element=line.element,
        item=element.item.value if element else target.item if target else "",
        source=_address(source),
        target=_address(target),
        basis=line.basis,
        verdict=line.verdict,
        value=line.broken.value if line.broken else "",
        why=line.broken.why if line.broken else "",
        reasons=line.reasons,
        source_statement=str(source.place) if source else "",
        target_statement=str(target.place) if target else "",
    )


def _address(said: Statement | None) -> str:
    return str(said.address or "") if said else ""
