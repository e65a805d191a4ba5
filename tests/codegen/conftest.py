"""The bindings of the hand-built model: written once, the Python imported, the C compiled."""

import importlib
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest

from metermap.codegen import c, python
from tests.codegen.c_program import STRICT, CProgram, compile_driver
from tests.codegen.gb_model import given
from tests.codegen.vector_layouts import VectorTable, write_table
from tests.tools import missing, require_tool

Importer = Callable[[Path, str], Callable[[str], ModuleType]]


def write(files: Mapping[str, bytes], folder: Path) -> None:
    for path, octets in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(octets)


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ``python/`` and ``c/``."""
    folder = tmp_path_factory.mktemp("bindings")
    write(python.generate(given()).files, folder)
    write(c.generate(given()).files, folder)
    return folder


@pytest.fixture
def importer() -> Iterator[Importer]:
    """A function that takes a folder and a package in it, and gives one that imports the package's modules."""
    paths, modules = list(sys.path), set(sys.modules)

    def prepare(folder: Path, package: str) -> Callable[[str], ModuleType]:
        sys.path.insert(0, str(folder))
        importlib.invalidate_caches()
        return lambda name: importlib.import_module(f"{package}.{name}" if name else package)

    yield prepare
    sys.path[:] = paths
    for name in set(sys.modules) - modules:
        del sys.modules[name]


@pytest.fixture
def bindings(generated: Path, importer: Importer) -> Callable[[str], ModuleType]:
    """A function that imports a module of the generated Python package."""
    return importer(generated / "python", "gb_bindings")


@pytest.fixture(scope="session")
def gcc() -> str:
    return require_tool("gcc")


@pytest.fixture(scope="session")
def vector_table(tmp_path_factory: pytest.TempPathFactory) -> VectorTable:
    """The layouts of the vectors, for the driver."""
    return write_table(tmp_path_factory.mktemp("vectors"))


@pytest.fixture(scope="session")
def program(gcc: str, generated: Path, vector_table: VectorTable, tmp_path_factory: pytest.TempPathFactory) -> CProgram:
    """The driver with the C bindings, compiled as strictly as they promise."""
    return compile_driver(
        gcc, generated / "c", tmp_path_factory.mktemp("program") / "driver", *STRICT, *vector_table.flags
    )


@pytest.fixture(scope="session")
def sanitized(
    gcc: str, generated: Path, vector_table: VectorTable, tmp_path_factory: pytest.TempPathFactory
) -> CProgram:
    """The same under the address and undefined behaviour sanitizers: any finding ends the program."""
    folder = tmp_path_factory.mktemp("sanitized")
    flags = ("-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")
    (folder / "empty.c").write_text("int main(void) { return 0; }\n", "utf-8")
    tried = subprocess.run([gcc, *flags, folder / "empty.c", "-o", folder / "empty"], capture_output=True, check=False)
    if tried.returncode != 0:
        missing("gcc has no address sanitizer here")
    return compile_driver(gcc, generated / "c", folder / "driver", *STRICT, *vector_table.flags, *flags)
