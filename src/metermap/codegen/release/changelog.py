"""The changelog of a release: what changed for readers, gravest first, with both values and both places."""

from __future__ import annotations

from metermap.codegen.diff_report.forms import FORMS
from metermap.codegen.gap_report.markdown_table import heading
from metermap.codegen.release.step import Named, Step
from metermap.core.text import markdown

__all__ = ["changelog", "first_changelog"]


def first_changelog(name: str, now: Named) -> str:
    """Return the changelog of a release before which there was none."""
    return "\n".join((*_head(name, now), "This is the first release. There is nothing to compare it with.", ""))


def changelog(step: Step) -> str:
    """Return the changelog: a heading, and below it the differences as `metermap diff` writes them in Markdown."""
    since = markdown(f"Since {step.before.label}, version {step.before.version}:")
    told = FORMS["md"].make(step.diff).decode("utf-8")
    # The headings of the differences go one level down: a text of the catalogue is escaped and never begins one.
    lower = "\n".join(f"#{line}" if line.startswith("#") else line for line in told.splitlines())
    return "\n".join((*_head(step.name, step.now), since, "", lower, ""))


def _head(name: str, now: Named) -> tuple[str, ...]:
    dated = f", {now.date}" if now.date else ""
    edition = f"Edition of the catalogue: {now.edition or 'not recorded'}."
    return (*heading(1, f"{name} {now.label}, version {now.version}{dated}"), markdown(edition), "")
