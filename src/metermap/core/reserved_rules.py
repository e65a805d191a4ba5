"""Why the findings of what is reserved, and of the workspace's version, are findings, with examples."""

from __future__ import annotations

from metermap.core import reserved_codes as codes
from metermap.core.findings import Code
from metermap.core.rules import SMALL_ELEMENTS, Example, Family, Rule, small_workspace

__all__ = ["RULES"]

_HEADER = "kind,value,was,last edition,reason\n"
_MAPPING = "on GSME over sep, tunnelled.\n\nCalorificValue is Price { CalorificValue @0x0304: value #21 as uint32 }.\n"
_RELEASE = '{"label": "4.0", "version": "1.0.0", "previous": null}\n'


def _example(row: str, header: str = _HEADER) -> Example:
    files = (
        ("metermap.toml", small_workspace(top='reserved = "reserved.csv"')),
        ("elements.csv", SMALL_ELEMENTS),
        ("reserved.csv", header + row),
    )
    return Example(_MAPPING, files)


def _rule(code: Code, family: Family, explanation: str, failing: str, passing: str) -> Rule:
    return Rule(code, family, explanation, _example(failing), _example(passing))


def _released(version: str) -> Example:
    toml = small_workspace(top=f'version = "{version}"')
    files = (("metermap.toml", toml), ("elements.csv", SMALL_ELEMENTS), ("releases/4.0/release.json", _RELEASE))
    return Example(files=files)


RULES: tuple[Rule, ...] = (
    _rule(
        codes.ID_USED_AGAIN,
        Family.CATALOGUE,
        "The id belonged to an element that the catalogue has no more, and is that of an element of another item now. "
        "Whatever refers to it by id, a decision, a test result, code, would silently mean another thing.",
        "element id,CalorificValue.value,BillingCalendar,4.0,the calendar is no data of the meter any more\n",
        "element id,CalorificValue.value,CalorificValue,4.0,it came back as it was\n",
    ),
    _rule(
        codes.ROW_USED_AGAIN,
        Family.CATALOGUE,
        "People cite rows by their printed numbers. One that was retired must stay free, or a citation of an older "
        "edition leads to another item. A table that was numbered anew altogether has new row numbers for good: say so "
        "in [severity], with the reason.",
        "row,21,BillingCalendar,4.0,the calendar is no data of the meter any more\n",
        "row,20,BillingCalendar,4.0,the calendar is no data of the meter any more\n",
    ),
    _rule(
        codes.ADDRESS_USED_AGAIN,
        Family.ADDRESS,
        "Equipment stays installed for twenty years. Where an address carried one item in an older edition and carries "
        "another one now, a reader of installed equipment takes the old value for the new. An address that goes on "
        "carrying one of several items that it carried is not used again.",
        "cluster attribute,0x0700 server 0x0304,ConversionFactor,4.0,it moved to another attribute\n",
        "cluster attribute,0x0700 server 0x0305,ConversionFactor,4.0,it moved to another attribute\n",
    ),
    _rule(
        codes.BAD_RESERVED,
        Family.WORKSPACE,
        "The list that metermap.toml names under reserved cannot be read, or a row of it says too little: nothing is "
        "reserved by it, and what was retired could be given to something else unseen.",
        "row,twelve,BillingCalendar,4.0,the calendar is no data of the meter any more\n",
        "row,12,BillingCalendar,4.0,the calendar is no data of the meter any more\n",
    ),
    Rule(
        codes.OTHER_VERSION,
        Family.WORKSPACE,
        "Generated code tells the version that metermap.toml states. A release sets it, and from then on whatever is "
        "built says from which release it was made. Edited by hand, or lost in a merge, it would name a release that "
        "there never was.",
        _released("1.0.1"),
        _released("1.0.0"),
    ),
)
