"""The comparison with the oracles, made once; without their environment a test says loudly why it did not run."""

from __future__ import annotations

import pytest

from metermap.protocols import Dictionaries, load_dictionaries
from tests.oracles.ask import Answers, OraclesMissing, ask_all
from tests.oracles.comparison import Comparison, compare_all
from tests.tools import missing


@pytest.fixture(scope="session")
def standard() -> Dictionaries:
    """The standards' tables, without any overlay."""
    return load_dictionaries(())


@pytest.fixture
def answers() -> Answers:
    """What the oracles say."""
    try:
        return ask_all()
    except OraclesMissing as reason:
        missing(str(reason))


@pytest.fixture
def comparison(answers: Answers) -> Comparison:
    """All comparisons with all oracles."""
    assert answers
    return compare_all()
