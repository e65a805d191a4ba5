"""Which line of one state is which of the other, though its name, its row or its place may be another.

Each kind of line has its steps, from the surest to the weakest. Elements are never paired by what two of them share.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from metermap.codegen.changes.model import Kind, Record, Snapshot
from metermap.codegen.changes.pairing import Pairing, Step, content, told
from metermap.codegen.changes.statement_pairs import Now, pair_statements, wire_address
from metermap.codegen.changes.texts import line_name, said
from metermap.core.site_settings import SiteSettings

__all__ = ["Pairs", "former_ids", "paired", "present_ids"]


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs of each kind, and what follows from those of the elements.

    `rows` are the printed rows of elements now by those of old. The notes are of elements, by place in their list.
    """

    of: Mapping[Kind, Pairing]
    rows: Mapping[int, int]
    old_notes: Mapping[int, str] = field(default_factory=dict)
    new_notes: Mapping[int, str] = field(default_factory=dict)


def paired(old: Snapshot, new: Snapshot, renamed: Mapping[str, str]) -> Pairs:
    """Return which lines are the same; `renamed` are the declared renamings, later names of items by former ones."""
    present = SiteSettings(renamed=renamed).present_name
    renamed = {name: present(name) for name in renamed}
    of = {kind: Pairing(old.lists.get(kind, ()), new.lists.get(kind, ())) for kind in Kind}
    _pair_devices(of[Kind.DEVICE])
    _pair_use_cases(of[Kind.USE_CASE])
    reused = _pair_elements(of[Kind.ELEMENT], of[Kind.STATEMENT], renamed)
    now = Now.of(of[Kind.ELEMENT], renamed)
    _pair_items(of[Kind.ITEM], now)
    pair_statements(of[Kind.STATEMENT], now)
    return Pairs(of, now.rows, *_notes(of[Kind.ELEMENT], reused))


def present_ids(old: Snapshot, new: Snapshot, renamed: Mapping[str, str]) -> dict[str, str]:
    """Return the id now of each element that had another one, by that of old."""
    elements = paired(old, new, renamed).of[Kind.ELEMENT]
    ids = ((said(elements.old[was], "id"), said(elements.new[now], "id")) for now, was in elements.partner.items())
    return {was: now for was, now in ids if was != now}


def former_ids(old: Snapshot, new: Snapshot, renamed: Mapping[str, str]) -> dict[str, str]:
    """Return the former id of each element now; empty of one that was not there."""
    elements = paired(old, new, renamed).of[Kind.ELEMENT]
    before = {now: said(elements.old[was], "id") for now, was in elements.partner.items()}
    return {said(element, "id"): before.get(now, "") for now, element in enumerate(elements.new)}


def _pair_devices(pairing: Pairing) -> None:
    pairing.in_order("id", told("id"), told("id"))


def _pair_use_cases(pairing: Pairing) -> None:
    pairing.in_order("id", told("code"), told("code"))
    pairing.unambiguous("name", _titled, _titled)


def _titled(case: Record) -> Hashable:
    """Return title and message code; the title often begins with the code, which is what may have been renamed."""
    title = said(case, "title").removeprefix(said(case, "code")).strip()
    return (title, said(case, "message_code")) if title else None


# --- elements


def _pair_elements(pairing: Pairing, statements: Pairing, renamed: Mapping[str, str]) -> Mapping[int, int]:
    """Pair the elements, and return the old place by the new one of those that share nothing but their id."""

    def present(element: Record) -> str:
        item = said(element, "item")
        return renamed.get(item, item)

    def declared(element: Record) -> Hashable:
        return (present(element), said(element, "path")) if said(element, "item") in renamed else None

    def declared_row(element: Record) -> Hashable:
        return (row, declared(element)) if (row := element.get("row")) is not None and declared(element) else None

    pairing.equal("id", told("id"))
    pairing.in_order("id", told("id"), told("id"))
    reused = pairing.apart(lambda old, new: _is_another(old, new, present(old)))
    pairing.unambiguous("metermap.toml", declared_row, lambda new: (new.get("row"), _name(new)))
    pairing.unambiguous("metermap.toml", declared, _name)
    for by, step in _ELEMENT:
        pairing.unambiguous(by, step, step)
    if pairing.free() and pairing.left():
        pairing.unambiguous("address", _wired(statements.old), _wired(statements.new))
    pairing.unambiguous("reference", _reference_and_path, _reference_and_path)
    return reused


