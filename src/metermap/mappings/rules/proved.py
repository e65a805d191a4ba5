"""Rules over the value proofs: each value that does not come back from its wire is a finding of one of them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from metermap.core.rules import Example, Family
from metermap.mappings import codes
from metermap.mappings.proofs.verdicts import Breakage, Verdict
from metermap.mappings.rules.base import CheckedRule, Subject, row_of, subject_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from metermap.core.findings import Code, Finding

__all__ = ["RULES"]

_CODES: Final[Mapping[Breakage, Code]] = MappingProxyType(
    {
        Breakage.OVERFLOW: codes.VALUE_TOO_FAR,
        Breakage.SIGN: codes.VALUE_TOO_FAR,
        Breakage.LENGTH: codes.VALUE_TOO_FAR,
        Breakage.RESOLUTION: codes.VALUE_LOSES_PART,
        Breakage.PART: codes.VALUE_LOSES_PART,
        Breakage.NON_VALUE: codes.VALUE_SAYS_ELSE,
        Breakage.SENTINEL: codes.VALUE_SAYS_ELSE,
        Breakage.EPOCH: codes.MOMENT_NOT_CARRIED,
        Breakage.WILDCARD: codes.MOMENT_NOT_CARRIED,
        Breakage.MEMBER: codes.NAME_WITHOUT_CODE,
        Breakage.CODE: codes.NAME_WITHOUT_CODE,
        Breakage.CONSTANT: codes.CONSTANT_CONTRADICTS,
    }
)
_OF_ANOTHER_RULE: Final = frozenset({Breakage.OVERFLOW, Breakage.SIGN, Breakage.NON_VALUE})  # of a constant: MM405
_EXACT: Final = "exact"


def _broken(code: Code) -> Callable[[Subject], Iterator[Finding]]:
    """Return the check for proofs that break in the ways of one code."""

    def check(subject: Subject) -> Iterator[Finding]:
        for statement, devices in subject.once:
            proof = subject.proofs.get(statement.key)
            example = proof.broken if proof else None
            if proof is None or example is None or _CODES[example.kind] is not code:
                continue
            if statement.value and example.kind in _OF_ANOTHER_RULE:
                continue
            yield code.at(
                statement.place,
                f"{statement.element} on {', '.join(devices)}: {example.value} does not come back from "
                f"{statement.address}: {example.why}",
                subject=subject_of(statement),
                expected=f"values of {proof.carried}",
                also=(*(place for place in proof.evidence if place != statement.place), *row_of(subject, statement)),
            )

    return check


def _relation(subject: Subject) -> Iterator[Finding]:
    """A review that calls a pairing exact, of which a value does not come back."""
    for statement, _ in subject.once:
        proof = subject.proofs.get(statement.key)
        if statement.relation != _EXACT or proof is None or proof.verdict is not Verdict.BROKEN or proof.broken is None:
            continue
        yield codes.RELATION_CONTRADICTED.at(
            statement.place,
            f"{statement.element} is recorded as {statement.relation}, and {proof.broken.value} does not come back: "
            f"{proof.broken.why}",
            subject=subject_of(statement),
            expected="a relation that leaves room for it, such as partial",
            also=row_of(subject, statement),
        )


_ON_GSME: Final = "on GSME over sep, tunnelled.\n"
_ON_ESME: Final = "on ESME over dlms, tunnelled.\n"


def _threshold(clauses: str) -> Example:
    return Example(
        f"{_ON_GSME}EmergencyCreditThreshold is Prepayment {{ call EmergencyCreditSetup {{ "
        f"EmergencyCreditThreshold: thresholdNext {clauses} }} }}.\n"
    )


def _currency(codes_: str) -> Example:
    return Example(f"{_ON_GSME}CurrencyUnit is Price {{ Currency: valueNext as uint16 coded {{ {codes_} }} }}.\n")


def _register(scaler: str) -> Example:
    return Example(
        f"{_ON_ESME}ActiveExportRegister is Register 1-0:2.8.0.255 {{ value: value as double-long-unsigned, "
        f"scaler_unit.unit: unit = Wh, scaler_unit.scaler: scale = {scaler} }}.\n"
    )


def _begin(type_: str) -> Example:
    return Example(
        f"{_ON_ESME}Non-DisablementCalendar is ExtendedData 0-0:94.44.128.28 {{ "
        f"activate_passive_value_time: activateNextDateTime as octet-string({type_}) }}.\n"
    )


def _special_day(home: str) -> Example:
    return Example(
        f'{_ON_GSME}"TariffSwitchingTable(SpecialDays)" is Calendar {{ call PublishSpecialDays {{ {home} }} }}.\n'
    )


RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.VALUE_TOO_FAR,
        Family.RANGE,
        "The catalogue, or the mapping's own 'only', allows a value that lies beyond what the field holds: too "
        "large, negative where there is no sign, or too long. A meter that is told it must refuse it, cut it "
        "short, or keep another one. The value named is the nearest to 0 that breaks.",
        failing=_threshold("as int32 only 0..0xFFFFFFFF"),
        passing=_threshold("as int32 only 0..0x7FFFFFFF"),
        check=_broken(codes.VALUE_TOO_FAR),
    ),
    CheckedRule(
        codes.VALUE_LOSES_PART,
        Family.RANGE,
        "The field has room for the value and not for all of it: its steps are coarser than the catalogue's "
        "resolution, or it holds a date where the catalogue says date and time. What is written is read back "
        "rounded or cut.",
        failing=_begin("5"),
        passing=_begin("12"),
        check=_broken(codes.VALUE_LOSES_PART),
    ),
    CheckedRule(
        codes.VALUE_SAYS_ELSE,
        Family.SENTINEL,
        "A value of the element has the code that means something else on the wire: no value, leave unchanged, "
        "at once. Whoever reads it does not see the value. Narrow the range with 'only', or have the source "
        "say which of the two the code means.",
        failing=_threshold("as uint32 only 0..0xFFFFFFFF"),
        passing=_threshold("as uint32 only 0..0xFFFFFFFE"),
        check=_broken(codes.VALUE_SAYS_ELSE),
        clause="ZigBee Cluster Library, section 2.6.2: each analogue type has a value that means invalid",
    ),
    CheckedRule(
        codes.MOMENT_NOT_CARRIED,
        Family.TIME,
        "Seconds since 2000-01-01 are one moment, and end in 2136. The catalogue allows a date with wildcards, or "
        "a moment outside that span, and the field cannot say it.",
        failing=_special_day("StartTime: date[0..20].next as UTC"),
        passing=_special_day("SpecialDayEntries { SpecialDayDate: date[0..20].next as date }"),
        check=_broken(codes.MOMENT_NOT_CARRIED),
    ),
    CheckedRule(
        codes.NAME_WITHOUT_CODE,
        Family.ENUMERATION,
        "The catalogue names the members of an enumeration and the mapping's table of codes leaves one out, or "
        "gives one a code that the type does not have. A value that the meter may have cannot be told.",
        failing=_currency("GBP = 826"),
        passing=_currency("GBP = 826, EUR = 978"),
        check=_broken(codes.NAME_WITHOUT_CODE),
    ),
    CheckedRule(
        codes.CONSTANT_CONTRADICTS,
        Family.RANGE,
        "The mapping fixes a field to a constant that the catalogue excludes: it prints another scaler, or a "
        "range that the constant lies outside of.",
        failing=_register("-3"),
        passing=_register("0"),
        check=_broken(codes.CONSTANT_CONTRADICTS),
    ),
    CheckedRule(
        codes.RELATION_CONTRADICTED,
        Family.REVIEW,
        "A review calls the pairing exact, and the value proof has a value that does not come back. One of the "
        "two is wrong: correct the record, the range or the mapping.",
        failing=_threshold("as uint32 only 0..0xFFFFFFFF status reviewed { relation = exact }"),
        passing=_threshold("as uint32 only 0..0xFFFFFFFE status reviewed { relation = exact }"),
        check=_relation,
    ),
)
