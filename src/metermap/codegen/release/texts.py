"""The texts of a release, for programs, readers and implementers: what it writes, and what verifying makes again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from metermap.codegen.changes.model import Snapshot
from metermap.codegen.diff_report.as_json import diff_json
from metermap.codegen.release import changelog, migration
from metermap.codegen.release.step import Named, Step

__all__ = ["CHANGELOG", "CHANGES", "MIGRATION", "first_texts", "named_state", "next_texts"]

CHANGES: Final = "changes.json"
CHANGELOG: Final = "changelog.md"
MIGRATION: Final = "migration.md"


def named_state(state: Snapshot, label: str) -> Snapshot:
    """Return a state that says of itself which release it is, as the texts of the next one name it."""
    return replace(state, side=replace(state.side, source=f"release {label}"))


def first_texts(name: str, now: Named) -> Mapping[str, bytes]:
    """Return the texts of a release before which there was none."""
    return _encoded(
        {CHANGELOG: changelog.first_changelog(name, now), MIGRATION: migration.first_migration_note(name, now)}
    )


def next_texts(step: Step) -> Mapping[str, bytes]:
    """Return the texts of a release that follows another one."""
    return _encoded(
        {
            CHANGES: diff_json(step.diff),
            CHANGELOG: changelog.changelog(step),
            MIGRATION: migration.migration_note(step),
        }
    )


def _encoded(texts: Mapping[str, str]) -> Mapping[str, bytes]:
    return {name: text.encode("utf-8", "backslashreplace") for name, text in texts.items()}
