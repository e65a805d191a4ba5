"""Each verdict of the value proofs, tried on the generated codecs: values at the bounds, and values at random.

The generated package knows nothing of the proofs. A lossless verdict holds if whatever the catalogue allows comes back
from the octets as it was; a broken one if the counter-example is refused, or is read as something else.
"""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from random import Random
from types import ModuleType
from typing import Protocol

import pytest

from metermap.codegen import python
from metermap.codegen.base import GeneratorInput
from metermap.mappings.model import ResolvedModel, Statement
from metermap.mappings.proofs import Breakage, Proof, Prover, Verdict
from metermap.mappings.proofs.carried import Carried, Form, allowed_of, signed
from metermap.mappings.proofs.sets import EMPTY, NumberSet, numbers
from metermap.mappings.proofs.stated import Sort
from metermap.protocols import load_dictionaries

SEED = 20121130
EACH = 40  # values at random for each statement
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
DEVICES = ("esme", "gsme", "gpf", "chf", "sapc")
WIDEST = 1 << 66


class Codec(Protocol):
    """What the generated package has for a type."""

    name: str

    def decode_exact(self, data: bytes) -> object: ...


class Scale(Protocol):
    """Where the scale of an entry comes from."""

    stated: object


class Entry(Protocol):
    """What the generated package has for a statement."""

    bounds: tuple[int, int] | None
    scale_source: Scale | None
    leaf_type: str
    codec: Codec

    def value(self, raw: object) -> object: ...
    def raw(self, value: object) -> object: ...


@dataclass(frozen=True)
class Subject:
    """A proof with its statement, the entry of the generated package, and how the entry's own value is coded."""

    proof: Proof
    statement: Statement
    entry: Entry
    codec: Codec
    encode: Callable[[Codec, object], bytes]
    carried: Carried


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory, gb_model: ResolvedModel) -> Iterator[str]:
    """The name under which the bindings of the whole workspace can be imported, proposals included."""
    folder = tmp_path_factory.mktemp("proved")
    made = python.generate(GeneratorInput(gb_model, "proved", {"proposals": "include"}, load_dictionaries()))
    for path, octets in made.files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(octets)
    sys.path.insert(0, str(folder / "python"))
    yield "proved_bindings"
    sys.path.remove(str(folder / "python"))


@pytest.fixture(scope="session")
def prover(gb_model: ResolvedModel) -> Prover:
    return Prover(gb_model.catalogue, load_dictionaries(), gb_model.statements)


@pytest.fixture(scope="session")
def subjects(package: str, gb_model: ResolvedModel, prover: Prover) -> list[Subject]:
    """All statements that have a proof, an entry and a codec."""
    modules = [importlib.import_module(f"{package}.{name}") for name in DEVICES]
    entries: dict[str, Entry] = {entry.key: entry for module in modules for entry in module.REGISTRY}
    axdr, cosem, zcl = (importlib.import_module(f"{package}.{name}") for name in ("axdr", "cosem", "zcl"))
    by_key = {statement.key: statement for statement in gb_model.statements}
    encode = importlib.import_module(f"{package}.codec").encode_with
    found = []
    for proof in gb_model.proofs:
        statement, entry = by_key[proof.key], entries.get(proof.key)
        carried = prover.carried(statement)
        if entry is None or carried is None:
            continue
        codec = _codec(entry, statement, axdr, cosem, zcl)
        if codec is not None:
            found.append(Subject(proof, statement, entry, codec, encode, carried))
    return found


