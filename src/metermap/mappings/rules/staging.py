"""Rules on staged values: what comes next, what it becomes, when, and what leaves a field as it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from metermap.core.addresses import Access, SepAddress
from metermap.core.numbers import whole_number
from metermap.core.rules import Example, Family
from metermap.core.suggest import normal
from metermap.core.types import Kind
from metermap.mappings import whole_codes as codes
from metermap.mappings.model import Role
from metermap.mappings.rules.base import CheckedRule, Subject, row_of, subject_of
from metermap.mappings.rules.reading import firm_elements, grouped, home_of, listed, without_index

if TYPE_CHECKING:
    from metermap.core.findings import Finding
    from metermap.mappings.model import Statement

__all__ = ["RULES"]

_NEXT = re.compile(r"\bnext(?=[A-Z]|\b)|Next(?=[A-Z]|\b)|Next(?=\[)")
_ACTIVATION = re.compile(r"activat", re.IGNORECASE)
_UNCHANGED = re.compile(r"unchanged|nochange")


# the time of activation


def next_incomplete(subject: Subject) -> Iterator[Finding]:
    """For each next value, a time of activation in a use case that sends it."""
    times = _times(subject)
    found = grouped(
        (one for one in firm_elements(subject) if _is_next(one.element) and not one.becomes and _is_set(subject, one)),
        lambda one: (one.device, one.protocol, one.item),
    )
    for (device, protocol, item), statements in found.items():
        untimed = [one for one in statements if not _timed(one, times)]
        if untimed:
            cases = listed(case for one in untimed for case in one.use_cases) or "no use case"
            yield codes.NEXT_INCOMPLETE.at(
                untimed[0].place,
                f"{listed(one.element for one in untimed)} of {device}: no time of activation in {cases}",
                subject=f"{protocol}/{item}; next",
                also=(*(one.place for one in untimed[1:]), *row_of(subject, untimed[0])),
            )


def _is_next(element: str) -> bool:
    return _NEXT.search(element) is not None and not _ACTIVATION.search(element)


def _is_set(subject: Subject, statement: Statement) -> bool:
    """Whether a statement is for a use case that updates something."""
    known = subject.catalogue.use_case_by_code
    return any(known[case].read_or_update.value != "Read" for case in statement.use_cases if case in known)


def _times(subject: Subject) -> dict[tuple[str, str], list[Statement]]:
    """Return, by device and use case, the statements that carry a time of activation, or activate."""
    found: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in subject.statements:
        kind = statement.dictionary_type
        command = isinstance(statement.address, SepAddress) and statement.address.access is Access.COMMAND
        starts = command and kind is not None and kind.kind is Kind.DATE_TIME
        if statement.role is not Role.GAP and (starts or _ACTIVATION.search(statement.element)):
            for case in statement.use_cases:
                found[statement.device, case].append(statement)
    return found


def _timed(statement: Statement, times: dict[tuple[str, str], list[Statement]]) -> bool:
    """Whether each use case of a next value has a time: one of its item, or one in the same home."""
    return bool(statement.use_cases) and all(
        any(
            time.item == statement.item or home_of(time.address) == home_of(statement.address)
            for time in times.get((statement.device, case), ())
        )
        for case in statement.use_cases
    )


# becomes


def becomes_incomplete(subject: Subject) -> Iterator[Finding]:
    """The value that a next one becomes, and the time: both mapped, the time in the same use case."""
    said: dict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for statement in firm_elements(subject):
        said[statement.device, statement.protocol, _plain(statement.element)].append(statement)
    for statement, devices in subject.once:
        target, _, moment = statement.becomes.partition(" at ")
        if not statement.becomes:
            continue
        current, time = (_said_of(said, statement, devices[0], name) for name in (target, moment))
        faults = [] if current else [f"{target} is not mapped"]
        if not time:
            faults.append(f"{moment} is not mapped")
        elif not any(set(one.use_cases) & set(statement.use_cases) for one in time):
            faults.append(f"{moment} is in none of {', '.join(statement.use_cases)}")
        if faults:
            yield codes.BECOMES_INCOMPLETE.at(
                statement.place,
                f"{statement.element} of {devices[0]} becomes {target} at {moment}: {'; '.join(faults)}",
                subject=subject_of(statement),
                also=row_of(subject, statement),
            )


def _said_of(
    said: dict[tuple[str, str, str], list[Statement]], statement: Statement, device: str, name: str
) -> list[Statement]:
    """Return the statements of an element that is named within the item of a statement, or in full."""
    for full in (f"{statement.item}.{name}", name):
        found = said.get((device, statement.protocol, _plain(full)))
        if found:
            return found
    return []


def _plain(name: str) -> str:
    return normal(without_index(re.sub(r"~\d+$", "", name)))


# unchanged


def no_unchanged(subject: Subject) -> Iterator[Finding]:
    """A field whose enumeration has a member for 'unchanged', in a command that sets something else as well."""
    homes = grouped(firm_elements(subject), lambda one: (one.device, home_of(one.address)))
    told: set[tuple[str, str]] = set()
    for statements in homes.values():
        if len({str(one.address) for one in statements}) == 1:
            continue  # it sets nothing else
        for statement in statements:
            number = _unchanged(subject, statement)
            key = (statement.element, str(statement.address))
            if number is None or statement.value or key in told:
                continue
            coded = {whole_number(theirs) for _, theirs in statement.coded}
            if statement.coded and number not in coded and ("_", "_") not in statement.coded:
                told.add(key)
                yield codes.NO_UNCHANGED.at(
                    statement.place,
                    f"{statement.element}: the codes of {statement.address} leave out {number}, which changes nothing",
                    subject=subject_of(statement),
                    also=row_of(subject, statement),
                )


def _unchanged(subject: Subject, statement: Statement) -> int | None:
    """Return the value by which a command's field says that something stays as it is; None if it has none."""
    address, kind = statement.address, statement.dictionary_type
    if not isinstance(address, SepAddress) or address.access is not Access.COMMAND or kind is None:
        return None
    table = subject.dictionaries.enumeration_of(kind)
    members = table.members if table is not None and not table.bitmap else ()
    return next((member.value for member in members if _UNCHANGED.search(normal(member.name))), None)


