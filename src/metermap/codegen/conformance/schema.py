"""The schema of statements as JSON, version 0, in pydantic: what is published as JSON Schema."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from metermap.codegen.conformance.model import Presence, Service, Why
from metermap.mappings.standing import Standing

__all__ = ["ConformanceDocument", "json_schema"]

_Hex = Annotated[str, Field(pattern=r"^([0-9a-f]{2})*$")]
_Count = Annotated[int, Field(ge=0)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class EditionDocument(_Record):
    """An edition of a standard that the mapping of the device rests on, or may rest on."""

    standard: str
    title: str
    edition: str
    date: str
    status: str
    use: str


class AskedDocument(_Record):
    """How many elements the device has over a protocol, and how they stand."""

    protocol: str
    elements: _Count
    mapped: _Count
    standings: dict[Standing, _Count]


class ElementDocument(_Record):
    """An element that a protocol carries: a line for the maker to fill in."""

    number: str
    protocol: str
    element: str
    reference: str
    category: str
    data_type: str
    standing: Standing
    addresses: list[str]
    use_cases: list[str]
    status: Presence
    condition: str
    cell: str
    mapping: list[str]
    tested: Literal["passed", "failed", "no result"]


class MemberDocument(_Record):
    """An attribute, method or command."""

    kind: Literal["attribute", "method", "command"]
    id: str
    name: str
    side: Literal["", "server", "client"]
    type: str
    access: str
    status: Presence
    elements: list[str]
    cells: list[str]
    mapping: list[str]
    use_cases: list[str]


class ListedDocument(_Record):
    """A COSEM object, with class and version, or a cluster."""

    id: str
    name: str
    class_id: int | None
    version: int | None
    members: list[MemberDocument]


class TestCaseDocument(_Record):
    """A test case: the messages in hex, empty where `why` says so; the value in the notation of vectors.json."""

    id: str
    exchange: str
    protocol: str
    use_case: str
    title: str
    use_case_cell: str
    roles: str
    element: str
    item: str
    statement: str
    address: str
    reference: str
    cell: str
    mapping: str
    status: Presence
    condition: str
    service: Service
    stimulus: _Hex
    expected: _Hex
    carried_in: Literal["", "stimulus", "expected"]
    value: JsonValue
    vectors: list[str]
    sources: list[str]
    fixed: list[str]
    own: bool
    why: list[Why]


class CountsDocument(_Record):
    """How many test cases there are: with both messages, with one, with none; and why."""

    cases: _Count
    both: _Count
    one: _Count
    none: _Count
    from_vectors: _Count
    own: _Count
    why: dict[Why, _Count]


class StatementDocument(_Record):
    """The statement of a device."""

    device: str
    title: str
    protocols: dict[str, str]
    editions: list[EditionDocument]
    asked: list[AskedDocument]
    elements: list[ElementDocument]
    objects: list[ListedDocument]
    clusters: list[ListedDocument]
    test_cases: list[TestCaseDocument]
    counts: CountsDocument


class ConformanceDocument(_Record):
    """Protocol implementation conformance statements, schema version 0."""

    schema_version: Literal[0]
    name: str
    title: str
    edition: str
    digest: str
    statements: list[StatementDocument]


def json_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of the document."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **ConformanceDocument.model_json_schema()}