def _codec(entry: Entry, statement: Statement, axdr: ModuleType, cosem: ModuleType, zcl: ModuleType) -> Codec | None:
    """Return the codec of an entry's own value: its own, or of a part that of the part's type."""
    if type(entry).__name__ in ("DlmsAttribute", "DlmsRegister", "SepAttribute"):
        return entry.codec
    kind = statement.type
    name = getattr(entry, "leaf_type", "")
    if kind is None or not name:
        return None
    low, high = kind.length or (0, None)
    sized = {"octet-string": axdr.OctetString, "visible-string": axdr.VisibleString, "bit-string": axdr.BitString}
    if name in sized:
        made: Codec = sized[name](low if name == "bit-string" else 0, high)
        return made
    plain = [*vars(axdr).values(), *vars(cosem).values(), *vars(zcl).values(), *zcl.CODECS.values()]
    return next((each for each in plain if getattr(each, "name", None) == name and hasattr(each, "encode")), None)


# values


def _numbers(values: NumberSet, random: Random) -> Iterator[int]:
    """Yield the ends of a set of whole numbers, what is beside them in it, and numbers at random."""
    for run in values.runs:
        low = max(run.low if run.low is not None else Fraction(-WIDEST), Fraction(-WIDEST))
        high = min(run.high if run.high is not None else Fraction(WIDEST), Fraction(WIDEST))
        count = int((high - low) / run.step)
        steps = {0, 1, count - 1, count, *(random.randint(0, count) for _ in range(EACH))}
        yield from (int(low + step * run.step) for step in sorted(steps) if 0 <= step <= count)


def _moment(cosem: ModuleType, sort: Sort, random: Random, *, wild: bool) -> object:
    day = EPOCH + timedelta(days=random.randint(-700_000, 2_900_000), seconds=random.randint(0, 86_399))
    year = None if wild and random.random() < 0.5 else day.year
    date = cosem.Date(year, day.month, day.day, None if wild else day.isoweekday())
    time = cosem.Time(day.hour, day.minute, day.second, random.randint(0, 99))
    if sort is Sort.DATE_TIME:
        return cosem.DateTime(date, time, 0, 0)
    return date if sort is Sort.DATE else time


def _dates_for(codec: Codec, cosem: ModuleType, value: object) -> object:
    """Return a date as a date-time without a time of day where the codec is of date-times: a season's start."""
    if codec.name == "date-time" and isinstance(value, cosem.Date):
        return cosem.DateTime(value, cosem.Time(), None, None)
    return value


def _strings(subject: Subject, stated: NumberSet, random: Random, axdr: ModuleType) -> Iterator[object]:
    longest = stated & numbers(0, 300)
    for length in _numbers(longest, random):
        octets = random.randbytes(length)
        match subject.carried.form:
            case Form.ASCII | Form.UTF8:
                yield "".join(chr(0x20 + octet % 0x5F) for octet in octets)
            case Form.BITS:
                yield axdr.Bits.parse("".join(random.choice("01") for _ in range(length)))
            case _:
                yield octets


def _as_wire(subject: Subject, raw: int) -> object:
    if subject.codec.name == "UTC":
        return EPOCH + timedelta(seconds=raw)
    return bool(raw) if subject.codec.name in ("boolean", "bool") else raw


def _comes_back(subject: Subject, value: object) -> bool:
    """Whether a value is accepted in the catalogue's terms, encoded, decoded and read as itself."""
    entry = subject.entry
    try:
        octets = subject.encode(subject.codec, value)
    except ValueError:
        return False
    if subject.codec.decode_exact(octets) != value:
        return False
    if entry.scale_source is not None and entry.scale_source.stated is None:
        return True  # the scale is not stated: in the catalogue's terms there is nothing to compare
    try:
        term = entry.value(value)
        listed = str(term) in dict(subject.carried.codes)
        return bool(entry.raw(term) == value) and (listed or type(term).__name__ != "Meaning")
    except ValueError:
        return False


def _wanted(subject: Subject, prover: Prover) -> NumberSet | None:
    """Return the raw numbers that a proof about numbers speaks of."""
    statement = subject.statement
    stated = prover.stated(statement)
    if statement.value and subject.carried.form not in (Form.OCTETS, Form.BITS):
        texts = statement.value.split(" | ")
        return _each(signed(int(text, 0), subject.carried.type) for text in texts)
    if subject.carried.codes:
        return _each(code for _, code in subject.carried.codes)
    if stated.sort is Sort.NUMBER and stated.numbers is not None:
        factor = prover.scale(statement, stated).factor
        return stated.numbers.image(factor) if factor is not None else None
    if subject.carried.form is Form.BOOLEAN:
        return _each((0, 1))
    return allowed_of(statement)


