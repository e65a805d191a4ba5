"""A fault planted in a composed codec, a record, a frame or an APDU is found: the bindings no longer agree.

The faults are in planted.toml. Python runs in process, as a copy of the workspace's package with one line changed;
of the C only the changed file is compiled.
"""

import random
import shutil
import subprocess
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from metermap.codegen.python.runtime import apdu, frames, gbz
from tests.codegen.c_program import CProgram, CrashedError, codec_numbers
from tests.codegen.conftest import Importer
from tests.codegen.proving.differential import Compared, Outcome, compare, subjects_of
from tests.codegen.proving.grammar import changed
from tests.codegen.proving.mutation import Mutation
from tests.codegen.proving.subjects import Load
from tests.codegen.proving.transfers import write_header
from tests.codegen.test_apdus import VECTORS

HERE = Path(__file__).parent
PLANTED = tomllib.loads((HERE / "planted.toml").read_text("utf-8"))
PYTHON = [Mutation(**row) for row in PLANTED["python"]]
C = [Mutation(**row) for row in PLANTED["c"]]
DRIVERS = ("driver", "apdu_driver", "frame_driver")
SEED = 20260301
EACH = 40

FRAMES = ("00110000000004", "1d5f112203", "1d12342203", "08110b0086", "e10102ff", "020000", "03", "045f", "")
ENVELOPES = (
    *("010902000702000801220 3aabbccddee1107020007000000010833 0b", "010900", "010400", "01040000", "01090000"),
    *("010901010702000302 0203", "0109010307070 00c0005014402 0005a1a2a3a4a5", "01090100070200030102 03"),
)


@dataclass(frozen=True)
class Built:
    """The programs and the objects that they are linked of."""

    folder: Path
    sources: Path

    def program(self, name: str) -> CProgram:
        return CProgram(self.folder / name, codec_numbers(self.sources))


def _octets(texts: Sequence[str]) -> list[bytes]:
    """Return octets as written, and each with a change."""
    chance = random.Random(SEED)  # noqa: S311  (no secret)
    found = [bytes.fromhex(text.replace(" ", "")) for text in texts]
    return [*found, *(changed(each, chance) for each in found for _ in range(40))]


# A bit string, arrays as deep as may be and one deeper, a compact array of structures, and one of arrays.
DATA = ("0409ff80", "0101" * 15 + "0100", "0101" * 16 + "0100", "1302020411040a0203", "1301000211040102 0304")
APDUS = _octets([*(vector.octets.hex() for vector in VECTORS), *(f"c401c100{data}" for data in DATA)])


def _build(gcc: str, sources: Path, built: Path, into: Path, changed_files: Sequence[Path]) -> Built:
    """Compile files into a folder, and link all programs; objects that are not there are those of `built`."""
    into.mkdir(exist_ok=True)
    flags = ("-std=c99", "-O0", "-w", "-DWITH_TRANSFERS", f"-I{sources}", f"-I{built}")
    subprocess.run([gcc, *flags, "-c", *changed_files], cwd=into, check=True, timeout=120)
    own = {path.name for path in into.glob("*.o")}
    objects = [*into.glob("gb_*.o"), *(path for path in built.glob("gb_*.o") if path.name not in own)]
    for name in DRIVERS:
        main = into / f"{name}.o" if f"{name}.o" in own else built / f"{name}.o"
        subprocess.run([gcc, main, *objects, "-o", into / name], check=True, timeout=120)
    return Built(into, sources)


@pytest.fixture(scope="module")
def right(gcc: str, gb_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The programs of the C as it is."""
    folder, sources = tmp_path_factory.mktemp("right"), gb_build / "c"
    write_header(folder)
    drivers = [HERE.parent / f"{name}.c" for name in DRIVERS]
    return _build(gcc, sources, folder, folder, [*sources.glob("*.c"), *drivers])


def _questions(subjects: Sequence[Compared]) -> list[tuple[Compared, bytes]]:
    chance = random.Random(SEED)  # noqa: S311  (no secret)
    made = [(subject, subject.make(chance)) for subject in subjects for _ in range(EACH // 2)]
    made += [(each, bytes.fromhex(octets)) for each in subjects if each.name == "axdr data" for octets in DATA]
    return [*made, *((subject, changed(octets, chance)) for subject, octets in made)]


def _said(built: Built) -> tuple[list[str], ...]:
    """Return what the programs say of APDUs, frames and the envelope."""
    kinds = [f"frame {octets.hex() or '-'}" for octets in _octets(FRAMES)]
    kinds += [f"{kind} {octets.hex() or '-'}" for octets in _octets(ENVELOPES) for kind in ("gbz", "alert")]
    apdus = [octets.hex() or "-" for octets in APDUS]
    return built.program("apdu_driver").ask(apdus), built.program("frame_driver").ask(kinds)


def _agree(program: CProgram, load: Load) -> bool:
    outcome = Outcome()
    try:
        compare(program, _questions(subjects_of(program, load)), outcome)
    except CrashedError:
        return False
    return not outcome.disagreements


@pytest.fixture(scope="module")
def said(right: Built) -> tuple[list[str], ...]:
    return _said(right)


def test_without_a_fault_the_bindings_agree(right: Built, gb_build: Path, importer: Importer) -> None:
    load = importer(gb_build / "python", "gb_bindings")
    assert _agree(right.program("driver"), load)
    assert _python_says(load) == _python_says(importer(gb_build / "python", "gb_bindings"))


def _python_says(load: Load) -> list[str]:
    """Return what Python says of APDUs, frames and the envelope."""
    asked = [(load("apdu").APDU, octets) for octets in APDUS]
    asked += [(load("frames").FRAME, octets) for octets in _octets(FRAMES)]
    envelope = load("gbz")
    asked += [(codec, octets) for octets in _octets(ENVELOPES) for codec in (envelope.MESSAGE, envelope.ALERT)]
    said: list[str] = []
    for codec, octets in asked:
        try:
            said.append(repr(codec.decode_exact(octets)))
        except ValueError as error:
            said.append(str(error))
    return said


@pytest.fixture(scope="module")
def python_said() -> list[str]:
    modules = {"apdu": apdu, "frames": frames, "gbz": gbz}
    return _python_says(modules.__getitem__)


@pytest.mark.parametrize("mutation", PYTHON, ids=str)
def test_a_fault_in_python_is_found(
    mutation: Mutation, right: Built, python_said: list[str], tmp_path: Path, importer: Importer
) -> None:
    shutil.copytree(right.sources.parent / "python/gb_bindings", tmp_path / "gb_bindings")
    mutation.apply(tmp_path / "gb_bindings" / mutation.file)
    load = importer(tmp_path, "gb_bindings")
    assert _python_says(load) != python_said or not _agree(right.program("driver"), load)


@pytest.mark.parametrize("mutation", C, ids=str)
def test_a_fault_in_c_is_found(
    mutation: Mutation, right: Built, said: tuple[list[str], ...], tmp_path: Path, importer: Importer
) -> None:
    sources = tmp_path / "c"
    shutil.copytree(right.sources, sources)
    mutation.apply(sources / f"gb_{mutation.file}")
    wrong = _build("gcc", sources, right.folder, tmp_path / "built", [sources / f"gb_{mutation.file}"])
    load = importer(right.sources.parent / "python", "gb_bindings")
    try:
        assert _said(wrong) != said or not _agree(wrong.program("driver"), load)
    except CrashedError:
        return
