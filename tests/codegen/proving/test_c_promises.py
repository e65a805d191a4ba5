"""What the C bindings promise of themselves: no heap, no recursion, no array of unknown size, no float, little stack.

Seen in what the compilers make of the workspace's C, not in its text: symbols, call graph, frames, instructions.
"""

import re
import subprocess
from pathlib import Path

import pytest

from tests.codegen.proving.call_graph import INDIRECT, CallGraph, call_graph
from tests.codegen.proving.compilers import CLANG, GCC, Compiler, compile_objects
from tests.tools import require_tool

# What a compiler may call on its own account: a copy of a struct, a guard of the stack.
LIBRARY = {"memcpy", "memset", "memcmp", "memmove", "strcmp", "__stack_chk_fail"}
KNOWN = {"static", "dynamic,bounded"}
FRAME = 2560  # octets of stack: one call
CHAIN = 3584  # and the deepest chain of calls, gcc -O2 for x86-64


@pytest.fixture(scope="module")
def folder(gb_build: Path) -> Path:
    return gb_build / "c"


@pytest.fixture(scope="module")
def unoptimised(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> CallGraph:
    """The graph in which each call of the source is a call."""
    return call_graph(folder, tmp_path_factory.mktemp("graph"), "-O0")


@pytest.mark.parametrize("compiler", [GCC, CLANG], ids=str)
def test_it_links_with_no_heap_and_keeps_no_state(compiler: Compiler, folder: Path, tmp_path: Path) -> None:
    objects = compile_objects(compiler, folder.glob("*.c"), tmp_path, "-std=c99", "-O2", "-fno-pie")
    symbols = subprocess.run([require_tool("nm"), *objects], capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r" U (?!gb_)(\w+)", symbols)) <= LIBRARY
    assert not re.findall(r" [bBcCdDsS] (\w+)", symbols), "writable data"


def test_nothing_calls_itself(unoptimised: CallGraph, folder: Path) -> None:
    assert any(INDIRECT in called for called in unoptimised.calls.values())
    whole = unoptimised.with_pointers(folder)
    assert not any(INDIRECT in called for called in whole.calls.values())
    assert whole.circle == ()


def test_recursion_would_be_seen(tmp_path: Path) -> None:
    text = "int even(int n); int odd(int n) { return n && even(n - 1); } int even(int n) { return !n || odd(n - 1); }\n"
    (tmp_path / "pair.c").write_text(text, "utf-8")
    assert call_graph(tmp_path, tmp_path, "-O0").circle == ("even", "odd")


def test_each_frame_has_a_known_size(unoptimised: CallGraph) -> None:
    """What gcc calls dynamic and bounded is room for arguments beyond the registers; an array would be dynamic."""
    assert {frame.kind for frame in unoptimised.frames.values()} <= KNOWN


def test_the_stack_is_bounded(folder: Path, tmp_path: Path) -> None:
    graph = call_graph(folder, tmp_path, "-O2").with_pointers(folder)
    assert max(frame.octets for frame in graph.frames.values()) <= FRAME
    octets, chain = graph.deepest
    assert octets <= CHAIN, chain


def test_no_instruction_needs_a_floating_point_unit(folder: Path, tmp_path: Path) -> None:
    compile_objects(GCC, folder.glob("*.c"), tmp_path, "-std=c99", "-O2", "-mgeneral-regs-only")


def test_a_float_would_be_seen(tmp_path: Path) -> None:
    source = tmp_path / "half.c"
    source.write_text("double half(double number);\ndouble half(double number) { return number / 2; }\n", "utf-8")
    with pytest.raises(AssertionError):
        compile_objects(GCC, [source], tmp_path, "-std=c99", "-O2", "-mgeneral-regs-only")
