"""What would be different, as text for people and as JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from metermap.codegen.diff_report.forms import FORMS
from metermap.core.render import OutputFormat, finding_json, render
from metermap.core.text import one_line

if TYPE_CHECKING:
    from metermap.codegen.impact.model import Supposed

__all__ = ["supposed_json", "supposed_text"]

JSON_VERSION: Final = 0


def supposed_text(made: Supposed, shown: int | None) -> str:
    """Return what would be different; of long lists the first `shown`, all if it is None."""
    return "\n".join(_blocks(made, shown))


def _blocks(made: Supposed, shown: int | None) -> Iterator[str]:
    now, then = (one_line(repr(text)) for text in (made.origin.text, made.text))
    yield f"{one_line(made.origin.asked)}, now {now}, if it is {then}\n"
    for title, findings in (("new", made.findings.new), ("gone", made.findings.gone)):
        lines = render(findings, OutputFormat.CONCISE).splitlines()
        if lines:
            yield _listed(f"Findings that are {title}", lines, shown)
    if made.diff is None:
        yield "The check could not go on then: nothing would be built.\n"
        return
    yield FORMS["text"].make(made.diff).decode("utf-8")
    if made.symbols:
        yield _listed("Names in the Python bindings", made.symbols, shown)
    if made.files:
        lines = [f"{act:8} {one_line(name)}" for name, act in made.files.items()]
        acts = ", ".join(f"{count:,} {act}" for act, count in sorted(Counter(made.files.values()).items()))
        yield _listed(
            f"Files below the output folder ({acts}; another digest of the inputs is no change)", lines, shown
        )
    else:
        yield "No file of the outputs would say anything else, but for the digest of the inputs.\n"


def _listed(title: str, lines: list[str] | tuple[str, ...], shown: int | None) -> str:
    first = lines if shown is None else lines[:shown]
    more = len(lines) - len(first)
    left = [f"  and {more:,} more; --all shows them"] if more else []
    return "\n".join([f"{title}: {len(lines):,}", *(f"  {line}" for line in first), *left]) + "\n"


def supposed_json(made: Supposed) -> str:
    """Return what would be different as a JSON document, version 0, ASCII only; docs/impact.md has its keys."""
    document = {
        "version": JSON_VERSION,
        "place": made.origin.asked,
        "text": made.origin.text,
        "if": made.text,
        "stopped": made.diff is None,
        "new": [finding_json(finding) for finding in made.findings.new],
        "gone": [finding_json(finding) for finding in made.findings.gone],
        "diff": None if made.diff is None else json.loads(FORMS["json"].make(made.diff)),
        "symbols": list(made.symbols),
        "files": dict(made.files),
    }
    return json.dumps(document, indent=1) + "\n"
