"""Two releases of the Great Britain workspace with real edits between them, from the cells to the generated symbols."""

import csv
import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from metermap.releasing import Plan, Wanted, release
from metermap.verifying import verify_release
from tests.catalogue.workbooks import edit
from tests.conftest import copy_gb
from tests.releasing.workspace import replace_in
from tests.tools import require_tool
from tests.unrendered import write_unrendered

_STANDING = "STANDING_CHARGE_VALUE_CURRENT_PRICE_SCALE"
_EXTRA = ("Extra", "value", "Operational data", "INTEGER", None, "Supplier", None, "ESME")


@dataclass(frozen=True)
class Chain:
    """The workspace with both releases, and the bindings that were built of each."""

    root: Path
    plan: Plan
    old_build: Path
    new_build: Path

    def text(self, name: str) -> str:
        return (self.root / "releases/4.1" / name).read_text("utf-8")


def edit_workbook(book: Workbook) -> None:
    """Change a unit and a description, rename an element with its id, and add one."""
    facts, elements = book["Item facts"], book["Elements"]
    for row in facts.iter_rows():
        if row[3].value == "Active Export Register":
            row[5].value = "kWh"
        elif row[3].value == "Active Import Register":
            row[9].value = f"{row[9].value} Said once more."
    for row in elements.iter_rows():
        if row[0].value == "ActiveExportRegister.value":
            row[0].value, row[4].value = "ActiveExportRegister.total", "total"
    elements.append(("Extra.value", 3000, "SMETS 5.7.5.99", *_EXTRA))


def edit_sources(root: Path) -> None:
    edit(root / "smets2.xlsx", edit_workbook)
    replace_in(root / "mappings/electricity-tariff.map", "is Charge 0-0:19.20.4.255", "is Charge 0-0:19.20.5.255")
    registers = root / "mappings/electricity-registers.map"
    replace_in(registers, "    value:              value #100 as", "    value:              total #100 as")


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Chain:
    folder = tmp_path_factory.mktemp("chain")
    root = copy_gb(folder / "gb")
    release(root, Wanted("4.0"))
    write_unrendered(root, folder / "old")
    edit_sources(root)
    made = release(root, Wanted("4.1"))
    assert made.plan, [str(one) for one in made.checked.findings]
    write_unrendered(root, folder / "new")
    return Chain(root, made.plan, folder / "old", folder / "new")


def test_the_version_follows_from_the_gravest_change(chain: Chain) -> None:
    assert str(chain.plan.version) == "2.0.0"
    said = json.loads(chain.text("release.json"))
    assert {word for word, count in said["counts"].items() if count} >= {"documentation", "meaning", "wire"}


def test_the_chain_verifies_and_a_build_gives_the_released_model(chain: Chain) -> None:
    found = verify_release(chain.root / "releases/4.1", chain.root)
    assert (found.faults, found.notes) == ((), ())
    assert [one.label for one in found.releases] == ["4.1", "4.0"]
    assert (chain.new_build / "model/model.json").read_text("utf-8") == chain.text("model.json")
    assert (chain.old_build / "model/model.json").read_bytes() == (chain.root / "releases/4.0/model.json").read_bytes()


