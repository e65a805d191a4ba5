"""What watching costs on `gb/`: an idle look and an idle minute, and a round after a change, against one check.

A round is measured in a process that has checked before, as ``check --watch`` is; the check against which it is held
is a whole process with nothing kept. Then what a check and a build cost again when nothing has changed.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
from functools import partial
from pathlib import Path

from benchmarks.measure import GB, child_seconds, own_seconds, print_ratio
from metermap import watching
from metermap.core.places import CellPlace
from metermap.core.store import VARIABLE
from metermap.kept_checks import kept_check
from metermap.resolving import Run, resolve

ROUNDS = 3
LOOKS = 200
MAPPING = "mappings/electricity-registers.map"
CELL = CellPlace("smets2.xlsx", "Elements", 364, 7)


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        gb = Path(scratch) / "gb"
        shutil.copytree(GB, gb, ignore=shutil.ignore_patterns("build", "annotated"))
        os.environ[VARIABLE] = ""
        cold = statistics.median(child_seconds(["-m", "metermap", "check", str(gb)]) for _ in range(ROUNDS))
        os.environ[VARIABLE] = str(Path(scratch) / "kept")
        look = own_seconds(lambda: [watching._seen(gb, (), frozenset()) for _ in range(LOOKS)]) / LOOKS  # noqa: SLF001
        minute = look * 60 / watching._LOOK_S  # noqa: SLF001
        print_ratio("one look", look, "check from nothing", cold)
        print_ratio("an idle minute", minute, "check from nothing", cold)
        kept_check(gb)
        print_ratio("round, one mapping file changed", _after_a_line(gb), "check from nothing", cold)
        print_ratio("round, one cell changed", _after_a_cell(gb), "check from nothing", cold)
        child_seconds(["-m", "metermap", "check", str(gb)])
        again = statistics.median(child_seconds(["-m", "metermap", "check", str(gb)]) for _ in range(ROUNDS))
        print_ratio("check again, nothing changed", again, "check from nothing", cold)
        build = ["-m", "metermap", "build", str(gb), "--out", str(Path(scratch) / "build")]
        first = child_seconds(build)
        print_ratio("build again, nothing changed", child_seconds(build), "build from nothing", first)


def _after_a_line(gb: Path) -> float:
    """Return the CPU seconds of a check after a comment was added to a mapping file."""
    times = []
    for number in range(ROUNDS):
        with (gb / MAPPING).open("a", encoding="utf-8") as stream:
            stream.write(f"-- {number}\n")
        times.append(own_seconds(lambda: kept_check(gb)))
    return statistics.median(times)


def _after_a_cell(gb: Path) -> float:
    """Return the CPU seconds of a check with another cell, the workbook read anew."""
    kept, os.environ[VARIABLE] = os.environ[VARIABLE], ""
    texts = [f"INTEGER {number}" for number in range(ROUNDS)]
    times = [own_seconds(partial(resolve, gb, Run(), {CELL: text})) for text in texts]
    os.environ[VARIABLE] = kept
    return statistics.median(times)


if __name__ == "__main__":
    main()
