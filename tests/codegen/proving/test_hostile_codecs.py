"""What must not hurt the generated codecs, each line with the tests that prove it, in both languages.

Octets go to C, under the sanitizers, and to Python; both give the same answer, in the words of driver.c.
"""

import ast
import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.codegen.c_program import CProgram
from tests.codegen.conftest import Importer
from tests.codegen.fuzz.targets import seeds, write_targets
from tests.codegen.proving.compilers import SANITIZERS
from tests.codegen.proving.differential import Outcome, build_driver, compare, subjects_of
from tests.codegen.proving.grammar import changed
from tests.tools import require_tool

TESTS = Path(__file__).parents[1]
HERE = "proving/test_hostile_codecs.py::"
AGREE = "proving/test_differential.py::test_the_bindings_agree_on_all_and_take_enough"
CASES = f"{HERE}test_both_bindings_answer"
PROVED = {
    "empty input": (AGREE,),
    "each single octet": (AGREE,),
    "truncation at every offset": (
        "test_truncation.py::test_python_refuses_every_beginning",
        "test_truncation.py::test_c_refuses_every_beginning_and_what_follows",
        f"{HERE}test_each_beginning_of_a_layout_is_read_alike",
    ),
    "one octet too many": ("test_truncation.py::test_python_leaves_what_follows", CASES),
    "length field larger than the buffer": (CASES,),
    "long-form lengths": (CASES,),
    "array count 65,535": (CASES,),
    "nesting one over the limit": (CASES,),
    "wrong tag": (CASES,),
    "null-data in a response": (CASES,),
    "unknown enumeration value": (CASES,),
    "boolean 0xFF": (CASES,),
    "reserved bits": (CASES, "test_c_frames.py::test_what_is_taken_apart_and_what_is_refused"),
    "bad UTF-8": (CASES,),
    "extremes of each width, signed 24, 40 and 48 bits": (CASES,),
    "non-values": (CASES,),
    "scaler 127 and -128": (CASES,),
    "date-times with wildcards, unspecified deviation, 30 February": (CASES,),
    "the year 2000 epoch against COSEM time": (CASES,),
    "output buffer one octet too small": (f"{HERE}test_what_is_taken_is_written_into_just_enough_room",),
    "NULL with length 0": (AGREE, "test_c_bindings.py::test_the_checks_of_the_c_program_hold"),
    "big-endian machine": ("proving/test_c_matrix.py::test_a_big_endian_machine_gives_the_same_answers",),
    "random mutants": (AGREE, "proving/test_differential.py::test_what_was_found_stays_right"),
}

DEEPEST = "0101" * 15 + "0100"
ANSWERS = [
    ("axdr unsigned", "110500", "refused trailing"),
    ("axdr octet-string", "09ff", "refused length"),  # 127 octets of length
    ("axdr octet-string", "09847fffffff00", "refused truncated"),
    ("axdr octet-string", "0980", "refused length"),  # the indefinite form
    ("axdr octet-string", "0985000000000100", "refused length"),
    ("axdr octet-string", "098400000002abcd", "ok 8 octets:abcd 0902abcd"),
    ("axdr data", "0182ffff", "refused truncated"),
    ("axdr data", "0182ffff0000", "refused truncated"),
    ("zcl zcl-array", "20feff00", "refused truncated"),
    ("axdr data", DEEPEST, f"ok 32 {','.join(['array:1'] * 15)},array:0 {DEEPEST}"),
    ("axdr data", f"0101{DEEPEST}", "refused value"),
    ("zcl zcl-array", "480100" * 16 + "200000", "refused value"),
    ("axdr long", "12ffff", "refused tag"),
    ("axdr long", "00", "refused tag"),
    ("zcl enum8", "fe", "ok 1 254 fe"),  # a number without a name is a number
    ("axdr boolean", "03ff", "ok 2 true 0301"),
    ("zcl bool", "02", "refused value"),
    ("axdr bit-string", "0401ff", "refused value"),  # bits behind the last
    ("axdr utf8-string", "0c02c080", "refused value"),  # overlong
    ("axdr utf8-string", "0c03eda080", "refused value"),  # a surrogate
    ("axdr utf8-string", "0c04f4908080", "refused value"),  # beyond U+10FFFF
    ("zcl string", "02c3ff", "refused value"),
    ("axdr visible-string", "0a0180", "refused value"),
    ("axdr long64", "148000000000000000", "ok 9 -9223372036854775808 148000000000000000"),
    ("axdr long64-unsigned", "15ffffffffffffffff", "ok 9 18446744073709551615 15ffffffffffffffff"),
    ("zcl int24", "ffff7f", "ok 3 8388607 ffff7f"),
    ("zcl int24", "010080", "ok 3 -8388607 010080"),
    ("zcl int24", "000080", "ok 3 none 000080"),
    ("zcl int40", "ffffffff7f", "ok 5 549755813887 ffffffff7f"),
    ("zcl int40", "0000000080", "ok 5 none 0000000080"),
    ("zcl int48", "ffffffffff7f", "ok 6 140737488355327 ffffffffff7f"),
    ("zcl int48", "010000000080", "ok 6 -140737488355327 010000000080"),
    ("zcl uint56", "ffffffffffffff", "ok 7 none ffffffffffffff"),
    ("zcl octstr", "ff", "ok 1 none ff"),
    ("axdr scaler_unit", "02020f7f16ff", "ok 6 scaler_unit:127_255 02020f7f16ff"),
    ("axdr scaler_unit", "02020f801600", "ok 6 scaler_unit:-128_0 02020f801600"),
    (
        "axdr date-time",
        "090cffffffffffffffffff8000ff",
        "ok 14 date-time:*-*-*-*_*-*-*-*_*_* 090cffffffffffffffffff8000ff",
    ),
    ("axdr date", "090507e8021e05", "ok 7 date:2024-2-30-5 090507e8021e05"),  # fields, not a calendar
    ("axdr date", "090507e80d0105", "refused value"),
    ("zcl UTC", "00000000", "ok 4 0 00000000"),  # seconds since 2000-01-01 00:00:00 UTC
]