def _each(codes: Iterator[int] | tuple[int, ...]) -> NumberSet:
    found = EMPTY
    for code in codes:
        found |= numbers(code, code)
    return found


def _values(subject: Subject, prover: Prover, package: str, random: Random) -> Iterator[object]:
    """Yield values of the set that a lossless verdict speaks of, as the codec takes them."""
    axdr, cosem = (importlib.import_module(f"{package}.{name}") for name in ("axdr", "cosem"))
    stated = prover.stated(subject.statement)
    if stated.sort in (Sort.DATE_TIME, Sort.DATE, Sort.TIME) and subject.carried.form is not Form.NUMBER:
        if subject.statement.value:
            return
        for _ in range(EACH):
            value = _moment(cosem, stated.sort, random, wild=stated.wildcards is True)
            yield _dates_for(subject.codec, cosem, value)
    elif subject.carried.form in (Form.OCTETS, Form.ASCII, Form.UTF8, Form.BITS):
        if not subject.statement.value:
            yield from _strings(subject, stated.numbers or subject.carried.numbers, random, axdr)
    else:
        wanted = _wanted(subject, prover)
        yield from (_as_wire(subject, raw) for raw in (_numbers(wanted, random) if wanted else ()))


# the verdicts


def test_what_is_lossless_comes_back(subjects: list[Subject], prover: Prover, package: str) -> None:
    random, tried, lost = Random(SEED), Counter[str](), []  # noqa: S311  (values to try, and no secrets)
    for subject in subjects:
        if subject.proof.verdict is Verdict.LOSSLESS:
            for value in _values(subject, prover, package, random):
                tried[subject.proof.key] += 1
                if not _comes_back(subject, value):
                    lost.append((subject.proof.key, value))
    assert lost == []
    lossless = sum(subject.proof.verdict is Verdict.LOSSLESS for subject in subjects)
    # Of a fixed octet-string, and of an alert without a layout, there is nothing to draw.
    assert len(tried) >= 0.9 * lossless
    assert tried.total() >= 20 * len(tried)


def test_what_is_broken_does_not(subjects: list[Subject], package: str, gb_model: ResolvedModel) -> None:
    cosem = importlib.import_module(f"{package}.cosem")
    tried, kept = Counter[Breakage](), []
    for subject in subjects:
        example = subject.proof.broken
        if example is None:
            continue
        tried[example.kind] += 1
        random = Random(SEED)  # noqa: S311  (a value to try, and no secret)
        value = int(example.raw) if example.raw else _moment(cosem, Sort.DATE_TIME, random, wild=False)
        if _comes_back(subject, value):
            kept.append((subject.proof.key, example.value))
    assert kept == []
    assert tried == Counter(proof.broken.kind for proof in gb_model.proofs if proof.broken)


def test_the_bounds_of_each_number_are_those_of_the_codec(subjects: list[Subject]) -> None:
    tried, wrong = 0, []
    for subject in subjects:
        least, most = subject.carried.numbers.least, subject.carried.numbers.greatest
        # A method that the table prints as an integer, and the standard has a structure for, has no bounds.
        if subject.carried.form is not Form.NUMBER or subject.entry.bounds is None or least is None or most is None:
            continue
        tried += 1
        for number, holds in ((least, True), (most, True), (least - 1, False), (most + 1, False)):
            if _encodes(subject, int(number)) is not holds:
                wrong.append((subject.proof.key, int(number)))
    assert wrong == []
    assert tried >= 600


def _encodes(subject: Subject, number: int) -> bool:
    try:
        return bool(subject.codec.decode_exact(subject.encode(subject.codec, number)) == number)
    except ValueError:
        return False
