"""What the mapping says of an element, in the words of the model."""

from __future__ import annotations

from collections.abc import Iterator

from metermap.catalogue.model import Element
from metermap.core.addresses import DlmsAddress, SepAddress
from metermap.mappings.model import ResolvedModel, State, Statement

__all__ = ["NOT_ASKED", "address_text", "status_text"]

NOT_ASKED = "not asked about"
"""No device of the element speaks the protocol in a way that the element could be asked for."""

_NOT_YET = (State.PLANNED, State.PROPOSED)
_URGENCY = (
    State.UNDECIDED,
    State.UNADDRESSED,
    State.PLANNED,
    State.PROPOSED,
    State.NO_HOME,
    State.MAPPED,
    State.NOT_APPLICABLE,
)
"""The states in the order in which somebody has to do something about them."""


def status_text(model: ResolvedModel, element: Element) -> str:
    """Return the state of an element over each protocol of each of its devices.

    Like ``ESME over sep: undecided; ESME over dlms: mapped``: what is open first, so that a column that is
    sorted or filtered by its beginning shows what is to be done; then in the order of devices, carriers first.
    """
    states = sorted(_states(model, element), key=lambda each: _URGENCY.index(each[2]))
    return "; ".join(f"{device} over {protocol}: {state.value}" for device, protocol, state in states) or NOT_ASKED


def address_text(model: ResolvedModel, element: Element, protocol: str) -> str:
    """Return the addresses of an element over one protocol, each with its devices; else the reason, by device.

    Like ``3/1-0:2.8.0.255/A2 value (ESME, SAPC); GSME: not applicable``.
    """
    homes = _homes(model, element, protocol)
    said = [f"{address} ({', '.join(devices)})" for address, devices in homes.items()]
    housed = {name for names in homes.values() for name in names}
    for device, asked, state in _states(model, element):
        if asked == protocol and not _shown(device, state, housed):
            said.append(f"{device}: {state.value}")
    return "; ".join(said) or NOT_ASKED


def _states(model: ResolvedModel, element: Element) -> Iterator[tuple[str, str, State]]:
    for device in model.devices:
        spoken = sorted((protocol for protocol, _ in device.protocols), key=lambda name: name != device.carrier)
        for protocol in (*spoken, *(protocol for protocol, _ in device.silent)):
            state = model.states.get((element.id.value, device.id, protocol))
            if state is not None:
                yield device.id, protocol, state


def _shown(device: str, state: State, housed: set[str]) -> bool:
    """Return whether the addresses already say it; a deliberate gap beside a proposal they do not."""
    return state is State.MAPPED or (state in _NOT_YET and f"{device} {state.value}" in housed)


def _homes(model: ResolvedModel, element: Element, protocol: str) -> dict[str, list[str]]:
    """Return the addresses and the devices at which each is; a proposal is marked as one."""
    homes: dict[str, list[str]] = {}
    for statement in model.statements_by_element.get(element.id.value, ()):
        if statement.protocol == protocol and isinstance(statement.address, DlmsAddress | SepAddress):
            devices = homes.setdefault(str(statement.address), [])
            if (name := _device(statement)) not in devices:
                devices.append(name)
    return homes


def _device(statement: Statement) -> str:
    return f"{statement.device} {statement.status}" if statement.proposed else statement.device
