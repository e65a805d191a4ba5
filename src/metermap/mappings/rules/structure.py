"""Rules on structure: members that are said, constants and restrictions that are legal, the order of members."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from metermap.core.addresses import Access, DlmsAddress, SepAddress, Side
from metermap.core.numbers import whole_number
from metermap.core.rules import Example, Family
from metermap.core.suggest import normal
from metermap.core.types import Kind, Member, TypeDescriptor
from metermap.mappings import whole_codes as codes
from metermap.mappings.model import Role
from metermap.mappings.rules.base import CheckedRule, Subject, row_of, subject_of
from metermap.mappings.rules.reading import command_of, grouped, home_of, listed, without_index

if TYPE_CHECKING:
    from metermap.core.findings import Finding
    from metermap.mappings.model import Statement
    from metermap.protocols.sep.restrictions import Restriction

__all__ = ["RULES"]

_INTEGERS = frozenset({Kind.UNSIGNED, Kind.SIGNED, Kind.ENUM, Kind.BITS})


# members


class _Inside(NamedTuple):
    """A command, or a structure within a home: what it is called, and the members that a sender must fill."""

    home: str
    name: str
    members: tuple[str, ...]


def _needed(members: tuple[Member, ...]) -> tuple[str, ...]:
    """Return the members that are always there: no condition, and no edition that brought or took them away."""
    counts = {member.count for member in members}
    return tuple(
        member.name
        for member in members
        if not member.condition
        and not member.type.optional
        and not member.lifetime.until
        and not member.lifetime.since
        and member.name not in counts
    )


def _command(subject: Subject, address: SepAddress) -> tuple[_Inside, str] | None:
    """Return the command that an address is in, with the field; None if it is no command."""
    command = command_of(subject, address)
    if command is None:
        return None
    home = home_of(address)
    name = f"{command.name} of {address.cluster}"
    return _Inside(home, name, _needed(command.fields)), _key(address.field.split(".")[0])


def _key(step: str) -> str:
    """Return a member's name for comparing; a field that the source does not name stays ``_``."""
    return step if step == "_" else normal(without_index(step))


def _structures(subject: Subject, address: DlmsAddress) -> Iterator[tuple[_Inside, str]]:
    """Yield each structure that the path of an address goes through, with the member that it takes."""
    steps = tuple(step for step in without_index(address.member).split(".") if step)
    home = f"{home_of(address)} by {address.selector}" if address.selector else home_of(address)
    for depth, step in enumerate(steps):
        kind = _type_at(subject, address, steps[:depth])
        while kind is not None and kind.kind is Kind.ARRAY:
            kind = kind.element
        if kind is not None and kind.kind is Kind.STRUCTURE and kind.members:
            path = ".".join((address.selector or address.name, *steps[:depth]))
            name = f"{path} of {address.class_name}"
            yield (
                _Inside(f"{home}: {'.'.join(steps[:depth])}", name, _needed(kind.members)),
                _standard(subject, address, step),
            )


def _standard(subject: Subject, address: DlmsAddress, step: str) -> str:
    """Return the standard's name of a member that an overlay calls otherwise."""
    for overlay in subject.dictionaries.dlms.overlays:
        step = overlay.standard_name(address.class_id, address.access, address.index, step)
    return _key(step)


def _type_at(subject: Subject, address: DlmsAddress, path: tuple[str, ...]) -> TypeDescriptor | None:
    dictionary = subject.dictionaries.dlms
    if address.selector:
        known = dictionary.selective_access(address.class_id, address.index)
        kind = next((entry.type for entry in known if entry.name == address.selector), None)
        for step in path:
            kind = kind.member(step) if kind is not None else None
        return kind
    return dictionary.type_at(
        address.class_id, address.logical_name, address.access, address.index, path, returned=address.returned
    )


