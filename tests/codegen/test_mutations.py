"""A codec that is wrong in one place fails the vectors: they do test what they say.

The faults are in mutations.toml. The text to change must be there exactly once, so that none
can quietly test nothing.
"""

import tomllib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from tests.codegen.c_program import CProgram, CrashedError, compile_driver
from tests.codegen.conftest import Importer
from tests.codegen.vectors import Vector, python_codec, shown, vectors

ACCEPTED = vectors("accepted")
REFUSED = vectors("refused")


@dataclass(frozen=True)
class Mutation:
    """A fault: `old` becomes `new` in a file of a runtime."""

    file: str
    fault: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.file} {self.fault}"

    def apply(self, path: Path) -> None:
        text = path.read_text("utf-8")
        assert text.count(self.old) == 1, f"{path.name} holds {self.old!r} {text.count(self.old)} times"
        path.write_text(text.replace(self.old, self.new), "utf-8")


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


def python_failures(modules: dict[str, ModuleType], refusal: type[Exception]) -> list[Vector]:
    """Return the vectors that the modules get wrong."""
    return [vector for vector in (*ACCEPTED, *REFUSED) if not _is_right(vector, modules, refusal)]


def _is_right(vector: Vector, modules: dict[str, ModuleType], refusal: type[Exception]) -> bool:
    try:
        codec = python_codec(vector.codec, modules)
        value = codec.decode_exact(vector.octets)
    except refusal as error:
        return str(getattr(error, "reason", "")).lower() == f"reason.{vector.reason}"
    except Exception:  # noqa: BLE001  (a mutant may fail in any way)
        return False
    with suppress(ValueError):
        return shown(value, vector.codec.name) == vector.value and codec.encode(value) == vector.again
    return False


@pytest.mark.parametrize("mutation", C, ids=str)
def test_a_wrong_c_codec_fails(gcc: str, generated: Path, tmp_path: Path, mutation: Mutation) -> None:
    for source in (generated / "c").glob("gb_*.[ch]"):
        (tmp_path / source.name).write_bytes(source.read_bytes())
    mutation.apply(tmp_path / f"gb_{mutation.file}")
    assert c_failures(compile_driver(gcc, tmp_path, tmp_path / "driver", "-std=c99"))


def test_the_right_c_codec_does_not_fail(program: CProgram) -> None:
    assert c_failures(program) == []


def c_failures(program: CProgram) -> list[Vector]:
    """Return the vectors that the program gets wrong; all of them if it crashes."""
    cases = [vector for vector in (*ACCEPTED, *REFUSED) if program.has(vector.codec)]
    try:
        answers = program.ask(program.line(vector.codec, vector.octets) for vector in cases)
    except CrashedError:
        return cases
    return [vector for vector, answer in zip(cases, answers, strict=True) if not _c_is_right(vector, answer)]


def _c_is_right(vector: Vector, answer: str) -> bool:
    if vector.reason:
        return answer == f"refused {vector.reason}"
    value = vector.value
    if value.startswith("text:"):
        value = f"text:{value.removeprefix('text:').encode().hex()}"
    return answer == f"ok {len(vector.octets)} {value.replace(' ', '_')} {vector.again.hex()}"
