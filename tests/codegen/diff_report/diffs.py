"""Diffs to tell: what is known of GBCS 0.8.1, and one of every kind of change."""

import re
from dataclasses import replace

from metermap.codegen.changes.model import (
    PLACE,
    Act,
    Change,
    Diff,
    FieldChange,
    JudgedChange,
    JudgedField,
    Judgement,
    Kind,
    Side,
    Verdict,
    Whom,
)

OLD = Side("gb at edition GBCS 0.8.1", "gb", "GBCS 0.8.1", "1f0e" * 16, partial=True)
NEW = Side("gb", "gb", "GBCS 4.x", "8ab3" * 16)
TARIFF = "mappings/electricity-tariff.map"
ELEMENTS = "smets2.xlsx[Elements]"
NOTHING_BROKEN = Judgement(Verdict.DOCUMENTATION, "a place is no part of what is on the wire")
ANOTHER_OBJECT = Judgement(Verdict.WIRE, "a client asks for another object", (Verdict.CONFORMANCE,))
ANOTHER_UNIT = Judgement(Verdict.MEANING, "the same number is another amount")
ESME = Whom(("ESME",), "GBCS 0.8.1", ("Supplier",))


def field(name: str, old: object, new: object, places: tuple[str, str] = ("", "")) -> FieldChange:
    """Return a field that changed; its values are texts or numbers."""
    return FieldChange(name, old, new, text_of(old), text_of(new), *places)  # type: ignore[arg-type]


def placed(name: str, old: object, new: object) -> FieldChange:
    """Return a field that only says where a line stands."""
    return replace(field(name, old, new), follows=PLACE)


def text_of(value: object) -> str:
    return "" if value is None else str(value)


def judged(change: Change, judgement: Judgement, whom: Whom = ESME) -> JudgedChange:
    """Return the change with that said of the whole and of each field."""
    return JudgedChange(change, judgement, whom, tuple(JudgedField(one, judgement) for one in change.fields))


def statement(name: str, changed: FieldChange, *, device: str = "ESME", line: int = 1) -> Change:
    """Return a statement in which one field changed."""
    key, place = f"{device}/dlms/{name}", f"{TARIFF}:{line}:34"
    return Change(
        kind=Kind.STATEMENT,
        acts=(Act.CHANGED,),
        key=key,
        old_key=key,
        name=name,
        old_name=name,
        device=device,
        protocol="dlms",
        paired_by="id",
        fields=(changed,),
        old_place=place,
        new_place=place,
        old_index=line,
        new_index=line,
    )


def element(name: str, *acts: Act, old_name: str = "", fields: tuple[FieldChange, ...] = (), row: int = 14) -> Change:
    """Return an element that something happened to."""
    return Change(
        kind=Kind.ELEMENT,
        acts=acts,
        key=name,
        old_key="" if Act.ADDED in acts else old_name or name,
        name=name,
        old_name="" if Act.ADDED in acts else old_name or name,
        paired_by="" if Act.ADDED in acts or Act.REMOVED in acts else "id",
        fields=fields,
        old_place="" if Act.ADDED in acts else f"{ELEMENTS}!D{row}",
        new_place="" if Act.REMOVED in acts else f"{ELEMENTS}!D{row + 1}",
        old_index=None if Act.ADDED in acts else row,
        new_index=None if Act.REMOVED in acts else row + 1,
        record={"id": name, "data_type": "UINT32"} if Act.ADDED in acts or Act.REMOVED in acts else None,
    )


def moved(row: int) -> JudgedChange:
    """Return an element that stands one row below where it stood."""
    return judged(element(f"Item{row}.value", Act.MOVED, row=row), NOTHING_BROKEN, Whom())


def standing_charge() -> tuple[JudgedChange, ...]:
    """Return what is known of StandingCharge: its logical name was another, on all of its statements."""
    changed = field("address.logical_name", "0-0:19.2.4.255", "0-0:19.20.4.255")
    names = ("valueCurrent.price_scale", "valueCurrent.classID", "valueCurrent.charge_per_unit")
    found = (statement(f"StandingCharge.{name}", changed, line=82 + at) for at, name in enumerate(names))
    return tuple(judged(change, ANOTHER_OBJECT) for change in found)