def members_unsaid(subject: Subject) -> Iterator[Finding]:
    """The members of which no statement of any device says anything, one finding for all homes alike."""
    said: dict[_Inside, set[str]] = defaultdict(set)
    first: dict[_Inside, Statement] = {}
    for statement in subject.statements:
        if statement.role is not Role.GAP and not statement.proposed:
            for inside, member in _insides(subject, statement):
                said[inside].add(member)
                first.setdefault(inside, statement)
    missing = {
        inside: tuple(name for name in inside.members if normal(name) not in members)
        for inside, members in said.items()
        if "_" not in members
    }
    alike = grouped((inside for inside, names in missing.items() if names), lambda one: (one.name, missing[one]))
    for (name, names), insides in alike.items():
        statement = first[insides[0]]
        homes = f" in {len(insides)} homes" if len(insides) > 1 else ""
        yield codes.MEMBERS_UNSAID.at(
            statement.place,
            f"{name}: {len(names)} of {len(insides[0].members)} members are not said{homes}: {', '.join(names)}",
            subject=f"{statement.protocol}/{name}: {', '.join(names)}",
        )


def _insides(subject: Subject, statement: Statement) -> Iterator[tuple[_Inside, str]]:
    match statement.address:
        case SepAddress() as address:
            found = _command(subject, address)
            if found is not None:
                yield found
        case DlmsAddress() as address:
            yield from _structures(subject, address)
        case _:
            return


def said_in_one_use_only(subject: Subject) -> Iterator[Finding]:
    """The fields of a command that one use case fills, in the others that send it."""
    commands: dict[tuple[str, _Inside], dict[str, dict[str, Statement]]] = {}
    for statement in subject.statements:
        if statement.proposed or not isinstance(statement.address, SepAddress):
            continue
        found = _command(subject, statement.address)
        if found is not None:
            uses = commands.setdefault((statement.device, found[0]), {})
            for case in statement.use_cases:
                uses.setdefault(case, {})[found[1]] = statement
    told: set[tuple[str, tuple[str, ...]]] = set()
    for (_, inside), uses in commands.items():
        filled = {name: [case for case in uses if normal(name) in uses[case]] for name in inside.members}
        for case, fields in uses.items():
            missing = tuple(name for name, cases in filled.items() if cases and case not in cases)
            if set(fields) - {""} and "_" not in fields and missing and (case, missing) not in told:
                told.add((case, missing))
                yield _left_out(inside, case, missing, next(iter(fields.values())), filled[missing[0]])


def _left_out(inside: _Inside, case: str, missing: tuple[str, ...], statement: Statement, others: list[str]) -> Finding:
    return codes.SAID_IN_ONE_USE_ONLY.at(
        statement.place,
        f"for {case}, nothing is said of {', '.join(missing)} in {inside.name}; "
        f"for {' and '.join(others)} it is filled",
        subject=f"{statement.protocol}/{inside.name}; {case}",
    )


# values


def _constants(statement: Statement) -> Iterator[int]:
    """Yield the numbers that a statement fixes or codes on the wire."""
    texts = [*statement.value.split(" | "), *(theirs for _, theirs in statement.coded)]
    for text in dict.fromkeys(texts):
        number = whole_number(text)
        if number is not None:
            yield number


def _restrictions(subject: Subject, statement: Statement) -> Iterator[Restriction]:
    """Yield what overlays allow as values of the field that a statement is about."""
    address = statement.address
    if not isinstance(address, SepAddress) or address.access is not Access.COMMAND:
        return
    path = tuple(normal(without_index(step)) for step in address.field.split("."))
    for found in subject.dictionaries.sep.restriction(address.cluster_id, Side(address.side), address.name):
        if found.of == "value" and tuple(map(normal, found.path)) == path:
            yield found


