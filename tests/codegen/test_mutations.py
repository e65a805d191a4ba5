"""A codec that is wrong in one place fails the vectors: they do test what they say.

The faults are in mutations.toml. The text to change must be there exactly once, so that none
can quietly test nothing.
"""

import tomllib
from pathlib import Path

import pytest

from tests.codegen.c_program import CProgram, compile_driver
from tests.codegen.conftest import Importer
from tests.codegen.proving.judging import c_failures, python_failures
from tests.codegen.proving.mutation import Mutation

MUTATIONS = tomllib.loads((Path(__file__).parent / "mutations.toml").read_text("utf-8"))
PYTHON = [Mutation(**row) for row in MUTATIONS["python"]]
C = [Mutation(**row) for row in MUTATIONS["c"]]


@pytest.mark.parametrize("mutation", PYTHON, ids=str)
def test_a_wrong_python_codec_fails(generated: Path, tmp_path: Path, importer: Importer, mutation: Mutation) -> None:
    package = tmp_path / "wrong_bindings"
    package.mkdir()
    (package / "__init__.py").write_text("", "utf-8")
    for name in ("axdr", "codec", "cosem", "units", "zcl", "zcl_collections", "zcl_times"):
        (package / f"{name}.py").write_bytes((generated / f"python/gb_bindings/{name}.py").read_bytes())
    mutation.apply(package / mutation.file)
    load = importer(tmp_path, "wrong_bindings")
    modules = {name: load(name) for name in ("axdr", "cosem", "zcl")}
    assert python_failures(modules, load("codec").DecodeError)


def test_the_right_python_codec_does_not_fail(generated: Path, importer: Importer) -> None:
    load = importer(generated / "python", "gb_bindings")
    assert python_failures({name: load(name) for name in ("axdr", "cosem", "zcl")}, load("codec").DecodeError) == []


@pytest.mark.parametrize("mutation", C, ids=str)
def test_a_wrong_c_codec_fails(gcc: str, generated: Path, tmp_path: Path, mutation: Mutation) -> None:
    for source in (generated / "c").glob("gb_*.[ch]"):
        (tmp_path / source.name).write_bytes(source.read_bytes())
    mutation.apply(tmp_path / f"gb_{mutation.file}")
    assert c_failures(compile_driver(gcc, tmp_path, tmp_path / "driver", "-std=c99"))


def test_the_right_c_codec_does_not_fail(program: CProgram) -> None:
    assert c_failures(program) == []
