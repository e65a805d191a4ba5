"""What an implementer is told to do: it fits the change, and there is something for each that breaks."""

import pytest
from pydantic import JsonValue

from metermap.codegen.changes.judge_table import FIELDS
from metermap.codegen.changes.model import (
    BREAKS,
    Act,
    Change,
    FieldChange,
    JudgedChange,
    JudgedField,
    Judgement,
    Kind,
    Verdict,
    Whom,
)
from metermap.codegen.release.advice import advice
from metermap.codegen.release.step import SymbolChange
from metermap.codegen.release.symbols import Symbol

WIRE = Judgement(Verdict.WIRE, "why")
BREAKING = [
    (kind, name)
    for kind, fields in FIELDS.items()
    for name, rule in fields.items()
    if any(set(arm.verdicts).intersection(BREAKS) for arm in rule.arms)
]


def told(kind: Kind, name: str, old: JsonValue, new: JsonValue) -> list[str]:
    """Return the advice for a line of which one field differs."""
    field = FieldChange(name, old, new, str(old), str(new))
    change = Change(kind, (Act.CHANGED,), "key", "key", "Name", "Name", fields=(field,))
    return list(advice(JudgedChange(change, WIRE, Whom(), (JudgedField(field, WIRE),)), ()))


@pytest.mark.parametrize(("kind", "name"), BREAKING)
def test_each_field_that_can_break_something_has_its_own(kind: Kind, name: str) -> None:
    (said,) = told(kind, name, "old", "new")
    assert said != "Hold code and equipment against what the fields say now."


def test_a_condition_that_is_gone_is_none_to_follow() -> None:
    assert told(Kind.STATEMENT, "conditions", ["a"], []) == ["Read and write it in all cases: the condition is gone."]
    assert told(Kind.STATEMENT, "conditions", [], ["a"]) == [
        "Read and write it only where the conditions hold that are stated now."
    ]


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("act", [Act.ADDED, Act.REMOVED])
def test_what_is_new_or_gone_has_its_own(kind: Kind, act: Act) -> None:
    change = Change(kind, (act,), "key", "", "Name", "Name")
    (said,) = advice(JudgedChange(change, WIRE, Whom()), ())
    assert said != "Hold code and equipment against what the fields say now."


def test_symbols_are_replaced_or_taken_out() -> None:
    old, new = Symbol("a", "ESME", "old", "OLD"), Symbol("a", "ESME", "new", "NEW")
    renamed = Change(Kind.STATEMENT, (Act.RENAMED,), "key", "was", "Name", "Was")
    assert "Replace the old symbols by the new ones." in advice(
        JudgedChange(renamed, WIRE, Whom()), (SymbolChange(old, new),)
    )
    gone = Change(Kind.STATEMENT, (Act.REMOVED,), "key", "key", "Name", "Name")
    (said,) = advice(JudgedChange(gone, WIRE, Whom()), (SymbolChange(old, None),))
    assert said.startswith("Take out what uses the symbols")
