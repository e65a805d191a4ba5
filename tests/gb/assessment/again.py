"""Findings derived again from the tables alone, each kind in a way of its own; and the draw of those that are.

A derivation is told nothing but the subject by which the list of reviewed findings names the fault. It looks the
texts up, says what it sees, and whether that is a contradiction or a gap. It imports nothing of metermap.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from tests.gb.assessment.tables import Row, Tables

__all__ = ["DERIVATIONS", "DRAWN", "SEED", "Derived", "derive", "draw"]

SEED: Final = 2012
"""The year of the consultation that asked for the assessment; any number would do, if it stays."""
DRAWN: Final = 30
_RANGE: Final = re.compile(r"([-+]?)0x([0-9A-Fa-f]+) - ([-+]?)0x([0-9A-Fa-f]+)|(\d+) - ([-+]?)0x([0-9A-Fa-f]+)")


@dataclass(frozen=True, slots=True)
class Derived:
    """What the tables show of a finding: whether it is so, and the texts that show it."""

    agrees: bool
    shown: str


def draw(keys: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return thirty of the (code, subject), the same whenever they are the same."""
    # The draw must be the same each time, not unpredictable.
    return sorted(random.Random(SEED).sample(sorted(keys), DRAWN))  # noqa: S311


def derive(code: str, subject: str, tables: Tables) -> Derived:
    """Derive one finding. Raises KeyError for a code that no derivation is written for."""
    return DERIVATIONS[code](subject, tables)


def _number(subject: str) -> int:
    return int(subject.rpartition("#")[2])


def _only(rows: list[Row]) -> Row:
    (row,) = rows
    return row


def _two_cases(subject: str, tables: Tables) -> Derived:
    """Read the whole column of a category, and count its spellings."""
    word = subject.removeprefix("category: ")
    spellings = Counter(row["Category"] for row in tables.elements if row["Category"].lower() == word.lower())
    return Derived(len(spellings) > 1, ", ".join(f"“{name}” {count} times" for name, count in spellings.most_common()))


def _two_spellings(subject: str, tables: Tables) -> Derived:
    """Split all attribute paths into words, and look for the word in another case or with one letter more."""
    said = subject.removeprefix("path: ")
    names = Counter(part for row in tables.elements for part in re.findall(r"[A-Za-z]+", row["Attribute path"]))
    same = {name: count for name, count in names.items() if name.lower() == said.lower()}
    if len(same) < 2:
        last = re.findall(r"[A-Z]?[a-z]+", said)[-1].lower()
        words = Counter(word.lower() for name in names.elements() for word in re.findall(r"[A-Z]?[a-z]+", name))
        same = {word: count for word, count in words.items() if word == last or last in _one_letter_less(word)}
    return Derived(len(same) > 1, ", ".join(f"“{name}” {count} times" for name, count in sorted(same.items())))


