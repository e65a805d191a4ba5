"""The life of an erratum: applied with provenance, and reported once it no longer fits."""

from __future__ import annotations

from pathlib import Path

import pytest

from metermap.catalogue.model import Catalogue
from metermap.core.findings import Severity
from metermap.core.types import Kind
from tests.catalogue.workbooks import GB, must_read, only, read, small_workspace

ERRATUM = """
[[erratum]]
key = "export-type"
element = "ActiveExportRegister.value"
field = "data_type"
old = "INTEGER"
new = "DATE-TIME"
reason = "an example"
"""


def corrected(root: Path, errata: str = ERRATUM) -> Catalogue:
    return must_read(small_workspace(root, errata=errata))


def test_a_corrected_value_keeps_what_was_printed_and_where(tmp_path: Path) -> None:
    element = corrected(tmp_path).elements[0]

    assert element.data_type.value == "DATE-TIME"
    assert element.data_type.original == "INTEGER"
    assert str(element.data_type.place) == "small.xlsx[Elements]!G5"
    assert element.errata == ("export-type",)


def test_a_corrected_data_type_is_parsed_again(tmp_path: Path) -> None:
    assert corrected(tmp_path).elements[0].type.kind is Kind.DATE_TIME


@pytest.mark.parametrize("field", ["reference", "item", "path", "category", "readers", "writers"])
def test_each_text_of_an_element_can_be_corrected(tmp_path: Path, field: str) -> None:
    before = getattr(corrected(tmp_path, "").elements[0], field).value
    errata = ERRATUM.replace("data_type", field).replace('"INTEGER"', f'"{before}"').replace("DATE-TIME", "new text")

    value = getattr(corrected(tmp_path, errata).elements[0], field)

    assert (value.value, value.original) == ("new text", before)


def test_the_id_stays_when_item_or_path_are_corrected(tmp_path: Path) -> None:
    errata = ERRATUM.replace("data_type", "path").replace('"INTEGER"', '"value"').replace("DATE-TIME", "worth")

    assert corrected(tmp_path, errata).elements[0].id.value == "ActiveExportRegister.value"


def test_two_errata_may_correct_one_element(tmp_path: Path) -> None:
    second = ERRATUM.replace("export-type", "export-category").replace("data_type", "category")
    second = second.replace('"INTEGER"', '"Operational data"').replace("DATE-TIME", "Constant data")

    assert corrected(tmp_path, ERRATUM + second).elements[0].errata == ("export-type", "export-category")


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        (
            "INTEGER",
            "TEXT",
            "MM604",
            "erratum export-type expects 'TEXT' as data_type of ActiveExportRegister.value, and it is 'INTEGER'",
        ),
        (
            "DATE-TIME",
            "INTEGER",
            "MM605",
            "erratum export-type changes nothing: the data_type of ActiveExportRegister.value is 'INTEGER' already",
        ),
    ],
)
def test_an_erratum_that_does_not_fit_any_more(tmp_path: Path, old: str, new: str, code: str, message: str) -> None:
    _, findings = read(small_workspace(tmp_path, errata=ERRATUM.replace(f'"{old}"', f'"{new}"')))

    finding = only(findings)
    assert (finding.code, finding.message) == (code, message)
    assert str(finding.place) == "errata.toml:2:1"
    assert [str(place) for place in finding.also] == ["small.xlsx[Elements]!G5"]


def test_an_erratum_that_becomes_superfluous_is_a_finding(tmp_path: Path) -> None:
    repaired = small_workspace(tmp_path, lambda book: book["Elements"].__setitem__("G5", "DATE-TIME"), errata=ERRATUM)

    assert only(read(repaired)[1]).code == "MM605"


def test_an_unknown_element_gets_a_suggestion(tmp_path: Path) -> None:
    _, findings = read(small_workspace(tmp_path, errata=ERRATUM.replace("Export", "Exprot")))

    assert only(findings).code == "MM603"
    assert only(findings).expected == "did you mean 'ActiveExportRegister.value'?"


