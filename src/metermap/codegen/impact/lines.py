"""Which statements rest on a line of a mapping file: those of its sentence, its scope, or of whoever uses its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metermap.codegen.explaining import begins_at, sentence_at
from metermap.codegen.impact.model import Origin, Reach, Touched
from metermap.core.suggest import normal
from metermap.mappings import syntax as s

if TYPE_CHECKING:
    from metermap.codegen.explaining import AskedLine
    from metermap.mappings.includes import Library
    from metermap.mappings.model import ResolvedModel, Statement

__all__ = ["line_origin", "lines_of"]

_LINE_NAMES = ("sentence",)
_COMMENT = "--"


def lines_of(data: bytes) -> tuple[str, ...]:
    """Return the lines of a text file, without their ends."""
    return tuple(data.decode("utf-8-sig", "replace").splitlines())


def line_origin(model: ResolvedModel, library: Library, asked: AskedLine) -> Origin:
    """Return what a line of a mapping file of `library` says, and the statements that rest on it."""
    file = library.files[asked.file]
    written = lines_of(library.data[asked.file])[asked.line - 1].strip()
    place = f"{asked.file}:{asked.line}"
    if not written or written.startswith(_COMMENT):
        return Origin(place, "a line without a word of a sentence", Reach.NOTHING, text=written)
    sentence = sentence_at(file, asked.line)
    if sentence is None:
        return Origin(place, "a line above the first sentence", Reach.NOTHING)
    what, keys = _resting(model, library, asked.file, sentence)
    direct = Touched(statements=tuple(each for each in model.statements if each.key in keys))
    if isinstance(sentence, s.Syntax | s.Use):
        return Origin(place, what, Reach.EVERYTHING, text=written, direct=direct)
    return Origin(place, what, text=written, direct=direct, names=_LINE_NAMES)


def _resting(model: ResolvedModel, library: Library, file: str, sentence: s.Sentence) -> tuple[str, frozenset[str]]:
    """Return what a sentence is, in words, and the keys of the statements that rest on it."""
    spans = tuple(_spans(library))
    here = [span for span in spans if span.file == file]
    match sentence:
        case s.Mapping():
            said = [span for span in here if span.sentence is sentence]
            what = f"the sentence about {sentence.subject.steps[0].name}, which begins on line {begins_at(sentence)}"
        case s.On():
            scopes = [each for each in here if isinstance(each.sentence, s.On) and each.begins > begins_at(sentence)]
            end = scopes[0].begins if scopes else None
            said = [each for each in here if each.begins > begins_at(sentence) and (end is None or each.begins < end)]
            what = f"the scope of the sentences below it, to {f'line {end}' if end else 'the end of the file'}"
        case s.Let():
            said = list(_users(library, spans, file, sentence.name))
            files = sorted({span.file for span in said})
            what = f"the name '{sentence.name}', which sentences use in {', '.join(files) or 'no file'}"
        case _:
            said, what = here, f"a sentence that holds for the whole file: {type(sentence).__name__.casefold()}"
    return what, frozenset(statement.key for span in said for statement in _statements(model, library, span))


@dataclass(frozen=True, slots=True)
class _Span:
    """A sentence with its lines, from the one on which it begins to that before the next one, and its words."""

    file: str
    sentence: s.Sentence
    begins: int
    ends: int
    words: frozenset[str]

    def holds(self, file: str, line: int) -> bool:
        """Return whether a place lies in the sentence."""
        return file == self.file and self.begins <= line <= self.ends


def _spans(library: Library) -> Iterator[_Span]:
    for name, file in library.files.items():
        lines = lines_of(library.data[name])
        begins = [begins_at(sentence) for sentence in file.sentences]
        for sentence, first, after in zip(file.sentences, begins, [*begins[1:], len(lines) + 1], strict=True):
            words = frozenset(re.findall(r"\w+", "\n".join(lines[first - 1 : after])))
            yield _Span(name, sentence, first, max(first, after - 1), words)


def _users(library: Library, spans: tuple[_Span, ...], file: str, name: str) -> Iterator[_Span]:
    """Yield the sentences that use a name, directly or through other names."""
    waiting, seen = [(file, name)], {(file, name)}
    while waiting:
        definer, used = waiting.pop()
        for span in spans:
            if used not in span.words or definer not in library.below(span.file):
                continue
            yield span
            if isinstance(span.sentence, s.Let) and (span.file, span.sentence.name) not in seen:
                seen.add((span.file, span.sentence.name))
                waiting.append((span.file, span.sentence.name))


def _statements(model: ResolvedModel, library: Library, span: _Span) -> Iterator[Statement]:
    """Yield the statements of a sentence: those placed in it, and those placed in the body of a name that it uses."""
    bodies = [each for each in _spans(library) if isinstance(each.sentence, s.Let) and each.sentence.name in span.words]
    subject = span.sentence.subject.steps[0].name if isinstance(span.sentence, s.Mapping) else ""
    for statement in model.statements:
        place = statement.place
        if span.holds(place.file, place.line) or (
            any(body.holds(place.file, place.line) for body in bodies) and normal(statement.item) == normal(subject)
        ):
            yield statement
