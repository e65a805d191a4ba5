"""Every example of the language in the documentation says what it should: it resolves without error."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

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
def test_the_example_resolves(example: str, resolve: Resolve) -> None:
    outcome = resolve(example.replace("use catalogue smets2.\n", ""))
    errors = [finding for finding in outcome.findings if finding.severity == "error"]
    assert errors == []


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 20
