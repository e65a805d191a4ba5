"""The generated C bindings: what a meter or hub engineer compiles."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from metermap.codegen import c, python
from metermap.codegen.bindings.codecs import AXDR_NAMES, ZCL_NAMES, Codec, NoCodec, Wire
from metermap.codegen.c.generator import codec_name
from metermap.codegen.python.runtime.units import UNITS
from tests.codegen.c_program import STRICT
from tests.codegen.gb_model import STATEMENTS, given, model
from tests.tools import require_tool

EXAMPLE = """
#include "gb_bindings.h"

#include <inttypes.h>
#include <stdio.h>

int main(void)
{
    const uint8_t octets[] = {0x06, 0x00, 0x01, 0xE2, 0x40};
    uint32_t value;
    if (gb_esme_read_u32(GB_ESME_ACTIVE_EXPORT_REGISTER_VALUE, octets, sizeof octets, &value) == GB_OK) {
        printf("%" PRIu32 " %s\\n", value, gb_esme_unit(GB_ESME_ACTIVE_EXPORT_REGISTER_VALUE));
    }
    return 0;
}
"""


@pytest.mark.parametrize("standard", ["-std=c99", "-std=c11"])
@pytest.mark.parametrize("compiler", ["gcc", "clang"])
@pytest.mark.parametrize("level", ["-O0", "-O2"])
def test_it_compiles_without_a_warning(
    compiler: str, standard: str, level: str, generated: Path, tmp_path: Path
) -> None:
    if compiler == "clang" and not shutil.which("clang"):
        pytest.skip("clang, which nothing else needs, is not installed")
    flags = [*STRICT[1:], standard, level, "-Wshadow", "-Wsign-conversion", "-Wstrict-prototypes", "-c"]
    sources = sorted((generated / "c").glob("*.c"))
    subprocess.run([require_tool(compiler), *flags, *sources], cwd=tmp_path, check=True)


def test_the_headers_are_cplusplus_too(generated: Path, tmp_path: Path) -> None:
    (tmp_path / "use.cc").write_text(
        '#include "gb_bindings.h"\nint main() { return gb_esme_entry(GB_ESME_COUNT) != NULL; }\n'
    )
    flags = ["-std=c++11", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Werror", "-c"]
    subprocess.run([require_tool("g++"), *flags, f"-I{generated / 'c'}", tmp_path / "use.cc"], cwd=tmp_path, check=True)


def test_there_is_no_heap_no_recursion_no_floating_point_no_writable_data(
    gcc: str, generated: Path, tmp_path: Path
) -> None:
    source = re.sub(
        r"/\*.*?\*/", "", "".join(path.read_text() for path in (generated / "c").glob("*.[ch]")), flags=re.DOTALL
    )
    assert not re.search(
        r"\b(malloc|calloc|realloc|free|alloca|float|double|goto|setjmp)\b", re.sub(r'"[^"]*"', "", source)
    )
    sources = [str(path) for path in sorted((generated / "c").glob("*.c"))]
    subprocess.run(
        [gcc, "-std=c99", "-fno-pie", "-fstack-usage", "-Werror=vla", "-c", *sources], cwd=tmp_path, check=True
    )
    objects = sorted(str(path) for path in tmp_path.glob("*.o"))
    symbols = subprocess.run([require_tool("nm"), *objects], capture_output=True, text=True, check=True).stdout
    assert not re.search(r" [dDbBC] ", symbols), "writable data"
    assert set(re.findall(r" U (?!gb_)(\w+)", symbols)) <= {
        *("memcpy", "memmove", "memset", "memcmp", "strcmp", "__stack_chk_fail")
    }


def test_the_example_prints_a_quantity(gcc: str, generated: Path, tmp_path: Path) -> None:
    (tmp_path / "example.c").write_text(EXAMPLE, "utf-8")
    sources = [*sorted((generated / "c").glob("*.c")), tmp_path / "example.c"]
    program = tmp_path / "example"
    subprocess.run([gcc, *STRICT, f"-I{generated / 'c'}", *sources, "-o", program], check=True)
    assert subprocess.run([program], capture_output=True, text=True, check=True).stdout == "123456 Wh\n"


@pytest.fixture(scope="module")
def checks(gcc: str, generated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program of checks.c."""
    program = tmp_path_factory.mktemp("checks") / "checks"
    sources = [*sorted((generated / "c").glob("*.c")), Path(__file__).parent / "checks.c"]
    subprocess.run([gcc, *STRICT, f"-I{generated / 'c'}", *sources, "-o", program], check=True)
    return program


