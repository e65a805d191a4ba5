"""The other editions beside the released model: a list of them, and what differs in each.

A difference leads from the model to the edition: whoever has ``model.json`` makes the edition of it, and no line that
is the same stands in both. So its verdicts are those of going back. Schema version 1 of the list; that of a difference
is `metermap.codegen.diff_report.schema`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from metermap.codegen.changes.diff import changes_between, compare
from metermap.codegen.changes.recorded import recorded_of
from metermap.codegen.changes.snapshot import snapshot_of
from metermap.codegen.diff_report.as_json import diff_json, diff_schema
from metermap.codegen.exchange.documents import model_document
from metermap.core.digest import sha256_hex

if TYPE_CHECKING:
    from metermap.codegen.changes.model import Snapshot
    from metermap.codegen.exchange.documents import Document
    from metermap.mappings.model import EditionModel, ResolvedModel

__all__ = ["edition_files", "edition_state", "recorded_state"]

_FOLDER = "editions"


def edition_state(edition: EditionModel) -> Snapshot:
    """Return the state that an edition is, with all that a partial one was filled with."""
    made = snapshot_of(model_document(edition.model, ()), edition.name)
    return replace(made, side=replace(made.side, edition=edition.name, partial=edition.partial))


def recorded_state(edition: EditionModel, main: Snapshot) -> Snapshot:
    """Return the state that an edition is, of which nothing is told but what is recorded.

    `main` is the edition that is worked on, from which a partial one takes over what is not recorded.
    """
    state = edition_state(edition)
    if not edition.partial:
        return state
    changes = changes_between(main, state, tuple(state.side.kinds), {})
    return replace(state, recorded=recorded_of(edition.own, state, changes))


def edition_files(
    model: ResolvedModel, document: Document, editions: Iterable[EditionModel], renamed: Mapping[str, str]
) -> Mapping[str, bytes]:
    """Return ``editions.json`` and, for each edition, ``editions/<label>.json``; `document` is that of the model.

    `renamed` are the present names of items by former ones.
    """
    newest = snapshot_of(document, "model.json")
    differing = {
        edition.label: diff_json(compare(newest, edition_state(edition), _former(edition, renamed))).encode()
        for edition in editions
    }
    files = {f"{_FOLDER}/{label}.json": data for label, data in differing.items()}
    listed = {
        "schema_version": 1,
        "newest": {"name": model.edition, "file": "model.json", "digest": model.digest},
        "editions": list(_listed(editions, files)),
    }
    files["editions.json"] = (json.dumps(listed, ensure_ascii=False, indent=1) + "\n").encode()
    files["edition-diff.schema.json"] = diff_schema().encode()  # not among the editions: one may be called diff.schema
    return files


def _former(edition: EditionModel, renamed: Mapping[str, str]) -> Mapping[str, str]:
    """Return the names of items in an edition by those that they have now: a difference here leads back."""
    known = {element.item.value for element in edition.model.catalogue.elements}
    return {now: then for then, now in renamed.items() if then in known} | dict(edition.named)


def _listed(editions: Iterable[EditionModel], files: Mapping[str, bytes]) -> Iterator[dict[str, object]]:
    for edition in editions:
        file = f"{_FOLDER}/{edition.label}.json"
        yield {
            "name": edition.name,
            "label": edition.label,
            "date": edition.date,
            "source": edition.source,
            "recorded": "in part" if edition.partial else "whole",
            "digest": edition.model.digest,
            "file": file,
            "sha256": sha256_hex(files[file]),
            "recorded_statements": sorted(edition.own),
            "recorded_elements": sorted(edition.recorded),
        }
