"""The steps by which a proposal grows: the first go by a sheet's headers, the others by its rows.

Each changes the profile and says why, or leaves it alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from metermap.catalogue.cells import RawCell, ValueKind
from metermap.catalogue.columns import PARTS, folded
from metermap.catalogue.headers import Heading
from metermap.catalogue.looking import Sureness
from metermap.catalogue.numerals import parse_whole_number
from metermap.catalogue.profiles import cross_field
from metermap.catalogue.proposal import Proposal
from metermap.catalogue.synonyms import FLAG_WORDS
from metermap.catalogue.types import parse_catalogue_type
from metermap.catalogue.values import CROSSES, NO_CROSSES
from metermap.core.render import counted
from metermap.core.types import Kind
from metermap.core.workspace import NumberLocale

__all__ = ["BY_HEADERS", "BY_ROWS", "PLACEHOLDER", "device_word"]

PLACEHOLDER = "DEVICE"
_LOCALES = (
    NumberLocale(),
    NumberLocale(",", "."),
    NumberLocale(".", ","),
    NumberLocale(",", " "),
    NumberLocale(".", "'"),
)
_FILLABLE = ("item", "reference", "section", "category")
_DEVICE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}")
_SHOWN = 12
_IDS = (
    ("item", "path"),
    ("reference", "path"),
    ("item", "path", "row"),
    ("reference", "item", "path"),
    ("reference", "item", "path", "row"),
)

Step: TypeAlias = Callable[[Proposal], None]


# ---- what the headers say -------------------------------------------------------------------------


def _headers(proposal: Proposal) -> None:
    said = {
        Sureness.LIKELY: "likely, a name that others use",
        Sureness.GUESS: "a guess, the texts resemble each other",
        Sureness.VAGUE: "a guess, the text says little below a group, and no other column claims this",
    }
    aliases: dict[str, tuple[str, ...]] = {}
    for column in proposal.look.columns:
        if folded(column.text) != folded(column.header):
            aliases[column.header] = (column.text,)
            how = said.get(column.how, "sure, the column has that header below a group")
            proposal.because(f"headers.{column.header}", f"{column.cell}: {how}")
    proposal.profile = replace(proposal.profile, headers=aliases)
    if len(proposal.look.header_rows) > 1:
        proposal.profile = replace(proposal.profile, header_rows=2)


def _crosses(proposal: Proposal) -> None:
    """Take columns for devices if nothing else names these: two or more that no other column's text heads."""
    if proposal.part != "elements" or "devices" in proposal.look.fields:
        return
    groups: dict[str, list[Heading]] = {}
    times = Counter(folded(heading.texts[0]) for heading in proposal.look.others)
    for heading in proposal.look.others:
        group, _, name = heading.texts[0].rpartition(" / ")
        if _DEVICE.fullmatch(device_word(name)) and times[folded(heading.texts[0])] == 1:
            groups.setdefault(group, []).append(heading)
    proposal.profile = replace(
        proposal.profile,
        marks={
            "Devices": {
                heading.texts[0]: device_word(heading.texts[0].rpartition(" / ")[2])
                for group in sorted(groups, key=lambda text: ("device" not in folded(text), text))[:1]
                for heading in groups[group]
            }
        },
    )


def _absent(proposal: Proposal) -> None:
    """Declare the columns that there are not, and what stands for those that must be."""
    missing = [
        column
        for column in PARTS[proposal.part]
        if column.field not in proposal.look.fields
        and not column.optional
        and column.header not in proposal.profile.marks
    ]
    lacks = [column.header for column in missing if not column.filled or column.field == "row"]
    constants = {column.header: PLACEHOLDER for column in missing if column.field in {"devices", "device"}}
    proposal.profile = replace(proposal.profile, lacks=tuple(lacks), constants=constants)
    if any(column.field == "id" for column in missing):
        proposal.profile = replace(proposal.profile, id_from=("Item", "Attribute path"))


# ---- what the rows say ----------------------------------------------------------------------------


def _only_crosses(proposal: Proposal) -> None:
    """Keep only the columns that hold crosses and nothing else; with less than two there is no such list."""
    if not proposal.profile.marks:
        return
    crosses = {
        text: name
        for text, name in proposal.profile.marks["Devices"].items()
        if _has_crosses(proposal, cross_field(text))
    }
    if len(crosses) > 1:
        proposal.profile = replace(proposal.profile, marks={"Devices": crosses})
        proposal.because("marks", f"likely: {counted(len(crosses), 'column')} hold crosses and nothing else")
    else:
        proposal.profile = replace(proposal.profile, marks={})
        _absent(proposal)


