"""Mapping files that must not hurt: each is read in a process of its own, with little time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from metermap.mappings.parser import MAX_BYTES
from tests.mappings.conftest import Resolve

SECONDS = 120  # ten times and more what it takes
MEGABYTES = 3_000
WORKER = Path(__file__).parent / "worker.py"
SENTENCE = "A is Data 0-0:1.0.0.255 { value: value #1 }.\n"


@dataclass(frozen=True)
class Read:
    """What the worker tells."""

    sentences: int
    findings: list[tuple[str, str, str]]

    @property
    def codes(self) -> set[str]:
        return {code for code, _, _ in self.findings}

    @property
    def first(self) -> str:
        code, place, message = self.findings[0]
        return f"{place}: {code}: {message}"


Run = Callable[[bytes | str], Read]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def made(data: bytes | str) -> Read:
        path = tmp_path / "hostile.map"
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        command = [sys.executable, str(WORKER), str(path), str(SECONDS), str(MEGABYTES)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        assert done.returncode == 0, done.stderr[-2_000:]
        sentences, findings = json.loads(done.stdout)
        return Read(sentences, [(code, place, message) for code, place, message in findings])

    return made


@pytest.mark.parametrize("bracket", ["{", "[", "(", "<"])
def test_100_000_nested_brackets(bracket: str, run: Run) -> None:
    assert run("A is Data " + bracket * 100_000).codes <= {"MM201", "MM202"}


def test_100_000_brackets_that_are_closed(run: Run) -> None:
    read = run("A is B " + "{ x " * 100_000 + "}" * 100_000 + ".\n" + SENTENCE)
    assert read.codes == {"MM202"}


MEGA = {
    "a name": "A" * 1_000_000 + " is Data 0-0:1.0.0.255 { value: value }.\n",
    "a text": 'A is Nowhere because "' + "x" * 1_000_000 + '".\n',
    "a comment": "--" + "x" * 1_000_000 + "\n" + SENTENCE,
}


@pytest.mark.parametrize("token", MEGA)
def test_a_token_of_1_mb_is_read(token: str, run: Run) -> None:
    assert run(MEGA[token]) == Read(1, [])


REFUSED = {
    "digits": "A is B { x = " + "9" * 1_000_000 + " }.\n",
    "hexadecimal digits": "A is B { x = 0x" + "F" * 1_000_000 + " }.\n",
    "row numbers": "A is B { x: y #" + "1," * 500_000 + "1 }.\n",
    "a row number": "A is B { x: y #" + "1" * 1_000_000 + " }.\n",
    "a misspelt word": "A is B { x: y becau" + "u" * 1_000_000 + 'se "z" }.\n',
    "a logical name": "A is B 1-0:" + "1." * 500_000 + " { x: y }.\n",
    "marks": "A is B { x: y " + "?" * 1_000_000 + " }.\n",
    "an open hole": "A is B 0-0:" + "<" * 1_000_000 + " { x: y }.\n",
    "a sum": "A is B { x: y" + " + 1" * 250_000 + " }.\n",
}


@pytest.mark.parametrize("token", REFUSED)
def test_a_token_of_1_mb_that_cannot_stand_is_told_in_a_few_words(token: str, run: Run) -> None:
    read = run(REFUSED[token] + SENTENCE)
    assert read.sentences == 1
    assert read.codes <= {"MM201", "MM202", "MM304"}
    assert read.codes
    assert all(len(message) <= 500 for _, _, message in read.findings)


def test_a_file_of_10_mb_is_read_and_one_byte_more_is_not(run: Run) -> None:
    filled = b"-" * (MAX_BYTES - len(SENTENCE) - 1) + b"\n" + SENTENCE.encode()
    assert len(filled) == MAX_BYTES
    assert run(filled) == Read(1, [])
    assert run(b"-" + filled).codes == {"MM203"}


def test_100_000_statements_are_read(run: Run) -> None:
    assert run(SENTENCE * 100_000) == Read(100_000, [])


def test_100_000_statements_that_cannot_be_read(run: Run) -> None:
    read = run("A are B ? ; .\n" * 100_000)
    assert read.sentences == 0
    assert read.codes == {"MM201", "MM350"}


def test_10_mb_without_a_mark_of_the_language(run: Run) -> None:
    assert run("a " * 4_999_999).codes == {"MM201"}
    assert run("\n" * 9_999_999) == Read(0, [])


PRECISE: dict[str, tuple[bytes | str, str]] = {
    "an open text": ('A is B { x: "y }.\n', "test.map:1:13: MM201: the text in quotes is not closed on its line"),
    "an open text at the end": ('A is B { x: "', "test.map:1:13: MM201: the text in quotes is not closed on its line"),
    "NUL": ("A is B { x: \0y }.\n", "test.map:1:13: MM201: U+0000 (a control character) cannot stand here"),
    "NUL alone": ("\0", "test.map:1:1: MM201: U+0000 (a control character) cannot stand here"),
    "a byte order mark inside": (
        "A is B { x: \ufeffy }.\n",
        "test.map:1:13: MM201: U+FEFF (zero width no-break space) cannot stand here",
    ),
    "invalid UTF-8": (b"A is B {\n x: \xff }.\n", "test.map:2:5: MM204: byte 0xFF is not UTF-8"),
    "UTF-16": ("A is B.".encode("utf-16"), "test.map:1:1: MM204: byte 0xFF is not UTF-8"),
    "a turned text": ("A is \u202eB { x: y }.\n", "test.map:1:6: MM211: the character U+202E stands here"),
    "5,000 digits": (
        f"A is B {{ x = {'9' * 5_000} }}.\n",
        "test.map:1:14: MM201: a number has 5,000 digits; the limit is 80",
    ),
}


@pytest.mark.parametrize("case", PRECISE)
def test_the_place_is_precise_and_the_message_helps(case: str, run: Run) -> None:
    data, expected = PRECISE[case]
    assert run(data).first == expected


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf" + SENTENCE.encode(), SENTENCE.replace("\n", "\r\n"), SENTENCE[:-1]])
def test_a_byte_order_mark_and_any_line_break_are_accepted(data: bytes | str, run: Run) -> None:
    assert run(data) == Read(1, [])


def test_carriage_returns_count_as_line_breaks(run: Run) -> None:
    assert run("syntax 1.\r\rA is ?.\r\n").first.startswith("test.map:3:")


SCOPE = "on ESME over dlms, tunnelled.\n"
REGISTER = "ActiveExportRegister is Register 1-0:2.8.0.255"


def test_a_scale_of_zero_is_a_finding_with_its_place(resolve: Resolve) -> None:
    text = "on GSME over sep, tunnelled.\nConsumptionRegister is Metering { CurrentSummationDelivered: value / 0 }.\n"
    (finding,) = resolve(text).findings
    assert (finding.code, str(finding.place)) == ("MM335", "test.map:2:35")


def test_two_statements_for_one_element_are_a_finding_with_both_places(resolve: Resolve) -> None:
    outcome = resolve(f"{SCOPE}{REGISTER} {{ value: value }}.\n{REGISTER} {{ value: value }}.\n")
    finding = next(finding for finding in outcome.findings if finding.code == "MM403")
    assert "test.map:2:50" in {str(place) for place in (finding.place, *finding.also)}
    assert "test.map:3:50" in {str(place) for place in (finding.place, *finding.also)}
