"""Diffs of any shape, whose texts may be hostile."""

from hypothesis import strategies as st

from metermap.codegen.changes.model import (
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
from tests.site.hostile import HOSTILE

# A file of JSON cannot hold half of a pair of UTF-16.
TEXTS = st.one_of(
    st.sampled_from(["", "StandingCharge", "Item[1].value", "Item[2].value", "a.b", *HOSTILE]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
JUDGEMENTS = st.builds(
    Judgement, st.sampled_from(Verdict), TEXTS, st.lists(st.sampled_from(Verdict), max_size=2).map(tuple)
)
NAMES = st.lists(TEXTS, max_size=2).map(tuple)
PLACES = st.none() | st.integers(0, 9_999)
FIELDS = st.lists(
    st.builds(FieldChange, TEXTS, VALUES, VALUES, TEXTS, TEXTS, TEXTS, TEXTS),
    max_size=3,
    unique_by=lambda one: one.name,
).map(tuple)
CHANGES = st.builds(
    Change,
    kind=st.sampled_from(Kind),
    acts=st.lists(st.sampled_from(Act), min_size=1, max_size=3, unique=True).map(tuple),
    key=TEXTS,
    old_key=TEXTS,
    name=TEXTS,
    old_name=TEXTS,
    device=st.sampled_from(["", "ESME", "GSME"]) | TEXTS,
    protocol=st.sampled_from(["", "dlms", "sep"]) | TEXTS,
    paired_by=TEXTS,
    fields=FIELDS,
    old_place=TEXTS,
    new_place=TEXTS,
    old_index=PLACES,
    new_index=PLACES,
    note=TEXTS,
    record=st.none() | st.dictionaries(TEXTS | st.sampled_from(["address", "type", "unit"]), VALUES, max_size=3),
)


@st.composite
def judged_changes(draw: st.DrawFn) -> JudgedChange:
    change = draw(CHANGES)
    said = [draw(st.none() | JUDGEMENTS) for _ in change.fields]
    fields = tuple(JudgedField(one, found) for one, found in zip(change.fields, said, strict=True) if found)
    return JudgedChange(change, draw(JUDGEMENTS), draw(st.builds(Whom, NAMES, TEXTS, NAMES)), fields)


KINDS = st.lists(st.sampled_from(Kind), unique=True).map(tuple)
SIDES = st.builds(Side, TEXTS, TEXTS, TEXTS, TEXTS, st.booleans(), KINDS)
DIFFS = st.builds(Diff, SIDES, SIDES, KINDS, st.lists(judged_changes(), max_size=5).map(tuple))
