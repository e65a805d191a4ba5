"""Why the findings of generators, bindings and annotated copies are findings, with examples."""

from __future__ import annotations

from metermap.codegen import codes
from metermap.codegen.annotate import codes as annotating
from metermap.codegen.bindings import codes as bindings
from metermap.core.findings import Code
from metermap.core.rules import SMALL_ELEMENTS, Example, Family, Rule, small_workspace

__all__ = ["RULES"]


def _built(tables: str, *files: tuple[str, str]) -> Example:
    return Example(files=(("metermap.toml", small_workspace(tables)), ("elements.csv", SMALL_ELEMENTS), *files))


def _build(code: Code, explanation: str, failing: Example, passing: Example) -> Rule:
    return Rule(code, Family.OUTPUT, explanation, failing, passing)


def _told(code: Code, explanation: str, failing: str, passing: str) -> Rule:
    return Rule(code, Family.OUTPUT, explanation, Example(text=failing), Example(text=passing))


_TEMPLATE = "templates/python/pyproject.toml.jinja"
_WHOLE = '[project]\nname = "ours"\nversion = "1"\n'

RULES: tuple[Rule, ...] = (
    _build(
        codes.UNKNOWN_GENERATOR,
        "A table [build.X] sets options of the generator X. None is called so, shipped or installed, so the options "
        "have no effect and an output may be missing.",
        _built('[build.pyhton]\nproposals = "include"\n'),
        _built('[build.python]\nproposals = "include"\n'),
    ),
    _told(
        codes.BAD_GENERATOR,
        "A distribution announces a generator, and it cannot be loaded: an import fails, or what it leads to is no "
        "generator of this interface. Its outputs are not made; all others are.",
        "A plug-in whose module imports a package that is not installed.",
        "The plug-in with what it needs.",
    ),
    _told(
        codes.CLASH,
        "Two generators would write into one folder, or answer to one name; what is there in the end would depend on "
        "their order.",
        "Two plug-ins that both write into the folder rust.",
        "One of the two.",
    ),
    _told(
        codes.BAD_PATH,
        "Outputs stay in their folder. A plug-in named a folder or a file that would lead out of it, and might "
        "overwrite anything; nothing of it is written.",
        "A plug-in that makes the file ../notes.txt.",
        "A plug-in that makes the file notes.txt.",
    ),
    _told(
        codes.FAILED,
        "The plug-in ended in an exception, which is its fault and not that of the workspace. The message has its kind "
        "and text.",
        "A plug-in that expects each element to have a unit.",
        "A version of it that does not.",
    ),
    _build(
        codes.IDLE_TEMPLATE,
        "A template of the workspace stands in for the generator's template of the same name. The generator has none "
        "of this name, so it is never used, and the output is made from the one that it was meant to replace.",
        _built("", ("templates/python/pyproject.jinja", _WHOLE)),
        _built("", (_TEMPLATE, _WHOLE)),
    ),
    _build(
        codes.BAD_TEMPLATE,
        "The template has a mistake, uses a name that it is not given, or asks for what the sandbox refuses. The "
        "output that it makes is left out.",
        _built("", (_TEMPLATE, "{{ no_such_name }}\n")),
        _built("", (_TEMPLATE, _WHOLE)),
    ),
    _told(
        codes.UNREADABLE_TEMPLATE,
        "A template is a file of the workspace in UTF-8. This one is a link, is too large or is no text, and is not "
        "used.",
        f"{_TEMPLATE} is a symbolic link.",
        f"{_TEMPLATE} is a file.",
    ),
    _build(
        bindings.UNKNOWN_OPTION,
        "The generator has no such option, so what it should change stays as it is.",
        _built('[build.python]\nproposal = "include"\n'),
        _built('[build.python]\nproposals = "include"\n'),
    ),
    _build(
        bindings.BAD_OPTION,
        "The option does not take this value. The default holds, which is perhaps the opposite of what is meant.",
        _built('[build.python]\nproposals = "yes"\n'),
        _built('[build.python]\nproposals = "include"\n'),
    ),
    _told(
        annotating.NOT_ANNOTATED,
        "The workbook could be read, and no copy of it can be written that keeps what matters. Its findings are in the "
        "copies of the other workbooks.",
        "A workbook whose sheet has a part that names itself.",
        "The workbook, saved anew by a spreadsheet program.",
    ),
    _told(
        annotating.NOT_KEPT,
        "The copy is written by a library that does not know every feature of a spreadsheet program. What it loses is "
        "named, so that nobody takes the copy for the original.",
        "A workbook with a chart.",
        "A workbook with tables only.",
    ),
    _told(
        annotating.NOT_XLSX,
        "A CSV file has no comments and no colours, so there is no annotated copy of it.",
        "metermap annotate, in a workspace with elements.csv.",
        "metermap annotate, in a workspace with elements.xlsx.",
    ),
    _told(
        annotating.NOT_NAMED,
        "Two workbooks of one name in two folders would have one copy, or a name cannot be that of a file.",
        "a/list.xlsx and b/list.xlsx.",
        "a/electricity.xlsx and b/gas.xlsx.",
    ),
)
