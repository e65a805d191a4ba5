"""The samples of the pages on differences are what comparing the editions of Great Britain prints."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.cli.conftest import Ran

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parents[2]
PAGES = "".join((ROOT / "docs" / name).read_text("utf-8") for name in ("diff.md", "diff-report.md"))
SAMPLES = re.findall(r"^```text\n(.*?)^```$", PAGES, re.MULTILINE | re.DOTALL)


def test_each_line_of_the_samples_is_printed(run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    printed = re.sub(r"SHA-256 [0-9a-f]{12}", "SHA-256 …", run("diff", "gb@0.8.1", "gb").out).splitlines()
    lines = [line for sample in SAMPLES for line in sample.splitlines() if line.strip()]
    assert len(lines) > 15
    assert [line for line in lines if line not in printed] == []
