"""Jinja, made smaller: what `metermap.codegen.templates` promises of templates, enforced."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Container, Iterator, Mapping, MutableMapping
from functools import wraps
from importlib.resources import files
from typing import NoReturn

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    nodes,
)
from jinja2.exceptions import SecurityError
from jinja2.runtime import BlockReference, Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from metermap.codegen.overrides import Overrides

__all__ = ["OWN", "Sandbox", "place_of"]

OWN = "own/"
_TESTS = ("defined", "none", "number", "string", "undefined")
_CALLED = (BlockReference, LoopContext, Macro)


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment whose templates read what they are given, and print through typed filters."""

    # What makes a huge text or number of small ones; templates have no need of them.
    intercepted_binops = frozenset({"%", "*", "**"})

    def __init__(
        self,
        package: str,
        typed: Mapping[str, Callable[..., object]],
        words: Mapping[str, Callable[..., object]],
        overrides: Overrides,
    ) -> None:
        super().__init__(
            loader=_Loader(package, overrides, typed.keys() - words.keys()),
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.filters = {name: _of_known(apply) for name, apply in {**words, **typed}.items()}
        self.tests = {name: self.tests[name] for name in _TESTS}
        self.globals = {}

    def call(self, context: Context, obj: object, /, *arguments: object, **named: object) -> object:
        """Call a macro, a block or a recursive loop, and nothing else.

        Raises:
            SecurityError: the template calls something else.
        """
        if not isinstance(obj, _CALLED):
            message = "a template calls macros and blocks only"
            raise SecurityError(message)
        return super().call(context, obj, *arguments, **named)

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> NoReturn:  # noqa: ARG002  (Jinja's)
        """Refuse an operator.

        Raises:
            SecurityError: always.
        """
        message = f"a template has no operator {operator}"
        raise SecurityError(message)


def _of_known(apply: Callable[..., object]) -> Callable[..., object]:
    """Return a filter that is not asked about a name that nobody gave: not every filter would look at it."""

    @wraps(apply)
    def strict(value: object, *arguments: object, **named: object) -> object:
        if isinstance(value, Undefined):
            str(value)  # raises, with the name
        return apply(value, *arguments, **named)

    return strict


class _Loader(BaseLoader):
    """Finds a template among the overriding ones, then among the generator's own; checks what it prints."""

    def __init__(self, package: str, overrides: Overrides, typed: Container[str]) -> None:
        self._folder = files(package).joinpath("templates")
        self._package = package
        self._overrides = overrides
        self._typed = typed

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, object] | None = None,  # noqa: A002  (Jinja's name)
    ) -> Template:
        """Return a template.

        Raises:
            TemplateNotFound: neither the workspace nor the generator has it.
            TemplateSyntaxError: Jinja or our rules refuse it, whatever Jinja or Python trips over.
        """
        source, file, _ = self.get_source(environment, name)
        try:
            template = super().load(environment, name, globals)
            self._check(environment.parse(source, name, file), name, file)
        except TemplateSyntaxError:
            raise
        # Numbers of 5,000 digits, brackets 100,000 deep: what Python raises of them has no line in the template.
        except Exception as error:
            message = f"cannot be compiled: {error}"
            raise TemplateSyntaxError(message, 1, name, file) from error
        return template

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:
        """Return text and file of a template; the file of an overriding one is its path in the workspace.

        Raises:
            TemplateNotFound: neither the workspace nor the generator has it.
        """
        del environment
        if template in self._overrides.texts:
            return self._overrides.texts[template], self._overrides.file(template), None
        name = template.removeprefix(OWN)
        if name not in {path.name for path in self._folder.iterdir()}:
            raise TemplateNotFound(template)
        return self._folder.joinpath(name).read_text("utf-8"), f"{self._package}/templates/{name}", None

    def _check(self, tree: nodes.Template, name: str, file: str) -> None:
        for printed in _printed(tree):
            if not self._is_fit(printed):
                allowed = "each printed expression ends in a filter of the target"
                message = f"{allowed}, such as {{{{ name | one_line }}}}"
                raise TemplateSyntaxError(message, printed.lineno, name, file)

    def _is_fit(self, node: nodes.Node | None) -> bool:
        match node:
            case nodes.TemplateData() | nodes.Const() | None:
                return True
            case nodes.Call():  # only macros and blocks can be called, and they print by the same rule
                return True
            case nodes.Filter():
                return node.name in self._typed
            case nodes.CondExpr():
                return self._is_fit(node.expr1) and self._is_fit(node.expr2)
            case nodes.Concat():
                return all(map(self._is_fit, node.nodes))
            case _:
                return False


def _printed(tree: nodes.Template) -> Iterator[nodes.Node]:
    """Yield all that a template prints: its expressions, and the filters of whole passages."""
    for output in tree.find_all(nodes.Output):
        yield from output.nodes
    for passage in tree.find_all(nodes.FilterBlock):
        yield passage.filter
    for assigned in tree.find_all(nodes.AssignBlock):
        if assigned.filter is not None:
            yield assigned.filter


def place_of(error: BaseException, among: Container[str]) -> tuple[str, int] | None:
    """Return file and line where an exception arose, if that is one of the files; the innermost counts."""
    if isinstance(error, TemplateSyntaxError) and error.filename and error.filename in among:
        return error.filename, error.lineno
    frames = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    return next(((file, line) for file, line in reversed(frames) if file in among), None)
