"""Why the findings of results of laboratories, MM950 to MM960, are findings."""

from __future__ import annotations

from metermap.core.findings import Code
from metermap.core.rules import SMALL_ELEMENTS, Example, Family, Rule, small_workspace
from metermap.mappings.results import codes

__all__ = ["RULES"]

_MAPPING = """on GSME over sep, tunnelled.
CalorificValue is Price { CalorificValue @0x0304: value #21 as uint32 }.
"""
_HEADER = "device,protocol,subject,outcome,edition,date,laboratory\n"
_ROW = "GSME,sep,CalorificValue.value,passed,1.0,2026-03-31,A laboratory\n"


def _example(text: str, *, mapping: str = _MAPPING) -> Example:
    toml = small_workspace(top='edition  = "1.0"\nresults  = ["results/*.csv"]\n')
    files = (("metermap.toml", toml), ("elements.csv", SMALL_ELEMENTS), ("results/march.csv", text))
    return Example(mapping, files)


def _rule(code: Code, explanation: str, failing: str) -> Rule:
    return Rule(code, Family.REVIEW, explanation, _example(failing), _example(_HEADER + _ROW))


def _without_file() -> Example:
    example = _example("")
    return Example(example.mapping, example.files[:-1])


def _without_home() -> Example:
    return _example(_HEADER + _ROW, mapping="on GSME over sep, tunnelled.\n")


RULES: tuple[Rule, ...] = (
    _rule(
        codes.UNREADABLE,
        "The file is no CSV, or its first row lacks a column. None of its results counts, so the figures of what is "
        "tested are too low.",
        _HEADER.replace("outcome", "verdict") + _ROW,
    ),
    Rule(
        codes.NO_FILE,
        Family.REVIEW,
        "metermap.toml says where results are kept, and there are none. Perhaps a folder was renamed; evidence that "
        "was there would be gone without a word.",
        _without_file(),
        _example(_HEADER + _ROW),
    ),
    _rule(
        codes.INCOMPLETE_ROW,
        "A result says which device was tested, over which protocol, what was tested, by which edition and when. "
        "Without one of these it is no evidence of anything, and counts for nothing.",
        _HEADER + _ROW.replace("2026-03-31", ""),
    ),
    _rule(
        codes.UNKNOWN_SUBJECT,
        "The subject is neither an element that the device is asked about, nor a statement of the mapping, nor one of "
        "the test cases made from them. It was misspelt, or the mapping has changed since the test.",
        _HEADER + _ROW.replace("CalorificValue.value", "CalorifcValue.value"),
    ),
    _rule(
        codes.UNKNOWN_OUTCOME,
        "An outcome is one of three words, so that nobody has to guess whether 'ok with remarks' is a pass. The row "
        "counts for nothing.",
        _HEADER + _ROW.replace("passed", "ok"),
    ),
    _rule(
        codes.BAD_DATE,
        "Of several results the last one counts, so each needs its day. 03/04/2026 is a day of March in one country "
        "and of April in the next.",
        _HEADER + _ROW.replace("2026-03-31", "31.03.2026"),
    ),
    _rule(
        codes.STALE,
        "The laboratory tested by another edition of the catalogue and its mapping than the workspace has now. What "
        "was right then may be wrong today: it is told, and not counted.",
        _HEADER + _ROW.replace("1.0", "0.9"),
    ),
    _rule(
        codes.TWICE,
        "Two rows say the same of one subject on one day. As a rule a file was put there twice.",
        _HEADER + _ROW + _ROW,
    ),
    _rule(
        codes.CONTRADICTION,
        "Of one laboratory the last day counts, so that a test may be repeated until it passes. Here a laboratory says "
        "two things on one day, or two laboratories disagree. Which of them is right cannot be told from here.",
        _HEADER + _ROW + _ROW.replace("passed", "failed").replace("A lab", "Another lab"),
    ),
    Rule(
        codes.NOT_CARRIED,
        Family.REVIEW,
        "By the mapping nothing carries the element over this protocol, so there is nothing that could have been "
        "tested. Either the mapping is behind the devices, or the row is about something else.",
        _without_home(),
        _example(_HEADER + _ROW),
    ),
    Rule(
        codes.TOO_MANY,
        Family.REVIEW,
        "After a thousand faults the rest of a file is not told: nobody would read them, and it is nearly always one "
        "mistake, such as a column that holds something else.",
        Example(text="A file with 1,001 rows whose dates are 31.03.2026."),
        Example(text="A file with 1,001 rows whose dates are 2026-03-31."),
    ),
)
