"""The rules as people read them: a list, the page of one, the page of all."""

from __future__ import annotations

import csv
import difflib
import io
import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from metermap.core.rules import SMALL_ELEMENTS, Example, Family, Rule, small_workspace

if TYPE_CHECKING:
    from metermap.core.levels import Level

__all__ = ["Listed", "listed", "page_markdown", "page_text", "rules_csv", "rules_json", "rules_markdown", "rules_text"]

JSON_VERSION = 0
_WIDTH = 100
_PAGE_WIDTH = 118
_MAPPING = "mappings/example.map"
_STANDARD = {"metermap.toml": small_workspace(), "elements.csv": SMALL_ELEMENTS}


@dataclass(frozen=True, slots=True)
class Listed:
    """A rule, and the level that a workspace gives its code; None if it gives none."""

    rule: Rule
    level: Level | None = None

    @property
    def severity(self) -> str:
        """Return the severity of the code, and that of the workspace where it differs: ``warning, here note``."""
        own = self.rule.code.severity.value
        return own if self.level is None else f"{own}, here {self.level.word}"


def listed(rules: Iterable[Rule], levels: Mapping[str, Level], family: Family | None = None) -> tuple[Listed, ...]:
    """Return the rules, all or those of a family, with the levels of a workspace, in the order given."""
    return tuple(Listed(rule, levels.get(rule.code.id)) for rule in rules if family is None or rule.family is family)


# ---- lists ----------------------------------------------------------------------------------------


def rules_text(rules: Iterable[Listed]) -> str:
    """Return a table of code, severity, family and title, one rule a line."""
    rows = [(one.rule.code.id, one.severity, one.rule.family.value, one.rule.code.title) for one in rules]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    return "".join(
        "  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3])) + "\n"
        for row in rows
    )


def rules_csv(rules: Iterable[Listed]) -> str:
    """Return the table of `rules_text` as CSV, with the workspace's severity in a column of its own."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(("code", "severity", "workspace", "fixed", "family", "title"))
    for one in rules:
        code = one.rule.code
        here = one.level.word if one.level else ""
        fixed = "yes" if code.fixed else "no"
        writer.writerow((code.id, code.severity.value, here, fixed, one.rule.family.value, code.title))
    return stream.getvalue()


def rules_json(rules: Iterable[Listed]) -> str:
    """Return the rules with all that their pages say, as a JSON document, version 0, ASCII only.

    `workspace` is null, or the `level` that the workspace gives the code and its reason, `because`. `fixed`
    is true of an error that a workspace can neither lower nor allow.
    """
    document = {"version": JSON_VERSION, "rules": [_json(one) for one in rules]}
    return json.dumps(document, indent=2) + "\n"


def _json(one: Listed) -> dict[str, object]:
    rule, code = one.rule, one.rule.code
    return {
        "code": code.id,
        "title": code.title,
        "family": rule.family.value,
        "severity": code.severity.value,
        "fixed": code.fixed,
        "workspace": {"level": one.level.word, "because": one.level.because} if one.level else None,
        "explanation": rule.explanation,
        "help": code.help,
        "clause": rule.clause,
        "failing": _example_json(rule.failing),
        "passing": _example_json(rule.passing),
    }


def _example_json(example: Example) -> dict[str, object]:
    return {"mapping": example.mapping, "files": dict(example.files), "text": example.text}


# ---- the page of one ------------------------------------------------------------------------------


def page_text(one: Listed) -> str:
    """Return the page of a rule as text for a terminal."""
    rule, code = one.rule, one.rule.code
    parts = [f"{code.id}: {code.title}\n", _standing(one)]
    parts.append(_section("Why", _wrapped(rule.explanation)))
    if code.help:
        parts.append(_section("What to do", _wrapped(code.help)))
    parts.append(_section("Found here", _example_text(rule.failing, {})))
    parts.append(_section(_passing_title(rule), _example_text(rule.passing, dict(rule.failing.files))))
    if rule.clause:
        parts.append(_section("Source", _wrapped(rule.clause)))
    return "".join(parts)


def _passing_title(rule: Rule) -> str:
    return "Not found here, with the other files as above" if rule.failing.files else "Not found here"


def _standing(one: Listed) -> str:
    text = f"{one.rule.family.value}; {one.severity}"
    if one.level and one.level.because:
        text += f", because {one.level.because}"
    fixed = "; it can be neither lowered nor allowed" if one.rule.code.fixed else ""
    return f"{text}{fixed}\n"


def _section(title: str, body: str) -> str:
    return f"\n{title}\n{textwrap.indent(body, '    ')}"


def _wrapped(text: str) -> str:
    return "\n\n".join(textwrap.fill(paragraph, _WIDTH - 4) for paragraph in text.split("\n\n")) + "\n"


def _example_text(example: Example, known: Mapping[str, str]) -> str:
    return "\n".join(f"-- {name}\n{body}" if name else body for name, body in _parts(example, known))


def _parts(example: Example, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each file of an example that is not as `known`, with its name; what is said in words has none."""
    if example.text:
        yield "", _wrapped(example.text)
    if example.mapping:
        yield _MAPPING if example.files else "", example.mapping
    for name, text in example.files:
        if known.get(name) != text:
            yield name, text if text.endswith("\n") else f"{text}\n"