def no_member_of_enumeration(subject: Subject) -> Iterator[Finding]:
    """Constants against the named values of the field; an overlay may add values of its own."""
    for statement, _ in subject.once:
        kind = statement.dictionary_type or statement.type
        table = subject.dictionaries.enumeration_of(kind) if kind is not None else None
        if table is None or not table.members or _part(statement):
            continue
        known = 0
        for member in table.members:
            known |= member.value
        for number in _constants(statement):
            named = not number & ~known if table.bitmap else table.named(number) is not None
            own = any(found.allows(number) for found in _restrictions(subject, statement))
            if not named and not own and number >= 0:
                yield codes.NO_MEMBER_OF_ENUMERATION.at(
                    statement.place,
                    f"{statement.element or statement.item}: {number} is no member of {table.name or kind}",
                    subject=f"{subject_of(statement)}; {number}",
                    expected=listed(f"{member.value} {member.name}" for member in table.members),
                    also=row_of(subject, statement),
                )


def _part(statement: Statement) -> bool:
    """Whether a statement is about bits of an attribute, whose type is that of the whole."""
    address = statement.address
    return isinstance(address, SepAddress) and "@" in address.field


def outside_overlay(subject: Subject) -> Iterator[Finding]:
    """Constants and permitted values against what an overlay allows in the field."""
    for statement, _ in subject.once:
        ends = [number for low, high in _only(statement) for number in (low, high)]
        for found in _restrictions(subject, statement):
            wrong = [number for number in dict.fromkeys((*_constants(statement), *ends)) if not found.allows(number)]
            wrong = [number for number in wrong if not _sentinel(statement, number)]
            if wrong:
                allowed = (f"{one.low}" if one.low == one.high else f"{one.low}..{one.high}" for one in found.allowed)
                yield codes.OUTSIDE_OVERLAY.at(
                    statement.place,
                    f"{statement.element or statement.item}: overlay {found.overlay} does not allow "
                    f"{', '.join(map(str, wrong))} in {'.'.join(found.path)} of {found.command}",
                    subject=subject_of(statement),
                    expected=listed(allowed),
                    also=row_of(subject, statement),
                )


def _sentinel(statement: Statement, number: int) -> bool:
    """Whether a number only stands for a word of ours, beside values that are sent as they are."""
    return ("_", "_") in statement.coded and str(number) in {
        str(whole_number(theirs)) for ours, theirs in statement.coded if whole_number(ours) is None
    }


def _only(statement: Statement) -> Iterator[tuple[int, int]]:
    """Yield the ranges that 'only' permits, as far as their ends are numbers."""
    for part in statement.only.split(" | ") if statement.only else ():
        low, _, high = part.partition("..")
        ends = (whole_number(low.strip()), whole_number((high or low).strip()))
        if ends[0] is not None and ends[1] is not None:
            yield ends[0], ends[1]


def outside_standard(subject: Subject) -> Iterator[Finding]:
    """What 'only' permits against what the type holds; the code for 'no value' is one finding a type."""
    reserved: dict[str, list[Statement]] = defaultdict(list)
    for statement, _ in subject.once:
        kind = statement.dictionary_type or statement.type
        if kind is None or kind.kind not in _INTEGERS or kind.minimum is None or kind.maximum is None:
            continue
        ends = [number for low, high in _only(statement) for number in (low, high)]
        beyond = [number for number in ends if not kind.minimum <= number <= kind.maximum]
        if beyond and set(beyond) == {kind.non_value}:
            reserved[kind.name].append(statement)
        elif beyond:
            yield codes.OUTSIDE_STANDARD.at(
                statement.place,
                f"{statement.element or statement.item}: {kind} has no {', '.join(map(str, dict.fromkeys(beyond)))}",
                subject=subject_of(statement),
                expected=f"{kind.minimum}..{kind.maximum}",
                also=row_of(subject, statement),
            )
    for name, statements in reserved.items():
        yield _reserved(name, statements)


def _reserved(name: str, statements: list[Statement]) -> Finding:
    kind = statements[0].dictionary_type or statements[0].type
    code = kind.non_value if kind is not None else None
    what = listed(statement.element or statement.item for statement in statements)
    return codes.OUTSIDE_STANDARD.at(
        statements[0].place,
        f"{len(statements)} statements permit {code}, by which {name} says that there is no value: {what}",
        subject=f"{statements[0].protocol}/{name}; no value",
        also=tuple(statement.place for statement in statements[1:]),
    )


