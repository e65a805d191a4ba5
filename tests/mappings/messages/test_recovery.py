"""Going on after mistakes: nothing good is lost, nothing bad is passed over, nothing is told that follows."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import UnexpectedInput

from metermap.core.findings import Findings
from metermap.core.places import TextPlace
from metermap.mappings import syntax as s
from metermap.mappings.builder import TreeFault
from metermap.mappings.messages.reading import MAX_TOLD
from metermap.mappings.parser import _grammar as grammar
from metermap.mappings.parser import parse_file_text
from tests.mappings.conftest import Resolve

SCOPE = "on ESME over dlms, tunnelled.\n"
GOOD = "LoadLimitCounter is Register 0-0:94.44.42.255 { value: value #102 }.\n"
FILES = sorted((Path(__file__).parents[3] / "gb" / "mappings").glob("*.map"))


def read(text: str) -> tuple[s.File, Findings]:
    findings = Findings()
    return parse_file_text("test.map", text, findings), findings


def items(file: s.File) -> list[str]:
    return [sentence.subject.steps[0].name for sentence in file.sentences if isinstance(sentence, s.Mapping)]


REPAIRED = {
    "a full stop": "A is B { x: y }\nC is D { x: y }.\n",
    "a comma": "A is B { x: y\n z: y }.\nC is D { x: y }.\n",
    "a misspelt word": 'A is B { x: y becase "z" }.\nC is D { x: y }.\n',
    "an arrow": "A -> B { x: y }.\nC is D { x -> y }.\n",
    "a brace": "A is B { x { z: y }.\nC is D { x: y }.\n",
    "a comment": "A is B { x: y, // really\n z: y }.\nC is D { x: y }. # and so on\n",
    "a unit that was a field": "A is B { x = 0\n z: y }.\nC is D { x: y }.\n",
}


@pytest.mark.parametrize("case", REPAIRED)
def test_what_anybody_would_put_right_is_put_right(case: str) -> None:
    file, findings = read(REPAIRED[case])
    assert findings.errors
    assert items(file) == ["A", "C"]


def test_a_comma_that_is_put_in_leaves_both_fields() -> None:
    file, _ = read("A is B { x = 0\n y: b\n z: c }.\n")
    (mapping,) = file.sentences
    assert isinstance(mapping, s.Mapping)
    assert [field.key.steps[0].name for field in mapping.homes[0].block.fields] == ["x", "y", "z"]


def test_a_sentence_that_is_given_up_has_all_its_faults_told() -> None:
    fields = ", ".join(f"f{n}: a ? b" for n in range(20))
    file, findings = read(f"A is B {{ {fields} }}.\n{GOOD}")
    assert (len(findings), items(file)) == (20, ["LoadLimitCounter"])


def test_a_fault_inside_inner_braces_does_not_hide_one_behind_them() -> None:
    _, findings = read("A is B {\n x { y: ? },\n z: coded,\n w: ?\n}.\n")
    lines = [finding.place.line for finding in findings if isinstance(finding.place, TextPlace)]
    assert lines == [2, 4]


@pytest.mark.parametrize("mark", ["?", "{", "}", "(", "[", "]", ",,", '"', "=", ":", "\0", "is", "coded {", "1..", "@"])
def test_the_next_sentence_is_read_whatever_stands_before_it(mark: str) -> None:
    file, findings = read(f"A is B {{ x: y {mark} }}.\n{GOOD}")
    assert findings.errors
    assert items(file)[-1] == "LoadLimitCounter"


FOLLOW_UPS = {
    "a let": "let t = coded { 1 h ? PerHour }.\n" + SCOPE + GOOD.replace("#102", "#102 coded t"),
    "a template": "let t(a) = { value: a ? }.\n" + SCOPE + "DebtRecoveryRates[n in 1..2] is Charge 0-0:19.20.<n>.255 "
    "{ unit_charge_passive: t(amountNext) }.\n",
    "the scope": "on ESME ? dlms.\n" + GOOD + "Nonsense is Nonsense { a: b }.\n",
    "the only use of a let": "let t = coded { 1 h = PerHour }.\n" + SCOPE + GOOD.replace("#102", "#102 coded t ?"),
    "uses of lets under a broken scope": "let t = coded { 1 h = PerHour }.\non ESME ? dlms.\n"
    + GOOD.replace("#102", "#102 coded t"),
}


@pytest.mark.parametrize("case", FOLLOW_UPS)
def test_what_follows_from_a_fault_is_not_told_again(case: str, resolve: Resolve) -> None:
    assert resolve(FOLLOW_UPS[case]).codes == ["MM201"]


def test_elements_of_a_sentence_that_cannot_be_read_are_not_undecided_as_well(resolve: Resolve) -> None:
    def undecided(text: str) -> bool:
        return any("LoadLimitCounter" in finding.subject for finding in resolve(text, undecided=True).findings)

    assert undecided(SCOPE)
    assert not undecided(SCOPE + GOOD.replace("value:", "value ? :"))
    assert not undecided("on ESME ? dlms.\n" + GOOD)
    assert not undecided("on ESMEE over dlms.\n" + GOOD)


def test_a_file_of_another_language_has_so_many_faults_told_and_no_more() -> None:
    _, findings = read("int x = 1;\n" * (MAX_TOLD * 2))
    assert [finding.code for finding in findings].count("MM350") == 1
    assert len(findings) == MAX_TOLD + 1


TIMED = {
    "one bad sentence": lambda n: GOOD * (n // 2) + "A is ?.\n" + GOOD * (n // 2),
    "bad sentences only": lambda n: "A is B { x y, ? }.\n" * n,
    "one sentence of bad fields": lambda n: "A is B {" + "x: a ? b,\n" * n + "}.\n",
    "one sentence of missing commas": lambda n: "A is B {" + "x: a\n" * n + "}.\n",
    "open quotes": lambda n: 'A is B { x: "a,\n' * n,
    "open braces": lambda n: "A is B {\n" * n,
    "one line": lambda n: "A is B { x y }. " * n,
}


@pytest.mark.parametrize("case", TIMED)
def test_time_grows_with_the_size_and_not_faster(case: str) -> None:
    def seconds(count: int) -> float:
        text = TIMED[case](count)
        started = time.process_time()
        read(text)
        return time.process_time() - started

    seconds(200)
    small, large = min(seconds(1_000) for _ in range(3)), seconds(10_000)
    assert large < 25 * small + 0.5


def bare(text: str) -> list[s.Sentence] | None:
    """Return what the grammar alone reads in a text: all of it or nothing."""
    try:
        return grammar().parse(text, start="file")  # type: ignore[return-value]  # the transformer's result
    except (UnexpectedInput, TreeFault):
        return None


_TOKEN = re.compile(r'\s+|--[^\n]*|"[^"\n]*"|[\w-]+|.', re.DOTALL)


def mutated(text: str, seed: int, count: int) -> str:
    """Return the text with tokens left out, doubled, exchanged or replaced."""
    chance = random.Random(seed)  # noqa: S311  (no secret)
    tokens = _TOKEN.findall(text)
    for _ in range(count):
        at, other = chance.randrange(len(tokens)), chance.randrange(len(tokens))
        match chance.randrange(4):
            case 0:
                del tokens[at]
            case 1:
                tokens.insert(at, tokens[other])
            case 2:
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case _:
                tokens[at] = chance.choice(
                    ['"', "{", "}", ".", ",", "[", "(", "is", ":", "=", "\0", "é", "#", "<", "1.0.1.8.0.255"]
                )
    return "".join(tokens)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FILES), st.integers(0, 2**32), st.integers(1, 12))
def test_no_change_of_a_real_file_raises_and_each_fault_has_a_place_in_it(path: Path, seed: int, count: int) -> None:
    text = mutated(path.read_text(encoding="utf-8"), seed, count)
    file, findings = read(text)
    lines = text.split("\n")
    for finding in findings:
        for place in (finding.place, *finding.also):
            assert isinstance(place, TextPlace)
            assert 1 <= place.line <= len(lines)
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1
    sentences = bare(text)
    if sentences is None:
        assert findings.errors
    else:
        assert (list(file.sentences), len(findings)) == (sentences, 0)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    file, findings = read(text)
    assert file.sentences or findings.errors or not re.sub(r"--[^\n]*|\s", "", text)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *'{}()[],.:=|@#<>"\n -',
                "is",
                "also",
                "on",
                "let",
                "A",
                "b",
                "1",
                "coded",
                "call",
                "0-0:1.0.0.255",
                "#1",
                ".\n",
                "for",
                "because",
            ]
        ),
        max_size=60,
    )
)
def test_any_row_of_tokens_is_read_as_the_grammar_has_it_or_has_a_fault(tokens: list[str]) -> None:
    text = " ".join(tokens)
    file, findings = read(text)
    sentences = bare(text)
    assert findings.errors if sentences is None else list(file.sentences) == sentences
