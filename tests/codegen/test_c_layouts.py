"""Layouts in C: what the machine reads and writes, what it refuses, and that no octets can hurt it.

The layouts are those of layouts.h. The octets are made by hand from the Green Book's "Data" and the
ZigBee Cluster Library's "Data types".
"""

import random
import subprocess
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.codegen.c_program import STRICT, CProgram, CrashedError, compile_driver
from tests.codegen.proving.mutation import Mutation
from tests.codegen.test_mutations import MUTATIONS


class Case(NamedTuple):
    """Octets of a layout and what the driver says of them: the items, or the reason of a refusal."""

    layout: str
    order: str
    octets: str
    said: str

    def __str__(self) -> str:
        return f"{self.layout} {self.octets[:30] or '-'}"

    def line(self, octets: str | None = None) -> str:
        return f"layout {self.layout} {self.order} {(self.octets if octets is None else octets) or '-'}"


DATED: Final = "09 0c 07 e8 0c 1f ff 17 1e 00 00 ff c4 00"
MOMENT: Final = "0300=date-time:2024-12-31-*_23-30-0-0_-60_0"
DEEP: Final = "01 01 " * 15 + "01 00"


def case(layout: str, octets: str, said: str, order: str = "-") -> Case:
    return Case(layout, order, octets.replace(" ", ""), said.replace(" ", ","))