def test_stock_sha256sum_verifies_it(chain: Chain) -> None:
    command = [require_tool("sha256sum"), "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=chain.root / "releases/4.1", check=False).returncode == 0


def test_the_changelog_names_item_values_and_cells(chain: Chain) -> None:
    text = chain.text("changelog.md")
    for words in ("StandingCharge", "0-0:19.20.4.255", "0-0:19.20.5.255", "| unit | Wh | kWh |", "Said once more."):
        assert words in text
    assert "smets2.xlsx" in text


def test_the_migration_note_names_both_addresses_and_what_to_do(chain: Chain) -> None:
    text = chain.text("migration.md")
    (row,) = [line for line in text.splitlines() if "charge_per_unit_scaling.price_scale" in line and "A5" in line]
    assert row == (
        "| StandingCharge.valueCurrent.price_scale "
        "| 113/0-0:19.20.4.255/A5 unit_charge_active: charge_per_unit_scaling.price_scale \N{RIGHTWARDS ARROW} "
        "113/0-0:19.20.5.255/A5 unit_charge_active: charge_per_unit_scaling.price_scale "
        f"| gb_bindings.esme.{_STANDING} | GB_ESME_{_STANDING} |"
    )
    assert "- Ask for the object of the new logical name." in text
    assert "For ESME as installed to GBCS 4.x" in text
    assert "- Take the number in the new unit: convert before it is shown, stored or compared" in text


def test_one_change_of_an_object_is_one_section_whoever_is_hit(chain: Chain) -> None:
    text = chain.text("migration.md")
    (title,) = [line for line in text.splitlines() if line.startswith("### StandingCharge, ESME over DLMS/COSEM")]
    assert title.endswith(": 15 statements changed")
    section = text.partition(title)[2].partition("\n#")[0]
    assert section.count("| 0-0:19.20.4.255 | 0-0:19.20.5.255 |") == 1
    assert len([line for line in section.splitlines() if "gb_bindings.esme." in line]) == 15
    assert "the same" not in section


def test_the_changelog_begins_with_what_changed(chain: Chain) -> None:
    lines = chain.text("changelog.md").splitlines()
    assert lines[4].startswith("Since 4.0, version 1.0.0: ")
    assert lines[6].startswith("- Breaks the wire: ")
    assert lines.index("## What was compared") > lines.index("### StandingCharge")


def test_a_renamed_element_is_told_with_its_old_and_new_symbols(chain: Chain) -> None:
    lines = chain.text("migration.md").splitlines()
    python = "gb_bindings.esme.ACTIVE_EXPORT_REGISTER"
    assert f"| {python}_VALUE | {python}_TOTAL |" in lines
    assert "| GB_ESME_ACTIVE_EXPORT_REGISTER_VALUE | GB_ESME_ACTIVE_EXPORT_REGISTER_TOTAL |" in lines
    assert any(line.startswith("| element | ActiveExportRegister.value | ") for line in lines)


def test_what_was_retired_is_reserved(chain: Chain) -> None:
    with (chain.root / "reserved.csv").open(encoding="utf-8", newline="") as stream:
        rows = [(row["kind"], row["value"], row["was"]) for row in csv.DictReader(stream)]
    assert ("logical name", "0-0:19.20.4.255", "StandingCharge") in rows
    assert ("element id", "ActiveExportRegister.value", "ActiveExportRegister") in rows


def symbols(chain: Chain, label: str) -> list[dict[str, str]]:
    with (chain.root / "releases" / label / "symbols.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def no_bindings() -> Iterator[None]:
    """Forget the bindings before and after."""

    def forget() -> None:
        for name in [name for name in sys.modules if name.partition(".")[0] == "gb_bindings"]:
            del sys.modules[name]

    forget()
    yield
    forget()


@pytest.mark.usefixtures("no_bindings")
@pytest.mark.parametrize("label", ["4.0", "4.1"])
def test_the_symbols_are_those_of_the_python_bindings(
    chain: Chain, label: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = chain.old_build if label == "4.0" else chain.new_build
    monkeypatch.syspath_prepend(str(build / "python"))
    rows = symbols(chain, label)
    assert len(rows) > 1_000
    for row in rows:
        module, _, name = row["python"].rpartition(".")
        assert getattr(importlib.import_module(module), name).key == row["statement"]


@pytest.mark.parametrize("label", ["4.0", "4.1"])
def test_the_symbols_are_those_of_the_c_bindings(chain: Chain, label: str, tmp_path: Path) -> None:
    build = chain.old_build if label == "4.0" else chain.new_build
    names = "".join(f"    {row['c']},\n" for row in symbols(chain, label))
    (tmp_path / "all.c").write_text(f'#include "gb_bindings.h"\nconst int all[] = {{\n{names}}};\n', "ascii")
    command = [require_tool("gcc"), "-std=c99", "-fsyntax-only", "-Werror", f"-I{build / 'c'}", str(tmp_path / "all.c")]
    assert subprocess.run(command, check=False).returncode == 0
