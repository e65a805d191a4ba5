"""Dates as coarse as they are printed, and no finer."""

from __future__ import annotations

from datetime import date

import pytest

from metermap.core.partial_dates import PartialDate, parse_partial_date


def day(text: str) -> PartialDate:
    found = parse_partial_date(text)
    assert found is not None, text
    return found


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2013", date(2013, 1, 1), date(2013, 12, 31)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2014-12-03", date(2014, 12, 3), date(2014, 12, 3)),
    ],
)
def test_a_date_means_all_the_days_it_may_be(text: str, first: date, last: date) -> None:
    assert parse_partial_date(text) == PartialDate(first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "13",
        "2013-",
        "2013-13",
        "2013-02-30",
        "0000",
        "2013-1",
        "2013/11",
        " 2013",
        "\uff12\uff10\uff11\uff13",
        "2013-11-30T00",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert parse_partial_date(text) is None


@pytest.mark.parametrize(
    ("text", "limit", "answer"),
    [
        ("2013-11", "2013-12-31", True),
        ("2013-12-31", "2013-12-31", True),
        ("2014", "2013-12-31", False),
        ("2013", "2013-12-31", True),
        ("2013", "2013-06-30", None),  # some day of the year, before or after
        ("2013-06", "2013", True),
    ],
)
def test_it_is_by_a_limit_only_if_its_last_day_is(text: str, limit: str, answer: bool | None) -> None:
    assert day(text).is_by(day(limit)) is answer
