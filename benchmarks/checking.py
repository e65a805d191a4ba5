"""``metermap check gb`` with all rules and proofs, against what others take for smaller jobs.

The peers are ``sssom validate`` on 2,000 mappings and ``gen-python`` of LinkML on 1,000 slots, both made of rows of GB,
each a whole process. From each the time of the same program's ``--help`` is subtracted once, so that start-up is seen
apart. Aim: a fifth. Then a check of what has not changed against one from
nothing, and a build with nothing to do against a build from nothing; aim: a tenth. A check is kept only where that is
measured. Programs run compiled, as they are installed.

METERMAP_SSSOM_PYTHON names the interpreter beside which ``sssom`` and ``gen-python`` are installed; without it that of
.venv-sssom is taken.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

from benchmarks.measure import GB, print_ratio
from metermap import pipeline
from metermap.core.store import VARIABLE

ROUNDS = 3
MAPPINGS, SLOTS = 2_000, 1_000
HEADER = """\
#curie_map:
#  gb: "https://example.org/gb/"
#  dlms: "https://example.org/dlms/"
#mapping_set_id: "https://example.org/gb/mapping"
#license: "https://example.org/not-recorded"
subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification
"""
SCHEMA = """\
id: https://example.org/gb
name: gb
prefixes:
  linkml: https://w3id.org/linkml/
  gb: https://example.org/gb/
imports:
  - linkml:types
default_prefix: gb
default_range: string
slots:
"""


def main() -> None:
    folder = Path(os.environ.get("METERMAP_SSSOM_PYTHON") or ".venv-sssom/bin/python").parent
    if not (folder / "sssom").exists():
        print(f"{folder} has no 'sssom': sh scripts/oracles makes the environment", file=sys.stderr)
        sys.exit(2)
    ours = ("metermap check gb", [sys.executable, "-m", "metermap", "check", str(GB)])
    our_start = [sys.executable, "-m", "metermap", "--help"]
    with tempfile.TemporaryDirectory() as scratch:
        here = Path(scratch)
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ |= {"PYTHONPYCACHEPREFIX": str(here / "compiled"), VARIABLE: ""}
        (here / "gb.sssom.tsv").write_text(_sssom(), "utf-8")
        (here / "gb.yaml").write_text(_linkml(), "utf-8")
        peers = (
            (f"sssom validate, {MAPPINGS:,} mappings", [str(folder / "sssom"), "validate", str(here / "gb.sssom.tsv")]),
            (f"gen-python, {SLOTS:,} slots", [str(folder / "gen-python"), str(here / "gb.yaml")]),
        )
        for name, command in peers:
            _compare(ours, our_start, name, command)
        _kept(here / "kept", ours[1], our_start)
        _unchanged(here / "build")


def _compare(ours: tuple[str, list[str]], our_start: list[str], name: str, command: list[str]) -> None:
    commands = (ours[1], our_start, command, [command[0], "--help"])
    for each in commands:
        _seconds(each)  # compiles what it imports
    times = [[_seconds(each) for each in commands] for _ in range(ROUNDS)]
    check, start, theirs, their_start = (statistics.median(column) for column in zip(*times, strict=True))
    print_ratio(ours[0], check, name, theirs)
    print_ratio("  without start-up", check - start, f"{name}, without", theirs - their_start)


def _kept(folder: Path, check: list[str], our_start: list[str]) -> None:
    """Compare a check of what has not changed with one for which nothing is kept, workbooks neither."""
    times = []
    for number in range(ROUNDS):
        os.environ[VARIABLE] = str(folder / str(number))
        times.append([_seconds(each) for each in (check, check, our_start)])
    os.environ[VARIABLE] = ""
    cold, kept, start = (statistics.median(column) for column in zip(*times, strict=True))
    print_ratio("check, nothing has changed", kept, "check from nothing", cold)
    print_ratio("  without start-up", kept - start, "check from nothing, without", cold - start)


def _unchanged(out: Path) -> None:
    command = [sys.executable, "-m", "metermap", "build", str(GB), "--out", str(out)]
    cold = _seconds(command)
    print_ratio("build with nothing to do", statistics.median(_seconds(command) for _ in range(ROUNDS)), "build", cold)


def _seconds(command: Sequence[str]) -> float:
    """Return the CPU seconds of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _sssom() -> str:
    model = pipeline.check(GB).model
    assert model is not None
    said = [each for each in model.statements if each.element and each.address is not None]
    lines = (
        f"gb:{number}\t{each.element}\tskos:relatedMatch\tdlms:{number}\t{each.address}\tsemapv:ManualMappingCuration"
        for number, each in enumerate(islice(cycle(said), MAPPINGS))
    )
    return HEADER + "".join(f"{line}\n" for line in lines)


def _linkml() -> str:
    model = pipeline.check(GB).model
    assert model is not None
    names = islice(cycle(model.catalogue.elements), SLOTS)
    slots = [(f"slot_{number}", each.name.replace('"', "'")) for number, each in enumerate(names)]
    described = "".join(f'  {slot}:\n    description: "{name}"\n' for slot, name in slots)
    listed = "".join(f"      - {slot}\n" for slot, _ in slots)
    return f"{SCHEMA}{described}classes:\n  Meter:\n    slots:\n{listed}"


if __name__ == "__main__":
    main()
