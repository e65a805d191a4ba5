"""The answer as a card for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from metermap.codegen.impact.model import Reach
from metermap.core.render import finding_json
from metermap.mappings.rules.base import said_once
from metermap.protocols.cards import Card, CardTable

if TYPE_CHECKING:
    from metermap.codegen.impact.model import Impact, Origin
    from metermap.mappings.model import Statement

__all__ = ["JSON_VERSION", "impact_card", "impact_json"]

JSON_VERSION: Final = 0

_REMARKS: Final = {
    Reach.EVERYTHING: "It is about how inputs are read: any output may change. What is listed rests on it for certain.",
    Reach.FOLDERS: "The outputs in {folders} depend on it as a whole.",
    Reach.FINDINGS: "It touches findings: the reports, the site's page of findings, and what the checks print.",
    Reach.NOTHING: "No part of metermap reads it: nothing but the digest of the inputs depends on it.",
}


def impact_card(impact: Impact) -> Card:
    """Return what a change touches as a card: what stands there, then the model, then the outputs."""
    tables = (_said(impact.origin), *_model_tables(impact), *_output_tables(impact))
    return Card("what a change touches", impact.origin.asked, tuple(_facts(impact)), tables, tuple(_remarks(impact)))


def _facts(impact: Impact) -> Iterator[tuple[str, str]]:
    origin, touched, outputs = impact.origin, impact.touched, impact.outputs
    yield "is", origin.what
    yield "edition", _edition(origin)
    yield "written there", origin.text
    yield "elements", _number(len(touched.elements))
    yield "facts", _number(len(touched.facts))
    yield "use cases", _number(len(touched.use_cases))
    yield "statements", _number(len(touched.statements))
    yield "value proofs", _number(len(impact.proofs))
    yield "findings", _number(len(impact.findings))
    yield "pages", _number(len(outputs.pages))
    yield "symbols", ", ".join(f"{len(names):,} in {language}" for language, names in outputs.symbols.items())
    yield "test cases", _number(len(outputs.cases))
    yield "vectors in them", ", ".join(outputs.vectors)
    yield "table lines", ", ".join(f"{count:,} of {table}" for table, count in outputs.rows.items())


def _edition(origin: Origin) -> str:
    if origin.edition is None:
        return ""
    return f"{origin.edition.name}{', recorded in part' if origin.edition.partial else ''}"


def _number(count: int) -> str:
    return f"{count:,}" if count else ""


def _remarks(impact: Impact) -> Iterator[str]:
    origin, outputs = impact.origin, impact.outputs
    if remark := _REMARKS.get(origin.reach):
        yield remark.format(folders=", ".join(f"{folder}/" for folder in origin.folders))
    if outputs.named:
        yield f"Another value there may be about something else: {', '.join(outputs.named)}."
    if outputs.counted:
        yield f"If a finding, a verdict or a figure changes, so may: {', '.join(outputs.counted)}."
        yield "If something cannot be read any more, every page of the site says so above."
    if outputs.always:
        yield f"The digest of the inputs changes always: {', '.join(outputs.always)}."


def _said(origin: Origin) -> CardTable:
    rows = tuple(
        (
            str(each.part),
            each.key,
            each.field.replace("_", " "),
            each.printed,
            each.value if each.value != each.printed else "",
            ", ".join(each.errata),
        )
        for each in origin.said
    )
    return CardTable("What the cell says", ("part", "line", "field", "printed", "holds", "errata"), rows)


def _model_tables(impact: Impact) -> Iterator[CardTable]:
    touched = impact.touched
    elements = tuple(
        (each.id.value, str(each.row or ""), ", ".join(each.devices.value), str(each.place or ""))
        for each in touched.elements
    )
    yield CardTable("Elements", ("element", "row", "devices", "cell"), elements)
    facts = tuple((fact.key, str(fact.item.place or "")) for fact in touched.facts)
    yield CardTable("Facts of items", ("fact", "cell"), facts)
    cases = tuple((case.code.value, case.title.value, str(case.code.place or "")) for case in touched.use_cases)
    yield CardTable("Use cases", ("code", "title", "cell"), cases)
    statements = tuple(_statement(said, devices, impact) for said, devices in said_once(touched.statements))
    headings = ("devices", "element or item", "at", "status", "value proof", "said in")
    yield CardTable("Statements", headings, statements)
    findings = tuple((one.code, one.severity.value, one.message, str(one.place or "")) for one in impact.findings)
    yield CardTable("Findings now", ("code", "severity", "message", "place"), findings)


def _statement(said: Statement, devices: tuple[str, ...], impact: Impact) -> tuple[str, ...]:
    verdicts = {proof.key: proof.verdict.value for proof in impact.proofs}
    where = str(said.address) if said.address is not None else "nowhere"
    proof = verdicts.get(said.key, "none")
    return (", ".join(devices), said.element or said.item, where, said.status, proof, str(said.place))


def _output_tables(impact: Impact) -> Iterator[CardTable]:
    outputs = impact.outputs
    yield CardTable("Pages", ("page",), tuple((page,) for page in outputs.pages))
    symbols = tuple((language, name) for language, names in outputs.symbols.items() for name in names)
    yield CardTable("Names in the bindings", ("language", "name"), symbols)
    yield CardTable("Conformance test cases", ("case",), tuple((case,) for case in outputs.cases))
    yield CardTable("Other files", ("file",), tuple((file,) for file in outputs.files))


def impact_json(impact: Impact) -> str:
    """Return the answer as a JSON document, version 0, ASCII only; docs/impact.md has its keys."""
    return json.dumps(_document(impact), indent=1) + "\n"


def _document(impact: Impact) -> dict[str, object]:
    origin, touched, outputs = impact.origin, impact.touched, impact.outputs
    return {
        "version": JSON_VERSION,
        "place": origin.asked,
        "is": origin.what,
        "edition": origin.edition.name if origin.edition else "",
        "reach": origin.reach.value,
        "text": origin.text,
        "folders": list(origin.folders),
        "said": [
            {
                "part": str(each.part),
                "line": each.key,
                "field": each.field,
                "printed": each.printed,
                "value": each.value,
                "errata": list(each.errata),
            }
            for each in origin.said
        ],
        "elements": [{"id": each.id.value, "cell": str(each.place or "")} for each in touched.elements],
        "facts": [{"fact": fact.key, "cell": str(fact.item.place or "")} for fact in touched.facts],
        "use_cases": [{"code": case.code.value, "cell": str(case.code.place or "")} for case in touched.use_cases],
        "statements": [{"key": said.key, "place": str(said.place)} for said in touched.statements],
        "proofs": [{"key": proof.key, "verdict": proof.verdict.value} for proof in impact.proofs],
        "findings": [finding_json(finding) for finding in impact.findings],
        "outputs": {
            "pages": list(outputs.pages),
            "symbols": {language: list(names) for language, names in outputs.symbols.items()},
            "cases": list(outputs.cases),
            "vectors": list(outputs.vectors),
            "table_lines": dict(outputs.rows),
            "files": list(outputs.files),
            "named": list(outputs.named),
            "counted": list(outputs.counted),
            "always": list(outputs.always),
        },
    }
