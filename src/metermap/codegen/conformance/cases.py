"""The test cases of a device: each statement in each use case that carries it, with the messages that test it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from metermap.catalogue.paths import parse_path
from metermap.codegen.bindings.layouts import Layout, Leaf, Payload
from metermap.codegen.bindings.sep_layouts import NotStatedError
from metermap.codegen.bindings.steps import MemberStep
from metermap.codegen.bindings.transfers import Purpose
from metermap.codegen.bindings.written import layout_of
from metermap.codegen.conformance import messages
from metermap.codegen.conformance.model import Presence, Service, TestCase, Why
from metermap.codegen.conformance.putting import Wanted, Whole, agreed
from metermap.codegen.python.runtime.frames import Command
from metermap.codegen.python.runtime.services import SelectiveAccess
from metermap.core.addresses import Access, DlmsAddress, NamedAddress, SepAddress, Side
from metermap.core.numbers import whole_number
from metermap.mappings.results import case_id

if TYPE_CHECKING:
    from metermap.catalogue.model import UseCase
    from metermap.codegen.base import GeneratorInput
    from metermap.codegen.bindings.scan import EntryFacts
    from metermap.codegen.conformance.wholes import Wholes
    from metermap.mappings.model import ResolvedModel, Statement

__all__ = ["Cases", "presence_of"]

_Made: TypeAlias = Whole | Why
"""The octets of a whole, or why there are none."""
_Thing: TypeAlias = tuple[str, int]
"""An item, and the number of the cluster that carries it; -1 for none."""
_READ, _UPDATE = "read", "update"
_OUTPUTS: Final = frozenset({"methodOutput", "alertOutput"})
_DATA_PROTECTION: Final = 30  # its methods name objects and keys that the mapping does not


def presence_of(statement: Statement) -> tuple[Presence, str]:
    """Return whether the statement must hold, as far as the mapping says, and the condition."""
    if statement.conditions:
        return Presence.CONDITIONAL, "; ".join(statement.conditions)
    return (Presence.OPTIONAL if statement.optional else Presence.NOT_RECORDED), ""


@dataclass(slots=True)
class _Messages:
    """What is made for one entry in one use case; `holder` is the whole that has its value, and where it is."""

    service: Service = Service.NONE
    stimulus: bytes = b""
    expected: bytes = b""
    carried_in: str = ""
    whole: Whole | None = None
    why: list[Why] = field(default_factory=list)

    def octets(self, made: _Made) -> bytes | None:
        """Return the octets; note why there are none."""
        if isinstance(made, Whole):
            return made.octets
        self.why.append(made)
        return None

    def holds(self, made: _Made, where: str) -> None:
        """Note which message carries the entry's own value."""
        self.carried_in = where
        self.whole = made if isinstance(made, Whole) else None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A use case, what travels whole in it, and the item if several commands of one kind are told apart by it."""

    use_case: str
    transfer: str
    item: str = ""


class Cases:
    """Makes the test cases of one device from the entries of its bindings."""

    def __init__(self, given: GeneratorInput, wholes: Wholes, entries: Iterable[EntryFacts]) -> None:
        self._model: ResolvedModel = given.model
        self._dictionaries = given.dictionaries
        self._wholes = wholes
        self._entries = tuple(entries)
        self._groups: dict[tuple[str, str], list[EntryFacts]] = defaultdict(list)
        for entry in self._entries:
            if entry.transfer is not None and entry.reason is None:
                for use_case in entry.statement.use_cases:
                    self._groups[use_case, entry.transfer.key].append(entry)
        self._said: dict[_Thing, set[tuple[str, int]]] = defaultdict(set)
        for entry in self._entries:
            number = whole_number(entry.statement.value)
            if number is not None and len(entry.steps) == 1 and isinstance(entry.steps[0], MemberStep):
                self._said[_thing(entry)].add((entry.steps[0].name, number))
        self._made: dict[_Asked, _Made] = {}

    def all(self) -> Iterator[TestCase]:
        """Yield the cases by use case, and in it by the key of the statement."""
        pairs = [(case, entry) for entry in self._entries for case in entry.statement.use_cases]
        for code, entry in sorted(pairs, key=lambda pair: (pair[0], pair[1].statement.key)):
            yield self._case(code, entry)

    def _case(self, code: str, entry: EntryFacts) -> TestCase:
        statement, use_case = entry.statement, self._model.catalogue.use_case_by_code.get(code)
        asked = self._asked(code, entry)
        made = self._messages(asked, entry, use_case)
        whole = made.whole
        value = whole.own(entry) if whole else None
        if whole and value is None and not whole.reaches(entry):
            made.why.append(Why.NOT_REACHED)
        presence, condition = presence_of(statement)
        return TestCase(
            id=case_id(code, statement.key),
            exchange=": ".join(filter(None, (asked.use_case, asked.transfer, asked.item))),
            device=statement.device,
            protocol=statement.protocol,
            use_case=code,
            title=use_case.title.value if use_case else "",
            use_case_cell=str(use_case.code.place or "") if use_case else "",
            roles=_roles(statement, code, use_case),
            element=statement.element,
            item=statement.item,
            statement=statement.key,
            address=str(entry.address),
            clause=entry.clause,
            cell=entry.cell,
            mapping=str(statement.place),
            presence=presence,
            condition=condition,
            service=made.service,
            stimulus=made.stimulus,
            expected=made.expected,
            carried_in=made.carried_in if whole else "",
            value=value,
            vectors=whole.vectors if whole else (),
            sources=whole.sources if whole else (),
            fixed=whole.fixed if whole else (),
            own=bool(whole and (whole.fixed or whole.composed)),
            why=tuple(dict.fromkeys(made.why)),
        )

    def _asked(self, code: str, entry: EntryFacts) -> _Asked:
        key = entry.transfer.key if entry.transfer else str(entry.address)
        group = self._groups.get((code, key), [])
        return _Asked(code, key, entry.statement.item if _told_apart(group) else "")

    def _whole(self, asked: _Asked, layout: Layout) -> _Made:
        """Return the octets of what travels whole in a use case, with what the mapping says of it there."""
        if asked not in self._made:
            group = self._groups.get((asked.use_case, asked.transfer), [])
            those = [entry for entry in group if asked.item in ("", entry.statement.item)]
            self._made[asked] = self._wholes.of(layout, Wanted(tuple(those), self._kinds(those, layout)))
        return self._made[asked]

    def _kinds(self, entries: Iterable[EntryFacts], layout: Layout) -> dict[str, int]:
        """Return what the mapping says of enumerations of a command in other commands of the cluster, of the item.

        Which calendar an item is, it says where the calendar is published; that holds for the calendar's days.
        """
        found: dict[str, set[int]] = defaultdict(set)
        fields = layout.fields if isinstance(layout, Payload) else ()
        members = {each.name for each in fields if _is_enumeration(each.layout)}
        for entry in entries:
            for name, number in self._said[_thing(entry)]:
                found[name].add(number)
        return {name: numbers.pop() for name, numbers in found.items() if name in members and len(numbers) == 1}

    def _messages(self, asked: _Asked, entry: EntryFacts, use_case: UseCase | None) -> _Messages:
        made = _Messages()
        try:
            self._make(made, asked, entry, use_case)
        except ValueError:  # of the runtime: a class, an attribute or a command whose number has no room
            return _Messages(why=[Why.NO_ROOM])
        return made

    def _make(self, made: _Messages, asked: _Asked, entry: EntryFacts, use_case: UseCase | None) -> None:
        kind = self._kind(entry, use_case)
        if isinstance(entry.address, NamedAddress):
            made.why.append(Why.NAMED)
        elif entry.transfer is None or entry.reason is not None:
            made.why.append(Why.NO_LAYOUT)
        elif isinstance(entry.address, DlmsAddress):
            self._cosem(made, asked, entry, entry.address, kind)
        elif entry.address.access is Access.COMMAND:
            self._command(made, asked, entry, entry.address, kind)
        else:
            self._attribute(made, asked, entry, entry.address, kind)

    def _kind(self, entry: EntryFacts, use_case: UseCase | None) -> str:
        """Return whether a use case reads or updates an entry: what is an output is read, whatever the rest is."""
        element = self._model.catalogue.element_by_id.get(entry.statement.element)
        path = parse_path(element.path.value) if element else None
        if path is not None and path.role in _OUTPUTS:
            return _READ
        return use_case.read_or_update.value.strip().casefold() if use_case else ""

    # DLMS/COSEM

    def _cosem(self, made: _Messages, asked: _Asked, entry: EntryFacts, address: DlmsAddress, kind: str) -> None:
        if entry.transfer is None:
            return
        if address.through or address.class_id == _DATA_PROTECTION:
            made.why.append(Why.PROTECTED)
            return
        purpose = entry.transfer.purpose
        whole = self._whole(asked, entry.transfer.layout)
        if purpose is Purpose.ARGUMENT:
            self._action(made, asked, address, whole)
        elif purpose is Purpose.RETURNED:
            self._returned(made, asked, address, whole)
        elif purpose is Purpose.SELECTION:
            self._selection(made, asked, address, whole)
        elif kind == _READ:
            made.service, made.stimulus = Service.GET, messages.get_request(address)
            data = made.octets(whole)
            made.expected = b"" if data is None else messages.get_response(data)
            made.holds(whole, "expected")
        elif kind == _UPDATE:
            made.service = Service.SET
            if (data := made.octets(whole)) is not None:
                made.stimulus, made.expected = messages.set_request(address, data), messages.set_response()
            made.holds(whole, "stimulus")
        else:
            made.why.append(Why.NEITHER)

    def _sibling(self, asked: _Asked, transfer: str) -> _Made | None:
        """Return another whole of the same use case; None if no statement is about it."""
        entries = self._groups.get((asked.use_case, transfer), [])
        found = entries[0].transfer if entries else None
        return self._whole(_Asked(asked.use_case, transfer), found.layout) if found else None

    def _action(self, made: _Messages, asked: _Asked, address: DlmsAddress, argument: _Made) -> None:
        made.service = Service.ACTION
        made.holds(argument, "stimulus")
        parameters = made.octets(argument)
        if parameters is None:
            return
        made.stimulus = messages.action_request(address, parameters)
        returned = self._sibling(asked, f"{asked.transfer} returns")
        answer = None if returned is None else made.octets(returned)
        if returned is None or answer is not None:
            made.expected = messages.action_response(answer)

    def _returned(self, made: _Messages, asked: _Asked, address: DlmsAddress, returned: _Made) -> None:
        made.service = Service.ACTION
        made.holds(returned, "expected")
        argument = self._sibling(asked, asked.transfer.removesuffix(" returns"))
        if argument is None:
            made.why.append(Why.NO_REQUEST)
        elif (parameters := made.octets(argument)) is not None:
            made.stimulus = messages.action_request(address, parameters)
        if (answer := made.octets(returned)) is not None:
            made.expected = messages.action_response(answer)

    def _selection(self, made: _Messages, asked: _Asked, address: DlmsAddress, parameters: _Made) -> None:
        made.service = Service.GET
        made.holds(parameters, "stimulus")
        known = self._dictionaries.dlms.selective_access(address.class_id, address.index)
        selector = next((one.access_selector for one in known if one.name == address.selector), None)
        data = made.octets(parameters)
        if selector is None or data is None:
            return
        made.stimulus = messages.get_request(address, SelectiveAccess(selector, data))
        selected = self._sibling(asked, asked.transfer.removesuffix(f" by {address.selector}"))
        answer = made.octets(Why.NO_REPLY if selected is None else selected)
        made.expected = b"" if answer is None else messages.get_response(answer)

    # Smart Energy

    def _attribute(self, made: _Messages, asked: _Asked, entry: EntryFacts, address: SepAddress, kind: str) -> None:
        layout = entry.transfer.layout if entry.transfer else None
        type_id = messages.attribute_type(layout.codec.name) if isinstance(layout, Leaf) else None
        if layout is None or type_id is None:
            made.why.append(Why.NO_LAYOUT)
            return
        whole = self._whole(asked, layout)
        if kind == _READ:
            made.service, made.stimulus = Service.READ_ATTRIBUTES, messages.read_request(address)
            value = made.octets(whole)
            made.expected = b"" if value is None else messages.read_response(address, type_id, value)
            made.holds(whole, "expected")
        elif kind == _UPDATE:
            made.service = Service.WRITE_ATTRIBUTES
            if (value := made.octets(whole)) is not None:
                made.stimulus = messages.write_request(address, type_id, value)
                made.expected = messages.write_response(address)
            made.holds(whole, "stimulus")
        else:
            made.why.append(Why.NEITHER)

    def _command(self, made: _Messages, asked: _Asked, entry: EntryFacts, address: SepAddress, kind: str) -> None:
        if entry.transfer is None:
            return
        made.service = Service.COMMAND
        whole = self._whole(asked, entry.transfer.layout)
        if address.request or (kind == _READ and not address.reply):
            self._answer(made, asked, address, whole)
        else:
            self._request(made, asked, address, whole)

    def _answer(self, made: _Messages, asked: _Asked, address: SepAddress, answer: _Made) -> None:
        """Note the messages of a command that the device sends because of another."""
        side = _other(address.side)
        request: _Made = Why.NO_REQUEST
        if address.request_id is not None:
            request = self._payload(asked, address, side, address.request_id, address.request)
        if isinstance(request, Whole) and isinstance(answer, Whole):
            request, answer = agreed(request, answer)
        made.holds(answer, "expected")
        if (payload := made.octets(answer)) is not None:
            made.expected = messages.command(address.side, address.id, payload)
        if (payload := made.octets(request)) is not None and address.request_id is not None:
            made.stimulus = messages.command(side, address.request_id, payload)

    def _request(self, made: _Messages, asked: _Asked, address: SepAddress, request: _Made) -> None:
        """Note the messages of a command that the device is sent."""
        side, accepted = _other(address.side), _is_accepted(address)
        answer: _Made = Why.NO_REPLY
        if address.reply_id is not None and not accepted:
            answer = self._payload(asked, address, side, address.reply_id, address.reply)
        if isinstance(request, Whole) and isinstance(answer, Whole):
            request, answer = agreed(request, answer)
        made.holds(request, "stimulus")
        payload = made.octets(request)
        if payload is None:
            return
        made.stimulus = messages.command(address.side, address.id, payload)
        if accepted:
            made.expected = messages.accepted(address.side, address.id)
        elif (payload := made.octets(answer)) is not None and address.reply_id is not None:
            made.expected = messages.command(side, address.reply_id, payload)

    def _payload(self, asked: _Asked, address: SepAddress, side: Side, number: int, name: str) -> _Made:
        """Return the payload of the command that a command answers, or that answers it."""
        key = f"0x{address.cluster_id:04X}/{side} command 0x{number:02X} {name}"
        try:
            layout = layout_of(self._dictionaries, f"zcl command 0x{address.cluster_id:04X} {side} 0x{number:02X}")
        except (NotStatedError, ValueError):
            return Why.NO_LAYOUT
        return self._whole(_Asked(asked.use_case, key), layout)


def _other(side: Side) -> Side:
    return Side.CLIENT if side is Side.SERVER else Side.SERVER


def _is_accepted(address: SepAddress) -> bool:
    return address.reply_id == Command.DEFAULT_RESPONSE and address.reply == "DefaultResponse"


def _thing(entry: EntryFacts) -> _Thing:
    address = entry.address
    return entry.statement.item, address.cluster_id if isinstance(address, SepAddress) else -1


def _is_enumeration(layout: Layout) -> bool:
    return isinstance(layout, Leaf) and layout.codec.name.startswith("enum")


def _told_apart(group: Iterable[EntryFacts]) -> bool:
    """Whether a use case sends a command several times, told apart by what the mapping fixes in it."""
    fixed: dict[object, set[str]] = defaultdict(set)
    for entry in group:
        if entry.statement.value and entry.transfer and entry.transfer.purpose is Purpose.PAYLOAD:
            fixed[entry.steps].add(entry.statement.value)
    return any(len(values) > 1 for values in fixed.values())


def _roles(statement: Statement, code: str, use_case: UseCase | None) -> str:
    """Return who may send the use case for the statement: those of the mapping where it names fewer."""
    fewer = dict(statement.roles).get(code)
    return ", ".join(fewer) if fewer else (use_case.roles.value if use_case else "")
