"""Why the findings of the language are findings, MM201 to MM224 and MM350, with examples."""

from __future__ import annotations

from metermap.core.findings import Code
from metermap.core.rules import SMALL_ELEMENTS, Example, Family, Rule, small_workspace
from metermap.mappings import codes

__all__ = ["RULES"]

_METER = "on ESME over dlms, tunnelled.\n"
_EXPORT = f"{_METER}ActiveExportRegister is Register 1-0:2.8.0.255 "
_GOOD = f"{_EXPORT}{{ value: value #100 }}.\n"
_LIMIT = f"{_METER}EmergencyCreditLimit is Credit 0-0:19.10.1.255 {{ preset_credit_amount: amountCurrent }}"
_NEXT = "ExtendedData 0-0:94.44.128.2 { value_passive: amountNext as double-long }"
_SMALL = (("metermap.toml", small_workspace()), ("elements.csv", SMALL_ELEMENTS))
_UNSEEN = (("metermap.toml", small_workspace().replace("*.map", "*.text")), ("elements.csv", SMALL_ELEMENTS))
_ABSENT = "let absent = coded { none = 0xFFFFFF, _ = _ }.\n"
_VALUE = "on GSME over sep, tunnelled.\nCalorificValue is Price { CalorificValue @0x0304: value #21 as uint32%s }.\n"
_USING = 'include "absent.names".\n' + _VALUE % " coded absent"
_NAMES = "let debt_period = coded { 1 h = PerHour, 1 d = PerDay }.\n"
_PERIOD = """on GSME over sep, tunnelled.
DebtRecoveryRates[n in 1..2] is Prepayment {
    DebtRecoveryFrequency<n> @ 0x0206 + 0x10*n: periodCurrent #1145,1146 as enum8 coded debt_period
} for GCS21b.
"""


def _said(code: Code, explanation: str, failing: str, passing: str = _GOOD) -> Rule:
    return Rule(code, Family.LANGUAGE, explanation, Example(failing), Example(passing))


def _in_words(code: Code, explanation: str, failing: str, passing: str) -> Rule:
    return Rule(code, Family.LANGUAGE, explanation, Example(text=failing), Example(text=passing))


def _including(code: Code, explanation: str, failing: Example, passing: Example) -> Rule:
    return Rule(code, Family.LANGUAGE, explanation, failing, passing)


def _beside(mapping: str, **files: str) -> Example:
    """Return a case with included files beside the mapping, by their names without ending."""
    named = tuple((f"mappings/{name}.names", text) for name, text in files.items())
    return Example(mapping, (*_SMALL, *named))


