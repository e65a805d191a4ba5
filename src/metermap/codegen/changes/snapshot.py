"""Snapshots of a state: from the document of a model, and from the octets of a file that may be anything.

Both lead to the same records, so that a state differs in nothing from its own release.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, cast

from metermap.codegen.changes.model import Kind, Record, Side, Snapshot
from metermap.core.digest import sha256_hex

if TYPE_CHECKING:
    from pydantic import JsonValue

_PLACES: Final = frozenset({"cell", "place"})

__all__ = ["LISTS", "DocumentError", "read_snapshot", "snapshot_of"]

LISTS: Final[Mapping[Kind, str]] = {
    Kind.DEVICE: "devices",
    Kind.ELEMENT: "elements",
    Kind.ITEM: "items",
    Kind.USE_CASE: "use_cases",
    Kind.STATEMENT: "statements",
}
"""The name that each list has in the released model, in the order of the document."""


class DocumentError(Exception):
    """The octets are no such document; the message goes on after the name of the file."""


def snapshot_of(document: Mapping[str, object], source: str) -> Snapshot:
    """Return the state that a document of `metermap.codegen.exchange.documents.model_document` tells.

    `source` says in words what it was read from. The records are those of the document, which nobody may change.
    """
    # The document is made of plain values; its type says object, for it is never read where it is made.
    known = cast("Mapping[str, JsonValue]", document)
    lists = {kind: tuple(cast("list[Record]", known[name])) for kind, name in LISTS.items() if name in known}
    name, edition, digest, title = (str(known.get(name) or "") for name in ("name", "edition", "digest", "title"))
    side = Side(source, name, edition, digest, kinds=tuple(lists), title=title, errata=_digest(known.get("errata")))
    return Snapshot(side, lists)


def _digest(errata: JsonValue) -> str:
    """Return a digest of what corrections say, wherever they stand; empty where there are none."""
    if not isinstance(errata, list) or not errata:
        return ""
    said = [
        {name: value for name, value in line.items() if name not in _PLACES} if isinstance(line, dict) else line
        for line in errata
    ]
    return sha256_hex(json.dumps(said, sort_keys=True).encode())


def read_snapshot(data: bytes, source: str) -> Snapshot:
    """Return the state that a ``model.json`` of schema version 0 tells.

    A list or a field that it lacks, as an earlier metermap did not write it, is not told and so not compared.

    Raises:
        DocumentError: it is no such model; the message says what was wrong and where.
    """
    from metermap.codegen.changes.documents import checked_document  # noqa: PLC0415  (brings pydantic along)

    # An editor may have put the mark there; it is no part of the JSON text.
    return snapshot_of(checked_document(data.removeprefix(codecs.BOM_UTF8)), source)
