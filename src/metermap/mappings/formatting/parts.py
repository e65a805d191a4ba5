"""Fields, homes and sentences as the layout sees them: columns, a head, and chunks that follow it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lark import Token, Tree

from metermap.mappings.formatting.concrete import Node
from metermap.mappings.formatting.texts import BREAK, Texts, elements_of, is_braced

__all__ = ["Cells", "Chunk", "Element", "element_of", "home_elements"]

_HEAD = frozenset({"key", "bound", "set", "block", "table", "path", "step", "instance", "params"})
"""What stands before the clauses and the return of a field, a home or a sentence."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What stays on one line if it can: words, then perhaps braces or a list of arguments, and what follows them.

    `text` is all of it on one line; None if its braces must be opened. `words` are those before the
    brackets, `closed` all of them, the brackets one of them, for as long as they are not opened.
    """

    words: tuple[str, ...]
    text: str | None
    closed: tuple[str, ...]
    bracketed: Tree[Token] | None = None
    opening: str = ""
    closing: str = ""

    @property
    def has_braces(self) -> bool:
        """Return whether the brackets are braces, which stand behind a space."""
        return self.bracketed is not None and self.bracketed.data != "args"


@dataclass(frozen=True, slots=True)
class Cells:
    """The columns of a field or argument: ``key @number: value #rows``; what is not there is empty."""

    key: str
    number: str
    mark: str
    value: str
    rows: str


@dataclass(frozen=True, slots=True)
class Element:
    """A field, an entry of a coding, an argument, a home or a sentence.

    `text` is all of it on one line, None if it cannot be. `cells` are there if it is of one line but
    for the chunks of its tail; they stand for `head`.
    """

    text: str | None
    cells: Cells | None
    head: Chunk
    tail: tuple[Chunk, ...] = ()

    @property
    def too_wide_for_braces(self) -> bool:
        """Return whether its braces are opened when it does not fit on a line: those of its head come first."""
        return self.text is not None and self.head.has_braces


def element_of(node: Tree[Token], texts: Texts) -> Element:
    """Return the element that a node of a block, table or list of arguments, or a whole sentence, makes."""
    head, tail = _split(node)
    chunks = tuple(_chunk(part, texts) for part in tail)
    first = _chunk(head, texts)
    cells = None
    if first.text is not None and BREAK not in first.text:
        cells = _cells(node, head, texts)
        first = _with_arguments(head, first, texts)
    return Element(texts(node), cells, first, chunks)


def home_elements(mapping: Tree[Token], texts: Texts) -> Iterator[tuple[Node, Element]]:
    """Yield the homes of a mapping, the first with what is mapped, each with the node that it begins with."""
    before: list[Node] = []
    for child in mapping.children:
        before.append(child)
        if isinstance(child, Tree) and child.data == "home":
            head, tail = _split(child)
            chunks = tuple(_chunk(part, texts) for part in tail)
            parts = [texts(part) for part in before]
            text = None if None in parts else " ".join(part for part in parts if part is not None)
            yield before[0], Element(text, None, _chunk([*before[:-1], *head], texts), chunks)
            before = []


def _split(node: Tree[Token]) -> tuple[list[Node], list[list[Node]]]:
    """Return the head of an element, and the parts behind it: a fixed value, what is returned, clauses."""
    head: list[Node] = []
    tail: list[list[Node]] = []
    fixes = node.data in {"carries", "call"} and not any(map(is_braced, node.children))
    for child in node.children:
        begins = fixes and child == "=" if isinstance(child, Token) else _ends_head(node, child)
        if begins or (not tail and head and is_braced(head[-1])):
            tail.append([child])
        else:
            (tail[-1] if tail else head).append(child)
    return head, tail


def _ends_head(node: Tree[Token], child: Tree[Token]) -> bool:
    return child.data not in _HEAD and node.data not in {"let", "entry", "arg"}


_WRAPS = frozenset(
    {"only", "when", "for_", "because", "despite", "allow", "allowed", "coded", "by", "through", "status"}
)
_WRAPS_RETURNS = frozenset({"returns", "returns_value"})


