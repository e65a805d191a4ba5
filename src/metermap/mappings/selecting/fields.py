"""The fields that a query may ask for, each with what it is and how a row answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from metermap.core.addresses import Access, DlmsAddress, NamedAddress, SepAddress

if TYPE_CHECKING:
    from metermap.catalogue.model import Element, ItemFact, UseCase
    from metermap.core.findings import Finding
    from metermap.mappings.model import State, Statement
    from metermap.mappings.proofs import Proof

__all__ = ["DEFAULT_COLUMNS", "FIELDS", "Field", "Line"]


@dataclass(frozen=True, slots=True)
class Line:
    """What a query is asked of: a statement; or an element of a device that a protocol does not carry.

    `element` is None for a field of the protocol alone, `statement` where nothing is said, `state` where
    nothing is asked of the element over the protocol, `proof` where no element is carried.
    """

    device: str
    protocol: str
    element: Element | None
    facts: tuple[ItemFact, ...]
    statement: Statement | None
    state: State | None
    cases: tuple[UseCase, ...]
    findings: tuple[Finding, ...]
    proof: Proof | None = None


Answer: TypeAlias = Callable[[Line], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name, what it holds in a few words, and the values that a line has of it."""

    name: str
    title: str
    of: Answer


def _fact(get: Callable[[ItemFact], object]) -> Answer:
    return lambda line: _texts(str(get(fact)) for fact in line.facts)


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, values)))


def _element(get: Callable[[Element], object]) -> Answer:
    return lambda line: _texts([str(get(line.element))]) if line.element else ()


def _said(get: Callable[[Statement], object]) -> Answer:
    return lambda line: _texts([str(get(line.statement))]) if line.statement else ()


def _many(get: Callable[[Statement], tuple[str, ...]]) -> Answer:
    return lambda line: _texts(get(line.statement)) if line.statement else ()


def _proof(get: Callable[[Proof], Iterable[str]]) -> Answer:
    return lambda line: _texts(get(line.proof)) if line.proof else ()


def _case(get: Callable[[UseCase], str]) -> Answer:
    return lambda line: _texts(get(case) for case in line.cases)


def _dlms(get: Callable[[DlmsAddress], tuple[str, ...]]) -> Answer:
    def answer(line: Line) -> tuple[str, ...]:
        address = line.statement.address if line.statement else None
        return get(address) if isinstance(address, DlmsAddress) else ()

    return answer


def _sep(get: Callable[[SepAddress], tuple[str, ...]]) -> Answer:
    def answer(line: Line) -> tuple[str, ...]:
        address = line.statement.address if line.statement else None
        return get(address) if isinstance(address, SepAddress) else ()

    return answer


def _attribute(line: Line) -> tuple[str, ...]:
    match line.statement.address if line.statement else None:
        case DlmsAddress(access=Access.ATTRIBUTE) as address:
            return (address.name,)
        case SepAddress(access=Access.ATTRIBUTE) as address:
            return (address.name, f"0x{address.id:04X}")
        case _:
            return ()


def _command(line: Line) -> tuple[str, ...]:
    match line.statement.address if line.statement else None:
        case DlmsAddress(access=Access.METHOD) as address:
            return (address.name,)
        case SepAddress(access=Access.COMMAND) as address:
            return _texts((address.name, f"0x{address.id:02X}", address.request, address.reply))
        case _:
            return ()


def _inside(line: Line) -> tuple[str, ...]:
    match line.statement.address if line.statement else None:
        case DlmsAddress() as address:
            return _texts([address.member])
        case SepAddress() | NamedAddress() as address:
            return _texts([address.field])
        case _:
            return ()


def _roles(line: Line) -> tuple[str, ...]:
    return _texts(role.strip() for case in line.cases for role in case.roles.value.replace(";", ",").split(","))


def _name(line: Line) -> tuple[str, ...]:
    if line.element is not None:
        return (line.element.name, line.element.id.value)
    return (line.statement.item,) if line.statement else ()


def _item(line: Line) -> tuple[str, ...]:
    if line.element is not None:
        return (line.element.item.value,)
    return _texts([line.statement.item]) if line.statement else ()


def _reasons(proof: Proof) -> tuple[str, ...]:
    return (*([proof.broken.kind] if proof.broken else []), *proof.reasons)


def _sensitive(line: Line) -> tuple[str, ...]:
    return ("yes" if line.element.sensitive.value else "no",) if line.element else ()


