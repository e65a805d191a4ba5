"""The compilers that the C bindings are proved with, what each is asked to complain of, and their pairings."""

import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tests.codegen.c_program import STRICT, CProgram, compile_driver
from tests.tools import missing, require_tool

__all__ = [
    "BIG_ENDIAN",
    "CLANG",
    "GCC",
    "LEVELS",
    "PAIRS",
    "SANITIZERS",
    "STANDARDS",
    "Compiler",
    "Pair",
    "build_cross",
    "build_sanitized",
    "compile_objects",
    "link_driver",
    "run",
]


@dataclass(frozen=True)
class Compiler:
    """A C compiler, the C++ compiler that comes with it, and the warnings that its sources are clean of."""

    name: str
    cplusplus: str
    warnings: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


_BOTH: Final = (*STRICT[1:], "-Wsign-conversion", "-Wshadow", "-Wstrict-prototypes", "-Wmissing-prototypes")

GCC: Final = Compiler(
    "gcc",
    "g++",
    (
        *_BOTH,
        "-Walloca",
        "-Warith-conversion",
        "-Wcast-align=strict",
        "-Wcast-qual",
        "-Wdouble-promotion",
        "-Wduplicated-branches",
        "-Wduplicated-cond",
        "-Wfloat-equal",
        "-Wformat=2",
        "-Wjump-misses-init",
        "-Wlogical-op",
        "-Wnested-externs",
        "-Wnull-dereference",
        "-Wold-style-definition",
        "-Wpointer-arith",
        "-Wredundant-decls",
        "-Wstrict-overflow=2",
        "-Wswitch-default",
        "-Wtrampolines",
        "-Wundef",
        "-Wunused-macros",
        "-Wwrite-strings",
    ),
)
CLANG: Final = Compiler(
    "clang",
    "clang++",
    (
        *_BOTH,
        "-Weverything",
        "-Wno-padded",  # how a compiler lays a struct out is its own business
        "-Wno-switch-enum",  # a switch names the codecs that it knows, and has a default for the others
        "-Wno-covered-switch-default",  # and keeps that default where it names all: an enum may hold any number
        "-Wno-unknown-warning-option",  # clangs of other years know other names
        "-Wno-unsafe-buffer-usage",  # every index of a pointer is one: a C++ idea of later clangs
    ),
)

STANDARDS: Final = ("c99", "c11", "c17")
LEVELS: Final = ("-O0", "-O1", "-O2", "-O3", "-Os")
SANITIZERS: Final = ("-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")
BIG_ENDIAN: Final = "s390x-linux-gnu-gcc"
_EMULATORS: Final = ("qemu-s390x", "qemu-s390x-static")


@dataclass(frozen=True)
class Pair:
    """One row of the matrix."""

    compiler: Compiler
    standard: str
    level: str

    @property
    def flags(self) -> tuple[str, ...]:
        return (f"-std={self.standard}", self.level)

    def __str__(self) -> str:
        return f"{self.compiler} {self.standard} {self.level}"


# Every standard with every level; the compilers take turns, so that each meets every standard and every level.
PAIRS: Final = tuple(
    Pair((GCC, CLANG)[(at + by) % 2], standard, level)
    for at, standard in enumerate(STANDARDS)
    for by, level in enumerate(LEVELS)
)


def run(command: Sequence[str | Path], folder: Path) -> None:
    """Run a program that has to succeed and to say nothing; a failure shows what it said."""
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert (ran.returncode, ran.stdout + ran.stderr) == (0, ""), f"{command[0]} {command[1:]}"


def compile_objects(compiler: Compiler, sources: Iterable[Path], into: Path, *flags: str) -> list[Path]:
    """Compile sources with all the compiler's warnings as errors; return the objects."""
    into.mkdir(parents=True, exist_ok=True)
    found = sorted(sources)
    run([require_tool(compiler.name), *compiler.warnings, *flags, "-c", *found], into)
    return [into / f"{source.stem}.o" for source in found]


def link_driver(compiler: Compiler, headers: Path, objects: Iterable[Path], program: Path, *flags: str) -> CProgram:
    """Compile the tests' driver with objects of the bindings."""
    return compile_driver(compiler.name, headers, program, *flags, sources=objects)


def build_sanitized(compiler: Compiler, folder: Path, into: Path) -> CProgram:
    """Compile the bindings in `folder` so that any read or write beyond a buffer ends the program."""
    into.mkdir(parents=True, exist_ok=True)
    (into / "empty.c").write_text("int main(void) { return 0; }\n", "utf-8")
    name = require_tool(compiler.name)
    tried = subprocess.run([name, *SANITIZERS, "empty.c", "-o", "empty"], cwd=into, capture_output=True, check=False)
    if tried.returncode != 0:
        missing(f"{name} has no sanitizers here")
    return compile_driver(name, folder, into / "driver", "-std=c99", *SANITIZERS)


def build_cross(folder: Path, into: Path) -> CProgram:
    """Compile the bindings in `folder` for a machine whose most significant octet comes first; an emulator runs it."""
    compiler = require_tool(BIG_ENDIAN)
    emulator = _emulator()
    program = compile_driver(compiler, folder, into / "driver", *STRICT, "-O2", "-static")
    return replace(program, runner=(emulator,))


def _emulator() -> str:
    found = next(filter(shutil.which, _EMULATORS), _EMULATORS[0])
    return require_tool(found)
