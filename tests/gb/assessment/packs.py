"""The extension packs, one a protocol body: ``python -m tests.gb.assessment.packs --write`` makes them anew."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from metermap.catalogue.model import Element
from metermap.core.addresses import DlmsAddress
from metermap.core.text import markdown
from metermap.mappings.model import ResolvedModel, State, Statement
from metermap.protocols import load_dictionaries
from tests.conftest import ROOT
from tests.gb.assessment.evidence import Evidence
from tests.gb.assessment.judged import DATA
from tests.gb.assessment.markdown import paragraph, quoted, table
from tests.gb.assessment.page import Subject, subject

__all__ = ["BODIES", "Proposal", "Request", "asked", "pack", "read_requests"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed object, attribute, member or field."""

    object: str
    number: str
    type: str
    range: str
    unit: str
    access: str


@dataclass(frozen=True, slots=True)
class Request:
    """One request of docs/assessment/requests.toml, which tells what the fields say."""

    id: str
    body: str
    title: str
    rationale: str
    replaces: str
    proposed: tuple[Proposal, ...]
    points: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()
    select: str = ""
    without: str = ""
    only_if: str = ""
    overlay_class: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """A protocol body, and the page of its pack."""

    protocol: str
    name: str
    keeper: str
    file: str


BODIES: Final = {
    "dlms": Body("dlms", "DLMS/COSEM", "the DLMS User Association", "docs/extension-pack-dlms.md"),
    "sep": Body("sep", "ZigBee Smart Energy", "the Connectivity Standards Alliance", "docs/extension-pack-zigbee.md"),
}


def read_requests() -> tuple[Request, ...]:
    """Return the requests; an unknown key is an error of the programmer's."""
    with (DATA / "requests.toml").open("rb") as stream:
        told = tomllib.load(stream)["request"]
    return tuple(_request(**line) for line in told)


def _request(
    *, proposed: list[dict[str, str]], points: Iterable[str] = (), rows: Iterable[int] = (), **texts: str
) -> Request:
    made = tuple(Proposal(**line) for line in proposed)
    return Request(proposed=made, points=tuple(points), rows=tuple(rows), **texts)


def asked(request: Request, of: Subject) -> tuple[Element, ...]:
    """Return the elements of the catalogue that ask for it, in its order; each once."""
    selected = set(_selected(request.select, of.model)) - set(_selected(request.without, of.model))
    rows = set(request.rows) or {row for point in request.points for row in _rows(point, of)}
    named = {
        of.model.catalogue.elements_by_row[row].id.value for row in rows if row in of.model.catalogue.elements_by_row
    }
    return tuple(element for element in of.model.catalogue.elements if element.id.value in selected | named)


def _rows(point: str, of: Subject) -> Iterator[int]:
    evidence = Evidence(of.model)
    for finding in of.by_point[point]:
        yield from (line.row for line in evidence.of(finding) if line.row)


def _selected(rule: str, model: ResolvedModel) -> Iterator[str]:
    kind, _, what = rule.rpartition(" ")
    for statement in model.statements:
        address = statement.address
        if not statement.element or not isinstance(address, DlmsAddress):
            continue
        private = address.class_id == 9000
        if (kind == "class" and str(address.class_id) == what) or (
            kind == "logical name" and not private and str(address.logical_name).startswith(f"{what}.")
        ):
            yield statement.element


def pack(body: Body, of: Subject) -> str:
    """Return the page of a body's pack."""
    requests = [request for request in read_requests() if request.body == body.protocol]
    lines = [*_head(body, requests, of), *(line for request in requests for line in _section(request, body, of))]
    return "\n".join(lines).rstrip() + "\n"


def _head(body: Body, requests: list[Request], of: Subject) -> Iterator[str]:
    yield f"# Extension pack: {body.name}"
    yield ""
    yield "<!-- Made by `python -m tests.gb.assessment.packs --write`; a test holds it against the workspace. -->"
    yield ""
    yield from paragraph(
        f"What the Great Britain catalogue asks for and {body.name} lacks, as requests that could be put to "
        f"{body.keeper}. All of it is a proposal: nobody has reviewed it, and an identifier is “to be assigned” "
        "unless a source has it. Elements, cells, types and access are those of the catalogue; the requests are in "
        "`docs/assessment/requests.toml`. What has to be corrected in the catalogue instead is in "
        "[the assessment](gb-assessment.md)."
    )
    states = [state for (_, _, protocol), state in of.model.states.items() if protocol == body.protocol]
    yield from paragraph(
        f"Of {len(states)} elements, each counted once for every device that has it, "
        f"{states.count(State.UNADDRESSED)} have a statement without an address, {states.count(State.NO_HOME)} are "
        f"said to have no home, {states.count(State.UNDECIDED)} are undecided and {states.count(State.PROPOSED)} have "
        f"a candidate that nobody has reviewed. The value proofs break for {_broken(body, of)} elements. "
        f"{_home(body, of)}"
    )
    head = ("Request", "Elements", "Only if something is decided first")
    rows = (
        (
            f"[{markdown(request.title)}](#{request.id})",
            str(len(asked(request, of))),
            "yes" if request.only_if else "no",
        )
        for request in requests
    )
    yield from table(head, rows)


