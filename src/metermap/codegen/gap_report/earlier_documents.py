"""The two documents that an earlier state can be read from, as far as a comparison needs them, in pydantic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from metermap.codegen.changes.addresses import AddressRecord
from metermap.codegen.changes.model import Side, Snapshot
from metermap.codegen.changes.snapshot import DocumentError, read_snapshot
from metermap.codegen.gap_report.earlier import COARSE, Earlier, elements_alone
from metermap.codegen.gap_report.trend_model import TrendSource
from metermap.core.text import one_line
from metermap.mappings.standing import Standing

__all__ = ["DocumentError", "OldLine", "from_model", "from_report", "kind_of", "parsed"]

Document = TypeVar("Document")
Text = Annotated[str, Field(max_length=40_000)]
# What is compared is the product of these: far above any catalogue, and soon done all the same.
_COLUMNS, _ELEMENTS, _PROTOCOLS = 200, 100_000, 10
_ROWS = 10**9  # a printed row is a name, and may be more than a sheet has; it is a number that a cell holds


class _Read(BaseModel):
    """A record of which only the named fields are read."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class OldLine(_Read):
    """An element as the earlier file names it; `cell` is where its catalogue lists it, empty if that is not told."""

    id: Text = Field(alias="element")
    item: Text
    path: Text
    row: Annotated[int, Field(ge=0, le=_ROWS)] | None = None
    cell: Text = ""


class _ReportLine(OldLine):
    standings: list[Standing | None]


class _Column(_Read):
    device: Text
    protocol: Text


class _Report(_Read):
    name: Text
    edition: Text
    digest: Text
    columns: Annotated[list[_Column], Field(max_length=_COLUMNS)]
    lines: Annotated[list[_ReportLine], Field(max_length=_ELEMENTS)]


class _ModelLine(OldLine):
    id: Text
    cells: dict[Text, Text] = {}
    devices: list[Text]
    han_only: bool = False

    def at(self, cell: str) -> OldLine:
        """Return what is compared of it, with the cell that stands for it."""
        return OldLine(element=self.id, item=self.item, path=self.path, row=self.row, cell=cell)


class _Device(_Read):
    id: Text
    protocols: Annotated[dict[Text, Text], Field(max_length=_PROTOCOLS)]
    silent: Annotated[dict[Text, Text], Field(max_length=_PROTOCOLS)] = {}


class _Statement(_Read):
    key: Text
    role: Literal["element", "protocol", "gap"]
    device: Text
    protocol: Text
    element: Text
    status: Text
    address: AddressRecord | None

    @property
    def firm(self) -> bool:
        """Whether it holds: it is neither proposed nor planned."""
        return self.status not in ("proposed", "planned")


class _Proof(_Read):
    statement: Text
    verdict: Literal["lossless", "broken", "undecided"]


class _Model(_Read):
    name: Text
    edition: Text
    digest: Text
    devices: Annotated[list[_Device], Field(max_length=_COLUMNS)]
    elements: Annotated[list[_ModelLine], Field(max_length=_ELEMENTS)]
    statements: list[_Statement]
    proofs: list[_Proof] | None = None


class _Any(_Read):
    schema_version: Annotated[int, Field(ge=0, le=1_000_000)]
    lines: object = None
    gaps: object = None
    statements: object = None
    devices: object = None


def kind_of(data: bytes) -> tuple[str, int]:
    """Return whether it is a ``gap report`` or a ``model``, and of which schema version.

    Raises:
        DocumentError: it is neither.
    """
    found = parsed(_Any, data, "is no JSON document of metermap's")
    if isinstance(found.gaps, list):
        return "gap report", found.schema_version
    if isinstance(found.statements, list) and isinstance(found.devices, list):
        return "model", found.schema_version
    message = "is neither a gap report nor a model"
    raise DocumentError(message)


def parsed(kind: type[Document], data: bytes, otherwise: str) -> Document:
    """Return the JSON document as a record of `kind`.

    Raises:
        DocumentError: it is none; the message is `otherwise`, then the first fault and where it is.
    """
    try:
        return TypeAdapter(kind).validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        told = f"{otherwise} ({where}: {first['msg']})" if where else f"{otherwise} ({first['msg']})"
        raise DocumentError(one_line(told[:300])) from error