ACCEPTED = [
    case("pair", "02 02 12 01 02 0a 01 41", "0102=structure:2 0112=258 010a=text:41"),
    case(
        "pairs",
        "01 02 02 02 12 00 01 0a 01 41 02 02 12 00 02 0a 01 42",
        "0101=array:2 0102=structure:2 0112=1 010a=text:41 0102=structure:2 0112=2 010a=text:42",
    ),
    case(
        "compact-pairs",
        "13 02 02 12 0a 09 00 01 01 41 00 02 02 42 43",
        "0113=array:2 0102=structure:2 0112=1 010a=text:41 0102=structure:2 0112=2 010a=text:4243",
    ),
    case("compact-pairs", "13 02 02 12 0a 00", "0113=array:0"),
    case("choice", "00", "0100=none"),
    case("choice", "10 ff ff", "0110=-1"),
    case("choice", DATED, MOMENT),
    case("choice", "02 01 16 03", "0102=structure:1 0116=3"),
    case("choice", "02 02 12 01 02 0a 01 41", "0102=structure:2 0112=258 010a=text:41"),
    case("unordered", "02 02 06 00 00 00 01 05 00 00 00 02", "0102=structure:2 0106=1 0105=2", "0102"),
    case(
        "buffer",
        f"01 02 02 02 06 00 00 00 01 {DATED} 02 02 06 00 00 00 02 {DATED}",
        f"0101=array:2 0102=structure:2 0106=1 {MOMENT} 0102=structure:2 0106=2 {MOMENT}",
        "0100",
    ),
    case(
        "buffer",
        "13 02 02 06 11 0a 00 00 00 01 05 00 00 00 02 06",
        "0113=array:2 0102=structure:2 0106=1 0111=5 0102=structure:2 0106=2 0111=6",
        "01ff",  # the second column is none of the layout's: it describes itself
    ),
    case("buffer", "01 00", "0101=array:0", "00"),
    case("payload", "00 00 00 00 00", "0000=structure:7 0218=0 absent absent 0220=0 0000=array:0 022a=0 absent"),
    case("payload", "00 00 00 00 00 03", "0000=structure:7 0218=0 absent absent 0220=0 0000=array:0 022a=0 0230=3"),
    case(
        "payload",
        "01 07 08 10 34 12 05 00 00 02",
        "0000=structure:7 0218=1 0220=7 0220=8 0220=16 0000=array:1 0221=4660 022a=5 0230=2",
    ),
    case(
        "payload",
        "80 00 02 41 42",
        "0000=structure:7 0218=128 absent absent 0220=0 0000=array:0 0241=octets:4142 absent",
    ),
    case(
        "payload",
        "f0 01 10 01 00 02 41 ff",
        "0000=structure:7 0218=240 absent 0220=1 0220=16 0000=array:1 0221=1 0241=octets:41ff absent",
    ),
    case(
        "blocks",
        "02 01 00 02 00 01 03 00",
        "0000=structure:1 0000=array:2 0000=structure:2 0220=2 0000=array:2 0221=1 0221=2"
        " 0000=structure:2 0220=1 0000=array:1 0221=3",
    ),
    case("blocks", "", "0000=structure:1 0000=array:0"),
    case("raw", "01 02 03 04 05", "0000=structure:2 0000=octets:01020304 0000=octets:05"),
    case("raw", "01 02 03 04", "0000=structure:2 0000=octets:01020304 0000=octets:"),
    case("any", "0d 12", "010d=18"),
    case("any", "ff", "01ff=none"),
    case("any", "1a 07 e8 0c 1f ff", "011a=date:2024-12-31-*"),
    case("any", "1b 17 1e 00 ff", "011b=time:23-30-0-*"),
    case("any", "19 07 e8 0c 1f ff 17 1e 00 00 ff c4 00", MOMENT.replace("0300", "0119")),
    case("any", "1e ff ff ff ff", "011e=-1"),
    case("any", "20 ff ff", "0120=65535"),
    case("any", "04 09 ff 80", "0104=bits:111111111"),
    case("any", "02 00", "0102=structure:0"),
    case(
        "any",
        "13 01 00 02 11 04 01 02 03 04",
        "0113=array:2 0101=array:2 0111=1 0111=2 0101=array:2 0111=3 0111=4",
    ),
    case(
        "any",
        "02 02 13 02 02 00 0f 02 ff 01 01 01 09 00",
        "0102=structure:2 0113=array:2 0102=structure:2 0100=none 010f=-1 0102=structure:2 0100=none 010f=1"
        " 0101=array:1 0109=octets:",
    ),
    case("any", "13 02 02 11 00 00", "0113=array:0"),
    case("any", "13 " + "01 00 01 " * 15 + "11 00", "0113=array:0"),
    case("any", DEEP, " ".join(["0101=array:1"] * 15 + ["0101=array:0"])),
    case("zcl-array", "21 02 00 01 00 ff ff", "0248=array:2 0221=1 0221=none"),
    case("zcl-array", "21 00 00", "0248=array:0"),
    case("zcl-array", "21 ff ff", "0248=none"),
    case("zcl-bag", "48 01 00 20 01 00 05", "0251=array:1 0248=array:1 0220=5"),
    case("zcl-structure", "02 00 20 05 21 ff ff", "024c=structure:2 0220=5 0221=none"),
    case("zcl-structure", "01 00 4c 00 00", "024c=structure:1 024c=structure:0"),
    case("zcl-structure", "ff ff", "024c=none"),
]