def _has_crosses(proposal: Proposal, name: str) -> bool:
    texts = {str(cell.value).strip().casefold() for cell in proposal.cells(name)}
    return bool(texts & CROSSES) and texts <= CROSSES | NO_CROSSES


def _device(proposal: Proposal) -> None:
    """Find a name for the one device that a sheet without such a column is about."""
    found = re.findall(r"\b[A-Z][A-Z0-9]{2,9}\b", proposal.look.sheet.name)
    name = found[-1] if len(set(found)) == 1 else PLACEHOLDER
    why = "a guess, from the sheet's name" if found else "nothing names a device: put its name here and below"
    for header in proposal.profile.constants:
        proposal.profile = replace(proposal.profile, constants={header: name})
        proposal.because("constants", why)
        proposal.devices.append(name)


def _fill(proposal: Proposal) -> None:
    columns = [name for name in _FILLABLE if name in proposal.look.fields]
    filled = [name for name in columns if _is_merged(proposal.cells(name)) or _is_blank_below(proposal, name)]
    for name in filled:
        merged = sum(_is_tall(cell) for cell in proposal.cells(name))
        what = counted(merged, "cell") + " merged downwards" if merged else "its cells are empty below a name"
        proposal.because("fill", f"{'sure' if merged else 'likely'}, {proposal.header(name)}: {what}")
    proposal.profile = replace(proposal.profile, fill=tuple(proposal.header(name) for name in filled))


def _is_tall(cell: RawCell) -> bool:
    return cell.merged is not None and cell.merged.bottom > cell.merged.top and cell.merged.left == cell.merged.right


def _is_merged(cells: Iterable[RawCell]) -> bool:
    return any(map(_is_tall, cells))


def _is_blank_below(proposal: Proposal, name: str) -> bool:
    """Say whether the field is blank wherever the item is, and the item in rows that go on with its elements."""
    named = {row.number for row in proposal.rows if row.cell("item") is not None}
    going_on = [row for row in proposal.rows if row.number not in named and row.cell("path") is not None]
    return bool(going_on and named) and all(row.cell(name) is None for row in going_on)


def _digits(proposal: Proposal) -> None:
    """Let whole numbers stand for their digits in columns of text that hold nothing else."""
    columns = [column for column in PARTS[proposal.part] if column.field not in {"row", "rows", "devices", "device"}]
    chosen = []
    for column in columns:
        cells = proposal.cells(column.field)
        if cells and all(cell.kind is ValueKind.NUMBER and _is_whole(cell) for cell in cells):
            chosen.append(column.header)
            proposal.because("whole_numbers", f"sure, {column.header}: {counted(len(cells), 'whole number')}")
    proposal.profile = replace(proposal.profile, whole_numbers=tuple(chosen))


def _is_whole(cell: RawCell) -> bool:
    return isinstance(cell.value, int | float) and int(cell.value) == cell.value


def _numbers(proposal: Proposal) -> None:
    """Find how row numbers that are stored as text are written; give a column up that holds something else."""
    cells = proposal.cells("row")
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    if not texts or (not proposal.look.sheet.name and all(text.strip().isdecimal() for text in texts)):
        return  # a CSV file stores numbers no other way
    fits = [locale for locale in _LOCALES if all(parse_whole_number(text, locale) is not None for text in texts)]
    if fits:
        proposal.profile = replace(proposal.profile, numbers=fits[0])
        example = max(texts, key=len)
        proposal.because(
            "numbers", f"likely: {counted(len(texts), 'row number')} stored as text, such as {example!r:.40}"
        )
    else:
        _give_up(proposal, "row", "holds more than whole numbers")


def _unique_rows(proposal: Proposal) -> None:
    values = Counter(str(cell.value) for cell in proposal.cells("row"))
    if values and max(values.values()) > 1:
        _give_up(proposal, "row", f"has the same number more than once, such as {values.most_common(1)[0][0]!r:.40}")
    elif "row" in proposal.look.fields and len(proposal.cells("row")) < len(proposal.rows):
        _give_up(proposal, "row", "is empty in some rows")


def _unique_id(proposal: Proposal) -> None:
    cells = proposal.cells("id")
    if "id" in proposal.look.fields and len({cell.value for cell in cells}) < len(proposal.rows):
        _give_up(proposal, "id", "has empty or equal cells")


