"""Queries: how they read, what they mean, what is said of those that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.mappings.selecting.query import MAX_DEPTH, MAX_LENGTH, All, Either, Not, QueryError, holds, parse_query

ROW: Mapping[str, tuple[str, ...]] = {
    "device": ("GSME",),
    "row": ("1110",),
    "usecase": ("GCS04", "GCS13a"),
    "class": ("Profile generic", "7"),
    "command": ("ChangeDebt", "0x02"),
    "relation": (),
}


def _held(text: str) -> bool:
    return holds(parse_query(text), lambda name: ROW[name])


@pytest.mark.parametrize(
    "text",
    [
        "device=GSME",
        "device = gsme",
        "device=ESME|GSME",
        'device="GSME"',
        "device!=ESME",
        "device~SM",
        "device=G*E",
        "class=ProfileGeneric",
        "class=7",
        "usecase=GCS04 and usecase=GCS13a",
        "usecase=GCS99 or usecase=GCS04",
        "not usecase=GCS99",
        "not relation",
        "relation!=exact",
        'relation=""',
        "row>1109 and row<=1110 and row>=1110",
        "command=0x02",
        "command<=2",
        "(device=ESME or device=GSME) and row",
        "device=ESME and row=1 or usecase",
    ],
)
def test_what_holds(text: str) -> None:
    assert _held(text)


@pytest.mark.parametrize(
    "text",
    [
        "device=GSM",
        "device!=GSME",
        "device!=ESME|GSME",
        'device="G*E"',
        "usecase!=GCS04",
        "device!~SM",
        "row>1110",
        "row>x",
        "relation",
        "relation=exact",
        "device=ESME and (row or usecase)",
    ],
)
def test_what_does_not_hold(text: str) -> None:
    assert not _held(text)


def test_and_binds_closer_than_or() -> None:
    assert isinstance(parse_query("a or b and c"), Either)
    assert isinstance(parse_query("(a or b) and c"), All)
    assert isinstance(parse_query("not a"), Not)


@pytest.mark.parametrize(
    ("text", "at"),
    [("", 0), ("device=", 7), ("(device=GSME", 12), ("device=GSME)", 11), ("device==GSME", 7), ("device=GSME row", 12)],
)
def test_a_query_that_cannot_be_read_says_where(text: str, at: int) -> None:
    with pytest.raises(QueryError) as raised:
        parse_query(text)
    assert raised.value.at == at


@pytest.mark.parametrize("text", ["(" * 100_000, "not " * 900 + "row", "a" * (MAX_LENGTH + 1)])
def test_a_huge_query_is_refused(text: str) -> None:
    with pytest.raises(QueryError, match=rf"{MAX_DEPTH}|{MAX_LENGTH:,}"):
        parse_query(text)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    at = 0
    try:
        parse_query(text)
    except QueryError as error:
        at = error.at
    assert 0 <= at <= len(text)


VALUES = st.sampled_from(["GSME", "ESME", "7", "1110", "GCS04", "*", "0x02", "exact"])
TESTS = st.builds(
    "{}{}{}".format, st.sampled_from(sorted(ROW)), st.sampled_from(["=", "~", "<", ">"]), VALUES.map('"{}"'.format)
)


@given(TESTS, TESTS)
def test_laws_of_logic(one: str, other: str) -> None:
    assert _held(f"not ({one})") is not _held(one)
    assert _held(f"not ({one} or {other})") is _held(f"not {one} and not {other}")
    assert _held(f"{one} and {other}") is _held(f"{other} and {one}")


@given(st.sampled_from(sorted(ROW)), st.sampled_from(["=", "~"]), VALUES)
def test_a_denied_test_holds_where_the_test_does_not(field: str, operator: str, value: str) -> None:
    assert _held(f'{field}!{operator}"{value}"') is not _held(f'{field}{operator}"{value}"')
