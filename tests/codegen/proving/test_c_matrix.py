"""The generated C under each compiler, standard, level and byte order: no warning, and the same answers.

Both sources of C are built: that of the model of gb_model.py, which has each thing that a back end can be given,
and that of the Great Britain workspace, which people use. The rows of the matrix are those of `PAIRS`: every
standard with every level, and each compiler with every standard and every level.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.codegen.c_program import STRICT, CProgram
from tests.codegen.proving.compilers import (
    CLANG,
    GCC,
    LEVELS,
    PAIRS,
    STANDARDS,
    Compiler,
    Pair,
    build_cross,
    build_sanitized,
    compile_objects,
    link_driver,
    run,
)
from tests.codegen.proving.judging import ACCEPTED, REFUSED, c_failures
from tests.tools import require_tool

CPLUSPLUS = ("-std=c++17", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror")


@pytest.fixture(params=["model", "gb"])
def folder(request: pytest.FixtureRequest) -> Path:
    """The folder of the C of the hand-built model, and that of the workspace."""
    if request.param == "model":
        generated: Path = request.getfixturevalue("generated")
        return generated / "c"
    built: Path = request.getfixturevalue("gb_build")
    return built / "c"


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_it_compiles_without_a_warning_and_answers_right(pair: Pair, folder: Path, tmp_path: Path) -> None:
    objects = compile_objects(pair.compiler, folder.glob("*.c"), tmp_path, *pair.flags)
    program = link_driver(pair.compiler, folder, objects, tmp_path / "driver", *pair.flags)
    assert c_failures(program) == []


def test_the_pairs_leave_no_two_apart() -> None:
    compilers = (GCC.name, CLANG.name)
    met = {
        *((pair.standard, pair.level) for pair in PAIRS),
        *((pair.compiler.name, pair.standard) for pair in PAIRS),
        *((pair.compiler.name, pair.level) for pair in PAIRS),
    }
    wanted = {
        *((standard, level) for standard in STANDARDS for level in LEVELS),
        *((compiler, other) for compiler in compilers for other in (*STANDARDS, *LEVELS)),
    }
    assert met == wanted


@pytest.mark.parametrize("compiler", [GCC, CLANG], ids=str)
def test_each_header_stands_alone_and_may_come_twice(compiler: Compiler, folder: Path, tmp_path: Path) -> None:
    sources: list[Path] = []
    plus: list[Path] = []
    for header in sorted(folder.glob("*.h")):
        twice = f'#include "{header.name}"\n' * 2
        sources.append(_written(tmp_path / f"{header.stem}_alone.c", f"{twice}extern int {header.stem}_is_used;\n"))
        plus.append(_written(tmp_path / f"{header.stem}_alone.cc", twice))
    here = f"-I{folder}"
    quiet = ("-Wno-unused-macros", "-Wno-missing-variable-declarations")  # a header's macros are for others
    for standard in STANDARDS:
        flags = (f"-std={standard}", "-fsyntax-only", *quiet, here)
        run([require_tool(compiler.name), *compiler.warnings, *flags, *sources], tmp_path)
    run([require_tool(compiler.cplusplus), *CPLUSPLUS, "-fsyntax-only", here, *plus], tmp_path)


@pytest.mark.parametrize("compiler", [GCC, CLANG], ids=str)
def test_cplusplus_uses_what_c_made(compiler: Compiler, folder: Path, tmp_path: Path) -> None:
    flags = ("-std=c99", "-O1")
    objects = compile_objects(compiler, folder.glob("*.c"), tmp_path, *flags)
    text = '#include "gb_bindings.h"\nint main() { return gb_esme_entry(GB_ESME_COUNT) != nullptr; }\n'
    use = _written(tmp_path / "use.cc", text)
    run([require_tool(compiler.cplusplus), *CPLUSPLUS, f"-I{folder}", use, *objects, "-o", "use"], tmp_path)
    run([tmp_path / "use"], tmp_path)


def _written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("compiler", [GCC, CLANG], ids=str)
def test_cmake_builds_a_library_that_answers_right(compiler: Compiler, folder: Path, tmp_path: Path) -> None:
    cmake = require_tool("cmake")
    flags = "-Wall -Wextra -Wpedantic -Werror"
    choices = (f"-DCMAKE_C_COMPILER={require_tool(compiler.name)}", f"-DCMAKE_C_FLAGS={flags}")
    subprocess.run([cmake, "-S", folder, "-B", tmp_path, *choices], check=True, capture_output=True, timeout=120)
    subprocess.run([cmake, "--build", tmp_path, "--parallel", "2"], check=True, capture_output=True, timeout=120)
    library = next(tmp_path.glob("*.a"))
    program = link_driver(compiler, folder, [library], tmp_path / "driver", *STRICT)
    assert c_failures(program) == []


@pytest.mark.parametrize("compiler", [GCC, CLANG], ids=str)
def test_the_sanitizers_have_nothing_to_say(compiler: Compiler, folder: Path, tmp_path: Path) -> None:
    program = build_sanitized(compiler, folder, tmp_path)
    assert c_failures(program) == []
    assert _cut_short(program) == ["refused truncated"] * sum(len(vector.octets) for vector in ACCEPTED)


def _cut_short(program: CProgram) -> list[str]:
    """Return the answers to each beginning of each accepted vector."""
    beginnings = ((vector.codec, vector.octets[:end]) for vector in ACCEPTED for end in range(len(vector.octets)))
    return program.ask(program.line(codec, octets) for codec, octets in beginnings)


@pytest.mark.parametrize("compiler", [GCC, CLANG], ids=str)
def test_the_sanitizers_see_a_read_beyond_the_buffer(compiler: Compiler, generated: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(generated / "c", broken)
    header = broken / "gb_wire.h"
    text = header.read_text("utf-8")
    assert text.count("count > left(from)") == 1
    header.write_text(text.replace("count > left(from)", "count > left(from) + 1u"), "utf-8")
    program = build_sanitized(compiler, broken, tmp_path)
    assert len(c_failures(program)) == len(ACCEPTED) + len(REFUSED)


def test_a_big_endian_machine_gives_the_same_answers(folder: Path, tmp_path: Path) -> None:
    program = build_cross(folder, tmp_path)
    assert program.path.read_bytes()[5] == 2  # ELF: most significant octet first
    assert os.access(program.path, os.X_OK)
    assert c_failures(program) == []
