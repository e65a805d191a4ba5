"""The C of gb: decoding against decoders written by hand for one buffer, and what compiling it costs.

Compiled with -O2, by gcc and by clang where they are there. Times are nanoseconds a value, the least of several
rounds taken in turn (aim: at most twice a decoder by hand). Compiling: CPU seconds of the whole, of the tables
alone, and of the whole as one unit (aim: about three times the tables).
"""

import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from benchmarks.measure import GB
from metermap.codegen import c
from metermap.codegen.base import GeneratorInput
from metermap.core.exits import Exit
from metermap.resolving import Run, resolve

HERE = Path(__file__).parent
FLAGS = ("-std=c99", "-O2")
ROUNDS = 3


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder)
        for compiler in filter(shutil.which, ("gcc", "clang")):
            decoding(compiler, folder)
            compiling(compiler, folder)


def write(folder: Path) -> None:
    """Write the C of gb into a folder."""
    resolved = resolve(GB, Run())
    assert not isinstance(resolved, Exit)
    for name, data in c.generate(GeneratorInput(resolved.model, "gb", {}, resolved.dictionaries)).files.items():
        (folder / Path(name).name).write_bytes(data)


def decoding(compiler: str, folder: Path) -> None:
    """Print the times of each case, ours and by hand."""
    program = folder / "codecs"
    sources = sorted(folder.glob("gb_*.c"))
    subprocess.run([compiler, *FLAGS, f"-I{folder}", HERE / "codecs.c", *sources, "-o", program], check=True)
    ran = subprocess.run([program], capture_output=True, text=True, check=True)
    print(f"{compiler:22} {'by hand':>9} {'ours':>9} {'ratio':>7}")
    for line in ran.stdout.splitlines():
        case, hand, ours = line.split("\t")
        print(f"{case:22} {float(hand):9.2f} {float(ours):9.2f} {float(ours) / float(hand):7.2f}")


def compiling(compiler: str, folder: Path) -> None:
    """Print what compiling costs, and how many times the tables alone."""
    everything = sorted(folder.glob("gb_*.c"))
    tables = [file for file in everything if "_entries[" in file.read_text("utf-8") or file.stem == "gb_layouts"]
    tables = [file for file in tables if file.stem != "gb_entry"]
    times = [(cpu(compiler, folder, everything), cpu(compiler, folder, tables)) for _ in range(ROUNDS)]
    whole, alone = (min(column) for column in zip(*times, strict=True))
    print(f"compiling {len(everything)} files {whole:.2f} s, {len(tables)} tables {alone:.2f} s: {whole / alone:.1f}")


def cpu(compiler: str, folder: Path, files: Iterable[Path]) -> float:
    """Return the CPU seconds that compiling some files takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for file in files:
        subprocess.run([compiler, *FLAGS, f"-I{folder}", "-c", file, "-o", folder / "object.o"], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


if __name__ == "__main__":
    main()
