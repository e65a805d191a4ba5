"""An atheris target for the Python codecs: ``python -m tests.codegen.fuzz.fuzz_python PYTHON C [libFuzzer's options]``.

PYTHON and C are the folders of a workspace's bindings. The octets are those of the C target: two choose what is read.
What is refused is refused with the error for it, what is accepted is written again, and read and written the same once
more. atheris stands in .venv-fuzz alone; `scripts/fuzz` puts it beside what the tests need.
"""

import importlib
import sys
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["metermap.codegen.python.runtime", "gb_bindings"]):
    sys.path.insert(0, sys.argv[1])
    for _module in ("esme", "gsme", "chf", "gpf", "sapc"):
        importlib.import_module(f"gb_bindings.{_module}")
    from metermap.codegen.python.runtime.apdu import APDU
    from metermap.codegen.python.runtime.codec import Codec, DecodeError
    from metermap.codegen.python.runtime.frames import FRAME
    from metermap.codegen.python.runtime.gbz import ALERT, MESSAGE

from tests.codegen.c_program import CProgram, codec_numbers
from tests.codegen.proving.differential import subjects_of
from tests.codegen.proving.subjects import Subject

_FURTHER: tuple[Codec[Any], ...] = (APDU, FRAME, MESSAGE, ALERT)
_SUBJECTS = subjects_of(
    CProgram(Path(sys.argv[2]), codec_numbers(Path(sys.argv[2]))),
    lambda name: importlib.import_module(f"gb_bindings.{name}"),
)


def read(octets: bytes) -> None:
    """Read octets by the codec that the first two choose."""
    if len(octets) < 2:
        return
    number = int.from_bytes(octets[:2], "big") % (len(_SUBJECTS) + len(_FURTHER))
    if number >= len(_SUBJECTS):
        _read_further(_FURTHER[number - len(_SUBJECTS)], octets[2:])
        return
    subject = _SUBJECTS[number]
    said, _, rest = subject.answer(octets[2:]).partition(" ")
    if said == "ok" and isinstance(subject, Subject):
        _, items, again = rest.split(" ", 2)
        if again != "-":
            once_more = subject.answer(bytes.fromhex(again))
            assert once_more == f"ok {len(again) // 2} {items} {again}", (subject.name, octets.hex())


def _read_further(codec: Codec[Any], octets: bytes) -> None:
    try:
        value = codec.decode_exact(octets)
    except DecodeError:
        return
    again = codec.encode(value)
    assert codec.decode_exact(again) == value
    assert codec.encode(codec.decode_exact(again)) == again


if __name__ == "__main__":
    atheris.Setup([sys.argv[0], *sys.argv[3:]], read)
    atheris.Fuzz()
