"""The published vectors: built again by the oracles that they name, and read by every oracle that can.

A vector whose `source` is a library is built of its value by that library; one by hand keeps its octets. Who else
reads the same value is `confirmed_by`; who reads another is a line of differences/codecs.csv, with a verdict.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from metermap.codegen.vectors.model import DATA, FILES, Json, Reason, Vector, printed, read_file
from tests.oracles.ask import pinned
from tests.oracles.cases import cases
from tests.oracles.differences import CODECS, LISTS
from tests.oracles.octets import Answer, ask_octets, oracles_of, own_command, shape_of

__all__ = [
    "CODEC_COLUMNS",
    "BuildError",
    "CodecDifference",
    "Rebuilt",
    "committed",
    "file_of",
    "print_codecs",
    "read_codecs",
    "rebuild",
    "write_codecs",
    "write_vectors",
]

CODEC_COLUMNS: Final = ("vector", "library", "says", "verdict", "basis")
_LONGEST: Final = 80


class BuildError(Exception):
    """A library does not build what a vector says that it built."""


@dataclass(frozen=True, slots=True)
class CodecDifference:
    """What a library says of a vector's octets, other than the vector does."""

    vector: str
    library: str
    says: str
    verdict: str = ""
    basis: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what must be judged anew if it changes."""
        return self.vector, self.library, self.says


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The vectors as they come out today, by id, and what the libraries say otherwise."""

    vectors: Mapping[str, Vector]
    differences: tuple[CodecDifference, ...]


def committed() -> dict[str, Vector]:
    """Return the published vectors by id."""
    return {vector.id: vector for name in FILES for vector in read_file(name)}


def file_of(vector: Vector) -> str:
    """Return which file a vector belongs to."""
    if vector.type.startswith("zcl"):
        return "payloads" if vector.type.startswith(("zcl command", "zcl global", "zcl frame")) else "zcl"
    short = vector.id.split("/")[1]
    if short in ("date-time", "date", "time", "date-time-tagged", "date-tagged", "time-tagged", "scaler_unit"):
        return "cosem"
    composed = "{" in vector.type or "CHOICE" in vector.type or vector.type == "axdr data"
    return "structures" if composed else "axdr"


def rebuild(known: Mapping[str, Vector]) -> Rebuilt:
    """Return the known vectors and those of the cases, each built and read again.

    Raises:
        BuildError: a library refuses to build a value.
    """
    drafts = {**known, **{case.id: case for case in cases()}}
    built = _built(list(drafts.values()))
    said = _said(built)
    differences = [
        CodecDifference(vector.id, library, _in_words(answer))
        for vector in built
        for library, answer in said[vector.id].items()
        if not _agrees(vector, answer)
    ]
    vectors = [_confirmed(vector, said[vector.id]) for vector in built]
    return Rebuilt({vector.id: vector for vector in sorted(vectors, key=lambda each: each.id)}, tuple(differences))


