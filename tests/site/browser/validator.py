"""What html-validate says of pages."""

import json
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.tools import require_tool, web_packages

_SETTINGS = Path(__file__).parents[2] / "web/htmlvalidate.config.mjs"


def objections(pages: Iterable[Path]) -> list[str]:
    """Return what the validator objects to: page, line, column, rule and message."""
    command = [require_tool("node"), str(web_packages() / "html-validate/bin/html-validate.mjs")]
    # Into a file: the validator ends before a pipe has taken all of a long report.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as report:
        arguments = ("--config", str(_SETTINGS), "--formatter", "json", *map(str, pages))
        said = subprocess.run([*command, *arguments], stdout=report, stderr=subprocess.PIPE, text=True, check=False)
        assert said.stderr == ""
        report.seek(0)
        return list(_lines(report.read()))


def _lines(report: str) -> Iterator[str]:
    for page in json.loads(report):
        for found in page["messages"]:
            place = f"{page['filePath']}:{found['line']}:{found['column']}"
            yield f"{place}: {found['ruleId']}: {found['message']} ({found.get('selector')})"
