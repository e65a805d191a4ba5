"""`mappings import`: from a table to a draft that says the same."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from metermap.core.findings import Findings
from metermap.mappings import syntax as s
from metermap.mappings.import_lines import quoted
from metermap.mappings.importer import import_table
from metermap.mappings.parser import parse_file_text
from tests.mappings.conftest import Resolve

GB_ROWS = Path(__file__).parents[1] / "gb"
DLMS = "row,reference,name,class_id,obis,attribute_or_method,number,attribute_name,dlms_type,constant,use_cases,devices"
SEP = "row,reference,name,data_type,attribute_value_or_parameter,cluster,command,response,use_cases,devices"

Draft = Callable[..., str]


@pytest.fixture
def draft(tmp_path: Path) -> Draft:
    """Import a table given as text lines; no finding is expected."""

    def imported(header: str, *rows: str, devices: tuple[str, ...] = ()) -> str:
        path = tmp_path / "table.csv"
        path.write_text("\n".join([header, *rows]), encoding="utf-8")
        findings = Findings()
        text = import_table(path, None, devices, findings)
        assert findings.items == []
        return text

    return imported


def body(text: str) -> str:
    """Return the sentences behind the first 'on'."""
    return text.partition("tunnelled.\n\n")[2].strip()


def test_a_register_becomes_a_sentence(draft: Draft) -> None:
    scaler_unit = "3,1-0:2.8.0.255,A,3,scaler_unit:scal_unit_type"
    text = draft(
        DLMS,
        "100,SMETS 5.7.5.2,ActiveExportRegister: value,3,1-0:2.8.0.255,A,2,value,double-long-unsigned,-,ECS17a,ESME",
        f"233,SMETS 5.7.5.2,ActiveExportRegister: unit,{scaler_unit}.unit,enum,30,ECS17a,ESME",
        f"362,SMETS 5.7.5.2,ActiveExportRegister: scale,{scaler_unit}.scaler,integer,0,ECS17a,ESME",
    )
    assert text == (
        "-- A first draft, imported from table.csv. Read it, shorten it, have it reviewed.\n\n"
        "syntax 1.\nuse dlms gb.\n\n"
        "on ESME over dlms, tunnelled.\n\n"
        "ActiveExportRegister is Register 1-0:2.8.0.255 {\n"
        "    value: value #100 as double-long-unsigned,\n"
        "    scaler_unit { unit: unit #233 = Wh as enum, scaler: scale #362 = 0 as integer }\n"
        "} for ECS17a.\n"
    )


def test_twins_whose_logical_names_keep_in_step_become_one(draft: Draft) -> None:
    rows = [
        f"{12 + n},SMETS,BoostFunctionControl[{n}]: value,1,0-0:94.44.6.{10 * n + 1},A,2,value,boolean,-,ECS62,ESME"
        for n in range(1, 6)
    ]
    assert body(draft(DLMS, *rows)) == (
        "BoostFunctionControl[n in 1..5] is Data 0-0:94.44.6.<1 + 10*n> { value: value #13..17 as boolean } for ECS62."
    )


def test_twins_that_differ_in_more_stay_apart(draft: Draft) -> None:
    threshold = "AverageRMSOverVoltageThreshold: value"
    text = draft(
        DLMS,
        f"30,SMETS,(Phase[1]){threshold},1,1-0:32.35.0.4,A,2,value,double-long-unsigned,-,ECS26b,ESME",
        f"32,SMETS,(Phase[2]){threshold},1,1-0:52.35.0.4,A,2,value,double-long-unsigned,-,ECS26k,ESME",
        f"34,SMETS,(Phase[3]){threshold},1,1-0:72.35.0.4,A,2,value,double-long-unsigned,-,ECS26k,ESME",
    )
    assert '"(Phase[1])AverageRMSOverVoltageThreshold" is Data 1-0:32.35.0.4 {' in text
    assert '"(Phase[<n in 2..3>])AverageRMSOverVoltageThreshold" is Data 1-0:<12 + 20*n>.35.0.4 {' in text
    assert "value: value #32,34 as" in text


def test_a_log_shares_its_prefix_and_its_index_and_folds_numbered_members(draft: Draft) -> None:
    where = "7,0-0:98.1.0.255,A,2"
    log = "BillingDataLog(BillingCalendarTriggeredExcExport): logEntries[1..12].logEntry"
    entry = "buffer:buffer[1..12].entry_registerReadLogEntry"
    rows = [
        f"{525 + 2 * b},SMETS,{log}.tariffTOU[1..8].Block{b}.RegisterMatrixValue,{where},"
        f"{entry}.tariffTOUBlock{b}RegisterValues[1..8].value,double-long-unsigned,-,ECS20c,ESME"
        for b in range(1, 5)
    ]
    stamp = f"607,SMETS,{log}.timestamp,{where},{entry}.timestamp,double-long-unsigned,-,ECS20c,ESME"
    text = draft(DLMS, *rows, stamp)
    assert "buffer[e in 1..12]: logEntries[e].logEntry {" in text
    assert "tariffTOUBlock<b in 1..4>RegisterValues[t in 1..8].value:" in text
    assert "tariffTOU[t].Block<b>.RegisterMatrixValue #527,529,531,533 as double-long-unsigned" in text


def test_the_range_of_a_log_is_its_selective_access(draft: Draft) -> None:
    where = "7,0-0:99.98.20.255,A,2"
    text = draft(
        DLMS,
        f"2,SMETS,BoostFunctionEventLog: method: readLog,{where},see notes column,integer,-,ECS61c,ESME; SAPC",
        f"3,SMETS,BoostFunctionEventLog: logEntries[1..25].logEntry.boostEnd,{where},"
        "buffer:buffer[1..25].entry_boostFunctionLogEntry.boost_end,double-long-unsigned,-,ECS61c,ESME; SAPC",
        f"5,SMETS,BoostFunctionEventLog: methodInput: fromDateTime,{where},"
        "buffer:range_descriptor.from_value,double-long-unsigned,-,ECS61c,ESME; SAPC",
    )
    assert "on ESME, SAPC over dlms, tunnelled." in text
    assert "    buffer: readLog #2 as integer,\n" in text
    assert "} by range_descriptor {\n        from_value: fromDateTime #5 as double-long-unsigned\n    }" in text


@pytest.mark.parametrize("reference", ["(DLMS)", "CHTS DLMS", "NA"])
def test_a_protocol_row_is_a_constant(draft: Draft, reference: str) -> None:
    row = "743,{},AuxiliaryControllerCalendar: enable,10,0-1:12.0.2.255,A,2,{},boolean,||0x01,ECS46d,ESME"
    printed = "entries:entries[0..120].schedule_table_entry.enable"
    assert "entries[0..120].enable = 0x01 #743 as boolean" in draft(DLMS, row.format(reference, printed))


@pytest.mark.parametrize(
    ("printed", "clause"),
    [
        ("double-long-unsigned[[TWIN_ELEMENT_ESME_ONLY]]", "as double-long-unsigned when variant = twin_element"),
        ("octet-string(12)[[OPTIONAL]]", "as octet-string(12) optional"),
        ("null (contrary to COSEM)", "as null-data despite \"the source prints 'null (contrary to COSEM)'\""),
        ("EXCEPTIONAL", ""),
        ("--", ""),
    ],
)
def test_marks_behind_a_type_become_clauses(draft: Draft, printed: str, clause: str) -> None:
    text = draft(DLMS, f"65,SMETS,RandomisedOffset: value,1,0-0:94.44.0.0,A,2,value,{printed},-,ECS26c,ESME")
    assert f"value: value #65 {clause}".rstrip() + " }" in text.replace("\n    ", " ").replace("\n", " ")


def test_what_has_no_address_is_an_alert(draft: Draft) -> None:
    where = "Not specified,Not specified,A,Not specified"
    text = draft(
        DLMS,
        f"1771,SMETS,SupplyOutageRestore: interruptionValue,{where},interuption_value,octet-string(12),-,ECS80,ESME",
    )
    assert "SupplyOutageRestore is Alert(ECS80) {" in text
    assert "because \"'Not specified' is printed as class and as logical name\"" in text


CALL = "Prepayment: 0x0705,Change Debt : 0x02,ZCL Default Response : 0x0B,GCS04,GSME"


def test_a_command_gathers_its_fields(draft: Draft) -> None:
    limits = "Debt Amount -0x7FFFFFFF - 0x7FFFFFFF"
    rows = [
        line
        for n in (1, 2)
        for line in (
            f"{1158 + n},SMETS,TimeDebtRegisters[{n}]: adjust,ENUM8,Debt Amount Type {2 * n - 1} = Incremental,{CALL}",
            f"{1161 + n},SMETS,TimeDebtRegisters[{n}]: methodInput: adjustmentValue,INT32,{limits},{CALL}",
        )
    ]
    assert body(draft(SEP, *rows)) == (
        "TimeDebtRegisters[n in 1..2] is Prepayment {\n"
        "    call ChangeDebt @0x02 {\n"
        "        DebtAmountType: adjust #1159,1160          = 2*n - 1 as enum8,\n"
        "        DebtAmount:     adjustmentValue #1162,1163 as int32 only -0x7FFFFFFF..0x7FFFFFFF\n"
        "    } returns DefaultResponse\n"
        "} for GCS04."
    )


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("Debt Recovery Frequency 0x00 = per hour 0x01 = per day", "coded { hour = 0x00, day = 0x01 }"),
        ("Debt Recovery Start Time UTC Time 0 = immediate", "coded { immediate = 0, _ = _ }"),
        ("Debt Recovery Start Time UTC Time Set to 0xFFFFFFFE to cancel", "coded { cancel = 0xFFFFFFFE, _ = _ }"),
        ("Debt Recovery Amount 0 - 0xFFFFFFFF", "only 0..0xFFFFFFFF"),
        ("Debt Amount Type 5 = incremental", "= 5"),
        ("Debt Recovery Balance Percentage Time-based debt: set to 0", "-- printed: Time-based debt: set to 0"),
        ("Something else", "-- printed: Something else"),
    ],
)
def test_what_stands_behind_a_fields_name(draft: Draft, printed: str, said: str) -> None:
    assert said in draft(SEP, f"1,SMETS,Item: path,,{printed},{CALL}")


def test_attributes_that_keep_in_step_open_an_index(draft: Draft) -> None:
    printed = '"TOU Information: CurrentTierNSummationDelivered: 0x0100, 0x0102, 0x0104, 0x0106"'
    read = "Metering: 0x0702,Read Attributes: 0x00,Read Attributes Response: 0x01,GCS13c,GSME"
    text = draft(SEP, f"1370,SMETS,TariffTOURegisterMatrix[1..4]: value,UINT48,{printed},{read}")
    assert "CurrentTier<k in 1..4>SummationDelivered @ 0x00FE + 2*k: value #1370 as uint48" in text


def test_an_answer_finds_its_call(draft: Draft) -> None:
    cluster = "--,--,Prepayment: 0x0705"
    text = draft(
        SEP,
        f"517,SMETS,Log: logEntries[1..10].logEntry.amount,{cluster},(Response):,Publish Debt Log: 0x06,GCS15d,GSME",
        f"574,SMETS,Log: method: readLog,{cluster},Get Debt Repayment Log: 0x0A,--,GCS15d,GSME",
    )
    assert "call GetDebtRepaymentLog @0x0A: readLog #574 returns PublishDebtLog {" in text
    assert "_: logEntries[1..10].logEntry.amount #517" in text


@pytest.mark.parametrize(("name", "device"), [("dlms-rows.csv", "ESME"), ("sep-rows.csv", "GSME")])
def test_the_draft_of_the_whole_table_says_every_row_once(name: str, device: str, resolve: Resolve) -> None:
    findings = Findings()
    text = import_table(GB_ROWS / name, None, (device,), findings)
    with (GB_ROWS / name).open(encoding="utf-8", newline="") as stream:
        printed = [int(row["row"]) for row in csv.DictReader(stream)]
    outcome = resolve(text)
    assert [finding.message for finding in outcome.findings if finding.severity == "error"] == []
    assert {statement.row for statement in outcome.statements} - {None} == set(printed)
    assert text == import_table(GB_ROWS / name, None, (device,), Findings())
    assert all(len(line) < 150 for line in text.splitlines())


def test_a_workbook_gives_the_same_draft_as_its_csv(tmp_path: Path, draft: Draft) -> None:
    row = "65,SMETS 5.7.5.28,RandomisedOffset: value,1,0-0:94.44.0.0,A,2,value,long-unsigned,-,ECS26c,ESME"
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["The mapping table", None])
    header = "Row,Reference,Name,Class ID,Logical name,Attribute or method,Number,Attribute name,DLMS type,Constant"
    sheet.append([*header.split(","), "Use cases", "Devices"])
    sheet.append([int(cell) if cell.isdigit() else cell for cell in row.split(",")])
    book.save(tmp_path / "table.xlsx")
    findings = Findings()
    text = import_table(tmp_path / "table.xlsx", None, (), findings)
    assert findings.items == []
    assert body(text) == body(draft(DLMS, row))


def faults(tmp_path: Path, data: bytes, devices: tuple[str, ...] = ("ESME",), name: str = "table.csv") -> list[str]:
    (tmp_path / name).write_bytes(data)
    findings = Findings()
    import_table(tmp_path / name, None, devices, findings)
    return [finding.code for finding in findings.sorted()]


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"", ["MM231"]),
        (b"row,name\n1,x\n", ["MM231"]),
        (b"\xff\xfe\x00", ["MM230"]),
        (DLMS.encode(), ["MM230"]),
        (DLMS.encode() + b"\n1,r,Item: value,999,0-0:1.0.0.255,A,2,value,long,-,ECS1,ESME", ["MM232"]),
        (DLMS.encode() + b"\n1,r,Item: value,3,no name,A,2,value,long,-,ECS1,ESME", ["MM232"]),
        (DLMS.encode() + b"\n1,r,Item: value,3,1-0:1.8.0.255,A,77,value,long,-,ECS1,ESME", ["MM233"]),
        (DLMS.encode() + b"\nx,r,Item: value,3,1-0:1.8.0.255,A,2,value,long,-,ECS1,ESME", ["MM232"]),
        (DLMS.encode() + b"\n1,r,Item<n>: value,3,1-0:1.8.0.255,A,2,value,long,-,ECS1,ESME", ["MM232"]),
        (SEP.encode() + b"\n1,r,Item: value,,x,Nothing: 0x9999,Read Attributes,,GCS1,ESME", ["MM232"]),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, data: bytes, codes: list[str]) -> None:
    assert faults(tmp_path, data) == codes


def test_a_row_needs_a_device(tmp_path: Path) -> None:
    row = b"\n1,r,Item: value,3,1-0:1.8.0.255,A,2,value,long,-,ECS1,"
    assert faults(tmp_path, DLMS.encode() + row, ()) == ["MM234"]


def test_chosen_devices_leave_out_the_rest(draft: Draft) -> None:
    row = "65,SMETS,RandomisedOffset: value,1,0-0:94.44.0.0,A,2,value,long-unsigned,-,ECS26c,ESME; SAPC"
    assert "on SAPC over dlms, tunnelled." in draft(DLMS, row, devices=("SAPC",))


# Whatever stands in a cell, it never changes what the draft means: it parses, sentence by sentence.

TEXT = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from('"\\{}[]()<>#@:;.,|=-_ \n')), max_size=25
)
NAMES = st.one_of(TEXT, st.sampled_from(["Item: value", "call: on", "Item[1]: a[1..4].b", 'Item". on X over dlms: v']))


def draft_of(path: Path, header: str, rows: Sequence[Sequence[str]]) -> str:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header.split(","))
        writer.writerows(rows)
    return import_table(path, None, (), Findings())


@pytest.mark.parametrize("item", ['"', '"A" is B', '"A"[1]', "\\", 'A"[1]'])
def test_a_quote_in_an_item_stays_in_its_quotes(item: str, tmp_path: Path) -> None:
    rows = [[str(at), "SMETS", item, "3", f"1-0:{at}.8.0.255", "A", "2", "value", "", "", "", "ESME"] for at in (1, 2)]
    assert_it_parses(draft_of(tmp_path / "t.csv", DLMS, rows))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(st.lists(st.tuples(TEXT, NAMES, TEXT, TEXT, TEXT, TEXT, TEXT), min_size=1, max_size=3))
def test_a_dlms_cell_is_never_more_than_a_cell(tmp_path: Path, cells: list[tuple[str, ...]]) -> None:
    rows = [
        [str(at), reference, name, "3", "1-0:1.8.0.255", "A", "2", member, kind, constant, use_case, device]
        for at, (reference, name, member, kind, constant, use_case, device) in enumerate(cells, 1)
    ]
    assert_it_parses(draft_of(tmp_path / "t.csv", DLMS, rows))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(
    st.lists(
        st.tuples(NAMES, TEXT, TEXT, st.sampled_from(["Change Debt: 0x02", "(Response):"]), TEXT),
        min_size=1,
        max_size=3,
    )
)
def test_a_sep_cell_is_never_more_than_a_cell(tmp_path: Path, cells: list[tuple[str, ...]]) -> None:
    rows = [
        [
            str(at),
            "SMETS",
            name,
            kind,
            "Debt Amount " + printed,
            "Prepayment: 0x0705",
            command,
            response,
            "GCS04",
            "GSME",
        ]
        for at, (name, kind, printed, command, response) in enumerate(cells, 1)
    ]
    assert_it_parses(draft_of(tmp_path / "t.csv", SEP, rows))


def assert_it_parses(text: str) -> None:
    findings = Findings()
    file = parse_file_text("draft.map", text, findings)
    assert [finding.message for finding in findings] == []
    scopes = sum(isinstance(sentence, s.On) for sentence in file.sentences)
    assert scopes == text.count("\non ")


@given(TEXT)
@example("allow")
@example("include")
def test_quotes_keep_a_name_in_one_piece(name: str) -> None:
    plain = " ".join(name.split())
    if not plain or set(plain) & set("<>"):
        return
    findings = Findings()
    file = parse_file_text("t.map", f"{quoted(plain)} is Nowhere.", findings)
    assert len(file.sentences) == 1
    assert findings.items == []
