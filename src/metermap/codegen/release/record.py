"""What a release says of itself: ``release.json``, schema version 1, in pydantic; the file may be anything."""

from __future__ import annotations

import json
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

__all__ = [
    "FILE",
    "SCHEMA_FILE",
    "SCHEMA_VERSION",
    "CountsRecord",
    "FileRecord",
    "PreviousRecord",
    "ReleaseError",
    "ReleaseRecord",
    "parse_release",
    "release_json",
    "release_schema",
]

SCHEMA_VERSION: Final = 1
FILE: Final = "release.json"
SCHEMA_FILE: Final = "release.schema.json"
_SHOWN = 5

Text = Annotated[str, StringConstraints(max_length=2_000)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Label = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
VersionText = Annotated[str, StringConstraints(pattern=r"^(0|[1-9][0-9]{0,8})(\.(0|[1-9][0-9]{0,8})){2}$")]
DateText = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class ReleaseError(Exception):
    """The file says nothing that a release says."""


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class FileRecord(_Record):
    """A file and the SHA-256 of its octets."""

    path: Text
    sha256: Digest


class PreviousRecord(_Record):
    """The release that this one was compared with; the digest is that of its SHA256SUMS, and so of all its files."""

    label: Label
    version: VersionText
    sha256: Digest


class CountsRecord(_Record):
    """How many changes there are since the previous release, by their gravest verdict."""

    documentation: int = Field(ge=0)
    compatible: int = Field(ge=0)
    conformance: int = Field(ge=0)
    meaning: int = Field(ge=0)
    wire: int = Field(ge=0)


class ReleaseRecord(_Record):
    """The whole file.

    `label` is what the group calls the release, `version` follows from what changed. `metermap` is the version of the
    program that wrote it. `date` is that which was given; None if none was. `model` is the digest that the released
    model says it has, `renamed` are the declared renamings (present names of items by former ones) that it was compared
    with, `sources` are what it was made from, `files` all others of the folder but SHA256SUMS.
    """

    schema_version: Literal[1]
    label: Label
    version: VersionText
    name: Text
    edition: Text
    metermap: Text
    date: DateText | None = None
    previous: PreviousRecord | None
    model: Text
    renamed: dict[Text, Text] = Field(default_factory=dict, max_length=100_000)
    sources: list[FileRecord] = Field(max_length=100_000)
    files: list[FileRecord] = Field(max_length=1_000)
    counts: CountsRecord


def release_json(record: ReleaseRecord) -> bytes:
    """Return the file; without a date it has no key for one."""
    document = record.model_dump(mode="json")
    if record.date is None:
        del document["date"]
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def release_schema() -> bytes:
    """Return the JSON Schema of the file."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A release of metermap",
        **{key: value for key, value in ReleaseRecord.model_json_schema().items() if key != "title"},
    }
    return (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode()


def parse_release(data: bytes) -> ReleaseRecord:
    """Return what a file says.

    Raises:
        ReleaseError: it is none; the message has every fault, up to five.
    """
    try:
        return ReleaseRecord.model_validate_json(data)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        told = [f"{'.'.join(map(str, fault['loc'])) or 'the file'}: {fault['msg']}" for fault in faults[:_SHOWN]]
        more = f"; and {len(faults) - _SHOWN} more" if len(faults) > _SHOWN else ""
        message = "; ".join(told) + more
        raise ReleaseError(message) from error
