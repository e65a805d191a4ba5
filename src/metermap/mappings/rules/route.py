"""Rules on routes: where the protection of a sensitive element ends, and where it is read without any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from metermap.core.addresses import Access, DlmsAddress
from metermap.core.rules import Example, Family
from metermap.mappings import whole_codes as codes
from metermap.mappings.rules.base import CheckedRule, Subject, row_of
from metermap.mappings.rules.reading import firm_elements, grouped, listed

if TYPE_CHECKING:
    from metermap.core.findings import Finding
    from metermap.mappings.model import Statement

__all__ = ["RULES"]

_TRANSLATED: Final = {"translated_at_hub": "the hub", "translated_at_centre": "the centre"}


def _sensitive(subject: Subject) -> Iterator[Statement]:
    for statement in firm_elements(subject):
        if subject.catalogue.element_by_id[statement.element].sensitive.value:
            yield statement


def protection_ends(subject: Subject) -> Iterator[Finding]:
    """Sensitive elements that are translated, or that one device holds for another, by item."""
    tunnelled: dict[tuple[str, str], set[str]] = defaultdict(set)
    for statement in firm_elements(subject):
        if statement.route == "tunnelled":
            tunnelled[statement.element, statement.protocol].add(statement.device)
    ends: dict[tuple[str, str, str, str], list[Statement]] = defaultdict(list)
    for statement in _sensitive(subject):
        others = tunnelled[statement.element, statement.protocol] - {statement.device}
        if statement.route in _TRANSLATED:
            why = f"the protection ends at {_TRANSLATED[statement.route]}, where it is translated"
        elif statement.route == "native" and others:
            why = (
                f"the protection by {', '.join(sorted(others))} ends at {statement.device}, which holds it in the home"
            )
        else:
            continue
        ends[statement.device, statement.protocol, statement.item, why].append(statement)
    for (device, protocol, item, why), statements in ends.items():
        names = listed(one.element.removeprefix(f"{item}.") for one in statements)
        yield codes.PROTECTION_ENDS.at(
            statements[0].place,
            f"{item} of {device}: {names} {'is' if len(statements) == 1 else 'are'} sensitive; {why}",
            subject=f"{protocol}/{device}/{item}",
            also=(*(one.place for one in statements[1:]), *row_of(subject, statements[0])),
        )


def unprotected(subject: Subject) -> Iterator[Finding]:
    """Sensitive attributes of COSEM objects that are read by no object of data protection, by item."""
    bare = grouped(
        (
            one
            for one in _sensitive(subject)
            if isinstance(one.address, DlmsAddress)
            and one.address.access is Access.ATTRIBUTE
            and not one.address.through
            and not one.address.selector
            and one.route != "native"
        ),
        lambda one: (one.device, one.item, one.address.object if isinstance(one.address, DlmsAddress) else ""),
    )
    for (device, item, object_), statements in bare.items():
        names = listed(one.element.removeprefix(f"{item}.") for one in statements)
        yield codes.UNPROTECTED.at(
            statements[0].place,
            f"{item} of {device}: {names} of {object_} {'is' if len(statements) == 1 else 'are'} sensitive, "
            "and read without data protection",
            subject=f"dlms/{item}/{object_}",
            expected="through DataProtection",
            also=(*(one.place for one in statements[1:]), *row_of(subject, statements[0])),
        )


_LOG = """on ESME over dlms, tunnelled.
DailyConsumptionLog is ProfileGeneric 0-0:99.1.3.255 {{
    buffer[e in 1..731] {{ dlValue: logEntries[e].logEntry.value #559 as double-long-unsigned }}
}}{through} for ECS66.
"""
_THROUGH = " through DataProtection 0-0:43.2.4.255 { call get_protected_attributes: readLog #932 as structure }"

_ROUTE = """on ESME over dlms, {route}.
PrepaymentBalanceCollection is Data 0-0:94.44.34.30 {{
    value {{ meter_balance: MeterBalance #1807 as double-long }}
}} through DataProtection 0-0:43.2.1.255 {{ call get_protected_attributes #934 as structure }} for ECS19.
"""

RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.PROTECTION_ENDS,
        Family.ROUTE,
        "The catalogue marks elements as sensitive. What is tunnelled is protected from the meter to whoever asked. "
        "A translation, and a device that holds another's data in the home, sees it in clear: there the protection "
        "ends, and something else has to take over.",
        failing=Example(_ROUTE.format(route="translated_at_hub")),
        passing=Example(_ROUTE.format(route="tunnelled")),
        check=protection_ends,
    ),
    CheckedRule(
        codes.UNPROTECTED,
        Family.ROUTE,
        "In DLMS/COSEM, sensitive values are read through an object of class 30, data protection. Read straight from "
        "their own object, they travel in clear to every node on the way. Smart Energy has no such object, so "
        "nothing can be told there.",
        failing=Example(_LOG.format(through="")),
        passing=Example(_LOG.format(through=_THROUGH)),
        check=unprotected,
        clause="DLMS UA Blue Book, class 30: data protection",
    ),
)
