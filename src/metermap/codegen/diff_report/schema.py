"""The schema of a diff, version 1, in pydantic: what is published as JSON Schema, and what a file is read with.

A field and what it does stand together; a verdict is the word that ``--fail-on`` knows.
"""

from __future__ import annotations

import json
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue

from metermap.codegen.changes.model import Act, Kind

__all__ = [
    "SCHEMA_VERSION",
    "ChangeDocument",
    "DiffDocument",
    "FieldDocument",
    "JudgementDocument",
    "SideDocument",
    "WhomDocument",
    "Word",
]

SCHEMA_VERSION: Final = 1

Word = Literal["wire", "meaning", "conformance", "compatible", "documentation"]
"""A verdict, gravest first."""

_Place = Annotated[int, Field(ge=0)]
_Count = Annotated[int, Field(ge=0)]


def _proper(value: JsonValue) -> JsonValue:
    """Return a value of JSON proper. The reader takes ``NaN``, which equals nothing, and numbers that are too great."""
    json.dumps(value, allow_nan=False)
    return value


_Value = Annotated[JsonValue, AfterValidator(_proper)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SideDocument(_Record):
    """One of the two states: what it was read from, what it says of itself, and the lists that it has.

    `partial` is true if only part of the edition is recorded. `errata` is a digest of the corrections, which are not
    compared. `errors` is the number of errors because of which the state may lack something, or have it otherwise.
    """

    source: str
    name: str
    edition: str
    digest: str
    partial: bool
    kinds: list[Kind]
    title: str = ""
    errata: str = ""
    errors: _Count = 0


class JudgementDocument(_Record):
    """What a change does: the gravest verdict, the other breaks that hold as well, and why."""

    verdict: Word
    also: list[Word]
    why: str


class WhomDocument(_Record):
    """Who is hit: devices, in the edition that is installed, and the roles that read or write there."""

    devices: list[str]
    edition: str
    roles: list[str]


class FieldDocument(_Record):
    """A field of the released model that differs: both values as the model has them and in words, and both places.

    `follows` names the field that brought this one along, and is ``place`` where it only says where the line stands.
    `judgement` is null where only the whole line is judged.
    """

    name: str
    old: _Value
    new: _Value
    old_text: str
    new_text: str
    old_place: str
    new_place: str
    follows: str
    judgement: JudgementDocument | None


class ChangeDocument(_Record):
    """A line that differs. `record` is the whole line of one that was added or removed, else null.

    `key` is the line's in the new state, or in the old one if it is gone; `old_key` is empty if it is new. `paired_by`
    says how both are known to be the same. The indices are places in the lists, from 0; null where there is none.
    `note` says what else should be known.
    """

    kind: Kind
    acts: list[Act]
    key: str
    old_key: str
    name: str
    old_name: str
    device: str
    protocol: str
    paired_by: str
    judgement: JudgementDocument
    whom: WhomDocument
    fields: list[FieldDocument]
    old_place: str
    new_place: str
    old_index: _Place | None
    new_index: _Place | None
    record: dict[str, _Value] | None
    note: str


class DiffDocument(_Record):
    """What is different between two states, schema version 1.

    `whole` is false if only what is recorded of a partial side is told: such changes do not lead from the old state to
    the new one. `compared` are the lists that both have. `counts` has the number of changes by their gravest verdict.
    """

    schema_version: Literal[1]
    old: SideDocument
    new: SideDocument
    whole: bool = True
    compared: list[Kind]
    counts: dict[Word, _Count]
    changes: list[ChangeDocument]