def _row(line: Line) -> tuple[str, ...]:
    row = line.statement.row if line.statement else line.element.row if line.element else None
    return () if row is None else (str(row),)


_FIELDS: Final = (
    Field("element", "the element, by its name or its id", _name),
    Field("item", "the data item", _item),
    Field("path", "the element's path in its item", _element(lambda element: element.path)),
    Field("row", "the number of the printed row", _row),
    Field("reference", "the sections of SMETS, as printed", _element(lambda element: element.reference)),
    Field("category", "the category of the catalogue", _element(lambda element: element.category)),
    Field("datatype", "the catalogue's data type", _element(lambda element: element.data_type)),
    Field("sensitive", "whether it is encrypted on the wire: yes or no", _sensitive),
    Field("readers", "who reads it", _element(lambda element: element.readers)),
    Field("writers", "who writes it", _element(lambda element: element.writers)),
    Field("unit", "the item's unit in the catalogue", _fact(lambda fact: fact.unit)),
    Field("range", "its range or resolution in the catalogue", _fact(lambda fact: fact.range)),
    Field("depth", "how much of it is kept", _fact(lambda fact: fact.depth)),
    Field("device", "the device", lambda line: (line.device,)),
    Field("protocol", "dlms or sep", lambda line: (line.protocol,)),
    Field("route", "how it travels", _said(lambda said: said.route)),
    Field("state", "mapped, undecided, proposed …", lambda line: (line.state.value,) if line.state else ()),
    Field("kind", "element, protocol or gap", _said(lambda said: said.role.value)),
    Field("address", "the whole address", _said(lambda said: said.address or "")),
    Field("class", "the interface class, by name or number", _dlms(lambda at: (at.class_name, str(at.class_id)))),
    Field("logicalname", "the logical name", _dlms(lambda at: (str(at.logical_name),))),
    Field("cluster", "the cluster, by name or 0x number", _sep(lambda at: (at.cluster, f"0x{at.cluster_id:04X}"))),
    Field("attribute", "the attribute", _attribute),
    Field("command", "the method or command, what it answers and what answers it", _command),
    Field("field", "the path inside the attribute, method or command", _inside),
    Field("type", "the type on the wire", _said(lambda said: said.type.label if said.type else "")),
    Field("value", "the value that is always sent", _said(lambda said: said.value)),
    Field("wireunit", "the unit that the mapping states", _said(lambda said: said.unit)),
    Field("only", "the values permitted", _said(lambda said: said.only)),
    Field("coded", "the coding, ours = theirs", _many(lambda said: tuple(f"{a} = {b}" for a, b in said.coded))),
    Field("becomes", "what a staged value becomes", _said(lambda said: said.becomes)),
    Field("condition", "when it holds", _many(lambda said: said.conditions)),
    Field("usecase", "the use cases", _many(lambda said: said.use_cases)),
    Field("role", "the roles of its use cases", _roles),
    Field("message", "the message codes of its use cases", _case(lambda case: case.message_code.value)),
    Field(
        "verdict", "what is proved of its values: lossless, broken or undecided", _proof(lambda proof: [proof.verdict])
    ),
    Field("reason", "how a value breaks, or why nothing is decided", _proof(_reasons)),
    Field("assumption", "what the verdict takes for granted", _proof(lambda proof: proof.assumptions)),
    Field("status", "how far the review is", _said(lambda said: said.status)),
    Field("relation", "exact, narrow, broad, close or related, if recorded", _said(lambda said: said.relation)),
    Field("because", "the reason given", _many(lambda said: said.because)),
    Field("despite", "the deviation recorded", _many(lambda said: said.despite)),
    Field("finding", "the codes found about it", lambda line: _texts(found.code for found in line.findings)),
    Field(
        "severity",
        "error, warning or note, if something is found",
        lambda line: _texts(found.severity.value for found in line.findings),
    ),
    Field("errata", "the errata applied to it", lambda line: line.element.errata if line.element else ()),
    Field("file", "the mapping file", _said(lambda said: said.place.file)),
    Field("line", "the line in it", _said(lambda said: said.place.line)),
)


FIELDS: Final[Mapping[str, Field]] = MappingProxyType({field.name: field for field in _FIELDS})
"""The fields by name, in the order of their list."""

DEFAULT_COLUMNS: Final = ("device", "protocol", "row", "element", "state", "address", "type", "usecase")
"""What is shown where nobody says what."""
