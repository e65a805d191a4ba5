"""The xDLMS APDUs in C: the vectors, and the same answers as Python's to any octets, under sanitizers."""

from __future__ import annotations

import subprocess
from dataclasses import fields
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from metermap.codegen.python.runtime import pieces, services
from metermap.codegen.python.runtime.apdu import APDU, Apdu
from metermap.codegen.python.runtime.codec import DecodeError
from tests.codegen.apdu_strategies import APDUS, KINDS
from tests.codegen.c_program import STRICT
from tests.codegen.test_apdus import VECTORS
from tests.tools import missing

RUNTIME = Path(pieces.__file__).parents[2] / "c" / "runtime"
SOURCES = [RUNTIME / f"gb_{name}.c" for name in ("apdu", "apdu_data", "apdu_decode", "apdu_encode")]
DRIVER = Path(__file__).parent / "apdu_driver.c"
SANITIZERS = ("-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")


@pytest.fixture(scope="module")
def driver(gcc: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The driver, compiled strictly and under the sanitizers."""
    folder = tmp_path_factory.mktemp("apdus")
    (folder / "empty.c").write_text("int main(void) { return 0; }\n", "utf-8")
    tried = subprocess.run([gcc, *SANITIZERS, folder / "empty.c", "-o", folder / "empty"], check=False)
    if tried.returncode != 0:
        missing("gcc has no address sanitizer here")
    program = folder / "driver"
    subprocess.run([gcc, *STRICT, *SANITIZERS, f"-I{RUNTIME}", *SOURCES, DRIVER, "-o", program], check=True)
    return program


def ask(driver: Path, octets: list[bytes]) -> list[str]:
    """Return the driver's answer to each; it ends with an error where something is wrong with it."""
    asked = "".join(f"{each.hex() or '-'}\n" for each in octets)
    ran = subprocess.run([driver], input=asked, capture_output=True, text=True, check=False, timeout=120)
    assert ran.returncode == 0, ran.stderr[-2000:]
    return ran.stdout.splitlines()


def in_python(octets: bytes) -> str:
    """Return what Python makes of octets, as the driver prints it."""
    try:
        apdu = APDU.decode_exact(octets)
    except DecodeError as error:
        return f"refused {error.reason.value}"
    return f"ok {_members(apdu)} {apdu.encode().hex()}"


def _descriptor(given_: object) -> str:
    match given_:
        case services.AttributeDescriptor(class_id, name, index, selection):
            selected = "" if selection is None else f"{selection.selector}/{selection.parameters.hex()}"
            return f"{class_id}:{name.hex()}:{index}:{selected}"
        case services.MethodDescriptor(class_id, name, index):
            return f"{class_id}:{name.hex()}:{index}:"
    return f"0:{bytes(6).hex()}:0:"


def _answer(given_: bytes | services.DataAccessResult | None) -> str:
    if given_ is None:
        return ""
    return f"d{given_.hex()}" if isinstance(given_, bytes) else f"r{given_:d}"


def _item(given_: object, *, is_answer: bool) -> str:
    service = result = 0
    descriptor: object = None
    answer: bytes | services.DataAccessResult | None = None
    match given_:
        case services.AccessGet(descriptor):
            service = 1
        case services.AccessSet(descriptor):
            service = 2
        case services.AccessAction(descriptor):
            service = 3
        case services.AccessResult(service, result):
            pass
        case services.ActionResponse(result, answer):
            pass
        case bytes():
            answer = given_
        case services.DataAccessResult() if is_answer:
            answer = given_
        case services.DataAccessResult():
            result = given_
        case _:
            descriptor = given_
    return f"[{service:d},{result:d},{_descriptor(descriptor)},{_answer(answer)}]"


def _invoke(invoke: object) -> int:
    match invoke:
        case services.InvokeIdAndPriority():
            return pieces.INVOKE.encode(invoke)[0]
        case services.LongInvokeIdAndPriority():
            return int.from_bytes(pieces.LONG_INVOKE.encode(invoke), "big")
    return 0


def _outcome(apdu: Apdu, held: dict[str, object]) -> tuple[object, object]:
    """Return what `answer` and `result` of a `gb_apdu` hold."""
    match held.get("block"), held.get("response"):
        case ((services.DataBlock(_, _, octets) | services.DataBlockG(_, _, octets)), _):
            return octets, 0
        case _, services.ActionResponse(result, parameters):
            return parameters, result
    stated = held.get("state_error", held.get("result"))
    if apdu.TAG == b"\xc4\x01":
        return stated, 0
    return next((held[name] for name in ("value", "body", "parameters") if name in held), None), stated or 0


def _members(apdu: Apdu) -> str:
    """Return what the members of a `gb_apdu` hold, as the driver prints them."""
    kind = int.from_bytes(apdu.TAG.ljust(2, b"\x00"), "big")
    held = {field.name: getattr(apdu, field.name) for field in fields(apdu)}

    def items(*names: str) -> str:
        found = next((held[name] for name in names if name in held), None)
        is_answer = kind >> 8 == 0xC4
        return "".join(_item(each, is_answer=is_answer) for each in found) if isinstance(found, tuple) else ""

    answer, result = _outcome(apdu, held)
    error, block = held.get("service_error", 0), held.get("block")
    is_counter = isinstance(error, services.InvocationCounterError)
    code, counter = (6, error.counter) if is_counter else (error, 0)
    repeated = kind == 0xDA00 and held["specifications"] is not None
    number = getattr(block, "block_number", held.get("block_number", 0))
    shown = _answer(answer) if isinstance(answer, bytes | services.DataAccessResult) else ""
    descriptor = held.get("attribute", held.get("method"))
    return (
        f"{kind:04X} invoke={_invoke(held.get('invoke'))} date={held.get('date_time', b'').hex()}"
        f" descriptor={_descriptor(descriptor)} repeated={repeated:d}"
        f" descriptors={items('attributes', 'methods', 'specifications')}"
        f" values={items('values', 'parameters', 'data')} results={items('results', 'responses')}"
        f" answer={shown} result={result:d} error={code:d} counter={counter}"
        f" block={number} last={getattr(block, 'last_block', False):d}"
    )


def test_the_vectors_are_taken_apart_and_built_as_in_python(driver: Path) -> None:
    octets = [vector.octets for vector in VECTORS]
    answers = ask(driver, octets)
    assert answers == [in_python(each) for each in octets]
    assert [answer.rpartition(" ")[2] for answer in answers] == [each.hex() for each in octets]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(APDUS, min_size=10, max_size=20))
