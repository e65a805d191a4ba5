"""The shape of ``metermap.toml``: pydantic models, used at the border only.

`metermap.core.workspace` imports this module when it reads a file, not before: pydantic is slow
to import.
"""

from __future__ import annotations

import keyword
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from metermap.core.limits import LIMITS
from metermap.core.partial_dates import EXPECTED, parse_partial_date
from metermap.core.site_settings import EDIT_FIELDS, ISSUE_FIELDS, fault_of_pattern
from metermap.core.versions import parse_version

__all__ = [
    "CheckTable",
    "DeviceTable",
    "DictionaryTable",
    "EditionTable",
    "LevelTable",
    "LimitsTable",
    "NumbersTable",
    "SiteTable",
    "StandardsTable",
    "WorkbookTable",
    "WorkspaceTable",
]

Text = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Word = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$", max_length=60)]
OverlayName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]*$|/", max_length=1000)]
Count = Annotated[int, Field(ge=1, le=10**12)]
Route = Literal["native", "tunnelled", "gateway", "translated_at_hub", "translated_at_centre"]


def _identifier(text: str) -> str:
    if not (text.isidentifier() and text.isascii()) or keyword.iskeyword(text) or text.startswith("_"):
        kind = "identifier"
        message = "a name that Python and C accept: letters, digits and _, no keyword"
        raise PydanticCustomError(kind, message)
    return text


Identifier = Annotated[str, AfterValidator(_identifier)]


def _as_text(value: object) -> object:
    """Return one of TOML's own dates as a text; a time of the day is not taken for a date."""
    return value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else value


def _date(text: str) -> str:
    if text and parse_partial_date(text) is None:
        raise PydanticCustomError("date", EXPECTED)  # noqa: EM101  (the name of the kind)
    return text


Date = Annotated[str, BeforeValidator(_as_text), AfterValidator(_date)]


def _version(text: str) -> str:
    if text and parse_version(text) is None:
        raise PydanticCustomError("version", "a version of three numbers, such as 1.2.0")  # noqa: EM101  (the name of the kind)
    return text


VersionText = Annotated[str, AfterValidator(_version)]


def _editions(value: object) -> object:
    """Return a text as a list of one, an empty one as none: most dictionaries have one edition to name."""
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, list):
        return value
    raise PydanticCustomError("editions", "an edition in quotes, or a list of editions in square brackets")  # noqa: EM101  (the name of the kind)


Editions = Annotated[list[Text], BeforeValidator(_editions)]


def _pattern(*fields: str) -> AfterValidator:
    """Return a check that a text is the address of a page with these placeholders, or empty."""

    def check(text: str) -> str:
        if fault := fault_of_pattern(text, fields) if text else "":
            raise PydanticCustomError("address", fault)  # noqa: EM101  (the name of the kind)
        return text

    return AfterValidator(check)