def threshold_matrix() -> tuple[JudgedChange, ...]:
    """Return what is known of the threshold matrix: one object there, eight now; the second kept its name."""
    return tuple(
        judged(
            statement(
                f"TariffThresholdMatrixBlocks[1to3]TOU[{n}].thresholdCurrent[1..3]",
                field("address.logical_name", "0-0:16.0.12.255", f"0-0:16.0.{10 + n}.255"),
                line=109,
            ),
            ANOTHER_OBJECT,
        )
        for n in (1, 3, 4, 5, 6, 7, 8)
    )


def calendar() -> tuple[JudgedChange, ...]:
    """Return what is known of the auxiliary calendar: it had another name."""
    now, then = "AuxiliaryControllerCalendar", "AuxiliaryLoadControlSwitchesCalendar"
    why = Judgement(Verdict.COMPATIBLE, "the name is not on the wire")
    paths = ("currentEntries[0..120].scriptSelector", "currentEntries[0..120].switchTime", "activateNextDateTime")
    return tuple(
        judged(
            element(
                f"{now}.{path}",
                Act.RENAMED,
                Act.MOVED,
                old_name=f"{then}.{path}",
                fields=(field("item", then, now), placed("row", 700 + at, 747 + at)),
                row=40 + at,
            ),
            why,
            Whom(("ESME", "SAPC")),
        )
        for at, path in enumerate(paths)
    )


def others() -> tuple[JudgedChange, ...]:
    """Return a change of unit with other words, one line that is new and one that is gone."""
    cells = (f"{ELEMENTS}!G14", f"{ELEMENTS}!G15")
    unit = Change(
        kind=Kind.ITEM,
        acts=(Act.CHANGED,),
        key="GSME/Calorific Value",
        old_key="GSME/Calorific Value",
        name="Calorific Value",
        old_name="Calorific Value",
        device="GSME",
        paired_by="id",
        fields=(
            field("description", "The heat of a cubic metre of gas.", "The heat of a cubic metre of the gas.", cells),
            field("unit", "MJ/m3", "kWh/m3", cells),
        ),
        old_place="smets2.xlsx[Item facts]!D14",
        new_place="smets2.xlsx[Item facts]!D14",
    )
    told = (JudgedField(unit.fields[0], NOTHING_BROKEN), JudgedField(unit.fields[1], ANOTHER_UNIT))
    whom = Whom(("GSME",), "GBCS 0.8.1", ("Supplier", "NetworkOperator"))
    gone = Judgement(Verdict.CONFORMANCE, "what is asked for is there no more")
    new = Judgement(Verdict.COMPATIBLE, "nobody asks for it yet")
    return (
        JudgedChange(unit, ANOTHER_UNIT, whom, told),
        judged(element("SupplyTamperState.value", Act.ADDED), new, Whom(("GSME",))),
        judged(element("RemainingBatteryCapacity.value", Act.REMOVED, row=20), gone, Whom(("GSME",), "GBCS 0.8.1")),
    )


def history() -> Diff:
    """Return a diff with changes of every verdict, and 983 lines that only moved."""
    rows = tuple(moved(row) for row in range(100, 1083))
    found = (*rows, *calendar(), *others(), *standing_charge(), *threshold_matrix())
    return Diff(OLD, NEW, tuple(Kind), found)


def everywhere(text: str) -> Diff:
    """Return a diff of every kind and verdict in which each text is this one."""
    side = Side(text, text, text, text, partial=True)
    fields = (FieldChange(text, text, f"{text}!", text, f"{text}!", text, text),)
    changes = []
    for kind in Kind:
        for verdict, act in zip(Verdict, Act, strict=True):
            record = {"title": text, "address": text, "unit": text} if act in (Act.ADDED, Act.REMOVED) else None
            told = () if record else fields
            named = Change(kind, (act,), text, text, text, text, text, text, text, told, text, text)
            change = replace(named, record=record, note=text)
            judgement = Judgement(verdict, text, (Verdict.CONFORMANCE,))
            changes.append(judged(change, judgement, Whom((text,), text, (text,))))
    changes.append(moved(7))
    return Diff(side, side, tuple(Kind), tuple(changes))


def harmless(text: str) -> str:
    """Return a text of which item and path part at the same place, and that means nothing to anybody."""
    return re.sub(r"[^.()\[\]]", "w", text)