def _built(drafts: list[Vector]) -> list[Vector]:
    found, refused = {vector.id: vector for vector in drafts}, []
    for library in pinned():
        mine = [vector for vector in drafts if vector.source.startswith(library) and vector.accepted]
        asks = [{"shape": _shape(vector), "value": _asked(vector)} for vector in mine]
        for vector, answer in zip(mine, ask_octets(library, asks), strict=True):
            if answer.refused:
                refused.append(f"{library} does not build {vector.id}: {answer.refused}")
            found[vector.id] = vector.model_copy(update={"hex": answer.hex, "consumed": len(answer.hex) // 2})
    if refused:
        raise BuildError("\n".join(refused))
    return list(found.values())


def _shape(vector: Vector) -> Json:
    return dict(shape_of(vector.type, vector.value, vector.order))


def _asked(vector: Vector) -> Json:
    if own_command(vector.type) is not None and isinstance(vector.value, dict):
        return list(vector.value.values())
    return _told(vector)


def _told(vector: Vector) -> Json:
    """Return the value as a library has it: of DLMS data without the types that choices and data carry."""
    return _bare(vector.value) if vector.type.startswith("axdr") else vector.value


def _said(vectors: list[Vector]) -> dict[str, dict[str, Answer]]:
    """Return what each library that can be asked says of each vector's octets."""
    said: dict[str, dict[str, Answer]] = {vector.id: {} for vector in vectors}
    for library in pinned():
        mine = [vector for vector in vectors if library in oracles_of(vector.type)]
        answers = ask_octets(library, [{"shape": _shape(vector), "hex": vector.hex} for vector in mine])
        for vector, answer in zip(mine, answers, strict=True):
            if answer.refused != NotImplementedError.__name__:  # the library says itself that it has no such codec
                said[vector.id][library] = answer
    return said


def _agrees(vector: Vector, answer: Answer) -> bool:
    if vector.reason is Reason.TRAILING:
        return bool(answer.refused) or (answer.consumed or 0) < len(vector.octets)
    if vector.reason is not None:
        return bool(answer.refused)
    same = _same(_told(vector), answer.value, positional=own_command(vector.type) is not None)
    return not answer.refused and answer.consumed == vector.consumed and same


def _bare(value: Json) -> Json:
    """Return a value without the types that data of any type carries."""
    if isinstance(value, dict):
        if value.keys() == {"type", "value"} and isinstance(value["type"], str):
            return _bare(value["value"])
        return {name: _bare(each) for name, each in value.items()}
    return [_bare(each) for each in value] if isinstance(value, list) else value


def _same(ours: Json, theirs: Json, *, positional: bool) -> bool:
    """Whether two values are one. A library that has no place for a field says nothing of it."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        said = [(ours.get(name), each) for name, each in theirs.items()]
        return bool(said) and all(_same(mine, each, positional=positional) for mine, each in said)
    if isinstance(ours, dict) and isinstance(theirs, list) and positional:
        ours = [*ours.values(), *[None] * (len(theirs) - len(ours))]
    if isinstance(ours, list) and isinstance(theirs, list):
        pairs = zip(ours, theirs, strict=False)
        return len(ours) == len(theirs) and all(_same(a, b, positional=positional) for a, b in pairs)
    return type(ours) is type(theirs) and ours == theirs


def _confirmed(vector: Vector, answers: Mapping[str, Answer]) -> Vector:
    versions = pinned()
    agree = [library for library, answer in answers.items() if _agrees(vector, answer)]
    others = tuple(f"{library} {versions[library]}" for library in agree if not vector.source.startswith(library))
    fields_are_ours = vector.type.startswith("zcl command") and own_command(vector.type) is None
    alone = fields_are_ours or (vector.source.startswith("by hand") and not others)
    return vector.model_copy(update={"confirmed_by": others, "single_source": alone})


def _in_words(answer: Answer) -> str:
    if answer.refused:
        return f"refuses: {answer.refused}"
    value = json.dumps(answer.value, ensure_ascii=False)
    short = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}..."
    return f"{short} of {answer.consumed} octets"


def write_vectors(vectors: Iterable[Vector]) -> None:
    """Write the published files."""
    files: dict[str, list[str]] = {name: [] for name in FILES}
    for vector in sorted(vectors, key=lambda each: each.id):
        files[file_of(vector)].append(printed(vector))
    for name, lines in files.items():
        text = "[\n" + ",\n".join(lines) + "\n]\n"
        (DATA / f"{name}.json").write_text(text, encoding="utf-8", newline="\n")


def read_codecs() -> tuple[CodecDifference, ...]:
    """Return the lines of differences/codecs.csv.

    Raises:
        ValueError: it has other columns.
    """
    with (LISTS / CODECS).open(encoding="utf-8", newline="") as stream:
        heading, *rows = csv.reader(stream, strict=True)
    if tuple(heading) != CODEC_COLUMNS or any(len(row) != len(CODEC_COLUMNS) for row in rows):
        message = f"{CODECS} does not have the columns {', '.join(CODEC_COLUMNS)}"
        raise ValueError(message)
    return tuple(CodecDifference(*row) for row in rows)


def print_codecs(lines: Iterable[CodecDifference]) -> str:
    """Return lines as the list has them, without the heading."""
    out = io.StringIO()
    cells = [(each.vector, each.library, each.says, each.verdict, each.basis) for each in lines]
    csv.writer(out, lineterminator="\n").writerows(sorted(cells))
    return out.getvalue()


def write_codecs(current: Iterable[CodecDifference], listed: Iterable[CodecDifference]) -> None:
    """Write the list anew; a line that did not change keeps its verdict."""
    judged = {line.key: line for line in listed}
    text = ",".join(CODEC_COLUMNS) + "\n" + print_codecs(judged.get(line.key, line) for line in current)
    (LISTS / CODECS).write_text(text, encoding="utf-8", newline="\n")