def _one_letter_less(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def _no_data_type(subject: str, tables: Tables) -> Derived:
    """Look the cell up."""
    row = tables.element(subject)
    return Derived(not row["Data type"].strip(), f"row {row['Row']}: data type “{row['Data type']}”")


def _unit_without_number(subject: str, tables: Tables) -> Derived:
    """Read data type and unit of the line, and the types of its rows."""
    parts = subject.split("; ")
    facts = [row for row in tables.facts if [row["Device"], row["Section"], row["Item"]] == parts]
    fact = next((row for row in facts if row["Data type"] != "INTEGER"), facts[0])  # an item may be noted twice
    types = {found["Data type"] for row in fact["Rows"].split(", ") if (found := tables.element_of(int(row)))}
    shown = f"“{fact['Data type']}” in “{fact['Unit']}”; its rows have “{'”, “'.join(sorted(types))}”"
    return Derived(bool(fact["Unit"]) and fact["Data type"] != "INTEGER", shown)


def _no_address(subject: str, tables: Tables) -> Derived:
    """Read class and logical name of the printed row."""
    row = _only(tables.dlms[_number(subject)])
    known = row["class_id"].isdecimal() or row["obis"][0].isdecimal()
    return Derived(not known, f"class “{row['class_id']}”, logical name “{row['obis']}”")


def _type_against_dictionary(subject: str, tables: Tables) -> Derived:
    """Find the printed type in one dictionary or the other."""
    number = _number(subject)
    return _log_type(number, tables) if subject.startswith("dlms/") else _field_type(number, tables)


def _log_type(number: int, tables: Tables) -> Derived:
    row = _only(tables.dlms[number])
    attribute = next(
        line
        for line in tables.cosem_class(row["class_id"])
        if line["kind"] == "attribute" and line["index"] == row["number"]
    )
    shown = f"printed “{row['dlms_type']}”; class {row['class_id']} attribute {row['number']} is {attribute['type']}"
    return Derived(not attribute["type"].startswith(row["dlms_type"]), shown)


def _field_type(number: int, tables: Tables) -> Derived:
    row = _only(tables.sep[number])
    cluster, command = (_hex(row[column]) for column in ("cluster", "command"))
    fields = [
        line
        for line in tables.cluster(cluster, "command_fields.csv")
        if line["command"] == command
        and _letters(row["attribute_value_or_parameter"]).startswith(_letters(line["name"]))
    ]
    kinds = {line["type"].partition("<")[0] for line in fields}
    shown = f"printed “{row['data_type']}”; the field is {', '.join(line['type'] for line in fields)}"
    return Derived(bool(kinds) and row["data_type"].lower() not in kinds, shown)


def _hex(cell: str) -> str:
    return cell.rpartition(":")[2].strip()


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _unscaled(subject: str, tables: Tables) -> Derived:
    """Look for the scaling attributes among the printed rows, and in the list of the home."""
    cluster, names = subject.removeprefix("sep/").split(" scaled by ")
    attributes = [part.rpartition(" ")[2] for part in names.split(" and ")]
    scaled = [row for row in tables.scaling if attributes[0] in row.values()]
    said = [
        row["Element id"] for row in tables.han if any(name.lower() in row["Element id"].lower() for name in attributes)
    ]
    lines = f"{len(scaled)} lines of scaling of {cluster}"
    shown = f"{lines} name {attributes[0]}; {len(said)} of {len(tables.han)} home items do"
    return Derived(bool(scaled) and not said, shown)


def _time_lost(subject: str, tables: Tables) -> Derived:
    """Count octets: a date and time of COSEM has twelve, a date five."""
    number = _number(subject)
    printed = (tables.element_of(number) or {})["Data type"]
    wire = _only(tables.dlms[number])["dlms_type"]
    needed = next(row["octets"] for row in tables.dlms_types if row["name"] == "date-time")
    sent = re.findall(r"\d+", wire)
    lost = printed.startswith("DATE-TIME") and sent != [needed]
    return Derived(lost, f"“{printed}” needs {needed} octets, “{wire}” has {', '.join(sent)}")


def _field_not_filled(subject: str, tables: Tables) -> Derived:
    """Compare the fields that the rows of the use case name with those of the other use cases of the command."""
    command, case = subject.removeprefix("sep/").partition(" of ")[0], subject.rpartition("; ")[2]
    rows = [
        row for found in tables.sep.values() for row in found if _letters(row["command"]).startswith(command.lower())
    ]
    cluster, number = _hex(rows[0]["cluster"]), _hex(rows[0]["command"])
    fields = {row["name"] for row in tables.cluster(cluster, "command_fields.csv") if row["command"] == number}
    named = {
        other: {field for row in rows if other in row["use_cases"].split() for field in _named(row, fields)}
        for other in {name for row in rows for name in row["use_cases"].split()}
    }
    missing = sorted(set().union(*named.values()) - named[case])
    return Derived(
        bool(missing), f"{case} names {', '.join(sorted(named[case]))}; others name {', '.join(missing)} too"
    )


def _named(row: Row, fields: set[str]) -> set[str]:
    """Return the fields that a row names; a name within a longer one does not count."""
    text, found = _letters(row["attribute_value_or_parameter"]), set()
    for field in sorted(fields, key=lambda name: (-len(name), name)):
        if field.lower() in text:
            found.add(field)
            text = text.replace(field.lower(), " ")
    return found


def _two_widths(subject: str, tables: Tables) -> Derived:
    """Join the two mapping tables by row number, and compare the ends of the printed types."""
    dlms, sep = re.findall(r"([a-z][\w-]*) \(", subject)
    both = [
        number
        for number in sorted(tables.dlms.keys() & tables.sep.keys())
        if any(row["dlms_type"] == dlms for row in tables.dlms[number])
        and any(row["data_type"].lower() == sep for row in tables.sep[number])
    ]
    first = next(row for row in tables.dlms_types if row["name"] == dlms)
    second = tables.sep_types[sep]
    ends = [(row["minimum"], row["maximum"]) for row in (first, second)]
    shown = f"{len(both)} rows have “{dlms}” ({' to '.join(ends[0])}) and “{sep}” ({' to '.join(ends[1])})"
    return Derived(bool(both) and ends[0] != ends[1], shown)


def _one_command_two_calendars(subject: str, tables: Tables) -> Derived:
    """Group the printed rows of the command by item."""
    command = subject.rpartition("/")[2].partition(" of ")[0]
    rows = [row for found in tables.sep.values() for row in found if _letters(command) in _letters(row["command"])]
    items = sorted({re.split(r"[:(]", row["name"])[0].strip() for row in rows})
    asked = {row["attribute_value_or_parameter"] for row in rows}
    told = [text for text in asked if "calendar" in text.lower()]
    return Derived(len(items) > 1 and not told, f"{command}: {' and '.join(items)}; no row prints a calendar")


def _more_homes_than_values(subject: str, tables: Tables) -> Derived:
    """Count values and attributes of the row."""
    row = _only(tables.sep[_number(subject)])
    attributes = re.findall(r"0x[0-9A-F]{4}", row["attribute_value_or_parameter"])
    low, high = (int(number) for number in re.findall(r"\[(\d+)\.\.(\d+)\]", row["name"])[0])
    values = high - low + 1
    return Derived(len(attributes) > values, f"{values} values, {len(attributes)} attributes")


def _no_time_row(subject: str, tables: Tables) -> Derived:
    """Look for a time among the rows of the item's commands, and for one among the command's fields."""
    item = subject.removeprefix("sep/").partition(";")[0]
    rows = [row for found in tables.sep.values() for row in found if row["name"].startswith(f"{item}:")]
    following = [row for row in rows if "next" in row["name"].lower()]
    times = [row for row in rows if "DateTime" in row["name"]]
    cluster, command = (_hex(following[0][column]) for column in ("cluster", "command"))
    sender = "client" if cluster == "0x0705" else "server"
    fields = [name for name in tables.fields(cluster, sender, command) if "time" in name.lower()]
    rows_of = f"{len(following)} rows of a next value, {len(times)} of a time"
    shown = f"{rows_of}; times of the command: {', '.join(fields) or 'none'}"
    return Derived(bool(following) and not times, shown)


def _out_of_type(subject: str, tables: Tables) -> Derived:
    """Compare the end of the printed range with the end of the printed type."""
    row = _only(tables.sep[_number(subject)])
    kind, (_, high) = _sep_type(row, tables), _range(row)
    shown = f"“{row['data_type']}” ends at {kind['maximum']}; “{row['attribute_value_or_parameter']}” ends at {high}"
    return Derived(high > int(kind["maximum"]), shown)


def _taken_code(subject: str, tables: Tables) -> Derived:
    """Read the code with a meaning of its own as the type does, and look for it in the printed range."""
    row = _only(tables.sep[_number(subject)])
    kind, (low, high) = _sep_type(row, tables), _range(row)
    special = re.search(r"Set to (0x[0-9A-Fa-f]+)", row["attribute_value_or_parameter"])
    code = int(special[1] if special else kind["non_value"], 16)
    bits = 8 * int(kind["octets"])
    read = code - 2**bits if kind["kind"] == "signed" and code >= 2 ** (bits - 1) else code
    shown = f"0x{code:X} in “{row['data_type']}” is {read}, and the range goes from {low} to {high}"
    return Derived(low <= read <= high, shown)


def _sep_type(row: Row, tables: Tables) -> Row:
    return tables.sep_types[row["data_type"].lower()]


def _range(row: Row) -> tuple[int, int]:
    found = _RANGE.search(row["attribute_value_or_parameter"])
    if found is None:
        message = f"no range in “{row['attribute_value_or_parameter']}”"
        raise ValueError(message)
    if found[5]:
        return int(found[5]), int(found[6] + found[7], 16)
    return int(found[1] + found[2], 16), int(found[3] + found[4], 16)


def _gas_without_row(subject: str, tables: Tables) -> Derived:
    """Look for the element's number in the Smart Energy table."""
    row = tables.element(subject.removeprefix("sep/"))
    cited = re.search(r"SMETS 4\.[\d.]+", row["Reference"])
    there = int(row["Row"]) in tables.sep
    cites = f"row {row['Row']} cites “{cited[0] if cited else ''}”"
    shown = f"{cites}, and the Smart Energy table has {'it' if there else 'no such row'}"
    return Derived(cited is not None and not there, shown)


DERIVATIONS: Final[dict[str, Callable[[str, Tables], Derived]]] = {
    "MM134": _two_cases,
    "MM135": _two_spellings,
    "MM143": _no_data_type,
    "MM197": _unit_without_number,
    "MM310": _no_address,
    "MM402": _type_against_dictionary,
    "MM424": _unscaled,
    "MM436": _time_lost,
    "MM444": _field_not_filled,
    "MM452": _one_command_two_calendars,
    "MM453": _more_homes_than_values,
    "MM454": _no_time_row,
    "MM458": _two_widths,
    "MM480": _out_of_type,
    "MM481": _time_lost,
    "MM482": _taken_code,
    "MM501": _gas_without_row,
}
