"""The mapping as a set of SSSOM mappings, in its TSV form: a line for each statement about a catalogue element.

SSSOM (a Simple Standard for Sharing Ontological Mappings) gives words to relation, justification, confidence and
review. Nothing is claimed that nobody has recorded: a statement without a relation says `skos:mappingRelation`,
which all relations of SKOS are kinds of, and one that no named reviewer has seen
`semapv:UnspecifiedMatching`.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from metermap import __version__
from metermap.core.addresses import DlmsAddress, NamedAddress, SepAddress
from metermap.core.text import one_line, slug
from metermap.mappings.model import Role

if TYPE_CHECKING:
    from metermap.core.addresses import Address
    from metermap.mappings.model import ResolvedModel, Statement

__all__ = ["COLUMNS", "UNSPECIFIED_LICENCE", "sssom_table"]

COLUMNS: Final = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "reviewer_label",
    "comment",
    "other",
)

UNSPECIFIED_LICENCE: Final = "https://w3id.org/sssom/license/unspecified"
"""SSSOM demands a licence of every set; this is its own word for one that nobody has stated."""

_PREDICATES: Final = {
    "exact": "skos:exactMatch",
    "close": "skos:closeMatch",
    "broad": "skos:broadMatch",
    "narrow": "skos:narrowMatch",
    "related": "skos:relatedMatch",
}
_NO_RELATION: Final = "skos:mappingRelation"
_NO_TERM: Final = "sssom:NoTermFound"
_UNSPECIFIED: Final = "semapv:UnspecifiedMatching"
_REVIEWED: Final = "semapv:MappingReview"
_COMMON: Final = {
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
}
_IN_OWN_SLOTS: Final = ("relation", "confidence", "reviewer")


def sssom_table(model: ResolvedModel, options: Mapping[str, str]) -> str:
    """Return the set as TSV with its metadata in front, in the order of the mapping files.

    `options` may have `iri`, under which the working group keeps its names, and `license`, an IRI; without
    them the names are URNs that nobody has registered, and the licence is unspecified.
    """
    rows = ([one_line(row.get(column, "")) for column in COLUMNS] for row in _rows(model))
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return "".join(f"#{line}\n" for line in _metadata(model, options)) + out.getvalue()


def _metadata(model: ResolvedModel, options: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of the metadata: YAML, every text in the quotes of JSON, which YAML reads the same."""
    base = options.get("iri", "") or f"urn:x-metermap:{slug(model.name)}:"
    own = {name: f"{base}{name}{base[-1]}" for name in ("element", "dlms", "sep", "message")}
    yield "curie_map:"
    yield from (f"  {prefix}: {_yaml(iri)}" for prefix, iri in sorted({**_COMMON, **own}.items()))
    yield f"license: {_yaml(options.get('license', '') or UNSPECIFIED_LICENCE)}"
    yield f"mapping_set_id: {_yaml(f'{base}mappings')}"
    yield f"mapping_set_title: {_yaml(model.title or model.name)}"
    if model.edition:
        yield f"mapping_set_version: {_yaml(model.edition)}"
    yield "mapping_tool: metermap"
    yield f"mapping_tool_version: {_yaml(__version__)}"


def _yaml(text: str) -> str:
    return json.dumps(one_line(text), ensure_ascii=False)


def _rows(model: ResolvedModel) -> Iterator[dict[str, str]]:
    labels = {element.id.value: element.name for element in model.catalogue.elements}
    for statement in model.statements:
        if statement.role is not Role.PROTOCOL:
            yield _row(statement, labels.get(statement.element, statement.element))


def _row(statement: Statement, label: str) -> dict[str, str]:
    record = dict(statement.record)
    return {
        "subject_id": f"element:{_local(statement.element)}",
        "subject_label": label,
        "predicate_id": _PREDICATES.get(statement.relation, _NO_RELATION),
        **_object(statement.address),
        "mapping_justification": _justification(statement),
        "confidence": _confidence(record.get("confidence", "")),
        "reviewer_label": record.get("reviewer", ""),
        "comment": "; ".join(_comment(statement)),
        "other": "|".join(_other(statement)),
    }


def _object(address: Address | None) -> dict[str, str]:
    """Return the object and its label. A gap has no object: no term was found for the relation."""
    match address:
        case DlmsAddress():
            prefix = "dlms"
        case SepAddress():
            prefix = "sep"
        case NamedAddress():
            prefix = "message"
        case None:
            return {"object_id": _NO_TERM}
    return {"object_id": f"{prefix}:{_local(str(address))}", "object_label": str(address)}


def _local(text: str) -> str:
    """Return a text as the local part of a CURIE: all but letters, digits and ``-._~`` as octets (RFC 3986)."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def _justification(statement: Statement) -> str:
    """Return a review where one is recorded with its reviewer; how a line was found nobody records."""
    reviewed = statement.status in {"reviewed", "agreed", "decided"} and dict(statement.record).get("reviewer")
    return _REVIEWED if reviewed else _UNSPECIFIED


def _confidence(recorded: str) -> str:
    return recorded if re.fullmatch(r"0(\.\d{1,20})?|1(\.0{1,20})?", recorded) else ""


def _comment(statement: Statement) -> Iterator[str]:
    """Yield what SSSOM has no slot for, in words: reasons, deviations, coding, the rest of the record."""
    yield from statement.because
    yield from (f"despite: {text}" for text in statement.despite)
    labelled = {
        "computed": statement.conversion,
        "always": statement.value,
        "coded": ", ".join(f"{ours} = {theirs}" for ours, theirs in statement.coded),
        "only": statement.only,
        "when": " and ".join(statement.conditions),
        "becomes": statement.becomes,
    }
    yield from (f"{label}: {text}" for label, text in labelled.items() if text)
    yield from (f"{key}: {text}" for key, text in statement.record if key not in _IN_OWN_SLOTS)


def _other(statement: Statement) -> Iterator[str]:
    """Yield pairs of names and values, which a bar separates."""
    pairs = {
        "device": statement.device,
        "protocol": statement.protocol,
        "route": statement.route,
        "row": "" if statement.row is None else str(statement.row),
        "use_cases": " ".join(statement.use_cases),
        "status": statement.status,
    }
    yield from (f"{name}={text.replace('|', '/')}" for name, text in pairs.items() if text)