def _chunk(nodes: Sequence[Node], texts: Texts) -> Chunk:
    """Return a chunk of nodes, which have braces only at their end."""
    if len(nodes) == 1 and isinstance(nodes[0], Tree) and nodes[0].data in _WRAPS | _WRAPS_RETURNS:
        nodes = nodes[0].children
    *rest, last = _spread(nodes)
    if isinstance(last, Token) or not is_braced(last):
        words = _words([*rest, last], texts)
        return Chunk(words, " ".join(words), words)
    words, text = _words(rest, texts), texts(last)
    closed = (*words, text or "")
    return Chunk(words, None if text is None else " ".join(closed), closed, last, texts.words(last.children[0]), "}")


def _spread(nodes: Sequence[Node]) -> Iterator[Node]:
    """Yield nodes with sets parted at their bars, and a coding parted before its braces."""
    for node in nodes:
        if isinstance(node, Tree) and node.data in {"set", "coded"}:
            yield from node.children
        else:
            yield node


_JOINS_NEXT = frozenset({"and", "|", "=", "is", "also", "over", "at", "because"})


def _words(nodes: Sequence[Node], texts: Texts) -> tuple[str, ...]:
    """Return words between which a line may be broken: a bar or an "and" begins one, a comma ends one."""
    words: list[str] = []
    joins = False
    for node in nodes:
        text = texts.words(node)
        if words and (text in {",", ":"} or (isinstance(node, Tree) and node.data == "params")):
            words[-1] += text
        elif joins:
            words[-1] += f" {text}"
        else:
            words.append(text)
        joins = text in _JOINS_NEXT or (len(words) == 1 and isinstance(node, Token))
    return tuple(words)


def _cells(node: Tree[Token], head: Sequence[Node], texts: Texts) -> Cells | None:
    match node.data:
        case "carries" | "fixed":
            key, mark, *value = head
        case "call" if len(head) > 2 and head[2] == ":":  # noqa: PLR2004  (call, key, colon)
            _, key, mark, *value = head
        case "entry":
            return Cells(texts.words(head[0]), "", "=", texts.words(head[2]), "")
        case "arg":
            return Cells("", "", "", texts.words(head[0]), texts.words(head[1]) if len(head) > 1 else "")
        case _:
            return None
    name, number = _key(key, texts)
    before = "call " if node.data == "call" else ""
    value, rows = _rows_apart(value)
    return Cells((before + name).strip(), number, str(mark), " ".join(map(texts.words, value)), rows)


def _key(key: Node, texts: Texts) -> tuple[str, str]:
    children = key.children if isinstance(key, Tree) else []
    parts = {str(part.data): texts.words(part) for part in children if isinstance(part, Tree)}
    if "keypath" not in parts:
        return parts["at"], ""
    return parts["keypath"], parts.get("at", "")


def _rows_apart(value: list[Node]) -> tuple[list[Node], str]:
    """Return a value without the row numbers at its end, and those; they stay with it if more follows."""
    if len(value) == 1 and isinstance(value[0], Tree) and value[0].data == "bound":
        value = list(value[0].children)
    if len(value) > 1 and isinstance(value[-1], Token) and value[-1].type == "ROWS":
        return value[:-1], str(value[-1])
    return value, ""


def _with_arguments(head: Sequence[Node], chunk: Chunk, texts: Texts) -> Chunk:
    """Return the chunk of a head that uses a pattern by name, ready to have its arguments on lines of their own."""
    last = head[-1]
    if not (isinstance(last, Tree) and last.data == "bound" and isinstance(last.children[0], Tree)):
        return chunk
    path, *rows = last.children
    step = path.children[-1] if isinstance(path, Tree) and path.data == "path" else None
    arguments = step.children[-1] if isinstance(step, Tree) else None
    if not isinstance(path, Tree) or not isinstance(step, Tree) or not isinstance(arguments, Tree):
        return chunk
    if arguments.data != "args" or len(elements_of(arguments)) < 2:  # noqa: PLR2004  (a single one gains nothing)
        return chunk
    before = "".join(map(texts.words, path.children[:-1])) + texts.words(step.children[0])
    words = (*_words(head[:-1], texts), before)
    return Chunk(words, chunk.text, chunk.closed, arguments, "(", ")" + "".join(f" {texts.words(row)}" for row in rows))
