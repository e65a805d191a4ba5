"""The part of a whole that an entry is, found in C and in Python in the same octets and the same order.

Each entry of the Great Britain workspace that is a part of something whose order is not recorded: columns of buffers,
members of structures, members of structures in others. Orders are drawn by chance, fixed by a seed: optional members
and columns of buffers are left out, and columns put in that the mapping does not know.
"""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from metermap.codegen.bindings.layouts import DATA, Array, Buffer, Field, Layout, Unordered
from tests.codegen.c_program import CProgram
from tests.codegen.conftest import Importer
from tests.codegen.proving.differential import build_driver
from tests.codegen.proving.grammar import Grammar
from tests.codegen.proving.subjects import items_of, reason_of, unordered_in
from tests.codegen.proving.transfers import Sample, gb_parts, gb_transfers, needs_order
from tests.tools import require_tool

SEED = 20261128
EACH = 40
OTHER = 0xFF


@dataclass(frozen=True)
class Order:
    """An order of a layout: `layout` is in it; `text` is for the C driver; `codec` is Python's."""

    layout: Layout
    text: str
    codec: Any


@pytest.fixture(scope="module")
def program(gb_build: Path, tmp_path_factory: pytest.TempPathFactory) -> CProgram:
    require_tool("gcc")
    return build_driver(gb_build / "c", tmp_path_factory.mktemp("parts"))


@pytest.fixture
def load(gb_build: Path, importer: Importer) -> Callable[[str], ModuleType]:
    return importer(gb_build / "python", "gb_bindings")


def drawn(fields: tuple[Field, ...], chance: random.Random, *, of_buffer: bool) -> list[int]:
    """Return numbers of members in an order that may be."""
    kept = [at for at, each in enumerate(fields) if not (of_buffer or each.optional) or chance.random() < 0.7]
    return chance.sample(kept, len(kept))


def buffer_order(layout: Buffer, codec: Any, chance: random.Random, load: Callable[[str], ModuleType]) -> Order:  # noqa: ANN401
    """Return an order of the rows of a buffer, by capture objects, of which some are no columns of it."""
    numbers = drawn(layout.fields, chance, of_buffer=True)
    for _ in range(chance.randrange(3) if numbers else 1):
        numbers.insert(chance.randrange(len(numbers) + 1), OTHER)
    objects = [load("buffers").CaptureObject(3, bytes(6), 2, at) for at in range(len(numbers))]
    names = {each: layout.fields[at].name for each, at in zip(objects, numbers, strict=True) if at != OTHER}
    fields = (
        Field(f"other{at}", DATA) if number == OTHER else layout.fields[number] for at, number in enumerate(numbers)
    )
    return Order(Buffer(layout.name, tuple(fields)), bytes(numbers).hex(), codec.by_capture_objects(objects, names))


def structure_order(layout: Unordered, codec: Any, chance: random.Random) -> Order:  # noqa: ANN401
    """Return an order of a structure, and of those in it."""
    numbers, text = drawn(layout.fields, chance, of_buffer=False), ""
    fields: list[Field] = []
    inside: dict[str, tuple[str, ...]] = {}
    for place, number in enumerate(numbers):
        field = layout.fields[number]
        if inner := unordered_in(field.layout):
            inner_numbers = drawn(inner.fields, chance, of_buffer=False)
            text += f",{place}:{bytes(inner_numbers).hex()}"
            ordered = replace(inner, fields=tuple(inner.fields[at] for at in inner_numbers))
            inside[field.name] = tuple(each.name for each in ordered.fields)
            made = replace(field.layout, element=ordered) if isinstance(field.layout, Array) else ordered
            field = replace(field, layout=made)
        fields.append(field)
    names = tuple(each.name for each in fields)
    return Order(Unordered(layout.name, tuple(fields)), bytes(numbers).hex() + text, codec.in_order(names, inside))


def order_of(sample: Sample, codec: Any, chance: random.Random, load: Callable[[str], ModuleType]) -> Order:  # noqa: ANN401
    if isinstance(sample.layout, Buffer):
        return buffer_order(sample.layout, codec, chance, load)
    assert isinstance(sample.layout, Unordered), sample.key
    return structure_order(sample.layout, codec, chance)


def in_python(entry: Any, order: Order, octets: bytes, positions: tuple[int, ...]) -> str:  # noqa: ANN401
    """Return what Python makes of the entry's part, in the driver's words."""
    try:
        whole = order.codec.decode_exact(octets)
    except ValueError as error:
        return f"refused {reason_of(error)}"
    try:
        return f"ok {','.join(items_of(entry.part(whole, *positions), entry.leaf_type))}"
    except IndexError as error:
        return "refused argument" if "no element" in str(error) else "refused no-value"


def positions_of(entry: Any, load: Callable[[str], ModuleType], chance: random.Random) -> tuple[int, ...]:  # noqa: ANN401
    """Return a position for each list on the way, mostly of an element that there is."""
    lists = [each for each in entry.steps if isinstance(each, load("parts").Element)]
    return tuple(chance.choice((1, 1, 1, 2, 3)) for each in lists if each.fixed is None)


def test_a_part_is_the_same_in_both(program: CProgram, load: Callable[[str], ModuleType]) -> None:
    chance = random.Random(SEED)  # noqa: S311  (no secret)
    asked: list[str] = []
    expected: list[str] = []
    found: Counter[str] = Counter()
    for number, sample in enumerate(gb_parts()):
        entry = list(load(sample.device).REGISTRY)[sample.entry]
        for _ in range(EACH):
            order = order_of(sample, entry.codec, chance, load)
            octets = Grammar(chance).octets(order.layout)
            positions = positions_of(entry, load, chance)
            elements = bytes(each - 1 for each in positions).hex() or "-"
            asked.append(f"find {number} {order.text} {elements} {octets.hex()}")
            expected.append(in_python(entry, order, octets, positions))
            found[sample.key] += expected[-1].startswith("ok")
    answers = program.ask(asked)
    differing = [each for each in zip(asked, expected, answers, strict=True) if each[1] != each[2]]
    assert differing == []
    assert {each.key for each in gb_parts()} == set(+found)
    said = Counter(each if each.startswith("refused") else "ok" for each in answers)
    assert min(said["ok"], said["refused no-value"], said["refused argument"]) > EACH


def test_without_an_order_no_part_is_found(program: CProgram) -> None:
    answers = program.ask(f"find {number} - 00 0100" for number, _ in enumerate(gb_parts()))
    assert set(answers) == {"refused needs-order"}


def test_all_that_needs_an_order_is_asked_for() -> None:
    shapes: Mapping[str, type] = {each.key: type(each.layout) for each in gb_transfers() if needs_order(each.layout)}
    assert set(shapes.values()) == {Buffer, Unordered}
    assert len(gb_parts()) > len(shapes)