EditPattern = Annotated[str, StringConstraints(max_length=1000), _pattern(*EDIT_FIELDS)]
IssuePattern = Annotated[str, StringConstraints(max_length=1000), _pattern(*ISSUE_FIELDS)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class NumbersTable(_Table):
    """``numbers``: how a workbook writes numbers where they are stored as text."""

    decimal: Literal[".", ","] = "."
    thousands: Literal["", ",", ".", " ", "'"] = ""


class WorkbookTable(_Table):
    """``[[workbook]]``: a file, which of its sheets hold what, and how they say it."""

    file: Text
    edition: str = ""
    elements: list[Text] = Field(default_factory=list)
    han_only: list[Text] = Field(default_factory=list)
    items: list[Text] = Field(default_factory=list)
    use_cases: list[Text] = Field(default_factory=list)
    headers: dict[str, list[Text]] = Field(default_factory=dict)
    header_rows: Literal[1, 2] | None = None
    fill: list[Text] = Field(default_factory=list)
    lacks: list[Text] = Field(default_factory=list)
    constants: dict[str, Text] = Field(default_factory=dict)
    values: dict[str, dict[Text, str]] = Field(default_factory=dict)
    marks: dict[str, dict[Text, Text]] = Field(default_factory=dict)
    id_from: list[Text] = Field(default_factory=list)
    whole_numbers: list[Text] = Field(default_factory=list)
    hidden: Literal["read", "skip", "refuse"] | None = None
    struck: Literal["read", "skip", "withdrawn"] | None = None
    numbers: NumbersTable = Field(default_factory=NumbersTable)
    encoding: Literal["utf-8", "cp1252"] | None = None
    delimiter: Literal[",", ";", "\t"] | None = None


class DeviceTable(_Table):
    """``[[device]]``: a device, the protocols it speaks and not, the editions it must meet, its variants."""

    id: Word
    title: Text
    carrier: Word
    protocols: dict[Word, Route] = Field(min_length=1)
    silent: dict[Word, Text] = Field(default_factory=dict)
    editions: dict[Word, Editions] = Field(default_factory=dict)
    variants: list[Word] = Field(default_factory=list)


class DictionaryTable(_Table):
    """``[dictionaries.PROTOCOL]``: the edition and the overlays of a dictionary; one with a ``/`` is a path.

    `edition` is a text, or a list where an entry rests on an edition of each ladder.
    """

    edition: Editions = Field(default_factory=list)
    overlays: list[OverlayName] = Field(default_factory=list)


class StandardsTable(_Table):
    """``[standards]``: the protocol of the home, the date by which standards must be recognised, own register rows."""

    home: str = ""
    recognised_by: Date = ""
    # `register` itself is a method of every pydantic model.
    own_register: str = Field("", alias="register")


class LimitsTable(_Table):
    """``[limits]``: what a workbook may cost to read; see `metermap.core.limits`."""

    file_octets: Count = LIMITS.file_octets
    members: Count = LIMITS.members
    part_octets: Count = LIMITS.part_octets
    total_octets: Count = LIMITS.total_octets
    expansion: Count = LIMITS.expansion
    expansion_from: Count = LIMITS.expansion_from
    xml_depth: Count = LIMITS.xml_depth
    rows: Count = LIMITS.rows
    columns: Count = LIMITS.columns
    cells: Count = LIMITS.cells
    merged_cells: Count = LIMITS.merged_cells
    characters: Count = LIMITS.characters


class CheckTable(_Table):
    """``[check]``: the file of findings that nobody has reviewed yet and that count no more."""

    baseline: str = ""


class SiteTable(_Table):
    """``[site]``: where links of the published site lead, what was renamed, and what changes are shown against."""

    edit: EditPattern = ""
    issue: IssuePattern = ""
    against: str = ""
    renamed: dict[Text, Text] = Field(default_factory=dict)


class EditionTable(_Table):
    """``[[editions]]``: another edition that is kept alive, and where it differs from the one that is worked on."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    date: Date = ""
    recorded: Literal["whole", "in part"] = "whole"
    source: str = Field("", max_length=1000)
    workbook: list[WorkbookTable] = Field(default_factory=list)
    errata: str = ""
    mappings: list[Text] = Field(default_factory=list)
    without: list[Text] = Field(default_factory=list)
    named: dict[Text, Text] = Field(default_factory=dict)
    dictionaries: dict[Word, Editions] = Field(default_factory=dict)
    devices: dict[Word, dict[Word, Editions]] = Field(default_factory=dict)


class LevelTable(_Table):
    """``[severity]``: a level, as a word or beside its reason: ``{ level = "note", because = "…" }``."""

    level: Literal["error", "warning", "note", "off"]
    because: str = Field("", max_length=1000)


def _level(value: object) -> object:
    return {"level": value} if isinstance(value, str) else value


class WorkspaceTable(_Table):
    """The whole file."""

    name: Word
    package: Identifier
    title: Text
    edition: str = ""
    editions: list[EditionTable] = Field(default_factory=list, max_length=100)
    version: VersionText = ""
    reserved: str = ""
    workbook: list[WorkbookTable] = Field(min_length=1)
    device: list[DeviceTable] = Field(min_length=1)
    mappings: list[Text] = Field(default_factory=list)
    errata: str = ""
    expected: str = ""
    dictionaries: dict[Word, DictionaryTable] = Field(default_factory=dict)
    standards: StandardsTable = Field(default_factory=StandardsTable)
    build: dict[Word, dict[Word, str]] = Field(default_factory=dict)
    limits: LimitsTable = Field(default_factory=LimitsTable)
    check: CheckTable = Field(default_factory=CheckTable)
    results: list[Text] = Field(default_factory=list)
    site: SiteTable = Field(default_factory=SiteTable)
    severity: dict[Text, Annotated[LevelTable, BeforeValidator(_level)]] = Field(default_factory=dict)