REFUSED = [
    case("pair", "01 02 12 01 02 0a 01 41", "tag"),
    case("pair", "02 03 12 01 02 0a 01 41", "length"),
    case("pair", "02 02 12 01 02 0a 00", "length"),
    case("pair", "02 02 12 01 02 0a 01 80", "value"),
    case("pair", "02 02 12 01 02 0a 01 41 00", "trailing"),
    case("pairs", "01 00", "length"),
    case("pairs", "01 04", "length"),  # outside the bounds, before it is found to be cut short
    case("pairs", "01 03 02", "truncated"),  # three elements take three octets at least
    case("pairs", "01 02 02 02 12", "truncated"),
    case("compact-pairs", "13 02 02 12 09 05 00 01 01 41 00", "tag"),
    case("compact-pairs", "13 02 01 12 02 00 01", "length"),
    case("compact-pairs", "13 02 02 12 0a 05 00 01 01 41 00", "truncated"),  # the second element is cut short
    case("compact-pairs", "13 02 02 12 0a 7f 00 01", "truncated"),
    case("compact-pairs", "13 02 02 12 13 00", "tag"),  # no compact array stands in another
    case("choice", "11 05", "tag"),
    case("choice", "02 03", "tag"),
    case("choice", "09 05", "tag"),
    case("unordered", "02 03", "needs-order"),
    case("buffer", "01 00", "needs-order"),
    case("buffer", "01 00", "argument", "0101"),  # a column that stands twice
    case("buffer", "01 00", "argument", "03"),  # a column that the layout lacks
    case("buffer", "01 01 02 03 06", "length", "0100"),
    case("payload", "00 00 00 00 00 03 00", "trailing"),
    case("payload", "00 ff 01 00", "truncated"),  # the code for "no value" counts as the number that it is
    case("payload", "00 f0 01 00", "truncated"),  # fifteen elements, two octets
    case("blocks", "02 01 00 02 00 01", "truncated"),
    case("any", "01 7f 00", "truncated"),
    case("any", "01 02 0e", "truncated"),  # before the tag that is none is seen
    case("any", "02 84 ff ff ff ff 00", "truncated"),
    case("any", "01 85 00 00 00 00 01 00", "length"),
    case("any", "07 00 00 00 00", "tag"),
    case("any", "0e", "tag"),
    case("any", "13 00 01 ff", "value"),  # elements that take no octets
    case("any", "13 01 00 02 00 02 00 00", "value"),
    case("any", "13 00 00", "value"),  # even where there are none
    case("any", "13 02 00 00", "value"),
    case("any", "13 02 02 11 01 00 00 11 00", "value"),  # an array of nothing in the description
    case("any", "13 02 02 11 01 00 03 02 02 00 ff 00", "value"),
    case("any", "13 02 12 11" + " 00" * 17 + " 00", "value"),  # seventeen types of no octets
    case("any", "13 02 05 11 00", "truncated"),
    case("any", "13 01 ff ff 11 01 00", "truncated"),
    case("any", "01 01 " + DEEP, "value"),
    case("any", "13 " + "01 00 01 " * 16 + "11 00", "value"),
    case("any", "01 01 " * 16 + "01", "value"),  # before the number of elements is missed
    case("zcl-array", "99 00 00", "tag"),
    case("zcl-array", "00 00 00", "tag"),
    case("zcl-array", "20 05 00 01", "truncated"),
    case("zcl-array", "48 01 00 " * 16 + "20 00 00", "value"),
    case("zcl-structure", "01 00 99", "tag"),
    case("zcl-structure", "02 00 20 05", "truncated"),
]

# Layouts that other octets may follow or that may end early: their beginnings can be right.
OPEN = ("payload", "blocks", "raw")