@pytest.mark.parametrize("group", ["typed_readers", "errors", "entries", "parts", "records"])
def test_the_checks_of_the_c_program_hold(checks: Path, group: str) -> None:
    assert subprocess.run([checks, group], capture_output=True, text=True, check=True).stdout == "done\n"


def test_the_units_are_those_of_the_python_bindings(gcc: str, generated: Path, tmp_path: Path) -> None:
    loop = "for (unit = 0; unit < 256; unit++) { puts(gb_unit_symbol((uint8_t)unit)); }"
    source = f'#include <stdio.h>\n#include "gb_codec.h"\nint main(void) {{ int unit; {loop} return 0; }}\n'
    (tmp_path / "units.c").write_text(source, "utf-8")
    sources = [generated / "c/gb_units.c", tmp_path / "units.c"]
    subprocess.run([gcc, *STRICT, f"-I{generated / 'c'}", *sources, "-o", tmp_path / "units"], check=True)
    printed = subprocess.run([tmp_path / "units"], capture_output=True, text=True, check=True).stdout
    assert printed.splitlines() == [UNITS.get(code, "") for code in range(256)]


def test_both_bindings_count_the_same() -> None:
    assert c.generate(given()).counts == python.generate(given()).counts


def test_the_bytes_depend_on_the_statements_not_on_their_order() -> None:
    shuffled = replace(model(), statements=tuple(reversed(STATEMENTS)))
    assert c.generate(given(shuffled)) == c.generate(given())


def test_every_codec_and_reason_has_an_enumerator(generated: Path) -> None:
    codecs = (generated / "c/gb_codec.h").read_text("utf-8")
    for tag, name in AXDR_NAMES.items():
        assert f"GB_{codec_name(Codec(Wire.AXDR, name))} = 0x{0x100 + tag:04X}" in codecs
    for tag, name in ZCL_NAMES.items():
        assert f"GB_{codec_name(Codec(Wire.ZCL, name))} = 0x{0x200 + tag:04X}" in codecs
    entries = (generated / "c/gb_entry.h").read_text("utf-8")
    for reason in NoCodec:
        assert re.search(rf"GB_REASON_{reason.name},? +/\*\*< {re.escape(reason.value)} \*/", entries), reason


def test_every_file_names_the_digest() -> None:
    for path, contents in c.generate(given()).files.items():
        assert "0123456789abcdef" * 4 in contents.decode(), path


def test_another_package_has_another_prefix() -> None:
    files = c.generate(replace(given(), package="north")).files
    assert "c/north_bindings.h" in files
    assert "c/north_esme.c" in files
    for path, contents in files.items():
        assert not re.search(r"\b(gb|GB)_", contents.decode()), path


def test_cmake_builds_it(generated: Path, tmp_path: Path) -> None:
    listed = (generated / "c/CMakeLists.txt").read_text("utf-8")
    assert [path.name for path in sorted((generated / "c").glob("*.c"))] == re.findall(
        r"^    (\w+\.c)$", listed, re.MULTILINE
    )
    if shutil.which("cmake"):
        subprocess.run(["cmake", "-S", generated / "c", "-B", tmp_path], check=True, capture_output=True)
        subprocess.run(["cmake", "--build", tmp_path], check=True, capture_output=True)