def test_two_errata_for_one_cell(tmp_path: Path) -> None:
    _, findings = read(small_workspace(tmp_path, errata=ERRATUM + ERRATUM.replace("export-type", "other")))

    assert only(findings).message == "two errata correct the data_type of ActiveExportRegister.value"
    assert [str(place) for place in only(findings).also] == ["errata.toml:2:1"]


def test_two_errata_with_one_key(tmp_path: Path) -> None:
    _, findings = read(small_workspace(tmp_path, errata=ERRATUM + ERRATUM.replace("ActiveExport", "Other")))

    assert [finding.message for finding in findings if finding.code == "MM602"] == [
        "two errata have the same key export-type"
    ]


def test_what_else_is_wrong_with_a_second_erratum_is_told_in_the_same_run(tmp_path: Path) -> None:
    second = ERRATUM.replace("export-type", "other").replace('"INTEGER"', '"TEXT"')
    catalogue, findings = read(small_workspace(tmp_path, errata=ERRATUM + second))

    assert [(finding.code, finding.subject) for finding in findings] == [("MM602", "other"), ("MM604", "other")]
    assert findings[1].message.endswith(
        "expects 'TEXT' as data_type of ActiveExportRegister.value, and it is 'INTEGER'"
    )
    assert catalogue is not None
    assert catalogue.elements[0].errata == ("export-type",)


@pytest.mark.parametrize(
    ("bounds", "applied"),
    [
        ('since = "4.0"', True),
        ('since = "5"', False),
        ('until = "4.9"', True),
        ('until = "3.2"', False),
        ('since = "3.1"\nuntil = "4"', True),
    ],
)
def test_the_edition_range_decides_whether_it_is_applied(tmp_path: Path, bounds: str, applied: bool) -> None:
    catalogue, findings = read(small_workspace(tmp_path, errata=f"{ERRATUM}\n{bounds}\n"))

    assert catalogue is not None
    assert bool(catalogue.elements[0].errata) is applied
    assert [(finding.code, finding.severity) for finding in findings] == ([] if applied else [("MM606", Severity.NOTE)])


def test_a_wrong_errata_file_names_every_fault(tmp_path: Path) -> None:
    errata = '[[erratum]]\nkey = "a b"\nelement = "x"\nfield = 5\nold = 1\nneu = "y"\n'
    catalogue, findings = read(small_workspace(tmp_path, errata=errata))

    assert catalogue is None
    assert [(str(finding.place), finding.code) for finding in findings] == [
        ("errata.toml:1:1", "MM601"),
        ("errata.toml:1:1", "MM601"),
        ("errata.toml:2:1", "MM601"),
        ("errata.toml:4:1", "MM601"),
        ("errata.toml:5:1", "MM601"),
        ("errata.toml:6:1", "MM601"),
    ]
    assert findings[-1].expected == "did you mean 'new'?"


def test_an_errata_file_that_is_not_there(tmp_path: Path) -> None:
    small_workspace(tmp_path)
    (tmp_path / "errata.toml").unlink()

    assert only(read(tmp_path)[1]).message == "errata.toml cannot be read: No such file or directory"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ('element = "ActiveExportRegister.value"', "erratum export-type names no lines"),
        ('field = "data_type"\n', None),
        ('reason = "an example"', None),
    ],
)
def test_what_an_erratum_must_say(tmp_path: Path, change: str, message: str | None) -> None:
    _, findings = read(small_workspace(tmp_path, errata=ERRATUM.replace(change, "")))

    assert only(findings).code == "MM601"
    assert message is None or only(findings).message == message


