"""From sentences to leaves: templates expanded, scopes and clauses gathered."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from metermap.core.places import TextPlace
from metermap.core.suggest import advice, closest
from metermap.mappings import codes
from metermap.mappings import syntax as s
from metermap.mappings.expressions import paths_in
from metermap.mappings.leaves import Leaf, Level, Where, automatic, spread
from metermap.mappings.sentences import doubts_of
from metermap.mappings.substitution import Substitution
from metermap.mappings.wellformed import faults_of

if TYPE_CHECKING:
    from metermap.core.findings import Code, Findings
    from metermap.mappings.includes import Library, Named

__all__ = ["leaves_of"]

MAX_TEMPLATES = 20_000
MAX_NESTED_TEMPLATES = 20


class _TooManyTemplatesError(Exception):
    """A sentence expands more than a file may. Its fault is told."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What holds at a point of the walk."""

    file: str
    scope: s.Scope
    subject: s.Path
    home: s.Home
    clauses: tuple[s.Clauses, ...]
    levels: tuple[Level, ...] = ()
    prefixes: tuple[s.Path, ...] = ()
    through: s.Through | None = None

    def inside(self, level: Level, clauses: s.Clauses) -> _Context:
        return replace(self, levels=(*self.levels, level), clauses=(*self.clauses, _passed_on(clauses)))

    def leaf(self, level: Level, clauses: s.Clauses) -> Leaf:
        return Leaf(
            self.file,
            self.scope,
            self.subject,
            self.home,
            (*self.levels, level),
            self.prefixes,
            None,
            None,
            None,
            (*self.clauses, clauses),
            self.through,
            level.key.at,
        )


def _passed_on(clauses: s.Clauses) -> s.Clauses:
    """Clauses about the value itself (its type, unit, coding) do not reach what is inside it."""
    return replace(clauses, type=None, unit=None, only=None, coded=None, becomes=None, by=None, through=None)


