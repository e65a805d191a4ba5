"""The generated C bindings, compiled with the test's driver, as something a Python test can ask."""

import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from metermap.codegen.bindings.codecs import Codec
from metermap.codegen.c.generator import codec_name

__all__ = ["DRIVER", "STRICT", "CProgram", "CrashedError", "compile_driver", "from_c"]

DRIVER = Path(__file__).parent / "driver.c"
STRICT = ("-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wvla", "-Werror")
_UNLIMITED = 0xFFFFFFFF


class CrashedError(Exception):
    """The program ended by a signal or a sanitizer; the message is what it said."""


@dataclass(frozen=True)
class CProgram:
    """The compiled driver, and the numbers of the codecs as its header gives them."""

    path: Path
    numbers: dict[str, int]

    def has(self, codec: Codec) -> bool:
        """Whether the bindings have the codec."""
        return f"GB_{codec_name(codec)}" in self.numbers

    def line(self, codec: Codec, octets: bytes) -> str:
        """Return the line that asks for a codec and octets."""
        maximum = _UNLIMITED if codec.maximum is None else codec.maximum
        number = self.numbers[f"GB_{codec_name(codec)}"]
        return f"decode {number} {codec.minimum} {maximum} {octets.hex() or '-'}"

    def ask(self, lines: Iterable[str]) -> list[str]:
        """Return the answer to each line."""
        asked = "".join(f"{line}\n" for line in lines)
        ran = subprocess.run([self.path], input=asked, capture_output=True, text=True, check=False, timeout=120)
        if ran.returncode != 0:
            raise CrashedError(ran.stderr[-2000:])
        return ran.stdout.splitlines()


def compile_driver(gcc: str, folder: Path, program: Path, *flags: str) -> CProgram:
    """Compile the bindings in `folder` and the driver."""
    sources = sorted(folder.glob("*.c"))
    subprocess.run([gcc, *flags, f"-I{folder}", *sources, DRIVER, "-o", program], check=True, timeout=120)
    header = (folder / "gb_codec.h").read_text("utf-8")
    return CProgram(program, {name: int(code, 16) for name, code in re.findall(r"(GB_\w+) = (0x\w+)", header)})


def from_c(value: str) -> str:
    """Return a value that the driver printed in the notation of the vectors."""
    if value.startswith("text:"):
        return f"text:{bytes.fromhex(value.removeprefix('text:')).decode()}"
    return (
        value
        if ":" in value and value.startswith(("octets", "bits", "float"))
        else value.replace("_", " ").replace("scaler unit", "scaler_unit")
    )