_WARNING = """on GSME over sep, tunnelled.
CalorificValue is Price {{
    call PublishCalorificValue @0x03 {{ {time}CalorificValue: valueNext #1371 as uint32 }} returns DefaultResponse
}} for GCS23.
"""

_CAP = """on GSME over sep, tunnelled.
DebtRecoveryRateCap is Prepayment {{
    OverallDebtCap @0x0006: amountCurrent #1035 as int32 for GCS21b,
    call SetOverallDebtCap @0x0C {{
        OverallDebtCap: amountNext #1195 as int32 becomes amountCurrent at activateAmountNextDateTime{time}
    }} returns DefaultResponse for GCS05
}}.
"""

_STATES = """on GSME over sep, tunnelled.
SupplyTamperState is Metering {{
    call SetSupplyStatus @0x0D {{
        SupplyTamperState:    state                      #1401 as enum8 coded {{ locked = 0x00{unchanged} }},
        SupplyDepletionState: SupplyDepletionState.state #1524 as enum8 coded {{ locked = 0x00, unchanged = 0x03 }}
    }} returns DefaultResponse
}} for GCS24a.
"""

RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.NEXT_INCOMPLETE,
        Family.STAGING,
        "A next value waits for its time. In each use case that sends one, an element or a field says when: a time of "
        "activation of the item, or a time in the same command. Without, two meters change over at different times.",
        failing=Example(_WARNING.format(time="")),
        passing=Example(_WARNING.format(time="StartTime = 0, ")),
        check=next_incomplete,
    ),
    CheckedRule(
        codes.BECOMES_INCOMPLETE,
        Family.STAGING,
        "'X becomes Y at T' needs all three: Y is mapped on the same device and protocol, or nobody can read what "
        "came of X; T is mapped in a use case that sends X, or the meter does not know when.",
        failing=Example(_CAP.format(time="")),
        passing=Example(_CAP.format(time=",\n        ImplementationDateTime: activateAmountNextDateTime #1213 as UTC")),
        check=becomes_incomplete,
    ),
    CheckedRule(
        codes.NO_UNCHANGED,
        Family.STAGING,
        "A command that sets two things sets both each time. Where the enumeration of a field has a member that "
        "changes nothing, a closed 'coded' table without it forces the sender to set what may have to stay.",
        failing=Example(_STATES.format(unchanged="")),
        passing=Example(_STATES.format(unchanged=", unchanged = 0x03")),
        check=no_unchanged,
        clause="Smart Energy, Metering: SetSupplyStatus, 'Supply unchanged'",
    ),
)
