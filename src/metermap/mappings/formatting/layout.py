"""The canonical layout: which line each part of a file stands on, and in which column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from lark import Token, Tree

from metermap.mappings.formatting.columns import aligned, alone
from metermap.mappings.formatting.concrete import Comment, Concrete, Gap, Node
from metermap.mappings.formatting.parts import Chunk, Element, element_of, home_elements
from metermap.mappings.formatting.texts import BREAK, REMARK, WIDTH, Texts, elements_of

__all__ = ["lay_out"]

_INDENT = 4
_BLANKS_BETWEEN_SENTENCES = 2
_BLANKS_BETWEEN_FIELDS = 1


@dataclass(slots=True)
class _Line:
    indent: int
    text: str = ""
    remark: str = ""

    @property
    def is_used(self) -> bool:
        """Return whether anything stands on the line."""
        return bool(self.text or self.remark)

    @property
    def end(self) -> int:
        return self.indent + len(self.text)


@dataclass(slots=True)
class _Page:
    """The lines of the output; what is added goes to the end of the last."""

    lines: list[_Line] = field(default_factory=list)

    def start(self, indent: int) -> None:
        self.lines.append(_Line(indent))

    def add(self, text: str, hang: int) -> None:
        """Add a text behind a space; where comments break it, go on in the column `hang`."""
        for number, piece in enumerate(text.split(BREAK)):
            if number and self.lines[-1].is_used:
                self.start(hang)
            shown, _, remark = piece.partition(REMARK)
            self.close(f" {shown.strip(' ')}" if self.lines[-1].text and shown.strip(" ") else shown.strip(" "))
            self.lines[-1].remark = remark

    def close(self, text: str) -> None:
        """Add a text without a space."""
        self.lines[-1].text += text

    def fits(self, text: str) -> bool:
        """Return whether a text has room on the last line, with a space before and a mark behind.

        Of a text that comments break, its first line counts; one that begins with a comment has room.
        """
        shown = text.partition(BREAK)[0].partition(REMARK)[0]
        return not shown or self.lines[-1].end + 1 + len(shown) + 1 <= WIDTH

    def comments(self, gap: Gap, indent: int, most: int, *, first: bool) -> None:
        """Add the comments of a gap and the empty lines in it, at most so many; none where all begins."""
        for comment in gap.comments:
            self._comment(comment, indent, 0 if first and comment is gap.comments[0] else most)
        self._blank(gap.blanks if gap.comments or not first else 0, most)

    def _comment(self, comment: Comment, indent: int, most: int) -> None:
        if not comment.own_line and self.lines:
            self.lines[-1].remark = comment.text
            return
        self._blank(comment.blanks, most)
        self.start(indent)
        self.close(comment.text)

    def _blank(self, blanks: int, most: int) -> None:
        self.lines.extend(_Line(0) for _ in range(min(blanks, most)))


def lay_out(concrete: Concrete) -> str:
    """Return the text of a file in the canonical layout, with newlines as line ends; empty for an empty file."""
    page = _Page()
    writer = _Writer(page, Texts(concrete))
    writer.sentences([node for node in concrete.tree.children if isinstance(node, Tree)])
    page.comments(Gap(concrete.end.comments), 0, _BLANKS_BETWEEN_SENTENCES, first=not page.lines)
    return "".join(f"{line}\n" for line in _printed(page.lines))


def _printed(lines: Sequence[_Line]) -> Sequence[str]:
    """Return the lines; comments behind lines that follow each other begin in one column."""
    printed: list[str] = []
    for remarked, group in groupby(lines, key=lambda line: bool(line.remark)):
        run = list(group)
        width = max(line.end for line in run) if remarked else 0
        printed += [f"{' ' * line.indent + line.text:<{width}}  {line.remark}".rstrip(" ") for line in run]
    return printed


@dataclass(frozen=True, slots=True)
class _Writer:
    page: _Page
    texts: Texts

    def sentences(self, nodes: Sequence[Tree[Token]]) -> None:
        for number, node in enumerate(nodes):
            self.page.comments(self.texts.gap(node), 0, _BLANKS_BETWEEN_SENTENCES, first=not number)
            self._sentence(node.children[0])
            self.page.close(".")

    def _sentence(self, node: Node) -> None:
        if not isinstance(node, Tree):
            self.page.start(0)
            self.page.add(str(node), _INDENT)
        elif node.data == "mapping":
            for number, (first, element) in enumerate(home_elements(node, self.texts)):
                if number:
                    self.page.comments(self.texts.gap(first), 0, 0, first=False)
                self._element(element, 0)
        else:
            self._element(element_of(node, self.texts), 0)

    def _elements(self, bracketed: Tree[Token], indent: int) -> None:
        """Write what stands in brackets, one part a line, and the comments between and behind."""
        nodes = elements_of(bracketed)
        run: list[Element] = []
        for number, node in enumerate(nodes):
            gap = self.texts.gap(node)
            if gap.comments or (gap.blanks and number):
                self._run(run, indent, comma=True)
                run = []
                self.page.comments(gap, indent, _BLANKS_BETWEEN_FIELDS, first=not number)
            element = element_of(node, self.texts)
            run.append(element)
        self._run(run, indent, comma=False)
        closing = self.texts.gap(bracketed.children[-1])
        self.page.comments(Gap(closing.comments), indent, _BLANKS_BETWEEN_FIELDS, first=not nodes)

    def _run(self, elements: Sequence[Element], indent: int, *, comma: bool) -> None:
        """Write parts between which neither a comment nor an empty line stands."""
        for number, (element, lines) in enumerate(aligned(elements, indent)):
            if lines is None:
                self._element(element, indent)
            for at, text in lines or ():
                self.page.start(at)
                self.page.close(text)
            if comma or number < len(elements) - 1:
                self.page.close(",")

    def _element(self, element: Element, indent: int) -> None:
        if element.text is not None and BREAK not in element.text and indent + len(element.text) + 1 <= WIDTH:
            self.page.start(indent)
            self.page.close(element.text)
            return
        lines = alone(element, indent)
        if lines is None:
            self._opened(element, indent)
        for at, text in lines or ():
            self.page.start(at)
            self.page.close(text)

    def _opened(self, element: Element, indent: int) -> None:
        """Write an element over several lines, its brackets opened where they must be."""
        self.page.start(indent)
        base, hang = indent, indent + _INDENT
        if self._opens(element.head, hang) or (element.too_wide_for_braces and self._holds(element.head)):
            self._bracketed(element.head, base)
        else:
            self._words(element.head.closed, hang)
        for chunk in element.tail:
            base = self._chunk(chunk, base, hang)

    def _chunk(self, chunk: Chunk, base: int, hang: int) -> int:
        """Add a chunk; return the column in which the line begins that the next chunk may go on."""
        if self._opens(chunk, hang):
            if not self.page.fits(" ".join((*chunk.words, chunk.opening))):
                self.page.start(base := hang)
            self._bracketed(chunk, base)
        elif chunk.text is not None and self.page.fits(chunk.text):
            self.page.add(chunk.text, hang)
        else:
            self.page.start(base := hang)
            self._words(chunk.closed, hang + _INDENT)
        return base

    def _opens(self, chunk: Chunk, hang: int) -> bool:
        """Return whether the brackets of a chunk must be opened: it has no line of its own that is wide enough."""
        if not self._holds(chunk):
            return False
        return chunk.text is None or BREAK in chunk.text or hang + len(chunk.text) + 1 > WIDTH

    def _holds(self, chunk: Chunk) -> bool:
        """Return whether a chunk has brackets that something stands in."""
        if chunk.bracketed is None:
            return False
        return bool(elements_of(chunk.bracketed) or self.texts.gap(chunk.bracketed.children[-1]).comments)

    def _words(self, words: Sequence[str], hang: int) -> None:
        for number, word in enumerate(words):
            if number and not self.page.fits(word):
                self.page.start(hang)
            self.page.add(word, hang)

    def _bracketed(self, chunk: Chunk, base: int) -> None:
        self._words(chunk.words, base + _INDENT)
        if chunk.has_braces:
            self.page.add(chunk.opening, base + _INDENT)
        else:
            self.page.close(chunk.opening)
        if chunk.bracketed is not None:
            self._elements(chunk.bracketed, base + _INDENT)
        self.page.start(base)
        self.page.close(chunk.closing)
