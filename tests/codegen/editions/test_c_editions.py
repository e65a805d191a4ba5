"""Other editions in the C bindings: tables of what differs, and what stands for an item of the newest edition."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from metermap.codegen import c, python
from tests.codegen.c_program import STRICT
from tests.codegen.editions.older import given_editions, partly, wholly
from tests.tools import require_tool

ASKING = """
#include "gb_bindings.h"

#include <stdio.h>

static void tell(const gb_entry *entry)
{
    if (entry == NULL) {
        puts("none");
    } else {
        printf("%u %u.%u\\n", entry->object, entry->logical_name[2], entry->logical_name[3]);
    }
}

int main(void)
{
    tell(gb_esme_entry(GB_ESME_STANDING_CHARGE_VALUE_CURRENT_CHARGE_PER_UNIT));
    tell(gb_gbcs081_esme_of(GB_ESME_STANDING_CHARGE_VALUE_CURRENT_CHARGE_PER_UNIT));
    tell(gb_gbcs081_esme_entry(GB_GBCS081_ESME_STANDING_CHARGE_VALUE_CURRENT_CHARGE_PER_UNIT));
    tell(gb_gbcs081_esme_of(GB_ESME_ACTIVE_EXPORT_REGISTER_VALUE));
    tell(gb_gbcs081_esme_of(GB_ESME_COUNT));
    printf("%d ", gb_gbcs081_esme_of(GB_ESME_REACTIVE_EXPORT_REGISTER_VALUE)
        == gb_esme_entry(GB_ESME_REACTIVE_EXPORT_REGISTER_VALUE));
    printf("%d ", gb_gbcs081_gsme_of(GB_GSME_ACCUMULATED_DEBT_REGISTER_VALUE)
        == gb_gsme_entry(GB_GSME_ACCUMULATED_DEBT_REGISTER_VALUE));
    printf("%d", gb_gbcs081_esme_is_recorded(GB_ESME_STANDING_CHARGE_VALUE_CURRENT_CHARGE_PER_UNIT));
    printf("%d", gb_gbcs081_esme_is_recorded(GB_ESME_LOAD_LIMIT_COUNTER_RESET));
    printf("%d\\n", gb_gbcs081_gsme_is_recorded(GB_GSME_ACCUMULATED_DEBT_REGISTER_VALUE));
    return 0;
}
"""


@pytest.mark.parametrize(("folder", "recorded"), [("in_part", "100"), ("whole", "111")])
def test_an_item_of_the_newest_edition_leads_to_what_it_was_then(
    folder: str, recorded: str, request: pytest.FixtureRequest, gcc: str, tmp_path: Path
) -> None:
    generated: Path = request.getfixturevalue(folder)
    (tmp_path / "asking.c").write_text(ASKING, "utf-8")
    sources = [*sorted((generated / "c").glob("*.c")), tmp_path / "asking.c"]
    subprocess.run([gcc, *STRICT, f"-I{generated / 'c'}", *sources, "-o", tmp_path / "asking"], check=True)
    printed = subprocess.run([tmp_path / "asking"], capture_output=True, text=True, check=True).stdout
    assert printed.splitlines() == ["113 19.20", "113 19.2", "113 19.2", "none", "none", f"1 1 {recorded}"]


@pytest.mark.parametrize("compiler", ["gcc", "clang"])
@pytest.mark.parametrize("folder", ["in_part", "whole"])
def test_it_compiles_without_a_warning(
    compiler: str, folder: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if compiler == "clang" and not shutil.which("clang"):
        pytest.skip("clang, which nothing else needs, is not installed")
    generated: Path = request.getfixturevalue(folder)
    flags = [*STRICT, "-O2", "-Wshadow", "-Wsign-conversion", "-Wstrict-prototypes", "-Wmissing-prototypes", "-c"]
    sources = sorted((generated / "c").glob("gb_gbcs081*.c"))
    assert len(sources) == 2
    subprocess.run([require_tool(compiler), *flags, *sources, generated / "c/gb_layouts.c"], cwd=tmp_path, check=True)


def test_the_header_is_cplusplus_too(in_part: Path, tmp_path: Path) -> None:
    (tmp_path / "use.cc").write_text(
        '#include "gb_bindings.h"\nint main() { return gb_gbcs081_esme_of(GB_ESME_COUNT) != NULL; }\n'
    )
    flags = ["-std=c++11", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror", "-c"]
    subprocess.run([require_tool("g++"), *flags, f"-I{in_part / 'c'}", tmp_path / "use.cc"], cwd=tmp_path, check=True)


def test_only_the_tables_that_differ_are_written(in_part: Path) -> None:
    names = {path.name for path in (in_part / "c").glob("gb_gbcs081*")}
    assert names == {"gb_gbcs081.h", "gb_gbcs081.c", "gb_gbcs081_esme.h", "gb_gbcs081_esme.c"}
    header = (in_part / "c/gb_gbcs081_esme.h").read_text("utf-8")
    assert "GB_GBCS081_ESME_COUNT = 15" in header
    listed = (in_part / "c/CMakeLists.txt").read_text("utf-8")
    assert {"gb_gbcs081.c", "gb_gbcs081_esme.c"} <= set(re.findall(r"^    (\w+\.c)$", listed, re.MULTILINE))


def test_what_has_no_complete_address_is_named_in_the_header(in_part: Path) -> None:
    header = (in_part / "c/gb_gbcs081.h").read_text("utf-8")
    assert "No entry: ActiveExportRegister.value, whose address is not recorded" in header
    assert "Only part of it is recorded." in header


def test_the_tables_of_the_newest_edition_are_untouched() -> None:
    alone, beside = c.generate(given_editions()).files, c.generate(given_editions(partly())).files
    differ = {path for path in alone if alone[path] != beside[path]}
    assert differ <= {"c/gb_bindings.h", "c/CMakeLists.txt", "c/gb_layouts.c", "c/gb_terms_tables.c"}


def test_both_bindings_count_the_same() -> None:
    given = given_editions(partly(), replace(wholly(), name="GBCS 1.0", label="gbcs-1.0"))
    assert c.generate(given).counts == python.generate(given).counts


def test_an_edition_that_is_called_like_a_device_or_a_part_of_the_runtime_has_another_name() -> None:
    files = c.generate(given_editions(replace(partly(), label="esme"), replace(partly(), label="layout"))).files
    assert {"c/gb_esmeedition.h", "c/gb_esmeedition_esme.h", "c/gb_layoutedition.h"} <= files.keys()
