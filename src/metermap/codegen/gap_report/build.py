"""Making the gap report's record from the resolved model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from metermap.catalogue.erratum import Correction
from metermap.catalogue.model import Element
from metermap.codegen.gap_report.model import (
    NOT_RECORDED,
    Column,
    ErratumNote,
    FindingCount,
    Gap,
    GapReport,
    Parity,
    ParityElement,
    Proposal,
    ProtocolField,
    StatementCounts,
)
from metermap.core.findings import Finding, Severity
from metermap.mappings.model import Device, ResolvedModel, Role, State, Statement

__all__ = ["build_report"]

_GAPS = (State.UNADDRESSED, State.NO_HOME, State.UNDECIDED)
_NOT_A_DECISION = ("", "unreviewed", "proposed")


def build_report(model: ResolvedModel) -> GapReport:
    """Return the report on `model`."""
    return GapReport(
        name=model.name,
        title=model.title,
        edition=model.edition,
        digest=model.digest,
        items=len({element.item.value for element in model.catalogue.elements}),
        elements=len(model.catalogue.elements),
        home_items=_home_items(model.catalogue.elements),
        home_elements=sum(element.han_only for element in model.catalogue.elements),
        columns=tuple(_columns(model)),
        gaps=tuple(_gaps(model)),
        proposals=tuple(_proposals(model)),
        protocol_fields=tuple(_protocol_fields(model)),
        parity=tuple(_parities(model)),
        findings=_finding_counts(model.findings),
        errata=tuple(map(_erratum, model.catalogue.errata)),
    )


def _home_items(elements: Iterable[Element]) -> int:
    """Return how many items have no element but such as are known in the home only."""
    items: dict[str, bool] = {}
    for element in elements:
        items[element.item.value] = items.get(element.item.value, True) and element.han_only
    return sum(items.values())


def _spoken(device: Device) -> Iterator[tuple[str, str, str]]:
    """Yield protocol, route and reason for silence; the carrier first."""
    for protocol, route in sorted(device.protocols, key=lambda pair: pair[0] != device.carrier):
        yield protocol, route, ""
    for protocol, reason in device.silent:
        yield protocol, "", reason or NOT_RECORDED


def _columns(model: ResolvedModel) -> Iterator[Column]:
    counted = _counted(model)
    for device in model.devices:
        for protocol, route, reason in _spoken(device):
            counts = {state: counted.get((device.id, protocol, state), 0) for state in State}
            yield Column(
                device=device.id,
                title=device.title,
                protocol=protocol,
                route=route,
                carrier=protocol == device.carrier,
                reason=reason,
                elements=sum(counts.values()),
                mapped=counts[State.MAPPED],
                unaddressed=counts[State.UNADDRESSED],
                no_home=counts[State.NO_HOME],
                not_applicable=counts[State.NOT_APPLICABLE],
                proposed=counts[State.PROPOSED],
                undecided=counts[State.UNDECIDED],
                statements=_statement_counts(
                    said for said in model.statements if (said.device, said.protocol) == (device.id, protocol)
                ),
            )


def _counted(model: ResolvedModel) -> dict[tuple[str, str, State], int]:
    counted: dict[tuple[str, str, State], int] = {}
    for (_, device, protocol), state in model.states.items():
        counted[device, protocol, state] = counted.get((device, protocol, state), 0) + 1
    return counted


def _statement_counts(statements: Iterable[Statement]) -> StatementCounts:
    said = list(statements)
    firm = [statement.role for statement in said if not statement.proposed]
    return StatementCounts(
        total=len(said),
        elements=firm.count(Role.ELEMENT),
        protocol_fields=firm.count(Role.PROTOCOL),
        gaps=firm.count(Role.GAP),
        proposals=len(said) - len(firm),
        constants=sum(1 for statement in said if statement.value),
    )


def _row(element: Element) -> int | None:
    return element.row.value if element.row else None


def _gaps(model: ResolvedModel) -> Iterator[Gap]:
    for device in model.devices:
        for protocol, _, _ in _spoken(device):
            for element in model.catalogue.elements:
                state = model.states.get((element.id.value, device.id, protocol))
                if state in _GAPS:
                    yield _gap(model, element, device.id, protocol, state)


def _gap(model: ResolvedModel, element: Element, device: str, protocol: str, state: State) -> Gap:
    said = [
        statement
        for statement in model.statements_by_element.get(element.id.value, ())
        if (statement.device, statement.protocol) == (device, protocol) and not statement.proposed
    ]
    reasons = dict.fromkeys(reason for statement in said for reason in statement.because)
    decisions = dict.fromkeys(statement.status for statement in said if statement.status not in _NOT_A_DECISION)
    return Gap(
        element=element.id.value,
        item=element.item.value,
        path=element.path.value,
        row=_row(element),
        cell=str(element.place or ""),
        device=device,
        protocol=protocol,
        state=state,
        reason="; ".join(reasons) or NOT_RECORDED,
        owner=NOT_RECORDED,
        decision="; ".join(decisions) or NOT_RECORDED,
        home="; ".join(dict.fromkeys(str(statement.address) for statement in said if statement.address)),
        statement=str(said[0].place) if said else "",
    )


def _in_order(model: ResolvedModel, statements: Iterable[Statement]) -> list[Statement]:
    """Return the statements by device, protocol, printed row and key."""
    devices = {device.id: index for index, device in enumerate(model.devices)}
    last = len(devices)
    return sorted(statements, key=lambda said: (devices.get(said.device, last), said.protocol, said.row or 0, said.key))


def _proposals(model: ResolvedModel) -> Iterator[Proposal]:
    for said in _in_order(model, (statement for statement in model.statements if statement.proposed)):
        element = model.catalogue.element_by_id.get(said.element)
        yield Proposal(
            key=said.key,
            element=said.element,
            item=element.item.value if element else said.item,
            path=element.path.value if element else "",
            row=said.row,
            device=said.device,
            protocol=said.protocol,
            address=str(said.address or ""),
            type=str(said.type or ""),
            reason="; ".join(said.because) or NOT_RECORDED,
            place=str(said.place),
        )


def _protocol_fields(model: ResolvedModel) -> Iterator[ProtocolField]:
    for said in _in_order(model, (statement for statement in model.statements if statement.role is Role.PROTOCOL)):
        yield ProtocolField(
            key=said.key,
            row=said.row,
            item=said.item,
            device=said.device,
            protocol=said.protocol,
            address=str(said.address or ""),
            type=str(said.type or ""),
            value=said.value,
            place=str(said.place),
        )


def _parities(model: ResolvedModel) -> Iterator[Parity]:
    sides: dict[str, list[str]] = {}
    for device in model.devices:
        sides.setdefault(device.carrier, []).append(device.id)
    for left, right in combinations(sides, 2):
        yield _parity(model, (left, tuple(sides[left])), (right, tuple(sides[right])))


def _parity(model: ResolvedModel, left: tuple[str, tuple[str, ...]], right: tuple[str, tuple[str, ...]]) -> Parity:
    both, only_left, only_right = [], [], []
    for element in model.catalogue.elements:
        on_left, on_right = _carried(model, element, *left), _carried(model, element, *right)
        if on_left and on_right:
            both.append(_parity_element(element, right[1]))
        elif on_left:
            only_left.append(_parity_element(element, right[1]))
        elif on_right:
            only_right.append(_parity_element(element, left[1]))
    return Parity(left[0], right[0], left[1], right[1], tuple(both), tuple(only_left), tuple(only_right))


def _carried(model: ResolvedModel, element: Element, protocol: str, devices: tuple[str, ...]) -> bool:
    return any(model.states.get((element.id.value, device, protocol)) is State.MAPPED for device in devices)


def _parity_element(element: Element, others: tuple[str, ...]) -> ParityElement:
    listed = any(device in element.devices.value for device in others)
    return ParityElement(element.id.value, element.item.value, _row(element), listed)


def _erratum(correction: Correction) -> ErratumNote:
    erratum = correction.erratum
    return ErratumNote(
        key=erratum.key,
        line=erratum.target.key,
        field=erratum.field,
        old=erratum.old,
        new=erratum.new,
        reason=erratum.reason,
        reference=erratum.reference or NOT_RECORDED,
        editions=erratum.editions,
        outcome=correction.outcome.value,
        cell=str(correction.cell or ""),
    )


def _finding_counts(findings: Iterable[Finding]) -> tuple[FindingCount, ...]:
    grouped: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in sorted(findings, key=lambda found: found.sort_key):
        grouped.setdefault((finding.severity, finding.code), []).append(finding)
    order = sorted(grouped, key=lambda key: (key[0].rank, key[1]))
    return tuple(FindingCount(key[1], key[0].value, len(grouped[key]), grouped[key][0].message) for key in order)
