"""Every printed row of the mapping table against the resolved model.

`dlms-rows.csv` and `sep-rows.csv` hold the table's cells as printed (751 and 320 rows). Each row
with an address must be in the model with exactly that address, type, constant and use cases.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from metermap.core.addresses import Access, DlmsAddress, NamedAddress, SepAddress
from metermap.core.logical_names import parse_logical_name
from metermap.mappings.model import ResolvedModel, Statement

HERE = Path(__file__).parent

# GBCS type names in printed paths, which are no members of the value.
_TYPE_NAMES = re.compile(
    r"^(entry_\w+|scal_unit_type|threshold|season|week_profile|day_profile|day_profile_action|schedule_table_entry"
    r"|spec_day_entry|charge_table_element|active_device|device_to_backup|device_to_restore|subGhzConfig"
    r"|execution_time_date|\w+_collection)$"
)


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


DLMS = _rows("dlms-rows.csv")
SEP = _rows("sep-rows.csv")


@pytest.fixture(scope="session")
def by_row(gb_model: ResolvedModel) -> dict[tuple[str, int], list[Statement]]:
    found: dict[tuple[str, int], list[Statement]] = defaultdict(list)
    for statement in gb_model.statements:
        if statement.row is not None and not statement.proposed:
            found[statement.protocol, statement.row].append(statement)
    return found


def test_the_tables_are_whole() -> None:
    assert (len(DLMS), len(SEP)) == (751, 320)
    assert sum(row["obis"] == "Not specified" for row in DLMS) == 8


def _number(text: str) -> int | str:
    try:
        return int(text, 0)
    except ValueError:
        return text


def _constants(printed: str) -> set[int | str]:
    """What a printed constant allows: behind '||', without its remarks."""
    text = printed.rpartition("||")[2]
    if text in {"", "-", "0x"}:
        return set()
    return {_number(found) for found in re.findall(r"0x[0-9A-Fa-f]+|0b[01]+|-?\d+", text)}


def _type(printed: str) -> str:
    text = printed.partition("[[")[0]
    return "null-data" if text.startswith("null") else text


def _ranges(path: str) -> list[str]:
    """The index ranges of a path; ``[1..1]`` and ``[1of2..2]`` are the index 1."""
    texts = [re.sub(r"^(\d+)of.*", r"\1", text) for text in re.findall(r"\[([^\]]*)\]", path)]
    return [low if low == high else text for text in texts for low, _, high in [text.partition("..")]]


def _names(path: str) -> list[str]:
    steps = re.sub(r"\[[^\]]*\]", "", path).split(".")
    return [step for step in steps if step and step != "data" and not _TYPE_NAMES.match(step)]


@pytest.mark.parametrize("row", DLMS, ids=lambda row: row["row"])
def test_dlms_row(row: dict[str, str], by_row: dict[tuple[str, int], list[Statement]]) -> None:
    statements = by_row["dlms", int(row["row"])]
    assert statements, "the row is in no statement"
    for statement in statements:
        address = statement.address
        if row["obis"] == "Not specified":
            assert isinstance(address, NamedAddress)
            assert address.field == row["attribute_name"]
            continue
        assert isinstance(address, DlmsAddress)
        assert address.class_id == int(row["class_id"])
        assert address.logical_name == parse_logical_name(row["obis"])
        assert (address.access is Access.METHOD) == (row["attribute_or_method"] == "M")
        assert address.index == int(row["number"])
        attribute, _, path = row["attribute_name"].partition(":")
        assert _ranges(path) == _ranges(address.member)
        names = _names(path)
        if names[:1] == [attribute.replace(" ", "")]:
            names = names[1:]  # printed paths repeat the attribute's own name
        said = _names(f"{address.selector}.{address.member}")
        if said != ["_"]:  # the source names no parameter of get_protected_attributes
            assert names == said
        _check_type(row["dlms_type"], statement)
        _check_common(row, statement, _constants(row["constant"]))


def _check_type(printed: str, statement: Statement) -> None:
    assert statement.optional == ("[[OPTIONAL]]" in printed)
    assert ("variant = twin_element" in statement.conditions) == ("TWIN_ELEMENT" in printed)
    wanted = _type(printed)
    if wanted and wanted != "EXCEPTIONAL":
        assert statement.type is not None
        assert statement.type.label == wanted


def _check_common(row: dict[str, str], statement: Statement, constants: set[int | str]) -> None:
    assert set(statement.use_cases) == set(row["use_cases"].split())
    if constants:
        assert {_number(text) for text in statement.value.split(" | ")} == constants


def _code(text: str) -> int:
    return int(re.findall(r"0x[0-9A-Fa-f]+", text)[-1], 16)


@pytest.mark.parametrize("row", SEP, ids=lambda row: row["row"])
def test_sep_row(row: dict[str, str], by_row: dict[tuple[str, int], list[Statement]]) -> None:
    statements = by_row["sep", int(row["row"])]
    assert statements, "the row is in no statement"
    for statement in statements:
        address = statement.address
        assert isinstance(address, SepAddress)
        assert address.cluster_id == _code(row["cluster"])
        if row["command"].startswith("Read Attributes"):
            assert address.access is Access.ATTRIBUTE
        else:
            assert address.access is Access.COMMAND
            _check_command(row, address)
        _check_common(row, statement, set())
    if row["command"].startswith("Read Attributes"):
        assert {statement.address.id for statement in statements} == _attribute_ids(row)  # type: ignore[union-attr]


def _attribute_ids(row: dict[str, str]) -> set[int]:
    text = row["attribute_value_or_parameter"]
    spans = [(int(low, 16), int(high, 16)) for low, high in re.findall(r"(0x[0-9A-F]{4})-(0x[0-9A-F]{4})", text)]
    singles = {int(found, 16) for found in re.findall(r"0x[0-9A-Fa-f]{4}", text)}
    return singles | {number for low, high in spans for number in range(low, high + 1)}


def _check_command(row: dict[str, str], address: SepAddress) -> None:
    if row["command"].startswith("(Resp"):
        assert address.id == _code(row["response"])
        return
    if address.request_id is not None:
        # A read that is answered by its own command: the value stands in the answer.
        assert (address.request_id, address.id) == (_code(row["command"]), _code(row["response"]))
        return
    if row["row"] == "1390":
        assert address.id == 0x02, "the source prints 0x03, the id of UpdateSiteID"
        return
    assert address.id == _code(row["command"])
    if "0x" in row["response"]:
        assert address.reply_id == _code(row["response"])


_ZCL = {"UINT": "uint", "INT": "int", "ENUM": "enum", "BITMAP": "map"}


@pytest.mark.parametrize("row", SEP, ids=lambda row: row["row"])
def test_sep_type(row: dict[str, str], by_row: dict[tuple[str, int], list[Statement]]) -> None:
    printed = row["data_type"]
    found = re.match(r"(UINT|INT|ENUM|BITMAP)(\d+)", printed)
    names = {"UTCTime": "UTC", "OCTETSTRING[n]": "octstr", "CHARSTRING[n]": "string"}
    wanted = f"{_ZCL[found[1]]}{found[2]}" if found else names.get(printed, "")
    if not wanted:
        return  # the source prints no type, or a structure's
    for statement in by_row["sep", int(row["row"])]:
        assert statement.type is not None
        assert statement.type.name == wanted
