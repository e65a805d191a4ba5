"""Why the findings of building the site are findings, MM710 to MM712 and MM722 to MM724."""

from __future__ import annotations

from metermap.core.findings import Code
from metermap.core.rules import SMALL_ELEMENTS, Example, Family, Rule, small_workspace
from metermap.site import codes

__all__ = ["RULES"]


def _site(code: Code, explanation: str, failing: str, passing: str) -> Rule:
    return Rule(code, Family.OUTPUT, explanation, Example(text=failing), Example(text=passing))


def _built(code: Code, explanation: str, failing: Example, passing: Example) -> Rule:
    return Rule(code, Family.OUTPUT, explanation, failing, passing)


def _renamed(line: str) -> Example:
    tables = f"[site.renamed]\n{line}\n"
    return Example(files=(("metermap.toml", small_workspace(tables)), ("elements.csv", f"{SMALL_ELEMENTS}{_SECOND}")))


_SECOND = "MeterBalance.value,22,SMETS 4.6.5.11,MeterBalance,value,Operational data,INTEGER,,Supplier,,GSME\n"

RULES: tuple[Rule, ...] = (
    _site(
        codes.BUILD_FAILED,
        "The source of the site was written, and mkdocs made no pages of it. The other outputs are complete.",
        "An mkdocs in which a plug-in of the theme is broken.",
        "mkdocs as metermap asks for it.",
    ),
    _site(
        codes.BUILD_WARNING,
        "mkdocs made the site and is not content, most often with a link that leads nowhere. A reader would meet it.",
        "A page that links to a file that there is not.",
        "The page without that link.",
    ),
    _site(
        codes.NO_MKDOCS,
        "The pages are made by mkdocs, which is not installed in this environment, or in a version that is too old or "
        "too new.",
        "An environment without mkdocs.",
        "An environment with mkdocs 1.6.1.",
    ),
    _built(
        codes.RENAMED_UNKNOWN,
        "A link to the old address would lead to a page that leads nowhere, so none is made. The name is looked up as "
        "it is written, in the names of the catalogue's data items.",
        _renamed('Calorific = "CalorificVale"'),
        _renamed('Calorific = "CalorificValue"'),
    ),
    _built(
        codes.RENAMED_STILL_THERE,
        "A page that leads away from an item that there is would hide it. Either the item was not renamed, or the "
        "catalogue of this edition still has the old name.",
        _renamed('CalorificValue = "MeterBalance"'),
        _renamed('Calorific = "CalorificValue"'),
    ),
    _built(
        codes.RENAMED_TAKEN,
        "Addresses are made of names without their case, spaces and punctuation, so that two names may have the same. "
        "The item that there is keeps its page.",
        _renamed('"Calorific-Value" = "MeterBalance"'),
        _renamed('"Calorific-Value" = "CalorificValue"'),
    ),
)
