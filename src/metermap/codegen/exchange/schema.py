"""The schema of the released model, version 0, in pydantic: what is published as JSON Schema."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

__all__ = ["ModelDocument", "json_schema"]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SourceDocument(_Record):
    """A file that the model was made from."""

    path: str
    sha256: str


class DeviceDocument(_Record):
    """A device: the protocol that must carry its elements, routes, silence, editions that it must meet, variants."""

    id: str
    title: str
    carrier: str
    protocols: dict[str, str]
    silent: dict[str, str]
    editions: dict[str, list[str]]
    variants: list[str]


class MemberDocument(_Record):
    """A member of a structure or an alternative of a choice."""

    name: str
    type: TypeDocument
    condition: str


class TypeDocument(_Record):
    """A type descriptor."""

    kind: str
    system: Literal["catalogue", "dlms", "sep"]
    name: str
    tag: int | None
    octets: int | None
    minimum: int | None
    maximum: int | None
    length: list[int | None] | None
    non_value: int | None
    enumeration: str
    members: list[MemberDocument]
    element: TypeDocument | None
    optional: bool
    printed: str


class ElementDocument(_Record):
    """An element of the catalogue, with the cell of each value."""

    id: str
    row: int | None
    reference: str
    section: str
    item: str
    path: str
    category: str
    data_type: str
    type: TypeDocument
    sensitive: bool
    readers: str
    writers: str
    devices: list[str]
    han_only: bool
    errata: list[str]
    cells: dict[str, str]


class ItemDocument(_Record):
    """What the catalogue says of an item as a whole."""

    device: str
    section: str
    category: str
    item: str
    data_type: str
    unit: str
    range: str
    access: str
    depth: str
    description: str
    source: str
    review: str
    rows: list[int]
    errata: list[str]
    cell: str
    cells: dict[str, str]


class UseCaseDocument(_Record):
    """A use case."""

    code: str
    title: str
    message_code: str
    target: str
    protocol: str
    message_type: str
    read_or_update: str
    future_datable: str
    replay_protection: str
    roles: str
    service_reference: str
    errata: list[str]
    cell: str
    cells: dict[str, str]


class ErratumDocument(_Record):
    """A correction, and what became of it. `line` is the key of the line as printed."""

    key: str
    part: Literal["element", "fact", "use case"]
    line: str
    field: str
    old: str
    new: str
    reason: str
    reference: str
    since: str
    until: str
    applied: bool
    outcome: str
    cell: str
    place: str


class DlmsAddressDocument(_Record):
    """An attribute or method of a COSEM object, or a part of it."""

    protocol: Literal["dlms"]
    class_id: int
    class_name: str
    logical_name: str
    access: Literal["attribute", "method"]
    index: int
    name: str
    member: str
    selector: str
    returned: bool
    through: str
    sequence: str


class SepAddressDocument(_Record):
    """An attribute, a command or a field of a Smart Energy cluster."""

    protocol: Literal["sep"]
    cluster_id: int
    cluster: str
    access: Literal["attribute", "command"]
    side: Literal["server", "client"]
    id: int
    name: str
    field: str
    reply: str
    reply_id: int | None
    request: str
    request_id: int | None
    sequence: str
    read_with: int | None


class NamedAddressDocument(_Record):
    """A home that is no object: an alert or a message."""

    protocol: Literal[""]
    kind: str
    instance: str
    field: str


class AllowanceDocument(_Record):
    """Findings that a mapping file allows, with the reason; from where to where (empty: the file's end)."""

    codes: list[str]
    reason: str
    place: str
    begins: str
    ends: str


class StatementDocument(_Record):
    """How one element of one device, or one protocol field, is carried by one protocol."""

    key: str
    row: int | None
    role: Literal["element", "protocol", "gap"]
    device: str
    protocol: str
    route: str
    element: str
    item: str
    address: DlmsAddressDocument | SepAddressDocument | NamedAddressDocument | None
    type: TypeDocument | None
    dictionary_type: str
    value: str
    unit: str
    conversion: str
    status: str
    relation: str
    record: list[list[str]]
    use_cases: list[str]
    roles: dict[str, list[str]]
    conditions: list[str]
    coded: list[list[str]]
    only: str
    becomes: str
    optional: bool
    because: list[str]
    despite: list[str]
    since: str
    until: str
    allows: list[AllowanceDocument]
    place: str


class CoverageDocument(_Record):
    """How many of a device's elements a protocol carries."""

    device: str
    protocol: str
    elements: int
    mapped: int
    unaddressed: int
    planned: int
    no_home: int
    not_applicable: int
    proposed: int
    undecided: int


class FindingDocument(_Record):
    """A finding, and what became of it: the verdict and reason of whoever dealt with it, and where they stand."""

    code: str
    severity: Literal["error", "warning", "note"]
    message: str
    place: str
    subject: str
    expected: str
    help: str
    also: list[str]
    clause: str
    outcome: Literal["open", "note", "reviewed", "suppressed", "in the baseline"]
    verdict: str
    reason: str
    recorded: str


class CounterExampleDocument(_Record):
    """A value that does not come back from its wire."""

    kind: str
    value: str
    raw: str
    why: str
    directions: list[Literal["writing", "reading"]]


class ProofDocument(_Record):
    """The value proof of a statement, named by its key."""

    statement: str
    verdict: Literal["lossless", "broken", "undecided"]
    stated: str
    carried: str
    conversion: str
    broken: CounterExampleDocument | None
    reasons: list[str]
    assumptions: list[str]
    conditional: list[str]
    limits: str
    beyond: str
    evidence: list[str]


class ResultDocument(_Record):
    """What a laboratory found of an element, a statement or a test case."""

    device: str
    protocol: str
    subject: str
    outcome: Literal["passed", "failed", "not run"]
    edition: str
    date: str
    laboratory: str
    element: str
    statement: str
    use_case: str
    place: str


class ModelDocument(_Record):
    """The resolved model of a workspace, schema version 0."""

    schema_version: Literal[0]
    name: str
    title: str
    edition: str
    digest: str
    sources: list[SourceDocument]
    devices: list[DeviceDocument]
    elements: list[ElementDocument]
    items: list[ItemDocument]
    use_cases: list[UseCaseDocument]
    errata: list[ErratumDocument]
    statements: list[StatementDocument]
    coverage: list[CoverageDocument]
    proofs: list[ProofDocument]
    findings: list[FindingDocument]
    allows: list[AllowanceDocument]
    results: list[ResultDocument]


def json_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of the released model."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **ModelDocument.model_json_schema()}
