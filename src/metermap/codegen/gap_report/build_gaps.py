"""The gaps, each with what the mapping says of it and what follows from the catalogue and the other columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from metermap.codegen.gap_report.index import expanded, printed_section
from metermap.codegen.gap_report.model import GAPS, NOT_RECORDED, Gap, Limit
from metermap.codegen.titles import protocol_title
from metermap.core.suggest import normal
from metermap.mappings.proofs.verdicts import Verdict
from metermap.mappings.standing import HOMES, Standing, is_home

if TYPE_CHECKING:
    from metermap.catalogue.model import Element
    from metermap.codegen.gap_report.index import Asked, Index
    from metermap.mappings.model import Statement

__all__ = ["gaps_of"]

_NOT_A_DECISION: Final = ("", "unreviewed", "proposed", "planned")
_SHORTEST_NAME: Final = 8  # letters: a shorter name such as "Clock" is a common word of a title


def gaps_of(index: Index) -> Iterator[Gap]:
    """Yield the gaps of all columns, in the order of devices, protocols and catalogue lines."""
    named = _Titles(index)
    for asked in index.asked:
        for element, standing in index.standings(asked):
            if standing in GAPS:
                yield _gap(index, asked, element, standing, named)


def _gap(index: Index, asked: Asked, element: Element, standing: Standing, named: _Titles) -> Gap:
    said = index.said_of(element, asked)
    firm = [statement for statement in said if not statement.proposed]
    speaking = firm or said
    limits = tuple(_limits(index, firm)) if standing is Standing.LIMITED else ()
    return Gap(
        element=element.id.value,
        item=element.item.value,
        path=element.path.value,
        row=element.row.value if element.row else None,
        cell=str(element.place or ""),
        section=printed_section(element),
        clause=element.reference.value,
        device=asked.device.id,
        protocol=asked.protocol,
        route=asked.route,
        standing=standing,
        expanded=expanded(element),
        sensitive=element.sensitive.value,
        reason=_reason(speaking, limits),
        consequences=tuple(_consequences(index, asked, element, standing, named)),
        proposal=_proposal(said),
        owner=_recorded(speaking, "owner"),
        decision=_decision(speaking),
        date=_recorded(speaking, "date"),
        home=_joined(str(statement.address) for statement in speaking if statement.address),
        statement=str(speaking[0].place) if speaking else "",
        status=_joined(statement.status for statement in speaking),
        use_cases=_use_cases(speaking),
        carried_over=tuple(one.protocol for one, _ in _carrying(index, asked, element)),
        limits=limits,
    )


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, texts)))


def _reason(said: Iterable[Statement], limits: Iterable[Limit]) -> str:
    """Return the reasons that the mapping gives, or else what the proof says of the value that breaks."""
    written = _joined(reason for statement in said for reason in statement.because)
    return written or _joined(limit.why for limit in limits) or NOT_RECORDED


def _recorded(said: Iterable[Statement], name: str) -> str:
    return _joined(value for statement in said for key, value in statement.record if key == name) or NOT_RECORDED


def _decision(said: list[Statement]) -> str:
    """Return the status that somebody gave, and the decision that its record names."""
    status = (statement.status for statement in said if statement.status not in _NOT_A_DECISION)
    recorded = (value for statement in said for key, value in statement.record if key == "decision")
    return _joined((*status, *recorded)) or NOT_RECORDED


def _proposal(said: Iterable[Statement]) -> str:
    """Return the candidate addresses of proposals and plans, and the questions that a record asks."""
    candidates = (str(one.address) for one in said if one.proposed and one.address)
    questions = (value for one in said for key, value in one.record if key == "question")
    return _joined((*candidates, *questions)) or NOT_RECORDED


def _use_cases(said: Iterable[Statement]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(case for statement in said for case in statement.use_cases))


def _limits(index: Index, firm: Iterable[Statement]) -> Iterator[Limit]:
    for statement in firm:
        proof = index.model.proof_by_key.get(statement.key)
        if proof is not None and proof.verdict is Verdict.BROKEN and proof.broken is not None:
            broken = proof.broken
            yield Limit(
                kind=broken.kind.value,
                value=broken.value,
                raw=broken.raw,
                why=broken.why,
                directions=tuple(direction.value for direction in broken.directions),
                address=str(statement.address or ""),
                evidence=tuple(map(str, proof.evidence)),
                statement=str(statement.place),
            )


def _consequences(index: Index, asked: Asked, element: Element, standing: Standing, named: _Titles) -> Iterator[str]:
    """Yield what follows, as sentences; each is read off the catalogue, the mapping or another column."""
    if element.sensitive.value:
        yield "The catalogue marks the element as sensitive."
    if standing is not Standing.LIMITED:
        yield from _other_protocols(index, asked, element)
    own = _use_cases(said for said in index.said_of(element, asked) if not said.proposed)
    if own:
        more = _unaddressed(index, asked, element) if standing is Standing.UNADDRESSED else ""
        yield f"The mapping names it for {_listed(own)}{more}."
    elif cases := _elsewhere(index, asked, element):
        yield f"Over another protocol or on another device it is carried for {_listed(cases)}."
    if titled := named.of(element.item.value):
        subject, verb = ("title", "names") if len(titled) == 1 else ("titles", "name")
        yield f"The {subject} of {_listed(titled)} {verb} the data item."


def _carrying(index: Index, asked: Asked, element: Element) -> Iterator[tuple[Asked, Standing]]:
    """Yield the other columns of the same device that carry the element."""
    for one in index.asked:
        standing = index.standing(element, one)
        if one.device is asked.device and one is not asked and standing is not None and standing in HOMES:
            yield one, standing


def _other_protocols(index: Index, asked: Asked, element: Element) -> Iterator[str]:
    """Yield whether another protocol of the device carries the element."""
    carrying = [f"{protocol_title(one.protocol)} ({standing})" for one, standing in _carrying(index, asked, element)]
    if carrying:
        yield f"{asked.device.id} carries it over {' and '.join(carrying)}."
    else:
        yield f"No protocol of {asked.device.id} carries it."


def _elsewhere(index: Index, asked: Asked, element: Element) -> tuple[str, ...]:
    found = (
        said
        for said in index.model.statements_by_element.get(element.id.value, ())
        if (said.device, said.protocol) != (asked.device.id, asked.protocol) and is_home(said)
    )
    return _use_cases(found)


def _unaddressed(index: Index, asked: Asked, element: Element) -> str:
    """Return what is missing of an element that is named: an address, or the octets of what it is named in."""
    firm = (said for said in index.said_of(element, asked) if not said.proposed)
    named = _joined(str(said.address) for said in firm if said.address)
    return f", as {named}, of which no octets are known" if named else ", and gives no address"


def _listed(names: tuple[str, ...]) -> str:
    noun = "use case" if len(names) == 1 else "use cases"
    return f"{noun} {', '.join(names)}"


class _Titles:
    """The use cases whose title names a data item, word by word."""

    def __init__(self, index: Index) -> None:
        """Take the titles of the catalogue's use cases, as words."""
        self._by_word: dict[str, list[tuple[str, str]]] = {}
        for case in index.model.catalogue.use_cases:
            title = _words(case.title.value)
            for word in dict.fromkeys(title.split()):
                self._by_word.setdefault(word, []).append((case.code.value, title))
        self._found: dict[str, tuple[str, ...]] = {}

    def of(self, item: str) -> tuple[str, ...]:
        """Return the codes of the use cases; none for a name so short that it is an ordinary word."""
        if item not in self._found:
            name = _words(item)
            long_enough = len(normal(item)) >= _SHORTEST_NAME
            likely = self._by_word.get(name.split()[0], ()) if name and long_enough else ()
            self._found[item] = tuple(code for code, title in likely if f" {name} " in f" {title} ")
        return self._found[item]


def _words(text: str) -> str:
    """Return the words of a text in lower case; ``ActiveImportRegister`` has three."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text[:500])
    return " ".join(re.findall(r"[a-z0-9]+", apart.lower()))
