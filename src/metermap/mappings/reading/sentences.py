"""Reads the tree of a mapping file into English sentences: nothing of it is left out, nothing added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from metermap.mappings import syntax as s
from metermap.mappings.reading import words
from metermap.mappings.reading.clauses import allowed, clauses, coding

if TYPE_CHECKING:
    from metermap.mappings.includes import Library

__all__ = ["Reading", "Saying", "Spoken", "included_by", "read_aloud"]


@dataclass(frozen=True, slots=True)
class Saying:
    """A clause as it is spoken, without a mark at its end, and what it introduces."""

    text: str
    parts: tuple[Saying, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence of the language as spoken: its kind (mapping, on, let, use, syntax, include, allow) and line."""

    kind: str
    line: int
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as spoken, sentence by sentence."""

    file: str
    sentences: tuple[Spoken, ...]


Included: TypeAlias = Mapping[tuple[int, int], tuple[s.Let, ...]]
"""What includes bring, by line and column of their sentences."""


def read_aloud(file: s.File, included: Included = MappingProxyType({})) -> Reading:
    """Return the sentences of a file in English, in its order.

    The patterns that it names are known by name. What it includes is spoken where it includes it.
    """
    own = (sentence for sentence in file.sentences if isinstance(sentence, s.Let))
    lets = (*(let for brought in included.values() for let in brought), *own)
    patterns = {let.name: let.params for let in lets if isinstance(let.body, s.WireBlock)}
    speaker = _Speaker(patterns, included)
    return Reading(file.name, tuple(speaker.sentence(sentence) for sentence in file.sentences))


def included_by(library: Library, name: str) -> Included:
    """Return the names that each include of a file brings, those of files further down among them."""
    return {
        (at.line, at.column): tuple(
            let
            for below in library.below(other)
            if below in library.files
            for let in library.files[below].sentences
            if isinstance(let, s.Let)
        )
        for other, at in library.included.get(name, {}).items()
    }


_PROTOCOLS = {"dlms": "DLMS", "sep": "Smart Energy"}
_ROUTES = {
    "native": "natively",
    "gateway": "through a gateway",
    "translated_at_hub": "translated at the hub",
    "translated_at_centre": "translated at the centre",
}


@dataclass(frozen=True, slots=True)
class _Speaker:
    patterns: Mapping[str, tuple[str, ...]]
    included: Included

    def sentence(self, node: s.Sentence) -> Spoken:
        if isinstance(node, s.Mapping):
            return Spoken("mapping", node.subject.at.line, tuple(self._mapping(node)))
        kind, saying = self._frame(node)
        return Spoken(kind, node.at.line, (saying,))

    def _frame(self, node: s.On | s.Let | s.Use | s.Syntax | s.Include | s.Allow) -> tuple[str, Saying]:
        match node:
            case s.On():
                return "on", self._on(node)
            case s.Let():
                return "let", self._let(node)
            case s.Use():
                return "use", Saying(_use(node))
            case s.Syntax():
                return "syntax", Saying(f"This file is written in syntax {node.version}")
            case s.Include():
                brought = self.included.get((node.at.line, node.at.column), ())
                said = f"It includes the patterns and codings of {words.quoted(node.path)}"
                return "include", Saying(said, tuple(map(self._let, brought)))
            case s.Allow():
                return "allow", Saying(f"In this file {allowed(node)}")

    def _mapping(self, node: s.Mapping) -> Iterator[Saying]:
        subject = words.path(node.subject)
        for number, home in enumerate(node.homes):
            opening = "and also" if number else f"{subject} is carried"
            yield Saying(f"{opening} {_carrier(home)}{clauses(home.clauses)}", self._parts(home.block, home.clauses))

    def _on(self, node: s.On) -> Saying:
        devices = words.listed(map(_device, node.devices)) if node.devices else "no device"
        protocol = _PROTOCOLS.get(node.protocol, node.protocol)
        route = f", {_ROUTES.get(node.route, node.route)}" if node.route else ""
        return Saying(f"On {devices}, over {protocol}{route}{clauses(node.clauses)}", self._ways(node.clauses))

    def _let(self, node: s.Let) -> Saying:
        of = f", of {words.listed(node.params)}," if node.params else ""
        if isinstance(node.body, s.Coded):
            return Saying(f"The coding {node.name}{of} is {coding(node.body)}")
        return Saying(f"The pattern {node.name}{of} is{'' if node.body.fields else ' empty'}", self._fields(node.body))

    def _parts(self, block: s.WireBlock | None, said: s.Clauses) -> tuple[Saying, ...]:
        return (*self._fields(block), *self._ways(said))

    def _fields(self, block: s.WireBlock | None) -> tuple[Saying, ...]:
        return tuple(map(self._field, block.fields)) if block is not None else ()

    def _ways(self, said: s.Clauses) -> tuple[Saying, ...]:
        """Return how one gets at a value: by which part of it, and through which other object."""
        found = []
        if said.by is not None:
            carried = "" if said.by.bound is None else f", which is {words.bound(said.by.bound)}"
            inside = ", with" if said.by.block.fields else ""
            found.append(Saying(f"selected by {said.by.selector}{carried}{inside}", self._fields(said.by.block)))
        if said.through is not None:
            way = f"{words.step(said.through.home)}{words.instance(said.through.instance)}"
            inside = ", with" if said.through.block.fields else ""
            found.append(Saying(f"by way of the {way}{inside}", self._fields(said.through.block)))
        return tuple(found)

    def _field(self, node: s.Field) -> Saying:
        match node:
            case s.Carries():
                return self._carries(node)
            case s.Fixed():
                always = (
                    "is there with any value"
                    if words.is_anything(node.value)
                    else f"is always {words.values(node.value)}"
                )
                text = f"its {words.keyed(node.key)} {always}{words.rows(node.rows)}{clauses(node.clauses)}"
                return Saying(text, self._ways(node.clauses))
            case s.Nested():
                inside = "inside" if node.block.fields else "nothing inside"
                text = f"{inside} its {words.key(node.key)}{words.rows(node.rows)}{clauses(node.clauses)}"
                return Saying(text, self._parts(node.block, node.clauses))
            case s.Call():
                return self._call(node)

    def _carries(self, node: s.Carries) -> Saying:
        carried = self._pattern(node) or f"carries {words.bounds(node.bounds)}"
        always = "" if node.fixed is None else f", which is always {words.values(node.fixed)}"
        inside = _inside(node.block, "", ", with nothing inside")
        text = f"its {words.keyed(node.key)} {carried}{always}{clauses(node.clauses)}{inside}"
        return Saying(text, self._parts(node.block, node.clauses))

    def _pattern(self, node: s.Carries) -> str:
        """Return how a field that follows a pattern of the file is spoken; nothing for another."""
        match node.bounds:
            case (s.Bound(value=s.Path(steps=(s.Step(quoted=False, indices=()) as step,))) as bound,):
                names = self.patterns.get(step.name)
                args = step.args or ()
                if names is None or len(names) != len(args) or step.args == ():
                    return ""
                given = [f"{name} is {words.bound(arg)}" for name, arg in zip(names, args, strict=True)]
                where = f", where {words.listed(given)}" if given else ""
                return f"follows the pattern {step.name}{words.rows(bound.rows)}{where}"
            case _:
                return ""

    def _call(self, node: s.Call) -> Saying:
        does = f", which does {words.bounds(node.bounds)}" if node.bounds else ""
        always = "" if node.fixed is None else f", always with {words.values(node.fixed)}"
        arguments = _inside(node.block, ", with the arguments", ", with no arguments")
        name = f"a call of {words.key(node.key)}{words.rows(node.rows)}"
        text = f"{name}{does}{always}{clauses(node.clauses)}{arguments}"
        return Saying(text, (*self._fields(node.block), *self._returns(node.returns), *self._ways(node.clauses)))

    def _returns(self, node: s.Returns | None) -> Iterator[Saying]:
        if node is not None:
            answer = "a value" if node.step is None else words.step(node.step)
            inside = ", in which" if node.block.fields else ""
            yield Saying(f"it returns {answer}{inside}", self._fields(node.block))


def _carrier(home: s.Home) -> str:
    plain = home.step == s.Step("Nowhere", quoted=False, args=None, indices=(), at=home.step.at)
    name = "nowhere" if plain else f"by the {words.step(home.step)}"
    return name + words.instance(home.instance)


def _inside(block: s.WireBlock | None, filled: str, empty: str) -> str:
    if block is None:
        return ""
    return filled if block.fields else empty


def _device(node: s.Step) -> str:
    if node.args is None:
        return f"the {words.step(node)}"
    device = s.Step(node.name, node.quoted, None, node.indices, node.at)
    return f"the {words.step(device)} of variant {words.listed(map(words.bound, node.args), 'or')}"


def _use(node: s.Use) -> str:
    what = "catalogue" if node.what == "catalogue" else f"{_PROTOCOLS.get(node.what, node.what)} dictionary"
    editions = "".join(f", edition {words.quoted(edition)}" for edition in node.editions)
    names = words.listed(node.names) if node.names else ""
    if node.what == "catalogue":
        return f"It uses the {what} {names}".rstrip() + editions
    return f"It uses the {what}{editions}" + (f", with {names}" if names else "")
