"""The table of verdicts: every field of the released model has a rule, and the page says what the rules say."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from types import UnionType
from typing import TYPE_CHECKING, Final, get_args

import pytest
from pydantic import BaseModel

from metermap.codegen.changes.judge_lines import LINES
from metermap.codegen.changes.judge_rule import OTHERWISE
from metermap.codegen.changes.judge_rules import UNKNOWN
from metermap.codegen.changes.judge_table import FIELDS, rule_of
from metermap.codegen.changes.model import BREAKS, Act, Kind, Verdict
from metermap.codegen.exchange import schema
from tests.codegen.changes.verdict_page import MARK, PAGE, all_rules, tables

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

_DOCUMENTS: Final[dict[Kind, type[BaseModel]]] = {
    Kind.DEVICE: schema.DeviceDocument,
    Kind.ELEMENT: schema.ElementDocument,
    Kind.ITEM: schema.ItemDocument,
    Kind.USE_CASE: schema.UseCaseDocument,
    Kind.STATEMENT: schema.StatementDocument,
}
_JUDGED_WHOLE: Final = {"allows"}


def _fields(document: type[BaseModel]) -> Iterator[str]:
    for name, field in document.model_fields.items():
        yield name
        for part in _records(field):
            if name not in _JUDGED_WHOLE:
                yield from (f"{name}.{inner}" for inner in part.model_fields)


def _records(field: FieldInfo) -> Iterator[type[BaseModel]]:
    kinds = get_args(field.annotation) if isinstance(field.annotation, UnionType) else (field.annotation,)
    return (kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel))


@pytest.mark.parametrize("kind", Kind)
def test_every_field_of_the_released_model_has_a_rule_and_no_rule_is_of_a_field_that_is_not_there(kind: Kind) -> None:
    assert set(FIELDS[kind]) == set(_fields(_DOCUMENTS[kind]))


def test_parts_of_a_type_inside_a_type_are_judged_like_those_of_the_type() -> None:
    own = FIELDS[Kind.STATEMENT]
    for name in schema.TypeDocument.model_fields:
        assert rule_of(Kind.STATEMENT, f"type.element.{name}") is own[f"type.{name}"]
        assert rule_of(Kind.STATEMENT, f"type.members[0].type.{name}") is own["type.members"]


@pytest.mark.parametrize(
    ("name", "rule"),
    [("cells.path", "place"), ("type.members.1.name", "part of the catalogue's type"), ("errata[0]", "text")],
)
def test_a_path_into_a_list_or_a_map_has_the_rule_of_the_whole(name: str, rule: str) -> None:
    assert rule_of(Kind.ELEMENT, name).name == rule


@pytest.mark.parametrize("name", ["colour", "type.colour", "address.colour", "colour.value", "", "..", "[3]"])
@pytest.mark.parametrize("kind", Kind)
def test_a_field_that_no_schema_has_is_judged_as_the_gravest(kind: Kind, name: str) -> None:
    rule = rule_of(kind, name)
    assert rule is UNKNOWN
    assert rule.arms[0].verdicts[0] is Verdict.WIRE
    assert "not known to this metermap" in rule.arms[0].todo


def test_every_kind_of_line_has_a_rule_for_each_act() -> None:
    assert set(LINES) == {(kind, act) for kind in Kind for act in Act if act is not Act.CHANGED}


@pytest.mark.parametrize("rule", all_rules().values(), ids=all_rules())
def test_a_rule_ends_with_what_always_holds_and_names_verdicts_gravest_first(rule: object) -> None:
    found = all_rules()[getattr(rule, "name", "")]
    assert [arm.when for arm in found.arms].count(OTHERWISE) == 1
    assert found.arms[-1].when == OTHERWISE
    assert len({arm.when for arm in found.arms}) == len(found.arms)
    for arm in found.arms:
        assert all(one.rank > two.rank for one, two in pairwise(arm.verdicts))
        assert all(verdict in BREAKS for verdict in arm.verdicts[1:])


def test_the_page_says_what_the_rules_say() -> None:
    _, mark, rest = PAGE.read_text("utf-8").partition(MARK)
    assert mark + rest == tables(), "python -m tests.codegen.changes.verdict_page --write"
