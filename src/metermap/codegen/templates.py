"""The helpers for generators that write with templates. A frozen interface: `HELPERS_VERSION` names its version.

`environment` makes the Jinja environment of a target. A template may come from a workspace, and so from
anybody. It is therefore rendered in Jinja's sandbox, with less than that allows: it reads what the
generator hands it, calls only macros and blocks of templates, and has the filters and tests listed here and none of
Jinja's own. Each expression that it prints ends in a typed filter of the target, or the template is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from metermap.codegen.base import HELPERS_VERSION
from metermap.codegen.c import filters as c
from metermap.codegen.overrides import Overrides
from metermap.codegen.python import filters as python
from metermap.core.text import c_comment, c_string, csv_cell, html, markdown, one_line, slug

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = [
    "C_FILTERS",
    "HELPERS_VERSION",
    "PYTHON_FILTERS",
    "TEXT_FILTERS",
    "WORD_FILTERS",
    "Fault",
    "Filter",
    "environment",
    "fault_of",
    "template_names",
]

Filter: TypeAlias = Callable[..., object]
"""What a template applies to a value with ``|``; a typed one returns a text that is fit for the target."""

TEXT_FILTERS: Final[Mapping[str, Filter]] = MappingProxyType(
    {"csv_cell": csv_cell, "html": html, "markdown": markdown, "one_line": one_line, "slug": slug}
)
"""Typed filters for tables, pages and plain texts."""

PYTHON_FILTERS: Final[Mapping[str, Filter]] = MappingProxyType(
    {
        "docstring": python.docstring,
        "expression": python.expression,
        "identifier": python.identifier,
        "literal": python.literal,
        "one_line": one_line,
        "toml": python.toml,
    }
)
"""Typed filters for Python, and for the strings of a pyproject.toml."""

C_FILTERS: Final[Mapping[str, Filter]] = MappingProxyType(
    {
        "c_comment": c_comment,
        "c_string": c_string,
        "file_name": c.file_name,
        "identifier": c.identifier,
        "initializer": c.initializer,
        "number": c.number,
        "one_line": one_line,
    }
)
"""Typed filters for C."""

WORD_FILTERS: Final[Mapping[str, Filter]] = MappingProxyType({"length": len, "lower": str.lower, "upper": str.upper})
"""Filters of every environment that prepare a value; what is printed ends in a typed one."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in an overriding template: its name, the line, and in words."""

    name: str
    line: int
    message: str


def template_names(package: str) -> tuple[str, ...]:
    """Return the names of a generator's own templates, sorted: the files of its folder ``templates``.

    Raises:
        ImportError: there is no such package.
        OSError: the package has no such folder.
    """
    return tuple(sorted(path.name for path in files(package).joinpath("templates").iterdir() if path.is_file()))


def environment(package: str, filters: Mapping[str, Filter], overrides: Overrides) -> Environment:
    """Return the environment of a generator.

    `package` holds the generator's templates in its folder ``templates``. `filters` are typed:
    each returns a text that is fit for the target whatever it is given, or raises. `overrides` stand in
    for templates of the same name; ``own/NAME`` is always the generator's own.
    A name that a template uses and nobody gave is an error, a line that only holds a block
    leaves no line, and nothing is escaped but by the filters.
    """
    from metermap.codegen.sandbox import Sandbox  # noqa: PLC0415  (Jinja is slow to import)

    return Sandbox(package, filters, WORD_FILTERS, overrides)


def fault_of(error: BaseException, overrides: Overrides) -> Fault | None:
    """Return where in an overriding template an exception arose; None if it was in none."""
    from metermap.codegen.sandbox import place_of  # noqa: PLC0415  (Jinja is slow to import)

    found = place_of(error, [overrides.file(name) for name in overrides.texts])
    if found is None:
        return None
    file, line = found
    name = next(name for name in overrides.texts if overrides.file(name) == file)
    # Jinja's own text of a syntax error repeats the place on a line of its own.
    text = str(getattr(error, "message", None) or error)
    return Fault(name, line, f"{type(error).__name__}: {text}" if text else type(error).__name__)
