"""The catalogue's terms in C: the same as in Python for every entry of Great Britain, and exact for any number."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from metermap.codegen import c
from metermap.codegen.base import GeneratorInput
from metermap.codegen.bindings.scan import scan
from metermap.codegen.python.runtime.cosem import Quantity
from metermap.codegen.python.runtime.scales import Role, Scale, TermsError
from metermap.codegen.python.runtime.terms import EPOCH, NO_VALUE, Bitmap, Coded, Scaled, Seconds, Terms
from metermap.core.text import c_identifier
from metermap.protocols import load_dictionaries
from tests.codegen.c_program import STRICT, CProgram
from tests.codegen.gb_terms import Modules
from tests.gb.load import load_gb

DRIVER = Path(__file__).parent / "terms_driver.c"
DEVICES = ("esme", "gsme", "gpf")
SENSES = (type(None), Coded, Bitmap, Scaled, Seconds)
ROLES = tuple(Role)
MOST = (1 << 63) - 1
BITS = (1 << 64) - 1

Entry = Any  # generated bindings have classes of their own
Place = tuple[str, int]


@pytest.fixture(scope="module")
def asked(gcc: str, tmp_path_factory: pytest.TempPathFactory) -> CProgram:
    """The driver with the bindings of the whole workspace, under the sanitizers."""
    folder = tmp_path_factory.mktemp("terms")
    made = c.generate(GeneratorInput(load_gb(), "gb", {"proposals": "include"}, load_dictionaries()))
    for name, octets in made.files.items():
        (folder / Path(name).name).write_bytes(octets)
    sources = [path for path in sorted(folder.glob("*.c")) if path.name not in ("gb_chf.c", "gb_sapc.c")]
    flags = (*STRICT, "-fsanitize=address,undefined", "-fno-sanitize-recover=all")
    program = folder / "terms"
    subprocess.run([gcc, *flags, f"-I{folder}", *sources, DRIVER, "-o", program], check=True, timeout=120)
    return CProgram(program, {})


@pytest.fixture(scope="module")
def entries(gb: Modules) -> dict[Place, Entry]:
    """The Python entries that have a codec, by device and number in the C table."""
    given = GeneratorInput(load_gb(), "gb", {"proposals": "include"}, load_dictionaries())
    found = {}
    for device in scan(given, c_identifier).devices:
        if device.device.id.lower() in DEVICES:
            registry = gb(device.device.id.lower()).REGISTRY
            for at, facts in enumerate(device.entries):
                if facts.has_codec:
                    found[device.device.id.lower(), at] = registry[facts.statement.key]
    assert len(found) > 800
    return found


def kind(value: object) -> str:
    return type(value).__name__


def names_of(terms: Terms) -> tuple[tuple[int, str], ...]:
    """Codes and masks with their names. By class name, because generated bindings have classes of their own."""
    sense: Any = terms.sense
    match kind(sense):
        case "Coded":
            return tuple(sense.names)
        case "Bitmap":
            return tuple(sense.masks)
        case _:
            return ()


def step(one: Entry) -> str:
    return str(one.number) if kind(one) == "Member" else str(one.first - 1 if one.first == one.last else 0xFFFF)


def described(entry: Entry) -> str:
    """What the driver says of an entry, from its Python terms."""
    terms: Any = entry.terms
    source = entry.scale_source
    scale = source.stated if source else None
    stated = f"{scale.unit} {scale.multiplier} {scale.divisor} {scale.exponent}" if scale else ""
    siblings = ""
    for one in source.siblings if source else ():
        path = "".join(f".{step(each)}" for each in one.steps if kind(each) != "Bits")
        role = [each.name for each in ROLES].index(one.role.name)
        siblings += f"{one.name}:{role}:{one.cluster_id or 0}:{one.number or 0}{path};"
    names = "".join(f"{code & BITS}={name};" for code, name in names_of(terms))
    sense = [each.__name__ for each in SENSES].index(kind(terms.sense))
    return f"{sense}|{terms.non_value or NO_VALUE.word}|{stated}|{siblings}|{names}"


def raw_or_none(entry: Entry, value: object) -> int | None:
    """What Python writes for a value; the number itself also where it is a quantity's or a time's."""
    stripped = replace(entry, terms=replace(entry.terms, sense=None)) if isinstance(value, int) else entry
    try:
        return int(stripped.raw(value))
    except ValueError:
        return None


def numbers_of(entry: Entry) -> Iterator[int]:
    """The numbers at which something changes, and those beside them."""
    low, high = entry.bounds
    ends = {low, high, *(code for code, _ in (*names_of(entry.terms), *entry.terms.meanings))}
    ends |= {end for bounds in entry.terms.allowed for end in bounds}
    near = {end + step for end in ends for step in (-1, 0, 1)}
    yield from sorted(number for number in near if -MOST <= number <= MOST)


def test_every_entry_has_the_terms_of_python(asked: CProgram, entries: dict[Place, Entry]) -> None:
    answers = asked.ask(f"entry {device} {at}" for device, at in entries)
    assert answers == [described(entry) for entry in entries.values()]
    assert {answer[0] for answer in answers} == set("01234"), "all senses were seen"


def test_every_number_has_the_name_the_meaning_and_the_range_of_python(
    asked: CProgram, entries: dict[Place, Entry]
) -> None:
    cases = [
        (place, entry, number)
        for place, entry in entries.items()
        if entry.bounds is not None
        for number in numbers_of(entry)
    ]
    expected = []
    for _, entry, number in cases:
        name = next((name for code, name in names_of(entry.terms) if code == number), "-")
        meaning = next((word for code, word in entry.terms.meanings if code == number), "-")
        coded = kind(entry.terms.sense) == "Coded"
        expected.append(f"{int(raw_or_none(entry, number) is not None)}|{name if coded else '-'}|{meaning}")
    assert asked.ask(f"number {place[0]} {place[1]} {number}" for place, _, number in cases) == expected
    assert len(cases) > 4000


def test_every_name_leads_to_the_number_of_python(asked: CProgram, entries: dict[Place, Entry]) -> None:
    cases = []
    for place, entry in entries.items():
        coded = kind(entry.terms.sense) == "Coded"
        for _, name in names_of(entry.terms):
            number = raw_or_none(entry, name) if coded else None
            mask = None if coded else next(mask for mask, called in names_of(entry.terms) if called == name)
            cases.append((place, name, number, mask, None))
        cases += [(place, word, None, None, code) for code, word in entry.terms.meanings]
        cases.append((place, "no such name", None, None, None))
    shown = ["|".join("-" if one is None else str(one) for one in case[2:]) for case in cases]
    assert asked.ask(f"name {place[0]} {place[1]} {name}" for place, name, *_ in cases) == shown
    assert len(cases) > len(entries) + 200


def test_siblings_make_the_scale_of_python(
    asked: CProgram, entries: dict[Place, Entry], gb: Modules, scales: ModuleType
) -> None:
    chosen = random.Random(5)  # noqa: S311  (cases, not secrets)
    lines, expected = [], []
    for (device, at), entry in entries.items():
        source = entry.scale_source
        if source is None or not source.siblings:
            continue
        for _ in range(5):
            numbers = [chosen.choice((0, 1, 3, 10, 30, 0x30, 0x80, 255)) for _ in source.siblings]
            given: dict[str, object] = {
                one.name: gb("cosem").ScalerUnit(-2, number) if one.role.name == "SCALER_UNIT" else number
                for one, number in zip(source.siblings, numbers, strict=True)
            }
            try:
                scale = source.read(given)
            except scales.TermsError:
                wanted = None
            else:
                unit = "-" if scale.unit.startswith("unit ") and scale.unit[5:].isdigit() else scale.unit
                wanted = f"0 {scale.multiplier} {scale.divisor} {scale.exponent} {unit}"
            lines.append(f"siblings {device} {at} {' '.join(map(str, numbers))}")
            expected.append(wanted)
    answers = asked.ask(lines)
    for line, answer, wanted in zip(lines, answers, expected, strict=True):
        # Python refuses scale and unit together, C each alone.
        assert answer == wanted if wanted else answer[0] != "0" or answer.endswith(" -"), line
    assert sum(wanted is not None for wanted in expected) > 100


def scale_cases() -> Iterator[tuple[Scale, int]]:
    chosen = random.Random(7)  # noqa: S311
    for at in range(6000):
        divisor = chosen.choice((1, 2, 3, 7, 10, 1000, 2**31, 5**13, chosen.randint(1, 0xFFFFFFFF)))
        multiplier = chosen.choice((1, 3, 10, 1000, 2**32 - 1, chosen.randint(1, 0xFFFFFF)))
        number = chosen.choice((0, 1, -1, MOST, -MOST - 1, chosen.randint(-(10 ** chosen.randint(1, 18)), 10**18)))
        yield Scale(chosen.randint(-20, 20), "", multiplier, divisor), number * (divisor if at % 3 == 0 else 1)


def test_a_scale_gives_the_decimal_of_python_or_refuses(asked: CProgram) -> None:
    cases = [(scale, number) for scale, number in scale_cases() if -MOST - 1 <= number <= MOST]
    lines = (f"scale {one.multiplier} {one.divisor} {one.exponent} {number}" for one, number in cases)
    seen = set()
    for (scale, number), answer in zip(cases, asked.ask(lines), strict=True):
        result, mantissa, exponent, text = answer.split(" ")
        seen.add(result)
        try:
            value = scale.quantity(number).value
        except TermsError:
            assert result == "5", (scale, number)
            continue
        sign, digits, _ = value.as_tuple()
        least = int("".join(map(str, digits)).rstrip("0") or "0") * (-1 if sign else 1)
        assert (result == "0") == (-MOST - 1 <= least <= MOST), (scale, number)
        if result == "0":
            assert Fraction(int(mantissa)) * Fraction(10) ** int(exponent) == Fraction(value)
            assert Decimal(text) == value
            assert "E" not in text
    assert seen == {"0", "5", "8"}


def test_a_decimal_gives_the_raw_number_of_python_or_is_refused(asked: CProgram) -> None:
    chosen = random.Random(9)  # noqa: S311
    cases = [(scale, number, chosen.randint(-25, 25)) for scale, number in scale_cases() if abs(number) <= MOST]
    cases += [(replace(scale, multiplier=1, divisor=1), number, scale.exponent) for scale, number, _ in cases]
    lines = (f"raw {one.multiplier} {one.divisor} {one.exponent} {number} {power}" for one, number, power in cases)
    seen = set()
    for (scale, number, power), answer in zip(cases, asked.ask(lines), strict=True):
        result, raw = map(int, answer.split(" "))
        exact = scale.number(Quantity(Decimal((int(number < 0), tuple(map(int, str(abs(number)))), power)), ""))
        fits = -MOST - 1 <= exact <= MOST
        # What is no whole number is refused as such, unless it is found too large before.
        assert result == 0 if exact.denominator == 1 and fits else result in (5, 8), (scale, number, power)
        assert result or raw == exact
        seen.add(result)
    assert seen == {0, 5, 8}


def test_seconds_are_the_date_and_time_of_python(asked: CProgram) -> None:
    chosen = random.Random(11)  # noqa: S311
    days = [day * 86400 + rest for day in range(0, 49710, 7) for rest in (0, 86399)]
    seconds = [*days, 0xFFFFFFFF, *(chosen.randint(0, 0xFFFFFFFF) for _ in range(2000))]
    expected = []
    for each in seconds:
        at = EPOCH + timedelta(seconds=each)
        fields = (at.year, at.month, at.day, at.isoweekday(), at.hour, at.minute, at.second, each)
        expected.append(" ".join(map(str, fields)))
    assert asked.ask(f"seconds {each}" for each in seconds) == expected


@pytest.mark.parametrize(
    ("moment", "answer"),
    [
        ("2024 2 29 4 1 0 0 0 0 -60", "0 762480000"),  # an hour east of Greenwich
        ("1999 12 31 5 23 0 0 0 0 60", "0 0"),
        ("1999 12 31 5 23 59 59 0 0 0", "5 0"),
        ("2136 2 7 2 6 28 15 0 0 0", "0 4294967295"),
        ("2136 2 7 2 6 28 16 0 0 0", "5 0"),
        ("2023 2 29 3 0 0 0 0 0 0", "5 0"),
        ("2024 2 29 5 0 0 0 0 0 0", "5 0"),  # it was a Thursday
        ("2024 2 29 255 0 0 0 0 0 0", "5 0"),
        ("65535 2 28 3 0 0 0 0 0 0", "5 0"),
        ("2024 254 28 3 0 0 0 0 0 0", "5 0"),
        ("2024 2 254 3 0 0 0 0 0 0", "5 0"),
        ("2024 2 29 4 0 0 60 0 0 0", "5 0"),
        ("2024 2 29 4 0 0 0 1 0 0", "5 0"),
        ("2024 2 29 4 0 0 0 0 128 0", "5 0"),
        ("2024 2 29 4 0 0 0 0 0 -32768", "5 0"),
    ],
)
def test_a_date_time_is_seconds_if_nothing_is_lost(asked: CProgram, moment: str, answer: str) -> None:
    assert asked.ask([f"moment {moment}"]) == [answer]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("13 6 1", "2 0 11"),
        ("0 8 1", "0 0 8"),
        ("8 8 0", "1 0 0"),
        ("0 6 4", "0 5 0"),  # two bits hold no 4
        ("0 5 2", "0 5 0"),  # the bit between is of no field
        ("7 0 1", "0 9 7"),  # no bits
        (f"{BITS} {BITS} 5", f"{BITS} 0 5"),
    ],
)
def test_a_field_of_a_bitmap_is_read_and_put(asked: CProgram, question: str, answer: str) -> None:
    assert asked.ask([f"masked {question}"]) == [answer]


def test_null_pointers_and_no_scale_are_refused(asked: CProgram) -> None:
    assert asked.ask(["nothing"]) == ["000000 9 9 9 9 8 0"]