@pytest.fixture(scope="module")
def program(gb_build: Path, tmp_path_factory: pytest.TempPathFactory) -> CProgram:
    require_tool("gcc")
    return build_driver(gb_build / "c", tmp_path_factory.mktemp("hostile"))


@pytest.fixture
def load(gb_build: Path, importer: Importer) -> Callable[[str], ModuleType]:
    return importer(gb_build / "python", "gb_bindings")


def test_each_line_is_proved_by_tests_that_are_there() -> None:
    for tests in PROVED.values():
        for each in tests:
            file, _, name = each.partition("::")
            tree = ast.parse((TESTS / file).read_text("utf-8"))
            assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, each


def test_both_bindings_answer(program: CProgram, load: Callable[[str], ModuleType]) -> None:
    subjects = {each.name: each for each in subjects_of(program, load)}
    asked = [(subjects[name], bytes.fromhex(octets)) for name, octets, _ in ANSWERS]
    outcome = Outcome()
    compare(program, asked, outcome)
    assert [str(each) for each in outcome.disagreements] == []
    assert [subject.answer(octets) for subject, octets in asked] == [answer for *_, answer in ANSWERS]


def test_each_beginning_of_a_layout_is_read_alike(program: CProgram, load: Callable[[str], ModuleType]) -> None:
    """Most beginnings are cut short; some payloads may end sooner than they do."""
    chance, outcome = random.Random(4), Outcome()  # noqa: S311  (no secret)
    for subject in subjects_of(program, load):
        octets = subject.make(chance)
        compare(program, [(subject, octets[:end]) for end in range(len(octets))], outcome)
    assert [str(each) for each in outcome.disagreements] == []


def test_what_is_taken_is_written_into_just_enough_room(
    gcc: str, program: CProgram, load: Callable[[str], ModuleType], gb_build: Path, tmp_path: Path
) -> None:
    """The laws of fuzz_codecs.c: written again, read again, and not written where an octet is missing."""
    subjects, chance = subjects_of(program, load), random.Random(5)  # noqa: S311  (no secret)
    write_targets(subjects, tmp_path)
    sources = [*sorted((gb_build / "c").glob("*.c")), TESTS / "fuzz/fuzz_codecs.c", TESTS / "fuzz/main.c"]
    includes = [f"-I{each}" for each in (gb_build / "c", TESTS, tmp_path)]
    subprocess.run([gcc, "-std=c99", *SANITIZERS, *includes, *sources, "-o", tmp_path / "laws"], check=True)
    given = list(seeds(subjects, 8))
    given += [octets[:2] + changed(octets[2:], chance) for octets in given]
    lines = "".join(f"{octets.hex()}\n" for octets in given)
    ran = subprocess.run([tmp_path / "laws"], input=lines, capture_output=True, text=True, check=False, timeout=120)
    assert (ran.returncode, ran.stdout) == (0, "done\n"), ran.stderr[-2000:]
