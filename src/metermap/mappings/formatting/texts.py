"""The text of every part of a tree on one line, with the spaces of the canonical layout.

A comment in the middle of a sentence ends its line, so a text may have several lines: `BREAK` stands
where one ends, `REMARK` before a comment that shares its line with what precedes it. No token has either.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from lark import Token, Tree

from metermap.mappings.formatting.concrete import Concrete, Gap, Node, first_position

__all__ = ["BREAK", "REMARK", "WIDTH", "Texts", "elements_of", "is_braced"]

WIDTH = 120
"""The columns of a line, as of all sources here. Only what cannot be broken, such as a comment, goes beyond."""

BREAK = "\n"
REMARK = "\ud800"

_TIGHT = frozenset({"step", "path", "sibling", "negative", "keypath", "power"})
_HUGS_BRACKET = frozenset({"as_", "let"})
_OPENING = ("(", "[")
_CLOSING = (")", "]", ",", ":")


def is_braced(node: Node) -> bool:
    """Return whether a node stands in braces, and may be opened to have its parts on lines of their own."""
    return isinstance(node, Tree) and node.data in {"block", "table"}


def elements_of(bracketed: Tree[Token]) -> list[Tree[Token]]:
    """Return what stands between the brackets of a block, table or list of arguments, commas left out."""
    return [child for child in bracketed.children[1:-1] if isinstance(child, Tree)]


class Texts:
    """The text of each node of a tree; None for one whose braces must be opened."""

    def __init__(self, concrete: Concrete) -> None:
        self._gaps = concrete.gaps
        self._texts: dict[int, str | None] = {}
        self._products: dict[int, str] = {}
        self._placed: set[int] = set()
        inner = list(_after_their_parts(concrete.tree))
        for node in inner:
            self._place(node)
        for node in inner:
            if node.data not in {"file", "sentence"}:
                self._texts[id(node)] = self._text_of(node)

    def __call__(self, node: Node) -> str | None:
        """Return the text of a node; None if braces in it must be opened."""
        return self._token(node) if isinstance(node, Token) else self._texts[id(node)]

    def words(self, node: Node) -> str:
        """Return the text of a node that has no braces in it.

        Raises:
            ValueError: it has; a defect of the caller.
        """
        text = self(node)
        if text is None:
            message = f"braces in {node!r}"
            raise ValueError(message)
        return text

    def gap(self, node: Node) -> Gap:
        """Return what stands before a node."""
        return self._gaps[first_position(node)]

    def _place(self, node: Tree[Token]) -> None:
        """Note the tokens before which comments get lines of their own: they are no part of the text."""
        if is_braced(node):
            self._placed.update(first_position(element) for element in (*elements_of(node), node.children[-1]))
        elif node.data == "sentence":
            self._placed.add(first_position(node))
        elif node.data == "mapping":
            self._placed.update(first_position(child) for child in node.children if child == "also")

    def _token(self, token: Token) -> str:
        gap = self._gaps.get(first_position(token))
        if gap is None or not gap.comments or first_position(token) in self._placed:
            return str(token)
        lines = [comment.text if comment.own_line else REMARK + comment.text for comment in gap.comments]
        return (BREAK if gap.comments[0].own_line else "") + BREAK.join([*lines, str(token)])

    def _text_of(self, node: Tree[Token]) -> str | None:
        if is_braced(node):
            return self._braced(node)
        texts = [text for child in node.children if (text := self(child)) is not None]
        if len(texts) < len(node.children):
            return None
        match node.data:
            case "term":
                self._products[id(node)] = self._product(node.children[0]) + texts[1] + texts[2]
                text = " ".join(texts)
            case "expr":
                text = " ".join(map(self._product, node.children))
            case "range":
                text = ("" if all(map(_is_simple, node.children)) else " ").join(texts)
            case "at":
                text = texts[0] + ("" if _is_simple(node.children[1]) else " ") + texts[1]
            case "args" | "binding" | "at_index" | "atom":
                text = texts[0] + _joined(texts[1:-1], hugs=False) + texts[-1]
            case rule if rule in _TIGHT:
                text = "".join(texts)
            case rule:
                text = _joined(texts, hugs=rule in _HUGS_BRACKET)
        return text

    def _product(self, node: Node) -> str:
        """Return the text of a part of a sum; a product has no spaces there, as in ``2*n - 1``."""
        return self._products.get(id(node)) or self.words(node)

    def _braced(self, node: Tree[Token]) -> str | None:
        elements = elements_of(node)
        gaps = [self.gap(element) for element in (*elements, node.children[-1])]
        texts = [text for element in elements if (text := self(element)) is not None]
        opened = bool(elements) and gaps[0].broken
        if opened or len(texts) < len(elements) or any(gap.comments for gap in gaps):
            return None
        inside = ", ".join(texts)
        if len(inside) > WIDTH:
            return None
        opening, closing = self.words(node.children[0]), str(node.children[-1])
        return f"{opening} {inside} {closing}" if inside else opening + closing


def _is_simple(node: Node) -> bool:
    """Return whether a value is a bare number or a name: the dots of a range and an @ may touch it."""
    if isinstance(node, Token) or node.data == "path":
        return True
    return all(map(_is_simple, node.children)) if node.data == "range" else len(node.children) == 1


def _joined(texts: Sequence[str], *, hugs: bool) -> str:
    """Return the texts with a space between, but within brackets and before what closes; `hugs`: before "(" too."""
    joined = [*texts[:1]]
    for before, after in pairwise(texts):
        touches = before.endswith(_OPENING) or after.startswith(_CLOSING) or (hugs and after.startswith("("))
        joined.append(after if touches else f" {after}")
    return "".join(joined)


def _after_their_parts(tree: Tree[Token]) -> Iterator[Tree[Token]]:
    """Yield the inner nodes of a tree, each after all that are in it, however deep the tree is."""
    found: list[Tree[Token]] = []
    stack: list[Tree[Token]] = [tree]
    while stack:
        node = stack.pop()
        found.append(node)
        stack.extend(child for child in node.children if isinstance(child, Tree))
    yield from reversed(found)
