"""Why the findings of the lists of findings are findings: the reviewed ones, MM050 to MM053, and the baseline."""

from __future__ import annotations

from metermap.core import baseline_codes, expected_codes
from metermap.core.findings import Code
from metermap.core.rules import SMALL_ELEMENTS, Example, Family, Rule, small_workspace

__all__ = ["RULES"]

_HEADER = "code,subject,verdict,reason\n"
_ROW = "MM501,sep/CalorificValue.value,open,nobody has looked for a place yet\n"
_COUNTS = "code,subject,count\n"
_COUNT = "MM501,sep/CalorificValue.value,1\n"


def _reviewed(text: str) -> Example:
    toml = small_workspace(top='expected = "expected-findings.csv"')
    return Example(files=(("metermap.toml", toml), ("elements.csv", SMALL_ELEMENTS), ("expected-findings.csv", text)))


def _baseline(text: str) -> Example:
    toml = small_workspace('[check]\nbaseline = "baseline.csv"\n')
    return Example(files=(("metermap.toml", toml), ("elements.csv", SMALL_ELEMENTS), ("baseline.csv", text)))


def _list(code: Code, explanation: str, failing: str, passing: str = _HEADER + _ROW) -> Rule:
    return Rule(code, Family.REVIEW, explanation, _reviewed(failing), _reviewed(passing))


def _old(code: Code, explanation: str, failing: str, passing: str = _COUNTS + _COUNT) -> Rule:
    return Rule(code, Family.REVIEW, explanation, _baseline(failing), _baseline(passing))


RULES: tuple[Rule, ...] = (
    _list(
        expected_codes.UNREADABLE,
        "The list of reviewed findings is missing, is no CSV in UTF-8, or has other columns. Every finding in it "
        "counts as new until it can be read.",
        _HEADER.replace("verdict", "judgement") + _ROW,
    ),
    _list(
        expected_codes.INCOMPLETE_ROW,
        "A reviewed finding has a verdict and a reason. Without them nobody can tell later whether somebody looked or "
        "only wanted it gone. The row excuses nothing.",
        f"{_HEADER}MM501,sep/CalorificValue.value,open,\n",
    ),
    _list(
        expected_codes.TWICE,
        "Two rows are about one finding. If their verdicts differ, which of them holds cannot be told.",
        _HEADER + _ROW + _ROW,
    ),
    _list(
        expected_codes.STALE,
        "The finding of this row does not occur any more. Either it is mended, and the row can go; or something hides "
        "it, such as a sentence that cannot be read any more. A list that is not pruned would excuse it when it comes "
        "back.",
        f"{_HEADER}{_ROW}MM501,sep/PriceTrailing.value,open,nobody has looked\n",
    ),
    _old(
        baseline_codes.UNREADABLE,
        "The file that metermap.toml names as the baseline is missing, or has other columns. All findings in it count "
        "until it can be read.",
        _COUNTS.replace("count", "number") + _COUNT,
    ),
    _old(
        baseline_codes.BAD_ROW,
        "A row of a baseline has a code, a subject and how many findings there may be. This one was edited by hand, or "
        "badly merged, and holds nothing.",
        f"{_COUNTS}MM501,sep/CalorificValue.value,many\n",
    ),
    _old(
        baseline_codes.TWICE,
        "Two rows are about one finding, with two counts: a merge has kept both. Only the first is used.",
        _COUNTS + _COUNT + _COUNT,
    ),
    _old(
        baseline_codes.STALE,
        "A finding of the baseline was mended. As long as its row stays, the same fault could be made again and nobody "
        "would see it. A baseline may only shrink: take the row out, which `metermap baseline shrink` does.",
        f"{_COUNTS}MM501,sep/CalorificValue.value,2\n",
    ),
)