@pytest.mark.parametrize("case", ACCEPTED, ids=str)
def test_it_reads_items_and_writes_them_again(case: Case, program: CProgram) -> None:
    [answer] = program.ask([case.line()])
    assert answer.split(" ") == ["ok", str(len(case.octets) // 2), case.said, case.octets]


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_it_refuses_what_the_layout_does_not_allow(case: Case, program: CProgram) -> None:
    assert program.ask([case.line()]) == [f"refused {case.said}"]


def test_every_beginning_is_cut_short(sanitized: CProgram) -> None:
    cases = [case for case in ACCEPTED if case.layout not in OPEN]
    beginnings = [case.line(case.octets[:end]) for case in cases for end in range(0, len(case.octets), 2)]
    assert set(sanitized.ask(beginnings)) == {"refused truncated"}


def test_an_octet_too_many_is_refused(sanitized: CProgram) -> None:
    cases = [case.line(f"{case.octets}ee") for case in ACCEPTED if case.layout not in OPEN]
    assert set(sanitized.ask(cases)) == {"refused trailing"}


def test_each_single_octet_and_no_octet_have_an_answer(sanitized: CProgram) -> None:
    octets = ["", *(f"{octet:02x}" for octet in range(256))]
    answers = sanitized.ask(case.line(each) for case in ACCEPTED for each in octets)
    assert {answer.split(" ")[0] for answer in answers} == {"ok", "refused"}


def test_what_is_read_of_random_octets_can_be_written_and_read_again(sanitized: CProgram) -> None:
    chance = random.Random(20260101)  # noqa: S311  (no secret)
    asked = [(case, _changed(bytes.fromhex(case.octets), chance)) for case in ACCEPTED for _ in range(300)]
    answers = sanitized.ask(case.line(octets.hex()) for case, octets in asked)
    read = [
        (case, answer.split(" ")[2], answer.split(" ")[3])
        for (case, _), answer in zip(asked, answers, strict=True)
        if answer.startswith("ok")
    ]
    assert 0.1 < len(read) / len(asked) < 0.9  # neither side of the border goes untested
    repeated = sanitized.ask(case.line(written) for case, _, written in read)
    for (case, items, written), answer in zip(read, repeated, strict=True):
        assert answer == f"ok {len(written) // 2} {items} {written}", case
    assert {answer.split(" ")[0] for answer in answers} == {"ok", "refused"}


def _changed(octets: bytes, chance: random.Random) -> bytes:
    changed = bytearray(octets or b"\x00")
    for _ in range(chance.randrange(1, 3)):
        at = chance.randrange(len(changed))
        match chance.randrange(4):
            case 0:
                changed[at] = chance.choice((0x00, 0x01, 0x02, 0x13, 0x7F, 0x81, 0xFF))
            case 1:
                changed[at] ^= 1 << chance.randrange(8)
            case 2 if len(changed) > 1:
                del changed[at]
            case _:
                changed.insert(at, chance.randrange(256))
    return bytes(changed)


@pytest.fixture(scope="module")
def checks(gcc: str, generated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program of layout_checks.c."""
    program = tmp_path_factory.mktemp("layout_checks") / "checks"
    sources = [*sorted((generated / "c").glob("*.c")), Path(__file__).parent / "layout_checks.c"]
    subprocess.run([gcc, *STRICT, f"-I{generated / 'c'}", *sources, "-o", program], check=True)
    return program


@pytest.mark.parametrize(
    "group",
    [
        *(
            "arguments",
            "orders_inside",
            "ordered_entries",
            "misfits",
            "presence",
            "closed_fields",
            "paths",
            "entries",
            "rows",
            "register_rows",
            "typed",
        ),
    ],
)
def test_the_checks_of_the_c_program_hold(checks: Path, group: str) -> None:
    assert subprocess.run([checks, group], capture_output=True, text=True, check=True).stdout == "done\n"


@pytest.mark.parametrize("mutation", [Mutation(**row) for row in MUTATIONS["layouts"]], ids=str)
def test_a_wrong_machine_fails(gcc: str, generated: Path, tmp_path: Path, mutation: Mutation) -> None:
    for source in (generated / "c").glob("gb_*.[ch]"):
        (tmp_path / source.name).write_bytes(source.read_bytes())
    mutation.apply(tmp_path / f"gb_{mutation.file}")
    assert failures(compile_driver(gcc, tmp_path, tmp_path / "driver", "-std=c99"))


def test_the_right_machine_does_not_fail(program: CProgram) -> None:
    assert failures(program) == []


def failures(program: CProgram) -> list[Case]:
    """Return the cases that the program gets wrong; all of them if it crashes."""
    cases = [*ACCEPTED, *REFUSED]
    try:
        answers = program.ask(case.line() for case in cases)
    except CrashedError:
        return cases
    return [case for case, answer in zip(cases, answers, strict=True) if answer not in _right(case)]


def _right(case: Case) -> tuple[str, str]:
    return f"ok {len(case.octets) // 2} {case.said} {case.octets}", f"refused {case.said}"
