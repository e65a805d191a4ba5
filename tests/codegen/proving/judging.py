"""Which vectors a binding gets wrong: the right one none, a wrong one some."""

from contextlib import suppress
from types import ModuleType

from tests.codegen.c_program import CProgram, CrashedError
from tests.codegen.vectors import Vector, python_codec, shown, vectors

__all__ = ["ACCEPTED", "REFUSED", "c_failures", "expected_of_c", "python_failures"]

ACCEPTED = vectors("accepted")
REFUSED = vectors("refused")


def python_failures(modules: dict[str, ModuleType], refusal: type[Exception]) -> list[Vector]:
    """Return the vectors that the modules get wrong."""
    return [vector for vector in (*ACCEPTED, *REFUSED) if not _is_right(vector, modules, refusal)]


def _is_right(vector: Vector, modules: dict[str, ModuleType], refusal: type[Exception]) -> bool:
    try:
        codec = python_codec(vector.codec, modules)
        value = codec.decode_exact(vector.octets)
    except refusal as error:
        return str(getattr(error, "reason", "")).lower() == f"reason.{vector.reason}"
    except Exception:  # noqa: BLE001  (a mutant may fail in any way)
        return False
    with suppress(ValueError):
        return shown(value, vector.codec.name) == vector.value and codec.encode(value) == vector.again
    return False


def c_failures(program: CProgram) -> list[Vector]:
    """Return the vectors that the program gets wrong; all of them if it crashes."""
    cases = [vector for vector in (*ACCEPTED, *REFUSED) if program.has(vector.codec)]
    try:
        answers = program.ask(program.line(vector.codec, vector.octets) for vector in cases)
    except CrashedError:
        return cases
    return [vector for vector, answer in zip(cases, answers, strict=True) if answer != expected_of_c(vector)]


def expected_of_c(vector: Vector) -> str:
    """Return what the driver answers to a vector."""
    if vector.reason:
        return f"refused {vector.reason}"
    value = vector.value
    if value.startswith("text:"):
        value = f"text:{value.removeprefix('text:').encode().hex()}"
    return f"ok {len(vector.octets)} {value.replace(' ', '_')} {vector.again.hex()}"
