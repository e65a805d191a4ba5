"""Why the findings of errata are findings, MM600 to MM606."""

from __future__ import annotations

from metermap.catalogue import codes
from metermap.catalogue.rules.tables import elements_of
from metermap.core.findings import Code
from metermap.core.rules import Example, Family, Rule, small_workspace

__all__ = ["RULES"]

_ERRATUM = """[[erratum]]
key     = "calorific-category"
element = "CalorificValue.value"
field   = "category"
old     = "Configuration data"
new     = "Constant data"
reason  = "for the sake of the example"
"""


def _with(errata: str, edition: str = "") -> Example:
    toml = small_workspace(top=f'errata   = "errata.toml"\n{edition}')
    return Example(files=(("metermap.toml", toml), ("elements.csv", elements_of({})), ("errata.toml", errata)))


def _erratum(code: Code, explanation: str, failing: str, passing: str = _ERRATUM) -> Rule:
    return Rule(code, Family.ERRATA, explanation, _with(failing), _with(passing))


RULES: tuple[Rule, ...] = (
    _erratum(
        codes.ERRATA_UNREADABLE,
        "The file of errata is missing, is not UTF-8, or is not TOML, so none of its corrections was made. The "
        "catalogue is then the uncorrected one, and nothing is checked against it until the file can be read.",
        "[[erratum\n",
    ),
    _erratum(
        codes.BAD_ERRATUM,
        "An erratum says which line and field it corrects, what stands there, what should, and why. Something of this "
        "is missing, or has a key that nobody reads; a correction that is not understood is not made.",
        _ERRATUM.replace('reason  = "for the sake of the example"\n', ""),
    ),
    _erratum(
        codes.DUPLICATE_ERRATUM,
        "Keys name errata in reports and must be unique. Two corrections of one cell contradict each other, or the "
        "second was made because nobody saw the first.",
        _ERRATUM + _ERRATUM,
    ),
    _erratum(
        codes.ERRATUM_UNKNOWN_TARGET,
        "The erratum names an element, a fact or a use case that the catalogue does not have. It is misspelt, or a new "
        "edition of the workbook has dropped the line; then the erratum can go.",
        _ERRATUM.replace("CalorificValue.value", "CalorificVlaue.value"),
    ),
    _erratum(
        codes.ERRATUM_OLD_DIFFERS,
        "An erratum says what it expects to find, so that it is never applied to something else. The workbook has "
        "another text now: its owner has changed the cell, perhaps correctly. Look before you correct the erratum.",
        _ERRATUM.replace("Configuration data", "Operational data"),
    ),
    _erratum(
        codes.ERRATUM_CHANGES_NOTHING,
        "The workbook says what the erratum wants it to say. Its owner has made the correction: remove the erratum, so "
        "that the list shows what is still wrong.",
        _ERRATUM.replace("Configuration data", "Constant data"),
    ),
    Rule(
        codes.ERRATUM_NOT_APPLIED,
        Family.ERRATA,
        "The erratum is bounded by 'since' or 'until', and the edition of the workbook lies outside. That is what the "
        "bounds are for. Once no workspace uses the editions it is for, it can go.",
        _with(f'{_ERRATUM}since   = "9.0"\n', 'edition  = "4.0"\n'),
        _with(f'{_ERRATUM}since   = "4.0"\n', 'edition  = "4.0"\n'),
    ),
)