# ---- the page of all ------------------------------------------------------------------------------


_INTRODUCTION = """# Rules

<!-- Made from the rule objects by `python -m tests.rules.page --write`; a test holds it against them. -->

Everything that metermap can find, by family. `metermap rules` lists it, `metermap explain MM402` prints one entry.
What a workspace can do about a finding that it does not want is in [The workspace](workspace.md#findings).
An error that is marked *fixed* tells of something that outputs would lack or have wrong: it can be neither lowered
nor allowed.

Each example is run by a test, except those in words: their input is a workbook or another binary file, or
something outside the workspace. A mapping alone is one of the Great Britain workspace; it starts with the lines
`syntax 1.`, `use dlms gb.` and `use sep gb.`. Where there are other files the workspace is this one; of its
`metermap.toml` the examples show what differs:

```toml
{toml}```

`elements.csv`:

```text
{elements}```
"""


def rules_markdown(rules: Iterable[Listed]) -> str:
    """Return all rules as one page of Markdown, by family, in the order of `Family`."""
    by_family: dict[Family, list[Listed]] = {}
    for one in rules:
        by_family.setdefault(one.rule.family, []).append(one)
    parts = [_INTRODUCTION.format(toml=small_workspace(), elements=SMALL_ELEMENTS)]
    for family in Family:
        if family in by_family:
            parts.append(f"\n## {family.value[0].upper()}{family.value[1:]}\n")
            parts.extend(page_markdown(one) for one in by_family[family])
    return "".join(parts)


def page_markdown(one: Listed) -> str:
    """Return the page of a rule as a section of Markdown, third level."""
    rule, code = one.rule, one.rule.code
    fixed = ", fixed" if code.fixed else ""
    parts = [f"\n### {code.id}: {code.title}\n", f"*{one.severity}{fixed}*\n", _filled(rule.explanation)]
    if code.help:
        parts.append(_filled(f"What to do: {code.help}"))
    parts.append(f"Found here:\n\n{_example_markdown(rule.failing, _STANDARD)}")
    known = {**_STANDARD, **dict(rule.failing.files)}
    passing = _example_markdown(rule.passing, known)
    parts.append(f"{_passing_title(rule)}:\n\n{passing}" if passing else "Not found without that file.\n")
    if rule.clause:
        parts.append(_filled(f"Source: {rule.clause}"))
    return "\n".join(parts)


def _filled(text: str) -> str:
    paragraphs = (textwrap.fill(paragraph, _PAGE_WIDTH, break_on_hyphens=False) for paragraph in text.split("\n\n"))
    return "\n\n".join(paragraphs) + "\n"


def _example_markdown(example: Example, known: Mapping[str, str]) -> str:
    parts = [f"> {example.text}\n"] if example.text else []
    for name, body in _parts(Example(example.mapping, example.files), known):
        if _STANDARD.get(name) == body:
            parts.append(f"`{name}` as at the beginning of this page.\n")
            continue
        shown, kind = (_changes(body), "diff") if name == "metermap.toml" else (body, "text")
        heading = f"`{name}`:\n\n" if name else ""
        parts.append(f"{heading}{_fenced(shown, kind)}")
    return "\n".join(parts)


def _fenced(text: str, kind: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{kind}\n{text}{fence}\n"


def _changes(toml: str) -> str:
    """Return what a metermap.toml has differently from the small one that the page shows once."""
    lines = difflib.unified_diff(small_workspace().splitlines(), toml.splitlines(), lineterm="", n=0)
    return "".join(f"{line}\n" for line in lines if len(line) > 1 and not line.startswith(("---", "+++", "@@")))