class Walker:
    """Walks one file of a library. Faults go to `findings`.

    A name is looked up in the file that says it: inside a template, in the template's own file.
    """

    def __init__(self, file: s.File, library: Library, findings: Findings) -> None:
        self.file = file
        self.library = library
        self._where = [file.name]
        self.findings = findings
        self._expanding: list[str] = []
        self._expanded = 0
        self._told: set[tuple[str, s.At, str]] = set()
        self._unread = frozenset[str]().union(*(known.unread.lets for known in library.files.values()))

    def fault(
        self, code: Code, at: s.At, message: str, expected: str = "", hint: str = "", *, also: tuple[s.At, ...] = ()
    ) -> None:
        """Report a fault at a position of the file, once however often a template brings it up."""
        if (code.id, at, message) in self._told:
            return
        self._told.add((code.id, at, message))
        place, *others = (TextPlace(one.file or self.file.name, one.line, one.column) for one in (at, *also))
        self.findings.add(code.at(place, message, subject=self.file.name, expected=expected, help=hint, also=others))

    def _named(self, name: str) -> Named | None:
        """Return what a name means here, and note its use."""
        here = self._where[-1]
        named = self.library.visible[here].get(name)
        if named is not None:
            self.library.used.add((here, named.file, name))
        return named

    def mapping(self, mapping: s.Mapping, scope: s.Scope) -> tuple[Leaf, ...] | None:
        """Return the leaves of a sentence; None if its templates multiply without end."""
        try:
            return tuple(self._homes(mapping, scope))
        except _TooManyTemplatesError:
            return None

    def _homes(self, mapping: s.Mapping, scope: s.Scope) -> Iterator[Leaf]:
        for home in mapping.homes:
            through = home.clauses.through
            context = _Context(
                self.file.name, scope, mapping.subject, home, (scope.clauses, _passed_on(home.clauses)), through=through
            )
            if not home.block.fields:
                yield replace(
                    context.leaf(Level(Where.FIELD, s.Key((home.step,), None, home.step.at)), s.Clauses()), levels=()
                )
            yield from self.block(home.block, context)
            if through is not None:
                outer = s.Home(through.home, through.instance, through.block, home.clauses)
                yield from self.block(through.block, replace(context, home=outer, through=None))

    def block(self, block: s.WireBlock, context: _Context) -> Iterator[Leaf]:
        """Yield the leaves of a block."""
        for field in block.fields:
            match field:
                case s.Carries():
                    yield from self.carries(field, context)
                case s.Fixed():
                    yield self._fixed(field, context)
                case s.Nested():
                    yield from self.nested(field, context)
                case s.Call():
                    yield from self.call(field, context)

    def _fixed(self, field: s.Fixed, context: _Context) -> Leaf:
        rows = field.rows.numbers if field.rows else None
        clauses = self._with_table(field.clauses)
        return replace(context.leaf(Level(Where.FIELD, field.key), clauses), fixed=field.value, rows=rows)

    def carries(self, field: s.Carries, context: _Context) -> Iterator[Leaf]:
        """Yield the leaves of ``field: ours``, expanding a template."""
        if _only_name(field) in self._unread:
            return
        template = self.template(field)
        if template is not None:
            self._expanding.append(template[0].let.name)
            self._where.append(template[0].file)
            try:
                yield from self.nested(template[1], context)
            finally:
                self._where.pop()
                self._expanding.pop()
            return
        level = Level(Where.FIELD, field.key)
        inner = context.inside(level, field.clauses)
        clauses = self._with_table(field.clauses)
        for bound in field.bounds:
            yield replace(
                context.leaf(level, clauses),
                bound=bound,
                fixed=field.fixed,
                rows=bound.rows.numbers if bound.rows else None,
                only_prefix=field.block is not None and bound.rows is None,
            )
        if field.block is not None and isinstance(field.bounds[0].value, s.Path):
            prefixes = (*context.prefixes, field.bounds[0].value)
            yield from self.block(field.block, replace(inner, prefixes=prefixes))
        yield from self.selection(field.clauses, inner)

    def _with_table(self, clauses: s.Clauses) -> s.Clauses:
        """Return the clauses with the table that ``coded NAME`` names."""
        if clauses.coded is None or not clauses.coded.name:
            return clauses
        named = self._named(clauses.coded.name)
        if named is None and clauses.coded.name in self._unread:
            return replace(clauses, coded=None)
        if named is None or not isinstance(named.let.body, s.Coded):
            visible = self.library.visible[self._where[-1]]
            tables = [name for name, known in visible.items() if isinstance(known.let.body, s.Coded)]
            message = f"no 'let' defines the table '{clauses.coded.name}' here"
            hint = advice(closest(clauses.coded.name, tables))
            self.fault(codes.UNKNOWN_LET, clauses.coded.at, message, " or ".join(tables), hint)
            return replace(clauses, coded=None)
        return replace(clauses, coded=named.let.body)

    def selection(self, clauses: s.Clauses, context: _Context) -> Iterator[Leaf]:
        """Yield the leaves of a `by`: the selector itself if it carries something, its parameters."""
        by = clauses.by
        if by is None:
            return
        key = s.Key((s.Step(by.selector, False, None, (), by.at),), None, by.at)  # noqa: FBT003  (not quoted)
        if by.bound is not None:
            rows = by.bound.rows.numbers if by.bound.rows else None
            yield replace(context.leaf(Level(Where.SELECTION, key), s.Clauses()), bound=by.bound, rows=rows)
        inner = context.inside(Level(Where.SELECTION, key), s.Clauses())
        yield from self.block(by.block, replace(inner, prefixes=()))

    def template(self, field: s.Carries) -> tuple[Named, s.Nested] | None:
        """Return the field's template and the field with it expanded, if it names one."""
        value = field.bounds[0].value
        if not (isinstance(value, s.Path) and len(value.steps) == 1) or value.steps[0].quoted:
            return None
        step = value.steps[0]
        named = self._named(step.name)
        if named is None or not isinstance(named.let.body, s.WireBlock):
            return None
        let = named.let
        empty = s.Nested(field.key, s.WireBlock(()), None, field.clauses)
        if not self._may_expand(let, step):
            return named, empty
        arguments = step.args or ()
        if len(arguments) != len(let.params):
            expected = f"{len(let.params)} arguments: {', '.join(let.params)}"
            message = f"'{let.name}' is given {len(arguments)} arguments"
            self.fault(codes.UNKNOWN_LET, step.at, message, expected, also=(let.at,))
            return named, empty
        use = field.key.at if self._expanding else step.at
        body = Substitution(dict(zip(let.params, arguments, strict=True)), use).block(named.let.body)
        return named, s.Nested(field.key, body, field.bounds[0].rows, field.clauses)

    def _may_expand(self, let: s.Let, step: s.Step) -> bool:
        """Refuse a template that contains itself.

        Raises:
            _TooManyTemplatesError: templates are nested too deep, or too many for a file.
        """
        self._expanded += 1
        if let.name in self._expanding:
            self.fault(codes.UNKNOWN_LET, step.at, f"'{let.name}' contains itself", also=(let.at,))
            return False
        if len(self._expanding) >= MAX_NESTED_TEMPLATES:
            self.fault(codes.UNKNOWN_LET, step.at, f"templates are nested deeper than {MAX_NESTED_TEMPLATES}")
            raise _TooManyTemplatesError
        if self._expanded > MAX_TEMPLATES:
            if self._expanded == MAX_TEMPLATES + 1:
                message = f"the file expands more than {MAX_TEMPLATES:,} templates"
                hint = "Sentences that need more are left out: let patterns use others less often."
                self.fault(codes.UNKNOWN_LET, step.at, message, hint=hint)
            raise _TooManyTemplatesError
        return True

    def nested(self, field: s.Nested, context: _Context) -> Iterator[Leaf]:
        """Yield the leaves inside a field; its rows are those of the constants within."""
        inside = list(self.block(field.block, context.inside(Level(Where.FIELD, field.key), field.clauses)))
        if field.rows is not None:
            inside = self._with_rows(inside, field.rows)
        yield from inside
        yield from self.selection(field.clauses, context.inside(Level(Where.FIELD, field.key), s.Clauses()))

    def _with_rows(self, leaves: list[Leaf], rows: s.Rows) -> list[Leaf]:
        """Deal the rows of a template to its constants: constant by constant, then from the start."""
        fixed = [leaf for leaf in leaves if leaf.bound is None]
        dealt: dict[int, list[int]] = {id(leaf): [] for leaf in fixed}
        counts = {id(leaf): len(list(spread(leaf, automatic(leaf), None))) for leaf in fixed}
        whole = sum(counts.values())
        if not whole or len(rows.numbers) % whole:
            message = f"{len(rows.numbers)} row numbers stand after a pattern with {whole} constants"
            self.fault(codes.ROWS_DO_NOT_FIT, rows.at, message)
            return leaves
        numbers = iter(rows.numbers)
        for _ in range(len(rows.numbers) // whole):
            for leaf in fixed:
                dealt[id(leaf)].extend(itertools.islice(numbers, counts[id(leaf)]))
        return [replace(leaf, rows=tuple(dealt[id(leaf)])) if id(leaf) in dealt else leaf for leaf in leaves]

    def call(self, field: s.Call, context: _Context) -> Iterator[Leaf]:
        """Yield the leaves of a call: what it is, its arguments, what it returns."""
        rows = field.rows.numbers if field.rows else None
        level = Level(Where.CALL, field.key, field.returns.step if field.returns else None)
        here = replace(context.leaf(level, self._with_table(field.clauses)), fixed=field.fixed)
        if field.bounds:
            for bound in field.bounds:
                yield replace(here, bound=bound, rows=bound.rows.numbers if bound.rows else None)
        elif rows is not None or not _says_inside(field):
            yield replace(here, rows=rows)
        inner = context.inside(level, field.clauses)
        if field.block is not None:
            yield from self.block(field.block, inner)
        if field.returns is not None:
            step = field.returns.step
            key = s.Key((step,) if step else (), None, step.at if step else field.key.at)
            yield from self.block(field.returns.block, inner.inside(Level(Where.RETURNS, key), s.Clauses()))


def _only_name(field: s.Carries) -> str:
    """Return the unquoted name that a field carries, if it is one name; it may be that of a template."""
    value = field.bounds[0].value
    return value.steps[0].name if isinstance(value, s.Path) and len(value.steps) == 1 else ""


def _says_inside(field: s.Call) -> bool:
    """Whether something is said of a call's arguments or its answer, and so of the call."""
    return field.block is not None or (field.returns is not None and bool(field.returns.block.fields))


def leaves_of(file: s.File, library: Library, findings: Findings, protocols: tuple[str, ...]) -> Iterator[Leaf]:
    """Yield all leaves of a file of a library, in order."""
    walker = Walker(file, library, findings)
    for at, message in faults_of(file, library.visible[file.name].keys()):
        walker.fault(codes.WRONG_PATTERN, at, message)
    for sentence in file.sentences[1:]:
        if isinstance(sentence, s.Syntax):
            walker.fault(codes.SYNTAX_NOT_FIRST, sentence.at, "'syntax' stands after other sentences")
    scope: s.Scope | None = None
    skipping = False
    for sentence in file.sentences:
        match sentence:
            case s.On():
                scope = _scope(sentence, walker, protocols)
                skipping = scope is None
            case s.Mapping():
                for code, at, message in doubts_of(sentence):
                    walker.fault(code, at, message)
                if scope is not None:
                    yield from _of_mapping(sentence, scope, walker)
                    continue
                if skipping:
                    library.silent.add(file.name)
                    continue  # the fault of the 'on' is told once, not again for each of its sentences
                at = sentence.subject.at
                message = f"{sentence.subject.steps[0].name}: on which device, over which protocol?"
                walker.fault(codes.NO_SCOPE, at, message)
            case _:
                pass


def _of_mapping(mapping: s.Mapping, scope: s.Scope, walker: Walker) -> tuple[Leaf, ...]:
    """Return the leaves of a sentence, and mark its file if the sentence is left out."""
    leaves = walker.mapping(mapping, scope)
    if leaves is None:
        walker.library.silent.add(walker.file.name)
    return leaves or ()


_ROUTES = ("native", "tunnelled", "gateway", "translated_at_hub", "translated_at_centre")


def _scope(on: s.On, walker: Walker, protocols: tuple[str, ...]) -> s.Scope | None:
    """Return what an `on` makes hold, or None if it cannot be known."""
    if not on.protocol:
        return None  # it could not be read, which is told already
    if on.protocol not in protocols:
        message = f"no protocol is called '{on.protocol}'"
        walker.fault(
            codes.UNKNOWN_PROTOCOL, on.at, message, " or ".join(protocols), advice(closest(on.protocol, protocols))
        )
        return None
    if on.route and on.route not in _ROUTES:
        message = f"no route is called '{on.route}'"
        walker.fault(codes.UNKNOWN_ROUTE, on.at, message, " or ".join(_ROUTES), advice(closest(on.route, _ROUTES)))
    names = tuple(dict.fromkeys(step.name for step in on.devices))
    for step in (step for at, step in enumerate(on.devices) if step.name in {other.name for other in on.devices[:at]}):
        hint = f"Name it once, its variants in one pair of brackets: {step.name}(one, another)."
        walker.fault(codes.SAID_TWICE, step.at, f"the 'on' names '{step.name}' twice", hint=hint)
    variants = tuple(
        (step.name, tuple(path.steps[0].name for arg in step.args for path in paths_in(arg.value)))
        for step in on.devices
        if step.args
    )
    return s.Scope(names, variants, on.protocol, on.route, on.clauses, on.at)