@pytest.mark.parametrize(
    ("more", "message", "expected"),
    [
        (
            'use_case = "ECS17a"',
            "erratum export-type names 2 lines",
            "one of element, fact and use_case",
        ),
        (
            'since = "5"\nuntil = "4.2"',
            "erratum export-type is for editions since 5 until 4.2, which are none",
            "",
        ),
    ],
)
def test_an_erratum_that_contradicts_itself(tmp_path: Path, more: str, message: str, expected: str) -> None:
    catalogue, findings = read(small_workspace(tmp_path, errata=f"{ERRATUM}{more}\n"))

    assert catalogue is None
    assert (only(findings).code, only(findings).message, only(findings).expected) == ("MM601", message, expected)


def test_a_field_that_the_line_does_not_have(tmp_path: Path) -> None:
    _, findings = read(small_workspace(tmp_path, errata=ERRATUM.replace("data_type", "unit")))

    assert only(findings).message == "erratum export-type: an element has no field 'unit' to correct"
    assert "one of reference, item, path" in only(findings).expected


def typed(field: str, old: str, new: str) -> str:
    return ERRATUM.replace("data_type", field).replace('"INTEGER"', f'"{old}"').replace('"DATE-TIME"', f'"{new}"')


def test_the_devices_of_an_element_can_be_corrected(tmp_path: Path) -> None:
    devices = corrected(tmp_path, typed("devices", "ESME", "ESME; GPF")).elements[0].devices

    assert (devices.value, devices.original, str(devices.place)) == (("ESME", "GPF"), "ESME", "small.xlsx[Elements]!K5")


@pytest.mark.parametrize("new", ["no", ""])
def test_the_flag_of_an_element_can_be_corrected(tmp_path: Path, new: str) -> None:
    sensitive = corrected(tmp_path, typed("sensitive", "yes", new)).elements[0].sensitive

    assert (sensitive.value, sensitive.original) == (False, "yes")


@pytest.mark.parametrize(
    ("field", "old", "new", "told"),
    [
        ("devices", "GSME;GPF", "ESME;GPF", "MM604 expects 'GSME;GPF' as devices of {}, and it is 'ESME'"),
        ("sensitive", "", "yes", "MM605 changes nothing: the sensitive of {} is 'yes' already"),
    ],
)
def test_old_values_of_lists_and_flags_are_compared(tmp_path: Path, field: str, old: str, new: str, told: str) -> None:
    finding = only(read(small_workspace(tmp_path, errata=typed(field, old, new)))[1])

    code, _, what = told.partition(" ")
    assert (finding.code, finding.message) == (code, f"erratum export-type {what.format('ActiveExportRegister.value')}")


@pytest.mark.parametrize(
    ("field", "new", "expected"),
    [
        ("devices", "ESME; GSNE", "did you mean 'GSME'?"),
        ("devices", "", "one device or more, such as ESME; GSME"),
        ("sensitive", "perhaps", "yes, no or nothing"),
    ],
)
def test_a_new_value_that_the_cell_cannot_have(tmp_path: Path, field: str, new: str, expected: str) -> None:
    finding = only(read(small_workspace(tmp_path, errata=typed(field, "yes", new)))[1])

    assert (finding.code, finding.expected) == ("MM601", expected)
    assert finding.message == f"erratum export-type: {new!r} cannot be {field} of anything"


CASE = """
[[erratum]]
key = "target-of-ecs17a"
use_case = "ECS17a"
field = "target"
old = "ESME"
new = "ESME; SAPC"
reason = "an example"
"""
FACT = """
[[erratum]]
key = "unit-of-demand"
fact = { device = "ESME", section = "SMETS 5.7.5.19", item = "Maximum Demand Active Energy Import Value" }
field = "unit"
old = "W (name says energy)"
new = "W"
reason = "an example"
"""

FACT_KEY = "ESME; SMETS 5.7.5.19; Maximum Demand Active Energy Import Value"


def test_a_use_case_can_be_corrected(tmp_path: Path) -> None:
    case = corrected(tmp_path, CASE).use_case_by_code["ECS17a"]

    assert (case.target.value, case.target.original, case.errata) == ("ESME; SAPC", "ESME", ("target-of-ecs17a",))


