"""One vector, in pydantic: it reads the packaged files strictly, and its JSON Schema is the published one."""

from __future__ import annotations

import json
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Final, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, JsonValue, TypeAdapter, model_validator

__all__ = [
    "DATA",
    "FILES",
    "SCHEMA",
    "Document",
    "Json",
    "Kind",
    "Reason",
    "Vector",
    "json_schema",
    "printed",
    "read_file",
    "read_vectors",
]

DATA: Final = Path(__file__).parent / "data"
SCHEMA: Final = Path(__file__).parent / "vectors.schema.json"
FILES: Final = ("axdr", "cosem", "structures", "zcl", "payloads")

Json: TypeAlias = JsonValue
_Hex = Annotated[str, Field(pattern=r"^([0-9a-f]{2})*$")]
_Id = Annotated[str, Field(pattern=r"^[a-z]+(/[A-Za-z0-9._-]+)+$")]
_Source = Annotated[str, Field(pattern=r"^(by hand: \S|(gurux-dlms|dlms-cosem|dlms-spodes|zigpy) \d)")]


class Kind(StrEnum):
    """What a vector is for."""

    TYPICAL = "typical"
    BOUNDARY = "boundary"
    INVALID = "invalid"


class Reason(StrEnum):
    """Why octets must be refused."""

    TRUNCATED = "truncated"
    TRAILING = "trailing"
    TAG = "tag"
    LENGTH = "length"
    VALUE = "value"


class Vector(BaseModel):
    """Octets of a type: accepted with a value, or refused with a reason.

    `hex` are the octets. An accepted vector has `value`, `consumed` and, where encoding the value gives other
    octets, `again`. `order` names the columns or members in the order that they travel, where the type does not
    state it. A refused one has `reason`, and `offset` where the rules state it. `source` names the library
    that built the octets, or the clause and the calculation by hand; `confirmed_by` the libraries that say the
    same of them. `single_source`: no library covers it, or none but for a part that `source` names.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: _Id
    type: str = Field(min_length=6)
    kind: Kind
    note: str = ""
    order: tuple[str, ...] = ()
    hex: _Hex
    value: Json = None
    consumed: int | None = Field(default=None, ge=0)
    again: _Hex | None = None
    reason: Reason | None = None
    offset: int | None = Field(default=None, ge=0)
    source: _Source
    confirmed_by: tuple[str, ...] = ()
    single_source: bool = False

    @model_validator(mode="after")
    def _is_accepted_or_refused(self) -> Self:
        has_value = "value" in self.model_fields_set
        refused = (self.kind is Kind.INVALID, self.reason is not None, not has_value, self.consumed is None)
        if len(set(refused)) != 1:
            message = f"{self.id}: a vector has value and consumed, or it is invalid and has a reason"
            raise ValueError(message)
        if (self.reason is None and self.offset is not None) or (self.reason is not None and self.again is not None):
            message = f"{self.id}: offset is of refused octets, again of accepted ones"
            raise ValueError(message)
        return self

    @property
    def octets(self) -> bytes:
        """Return the octets."""
        return bytes.fromhex(self.hex)

    @property
    def accepted(self) -> bool:
        """Whether the octets are a value."""
        return self.reason is None

    @property
    def encoded(self) -> bytes:
        """Return the octets that encoding the value gives."""
        return self.octets if self.again is None else bytes.fromhex(self.again)


class Document(BaseModel):
    """What a build writes: the vectors, what their types are made of, and the type of each entry.

    `types` has, by each vectors' type with a layout, the layout with its members, conditions and counts. `entries`
    has the vectors' type by the key of a statement, null where no vector is of its type.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    schema_version: Annotated[int, Field(ge=0, le=0)]
    digest: str
    vectors: tuple[Vector, ...]
    types: dict[str, str]
    entries: dict[str, str | None]


_VECTORS: Final = TypeAdapter(tuple[Vector, ...])


def read_file(name: str) -> tuple[Vector, ...]:
    """Return the vectors of one packaged file, in its order.

    Raises:
        pydantic.ValidationError: the file is not what the schema says.
    """
    return _VECTORS.validate_json((DATA / f"{name}.json").read_bytes())


@cache
def read_vectors() -> tuple[Vector, ...]:
    """Return all vectors, read at the first call."""
    return tuple(vector for name in FILES for vector in read_file(name))


def json_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of what a build writes."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Document.model_json_schema()}


def printed(vector: Vector) -> str:
    """Return the vector as one line of JSON, without what has its default."""
    document = vector.model_dump(mode="json", exclude_defaults=True)
    if vector.accepted:
        document["value"] = vector.value
    order = {name: document[name] for name in Vector.model_fields if name in document}
    return json.dumps(order, ensure_ascii=False)