def test_c_and_python_take_any_apdu_apart_alike(driver: Path, given_: list[Apdu]) -> None:
    octets = [apdu.encode() for apdu in given_]
    cut = [each[:end] for each in octets for end in range(min(len(each), 60))]
    longer = [each + b"\x00" for each in octets]
    assert ask(driver, octets) == [in_python(each) for each in octets]
    answers = ask(driver, [*cut, *longer])
    assert answers == ["refused truncated"] * len(cut) + ["refused trailing"] * len(longer)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(APDUS, st.randoms(use_true_random=False))
def test_c_and_python_refuse_the_same_mutants(driver: Path, apdu: Apdu, chance: Random) -> None:
    octets = apdu.encode()
    mutants = [_mutant(octets, chance) for _ in range(60)]
    assert ask(driver, mutants) == [in_python(each) for each in mutants]


def _mutant(octets: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(octets))
    octet = bytes((chance.randrange(256),))
    match chance.randrange(4):
        case 0:
            return octets[:at] + octet + octets[at + 1 :]
        case 1:
            return octets[:at] + octets[at + 1 :]
        case 2:
            return octets[:at] + octet + octets[at:]
        case _:
            return octets[:at] + bytes((octets[at] ^ 1 << chance.randrange(8),)) + octets[at + 1 :]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from([kind.TAG for kind in KINDS]), st.binary(max_size=40)), min_size=30))
def test_c_and_python_agree_on_random_octets(driver: Path, tried: list[tuple[bytes, bytes]]) -> None:
    octets = [tag + rest for tag, rest in tried]
    assert ask(driver, octets) == [in_python(each) for each in octets]