def with_errata(folder: Path, errata: str) -> Path:
    (folder / "errata.toml").write_text((folder / "errata.toml").read_text("utf-8") + errata, "utf-8")
    return folder


def test_a_fact_can_be_corrected_and_is_named_by_device_section_and_item(gb_copy: Path) -> None:
    (fact,) = [fact for fact in must_read(with_errata(gb_copy, FACT)).items if fact.errata == ("unit-of-demand",)]

    assert (fact.unit.value, fact.unit.original) == ("W", "W (name says energy)")
    assert str(fact.units) == "W"
    assert str(fact.unit.place) == "smets2.xlsx[Item facts]!F284"


def test_the_printed_rows_of_a_fact_can_be_corrected_which_joins_it_anew(gb_copy: Path) -> None:
    (before,) = [fact for fact in must_read(gb_copy).items if fact.key == FACT_KEY]
    rows = ", ".join(map(str, before.rows))
    errata = FACT.replace('"unit"', '"rows"').replace('"W (name says energy)"', f'"{rows}"')

    catalogue = must_read(with_errata(gb_copy, errata.replace('new = "W"', 'new = "21, 100"')))

    (fact,) = [fact for fact in catalogue.items if fact.errata == ("unit-of-demand",)]
    assert fact.rows == (21, 100)
    assert fact in catalogue.facts_by_row[100]
    assert str(catalogue.corrections(fact)[0].cell) == "smets2.xlsx[Item facts]!L284"


def test_rows_that_run_together_are_no_rows(gb_copy: Path) -> None:
    errata = FACT.replace('"unit"', '"rows"').replace('new = "W"', 'new = "675,676"')

    assert only(read(with_errata(gb_copy, errata))[1]).expected == "such as 675, 676, with a space after each comma"


def test_a_fact_that_is_not_there_gets_a_suggestion(gb_copy: Path) -> None:
    _, findings = read(with_errata(gb_copy, FACT.replace("Import Value", "Import Valeu")))

    assert only(findings).message.startswith("erratum unit-of-demand corrects the unknown fact 'ESME; SMETS 5.7.5.19; ")
    assert only(findings).expected == "did you mean 'ESME; SMETS 5.7.5.19; Maximum Demand Active Energy Import Value'?"


def test_the_catalogue_remembers_what_became_of_each_erratum(tmp_path: Path) -> None:
    unknown = CASE.replace("ECS17a", "ECS99")
    later = CASE.replace("target-of", "later").replace("ESME; SAPC", "SAPC") + 'since = "5"\n'
    catalogue = corrected(tmp_path, ERRATUM + later + unknown)

    assert [(one.erratum.key, one.outcome.name, str(one.cell)) for one in catalogue.errata] == [
        ("export-type", "APPLIED", "small.xlsx[Elements]!G5"),
        ("later-ecs17a", "OTHER_EDITION", "small.xlsx[Use cases]!D2"),
        ("target-of-ecs17a", "UNKNOWN_TARGET", "None"),
    ]


def test_two_errata_may_correct_one_cell_in_different_editions(tmp_path: Path) -> None:
    old = ERRATUM.replace("export-type", "old").replace("DATE-TIME", "TEXT") + 'until = "3"\n'
    catalogue = corrected(tmp_path, ERRATUM + 'since = "4"\n' + old)

    assert catalogue.elements[0].data_type.value == "DATE-TIME"
    assert catalogue.elements[0].errata == ("export-type",)


def test_errata_of_gb_all_apply() -> None:
    catalogue = must_read(GB)

    assert [one.erratum.key for one in catalogue.errata if one.applied] == [
        "broken-bracket-row-810",
        "type-case-row-689",
        "type-case-row-932",
        "section-row-505",
        "section-row-508",
        "section-row-511",
        "section-of-fact-505",
    ]
    assert all(one.applied for one in catalogue.errata)