def _check_once(kind: str, what: str, names: Iterable[str]) -> None:
    """Check that nothing is listed twice: of two that differ, which one held nobody can tell.

    Raises:
        DocumentError: something is.
    """
    twice = next((name for name, number in Counter(names).items() if number > 1), None)
    if twice is not None:
        message = f"is no {kind} (it lists the {what} {one_line(twice[:200])} twice)"
        raise DocumentError(message)


def from_report(data: bytes) -> Earlier:
    """Return what a gap report of schema version 1 says.

    Raises:
        DocumentError: it is none.
    """
    report = parsed(_Report, data, "is no gap report")
    columns = tuple((column.device, column.protocol) for column in report.columns)
    if any(len(line.standings) != len(columns) for line in report.lines):
        message = "is no gap report (a line has not one standing for each column)"
        raise DocumentError(message)
    _check_once("gap report", "column", (f"{device}/{protocol}" for device, protocol in columns))
    _check_once("gap report", "element", (line.id for line in report.lines))
    standings = {
        (line.id, *column): standing.value
        for line in report.lines
        for column, standing in zip(columns, line.standings, strict=True)
        if standing is not None
    }
    source = TrendSource("gap report", 1, report.name, report.edition, report.digest, coarse=False)
    return Earlier(source, columns, {line.id: line for line in report.lines}, standings, _state(report))


def _state(report: _Report) -> Snapshot:
    lines = ((line.id, line.row, "", line.item, line.path, line.cell) for line in report.lines)
    return elements_alone(Side("gap report", report.name, report.edition, report.digest), lines)


def from_model(data: bytes) -> Earlier:
    """Return what a released model of schema version 0 says.

    Raises:
        DocumentError: it is none.
    """
    model = parsed(_Model, data, "is no model")
    _check_once("model", "device", (device.id for device in model.devices))
    _check_once("model", "element", (element.id for element in model.elements))
    columns = tuple((device.id, protocol) for device in model.devices for protocol in _asked(device))
    said: dict[tuple[str, str, str], list[_Statement]] = {}
    for statement in model.statements:
        said.setdefault((statement.element, statement.device, statement.protocol), []).append(statement)
    verdicts = None if model.proofs is None else {proof.statement: proof.verdict for proof in model.proofs}
    standings = {
        (element.id, device.id, protocol): _standing(
            said.get((element.id, device.id, protocol), []), verdicts, silent=protocol in device.silent
        )
        for device in model.devices
        for protocol, route in _asked(device).items()
        for element in model.elements
        if device.id in element.devices and (route == "native" or not element.han_only)
    }
    source = TrendSource("model", 0, model.name, model.edition, model.digest, coarse=verdicts is None)
    elements = {element.id: element.at(element.cells.get("path", "")) for element in model.elements}
    return Earlier(source, columns, elements, standings, read_snapshot(data, "model"))


def _asked(device: _Device) -> dict[str, str]:
    """Return the protocols that the workspace asks about, with their routes; none of those that are silent."""
    return {**dict.fromkeys(device.silent, ""), **device.protocols}


def _standing(said: list[_Statement], verdicts: Mapping[str, str] | None, *, silent: bool) -> str:
    """Return the standing of an element, by the rules of `ResolvedModel.states` and `standings`."""
    firm = [one for one in said if one.firm]
    homes = [one for one in firm if one.address is not None and one.address.protocol]
    if homes:
        return _worth(homes, verdicts)
    if any(one.role == "element" for one in firm):
        return Standing.UNADDRESSED
    if firm:
        return Standing.NO_HOME
    if said:
        return Standing.PLANNED if any(one.status == "planned" for one in said) else Standing.PROPOSED
    return Standing.NOT_APPLICABLE if silent else Standing.UNDECIDED


def _worth(homes: list[_Statement], verdicts: Mapping[str, str] | None) -> str:
    if verdicts is None:
        return COARSE
    found = {verdicts.get(one.key, "undecided") for one in homes}
    if "broken" in found:
        return Standing.LIMITED
    return Standing.EXACT if found == {"lossless"} else Standing.CARRIED
