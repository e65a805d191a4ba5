"""The changelog of a release: what changed for readers, gravest first, with both values and both places."""

from __future__ import annotations

from collections.abc import Iterator

from metermap.codegen.changes.model import Diff
from metermap.codegen.diff_report.as_markdown import changes_markdown
from metermap.codegen.diff_report.markdown_pieces import hit_tables, note_list, side_table
from metermap.codegen.diff_report.telling import counted_changes, hits, told_counts
from metermap.codegen.diff_report.words import VERDICTS
from metermap.codegen.gap_report.markdown_table import heading
from metermap.codegen.release.step import Named, Step
from metermap.core.text import markdown

__all__ = ["changelog", "first_changelog"]


def first_changelog(name: str, now: Named) -> str:
    """Return the changelog of a release before which there was none."""
    return "\n".join((*_head(name, now), "This is the first release. There is nothing to compare it with.", ""))


def changelog(step: Step) -> str:
    """Return the changelog: how many changes of which verdict, all of them, and at the end what was compared."""
    return "\n".join(
        (*_head(step.name, step.now), *_news(step), changes_markdown(step.diff), *_compared(step.diff), "")
    )


def _news(step: Step) -> Iterator[str]:
    before = step.before
    yield markdown(f"Since {before.label}, version {before.version}: {counted_changes(step.diff)}.")
    yield ""
    counts = [(verdict, count) for verdict, count in told_counts(step.diff).items() if count]
    yield from (
        f"- {verdict.value.capitalize()}: {count:,}. {_sentence(VERDICTS[verdict])}" for verdict, count in counts
    )
    if counts:
        yield ""
    yield from note_list(step.diff)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _compared(diff: Diff) -> Iterator[str]:
    if any(hits(diff)):
        yield from heading(2, "Who is hit")
        yield from hit_tables(diff)
    yield from heading(2, "What was compared")
    yield from side_table(diff)


def _head(name: str, now: Named) -> tuple[str, ...]:
    dated = f", {now.date}" if now.date else ""
    edition = f"Edition of the catalogue: {now.edition or 'not recorded'}."
    return (*heading(1, f"{name} {now.label}, version {now.version}{dated}"), markdown(edition), "")
