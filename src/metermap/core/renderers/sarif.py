"""Findings as SARIF 2.1.0, the exchange format of static analysis (OASIS, with Errata 01).

Paths are relative to the workspace, which has a base of its own, so that no file names the machine it was made
on. A cell has no line: it is a logical location inside its workbook.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from metermap.core.findings import Finding
from metermap.core.places import CellPlace, FilePlace, Place, TextPlace
from metermap.core.renderers.report import Kind, details
from metermap.core.text import one_line

if TYPE_CHECKING:
    from metermap.core.renderers.report import Aside, Report

__all__ = ["FINGERPRINT", "render_sarif"]

FINGERPRINT: Final = "metermapCodeAndSubject/v1"
"""The name of the fingerprint by which a finding is known again: of its code and subject, not of its line."""

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_BASE: Final = "WORKSPACE"
_ROOT: Final = "%SRCROOT%"  # the name by which readers know the root of the sources
_HEX_DIGITS: Final = 32

_Document = dict[str, object]


def render_sarif(report: Report) -> str:
    """Return a log with one run, ASCII only. Findings that do not count are suppressed results."""
    kinds = _kinds(report)
    order = {kind.code: index for index, kind in enumerate(kinds)}
    driver: _Document = {"name": "metermap", "rules": [_rule(kind) for kind in kinds]}
    if report.version:
        driver["semanticVersion"] = report.version
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": _bases(report.folder),
        "results": list(_results(report, order)),
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _kinds(report: Report) -> tuple[Kind, ...]:
    """Return the kinds of the findings, by code; of one that nobody describes only code and severity are known."""
    found = {finding.code: finding for finding in reversed(report.findings)}
    bare = {code: Kind(code, finding.severity, "") for code, finding in found.items()}
    return tuple(report.kinds.get(code, kind) for code, kind in sorted(bare.items()))


def _rule(kind: Kind) -> _Document:
    rule: _Document = {"id": one_line(kind.code), "defaultConfiguration": {"level": kind.severity.value}}
    if kind.title:
        rule["shortDescription"] = {"text": kind.title}
        rule["fullDescription"] = {"text": kind.explanation or kind.title}
    parts = (kind.explanation, kind.help, f"Source: {kind.clause}" if kind.clause else "")
    if help_text := "\n\n".join(filter(None, parts)):
        rule["help"] = {"text": help_text}
    return rule


def _bases(folder: str) -> _Document:
    """Return where the workspace is; the root of the sources is left for the reader to know."""
    if not folder:
        return {_BASE: {"uriBaseId": _ROOT, "uri": "./"}, _ROOT: {"description": _said("The folder of the run")}}
    if folder.startswith("/"):
        return {_BASE: {"uri": f"file://{_quoted(folder.rstrip('/'))}/"}}
    here = {"uriBaseId": _ROOT, "uri": f"{_quoted(folder.rstrip('/'))}/"}
    return {_BASE: here, _ROOT: {"description": _said("The folder of the run")}}


def _said(text: str) -> _Document:
    return {"text": text}


def _results(report: Report, order: dict[str, int]) -> Iterable[_Document]:
    seen: Counter[str] = Counter()
    for finding in report.findings:
        key = _fingerprint(finding)
        seen[key] += 1
        yield _result(finding, order[finding.code], f"{key}:{seen[key]}", report.aside.get(finding))


def _fingerprint(finding: Finding) -> str:
    subject = finding.listed or (finding.place.file if finding.place else "")
    text = f"{finding.code}\n{subject}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:_HEX_DIGITS]


def _result(finding: Finding, index: int, fingerprint: str, aside: Aside | None) -> _Document:
    result: _Document = {
        "ruleId": one_line(finding.code),
        "ruleIndex": index,
        "level": finding.severity.value,
        "message": _said("\n".join(map(one_line, (finding.message, *details(finding))))),
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }
    if finding.place:
        result["locations"] = [_location(finding.place)]
    if finding.also:
        result["relatedLocations"] = [{"id": at, **_location(place)} for at, place in enumerate(finding.also, start=1)]
    if finding.subject:
        edition = {"edition": one_line(finding.edition)} if finding.edition else {}
        result["properties"] = {"subject": one_line(finding.subject), **edition}
    if aside:
        result["suppressions"] = [_suppression(aside)]
    return result


def _suppression(aside: Aside) -> _Document:
    return {
        "kind": "inSource" if aside.in_source else "external",
        "status": "accepted" if aside.accepted else "underReview",
        "justification": one_line(aside.reason),
    }


def _location(place: Place) -> _Document:
    physical: _Document = {"artifactLocation": _artifact(place.file)}
    location: _Document = {"physicalLocation": physical}
    match place:
        case TextPlace():
            physical["region"] = {"startLine": place.line, "startColumn": place.column}
        case CellPlace():
            location["logicalLocations"] = [_logical(place.cell, place, "cell")]
        case FilePlace() if place.part:
            location["logicalLocations"] = [_logical(place.part, place, "part")]
        case _:
            pass
    return location


def _logical(name: str, place: Place, kind: str) -> _Document:
    return {"name": one_line(name), "fullyQualifiedName": one_line(str(place)), "kind": kind}


def _artifact(file: str) -> _Document:
    if file.startswith("/"):
        return {"uri": f"file://{_quoted(file)}"}
    # A colon in the first part would make it a scheme.
    return {"uri": _quoted(file), "uriBaseId": _BASE}


def _quoted(path: str) -> str:
    """Return a path as part of a URI (RFC 3986): all but letters, digits, ``-._~/`` by its octets."""
    return quote(path.encode("utf-8", "surrogateescape" if _encodes(path) else "surrogatepass"), safe="/")


def _encodes(path: str) -> bool:
    try:
        path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True