def _broken(body: Body, of: Subject) -> str:
    broken = sum(part.broken for part in of.proofs.counts if part.protocol == body.protocol)
    proven = sum(part.elements for part in of.proofs.counts if part.protocol == body.protocol)
    return f"{broken} of {proven}"


def _home(body: Body, of: Subject) -> str:
    if body.protocol != "sep":
        return ""
    home = [element for element in of.model.catalogue.elements if element.han_only]
    bare = [element for element in home if element.id.value not in of.model.statements_by_element]
    return (
        f"Of the {len(home)} items that are known from the home area network alone, {len(bare)} have no candidate. "
        "Whether the other elements of an electricity meter are wanted in the home is not recorded: nothing is asked "
        "for them."
    )


def _section(request: Request, body: Body, of: Subject) -> Iterator[str]:
    yield f'## <a id="{request.id}"></a>{markdown(request.title)}'
    yield ""
    yield f"**Why.** {markdown(request.rationale)}"
    yield ""
    yield f"**It would replace.** {markdown(request.replaces)}"
    yield ""
    if request.only_if:
        yield f"**Only if.** {markdown(request.only_if)}"
        yield ""
    if request.points:
        links = ", ".join(f"[{point}](gb-assessment.md#{point})" for point in request.points)
        yield f"See in the assessment: {links}."
        yield ""
    yield "Proposed:"
    yield ""
    cells = ((line.object, line.number, line.type, line.range, line.unit, line.access) for line in request.proposed)
    what = ("What", "Number", "Type", "Range", "Unit", "Access")
    yield from table(what, (tuple(markdown(cell) for cell in row) for row in cells))
    yield from _overlay(request)
    yield "Asked for by:"
    yield ""
    head = ("Row", "Element", "Cell", "Data type", "Unit; range", "Readers; writers", "Today")
    yield from table(head, (_asking(element, body.protocol, of.model) for element in asked(request, of)))


def _overlay(request: Request) -> Iterator[str]:
    if not request.overlay_class:
        return
    known = load_dictionaries().dlms.interface_class(request.overlay_class)
    assert known is not None
    yield f"GB's class {request.overlay_class}, as the dictionary's overlay has it:"
    yield ""
    rows = [(f"attribute {line.index}", line.name, str(line.type)) for line in known.attributes]
    rows += [(f"method {line.index}", line.name, str(line.type)) for line in known.methods]
    yield from table(("", "Name", "Type"), (tuple(markdown(cell) for cell in row) for row in rows))


def _asking(element: Element, protocol: str, model: ResolvedModel) -> tuple[str, ...]:
    place = element.place
    row = element.row.value if element.row else 0
    facts = model.catalogue.facts_by_row.get(row, ())
    told = sorted({"; ".join(filter(None, (fact.unit.value, fact.range.value))) for fact in facts} - {""})
    access = "; ".join(filter(None, (element.readers.value, element.writers.value)))
    said = (line for line in model.statements_by_element.get(element.id.value, ()) if line.protocol == protocol)
    return (
        str(row or ""),
        markdown(element.name),
        f"{place.sheet}!{place.cell}" if place else "",
        quoted(element.data_type.original if element.data_type.original is not None else element.data_type.value),
        "; ".join(quoted(text) for text in told) or "not recorded",
        markdown(access) or "not recorded",
        "; ".join(dict.fromkeys(markdown(_today(line)) for line in said)) or "nothing",
    )


def _today(statement: Statement) -> str:
    return str(statement.address)


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python -m tests.gb.assessment.packs --write")
    those = subject()
    for wanted in BODIES.values():
        (ROOT / wanted.file).write_text(pack(wanted, those), encoding="utf-8")
