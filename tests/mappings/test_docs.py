"""Every example of the language in the documentation says what it should: it resolves without error."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from metermap.resolving import Resolved, Run
from metermap.resolving import resolve as resolve_workspace

if TYPE_CHECKING:
    from tests.mappings.conftest import Resolve

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "docs/language.md", "docs/mapping-language.md")
_EXAMPLE = re.compile(r"^```metermap\n(.*?)^```", re.MULTILINE | re.DOTALL)

EXAMPLES = [
    pytest.param(example, id=f"{page}:{number}")
    for page in PAGES
    for number, example in enumerate(_EXAMPLE.findall((ROOT / page).read_text(encoding="utf-8")), 1)
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_example_resolves(example: str, resolve: Resolve, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "gb/mappings/shared", tmp_path / "shared")
    outcome = resolve(example.replace("use catalogue smets2.\n", ""))
    errors = [finding for finding in outcome.findings if finding.severity == "error"]
    assert errors == []


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 20


def test_the_reference_has_the_grammar() -> None:
    page = (ROOT / "docs/language.md").read_text(encoding="utf-8")
    grammar = (ROOT / "src/metermap/mappings/grammar.lark").read_text(encoding="utf-8")
    assert page.partition("```lark\n")[2].partition("```")[0].strip() == grammar.strip()


def test_the_rows_of_the_reference_are_rows_of_great_britain() -> None:
    page = (ROOT / "docs/language.md").read_text(encoding="utf-8")
    table = page.partition("## What real rows use")[2].partition("## Grammar")[0]
    rows = {int(found) for found in re.findall(r"\| #(\d+) \|", table)}
    resolved = resolve_workspace(ROOT / "gb", Run())
    assert isinstance(resolved, Resolved)
    assert len(rows) > 20
    assert rows - {statement.row for statement in resolved.model.statements} == set()
