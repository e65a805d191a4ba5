"""Questions to the parser: what may stand next, what is open, and what it could go on with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lark import Token
from lark.lexer import PatternStr
from lark.parsers.lalr_analysis import Shift

if TYPE_CHECKING:
    from lark import Lark
    from lark.parsers.lalr_parser_state import ParserState

__all__ = ["Spellings", "open_brackets", "would_take"]

_OPENERS = frozenset("{([")
_CLOSERS = {"}": "{", ")": "(", "]": "["}


class Spellings:
    """The tokens of a grammar as they are spelt, and the names that the parser has for them."""

    def __init__(self, grammar: Lark) -> None:
        self._of_type = {
            terminal.name: terminal.pattern.value if isinstance(terminal.pattern, PatternStr) else terminal.name
            for terminal in grammar.terminals
        }
        self._types = {spelling: type_ for type_, spelling in self._of_type.items()}

    def types(self, spellings: Iterable[str]) -> tuple[str, ...]:
        """Return the parser's names of tokens; one that the grammar has not can stand nowhere."""
        return tuple(self._types.get(spelling, spelling) for spelling in spellings)

    def allowed(self, state: ParserState[int]) -> frozenset[str]:
        """Return the spellings of all tokens that could stand next."""
        candidates = state.parse_conf.states[state.state_stack[-1]]
        types = (type_ for type_ in candidates if type_ in self._of_type)
        return frozenset(self._of_type[type_] for type_ in types if would_take(state, (type_,)))


def would_take(state: ParserState[int], types: Iterable[str]) -> bool:
    """Return whether the parser could take tokens of these types, one after the other."""
    states = state.parse_conf.states
    stack = list(state.state_stack)
    for type_ in types:
        while True:
            action, target = states[stack[-1]].get(type_, (None, None))
            if target is None:
                return False
            if action is Shift:
                stack.append(target)
                break
            size = len(target.expansion)
            if size:
                del stack[-size:]
            stack.append(states[stack[-1]][target.origin.name][1])
    return True


def open_brackets(values: list[object]) -> Iterator[tuple[str, int, int]]:
    """Yield the brackets that are open on the parser's stack: spelling, offset, position on the stack."""
    found: list[tuple[str, int, int]] = []
    for position, value in enumerate(values):
        if not isinstance(value, Token):
            continue
        if value in _OPENERS:
            found.append((str(value), value.start_pos or 0, position))
        elif value in _CLOSERS and found and found[-1][0] == _CLOSERS[value]:
            found.pop()
    yield from found