def _is_another(old: Record, new: Record, item: str) -> bool:
    """Return whether two elements of one id have neither item nor path nor printed row in common."""
    path, row = said(old, "path"), old.get("row")
    same_path = bool(path) and path == said(new, "path")
    same_row = row is not None and row == new.get("row")
    return item != said(new, "item") and said(old, "item") != said(new, "item") and not same_path and not same_row


def _name(element: Record) -> Hashable:
    return said(element, "item"), said(element, "path")


def _name_and_row(element: Record) -> Hashable:
    return (element.get("row"), _name(element)) if element.get("row") is not None else None


def _row_and_path(element: Record) -> Hashable:
    return (element.get("row"), said(element, "path")) if element.get("row") is not None else None


def _row_and_reference(element: Record) -> Hashable:
    found = element.get("row"), said(element, "reference")
    return found if found[0] is not None and found[1] else None


def _reference_and_path(element: Record) -> Hashable:
    found = said(element, "reference"), said(element, "path")
    return found if all(found) else None


# A name is surer than a printed row, which another edition may give to something else. That two cite the same section
# is the weakest: it comes last, after the address, for a new element may cite it and have an old path.
_ELEMENT: Final = (
    ("name", _name_and_row),
    ("name", _name),
    ("row", _row_and_path),
    ("row", _row_and_reference),
)


def _wired(statements: Iterable[Record]) -> Step:
    """Return the step for all the addresses, of all devices and protocols, at which an element is on the wire."""
    homes: dict[str, set[Hashable]] = {}
    for statement in statements:
        if (address := wire_address(statement)) is not None:
            home = said(statement, "device"), said(statement, "protocol"), address
            homes.setdefault(said(statement, "element"), set()).add(home)
    return lambda element: frozenset(found) if (found := homes.get(said(element, "id"))) else None


def _notes(pairing: Pairing, reused: Mapping[int, int]) -> tuple[dict[int, str], dict[int, str]]:
    """Return what is to be known of ids that are used again, by the places of the old lines and of the new ones."""
    names = {was: line_name(Kind.ELEMENT, pairing.old[was]) for was in reused.values()}
    uses = {place: line_name(Kind.ELEMENT, pairing.new[place]) for place in reused}
    return (
        {was: f"the id is used again, for {uses[place]}" for place, was in reused.items()},
        {place: f"the id was that of {names[was]}" for place, was in reused.items()},
    )


# --- facts of items


def _pair_items(pairing: Pairing, now: Now) -> None:
    pairing.equal("name", lambda fact: _fact(fact, said(fact, "item")))
    _pair_renamed_items(pairing, now)
    for by, step in _ITEM:
        pairing.in_order(by, _named(step, now.item), _named(step, str))


def _pair_renamed_items(pairing: Pairing, now: Now) -> None:
    """Pair the facts of items that have another name by the declared renamings, and then by their elements."""
    for by, names in (("metermap.toml", now.declared), ("element", now.items)):
        pairing.in_order(by, _renamed_fact(names), lambda fact: _fact(fact, said(fact, "item")))


def _renamed_fact(names: Mapping[str, str]) -> Step:
    return lambda fact: _fact(fact, names[said(fact, "item")]) if said(fact, "item") in names else None


def _named(step: Callable[[Record, str], Hashable], name: Callable[[str], str]) -> Step:
    return lambda fact: step(fact, name(said(fact, "item")))


def _fact(fact: Record, item: str) -> Hashable:
    return said(fact, "device"), item, said(fact, "section")


def _content_of_fact(fact: Record, item: str) -> Hashable:
    return _fact(fact, item), content({name: value for name, value in fact.items() if name not in {"item", "cell"}})


def _fact_in_any_section(fact: Record, item: str) -> Hashable:
    return said(fact, "device"), item


def _fact_by_rows(fact: Record, _: str) -> Hashable:
    return (said(fact, "device"), said(fact, "section"), content(rows)) if (rows := fact.get("rows")) else None


def _fact_of_any_device(fact: Record, item: str) -> Hashable:
    return item, said(fact, "section")


_ITEM: Final = (
    ("content", _content_of_fact),
    ("name", _fact),
    ("name", _fact_in_any_section),
    ("row", _fact_by_rows),
    ("name", _fact_of_any_device),
)