_CREDIT = """on GSME over sep, tunnelled.
MeterBalance is Prepayment {{
    call CreditAdjustment @0x05 {{
        CreditAdjustmentType:  adjust          #1045 = 0 as enum8,
        CreditAdjustmentValue: adjustmentValue #1047 as int32
    }} returns DefaultResponse for GCS40a,
    call CreditAdjustment @0x05 {{ CreditAdjustmentType: resetCreditMode #1786 = {fields} }}
        returns DefaultResponse for GCS40d
}}.
"""

_VALVE = """on GSME over sep, tunnelled.
SupplyState is Metering {{
    call ChangeSupply @0x0B {{ ProposedSupplyStatus: {state} as enum8 }} returns DefaultResponse for {case}
}}.
"""

_LIMIT = """on GSME over sep, tunnelled.
DebtRecoveryRateCap is Prepayment {{
    call SetOverallDebtCap @0x0C {{ {other}OverallDebtCap: amountNext #1195 as int32 only {low}..{high} }}
        returns DefaultResponse
}} for GCS05.
"""

RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.SAID_IN_ONE_USE_ONLY,
        Family.STRUCTURE,
        "A command always has all its fields. Where one use case fills a field and another that sends the same "
        "command says nothing of it, two implementers will send two different things. What all sentences of a use "
        "case say is taken together; a field that no use case fills is another finding.",
        failing=Example(_CREDIT.format(fields="2 as enum8")),
        passing=Example(_CREDIT.format(fields="2 as enum8, CreditAdjustmentValue = 0")),
        check=said_in_one_use_only,
    ),
    CheckedRule(
        codes.MEMBERS_UNSAID,
        Family.STRUCTURE,
        "A command or a structure is sent whole: members that the catalogue does not ask for need a constant. Of "
        "which nothing is said at all, one finding lists the members, once for all homes alike. Members that are "
        "there only under a condition, that count others, or that an edition brought or took away are left out.",
        failing=Example(_LIMIT.format(low="-0x7FFFFFFF", high="0x7FFFFFFF", other="")),
        passing=Example(
            _LIMIT.format(
                low="-0x7FFFFFFF",
                high="0x7FFFFFFF",
                other="ProviderId = _, IssuerEventId = _, ImplementationDateTime: activateAmountNextDateTime #1213, ",
            )
        ),
        check=members_unsaid,
    ),
    CheckedRule(
        codes.NO_MEMBER_OF_ENUMERATION,
        Family.STRUCTURE,
        "A constant in a field of named values is one of them, or one that the overlay adds. In a bitmap, every bit "
        "that is set has a name.",
        failing=Example(_VALVE.format(state="disable #944 = 9", case="GCS32")),
        passing=Example(_VALVE.format(state="disable #944 = 0", case="GCS32")),
        check=no_member_of_enumeration,
    ),
    CheckedRule(
        codes.OUTSIDE_OVERLAY,
        Family.STRUCTURE,
        "An overlay lists what a country allows in a field, as its mapping table prints it. A constant, a coded "
        "value or an end of 'only' that is not on the list contradicts it.",
        failing=Example(_VALVE.format(state="arm #945 = 2", case="GCS39")),
        passing=Example(_VALVE.format(state="arm #945 = 1", case="GCS39")),
        check=outside_overlay,
    ),
    CheckedRule(
        codes.OUTSIDE_STANDARD,
        Family.STRUCTURE,
        "A country may allow less than a standard, never more. What 'only' permits must fit the type. In ZigBee the "
        "highest code of an unsigned number, and the lowest of a signed one, say that there is no value: a range "
        "that takes it in lets nobody tell the number from its absence. That is one finding for each type.",
        failing=Example(_LIMIT.format(low="0", high="0xFFFFFFFF", other="")),
        passing=Example(_LIMIT.format(low="-0x7FFFFFFF", high="0x7FFFFFFF", other="")),
        check=outside_standard,
        clause="ZigBee Cluster Library, data types: invalid numbers",
    ),
)
