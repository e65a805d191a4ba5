"""The text of a mapping file with nothing left out: every token in its rule, every comment at its token.

The tree of `metermap.mappings.syntax` drops brackets and comments, and turns numbers into values. A
formatter needs all of them, so the same grammar is read here into a tree that keeps every token.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TypeAlias

from lark import Lark, Token, Tree

__all__ = ["Comment", "Concrete", "Gap", "Node", "first_position", "read_concrete", "tokens_of"]

Node: TypeAlias = Tree[Token] | Token

_SEPARATORS = frozenset({"COMMA", "_END"})


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment; `own_line` if nothing stands before it on its line, `blanks` empty lines before it."""

    text: str
    own_line: bool
    blanks: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands before a token: comments, `blanks` empty lines after the last, whether a line ends."""

    comments: tuple[Comment, ...] = ()
    blanks: int = 0
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Concrete:
    """A parsed file. `gaps` are by the position of the token that follows; `end` is the gap before the end.

    What stands before a comma or a full stop is counted to the gap behind it.
    """

    tree: Tree[Token]
    gaps: Mapping[int, Gap] = field(repr=False)
    end: Gap

    def all_gaps(self) -> Iterator[Gap]:
        """Yield the gaps from the first to that before the end."""
        yield from self.gaps.values()
        yield self.end


@cache
def _grammar() -> Lark:
    text = resources.files("metermap.mappings").joinpath("grammar.lark").read_text(encoding="utf-8")
    return Lark(text, parser="lalr", lexer="contextual", start="file", keep_all_tokens=True, maybe_placeholders=False)


def read_concrete(text: str) -> Concrete:
    """Read a text that the parser of `metermap.mappings.parser` reads without a fault; line ends are newlines.

    Raises:
        lark.exceptions.UnexpectedInput: the text is not of the language.
    """
    tree = _grammar().parse(text)
    gaps: dict[int, Gap] = {}
    before: list[Comment] = []
    end = 0
    for token in tokens_of(tree):
        gap = _gap(text[end : token.start_pos], before, begins=not end)
        before = list(gap.comments) if token.type in _SEPARATORS else []
        if not before:
            gaps[_position(token)] = gap
        end = token.end_pos or end
    return Concrete(tree, gaps, _gap(text[end:], before, begins=not end))


def _gap(text: str, before: list[Comment], *, begins: bool) -> Gap:
    """Return the gap that a text of spaces and comments makes after the comments `before`; `begins`: the file does."""
    comments = list(before)
    blanks = 0
    for number, line in enumerate(lines := text.split("\n")):
        stripped = line.strip(" \t\f")
        if stripped:
            comments.append(Comment(stripped, bool(number) or bool(before) or begins, blanks))
            blanks = 0
        elif 0 < number < len(lines) - 1:
            blanks += 1
    return Gap(tuple(comments), blanks, len(lines) > 1 or bool(before))


def tokens_of(tree: Tree[Token]) -> Iterator[Token]:
    """Yield the tokens of a tree from left to right, however deep it is."""
    stack: list[Node] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, Token):
            yield node
        else:
            stack.extend(reversed(node.children))


def first_position(node: Node) -> int:
    """Return the position of the first token of a node that has one."""
    while isinstance(node, Tree):
        node = node.children[0]
    return _position(node)


def _position(token: Token) -> int:
    return token.start_pos or 0
