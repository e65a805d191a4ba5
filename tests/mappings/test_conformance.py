"""The conformance kit: what each case must come to, and that the cases leave nothing of the language out."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput

from metermap.catalogue.model import Catalogue
from metermap.core.findings import Code
from metermap.core.workspace import Workspace
from metermap.mappings import codes
from metermap.protocols import Dictionaries, load_dictionaries
from tests.mappings.conformance_kit import CASES, Setting, expected_of, outcome, texts_of

GRAMMAR = resources.files("metermap.mappings").joinpath("grammar.lark").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def setting(gb: tuple[Workspace, Catalogue, Dictionaries]) -> Setting:
    workspace, catalogue, _ = gb
    return Setting(workspace, catalogue, load_dictionaries(("gb",)))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_case_comes_to_what_is_expected(case: Path, setting: Setting, tmp_path: Path) -> None:
    assert outcome(case, setting, tmp_path) == expected_of(case)


def test_the_kit_has_cases_of_both_kinds() -> None:
    assert len(CASES) >= 60
    refused = [case for case in CASES if case.name.startswith("mm")]
    assert 0 < len(refused) < len(CASES)


@pytest.mark.parametrize("case", [case for case in CASES if case.name.startswith("mm")], ids=lambda case: case.name)
def test_a_case_named_after_a_finding_expects_it(case: Path) -> None:
    assert case.name[:5].upper() in _codes_expected(case)


def _codes_expected(case: Path) -> set[str]:
    expected = expected_of(case)
    assert isinstance(expected, dict)
    findings = expected["findings"]
    assert isinstance(findings, list)
    return {str(finding[0]) for finding in findings if isinstance(finding, list)}


# Reading a file in the formatter, in the command `mappings read` and in messages has tests of its own.
_LANGUAGE = (*range(200, 230), *range(300, 350))


def test_every_code_of_the_language_is_expected_by_a_case() -> None:
    known = {name.id for name in vars(codes).values() if isinstance(name, Code) and int(name.id[2:]) in _LANGUAGE}
    assert known - set[str]().union(*map(_codes_expected, CASES)) == set()


# ---- the grammar -----------------------------------------------------------------------------------


def _parser() -> Lark:
    start = ["file", "hole"]
    return Lark(GRAMMAR, parser="lalr", start=start, maybe_placeholders=False, keep_all_tokens=True)


def _parsed(parser: Lark) -> list[Tree[Token]]:
    """Return the trees of all files of the kit that can be read, and of the holes in their names."""
    trees: list[Tree[Token]] = []
    for text in (text for case in CASES for text in texts_of(case).values()):
        try:
            trees.append(parser.parse(text, start="file"))
        except UnexpectedInput:
            continue
    names = {str(token) for tree in trees for token in tree.scan_values(lambda value: isinstance(value, Token))}
    holes = {part.partition(">")[0] for name in names for part in name.split("<")[1:] if ">" in part}
    return [*trees, *(parser.parse(hole, start="hole") for hole in sorted(holes))]


def test_every_production_of_the_grammar_stands_in_a_case() -> None:
    parser = _parser()
    named = {rule.alias or rule.options.template_source or rule.origin.name for rule in parser.rules}
    productions = {str(name) for name in named if not str(name).startswith("_")}
    inlined = {str(rule.origin.name) for rule in parser.rules if rule.options.expand1}
    used = {str(node.data) for tree in _parsed(parser) for node in tree.iter_subtrees()}
    assert productions - inlined - used == set()


def test_every_token_of_the_grammar_stands_in_a_case() -> None:
    parser = _parser()
    tokens = {terminal.name for terminal in parser.terminals} - set(parser.ignore_tokens)
    used = {
        token.type
        for tree in _parsed(parser)
        for token in tree.scan_values(lambda value: isinstance(value, Token))
        if isinstance(token, Token)
    }
    assert tokens - used == set()


def test_the_grammar_has_no_conflicts() -> None:
    # LALR itself refuses a conflict of reductions; strict mode also those that it would settle. It needs interegular.
    Lark(GRAMMAR, parser="lalr", lexer="contextual", start=["file", "hole"], strict=True)
