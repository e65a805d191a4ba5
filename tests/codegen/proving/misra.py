"""What cppcheck's MISRA addon finds in the workspace's C, held against the table of docs/misra.md.

    python -m tests.codegen.proving.misra           compare; the exit code tells
    python -m tests.codegen.proving.misra --write   take the counts into the table; its reasons stay

The table names the rules by their numbers alone: their texts are not free.
"""

import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from metermap import pipeline

__all__ = ["TABLE", "Report", "Row", "committed", "found_in", "installed_version"]

_ROOT: Final = Path(__file__).parents[3]
TABLE: Final = _ROOT / "docs/misra.md"
_ROW: Final = re.compile(r"^\| (\d+\.\d+) \| (\d+) \| (.*) \|$", re.MULTILINE)
_VERSION: Final = re.compile(r"cppcheck ([\d.]+)")
_CHECKS: Final = (
    "--addon=misra",
    "--std=c99",
    "--enable=warning,style,performance,portability",
    "--suppress=missingIncludeSystem",
    "--quiet",
    "--template={id}",
)


@dataclass(frozen=True)
class Row:
    """A rule that is not kept everywhere: how many places, and why they stay."""

    rule: str
    count: int
    reason: str


@dataclass(frozen=True)
class Report:
    """The places by MISRA rule, and what else cppcheck found."""

    rules: Mapping[str, int]
    others: tuple[str, ...]


def found_in(folder: Path, cppcheck: str = "cppcheck") -> Report:
    """Return what the addon finds in the C of a folder."""
    sources = sorted(path.name for path in folder.glob("*.c"))
    ran = subprocess.run(
        [cppcheck, *_CHECKS, *sources], cwd=folder, capture_output=True, text=True, check=True, timeout=300
    )
    ids = ran.stderr.split()
    rules = Counter(each.removeprefix("misra-c2012-") for each in ids if each.startswith("misra-c2012-"))
    return Report(rules, tuple(each for each in ids if not each.startswith("misra-c2012-")))


def committed() -> tuple[str, tuple[Row, ...]]:
    """Return the version of cppcheck that the table is of, and its rows."""
    text = TABLE.read_text("utf-8")
    version = _VERSION.search(text)
    assert version, f"{TABLE.name} names no version of cppcheck"
    return version[1], tuple(Row(rule, int(count), reason) for rule, count, reason in _ROW.findall(text))


def installed_version(cppcheck: str) -> str:
    """Return the version of the program."""
    said = subprocess.run([cppcheck, "--version"], capture_output=True, text=True, check=True).stdout
    return said.split()[-1]


def _written(text: str, report: Report, version: str) -> str:
    """Return the document with the counts of a report; a new rule has no reason yet."""
    reasons = {row.rule: row.reason for row in committed()[1]}
    in_order = sorted(report.rules, key=lambda rule: tuple(map(int, rule.split("."))))
    rows = "\n".join(f"| {rule} | {report.rules[rule]} | {reasons.get(rule, '')} |" for rule in in_order)
    first, last = text.index("| --- |"), text.rindex("|")
    head = text.index("\n", first)
    return _VERSION.sub(f"cppcheck {version}", f"{text[:head]}\n{rows}{text[last + 1 :]}", count=1)


def main(arguments: list[str]) -> int:
    """Compare the table with what is found, or write it anew."""
    with tempfile.TemporaryDirectory() as name:
        pipeline.build(_ROOT / "gb", Path(name))
        report = found_in(Path(name) / "c")
    if arguments == ["--write"]:
        TABLE.write_text(_written(TABLE.read_text("utf-8"), report, installed_version("cppcheck")), "utf-8")
        return 0
    wrong = {row.rule: row.count for row in committed()[1]}.items() ^ report.rules.items()
    sys.stdout.writelines(f"{rule}: {count}\n" for rule, count in sorted(wrong))
    sys.stdout.writelines(f"{other}\n" for other in report.others)
    return bool(wrong or report.others)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
