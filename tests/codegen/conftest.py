"""The bindings of the hand-built model: written once, the Python imported, the C compiled."""

import importlib
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from metermap.codegen import c, python
from metermap.codegen.base import GeneratorInput
from metermap.protocols import load_dictionaries
from tests.codegen.c_program import STRICT, CProgram, compile_driver
from tests.codegen.gb_model import given
from tests.codegen.gb_terms import Modules, Quantities
from tests.codegen.vector_layouts import VectorTable, write_table
from tests.gb.load import load_gb
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


def write_gb(folder: Path, package: str) -> Path:
    """Write the Python bindings of the whole workspace, proposals included; return where they are imported from."""
    options = {"proposals": "include"}
    made = python.generate(GeneratorInput(load_gb(), package, options, load_dictionaries()))
    write(made.files, folder)
    return folder / "python"


@pytest.fixture(scope="session")
def gb(tmp_path_factory: pytest.TempPathFactory) -> Modules:
    """A function that imports a module of the bindings of the whole workspace, proposals included."""
    # No other package of the tests is called so: what is imported for the session stays imported.
    folder = write_gb(tmp_path_factory.mktemp("whole"), "whole")

    def load(name: str) -> ModuleType:
        sys.path.insert(0, str(folder))
        try:
            return importlib.import_module(f"whole_bindings.{name}")
        finally:
            sys.path.remove(str(folder))

    return load


@pytest.fixture(scope="session")
def esme(gb: Modules) -> ModuleType:
    return gb("esme")


@pytest.fixture(scope="session")
def gsme(gb: Modules) -> ModuleType:
    return gb("gsme")


@pytest.fixture(scope="session")
def terms(gb: Modules) -> ModuleType:
    return gb("terms")


@pytest.fixture(scope="session")
def scales(gb: Modules) -> ModuleType:
    return gb("scales")


@pytest.fixture(scope="session")
def cosem(gb: Modules) -> ModuleType:
    return gb("cosem")


@pytest.fixture(scope="session")
def quantity(cosem: ModuleType) -> Quantities:
    return lambda number, unit: cosem.Quantity(Decimal(number), unit)


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