def _give_up(proposal: Proposal, name: str, why: str) -> None:
    """Take a column for another one than was guessed, unless its header is the standard one."""
    column = next((column for column in proposal.look.columns if column.field == name), None)
    if column is None or folded(column.text) == folded(column.header):
        return
    rest = tuple(other for other in proposal.look.columns if other is not column)
    proposal.look = replace(proposal.look, columns=rest)
    profile = proposal.profile
    headers = {header: texts for header, texts in profile.headers.items() if header != column.header}
    proposal.profile = replace(profile, headers=headers)
    if name == "id":
        proposal.profile = replace(proposal.profile, id_from=("Item", "Attribute path"))
    else:
        lacking = {*profile.lacks, column.header}
        lacks = tuple(known.header for known in PARTS[proposal.part] if known.header in lacking)
        proposal.profile = replace(proposal.profile, lacks=lacks)
    proposal.because("", f"{column.cell} {column.text!r:.40} is not read as {column.header}: it {why}.")


def _compose_id(proposal: Proposal) -> None:
    if not proposal.profile.id_from:
        return
    usable = [names for names in _IDS if set(names) <= proposal.look.fields]
    chosen = next(
        (names for names in usable if _repeated(proposal, names) == 0), usable[0] if usable else ("item", "path")
    )
    again = _repeated(proposal, chosen)
    why = "likely: no column holds ids, and these together are different in every row"
    if again:
        why = f"a guess: no column holds ids; {counted(again, 'row')} will be reported, which have the same"
    proposal.because("id_from", why)
    proposal.profile = replace(proposal.profile, id_from=tuple(proposal.header(name) for name in chosen))


def _repeated(proposal: Proposal, names: Sequence[str]) -> int:
    """Return how many rows have the same texts in these fields as one above."""
    seen = Counter(
        tuple(str(cell.value) if (cell := row.cell(name)) else "" for name in names) for row in proposal.rows
    )
    return sum(count - 1 for count in seen.values())


def _flags(proposal: Proposal) -> None:
    """Translate the words of a column of flags."""
    texts = {str(cell.value).strip().casefold() for cell in proposal.cells("sensitive")} - {"yes", "no"}
    meanings = {text: flag for text in sorted(texts) for flag, words in FLAG_WORDS.items() if text in words}
    if not texts:
        return
    if len(meanings) < len(texts):
        _give_up(proposal, "sensitive", "says more than yes and no")
        return
    _translate(proposal, "Sensitive", meanings)
    proposal.because("values.Sensitive", "likely: these words mean yes and no")


def _device_names(proposal: Proposal) -> None:
    """Collect the devices that the elements name; make words of those that are none."""
    name = "devices"
    texts = (str(cell.value) for cell in proposal.cells(name))
    said = dict.fromkeys(part.strip() for text in texts for part in re.split(r"[;,]", text) if part.strip())
    meanings = {text: device_word(text) for text in said if not _DEVICE.fullmatch(text)}
    if meanings:
        _translate(proposal, proposal.header(name), meanings)
        proposal.because(f"values.{proposal.header(name)}", "a device's name here is one word")
    proposal.devices += [meanings.get(text, text) for text in said]
    proposal.devices += proposal.profile.marks.get("Devices", {}).values()


def _devices_of_facts(proposal: Proposal) -> None:
    """Collect the devices that facts are about; ``ESME twin element`` is a kind of ESME if there are facts of both."""
    said = dict.fromkeys(" ".join(str(cell.value).split()) for cell in proposal.cells("device"))
    proposal.devices += [text for text in said if not any(text.startswith(f"{other} ") for other in said)]


def device_word(text: str) -> str:
    """Return an id for the device that `text` names: one word."""
    word = re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")[:40]
    return word if word[:1].isalpha() else f"D-{word}".rstrip("-")


def _translate(proposal: Proposal, header: str, meanings: Mapping[str, str]) -> None:
    proposal.profile = replace(proposal.profile, values={**proposal.profile.values, header: dict(meanings)})


def _types(proposal: Proposal) -> None:
    """List the data types that will be reported; what they stand for is not for a program to say."""
    texts = [str(cell.value).strip() for cell in proposal.cells("data_type")] if proposal.part == "elements" else []
    unknown = Counter(text for text in texts if parse_catalogue_type(text).kind is Kind.UNKNOWN)
    if unknown:
        shown = ", ".join(f"{text!r:.40} ({count})" for text, count in unknown.most_common(_SHOWN))
        more = f" and {len(unknown) - _SHOWN} more" if len(unknown) > _SHOWN else ""
        advice = 'say under [workbook.values."Data type"] what they stand for'
        proposal.because("", f"Data types not understood: {shown}{more}; {advice}.")


BY_HEADERS: tuple[Step, ...] = (_headers, _crosses, _absent)
BY_ROWS: tuple[Step, ...] = (
    _only_crosses,
    _device,
    _fill,
    _digits,
    _numbers,
    _unique_rows,
    _unique_id,
    _compose_id,
    _flags,
    _device_names,
    _devices_of_facts,
    _types,
)
