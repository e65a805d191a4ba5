"""Fuzz the bindings for a time: ``python -m tests.codegen.fuzz SECONDS [--corpus FOLDER]``; `scripts/fuzz` calls it.

Half of the time goes to the C codecs under libFuzzer and the sanitizers of clang, half to the Python codecs under
atheris. Then every input that either of them kept is read by both bindings, which have to say the same. Inputs that
end a target are left in the folder, as libFuzzer names them.
"""

import argparse
import importlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from metermap import pipeline
from tests.codegen.c_program import CProgram
from tests.codegen.fuzz.targets import seeds, write_targets
from tests.codegen.proving.compilers import SANITIZERS
from tests.codegen.proving.differential import Compared, Outcome, build_driver, compare, subjects_of

_HERE: Final = Path(__file__).parent
_ROOT: Final = _HERE.parents[2]
_ENDED: Final = re.compile(r"Done (\d+) runs")
_EDGES: Final = re.compile(r"cov: (\d+)")
_LONGEST: Final = 512
_EACH: Final = 4  # inputs to begin with, for each codec


def main(arguments: Sequence[str]) -> int:
    """Fuzz, and print what was found; the exit code is 1 if anything was."""
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description=__doc__)
    parser.add_argument("seconds", type=int)
    parser.add_argument("--corpus", type=Path, help="a folder to go on with, and to leave the inputs in")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        return _run(Path(name), given.corpus or Path(name) / "corpus", given.seconds // 2, given.seed)


def _run(folder: Path, corpus: Path, seconds: int, seed: int) -> int:
    pipeline.build(_ROOT / "gb", folder / "gb")
    sys.path.insert(0, str(folder / "gb/python"))
    program = build_driver(folder / "gb/c", folder / "driver")
    subjects = subjects_of(program, lambda module: importlib.import_module(f"gb_bindings.{module}"))
    _write_seeds(subjects, corpus / "c")
    options = ("-print_final_stats=1", f"-max_len={_LONGEST}", f"-max_total_time={seconds}", f"-seed={seed}")
    found = _fuzz("C", [_build(folder, subjects), *options, f"-artifact_prefix={corpus}/c-", str(corpus / "c")])
    _write_seeds(subjects, corpus / "python")
    python = [sys.executable, "-m", "tests.codegen.fuzz.fuzz_python", str(folder / "gb/python"), str(folder / "gb/c")]
    found += _fuzz("Python", [*python, *options, f"-artifact_prefix={corpus}/python-", str(corpus / "python")])
    return 1 if found + _compare(program, subjects, corpus) else 0


def _write_seeds(subjects: Sequence[Compared], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, octets in enumerate(seeds(subjects, _EACH)):
        (folder / f"seed-{number:04}").write_bytes(octets)


def _build(folder: Path, subjects: Sequence[Compared]) -> str:
    """Compile the C target."""
    clang, sources, target = shutil.which("clang"), folder / "gb/c", folder / "fuzz_codecs"
    assert clang, "the program clang is not installed"
    write_targets(subjects, folder / "targets")
    flags = [each.replace("=address", "=fuzzer,address") for each in SANITIZERS]
    includes = [f"-I{each}" for each in (sources, _HERE.parent, folder / "targets")]
    everything = [*sorted(sources.glob("*.c")), _HERE / "fuzz_codecs.c"]
    subprocess.run([clang, "-std=c99", *flags, *includes, *everything, "-o", target], check=True)
    return str(target)


def _fuzz(language: str, command: Sequence[str]) -> int:
    """Run a fuzzer, and print what came of it; return whether it ended by a finding."""
    ran = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False, env=dict(os.environ))
    edges, done = _EDGES.findall(ran.stderr), _ENDED.findall(ran.stderr)
    if ran.returncode != 0 or not done:
        sys.stdout.write(f"{language}: ended with {ran.returncode}\n{ran.stderr[-4000:]}\n")
        return 1
    sys.stdout.write(f"{language}: {done[-1]} executions, {edges[-1] if edges else 0} edges, no finding\n")
    return 0


def _compare(program: CProgram, subjects: Sequence[Compared], corpus: Path) -> int:
    """Let both bindings read what the fuzzers kept; return whether they disagree."""
    outcome = Outcome()
    inputs = {path.read_bytes() for language in ("c", "python") for path in (corpus / language).iterdir()}
    asked = [(int.from_bytes(octets[:2], "big"), octets[2:]) for octets in sorted(inputs) if len(octets) > 1]
    known = [(subjects[number], octets) for number, octets in asked if number < len(subjects)]
    compare(program, known, outcome)
    sys.stdout.writelines(f"{each}\n" for each in outcome.disagreements)
    sys.stdout.write(f"both: {outcome.asked.total()} inputs kept by the fuzzers, ")
    sys.stdout.write(f"{outcome.accepted.total()} accepted, {len(outcome.disagreements)} disagreements\n")
    return len(outcome.disagreements)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