RULES: tuple[Rule, ...] = (
    _in_words(
        codes.TOO_MANY_FAULTS,
        "After a thousand faults a list helps nobody: as a rule one of the first made the others, or the file is not a "
        "mapping file at all. Those that are listed stand first in the file. Correct them and run again.",
        "A text of ten thousand words that is no mapping, saved as prose.map.",
        "The same file outside the patterns that metermap.toml names under mappings.",
    ),
    _said(
        codes.SYNTAX,
        "The sentence does not follow the grammar, so nothing is known of what it says. The message has the place "
        "where reading stopped, what stood there and what could have. The slip is often just before it: a missing "
        "comma or full stop. The other sentences of the file are read all the same.",
        f"{_METER}ActiveExportRegister is Register 1-0:2.8.0.255 {{ value: value becuse 'x' }}.\n",
    ),
    _in_words(
        codes.NESTED_TOO_DEEP,
        "No real sentence nests brackets a hundred deep; a file that does is broken or hostile, and reading it could "
        "exhaust the memory. Split the sentence: several sentences about one item add up.",
        "A sentence with a thousand opening braces.",
        "The same fields with their paths written by full stops, such as a.b.c, in sentences of their own.",
    ),
    _in_words(
        codes.FILE_TOO_LARGE,
        "A mapping file is written and read by people. One of several megabytes is generated or is no mapping, and is "
        "not read, so that a slip in a pattern of metermap.toml cannot stop a check for minutes.",
        "A file of thirty megabytes whose name ends in .map.",
        "The same sentences in several files; the workspace joins them.",
    ),
    _in_words(
        codes.NOT_TEXT,
        "Mapping files are UTF-8. An octet that cannot be in it means that the file was saved in another encoding, in "
        "which names with accents would be read as others. Save it as UTF-8; the place is the first such octet.",
        "A file saved in Windows-1252, with an é in a reason.",
        "The same file saved as UTF-8.",
    ),
    _including(
        codes.SYNTAX_VERSION,
        "The number says which edition of the language a file is written in, so that a later one can change a meaning "
        "without changing what old files say. This metermap reads syntax 1. Write that, or use a metermap that reads "
        "the edition of the file.",
        _beside(_USING, absent=f"syntax 9.\n{_ABSENT}"),
        _beside(_USING, absent=f"syntax 1.\n{_ABSENT}"),
    ),
    _said(
        codes.NO_SCOPE,
        "A sentence is about a device and a protocol, and the 'on' above it says which. Without one the statement "
        "belongs nowhere and is left out.",
        "ActiveExportRegister is Register 1-0:2.8.0.255 { value: value #100 }.\n",
    ),
    _said(
        codes.REPEATED_CLAUSE,
        "Two clauses of one kind on one thing contradict each other, or one is left from an earlier version. Which one "
        "the writer means cannot be told. 'because', 'despite', 'allow' and 'for' add up and may be repeated.",
        f"{_METER}ActiveExportRegister is Register 1-0:2.8.0.255 {{ value: value #100 as long as double-long }}.\n",
        f"{_METER}ActiveExportRegister is Register 1-0:2.8.0.255 {{ value: value #100 as double-long-unsigned }}.\n",
    ),
    _said(
        codes.REPEATED_NAME,
        "A name stands for one thing in a file. Of two that are equal a sentence would use one, and the reader could "
        "not say which.",
        f"{_NAMES}{_NAMES}{_PERIOD}",
        f"{_NAMES}{_PERIOD}",
    ),
    _including(
        codes.NO_MAPPING_FILES,
        "The patterns under 'mappings' match no file, so every element comes out undecided. As a rule the folder was "
        "renamed, or the pattern has a slip.",
        Example(files=_UNSEEN),
        Example(files=_SMALL),
    ),
    _in_words(
        codes.OUTSIDE,
        "A workspace is complete in its folder: what a check says must not depend on a file that others do not have, "
        "and a shared workspace must not read files of whoever checks it. Put the file itself there.",
        "mappings/shared.map is a symbolic link to a file in another folder.",
        "mappings/shared.map is a copy of that file.",
    ),
    _said(
        codes.MISLEADING_TEXT,
        "Such a character makes an editor show text in another order than the tool reads it: a reviewer would agree to "
        "something else than what is checked. Nobody needs one in a mapping file.",
        f'{_METER}ActiveExportRegister is Register 1-0:2.8.0.255 {{ value: value because "\u202e" }}.\n',
    ),
    _including(
        codes.INCLUDE_NOT_FOUND,
        "The path of an include starts at the folder of the file that it stands in. There is no file there, so its "
        "names are not known, and each of their uses would be a finding of its own.",
        _beside(_USING),
        _beside(_USING, absent=_ABSENT),
    ),
    _including(
        codes.INCLUDE_OUTSIDE,
        "A workspace is complete in its folder. A file elsewhere, an address of the network or a symbolic link that "
        "leads out would make a check say different things on different machines. Copy the file into the workspace.",
        _beside(_USING.replace("absent.names", "../../absent.names")),
        _beside(_USING, absent=_ABSENT),
    ),
    _including(
        codes.INCLUDE_CYCLE,
        "Two files that include each other cannot both be read first. Put the names that both need into a third file, "
        "and include that from the two.",
        _beside(_USING, absent=f'include "more.names".\n{_ABSENT}', more='include "absent.names".\n'),
        _beside(_USING, absent=_ABSENT),
    ),
    _including(
        codes.NOT_FOR_INCLUDE,
        "An included file lends its names and nothing else. A sentence in it would be said once for each file that "
        "includes it, on whatever scope happens to hold there. Move it to a mapping file.",
        _beside(_USING, absent=_ABSENT + _VALUE % ""),
        _beside(_USING, absent=_ABSENT),
    ),
    _including(
        codes.INCLUDED_TWICE,
        "The second include changes nothing. It is left over, or another file was meant.",
        _beside(f'include "absent.names".\n{_USING}', absent=_ABSENT),
        _beside(_USING, absent=_ABSENT),
    ),
    _in_words(
        codes.TOO_MANY_INCLUDES,
        "A mapping that includes thousands of files is generated, or hostile. Join some of the files: names cost "
        "nothing in a longer one.",
        "A file that includes ten thousand others.",
        "A file that includes one with the names of all.",
    ),
    _including(
        codes.UNUSED_INCLUDE,
        "No sentence of this file uses a name of the included one. The include is left over from earlier, or the names "
        "are misspelt where they are used.",
        _beside(_USING.replace(" coded absent", ""), absent=_ABSENT),
        _beside(_USING, absent=_ABSENT),
    ),
    _including(
        codes.SYNTAX_NOT_FIRST,
        "The edition of the language is about the whole file, so it stands first and once. Behind a sentence it would "
        "say that what was read so far may have been read wrongly.",
        _beside(_USING, absent=f"{_ABSENT}syntax 1.\n"),
        _beside(_USING, absent=f"syntax 1.\n{_ABSENT}"),
    ),
    _said(
        codes.COLON_FOR_EQUALS,
        "Left of both marks stands their field. ':' carries an element of ours, '=' says that the field always holds a "
        "constant. A number, a truth value or a unit is no element, so '=' is meant.",
        f"{_EXPORT}{{ value: value #100, scaler_unit.scaler: 0 }} for ECS17a.\n",
        f"{_EXPORT}{{ value: value #100, scaler_unit.scaler = 0 }} for ECS17a.\n",
    ),
    _said(
        codes.EQUALS_FOR_COLON,
        "'=' says that the field always holds what follows, and an element of ours follows. Read so, the element would "
        "be carried by nothing. ':' is meant.",
        f"{_EXPORT}{{ value = value }} for ECS17a.\n",
        f"{_EXPORT}{{ value: value }} for ECS17a.\n",
    ),
    _said(
        codes.USE_CASES_OF_ONE_HOME,
        "A clause behind a brace belongs to the home before it. In a sentence of several homes the use cases behind "
        "the last look as if they were about all, and are not.",
        f"{_LIMIT}\nalso {_NEXT} for ECS08a.\n",
        f"{_LIMIT} for ECS08a\nalso {_NEXT} for ECS08a.\n",
    ),
    _said(
        codes.HOMES_NOT_DISJOINT,
        "Homes joined by 'also' both hold if they have no conditions; with conditions, whichever applies. Of these, "
        "two may apply at once, or one has no condition at all: which of the readings is meant cannot be told.",
        f"{_EXPORT}{{ value: value }} when variant = twin_element | polyphase for ECS17a\n"
        "also Register 1-0:2.8.0.255 { value: value } when variant = polyphase for ECS17a.\n",
        f"{_EXPORT}{{ value: value }} when variant = twin_element for ECS17a\n"
        "also Register 1-0:2.8.0.255 { value: value } when variant = polyphase for ECS17a.\n",
    ),
    _said(
        codes.LONG_SENTENCE,
        "Nobody can read aloud a sentence of more than a page, or agree to it. Sentences about one item add up, so it "
        "can be split wherever a brace closes.",
        f"{_EXPORT}{{\n{chr(10) * 80}    value: value #100\n}} for ECS17a.\n",
    ),
)
