"""A diff as JSON, and back: what is written can be read again as the same diff, and nothing else can.

Texts and values are exact, as the models have them; all is there, lines that only moved too.
"""

from __future__ import annotations

import codecs
import dataclasses
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

from metermap.codegen.changes.model import (
    Change,
    Diff,
    FieldChange,
    JudgedChange,
    JudgedField,
    Judgement,
    Side,
    Verdict,
    Whom,
)
from metermap.codegen.changes.snapshot import DocumentError

if TYPE_CHECKING:
    from metermap.codegen.diff_report.schema import ChangeDocument, FieldDocument, JudgementDocument, SideDocument, Word

__all__ = ["LONGEST", "diff_json", "diff_schema", "read_diff"]

Document: TypeAlias = dict[str, object]

LONGEST: Final = 256 << 20
"""The octets that a file may have: far above a diff of two whole catalogues."""

_VERDICTS: Final = {verdict.word: verdict for verdict in reversed(Verdict)}
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def diff_json(diff: Diff) -> str:
    """Return the diff as one JSON object, ASCII only; `schema_version` comes first.

    Raises:
        ValueError: a judged field is not one of its change, in the change's order; or a number is none of JSON's.
    """
    document: Document = {
        "schema_version": 1,
        "old": _side(diff.old),
        "new": _side(diff.new),
        "whole": diff.whole,
        "compared": list(diff.compared),
        "counts": _counts(diff),
        "changes": [_change(judged) for judged in diff.changes],
    }
    return json.dumps(document, indent=1, allow_nan=False) + "\n"


def diff_schema() -> str:
    """Return the JSON Schema of `diff_json`."""
    from metermap.codegen.diff_report.schema import DiffDocument  # noqa: PLC0415  (asking for help must stay fast)

    return json.dumps({"$schema": _DIALECT, **DiffDocument.model_json_schema()}, indent=1) + "\n"


def _counts(diff: Diff) -> dict[str, int]:
    return {verdict.word: count for verdict, count in diff.counts().items()}


def _side(side: Side) -> Document:
    return {**_plain(side), "kinds": list(side.kinds)}


def _plain(record: Side | Whom | FieldChange) -> Document:
    """Return the fields of a flat record; a tuple becomes a list in JSON."""
    return {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}


def _judgement(judgement: Judgement) -> Document:
    return {
        "verdict": judgement.verdict.word,
        "also": [verdict.word for verdict in judgement.also],
        "why": judgement.why,
    }


def _change(judged: JudgedChange) -> Document:
    change = judged.change
    return {
        "kind": change.kind,
        "acts": list(change.acts),
        "key": change.key,
        "old_key": change.old_key,
        "name": change.name,
        "old_name": change.old_name,
        "device": change.device,
        "protocol": change.protocol,
        "paired_by": change.paired_by,
        "judgement": _judgement(judged.judgement),
        "whom": _plain(judged.whom),
        "fields": _fields(judged),
        "old_place": change.old_place,
        "new_place": change.new_place,
        "old_index": change.old_index,
        "new_index": change.new_index,
        "record": None if change.record is None else dict(change.record),
        "note": change.note,
    }


def _fields(judged: JudgedChange) -> list[Document]:
    """Return the fields of a change, each with what is said of it."""
    said = list(judged.fields)
    documents = []
    for change in judged.change.fields:
        found = said.pop(0).judgement if said and said[0].change == change else None
        documents.append({**_plain(change), "judgement": _judgement(found) if found else None})
    if said:
        message = f"the field {said[0].change.name} of {judged.change.key} is judged, and is not one that changed next"
        raise ValueError(message)
    return documents


# ---- and back ------------------------------------------------------------------------------------


def read_diff(data: bytes) -> Diff:
    """Return the diff that a file holds: ``read_diff(diff_json(diff).encode()) == diff``.

    Raises:
        DocumentError: it holds none of schema version 1; the message goes on after the name of the file.
    """
    from metermap.codegen.diff_report.schema import DiffDocument  # noqa: PLC0415  (it brings pydantic along)
    from metermap.codegen.gap_report.earlier_documents import parsed  # noqa: PLC0415  (so does it)

    if len(data) > LONGEST:
        message = f"is no diff of schema version 1 (it has more than {LONGEST:,} octets)"
        raise DocumentError(message)
    # An editor may have put a mark of the byte order there; it is no part of the JSON text.
    document = parsed(DiffDocument, data.removeprefix(codecs.BOM_UTF8), "is no diff of schema version 1")
    changes = tuple(map(_read_change, document.changes))
    diff = Diff(_read_side(document.old), _read_side(document.new), tuple(document.compared), changes, document.whole)
    _check_counts(diff, document.counts)
    return diff


def _check_counts(diff: Diff, told: Mapping[Word, int]) -> None:
    counts = _counts(diff)
    if told != counts:
        found = ", ".join(f"{word} {count}" for word, count in counts.items())
        message = f"is no diff of schema version 1 (its counts are not those of its changes, which are {found})"
        raise DocumentError(message)


def _read_side(side: SideDocument) -> Side:
    said = side.source, side.name, side.edition, side.digest, side.partial, tuple(side.kinds)
    return Side(*said, title=side.title, errata=side.errata, errors=side.errors)


def _read_judgement(judgement: JudgementDocument) -> Judgement:
    also = tuple(_VERDICTS[word] for word in judgement.also)
    return Judgement(_VERDICTS[judgement.verdict], judgement.why, also)


def _read_change(document: ChangeDocument) -> JudgedChange:
    fields = [_read_field(field) for field in document.fields]
    change = Change(
        kind=document.kind,
        acts=tuple(document.acts),
        key=document.key,
        old_key=document.old_key,
        name=document.name,
        old_name=document.old_name,
        device=document.device,
        protocol=document.protocol,
        paired_by=document.paired_by,
        fields=tuple(change for change, _ in fields),
        old_place=document.old_place,
        new_place=document.new_place,
        old_index=document.old_index,
        new_index=document.new_index,
        record=document.record,
        note=document.note,
    )
    whom = Whom(tuple(document.whom.devices), document.whom.edition, tuple(document.whom.roles))
    judged = tuple(JudgedField(change, _read_judgement(said)) for change, said in fields if said)
    return JudgedChange(change, _read_judgement(document.judgement), whom, judged)


def _read_field(field: FieldDocument) -> tuple[FieldChange, JudgementDocument | None]:
    texts = (field.old_text, field.new_text, field.old_place, field.new_place, field.follows)
    return FieldChange(field.name, field.old, field.new, *texts), field.judgement
