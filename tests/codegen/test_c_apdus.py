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
from tests.codegen.test_apdus import REFUSED, VECTORS
from tests.tools import missing

RUNTIME = Path(pieces.__file__).parents[2] / "c" / "runtime"
SOURCES = sorted(RUNTIME.glob("gb_apdu*.c"))
SOURCES += [RUNTIME / f"gb_{name}.c" for name in ("axdr", "axdr_encode", "codec", "zcl")]
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


# By hand from the Green Book: forms that no library here builds.
BY_HAND = [
    "c1 04 c1 01 0003 0100020800ff 02 01 02 1200ff 01 0600000001",
    "c1 05 c1 01 0003 0100020800ff 02 00 00 00000001 03 010203",
    "c5 04 c1 02 00 13 00000007",
    "c3 03 c1 01 0046 000060030aff 01 01 0f00",
    "c7 03 c1 02 00 00 fa 01 01 0c",
    "c4 03 c1 02 00 0a026162 01 0b",
    "d9 6f000001 00 00 00",
    "d9 a0000001 00 02 04 0007 0000630100ff 02 02 0600000001 03 0046 000060030aff 01 02 00 0f00",
    "da 40000001 0c 07ea0101ff000000ff800000 01 01 05 0001 00005e2c2a01 02 01 00 01 00 01 02 0d",
    "d8 02 06 00000102",
    "0f 40000001 00 13 02 02 06 11 05 0000000101",
    "0f 40000001 00" + "01 01" * 16 + "00",
    "c0 01 c1 0003 0100020800ff fe 00",
    "c4 01 c1 00 04 09 ff80",
    "c4 01 c1 00 01 02 0e",
    "0f 40000001 00 13 01 0004 12 08 0000000000000000",
    "0f 40000001 8180" + "00" * 128 + "00",
]
MUTATIONS = [
    ("apdu_data.c", "levels->depth + levels->around >=", "levels->depth + levels->around >"),
    ("apdu_data.c", "bits % 8u != 0u", "bits % 8u > 1u"),
    ("apdu_data.c", "*count > left(from)", "*count > left(from) + 1u"),
    ("apdu_data.c", "result = take(from, 2, &octets);", "result = take(from, 1, &octets);"),
    ("apdu_decode.c", "octet > 1u ? GB_BAD_VALUE", "octet > 2u ? GB_BAD_VALUE"),
    ("apdu_decode.c", "(octet & 0x30u)", "(octet & 0x20u)"),
    ("apdu_decode.c", "(uint8_t)(choice - 3u)", "(uint8_t)(choice - 2u)"),
    ("apdu_decode.c", "expected->count != list->count", "expected->count > list->count"),
    ("apdu_decode.c", "sign_extended(octets[ADDRESS_SIZE - 1], 1)", "(octets[ADDRESS_SIZE - 1] & 0x7F)"),
    ("apdu_decode.c", "return GB_TRAILING;", "return GB_OK;"),
    ("apdu_encode.c", "length >= 0x80u", "length > 0x81u"),
    ("apdu_encode.c", "item->service + 3u", "item->service + 2u"),
    ("apdu_encode.c", "apdu->last_block ? 1u : 0u", "apdu->last_block ? 0u : 1u"),
    ("apdu.c", "code <= 4u", "code <= 5u"),
    ("apdu.c", "code >= 17u && code <= 19u", "code >= 17u && code <= 18u"),
    ("apdu.c", "answer->data.size > blocks->capacity", "answer->data.size >= blocks->capacity"),
]


def corpus() -> list[bytes]:
    """Return octets that are taken apart, and octets that are not."""
    return [
        *(vector.octets for vector in VECTORS),
        *(bytes.fromhex(octets) for octets in BY_HAND),
        *(bytes.fromhex(octets) for octets, _, _ in REFUSED),
    ]


def test_c_and_python_agree_on_what_is_written_by_hand(driver: Path) -> None:
    assert ask(driver, corpus()) == [in_python(each) for each in corpus()]


@pytest.mark.parametrize(("file", "old", "new"), MUTATIONS)
def test_a_wrong_apdu_codec_is_noticed(gcc: str, tmp_path: Path, file: str, old: str, new: str) -> None:
    for source in RUNTIME.glob("gb_*.[ch]"):
        text = source.read_text("utf-8")
        if source.name == f"gb_{file}":
            assert text.count(old) == 1, f"{file} holds {old!r} {text.count(old)} times"
            text = text.replace(old, new)
        (tmp_path / source.name).write_text(text, "utf-8")
    sources = [tmp_path / source.name for source in SOURCES]
    subprocess.run([gcc, "-std=c99", f"-I{tmp_path}", *sources, DRIVER, "-o", tmp_path / "driver"], check=True)
    asked = "".join(f"{each.hex() or '-'}\n" for each in corpus())
    ran = subprocess.run([tmp_path / "driver"], input=asked, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode != 0 or ran.stdout.splitlines() != [in_python(each) for each in corpus()]
