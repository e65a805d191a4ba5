"""ZCL frames and GB's envelope in C, compiled strictly and under sanitizers: by hand from the layouts."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metermap.codegen.python.runtime import codec
from tests.codegen.c_program import STRICT
from tests.tools import missing

RUNTIME = Path(codec.__file__).parents[2] / "c" / "runtime"
TABLED = {RUNTIME / "gb_terms.c", RUNTIME / "gb_words.c"}  # need the tables that are generated
SOURCES = sorted(set(RUNTIME.glob("gb_*.c")) - TABLED)
DRIVER = Path(__file__).parent / "frame_driver.c"
SANITIZERS = ("-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")

READ = "00 11 00 0000 0004"
RECORD = "0702 0008"  # a cluster, and the length of what follows
MESSAGE = f"0109 02 00 {RECORD} 01 22 03 aabbccddee 11 0702 0007 00000001 08 33 0b"
LOG = f"01 {RECORD} 01 22 03 aabbccddee"
SEALED = "0109 01 03 0707 000c 00 05 01 44 02 0005 a1a2a3a4a5"


@pytest.fixture(scope="module")
def driver(gcc: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The driver, compiled strictly and under the sanitizers."""
    folder = tmp_path_factory.mktemp("frames")
    (folder / "empty.c").write_text("int main(void) { return 0; }\n", "utf-8")
    tried = subprocess.run([gcc, *SANITIZERS, folder / "empty.c", "-o", folder / "empty"], check=False)
    if tried.returncode != 0:
        missing("gcc has no address sanitizer here")
    program = folder / "driver"
    subprocess.run([gcc, *STRICT, *SANITIZERS, f"-I{RUNTIME}", *SOURCES, DRIVER, "-o", program], check=True)
    return program


def ask(driver: Path, kind: str, octets: list[bytes]) -> list[str]:
    """Return the driver's answer to each; it ends with an error where something is wrong with it."""
    asked = "".join(f"{kind} {each.hex() or '-'}\n" for each in octets)
    ran = subprocess.run([driver], input=asked, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr[-2000:]
    return ran.stdout.splitlines()


@pytest.mark.parametrize(
    ("kind", "octets", "answer"),
    [
        ("frame", READ, "ok 0,0,0,,0,17,0,00000004 00110000000004 08110b0086"),
        ("frame", "1d 5f11 22 03", "ok 1,1,1,115f,0,34,3, 1d5f112203 045f11220b0386"),
        ("frame", "e1 01 02 ff", "ok 1,0,0,,7,1,2,ff e10102ff 08010b0286"),
        ("frame", "02 00 00", "refused value"),
        ("frame", "03", "refused value"),
        ("frame", "04 5f", "refused truncated"),
        ("frame", "", "refused truncated"),
        ("gbz", MESSAGE, "ok [0702,,,1,0,0,,0,34,3,aabbccddee][0702,00000001,,0,1,0,,0,51,11,] {}"),
        ("gbz", SEALED, "ok [0707,,0005,1,0,0,,0,68,2,a1a2a3a4a5] {}"),
        ("gbz", "0109 00", "ok  {}"),
        ("gbz", "0104 00", "refused value"),
        ("gbz", "0109 00 00", "refused trailing"),
        ("gbz", "0109 01 00 0702 0003 010203", "refused value"),
        ("gbz", "0109 01 05 0702 0003 010203", "refused value"),
        ("gbz", "0109 01 13 0702 0003 010203", "refused value"),
        ("gbz", "0109 01 01 0702 0002 0102", "refused length"),
        ("gbz", "0109 01 01 0702 0003 0202", "refused truncated"),
        ("gbz", "0109 01 01 0702 0003 020203", "refused value"),
        ("gbz", "0109 01 03 0707 0008 00 05 01 44 02 0002 a1", "refused length"),
        ("alert", "0109 01 8f0a 00000002 ee", "ok 8f0a,00000002,1,ee,0 {}"),
        ("alert", f"0109 01 8f0a ffffffff {LOG}", f"ok 8f0a,ffffffff,1,{LOG.replace(' ', '')},1 {{}}"),
        ("alert", "0109 01 8f0a 000000", "refused truncated"),
        ("ids", "0000 0104", "0000 0401 end"),
        ("ids", "0000 01", "0000 truncated"),
        ("writes", "00", "00 end"),
        ("writes", "", "truncated"),
        ("writes", "86 0001 87 0002", "86:0100 87:0200 end"),
        ("writes", "86 0001 00 0002", "86:0100 value"),
        ("writes", "86 00", "truncated"),
        ("answer", "0286", "ok 02 86"),
        ("answer", "02", "refused truncated"),
        ("answer", "028600", "refused trailing"),
    ],
)  # fmt: skip
def test_what_is_taken_apart_and_what_is_refused(driver: Path, kind: str, octets: str, answer: str) -> None:
    given_ = bytes.fromhex(octets)
    assert ask(driver, kind, [given_]) == [answer.format(given_.hex())]


@pytest.mark.parametrize("octets", [MESSAGE, SEALED])
def test_every_beginning_of_a_message_is_refused(driver: Path, octets: str) -> None:
    whole = bytes.fromhex(octets)
    answers = ask(driver, "gbz", [whole[:end] for end in range(len(whole))])
    assert answers == ["refused truncated"] * len(whole)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["frame", "gbz", "alert"]),
    st.sampled_from([READ, MESSAGE, SEALED]).map(bytes.fromhex),
    st.lists(st.tuples(st.integers(0, 40), st.binary(max_size=2), st.integers(0, 2)), min_size=30),
)
def test_what_is_taken_apart_is_built_again_as_it_was(
    driver: Path, kind: str, octets: bytes, changes: list[tuple[int, bytes, int]]
) -> None:
    tried = [octets[:at] + new + octets[at + gone :] for at, new, gone in changes]
    for changed, answer in zip(tried, ask(driver, kind, tried), strict=True):
        assert answer.startswith("refused") or changed.hex() in answer.split(" ")
