"""Typical mistakes: each `.map` in `cases` beside what is said of it, word for word, in `.errors`.

To write the expected texts anew after a change of wording: METERMAP_WRITE_CASES=1, then read the
difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from metermap.core.render import OutputFormat, render
from metermap.core.source_lines import MappingLines
from metermap.mappings.rules import RULES
from tests.mappings.conftest import Resolve

CASES = Path(__file__).parent / "cases"
OF_RULES = frozenset(rule.code.id for rule in RULES)  # what a sentence says, when it could be read, is judged elsewhere
NAMES = sorted(path.stem for path in CASES.glob("*.map"))


def said(name: str, resolve: Resolve, folder: Path) -> str:
    text = (CASES / f"{name}.map").read_bytes().decode("utf-8")
    found = [finding for finding in resolve(text).findings if finding.code not in OF_RULES]
    return render(found, OutputFormat.TEXT, sources=MappingLines(folder))


@pytest.mark.parametrize("name", NAMES)
def test_a_typical_mistake_is_told_in_the_words_of_the_language(name: str, resolve: Resolve, tmp_path: Path) -> None:
    found = said(name, resolve, tmp_path)
    expected = CASES / f"{name}.errors"
    if os.environ.get("METERMAP_WRITE_CASES"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")
    assert " error " in found
    assert re.search(r"__ANON|\$END|_END\b|LBRACE|Unexpected", found) is None


def test_the_collection_is_large_and_complete() -> None:
    assert len(NAMES) >= 80
    assert {path.stem for path in CASES.glob("*.errors")} == set(NAMES)
