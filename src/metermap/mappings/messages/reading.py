"""Reads the sentences of a file in one pass, and goes on after each mistake.

A mistake that a person would put right without asking (a comma, a full stop, a misspelt word) is told
and put right, and the sentence counts. After any other, reading goes on at the next field, so that its
other mistakes are told too; the sentence is then left out, and what follows from that is not told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lark import Token, UnexpectedCharacters, UnexpectedToken

from metermap.core.places import TextPlace
from metermap.mappings import codes
from metermap.mappings import syntax as s
from metermap.mappings.builder import TreeFault
from metermap.mappings.messages.saying import mistake_at
from metermap.mappings.messages.scanning import next_place, skip_blanks
from metermap.mappings.messages.stop import Mistake, Repair, Stop
from metermap.mappings.messages.tables import Spellings, open_brackets, would_take

if TYPE_CHECKING:
    from lark import Lark
    from lark.parsers.lalr_parser_state import ParserState

    from metermap.core.findings import Findings

__all__ = ["Reader"]

MAX_TOLD = 1_000
"""So many faults of one file are told; a file of another language has one in every line."""

MAX_REREADS = 50
MAX_REREAD = 5_000
"""How often the tokens of a sentence are read again, and of how many, to tell a mistake exactly."""

_END = "_END"
_NAME = re.compile(r"[^\W\d]\w*")
_HEAD = re.compile(r'(?:(let|on)\s+)?"?(\([^"\s]*|[^\W\d]\w*)', re.IGNORECASE)
_FIELD_END = re.compile(r"[,}\n]")
_SAMPLES = {"_END": ".", "NAME": "_", "NUMBER": "0", "STRING": '""', "OBIS": "0-0:0.0.0.0", "ROWS": "#0", "CMP": "!="}
_FILLED = ((), ("NAME",), ("NUMBER", "=", "NUMBER"))
"""What may stand in braces whose content is given up, so that they can be closed."""


@dataclass(frozen=True, slots=True)
class _Point:
    """An offset of the text with its line and column, both from 1."""

    offset: int
    line: int
    column: int

    def moved(self, text: str, offset: int) -> _Point:
        """Return the point of another offset."""
        if offset >= self.offset:
            line = self.line + text.count("\n", self.offset, offset)
        else:
            line = self.line - text.count("\n", offset, self.offset)
        return _Point(offset, line, offset - text.rfind("\n", 0, offset))


class Reader:
    """Reads one file; `findings` gets its faults."""

    def __init__(self, grammar: Lark, spellings: Spellings, name: str, text: str, findings: Findings) -> None:
        self.spellings = spellings
        self.name = name
        self.text = text
        self.findings = findings
        self.sentences: list[s.Sentence] = []
        parser = grammar.parse_interactive(text, start="file")
        self.state: ParserState[int] = parser.parser_state
        if parser.lexer_thread.state is None:  # only without a text
            raise AssertionError
        self._counter = parser.lexer_thread.state.line_ctr
        self._unread = _Unread()
        self._start = 0  # of the sentence
        self._resumed = 0  # where reading went on after a fault that was not put right
        self._tokens: list[Token] = []  # those of the sentence, since then
        self._broken = False  # whether the sentence is given up at its end
        self._quiet_until = -1  # up to there, what is not recognised may follow from what is told
        self._last_fault = -1
        self._told = 0
        self._rereads = 0

    def read(self) -> s.File:
        """Return the sentences that can be read, and what is known of the others."""
        state, lexer = self.state, self.state.lexer
        feed, note = state.feed_token, self._tokens.append  # looked up once, not for each of very many tokens
        while True:
            token: Token | None = None
            try:
                for token in lexer.lex(state):  # type: ignore[no-untyped-call]  # of lark
                    feed(token)
                    note(token)
                    if token.type == _END:
                        self._complete()
            except UnexpectedToken as fault:
                self._recover(_point_of(fault.token))
            except UnexpectedCharacters as fault:
                self._recover(_Point(fault.pos_in_stream or 0, fault.line, fault.column))
            except TreeFault as fault:
                self._tree_fault(fault, _point_of(token) if token is not None else self._here())
            else:
                if len(state.state_stack) == 1:
                    break
                self._recover(self._here().moved(self.text, len(self.text)))
        return s.File(self.name, tuple(self.sentences), self._unread.frozen())

    # ---- sentences ----------------------------------------------------------------------------------

    def _complete(self) -> None:
        """Take the sentence whose full stop was read."""
        end = self._before
        if self._broken:
            self._leave_out(end)
        else:
            self.sentences.append(self.state.value_stack[-2])
        self._begin(end)

    @property
    def _before(self) -> int:
        """The end of the last token."""
        return (self._tokens[-1].end_pos or 0) if self._tokens else self._resumed

    def _begin(self, offset: int) -> None:
        self._clear_stack()
        self._tokens.clear()
        self._start = self._resumed = offset
        self._broken = False
        self._rereads = 0

    def _clear_stack(self) -> None:
        del self.state.state_stack[1:]
        self.state.value_stack.clear()

    def _leave_out(self, end: int) -> None:
        """Note what a sentence that cannot be read would have said."""
        start = skip_blanks(self.text, self._start)
        if self._unread.add(self.text[start:end]):
            # Nobody knows of whom the sentences behind it speak.
            line = self._here().moved(self.text, start).line
            self.sentences.append(s.On((), "", "", s.Clauses(), s.At(line, 1)))

    # ---- after a fault ------------------------------------------------------------------------------

    def _recover(self, point: _Point) -> None:
        """Tell what is wrong at a point, and put the parser where it can go on."""
        again = point.offset == self._last_fault
        self._last_fault = point.offset
        if self._told > MAX_TOLD:
            self._end_sentence(point)
            return
        self._reread()
        mistake, recognised = mistake_at(self._stop(point))
        if mistake.takes_previous:
            self._take_back_the_previous()
        if not again and (recognised or point.offset >= self._quiet_until):
            self._tell(mistake, point)
        repair = mistake.repair
        if again or repair is None:
            self._give_up(point)
        elif not self._repaired(repair, point):
            if repair.resume < point.offset:
                self._end_sentence(point.moved(self.text, repair.resume))
            else:
                self._give_up(point)

    def _reread(self) -> bool:
        """Put the parser where it was before the token that it refused, and return whether that can be done.

        It has combined what stands before that token; now it is asked again what else could stand there.
        """
        if self._broken or self._rereads >= MAX_REREADS or len(self._tokens) > MAX_REREAD:
            return False
        self._rereads += 1
        self._clear_stack()
        for token in self._tokens:
            self.state.feed_token(token)
        return True

    def _take_back_the_previous(self) -> None:
        if self.sentences and isinstance(last := self.sentences[-1], s.Mapping):
            self._unread.items.add(last.subject.steps[0].name)
            del self.sentences[-1]

    def _stop(self, point: _Point) -> Stop:
        brackets = tuple((mark, offset) for mark, offset, _ in open_brackets(self.state.value_stack))
        return Stop(
            self.text,
            skip_blanks(self.text, self._start),
            self._before,
            point.offset,
            self.spellings.allowed(self.state),
            brackets,
        )

    def _tell(self, mistake: Mistake, point: _Point) -> None:
        self._told += 1
        if self._told > MAX_TOLD:
            message = f"more than {MAX_TOLD:,} faults; those from here on are not listed"
            self.findings.add(codes.TOO_MANY_FAULTS.at(self._place(point), message, subject=self.name))
            return
        at = point if mistake.at is None else point.moved(self.text, mistake.at)
        self.findings.add(
            codes.SYNTAX.at(
                self._place(at),
                mistake.message,
                expected=mistake.expected,
                help=mistake.help,
                also=[self._place(point.moved(self.text, offset)) for offset in mistake.also],
                subject=self.name,
            )
        )

    def _place(self, point: _Point) -> TextPlace:
        return TextPlace(self.name, point.line, point.column)

    def _tree_fault(self, fault: TreeFault, point: _Point) -> None:
        place, *others = (TextPlace(self.name, at.line, at.column) for at in (fault.at, *fault.also))
        self.findings.add(fault.code.at(place, str(fault), subject=self.name, also=others))
        self._last_fault = point.offset
        self._give_up(point)

    def _repaired(self, repair: Repair, point: _Point) -> bool:
        """Put right what a mistake says, and return whether that can be done."""
        dropped = self._tokens[len(self._tokens) - repair.drop :]
        if repair.drop:
            del self._tokens[-repair.drop :]
            if not self._reread():
                return False
        types = self.spellings.types(repair.insert)
        if not would_take(self.state, types):
            self._tokens += dropped
            self._reread()
            return False
        resume = repair.resume if repair.drop else max(repair.resume, point.offset)
        field_end = _FIELD_END.search(self.text, resume)
        self._quiet_until = field_end.start() if field_end else len(self.text)
        end = resume if resume > point.offset else self._before
        try:
            for type_, spelling in zip(types, repair.insert, strict=True):
                value = repair.value if spelling in _SAMPLES and repair.value else spelling
                self._feed(type_, value, point, end)
        except TreeFault:
            return False
        if types and types[-1] == _END:
            self._complete()
        self._jump(point.moved(self.text, resume))
        return True

    def _feed(self, type_: str, spelling: str, point: _Point, end: int) -> None:
        value = _SAMPLES.get(spelling, spelling)
        token = Token(type_, value, point.offset, point.line, point.column, end_pos=end)
        self.state.feed_token(token)
        self._tokens.append(token)

    def _give_up(self, point: _Point) -> None:
        """Leave the sentence out; go on at its next field, or at the next sentence."""
        brackets = list(open_brackets(self.state.value_stack))
        braces = [position for mark, _, position in brackets if mark == "{"]
        if not braces:
            self._end_sentence(point)
            return
        self._broken = True
        self._tokens.clear()
        inside = sum(position > braces[-1] for _, _, position in brackets)
        place = next_place(self.text, self._behind_quote(point.offset), in_braces=True, inside=inside, at_start=False)
        del self.state.value_stack[braces[-1] + 1 :]
        del self.state.state_stack[braces[-1] + 2 :]
        if place.mark == "," or (place.mark == "}" and self._closed(point)):
            self._resumed = place.offset + 1
            self._jump(point.moved(self.text, self._resumed))
        else:
            self._end_sentence(point)

    def _closed(self, point: _Point) -> bool:
        """Close the innermost braces, whatever they must hold."""
        for filling in _FILLED:
            spelt = (*filling, "}")
            types = self.spellings.types(spelt)
            if would_take(self.state, types):
                for type_, spelling in zip(types, spelt, strict=True):
                    self._feed(type_, spelling, point, point.offset)
                return True
        return False

    def _end_sentence(self, point: _Point) -> None:
        at_start = point.offset == skip_blanks(self.text, self._start)
        offset = self._behind_quote(point.offset)
        end = next_place(self.text, offset, in_braces=False, inside=0, at_start=at_start).offset
        self._leave_out(end)
        self._begin(end)
        self._jump(point.moved(self.text, end))

    def _behind_quote(self, offset: int) -> int:
        """Return the end of the line for a text in quotes that is not closed on it."""
        if not self.text.startswith('"', offset):
            return offset
        end = self.text.find("\n", offset)
        end = len(self.text) if end < 0 else end
        return offset if self.text.find('"', offset + 1, end) >= 0 else end

    def _here(self) -> _Point:
        counter = self._counter
        return _Point(counter.char_pos, counter.line, counter.column)

    def _jump(self, point: _Point) -> None:
        counter = self._counter
        counter.char_pos, counter.line, counter.column = point.offset, point.line, point.column
        counter.line_start_pos = point.offset - point.column + 1


@dataclass(slots=True)
class _Unread:
    lets: set[str] = field(default_factory=set)
    items: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    def add(self, sentence: str) -> bool:
        """Note a sentence that cannot be read; return whether it would have set a scope."""
        self.words.update(_NAME.findall(sentence))
        head = _HEAD.match(sentence)
        if head is None:
            return False
        keyword = (head[1] or "").lower()
        if keyword == "let":
            self.lets.add(head[2])
        elif keyword != "on":
            self.items.add(head[2])
        return keyword == "on"

    def frozen(self) -> s.Unread:
        return s.Unread(frozenset(self.lets), frozenset(self.items), frozenset(self.words))


def _point_of(token: Token) -> _Point:
    return _Point(token.start_pos or 0, token.line or 1, token.column or 1)
