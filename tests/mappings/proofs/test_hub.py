"""What a hub translates: the composition of two wires, each pair from sentences of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from metermap.mappings.model import Statement
from metermap.mappings.proofs import Assumption, Basis, Breakage, Hub, Proof, Prover, Reason, Verdict, translations
from metermap.mappings.proofs.composed import compose

if TYPE_CHECKING:
    from metermap.catalogue.model import Catalogue
    from metermap.core.workspace import Workspace
    from metermap.protocols import Dictionaries
    from tests.mappings.conftest import Resolve

Given = tuple["Workspace", "Catalogue", "Dictionaries"]

METER = "syntax 1.\nuse dlms gb.\non ESME over dlms, tunnelled.\n"
HOME = "on ESME over sep, native.\n"
LIMIT = "RandomisedOffsetLimit is Data 0-0:94.44.0.1 {{ value: value #66 as {} }}.\n"
LIMIT_AT_HOME = "RandomisedOffsetLimit is Metering {{ LoadLimitCounter: value #66 as {} }}.\n"
START = (
    "CurrencyUnit is ExtendedData 0-0:94.44.2.0 {{ activate_passive_value_time: activateNextDateTime #1779 as {} }}.\n"
)
START_AT_HOME = (
    "CurrencyUnit is Price {{ call PublishTariffInformation {{ StartTime: activateNextDateTime #1779 as {} }} }}.\n"
)
MODEL = "ModelType(SmartMeter) is Data 0-0:96.1.4.255 {{ value: value #1957 as {} }}.\n"
MODEL_AT_HOME = "ModelType(SmartMeter) is Basic {{ ModelIdentifier: value #1957 as {} }}.\n"


def composed(text: str, resolve: Resolve, gb: Given) -> Proof:
    _, catalogue, dictionaries = gb
    outcome = resolve(METER + text)
    meter, home = outcome.statements
    return compose(meter, home, Prover(catalogue, dictionaries, outcome.statements))


@pytest.mark.parametrize(
    ("wires", "verdict", "breaks"),
    [
        (("long-unsigned in s", "uint16 in s"), Verdict.LOSSLESS, None),
        (("long-unsigned in s", "uint8 in s"), Verdict.BROKEN, (Breakage.OVERFLOW, "255")),
        (("long-unsigned in s", "uint16 in min"), Verdict.BROKEN, (Breakage.RESOLUTION, "1")),
        (("long-unsigned in s only 0..254", "uint8 in s"), Verdict.LOSSLESS, None),
        (("long-unsigned in s only 0..254", "uint8 in s only 0..99"), Verdict.BROKEN, (Breakage.OVERFLOW, "100")),
    ],
)
def test_a_number_must_fit_the_second_wire_too(
    wires: tuple[str, str], verdict: Verdict, breaks: tuple[Breakage, str] | None, resolve: Resolve, gb: Given
) -> None:
    meter, home = wires
    proof = composed(LIMIT.format(meter) + HOME + LIMIT_AT_HOME.format(home), resolve, gb)
    broken = proof.broken
    assert proof.verdict is verdict
    assert (None if broken is None else (broken.kind, broken.value)) == breaks
    assert proof.assumptions == ()


def test_a_moment_before_the_epoch_is_not_handed_on(resolve: Resolve, gb: Given) -> None:
    proof = composed(START.format("octet-string(12)") + HOME + START_AT_HOME.format("UTC"), resolve, gb)
    assert proof.broken is not None
    assert (proof.broken.kind, proof.broken.value) == (Breakage.EPOCH, "1999-12-31T23:59:59Z")
    assert proof.limits == "2000-01-01T00:00:00Z..2136-02-07T06:28:14Z"
    assert proof.assumptions == (Assumption.RANGE_OF_TYPE,)


def test_the_last_second_of_one_count_is_no_value_of_the_other(resolve: Resolve, gb: Given) -> None:
    proof = composed(
        START.format("double-long-unsigned in epoch2000") + HOME + START_AT_HOME.format("UTC"), resolve, gb
    )
    assert proof.broken is not None
    assert (proof.broken.kind, proof.broken.value) == (Breakage.NON_VALUE, "2136-02-07T06:28:15Z")


def test_octets_are_no_characters(resolve: Resolve, gb: Given) -> None:
    proof = composed(MODEL.format("octet-string(8)") + HOME + MODEL_AT_HOME.format("string"), resolve, gb)
    assert (proof.verdict, proof.reasons) == (Verdict.UNDECIDED, (Reason.FREE_TEXT,))


def test_what_nothing_leads_to_has_no_counterpart(resolve: Resolve, gb: Given) -> None:
    _, catalogue, dictionaries = gb
    outcome = resolve(METER + LIMIT.format("long-unsigned") + HOME + MODEL_AT_HOME.format("string"))
    hub = Hub("both", ("ESME", "dlms"), ("ESME", "sep"), ("GSME", "sep"))
    prover = Prover(catalogue, dictionaries, outcome.statements)
    (made,) = translations(hub, catalogue, outcome.statements, prover)
    assert (made.source, made.basis, made.proof.reasons) == ("", Basis.NONE, (Reason.NO_COUNTERPART,))


def test_an_attribute_on_both_sides_passes_as_it_is(resolve: Resolve, gb: Given) -> None:
    _, catalogue, dictionaries = gb
    sentence = "ConsumptionRegister is Metering { CurrentSummationDelivered: value as uint48 }.\n"
    outcome = resolve(f"syntax 1.\non GSME, GPF over sep, tunnelled.\n{sentence}")
    hub = Hub("mirror", ("GSME", "sep"), ("GPF", "sep"), ("GSME", "sep"))
    prover = Prover(catalogue, dictionaries, outcome.statements)
    first = translations(hub, catalogue, outcome.statements, prover)[0]
    assert (first.basis, first.proof.verdict) == (Basis.ELEMENT, Verdict.LOSSLESS)
    assert first.proof.conditional == ("Multiplier", "Divisor")


def test_the_order_of_statements_does_not_matter(resolve: Resolve, gb: Given) -> None:
    _, catalogue, dictionaries = gb
    outcome = resolve(METER + LIMIT.format("long-unsigned in s") + HOME + LIMIT_AT_HOME.format("uint16 in s"))
    turned: tuple[Statement, ...] = tuple(reversed(outcome.statements))
    hub = Hub("both", ("ESME", "dlms"), ("ESME", "sep"), ("GSME", "sep"))
    forth, back = (
        translations(hub, catalogue, given, Prover(catalogue, dictionaries, given))
        for given in (outcome.statements, turned)
    )
    assert forth == back
