"""The C and the Python bindings, asked the same: acceptance, value, octets consumed, reason, and the octets again.

    python -m tests.codegen.proving.differential SECONDS [SEED]

runs for a time, and prints how many octets it compared and each disagreement. The C runs under the sanitizers of gcc.
The tests run the same for a fixed number of octets and a fixed seed.
"""

import importlib
import random
import re
import struct
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from string import hexdigits
from typing import Final, Protocol

from metermap import pipeline
from tests.codegen.c_program import CProgram, CrashedError, compile_driver
from tests.codegen.proving.compilers import SANITIZERS
from tests.codegen.proving.grammar import changed
from tests.codegen.proving.records import records
from tests.codegen.proving.subjects import NAN, Load, composed, is_written_freely, leaves, of_workspace
from tests.codegen.proving.transfers import write_header

__all__ = ["Compared", "Disagreement", "Outcome", "build_driver", "cases", "compare", "subjects_of"]

_COMPACT_ARRAY: Final = 19
_ITEM: Final = re.compile(r"\b[0-9a-f]{4}=")
_RECORDS_END: Final = re.compile(r" (?:end|truncated|trailing|tag|length|value|no-codec)$")
_FLOAT: Final = re.compile(r"float:([0-9a-f]+)")
_LAYOUTS: Final = {4: ">e", 8: ">f", 16: ">d"}
_ROOT: Final = Path(__file__).parents[3]


class Compared(Protocol):
    """What both bindings can be asked about."""

    @property
    def name(self) -> str: ...

    def line(self, octets: bytes) -> str:
        """Return the driver's question."""
        ...

    def answer(self, octets: bytes) -> str:
        """Return what Python makes of the octets, in the driver's words."""
        ...

    def make(self, chance: random.Random, /) -> bytes:
        """Return octets that are mostly right."""
        ...


@dataclass(frozen=True)
class Disagreement:
    """Octets that the two bindings read differently."""

    subject: str
    octets: bytes
    python: str
    c: str

    def __str__(self) -> str:
        return f"{self.subject} {self.octets.hex() or '-'}\n  python {self.python}\n  c      {self.c}"


@dataclass
class Outcome:
    """How many octets were compared, how many of them accepted, and where the bindings disagree."""

    asked: Counter[str] = field(default_factory=Counter)
    accepted: Counter[str] = field(default_factory=Counter)
    disagreements: list[Disagreement] = field(default_factory=list)


def build_driver(folder: Path, into: Path, compiler: str = "gcc") -> CProgram:
    """Compile the driver for the workspace's C in `folder`, under sanitizers."""
    write_header(into)
    return compile_driver(compiler, folder, into / "driver", "-std=c99", *SANITIZERS, "-DWITH_TRANSFERS", f"-I{into}")


def subjects_of(program: CProgram, load: Load) -> list[Compared]:
    """Return all that is compared; `load` imports a module of the workspace's generated Python."""
    return [*leaves(program, load), *composed(load), *of_workspace(load), *records(load)]


def cases(subject: Compared, chance: random.Random, count: int) -> Iterator[bytes]:
    """Yield octets: none, each single one, then made ones, made ones with a few changes, random ones."""
    yield b""
    yield from (bytes((octet,)) for octet in range(256))
    for number in range(count):
        made = subject.make(chance)
        match number % 8:
            case 0 | 1 | 2:
                yield made
            case 7:
                yield chance.randbytes(chance.randrange(20))
            case _:
                for _ in range(chance.choice((1, 1, 2, 3))):
                    made = changed(made, chance)
                yield made


def compare(program: CProgram, asked: Sequence[tuple[Compared, bytes]], outcome: Outcome) -> None:
    """Ask both bindings, and note what they say.

    Raises:
        CrashedError: the C program ended; the message names the first octets that do it.
    """
    try:
        answers = program.ask(subject.line(octets) for subject, octets in asked)
    except CrashedError as error:
        subject, octets = _guilty(program, asked)
        message = f"{subject.name}: {subject.line(octets)}\n{error}"
        raise CrashedError(message) from None
    for (subject, octets), answer in zip(asked, answers, strict=True):
        ours, theirs = subject.answer(octets), _without_types(answer, octets)
        outcome.asked[subject.name] += 1
        outcome.accepted[subject.name] += ours.startswith("ok")
        if ours != theirs and not _keeps_a_description(subject, octets, ours, theirs):
            outcome.disagreements.append(Disagreement(subject.name, octets, ours, theirs))


def _keeps_a_description(subject: Compared, octets: bytes, ours: str, theirs: str) -> bool:
    """Whether all that differs is how the description of a compact array is written.

    C writes it as it came, Python with lengths in the shortest form: what C wrote, Python writes as its own.
    """
    head, _, again = ours.rpartition(" ")
    their_head, _, their_again = theirs.rpartition(" ")
    if _COMPACT_ARRAY not in octets or head != their_head or not set(their_again) <= set(hexdigits):
        return False
    return subject.answer(bytes.fromhex(their_again)).rpartition(" ")[2] == again


def _guilty(program: CProgram, asked: Sequence[tuple[Compared, bytes]]) -> tuple[Compared, bytes]:
    """Return the first question that ends the program, by halves."""
    left = asked
    while len(left) > 1:
        half = left[: len(left) // 2]
        try:
            program.ask(subject.line(octets) for subject, octets in half)
        except CrashedError:
            left = half
        else:
            left = left[len(left) // 2 :]
    return left[0]


def _without_types(answer: str, octets: bytes) -> str:
    """Return the driver's answer as a subject gives Python's: no types of items, no bits of a NaN."""
    if not answer.startswith("ok "):
        return answer
    if _RECORDS_END.search(answer):
        # C has a word of its own for a record whose type has no codec; to Python it is a wrong tag.
        return re.sub(" no-codec$", " tag", answer)
    said, consumed, items, again = answer.split(" ", 3)
    items = _FLOAT.sub(_float, _ITEM.sub("", items))
    return f"{said} {consumed} {items} {'-' if is_written_freely(octets, items) else again}"


def _float(found: re.Match[str]) -> str:
    [number] = struct.unpack(_LAYOUTS[len(found[1])], bytes.fromhex(found[1]))
    return found[0] if number == number else NAN  # noqa: PLR0124  (only a NaN differs from itself)


def main(arguments: Sequence[str]) -> int:
    """Compare until the time is over."""
    seconds, seed = float(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 1
    chance = random.Random(seed)  # noqa: S311  (no secret)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pipeline.build(_ROOT / "gb", folder / "gb")
        sys.path.insert(0, str(folder / "gb/python"))
        program = build_driver(folder / "gb/c", folder / "driver")
        subjects = subjects_of(program, lambda module: importlib.import_module(f"gb_bindings.{module}"))
        outcome, end = Outcome(), time.monotonic() + seconds
        while time.monotonic() < end and len(outcome.disagreements) < 20:
            for subject in subjects:
                compare(program, [(subject, octets) for octets in cases(subject, chance, 200)], outcome)
    first = {each.subject: each for each in reversed(outcome.disagreements)}
    sys.stdout.writelines(f"{each}\n" for each in first.values())
    total, accepted = outcome.asked.total(), outcome.accepted.total()
    sys.stdout.write(f"{len(subjects)} codecs, {total} octet strings, {accepted} accepted, seed {seed}, ")
    sys.stdout.write(f"{len(outcome.disagreements)} disagreements\n")
    return bool(outcome.disagreements)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
